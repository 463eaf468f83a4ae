"""Delimited text → a table: delimiter, header, quotes, and the physical line of every record.

Two readers take chunk after chunk, and give the same. The columnar engine's own reads a chunk at
once; its cells count where they and their delimiters add up to the bytes of the chunk, a line a
record. Where they don't (a line break in quotes, a cell too many, a blank line) `csv` reads the
chunk, which is exact about quotes, or its lines are split, if there is no quote in it.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice
from typing import NamedTuple

import polars as pl

from ...findings import catalogue
from ...findings.finding import Finding, Place
from ..prefetching import prefetch
from .chunks import ChunkedText, split_lines
from .header_row import HEADER_WITHIN, Find, find_column, is_header
from .table import NO_KINDS, WHITE, Kinds, Part, Refused, Table, too_wide

LONGEST_QUOTATION = 1_000_000
"""Most characters of a record on the lines after its first; beyond, a quotation counts as unclosed (decision 0007)."""
_ANY_LENGTH = 2**31 - 1
# First bytes that polars misreads (BOM, zlib); `csv` reads such chunks (decision 0007).
_MISTAKEN = (codecs.BOM_UTF8, b"x\x01", b"x\xda")
_DELIMITERS = ",;\t|"
_RAGGED = {"line": pl.UInt32, "row": pl.UInt32, "fields": pl.UInt32, "text": pl.String}


def read_table(
    text: str | ChunkedText, path: str, find: Find = find_column, header_row: int | None = None
) -> tuple[Table | None, list[Finding]]:
    """The table in a text. None if it is empty or a quotation never closes properly in its header.

    Its header is the record `header_row` (1-based) if that is given, else the first that looks like one by what
    `find` knows, else the first that isn't blank.
    """
    if isinstance(text, str):
        text = ChunkedText(io.BytesIO(text.encode("utf-8", "surrogatepass")))
    delimiter, skip = _delimiter(text.opening())
    try:
        found = _header(text, delimiter, skip, path, find, header_row)
    except Refused as refused:
        return None, [refused.finding]
    if found is None:
        return None, [Finding(catalogue.FILE_EMPTY, Place(path))]
    delimiter, record, above = found
    lines = skip + record.lines
    start = text.start + sum(_size(line) for line in islice(text.opening(), lines))
    records = TextRecords(text, path, delimiter, len(record.cells), start, lines + 1, record.row + 1)
    table = Table(path, tuple(record.cells), records, record.line, delimiter)
    if (wide := too_wide(table)) is not None:
        return None, [wide]
    if not above:
        return table, []
    return table, [Finding(catalogue.TITLE_ABOVE, table.header_place(), details={"row": str(record.row)})]


def _delimiter(lines: Iterable[str]) -> tuple[str, int]:
    """The delimiter, and how many lines to skip: a first line `sep=;` is Excel's own word."""
    source = iter(lines)
    first = next(source, "").strip("\r\n")
    if first[:4].lower() == "sep=" and len(first) == 5:
        return first[4], 1
    header = next((line for line in chain([first], source) if line.strip(WHITE)), "")
    unquoted = "".join(header.split('"')[::2])
    return max(_DELIMITERS, key=unquoted.count), 0


class _Record(NamedTuple):
    """A record as `csv` reads it: where it starts, and how many `lines` were read until its end."""

    line: int
    row: int
    cells: list[str]
    lines: int


def _header(
    text: ChunkedText, delimiter: str, skip: int, path: str, find: Find, header_row: int | None
) -> tuple[str, _Record, bool] | None:
    """The delimiter, the header's record, and whether something stands above it; None where all is blank."""

    def records(delimiter: str) -> Iterator[_Record]:
        return _records(islice(text.opening(), skip, None), delimiter, 1 + skip, 1 + skip, path)

    if header_row is not None:
        # A title above has no delimiters to go by.
        delimiter, _ = (
            _delimiter(islice(text.opening(), max(header_row - 1, skip), None)) if not skip else (delimiter, 0)
        )
        chosen = next((r for r in records(delimiter) if r.row == header_row), None)
        if chosen is not None:
            return delimiter, chosen, False
    first = next((r for r in records(delimiter) if any(cell.strip(WHITE) for cell in r.cells)), None)
    if first is None or is_header(first.cells, find):
        return None if first is None else (delimiter, first, False)
    for other in (delimiter, *_DELIMITERS.replace(delimiter, "")):
        with suppress(Refused):
            for record in islice(records(other), HEADER_WITHIN):
                if is_header(record.cells, find):
                    return other, record, True
    return delimiter, first, False


