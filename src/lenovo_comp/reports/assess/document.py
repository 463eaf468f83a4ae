"""`comp.assessment/1`, and what other documents take of it: people, their figures, agreement."""

from collections.abc import Iterable, Sequence
from typing import Literal, TypedDict

from ...method.results import VERDICTS, Assessment, Verdict
from ...model.dictionary import Layer
from ..shared.document import CycleHead, Streamed, cycle_head, figure, origins, pick
from ..shared.kinds import ByOrigin, Count, Ordinal
from ..shared.person_document import Employee, employees
from .employee_texts import employee_texts
from .gates import Comparison, Metric, Outcome
from .groups import By, Groups, PeopleGroup


class CompetencyFigures(TypedDict):
    competency: str
    layer: Layer
    required_mean: float | None
    rating_mean: float | None
    gap_mean: float | None
    short: Count
    met: Count
    unassessed: Count


class AssessmentSummary(TypedDict):
    employees: Count
    verdicts: dict[Verdict, Count]
    without_position: Count
    short: Count
    unassessed: Count
    too_close: Count
    low_agreement: Count
    ratings: Count
    rows_left_out: Count
    files_left_out: Count
    only_in_other_cycles: Count
    statements: ByOrigin


class LevelCount(TypedDict):
    level: float
    people: Count


class GroupCompetency(TypedDict):
    competency: str
    withheld: bool
    """Too few people are rated, or it would follow from such a cell: the figures are null."""
    n: Count | None
    rating_mean: float | None
    short: Count | None
    unassessed: Count | None
    levels: list[LevelCount] | None
    """How many people stand at each whole step of the scale, ratings rounded down."""


class Group(TypedDict):
    group: str | None
    """Null for those who belong to none."""
    name: str | None
    people: Count
    verdicts: dict[Verdict, Count] | None
    """Null where withheld: too few people have a verdict, or a competency is withheld that it would tell of."""
    competencies: list[GroupCompetency]


class Grouping(TypedDict):
    by: By
    min_group: Ordinal
    groups: list[Group]
    total: Group


class GateFailure(TypedDict):
    employee_id: str
    competency: str | None
    value: float | None
    """Null where it isn't known, which fails too."""


class GateOutcome(TypedDict):
    gate: str
    metric: Metric
    op: Comparison
    value: float
    competency: str | None
    position: str | None
    holds: bool
    concerned: Count
    failures: list[GateFailure]


class AssessmentDocument(CycleHead):
    """What `comp assess --format json` prints."""

    schema: Literal["comp.assessment/1"]
    summary: AssessmentSummary
    competencies: list[CompetencyFigures]
    groups: Grouping | None
    """Null unless --by was given."""
    gates: list[GateOutcome]
    """Of --fail-on or the settings; empty where there are none."""
    employees: Iterable[Employee]


def assessment_document(
    a: Assessment, groups: Groups | None = None, gates: Sequence[Outcome] = ()
) -> AssessmentDocument:
    """`comp.assessment/1`; `groups` is null unless they were asked for."""
    return {
        "schema": "comp.assessment/1",
        **cycle_head(a),
        "summary": _summary(a),
        "competencies": [pick(CompetencyFigures, c) for c in a.competency_rows()],
        "groups": None if groups is None else _groups(groups),
        "gates": [_gate(outcome) for outcome in gates],
        "employees": Streamed(
            a.people.height, lambda: (e for part in a.parts() for e in employees(part)), lambda: employee_texts(a)
        ),
    }


def _summary(a: Assessment) -> AssessmentSummary:
    summary = a.summary
    return {
        "employees": summary.employees,
        "verdicts": {v: summary.verdicts[v] for v in VERDICTS},
        "without_position": summary.verdicts[None],
        "short": summary.short,
        "unassessed": summary.unassessed,
        "too_close": summary.too_close,
        "low_agreement": summary.low_agreement,
        "ratings": summary.ratings,
        "rows_left_out": a.ratings.left_out,
        "files_left_out": len(a.ratings.unusable),
        "only_in_other_cycles": summary.only_earlier.total,
        "statements": origins(a.model),
    }


def _groups(groups: Groups) -> Grouping:
    return {
        "by": groups.by,
        "min_group": groups.assessment.model.min_group,
        "groups": [_group(g, groups) for g in groups.groups],
        "total": _group(groups.total, groups),
    }


def _group(group: PeopleGroup, groups: Groups) -> Group:
    """Every competency that somebody's position requires; the figures of a cell that is withheld are null."""
    return {
        "group": group.key,
        "name": groups.names.get(group.key) if group.key is not None else None,
        "people": group.people,
        "verdicts": None if group.verdicts is None else dict(group.verdicts),
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


def _gate(outcome: Outcome) -> GateOutcome:
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
