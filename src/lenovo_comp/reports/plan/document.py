"""`comp.plan/1` and `comp.demand/1`."""

from typing import Annotated, Literal, TypedDict, get_args

from ...method.results import UNASSESSED, Verdict
from ..shared.document import ActionEntry, Behaviour, CycleHead, Named, action, cycle_head, figure, pick, text
from ..shared.kinds import Count, Ordinal, Positive
from .result import Demand, Focus, Mentor, Plan, State, TeamPlan

Ranking = Literal["not_too_close", "essential", "weight_times_gap"]
RANKED_BY: tuple[Ranking, ...] = get_args(Ranking)
"""What ranks needs, the first first; each the larger the earlier."""


class PlannedBehaviour(Behaviour):
    level: int | None
    state: State
    """not_seen: not yet seen often; unknown: no rating that may be shown; seen: only where all are, and others rated
    lower."""


class MentorEntry(Named):
    department: str | None
    status: Literal["met", "strength"]
    same_department: bool
    ready: bool


Need = TypedDict(
    "Need",
    {
        "rank": Ordinal,
        "competency": str,
        "essential": bool,
        "weight": Positive,
        "gap": float,
        "from": float,
        "to": float,
        "too_close": bool,
        "behaviours": Annotated[list[PlannedBehaviour], ("minItems", 1)],
        "actions": list[ActionEntry],
        "mentors": Annotated[
            list[MentorEntry] | None, "Null where they were not asked for (`--mentors`).", ("maxItems", 3)
        ],
    },
)


class PlanDocument(CycleHead, Named):
    """What `comp plan --employee ID --format json` prints."""

    schema: Literal["comp.plan/1"]
    department: str | None
    position: str | None
    verdict: Verdict | None
    ranked_by: Annotated[list[Ranking], ("const", RANKED_BY)]
    """What ranks the needs, each the larger the earlier."""
    needs: list[Need]
    unassessed: list[str]
    """Competencies that the position requires and nobody's rating says anything of."""


class Learner(Named):
    position: str
    rating: float
    required: float
    gap: float


class DemandedLevel(TypedDict):
    competency: str
    level: float
    """Without levels, the degree required."""
    people: Ordinal
    who: Annotated[list[Learner], ("minItems", 1)]


class DemandDocument(CycleHead):
    """What `comp plan --team --format json` prints."""

    schema: Literal["comp.demand/1"]
    demand: list[DemandedLevel]
    unassessed: Count
    """Requirements that are not assessed; they are not in the demand."""


def plan_document(plan: Plan) -> PlanDocument:
    """`comp.plan/1`."""
    gap, person = plan.gap, plan.gap.person
    return {
        "schema": "comp.plan/1",
        **cycle_head(gap.assessment),
        "employee_id": person["employee_id"],
        "name": person["name"],
        "department": person["department"],
        "position": person["position"],
        "verdict": person["verdict"],
        "ranked_by": list(RANKED_BY),
        "needs": [_need(rank, focus) for rank, focus in enumerate(plan.focuses, 1)],
        "unassessed": [i["competency"] for i in gap.items if i["status"] == UNASSESSED],
    }


def _need(rank: int, focus: Focus) -> Need:
    need = focus.need
    return {
        "rank": rank,
        "competency": need.competency,
        "essential": focus.essential,
        "weight": focus.weight,
        "gap": figure(need.gap),
        "from": figure(need.start),
        "to": figure(need.goal),
        "too_close": focus.too_close,
        "behaviours": [
            {
                "id": step.behaviour.id,
                "level": step.level,
                **text(step.behaviour.text),
                "origin": step.behaviour.origin,
                "state": step.state,
            }
            for step in focus.steps
        ],
        "actions": [action(a) for a in focus.actions],
        "mentors": None if focus.mentors is None else [_mentor(m) for m in focus.mentors],
    }


def _mentor(m: Mentor) -> MentorEntry:
    return {
        "employee_id": m.employee_id,
        "name": m.name,
        "department": m.department,
        "status": m.status,
        "same_department": m.same_department,
        "ready": m.ready,
    }


def demand_document(team: TeamPlan) -> DemandDocument:
    """`comp.demand/1`."""
    return {
        "schema": "comp.demand/1",
        **cycle_head(team.assessment),
        "demand": [_demand(d) for d in team.demand()],
        "unassessed": team.assessment.summary.unassessed,
    }


def _demand(demand: Demand) -> DemandedLevel:
    return {
        "competency": demand.competency,
        "level": demand.level,
        "people": demand.people,
        "who": [pick(Learner, row) for row in demand.who],
    }
