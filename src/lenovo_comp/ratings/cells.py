"""Cells → values: trimmed, width folded, names turned into ids, levels into numbers.

Everything is a column expression; a name is looked up once however often it occurs.
"""

from __future__ import annotations

import polars as pl

from ..model.dictionary import Competency, Model
from ..model.names import Names
from .columns import Columns
from .table import Table

_LOOKED_UP = ("position", "competency", "rater_role", "behaviour")

_FULL_WIDTH = [chr(c) for c in range(0xFF01, 0xFF5F)] + ["\u3000"]
_HALF_WIDTH = [chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)] + [" "]
_UNIT = r"(?i)^(?:level|lv|l)?\s*([+-]?[0-9]+(?:\.[0-9]+)?)\s*(?:级|級|分|level)?$"
_NUMBER = r"^[+-]?[0-9]{1,9}(?:\.[0-9]{1,9})?$"


def plain(cell: pl.Expr) -> pl.Expr:
    """The cell without spaces around it and with full-width ASCII folded; blank is null."""
    text = cell.str.replace_many(_FULL_WIDTH, _HALF_WIDTH).str.strip_chars()
    return pl.when(text != "").then(text)


def trimmed(cell: pl.Expr) -> pl.Expr:
    """The cell without spaces around it; blank is null."""
    text = cell.str.strip_chars()
    return pl.when(text != "").then(text)


def number(text: pl.Expr) -> pl.Expr:
    """The number a plain cell holds, written with or without its unit (`2级`), else null."""
    bare = text.str.extract(_UNIT, 1)
    return pl.when(bare.str.contains(_NUMBER)).then(bare).cast(pl.Float64)


def has_unit(text: pl.Expr) -> pl.Expr:
    """Whether a plain cell is a number with a unit."""
    return number(text).is_not_null() & ~text.str.contains(_NUMBER)


def ids(column: str, values: pl.Series, names: Names) -> pl.Expr:
    """Names in a column → ids (null where unknown). `values` are the column's."""
    written = values.drop_nulls().unique().to_list()
    found = [names.find(name) for name in written]
    return pl.col(column).replace_strict(written, found, default=None, return_dtype=pl.String)


def scales(model: Model) -> pl.DataFrame:
    """One row a competency, and one with a null competency for ratings of single behaviours.

    Columns: `scale_of` String, `min`, `max`, `step` Float64.
    """
    rows = [(c.id, c.scale.min, c.scale.max, c.scale.step) for c in model.competencies]
    behaviour = model.attainment.scale
    rows.append((BEHAVIOUR_SCALE, behaviour.min, behaviour.max, behaviour.step))
    schema = {"scale_of": pl.String, "min": pl.Float64, "max": pl.Float64, "step": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


BEHAVIOUR_SCALE = "(behaviour)"


def scale_text(competency: Competency | None, model: Model) -> str:
    """The scale of a competency, or of single behaviours, as words: `0–3`."""
    return str(competency.scale if competency is not None else model.attainment.scale)


def values(table: Table, columns: Columns, model: Model) -> pl.DataFrame:
    """Cells → values: one row a rating (a wide record gives one for each competency)."""
    raw = {name: pl.col(str(i)) for name, i in columns.known.items()}
    base: list[pl.Expr] = [pl.col("record"), pl.col("line"), pl.col("row")]
    for name in ("employee_id", "rater_id", "cycle"):
        base += _folded(name, name, raw.get(name))
    for name in ("name", "department", "manager", "evidence"):
        base.append((trimmed(raw[name]) if name in raw else pl.lit(None, pl.String)).alias(name))
    for name in ("position", "rater_role", "behaviour"):
        base += _folded(name, f"{name}_written", raw.get(name))
    records = table.frame.select(
        *base,
        *(pl.col(str(i)).alias(f"#{i}") for i in columns.competencies.values()),
        *(raw[n].alias(f"#{n}") for n in ("competency", "level") if n in raw),
        *(cell.alias(f"{n}_raw") for n, cell in raw.items()),
    )
    if columns.wide:
        parts = [
            _rating(records, pl.lit(id).alias("competency_written"), pl.lit(False), pl.col(f"#{i}"), i)
            for id, i in columns.competencies.items()
        ]
        frame = pl.concat(parts).sort("record", "level_column", maintain_order=True)
    elif "level" in raw:
        written, odd = _folded("competency", "competency_written", pl.col("#competency"))
        frame = _rating(records, written, odd, pl.col("#level"), columns.known["level"])
    else:  # a roster
        nothing = pl.lit(None, pl.String)
        frame = _rating(records, nothing.alias("competency_written"), pl.lit(False), nothing, 0)
    names = {
        "position": model.position_names,
        "competency": model.competency_names,
        "rater_role": model.role_names,
        "behaviour": model.behaviour_names,
    }
    looked_up = [ids(f"{n}_written", frame[f"{n}_written"], names[n]).alias(n) for n in _LOOKED_UP]
    frame = frame.with_columns(looked_up)
    if "rater_role" not in columns.known:
        frame = frame.with_columns(pl.lit("assessor").alias("rater_role"))
    owners = {id: owner.id for id, (owner, _) in model.behaviours.items()}
    owner = pl.col("behaviour").replace_strict(
        list(owners), list(owners.values()), default=None, return_dtype=pl.String
    )
    not_rateable = [
        id
        for id, (owner, level) in model.behaviours.items()
        if level is None
        and (owner.scale.min, owner.scale.max) != (model.attainment.scale.min, model.attainment.scale.max)
    ]
    scale_of = pl.when(pl.col("behaviour_written").is_null()).then(pl.col("competency"))
    behaviour_scale = pl.when(pl.col("competency").is_not_null()).then(pl.lit(BEHAVIOUR_SCALE))
    return frame.with_columns(
        owner.alias("behaviour_owner"),
        (~pl.col("behaviour").is_in(not_rateable)).alias("rateable"),
        scale_of.fill_null(behaviour_scale).alias("scale_of"),
    ).join(scales(model), on="scale_of", how="left", maintain_order="left")


def _folded(name: str, alias: str, raw: pl.Expr | None) -> tuple[pl.Expr, pl.Expr]:
    """The plain value, and whether something had to be folded or trimmed for it.

    Names may hold full-width signs; only spaces around them are odd.
    """
    if raw is None:
        return pl.lit(None, pl.String).alias(alias), pl.lit(False).alias(f"{name}_odd")
    value = trimmed(raw) if name in ("position", "competency", "rater_role") else plain(raw)
    return value.alias(alias), (value != raw).fill_null(False).alias(f"{name}_odd")


def _rating(records: pl.DataFrame, competency: pl.Expr, odd: pl.Expr, level: pl.Expr, column: int) -> pl.DataFrame:
    text = plain(level)
    return records.with_columns(
        competency,
        odd.alias("competency_odd"),
        text.alias("level_written"),
        (text != level).fill_null(False).alias("level_odd"),
        number(text).alias("level"),
        has_unit(text).fill_null(False).alias("level_unit"),
        pl.lit(column, pl.UInt16).alias("level_column"),
    ).drop(c for c in records.columns if c.startswith("#"))
