"""What is kept of each table, and that of all tables as one frame."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

import polars as pl

from ..findings.finding import Place
from .codebook import ColumnCodebook
from .columns import FREE, PERSON, RATED
from .decoder import RecordDecoder
from .files.table import WHITE
from .packing import packed, whole
from .people import PERSON_KINDS
from .shelf import IN_MEMORY, Decoders, Held, Shelf

PLACE = ("table", "line", "row")
AS_FIRST = {name: f"first_{name}" for name in PLACE}
"""The names of the place of an earlier row, in a row that contradicts it."""
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
    shelf: Shelf = IN_MEMORY
    ratings: list[Held] = field(default_factory=list)
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

    def put(self, ratings: pl.DataFrame) -> Held:
        """Let ratings wait."""
        return self.shelf.put(ratings, decoders(self.decoder.books))

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
        several = [
            Source(self.decoder.of(piece.table), number, order=order, shelf=self.shelf)
            for piece, (number, order) in pieces
        ]

        def placed(rows: pl.DataFrame) -> pl.DataFrame:
            return rows.with_columns(stack.parts(rows["row"]), stack.own_rows(rows["row"]))

        first = several[0]
        first.pieces = several
        first.ratings = self._changed(placed)
        first.people = [placed(rows) for rows in self.people]
        return several

    def _changed(self, change: Callable[[pl.DataFrame], pl.DataFrame]) -> list[Held]:
        """The ratings, changed, in place of those that wait."""
        changed = []
        for held in self.ratings:
            changed.append(self.put(change(held.load())))
            held.drop()
        return changed

    def leave_out(self, where: pl.Expr) -> None:
        """Let some ratings not count, for what is wrong in several tables together."""
        for part in map(Held.load, self.ratings):
            self.bad_rows.append(part.filter(where).select(_at(part)).unique())
        self.ratings = self._changed(lambda part: part.filter(~where))

    def keep(self, ratings: pl.DataFrame, people: pl.DataFrame) -> None:
        """Take what counts of a part."""
        if ratings.height:
            self.ratings.append(self.put(ratings))
        if people.height:
            self.people.append(without_repeats(people))
        if sum(p.height for p in self.people) > 2 * self._merged + _WORTH_MERGING:
            self.people = [without_repeats(pl.concat(self.people))]
            self._merged = self.people[0].height


Locate = Callable[[int, int | None, int, str | None], tuple[Place, str]]
"""Table, line, row, and column or None → the place of that cell or record, and what stands in the cell."""


def locator(sources: Sequence[Source]) -> Locate:
    """Where the rows of some tables are."""

    def locate(number: int, line: int | None, row: int, column: str | None) -> tuple[Place, str]:
        decoder = sources[number].decoder
        at = decoder.columns.known.get(column) if column is not None else None
        value = (decoder.table.records.cells(line, row)[at] or "").strip(WHITE) if at is not None else ""
        return decoder.table.place(line, row, at, value), value

    return locate


def decoders(books: Mapping[str, ColumnCodebook]) -> Decoders:
    """How ratings are written: the columns of any text by their codes."""
    return {name: partial(_to, books[name].kind, books[name].values.clear()) for name in RATED if name in FREE}


def _to(kind: pl.DataType, _alive: pl.Series, codes: pl.Expr) -> pl.Expr:
    """Codes as categories, which are forgotten when no column has them any more: `_alive` is one."""
    return codes.cat.to(kind)


def joined_ratings(
    sources: Sequence[Source], books: Mapping[str, ColumnCodebook], load: Callable[[Held], pl.DataFrame]
) -> pl.DataFrame:
    """All ratings that `load` gives of those which wait: `RATED`, `table` UInt16, `line`, `row` UInt32."""
    parts = [[rows for held in s.ratings if (rows := load(held)).height] for s in sources]
    return _joined(sources, parts, {name: books[name].kind for name in RATED}, books)


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
