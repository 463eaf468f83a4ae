"""The sheet of one person in a rating workbook: who is rated, by whom, and a cell beside each thing to be rated.

Only the cells that take an answer are unlocked. Ids stand in hidden columns (`ratings.form` says where).
"""

# Columns are hidden, not sheets: what is on another sheet can't be seen to belong to a row (decision 0011).

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ...model.dictionary import Model, Scale
from ...ratings import form as layout
from ...ratings.files.cell_names import a1
from ..shared.book import HEADER, TEXT, Book, height, plain, quoted
from ..shared.words import Words
from .forms import Entries, Form, Line
from .lists import ROLES, Lists, answer, offer
from .looks import ANSWER, BANDS, FACT, GIVEN, LINE, LINK, PROTECTION, RATED, ROW, SAID, TITLE, high
from .overview import Own
from .text import facts, headers, name_of, title

_LEVEL, _EVIDENCE, _OVERVIEW, _BEHAVIOURS = range(layout.FILLED, layout.FILLED + 4)
_WIDTHS = {layout.KEY: 4, layout.GIVEN: 4, layout.READ: 90, _LEVEL: 15, _EVIDENCE: 38}
_SHORT_WIDTHS = {**_WIDTHS, layout.READ: 34, _EVIDENCE: 70, _OVERVIEW: 16, _BEHAVIOURS: 18}
"""The widths where each line is a competency's name."""
_HIGH = 4
"""Lines of text for which a competency's evidence has room."""


class Around(NamedTuple):
    """The sheets that a person's sheet leads to: the overview's name, and competency → its behaviours."""

    overview: str
    behaviours: Mapping[str, str]


def person_sheet(
    book: Book, sheet: Any, form: Form, model: Model, words: Words, lists: Lists, around: Around | None
) -> Own:
    """Write a form's sheet; returns where its ratings stand."""
    page = _Page(book, sheet, form, words, around)
    top = page.head(model, lists)
    return page.lines(top, lists)


def show_overview(book: Book, sheet: Any, own: Own, overview: str, cells: Mapping[str, str]) -> None:
    """Show the overview's ratings beside those of a person's sheet. `cells`: competency → cell of the overview."""
    looks = book.format({**ROW, "align": "center", "font_color": "#44546A"})
    where = quoted(overview)
    for id, row in own.rows.items():
        if id in cells:
            cell = f"{where}!{cells[id]}"
            sheet.write_formula(row, _OVERVIEW, f'=IF({cell}="","",{cell})', looks, "")


