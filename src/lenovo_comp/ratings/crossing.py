"""What only shows across rows and files: repeats, contradictions, positions, names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

import polars as pl

from ..findings import catalogue
from ..findings.finding import Collector, Diagnostic, Rule
from ..text import Text
from .alike import Alike, report_employees, report_raters
from .cells import Lexicon
from .columns import Columns
from .files.table import Table
from .packing import packed, whole
from .rules import IDENTITY, PERSON, Row, finding

_NAMES = ("name", "department", "manager")
_RATING = (*IDENTITY, "level", "evidence", "source", "line", "row")
_PLACE = ("table", "line", "row")
_WORTH_MERGING = 2_000_000
"""Rows of people that are held before those which repeat others are taken out."""


@dataclass
class Source:
    """What was kept of a table; `number` is its file's index among the inputs."""

    table: Table
    columns: Columns
    number: int
    identified: Callable[[pl.DataFrame], list[Row]]
    """`RowReader.identified`."""
    roster: bool = False
    ratings: list[pl.DataFrame] = field(default_factory=list)
    people: list[pl.DataFrame] = field(default_factory=list)
    _merged: int = 0

    def keep(self, ratings: pl.DataFrame, people: pl.DataFrame) -> None:
        """Take what was kept of a part."""
        if ratings.height:
            self.ratings.append(ratings)
        if people.height:
            self.people.append(_without_repeats(people))
        if sum(p.height for p in self.people) > 2 * self._merged + _WORTH_MERGING:
            self.people = [_without_repeats(pl.concat(self.people))]
            self._merged = self.people[0].height


class Crossed(NamedTuple):
    """All files as one; the frames are described at `reading.Ratings`."""

    ratings: pl.DataFrame
    people: pl.DataFrame
    roster: pl.DataFrame
    left_out: pl.DataFrame
    """`table`, `row` of records that take no part for what other rows say."""


def cross(
    sources: Sequence[Source], kinds: Mapping[str, pl.DataType], ids: Mapping[str, Lexicon], collector: Collector
) -> Crossed:
    """Join the tables' rows and find what contradicts what; `ids` says what the cells of `cells.IDS` mean."""
    finder = _Finder(sources, collector)
    rated = _joined(sources, [s.ratings for s in sources], kinds, (*IDENTITY, "level", "evidence"))
    raters = Alike("rater_id", rated, ids["rater_id"])
    report_raters(raters, sources, collector)
    rated = raters.merged(rated)
    rated, repeated = _without(rated, finder.repeats(rated))
    rated, both = _without(rated, finder.both_ways(rated))
    listings = [s.people if s.roster else [] for s in sources]
    listed = _without_repeats(_joined(sources, listings, kinds, PERSON))
    known = _joined(sources, [s.people if not s.roster else [] for s in sources], kinds, PERSON)
    known = _without_repeats(known)
    report_employees(Alike("employee_id", pl.concat([listed, known]), ids["employee_id"]), sources, collector)
    people = finder.people(known)
    roster = finder.people(listed)
    people = _fill(people, roster)
    finder.names(known)
    if any("position" in s.columns.known for s in sources):
        finder.without_position(known, people)
    numbers = pl.Series([s.number for s in sources], dtype=pl.UInt16)
    source = pl.lit(numbers[0], pl.UInt16) if len(sources) == 1 else pl.lit(numbers).gather(pl.col("table"))
    ratings = rated.with_columns(source.alias("source")) if sources else rated.with_columns(source=pl.lit(0, pl.UInt16))
    return Crossed(ratings.select(_RATING), people, roster.drop("cycle"), pl.concat([repeated, both]))


def _joined(
    sources: Sequence[Source],
    parts: Sequence[Sequence[pl.DataFrame]],
    kinds: Mapping[str, pl.DataType],
    names: Sequence[str],
) -> pl.DataFrame:
    """The parts as one frame, each with its `table`; what a table lacks is null, and its cycle "".

    The parts are let go as they are joined.
    """
    types = {
        **{n: kinds.get(n, pl.Boolean() if n in ("bad", "position_given") else pl.Float64()) for n in names},
        **{"table": pl.UInt16(), "line": pl.UInt32(), "row": pl.UInt32()},
    }
    frames = []
    for i, (source, some) in enumerate(zip(sources, parts, strict=True)):
        if some:
            frame = pl.concat(some)
            cycle = {} if "cycle" in source.columns.known else {"cycle": pl.lit("").cast(kinds["cycle"])}
            frames.append(frame.with_columns(pl.lit(i, pl.UInt16).alias("table"), **cycle))
            if isinstance(some, list):
                some.clear()
    joined = frames[0] if len(frames) == 1 else pl.concat(frames, how="diagonal") if frames else pl.DataFrame()
    missing = [pl.lit(None, kind).alias(n) for n, kind in types.items() if n not in joined.columns]
    return joined.with_columns(missing).select(pl.col(n) for n in types) if frames else pl.DataFrame(schema=types)


