"""Delimited text → a table: delimiter, header, quotes, and the physical line of every record.

Two readers give the same table. Where the text holds no quote and no bare carriage return a line is
a record: the columnar engine's own reader takes a chunk at once, and where its cells don't add up to
the bytes of the chunk (blank lines, a cell too many or too few) the lines are split one by one.
Everything else is read by `csv`, which is exact about quotes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice

import polars as pl

from .. import catalogue
from ..diagnostics import Diagnostic, Place
from .table import NO_KINDS, ROWS, WHITE, Kinds, Part, Refused, Table, ahead
from .text import Text

LONGEST_CELL = 1_000_000
_DELIMITERS = ",;\t|"
_RAGGED = {"line": pl.UInt32, "row": pl.UInt32, "fields": pl.UInt32, "text": pl.String}


def plain(text: str) -> bool:
    """Whether every line of a text is a record."""
    return '"' not in text and ("\r" not in text or text.count("\r") == text.count("\r\n"))


def read_table(text: str | Text, path: str) -> tuple[Table | None, list[Diagnostic]]:
    """The table in a text. None if it is empty or a quotation never closes properly in its header.

    A `Text` is known to be plain.
    """
    if isinstance(text, str) and plain(text):
        text = Text(io.BytesIO(text.encode("utf-8", "surrogatepass")))
    delimiter, skip = _delimiter(text.lines() if isinstance(text, Text) else io.StringIO(text, newline=""))
    if isinstance(text, Text):
        return _plain_table(text, path, delimiter, skip)
    return _quoted_table(text, path, delimiter, skip)


def _delimiter(lines: Iterable[str]) -> tuple[str, int]:
    """The delimiter, and how many lines to skip: a first line `sep=;` is Excel's own word."""
    source = iter(lines)
    first = next(source, "").strip("\r\n")
    if first[:4].lower() == "sep=" and len(first) == 5:
        return first[4], 1
    header = next((line for line in chain([first], source) if line.strip(WHITE)), "")
    unquoted = "".join(header.split('"')[::2])
    return max(_DELIMITERS, key=unquoted.count), 0


# ---------------------------------------------------------------- a line is a record


def _plain_table(text: Text, path: str, delimiter: str, skip: int) -> tuple[Table | None, list[Diagnostic]]:
    for number, line in enumerate(text.lines(), 1):
        if number > skip and line.replace(delimiter, "").strip(WHITE):
            headers = tuple(line.split(delimiter))
            records = PlainRecords(text, delimiter, len(headers), number)
            return Table(path, headers, records, number, delimiter), []
    return None, [Diagnostic(catalogue.FILE_EMPTY, Place(path))]


@dataclass(frozen=True)
class PlainRecords:
    """The lines of a text after its header."""

    source: Text
    delimiter: str
    columns: int
    header_line: int
    has_lines = True

    def parts(self, kinds: Kinds = NO_KINDS) -> Iterator[Part]:
        return ahead(self._parts(kinds)) if self.source.is_long else self._parts(kinds)

    def _parts(self, kinds: Kinds) -> Iterator[Part]:
        line, before = 1, 0
        for chunk in self.source.chunks():
            self.source.note(chunk, line, before)
            before += len(chunk)
            body = chunk.replace(b"\r\n", b"\n") if b"\r" in chunk else chunk
            while line <= self.header_line and body:
                body = body[body.find(b"\n") + 1 or len(body) :]
                line += 1
            frame = self._at_once(body, line, kinds)
            if frame is not None:
                line += frame.height
                yield Part(frame)
            else:
                yield self._line_by_line(body, line)
                line += body.count(b"\n")

    def cells(self, line: int | None, row: int) -> Sequence[str | None]:
        return self.text(line or row).split(self.delimiter)

    def text(self, line: int) -> str:
        return self.source.line(line)

    def _at_once(self, body: bytes, line: int, kinds: Kinds) -> pl.DataFrame | None:
        """The records, if every line is one and their cells and delimiters are the chunk's bytes: none is missing."""
        names = [str(i) for i in range(self.columns)]
        if not body or not self.delimiter.isascii():
            return None
        try:
            frame = pl.read_csv(
                body,
                has_header=False,
                separator=self.delimiter,
                quote_char=None,
                empty_string_is_null=False,
                schema={n: kinds.get(i, pl.String()) for i, n in enumerate(names)},
            )
        except pl.exceptions.PolarsError:
            return None
        length = [pl.col(n).cat if i in kinds else pl.col(n).str for i, n in enumerate(names)]
        size = frame.select(pl.sum_horizontal(cell.len_bytes().sum().cast(pl.UInt64) for cell in length)).item()
        last = not body.endswith(b"\n")  # a line, though nothing ends it
        if (frame.height, size + frame.height * self.columns) != (body.count(b"\n") + last, len(body) + last):
            return None
        number = pl.int_range(line, line + frame.height, dtype=pl.UInt32, eager=True)  # both columns share it
        return frame.with_columns(number.alias("line"), number.alias("row"))

    def _line_by_line(self, body: bytes, line: int) -> Part:
        delimiter = self.delimiter
        bare = pl.col("text").str.replace_all(delimiter, "", literal=True).str.strip_chars()
        fields = pl.col("text").str.count_matches(delimiter, literal=True) + 1
        lines = (
            pl.DataFrame({"text": body.decode("utf-8", "surrogatepass").removesuffix("\n").split("\n")})
            .with_row_index("line", offset=line)
            .filter(bare != "")
            .with_columns(pl.col("line").alias("row"), fields.alias("fields"))
        )
        cells = pl.col("text").str.split_exact(delimiter, self.columns - 1)
        frame = lines.filter(pl.col("fields") == self.columns).select(
            cells.struct.rename_fields([str(i) for i in range(self.columns)]).alias("cells"), "line", "row"
        )
        ragged = lines.filter(pl.col("fields") != self.columns).select(list(_RAGGED))
        return Part(frame.unnest("cells"), ragged if ragged.height else None)


