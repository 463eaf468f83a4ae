"""XLSX → tables: typed cells as text, and what a workbook can hide made visible.

Cells are read by python-calamine, which is fast but gives nothing for a cell that holds an error or
a formula without a result, and lays a sheet out in full however sparse it is. So the archive is
measured first, and those cells are looked for in the sheet's own XML.
"""

from __future__ import annotations

import datetime
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.etree import ElementTree

import polars as pl
from python_calamine import (
    CalamineError,
    CalamineSheet,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
    load_workbook,
)

from .. import catalogue
from ..diagnostics import Diagnostic, Place, Rule
from ..model.names import Names
from . import form
from .table import Held, Odd, Table, a1

LARGEST = 512 * 2**20  # bytes, unpacked
STEEPEST = 100  # unpacked to packed, above 20 MB
MOST_CELLS = 50_000_000  # a sheet's rows times columns
MOST_PARTS = 5_000
HEADER_WITHIN = 20  # rows

_CELL = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


@dataclass(frozen=True)
class _Part:
    """What a sheet's XML says beyond its values: cells that hold no value, by (row, column) from 0."""

    odd: dict[tuple[int, int], Odd] = field(default_factory=dict)


_Found = tuple[str, list[list[object]], int, CalamineSheet]
"""A sheet: its name, its rows, the row (from 0) at which its table begins, and itself."""


class _TooLarge(Exception):
    """The workbook goes beyond a limit."""


def read_workbook(data: bytes, path: str, headers: Names) -> tuple[list[Table], list[Diagnostic]]:
    """The sheets that hold a table, by their headers; if none does, the first that isn't empty.

    `headers` are the names that a header may have. Never raises for content.
    """
    try:
        parts = _measure(data)
        book = load_workbook(io.BytesIO(data))
        sheets = [(m, book.get_sheet_by_name(m.name)) for m in book.sheets_metadata if m.typ == SheetTypeEnum.WorkSheet]
    except _TooLarge as error:
        return [], [Diagnostic(catalogue.WORKBOOK_TOO_LARGE, Place(path), details={"reason": str(error)})]
    except PasswordError:
        return [], [_unreadable(path, "password")]
    except (CalamineError, zipfile.BadZipFile, ElementTree.ParseError, KeyError, OSError, ValueError) as error:
        return [], [_unreadable(path, str(error).split("\n")[0])]
    except (NotImplementedError, RuntimeError, EOFError, zipfile.LargeZipFile) as error:
        return [], [_unreadable(path, str(error).split("\n")[0])]  # encryption, odd compression, cut short
    found, others, problems = _tables_among(sheets, path, headers)
    problems += [_sheet(catalogue.SHEET_NOT_READ, path, name) for name, *_ in others]
    tables = []
    for name, rows, start, sheet in found:
        table, more = _table(path, name, rows, start, sheet, parts.get(name, _Part()))
        tables.append(table)
        problems += more
    return tables, problems


def _tables_among(
    sheets: list[tuple[SheetMetadata, CalamineSheet]], path: str, headers: Names
) -> tuple[list[_Found], list[_Found], list[Diagnostic]]:
    """The sheets that hold a table, the others that are visible, and what is to be said of the rest.

    Where none holds a table, the first of the others is taken for one.
    """
    problems: list[Diagnostic] = []
    found: list[_Found] = []
    others: list[_Found] = []
    has_forms = False
    for meta, sheet in sheets:
        rows: list[list[object]] = [list(row) for row in sheet.to_python(skip_empty_area=False)]
        is_form = form.marks(rows)
        start = form.header_row(rows) if is_form else _header_row(rows, headers)
        has_forms |= is_form
        is_hidden = meta.visible != SheetVisibleEnum.Visible
        if is_form and start is None:
            continue  # it says how to fill in the others
        if is_form and start is not None and not form.is_filled(rows, start):
            problems.append(_sheet(catalogue.SHEET_BLANK, path, meta.name))
        elif is_hidden and start is not None:
            problems.append(_sheet(catalogue.SHEET_HIDDEN, path, meta.name))
        elif start is not None:
            found.append((meta.name, rows, start, sheet))
        elif not is_hidden and (first := _first_row(rows)) is not None:
            others.append((meta.name, rows, first, sheet))
    if found or has_forms:
        return found, others, problems
    if not others:
        problems.append(Diagnostic(catalogue.FILE_EMPTY, Place(path)))
    return others[:1], others[1:], problems


def _table(
    path: str, name: str, rows: list[list[object]], start: int, sheet: CalamineSheet, part: _Part
) -> tuple[Table, list[Diagnostic]]:
    problems: list[Diagnostic] = []
    head: dict[int, tuple[int, int]] = {}
    is_form = form.marks(rows)
    if is_form:
        rows, head = form.with_head(rows, start)
    width = max(map(len, rows))
    odd: dict[tuple[int, int], Odd] = {}
    texts: list[list[str | None]] = []
    for i, row in enumerate(rows[start:], start):
        line: list[str | None] = [None] * width
        for j, value in enumerate(row):
            line[j], rule = _text(value)
            found = part.odd.get(head.get(j, (i, j))) or (Odd(rule, line[j] or "") if rule else None)
            if found is not None:
                line[j] = line[j] or found.text
                odd[i, j] = found
        texts.append(line)
    headers = tuple(cell or "" for cell in texts[0])
    body = texts[1:]
    frame = pl.DataFrame(body, schema=dict.fromkeys([str(j) for j in range(width)], pl.String), orient="row")
    numeric = frozenset(
        j for j in range(width) if any(isinstance(row[j], float) for row in rows[start + 1 :] if j < len(row))
    )
    table = Table(
        path,
        headers,
        Held(frame.height, start + 2, frame.slice),
        header_line=start + 1,
        sheet=name,
        odd={(i + 1, j): o for (i, j), o in odd.items() if i > start},
        numeric=numeric,
        head=head,
    )
    if start and not is_form and any(any(v not in ("", None) for v in row) for row in rows[:start]):
        place = Place(path, row=start + 1, cell=f"{name}!{a1(start, 0)}")
        problems.append(Diagnostic(catalogue.HEADER_LOWER, place, details={"row": str(start + 1)}))
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if bottom >= start and left < width:
            where = f"{a1(top, left)}:{a1(bottom, right)}"
            place = Place(path, row=top + 1, cell=f"{name}!{a1(top, left)}")
            problems.append(Diagnostic(catalogue.CELLS_MERGED, place, where, key=where))
    return table, problems


