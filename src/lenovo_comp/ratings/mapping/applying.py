"""A table and its mapping → columns. Nothing is guessed: a header that the mapping doesn't list is an error."""

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from ...findings import catalogue
from ...findings.finding import Finding, Place, Rule
from ...model.dictionary import Model
from ...model.names import did_you_mean, nearest
from ...text import Text
from ..columns import COLUMNS
from ..files.extended import Extra, extended
from ..files.header_row import Find
from ..files.table import Refused, Table
from ..headers import Columns
from ..layout import Layout
from ..levels import LevelColumn, unreadable
from ..partitions import partitions_of
from ..surveys import survey_of
from .skipping import without_rows
from .source import BETWEEN_ROWS, SkippedRows, SourceMapping, Target, joined, plainly, said_by_name

_LOOKED_THROUGH = 20
"""Number of first rows in which missing headers are looked for."""


def finder(source: SourceMapping) -> Find:
    """Tells the headers that a mapping lists from other cells: by the column, or by themselves."""

    def find(cell: object) -> str | None:
        header = plainly(cell) if isinstance(cell, str) else ""
        if source.header_rows > 1:
            return (
                header
                if any(part == header for listed in source.columns for part in listed.split(BETWEEN_ROWS))
                else None
            )
        target = source.columns.get(header)
        return None if target is None else target.column if not target.says else header

    return find


def apply_mapping(table: Table, source: SourceMapping, path: str, model: Model) -> Layout:
    """Read a table of the file at `path` as its mapping says. Raises Refused where it has none of the headers."""
    is_survey = survey_of(table.headers) is not None
    table = _with_all_headers(table, source)
    headers = _Headers(table, source)
    problems = list(headers.problems())
    said = dict(source.constants)
    for name, which, text in _names(table, source, path):
        value = source.values.get(name, {}).get(text, text)
        names = COLUMNS[name].names
        if text and (names is None or names(model).find(value) is not None):
            said[name] = value
        else:
            problems.append(_unknown_name(table, source, name, which, text, model))
    for folder in partitions_of(table.path):
        if folder.column is not None and folder.column not in headers.given:
            said.setdefault(folder.column, folder.cell)
    if any(d.rule.severity == "error" for d in problems):
        return Layout(without_rows(table, source.skip_rows), None, problems, is_survey)
    return _applied(table, source, headers.columns, said, problems)._replace(is_survey=is_survey)


def _with_all_headers(table: Table, source: SourceMapping) -> Table:
    """The table with the headers of all its rows of headers, which are no data."""
    below = table.first(source.header_rows - 1)
    if not below:
        return table
    headers = joined([table.headers, *(cells for _, cells in below)])[: len(table.headers)]
    rows = SkippedRows(((below[0][0], below[-1][0]),))
    return without_rows(table._replace(headers=headers), rows)


def _applied(
    table: Table, source: SourceMapping, at: Mapping[int, Target], said: Mapping[str, str], problems: list[Finding]
) -> Layout:
    """The table with the columns that the mapping makes of its own."""
    known: dict[str, int] = {}
    levels: list[LevelColumn] = []
    extra: list[Extra] = []
    width = len(table.headers)
    for i, target in at.items():
        column = i
        if cells := source.values.get(target.column):
            column = width + len(extra)
            extra.append(Extra(target.column, _translated(i, cells), shown_at=i))
        if target.says:
            levels.append(LevelColumn(column, target.says))
        else:
            known[target.column] = column
    if levels and "level" in known:
        levels.insert(0, LevelColumn(known.pop("level"), {}))
    for name, value in said.items():
        known[name] = width + len(extra)
        extra.append(Extra(name, pl.lit(value)))
    # With an id from elsewhere no record looks blank.
    keep = _is_given(width) if "employee_id" in said else None
    rows = without_rows(table, source.skip_rows)
    made = extended(rows, extra, keep=keep) if extra else rows
    problems += [_ids_are_numbers(table, i) for i, t in at.items() if t.column == "employee_id" and i in table.numeric]
    return Layout(made, Columns(known, levels), problems)


def _translated(column: int, cells: Mapping[str, str]) -> pl.Expr:
    """The cells of a column, those in `cells` replaced by what they stand for."""
    text = pl.col(str(column)).fill_null("").str.strip_chars()
    return text.replace(list(cells), list(cells.values()))


def _is_given(width: int) -> pl.Expr:
    every = pl.col([str(i) for i in range(width)]).cast(pl.String)
    return pl.any_horizontal(every.str.strip_chars() != "")


def _names(table: Table, source: SourceMapping, path: str) -> Iterator[tuple[str, Text, str]]:
    """Column, which name says it, and the name."""
    if source.sheet is not None:
        sheet = (
            Text("工作表名", "the sheet name")
            if table.sheet
            else Text("工作表名（此文件没有工作表）", "the sheet name (the file has no sheets)")
        )
        yield source.sheet, sheet, (table.sheet or "").strip()
    if source.file is not None:
        yield source.file, Text("文件名", "the file name"), said_by_name(path, source.pattern).strip()


