"""`comp.model/1`."""

from typing import Annotated, Literal, TypedDict

from ...model.dictionary import Competency, Layer, Model, Origin, Position, Scale
from ...text import Language
from ..shared.document import (
    ActionEntry,
    Bilingual,
    ModelVersion,
    StatementEntry,
    Tool,
    action,
    action_origins,
    origins,
    statement,
    text,
    tool,
)
from ..shared.kinds import ByOrigin, Count, NotNegative, Ordinal, Positive, Share


class LayerEntry(TypedDict):
    id: Layer
    name: Bilingual
    note: Bilingual | None


class StageEntry(TypedDict):
    id: Ordinal
    name: Bilingual
    behaviours: list[StatementEntry]


class Label(Bilingual):
    value: float


class Range(TypedDict):
    min: float
    max: float


class RatingScale(Range):
    step: Positive
    labels: list[Label]


class LevelEntry(TypedDict):
    level: Annotated[int, ("minimum", 0), ("maximum", 99)]
    name: Bilingual | None
    summary: Bilingual | None
    stages: list[int]
    behaviours: list[StatementEntry]
    actions: list[ActionEntry]
    same_as: list[str]


class CompetencyHead(TypedDict):
    id: str
    layer: Layer
    group: Annotated[list[Bilingual], "The path of names under which the framework has it, from the top."]
    name: Bilingual
    definition: Bilingual | None
    aliases: list[str]
    same_as: list[str]
    scale: RatingScale


class LevelledCompetency(CompetencyHead):
    levels: list[LevelEntry]
    actions: list[ActionEntry]
    """Development actions for the competency as a whole."""


class PlainCompetency(CompetencyHead):
    behaviours: list[StatementEntry]
    actions: list[ActionEntry]
    """Development actions for the competency as a whole."""


class RequirementEntry(TypedDict):
    competency: str
    level: float
    desired: float | None
    essential: bool
    weight: Positive


class PositionEntry(TypedDict):
    id: str
    name: Bilingual
    stage: int | None
    origin: Origin
    description: Bilingual | None
    aliases: list[str]
    same_as: list[str]
    requires: Annotated[list[RequirementEntry], ("minItems", 1)]


class RaterRoleEntry(TypedDict):
    id: str
    name: Bilingual
    weight: NotNegative
    min_raters: Ordinal


class AttainmentRule(TypedDict):
    scale: Range
    observed_from: float
    share: Annotated[float, ("exclusiveMinimum", 0), ("maximum", 1)]
    rated: Annotated[float, ("exclusiveMinimum", 0), ("maximum", 1)]


class ModelDocument(ModelVersion):
    """What `comp show-model --format json` prints."""

    schema: Literal["comp.model/1"]
    tool: Tool
    languages: Annotated[list[Language], "The languages that every text is in."]
    name: Bilingual
    license: str | None
    same_as: list[str]
    sequence: Bilingual | None
    source: Bilingual | None
    description: Bilingual | None
    purposes: list[Bilingual]
    questions: list[Bilingual]
    statements: ByOrigin
    actions: Annotated[ByOrigin, "Development actions by origin; they are no statements."]
    layers: list[LayerEntry]
    stages: list[StageEntry]
    competencies: list[LevelledCompetency | PlainCompetency]
    positions: list[PositionEntry]
    rater_roles: list[RaterRoleEntry]
    attainment: AttainmentRule
    tolerance: NotNegative
    near: NotNegative
    near_short: Count
    strength: NotNegative
    agreement: dict[Literal["moderate", "high"], Share]
    self_other: Positive
    min_group: Ordinal


def model_document(
    model: Model, competency: Competency | None = None, position: Position | None = None, level: int | None = None
) -> ModelDocument:
    """`comp.model/1`; with one competency (or one level of it) or one position only, where given."""
    competencies = model.competencies if competency is None else (competency,)
    positions = model.positions if position is None else (position,)
    attainment, agreement = model.attainment, model.agreement
    return {
        "schema": "comp.model/1",
        "tool": tool(),
        "id": model.id,
        "languages": list(model.languages),
        "name": text(model.name),
        "license": model.license,
        "same_as": list(model.same_as),
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
            "scale": {"min": attainment.scale.min, "max": attainment.scale.max},
            "observed_from": attainment.observed_from,
            "share": attainment.share,
            "rated": attainment.rated,
        },
        "tolerance": model.tolerance,
        "near": model.near,
        "near_short": model.near_short,
        "strength": model.strength,
        "agreement": {"moderate": agreement.moderate, "high": agreement.high},
        "self_other": model.self_other,
        "min_group": model.min_group,
    }


def _scale(scale: Scale) -> RatingScale:
    labels: list[Label] = [{"value": value, **text(name)} for value, name in scale.labels]
    return {"min": scale.min, "max": scale.max, "step": scale.step, "labels": labels}


def _competency(c: Competency, level: int | None) -> LevelledCompetency | PlainCompetency:
    """Either `levels` or `behaviours`, as the dictionary has it."""
    head: CompetencyHead = {
        "id": c.id,
        "layer": c.layer,
        "group": [text(name) for name in c.group],
        "name": text(c.name),
        "definition": text(c.definition),
        "aliases": list(c.aliases),
        "same_as": list(c.same_as),
        "scale": _scale(c.scale),
    }
    actions = [action(a) for a in c.actions]
    if not c.levels:
        return {**head, "behaviours": [statement(s) for s in c.behaviours], "actions": actions}
    levels: list[LevelEntry] = [
        {
            "level": x.level,
            "name": text(x.name),
            "summary": text(x.summary),
            "stages": list(x.stages),
            "behaviours": [statement(s) for s in x.behaviours],
            "actions": [action(a) for a in x.actions],
            "same_as": list(x.same_as),
        }
        for x in c.levels
        if level in (None, x.level)
    ]
    return {**head, "levels": levels, "actions": actions}


def _position(p: Position) -> PositionEntry:
    return {
        "id": p.id,
        "name": text(p.name),
        "stage": p.stage,
        "origin": p.origin,
        "description": text(p.description),
        "aliases": list(p.aliases),
        "same_as": list(p.same_as),
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
