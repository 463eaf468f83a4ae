"""What several documents say of people: their figures, their competencies, how far raters agree."""

from collections.abc import Mapping
from typing import TypedDict, overload

from ...method.results import Agreement, Assessment, Band, RoleFigure, Row, SelfOther, Status, Verdict, self_other
from ...model.dictionary import Layer, Model
from .document import Named, figure, pick
from .kinds import Count, Fragile, NotNegative, Ordinal, Share, Stages


class AgreementFigures(TypedDict):
    n: Ordinal
    band: Band | None
    """Null where nothing may be said: one rater, or anonymous raters."""
    range: NotNegative | None
    average_deviation: NotNegative | None
    r_wg: Share | None


class SelfOtherDifference(TypedDict):
    difference: float
    kind: SelfOther | None


class Rated(TypedDict):
    competency: str
    rating: float | None
    n: Count
    """Different raters behind the rating."""
    self_only: bool
    unweighted: bool
    agreement: AgreementFigures | None
    self_other: SelfOtherDifference | None
    fragile: Fragile
    gap: float | None
    """required - rating, in scale units; positive is short."""
    status: Status


class Item(Rated):
    layer: Layer
    required: float | None
    desired: float | None
    essential: bool
    roles: dict[str, float]
    """Mean of each role that may be shown; groups with too few raters go together as `others` or are left out."""
    role_agreement: dict[str, AgreementFigures]


class Person(Named):
    department: str | None
    manager: str | None
    position: str | None


class Figures(TypedDict):
    verdict: Verdict | None
    fit: Share | None
    met_share: Share | None
    coverage: Share | None
    stage: Stages


class Employee(Person, Figures):
    competencies: list[Item]


def employees(a: Assessment) -> list[Employee]:
    items, roles, agreements = a.gap_rows(), a.role_rows(), a.agreements()
    return [
        {
            **pick(Person, person),
            **figures(person),
            "competencies": [
                _item(i, roles.get(key, {}), agreements.get(key), a.model)
                for i in items.get(person["employee_id"], [])
                for key in [(i["employee_id"], i["competency"])]
            ],
        }
        for person in a.person_rows()
    ]


def figures(person: Row) -> Figures:
    """What a person's gaps amount to."""
    return pick(Figures, {**person, "stage": stage_list(person["stage_low"], person["stage_high"])})


def _item(i: Row, roles: Mapping[str, RoleFigure], agreement: Agreement | None, model: Model) -> Item:
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


@overload
def of_agreement(agreement: Agreement) -> AgreementFigures: ...
@overload
def of_agreement(agreement: None) -> None: ...
def of_agreement(agreement: Agreement | None) -> AgreementFigures | None:
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


def compared(difference: float | None, model: Model) -> SelfOtherDifference | None:
    if difference is None:
        return None
    return {"difference": figure(difference), "kind": self_other(difference, model)}


def stage_list(low: int | None, high: int | None) -> list[int] | None:
    """The stages attained: [3, 4] for a level that stands for both, [] for none, null for unknown."""
    if low is None or high is None:
        return None
    return list(range(low, high + 1)) if low > 0 else []
