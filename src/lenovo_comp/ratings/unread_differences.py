"""Rows that would be one rating twice, but for what was not read: a column, or the name of a sheet or file."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import polars as pl

from ..findings import catalogue
from ..findings.collector import Collector
from ..findings.finding import Finding
from ..text import Text
from .columns import IDENTITY
from .meanings import HeaderReader
from .names_of_tables import without_chance
from .packing import packed, whole
from .partitions import partitions_of
from .rules.across_rows import any_twice
from .sources import Source

_MOST_NAMED = 3
_UNREAD = "\0"
"""Before a header, as a column's name: a table may have any header."""
_TABLE = f"{_UNREAD}\0"
_PERIOD = r"(?i)(?<![a-z])[qh][1-4](?!\d)|(?:19|20)\d\d|\d+月"


class _Group(NamedTuple):
    """Rows of a table that differ in the same unread columns: the first of them, and how many there are."""

    table: int
    line: int | None
    row: int
    rows: int
    columns: tuple[str, ...]


def said_twice(rated: pl.DataFrame) -> pl.DataFrame:
    """The rows of `rated` that are one rating with others: `at` UInt32 (their index), `table`, `line`, `row`.

    `key` is the index of the first of those that are one.
    """
    keys = packed(rated, IDENTITY)
    several = rated.select("table", "line", "row").with_row_index("at")
    if not any_twice(keys):
        return several.clear().with_columns(pl.col("at").alias("key"))
    several = several.hstack(keys.select(whole(keys).alias("key"))).filter(pl.col("key").is_duplicated())
    return several.with_columns(pl.col("at").first().over("key").alias("key"))


def unread_differences(several: pl.DataFrame, sources: Sequence[Source], collector: Collector) -> pl.DataFrame:
    """Report such rows among those of `said_twice`, which have a `part` each; returns them.

    They are in the files' order. What is said twice of somebody is in one part.
    """
    names = pl.Series([_name(source) for source in sources], dtype=pl.String)
    several = several.with_columns(pl.lit(names).gather("table").alias(_TABLE))
    cells = _unread(several.select("table", "row").unique(maintain_order=True), sources)
    rows = several.join(cells, on=["table", "row"], how="left", maintain_order="left")
    headers = [n for n in cells.columns if n.startswith(_UNREAD)]
    differs = rows.group_by("part", "key").agg(
        pl.col(_TABLE).n_unique() > 1, *(pl.col(h).fill_null("").n_unique() > 1 for h in headers)
    )
    columns = [_TABLE, *headers]
    told = differs.filter(pl.any_horizontal(columns))
    if told.is_empty():
        return several.clear()
    rows = rows.select(n for n in rows.columns if n not in columns).join(
        told, on=["part", "key"], maintain_order="left"
    )
    groups = [_group(some, columns, sources) for some in rows.partition_by("table", maintain_order=True)]
    collector.add_some(catalogue.UNREAD_COLUMN_DIFFERS, len(groups), partial(_findings, groups, sources))
    return rows


def _name(source: Source) -> str:
    """The name of a table's sheet, else of its file, without figures other than a period's: numbers say nothing."""
    table = source.decoder.table
    name = table.sheet if table.sheet is not None else without_chance(Path(table.path).stem)
    own = re.sub(r"[\d\W_]+", "", name) + "".join(re.findall(_PERIOD, name))
    return own + "".join(folder.name for folder in partitions_of(table.path) if folder.column is None)


def _unread(places: pl.DataFrame, sources: Sequence[Source]) -> pl.DataFrame:
    """What columns that were not read hold: `table`, `row`, and a String column a header."""
    found = [pl.DataFrame(schema={"table": pl.UInt16, "row": pl.UInt32})]
    for (number,), some in places.group_by("table", maintain_order=True):
        decoder = sources[int(str(number))].decoder
        used = {*decoder.columns.known.values(), *(level.column for level in decoder.columns.levels)}
        used |= {at for i in used if (at := decoder.table.shown_at.get(i)) is not None}
        reader = HeaderReader(decoder.model)
        unread = {
            i: header
            for i, header in enumerate(decoder.table.headers)
            if header.strip()
            and i not in used
            and i not in {*decoder.table.shown_at, *decoder.table.shown_at.values()}
            and not reader.read(header).is_derived
        }
        names = {f"{_UNREAD}{header}": i for i, header in unread.items()}
        if names:
            cells = [pl.col(str(i)).cast(pl.String).str.strip_chars().alias(name) for name, i in names.items()]
            rows = some["row"].implode()
            parts = [p.frame.filter(pl.col("row").is_in(rows)) for p in decoder.table.records.parts()]
            texts = pl.concat([p.select(pl.lit(number, pl.UInt16).alias("table"), "row", *cells) for p in parts])
            found.append(texts)
    return pl.concat(found, how="diagonal")


def _group(rows: pl.DataFrame, columns: Sequence[str], sources: Sequence[Source]) -> _Group:
    """The rows of a table, with the unread columns in which they differ, the most frequent first."""
    often = rows.select(pl.col(list(columns)).sum()).row(0)
    ranked = sorted((-n, i) for i, n in enumerate(often) if n)
    number, line, row = rows.select("table", "line", "row").row(0)
    table = sources[number].decoder.table
    # Rows of several tables may be one rating: what another of them has says nothing here.
    own = {_TABLE, *(f"{_UNREAD}{header}" for header in table.headers)}
    names = [n for _, i in ranked if (n := columns[i]) in own] or [columns[i] for _, i in ranked]
    shown = [(table.sheet or table.path) if n == _TABLE else n.removeprefix(_UNREAD) for n in names]
    return _Group(number, line, row, rows["row"].n_unique(), tuple(shown[:_MOST_NAMED]))


def _findings(groups: Sequence[_Group], sources: Sequence[Source], most: int) -> Iterator[Finding]:
    for number, line, row, rows, columns in groups[:most]:
        table = sources[number].decoder.table
        at = table.headers.index(columns[0]) if columns[0] in table.headers else None
        names = Text("、".join(f"“{n.strip()}”" for n in columns), ", ".join(f'"{n.strip()}"' for n in columns))
        details: dict[str, str | Text] = {"names": names, "rows": f"{rows:,}"}
        value = (table.records.cells(line, row)[at] or "").strip() if at is not None else columns[0]
        yield Finding(
            catalogue.UNREAD_COLUMN_DIFFERS, table.place(line, row, at, value), value, details, "\x1f".join(columns)
        )