def _records(lines: Iterable[str], delimiter: str, line: int, row: int, path: str) -> Iterator[_Record]:
    """The records in some lines, the first of which is `line` and starts the record `row`; blank ones too.

    Raises Refused where a quotation doesn't close properly, or goes on for very long.
    """
    # The module refuses cells of more than 131,072 characters unless told otherwise; a cell on one line may have any
    # length.
    if csv.field_size_limit() < _ANY_LENGTH:
        csv.field_size_limit(_ANY_LENGTH)
    within = 0  # characters of the record's lines so far

    def counted() -> Iterator[str]:
        nonlocal within
        for one in lines:
            if within and (within := within + len(one)) > LONGEST_QUOTATION:
                raise csv.Error
            within = within or 1
            yield one

    # strict: a stray quote is a finding with its place, not a guess at where a cell ends.
    reader = csv.reader(counted(), delimiter=delimiter, strict=True)
    start = line
    try:
        for cells in reader:
            yield _Record(start, row, cells, reader.line_num)
            start, row, within = line + reader.line_num, row + 1, 0
    except csv.Error as error:
        raise Refused(Finding(catalogue.QUOTE_UNCLOSED, Place(path, start, row=row), key=str(row - 1))) from error


def _total(frame: pl.DataFrame, *numbers: pl.Expr) -> int:
    """The sum of numbers over all cells of some columns."""
    sums = frame.select(number.sum().cast(pl.UInt64) for number in numbers)
    return sum(sums.row(0)) if sums.width else 0


def _size(line: str) -> int:
    return len(line.encode("utf-8", "surrogatepass"))


