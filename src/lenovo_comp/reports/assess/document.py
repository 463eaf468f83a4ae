"""`comp.assessment/1` and `comp.gap/1`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...method.results import VERDICTS, Agreement, Assessment, PersonGap, RoleFigure, Row, self_other
from ...model.dictionary import Model
from ..shared.document import Document, Streamed, figure, head, origins
from .gate_results import Outcome
from .group_results import Groups, PeopleGroup


def assessment_document(a: Assessment, groups: Groups | None = None, gates: Sequence[Outcome] = ()) -> Document:
    """`comp.assessment/1`; `groups` is null unless they were asked for."""
    summary = a.summary
    return {
        **head("comp.assessment/1", a),
        "cycle": a.cycle or None,
        "summary": {
            "employees": summary.employees,
            "verdicts": {v: summary.verdicts[v] for v in VERDICTS},
            "without_position": summary.verdicts[None],
            "short": summary.short,
            "unassessed": summary.unassessed,
            "fragile": summary.fragile,
            "low_agreement": summary.low_agreement,
            "ratings": summary.ratings,
            "rows_left_out": a.ratings.left_out,
            "files_left_out": len(a.ratings.unusable),
            "only_in_other_cycles": summary.only_earlier.total,
            "statements": origins(a.model),
        },
        "competencies": [
            {
                "competency": c["competency"],
                "layer": c["layer"],
                "required_mean": figure(c["required_mean"]),
                "rating_mean": figure(c["rating_mean"]),
                "gap_mean": figure(c["gap_mean"]),
                "short": c["short"],
                "met": c["met"],
                "unassessed": c["unassessed"],
            }
            for c in a.competency_rows()
        ],
        "groups": None if groups is None else _groups(groups),
        "gates": [_gate(outcome) for outcome in gates],
        "employees": Streamed(a.people.height, lambda: (e for part in a.parts() for e in employees(part))),
    }


def _groups(groups: Groups) -> Document:
    return {
        "by": groups.by,
        "min_group": groups.assessment.model.min_group,
        "groups": [_group(g, groups) for g in groups.groups],
        "total": _group(groups.total, groups),
    }


def _group(group: PeopleGroup, groups: Groups) -> Document:
    """Every competency that somebody's position requires; the figures of a cell that is withheld are null."""
    return {
        "group": group.key,
        "name": groups.names.get(group.key) if group.key is not None else None,
        "people": group.people,
        "competencies": [
            {
                "competency": id,
                "withheld": cell is None,
                "n": cell.n if cell else None,
                "rating_mean": figure(cell.rating_mean) if cell else None,
                "short": cell.short if cell else None,
                "unassessed": cell.unassessed if cell else None,
                "levels": [{"level": figure(at), "people": n} for at, n in cell.levels] if cell else None,
            }
            for id in (c.id for c in groups.assessment.model.competencies)
            if id in group.cells
            for cell in [group.cells[id]]
        ],
    }


def _gate(outcome: Outcome) -> Document:
    """A failure's `value` is null where it isn't known."""
    gate = outcome.gate
    return {
        "gate": gate.text,
        "metric": gate.metric,
        "op": gate.op,
        "value": gate.value,
        "competency": gate.competency,
        "position": gate.position,
        "holds": outcome.holds,
        "concerned": outcome.concerned,
        "failures": [
            {"employee_id": f.employee_id, "competency": f.competency, "value": figure(f.value)}
            for f in outcome.failures
        ],
    }


def gap_document(gap: PersonGap) -> Document:
    """`comp.gap/1`."""
    employee, supposed = employees(gap.assessment)[0], gap.assessment.supposed
    for item in employee["competencies"]:
        item["supposed"] = item["competency"] in supposed
    return {
        **head("comp.gap/1", gap.assessment),
        "cycle": gap.assessment.cycle or None,
        "supposed": [{"competency": c, "level": level} for c, level in supposed.items()],
        "employee": employee,
        "as_rated": _figures(gap.as_rated) if gap.as_rated is not None else None,
        "strengths": list(gap.strengths),
        "develop": [
            {
                "competency": need.competency,
                "gap": figure(need.gap),
                "from": figure(need.start),
                "to": figure(need.goal),
                "behaviours": [
                    {"id": s.id, "zh": s.text.zh, "en": s.text.en, "origin": s.origin} for s in need.behaviours
                ],
            }
            for need in gap.develop
        ],
    }


def employees(a: Assessment) -> list[Document]:
    items, roles, agreements = a.gap_rows(), a.role_rows(), a.agreements()
    return [
        {
            "employee_id": person["employee_id"],
            "name": person["name"],
            "department": person["department"],
            "manager": person["manager"],
            "position": person["position"],
            **_figures(person),
            "competencies": [
                _item(i, roles.get(key, {}), agreements.get(key), a.model)
                for i in items.get(person["employee_id"], [])
                for key in [(i["employee_id"], i["competency"])]
            ],
        }
        for person in a.person_rows()
    ]


def _figures(person: Row) -> Document:
    """What a person's gaps amount to."""
    return {
        "verdict": person["verdict"],
        "fit": figure(person["fit"]),
        "met_share": figure(person["met_share"]),
        "coverage": figure(person["coverage"]),
        "stage": stage_list(person["stage_low"], person["stage_high"]),
    }


def _item(i: Row, roles: Mapping[str, RoleFigure], agreement: Agreement | None, model: Model) -> Document:
    return {
        "competency": i["competency"],
        "layer": i["layer"],
        "required": figure(i["required"]),
        "desired": figure(i["desired"]),
        "rating": figure(i["rating"]),
        "gap": figure(i["gap"]),
        "status": i["status"],
        "essential": i["essential"],
        "self_only": i["self_only"],
        "unweighted": i["unweighted"],
        "roles": {role: figure(x.mean) for role, x in roles.items()},
        "n": i["n"],
        "agreement": of_agreement(agreement),
        "role_agreement": {role: of_agreement(x.agreement) for role, x in roles.items()},
        "self_other": compared(i["self_other"], model),
        "fragile": i["fragile"],
    }


def of_agreement(agreement: Agreement | None) -> Document | None:
    """Null where nothing is rated; its `band` where nothing may be said."""
    if agreement is None:
        return None
    return {
        "n": agreement.n,
        "band": agreement.band,
        "range": figure(agreement.range),
        "average_deviation": figure(agreement.average_deviation),
        "r_wg": figure(agreement.r_wg),
    }


def compared(difference: float | None, model: Model) -> Document | None:
    if difference is None:
        return None
    return {"difference": figure(difference), "kind": self_other(difference, model)}


def stage_list(low: int | None, high: int | None) -> list[int] | None:
    """The stages attained: [3, 4] for a level that stands for both, [] for none, null for unknown."""
    if low is None or high is None:
        return None
    return list(range(low, high + 1)) if low > 0 else []
