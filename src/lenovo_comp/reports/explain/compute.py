"""One figure taken apart: the rows it rests on, what was withheld, the weights, the rule, what would change it."""

from __future__ import annotations

import math

import polars as pl

from ...method import attainment
from ...method.gaps import reached, status
from ...method.person import person_gap
from ...method.results import OTHERS, Assessment, PersonGap, Row
from ...method.roles import ITEM, PLACES
from ...model.dictionary import EPSILON, Competency, Model, Requirement
from ...ratings.reading import Ratings
from .result import (
    COUNTS,
    DROPPED,
    NO_FIGURE,
    ROLLED_UP,
    WEIGHTLESS,
    Change,
    Explanation,
    LevelShare,
    RaterFigure,
    RoleShare,
    Source,
    Term,
)


def explain(
    model: Model,
    ratings: Ratings,
    employee_id: str,
    competency: str,
    *,
    cycle: str | None = None,
    position: str | None = None,
    show_raters: bool = False,
) -> Explanation:
    """How one person's figure on one competency (both ids) came to be, in a cycle (the newest unless named).

    With `show_raters` anonymous raters' ids and figures are told too, and which rows of which file. Raises
    KeyError where nothing is known of the employee in that cycle, or the competency is neither required nor
    rated; CannotRun for a cycle that is not in the ratings.
    """
    gap = person_gap(model, ratings, employee_id, cycle=cycle, position=position)
    return explain_item(gap, competency, show_raters=show_raters)


def explain_item(gap: PersonGap, competency: str, *, show_raters: bool = False) -> Explanation:
    """The same, from a person's assessment that is there already. Raises KeyError likewise."""
    assessment, model, employee_id = gap.assessment, gap.assessment.model, gap.person["employee_id"]
    subject = model.competency(competency)
    item = next((i for i in gap.items if i["competency"] == competency), None)
    rows = assessment.ratings.frame.filter(
        pl.col("cycle") == assessment.cycle, pl.col("employee_id") == employee_id, pl.col("competency") == competency
    )
    if item is None:
        if rows.is_empty():
            raise KeyError(competency)
        item = _not_shown(employee_id, subject)
    terms = _terms(assessment, employee_id, competency)
    requirement = _requirement(model, gap.person["position"], competency)
    return Explanation(
        assessment=assessment,
        person=gap.person,
        item=item,
        roles=_roles(assessment, rows, subject, terms, show_raters),
        terms=terms,
        requirement=requirement,
        part_of_fit=pl.DataFrame([item]).select(reached()).item() if requirement else None,
        changes=tuple(_changes(terms, subject, requirement, model)),
        need=next((n for n in gap.develop if n.competency == competency), None),
    )


def weighted(terms: tuple[Term, ...]) -> float:
    """Rule 3 over (role, weight, mean): Σ weight × mean / Σ weight, or the plain mean where no weight is."""
    total = sum(weight for _, weight, _ in terms)
    if total == 0:
        return round(sum(mean for *_, mean in terms) / len(terms), PLACES)
    return round(sum(weight * mean for _, weight, mean in terms) / total, PLACES)


def _terms(a: Assessment, employee_id: str, competency: str) -> tuple[Term, ...]:
    """The groups that make up the rating, with weight and mean."""
    shown = a.role_rows().get((employee_id, competency), {})
    here = a.roles.filter(pl.col("employee_id") == employee_id, pl.col("competency") == competency)
    weights = {r.id: r.weight for r in a.model.rater_roles}
    if OTHERS in shown:
        weights[OTHERS] = here["weight:others"].item()
    terms = tuple((role, weights[role], x.mean) for role, x in shown.items())
    counting = tuple(t for t in terms if t[1] > 0)
    return counting or terms


