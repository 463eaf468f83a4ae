"""Ids of more than 15 digits that end in zeros: most likely a spreadsheet kept them as numbers and lost the rest."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from math import e

import polars as pl

from ..findings import catalogue
from ..findings.collector import Collector
from ..findings.finding import Finding
from .codebook import ColumnCodebook
from .sources import PLACE, Source

KEPT = 15
"""Digits that a spreadsheet's number has."""
_LONG = rf"^[0-9]{{{KEPT + 1},40}}$"
_CUT = rf"^[0-9]{{{KEPT}}}0+$"
# Greatest chance of as many such ids among those of a length, had their last digits been any.
_CHANCE = 0.005


def without(column: str, rows: pl.DataFrame, books: Mapping[str, ColumnCodebook]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows whose ids in a column are whole, and the others."""
    codes = _cut(books[column])
    if codes is None:
        return rows, rows.clear()
    is_cut = rows.select(pl.col(column).to_physical().is_in(codes.implode()).fill_null(False)).to_series()
    return rows.filter(~is_cut), rows.filter(is_cut)


def _cut(book: ColumnCodebook) -> pl.Series | None:
    """The codes of the ids that were cut; None where none was, as mostly."""
    if book.frame.is_empty():
        return None
    is_long = book.frame["written"].str.len_bytes() > KEPT
    if not is_long.any():
        return None
    ids = book.frame.select("written", "value").filter(is_long).filter(pl.col("written").str.contains(_LONG))
    if ids.is_empty():
        return None
    ids = ids.unique("written").with_columns(
        pl.col("written").str.len_bytes().alias("digits"), pl.col("written").str.contains(_CUT).alias("cut")
    )
    counts = ids.group_by("digits").agg(pl.len().alias("all"), pl.col("cut").sum()).rows()
    lengths = [digits for digits, number, cut in counts if cut and chance(digits, number, cut) < _CHANCE]
    found = ids.filter(pl.col("cut"), pl.col("digits").is_in(lengths))["value"].drop_nulls()
    return found.to_physical() if len(found) else None


def chance(digits: int, number: int, cut: int) -> float:
    """A bound on the chance that so many ids of a length end in zeros after the 15th digit (Chernoff).

    >>> round(chance(18, 1, 1), 4), chance(18, 2000, 2) > 1, chance(16, 1, 1) > 0.2
    (0.0027, True, True)
    """
    expected = number * 10.0 ** (KEPT - digits)
    return (e * expected / cut) ** cut


def report(column: str, rows: pl.DataFrame, sources: Sequence[Source], collector: Collector) -> None:
    """A finding for every id that was cut, at the first of its rows: `column`, `table`, `line`, `row`."""
    if rows.height:
        first = rows.drop_nulls(column).unique(column, keep="first", maintain_order=True).sort(PLACE)
        collector.add_some(catalogue.ID_DIGITS_LOST, first.height, partial(_findings, column, first, sources))


def _findings(column: str, rows: pl.DataFrame, sources: Sequence[Source], most: int) -> Iterator[Finding]:
    for row in rows.head(most).iter_rows(named=True):
        decoder, value = sources[row["table"]].decoder, row[column]
        at = decoder.columns.known[column]
        place = decoder.table.place(row["line"], row["row"], at, value)
        yield Finding(catalogue.ID_DIGITS_LOST, place, value, {"digits": str(len(value))}, f"{column}\x1f{value}")