def _text(value: object) -> tuple[str | None, Rule | None]:
    """A typed cell as the text a person sees, and the rule it would break in a column that matters."""
    if value is None or value == "":
        return None, None
    if isinstance(value, bool):
        return ("TRUE" if value else "FALSE"), None
    if isinstance(value, float | int):
        return (str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(value)), None
    if isinstance(value, datetime.datetime | datetime.date | datetime.time | datetime.timedelta):
        return (str(value) if isinstance(value, datetime.timedelta) else value.isoformat()), catalogue.CELL_IS_DATE
    return str(value), None


def _header_row(rows: list[list[object]], headers: Names) -> int | None:
    """The first row in which two cells are names of columns."""
    for i, row in enumerate(rows[:HEADER_WITHIN]):
        if sum(isinstance(cell, str) and headers.find(cell) is not None for cell in row) > 1:
            return i
    return None


def _first_row(rows: list[list[object]]) -> int | None:
    return next((i for i, row in enumerate(rows) if any(cell not in ("", None) for cell in row)), None)


def _measure(data: bytes) -> dict[str, _Part]:
    """Unpack every part once, in bounded memory; by sheet name what its XML says beyond values.

    Raises _TooLarge, and what zipfile raises for an archive whose own figures are wrong.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        unpacked, packed = sum(e.file_size for e in entries), sum(e.compress_size for e in entries)
        if len(entries) > MOST_PARTS:
            raise _TooLarge(f"{len(entries):,} > {MOST_PARTS:,}")
        if unpacked > LARGEST or (unpacked > 20 * 2**20 and unpacked > STEEPEST * max(packed, 1)):
            raise _TooLarge(f"{unpacked / 2**20:,.0f} MB")
        names = _sheet_parts(archive)
        found = {}
        for entry in entries:
            chunks = _chunks(archive, entry)
            if entry.filename in names:
                found[names[entry.filename]] = _scan(archive, entry, chunks)
            else:
                for _ in chunks:
                    pass
        return found


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as part:
        while chunk := part.read(2**20):
            yield chunk


def _scan(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, chunks: Iterator[bytes]) -> _Part:
    """How far the sheet reaches, and the cells that hold an error or a formula without a result."""
    columns: set[bytes] = set()
    last, odd, tail = 0, False, b""
    for chunk in chunks:
        text = tail + chunk
        found = _CELL.findall(text)
        columns.update(letters for letters, _ in found)
        last = max(last, max((int(row) for _, row in found), default=0))
        odd = odd or b't="e"' in text or b"<f" in text or b":f" in text
        tail = text[-200:]
    width = max((_number(c) for c in columns), default=0)
    if last * width > MOST_CELLS:
        raise _TooLarge(f"{last:,} × {width:,}")
    if not odd:
        return _Part()
    with archive.open(entry) as part:
        return _Part(dict(_without_value(part)))


def _without_value(part: IO[bytes]) -> Iterator[tuple[tuple[int, int], Odd]]:
    for _, element in ElementTree.iterparse(part):
        if element.tag == f"{_MAIN}row":
            element.clear()
        if element.tag != f"{_MAIN}c" or "r" not in element.attrib:
            continue
        value = element.find(f"{_MAIN}v")
        text = (value.text or "") if value is not None else ""
        match = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", element.attrib["r"])
        if match is None:
            continue
        at = int(match[2]) - 1, _number(match[1].encode()) - 1
        if element.get("t") == "e":
            yield at, Odd(catalogue.CELL_ERROR, text or "#")
        elif element.find(f"{_MAIN}f") is not None and not text and element.get("t") != "str":
            # A formula whose result is empty text says t="str"; one that was never calculated doesn't.
            yield at, Odd(catalogue.FORMULA_WITHOUT_VALUE, "=")


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of each sheet → the sheet's name."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    target = {r.get("Id"): r.get("Target", "") for r in relations}
    parts = {}
    for sheet in book.iter(f"{_MAIN}sheet"):
        path = target.get(sheet.get(f"{_REL}id"), "")
        parts[posixpath.normpath(posixpath.join("xl", path)).lstrip("/")] = sheet.get("name", "")
    return parts


def _number(letters: bytes) -> int:
    """A column's letters → its number from 1."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _sheet(rule: Rule, path: str, name: str) -> Diagnostic:
    return Diagnostic(rule, Place(path, cell=name), name, key=name)


def _unreadable(path: str, reason: str) -> Diagnostic:
    return Diagnostic(catalogue.WORKBOOK_UNREADABLE, Place(path), details={"reason": reason})
