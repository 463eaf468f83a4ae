"""People without a position whose id has one in another spelling, as where a roster has `007` and ratings have `7`."""

from collections.abc import Iterator, Sequence
from functools import partial

import polars as pl

from ..findings import catalogue
from ..findings.collector import Collector
from ..findings.finding import Finding
from .alike import Alike, alike_details, is_among
from .codebook import ColumnCodebook
from .files.table import WHITE
from .rules.ids import intended
from .sources import PLACE, Source
from .spelling import fold, folded


def without_position(
    employees: Alike, people: pl.DataFrame, roster: pl.DataFrame, sources: Sequence[Source], collector: Collector
) -> pl.Series:
    """Report everyone without a position whose id, spelled otherwise, has one; returns those ids."""
    spellings = employees.spellings
    if spellings.is_empty():
        return spellings["id"]
    has = pl.col("position").is_not_null() | pl.col("conflict")
    placed = pl.concat([frame.filter(has)["employee_id"] for frame in (people, roster)])
    nobody = people.filter(~has)["employee_id"]
    if placed.is_empty() or nobody.is_empty():
        return spellings["id"].clear()
    marked = spellings.with_columns(is_among("id", placed).alias("placed"), is_among("id", nobody).alias("nobody"))
    first = (pl.col(n).first().alias(f"first_{n}") for n in PLACE)
    ids = pl.col("id").cast(pl.String).alias("others")
    others = marked.filter("placed").group_by("number", maintain_order=True).agg(ids, *first)
    wanting = marked.filter(pl.col("nobody") & ~pl.col("placed"))
    found = wanting.join(others, on="number", maintain_order="left").sort(PLACE)
    if found.height:
        collector.add_some(catalogue.ID_SPELLED_OTHERWISE, found.height, partial(_findings, found, sources))
    return found["id"]


def _findings(found: pl.DataFrame, sources: Sequence[Source], most: int) -> Iterator[Finding]:
    for row in found.head(most).iter_rows(named=True):
        decoder, first = sources[row["table"]].decoder, sources[row["first_table"]].decoder.table
        at = decoder.columns.known["employee_id"]
        value = (decoder.table.records.cells(row["line"], row["row"])[at] or "").strip(WHITE)
        earlier = first.place(row["first_line"], row["first_row"], None, None)
        ids = [row["others"][0], row["id"], *row["others"][1:]]
        place = decoder.table.place(row["line"], row["row"], at, value)
        key = f"employee_id\x1f{fold(value)}"
        yield Finding(catalogue.ID_SPELLED_OTHERWISE, place, value, alike_details(ids, str(earlier)), key)


def misspelled(book: ColumnCodebook) -> pl.Series:
    """The ids that cells with an error most likely stand for: their findings say all there is to say."""
    known = book.frame.select("written", "value") if book.frame.height else None
    wrong = [] if known is None else known.filter(pl.col("value").is_null())["written"].drop_nulls().to_list()
    meant = {fold(id) for id in map(intended, wrong) if id}
    if known is None or not meant:
        return pl.Series([], dtype=book.cells)
    ids = known.drop_nulls("value")
    return ids.filter(folded(ids["written"]).is_in(meant))["value"]
