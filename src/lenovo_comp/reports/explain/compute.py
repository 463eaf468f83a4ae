"""One figure taken apart: the rows it rests on, what was withheld, the weights, the rule, what would change it."""

from collections.abc import Collection, Mapping, Sequence

import polars as pl

from ...method import attainment
from ...method.gaps import part_reached, status
from ...method.person import person_gap
from ...method.results import NOT_REQUIRED, OTHERS, Assessment, PersonGap, RoleFigure, Row
from ...method.roles import ITEM, weighted_mean
from ...method.settling import settlings
from ...method.standard_error import ErrorVariance
from ...model.dictionary import EPSILON, Competency, Model, RaterRole, Requirement
from ...ratings.reading import Ratings
from .result import Change, Explanation, Fate, LevelShare, RaterFigure, RoleShare, Source, Term


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
    """The derivation of one person's figure on one competency (both ids), in a cycle (the newest unless named).

    With `show_raters` it holds anonymous raters' ids and figures, and the rows of the files. Raises KeyError
    where nothing is known of the employee in that cycle, or the competency is neither required nor rated;
    CannotRun for a cycle that is not in the ratings.
    """
    gap = person_gap(model, ratings, employee_id, cycle=cycle, position=position)
    return explain_item(gap, competency, show_raters=show_raters)


def explain_item(gap: PersonGap, competency: str, *, show_raters: bool = False) -> Explanation:
    """The derivation of a figure of a person's assessment. Raises KeyError as `explain`."""
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
        part_of_fit=pl.DataFrame([item]).select(part_reached()).item() if requirement else None,
        bound=gap.bounds.get(competency),
        variances=_variances(assessment, item, terms),
        settling=next((s for s in settlings(assessment, employee_id) if s.competency == competency), None),
        # A lower bound becomes another kind of figure once a level more is rated, not a step higher.
        changes=() if item["at_least"] else tuple(_changes(terms, subject, requirement, model)),
        need=next((n for n in gap.develop if n.competency == competency), None),
    )


def _terms(a: Assessment, employee_id: str, competency: str) -> tuple[Term, ...]:
    """The groups that make up the rating, with weight and mean."""
    shown = a.role_rows().get((employee_id, competency), {})
    here = a.roles.filter(pl.col("employee_id") == employee_id, pl.col("competency") == competency)
    weights = {r.id: r.weight for r in a.model.rater_roles}
    if OTHERS in shown:
        weights[OTHERS] = here["weight:others"].item()
    terms = tuple(Term(role, weights[role], x.mean, x.agreement.n) for role, x in shown.items())
    counting = tuple(t for t in terms if t.weight > 0)
    return counting or terms


def _variances(a: Assessment, item: Row, terms: tuple[Term, ...]) -> tuple[tuple[str, ErrorVariance], ...]:
    """The error variance of each term; none where the rating has no standard error."""
    if item["se"] is None:
        return ()
    found = ((term.role, a.variances.of(item["competency"], term.role)) for term in terms)
    return tuple((role, variance) for role, variance in found if variance)


def _roles(
    a: Assessment, rows: pl.DataFrame, subject: Competency, terms: tuple[Term, ...], show_raters: bool
) -> tuple[RoleShare, ...]:
    """Each role that has rows: its fate, and its raters where they may be told."""
    shown = a.role_rows().get((rows["employee_id"][0], subject.id), {}) if rows.height else {}
    told = _raters(a, rows, subject, show_raters)
    counting = {term.role for term in terms}
    # How many rows each role in `others` has would tell whose figures are made of behaviours.
    pooled = [role.id for role in a.model.rater_roles if role.anonymous and role.id not in shown]
    by_behaviour = rows.filter(pl.col("rater_role").is_in(pooled))["behaviour"].count() > 0
    found = []
    for role in a.model.rater_roles:
        if role.id not in told:
            continue
        raters, theirs = told[role.id], shown.get(role.id)
        n = theirs.agreement.n if theirs else sum(r.figure is not None for r in raters)
        fate = _fate(role, raters, shown, counting)
        hidden = fate is Fate.ROLLED_UP and by_behaviour and not show_raters
        found.append(
            RoleShare(
                role=role.id,
                fate=fate,
                n=n,
                min_raters=role.min_raters,
                weight=role.weight,
                rows=None if hidden else sum(r.rows for r in raters),
                sources=_sources(a, rows.filter(pl.col("rater_role") == role.id)) if show_raters else None,
                mean=theirs.mean if theirs else None,
                agreement=theirs.agreement if theirs else None,
                raters=raters if show_raters or not role.anonymous else None,
            )
        )
    return tuple(found)


