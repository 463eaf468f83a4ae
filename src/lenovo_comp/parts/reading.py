"""Rows with their places → checked ratings of a part."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

import polars as pl

from ..findings.collector import Collector
from ..findings.finding import CannotRun, Findings
from ..model.dictionary import Model
from ..ratings.across_rows import join
from ..ratings.by_name import Roster
from ..ratings.codebook import ColumnCodebook
from ..ratings.files.opening import open_tables
from ..ratings.files.table import Refused, Table
from ..ratings.files.typed import PlacedRecords, numeric_ids, texts, typed_table
from ..ratings.layout import Layout, recognise
from ..ratings.meanings import HeaderReader
from ..ratings.ordering import ids_in_order, ordered
from ..ratings.partitions import partitions_of
from ..ratings.result import Ratings
from ..ratings.shelf import IN_MEMORY
from ..ratings.sources import Source
from ..ratings.table_reader import TableReader
from ..ratings.waiting import LayOut, ReadFile, Unread
from .dealing import part_numbers

FILE, ROW, PART = "#file", "#row", "#part"
"""The columns that say where a row comes from, rows counted from 1, and which part it is dealt to."""


class Read(NamedTuple):
    """Tables as they were read, before they are compared with each other."""

    sources: Sequence[Source]
    books: Mapping[str, ColumnCodebook]
    found: Collector
    left_out: int
    has_roster: bool

    def ratings(self) -> Ratings:
        joined = join(self.sources, self.books, self.found, IN_MEMORY, 1)
        rated, people, roster = ordered(joined, ids_in_order(self.books), self.sources, IN_MEMORY)
        left_out = self.left_out + joined.left_out.unique().height
        return Ratings(rated, people, roster if self.has_roster else None, (), self.found.findings(), left_out, ())


class Reader:
    """Reads rows of files that are named from the folder `base`, and deals them into so many `parts`."""

    def __init__(self, model: Model, parts: int, base: str) -> None:
        self._model, self._parts, self._base = model, parts, base
        self._roster: list[tuple[Table, pl.Series]] | None = None
        self._named: list[tuple[str, str]] = []

    def take_roster(self, path: str) -> Findings:
        """Read a roster; returns what was found before its rows. Raises CannotRun where nothing can be read."""
        with ExitStack() as stack:
            opened = open_tables(path, stack, False, HeaderReader(self._model, roster=True).find)
            tables = [table._replace(records=PlacedRecords(table.whole().frame)) for table in opened.tables]
        problems = Findings(opened.problems)
        if not tables:
            why = [problems[0].message(language) for language in ("zh", "en")] if problems else ["", ""]
            raise CannotRun(f"花名册 {path} 不可用：{why[0]}", f"the roster {path} can't be used: {why[1]}")
        self._roster = [(table, self._dealt(table, self._lay_out_roster)) for table in tables]
        everybody = pl.int_range(self._parts, dtype=pl.Int32, eager=True).alias(PART).to_frame()
        roster = Roster.of(self.read(everybody).sources)
        self._named = [(id, name) for name in roster.names for id in roster.find(name)]
        return problems

    def deal(self, rows: pl.DataFrame) -> pl.Series:
        """The part (Int32) of each row."""
        return self._dealt(_table("", rows.drop(ROW, strict=False).with_row_index(ROW, offset=1)), self._lay_out)

    def _dealt(self, table: Table, lay_out: LayOut) -> pl.Series:
        """The part of each record; those of nobody, and of a table that can't be used, are in the same one."""
        rows = pl.concat(part.frame.select("row") for part in table.records.parts())
        try:
            layout = lay_out(table)
        except Refused:
            layout = Layout(table, None, [])
        at = None if layout.columns is None else layout.columns.known.get("employee_id")
        if at is None:
            return part_numbers(pl.repeat("", rows.height, eager=True), self._parts)
        cell = pl.col(str(at)).cast(pl.String).alias("id")
        ids = pl.concat(part.frame.select("row", cell) for part in layout.table.records.parts())
        return part_numbers(rows.join(ids, on="row", how="left", maintain_order="left")["id"], self._parts)

    def read(self, rows: pl.DataFrame) -> Read:
        """The tables of rows in some parts, and the people on the roster who are in the same parts."""
        found = Collector()
        tables = TableReader(self._model, found, None, has_roster=self._roster is not None)
        numbers = rows[PART].unique() if PART in rows.columns else pl.Series([0], dtype=pl.Int32)
        order = 0
        for table, part in self._roster or ():
            here = PlacedRecords(table.whole().frame.filter(part.is_in(numbers.implode())))
            file = ReadFile(table.path, number=order)
            tables.read(Unread(table._replace(records=here, is_piece=True), file, order, self._lay_out_roster, True))
            order += 1
        for table in self._pieces(rows):
            found.add(numeric_ids(table))
            tables.read(Unread(table, ReadFile(table.path, number=order), order, self._lay_out))
            order += 1
        return Read(tables.sources, tables.books, found, tables.left_out, self._roster is not None)

    def _pieces(self, rows: pl.DataFrame) -> Iterator[Table]:
        """The rows by file, in the order of files' names; a part of nobody rated has a row without a file."""
        if FILE not in rows.columns:
            return
        placed = rows.filter(pl.col(FILE).is_not_null())
        several = [(self._path(str(file)), some) for (file,), some in placed.group_by(FILE)]
        for path, some in sorted(several, key=lambda piece: piece[0]):
            yield _table(path, some)

    def _path(self, file: str) -> str:
        """A file as findings call it: its path, without the form of a URL, from the folder `base`."""
        path = unquote(urlsplit(file).path) if file.startswith("file:") else file
        inside = os.path.join(self._base, "")  # noqa: PTH118 - links stay as the engine wrote them
        return path.removeprefix(inside).replace(os.sep, "/")

    def _lay_out(self, table: Table) -> Layout:
        people: Callable[[], Roster] | None = None if self._roster is None else lambda: Roster(self._named)
        return recognise(table, self._model, folders=partitions_of(table.path), people=people)

    def _lay_out_roster(self, table: Table) -> Layout:
        return recognise(table, self._model, roster=True)


def _table(path: str, rows: pl.DataFrame) -> Table:
    """Rows of a file (with `ROW`) as a piece of its table."""
    schema = {header: kind for header, kind in rows.schema.items() if header not in (FILE, ROW, PART)}
    row = pl.col(ROW).cast(pl.UInt32).alias("row")
    cells = rows.sort(ROW).select(pl.lit(None, pl.UInt32).alias("line"), row, *texts(schema))
    return typed_table(path, schema, PlacedRecords(cells))._replace(is_piece=True)
