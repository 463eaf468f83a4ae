"""XLSX → tables: typed cells as text, and what a workbook can hide made visible.

Cells are read by python-calamine, which is fast but gives nothing for a cell that holds an error or
a formula without a result, refuses a workbook for an error that it doesn't know, and lays a sheet out
in full however sparse it is. So `ooxml` looks at the archive first.
"""

import datetime
import io
from collections.abc import Sequence

import polars as pl
from python_calamine import CalamineError, CalamineSheet, SheetVisibleEnum, load_workbook

from ...findings import catalogue
from ...findings.finding import Finding, Place, Rule
from ...text import Text, shorten
from .. import form
from . import engines, ooxml
from .engines import Panicked
from .header_row import HEADER_WITHIN, Find, is_header
from .sheet_cells import TooLarge, Unreadable
from .sheet_xml import Sheet
from .table import Odd, RowRecords, Table, a1, too_wide

_TIMES = (datetime.datetime, datetime.date, datetime.time, datetime.timedelta)

# A sheet as it was read: its name, what its XML says, whether it is visible, and itself.
_Read = tuple[str, Sheet, bool, CalamineSheet]
# A sheet with a table: its name, its rows, the row (from 0) at which its table begins, and the sheet twice over.
_Found = tuple[str, list[list[object]], int, CalamineSheet, Sheet]
# What the pages of a workbook with rating sheets say that the sheets show.
_Shown = dict[tuple[str, str], set[str]]


def read_workbook(
    data: bytes, path: str, find: Find, header_row: int | None = None
) -> tuple[list[Table], list[Finding]]:
    """The sheets that hold a table, by their headers; if none does, the first that isn't empty.

    `find` knows the names that a header may have; `header_row` (1-based) is the header's in all sheets, where that
    is known. Never raises for content.
    """
    try:
        sheets = _sheets(data)
    except ooxml.Locked:
        return [], [Finding(catalogue.WORKBOOK_LOCKED, Place(path))]
    except TooLarge as error:
        return [], [Finding(catalogue.WORKBOOK_TOO_LARGE, Place(path), details={"reason": error.reason})]
    except (Unreadable, CalamineError, Panicked, OSError, ValueError) as error:
        reason = shorten(str(error).split("\n")[0])
        return [], [Finding(catalogue.WORKBOOK_UNREADABLE, Place(path), details={"reason": reason})]
    shown: _Shown = {}
    found, others, problems = _tables_among(sheets, path, find, header_row, shown)
    problems += [_sheet(catalogue.SHEET_NOT_READ, path, name) for name, *_ in others]
    tables = []
    for name, rows, start, sheet, xml in found:
        table, more = _table(path, name, rows, start, sheet, xml, shown)
        problems += [d for d in more if header_row is None or d.rule is not catalogue.HEADER_LOWER]
        if (wide := too_wide(table)) is not None:
            problems.append(wide)
        else:
            tables.append(table)
    return tables, problems


def _sheets(data: bytes) -> list[_Read]:
    """The worksheets. What the engine can't read of an archive that looks plain, it is given written anew."""
    vetted = ooxml.vet(data)
    try:
        return _read(vetted)
    except (CalamineError, Panicked, OSError, ValueError):
        if vetted.is_rewritten:
            raise
        return _read(ooxml.vet(data, plainly=False))


def _read(vetted: ooxml.Vetted) -> list[_Read]:
    with engines.quiet():
        book = load_workbook(io.BytesIO(vetted.data))
        return [
            (name, xml, meta.visible == SheetVisibleEnum.Visible, book.get_sheet_by_index(i))
            for i, (meta, (name, xml)) in enumerate(zip(book.sheets_metadata, vetted.sheets, strict=True))
        ]


def _tables_among(
    sheets: list[_Read], path: str, find: Find, header_row: int | None, shown: _Shown
) -> tuple[list[_Found], list[_Found], list[Finding]]:
    """The sheets that hold a table, the others that are visible, and what is to be said of the rest.

    Where none holds a table, the first of the others is taken for one. `shown` takes what pages say.
    """
    problems: list[Finding] = []
    found: list[_Found] = []
    others: list[_Found] = []
    has_forms = False
    for name, xml, is_visible, sheet in sheets:
        rows: list[list[object]] = sheet.to_python(skip_empty_area=False)  # type: ignore[assignment]
        is_form = form.marks(rows)
        if form.is_shifted(rows):
            problems.append(_shifted(path, name))
            has_forms = True
            continue
        start = form.header_row(rows) if is_form else _header_row(rows, find, header_row)
        has_forms |= is_form
        if is_form and start is None:
            for id, text in form.shown_on(rows):
                shown.setdefault(id, set()).add(text)
            continue  # it says how to fill in the others
        if is_form and start is not None and not form.is_filled(rows, start):
            problems.append(_sheet(catalogue.SHEET_BLANK, path, name))
        elif not is_visible and start is not None:
            problems.append(_sheet(catalogue.SHEET_HIDDEN, path, name))
        elif start is not None:
            found.append((name, rows, start, sheet, xml))
        elif is_visible and (first := _first_row(rows, header_row)) is not None:
            others.append((name, rows, first, sheet, xml))
    if found or has_forms:
        return found, others, problems
    if not others:
        problems.append(Finding(catalogue.FILE_EMPTY, Place(path)))
    return others[:1], others[1:], problems


