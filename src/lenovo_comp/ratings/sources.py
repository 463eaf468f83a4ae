"""What is kept of each table, and that of all tables as one frame."""

from collections.abc import Iterable, Mapping, Sequence
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
    ratings: list[pl.DataFrame] = field(default_factory=list)
    """`RATED`, `line`, `row` of ratings that count, by code and id; columns that the table lacks are missing."""
    people: list[pl.DataFrame] = field(default_factory=list)
    """As `PersonRows.kept` has them, with few repeats."""
    records: int = 0
    left_out: int = 0
    """Records that take no part, but those of `bad_rows`."""
    bad_rows: list[pl.Series] = field(default_factory=list)
    """Of a wide table, the records in some row of which something is wrong."""
    withdrawn: bool = False
    """Whether nothing of the table counts, for what another says."""
    _merged: int = 0

    def withdraw(self) -> int:
        """Let nothing of the table count but who is in it; returns how many more records take no part."""
        before, self.left_out, self.withdrawn = self.left_out, self.records, True
        self.ratings.clear()
        self.bad_rows.clear()
        return self.left_out - before

    def unstacked(self, numbers: Sequence[int]) -> list["Source"]:
        """A source for each table of a stack, of the files with these numbers; the first keeps what all of them say.

        Its frames have the `part` (UInt16) that each row belongs to, from 0, and rows as the tables count them.
        """
        stack = self.decoder.table.stack
        assert stack is not None
        several = [Source(self.decoder.of(p.table), n) for p, n in zip(stack.pieces, numbers, strict=True)]
        for mine, own in ((self.ratings, several[0].ratings), (self.people, several[0].people)):
            own += [f.with_columns(stack.parts(f["row"]), stack.own_rows(f["row"])) for f in mine]
        return several

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
    return _joined([(s, s.ratings) for s in sources], {name: books[name].kind for name in RATED}, books)


def joined_people(sources: Sequence[Source], books: Mapping[str, ColumnCodebook], *, roster: bool) -> pl.DataFrame:
    """What the roster or the ratings say of people: `PERSON`, `PERSON_KINDS`, `table`, `line`, `row`, no repeats."""
    kinds = {**{name: books[name].kind for name in PERSON}, **PERSON_KINDS}
    parts = [(s, s.people if s.roster == roster else []) for s in sources]
    return without_repeats(_joined(parts, kinds, books))


def _joined(
    parts: Iterable[tuple[Source, list[pl.DataFrame]]],
    kinds: Mapping[str, pl.DataType],
    books: Mapping[str, ColumnCodebook],
) -> pl.DataFrame:
    """The parts as one frame, each with its `table`; what a table lacks is null, and its cycle ""."""
    types = {**kinds, "table": pl.UInt16(), "line": pl.UInt32(), "row": pl.UInt32()}
    no_cycle = pl.lit("").cast(books["cycle"].kind).alias("cycle")
    frames = []
    for i, (source, some) in enumerate(parts):
        if some:
            cycle = [] if "cycle" in source.decoder.names else [no_cycle]
            frame, number = pl.concat(some), pl.lit(i, pl.UInt16)
            table = number + pl.col("part") if "part" in frame.columns else number
            frames.append(frame.with_columns(table.alias("table"), *cycle).drop("part", strict=False))
            some.clear()
    if not frames:
        return pl.DataFrame(schema=types)
    joined = frames[0] if len(frames) == 1 else pl.concat(frames, how="diagonal")
    missing = [pl.lit(None, kind).alias(n) for n, kind in types.items() if n not in joined.columns]
    return joined.with_columns(missing).select(pl.col(n) for n in types)


def without_repeats(people: pl.DataFrame) -> pl.DataFrame:
    """The first of the rows that say the same of a person."""
    keys = packed(people, [n for n in (*PERSON, *PERSON_KINDS) if n in people.columns])
    return people.filter(keys.select(whole(keys).is_first_distinct()).to_series())
