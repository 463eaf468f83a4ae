"""The looks that the sheets of rating workbooks share, and how wide their columns are."""

from ..shared.book import HEAD, HEADER, PALE, TEXT, WRAPPED, Format, height, lines_of
from ..shared.wrapping import cells

PROTECTION = {"format_rows": True, "format_columns": True, "select_locked_cells": True}
LINE: Format = {"border": 1, "border_color": "#C9D1DE"}
TITLE: Format = {"bold": True, "font_size": 14, "font_color": HEAD}
LINK: Format = {"font_color": "#0B5FA5", "underline": 1, "valign": "top"}
HEADED: Format = {**HEADER, "align": "center"}
UNDER_HEADER: Format = {**LINK, **LINE, "align": "center", "font_size": 9}
DIM: Format = {**WRAPPED, "font_color": "#44546A"}
FACT: Format = {**TEXT, "font_color": "#44546A"}
GIVEN: Format = {**TEXT, "bold": True}
ANSWER: Format = {**LINE, "locked": False, "bg_color": "#FFF4C2", "valign": "top"}
RATED: Format = {**ANSWER, "align": "center", "valign": "vcenter", "text_wrap": True, "num_format": "General"}
SAID: Format = {**ANSWER, "num_format": "@", "text_wrap": True}
NOT_ASKED: Format = {**LINE, "bg_color": "#D9D9D9"}
COUNT: Format = {**LINE, "align": "center", "valign": "vcenter", "num_format": '0;-0;"✓"', "font_color": "#44546A"}
"""A number of cells that are still blank; a tick where there is none."""
ROW: Format = {**WRAPPED, **LINE, "valign": "vcenter"}
ROW_LINK: Format = {**ROW, "font_color": "#0B5FA5", "underline": 1}
BANDS: dict[str, Format] = {
    "competency": {**WRAPPED, **LINE, "bold": True, "bg_color": "#DCE3EF"},
    "about": {**WRAPPED, **LINE, "font_color": "#44546A", "bg_color": PALE},
    "level": {**WRAPPED, **LINE, "bold": True, "font_color": HEAD},
    "behaviour": {**WRAPPED, **LINE, "indent": 1},
    "rating": {**WRAPPED, **LINE, "bold": True, "bg_color": "#DCE3EF"},
}
"""The looks of a line, by its kind."""
FILLED: Format = {"bg_color": "#FFFFFF"}
WRONG: Format = {"bg_color": "#F6C9C0", "font_color": "#7A1200"}
READ_WIDTH = 78
_NARROW, _WIDE = 1.18, 0.95
"""Letters of a text in Latin script to a digit's width, and in Chinese to two."""


def high(text: str, width: float, least: int = 1) -> float:
    """The height of a row with a text in a column of that width, in points, of at least so many lines."""
    each = _NARROW if cells(text) == len(text) else _WIDE
    return height(max(least, lines_of(text, width * each)))
