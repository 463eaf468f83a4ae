"""The page of a workbook that says how to fill it in."""

from collections.abc import Sequence
from typing import Any

from ...reports.shared.book import HEAD, HEADER, TEXT, WRAPPED, Book, Format, height, lines_of
from ...text import Language, Text
from .wording import Page

_NUMBER, _BODY = 22, 84
_LINE: Format = {"border": 1, "border_color": "#C9D1DE"}


def read_me(
    book: Book,
    mark: str,
    page: Page,
    entries: Sequence[tuple[Text, Text]],
    languages: Sequence[Language],
    **details: str,
) -> Any:
    """Write the page in one language, or in two, one below the other; column A, hidden, has the mark."""
    sheet = book.sheet(page.sheet[languages[0]])
    sheet.set_column(0, 0, None, None, {"hidden": True})
    sheet.set_column(1, 1, _NUMBER)
    sheet.set_column(2, 2, _BODY)
    sheet.hide_gridlines(2)
    sheet.fit_to_pages(1, 0)
    book.put(sheet, 0, 0, mark, TEXT)
    row = 0
    for language in languages:
        row = _write(book, sheet, page, entries, language, row, details) + 1
    return sheet


def _write(
    book: Book,
    sheet: Any,
    page: Page,
    entries: Sequence[tuple[Text, Text]],
    language: Language,
    row: int,
    details: dict[str, str],
) -> int:
    """Write the page in one language from a row on; returns the row after it."""
    title = page.title[language].format(**details)
    book.put(sheet, row, 1, title, {"bold": True, "font_size": 14, "font_color": HEAD})
    sheet.set_row(row, height(2))
    row += 1
    for number, step in enumerate(page.steps, 1):
        book.put(sheet, row, 1, f"{number}.", {"align": "right", "valign": "top"})
        row = _line(book, sheet, row, step[language], WRAPPED)
    row += 1
    for column, head in enumerate(page.heads, 1):
        book.put(sheet, row, column, head[language], HEADER)
    row += 1
    for name, meaning in entries:
        book.put(sheet, row, 1, name[language], {**TEXT, **_LINE, "bold": True})
        row = _line(book, sheet, row, meaning[language], {**WRAPPED, **_LINE})
    return row


def _line(book: Book, sheet: Any, row: int, text: str, looks: Format) -> int:
    book.put(sheet, row, 2, text, looks)
    sheet.set_row(row, height(lines_of(text, _BODY)))
    return row + 1
