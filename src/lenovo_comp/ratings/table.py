"""Text → a table of cells: delimiter, quotes, ragged rows, and the physical line of every record.

Two readers give the same table. Where the text holds no quote and no bare carriage return, a line
is a record and columns are split by the columnar engine. Everything else is read by `csv`, which
is exact about quotes; its records carry the line on which they start.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

import polars as pl

from .. import catalogue
from ..diagnostics import Diagnostic, Excerpt, Place, Rule, shorten

RECORD = "record"
"""Name of the column that numbers a table's records from 0."""
LONGEST_CELL = 1_000_000
_DELIMITERS = ",;\t|"
_WHITE = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
"""White space as the columnar engine strips it; `str.strip` takes a few control characters more."""


@dataclass(frozen=True)
class Odd:
    """A workbook's cell that is no text or number, with the rule it breaks where it matters."""

    rule: Rule
    text: str


@dataclass(frozen=True)
class Table:
    """A header and records of text cells.

    `frame` has the columns `record` (UInt32, the row's own index, 0-based), `line` and `row` (UInt32, 1-based: physical
    line, spreadsheet row; `line` null where the file has no lines) and one String column a header,
    named "0", "1", …; an empty cell is null. A workbook's table has its `sheet`, rows for lines,
    and `odd` cells by (record, column).
    """

    path: str
    headers: tuple[str, ...]
    frame: pl.DataFrame
    header_line: int | None = 1
    delimiter: str = ","
    text: str | None = field(default=None, repr=False)
    sheet: str | None = None
    odd: Mapping[tuple[int, int], Odd] = field(default_factory=dict, repr=False)
    numeric: frozenset[int] = frozenset()
    """Columns of a workbook in which numbers stand."""

    def place(self, record: int | None, column: int | None, value: str | None) -> Place:
        """The place of a cell; of the header with no `record`, of the record with no `column`."""
        header = self.headers[column].strip() if column is not None else None
        line, row = self.header_line, None if self.text is not None else 1
        if record is not None:
            line, row = self.frame["line"][record], self.frame["row"][record]
        if self.sheet is not None:
            row = row if record is not None else self.header_line
            cell = f"{self.sheet}!{a1((row or 1) - 1, column or 0)}"
            return Place(self.path, None, None, row, header, self._excerpt(column, value), cell)
        start = self._start(line, column)
        return Place(self.path, line, start, row if row is not None else line, header, self._excerpt(column, value))

    def _excerpt(self, column: int | None, value: str | None) -> Excerpt | None:
        if column is None:
            return None
        delimiter = " | " if self.sheet is not None else self.delimiter.replace("\t", " ")
        before = "" if column == 0 else "…" + delimiter
        after = "" if column == len(self.headers) - 1 else delimiter + "…"
        cell = shorten(value or "")
        return Excerpt(before + cell + after, len(before), max(len(cell), 1))

    def _start(self, line: int | None, column: int | None) -> int | None:
        """The character (1-based) at which a cell starts; None where that isn't on this line."""
        if line is None or column is None or self.text is None:
            return None
        cell, quoted, opens = 0, False, True
        for i, character in enumerate(self._lines[line - 1], 1):
            if cell == column:
                return i
            if character == '"' and (quoted or opens):
                quoted, opens = not quoted, quoted  # a second one right after it is a quote in quotes
            elif character == self.delimiter and not quoted:
                cell, opens = cell + 1, True
            else:
                opens = False
        return len(self._lines[line - 1]) + 1 if cell == column and not quoted else None

    @cached_property
    def _lines(self) -> list[str]:
        return [line.rstrip("\r\n") for line in io.StringIO(self.text, newline="")]


def read_table(text: str, path: str) -> tuple[Table | None, list[Diagnostic]]:
    """Split a text into records. No table if it is empty or a quotation never closes properly."""
    if not text.strip(_WHITE):
        return None, [Diagnostic(catalogue.FILE_EMPTY, Place(path))]
    delimiter, skip = _delimiter(text)
    simple = '"' not in text and text.count("\r") == text.count("\r\n")
    return (_by_line if simple else _by_record)(text, path, delimiter, skip)


def _delimiter(text: str) -> tuple[str, int]:
    """The delimiter, and how many lines to skip: a first line `sep=;` is Excel's own word."""
    source = io.StringIO(text, newline="")
    first = next(source).strip("\r\n")
    if first[:4].lower() == "sep=" and len(first) == 5:
        return first[4], 1
    header = next((line for line in chain([first], source) if line.strip(_WHITE)), "")
    unquoted = "".join(header.split('"')[::2])
    return max(_DELIMITERS, key=unquoted.count), 0