# ---------------------------------------------------------------- quotes


def _quoted_table(text: str, path: str, delimiter: str, skip: int) -> tuple[Table | None, list[Diagnostic]]:
    records = QuotedRecords(text, path, delimiter, skip)
    try:
        first = next(records.rows(), None)
    except Refused as refused:
        return None, [refused.diagnostic]
    if first is None:
        return None, [Diagnostic(catalogue.FILE_EMPTY, Place(path))]
    line, _, header = first
    return Table(path, tuple(header), records, line, delimiter), []


@dataclass(frozen=True)
class QuotedRecords:
    """The records of a text as `csv` reads them, without blank ones; the first of `rows` is the header."""

    whole: str = field(repr=False)
    path: str
    delimiter: str
    skip: int
    has_lines = True

    def rows(self) -> Iterator[tuple[int, int, list[str]]]:
        """Line and row of every record, and its cells. Raises Refused where a quotation doesn't close."""
        source = io.StringIO(self.whole, newline="")
        for _ in range(self.skip):
            next(source)
        row = start = self.skip
        reader = csv.reader(source, delimiter=self.delimiter, strict=True)
        limit = csv.field_size_limit(LONGEST_CELL)
        try:
            for record in reader:
                row, line, start = row + 1, start + 1, self.skip + reader.line_num
                if record and (record[0].strip(WHITE) or any(cell.strip(WHITE) for cell in record)):
                    yield line, row, record
        except csv.Error as error:
            place = Place(self.path, start + 1, row=row + 1)
            raise Refused(Diagnostic(catalogue.QUOTE_UNCLOSED, place, key=str(row))) from error
        finally:
            csv.field_size_limit(limit)

    def parts(self, kinds: Kinds = NO_KINDS) -> Iterator[Part]:
        del kinds
        rows = self.rows()
        columns = len(next(rows)[2])
        while True:
            some = list(islice(rows, ROWS))
            good = [(line, row, *cells) for line, row, cells in some if len(cells) == columns]
            lines, numbered, *cells = zip(*good, strict=True) if good else [()] * (columns + 2)
            numbers = {"line": pl.Series(lines, dtype=pl.UInt32), "row": pl.Series(numbered, dtype=pl.UInt32)}
            texts = {str(i): pl.Series(cell, dtype=pl.String) for i, cell in enumerate(cells)}
            ragged = [(n, m, len(r), self.delimiter.join(r)) for n, m, r in some if len(r) != columns]
            left = pl.DataFrame(ragged, schema=_RAGGED, orient="row") if ragged else None
            yield Part(pl.DataFrame(texts | numbers), left)
            if len(some) < ROWS:
                return

    def cells(self, line: int | None, row: int) -> Sequence[str | None]:
        limit = csv.field_size_limit(LONGEST_CELL)
        following = (self._lines[i] for i in range((line or row) - 1, len(self._lines)))
        try:
            return next(csv.reader(following, delimiter=self.delimiter, strict=True))
        finally:
            csv.field_size_limit(limit)

    def text(self, line: int) -> str:
        return self._lines[line - 1].rstrip("\r\n")

    @cached_property
    def _lines(self) -> list[str]:
        return list(io.StringIO(self.whole, newline=""))
