"""How cells of workbooks look: a colour for each status and verdict, figures as every view rounds them."""

from ...method.results import MET, NOT_REQUIRED, SHORT, STRENGTH, UNASSESSED, Row
from .book import PERCENT, Cell, Format, Styled
from .words import rounded, rounded_gap, rounded_rating, whole_percent

# The meanings of `tones.py` in the colours of the pages in light (`templates/charts.css`); a test compares them.
_GREEN, _AMBER, _RED, _GREY = "#2a7d45", "#996600", "#c8303f", "#6a737d"
FILLS = {"ready": _GREEN, "near": _AMBER, "developing": _RED, "incomplete": _GREY, None: "#d0d7de"}
"""The colours of bars in charts, by verdict."""
SHORT_BAR = "#f3aaa5"
"""The colour of bars behind numbers of people who are short."""
_MET: Format = {"bg_color": "#d7f0dc", "font_color": "#0b4f20"}
_WARNING: Format = {"bg_color": "#fdebc0", "font_color": "#5c3a00"}
_SHORT: Format = {"bg_color": "#fcd9d6", "font_color": "#8a0a1e"}
_UNKNOWN: Format = {"bg_color": "#eaeef2", "font_color": "#444c56"}
COLOURS: dict[str | None, Format] = {
    STRENGTH: {**_MET, "bg_color": "#a6deb3"},
    MET: _MET,
    SHORT: _SHORT,
    UNASSESSED: _UNKNOWN,
    NOT_REQUIRED: {},
    "ready": _MET,
    "near": _WARNING,
    "developing": _SHORT,
    "incomplete": _UNKNOWN,
    None: {"font_color": "#444c56"},
}
"""The looks of cells, by status and verdict."""
FAR: Format = {**_SHORT, "bg_color": "#f3aaa5", "bold": True}
LOW_AGREEMENT = _WARNING
REQUIRED_COLOUR, RATING_COLOUR = "#7F8FA9", "#0B6FB8"


def share_cell(value: float | None) -> Cell | Styled:
    """A share from 0 to 1, as a percentage that is 100 % only where it is all."""
    if value is None or round(whole_percent(value)) == rounded(value * 100, 0):
        return value
    return Styled(value, {**PERCENT, "num_format": f'"{whole_percent(value)}%"'})


def rating_cell(item: Row, tolerance: float) -> Cell | Styled:
    """The rating of a row of `gaps`, with `≥` before a bound."""
    value = item["rating"]
    if value is None:
        return None
    shown = rounded_rating(value, item["required"], tolerance)
    return shown_as(value, shown, 2, before="≥" if item["at_least"] else "")


def figure_cell(value: float | None) -> Cell | Styled:
    """Any other figure with two decimals."""
    return None if value is None else shown_as(value, rounded(value), 2)


def gap_cell(value: float | None, tolerance: float) -> Cell | Styled:
    """A gap."""
    return None if value is None else shown_as(value, rounded_gap(value, tolerance), 2)


def shown_as(value: float, shown: float, places: int, before: str = "", after: str = "") -> Cell | Styled:
    """A cell that holds a number and shows it as `shown`: behind a text, and before what a format may say `after`."""
    # A format of digits would show 2.997 as 3.00: then the format is the text (decision 0032).
    # And it would show -0.00 for what is just below zero.
    is_usual = shown == rounded(value, places) and (shown or value >= 0)
    digits = f"0.{'0' * places}" if is_usual else f'"{shown + 0.0:.{places}f}"'
    if digits == "0.00" and not before and not after:
        return value
    before = f'"{before}"' if before else ""
    # Of two quoted texts side by side, the quotes between them would be read as one that is quoted.
    return Styled(value, {"num_format": f"{before}{digits}{after}".replace('""', "")})
