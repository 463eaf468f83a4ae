"""The ratings of all tables compared with each other, in parts: what contradicts something is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import polars as pl

from ..findings import catalogue
from ..findings.collector import Collector
from ..findings.finding import Rule
from . import lost_digits
from .alike import Alike, report
from .codebook import ColumnCodebook
from .columns import RATED
from .rules.across_rows import RATING_RULES, repeats
from .shelf import Held, Shelf
from .sources import AS_FIRST, PLACE, Source, bad_rows, decoders, joined_ratings, locator
from .unread_differences import said_twice, unread_differences

_LEFT_OUT = {"table": pl.UInt16(), "row": pl.UInt32()}


class Checked(NamedTuple):
    """The ratings that count, in parts that follow each other in the order of employees' ids.

    `parts`: `RATED`, `table` UInt16, `line`, `row` UInt32. `left_out`: `table`, `row` of the records that take no part
    for what another says. `clashes`: by rule and column, what contradicts something earlier: `RATED`, `PLACE`, and
    the place of the other as `first_table`, `first_line`, `first_row`.
    """

    parts: Sequence[Held]
    left_out: pl.DataFrame
    clashes: Mapping[tuple[Rule, str], pl.DataFrame]


def check(
    sources: Sequence[Source], books: Mapping[str, ColumnCodebook], collector: Collector, shelf: Shelf, parts: int
) -> Checked:
    """Compare the ratings of all tables with each other, in so many parts. Reports all but the `clashes`."""
    joined = _Joined(sources, books, parts)
    raters = Alike("rater_id", joined, books["rater_id"])
    waiting, several = [], []
    for i, rated in enumerate(joined):
        merged = raters.merged(rated)
        several.append(said_twice(merged).with_columns(pl.lit(i, pl.UInt32).alias("part")))
        waiting.append(shelf.put(merged, decoders(books)))
    joined.let_go()
    lost_digits.report("rater_id", joined.lost, sources, collector)
    report(raters, catalogue.RATER_IDS_ALIKE, catalogue.RATER_IDS_ZEROS, locator(sources), collector)
    twice = pl.concat(several).sort(PLACE, maintain_order=True)
    unclear = unread_differences(twice, sources, collector) if twice.height else twice
    judge = _Judge([*joined.left_out, *bad_rows(sources)])
    for i, held in enumerate(waiting):
        rated = held.load()
        counted = judge.counted(rated, unclear.filter(pl.col("part") == i)["at"], said_twice=several[i].height > 0)
        if counted is not rated:
            held.drop()
            waiting[i] = shelf.put(counted, decoders(books))
    return Checked(waiting, pl.concat(judge.left_out), judge.clashes())


def first_raters(sources: Sequence[Source], books: Mapping[str, ColumnCodebook]) -> pl.DataFrame:
    """The first row of each spelling of a rater's id: `rater_id`, `table`, `line`, `row`."""
    (rated,) = _Joined(sources, books, 1)
    return rated.select("rater_id", *PLACE).drop_nulls("rater_id").unique("rater_id", keep="first", maintain_order=True)


class _Joined:
    """The ratings of all tables, part by part, as often as they are asked for, without those of ids that were cut."""

    def __init__(self, sources: Sequence[Source], books: Mapping[str, ColumnCodebook], parts: int) -> None:
        self._sources, self._books, self._parts = sources, books, parts
        self._part_of = _part_of(books["employee_id"], parts)
        self._whole: pl.DataFrame | None = None
        self._in: dict[Path | None, frozenset[int]] = {}
        """By file, the parts that some of its rows belong to."""
        self._lost: list[pl.DataFrame] = []
        self.left_out: list[pl.DataFrame] = []
        """`table`, `row` of the ratings of ids that were cut, people's and raters'."""

    def __iter__(self) -> Iterator[pl.DataFrame]:
        self._lost, self.left_out = [], []
        for part in range(self._parts):
            rated = self._all() if self._parts == 1 else joined_ratings(self._sources, self._books, self._some(part))
            for column in ("employee_id", "rater_id"):
                rated, lost = lost_digits.without(column, rated, self._books)
                self.left_out.append(lost.select(*_LEFT_OUT))
            self._lost.append(lost)
            yield rated

    @property
    def lost(self) -> pl.DataFrame:
        """The ratings of raters whose ids were cut."""
        return pl.concat(self._lost)

    def let_go(self) -> None:
        """Let go of all that waits for being joined."""
        self._whole = None
        for source in self._sources:
            for held in source.ratings:
                held.drop()
            source.ratings.clear()

    def _all(self) -> pl.DataFrame:
        if self._whole is None:
            self._whole = joined_ratings(self._sources, self._books, Held.load)
        return self._whole

    def _some(self, part: int) -> Callable[[Held], pl.DataFrame]:
        """Loads the rows of a part."""

        def load(held: Held) -> pl.DataFrame:
            if held.file not in self._in:
                codes = held.load(["employee_id"])["employee_id"].to_physical()
                self._in[held.file] = frozenset(self._part_of.gather(codes).unique())
            if part not in self._in[held.file]:
                return pl.DataFrame()
            rows = held.load()
            return rows.filter(pl.lit(self._part_of).gather(pl.col("employee_id").to_physical()) == part)

        return load


def _part_of(book: ColumnCodebook, parts: int) -> pl.Series:
    """The part (UInt32, from 0) that each employee belongs to, by the code of the id; parts are of about one size."""
    known = book.values.drop_nulls().unique()
    ids = pl.DataFrame({"code": known.to_physical(), "text": known.cast(pl.String)}) if parts > 1 else pl.DataFrame()
    if ids.is_empty():
        return pl.Series([], dtype=pl.UInt32)
    # As `ordering.Rated.among` counts people, whose ids are in the same order there.
    part = pl.int_range(ids.height, eager=True) * parts // ids.height
    top = ids["code"].max()
    assert isinstance(top, int)
    return pl.repeat(0, top + 1, dtype=pl.UInt32, eager=True).scatter(ids.sort("text")["code"], part.cast(pl.UInt32))


class _Judge:
    """Leaves out ratings that others contradict, part by part."""

    def __init__(self, left_out: Iterable[pl.DataFrame]) -> None:
        self.left_out = [pl.DataFrame(schema=_LEFT_OUT), *left_out]
        self._clashes: dict[tuple[Rule, str], list[pl.DataFrame]] = {}

    def counted(self, rated: pl.DataFrame, unclear: pl.Series, *, said_twice: bool) -> pl.DataFrame:
        """The ratings that count, without those at the indexes `unclear`; the same frame where all do."""
        if unclear.len():
            rated = self._without(rated, unclear)
        for rule in RATING_RULES:
            if rule is repeats and not said_twice:
                continue  # which was seen before
            clashes, wrong = rule(rated)
            for clash in clashes:
                later = clash.later.select(*RATED, *PLACE, *AS_FIRST.values())
                self._clashes.setdefault((clash.rule, clash.column), []).append(later)
            if not wrong.is_empty():
                rated = self._without(rated, wrong)
        return rated

    def _without(self, rated: pl.DataFrame, wrong: pl.Series) -> pl.DataFrame:
        """The ratings without those at some indexes, which are left out."""
        stays = pl.repeat(True, rated.height, eager=True).scatter(wrong, False)
        self.left_out.append(rated.filter(~stays).select(*_LEFT_OUT))
        return rated.filter(stays)

    def clashes(self) -> dict[tuple[Rule, str], pl.DataFrame]:
        return {key: pl.concat(later) for key, later in self._clashes.items()}
