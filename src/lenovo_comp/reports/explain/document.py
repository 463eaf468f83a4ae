"""`comp.explanation/1`."""

from collections.abc import Sequence
from typing import Annotated, Literal, TypedDict

from ...method.results import Status
from ..shared.document import Behaviour, CycleHead, Named, behaviour, cycle_head
from ..shared.kinds import Count, NotNegative, Ordinal, Positive
from ..shared.person_document import AgreementFigures, Rated, compared, of_agreement
from .result import Explanation, Fate, RaterFigure, RoleShare, Source


class RecordPlace(TypedDict):
    path: str
    line: Ordinal | None
    row: Ordinal | None


class LevelSteps(TypedDict):
    level: Ordinal
    rated: Count
    seen: Count
    attained: bool


class Rater(TypedDict):
    rater_id: str | None
    figure: float | None
    behaviours: Count
    levels: list[LevelSteps]
    rows: Count
    """Rows of the files that it comes from."""
    places: list[RecordPlace] | None
    """Which rows; null without --show-raters."""


class Role(TypedDict):
    role: str
    fate: Fate
    n: Count
    min_raters: Ordinal
    weight: NotNegative
    mean: float | None
    agreement: AgreementFigures | None
    rows: Count | None
    """Rows of the files that it comes from; null in `others` where behaviours were rated."""
    places: list[RecordPlace] | None
    """Which rows; null without --show-raters."""
    raters: list[Rater] | None
    """Null where they are anonymous."""


class WeightedMean(TypedDict):
    role: str
    weight: NotNegative
    mean: float


class RequirementInForce(TypedDict):
    level: float
    essential: bool
    weight: Positive
    path: str
    line: Ordinal | None


class StepHigher(TypedDict):
    """What the rating and its status would be if a role's mean were one step of the scale higher."""

    role: str
    mean: float
    rating: float
    status: Status


class ExplanationDocument(CycleHead, Named, Rated):
    """What `comp explain --format json` prints."""

    schema: Literal["comp.explanation/1"]
    position: str | None
    roles: list[Role]
    terms: list[WeightedMean]
    requirement: RequirementInForce | None
    tolerance: NotNegative
    part_of_fit: Annotated[float, ("maximum", 1)] | None
    changes: list[StepHigher]
    behaviours: list[Behaviour]


def explanation_document(x: Explanation) -> ExplanationDocument:
    """`comp.explanation/1`. Figures are unrounded, so that the sums can be done again."""
    a, item = x.assessment, x.item
    return {
        "schema": "comp.explanation/1",
        **cycle_head(a),
        "employee_id": x.person["employee_id"],
        "name": x.person["name"],
        "position": x.person["position"],
        "competency": item["competency"],
        "roles": [_role(share) for share in x.roles],
        "terms": [{"role": role, "weight": weight, "mean": mean} for role, weight, mean in x.terms],
        "rating": item["rating"],
        "n": item["n"],
        "self_only": item["self_only"],
        "unweighted": item["unweighted"],
        "agreement": of_agreement(a.agreements().get((item["employee_id"], item["competency"]))),
        "self_other": compared(item["self_other"], a.model),
        "fragile": item["fragile"],
        "requirement": _requirement(x),
        "tolerance": a.model.tolerance,
        "gap": item["gap"],
        "status": item["status"],
        "part_of_fit": x.part_of_fit,
        "changes": [{"role": c.role, "mean": c.mean, "rating": c.rating, "status": c.status} for c in x.changes],
        "behaviours": [behaviour(s) for s in (x.need.behaviours if x.need else ())],
    }


def _requirement(x: Explanation) -> RequirementInForce | None:
    asked = x.requirement
    if asked is None:
        return None
    return {
        "level": asked.level,
        "essential": asked.essential,
        "weight": asked.weight,
        "path": x.assessment.model.path,
        "line": asked.line,
    }


def _role(share: RoleShare) -> Role:
    return {
        "role": share.role,
        "fate": share.fate,
        "n": share.n,
        "min_raters": share.min_raters,
        "weight": share.weight,
        "mean": share.mean,
        "agreement": of_agreement(share.agreement),
        "rows": share.rows,
        "places": _places(share.sources),
        "raters": None if share.raters is None else [_rater(r) for r in share.raters],
    }


def _rater(r: RaterFigure) -> Rater:
    return {
        "rater_id": r.rater_id,
        "figure": r.figure,
        "behaviours": r.behaviours,
        "levels": [{"level": x.level, "rated": x.rated, "seen": x.seen, "attained": x.attained} for x in r.levels],
        "rows": r.rows,
        "places": _places(r.sources),
    }


def _places(sources: Sequence[Source] | None) -> list[RecordPlace] | None:
    return None if sources is None else [{"path": s.path, "line": s.line, "row": s.row} for s in sources]