def _without(rated: pl.DataFrame, wrong: pl.Series) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows but those at some indexes, and where those stood."""
    if wrong.is_empty():
        return rated, pl.DataFrame(schema={"table": pl.UInt16, "row": pl.UInt32})
    stays = pl.repeat(True, rated.height, eager=True).scatter(wrong, False)
    return rated.filter(stays), rated.filter(~stays).select("table", "row")


def _without_repeats(people: pl.DataFrame) -> pl.DataFrame:
    """The first of the rows that say the same of a person."""
    keys = packed(people, [n for n in PERSON if n in people.columns])
    return people.filter(keys.select(whole(keys).is_first_distinct()).to_series())


def _any_twice(keys: pl.DataFrame) -> bool:
    """Whether a packed key occurs again; sorting takes less memory than a table of what was seen."""
    if keys.width > 1:
        return bool(keys.is_duplicated().any())
    in_order = keys.to_series().sort()
    return bool((in_order.head(max(len(in_order) - 1, 0)) == in_order.slice(1)).any())


class _Finder:
    """Reports what contradicts what, each finding at the later of two rows."""

    def __init__(self, sources: Sequence[Source], collector: Collector) -> None:
        self._sources, self._collector = sources, collector

    def repeats(self, rated: pl.DataFrame) -> pl.Series:
        """Indexes of later identical repeats, and of every rating that is contradicted."""
        keys = packed(rated, IDENTITY)
        if not _any_twice(keys):
            return pl.Series([], dtype=pl.UInt32)
        again = keys.select(whole(keys).is_duplicated()).to_series()
        several = rated.hstack(keys.select(whole(keys).alias("key"))).with_row_index("at").filter(again)
        marked = several.with_columns(
            (pl.col("level").n_unique().over("key") > 1).alias("differ"),
            pl.col("at").first().over("key").alias("first"),
        )
        later = marked.filter(pl.col("at") != pl.col("first"))
        differ = pl.col("differ")
        self._at(catalogue.RATING_CONFLICTING, later.filter(differ), rated, "level")
        self._at(catalogue.RATING_REPEATED, later.filter(~differ), rated, "level")
        return marked.filter(differ | (pl.col("at") != pl.col("first")))["at"]

    def both_ways(self, rated: pl.DataFrame) -> pl.Series:
        """Indexes of ratings of a rater who gave a competency a level and rated its behaviours too."""
        single = pl.col("behaviour").is_not_null()
        if rated["behaviour"].null_count() in (0, rated.height):
            return pl.Series([], dtype=pl.UInt32)
        keys = packed(rated, [n for n in IDENTITY if n != "behaviour"])
        marked = rated.hstack(keys).with_row_index("at")
        both = marked.filter((single.any() & ~single.all()).over(keys.columns))
        if both.height:
            first = pl.col("at").filter(single != single.first()).first()
            pairs = both.group_by(keys.columns, maintain_order=True).agg(pl.col("at").first().alias("first"), first)
            later = both.join(pairs.select("at", "first"), on="at", maintain_order="left")
            self._at(catalogue.RATED_BOTH_WAYS, later, rated, "level")
        return both["at"]

    def people(self, rows: pl.DataFrame) -> pl.DataFrame:
        """One row an employee and cycle; a second position in one cycle is an error at its row.

        A row with an error says who there is, but places nobody unless no better row does, and makes
        no cycle of its own.
        """
        keys = ["cycle", "employee_id"]
        if rows.is_empty():
            return rows.select(*keys, *_NAMES, "position", pl.lit(False).alias("conflict"))
        sound = rows.filter(~pl.col("bad"))["cycle"].unique().drop_nulls()
        known = rows.filter(pl.col("cycle").is_not_null())
        if sound.len():
            known = known.filter(pl.col("cycle").is_in(sound.implode()))
        if not _any_twice(packed(known, keys)):  # as it mostly is
            return known.select(*keys, *_NAMES, "position", pl.lit(False).alias("conflict"))
        placed = known.filter(pl.col("position").is_not_null())
        if placed["bad"].any():
            placed = placed.filter(~pl.col("bad") | pl.col("bad").all().over(keys))
        first = placed.unique([*keys, "position"], keep="first", maintain_order=True).with_row_index("at")
        twice = first.with_columns(pl.col("at").first().over(keys).alias("first"))
        self._at(catalogue.POSITION_CONFLICTING, twice.filter(pl.col("at") != pl.col("first")), first, "position")
        positions = first.group_by(keys).agg(pl.col("position").first(), (pl.len() > 1).alias("conflict"))
        return (
            known.group_by(keys, maintain_order=True)
            .agg(pl.col(name).drop_nulls().first() for name in _NAMES)
            .join(positions, on=keys, how="left", maintain_order="left")
            .with_columns(pl.col("conflict").fill_null(False))
            .with_columns(pl.when(~pl.col("conflict")).then(pl.col("position")).alias("position"))
        )

    def names(self, rows: pl.DataFrame) -> None:
        """The first row that gives an employee another name than before."""
        named = rows.filter(pl.col("name").is_not_null())
        if named.is_empty():
            return
        named = named.unique(["employee_id", "name"], keep="first", maintain_order=True).with_row_index("at")
        marked = named.with_columns(pl.col("at").first().over("employee_id").alias("first"))
        self._at(catalogue.NAMES_DIFFER, marked.filter(pl.col("at") != pl.col("first")), named, "name")

    def without_position(self, rows: pl.DataFrame, people: pl.DataFrame) -> None:
        """The first row of everyone who is given no position anywhere."""
        keys = ["cycle", "employee_id"]
        nobody = people.filter(pl.col("position").is_null(), ~pl.col("conflict")).select(keys)
        if nobody.is_empty():
            return
        written = pl.col("position_given").fill_null(False)
        first = (
            rows.join(nobody, on=keys, how="semi", maintain_order="left")
            .filter(~written.any().over(keys))
            .unique(keys, keep="first", maintain_order=True)
        )

        def make(most: int) -> Iterator[Diagnostic]:
            for row in self._identified(first.head(most)):
                source = self._sources[row["table"]]
                column = source.columns.known.get("position")
                yield finding(catalogue.POSITION_BLANK, source.table, row, column, {})

        self._collector.add_some(catalogue.POSITION_BLANK, first.height, make)

    def _at(self, rule: Rule, later: pl.DataFrame, rows: pl.DataFrame, column: str) -> None:
        """A finding at each later row's cell that refers to the row of `rows` at its index `first`."""
        if later.height:
            self._collector.add_some(rule, later.height, partial(self._pairs, rule, later, rows, column))

    def _pairs(
        self, rule: Rule, later: pl.DataFrame, rows: pl.DataFrame, column: str, most: int
    ) -> Iterator[Diagnostic]:
        some = later.sort(*_PLACE).head(most)
        first = rows.select(_PLACE)[some["first"]]
        named = some.rows(named=True) if "competency" in some.columns else self._identified(some)
        for row, (table, line, number) in zip(named, first.iter_rows(), strict=True):
            source = self._sources[row["table"]]
            columns = source.columns
            at = columns.known[column] if column in columns.known else columns.competencies[row["competency"]]
            earlier = self._sources[table].table.place(line, number, None, None)
            details: dict[str, str | Text] = {"first": str(earlier), "competency": row.get("competency") or ""}
            yield finding(rule, source.table, row, at, details)

    def _identified(self, rows: pl.DataFrame) -> list[Row]:
        """Rows of people, as their own tables' findings name them; sorted by `_PLACE` or of one table."""
        found = []
        for places in rows.select(_PLACE).partition_by("table", maintain_order=True):
            table = places["table"][0]
            found += [{**row, "table": table} for row in self._sources[table].identified(places.drop("table"))]
        return found


def _fill(people: pl.DataFrame, roster: pl.DataFrame) -> pl.DataFrame:
    """What the ratings leave out, the roster says; what they say, stands."""
    names = [*_NAMES, "position", "conflict"]
    if roster.is_empty():
        return people.select("cycle", "employee_id", *names)
    listed = roster.select("employee_id", *(pl.col(n).alias(f"roster_{n}") for n in names))
    joined = people.join(listed, on="employee_id", how="left", maintain_order="left")
    from_roster = pl.col("position").is_null() & ~pl.col("conflict")
    return joined.select(
        "cycle",
        "employee_id",
        *(pl.coalesce(n, f"roster_{n}") for n in _NAMES),
        pl.when(from_roster).then("roster_position").otherwise("position").alias("position"),
        (pl.col("conflict") | (from_roster & pl.col("roster_conflict").fill_null(False))).alias("conflict"),
    )
