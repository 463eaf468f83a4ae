"""Cells → values: trimmed, width folded, names turned into ids, levels into numbers.

Everything is a column expression; a name is looked up once however often it occurs.
"""

from __future__ import annotations

import polars as pl

from ..model.dictionary import Competency, Model
from ..model.names import Names

_FULL_WIDTH = [chr(c) for c in range(0xFF01, 0xFF5F)] + ["\u3000"]
_HALF_WIDTH = [chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)] + [" "]
_UNIT = r"(?i)^(?:level|lv|l)?\s*([+-]?\d+(?:\.\d+)?)\s*(?:级|級|分|level)?$"
_NUMBER = r"^[+-]?\d{1,9}(?:\.\d{1,9})?$"


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
