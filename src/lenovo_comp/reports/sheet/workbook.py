"""Rating sheets as a workbook: one sheet a form, and one that says how to fill them in.

Only the cells that take an answer are unlocked. Ids stand in hidden columns (`ratings.form` says where).
"""

# Columns are hidden, not sheets: what is on another sheet can't be seen to belong to a row (decision 0011).

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from ...model.dictionary import Model, Scale
from ...ratings import form as layout
from ..shared.book import HEAD, HEADER, PALE, TEXT, WRAPPED, Book, Format, height, lines_of, plain
from ..shared.words import Words
from .forms import Form, labels, scales, steps
from .text import facts, headers, instructions, name_of, shown, title

_LEVEL, _EVIDENCE = layout.FILLED, layout.FILLED + 1
_WIDTHS = {layout.KEY: 4, layout.GIVEN: 4, layout.READ: 78, _LEVEL: 11, _EVIDENCE: 44}
_LONGEST_MESSAGE, _LONGEST_TITLE = 255, 32
_LINE = {"border": 1, "border_color": "#C9D1DE"}
_ANSWER: Format = {**_LINE, "locked": False, "bg_color": "#FFF9E5", "valign": "top"}
_RATED: Format = {**_ANSWER, "align": "center", "num_format": "General"}
_SAID: Format = {**_ANSWER, "num_format": "@", "text_wrap": True}
_BANDS: dict[str, Format] = {
    "competency": {**WRAPPED, **_LINE, "bold": True, "bg_color": "#DCE3EF"},
    "about": {**WRAPPED, **_LINE, "font_color": "#44546A", "bg_color": PALE},
    "level": {**WRAPPED, **_LINE, "bold": True, "font_color": HEAD},
    "behaviour": {**WRAPPED, **_LINE, "indent": 1},
}
_PROTECTION = {"format_rows": True, "format_columns": True, "select_locked_cells": True}


def workbook(forms: Sequence[Form], model: Model, words: Words, created: datetime | None) -> bytes:
    """The forms as XLSX. What is typed into its cells is read back by `ratings.files.workbook`."""
    book = Book(title(model, words), created)
    lists = _instructions(book, forms, model, words)
    for number, form in enumerate(forms):
        _sheet(book, form, model, words, lists, first=number == 0)
    return layout.sealed(book.content())


def _instructions(book: Book, forms: Sequence[Form], model: Model, words: Words) -> dict[Scale | None, str]:
    """Write the first sheet; returns scale (None: the rater roles) → range of the values to choose from."""
    # Ranges, since a list within the rule is limited to 255 characters and splits at decimal commas (decision 0011).
    sheet = book.sheet(words("sheet_how"))
    sheet.set_column(0, 0, None, None, {"hidden": True})
    sheet.set_column(1, 1, 9)
    sheet.set_column(2, 2, _WIDTHS[layout.READ])
    sheet.hide_gridlines(2)
    sheet.fit_to_pages(1, 0)
    book.put(sheet, 0, 0, layout.MARK, TEXT)
    book.put(sheet, 0, 1, title(model, words), {"bold": True, "font_size": 14, "font_color": HEAD})
    row = 2
    for number, sentence in enumerate(instructions(forms, words), 1):
        book.put(sheet, row, 1, f"{number}.", {"align": "right", "valign": "top"})
        book.put(sheet, row, 2, sentence, WRAPPED)
        sheet.set_row(row, height(lines_of(sentence, _WIDTHS[layout.READ])))
        row += 1
    ranges: dict[Scale | None, str] = {}
    where = quote_sheetname(sheet.name)

    def choices(heads: tuple[str, str], entries: Sequence[tuple[str | float, str]]) -> str:
        nonlocal row
        row += 1
        for j, head in enumerate(heads, 1):
            book.put(sheet, row, j, head, HEADER)
        for i, (choice, meaning) in enumerate(entries, row + 1):
            book.put(sheet, i, 1, choice, {**_LINE, "align": "center", "valign": "top"})
            book.put(sheet, i, 2, meaning, {**WRAPPED, **_LINE})
        first, row = row + 1, row + len(entries) + 1
        return f"={where}!$B${first + 1}:$B${row}"

    for scale in scales(forms):
        named = labels(scale, words)
        entries: list[tuple[str | float, str]] = [(value, named.get(value, "")) for value, _ in steps(scale)]
        ranges[scale] = choices((words("rating"), words("sheet_meaning")), entries)
    if any(f.rater_role is None for f in forms):
        ranges[None] = choices((words("role"), ""), [(words.of(r.name), "") for r in model.rater_roles])
    for i, line in enumerate(shown(forms, model, words), 1):
        book.put(sheet, i, layout.KEY, line, TEXT)
    book.put(sheet, row + 1, 2, words("sheet_made_of", id=model.id, version=model.version), {"font_color": "#7F7F7F"})
    sheet.protect("", _PROTECTION)
    return ranges


