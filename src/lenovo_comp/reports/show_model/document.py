"""`comp.model/1`."""

from __future__ import annotations

from ...model.dictionary import Competency, Model, Position, Scale
from ..shared.document import Document, action, action_origins, origins, statement, text, tool


def model_document(
    model: Model, competency: Competency | None = None, position: Position | None = None, level: int | None = None
) -> Document:
    """`comp.model/1`; with one competency (or one level of it) or one position only, where given."""
    competencies = model.competencies if competency is None else (competency,)
    positions = model.positions if position is None else (position,)
    return {
        "schema": "comp.model/1",
        "tool": tool(),
        "id": model.id,
        "name": text(model.name),
        "version": model.version,
        "sha256": model.sha256,
        "sequence": text(model.sequence),
        "source": text(model.source),
        "description": text(model.description),
        "purposes": [text(p) for p in model.purposes],
        "questions": [text(q) for q in model.questions],
        "statements": origins(model),
        "actions": action_origins(model),
        "layers": [{"id": x.id, "name": text(x.name), "note": text(x.note)} for x in model.layers],
        "stages": [
            {"id": s.id, "name": text(s.name), "behaviours": [statement(b) for b in s.behaviours]} for s in model.stages
        ],
        "competencies": [_competency(c, level) for c in competencies],
        "positions": [_position(p) for p in positions],
        "rater_roles": [
            {"id": r.id, "name": text(r.name), "weight": r.weight, "min_raters": r.min_raters}
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
        "min_group": model.min_group,
    }


def _scale(scale: Scale) -> Document:
    labels = [{"value": value, "zh": name.zh, "en": name.en} for value, name in scale.labels]
    return {"min": scale.min, "max": scale.max, "step": scale.step, "labels": labels}


def _competency(c: Competency, level: int | None) -> Document:
    """Either `levels` or `behaviours`, as the dictionary has it."""
    document: Document = {
        "id": c.id,
        "layer": c.layer,
        "name": text(c.name),
        "definition": text(c.definition),
        "aliases": list(c.aliases),
        "scale": _scale(c.scale),
    }
    if c.levels:
        document["levels"] = [
            {
                "level": x.level,
                "stages": list(x.stages),
                "behaviours": [statement(s) for s in x.behaviours],
                "actions": [action(a) for a in x.actions],
            }
            for x in c.levels
            if level in (None, x.level)
        ]
    else:
        document["behaviours"] = [statement(s) for s in c.behaviours]
    document["actions"] = [action(a) for a in c.actions]
    return document


def _position(p: Position) -> Document:
    return {
        "id": p.id,
        "name": text(p.name),
        "stage": p.stage,
        "origin": p.origin,
        "description": text(p.description),
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
