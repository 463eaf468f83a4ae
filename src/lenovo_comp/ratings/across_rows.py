"""All tables together: what contradicts what is reported and left out, and people are put together of their rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import polars as pl

from ..findings import catalogue
from ..findings.collector import Collector
from ..findings.finding import MOST_PLACES, Finding, Rule
from ..text import Text
from . import lost_digits
from .alike import Alike, is_among, report
from .codebook import ColumnCodebook
from .columns import PERSON, Kind, of_kind
from .cycle_findings import without_unclear_cycles
from .other_spellings import misspelled, without_position
from .packing import packed
from .rated import check
from .rules import Row, finding
from .rules.across_rows import any_twice, differences
from .shelf import Held, Shelf
from .sources import AS_FIRST, PLACE, Source, joined_people, locator

NAMES = tuple(name for name in PERSON if name in of_kind(Kind.TEXT))
"""What rows say of a person in words."""
_PERSON_CYCLE = ["cycle", "employee_id"]


class Joined(NamedTuple):
    """All files as one; the frames are described at `reading.Ratings`."""

    ratings: Sequence[Held]
    """In parts that follow each other in the order of employees' ids, as `rated.Checked`."""
    people: pl.DataFrame
    roster: pl.DataFrame
    left_out: pl.DataFrame
    """`table` UInt16, `row` UInt32: records left out for what stands in another of their rows, or in another record."""


def join(
    sources: Sequence[Source], books: Mapping[str, ColumnCodebook], collector: Collector, shelf: Shelf, parts: int
) -> Joined:
    """Join the tables' rows, ratings in so many parts, and report what contradicts what."""
    reporter = _Reporter(sources, collector)
    listed = joined_people(sources, books, roster=True)
    known = without_unclear_cycles(joined_people(sources, books, roster=False), sources, collector)
    rated = check(sources, books, collector, shelf, parts)
    for (rule, column), later in rated.clashes.items():
        reporter.report(rule, column, later)
    (listed, cut), (known, also_cut) = (lost_digits.without("employee_id", rows, books) for rows in (listed, known))
    lost_digits.report("employee_id", pl.concat([cut, also_cut]), sources, collector)
    employees = Alike("employee_id", [pl.concat([listed, known])], books["employee_id"])
    people, roster = _people(known, reporter), _people(listed, reporter)
    people = _fill(people, roster)
    explained = without_position(employees, people, roster, sources, collector)
    report(
        employees, catalogue.EMPLOYEE_IDS_ALIKE, catalogue.EMPLOYEE_IDS_ALIKE, locator(sources), collector, explained
    )
    names = known.filter(pl.col("name").is_not_null())
    names = names.unique(["employee_id", "name"], keep="first", maintain_order=True).with_row_index("at")
    reporter.report(catalogue.NAMES_DIFFER, "name", differences(names, ["employee_id"]))
    if any("position" in s.decoder.names for s in sources):
        reporter.without_position(known, people, pl.concat([explained, misspelled(books["employee_id"])]))
    return Joined(rated.parts, people, roster.drop("cycle"), rated.left_out)


