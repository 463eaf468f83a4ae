"""Reading ratings: files → tables → checked ratings, with everything that was found."""

from __future__ import annotations

import hashlib
import io
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from .. import catalogue
from ..diagnostics import Diagnostic, Place, in_order
from ..language import Text
from ..model.dictionary import Model
from . import cells, crossing, rules
from .columns import NAMES, Columns, match_columns
from .decoding import decode, signature
from .table import Table, read_table

STDIN = "-"
_TEXT_ENDINGS = (".csv", ".tsv", ".txt", "")
_LOOKED_UP = ("position", "competency", "rater_role", "behaviour")


@dataclass(frozen=True)
class Input:
    """A file as it was read. `rows` counts records, those left out included."""

    path: str
    sha256: str
    encoding: str
    rows: int


@dataclass(frozen=True)
class Ratings:
    """Checked ratings.

    `frame`: one row a rating that counts: `cycle`, `employee_id`, `competency`, `behaviour` (null:
    the competency itself), `rater_role`, `rater_id` (null: the one unnamed rater), `evidence`
    String; `level` Float64; `source` UInt16 (index into `inputs`), `line`, `row` UInt32.

    `people`: one row an employee and cycle: `cycle`, `employee_id`, `name`, `department`,
    `manager`, `position` String (null where none, or more than one, is given), `conflict` Boolean.

    `roster`: the same without `cycle`, or None.
    """

    frame: pl.DataFrame
    people: pl.DataFrame
    roster: pl.DataFrame | None
    inputs: tuple[Input, ...]
    diagnostics: tuple[Diagnostic, ...]
    left_out: int
    """Rows of the files that take no part because something in them is wrong."""

    @property
    def cycles(self) -> list[str]:
        """The cycles in the files, oldest first; "" where a file names none."""
        return sorted(self.people["cycle"].unique().to_list())

    def known(self, cycle: str) -> dict[str, str | None]:
        """Who stands in a cycle's rows or on the roster: id → name, sorted by id."""
        here = [self.people.filter(pl.col("cycle") == cycle).select("employee_id", "name")]
        if self.roster is not None:
            here.append(self.roster.select("employee_id", "name"))
        return dict(sorted(pl.concat(here).iter_rows()))

    def cycles_of(self, employee_id: str) -> list[str]:
        """The cycles in which an employee stands, oldest first."""
        return sorted(self.people.filter(pl.col("employee_id") == employee_id)["cycle"].to_list())


def read_ratings(paths: Iterable[str | Path], model: Model, roster: str | Path | None = None) -> Ratings:
    """Read and check ratings files (CSV, Parquet; `-` is standard input). Never raises for content.

    A file that is missing or may not be read is a finding like any other (`COULD_NOT_RUN`).
    """
    problems: list[Diagnostic] = []
    inputs: list[Input] = []
    sources: list[crossing.Source] = []
    left_out = 0
    roster_source: crossing.Source | None = None
    if roster is not None:
        entry, table, found = _open(str(roster))
        problems += found
        inputs += [entry] if entry else []
        if table is not None:
            columns, found = match_columns(table, model, roster=True)
            problems += found
            if columns is not None:
                frame, found = rules.apply(_values(table, columns, model), table, columns, model)
                problems += found
                left_out += frame.filter("bad").height
                roster_source = crossing.Source(frame, table, columns, len(inputs) - 1)
    for path in paths:
        entry, table, found = _open(str(path))
        problems += found
        inputs += [entry] if entry else []
        left_out += sum(d.rule is catalogue.ROW_RAGGED for d in found)
        if table is None:
            continue
        columns, found = match_columns(table, model)
        problems += found
        if columns is None:
            left_out += table.frame.height
            continue
        if "position" not in columns.known and roster is None:
            problems.append(Diagnostic(catalogue.POSITION_COLUMN_MISSING, Place(table.path, table.header_line)))
        frame, found = rules.apply(_values(table, columns, model), table, columns, model)
        problems += found
        sources.append(crossing.Source(frame, table, columns, len(inputs) - 1))
    crossed = crossing.cross(sources, roster_source)
    return Ratings(
        frame=crossed.ratings,
        people=crossed.people,
        roster=crossed.roster,
        inputs=tuple(inputs),
        diagnostics=tuple(in_order([*problems, *crossed.problems])),
        left_out=left_out + crossed.left_out,
    )


def _open(path: str) -> tuple[Input | None, Table | None, list[Diagnostic]]:
    """Bytes → table, by what the name says and the content confirms."""
    name = "<stdin>" if path == STDIN else path
    try:
        data = sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes()
    except FileNotFoundError:
        return None, None, [Diagnostic(catalogue.FILE_MISSING, Place(name))]
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return None, None, [Diagnostic(catalogue.FILE_UNREADABLE, Place(name), details={"reason": reason})]
    digest = hashlib.sha256(data).hexdigest()
    ending = "" if path == STDIN else Path(path).suffix.lower()
    if not data:
        return Input(name, digest, "", 0), None, [Diagnostic(catalogue.FILE_EMPTY, Place(name))]
    if ending == ".parquet" or (path == STDIN and data.startswith(b"PAR1")):
        table, problems = _parquet(data, name)
        encoding = "parquet"
    elif ending in _TEXT_ENDINGS:
        text, encoding, problems = decode(data, name)
        table = None
        if text is not None:
            table, found = read_table(text, name)
            problems = problems + found
    else:
        return None, None, [Diagnostic(catalogue.UNKNOWN_FILE_TYPE, Place(name), details={"ending": ending})]
    ragged = sum(d.rule is catalogue.ROW_RAGGED for d in problems)
    rows = (table.frame.height if table is not None else 0) + ragged
    if table is not None and rows == 0:
        problems.append(Diagnostic(catalogue.HEADER_ALONE, Place(name, table.header_line)))
    return Input(name, digest, encoding, rows), table, problems


