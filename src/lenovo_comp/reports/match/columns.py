"""The columns of a match's frame."""

import polars as pl

from ...method.frames import COUNT, ID, MAYBE_NUMBER, MAYBE_TEXT, PEOPLE, Column, Columns, each

_COMPETENCIES = Column(pl.List(pl.String))
MATCH: Columns = {
    "rank": COUNT,  # 1 is the best
    "employee_id": ID,
    **each(MAYBE_TEXT, "name", "own_position", "position"),
    **{name: PEOPLE[name] for name in ("verdict", "fit", "met_share", "coverage", "required", "assessed", "met")},
    "largest_gap": MAYBE_NUMBER,  # 0 where nothing is short, null where nothing is assessed
    "gaps": Column(  # what is short: essential requirements first, then the largest
        pl.List(pl.Struct({"competency": pl.String, "gap": pl.Float64, "essential": pl.Boolean, "fragile": pl.Boolean}))
    ),
    **each(_COMPETENCIES, "missing", "hanging", "weightless"),  # unassessed; fragile; of weight 0 alone
}
"""One row a person and position, the best first."""
