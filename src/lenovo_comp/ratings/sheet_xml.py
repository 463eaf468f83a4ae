"""A sheet's XML, before the engine lays it out: what it holds, and how far it reaches.

The engine makes a grid of all cells from A1 to the last one, wherever that claims to be. Most sheets
are written in one plain way, which a pattern confirms faster than XML can be parsed. Any other sheet
is parsed here, cell by cell, and written anew in that plain way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import Protocol
from xml.parsers import expat
from xml.sax.saxutils import escape

from .. import catalogue
from ..language import Text
from .table import Odd, a1

MOST_CELLS = 50_000_000
"""Cells of a grid, blank ones included."""
LEAST_CELLS = 5_000_000
"""Cells of a grid that are laid out however few hold anything; beyond, `SPARSEST` decides."""
SPARSEST = 20
"""Cells of a grid to one that holds something."""
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
FAR_ROWS, FAR_COLUMNS = 1_000, 100
"""Blank rows and columns after which cells are far from the table, where a sheet is too sparse."""
LONGEST_ROW = 2 * 2**20
"""Bytes of a row that the pattern is tried on."""

_BLOCK = 2**20
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


@dataclass(frozen=True)
class Sheet:
    """What a sheet's XML says that the engine doesn't; cells by (row, column) from 0."""

    odd: dict[tuple[int, int], Odd] = field(default_factory=dict)
    """Cells that hold an error, or a formula without a result."""
    far: tuple[str, int] | None = None
    """The first cell that is too far from the table to be read, and how many there are."""
    strings: int = 0
    """Cells that refer to a shared string."""


class _Grammar:
    """The plain way in which a sheet is written, with a prefix for its elements or none."""

    def __init__(self, prefix: bytes) -> None:
        p = re.escape(prefix)
        attributes = rb'(?: (?:s|cm|vm|ph)="[0-9]{0,9}")*'
        formula = rb"<%bf(?: [A-Za-z0-9:]{1,9}=\"[^\"<>&]*+\")*+(?:/>|>[^<]*+</%bf>)" % (p, p)
        value = rb"<%bv>[^<]++</%bv>" % (p, p)
        inline = rb'<%bis><%bt(?: xml:space="preserve")?>[^<]*+</%bt></%bis>' % (p, p, p, p)
        empty = rb"(?:%b)?(?:<%bv>[^<]*+</%bv>|<%bv ?/>)?" % (formula, p, p, p)
        error = rb"(?:%b)?<%bv>#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!)</%bv>" % (formula, p, p)
        cell = rb'<%bc r="[A-Z]{1,3}\1"%b(?:' % (p, attributes)
        cell += rb"(?: t=\"n\")?%b(?: ?/>|>(?:(?:%b)?%b)?</%bc>)" % (attributes, formula, value, p)
        cell += rb"| t=\"(?:s|b|d)\"%b(?: ?/>|>(?:%b)?%b</%bc>)" % (attributes, formula, value, p)
        cell += rb"| t=\"str\"%b(?: ?/>|>%b</%bc>)" % (attributes, empty, p)
        cell += rb"| t=\"inlineStr\"%b(?: ?/>|>(?:%b)?</%bc>)" % (attributes, inline, p)
        cell += rb"| t=\"e\"%b>%b</%bc>)" % (attributes, error, p)
        others = rb'(?: (?:[A-Za-z0-9]+:)?[A-Za-z0-9]{2,}="[^"<>&]*+"| s="[0-9]*+")*+'
        self.row = re.compile(
            rb'<%brow r="([1-9][0-9]{0,6})"%b ?(?:/>|>(?:%b){0,16384}</%brow>)' % (p, others, cell, p)
        )
        self.wide = re.compile(rb'<%bc r="([A-Z]{2,3})[0-9]' % p)
        self.error = re.compile(
            rb'<%bc r="([A-Z]{1,3})([0-9]++)"[^<>]* t="e"[^<>]*+>.*?<%bv>(#[^<]*+)<' % (p, p), re.DOTALL
        )
        self.end = b"</%bsheetData>" % prefix
        self.blank_end = b"</%brow>" % prefix
        self.cell, self.string = b"<%bc " % prefix, b' t="s"'


_grammar = cache(_Grammar)
_START = re.compile(rb"<((?:[A-Za-z0-9]++:)?+)sheetData>")


def plain(blocks: Iterator[bytes]) -> Sheet | None:
    """What a sheet holds if it is written in the plain way and not too sparse, else None."""
    text = next(blocks, b"")
    start = _START.search(text)
    if start is None or not _is_plain_head(text[: start.end()]):
        return None
    grammar = _grammar(start[1])
    at, last, bottom, cells, strings = start.end(), 0, 0, 0, 0
    columns: set[bytes] = set()
    odd: dict[tuple[int, int], Odd] = {}
    while True:
        begin = at
        while row := grammar.row.match(text, at):
            number = int(row[1])
            if number <= last or number > MOST_ROWS:
                return None
            at, last = row.end(), number
            if text.find(b"</", row.start(), at) not in (-1, at - len(grammar.blank_end)):
                bottom = number
        columns.update(grammar.wide.findall(text, begin, at))
        cells += text.count(grammar.cell, begin, at)
        strings += text.count(grammar.string, begin, at)
        if text.find(b't="e"', begin, at) >= 0:
            for letters, digits, value in grammar.error.findall(text, begin, at):
                odd[int(digits) - 1, _column(letters.decode()) - 1] = Odd(catalogue.CELL_ERROR, value.decode())
        if text.startswith(grammar.end, at):
            break
        more = next(blocks, None)
        if more is None or len(text) - at > LONGEST_ROW:
            return None
        text, at = text[at:] + more, 0
    width = max((_column(c.decode()) for c in columns), default=26)
    if width > MOST_COLUMNS or bottom * width > _room(cells):
        return None
    return Sheet(odd, strings=strings)


def references(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The shared strings (their numbers) that the cells of a plain sheet refer to."""
    rest = b""
    for block in blocks:
        text, end, after = (rest + block).rpartition(b"</")
        yield from _SHARED.findall(text)
        rest = end + after
    yield from _SHARED.findall(rest)


