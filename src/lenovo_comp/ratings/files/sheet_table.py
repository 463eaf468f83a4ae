"""A sheet's typed cells → a table of the text that people see, and what is odd in it."""

import datetime
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

import polars as pl

from ...findings import catalogue
from ...findings.finding import Finding, Place
from .. import form
from ..columns import FREE
from ..labels import TOTAL
from .cell_names import a1
from .grid import ReadSheet, Rows
from .header_row import Find
from .number_formats import LONG, Format
from .table import ListedRecords, Odd, RowRecords, Table

_TIMES = (datetime.datetime, datetime.date, datetime.time, datetime.timedelta)


class _Cell(NamedTuple):
    """A cell's text, None where blank, and what is odd about it."""

    text: str | None
    odd: Odd | None = None


def table_of(
    path: str, sheet: ReadSheet, start: int, find: Find, shown_on_pages: form.Shown
) -> tuple[Table, list[Finding]]:
    """The table of a sheet, whose header stands in the row `start` (from 0).

    `find` knows the names of columns; `shown_on_pages`: what the workbook's rating sheets show.
    """
    if form.marks(sheet.rows):
        return rating_sheet(path, sheet, start, shown_on_pages), [*_problems(path, sheet, start, form.WIDTH)]
    width = max(map(len, sheet.rows))
    padded = ([*row, *[None] * (width - len(row))] if len(row) < width else row for row in sheet.rows[start:])
    columns = list(zip(*padded, strict=True))
    texts: list[list[str | None]] = []
    odd = {at: o for at, o in sheet.about.odd.items() if start <= at[0] < len(sheet.rows) and at[1] < width}
    for j, column in enumerate(columns):
        some, found = _texts(column)
        texts.append(some)
        odd |= {(start + i, j): o for i, o in found.items()}
    headers = tuple(column[0] or "" for column in texts)
    shown = _shown(sheet, start, [find(h) in FREE for h in headers])
    odd |= {at: o for at, (_, o) in shown.items() if o is not None}
    for (i, j), (text, _) in shown.items():
        texts[j][i - start] = text
    for (i, j), o in odd.items():
        texts[j][i - start] = o.text
    frame = pl.DataFrame([pl.Series(str(j), column[1:], pl.String) for j, column in enumerate(texts)])
    ids = [j for j, h in enumerate(headers) if find(h) == "employee_id"]
    table = Table(
        path,
        headers,
        RowRecords(frame.height, start + 2, frame.slice),
        header_line=start + 1,
        sheet=sheet.name,
        odd={(i + 1, j): o for (i, j), o in odd.items() if i > start},
        numeric=frozenset(j for j in ids if _has_numbers(sheet, start, j, {*odd, *shown})),
    )
    return table, [*_problems(path, sheet, start, width), *_with_zeros(table, shown)]


def rating_sheet(path: str, sheet: ReadSheet, start: int, shown: form.Shown) -> Table:
    """The table of a rating sheet: the lines that take a rating, and what its head says of all of them.

    What stands in other lines, and beside the sheet's own columns, is no part of it.
    """
    _number_choices(sheet.rows, start, shown)
    filled = form.Form(_without_beside(_with_odd(sheet), start), start, shown)
    facts = list(filled.facts())
    sources = [(i, form.GIVEN if filled.text(i, form.GIVEN) else form.FILLED) for i, _ in facts]
    head = [_cell(sheet, *at) for at in sources]
    rows = filled.lines()
    lines = [[_cell(sheet, i, j) for j in range(form.WIDTH)] for i in rows]
    odd = {(i + 1, j): c.odd for i, line in zip(rows, lines, strict=True) for j, c in enumerate(line) if c.odd}
    odd |= {(i + 1, j): c.odd for j, c in enumerate(head, form.WIDTH) if c.odd for i in rows}
    header = [_cell(sheet, start, j).text or "" for j in range(form.WIDTH)]
    return Table(
        path,
        (*header, *(name for _, name in facts)),
        ListedRecords(
            [i + 1 for i in rows], [[c.text for c in line] for line in lines], [c.text for c in head], form.WIDTH
        ),
        header_line=start + 1,
        sheet=sheet.name,
        odd=odd,
        numeric=frozenset(
            j
            for j, ((_, name), (i, at)) in enumerate(zip(facts, sources, strict=True), form.WIDTH)
            if name == "employee_id" and isinstance(sheet.rows[i][at], float) and (i, at) not in sheet.about.formats
        ),
        head={form.WIDTH + n: (i, form.FILLED) for n, (i, _) in enumerate(facts)},
        shown_at={form.KEY: form.READ, form.GIVEN: form.READ},
        form=filled,
    )


def _number_choices(rows: Rows, start: int, shown: form.Shown) -> None:
    """Write values for the entries that were chosen from lists, such as 3 for `3 - Often`."""
    values: dict[object, str] = {
        text: id for (name, id), texts in shown.items() if name == form.CHOICE for text in texts
    }
    if values:
        for row in rows[start + 1 :]:
            if len(row) > form.FILLED and row[form.KEY] and row[form.FILLED] in values:
                row[form.FILLED] = values[row[form.FILLED]]


def _without_beside(rows: Rows, start: int) -> Rows:
    """The rows without the columns that only show something."""
    beside = [j for j, header in enumerate(rows[start]) if j >= form.WIDTH and header in form.BESIDE]
    if not beside:
        return rows
    own = [*rows[:start], *([*row] for row in rows[start:])]
    for row in own[start:]:
        for j in beside:
            if j < len(row):
                row[j] = ""
    return own


