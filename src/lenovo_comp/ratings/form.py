"""What marks a rating sheet of `comp sheet`, so that it is read back without anybody typing an id.

A sheet has the mark in A1. Column A, hidden, names the facts of the head (`employee_id`, …) row by row, then heads the
table; a fact stands in column B, hidden, if it was given, else in column D, as it was filled in. What is hidden is also
shown: facts in D, what a row rates in C. The page that says how to fill in the sheets lists in its column A, hidden,
what they show for each id, so that `seen` can tell what was typed over.

A workbook ends with a seal, the digest of all before it, as the archive's comment. Whatever saves the
workbook again breaks the seal, so that a whole one says that nobody has filled anything in.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from .columns import HEADERS, Use, used_for
from .files.number_formats import text_of

MARK = "comp.sheet/1"
OVERVIEW_MARK = "comp.overview/1"
"""The mark of a sheet with a row per person (`ratings.overview`)."""
DICTIONARY_MARK, TEMPLATE_MARK = "comp.dictionary/1", "comp.template/1"
"""The marks of workbooks that hold a dictionary, or are filled in to become one (`exchange/workbooks`)."""
KEY, GIVEN, READ, FILLED, EVIDENCE = range(5)
"""The columns A to E. In the head E is part of D."""
WIDTH = EVIDENCE + 1
TABLE = "competency"
"""The key in the row of the table's headers."""
_FACTS = used_for(Use.HEAD)
HEADER_WITHIN = 20
"""Lines of a CSV file, rows of a sheet, before which the header stands, if anybody put a title above it."""
_ENCODINGS = ("utf-8", "utf-16-le", "gb18030")
SHORTEST_TEXT = 6
"""Characters of a text to be read, at least; what is shorter may be a number."""
FOR_READING = ("评价内容（仅供阅读）", "What is rated (for reading)")
"""Headers of the column that is for people only."""
_READING: list[list[object]] = [[name] for name in FOR_READING]
ANSWERS = (("level", "evidence"), ("等级", "证据"))
"""Headers of the last columns of a sheet as CSV, which are to be filled in."""

BESIDE = frozenset({"总览中的评分", "Rating in the overview", "行为描述", "Behaviours"})
"""Headers of columns that only show something, beside the answers."""
_MARKS = MARK, OVERVIEW_MARK, DICTIONARY_MARK, TEMPLATE_MARK
_WRITTEN_MARKS = [mark.encode(encoding) for mark in _MARKS for encoding in ("utf-8", "utf-16-le")]
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
Shown = Mapping[tuple[str, str], Set[str]]
"""(column, id) → what a workbook's sheets show for it; ("label", column) → the label of a fact.

("choice", value) → the entries of lists that stand for a value.
"""
LABEL, CHOICE = "label", "choice"
Places = Mapping[tuple[int, int], tuple[int, int]]
"""Cells of a sheet that is part of another → where they stand there; from 0."""

Beside = tuple[int, int, str]
"""Row and column (from 0) of a text on a sheet where nothing is read."""


@dataclass(frozen=True, eq=False)
class Form:
    """A sheet as it was read, the row (from 0) of its table's headers, and what its workbook shows for ids."""

    rows: Rows
    start: int
    shown: Shown
    beside: Sequence[Beside] = ()
    """What stands outside the sheet's own cells, where that can't be seen from `rows`."""

    def facts(self) -> Sequence[tuple[int, str]]:
        """The rows (from 0) of the head's facts, and which fact each holds."""
        return self._facts

    @cached_property
    def _facts(self) -> Sequence[tuple[int, str]]:
        return [(i, str(row[KEY])) for i, row in enumerate(self.rows[: self.start]) if row[KEY] in _FACTS]

    def key(self, sheet: str | None, *parts: str) -> str:
        """The key of a finding about the sheet of that name: its cycle first, as in those about rows."""
        return "\x1f".join((self.fact("cycle"), sheet or "", *parts))

    def lines(self) -> Sequence[int]:
        """The rows (from 0) that take a rating."""
        return self._below[0]

    def others(self) -> Sequence[int]:
        """The rows (from 0) below the headers that take no rating, and hold more than a text to be read."""
        return self._below[1]

    @cached_property
    def _below(self) -> tuple[Sequence[int], Sequence[int]]:
        below = self.rows[self.start + 1 :]
        lines = [i for i, row in enumerate(below, self.start + 1) if row[KEY] not in _BLANK]
        # A sheet by levels has a hundred rows with nothing but a text to be read, which is seen at once.
        others = [
            i
            for i, row in enumerate(below, self.start + 1)
            if row[KEY] in _BLANK
            and (row.count("") != len(row) - 1 or len(str(row[READ])) < SHORTEST_TEXT)
            and not _is_for_reading(row)
        ]
        return lines, others

    def answered(self) -> Sequence[int]:
        """The rows (from 0) that have a rating, or evidence."""
        return [i for i in self.lines() if not is_empty(self.rows[i][FILLED:WIDTH])]

    def is_answered_elsewhere(self) -> bool:
        """Whether something stands where answers do, in a row that takes none."""
        return any(not is_empty(self.rows[i][FILLED:WIDTH]) for i in self.others())

    def rates(self, row: int) -> tuple[str, str]:
        """What a line rates: column and id."""
        behaviour = self.text(row, GIVEN)
        return ("behaviour", behaviour) if behaviour else ("competency", self.text(row, KEY))

    def text(self, row: int, column: int) -> str:
        """A cell as text, "" where there is none."""
        cells = self.rows[row]
        cell = cells[column] if column < len(cells) else None
        return cell if isinstance(cell, str) else as_text(cell) or ""

    def fact(self, name: str) -> str:
        """What the head says of a fact."""
        row = next((i for i, fact in self.facts() if fact == name), None)
        return "" if row is None else self.text(row, GIVEN) or self.text(row, FILLED)


