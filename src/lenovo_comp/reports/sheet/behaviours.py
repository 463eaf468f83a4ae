"""The sheet of a rating workbook with the behaviours of all that is rated."""

from collections.abc import Mapping, Sequence
from typing import Any

from ...ratings import form as layout
from ..shared.book import TEXT, Book, plain, quoted
from ..shared.words import Words
from .forms import Line
from .looks import BANDS, LINK, PROTECTION, TITLE, high

_READ, _BACK = 1, 2
_WIDTH = 100


def behaviours_sheet(book: Book, lines: Sequence[Line], back: str, words: Words) -> Mapping[str, str]:
    """Write the sheet; returns competency → the link to it. `back`: the sheet to which headings lead back, or ""."""
    sheet = book.sheet(words("sheet_behaviours"))
    sheet.set_column(0, 0, None, None, {"hidden": True})
    sheet.set_column(_READ, _READ, _WIDTH)
    sheet.set_column(_BACK, _BACK, 20)
    sheet.hide_gridlines(2)
    sheet.fit_to_pages(1, 0)
    book.put(sheet, 0, layout.KEY, layout.MARK, TEXT)
    book.put(sheet, 0, _READ, words("sheet_behaviours"), TITLE)
    links = _lines(book, sheet, lines, back, words)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, len(lines), _READ)
    sheet.protect("", PROTECTION)
    return links


def _lines(book: Book, sheet: Any, lines: Sequence[Line], back: str, words: Words) -> dict[str, str]:
    """Write the lines from the second row on; returns where each competency begins."""
    looks = {kind: book.format(band) for kind, band in BANDS.items()}
    link, where = book.format(LINK), quoted(sheet.name)
    links: dict[str, str] = {}
    for i, line in enumerate(lines, 1):
        sheet.write_string(i, _READ, plain(line.text), looks[line.kind])
        sheet.set_row(i, high(line.text, _WIDTH - 2))
        if line.kind == "competency":
            links[line.competency] = f"internal:{where}!B{i + 1}"
            if back:
                sheet.write_url(i, _BACK, f"internal:{quoted(back)}!A1", link, words("sheet_back"))
    return links