class _Page:
    def __init__(self, book: Book, sheet: Any, form: Form, words: Words, around: Around | None) -> None:
        self._book, self._sheet, self._form, self._words, self._around = book, sheet, form, words, around
        self._is_short = around is not None and not any(line.behaviour for line in form.lines)
        self._widths = _SHORT_WIDTHS if self._is_short else _WIDTHS
        for column, size in self._widths.items():
            sheet.set_column(column, column, size, None, {"hidden": column in (layout.KEY, layout.GIVEN)})
        if self._is_short:
            sheet.set_landscape()
        sheet.hide_gridlines(2)
        sheet.fit_to_pages(1, 0)

    def head(self, model: Model, lists: Lists) -> int:
        """Write the head with person and rater; returns the row of the table's headers."""
        book, sheet, words = self._book, self._sheet, self._words
        book.put(sheet, 0, layout.KEY, layout.MARK, TEXT)
        name = title(model, words) if self._around is None else name_of(self._form, words)
        book.put(sheet, 0, layout.READ, name, TITLE)
        if self._around is not None:
            target = f"internal:{quoted(self._around.overview)}!A1"
            sheet.write_url(0, _LEVEL, target, book.format(LINK), words("sheet_back"))
        row = 0
        for row, fact in enumerate(facts(self._form, words), 1):
            book.put(sheet, row, layout.KEY, fact.key, TEXT)
            book.put(sheet, row, layout.GIVEN, fact.given, TEXT)
            book.put(sheet, row, layout.READ, fact.label, {**FACT, "align": "right"})
            looks = GIVEN if fact.given else {**ANSWER, "num_format": "@"}
            sheet.merge_range(row, _LEVEL, row, _EVIDENCE, "", book.format(looks))
            book.put(sheet, row, _LEVEL, fact.shown, looks)
            if fact.key == "rater_role" and not fact.given:
                offer(sheet, [a1(row, _LEVEL)], lists, ROLES)
        return row + 1

    def lines(self, top: int, lists: Lists) -> Own:
        """Write the table, whose headers stand in the row `top`; returns where its ratings stand."""
        book, sheet, words = self._book, self._sheet, self._words
        heads = [layout.TABLE, "behaviour", *headers(words), *self._more_heads()]
        for j, header in enumerate(heads):
            book.put(sheet, top, j, header, HEADER)
        if self._is_short:
            sheet.set_row(top, height(2))
        looks = {kind: book.format(band) for kind, band in BANDS.items()}
        rated, said, hidden = (book.format(one) for one in (RATED, SAID, TEXT))
        cells: dict[tuple[Scale, Entries], list[str]] = {}
        places: dict[str, list[int]] = {}
        lines = [line for line in self._form.lines if line.scale is not None or not self._is_short]
        for i, line in enumerate(lines, top + 1):
            self._read(i, line, looks[line.kind])
            if line.scale is None:
                sheet.write_blank(i, _LEVEL, None, looks[line.kind])
                sheet.write_blank(i, _EVIDENCE, None, looks[line.kind])
                continue
            sheet.write_string(i, layout.KEY, plain(line.competency), hidden)
            sheet.write_string(i, layout.GIVEN, plain(line.behaviour or ""), hidden)
            sheet.write_blank(i, _LEVEL, None, rated)
            sheet.write_blank(i, _EVIDENCE, None, said)
            cells.setdefault((line.scale, line.entries), []).append(a1(i, _LEVEL))
            places.setdefault(line.competency, []).append(i)
        answer(sheet, cells, lists, words)
        self._page(top, top + len(lines))
        return Own(sheet.name, {id: _area(sheet.name, rows) for id, rows in places.items()}, self._rows(places))

    def _more_heads(self) -> list[str]:
        """The headers of what stands beside the answers of a sheet of competencies."""
        return [self._words(f"sheet_{key}") for key in ("in_overview", "behaviours")] if self._is_short else []

    def _rows(self, places: Mapping[str, Sequence[int]]) -> dict[str, int]:
        return {id: rows[0] for id, rows in places.items()} if self._is_short else {}

    def _read(self, row: int, line: Line, looks: Any) -> None:
        """Write what a line rates; of a competency alone, where its behaviours are."""
        sheet = self._sheet
        sheet.write_string(row, layout.READ, plain(line.text), looks)
        sheet.set_row(row, high(line.text, self._widths[layout.READ] - 2, _HIGH if self._is_short else 1))
        if self._is_short and self._around is not None:
            link = self._book.format({**LINK, **LINE})
            target = self._around.behaviours[line.competency]
            sheet.write_url(row, _BEHAVIOURS, target, link, self._words("sheet_to_behaviours"))

    def _page(self, top: int, last: int) -> None:
        sheet = self._sheet
        sheet.freeze_panes(top + 1, 0)
        sheet.repeat_rows(top)
        sheet.print_area(0, 0, last, max(self._widths))
        sheet.set_selection(top + 1, _LEVEL, top + 1, _LEVEL)
        sheet.protect("", PROTECTION)


def _area(sheet: str, rows: Sequence[int]) -> str:
    """The cells for ratings from the first to the last of some rows of a sheet."""
    ends = dict.fromkeys(a1(row, _LEVEL) for row in (rows[0], rows[-1]))
    return f"{quoted(sheet)}!{':'.join(ends)}"
