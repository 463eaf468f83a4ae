"""A workbook's archive, made safe for the engine that reads it: measured, checked, and if need be made anew.

What is written in the plain way of `sheet_xml` is handed on as it is. Of anything else, the parts that
matter are parsed here, within bounds, and put into another archive.
"""

import io
import posixpath
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from . import sheet_xml
from .sheet_cells import Cells, Handler, Strings, TooLarge, Unreadable, parse
from .sheet_xml import Sheet

LARGEST = 512 * 2**20
"""Bytes of all parts, unpacked."""
STEEPEST, SMALL = 100, 20 * 2**20
"""Unpacked to packed, for archives that unpack to more than `SMALL` bytes."""
MOST_PARTS = 5_000
MOST_TEXT, TEXT_PER_BYTE = 64 * 2**20, 20
"""Bytes that the cells' texts may take, a shared string in every cell; or more, where the file is large."""
MOST_ELEMENTS = 500_000
"""Elements of XML that are parsed here; more, where the file is large: one to a byte of it."""

_BLOCK, _PACKED = 2**20, 2**16
_STATES = ("visible", "hidden", "veryHidden")
_BOOK, _STRINGS = "xl/workbook.xml", "xl/sharedstrings.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
# What zipfile raises for damaged archives and for compression that it doesn't know.
_DAMAGE = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError),
    *(KeyError, IndexError, OSError, ValueError, OverflowError, MemoryError, AssertionError),
)


class Locked(Exception):
    """The workbook is protected with a password."""


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
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = _Parts(archive.infolist(), data)
        root = _relations(parts, "")
        path = root.path("officeDocument") or _BOOK
        book, relations = _Book(), _relations(parts, path)
        parts.parse(path, book)
        sheets = [
            _Entry(name, state, relations.targets[id][1])
            for name, state, id in book.sheets
            if relations.targets.get(id, ("", ""))[0] == "worksheet"
        ]
        plainly &= parts.are_plain and root.kinds.count("officeDocument") == 1 and path == _BOOK
        found = _plain(parts, sheets, len(book.sheets)) if plainly else None
        return found or _rewritten(parts, sheets, book, relations)
    except _DAMAGE as error:
        raise Unreadable(str(error).split("\n")[0] or type(error).__name__) from error


class _Entry(NamedTuple):
    """A worksheet as the workbook lists it."""

    name: str
    state: str
    path: str