def _roles(
    a: Assessment, rows: pl.DataFrame, subject: Competency, terms: tuple[Term, ...], show_raters: bool
) -> tuple[RoleShare, ...]:
    """What became of each role that has rows."""
    figures = attainment.figures(rows, a.model)
    of_rater = {
        (role, rater): figure for role, rater, figure in figures.select("rater_role", "rater_id", "figure").rows()
    }
    steps = {(s["rater_role"], s["rater_id"]): s for s in attainment.shares(rows, a.model).iter_rows(named=True)}
    shown = a.role_rows().get((rows["employee_id"][0], subject.id), {}) if rows.height else {}
    paths = [i.path for i in a.ratings.inputs] if show_raters else None
    counting = {role for role, *_ in terms}
    # How many rows each role in `others` has would tell whose figures are made of behaviours.
    pooled = [role.id for role in a.model.rater_roles if role.anonymous and role.id not in shown]
    by_behaviour = rows.filter(pl.col("rater_role").is_in(pooled))["behaviour"].count() > 0
    found = []
    for role in a.model.rater_roles:
        theirs = rows.filter(pl.col("rater_role") == role.id).sort("source", "row")
        if theirs.is_empty():
            continue
        mine = shown.get(role.id)
        named = not role.anonymous or show_raters
        raters = [
            _rater(own, of_rater.get((role.id, r)), steps.get((role.id, r)), paths, len(subject.levels))
            for (r,), own in sorted(theirs.group_by("rater_id", maintain_order=True), key=lambda x: x[0][0] or "")
        ]
        n = sum(r.figure is not None for r in raters)
        if mine is not None:
            fate = COUNTS if role.id in counting else WEIGHTLESS
        elif n == 0:
            fate = NO_FIGURE
        else:
            fate = ROLLED_UP if OTHERS in shown else DROPPED
        found.append(
            RoleShare(
                role=role.id,
                fate=fate,
                n=n,
                min_raters=role.min_raters,
                weight=role.weight,
                rows=None if fate == ROLLED_UP and by_behaviour and not show_raters else theirs.height,
                sources=_sources(theirs, paths),
                mean=mine.mean if mine else None,
                agreement=mine.agreement if mine else None,
                raters=tuple(raters) if named else None,
            )
        )
    return tuple(found)


def _rater(
    rows: pl.DataFrame, figure: float | None, steps: Row | None, paths: list[str] | None, top: int
) -> RaterFigure:
    rater = rows["rater_id"][0]
    levels = _levels(steps, figure, top) if steps is not None else ()
    behaviours = int(rows["behaviour"].is_not_null().sum())
    return RaterFigure(rater, figure, rows.height, _sources(rows, paths), levels, behaviours)


def _levels(steps: Row, figure: float | None, top: int) -> tuple[LevelShare, ...]:
    """Rule 4 step by step, up to the level that ends the climb: the figure is the last one attained and a part."""
    attained = 0 if figure is None else math.floor(figure + EPSILON)
    climbed = range(1, min(attained + 1, top) + 1)
    return tuple(LevelShare(n, steps[f"rated_{n}"], steps[f"seen_{n}"], n <= attained) for n in climbed)


def _sources(rows: pl.DataFrame, paths: list[str] | None) -> tuple[Source, ...] | None:
    if paths is None:
        return None
    return tuple(Source(paths[s], line, row) for s, line, row in rows.select("source", "line", "row").rows())


def _requirement(model: Model, position: str | None, competency: str) -> Requirement | None:
    if position is None:
        return None
    return next((r for r in model.position(position).requires if r.competency == competency), None)


def _changes(
    terms: tuple[Term, ...], subject: Competency, requirement: Requirement | None, model: Model
) -> list[Change]:
    """Each group's mean one step higher, the others as they are; only where that is on the scale."""
    if requirement is None:
        return []
    higher = [(role, min(mean + subject.scale.step, subject.scale.max), mean) for role, _, mean in terms]
    rows = [
        {
            "role": role,
            "mean": to,
            "rating": weighted(tuple((r, w, to if r == role else m) for r, w, m in terms)),
            "required": requirement.level,
            "max": subject.scale.max,
        }
        for role, to, mean in higher
        if to > mean + EPSILON
    ]
    if not rows:
        return []
    changed = pl.DataFrame(rows).with_columns(status(model).alias("status"))
    return [Change(*row) for row in changed.select("role", "mean", "rating", "status").rows()]


def _not_shown(employee_id: str, subject: Competency) -> Row:
    """The row of `gaps` for a competency that isn't required, and of whose ratings none may be shown."""
    nothing = ("required", "desired", "rating", "gap", "band", "self_other", "weight")
    return {
        **dict(zip(ITEM, (employee_id, subject.id), strict=True)),
        **dict.fromkeys(nothing),
        "layer": subject.layer,
        "status": "not_required",
        "essential": False,
        "n": 0,
        "self_only": False,
        "unweighted": False,
        "fragile": None,
        "min": subject.scale.min,
        "max": subject.scale.max,
    }
