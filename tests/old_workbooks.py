"""Small workbooks written by hand: records of .xls in a compound file, of .xlsb in an archive, and OpenDocument."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Sequence

Value = str | float | bool | None
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
PERCENT, ZEROS, DAY = 1, 2, 3
"""Styles, besides 0 for none."""
FORMATS = {0: 0, PERCENT: 9, ZEROS: 164, DAY: 14}
_LAST, _TABLE = 0xFFFFFFFE, 0xFFFFFFFD


class Error(str):
    """A cell's error, by the code that its format has for it."""

    code = 42


def compound(name: str, stream: bytes) -> bytes:
    """A compound file with one stream of at least 4,096 bytes."""
    stream = stream.ljust(4096, b"\0")
    sectors = [stream[i : i + 512].ljust(512, b"\0") for i in range(0, len(stream), 512)]
    chain = [*range(1, len(sectors)), _LAST]
    directory = _entry("Root Entry", 5, _LAST, 0, child=1) + _entry(name, 2, 0, len(stream))
    sectors.append(directory.ljust(512, b"\0"))
    chain.append(_LAST)
    tables = -(-(len(sectors) + 1) // 127)
    first = len(sectors)
    chain += [_TABLE] * tables
    table = struct.pack(f"<{len(chain)}I", *chain).ljust(512 * tables, b"\xff")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<9I", 0, tables, first - 1, 0, 4096, _LAST, 0, _LAST, 0)
    header += struct.pack("<109I", *(first + i if i < tables else 0xFFFFFFFF for i in range(109)))
    return header + b"".join(sectors) + table


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    entry = text.ljust(64, b"\0") + struct.pack("<HBB3I", len(text), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    return entry.ljust(116, b"\0") + struct.pack("<IQ", start, size)


def record(kind: int, data: bytes = b"") -> bytes:
    """A record of .xls."""
    return struct.pack("<HH", kind, len(data)) + data


def _text(text: str, size: str) -> bytes:
    return struct.pack(f"<{size}B", len(text.encode("utf-16-le")) // 2, 1) + text.encode("utf-16-le")


def cell(row: int, column: int, value: Value, style: int = 0) -> bytes:
    """A cell of .xls, from 0."""
    place = struct.pack("<3H", row, column, style)
    if isinstance(value, Error):
        return record(0x205, place + struct.pack("<BB", value.code, 1))
    if isinstance(value, bool):
        return record(0x205, place + struct.pack("<BB", value, 0))
    if isinstance(value, float | int):
        return record(0x203, place + struct.pack("<d", value))
    return record(0x204, place + _text(value or "", "H"))


def xls(cells: Iterable[bytes], name: str = "Ratings", more: bytes = b"", version: int = 0x600) -> bytes:
    """A workbook of one sheet; `more` goes before its end."""
    styles = b"".join(record(0xE0, struct.pack("<HH", 0, f).ljust(20, b"\0")) for f in FORMATS.values())
    start = record(0x809, struct.pack("<HH", version, 5) + bytes(12))
    start += record(0x41E, struct.pack("<H", FORMATS[ZEROS]) + _text("000", "H")) + styles
    size = len(start) + len(record(0x85, bytes(6) + _text(name, "B"))) + len(record(0x0A))
    start += record(0x85, struct.pack("<IBB", size, 0, 0) + _text(name, "B")) + record(0x0A)
    sheet = record(0x809, struct.pack("<HH", version, 0x10) + bytes(12)) + b"".join(cells) + more + record(0x0A)
    return compound("Workbook" if version == 0x600 else "Book", start + sheet)


def xls_of(*rows: Sequence[Value]) -> bytes:
    """A workbook of one sheet with these rows."""
    return xls(cell(i, j, value) for i, row in enumerate(rows) for j, value in enumerate(row) if value is not None)


def binary_record(kind: int, data: bytes = b"") -> bytes:
    """A record of .xlsb."""
    number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, rest = bytearray(), len(data)
    while True:
        size.append(rest & 0x7F | (0x80 if rest > 0x7F else 0))
        rest >>= 7
        if not rest:
            return number + bytes(size) + data


def _wide(text: str) -> bytes:
    data = text.encode("utf-16-le")
    return struct.pack("<I", len(data) // 2) + data


def binary_cell(column: int, value: Value, strings: list[str], style: int = 0) -> bytes:
    """A cell of .xlsb."""
    place = struct.pack("<II", column, style)
    if isinstance(value, Error):
        return binary_record(3, place + bytes([value.code]))
    if isinstance(value, bool):
        return binary_record(4, place + bytes([value]))
    if isinstance(value, float | int):
        return binary_record(5, place + struct.pack("<d", value))
    if value is None:
        return binary_record(1, place)
    strings.append(value)
    return binary_record(7, place + struct.pack("<I", len(strings) - 1))


def xlsb(
    rows: Iterable[tuple[int, Sequence[tuple[Value, int]]]], name: str = "Ratings", is_hidden: bool = False
) -> bytes:
    """A workbook of one sheet: rows (from 0), each with its values and their styles."""
    strings: list[str] = []
    sheet = binary_record(129) + binary_record(148, struct.pack("<4I", 0, 9, 0, 9)) + binary_record(145)
    for number, row in rows:
        sheet += binary_record(0, struct.pack("<I", number) + bytes(13))
        sheet += b"".join(binary_cell(j, value, strings, style) for j, (value, style) in enumerate(row))
    sheet += binary_record(146) + binary_record(130)
    listed = struct.pack("<II", is_hidden, 1) + _wide("rId1") + _wide(name)
    book = (
        binary_record(131) + binary_record(143) + binary_record(156, listed) + binary_record(144) + binary_record(132)
    )
    styles = binary_record(278) + binary_record(44, struct.pack("<H", FORMATS[ZEROS]) + _wide("000"))
    styles += binary_record(617, struct.pack("<I", len(FORMATS)))
    styles += b"".join(binary_record(47, struct.pack("<HH", 0, f) + bytes(12)) for f in FORMATS.values())
    styles += binary_record(618) + binary_record(279)
    shared = binary_record(159, struct.pack("<II", len(strings), len(strings)))
    shared += b"".join(binary_record(19, b"\0" + _wide(text)) for text in strings) + binary_record(160)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _relations(("officeDocument", "xl/workbook.bin")))
        names = ("worksheet", "worksheets/sheet1.bin"), ("styles", "styles.bin"), ("sharedStrings", "sharedStrings.bin")
        archive.writestr("xl/_rels/workbook.bin.rels", _relations(*names))
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
        archive.writestr("xl/styles.bin", styles)
        archive.writestr("xl/sharedStrings.bin", shared)
    return buffer.getvalue()


def _relations(*targets: tuple[str, str]) -> str:
    each = "".join(
        f'<Relationship Id="rId{i}" Type="{OFFICE}/{kind}" Target="{path}"/>'
        for i, (kind, path) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{each}</Relationships>'


_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)


def ods(content: str, more: dict[str, bytes] | None = None) -> bytes:
    """An OpenDocument spreadsheet, of what stands in its body."""
    spaces = "".join(f' xmlns:{prefix}="{space}"' for prefix, space in _SPACES.items())
    hidden = '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/>'
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{spaces} office:version="1.3">'
        f"<office:automatic-styles>{hidden}</style:style></office:automatic-styles>"
        f"<office:body><office:spreadsheet>{content}</office:spreadsheet></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", text)
        for name, data in ({"META-INF/manifest.xml": b"<manifest/>"} | (more or {})).items():
            archive.writestr(name, data)
    return buffer.getvalue()


_SPACES = {
    **{name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "table", "text", "style")},
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}


def ods_table(*rows: Sequence[Value], name: str = "Ratings", style: str = "ta1") -> str:
    """A table of an OpenDocument spreadsheet."""
    lines = "".join(f"<table:table-row>{''.join(map(ods_cell, row))}</table:table-row>" for row in rows)
    return f'<table:table table:name="{name}" table:style-name="{style}">{lines}</table:table>'


def ods_cell(value: Value, repeated: int = 1) -> str:
    """A cell of such a table."""
    more = f' table:number-columns-repeated="{repeated}"' if repeated > 1 else ""
    if value is None:
        return f"<table:table-cell{more}/>"
    if isinstance(value, Error):
        kind = 'office:value-type="string" calcext:value-type="error"'
    elif isinstance(value, bool):
        kind = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, float | int):
        kind = f'office:value-type="float" office:value="{value}"'
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}{more}><text:p>{value}</text:p></table:table-cell>"