def _table(
    path: str, name: str, rows: list[list[object]], start: int, sheet: CalamineSheet, xml: Sheet, shown: _Shown
) -> tuple[Table, list[Finding]]:
    problems: list[Finding] = []
    head: dict[int, tuple[int, int]] = {}
    sources: dict[int, tuple[int, int]] = {}
    filled = form.Form(_with_odd(rows, xml), start, shown) if form.marks(rows) else None
    if filled is not None:
        rows, head, sources = form.with_head(filled)
    width = max(map(len, rows))
    padded = ([*row, *[None] * (width - len(row))] if len(row) < width else row for row in rows[start:])
    columns = list(zip(*padded, strict=True))
    texts: list[list[str | None]] = []
    odd: dict[tuple[int, int], Odd] = {}
    for j, column in enumerate(columns):
        some, dates = _texts(column)
        texts.append(some)
        odd |= {(start + i, j): Odd(catalogue.CELL_IS_DATE, some[i] or "") for i in dates}
        if j in sources and sources[j] in xml.odd:
            odd |= {(i, j): xml.odd[sources[j]] for i in range(start + 1, len(rows))}
    own = {at: o for at, o in xml.odd.items() if filled is None or filled.reads(*at)}
    odd |= {(i, j): o for (i, j), o in own.items() if start <= i < len(rows) and j < width and j not in head}
    for (i, j), found in odd.items():
        texts[j][i - start] = texts[j][i - start] or found.text
    headers = tuple(column[0] or "" for column in texts)
    frame = pl.DataFrame([pl.Series(str(j), column[1:], pl.String) for j, column in enumerate(texts)])
    numeric = frozenset(j for j, column in enumerate(columns) if float in set(map(type, column[1:])))
    table = Table(
        path,
        headers,
        RowRecords(frame.height, start + 2, frame.slice),
        header_line=start + 1,
        sheet=name,
        odd={(i + 1, j): o for (i, j), o in odd.items() if i > start},
        numeric=numeric,
        head=head,
        shown_at={form.KEY: form.READ, form.GIVEN: form.READ} if filled else {},
        form=filled,
    )
    if start and filled is None and any(any(v not in ("", None) for v in row) for row in rows[:start]):
        place = Place(path, row=start + 1, cell=f"{name}!{a1(start, 0)}")
        problems.append(Finding(catalogue.HEADER_LOWER, place, details={"row": str(start + 1)}))
    if xml.far is not None:
        cell, number = xml.far
        place = Place(path, cell=f"{name}!{cell}")
        problems.append(Finding(catalogue.CELLS_FAR_AWAY, place, cell, {"number": f"{number:,}"}, key=name))
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if bottom >= start and left < width:
            where = f"{a1(top, left)}:{a1(bottom, right)}"
            place = Place(path, row=top + 1, cell=f"{name}!{a1(top, left)}")
            problems.append(Finding(catalogue.CELLS_MERGED, place, where, key=where))
    return table, problems


def _with_odd(rows: list[list[object]], xml: Sheet) -> list[list[object]]:
    """The rows with what stands in cells that the engine gives as blank."""
    if not xml.odd:
        return rows
    rows = [[*row] for row in rows]
    for (i, j), odd in xml.odd.items():
        if i < len(rows) and j < len(rows[i]) and form.is_blank(rows[i][j]):
            rows[i][j] = odd.text
    return rows


def _texts(cells: Sequence[object]) -> tuple[list[str | None], list[int]]:
    """Typed cells as the text a person sees, None where blank; and which of them (from 0) hold a date or time."""
    kinds = set(map(type, cells))
    if kinds <= {str}:
        return [cell or None for cell in cells], []  # type: ignore[misc]
    texts = {cell: form.as_text(cell) for cell in set(cells)} if kinds <= {str, float} else None
    if texts is not None:
        return [texts[cell] for cell in cells], []
    return [form.as_text(cell) for cell in cells], [i for i, cell in enumerate(cells) if isinstance(cell, _TIMES)]


def _header_row(rows: list[list[object]], find: Find, header_row: int | None) -> int | None:
    """The header's row (from 0), if there is one."""
    if header_row is not None:
        # The other sheets of a workbook may hold anything.
        row = rows[header_row - 1] if header_row <= len(rows) else []
        return header_row - 1 if any(find(cell) is not None for cell in row) else None
    return next((i for i, row in enumerate(rows[:HEADER_WITHIN]) if is_header(row, find)), None)


def _first_row(rows: list[list[object]], header_row: int | None) -> int | None:
    """The row (from 0) that is taken for the header's where no other is: the one given, else the first not blank."""
    given = [i for i, row in enumerate(rows) if any(cell not in ("", None) for cell in row)]
    return header_row - 1 if header_row is not None and header_row - 1 in given else next(iter(given), None)


def _shifted(path: str, name: str) -> Finding:
    what = Text("隐藏列左侧插入了列", "a column was inserted to the left of the hidden ones")
    return Finding(catalogue.SHEET_CHANGED, Place(path, cell=name), name, {"what": what}, name)


def _sheet(rule: Rule, path: str, name: str) -> Finding:
    return Finding(rule, Place(path, cell=name), name, key=name)
