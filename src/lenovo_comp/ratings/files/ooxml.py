"""A workbook's archive, made safe for the engine that reads it: measured, checked, and if need be made anew.

What is written in the plain way of `sheet_xml` is handed on as it is. Of anything else, the parts that
matter are parsed here, within bounds, and put into another archive.
"""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from . import sheet_xml
from .number_formats import Format, format_of
from .parts import Parts, Relations, damage, key_of, relations_of
from .sheet_cells import Cells, Strings
from .sheet_xml import Sheet

_STATES = ("visible", "hidden", "veryHidden")
_BOOK, _STRINGS = "xl/workbook.xml", "xl/sharedstrings.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"

# A style that shows numbers in a way of its own; and what says so of other things than cells.
_OF_INTEREST = re.compile(rb"%|numFmtId\s*=\s*[\"'](?:9|10)[\"']|formatCode\s*=\s*[\"'][^.,#%\"']*0")
_NOT_OF_CELLS = re.compile(rb"<((?:[A-Za-z0-9]+:)?(?:cellStyleXfs|dxfs))[ >].*?</\1>", re.DOTALL)


class Vetted(NamedTuple):
    """An archive that the engine may read, and its worksheets in the engine's order."""

    data: bytes
    sheets: Sequence[tuple[str, Sheet]]
    """Name, and what its XML says."""
    is_rewritten: bool = False


def vet(data: bytes, *, plainly: bool = True) -> Vetted:
    """Check a workbook's archive; where it isn't plain (or not `plainly`), make it anew.

    Raises Locked, TooLarge, and Unreadable for whatever else is wrong.
    """
    with damage():
        parts = Parts(data)
        root = relations_of(parts, "")
        path = root.path("officeDocument") or _BOOK
        book, relations = _Book(), relations_of(parts, path)
        parts.parse(path, book)
        sheets = [
            _Entry(name, state, relations.targets[id][1])
            for name, state, id in book.sheets
            if relations.targets.get(id, ("", ""))[0] == "worksheet"
        ]
        styles = _formats(parts, relations)
        plainly &= parts.are_plain and root.kinds.count("officeDocument") == 1 and path == _BOOK
        found = _plain(parts, sheets, len(book.sheets), styles) if plainly else None
        return found or _rewritten(parts, sheets, book, relations, styles)


class _Entry(NamedTuple):
    """A worksheet as the workbook lists it."""

    name: str
    state: str
    path: str


class _Book:
    """Handler: what the workbook says of its sheets."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, str]] = []
        """Name, state, and id of the relationship."""
        self.is_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "sheet":
            id = next((v for k, v in attributes.items() if k.rpartition(":")[2] == "id"), "")
            self.sheets.append((attributes.get("name", ""), attributes.get("state", "visible"), id))
        elif name == "workbookPr":
            self.is_1904 = attributes.get("date1904") in ("1", "true", "on")

    def end(self, name: str) -> None: ...

    def text(self, data: str) -> None: ...


class _Styles:
    """Handler: which cells' styles have a format that is of interest."""

    def __init__(self) -> None:
        self._codes: dict[int, str] = {}
        self._numbers: list[int] = []
        self._in_cells = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        number = attributes.get("numFmtId", "")
        if name == "cellXfs":
            self._in_cells = True
        elif name == "numFmt" and number.isdecimal():
            self._codes[int(number[:9])] = attributes.get("formatCode", "")
        elif name == "xf" and self._in_cells:
            self._numbers.append(int(number[:9]) if number.isdecimal() else 0)

    def end(self, name: str) -> None:
        self._in_cells &= name != "cellXfs"

    def text(self, data: str) -> None: ...

    def formats(self) -> dict[int, Format]:
        """Style → format."""
        each = ((style, format_of(number, self._codes)) for style, number in enumerate(self._numbers))
        return {style: format for style, format in each if format is not None}


def _formats(parts: Parts, relations: Relations) -> Mapping[int, Format]:
    """The styles that show numbers as percentages, or in a shape of their own."""
    path, styles = relations.path("styles"), _Styles()
    content = parts.read(path) if parts.has(path) else b""
    # Few workbooks have any, which is seen faster than XML is parsed.
    if _OF_INTEREST.search(content if b"<!" in content else _NOT_OF_CELLS.sub(b"", content)):
        parts.parse(path, styles)
    return styles.formats()


