"""One figure taken apart: the rows it rests on, what was withheld, the weights, the rule, what would change it."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import polars as pl

from ...method import attainment
from ...method.gaps import part_reached, status
from ...method.person import person_gap
from ...method.results import NOT_REQUIRED, OTHERS, Assessment, PersonGap, RoleFigure, Row
from ...method.roles import ITEM, weighted_mean
from ...method.settling import Settling, settlings
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
    (found,) = explain_items(gap, [competency], show_raters=show_raters)
    return found


def explain_items(gap: PersonGap, competencies: Sequence[str], *, show_raters: bool = False) -> tuple[Explanation, ...]:
    """The derivations of several figures of a person's assessment, as `explain_item`."""
    assessment, model = gap.assessment, gap.assessment.model
    ground = _ground(gap)
    items = {i["competency"]: i for i in gap.items}
    for id in competencies:
        if id not in items:
            if id not in ground.rows:
                raise KeyError(id)
            items[id] = _not_shown(gap.person["employee_id"], model.competency(id))
    terms = {id: _terms(ground, id, model) for id in competencies}
    requirements = {id: _requirement(model, gap.person["position"], id) for id in competencies}
    parts = (
        pl.DataFrame([items[id] for id in competencies], infer_schema_length=None).select(part_reached()).to_series()
    )
    # A lower bound becomes another kind of figure once a level more is rated, not a step higher.
    firm = {id: x for id, x in requirements.items() if x is not None and not items[id]["at_least"]}
    changes = _changes(terms, firm, model)
    return tuple(
        Explanation(
            assessment=assessment,
            person=gap.person,
            item=items[id],
            roles=_roles(assessment, ground, model.competency(id), terms[id], show_raters),
            terms=terms[id],
            requirement=requirements[id],
            part_of_fit=part if requirements[id] else None,
            bound=gap.bounds.get(id),
            variances=_variances(assessment, items[id], terms[id]),
            settling=ground.settlings.get(id),
            changes=tuple(changes.get(id, ())),
            need=next((n for n in gap.develop if n.competency == id), None),
        )
        for id, part in zip(competencies, parts, strict=True)
    )


class _Ground(NamedTuple):
    """What the derivations of one person are made of, by competency."""

    rows: Mapping[str, pl.DataFrame]
    """The person's ratings in the cycle."""
    shown: Mapping[str, Mapping[str, RoleFigure]]
    others: Mapping[str, float | None]
    """The weight of `others`."""
    figures: Mapping[str, Mapping[tuple[str, str | None], Row]]
    """(role, rater) → their figure (`attainment.figures`), with the numbers of their `rows` and `behaviours`."""
    steps: Mapping[str, Mapping[tuple[str, str | None], Row]]
    """(role, rater) → their row of `attainment.shares`."""
    settlings: Mapping[str, Settling]


def _ground(gap: PersonGap) -> _Ground:
    a, id = gap.assessment, gap.person["employee_id"]
    rows = a.ratings_of(id)
    rater = ["competency", "rater_role", "rater_id"]
    counts = rows.group_by(rater).agg(rows=pl.len(), behaviours=pl.col("behaviour").count())
    figures = attainment.figures(rows, a.model)
    if "bound" not in figures.columns:
        figures = figures.with_columns(bound=pl.lit(False))
    counted = counts.join(figures, on=rater, how="left", nulls_equal=True)
    return _Ground(
        rows={str(key[0]): part for key, part in rows.group_by("competency", maintain_order=True)},
        shown={competency: roles for (_, competency), roles in a.role_rows().items()},
        others=dict(a.roles.filter(pl.col("employee_id") == id).select("competency", f"weight:{OTHERS}").iter_rows()),
        figures=_by_rater(counted),
        steps=_by_rater(attainment.shares(rows, a.model)) if counts["behaviours"].sum() else {},
        settlings={s.competency: s for s in settlings(a, id)},
    )


def _by_rater(frame: pl.DataFrame) -> dict[str, dict[tuple[str, str | None], Row]]:
    found: dict[str, dict[tuple[str, str | None], Row]] = {}
    for row in frame.iter_rows(named=True):
        found.setdefault(row["competency"], {})[row["rater_role"], row["rater_id"]] = row
    return found


