"""What only shows across rows and files: repeats, contradictions, positions, names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from .. import catalogue
from ..diagnostics import Diagnostic, Rule
from ..language import Text
from .columns import Columns
from .rules import IDENTITY, Row, finding
from .table import Table

_PERSON = ("name", "department", "manager")
_RATING = [*IDENTITY, "level", "evidence", "source", "line", "row"]


_SCHEMA: dict[str, type[pl.DataType]] = {
    **{"source": pl.UInt16, "table": pl.UInt16, "record": pl.UInt32, "line": pl.UInt32, "row": pl.UInt32},
    **{"level_column": pl.UInt16, "bad": pl.Boolean, "level": pl.Float64},
    **dict.fromkeys([*IDENTITY, "evidence", "position", "position_written", *_PERSON], pl.String),
}


@dataclass(frozen=True)
class Source:
    """A table with its rows' values (`rules.apply`); `number` is its file's index among the inputs."""

    frame: pl.DataFrame
    table: Table
    columns: Columns
    number: int
    roster: bool = False


@dataclass(frozen=True)
class Crossed:
    """All files as one; the frames are described at `reading.Ratings`."""

    ratings: pl.DataFrame
    people: pl.DataFrame
    roster: pl.DataFrame
    problems: list[Diagnostic]
    left_out: int


def cross(sources: Sequence[Source]) -> Crossed:
    """Join the tables' rows and find what contradicts what."""
    tables = dict(enumerate(sources))
    rows = pl.concat([_nothing(), *(_with_source(i, s) for i, s in tables.items() if not s.roster)])
    listed = pl.concat([_nothing(), *(_with_source(i, s) for i, s in tables.items() if s.roster)])
    problems: list[Diagnostic] = []
    rated = rows.filter(~pl.col("bad"), pl.col("level").is_not_null())
    rated, found = _repeats(rated, tables)
    problems += found
    counting = rated.filter(~pl.col("dropped"))
    counting, found = _both_ways(counting, tables)
    problems += found
    ratings = counting.filter(~pl.col("both")).select(_RATING)
    known = rows.filter(pl.col("employee_id").is_not_null())
    people, found = _people(known, tables)
    problems += found
    roster, found = _people(listed.filter(pl.col("employee_id").is_not_null()), tables)
    problems += found
    people = _fill(people, roster)
    problems += _names(known, tables)
    if any("position" in s.columns.known for s in tables.values()):
        problems += _without_position(known, people, tables)
    bad = pl.concat(
        [
            rows.filter(pl.col("bad")).select("table", "record"),
            listed.filter(pl.col("bad")).select("table", "record"),
            rated.filter(pl.col("dropped")).select("table", "record"),
            counting.filter(pl.col("both")).select("table", "record"),
        ]
    )
    return Crossed(ratings, people.sort("cycle", "employee_id"), roster.drop("cycle"), problems, bad.unique().height)


def _with_source(table: int, source: Source) -> pl.DataFrame:
    numbers = {"source": pl.lit(source.number, pl.UInt16), "table": pl.lit(table, pl.UInt16)}
    cycle = pl.col("cycle") if "cycle" in source.columns.known else pl.col("cycle").fill_null("")
    return source.frame.with_columns(cycle, **numbers).select(pl.col(n).cast(t) for n, t in _SCHEMA.items())


def _nothing() -> pl.DataFrame:
    return pl.DataFrame(schema=_SCHEMA)


def _repeats(rated: pl.DataFrame, tables: dict[int, Source]) -> tuple[pl.DataFrame, list[Diagnostic]]:
    """Adds `dropped`: later identical repeats, and every row of ratings that contradict."""
    same = rated.with_row_index("at").with_columns(
        pl.len().over(IDENTITY).alias("times"),
        pl.col("level").n_unique().over(IDENTITY).alias("figures"),
        pl.col("at").min().over(IDENTITY).alias("first"),
    )
    later = (pl.col("times") > 1) & (pl.col("at") != pl.col("first"))
    marked = same.with_columns(((pl.col("figures") > 1) | later).alias("dropped"))
    problems = []
    for row in marked.filter(later).iter_rows(named=True):
        rule = catalogue.RATING_CONFLICTING if row["figures"] > 1 else catalogue.RATING_REPEATED
        problems.append(_at(rule, row, row["level_column"], marked.row(row["first"], named=True), tables))
    return marked.drop("at", "times", "figures", "first"), problems


def _both_ways(rated: pl.DataFrame, tables: dict[int, Source]) -> tuple[pl.DataFrame, list[Diagnostic]]:
    """Adds `both`: ratings of a rater who gave a competency a level and rated its behaviours too."""
    keys = [k for k in IDENTITY if k != "behaviour"]
    single = pl.col("behaviour").is_not_null()
    marked = rated.with_columns((single.any() & ~single.all()).over(keys).alias("both")).with_row_index("at")
    problems = []
    for group in marked.filter("both").partition_by(keys, maintain_order=True) if marked["both"].any() else []:
        first = group.row(0, named=True)
        other = group.filter(single if first["behaviour"] is None else ~single).row(0, named=True)
        problems.append(_at(catalogue.RATED_BOTH_WAYS, other, other["level_column"], first, tables))
    return marked.drop("at"), problems