def _fate(
    role: RaterRole, raters: Sequence[RaterFigure], shown: Mapping[str, RoleFigure], counting: Collection[str]
) -> Fate:
    """Whether and how a role's figures enter the rating."""
    if role.id in shown:
        return Fate.COUNTS if role.id in counting else Fate.WEIGHTLESS
    if all(r.figure is None for r in raters):
        return Fate.NO_FIGURE
    if sum(r.figure is not None for r in raters) >= role.min_raters:
        return Fate.BOUNDS
    return Fate.ROLLED_UP if OTHERS in shown else Fate.DROPPED


def _raters(
    a: Assessment, rows: pl.DataFrame, subject: Competency, show_raters: bool
) -> dict[str, tuple[RaterFigure, ...]]:
    """Role → figures of its raters, by id; a blank id is one rater."""
    rater = ["rater_role", "rater_id"]
    figures = {(row["rater_role"], row["rater_id"]): row for row in attainment.figures(rows, a.model).to_dicts()}
    steps = {(s["rater_role"], s["rater_id"]): s for s in attainment.shares(rows, a.model).iter_rows(named=True)}
    found: dict[str, list[RaterFigure]] = {}
    for key, own in sorted(rows.group_by(rater, maintain_order=True), key=lambda x: str(x[0][1] or "")):
        figure, bound = figures[key]["figure"], figures[key].get("bound", False)
        levels = _levels(steps[key], subject, a.model) if key in steps else ()
        sources = _sources(a, own) if show_raters else None
        given = RaterFigure(key[1], figure, own.height, sources, levels, own["behaviour"].count(), bound)
        found.setdefault(key[0], []).append(given)
    return {role: tuple(raters) for role, raters in found.items()}


def _levels(steps: Row, subject: Competency, model: Model) -> tuple[LevelShare, ...]:
    """Rule 4 step by step, up to the level that ends the climb."""
    found: list[LevelShare] = []
    for n, level in enumerate(subject.levels, 1):
        size, rated, seen = (steps[f"{name}_{n}"] for name in ("size", "rated", "seen"))
        enough = attainment.rated_enough(rated, size, model)
        attained = enough and attainment.seen_enough(seen, rated, model)
        found.append(LevelShare(level.level, size, rated, seen, enough, attained))
        if not attained:
            break
    return tuple(found)


def _sources(a: Assessment, rows: pl.DataFrame) -> tuple[Source, ...]:
    """The places of rows in files, by file and row."""
    places = rows.sort("source", "row").select("source", "line", "row").rows()
    return tuple(Source(a.ratings.inputs[s].path, line, row) for s, line, row in places)


def _requirement(model: Model, position: str | None, competency: str) -> Requirement | None:
    if position is None:
        return None
    return next((r for r in model.position(position).requires if r.competency == competency), None)


def _changes(
    terms: tuple[Term, ...], subject: Competency, requirement: Requirement | None, model: Model
) -> list[Change]:
    """The changes by each role's mean one step of the scale higher, the others as they are."""
    if requirement is None:
        return []
    higher = [(role, min(mean + subject.scale.step, subject.scale.max), mean) for role, _, mean, _ in terms]
    rows = [
        {"role": role, "mean": to, **{f"mean:{r}": to if r == role else m for r, _, m, _ in terms}}
        for role, to, mean in higher
        if to > mean + EPSILON
    ]
    if not rows:
        return []
    rating = weighted_mean([(role, pl.lit(weight)) for role, weight, *_ in terms]).alias("rating")
    changed = pl.DataFrame(rows).with_columns(
        rating,
        pl.lit(False).alias("at_least"),
        pl.lit(requirement.level).alias("required"),
        pl.lit(subject.scale.max).alias("max"),
    )
    changed = changed.with_columns(status(model).alias("status"))
    return [Change(*row) for row in changed.select("role", "mean", "rating", "status").rows()]


def _not_shown(employee_id: str, subject: Competency) -> Row:
    """The row of `gaps` for a competency that isn't required, and of whose ratings none may be shown."""
    nothing = ("required", "desired", "rating", "gap", "band", "self_other", "weight", "se", "clear", "fragile")
    return {
        **dict(zip(ITEM, (employee_id, subject.id), strict=True)),
        **dict.fromkeys(nothing),
        "layer": subject.layer,
        "status": NOT_REQUIRED,
        "essential": False,
        "n": 0,
        "uncounted": 0,
        **dict.fromkeys(("self_only", "unweighted", "at_least", "too_close"), False),
        "min": subject.scale.min,
        "max": subject.scale.max,
    }
