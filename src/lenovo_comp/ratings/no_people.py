"""Rows that are no people: totals, averages, notes, legends, headers that stand again. They are noted and not read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import NamedTuple

import polars as pl

from ..findings import catalogue
from ..findings.collector import Collector
from ..findings.finding import Finding, Rule
from ..model.names import normal
from .decoder import RecordDecoder
from .files.table import WHITE, Refused
from .labels import HEADER, NOTE, TOTAL

# Characters of an id, at least, where keys of a legend may stand.
_SHORTEST_ID = 3


class _Row(NamedTuple):
    """A record that is no person's: why, where, and the column and cell that show it."""

    rule: Rule
    line: int | None
    row: int
    column: int
    value: str


class NoPeople:
    """Takes out of one table's records, part by part, those that are no people."""

    def __init__(self, decoder: RecordDecoder, collector: Collector) -> None:
        self._decoder, self._collector = decoder, collector
        self._table, self._columns = decoder.table, decoder.columns
        known = self._columns.known
        self._id = known.get("employee_id")
        at = len(self._table.headers) if self._id is None else self._id
        used = {*known.values(), *(level.column for level in self._columns.levels)}
        # A label may stand in a column that is not read, such as one of running numbers.
        self._left = [i for i in range(at) if i not in used]
        self._in_legend = False

    def without(self, frame: pl.DataFrame, coded: pl.DataFrame) -> pl.DataFrame:
        """A part's coded records but those. Raises Refused where another table begins."""
        found = [] if self._id is None or coded.is_empty() else self._found(frame, coded)
        for rule, some in groupby(sorted(found, key=lambda r: r.rule.code), key=lambda r: r.rule):
            rows = list(some)
            self._collector.add_some(rule, len(rows), partial(self._findings, rows))
        return coded.filter(~pl.col("row").is_in([r.row for r in found])) if found else coded

    def _found(self, frame: pl.DataFrame, coded: pl.DataFrame) -> list[_Row]:
        return [r for r in map(self._judged, self._suspect(frame, coded)) if r is not None]

    def _suspect(self, frame: pl.DataFrame, coded: pl.DataFrame) -> Sequence[Sequence[object]]:
        """The records that may be none of a person's: line, row, and their cells."""
        book = self._decoder.books["employee_id"]
        code = coded["#employee_id"]
        if not (book.aside.len() or self._left or self._in_legend or len(book.blank) > 1 or code.min() in book.blank):
            return []
        odd = code.is_in(pl.concat([book.blank, book.aside]).implode())
        if self._left:
            labels = pl.any_horizontal(pl.col(str(i)).str.contains(TOTAL) for i in self._left)
            labelled = frame["row"].filter(frame.select(labels.fill_null(False)).to_series())
            odd |= coded["row"].is_in(labelled.implode()) if labelled.len() else False
        if not self._in_legend and not odd.any():
            return []
        rows = coded["row"] if self._in_legend or self._has_note(coded) else coded["row"].filter(odd)
        some = frame.filter(pl.col("row").is_in(rows.implode()))
        return some.select("line", "row", pl.exclude("line", "row").cast(pl.String)).rows()

    def _has_note(self, coded: pl.DataFrame) -> bool:
        """Whether a remark stands among the ids, after which the table may be at its end."""
        book = self._decoder.books["employee_id"]
        notes = book.aside.filter(book.values_at(book.aside).str.contains(NOTE))
        return bool(notes.len()) and bool(coded["#employee_id"].is_in(notes.implode()).any())

    def _judged(self, record: Sequence[object]) -> _Row | None:
        """Why a record is none of a person's; None where it is one's, or may be."""
        line, row, *texts = record
        cells = {i: c.strip(WHITE) for i, c in enumerate(texts) if isinstance(c, str) and c.strip(WHITE)}
        cells = {i: c for i, c in cells.items() if i not in self._table.shown_at}
        place = (line if isinstance(line, int) else None), int(str(row))
        if not cells:
            return None
        if self._id is not None and re.search(HEADER, cells.get(self._id, "")):
            return self._as_header(*place, cells)
        label = self._total_at(cells)
        if label is not None:
            return _Row(catalogue.ROW_IS_TOTAL, *place, label, cells[label])
        at = self._note_at(cells)
        if at is not None:
            self._in_legend = True
            return _Row(catalogue.ROW_IS_NOTE, *place, at, cells[at])
        return None

    def _as_header(self, line: int | None, row: int, cells: Mapping[int, str]) -> _Row:
        """The header again. Raises Refused where it is another one."""
        assert self._id is not None
        if any(normal(self._table.headers[i]) != normal(cell) for i, cell in cells.items()):
            place = self._table.place(line, row, self._id, cells[self._id])
            raise Refused(Finding(catalogue.ANOTHER_HEADER, place, cells[self._id], key="header"))
        return _Row(catalogue.HEADER_AGAIN, line, row, self._id, cells[self._id])

    def _total_at(self, cells: Mapping[int, str]) -> int | None:
        """The column whose cell says that a record sums up others."""
        if self._id is not None and re.search(TOTAL, cells.get(self._id, "")):
            return self._id
        known = self._columns.known
        if not {known.get("name"), known.get("position")} & set(cells):
            labels = [i for i in self._left if i in cells and re.search(TOTAL, cells[i])]
            if labels:
                return labels[0]
        if self._id not in cells:
            texts = [known[name] for name in ("name", "department", "manager", "position") if name in known]
            return next((i for i in texts if i in cells and re.search(TOTAL, cells[i])), None)
        return None

    def _note_at(self, cells: Mapping[int, str]) -> int | None:
        """The column of a remark, in a record that rates nothing and places nobody."""
        known = self._columns.known
        telling = [known.get(name) for name in ("level", "competency", "position", "rater_role")]
        telling += [level.column for level in self._columns.levels]
        if not set(telling).isdisjoint(cells):
            return None
        first = min(cells)
        is_key = self._in_legend and (len(cells[first]) < _SHORTEST_ID or " " in cells[first])
        if first <= (self._id or 0) and (re.search(NOTE, cells[first]) or is_key):
            return first
        return None

    def _findings(self, found: Sequence[_Row], most: int) -> Iterator[Finding]:
        for rule, line, row, column, value in found[:most]:
            yield Finding(rule, self._table.place(line, row, column, value), value, key=value)