def _people(rows: pl.DataFrame, tables: dict[int, Source]) -> tuple[pl.DataFrame, list[Diagnostic]]:
    """One row an employee and cycle; a second position in one cycle is an error at its row.

    A row with an error says who there is, but places nobody unless no better row does, and makes no
    cycle of its own.
    """
    keys = ["cycle", "employee_id"]
    sound = rows.filter(~pl.col("bad"))["cycle"].unique()
    known = rows.filter(pl.col("cycle").is_not_null())
    if sound.drop_nulls().len():
        known = known.filter(pl.col("cycle").is_in(sound.to_list()))
    placed = known.filter(pl.col("position").is_not_null())
    placed = placed.filter(~pl.col("bad") | pl.col("bad").all().over(keys))
    first = placed.unique([*keys, "position"], keep="first", maintain_order=True)
    twice = first.filter(pl.len().over(keys) > 1)
    problems = []
    for group in twice.partition_by(keys, maintain_order=True) if twice.height else []:
        top = group.row(0, named=True)
        for row in group.slice(1).iter_rows(named=True):
            column = tables[row["table"]].columns.known["position"]
            problems.append(_at(catalogue.POSITION_CONFLICTING, row, column, top, tables))
    positions = first.group_by(keys).agg(pl.col("position").first(), (pl.len() > 1).alias("conflict"))
    people = (
        known.group_by(keys, maintain_order=True)
        .agg(pl.col(name).drop_nulls().first() for name in _PERSON)
        .join(positions, on=keys, how="left", maintain_order="left")
        .with_columns(pl.col("conflict").fill_null(False))
        .with_columns(pl.when(~pl.col("conflict")).then(pl.col("position")).alias("position"))
    )
    return people, problems


def _fill(people: pl.DataFrame, roster: pl.DataFrame) -> pl.DataFrame:
    """What the ratings leave out, the roster says; what they say, stands."""
    names = [*_PERSON, "position", "conflict"]
    listed = roster.select("employee_id", *(pl.col(n).alias(f"roster_{n}") for n in names))
    joined = people.join(listed, on="employee_id", how="left", maintain_order="left")
    from_roster = pl.col("position").is_null() & ~pl.col("conflict")
    return joined.select(
        "cycle",
        "employee_id",
        *(pl.coalesce(n, f"roster_{n}") for n in _PERSON),
        pl.when(from_roster).then("roster_position").otherwise("position").alias("position"),
        (pl.col("conflict") | (from_roster & pl.col("roster_conflict").fill_null(False))).alias("conflict"),
    )


def _names(rows: pl.DataFrame, tables: dict[int, Source]) -> list[Diagnostic]:
    """The first row that gives an employee another name than before."""
    named = rows.filter(pl.col("name").is_not_null()).unique(["employee_id", "name"], keep="first", maintain_order=True)
    problems = []
    several = named.filter(pl.len().over("employee_id") > 1)
    for group in several.partition_by("employee_id", maintain_order=True) if several.height else []:
        top = group.row(0, named=True)
        for row in group.slice(1).iter_rows(named=True):
            column = tables[row["table"]].columns.known["name"]
            diagnostic = _at(catalogue.NAMES_DIFFER, row, column, top, tables)
            problems.append(diagnostic)
    return problems


def _without_position(rows: pl.DataFrame, people: pl.DataFrame, tables: dict[int, Source]) -> list[Diagnostic]:
    """The first row of everyone who is given no position anywhere."""
    keys = ["cycle", "employee_id"]
    nobody = people.filter(pl.col("position").is_null(), ~pl.col("conflict")).select(keys)
    first = (
        rows.filter(pl.col("position_written").is_null().all().over(keys))
        .join(nobody, on=keys, how="semi", maintain_order="left")
        .unique(keys, keep="first", maintain_order=True)
    )
    problems = []
    for row in first.iter_rows(named=True):
        column = tables[row["table"]].columns.known.get("position")
        problems.append(finding(catalogue.POSITION_BLANK, tables[row["table"]].table, row, column, {}))
    return problems


def _at(rule: Rule, row: Row, column: int, first: Row, tables: dict[int, Source]) -> Diagnostic:
    """A finding at a row's cell that refers to an earlier row."""
    earlier = tables[first["table"]].table.place(first["record"], None, None)
    details: dict[str, str | Text] = {"first": str(earlier), "competency": row["competency"] or ""}
    return finding(rule, tables[row["table"]].table, row, column, details)
