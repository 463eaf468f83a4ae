"""`comp.trend/1`."""

from typing import Annotated, Literal, TypedDict

from ...method.results import Status
from ..shared.document import Head, ModelVersion, Named, figure, head, model_version, pick
from ..shared.kinds import Count, Share
from .result import CLOSED, NEW, Beyond, ModelChanges, Presence, Threshold, Trend, Turn

RequirementChange = TypedDict(
    "RequirementChange", {"position": str, "competency": str, "from": float | None, "to": float | None}
)


class ModelChangesEntry(TypedDict):
    requirements: list[RequirementChange]
    not_compared: list[str]
    """Competencies on another scale, or in one of the dictionaries only."""
    restated: list[str]
    """Competencies whose behaviours read differently."""
    thresholds: list[Threshold]


class ReliableTurns(TypedDict):
    closed: Count
    new: Count


class TrendSummary(TypedDict):
    people: dict[Presence, Count]
    turns: dict[str, Count]
    reliable: ReliableTurns
    """How many of these turns are reliable changes."""
    changes: dict[Beyond, Count]
    """Changes of rating: reliable ones `up` and `down`, those `within_chance`, and those of which it isn't known."""


class Sums(TypedDict):
    closed: Count | None
    new: Count | None
    closed_reliable: Count | None
    """How many of these are reliable changes; null where that is known of none."""
    new_reliable: Count | None
    share_from: Share | None
    share_to: Share | None
    series: list[Share | None] | None
    """A share of the scale for each of `cycles` that has the same roles."""


CompetencyMeans = TypedDict(
    "CompetencyMeans",
    {
        "competency": str,
        "people": Count,
        "withheld": Annotated[bool, "Fewer than `min_group` people can be compared: no figures."],
        "from": Annotated[float | None, "Mean over the roles that count in both cycles, as `to`."],
        "to": float | None,
        "change": float | None,
    },
)


class CompetencyTrend(CompetencyMeans, Sums):
    pass


class Department(TypedDict):
    department: str | None
    people: Count
    withheld: bool
    """Too few people, or it would follow from one that has too few: the figures are null."""


class DepartmentTrend(Department, Sums):
    pass


Change = Annotated[
    float | None,
    "Over the roles in `basis`: `common_to` - `common_from`; null where there are none, where the scale is another, "
    "and from or to a bound. Differs from `to` - `from` where further roles count in one of the cycles.",
]
ComparedRatings = TypedDict(
    "ComparedRatings",
    {
        "competency": str,
        "from": float | None,
        "to": float | None,
        "common_from": Annotated[float | None, "The rating over the roles in `basis` alone, as `common_to`."],
        "common_to": float | None,
        "change": Change,
        "reliable": Annotated[bool | None, "Beyond 1.96 standard errors; null where an error isn't known."],
        "basis": Annotated[list[str], "The roles that count in both cycles."],
    },
)


class ItemTrend(ComparedRatings):
    required_from: float | None
    required_to: float | None
    status_from: Status | None
    status_to: Status | None
    turn: Turn | None


class EmployeeOfCycles(Named):
    department: str | None
    presence: Presence
    position_from: str | None
    position_to: str | None


class EmployeeTrend(EmployeeOfCycles, Sums):
    competencies: list[ItemTrend]


Cycles = TypedDict("Cycles", {"from": str, "to": str})


class TrendDocument(Head, Cycles):
    """What `comp trend --format json` prints."""

    schema: Literal["comp.trend/1"]
    cycles: list[str]
    """All cycles in the ratings, oldest first."""
    model_before: ModelVersion
    model_changes: ModelChangesEntry
    summary: TrendSummary
    competencies: list[CompetencyTrend]
    """Those that somebody can be compared on."""
    departments: list[DepartmentTrend]
    employees: list[EmployeeTrend]


def trend_document(trend: Trend) -> TrendDocument:
    """`comp.trend/1`. `series` follows `cycles`; shares are of the scale, 0 to 1."""
    people, items = trend.person_rows(), trend.items_of()
    return {
        "schema": "comp.trend/1",
        **head(trend.after),
        "from": trend.before.cycle,
        "to": trend.after.cycle,
        "cycles": list(trend.cycles),
        "model_before": model_version(trend.before.model),
        "model_changes": _model_changes(trend.changes),
        "summary": {
            "people": {p: sum(r["presence"] == p for r in people) for p in Presence},
            "turns": dict(sorted(trend.turns().items())),
            "reliable": {"closed": trend.turns_beyond_chance(CLOSED)[0], "new": trend.turns_beyond_chance(NEW)[0]},
            "changes": trend.beyond_chance(),
        },
        "competencies": [pick(CompetencyTrend, r) for r in trend.competency_rows()],
        "departments": [pick(DepartmentTrend, r) for r in trend.department_rows()],
        "employees": [
            pick(EmployeeTrend, {**r, "competencies": [pick(ItemTrend, i) for i in items.get(r["employee_id"], [])]})
            for r in people
        ],
    }


def _model_changes(changes: ModelChanges) -> ModelChangesEntry:
    return {
        "requirements": [
            {"position": position, "competency": competency, "from": figure(before), "to": figure(after)}
            for position, competency, before, after in changes.requirements
        ],
        "not_compared": list(changes.rescaled),
        "restated": list(changes.restated),
        "thresholds": list(changes.thresholds),
    }
