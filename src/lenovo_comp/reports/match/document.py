"""`comp.match/1`."""

from typing import Literal, TypedDict

from ...method.results import DEVELOPING, INCOMPLETE, NEAR, READY, Row, Verdict
from ...model.dictionary import Model
from ..shared.document import CycleHead, Named, cycle_head, figure, pick
from ..shared.kinds import Count, Fragile, NotNegative, Ordinal, Positive, Share
from .result import Bench, Depth, Match


class ShortOf(TypedDict):
    competency: str
    gap: Positive
    """required - rating, in scale units."""
    essential: bool
    fragile: Fragile
    too_close: bool
    """Other raters might have called it met."""


class Fit(TypedDict):
    verdict: Verdict
    fit: Share | None
    fit_se: NotNegative | None
    """Standard error of the fit; null where the error of one of its ratings isn't known."""
    like_above: bool | None
    """Whether other raters might have ranked it above the one before; null where that isn't known, next to somebody
    incomplete, and for positions of one person."""
    met_share: Share | None
    coverage: Share
    largest_gap: NotNegative | None
    """The largest gap, 0 where nothing is short, null where nothing is assessed."""
    gaps: list[ShortOf]
    """What is short: essential requirements first, then the largest gap."""
    unassessed: list[str]
    """Required, and not assessed: neither zero nor met."""
    met_too_close: list[str]
    """Met, and too close to call: other raters might have called it short."""
    weight_zero_only: list[str]
    """Rated by roles of weight 0 (such as self) alone."""


class RankedPerson(TypedDict):
    rank: Ordinal
    employee_id: str
    name: str | None
    own_position: str | None


class Candidate(RankedPerson, Fit):
    pass


class Place(TypedDict):
    rank: Ordinal
    position: str
    stage: Count | None
    own: bool


class PlaceFit(Place, Fit):
    pass


class EmployeeAsked(Named):
    position: str | None


class OnlyOne(Named):
    competency: str
    required: float
    met_by_near: Count
    """How many of those who are near meet it too."""


class PositionDepth(TypedDict):
    position: str
    holders: Count
    ready: Count
    near: Count
    developing: Count
    incomplete: Count
    ready_elsewhere: Count
    """Of the ready: how many hold another position, or none."""
    ready_clear: Count | None
    """Of the ready: how many meet every deciding requirement clearly; null where no standard error is known."""
    single_points: list[OnlyOne]
    """Requirements that exactly one of the ready meets."""


class MatchDocument(CycleHead):
    """What `comp match --format json` prints."""

    schema: Literal["comp.match/1"]
    position: str | None
    """The position that people were ranked for; null unless --position was given."""
    candidates: list[Candidate] | None
    """By verdict, coverage (of the incomplete), fit, the smaller largest gap, id; null unless --position was given."""
    employee: EmployeeAsked | None
    positions: list[PlaceFit] | None
    """The same order; null unless --employee was given."""
    bench: list[PositionDepth] | None
    """Every position; null unless --bench was given."""


def match_document(match: Match | Bench) -> MatchDocument:
    """`comp.match/1`. What was not asked for is null: `candidates`, `positions` or `bench`."""
    document: MatchDocument = {
        "schema": "comp.match/1",
        **cycle_head(match.assessment),
        "position": None,
        "candidates": None,
        "employee": None,
        "positions": None,
        "bench": None,
    }
    if isinstance(match, Bench):
        document["bench"] = [_depth(d) for d in match.positions]
    elif match.employee is None:
        document["position"] = match.position
        document["candidates"] = [pick(Candidate, _fit(r)) for r in match.first()]
    else:
        document["employee"] = pick(EmployeeAsked, match.employee)
        document["positions"] = [_position(r, match.assessment.model) for r in match.first()]
    return document


def _position(row: Row, model: Model) -> PlaceFit:
    stage = model.position(row["position"]).stage
    return pick(PlaceFit, {**_fit(row), "stage": stage, "own": row["position"] == row["own_position"]})


def _fit(row: Row) -> Row:
    return {
        **row,
        "gaps": [pick(ShortOf, g) for g in row["gaps"]],
        "unassessed": row["missing"],
        "weight_zero_only": row["weightless"],
    }


def _depth(d: Depth) -> PositionDepth:
    return {
        "position": d.position,
        "holders": d.holders,
        "ready": d.verdicts[READY],
        "near": d.verdicts[NEAR],
        "developing": d.verdicts[DEVELOPING],
        "incomplete": d.verdicts[INCOMPLETE],
        "ready_elsewhere": d.ready_elsewhere,
        "ready_clear": d.ready_clear,
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
