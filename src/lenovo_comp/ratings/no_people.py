"""Rows that are no people: totals, averages, notes, legends, headers that stand again. They are noted and not read.

What can't be told from a person, but is unlike all others, is an error and left out.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import NamedTuple

import polars as pl

from ..findings import catalogue
from ..findings.collector import Collector
from ..findings.finding import Finding, Rule
from ..model.names import normal
from .columns import COLUMNS
from .decoder import RecordDecoder
from .files.table import WHITE, Refused
from .labels import HEADER, NOTE, SHORTEST, SUMS_UP, TOTAL
from .levels import labels_of_scales
from .meanings import NOTHING, HeaderReader

_PLACING = ("position", "rater_role", "competency", "behaviour")
"""Columns of which a person's row fills one, where the table has any."""


class _Row(NamedTuple):
    """A record that is no person's: why, where, and the column and cell that show it."""

    rule: Rule
    line: int | None
    row: int
    column: int
    value: str


class NoPeople:
    """Takes out of one table's records, part by part, those that are no people.

    `left_out`: how many of them may be people after all.
    """

    def __init__(self, decoder: RecordDecoder, collector: Collector) -> None:
        self._decoder, self._collector = decoder, collector
        self._table, self._columns = decoder.table, decoder.columns
        # What a name or a mapping says of all rows says nothing of one.
        self._constant: set[int] = {i for i, at in self._table.shown_at.items() if at is None}
        self._known = known = {n: i for n, i in self._columns.known.items() if i not in self._constant}
        self._id = known.get("employee_id")
        at = len(self._table.headers) if self._id is None else self._id
        used = {*known.values(), *(level.column for level in self._columns.levels)}
        used |= {shown for i in used if (shown := self._table.shown_at.get(i)) is not None}
        # A label may stand in a column that is not read, such as one of running numbers.
        self._left = [i for i in range(at) if i not in used]
        self._labels = labels_of_scales(decoder.model)
        self._headers = HeaderReader(decoder.model)
        self._in_legend = False
        self._among: dict[str, bool] = {}
        """Whether ids that look like words, or are short, stood among others so far."""
        self.left_out = 0

    def without(self, frame: pl.DataFrame, coded: pl.DataFrame) -> pl.DataFrame:
        """A part's coded records but those. Raises Refused where another table begins, Unlike for those in a stack."""
        if self._table.stack is not None:
            self._table.stack.without(pl.concat(self._suspects_in_stack(frame, coded)))
            return coded
        found = [] if self._id is None or coded.is_empty() else self._found(frame, coded)
        for rule, some in groupby(sorted(found, key=lambda r: r.rule.code), key=lambda r: r.rule):
            rows = list(some)
            self._collector.add_some(rule, len(rows), partial(self._findings, rows))
            self.left_out += len(rows) if rule is catalogue.ROW_UNCLEAR else 0
        return coded.filter(~pl.col("row").is_in([r.row for r in found])) if found else coded

    def _found(self, frame: pl.DataFrame, coded: pl.DataFrame) -> list[_Row]:
        words = self._odd(coded, "word", lambda: self._blank((*_PLACING, "name")))
        short = self._odd(coded, "short", lambda: self._rates_nothing(coded))
        doubtful = [rows for rows in (*self._suspects(frame, coded), words, short) if rows.len()]
        if not self._in_legend and not doubtful:
            return []
        rows = pl.concat([coded["row"].clear(), *doubtful]).unique()
        odd = set(words)
        if self._in_legend or self._has_note(coded):
            rows = pl.concat([rows, coded["row"].filter(coded.select(self._rates_nothing(coded)).to_series())])
        suspects = coded.filter(pl.col("row").is_in(rows.implode()))
        # Whoever is on the roster is a person, whatever the row looks like.
        people = suspects.filter(self._is_listed(suspects))["row"]
        some = frame.filter(pl.col("row").is_in(rows.implode()) & ~pl.col("row").is_in(people.implode()))
        records = some.select("line", "row", pl.exclude("line", "row").cast(pl.String)).rows()
        return [r for record in records if (r := self._judged(record, odd)) is not None]

    def _suspects_in_stack(self, frame: pl.DataFrame, coded: pl.DataFrame) -> Iterator[pl.Series]:
        """The rows of records that are judged beside others of their table, or blank."""
        yield from self._suspects(frame, coded)
        yield coded["row"].filter(coded.select(self._rates_nothing(coded)).to_series())
        yield frame["row"].filter(~frame["row"].is_in(coded["row"].implode()))

    def _blank(self, names: Iterable[str]) -> pl.Expr:
        """Whether all of those columns that the table has are blank."""
        books = self._decoder.books
        blank = [pl.col(f"#{n}").is_in(books[n].blank.implode()) for n in names if n in self._known]
        return pl.all_horizontal(pl.lit(True), *blank)

    def _rates_nothing(self, coded: pl.DataFrame) -> pl.Expr:
        """Whether a record neither rates nor places anybody."""
        blank = self._decoder.books["level"].blank.implode()
        levels = [f"#{level.column}" for level in self._columns.levels] or ["#level"]
        empty = [pl.col(name).is_in(blank) for name in levels if name in coded.columns]
        return pl.all_horizontal(self._blank(_PLACING), *empty)

    def _looks(self, coded: pl.DataFrame, look: str) -> pl.DataFrame:
        """The records whose id has a look."""
        aside = self._decoder.books["employee_id"].aside[look]
        return coded.filter(pl.col("#employee_id").is_in(aside.implode())) if aside.len() else coded.clear()

    def _is_listed(self, coded: pl.DataFrame) -> pl.Series:
        """Whether the records are of people on the roster."""
        return self._decoder.books["employee_id"].is_listed(coded["#employee_id"])

    def _odd(self, coded: pl.DataFrame, look: str, where: Callable[[], pl.Expr]) -> pl.Series:
        """The rows of records of that kind whose id has a look that hardly any other id has."""
        like = self._looks(coded, look)
        if like.is_empty():
            self._among.setdefault(look, True)
            return like["row"]
        # What is wrong with an id itself is said of it; and those on the roster are people.
        is_wrong = self._decoder.books["employee_id"].values.gather(like["#employee_id"]).is_null()
        some = like.filter(where() & ~self._is_listed(like) & ~is_wrong)
        if some.is_empty() or self._table.is_piece:
            self._among.setdefault(look, False)
            return some["row"].clear()
        headers = self._decoder.books["employee_id"].aside["header"]
        others = coded.join(some.select("row"), on="row", how="anti")["#employee_id"].unique()
        others = others.filter(~others.is_in(headers.implode()))
        alike = others.is_in(self._decoder.books["employee_id"].aside[look].implode()).sum()
        is_rare = 4 * int(alike) <= others.len() if others.len() else self._among.get(look, False)
        if not {"name", *_PLACING} & set(self._known):  # ids alone must tell
            is_rare &= 2 * some["#employee_id"].n_unique() <= max(others.len(), 1)
        self._among[look] = is_rare
        return some["row"] if is_rare else some["row"].clear()

    def _suspects(self, frame: pl.DataFrame, coded: pl.DataFrame) -> Iterator[pl.Series]:
        """The rows of records that may be none of a person's, by their labels."""
        blank, code = self._decoder.books["employee_id"].blank, coded["#employee_id"]
        if len(blank) > 1 or code.min() in blank:  # else not a blank among millions
            yield coded["row"].filter(code.is_in(blank.implode()))
        yield self._looks(coded, "header")["row"]
        if (totals := self._looks(coded, "total")).height:
            yield totals.filter(~self._is_person())["row"]
        if (maybe := self._looks(coded, "maybe")).height:
            yield maybe.filter(self._blank(_PLACING))["row"]
        if self._left:
            labels = pl.any_horizontal(pl.col(str(i)).str.contains(TOTAL) for i in self._left)
            yield frame["row"].filter(frame.select(labels.fill_null(False)).to_series())

    def _is_person(self) -> pl.Expr:
        """Whether a record has a name and a position, which no total has, whatever its id."""
        if not {"name", "position"} <= set(self._known):
            return pl.lit(False)
        return ~self._blank(["name"]) & ~self._blank(["position"])

    def _has_note(self, coded: pl.DataFrame) -> bool:
        """Whether a remark stands among the ids, after which the table may be at its end."""
        maybe = self._looks(coded, "maybe")
        if maybe.is_empty():
            return False
        ids = maybe.filter(self._rates_nothing(coded))["#employee_id"].unique()
        return bool(self._decoder.books["employee_id"].values_at(ids).str.contains(NOTE).any())

    def _judged(self, record: Sequence[object], odd: Iterable[int]) -> _Row | None:
        """Why a record is none of a person's; None where it is one's, or may be."""
        line, row, *texts = record
        cells = {i: c.strip(WHITE) for i, c in enumerate(texts) if isinstance(c, str) and c.strip(WHITE)}
        cells = {i: c for i, c in cells.items() if i not in self._constant}
        place = (line if isinstance(line, int) else None), int(str(row))
        if not cells:
            return None
        if self._id is not None and re.search(HEADER, cells.get(self._id, "")):
            header = self._as_header(*place, cells)
            if header is not None:
                return header
        label = self._total_at(cells)
        if label is not None:
            # Beside such a label, an id may be somebody's, or the number of people.
            is_unclear = label in self._left and self._id in cells
            return _Row(catalogue.ROW_UNCLEAR if is_unclear else catalogue.ROW_IS_TOTAL, *place, label, cells[label])
        is_odd = place[1] in odd
        at = self._note_at(cells, is_odd)
        if at is not None:
            self._in_legend = True
            return _Row(catalogue.ROW_IS_NOTE, *place, at, cells[at])
        if is_odd and self._id in cells:
            return _Row(catalogue.ROW_UNCLEAR, *place, self._id, cells[self._id])
        return None

    def _as_header(self, line: int | None, row: int, cells: Mapping[int, str]) -> _Row | None:
        """The header again; None where only the id is called like a header. Raises Refused where it is another one."""
        assert self._id is not None
        others = [i for i, cell in cells.items() if normal(self._table.headers[i]) != normal(cell)]
        if not others:
            return _Row(catalogue.HEADER_AGAIN, line, row, self._id, cells[self._id])
        if not any(self._is_header(i, cell) for i, cell in cells.items() if i != self._id):
            return None
        place = self._table.place(line, row, self._id, cells[self._id])
        raise Refused(Finding(catalogue.ANOTHER_HEADER, place, cells[self._id], key="header"))

    def _is_header(self, i: int, cell: str) -> bool:
        """Whether a cell says what a header says, and nothing that its column may hold (`manager` is a role, too)."""
        name = next((name for name, at in self._known.items() if at == i), None)
        column = None if name is None else COLUMNS[name]
        if column is not None and column.names is not None and column.names_in(self._decoder.model).find(cell):
            return False
        return self._headers.read(cell) != NOTHING

    def _total_at(self, cells: Mapping[int, str]) -> int | None:
        """The column whose cell says that a record sums up others."""
        known = self._known
        name, position = cells.get(known.get("name", -1), ""), cells.get(known.get("position", -1), "")
        is_named = bool(name) and not name.replace(".", "").isdecimal()  # the number of people may stand there
        if self._id is not None and self._id in cells:
            if re.search(TOTAL, cells[self._id]):
                return None if is_named and position else self._id
            if re.search(SUMS_UP, cells[self._id]) and not is_named and not self._is_placed(cells):
                return self._id
        if not name and not position:
            labels = [i for i in self._left if i in cells and re.search(TOTAL, cells[i])]
            if labels:
                return labels[0]
        if self._id not in cells:
            # Where people are looked up by name, the names stand in the column that the ids are shown at.
            named = None if self._id is None else self._table.shown_at.get(self._id)
            texts = (named, *(known.get(name) for name in ("name", "department", "manager", "position")))
            given = [i for i in texts if i is not None and i in cells]
            pattern = TOTAL if len(given) > 1 else f"{TOTAL}|{SUMS_UP}"
            return next((i for i in given if re.search(pattern, cells[i])), None)
        return None

    def _is_placed(self, cells: Mapping[int, str]) -> bool:
        return any(self._known.get(name) in cells for name in _PLACING)

    def _note_at(self, cells: Mapping[int, str], is_odd: bool) -> int | None:
        """The column of a remark, in a record that rates nothing and places nobody."""
        telling = [self._known.get("level"), *(level.column for level in self._columns.levels)]
        if self._is_placed(cells) or not set(telling).isdisjoint(cells):
            return None
        cells = {i: c for i, c in cells.items() if i not in self._left} or cells  # running numbers say nothing
        for first in dict.fromkeys((min(cells), self._id)):
            if first is not None and first in cells and first <= (self._id or 0):
                text = cells[first]
                is_key = len(text) < SHORTEST and (self._in_legend or self._explains(cells))
                is_alone = is_odd and len(cells) == 1
                if is_key or is_alone or (self._in_legend and " " in text) or re.search(NOTE, text):
                    return first
        return None

    def _explains(self, cells: Mapping[int, str]) -> bool:
        """Whether a cell is a word of a scale, as in a legend of its values."""
        return any(normal(cell) in self._labels for cell in cells.values())

    def _findings(self, found: Sequence[_Row], most: int) -> Iterator[Finding]:
        for rule, line, row, column, value in found[:most]:
            yield Finding(rule, self._table.place(line, row, column, value), value, key=value)