def _with_odd(sheet: ReadSheet) -> Rows:
    """The rows with what stands in cells that are neither text nor number."""
    if not sheet.about.odd:
        return sheet.rows
    rows = [[*row] for row in sheet.rows]
    for (i, j), odd in sheet.about.odd.items():
        if i < len(rows) and j < len(rows[i]) and form.is_blank(rows[i][j]):
            rows[i][j] = odd.text
    return rows


def _problems(path: str, sheet: ReadSheet, start: int, width: int) -> Iterator[Finding]:
    """What is to be said of a sheet, the header of whose table stands in the row `start`."""
    above = sheet.rows[:start] if not form.marks(sheet.rows) else []
    if any(value not in ("", None) for row in above for value in row):
        place = Place(path, row=start + 1, cell=f"{sheet.name}!{a1(start, 0)}")
        yield Finding(catalogue.HEADER_LOWER, place, details={"row": str(start + 1)})
    if sheet.about.far is not None:
        cell, number = sheet.about.far
        place = Place(path, cell=f"{sheet.name}!{cell}")
        yield Finding(catalogue.CELLS_FAR_AWAY, place, cell, {"number": f"{number:,}"}, key=sheet.name)
    for (top, left), (bottom, right) in sheet.merged:
        if bottom >= start and left < width:
            where = f"{a1(top, left)}:{a1(bottom, right)}"
            place = Place(path, row=top + 1, cell=f"{sheet.name}!{a1(top, left)}")
            yield Finding(catalogue.CELLS_MERGED, place, where, key=where)


def _texts(cells: Sequence[object]) -> tuple[list[str | None], dict[int, Odd]]:
    """Typed cells as the text a person sees, None where blank; and which of them (from 0) are odd."""
    kinds = set(map(type, cells))
    if kinds <= {str}:
        return [cell or None for cell in cells], {}  # type: ignore[misc]
    if not kinds <= {str, float}:
        each = list(map(_typed, cells))
        return [cell.text for cell in each], {i: cell.odd for i, cell in enumerate(each) if cell.odd is not None}
    known = {cell: _typed(cell) for cell in set(cells)}
    odd = {cell: found.odd for cell, found in known.items() if found.odd is not None}
    where = {i: odd[cell] for i, cell in enumerate(cells) if cell in odd} if odd else {}
    return [known[cell].text for cell in cells], where


def _typed(cell: object) -> _Cell:
    """The text of a typed cell as people see it, where nothing is known of its format."""
    if isinstance(cell, str) or cell is None:
        return _Cell(cell or None)
    text = form.as_text(cell)
    if isinstance(cell, float) and abs(cell) >= LONG:
        return _Cell(text, Odd(catalogue.DIGITS_LOST, text or ""))
    if isinstance(cell, _TIMES):
        return _Cell(text, Odd(catalogue.CELL_IS_DATE, text or ""))
    return _Cell(text)


def _cell(sheet: ReadSheet, i: int, j: int) -> _Cell:
    """A cell (from 0) of a rating sheet."""
    about = sheet.about
    if not about.odd and not about.formats:
        return _typed(sheet.rows[i][j]) if j < len(sheet.rows[i]) else _Cell(None)
    odd = about.odd.get((i, j))
    if odd is not None:
        return _Cell(odd.text, odd)
    value = sheet.rows[i][j] if j < len(sheet.rows[i]) else None
    format = about.formats.get((i, j))
    return (None if format is None else _formatted(value, format)) or _typed(value)


def _formatted(value: object, format: Format) -> _Cell | None:
    """A cell as its format shows it; None where that is nothing else than its number."""
    text = format.shown(value) if isinstance(value, float) else None
    if text is None:
        return None
    return _Cell(text, Odd(catalogue.CELL_IS_PERCENTAGE, text) if format.is_percentage else None)


def _shown(sheet: ReadSheet, start: int, is_free: Sequence[bool]) -> dict[tuple[int, int], _Cell]:
    """The cells (from 0) that are shown as percentages, or in a column of ids with zeros or letters."""
    found = {}
    for (i, j), format in sheet.about.formats.items():
        if start < i < len(sheet.rows) and j < len(sheet.rows[i]) and (format.is_percentage or is_free[j]):
            cell = _formatted(sheet.rows[i][j], format)
            if cell is not None:
                found[i, j] = cell
    return found


def _has_numbers(sheet: ReadSheet, start: int, column: int, others: Collection[tuple[int, int]]) -> bool:
    """Whether people's ids are numbers, other than at some places (from 0)."""
    for i, row in enumerate(sheet.rows[start + 1 :], start + 1):
        is_number = column < len(row) and isinstance(row[column], float) and (i, column) not in others
        if is_number and not any(isinstance(cell, str) and re.search(TOTAL, cell) for cell in row):
            return True
    return False


def _with_zeros(table: Table, shown: Mapping[tuple[int, int], _Cell]) -> Iterator[Finding]:
    """A finding for each column whose numbers were read as they are shown."""
    first: dict[int, tuple[int, str]] = {}
    for (i, j), (text, odd) in sorted(shown.items()):
        if odd is None:
            first.setdefault(j, (i, text or ""))
    for j, (i, text) in first.items():
        header = table.headers[j].strip()
        yield Finding(catalogue.SHOWN_WITH_ZEROS, table.place(None, i + 1, j, text), text, {"column": header}, header)
