"""`comp.explanation/1`."""

from collections.abc import Sequence
from typing import Annotated, Literal, TypedDict

from ...method.results import Status
from ...method.standard_error import ErrorVariance
from ..shared.document import Behaviour, CycleHead, Named, behaviour, cycle_head, pick
from ..shared.kinds import Count, NotNegative, Ordinal, Positive
from ..shared.person_document import AgreementFigures, Rated, compared, of_agreement
from .result import Explanation, Fate, RaterFigure, RoleShare, Source


class RecordPlace(TypedDict):
    path: str
    line: Ordinal | None
    row: Ordinal | None


class LevelSteps(TypedDict):
    level: Ordinal
    size: Count
    """Behaviours of the level."""
    rated: Count
    seen: Count
    enough: bool
    """Enough of them are rated for the level to count as rated."""
    attained: bool


class Rater(TypedDict):
    rater_id: str | None
    figure: float | None
    behaviours: Count
    at_least: bool
    """The figure is a bound: the next level was rated too little."""
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


class Variance(TypedDict):
    """The variance of one rater's figure, pooled over everybody in the cycle."""

    role: str
    variance: NotNegative
    squares: NotNegative
    df: Count
    """Degrees of freedom, Σ(n - 1)."""
    borrowed: bool
    """Over all roles together, since the role has fewer than 30 degrees of freedom by itself."""


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
    variances: list[Variance]
    """Of the terms; empty where the standard error is not known."""
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
        "terms": [{"role": role, "weight": weight, "mean": mean} for role, weight, mean, _ in x.terms],
        "rating": item["rating"],
        "at_least": item["at_least"],
        "se": item["se"],
        "n": item["n"],
        "uncounted": item["uncounted"],
        "self_only": item["self_only"],
        "unweighted": item["unweighted"],
        "agreement": of_agreement(a.agreements().get((item["employee_id"], item["competency"]))),
        "self_other": compared(item, a),
        "fragile": item["fragile"],
        "requirement": _requirement(x),
        "tolerance": a.model.tolerance,
        "gap": item["gap"],
        "status": item["status"],
        "clear": item["clear"],
        "too_close": item["too_close"],
        "variances": [_variance(role, v) for role, v in x.variances],
        "part_of_fit": x.part_of_fit,
        "changes": [{"role": c.role, "mean": c.mean, "rating": c.rating, "status": c.status} for c in x.changes],
        "behaviours": [behaviour(s) for s in (x.need.behaviours if x.need else ())],
    }


def _variance(role: str, v: ErrorVariance) -> Variance:
    return {"role": role, "variance": v.value, "squares": v.pool.squares, "df": v.pool.df, "borrowed": v.borrowed}


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
        "at_least": r.at_least,
        "levels": [pick(LevelSteps, x._asdict()) for x in r.levels],
        "rows": r.rows,
        "places": _places(r.sources),
    }


def _places(sources: Sequence[Source] | None) -> list[RecordPlace] | None:
    return None if sources is None else [{"path": s.path, "line": s.line, "row": s.row} for s in sources]
