"""Workbooks → tables: typed cells as text, and what a workbook can hide made visible.

Cells of XLSX are read by python-calamine, which is fast but gives nothing for a cell that holds an error or
a formula without a result, refuses a workbook for an error that it doesn't know, and lays a sheet out
in full however sparse it is. So `ooxml` looks at the archive first. The other kinds have readers of their own.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from python_calamine import CalamineError, SheetVisibleEnum, load_workbook

from ...findings import catalogue
from ...findings.finding import Finding, Place, Rule
from ...text import Text, shorten
from .. import form, overview
from . import engines, ods, ooxml, xls, xlsb
from .engines import Panicked
from .grid import ReadSheet, Rows
from .header_row import HEADER_WITHIN, Find, is_header
from .parts import Locked
from .sheet_cells import TooLarge, Unreadable
from .sheet_table import rating_sheet, table_of
from .table import Table, too_wide

# A sheet with a table, and the row (from 0) at which its table begins.
_Found = tuple[ReadSheet, int]
# What the pages of a workbook with rating sheets say that the sheets show.
Shown = dict[tuple[str, str], set[str]]


def read_workbook(
    data: bytes, path: str, find: Find, header_row: int | None = None, kind: str = "xlsx"
) -> tuple[list[Table], list[Finding]]:
    """The sheets that hold a table, by their headers; if none does, the first that isn't empty.

    `find` knows the names that a header may have; `header_row` (1-based) is the header's in all sheets, where that
    is known; `kind` is one of `KINDS`. Never raises for content.
    """
    try:
        sheets = KINDS[kind](data)
    except Locked:
        return [], [Finding(catalogue.WORKBOOK_LOCKED, Place(path))]
    except xls.TooOld:
        return [], [Finding(catalogue.WORKBOOK_TOO_OLD, Place(path))]
    except TooLarge as error:
        return [], [Finding(catalogue.WORKBOOK_TOO_LARGE, Place(path), details={"reason": error.reason})]
    except (Unreadable, CalamineError, Panicked, OSError, ValueError) as error:
        reason = shorten(str(error).split("\n")[0])
        return [], [Finding(catalogue.WORKBOOK_UNREADABLE, Place(path), details={"reason": reason})]
    shown: Shown = {}
    persons, problems = _persons_among(sheets, path)
    sheets = [sheet for sheet in sheets if not overview.is_overview(sheet)]
    found, others, more = _tables_among(sheets, path, find, header_row, shown, has_forms=bool(persons or problems))
    problems += more
    problems += [_sheet(catalogue.SHEET_NOT_READ, path, sheet.name) for sheet, _ in others]
    tables = [_person_table(path, person, shown) for person in persons]
    for sheet, start in found:
        table, more = table_of(path, sheet, start, find, shown)
        problems += [d for d in more if header_row is None or d.rule is not catalogue.HEADER_LOWER]
        if (wide := too_wide(table)) is not None:
            problems.append(wide)
        else:
            tables.append(table)
    return tables, problems


def _sheets(data: bytes) -> list[ReadSheet]:
    """The worksheets of XLSX. What the engine can't read of an archive that looks plain, it is given written anew."""
    vetted = ooxml.vet(data)
    try:
        return _read(vetted)
    except (CalamineError, Panicked, OSError, ValueError):
        if vetted.is_rewritten:
            raise
        return _read(ooxml.vet(data, plainly=False))


def _read(vetted: ooxml.Vetted) -> list[ReadSheet]:
    with engines.quiet():
        book = load_workbook(io.BytesIO(vetted.data))
        sheets = []
        for i, (meta, (name, about)) in enumerate(zip(book.sheets_metadata, vetted.sheets, strict=True)):
            sheet, is_visible = book.get_sheet_by_index(i), meta.visible == SheetVisibleEnum.Visible
            rows: Rows = sheet.to_python(skip_empty_area=False)  # type: ignore[assignment]
            sheets.append(ReadSheet(name, rows, about, is_visible, sheet.merged_cell_ranges or ()))
        return sheets