class _Parts:
    """The parts of an archive that isn't too large, by path."""

    def __init__(self, entries: Sequence[zipfile.ZipInfo], data: bytes) -> None:
        unpacked = sum(e.file_size for e in entries)
        if any(e.flag_bits & 1 for e in entries):
            raise Locked
        if len(entries) > MOST_PARTS:
            raise TooLarge(f"{len(entries):,} 个部分", f"{len(entries):,} parts")
        if unpacked > LARGEST or (unpacked > SMALL and unpacked > STEEPEST * len(data)):
            size = f"{unpacked / 2**20:,.0f} MB"
            raise TooLarge(size, size)
        self.data = data
        self.entries = {_key(e.filename): e for e in entries}
        self.room = max(MOST_TEXT, TEXT_PER_BYTE * len(data))
        self._elements = max(MOST_ELEMENTS, len(data))
        # Without comment, second directory and repeated names, every reader of archives sees the same.
        ends = data.startswith(b"PK\x03\x04") and data[-22:-18] == b"PK\x05\x06" and data[-42:-38] != b"PK\x06\x07"
        self.are_plain = ends and len(self.entries) == len(entries)

    def read(self, path: str) -> bytes:
        """A part's bytes. Raises Unreadable where it isn't there."""
        entry = self.entries.get(_key(path))
        if entry is None:
            raise Unreadable(f"{path}: missing")
        return b"".join(self.blocks(entry))

    def parse(self, path: str, handler: Handler) -> None:
        """Parse a part; all of them together have a limit. Raises Unreadable and TooLarge."""
        self._elements -= parse(self.read(path), handler, self._elements)

    def blocks(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        """A part's bytes block by block. Raises BadZipFile where they aren't as many as the archive says, or others."""
        start, at = entry.header_offset, entry.header_offset + 30
        head = self.data[start:at]
        if len(head) < 30 or head[:4] != b"PK\x03\x04":
            raise zipfile.BadZipFile(f"{entry.filename}: no header")
        at += int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        raw = memoryview(self.data)[at : at + entry.compress_size]
        size = checksum = 0
        for block in _unpacked(raw, entry.compress_type):
            size, checksum = size + len(block), zlib.crc32(block, checksum)
            if size > entry.file_size:
                break
            yield block
        if size != entry.file_size or checksum != entry.CRC:
            raise zipfile.BadZipFile(f"{entry.filename}: bad checksum")


def _unpacked(raw: memoryview, method: int) -> Iterator[bytes]:
    if method == zipfile.ZIP_STORED:
        yield from (bytes(raw[i : i + _BLOCK]) for i in range(0, len(raw), _BLOCK))
        return
    if method != zipfile.ZIP_DEFLATED:
        raise NotImplementedError(f"compression method {method}")
    inflating = zlib.decompressobj(-15)
    for i in range(0, len(raw), _PACKED):
        rest: bytes | memoryview = raw[i : i + _PACKED]
        while rest and not inflating.eof:
            yield inflating.decompress(rest, _BLOCK)
            rest = inflating.unconsumed_tail
    yield inflating.flush()
    if not inflating.eof:
        raise EOFError("cut short")


def _key(path: str) -> str:
    return posixpath.normpath(path.replace("\\", "/")).lstrip("/").casefold()


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


class _Relations:
    """Handler: a part's relationships to others in its folder."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.kinds: list[str] = []
        self.targets: dict[str, tuple[str, str]] = {}
        """Id → kind, and path in the archive."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship":
            kind, target = attributes.get("Type", "").rpartition("/")[2], attributes.get("Target", "")
            path = posixpath.normpath(posixpath.join(self._folder, target.replace("\\", "/"))).lstrip("/")
            self.targets[attributes.get("Id", "")] = kind, path
            self.kinds.append(kind)

    def end(self, name: str) -> None: ...

    def text(self, data: str) -> None: ...

    def path(self, kind: str) -> str:
        """The path of the first part of a kind; "" where there is none."""
        return next((path for k, path in self.targets.values() if k == kind), "")


def _relations(parts: _Parts, path: str) -> _Relations:
    """What a part (``""``: the archive) refers to; nothing where that is not said."""
    folder, name = posixpath.split(path)
    relations = _Relations(folder)
    where = posixpath.join(folder, "_rels", f"{name}.rels")
    if _key(where) in parts.entries:
        parts.parse(where, relations)
    return relations


def _plain(parts: _Parts, sheets: Sequence[_Entry], listed: int) -> Vetted | None:
    """The archive as it is, if all of it is plain and takes as much memory as it looks."""
    if len({s.name for s in sheets}) != listed or len({_key(s.path) for s in sheets}) != listed:
        return None
    by_path = {_key(s.path): s.name for s in sheets}
    found: dict[str, Sheet] = {}
    for key, entry in parts.entries.items():
        blocks = parts.blocks(entry)
        if key in by_path:
            sheet = sheet_xml.plain(blocks)
            if sheet is None:
                return None
            found[by_path[key]] = sheet
        for _ in blocks:
            pass  # whether the size is as the archive says
    if len(found) != listed or not _has_room(parts, list(by_path), sum(s.strings for s in found.values())):
        return None
    return Vetted(parts.data, [(s.name, found[s.name]) for s in sheets])


def _has_room(parts: _Parts, sheets: Sequence[str], cells: int) -> bool:
    """Whether the shared strings are not too much, each as often as plain sheets refer to it."""
    entry = parts.entries.get(_STRINGS)
    if entry is None or not cells:
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


def _rewritten(parts: _Parts, sheets: Sequence[_Entry], book: _Book, relations: _Relations) -> Vetted:
    """An archive of what matters: the worksheets, written anew, and the styles."""
    strings, path = Strings(), relations.path("sharedStrings") or _STRINGS
    if _key(path) in parts.entries:
        parts.parse(path, strings)
    found = []
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number, sheet in enumerate(sheets, 1):
            cells = Cells(strings.texts, parts.room)
            parts.parse(sheet.path, cells)
            if (limit := cells.near()) is not None:
                cells = Cells(strings.texts, parts.room, limit)
                parts.parse(sheet.path, cells)
            parts.room = cells.room
            found.append((sheet.name, Sheet(cells.odd, cells.far)))
            archive.writestr(f"xl/worksheets/sheet{number}.xml", b"".join(cells.document()))
        styles = relations.path("styles")
        if _key(styles) in parts.entries:
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
