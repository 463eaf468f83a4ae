"""The columns of a match's frame."""

import polars as pl

from ...method.frames import COUNT, ID, MAYBE_FLAG, MAYBE_NUMBER, MAYBE_TEXT, PEOPLE, Column, Columns, each

_COMPETENCIES = Column(pl.List(pl.String))
MATCH: Columns = {
    "rank": COUNT,  # 1 is the best
    "employee_id": ID,
    **each(MAYBE_TEXT, "name", "own_position", "position"),
    **{name: PEOPLE[name] for name in ("verdict", "fit", "met_share", "coverage", "required", "assessed", "met")},
    "fit_se": MAYBE_NUMBER,  # standard error of the fit; null where one of its ratings has none
    "like_above": MAYBE_FLAG,  # can't be told from the row above; null where unknown, and always for positions
    "largest_gap": MAYBE_NUMBER,  # 0 where nothing is short, null where nothing is assessed
    "gaps": Column(  # what is short: essential requirements first, then the largest
        pl.List(
            pl.Struct(
                {"competency": pl.String, "gap": pl.Float64}
                | dict.fromkeys(("essential", "fragile", "too_close"), pl.Boolean)
            )
        )
    ),
    **each(
        _COMPETENCIES, "missing", "met_too_close", "weightless"
    ),  # unassessed; met, too close to call; of weight 0 alone
}
"""One row a person and position, the best first."""
