"""How cells of workbooks look: a colour for each status and verdict, figures as every view rounds them."""

from ...method.results import MET, NOT_REQUIRED, SHORT, STRENGTH, UNASSESSED, Row
from .book import PERCENT, Cell, Format, Styled
from .words import rounded, rounded_gap, rounded_rating, whole_percent

# One colour, one meaning: green is met, amber nearly, red short, grey unknown; what is neither has none of these.
_GREEN, _AMBER, _RED, _GREY = "#2E8B57", "#E0A82E", "#D1603D", "#A6A6A6"
FILLS = {"ready": _GREEN, "near": _AMBER, "developing": _RED, "incomplete": _GREY, None: "#D9D9D9"}
"""The colours of bars in charts, by verdict."""
SHORT_BAR = "#F2B5A0"
"""The colour of bars behind numbers of people who are short."""
_MET: Format = {"bg_color": "#DFF2E7", "font_color": "#0B5D3B"}
_SHORT: Format = {"bg_color": "#FBE1D8", "font_color": "#8A2B0D"}
_UNKNOWN: Format = {"bg_color": "#EDEDED", "font_color": "#595959"}
COLOURS: dict[str | None, Format] = {
    STRENGTH: {"bg_color": "#B7DFC8", "font_color": "#0B5D3B"},
    MET: _MET,
    SHORT: _SHORT,
    UNASSESSED: _UNKNOWN,
    NOT_REQUIRED: {},
    "ready": _MET,
    "near": {"bg_color": "#FFF0C2", "font_color": "#6B5200"},
    "developing": _SHORT,
    "incomplete": _UNKNOWN,
    None: {"font_color": "#595959"},
}
"""The looks of cells, by status and verdict."""
FAR: Format = {**_SHORT, "bold": True}
LOW_AGREEMENT: Format = {"bg_color": "#E8E1F3", "font_color": "#4B2E83"}
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
