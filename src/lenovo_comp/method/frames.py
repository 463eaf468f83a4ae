"""The columns of an assessment's frames, in order: name → type, and where it matters what it means.

`mean:ROLE` stands for a column each of the rater roles that occur. Ids are an Enum of those of the dictionary, or
of the people of one reading; across two readings they are text. The tests hold every frame against these.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import polars as pl

from ..model.dictionary import Model
from ..ratings.cells import ids
from .results import Band, Status, Verdict


class Column(NamedTuple):
    """A column's type (or its class; of a StrEnum text that is one of its members), and whether it may be null."""

    type: Any
    null: bool = False


Columns = dict[str, Column]
ID, TEXT, FLAG, COUNT, NUMBER = map(Column, (pl.Enum, pl.String, pl.Boolean, pl.UInt32, pl.Float64))
MAYBE_TEXT, MAYBE_NUMBER, MAYBE_FLAG = (column._replace(null=True) for column in (TEXT, NUMBER, FLAG))
STAGE = Column(pl.Int64, null=True)
STATUS, VERDICT, BAND = pl.Enum(Status), pl.Enum(Verdict), pl.Enum(Band)


def each(column: Column, *names: str) -> Columns:
    """Several columns of one kind."""
    return dict.fromkeys(names, column)


def table(model: Model, rows: Iterable[tuple[object, ...]], **columns: Any) -> pl.DataFrame:
    """A small frame of what a dictionary says, with the types of its columns; `pl.Enum`: ids of competencies."""
    schema = {name: ids(model.competency_names) if kind is pl.Enum else kind for name, kind in columns.items()}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


_ITEM = each(ID, "employee_id", "competency")
PERSON = {"employee_id": ID, **each(MAYBE_TEXT, "name", "department", "manager", "position")}

PEOPLE: Columns = {
    **PERSON,  # position: null also where there are two
    "conflict": FLAG,  # two positions
    **each(COUNT, "required", "assessed", "met", "short", "unassessed"),  # requirements; met includes strength
    "fit": MAYBE_NUMBER,  # rule 6, 0 to 1; null where nothing is assessed, as the next
    "verdict": Column(VERDICT, null=True),  # null without a position
    **each(MAYBE_NUMBER, "met_share", "coverage"),  # met / assessed; assessed / required
    **each(STAGE, "stage_low", "stage_high"),  # rule 8; 0: none attained, null: not known
}
"""One row a person, by id."""
GAPS: Columns = {
    **_ITEM,
    "layer": ID,
    **each(MAYBE_NUMBER, "required", "desired", "rating", "gap"),  # scale units; gap = required − rating
    "status": Column(STATUS),
    "essential": FLAG,
    "weight": MAYBE_NUMBER,  # null where nothing is required
    "n": COUNT,  # different raters a role, over the roles that count
    **each(FLAG, "self_only", "unweighted"),  # only roles of weight 0 are left: the self-rating, others
    **each(NUMBER, "min", "max"),  # of the scale
    "band": Column(BAND, null=True),  # null where it can't be told, or may not
    "self_other": MAYBE_NUMBER,  # self-rating − the others' rating
    "fragile": MAYBE_FLAG,  # met or short would flip without one rater; null where that can't be told
}
"""One row an employee and competency that is required or rated, by employee, in the dictionary's order."""
ROLES: Columns = {
    **_ITEM,
    "mean:ROLE": MAYBE_NUMBER,  # here and below: null where the role may not be shown
    "n:ROLE": COUNT._replace(null=True),  # different raters
    "band:ROLE": Column(BAND, null=True),
    "weight:others": MAYBE_NUMBER,
}
"""One row an item of which a role, or `others` (a ROLE here), may be shown."""
SPREAD: Columns = {
    **_ITEM,
    "role": Column(pl.Enum, null=True),  # null: all whose figures make up the rating
    "n": COUNT,
    **each(NUMBER, "range", "average_deviation"),  # scale units
    "r_wg": NUMBER,  # 0 to 1
}
"""One row an item and group of two or more raters, none of them anonymous."""
WITHHELD: Columns = {**_ITEM, "rolled_up": FLAG}
"""Items with a role of too few raters to be shown on its own: part of `others`, else dropped."""
EVIDENCE: Columns = {**_ITEM, "behaviour": Column(pl.Enum, null=True), "role": ID, "text": TEXT}
"""What raters wrote, from roles that are shown."""
COMPETENCIES: Columns = {
    "competency": ID,
    "layer": TEXT,
    # Over those who are asked and assessed, so that the three agree; the first over all, where nobody is assessed.
    **each(MAYBE_NUMBER, "required_mean", "rating_mean", "gap_mean"),
    **each(COUNT, "short", "met", "unassessed"),
}
"""One row a competency of the dictionary."""
