"""An archive's parts, measured before they are unpacked, and checked while they are."""

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from .sheet_cells import Handler, TooLarge, Unreadable, parse

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
# A part's header, its entry in the directory, and the end of that, as archives have them.
_HEADER, _ENTRY, _END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")
_VERSION, _UTF8, _DAY = 20, 0x800, 33
# What zipfile raises for damaged archives and for compression that it doesn't know, and what records that end early do.
DAMAGE = (
    *(struct.error, zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError),
    *(KeyError, IndexError, OSError, ValueError, OverflowError, MemoryError, AssertionError),
)


class Locked(Exception):
    """The workbook is protected with a password."""


@contextmanager
def damage() -> Iterator[None]:
    """Read of an archive or a part. Raises Unreadable for whatever shows that it is damaged."""
    try:
        yield
    except DAMAGE as error:
        raise Unreadable(str(error).split("\n")[0] or type(error).__name__) from error


class Parts:
    """The parts of an archive, by path.

    Raises Locked, TooLarge, and what `damage` catches.
    """

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
        unpacked = sum(e.file_size for e in entries)
        if any(e.flag_bits & 1 for e in entries):
            raise Locked
        if len(entries) > MOST_PARTS:
            raise TooLarge(f"{len(entries):,} 个部分", f"{len(entries):,} parts")
        if unpacked > LARGEST or (unpacked > SMALL and unpacked > STEEPEST * len(data)):
            size = f"{unpacked / 2**20:,.0f} MB"
            raise TooLarge(size, size)
        self.data = data
        self.are_small = unpacked <= SMALL
        self.entries = {key_of(e.filename): e for e in entries}
        self.room = max(MOST_TEXT, TEXT_PER_BYTE * len(data))
        self._elements = max(MOST_ELEMENTS, len(data))
        # Without comment, second directory and repeated names, every reader of archives sees the same.
        ends = data.startswith(b"PK\x03\x04") and data[-22:-18] == b"PK\x05\x06" and data[-42:-38] != b"PK\x06\x07"
        self.are_plain = ends and len(self.entries) == len(entries)

    def has(self, path: str) -> bool:
        """Whether a part is there."""
        return key_of(path) in self.entries

    def read(self, path: str) -> bytes:
        """A part's bytes. Raises Unreadable where it isn't there."""
        entry = self.entries.get(key_of(path))
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

    def unpacked(self, contents: Sequence[bytes]) -> bytes:
        """An archive of the parts that need not be unpacked; `contents` has the bytes of each, which were checked."""
        pieces, directory, at = [], [], 0
        for entry, content in zip(self.entries.values(), contents, strict=True):
            name, size = entry.filename.encode(), len(content)
            about = _VERSION, _UTF8, zipfile.ZIP_STORED, 0, _DAY, entry.CRC, size, size, len(name), 0
            pieces += [_HEADER.pack(b"PK\x03\x04", *about), name, content]
            directory += [_ENTRY.pack(b"PK\x01\x02", _VERSION, *about, 0, 0, 0, 0, at), name]
            at += _HEADER.size + len(name) + size
        listed, number = b"".join(directory), len(self.entries)
        return b"".join([*pieces, listed, _END.pack(b"PK\x05\x06", 0, 0, number, number, len(listed), at, 0)])


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


def key_of(path: str) -> str:
    """A path as archives are searched for it: in any case, with either slash."""
    return posixpath.normpath(path.replace("\\", "/")).lstrip("/").casefold()


class Relations:
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


def relations_of(parts: Parts, path: str) -> Relations:
    """What a part (``""``: the archive) refers to; nothing where that is not said."""
    folder, name = posixpath.split(path)
    relations = Relations(folder)
    where = posixpath.join(folder, "_rels", f"{name}.rels")
    if parts.has(where):
        parts.parse(where, relations)
    return relations