def marks(rows: Rows) -> bool:
    """Whether a sheet is one of ours: by its mark, above which a title may have been put, or its table's headers."""
    return any(row[:1] == [MARK] or _heads_table(row, KEY) for row in rows[:HEADER_WITHIN])


def is_shifted(rows: Rows) -> bool:
    """Whether a sheet is one of ours whose columns are not where they were."""
    return not marks(rows) and any(_heads_table(row, i) for row in rows[:HEADER_WITHIN] for i in range(1, WIDTH))


def _heads_table(row: list[object], at: int) -> bool:
    """Whether the headers of a sheet's table stand from a column on."""
    return row[at : at + 2] == [TABLE, "behaviour"] and row[at + READ : at + FILLED] in _READING


def header_row(rows: Rows) -> int | None:
    """The row of the table's headers (from 0); None where the sheet is only to be read."""
    return next((i for i, row in enumerate(rows) if row[KEY] == TABLE and len(row) > FILLED), None)


def is_filled(rows: Rows, start: int) -> bool:
    """Whether a sheet, whose headers stand at `start`, says whom it is about, or rates anything."""
    named = Form(rows, start, {}).fact("employee_id")
    return bool(named) or any(not is_blank(cell) for row in rows[start + 1 :] for cell in row[FILLED:])


def moved_header(form: Form) -> int | None:
    """The column under whose header answers are expected and are not; None where all is in its place."""
    for column, name in ((FILLED, "level"), (EVIDENCE, "evidence")):
        header = form.text(form.start, column)
        is_used = header or any(form.text(i, column) for i in form.lines())
        if HEADERS.find(header) != name and (name == "level" or is_used):
            return column
    return None


def shown_line(column: str, id: str, text: str) -> str:
    """The line by which the page says what the sheets show for an id."""
    return f"{column}:{id}={text}"


def shown_on(page: Rows) -> Iterator[tuple[tuple[str, str], str]]:
    """What a page says that the sheets show: (column, id), text."""
    for row in page[1:]:
        name, _, text = (as_text(row[KEY]) or "" if row else "").partition("=")
        column, _, id = name.partition(":")
        if id:
            yield (column, id), text


def as_text(cell: object) -> str | None:
    """A typed cell as the text that a person sees, None where it is blank."""
    if isinstance(cell, str) or cell is None:
        return cell or None
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float | int):
        return text_of(cell)
    if isinstance(cell, datetime.datetime | datetime.date | datetime.time):
        return cell.isoformat()
    return str(cell)


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
    """Whether something may have been filled in, in a workbook of ours or a sheet as CSV.

    True where that can't be seen; False for what is no such sheet.
    """
    if file.startswith(_ARCHIVE):
        return not is_untouched(file) and _has_mark(file)
    if file.startswith(_COMPOUND):
        return _ENCRYPTED in file or _has_header(file) or any(m in file for m in _WRITTEN_MARKS)
    if not _has_header(file[:START]):
        return False
    import csv
    import io

    try:
        text = io.StringIO(file.decode("utf-8-sig"), newline="")
        opening = [line.strip("\r\n") for line, _ in zip(text, range(HEADER_WITHIN), strict=False)]
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
    """Whether a mark of ours is among a workbook's texts or in a sheet's first rows, or a password hides that."""
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
                        if any(m in content for m in _WRITTEN_MARKS):
                            return True
    except Exception:  # an archive may be damaged in every way
        return _SEAL in workbook
    return False


_BLANK = (None, "")


def _is_for_reading(row: list[object]) -> bool:
    """Whether nothing stands in a row but, perhaps, a text to be read."""
    # Counting is how lists are searched fastest.
    given = len(row) - row.count("") - row.count(None)
    text = row[READ] if given == 1 and len(row) > READ else None
    return not given or (isinstance(text, str) and len(text) >= SHORTEST_TEXT)


def is_blank(cell: object) -> bool:
    """Whether nothing stands in a cell."""
    return cell is None or cell == ""


def is_empty(cells: list[object]) -> bool:
    """Whether nothing stands in some cells."""
    # Nearly all are blank texts, which is seen at once.
    return cells.count("") == len(cells) or all(map(is_blank, cells))
