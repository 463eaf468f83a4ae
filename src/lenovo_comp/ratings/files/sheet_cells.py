"""A sheet's cells, parsed from XML of any spelling within bounds, and written anew in the plain way."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Protocol
from xml.parsers import expat
from xml.sax.saxutils import escape

from ...findings import catalogue
from ...text import Text
from .cell_names import a1
from .number_formats import Format
from .sheet_xml import MOST_COLUMNS, MOST_ROWS, NO_STYLES, column_number, room
from .table import Odd

FAR_ROWS, FAR_COLUMNS = 1_000, 100
"""Blank rows and columns after which cells are far from the table, where a sheet is too sparse."""

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,7})\$?0*([1-9][0-9]{0,11})")
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_RANGE = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}:[A-Z]{1,3}[1-9][0-9]{0,6}")


class Unreadable(Exception):
    """A part is not what it should be."""


class TooLarge(Exception):
    """A part goes beyond a limit: `reason` says which."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.reason = Text(zh, en)


class Handler(Protocol):
    """What is told of a document's elements; names come without their prefix."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, data: str) -> None: ...


def parse(data: bytes, handler: Handler, most: int) -> int:
    """Parse XML; returns the number of its elements.

    Raises Unreadable for what is no XML or declares a document type (entities are never expanded),
    TooLarge for more than `most` elements.
    """
    number = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal number
        number += 1
        if number > most:
            raise TooLarge(f"XML 元素超过 {most:,} 个", f"more than {most:,} XML elements")
        handler.start(name.rpartition(":")[2], attributes)

    def refuse(*_declaration: object) -> None:
        raise Unreadable("DOCTYPE")

    parser = expat.ParserCreate()
    parser.buffer_text, parser.buffer_size = True, 2**20
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: handler.end(name.rpartition(":")[2])
    parser.CharacterDataHandler = handler.text
    parser.StartDoctypeDeclHandler = refuse
    try:
        # All at once: the parser would begin a long token again with each piece of it.
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError, UnicodeError) as error:
        raise Unreadable(str(error)) from error
    return number


class Strings:
    """Handler: the texts of shared strings, in order; of inline ones, the last."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.last: list[str] = []
        """The pieces of the string that began last."""
        self._piece: list[str] | None = None
        self._keeps_space = False
        self._phonetic = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name in ("si", "is"):
            self.last, self._phonetic = [], 0
        elif name == "rPh":
            self._phonetic += 1
        elif name == "t" and not self._phonetic:
            self._piece, self._keeps_space = [], attributes.get("xml:space") == "preserve"

    def end(self, name: str) -> None:
        if name == "si":
            self.texts.append("".join(self.last))
        elif name == "rPh":
            self._phonetic -= 1
        elif name == "t" and self._piece is not None:
            text = "".join(self._piece)
            self.last.append(text if self._keeps_space else text.strip(" \t\r\n"))
            self._piece = None

    def text(self, data: str) -> None:
        if self._piece is not None:
            self._piece.append(data)