_SHARED = re.compile(rb' t="s"[^<>]*>(?:<[^<>]*f[^<>]*>[^<]*</[^<>]*>)?<[^<>]*v>([0-9]{1,9})')


def _is_plain_head(head: bytes) -> bool:
    """Whether nothing before the cells could be taken for one, and the text is in UTF-8."""
    declared = re.search(rb"encoding\s*=\s*[\"']([^\"']*)", head[:200])
    utf8 = declared is None or declared[1].lower() == b"utf-8"
    return utf8 and head.count(b"sheetData") == 1 and b"<!" not in head and head.lstrip()[:1] in (b"<", b"\xef")


def _room(cells: int) -> int:
    """The cells of a grid in which so many hold something."""
    return min(max(LEAST_CELLS, SPARSEST * cells), MOST_CELLS)


def _column(letters: str) -> int:
    """A column's letters → its number from 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


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
    parser.buffer_text, parser.buffer_size = True, _BLOCK
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

    def __init__(self, strings: Sequence[str], room: int, limit: tuple[int, int] = (MOST_ROWS, MOST_COLUMNS)) -> None:
        self._strings, self._limit = strings, limit
        self.room = room
        """Characters that the cells' texts may still take."""
        self.rows: dict[int, list[str]] = {}
        self.columns: set[int] = set()
        self.odd: dict[tuple[int, int], Odd] = {}
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
        """The rows and columns beyond which cells are far from the table, if the sheet is too sparse.

        Raises TooLarge where it is too large even without those.
        """
        bottom, right = max(self.rows, default=0), max(self.columns, default=0)
        room = _room(sum(map(len, self.rows.values())))
        if bottom * right <= room:
            return None
        rows, columns = _before_gap(self.rows, FAR_ROWS), _before_gap(self.columns, FAR_COLUMNS)
        for limit in ((bottom, columns), (rows, right), (rows, columns)):
            if limit[0] * limit[1] <= room:
                return limit
        raise TooLarge(f"{bottom:,} 行 × {right:,} 列", f"{bottom:,} rows by {right:,} columns")

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
        self._at = int(reference[2]), _column(reference[1])
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


def _before_gap(used: Iterable[int], gap: int) -> int:
    """The last of some numbers before more than `gap` that aren't among them."""
    numbers = [0, *sorted(used)]
    return next((n for n, after in pairwise(numbers) if after - n > gap), numbers[-1])