def _sheet(book: Book, form: Form, model: Model, words: Words, lists: dict[Scale | None, str], *, first: bool) -> None:
    sheet = book.sheet(name_of(form, words))
    for column, size in _WIDTHS.items():
        sheet.set_column(column, column, size, None, {"hidden": column in (layout.KEY, layout.GIVEN)})
    sheet.set_landscape()
    sheet.hide_gridlines(2)
    sheet.fit_to_pages(1, 0)
    top = _head(book, sheet, form, model, words, lists)
    for j, header in enumerate((layout.TABLE, "behaviour", *headers(words))):
        book.put(sheet, top, j, header, HEADER)
    cells: dict[Scale, list[str]] = {}
    for i, line in enumerate(form.lines, top + 1):
        looks = _BANDS[line.kind]
        book.put(sheet, i, layout.READ, line.text, looks)
        sheet.set_row(i, height(lines_of(line.text, _WIDTHS[layout.READ] - 2)))
        if line.scale is not None:
            book.put(sheet, i, layout.KEY, line.competency, TEXT)
            book.put(sheet, i, layout.GIVEN, line.behaviour, TEXT)
            book.put(sheet, i, _LEVEL, None, _RATED)
            book.put(sheet, i, _EVIDENCE, None, _SAID)
            cells.setdefault(line.scale, []).append(xl_rowcol_to_cell(i, _LEVEL))
        else:
            book.put(sheet, i, _LEVEL, None, looks)
            book.put(sheet, i, _EVIDENCE, None, looks)
    for scale, places in cells.items():
        _choose(sheet, places, lists[scale], words("rating"), _legend(scale, words), words)
    sheet.freeze_panes(top + 1, 0)
    sheet.repeat_rows(top)
    sheet.print_area(0, 0, top + len(form.lines), _EVIDENCE)
    sheet.protect("", _PROTECTION)
    if first:
        sheet.activate()


def _head(book: Book, sheet: Any, form: Form, model: Model, words: Words, lists: dict[Scale | None, str]) -> int:
    """Write the head with person and rater; returns the row of the table's headers."""
    book.put(sheet, 0, layout.KEY, layout.MARK, TEXT)
    book.put(sheet, 0, layout.READ, title(model, words), {"bold": True, "font_size": 14, "font_color": HEAD})
    row = 0
    for row, fact in enumerate(facts(form, words), 1):
        book.put(sheet, row, layout.KEY, fact.key, TEXT)
        book.put(sheet, row, layout.GIVEN, fact.given, TEXT)
        book.put(sheet, row, layout.READ, fact.label, {"align": "right", "font_color": "#44546A"})
        looks = {**TEXT, "bold": True} if fact.given else {**_ANSWER, "num_format": "@"}
        sheet.merge_range(row, _LEVEL, row, _EVIDENCE, "", book.format(looks))
        book.put(sheet, row, _LEVEL, fact.shown, looks)
        if fact.key == "rater_role" and not fact.given:
            _choose(sheet, [xl_rowcol_to_cell(row, _LEVEL)], lists[None], fact.label, "", words)
    return row + 1


def _choose(sheet: Any, cells: Sequence[str], among: str, title: str, message: str, words: Words) -> None:
    """Give the cells a drop-down list; any other value but blank is refused."""
    options = {
        "validate": "list",
        "source": among,
        "input_title": plain(title, _LONGEST_TITLE),
        "input_message": plain(message, _LONGEST_MESSAGE),
        "error_title": plain(title, _LONGEST_TITLE),
        "error_message": words("sheet_choose"),
    }
    if len(cells) > 1:
        options["multi_range"] = " ".join(cells)
    sheet.data_validation(cells[0], options)


def _legend(scale: Scale, words: Words) -> str:
    named = labels(scale, words)
    return "\n".join(f"{written}  {named.get(value, '')}".rstrip() for value, written in steps(scale))