class Cells:
    """Handler: a sheet's cells, each written in the plain way, by row.

    Cells beyond `limit` (rows, columns) are left out and counted.
    """

    def __init__(
        self,
        strings: Sequence[str],
        text: int,
        styles: Mapping[int, Format] = NO_STYLES,
        limit: tuple[int, int] = (MOST_ROWS, MOST_COLUMNS),
    ) -> None:
        self._strings, self._limit, self._styles = strings, limit, styles
        self.room = text
        """Characters that the cells' texts may still take."""
        self.rows: dict[int, list[str]] = {}
        self.columns: set[int] = set()
        self.odd: dict[tuple[int, int], Odd] = {}
        self.formats: dict[tuple[int, int], Format] = {}
        self.merged: list[str] = []
        self.far: tuple[str, int] | None = None
        self._at = (0, 0)  # row and column of the cell, from 1
        self._row = self._column = 0
        self._attributes: dict[str, str] = {}
        self._in_value = False
        self._value: list[str] = []
        self._has_formula = False
        self._inline = Strings()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._begin(attributes)
        elif name == "row":
            self._row, self._column = self._number(attributes.get("r")), 0
        elif name == "f":
            self._has_formula = True
        elif name == "v":
            self._in_value = True
        elif name == "mergeCell" and _RANGE.fullmatch(attributes.get("ref", "")):
            self.merged.append(attributes["ref"])
        elif name in ("is", "t", "rPh"):
            self._inline.start(name, attributes)

    def end(self, name: str) -> None:
        if name == "v":
            self._in_value = False
        elif name in ("is", "t", "rPh"):
            self._inline.end(name)
        elif name == "c":
            self._finish()

    def text(self, data: str) -> None:
        if self._in_value:
            self._value.append(data)
        else:
            self._inline.text(data)

    def near(self) -> tuple[int, int] | None:
        """As `near`."""
        return near(self.rows, self.columns, sum(map(len, self.rows.values())))

    def document(self) -> Iterator[bytes]:
        """The sheet as XML, written in the plain way."""
        yield b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        for number in sorted(self.rows):
            yield f'<row r="{number}">{"".join(self.rows[number])}</row>'.encode("utf-8", "replace")
        yield b"</sheetData>"
        if self.merged:
            yield b"<mergeCells>%b</mergeCells>" % b"".join(b'<mergeCell ref="%b"/>' % m.encode() for m in self.merged)
        yield b"</worksheet>"

    def _number(self, written: str | None) -> int:
        if written is None:
            return self._row + 1
        if not re.fullmatch("[0-9]{1,18}", written):
            raise Unreadable(f"row “{written[:40]}”")
        return max(int(written), 1)

    def _begin(self, attributes: dict[str, str]) -> None:
        self._attributes, self._value, self._has_formula = attributes, [], False
        self._inline.last = []
        written = attributes.get("r")
        if written is None:
            self._column += 1
            self._at = max(self._row, 1), self._column
            return
        reference = _REFERENCE.fullmatch(written)
        if reference is None:
            raise Unreadable(f"cell “{written[:40]}”")
        self._at = int(reference[2]), column_number(reference[1])
        self._column = self._at[1]

    def _finish(self) -> None:
        row, column = self._at
        kind, value = self._attributes.get("t", "n"), "".join(self._value)
        if kind == "inlineStr":
            value = "".join(self._inline.last)
        elif kind == "s" and value:
            value = self._shared(value)
        odd = self._odd(kind, value)
        if not value and odd is None:
            return
        if row > self._limit[0] or column > self._limit[1]:
            first, number = self.far or (f"{_letters(column)}{row}", 0)
            self.far = first, number + 1
            return
        if odd is not None:
            self.odd[row - 1, column - 1] = odd
        self.columns.add(column)
        self.room -= len(value)
        if self.room < 0:
            raise TooLarge("单元格中的文字过长", "too much text in its cells")
        style = self._attributes.get("s", "")
        if style.isdecimal() and (format := self._styles.get(int(style[:9]))) is not None:
            self.formats[row - 1, column - 1] = format
        style = f' s="{style}"' if re.fullmatch("[0-9]{1,5}", style) else ""
        if kind == "n" and not _NUMBER.fullmatch(value):
            kind = "str"  # the engine takes such a number for damage
        kind = kind if kind in ("n", "b", "d") else "str"
        cell = f'<c r="{a1(row - 1, column - 1)}"{style} t="{kind}"><v>{escape(value)}</v></c>'
        self.rows.setdefault(row, []).append(cell)

    def _shared(self, index: str) -> str:
        try:
            return self._strings[int(index)] if index.isascii() and index.strip().isdigit() else self._strings[2**40]
        except IndexError:
            raise Unreadable(f"{a1(self._at[0] - 1, self._at[1] - 1)}: shared string “{index[:20]}”") from None

    def _odd(self, kind: str, value: str) -> Odd | None:
        if kind == "e":
            return Odd(catalogue.CELL_ERROR, value or "#")
        if self._has_formula and not value and kind not in ("str", "inlineStr"):
            # A formula whose result is empty text says t="str"; one that was never calculated doesn't.
            return Odd(catalogue.FORMULA_WITHOUT_VALUE, "=")
        return None


def _letters(column: int) -> str:
    return a1(0, column - 1)[:-1]


def near(rows: Collection[int], columns: Collection[int], cells: int) -> tuple[int, int] | None:
    """The row and column beyond which cells are far from the table, if the sheet is too sparse for its `cells`.

    `rows` and `columns` are those in which a cell holds something, from 1. Raises TooLarge where the sheet is too
    large even without what is far.
    """
    bottom, right, most = max(rows, default=0), max(columns, default=0), room(cells)
    if bottom * right <= most:
        return None
    near_rows, near_columns = _before_gap(rows, FAR_ROWS), _before_gap(columns, FAR_COLUMNS)
    for limit in ((bottom, near_columns), (near_rows, right), (near_rows, near_columns)):
        if limit[0] * limit[1] <= most:
            return limit
    raise TooLarge(f"{bottom:,} 行 × {right:,} 列", f"{bottom:,} rows by {right:,} columns")


def _before_gap(used: Iterable[int], gap: int) -> int:
    """The last of some numbers before more than `gap` that aren't among them."""
    numbers = [0, *sorted(used)]
    return next((n for n, after in pairwise(numbers) if after - n > gap), numbers[-1])