def _parquet(data: bytes, path: str) -> tuple[Table | None, list[Diagnostic]]:
    if not data.startswith(b"PAR1"):
        found = signature(data) or Text("别的内容", "something else")
        details: dict[str, str | Text] = {"expected": Text("Parquet 文件", "Parquet"), "found": found}
        return None, [Diagnostic(catalogue.NOT_WHAT_ITS_NAME_SAYS, Place(path), details=details)]
    try:
        frame = pl.read_parquet(io.BytesIO(data))
        headers = tuple(frame.columns)
        numbers = [h for h in headers if frame[h].dtype.is_numeric() and h.strip().casefold() in _id_headers()]
        frame = frame.select(pl.col(h).cast(pl.String).alias(str(i)) for i, h in enumerate(headers))
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        details = {"reason": str(error).split("\n")[0]}
        return None, [Diagnostic(catalogue.FILE_DAMAGED, Place(path), details=details)]
    row = pl.int_range(1, pl.len() + 1, dtype=pl.UInt32)
    frame = frame.with_columns(pl.lit(None, pl.UInt32).alias("line"), row.alias("row"))
    names = [str(i) for i in range(len(headers))]
    frame = frame.filter(pl.any_horizontal(pl.col(names).str.strip_chars() != "")).with_row_index("record")
    table = Table(path, headers, frame.select("record", "line", "row", *names), header_line=None)
    problems = [Diagnostic(catalogue.IDS_ARE_NUMBERS, Place(path, field=h), h, {"column": h}, key=h) for h in numbers]
    return table, problems


def _id_headers() -> frozenset[str]:
    return frozenset(("employee_id", *NAMES["employee_id"]))


def _values(table: Table, columns: Columns, model: Model) -> pl.DataFrame:
    """Cells → values: one row a rating (a wide record gives one for each competency)."""
    raw = {name: pl.col(str(i)) for name, i in columns.known.items()}
    base: list[pl.Expr] = [pl.col("record"), pl.col("line"), pl.col("row")]
    for name in ("employee_id", "rater_id", "cycle"):
        base += _plain(name, name, raw.get(name))
    for name in ("name", "department", "manager", "evidence"):
        base.append((cells.trimmed(raw[name]) if name in raw else pl.lit(None, pl.String)).alias(name))
    for name in ("position", "rater_role", "behaviour"):
        base += _plain(name, f"{name}_written", raw.get(name))
    records = table.frame.select(
        *base,
        *(pl.col(str(i)).alias(f"#{i}") for i in columns.competencies.values()),
        *(raw[n].alias(f"#{n}") for n in ("competency", "level") if n in raw),
    )
    if columns.wide:
        parts = [
            _rating(records, pl.lit(id).alias("competency_written"), pl.lit(False), pl.col(f"#{i}"), i)
            for id, i in columns.competencies.items()
        ]
        frame = pl.concat(parts).sort("record", "level_column", maintain_order=True)
    elif "level" in raw:
        written, odd = _plain("competency", "competency_written", pl.col("#competency"))
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
    looked_up = [cells.ids(f"{n}_written", frame[f"{n}_written"], names[n]).alias(n) for n in _LOOKED_UP]
    frame = frame.with_columns(looked_up)
    if "rater_role" not in columns.known:
        frame = frame.with_columns(pl.lit("assessor").alias("rater_role"))
    owners = {id: owner.id for id, (owner, _) in model.behaviours.items()}
    owner = pl.col("behaviour").replace_strict(
        list(owners), list(owners.values()), default=None, return_dtype=pl.String
    )
    scale_of = pl.when(pl.col("behaviour_written").is_null()).then(pl.col("competency"))
    behaviour_scale = pl.when(pl.col("competency").is_not_null()).then(pl.lit(cells.BEHAVIOUR_SCALE))
    return frame.with_columns(
        owner.alias("behaviour_owner"), scale_of.fill_null(behaviour_scale).alias("scale_of")
    ).join(cells.scales(model), on="scale_of", how="left", maintain_order="left")


def _plain(name: str, alias: str, raw: pl.Expr | None) -> tuple[pl.Expr, pl.Expr]:
    """The plain value, and whether something had to be folded or trimmed for it.

    Names may hold full-width signs; only spaces around them are odd.
    """
    if raw is None:
        return pl.lit(None, pl.String).alias(alias), pl.lit(False).alias(f"{name}_odd")
    value = cells.trimmed(raw) if name in ("position", "competency", "rater_role") else cells.plain(raw)
    return value.alias(alias), (value != raw).fill_null(False).alias(f"{name}_odd")


def _rating(records: pl.DataFrame, competency: pl.Expr, odd: pl.Expr, level: pl.Expr, column: int) -> pl.DataFrame:
    text = cells.plain(level)
    return records.with_columns(
        competency,
        odd.alias("competency_odd"),
        text.alias("level_written"),
        (text != level).fill_null(False).alias("level_odd"),
        cells.number(text).alias("level"),
        cells.has_unit(text).fill_null(False).alias("level_unit"),
        pl.lit(column, pl.UInt16).alias("level_column"),
    ).drop(c for c in records.columns if c.startswith("#"))
