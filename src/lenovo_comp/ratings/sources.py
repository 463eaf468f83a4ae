"""What is kept of each table, and that of all tables as one frame."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from .codebook import ColumnCodebook
from .columns import PERSON, RATED
from .decoder import RecordDecoder
from .packing import packed, whole
from .people import PERSON_KINDS

PLACE = ("table", "line", "row")
# Rows of people that are held before those which repeat others are taken out.
_WORTH_MERGING = 2_000_000


@dataclass
class Source:
    """What is kept of a table; `number` is its file's index among the inputs."""

    decoder: RecordDecoder
    number: int
    roster: bool = False
    order: int = 0
    """Its place among all tables."""
    ratings: list[pl.DataFrame] = field(default_factory=list)
    """`RATED`, `line`, `row` of ratings that count, by code and id; columns that the table lacks are missing."""
    people: list[pl.DataFrame] = field(default_factory=list)
    """As `PersonRows.kept` has them, with few repeats."""
    records: int = 0
    left_out: int = 0
    """Records that take no part, but those of `bad_rows`."""
    bad_rows: list[pl.DataFrame] = field(default_factory=list)
    """`row` (and `part`) of records in some row of which something is wrong, but those in `left_out`."""
    withdrawn: bool = False
    """Whether nothing of the table counts, for what another says."""
    pieces: Sequence["Source"] = ()
    """The sources whose rows this one keeps, by the `part` (UInt16, from 0) of a row; none: all are its own."""
    _merged: int = 0

    def withdraw(self) -> int:
        """Let nothing of the table count but who is in it; returns how many more records take no part."""
        before, self.left_out, self.withdrawn = self.left_out, self.records, True
        self.ratings.clear()
        self.bad_rows.clear()
        return self.left_out - before

    def unstacked(self, places: Iterable[tuple[int, int]]) -> list["Source"]:
        """A source for each table of a stack, with its `number` and `order`; the first keeps the rows of all."""
        stack = self.decoder.table.stack
        assert stack is not None
        pieces = zip(stack.pieces, places, strict=True)
        several = [Source(self.decoder.of(piece.table), number, order=order) for piece, (number, order) in pieces]
        first = several[0]
        first.pieces = several
        for mine, own in ((self.ratings, first.ratings), (self.people, first.people)):
            own += [f.with_columns(stack.parts(f["row"]), stack.own_rows(f["row"])) for f in mine]
        return several

    def leave_out(self, where: pl.Expr) -> None:
        """Let some ratings not count, for what is wrong in several tables together."""
        self.bad_rows += [part.filter(where).select(_at(part)).unique() for part in self.ratings]
        self.ratings = [part.filter(~where) for part in self.ratings]

    def keep(self, ratings: pl.DataFrame, people: pl.DataFrame) -> None:
        """Take what counts of a part."""
        if ratings.height:
            self.ratings.append(ratings)
        if people.height:
            self.people.append(without_repeats(people))
        if sum(p.height for p in self.people) > 2 * self._merged + _WORTH_MERGING:
            self.people = [without_repeats(pl.concat(self.people))]
            self._merged = self.people[0].height


def joined_ratings(sources: Sequence[Source], books: Mapping[str, ColumnCodebook]) -> pl.DataFrame:
    """All ratings: `RATED`, `table` UInt16, `line`, `row` UInt32. The parts are let go."""
    return _joined(sources, [s.ratings for s in sources], {name: books[name].kind for name in RATED}, books)


def joined_people(sources: Sequence[Source], books: Mapping[str, ColumnCodebook], *, roster: bool) -> pl.DataFrame:
    """What the roster or the ratings say of people: `PERSON`, `PERSON_KINDS`, `table`, `line`, `row`, no repeats."""
    kinds = {**{name: books[name].kind for name in PERSON}, **PERSON_KINDS}
    parts = [s.people if s.roster == roster else [] for s in sources]
    return without_repeats(_joined(sources, parts, kinds, books))


def bad_rows(sources: Sequence[Source]) -> list[pl.DataFrame]:
    """The records of `Source.bad_rows`: `table` UInt16, `row` UInt32."""
    tables = _tables(sources)
    return [rows.select(tables(source), "row") for source in sources for rows in source.bad_rows]


def _joined(
    sources: Sequence[Source],
    parts: Sequence[list[pl.DataFrame]],
    kinds: Mapping[str, pl.DataType],
    books: Mapping[str, ColumnCodebook],
) -> pl.DataFrame:
    """The parts of all sources as one frame, each row with its `table`; what that lacks is null, its cycle ""."""
    types = {**kinds, "table": pl.UInt16(), "line": pl.UInt32(), "row": pl.UInt32()}
    no_cycle = pl.lit("").cast(books["cycle"].kind).alias("cycle")
    tables, frames = _tables(sources), []
    for source, some in zip(sources, parts, strict=True):
        if some:
            cycle = [] if "cycle" in source.decoder.names else [no_cycle]
            frames.append(pl.concat(some).with_columns(tables(source), *cycle).drop("part", strict=False))
            some.clear()
    if not frames:
        return pl.DataFrame(schema=types)
    joined = frames[0] if len(frames) == 1 else pl.concat(frames, how="diagonal")
    if any(source.pieces for source in sources):
        joined = joined.sort("table", maintain_order=True)
    missing = [pl.lit(None, kind).alias(n) for n, kind in types.items() if n not in joined.columns]
    return joined.with_columns(missing).select(pl.col(n) for n in types)


def _tables(sources: Sequence[Source]) -> Callable[[Source], pl.Expr]:
    """What gives the `table` of each row that a source keeps: its source's index."""
    numbers = {id(source): i for i, source in enumerate(sources)}

    def table(source: Source) -> pl.Expr:
        if not source.pieces:
            return pl.lit(numbers[id(source)], pl.UInt16).alias("table")
        of_parts = pl.Series([numbers[id(piece)] for piece in source.pieces], dtype=pl.UInt16)
        return pl.lit(of_parts).gather("part").alias("table")

    return table


def _at(rows: pl.DataFrame) -> list[str]:
    """The columns that say which record a row of a source is of."""
    return [name for name in ("part", "row") if name in rows.columns]


def without_repeats(people: pl.DataFrame) -> pl.DataFrame:
    """The first of the rows that say the same of a person."""
    keys = packed(people, [n for n in (*PERSON, *PERSON_KINDS) if n in people.columns])
    return people.filter(keys.select(whole(keys).is_first_distinct()).to_series())
