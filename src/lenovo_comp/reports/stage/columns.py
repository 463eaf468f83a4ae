"""The columns of the frame of stages."""

import polars as pl

from ...method.frames import ID, MAYBE_TEXT, STAGE, Column, Columns, each
from .result import Standing

STAGING: Columns = {
    "employee_id": ID,
    **each(MAYBE_TEXT, "name", "position"),
    **each(STAGE, "own", "stage_low", "stage_high"),  # of the position; that the ratings support
    "standing": Column(Standing),
    "toward": STAGE,  # not reached yet: the position's own, or the next above
    "held_back": Column(  # dimensions short of that stage, the rating it takes, whether that is too close to call
        pl.List(
            pl.Struct({"competency": pl.String, "rating": pl.Float64, "needed": pl.Float64, "too_close": pl.Boolean})
        )
    ),
    "missing": Column(pl.List(pl.String)),  # unassessed dimensions
}
"""One row a person, by id."""
