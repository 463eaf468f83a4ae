"""What marks a rating sheet of `comp sheet`, so that it is read back without anybody typing an id.

A sheet has the mark in A1. Column A, hidden, names the facts of the head (`employee_id`, …) row by row, then heads the
table; a fact stands in column B, hidden, if it was given, else in column D, as it was filled in.

A workbook ends with a seal, the digest of all before it, as the archive's comment. Whatever saves the
workbook again breaks the seal, so that a whole one says that nobody has filled anything in.
"""

from collections.abc import Iterator

from .columns import Use, used_for

MARK = "comp.sheet/1"
KEY, GIVEN, READ, FILLED = range(4)
"""The columns A to D of the head."""
TABLE = "competency"
"""The key in the row of the table's headers."""
# Lines of a CSV file before which its header stands, if anybody put a title above it.
_HEADER_WITHIN = 20
_ENCODINGS = ("utf-8", "utf-16-le", "gb18030")
FOR_READING = ("评价内容（仅供阅读）", "What is rated (for reading)")
"""Headers of the column that is for people only."""
ANSWERS = (("level", "evidence"), ("等级", "证据"))
"""Headers of the last columns of a sheet as CSV, which are to be filled in."""

_SEAL = b" sha256:"
_SEAL_LENGTH = len(MARK) + len(_SEAL) + 64
_ARCHIVE = b"PK"
_COMPOUND = b"\xd0\xcf\x11\xe0"
# How an old workbook begins, and one with a password; and what is only in the latter.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
START, LARGEST = 2**16, 64 * 2**20
"""Bytes at the start of a file that show a sheet, and of the whole of one."""

Rows = list[list[object]]
"""A sheet's cells as its reader gives them: text, numbers, "" or None for blank ones."""


def marks(rows: Rows) -> bool:
    """Whether a sheet is one of ours."""
    return bool(rows) and rows[0][:1] == [MARK]


def header_row(rows: Rows) -> int | None:
    """The row of the table's headers (from 0); None where the sheet is only to be read."""
    return next((i for i, row in enumerate(rows) if row[KEY] == TABLE and len(row) > FILLED), None)


def is_filled(rows: Rows, start: int) -> bool:
    """Whether a sheet, whose headers stand at `start`, says whom it is about, or rates anything."""
    named = any(name == "employee_id" and not _blank(value) for name, value, _ in _facts(rows, start))
    return named or any(not _blank(cell) for row in rows[start + 1 :] for cell in row[FILLED:])


def with_head(rows: Rows, start: int) -> tuple[Rows, dict[int, tuple[int, int]]]:
    """A sheet's rows with a column more for each fact of its head; those columns → the cell they come from.

    Lines that are only to be read become blank.
    """
    facts = list(_facts(rows, start))
    width = max(map(len, rows))
    header = [*_padded(rows[start], width), *(name for name, *_ in facts)]
    values = [value for _, value, _ in facts]
    body = [
        [*_padded(row, width), *values] if any(not _blank(cell) for j, cell in enumerate(row) if j != READ) else []
        for row in rows[start + 1 :]
    ]
    return [*rows[:start], header, *body], {width + i: cell for i, (*_, cell) in enumerate(facts)}


def sealed(workbook: bytes) -> bytes:
    """The workbook, an archive without a comment, with the seal as its comment."""
    body = workbook[:-2] + _SEAL_LENGTH.to_bytes(2, "little")
    return body + _seal(body)


def is_untouched(file: bytes) -> bool:
    """Whether a file is a workbook of `comp sheet` just as it was written."""
    return file.startswith(_ARCHIVE) and file[-_SEAL_LENGTH:] == _seal(file[:-_SEAL_LENGTH])


def may_be_sheet(start: bytes) -> bool:
    """Whether a file that begins like that may be a sheet of `comp sheet`, as a workbook or as CSV."""
    return start.startswith((_ARCHIVE, _COMPOUND)) or _has_header(start)


def has_answers(file: bytes) -> bool:
    """Whether something may have been filled in, in a sheet of `comp sheet`, workbook or CSV.

    True where that can't be seen; False for what is no such sheet.
    """
    if file.startswith(_ARCHIVE):
        return not is_untouched(file) and _has_mark(file)
    if file.startswith(_COMPOUND):
        return _ENCRYPTED in file or _has_header(file)
    if not _has_header(file[:START]):
        return False
    import csv
    import io

    try:
        text = io.StringIO(file.decode("utf-8-sig"), newline="")
        opening = [line.strip("\r\n") for line, _ in zip(text, range(_HEADER_WITHIN), strict=False)]
        if not any(name in cells for line in opening for cells in _split(line) for name in FOR_READING):
            return False  # a page or a document that shows what is rated
        text.seek(0)
        rows = csv.reader(text)
        return tuple(next(rows, ())[-2:]) not in ANSWERS or any(cell for row in rows for cell in row[-2:])
    except (UnicodeDecodeError, csv.Error):
        return True


def _split(line: str) -> list[list[str]]:
    """A line's cells, by each delimiter that a spreadsheet writes."""
    return [[cell.strip().strip('"') for cell in line.split(delimiter)] for delimiter in ",;\t"]


def _has_header(file: bytes) -> bool:
    """Whether the header of the column for reading is in a text file or an old workbook."""
    return any(name.encode(encoding) in file for name in FOR_READING for encoding in _ENCODINGS)


def _seal(body: bytes) -> bytes:
    import hashlib

    return MARK.encode() + _SEAL + hashlib.sha256(body).hexdigest().encode()


def _has_mark(workbook: bytes) -> bool:
    """Whether the mark is among a workbook's texts or in the first rows of a sheet, or can't be seen for a password."""
    import io
    import zipfile

    try:
        with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
            for name in archive.namelist():
                is_text = name.lower().endswith(("sharedstrings.xml", "sharedstrings.bin", "content.xml"))
                if name == "META-INF/manifest.xml" and b"encryption-data" in archive.read(name):
                    return True
                if is_text or "worksheets/" in name.lower():
                    with archive.open(name) as part:
                        content = part.read(LARGEST if is_text else START)
                        if MARK.encode() in content or MARK.encode("utf-16-le") in content:
                            return True
    except Exception:  # an archive may be damaged in every way
        return _SEAL in workbook
    return False


def _facts(rows: Rows, start: int) -> Iterator[tuple[str, object, tuple[int, int]]]:
    """What a sheet's head says: fact, value, and its cell (from 0)."""
    facts = used_for(Use.HEAD)
    for i, row in enumerate(rows[:start]):
        if row[KEY] in facts:
            column = FILLED if _blank(row[GIVEN]) else GIVEN
            yield str(row[KEY]), row[column], (i, column)


def _padded(row: list[object], width: int) -> list[object]:
    return [*row, *[None] * (width - len(row))]


def _blank(cell: object) -> bool:
    return cell is None or cell == ""