class _Reporter:
    """Makes findings of rows, wherever they stand."""

    def __init__(self, sources: Sequence[Source], collector: Collector) -> None:
        self._sources, self._collector = sources, collector

    def report(self, rule: Rule, column: str, later: pl.DataFrame) -> None:
        """A finding at the cell of each of `later` that refers to the place of the other."""
        if later.height:
            self._collector.add_some(rule, later.height, partial(self._pairs, rule, column, later))

    def _pairs(self, rule: Rule, column: str, later: pl.DataFrame, most: int) -> Iterator[Finding]:
        some = later.sort(*PLACE, maintain_order=True).head(most)
        first = some.select(AS_FIRST.values())
        named = some.rows(named=True) if "competency" in some.columns else self._identities_at(some)
        for row, (table, line, number) in zip(named, first.iter_rows(), strict=True):
            decoder = self._sources[row["table"]].decoder
            columns = decoder.columns
            at = columns.known[column] if column in columns.known else columns.of_level(row)
            earlier = self._sources[table].decoder.table.place(line, number, None, None)
            details: dict[str, str | Text] = {"first": str(earlier), "competency": row.get("competency") or ""}
            yield finding(rule, decoder.table, row, at, details)

    def without_position(self, rows: pl.DataFrame, people: pl.DataFrame, explained: pl.Series) -> None:
        """A finding a table about everyone who is given no position anywhere, unless another explains it."""
        nobody = people.filter(pl.col("position").is_null(), ~pl.col("conflict")).select(_PERSON_CYCLE)
        if explained.len():
            nobody = nobody.filter(~is_among("employee_id", explained))
        if nobody.is_empty():
            return
        written = pl.col("position_given").fill_null(False)
        first = (
            rows.join(nobody, on=_PERSON_CYCLE, how="semi", maintain_order="left")
            .filter(~written.any().over(_PERSON_CYCLE))
            .unique(_PERSON_CYCLE, keep="first", maintain_order=True)
        )
        keys = ["table", "cycle"] if self._collector.by_cycle else ["table"]
        groups = first.sort(*PLACE).group_by(keys, maintain_order=True).agg(pl.struct("line", "row").alias("places"))
        self._collector.add_some(
            catalogue.POSITION_BLANK, groups.height, partial(self._unplaced, groups), places=first.height
        )

    def _unplaced(self, groups: pl.DataFrame, most: int) -> Iterator[Finding]:
        by_cycle = self._collector.by_cycle
        for row in groups.head(most).iter_rows(named=True):
            decoder = self._sources[row["table"]].decoder
            at, some = decoder.columns.known.get("position"), row["places"][: None if by_cycle else MOST_PLACES]
            place, *more = (decoder.table.place(p["line"], p["row"], at, None) for p in some)
            number, cycle = len(row["places"]), str(row["cycle"] or "") if by_cycle else None
            rule = catalogue.POSITION_BLANK
            yield Finding(rule, place, key="position", number=number, more=tuple(more), cycle=cycle)

    def _identities_at(self, rows: pl.DataFrame) -> list[Row]:
        """Rows of people, as their own tables' findings name them; sorted by `PLACE` or of one table."""
        found = []
        for places in rows.select(PLACE).partition_by("table", maintain_order=True):
            table = places["table"][0]
            rows_at = self._sources[table].decoder.identities_at(places.drop("table"))
            found += [{**row, "table": table} for row in rows_at]
        return found


def _people(rows: pl.DataFrame, reporter: _Reporter) -> pl.DataFrame:
    """One row an employee and cycle; a second position in one cycle is an error at its row.

    A row with an error says who there is, but places nobody unless no better row does, and makes no cycle of its own.
    """
    keys = _PERSON_CYCLE
    if rows.is_empty():
        return rows.select(*keys, *NAMES, "position", pl.lit(False).alias("conflict"))
    sound = rows.filter(~pl.col("bad"))["cycle"].unique().drop_nulls()
    known = rows.filter(pl.col("cycle").is_not_null())
    if sound.len():
        known = known.filter(pl.col("cycle").is_in(sound.implode()))
    if not any_twice(packed(known, keys)):  # as it mostly is
        return known.select(*keys, *NAMES, "position", pl.lit(False).alias("conflict"))
    placed = known.filter(pl.col("position").is_not_null())
    if placed["bad"].any():
        placed = placed.filter(~pl.col("bad") | pl.col("bad").all().over(keys))
    placed = placed.unique([*keys, "position"], keep="first", maintain_order=True).with_row_index("at")
    reporter.report(catalogue.POSITION_CONFLICTING, "position", differences(placed, keys))
    positions = placed.group_by(keys).agg(pl.col("position").first(), (pl.len() > 1).alias("conflict"))
    return (
        known.group_by(keys, maintain_order=True)
        .agg(pl.col(name).drop_nulls().first() for name in NAMES)
        .join(positions, on=keys, how="left", maintain_order="left")
        .with_columns(pl.col("conflict").fill_null(False))
        .with_columns(pl.when(~pl.col("conflict")).then(pl.col("position")).alias("position"))
    )


def _fill(people: pl.DataFrame, roster: pl.DataFrame) -> pl.DataFrame:
    """What the ratings leave out, the roster says; what they say, stands."""
    names = [*NAMES, "position", "conflict"]
    if roster.is_empty():
        return people.select("cycle", "employee_id", *names)
    listed = roster.select("employee_id", *(pl.col(n).alias(f"roster_{n}") for n in names))
    joined = people.join(listed, on="employee_id", how="left", maintain_order="left")
    from_roster = pl.col("position").is_null() & ~pl.col("conflict")
    return joined.select(
        "cycle",
        "employee_id",
        *(pl.coalesce(n, f"roster_{n}") for n in NAMES),
        pl.when(from_roster).then("roster_position").otherwise("position").alias("position"),
        (pl.col("conflict") | (from_roster & pl.col("roster_conflict").fill_null(False))).alias("conflict"),
    )