KINDS: Mapping[str, Callable[[bytes], Sequence[ReadSheet]]] = {
    "xlsx": _sheets,
    "xls": xls.read,
    "xlsb": xlsb.read,
    "ods": ods.read,
}
"""Kinds of workbooks, and what reads them. They raise Locked, TooLarge, and Unreadable for whatever else is wrong."""


def _persons_among(sheets: Sequence[ReadSheet], path: str) -> tuple[list[overview.PersonForm], list[Finding]]:
    """The people on the overviews of a workbook, and what is to be said of overviews that can't be read."""
    found: list[overview.PersonForm] = []
    problems: list[Finding] = []
    for sheet in filter(overview.is_overview, sheets):
        people = overview.people(sheet)
        if people is None:
            what = Text("缺少隐藏的行或列", "hidden rows or columns are missing")
            problems.append(_changed(path, sheet.name, what))
        else:
            found += people
    return found, problems


def _person_table(path: str, person: overview.PersonForm, shown: Shown) -> Table:
    """The table of a person's row of an overview."""
    table = rating_sheet(path, person.sheet, person.start, shown)
    filled = replace(table.form, beside=person.beside) if table.form is not None else None
    return table._replace(form=filled, places=person.places, part=person.row + 1)


def _tables_among(
    sheets: Sequence[ReadSheet], path: str, find: Find, header_row: int | None, shown: Shown, *, has_forms: bool
) -> tuple[list[_Found], list[_Found], list[Finding]]:
    """The sheets that hold a table, the others that are visible, and what is to be said of the rest.

    Where none holds a table and no sheet is a rating sheet (`has_forms`), the first of the others is taken for one.
    `shown` takes what pages say.
    """
    problems: list[Finding] = []
    found: list[_Found] = []
    others: list[_Found] = []
    for sheet in sheets:
        is_form = form.marks(sheet.rows)
        if form.is_shifted(sheet.rows):
            what = Text("隐藏列左侧插入了列", "a column was inserted to the left of the hidden ones")
            problems.append(_changed(path, sheet.name, what))
            has_forms = True
            continue
        start = form.header_row(sheet.rows) if is_form else _header_row(sheet.rows, find, header_row)
        has_forms |= is_form
        if is_form and start is None:
            for id, text in form.shown_on(sheet.rows):
                shown.setdefault(id, set()).add(text)
            continue  # it says how to fill in the others
        if is_form and start is not None and not form.is_filled(sheet.rows, start):
            problems.append(_sheet(catalogue.SHEET_BLANK, path, sheet.name))
        elif not sheet.is_visible and start is not None:
            problems.append(_sheet(catalogue.SHEET_HIDDEN, path, sheet.name))
        elif start is not None:
            found.append((sheet, start))
        elif sheet.is_visible and (first := _first_row(sheet.rows, header_row)) is not None:
            others.append((sheet, first))
    if found or has_forms:
        return found, others, problems
    if not others:
        problems.append(Finding(catalogue.FILE_EMPTY, Place(path)))
    return others[:1], others[1:], problems


def _header_row(rows: Rows, find: Find, header_row: int | None) -> int | None:
    """The header's row (from 0), if there is one."""
    if header_row is not None:
        # The other sheets of a workbook may hold anything.
        row = rows[header_row - 1] if header_row <= len(rows) else []
        return header_row - 1 if any(find(cell) is not None for cell in row) else None
    return next((i for i, row in enumerate(rows[:HEADER_WITHIN]) if is_header(row, find)), None)


def _first_row(rows: Rows, header_row: int | None) -> int | None:
    """The row (from 0) that is taken for the header's where no other is: the one given, else the first not blank."""
    given = [i for i, row in enumerate(rows) if any(cell not in ("", None) for cell in row)]
    return header_row - 1 if header_row is not None and header_row - 1 in given else next(iter(given), None)


def _changed(path: str, name: str, what: Text) -> Finding:
    return Finding(catalogue.SHEET_CHANGED, Place(path, cell=name), name, {"what": what}, name)


def _sheet(rule: Rule, path: str, name: str) -> Finding:
    return Finding(rule, Place(path, cell=name), name, key=name)
