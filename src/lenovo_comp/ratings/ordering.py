"""Ids and cycles of all files as Enum, in the order in which reports list them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

import polars as pl

from .across_rows import NAMES, Joined
from .codebook import ColumnCodebook
from .columns import RATED, Kind, of_kind
from .cycles import in_order
from .shelf import IN_MEMORY, Held, Shelf, total
from .sources import Source

Order = Callable[[pl.DataFrame], pl.DataFrame]
"""Gives a part of the ratings ids in order, and the `source` of each."""


class Rated:
    """The ratings that count, in parts that follow each other in the order of employees' ids."""

    def __init__(self, held: Sequence[Held], order: Order, ids: pl.Series, shelf: Shelf) -> None:
        """`ids`: those of all employees, in order (Enum)."""
        self._held, self._order = held, order
        self.ids: pl.Series = ids
        self.shelf: Shelf = shelf
        self.height: int = total(held)

    def __iter__(self) -> Iterator[pl.DataFrame]:
        return (self._order(held.load()) for held in self._held)

    def among(self, people: pl.DataFrame) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
        """The parts, each with those `people` (by `employee_id`) whose ratings are in it."""
        number = len(self._held)
        if number == 1:
            yield self.whole, people
            return
        part = pl.col("employee_id").to_physical().cast(pl.Int64) * number // len(self.ids)
        for i, rated in enumerate(self):
            yield rated, people.filter(part == i)

    @cached_property
    def whole(self) -> pl.DataFrame:
        """All of them, as `reading.Ratings` describes them."""
        parts = list(self)
        self._held, self._order = [IN_MEMORY.put(frame) for frame in parts], lambda frame: frame
        return parts[0] if len(parts) == 1 else pl.concat(parts)


InOrder = tuple[pl.Expr, pl.Series]
"""A column as Enum in an order, and all of its values."""


def ids_in_order(books: Mapping[str, ColumnCodebook]) -> dict[str, InOrder]:
    """The columns of ids, in the order of text."""
    return {name: _ordered(name, books[name].values) for name in of_kind(Kind.ID)}


def ordered(
    joined: Joined, ids_in_order: Mapping[str, InOrder], sources: Sequence[Source], shelf: Shelf
) -> tuple[Rated, pl.DataFrame, pl.DataFrame]:
    """Ids as Enum in the order of text, cycles in that of time, so that sorting compares numbers."""
    people, roster = joined.people, joined.roster
    (employee, ids), (rater, _) = ids_in_order["employee_id"], ids_in_order["rater_id"]
    cycle, _ = _ordered("cycle", people["cycle"], in_order)
    texts = [pl.col(n).cast(pl.String) for n in (*NAMES, "position")]
    numbers = [source.number for source in sources]
    of_table = pl.Series(numbers, dtype=pl.UInt16)
    number = pl.lit(of_table).gather("table") if len(numbers) > 1 else pl.lit(max(numbers, default=0), pl.UInt16)

    # A table that is a person's row of an overview numbers its records by itself.
    rows = [source.decoder.table.part for source in sources]
    own = pl.lit(pl.Series(rows, dtype=pl.UInt32)).gather("table")
    row = [pl.when(own > 0).then(own).otherwise("row").alias("row")] if any(rows) else []

    def order(frame: pl.DataFrame) -> pl.DataFrame:
        # A column without a word is not cast, row by row.
        written = {n: frame[n].null_count() < frame.height for n in RATED if n in of_kind(Kind.TEXT)}
        notes = [(pl.col(n) if some else pl.lit(None)).cast(pl.String).alias(n) for n, some in written.items()]
        ordered = frame.with_columns(employee, cycle, rater, *notes, *row, number.alias("source"))
        return ordered.select(*RATED, "source", "line", "row")

    return (
        Rated(joined.ratings, order, ids, shelf),
        people.select(cycle, employee, *texts, "conflict").sort("cycle", "employee_id"),
        roster.select(employee, *texts, "conflict"),
    )


def _ordered(name: str, values: pl.Series, order: Callable[[list[str]], list[str]] | None = None) -> InOrder:
    """A Categorical column, all of whose values are among `values`, in the order of text, or in another."""
    known = values.drop_nulls().unique()
    sorted_ = pl.DataFrame({"code": known.to_physical(), "text": known.cast(pl.String)}).sort("text")
    if order is not None:
        texts = pl.DataFrame({"text": order(sorted_["text"].to_list())}, schema={"text": pl.String})
        sorted_ = texts.join(sorted_, on="text", maintain_order="left")
    top = sorted_["code"].max()
    ranks = pl.repeat(None, (top if isinstance(top, int) else 0) + 1, dtype=pl.UInt32, eager=True)
    ranks = ranks.scatter(sorted_["code"], pl.int_range(sorted_.height, dtype=pl.UInt32, eager=True))
    kind = pl.Enum(sorted_["text"])
    every = pl.int_range(sorted_.height, dtype=pl.UInt32, eager=True).cat.to(kind)
    # Looked up as an Enum, not turned into one: that would look at every row's number again.
    return pl.lit(ranks.cat.to(kind)).gather(pl.col(name).to_physical()).alias(name), every
