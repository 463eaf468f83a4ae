"""The columns of a trend's frames."""

import polars as pl

from ...method.frames import COUNT, FLAG, MAYBE_NUMBER, MAYBE_TEXT, STATUS, TEXT, Column, Columns, each
from .result import Presence, Turn

_SUMS: Columns = {
    **each(COUNT, "n", "closed", "new"),  # ratings that can be compared; turns
    **each(MAYBE_NUMBER, "share_from", "share_to"),  # mean of those ratings as a share of the scale, 0 to 1
    "series": Column(pl.List(pl.Float64), null=True),  # the same in every cycle
}
_HIDDEN = {name: column._replace(null=True) for name, column in _SUMS.items()} | {"withheld": FLAG}
ITEMS: Columns = {
    **each(TEXT, "employee_id", "competency"),
    **each(MAYBE_NUMBER, "from", "to"),  # ratings
    "change": MAYBE_NUMBER,  # to − from; null where one is missing, or they are not on one scale or basis
    **each(MAYBE_NUMBER, "required_from", "required_to"),
    **each(Column(STATUS, null=True), "status_from", "status_to"),  # by the position of its own cycle
    "turn": Column(Turn, null=True),  # null where there is nothing to say
}
"""One row an item that is required or rated in one of the cycles."""
TREND_PEOPLE: Columns = {
    "employee_id": TEXT,
    **each(MAYBE_TEXT, "name", "department", "position_from", "position_to"),
    "presence": Column(Presence),
    **_SUMS,
}
"""Everybody of both cycles and the roster."""
TREND_COMPETENCIES: Columns = {
    "competency": TEXT,
    "people": COUNT,
    **each(MAYBE_NUMBER, "from", "to", "change"),
    **_HIDDEN,
}
"""Competencies that somebody can be compared on; where withheld, without figures."""
TREND_DEPARTMENTS: Columns = {"department": MAYBE_TEXT, "people": COUNT, **_HIDDEN}
"""Departments of the later cycle; where withheld, without figures."""
