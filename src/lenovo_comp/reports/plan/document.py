"""`comp.plan/1` and `comp.demand/1`."""

from __future__ import annotations

from ...method.results import UNASSESSED
from ..shared.document import Document, action, figure, head
from .result import Demand, Focus, Plan, TeamPlan

RANKED_BY = ("essential", "weight", "gap")
"""What ranks needs, the first first; each the larger the earlier."""


def plan_document(plan: Plan) -> Document:
    """`comp.plan/1`."""
    gap, person = plan.gap, plan.gap.person
    return {
        **head("comp.plan/1", gap.assessment),
        "cycle": gap.assessment.cycle or None,
        "employee_id": person["employee_id"],
        "name": person["name"],
        "department": person["department"],
        "position": person["position"],
        "verdict": person["verdict"],
        "ranked_by": list(RANKED_BY),
        "needs": [_focus(rank, focus) for rank, focus in enumerate(plan.focuses, 1)],
        "unassessed": [i["competency"] for i in gap.items if i["status"] == UNASSESSED],
    }


def _focus(rank: int, focus: Focus) -> Document:
    """`mentors` is null where they were not asked for."""
    need = focus.need
    return {
        "rank": rank,
        "competency": need.competency,
        "essential": focus.essential,
        "weight": focus.weight,
        "gap": figure(need.gap),
        "from": figure(need.start),
        "to": figure(need.goal),
        "fragile": focus.fragile,
        "behaviours": [
            {
                "id": step.behaviour.id,
                "level": step.level,
                "zh": step.behaviour.text.zh,
                "en": step.behaviour.text.en,
                "origin": step.behaviour.origin,
                "state": step.state,
            }
            for step in focus.steps
        ],
        "actions": [action(a) for a in focus.actions],
        "mentors": None
        if focus.mentors is None
        else [
            {
                "employee_id": m.employee_id,
                "name": m.name,
                "department": m.department,
                "status": m.status,
                "same_department": m.same_department,
                "ready": m.ready,
            }
            for m in focus.mentors
        ],
    }


def demand_document(team: TeamPlan) -> Document:
    """`comp.demand/1`."""
    return {
        **head("comp.demand/1", team.assessment),
        "cycle": team.assessment.cycle or None,
        "demand": [_demand(d) for d in team.demand()],
        "unassessed": team.assessment.summary.unassessed,
    }


def _demand(demand: Demand) -> Document:
    return {
        "competency": demand.competency,
        "level": demand.level,
        "people": demand.people,
        "who": [
            {
                "employee_id": row["employee_id"],
                "name": row["name"],
                "position": row["position"],
                "rating": figure(row["rating"]),
                "required": figure(row["required"]),
                "gap": figure(row["gap"]),
            }
            for row in demand.who
        ],
    }
