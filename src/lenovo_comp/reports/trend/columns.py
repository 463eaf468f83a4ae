"""The columns of a trend's frames."""

import polars as pl

from ...method.frames import (
    COUNT,
    FLAG,
    MAYBE_COUNT,
    MAYBE_FLAG,
    MAYBE_NUMBER,
    MAYBE_TEXT,
    STATUS,
    TEXT,
    Column,
    Columns,
    each,
)
from .result import Presence, Turn

_SUMS: Columns = {
    **each(COUNT, "n", "closed", "new"),  # ratings that can be compared; turns
    **each(MAYBE_COUNT, "closed_reliable", "new_reliable"),  # reliable ones of them; null where that is known of none
    # Mean of those ratings, over the roles in common, as a share of the scale, 0 to 1.
    **each(MAYBE_NUMBER, "share_from", "share_to"),
    "series": Column(pl.List(pl.Float64), null=True),  # the same in every cycle that has those roles
}
_HIDDEN = {name: column._replace(null=True) for name, column in _SUMS.items()} | {"withheld": FLAG}
ITEMS: Columns = {
    **each(TEXT, "employee_id", "competency"),
    **each(MAYBE_NUMBER, "from", "to"),  # ratings
    **each(MAYBE_NUMBER, "common_from", "common_to"),  # the same over the roles that count in both cycles (rule 13)
    # common_to − common_from; null where no role is common, on another scale, and from or to a bound
    "change": MAYBE_NUMBER,
    "reliable": MAYBE_FLAG,  # beyond chance; null without a change, or where an error isn't known
    "basis": Column(pl.List(pl.String)),  # the roles in common; empty without a change
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
    **each(MAYBE_NUMBER, "from", "to", "change"),  # means over the roles in common
    **_HIDDEN,
}
"""Competencies that somebody can be compared on; where withheld, without figures."""
TREND_DEPARTMENTS: Columns = {"department": MAYBE_TEXT, "people": COUNT, **_HIDDEN}
"""Departments of the later cycle; where withheld, without figures."""
