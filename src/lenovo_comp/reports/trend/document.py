"""`comp.trend/1`."""

from __future__ import annotations

from ...method.results import Row
from ..shared.document import Document, figure, head
from .result import ADDED, BOTH, GONE, NEITHER, Trend


def trend_document(trend: Trend) -> Document:
    """`comp.trend/1`. `series` follows `cycles`; shares are of the scale, 0 to 1."""
    old, changes, people = trend.before.model, trend.changes, trend.person_rows()
    items = trend.items_of()
    return {
        **head("comp.trend/1", trend.after),
        "from": trend.before.cycle,
        "to": trend.after.cycle,
        "cycles": list(trend.cycles),
        "model_before": {"id": old.id, "version": old.version, "sha256": old.sha256},
        "model_changes": {
            "requirements": [
                {"position": position, "competency": competency, "from": figure(before), "to": figure(after)}
                for position, competency, before, after in changes.requirements
            ],
            "not_compared": list(changes.rescaled),
            "restated": list(changes.restated),
            "thresholds": list(changes.thresholds),
        },
        "summary": {
            "people": {p: sum(r["presence"] == p for r in people) for p in (BOTH, ADDED, GONE, NEITHER)},
            "turns": dict(sorted(trend.turns().items())),
        },
        "competencies": [
            {
                "competency": r["competency"],
                "people": r["people"],
                "withheld": r["withheld"],
                "from": figure(r["from"]),
                "to": figure(r["to"]),
                "change": figure(r["change"]),
                **_sums(r),
            }
            for r in trend.competency_rows()
        ],
        "departments": [
            {"department": r["department"], "people": r["people"], "withheld": r["withheld"], **_sums(r)}
            for r in trend.department_rows()
        ],
        "employees": [
            {
                "employee_id": r["employee_id"],
                "name": r["name"],
                "department": r["department"],
                "presence": r["presence"],
                "position_from": r["position_from"],
                "position_to": r["position_to"],
                **_sums(r),
                "competencies": [_item(i) for i in items.get(r["employee_id"], [])],
            }
            for r in people
        ],
    }


def _sums(row: Row) -> Document:
    return {
        "closed": row["closed"],
        "new": row["new"],
        "share_from": figure(row["share_from"]),
        "share_to": figure(row["share_to"]),
        "series": None if row["series"] is None else [figure(s) for s in row["series"]],
    }


def _item(item: Row) -> Document:
    return {
        "competency": item["competency"],
        "from": figure(item["from"]),
        "to": figure(item["to"]),
        "change": figure(item["change"]),
        "required_from": figure(item["required_from"]),
        "required_to": figure(item["required_to"]),
        "status_from": item["status_from"],
        "status_to": item["status_to"],
        "turn": item["turn"],
    }
