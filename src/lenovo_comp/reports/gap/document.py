"""`comp.gap/1`."""

from typing import Literal, TypedDict

from ...method.results import PersonGap
from ...method.settling import settlings
from ..shared.document import Behaviour, CycleHead, behaviour, cycle_head, figure
from ..shared.kinds import Ordinal
from ..shared.person_document import Figures, Item, Person, employees, figures


class Supposed(TypedDict):
    competency: str
    level: float


class GapItem(Item):
    supposed: bool
    """Whether the rating is supposed (`--with`)."""


class GapEmployee(Person, Figures):
    competencies: list[GapItem]


Development = TypedDict(
    "Development", {"competency": str, "gap": float, "from": float, "to": float, "behaviours": list[Behaviour]}
)


class Unsettled(TypedDict):
    competency: str
    role: str | None
    """The role of which so many more raters would settle it; null where at most ten of none would."""
    raters: Ordinal | None


class GapDocument(CycleHead):
    """What `comp gap --format json` prints."""

    schema: Literal["comp.gap/1"]
    supposed: list[Supposed]
    """Levels that take the place of ratings (`--with`)."""
    employee: GapEmployee
    as_rated: Figures | None
    """The employee's figures without what is supposed; null where nothing is."""
    strengths: list[str]
    develop: list[Development]
    unsettled: list[Unsettled]
    """What is not clear, and the raters that would settle it."""


def gap_document(gap: PersonGap) -> GapDocument:
    """`comp.gap/1`."""
    employee, supposed = employees(gap.assessment)[0], gap.assessment.supposed
    return {
        "schema": "comp.gap/1",
        **cycle_head(gap.assessment),
        "supposed": [{"competency": c, "level": level} for c, level in supposed.items()],
        "employee": {
            **employee,
            "competencies": [{**i, "supposed": i["competency"] in supposed} for i in employee["competencies"]],
        },
        "as_rated": figures(gap.as_rated.person) if gap.as_rated is not None else None,
        "strengths": list(gap.strengths),
        "develop": [
            {
                "competency": need.competency,
                "gap": figure(need.gap),
                "from": figure(need.start),
                "to": figure(need.goal),
                "behaviours": [behaviour(s) for s in need.behaviours],
            }
            for need in gap.develop
        ],
        "unsettled": [
            {"competency": s.competency, "role": s.role, "raters": s.raters}
            for s in settlings(gap.assessment, gap.person["employee_id"])
        ],
    }
