"""What several documents say of people: their figures, their competencies, how far raters agree."""

from collections.abc import Mapping
from typing import TypedDict, overload

from ...method.results import Agreement, Assessment, Band, RoleFigure, Row, SelfOther, Status, Verdict, self_other
from ...model.dictionary import Layer
from .document import Named, figure, pick
from .kinds import Clear, Count, Fragile, NotNegative, Ordinal, Share, Stages, StandardError


class AgreementFigures(TypedDict):
    n: Ordinal
    band: Band | None
    """Null where nothing may be said: fewer than three raters, anonymous raters, levels and behaviours mixed."""
    range: NotNegative | None
    average_deviation: NotNegative | None
    r_wg: Share | None
    statements: Ordinal | None
    """Where behaviours were rated, over how many of them `r_wg` is r*_wg(J); null for whole levels."""


class SelfOtherDifference(TypedDict):
    difference: float
    kind: SelfOther | None
    mean: float | None
    """The mean difference over everybody in the cycle; null for fewer than 20 people."""


class Rated(TypedDict):
    competency: str
    rating: float | None
    at_least: bool
    """The rating is a bound: some raters rated too little of the next level. Never short."""
    se: StandardError
    n: Count
    """Different raters behind the rating."""
    uncounted: Count
    """Raters who rated too few behaviours for a figure, or whose bound did not count."""
    self_only: bool
    unweighted: bool
    agreement: AgreementFigures | None
    self_other: SelfOtherDifference | None
    fragile: Fragile
    gap: float | None
    """required - rating, in scale units; positive is short."""
    status: Status
    clear: Clear
    too_close: bool
    """Too close to call (`~`): not clear, or fragile where that is not known."""


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
    deciding: Count
    """Requirements that the verdict depends on: the essential ones, or all where none is."""
    clear: Count | None
    """How many of them are clear; null where that is not known."""
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
                _item(i, roles.get(key, {}), agreements.get(key), a)
                for i in items.get(person["employee_id"], [])
                for key in [(i["employee_id"], i["competency"])]
            ],
        }
        for person in a.person_rows()
    ]


def figures(person: Row) -> Figures:
    """What a person's gaps amount to."""
    return pick(Figures, {**person, "stage": stage_list(person["stage_low"], person["stage_high"])})


def _item(i: Row, roles: Mapping[str, RoleFigure], agreement: Agreement | None, a: Assessment) -> Item:
    return {
        "competency": i["competency"],
        "layer": i["layer"],
        "required": figure(i["required"]),
        "desired": figure(i["desired"]),
        "rating": figure(i["rating"]),
        "at_least": i["at_least"],
        "se": figure(i["se"]),
        "gap": figure(i["gap"]),
        "status": i["status"],
        "clear": i["clear"],
        "too_close": i["too_close"],
        "essential": i["essential"],
        "self_only": i["self_only"],
        "unweighted": i["unweighted"],
        "roles": {role: figure(x.mean) for role, x in roles.items()},
        "n": i["n"],
        "uncounted": i["uncounted"],
        "agreement": of_agreement(agreement),
        "role_agreement": {role: of_agreement(x.agreement) for role, x in roles.items()},
        "self_other": compared(i, a),
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
        "statements": agreement.statements,
    }


def compared(item: Row, a: Assessment) -> SelfOtherDifference | None:
    """The self-rating beside the others' rating of a row of `gaps`; null where one is missing."""
    if (difference := item["self_other"]) is None:
        return None
    return {
        "difference": figure(difference),
        "kind": self_other(difference, a.model),
        "mean": figure(a.everybody.self_other.get(item["competency"])),
    }


def stage_list(low: int | None, high: int | None) -> list[int] | None:
    """The stages attained: [3, 4] for a level that stands for both, [] for none, null for unknown."""
    if low is None or high is None:
        return None
    return list(range(low, high + 1)) if low > 0 else []
