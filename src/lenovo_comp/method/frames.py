"""The columns of an assessment's frames, in order: name → type, and where it matters what it means.

`mean:ROLE` stands for a column each of the rater roles that occur. Ids are an Enum of those of the dictionary, or
of the people of one reading; across two readings they are text. The tests hold every frame against these.
"""

from collections.abc import Iterable, Mapping
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
MAYBE_COUNT, STAGE = Column(pl.UInt32, null=True), Column(pl.Int64, null=True)
STATUS, VERDICT, BAND = pl.Enum(Status), pl.Enum(Verdict), pl.Enum(Band)


def each(column: Column, *names: str) -> Columns:
    """Several columns of one kind."""
    return dict.fromkeys(names, column)


def table(model: Model, rows: Iterable[tuple[object, ...]], **columns: Any) -> pl.DataFrame:
    """A small frame of what a dictionary says, with the types of its columns; `pl.Enum`: ids of competencies."""
    schema = {name: ids(model.competency_names) if kind is pl.Enum else kind for name, kind in columns.items()}
    # Column by column, which takes a third of the time that rows take.
    cells = zip(*rows, strict=True)
    return pl.DataFrame([pl.Series(n, next(cells, ()), kind) for n, kind in schema.items()])


def of_competency(values: Mapping[str, float | None]) -> pl.Expr:
    """A figure (Float64) of each row's `competency`, of all those of a dictionary by id."""
    # By the number of the id: joining a million rows, or turning their ids into text, takes longer.
    in_order = pl.Series([values[id] for id in sorted(values)], dtype=pl.Float64)
    return pl.lit(in_order).gather(pl.col("competency").to_physical())


_ITEM = each(ID, "employee_id", "competency")
PERSON = {"employee_id": ID, **each(MAYBE_TEXT, "name", "department", "manager", "position")}

JUDGED: Columns = {
    **each(COUNT, "required", "assessed", "met", "short", "unassessed"),  # requirements; met includes strength
    "deciding": COUNT,  # requirements that the verdict depends on: the essential ones, or all where none is
    "clear": MAYBE_COUNT,  # those of them that are clear (rule 10); null where that is known of none
    "fit": MAYBE_NUMBER,  # rule 6, 0 to 1; null where nothing is assessed, as the next
    "verdict": Column(VERDICT, null=True),  # null without a position
    **each(MAYBE_NUMBER, "met_share", "coverage"),  # met / assessed; assessed / required
    **each(STAGE, "stage_low", "stage_high"),  # rule 8; 0: none attained, null: not known
}
"""What a person's gaps amount to (rules 6 to 8)."""
PEOPLE: Columns = {
    **PERSON,  # position: null also where there are two
    "conflict": FLAG,  # two positions
    **JUDGED,
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
    "uncounted": COUNT,  # raters who rated too few behaviours for a figure, or whose bound did not count
    **each(FLAG, "self_only", "unweighted"),  # only roles of weight 0 are left: the self-rating, others
    "at_least": FLAG,  # the rating is a bound: some raters did not rate the next level
    **each(NUMBER, "min", "max"),  # of the scale
    "band": Column(BAND, null=True),  # null where it can't be told, or may not
    "self_other": MAYBE_NUMBER,  # self-rating − the others' rating
    "se": MAYBE_NUMBER,  # standard error of the rating in scale units (rule 10); null where it can't be told
    "fragile": MAYBE_FLAG,  # met or short would flip without one rater; told of named raters, without an `se`
    "clear": MAYBE_FLAG,  # other raters would have said the same (rule 10); null without `se` or `gap`
    "too_close": FLAG,  # too close to call, `~`: not clear, or fragile
}
"""One row an employee and competency that is required or rated, by employee, in the dictionary's order."""
ROLES: Columns = {
    **_ITEM,
    "mean:ROLE": MAYBE_NUMBER,  # here and below: null where the role may not be shown
    "n:ROLE": COUNT._replace(null=True),  # different raters
    "band:ROLE": Column(BAND, null=True),
    "weight:others": MAYBE_NUMBER,
    # Ids of the roles that go into it, sorted, by spaces: those that `comp explain` names, for comparing cycles.
    "roles:others": MAYBE_TEXT,
}
"""One row an item of which a role, or `others` (a ROLE here), may be shown, in the order of `GAPS`."""
SPREAD: Columns = {
    **_ITEM,
    "role": Column(pl.Enum, null=True),  # null: all whose figures make up the rating
    "n": COUNT,
    **each(MAYBE_NUMBER, "range", "average_deviation"),  # scale units; null where figures are made of behaviours
    "r_wg": NUMBER,  # 0 to 1
    "statements": MAYBE_COUNT,  # over how many of them r_wg is r*_wg(J); null for whole levels
}
"""One row an item and group of two or more raters, none of them anonymous, all of whom rated levels or behaviours."""
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
