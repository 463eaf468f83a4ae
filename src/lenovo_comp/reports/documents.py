"""Results → JSON documents, a versioned contract (`docs/schema/`). Own types, no dumps."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from ..diagnostics import Diagnostic, Severity
from ..language import Language, Text
from ..model.dictionary import Competency, Model, Position, Scale, Statement
from ..results import VERDICTS, Assessment, PersonGap, Row
from ..version import __version__

Document = dict[str, Any]


def dumps(document: Document) -> str:
    """One document as text: UTF-8 as it is, two spaces, a line break at the end."""
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def assessment_document(a: Assessment) -> Document:
    """`comp.assessment/1`."""
    items, roles, summary = a.gap_rows(), a.role_means(), a.summary
    return {
        **_head("comp.assessment/1", a),
        "cycle": a.cycle or None,
        "summary": {
            "employees": summary.employees,
            "verdicts": {v: summary.verdicts[v] for v in VERDICTS},
            "without_position": summary.verdicts[None],
            "short": summary.short,
            "unassessed": summary.unassessed,
            "ratings": summary.ratings,
            "rows_left_out": a.ratings.left_out,
            "files_left_out": list(a.ratings.unusable),
            "only_in_other_cycles": summary.only_earlier.total,
            "statements": _origins(a.model),
        },
        "competencies": [
            {
                "competency": c["competency"],
                "layer": c["layer"],
                "required_mean": _figure(c["required_mean"]),
                "rating_mean": _figure(c["rating_mean"]),
                "gap_mean": _figure(c["gap_mean"]),
                "short": c["short"],
                "met": c["met"],
                "unassessed": c["unassessed"],
            }
            for c in a.competency_rows()
        ],
        "employees": [_employee(p, items.get(p["employee_id"], []), roles) for p in a.person_rows()],
    }


def gap_document(gap: PersonGap) -> Document:
    """`comp.gap/1`."""
    return {
        **_head("comp.gap/1", gap.assessment),
        "cycle": gap.assessment.cycle or None,
        "employee": _employee(gap.person, gap.items, gap.assessment.role_means()),
        "strengths": list(gap.strengths),
        "develop": [
            {
                "competency": need.competency,
                "gap": _figure(need.gap),
                "from": _figure(need.start),
                "to": _figure(need.goal),
                "behaviours": [
                    {"id": s.id, "zh": s.text.zh, "en": s.text.en, "origin": s.origin} for s in need.behaviours
                ],
            }
            for need in gap.develop
        ],
    }


def model_document(
    model: Model, competency: Competency | None = None, position: Position | None = None, level: int | None = None
) -> Document:
    """`comp.model/1`; with one competency (or one level of it) or one position only, where given."""
    competencies = model.competencies if competency is None else (competency,)
    positions = model.positions if position is None else (position,)
    return {
        "schema": "comp.model/1",
        "tool": _tool(),
        "id": model.id,
        "name": _text(model.name),
        "version": model.version,
        "sha256": model.sha256,
        "sequence": _text(model.sequence),
        "source": _text(model.source),
        "description": _text(model.description),
        "purposes": [_text(p) for p in model.purposes],
        "questions": [_text(q) for q in model.questions],
        "statements": _origins(model),
        "layers": [{"id": x.id, "name": _text(x.name), "note": _text(x.note)} for x in model.layers],
        "stages": [
            {"id": s.id, "name": _text(s.name), "behaviours": [_statement(b) for b in s.behaviours]}
            for s in model.stages
        ],
        "competencies": [_competency(c, level) for c in competencies],
        "positions": [_position(p) for p in positions],
        "rater_roles": [
            {"id": r.id, "name": _text(r.name), "weight": r.weight, "min_raters": r.min_raters}
            for r in model.rater_roles
        ],
        "attainment": {
            "scale": {"min": model.attainment.scale.min, "max": model.attainment.scale.max},
            "observed_from": model.attainment.observed_from,
            "share": model.attainment.share,
        },
        "tolerance": model.tolerance,
        "near": model.near,
        "strength": model.strength,
        "agreement": {"moderate": model.agreement.moderate, "high": model.agreement.high},
        "self_other": model.self_other,
    }


def diagnostics_document(
    diagnostics: Iterable[Diagnostic], counts: Mapping[Severity, int], language: Language
) -> Document:
    """`comp.diagnostics/1`. The counts are of all findings, of which `diagnostics` may be the first."""
    return {
        "schema": "comp.diagnostics/1",
        "tool": _tool(),
        "summary": {severity.value: number for severity, number in counts.items()},
        "diagnostics": [
            {
                "code": d.rule.code,
                "name": d.rule.name,
                "severity": d.severity.value,
                "message": d.message(language).strip(),
                "path": d.place.path,
                "line": d.place.line,
                "column": d.place.column,
                "row": d.place.row,
                "cell": d.place.cell,
                "field": d.place.field,
                "value": d.shown_value,
                "help": d.help(language),
                "fingerprint": d.fingerprint,
            }
            for d in diagnostics
        ],
    }


def _head(schema: str, a: Assessment) -> Document:
    return {
        "schema": schema,
        "tool": _tool(),
        "model": {"id": a.model.id, "version": a.model.version, "sha256": a.model.sha256},
        "settings": dict(sorted(a.model.settings.items())),
        "inputs": [
            {"path": i.path, "sha256": i.sha256, "encoding": i.encoding, "rows": i.rows} for i in a.ratings.inputs
        ],
    }


def _tool() -> Document:
    return {"name": "comp", "version": __version__}


def _employee(person: Row, items: Iterable[Row], roles: Mapping[tuple[str, str], Mapping[str, float]]) -> Document:
    return {
        "employee_id": person["employee_id"],
        "name": person["name"],
        "department": person["department"],
        "manager": person["manager"],
        "position": person["position"],
        "verdict": person["verdict"],
        "fit": _figure(person["fit"]),
        "met_share": _figure(person["met_share"]),
        "coverage": _figure(person["coverage"]),
        "stage": _stage(person["stage_low"], person["stage_high"]),
        "competencies": [
            {
                "competency": i["competency"],
                "layer": i["layer"],
                "required": _figure(i["required"]),
                "desired": _figure(i["desired"]),
                "rating": _figure(i["rating"]),
                "gap": _figure(i["gap"]),
                "status": i["status"],
                "essential": i["essential"],
                "self_only": i["self_only"],
                "unweighted": i["unweighted"],
                "roles": {
                    role: _figure(mean) for role, mean in roles.get((i["employee_id"], i["competency"]), {}).items()
                },
                "n": i["n"],
            }
            for i in items
        ],
    }


def _stage(low: int | None, high: int | None) -> list[int] | None:
    """The stages attained: [3, 4] for a level that stands for both, [] for none, null for unknown."""
    if low is None or high is None:
        return None
    return list(range(low, high + 1)) if low > 0 else []


def _figure(value: float | None) -> float | None:
    return None if value is None else round(value, 4) + 0.0


def _text(text: Text | None) -> Document | None:
    return None if text is None else {"zh": text.zh, "en": text.en}


def _origins(model: Model) -> Document:
    origins = [s.origin for s in model.statements()]
    return {"source": origins.count("source"), "supplement": origins.count("supplement")}


def _scale(scale: Scale) -> Document:
    labels = [{"value": value, "zh": name.zh, "en": name.en} for value, name in scale.labels]
    return {"min": scale.min, "max": scale.max, "step": scale.step, "labels": labels}


def _statement(s: Statement) -> Document:
    return {
        "id": s.id,
        "zh": s.text.zh,
        "en": s.text.en,
        "origin": s.origin,
        "truncated": s.truncated,
        "note": _text(s.note),
    }


def _competency(c: Competency, level: int | None) -> Document:
    """Either `levels` or `behaviours`, as the dictionary has it."""
    document: Document = {
        "id": c.id,
        "layer": c.layer,
        "name": _text(c.name),
        "definition": _text(c.definition),
        "aliases": list(c.aliases),
        "scale": _scale(c.scale),
    }
    if c.levels:
        document["levels"] = [
            {"level": x.level, "stages": list(x.stages), "behaviours": [_statement(s) for s in x.behaviours]}
            for x in c.levels
            if level in (None, x.level)
        ]
    else:
        document["behaviours"] = [_statement(s) for s in c.behaviours]
    return document


def _position(p: Position) -> Document:
    return {
        "id": p.id,
        "name": _text(p.name),
        "stage": p.stage,
        "origin": p.origin,
        "description": _text(p.description),
        "aliases": list(p.aliases),
        "requires": [
            {
                "competency": r.competency,
                "level": r.level,
                "desired": r.desired,
                "essential": r.essential,
                "weight": r.weight,
            }
            for r in p.requires
        ],
    }