class TextRecords(NamedTuple):
    """The records of a text after its header: from the byte `start` on, which is on `line` and starts `row`."""

    source: ChunkedText
    path: str
    delimiter: str
    columns: int
    start: int
    line: int
    row: int

    @property
    def has_lines(self) -> bool:
        return True

    def parts(self, kinds: Kinds = NO_KINDS) -> Iterator[Part]:
        return prefetch(self._parts(kinds)) if self.source.is_long else self._parts(kinds)

    def cells(self, line: int | None, row: int) -> Sequence[str | None]:
        lines = self.source.lines(line or row)
        return next(_records(lines, self.delimiter, line or row, row, self.path)).cells

    def text(self, line: int) -> str:
        return self.source.line(line)

    def first(self, number: int) -> list[tuple[int, Sequence[str | None]]]:
        lines = islice(self.source.opening(), self.line - 1, None)
        records = _records(lines, self.delimiter, self.line, self.row, self.path)
        return [(r.row, r.cells) for r in islice(records, number)]

    def _parts(self, kinds: Kinds) -> Iterator[Part]:
        at, line, row = self.start, self.line, self.row
        if at >= self.source.end:
            yield self._line_by_line(b"", line, row)
        while at < self.source.end:
            chunk = self.source.chunk(at)
            self.source.note(line, at)
            returns = b"\r" in chunk
            body = chunk.replace(b"\r\n", b"\n") if returns else chunk
            lone, size = returns and b"\r" in body, len(chunk)
            part = None if lone else self._at_once(body, line, row, kinds)
            if part is not None:
                lines = rows = part.frame.height
            elif lone or b'"' in body:
                part, lines, rows, size = self._one_by_one(chunk, line, row)
            else:
                part = self._line_by_line(body, line, row)
                lines = rows = body.count(b"\n") + (not body.endswith(b"\n"))
            yield part
            at, line, row = at + size, line + lines, row + rows

    def _at_once(self, body: bytes, line: int, row: int, kinds: Kinds) -> Part | None:
        """The records as polars reads them; None unless `csv` would surely give the same, one a line (decision 0007).

        That is: cells are without quotes or well in quotes, and cells and delimiters are the bytes but for
        the quotes that aren't theirs. The engine makes a record of a blank line too, and refuses one that is
        too long, if its line is ended; so whatever else is wrong makes the bytes too few.
        """
        names = [str(i) for i in range(self.columns)]
        body = body if body.endswith(b"\n") else body + b"\n"
        quotes = body.count(b'"') if b'"' in body else 0
        if not self.delimiter.isascii() or body.startswith(_MISTAKEN) or (quotes and not self._is_well_quoted(body)):
            return None
        schema = {n: pl.String() if quotes else kinds.get(i, pl.String()) for i, n in enumerate(names)}
        try:
            frame = pl.read_csv(
                body,
                has_header=False,
                separator=self.delimiter,
                quote_char='"' if quotes else None,
                # null is kept for "no such cell"; a blank one is a cell, and what it means depends on its column.
                empty_string_is_null=False,
                schema=schema,
            )
        except (pl.exceptions.PolarsError, OSError):
            return None
        of_text = pl.col([n for n, kind in schema.items() if kind == pl.String])
        of_kinds = pl.col([n for n, kind in schema.items() if kind != pl.String])
        size = _total(frame, of_text.str.len_bytes(), of_kinds.cat.len_bytes())
        if quotes:
            quotes -= _total(frame, of_text.str.count_matches('"', literal=True))
        # polars fills short rows and makes a row of a blank line without a word; the sum of bytes tells (decision
        # 0007).
        if size + frame.height * self.columns != len(body) - quotes:
            return None
        number = pl.int_range(line, line + frame.height, dtype=pl.UInt32, eager=True)
        record = number if row == line else pl.int_range(row, row + frame.height, dtype=pl.UInt32, eager=True)
        return Part(frame.with_columns(number.alias("line"), record.alias("row")))  # mostly the same series

    def _is_well_quoted(self, lines: bytes) -> bool:
        """Whether every cell of some lines is bare and holds no quote, or in quotes, those it holds doubled."""
        bare, end = rb'[^"\n%b]*+', rb"[\n%b]"
        quoted = rb'"[^"\n]*+(?:""[^"\n]*+)*+"'
        delimiter = re.escape(self.delimiter.encode())
        return re.fullmatch(rb"(?:(?:%b|%b)%b)*+" % (quoted, bare % delimiter, end % delimiter), lines) is not None

    def _line_by_line(self, body: bytes, line: int, row: int) -> Part:
        delimiter = self.delimiter
        bare = pl.col("text").str.replace_all(delimiter, "", literal=True).str.strip_chars()
        fields = pl.col("text").str.count_matches(delimiter, literal=True) + 1
        lines = (
            pl.DataFrame({"text": body.decode("utf-8", "surrogatepass").removesuffix("\n").split("\n")})
            .with_row_index("line", offset=line)
            .with_columns((pl.col("line") + row - line).cast(pl.UInt32).alias("row"), fields.alias("fields"))
            .filter(bare != "")
        )
        cells = pl.col("text").str.split_exact(delimiter, self.columns - 1)
        frame = lines.filter(pl.col("fields") == self.columns).select(
            cells.struct.rename_fields([str(i) for i in range(self.columns)]).alias("cells"), "line", "row"
        )
        ragged = lines.filter(pl.col("fields") != self.columns).select(list(_RAGGED))
        return Part(frame.unnest("cells"), ragged if ragged.height else None)

    def _one_by_one(self, chunk: bytes, line: int, row: int) -> tuple[Part, int, int, int]:
        """The records that start in a chunk, as `csv` reads them, and the lines, records and bytes they take."""
        within, beyond = split_lines(chunk), list[str]()

        def lines() -> Iterator[str]:
            yield from within
            for one in self.source.lines(line + len(within)):
                beyond.append(one)
                yield one

        good: list[tuple[int | str, ...]] = []
        ragged: list[tuple[int | str, ...]] = []
        rows = 0
        for r in _records(lines(), self.delimiter, line, row, self.path):
            rows += 1
            if len(r.cells) == self.columns:
                good.append((*r.cells, r.line, r.row))
            elif any(cell.strip(WHITE) for cell in r.cells):
                ragged.append((r.line, r.row, len(r.cells), self.delimiter.join(r.cells)))
            if r.lines >= len(within):
                break
        columns = zip(*good, strict=True) if good else [()] * (self.columns + 2)
        kinds = [*[pl.String] * self.columns, pl.UInt32, pl.UInt32]
        names = [*(str(i) for i in range(self.columns)), "line", "row"]
        frame = pl.DataFrame([pl.Series(n, c, k) for n, c, k in zip(names, columns, kinds, strict=True)])
        left = pl.DataFrame(ragged, schema=_RAGGED, orient="row") if ragged else None
        return Part(frame, left), len(within) + len(beyond), rows, len(chunk) + sum(map(_size, beyond))