def _by_line(text: str, path: str, delimiter: str, skip: int) -> tuple[Table | None, list[Diagnostic]]:
    lines = (
        pl.DataFrame({"text": [text.removesuffix("\n")]})
        .select(pl.col("text").str.split("\n").explode().str.strip_suffix("\r"))
        .with_row_index("line", offset=1)
        .filter(
            pl.col("line") > skip, pl.col("text").str.replace_all(delimiter, "", literal=True).str.strip_chars() != ""
        )
    )
    if lines.is_empty():
        return None, [Diagnostic(catalogue.FILE_EMPTY, Place(path))]
    header_line, header = lines.row(0)
    headers = tuple(header.split(delimiter))
    count = pl.col("text").str.count_matches(delimiter, literal=True) + 1
    records = lines.slice(1).with_columns(count.alias("fields"))
    ragged = records.filter(pl.col("fields") != len(headers))
    problems = [
        _ragged(path, line, line, fields, len(headers), raw)
        for line, fields, raw in ragged.select("line", "fields", "text").iter_rows()
    ]
    good = records.filter(pl.col("fields") == len(headers))
    cells = pl.col("text").str.split_exact(delimiter, len(headers) - 1)
    frame = good.select(
        "line",
        pl.col("line").alias("row"),
        cells.struct.rename_fields([str(i) for i in range(len(headers))]).alias("cells"),
    ).unnest("cells")
    table = Table(path, headers, finish(frame, len(headers)), header_line, delimiter, text)
    return table, problems


def _by_record(text: str, path: str, delimiter: str, skip: int) -> tuple[Table | None, list[Diagnostic]]:
    source = io.StringIO(text, newline="")
    for _ in range(skip):
        next(source)
    problems: list[Diagnostic] = []
    headers: tuple[str, ...] | None = None
    header_line = 1
    records: list[list[str]] = []
    lines: list[int] = []
    rows: list[int] = []
    row, start = skip, skip
    limit = csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    try:
        for record in reader:
            row, line, start = row + 1, start + 1, skip + reader.line_num
            if not any(cell.strip(_WHITE) for cell in record):
                continue
            if headers is None:
                headers, header_line = tuple(record), line
            elif len(record) != len(headers):
                problems.append(_ragged(path, line, row, len(record), len(headers), delimiter.join(record)))
            else:
                records.append(record)
                lines.append(line)
                rows.append(row)
    except csv.Error:
        return None, [Diagnostic(catalogue.QUOTE_UNCLOSED, Place(path, start + 1, row=row + 1), key=str(row))]
    finally:
        csv.field_size_limit(limit)
    if headers is None:
        return None, [Diagnostic(catalogue.FILE_EMPTY, Place(path))]
    columns = {str(i): [record[i] for record in records] for i in range(len(headers))}
    schema = {"line": pl.UInt32, "row": pl.UInt32, **dict.fromkeys(columns, pl.String)}
    frame = pl.DataFrame({"line": lines, "row": rows, **columns}, schema=schema)
    return Table(path, headers, finish(frame, len(headers)), header_line, delimiter, text), problems


def a1(row: int, column: int) -> str:
    """A cell's name in a spreadsheet; both from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def finish(frame: pl.DataFrame, columns: int) -> pl.DataFrame:
    """Empty cells null; rows without any cell dropped; records numbered."""
    names = [str(i) for i in range(columns)]
    blank = [pl.when(pl.col(n).str.strip_chars() != "").then(pl.col(n)).alias(n) for n in names]
    return (
        frame.with_columns(blank)
        .filter(pl.any_horizontal(pl.col(names).is_not_null()))
        .with_row_index(RECORD)
        .select(RECORD, pl.col("line").cast(pl.UInt32), pl.col("row").cast(pl.UInt32), *names)
    )


def _ragged(path: str, line: int, row: int, fields: int, columns: int, raw: str) -> Diagnostic:
    """The row itself is the key: it goes into the fingerprint's hash and nowhere else."""
    details = {"fields": str(fields), "columns": str(columns)}
    return Diagnostic(catalogue.ROW_RAGGED, Place(path, line, row=row), details=details, key=raw)