def _terms(ground: _Ground, competency: str, model: Model) -> tuple[Term, ...]:
    """The groups that make up the rating, with weight and mean."""
    weights: dict[str, float | None] = {r.id: r.weight for r in model.rater_roles}
    weights[OTHERS] = ground.others.get(competency)
    terms = tuple(
        Term(role, weights[role] or 0.0, x.mean, x.agreement.n) for role, x in ground.shown.get(competency, {}).items()
    )
    counting = tuple(t for t in terms if t.weight > 0)
    return counting or terms


def _variances(a: Assessment, item: Row, terms: tuple[Term, ...]) -> tuple[tuple[str, ErrorVariance], ...]:
    """The error variance of each term; none where the rating has no standard error."""
    if item["se"] is None:
        return ()
    found = ((term.role, a.variances.of(item["competency"], term.role)) for term in terms)
    return tuple((role, variance) for role, variance in found if variance)


def _roles(
    a: Assessment, ground: _Ground, subject: Competency, terms: tuple[Term, ...], show_raters: bool
) -> tuple[RoleShare, ...]:
    """Each role that has rows: its fate, and its raters where they may be told."""
    shown, rows = ground.shown.get(subject.id, {}), ground.rows.get(subject.id)
    told = _raters(a, ground, subject, show_raters)
    counting = {term.role for term in terms}
    # How many rows each role in `others` has would tell whose figures are made of behaviours.
    pooled = [role.id for role in a.model.rater_roles if role.anonymous and role.id not in shown]
    by_behaviour = any(rater.behaviours for role in pooled for rater in told.get(role, ()))
    found = []
    for role in a.model.rater_roles:
        if role.id not in told or rows is None:
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
    a: Assessment, ground: _Ground, subject: Competency, show_raters: bool
) -> dict[str, tuple[RaterFigure, ...]]:
    """Role → figures of its raters, by id; a blank id is one rater."""
    figures, steps = ground.figures.get(subject.id, {}), ground.steps.get(subject.id, {})
    found: dict[str, list[RaterFigure]] = {}
    for key, own in sorted(figures.items(), key=lambda x: x[0][1] or ""):
        role, rater = key
        levels = _levels(steps[key], subject, a.model) if key in steps else ()
        sources = None
        if show_raters:
            of_rater = pl.col("rater_id").eq_missing(pl.lit(rater, pl.String))
            sources = _sources(a, ground.rows[subject.id].filter(pl.col("rater_role") == role, of_rater))
        given = RaterFigure(rater, own["figure"], own["rows"], sources, levels, own["behaviours"], bool(own["bound"]))
        found.setdefault(role, []).append(given)
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
    terms: Mapping[str, tuple[Term, ...]], requirements: Mapping[str, Requirement], model: Model
) -> dict[str, list[Change]]:
    """Competency → the changes by each role's mean one step of the scale higher, the others as they are."""
    rows = []
    for id, asked in requirements.items():
        scale = model.competency(id).scale
        for role, _, mean, _ in terms[id]:
            to = min(mean + scale.step, scale.max)
            if to > mean + EPSILON:
                means = {f"mean:{r}": to if r == role else m for r, _, m, _ in terms[id]}
                weights = {f"weight:{r}": weight for r, weight, _, _ in terms[id]}
                limits = {"required": asked.level, "max": scale.max, "at_least": False}
                rows.append({"competency": id, "role": role, "mean": to, **means, **weights, **limits})
    if not rows:
        return {}
    groups = [role for role in (*(r.id for r in model.rater_roles), OTHERS) if any(f"mean:{role}" in r for r in rows)]
    rating = weighted_mean([(role, pl.col(f"weight:{role}")) for role in groups])
    changed = pl.DataFrame(rows, infer_schema_length=None).with_columns(rating.alias("rating"))
    found: dict[str, list[Change]] = {}
    for id, *change in changed.select("competency", "role", "mean", "rating", status(model).alias("status")).rows():
        found.setdefault(id, []).append(Change(*change))
    return found


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