def _plain(parts: Parts, sheets: Sequence[_Entry], listed: int, styles: Mapping[int, Format]) -> Vetted | None:
    """The archive as it is, but unpacked if it is small; None unless all of it is plain and as large as it looks."""
    if len({s.name for s in sheets}) != listed or len({key_of(s.path) for s in sheets}) != listed:
        return None
    by_path = {key_of(s.path): s.name for s in sheets}
    found: dict[str, Sheet] = {}
    contents: list[bytes] = []
    for key, entry in parts.entries.items():
        blocks = parts.blocks(entry)
        if parts.are_small:
            contents.append(b"".join(blocks))
            blocks = iter(contents[-1:])
        if key in by_path:
            sheet = sheet_xml.plain(blocks, styles, has_strings=_STRINGS in parts.entries)
            if sheet is None:
                return None
            found[by_path[key]] = sheet
        for _ in blocks:
            pass  # whether the size is as the archive says
    if len(found) != listed or not _has_room(parts, list(by_path), sum(s.strings for s in found.values())):
        return None
    # To unpack it again would take the engine as long as to find its cells.
    data = parts.unpacked(contents) if parts.are_small else parts.data
    return Vetted(data, [(s.name, found[s.name]) for s in sheets])


def _has_room(parts: Parts, sheets: Sequence[str], cells: int) -> bool:
    """Whether the shared strings are not too much, each as often as plain sheets refer to it."""
    entry = parts.entries.get(_STRINGS)
    if entry is None or cells * entry.file_size <= parts.room:
        return True
    text = b"".join(parts.blocks(entry)).partition(b"<si>")[2]
    sizes = list(map(len, text.split(b"</si>")))
    if max(sizes) * cells <= parts.room:
        return True
    if text.count(b"<si") + 1 != len(sizes) - 1 or text.count(b"<si>") + 1 != len(sizes) - 1 or b"<!" in text:
        return False
    times: Counter[bytes] = Counter()
    for sheet in sheets:
        times.update(sheet_xml.references(parts.blocks(parts.entries[sheet])))
    return sum(n * sizes[min(int(i), len(sizes) - 1)] for i, n in times.items()) <= parts.room


def _rewritten(
    parts: Parts, sheets: Sequence[_Entry], book: _Book, relations: Relations, formats: Mapping[int, Format]
) -> Vetted:
    """An archive of what matters: the worksheets, written anew, and the styles."""
    strings, path = Strings(), relations.path("sharedStrings") or _STRINGS
    if key_of(path) in parts.entries:
        parts.parse(path, strings)
    found = []
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number, sheet in enumerate(sheets, 1):
            cells = Cells(strings.texts, parts.room, formats)
            parts.parse(sheet.path, cells)
            if (limit := cells.near()) is not None:
                cells = Cells(strings.texts, parts.room, formats, limit)
                parts.parse(sheet.path, cells)
            parts.room = cells.room
            found.append((sheet.name, Sheet(cells.odd, cells.far, formats=cells.formats)))
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b"".join(cells.document()))
        styles = relations.path("styles")
        if key_of(styles) in parts.entries:
            archive.writestr("xl/styles.xml", parts.read(styles))
        states = [quoteattr(s.state if s.state in _STATES else _STATES[0]) for s in sheets]
        listed = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="s{n}" state={s}/>' for n, s in enumerate(states, 1))
        date1904 = '<workbookPr date1904="1"/>' if book.is_1904 else ""
        archive.writestr(
            _BOOK, f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{date1904}<sheets>{listed}</sheets></workbook>'
        )
        targets = "".join(
            f'<Relationship Id="s{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        archive.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{_PACKAGE}">{targets}</Relationships>')
        root = f'<Relationship Id="b" Type="{_OFFICE}/officeDocument" Target="{_BOOK}"/>'
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{_PACKAGE}">{root}</Relationships>')
    return Vetted(buffer.getvalue(), found, is_rewritten=True)
