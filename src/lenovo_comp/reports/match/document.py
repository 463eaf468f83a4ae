"""`comp.match/1`."""

from __future__ import annotations

from ...method.results import Row
from ...model.dictionary import Model
from ..shared.document import Document, figure, head
from .result import Bench, Depth, Match


def match_document(match: Match | Bench) -> Document:
    """`comp.match/1`. What was not asked for is null: `candidates`, `positions` or `bench`."""
    document: Document = {
        **head("comp.match/1", match.assessment),
        "cycle": match.assessment.cycle or None,
        **dict.fromkeys(("position", "candidates", "employee", "positions", "bench")),
    }
    if isinstance(match, Bench):
        document["bench"] = [_depth(d) for d in match.positions]
    elif match.employee is None:
        document["position"] = match.position
        document["candidates"] = [_candidate(r) for r in match.first()]
    else:
        document["employee"] = {key: match.employee[key] for key in ("employee_id", "name", "position")}
        document["positions"] = [_position(r, match.assessment.model) for r in match.first()]
    return document


def _candidate(row: Row) -> Document:
    return {
        "rank": row["rank"],
        "employee_id": row["employee_id"],
        "name": row["name"],
        "own_position": row["own_position"],
        **_standing(row),
    }


def _position(row: Row, model: Model) -> Document:
    return {
        "rank": row["rank"],
        "position": row["position"],
        "stage": model.position(row["position"]).stage,
        "own": row["position"] == row["own_position"],
        **_standing(row),
    }


def _standing(row: Row) -> Document:
    """`gaps` holds what is short, the essential requirements first, then the largest gap."""
    return {
        "verdict": row["verdict"],
        "fit": figure(row["fit"]),
        "met_share": figure(row["met_share"]),
        "coverage": figure(row["coverage"]),
        "largest_gap": figure(row["largest_gap"]),
        "gaps": [
            {
                "competency": g["competency"],
                "gap": figure(g["gap"]),
                "essential": g["essential"],
                "fragile": g["fragile"],
            }
            for g in row["gaps"]
        ],
        "unassessed": row["missing"],
        "met_by_one_rater": row["hanging"],
        "weight_zero_only": row["weightless"],
    }


def _depth(d: Depth) -> Document:
    return {
        "position": d.position,
        "holders": d.holders,
        **d.verdicts,
        "ready_elsewhere": d.ready_elsewhere,
        "single_points": [
            {
                "competency": p.competency,
                "required": figure(p.required),
                "employee_id": p.employee_id,
                "name": p.name,
                "met_by_near": p.met_by_near,
            }
            for p in d.single_points
        ],
    }