def _unknown_name(table: Table, source: SourceMapping, name: str, which: Text, text: str, model: Model) -> Finding:
    names = COLUMNS[name].names
    known = names(model) if names is not None else None
    details: dict[str, str | Text] = {
        "where": source.where,
        "which": which,
        "column": name,
        "known": ", ".join(known.ids) if known else Text("任何文字", "any text"),
        "suggestion": did_you_mean(known.nearest(text) if known and text else None),
    }
    place = table.header_place()
    return Finding(catalogue.NAME_UNKNOWN, place, text, details, f"{table.sheet or ''}\x1f{name}\x1f{text}")


def _ids_are_numbers(table: Table, column: int) -> Finding:
    header = table.headers[column]
    return Finding(catalogue.IDS_ARE_NUMBERS, table.header_place(column), header, {"column": header}, key=header)


class _Headers:
    """The headers of a table, compared with those that its mapping lists."""

    def __init__(self, table: Table, source: SourceMapping) -> None:
        self._table, self._source = table, source
        self._at: dict[str, list[int]] = {}
        for i, header in enumerate(table.headers):
            self._at.setdefault(plainly(header), []).append(i)
        self._wanted = {header: target for header, target in source.columns.items() if target is not None}

    @property
    def columns(self) -> dict[int, Target]:
        """Column → what it holds, of those that are read."""
        found = {self._at[header][0]: target for header, target in self._wanted.items() if header in self._at}
        return dict(sorted(found.items()))

    @property
    def given(self) -> set[str]:
        """What the headers say, of columns of the table and of each level."""
        return {name for target in self._wanted.values() for name in (target.column, *target.says)}

    def problems(self) -> Iterator[Finding]:
        """What keeps the table from being read as the mapping says."""
        if self._is_blank():
            raise Refused(self._row_blank())
        missing = [header for header in self._wanted if header not in self._at]
        if missing and len(missing) == len(self._wanted):
            # One cause (another row, another kind of file), so whatever else is wrong goes without saying.
            raise Refused(self._not_found(missing[0], self._elsewhere(missing), len(missing) - 1))
        unlisted = [header for header in self._at if header and header not in self._source.columns]
        for header in missing:
            guess = nearest(header, unlisted)
            yield self._not_found(header, did_you_mean(guess))
            unlisted = [other for other in unlisted if other != guess]
        for header in unlisted:
            yield self._at_header(catalogue.HEADER_NOT_LISTED, self._at[header][0], {"where": self._source.where})
        for header in self._wanted:
            columns = self._at.get(header, [])
            if len(columns) > 1:
                first, second = (str(i + 1) for i in columns[:2])
                about = {"first": first, "second": second}
                yield self._at_header(catalogue.HEADER_LISTED_TWICE, columns[1], about)
            elif columns and columns[0] in self._table.unreadable:
                yield unreadable(self._table, columns[0])
        yield from self._blank()

    def _is_blank(self) -> bool:
        """Whether there are no headers where the mapping says."""
        row, line = self._source.header_row, self._table.header_line
        return row is not None and line is not None and (row != line or not any(self._at))

    def _row_blank(self) -> Finding:
        row = str(self._source.header_row)
        details = {"where": self._source.where, "row": row}
        place = Place(self._table.path, cell=self._table.sheet)
        return Finding(catalogue.HEADER_ROW_BLANK, place, row, details, self._table.sheet or "")

    def _blank(self) -> Iterator[Finding]:
        """Columns that have cells and no header."""
        blank = [] if "" in self._source.columns else self._at.get("", [])
        for i, cells in self._table.some(blank, 1).items():
            if cells:
                yield self._at_header(catalogue.HEADER_BLANK, i, {"number": str(i + 1)})

    def _elsewhere(self, headers: Sequence[str]) -> Text:
        """The sentence that says in which row below the headers stand, or nothing."""
        for row, cells in self._table.records.first(_LOOKED_THROUGH):
            if {plainly(cell or "") for cell in cells} & set(headers):
                return Text(f"第 {row} 行有：请写 header_row = {row}。", f"Row {row} has it: header_row = {row}.")
        return did_you_mean(None)

    def _not_found(self, header: str, suggestion: Text, others: int = 0) -> Finding:
        row = str(self._table.header_line or 1)
        more = (
            Text(f"等 {others + 1} 个", f" and {others} others" if others > 1 else " and another") if others else None
        )
        details: dict[str, str | Text] = {
            "where": self._source.where,
            "row": row,
            "suggestion": suggestion,
            "more": more or Text("", ""),
        }
        return Finding(catalogue.HEADER_NOT_FOUND, self._table.header_place(), header, details, header)

    def _at_header(self, rule: Rule, column: int, details: Mapping[str, str | Text]) -> Finding:
        value = self._table.headers[column].strip()
        return Finding(rule, self._table.header_place(column), value, details, value)
