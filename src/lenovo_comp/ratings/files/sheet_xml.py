"""A sheet's XML, before the engine lays it out: what it holds, and how far it reaches.

The engine makes a grid of all cells from A1 to the last one, wherever that claims to be. Most sheets
are written in one plain way, which a pattern confirms faster than XML can be parsed. Any other sheet
is parsed by `sheet_cells`, and written anew in that plain way.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from ...findings import catalogue
from .number_formats import Format
from .table import Odd

MOST_CELLS = 50_000_000
"""Cells of a grid, blank ones included."""
LEAST_CELLS = 5_000_000
"""Cells of a grid that are laid out however few hold anything; beyond, `SPARSEST` decides."""
SPARSEST = 20
"""Cells of a grid to one that holds something."""
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
NO_STYLES: Mapping[int, Format] = {}
LONGEST_ROW = 2 * 2**20
"""Bytes of a row that the pattern is tried on."""


@dataclass(frozen=True)
class Sheet:
    """What a sheet's XML says that the engine doesn't; cells by (row, column) from 0."""

    odd: dict[tuple[int, int], Odd] = field(default_factory=dict)
    """Cells that hold an error, or a formula without a result."""
    far: tuple[str, int] | None = None
    """The first cell that is too far from the table to be read, and how many there are."""
    strings: int = 0
    """Cells that refer to a shared string."""
    formats: Mapping[tuple[int, int], Format] = field(default_factory=dict)
    """How the number of a cell is shown, where that is of interest."""


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
        # `r` must not come twice: of names with one letter only `s` may, and any as a prefix.
        name = rb"[A-Za-z0-9]{2,}+(?::[A-Za-z0-9]{2,}+)?|[A-Za-z0-9]:[A-Za-z0-9]{2,}+"
        others = rb'(?: (?:(?:%b)="[^"<>&]*+"|s="[0-9]*+"))*+' % name
        self.row = re.compile(
            rb'<%brow r="([1-9][0-9]{0,6})"%b ?(?:/>|>(?:%b){0,16384}</%brow>)' % (p, others, cell, p)
        )
        # Most rows have no other cells, none of which is an error or beyond column Z: a run of them takes one step.
        common = rb'<%bc r="[A-Z]\1"(?: s="[0-9]{1,9}")?+(?: t="(?:n|s|inlineStr)")?+(?: ?/>' % p
        common += rb'|>(?:<%bv>[^<]++</%bv>|<%bis><%bt(?: xml:space="preserve")?+>[^<]*+</%bt></%bis>)</%bc>)' % (
            (p,) * 7
        )
        self.rows = re.compile(
            rb'(?:<%brow r="([1-9][0-9]{0,6})"%b ?>(?:%b){0,26}+</%brow>)++' % (p, others, common, p)
        )
        self.number = re.compile(rb'<%brow r="([0-9]++)"' % p)
        self.wide = re.compile(rb'<%bc r="([A-Z]{2,3})[0-9]' % p)
        self.error = re.compile(
            rb'<%bc r="([A-Z]{1,3})([0-9]++)"[^<>]* t="e"[^<>]*+>.*?<%bv>(#[^<]*+)<' % (p, p), re.DOTALL
        )
        self.styled = re.compile(rb'<%bc r="([A-Z]{1,3})([0-9]++)"(?: [a-z]++="[^"<>]*+")*? s="([0-9]++)"' % p)
        self.end = b"</%bsheetData>" % prefix
        self.begin, self.after = b"<%brow " % prefix, b"</%bc>" % prefix
        self.cell, self.string = b"<%bc " % prefix, b' t="s"'

    def ends(self, text: bytes, at: int) -> Iterator[tuple[bool, int]]:
        """Where plain rows end that begin at a place, run by run: whether all are common ones, and the end."""
        while True:
            found = self.rows.match(text, at)
            is_common = found is not None
            found = found or self.row.match(text, at)
            if found is None:
                return
            at = found.end()
            yield is_common, at

    def last_filled(self, text: bytes, begin: int, end: int) -> int:
        """The last row between two places in which a cell may hold something; 0 where there is none."""
        cell = text.rfind(self.after, begin, end)
        row = self.number.match(text, text.rfind(self.begin, begin, cell)) if cell >= 0 else None
        return int(row[1]) if row is not None else 0

    def width(self, text: bytes, begin: int, end: int) -> int:
        """The last column in which a cell stands between two places, if that is beyond Z."""
        return max((column_number(c.decode()) for c in set(self.wide.findall(text, begin, end))), default=0)

    def errors(self, text: bytes, begin: int, end: int) -> dict[tuple[int, int], Odd]:
        """The cells between two places that hold an error."""
        if text.find(b't="e"', begin, end) < 0:
            return {}
        found = self.error.findall(text, begin, end)
        return {_place(letters, digits): Odd(catalogue.CELL_ERROR, value.decode()) for letters, digits, value in found}

    def formats(self, text: bytes, begin: int, end: int, styles: Mapping[int, Format]) -> dict[tuple[int, int], Format]:
        """The cells between two places that have one of some styles."""
        found = self.styled.findall(text, begin, end)
        return {_place(letters, digits): styles[int(s)] for letters, digits, s in found if int(s) in styles}


_grammar = cache(_Grammar)
_START = re.compile(rb"<((?:[A-Za-z0-9]++:)?+)sheetData>")


def plain(
    blocks: Iterator[bytes], styles: Mapping[int, Format] = NO_STYLES, *, has_strings: bool = True
) -> Sheet | None:
    """What a sheet holds if it is written in the plain way and not too sparse, else None.

    `styles`: those whose format is of interest. `has_strings`: whether there are strings that cells may share.
    """
    text = next(blocks, b"")
    start = _START.search(text)
    if start is None or not _is_plain_head(text[: start.end()]):
        return None
    grammar = _grammar(start[1])
    at, last, bottom, width, cells, strings = start.end(), 0, 0, 26, 0, 0
    odd: dict[tuple[int, int], Odd] = {}
    formats: dict[tuple[int, int], Format] = {}
    while True:
        begin = at
        for is_common, end in grammar.ends(text, begin):
            if not is_common:
                width = max(width, grammar.width(text, at, end))
                odd |= grammar.errors(text, at, end)
            at = end
        rows = list(map(int, grammar.number.findall(text, begin, at)))
        # The engine loses cells whose rows are not in order.
        if rows and (rows[0] <= last or rows[-1] > MOST_ROWS or rows != sorted(set(rows))):
            return None
        last = rows[-1] if rows else last
        bottom = grammar.last_filled(text, begin, at) or bottom
        strings += text.count(grammar.string, begin, at) if has_strings else 0
        formats |= grammar.formats(text, begin, at, styles) if styles else {}
        if text.startswith(grammar.end, at):
            break
        more = next(blocks, None)
        if more is None or len(text) - at > LONGEST_ROW:
            return None
        cells += text.count(grammar.cell, begin, at)
        text, at = text[at:] + more, 0
    area = bottom * width
    if width > MOST_COLUMNS or (area > LEAST_CELLS and area > room(cells + text.count(grammar.cell, begin, at))):
        return None
    return Sheet(odd, strings=strings, formats=formats)


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


def room(cells: int) -> int:
    """The cells of a grid in which so many hold something."""
    return min(max(LEAST_CELLS, SPARSEST * cells), MOST_CELLS)


def _place(letters: bytes, digits: bytes) -> tuple[int, int]:
    """The row and column (from 0) that a cell's name says."""
    return int(digits) - 1, column_number(letters.decode()) - 1


def column_number(letters: str) -> int:
    """A column's letters → its number from 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
