"""The main job: model × ratings → everyone's gaps, verdicts, and the summary over them."""

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from ..findings.finding import CannotRun
from ..model.dictionary import Model
from ..ratings.packing import between, cut
from ..ratings.reading import Ratings
from . import attainment
from .agreement import add_bands, spread
from .frames import COMPETENCIES, table
from .gaps import RATED, REQUIRED, count_statuses, gaps, suppose
from .leave_one_out import find_fragile
from .people import judge
from .results import OTHERS, Assessment
from .roles import ITEM, rate, roles_in, tally
from .summary import summarise


def assess(
    model: Model,
    ratings: Ratings,
    *,
    cycle: str | None = None,
    employee: str | None = None,
    position: str | None = None,
    supposed: Mapping[str, float] | None = None,
) -> Assessment:
    """Assess everyone in a cycle (the newest unless named), or one `employee`.

    `position` (an id) takes the place of the employee's own; `supposed` (competency id → level) that of
    the ratings on those competencies. Raises CannotRun for a cycle that is not in the ratings.
    """
    cycles = ratings.cycles
    if cycle is not None and cycle not in cycles:
        raise unknown_cycle(cycle, cycles)
    chosen = cycle if cycle is not None else (cycles[-1] if cycles else "")
    people = people_of(ratings, chosen)
    rated = ratings.frame if cycles == [chosen] else ratings.frame.filter(pl.col("cycle") == chosen)
    if employee is not None:
        people = people.filter(pl.col("employee_id") == employee)
        rated = rated.filter(pl.col("employee_id") == employee)
    if position is not None:
        people = people.with_columns(pl.lit(position).alias("position"), pl.lit(False).alias("conflict"))
    slices = [_assess_slice(rows, some, supposed or {}, model) for rows, some in _slices(rated, people)]
    frames = {
        name: pl.concat([s[name] for s in slices], how="diagonal") if len(slices) > 1 else frame
        for name, frame in slices[0].items()
    }
    summary = summarise(
        **{name: frames[name] for name in ("people", "gaps", "withheld")},
        ever_rated=ratings.people if employee is None else ratings.people.clear(),
        cycle=chosen,
        ratings=rated.height,
        model=model,
    )
    competencies = _competencies(frames["gaps"], model)
    return Assessment(
        model, ratings, chosen, **frames, competencies=competencies, summary=summary, supposed=dict(supposed or {})
    )


def unknown_cycle(cycle: str, known: Sequence[str]) -> CannotRun:
    """The error for a cycle without ratings; it lists those that have some."""
    listed = listed_cycles(known)
    return CannotRun(f"评分中没有周期“{cycle}”；有：{listed}", f'no ratings of cycle "{cycle}"; there are: {listed}')


def listed_cycles(cycles: Sequence[str]) -> str:
    return ", ".join(cycle or "–" for cycle in cycles) or "–"


MOST_AT_ONCE = 25_000
"""Most people assessed at once: it bounds the memory that the sums of their raters take."""


def _slices(rated: pl.DataFrame, people: pl.DataFrame) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Ratings (the columns that count) and people, at most `MOST_AT_ONCE` of them, in the order of their ids."""
    rated = rated.select(*attainment.RATER, "behaviour", "level", "evidence")
    if people.height <= MOST_AT_ONCE:
        yield rated, people
        return
    in_order = rated["employee_id"].is_sorted()
    for some in people.iter_slices(MOST_AT_ONCE):
        yield cut(rated, some) if in_order else rated.filter(between(some)), some


def _assess_slice(
    rated: pl.DataFrame, people: pl.DataFrame, supposed: Mapping[str, float], model: Model
) -> dict[str, pl.DataFrame]:
    """Assess one slice of people: frames of `Assessment` by name. Slices must be disjoint."""
    figures = attainment.figures(rated, model)
    rated_items = add_bands(rate(tally(figures, model), model), model)
    items = gaps(people, rated_items, model)
    told = find_fragile(rated_items, figures, items, model)
    items = items.join(told, on=ITEM, how="left", maintain_order="left")
    if supposed:
        items = suppose(items, supposed, model)
    rolled_up = pl.col(f"mean:{OTHERS}").is_not_null().alias("rolled_up")
    shown = _shown(rated_items, model)
    return {
        "people": judge(people, items, model),
        "gaps": items,
        "roles": shown,
        "spread": spread(figures, rated_items, model),
        "withheld": rated_items.filter(pl.col("withheld")).select(*ITEM, rolled_up),
        "evidence": _evidence(rated, shown, model),
    }


def people_of(ratings: Ratings, cycle: str) -> pl.DataFrame:
    """Who was rated in a cycle, and who is on the roster: the first columns of the frame `PEOPLE`."""
    people = ratings.people.filter(pl.col("cycle") == cycle).drop("cycle")
    if ratings.roster is not None:
        missing = ratings.roster.join(people, on="employee_id", how="anti")
        people = pl.concat([people, missing.select(people.columns)])
    return people.sort("employee_id")


def _shown(rated: pl.DataFrame, model: Model) -> pl.DataFrame:
    """The frame `ROLES`, of what `roles.rate` and `agreement.add_bands` give."""
    names = [*(r.id for r in roles_in(rated, model)), OTHERS]
    columns = []
    for name in names:
        shown = pl.col(f"mean:{name}").is_not_null()
        columns += [f"mean:{name}", pl.when(shown).then(f"n:{name}").alias(f"n:{name}"), f"band:{name}"]
    something = pl.any_horizontal(pl.col(f"mean:{name}").is_not_null() for name in names)
    return rated.filter(something).select(*ITEM, *columns, f"weight:{OTHERS}").sort(ITEM)


def _evidence(rated: pl.DataFrame, shown: pl.DataFrame, model: Model) -> pl.DataFrame:
    """The frame `EVIDENCE`: what comes from roles that are shown under their own name."""
    names = [r.id for r in roles_in(shown, model)]
    given = rated.filter(pl.col("evidence").is_not_null()).select(
        *ITEM, "behaviour", pl.col("rater_role").alias("role"), pl.col("evidence").alias("text")
    )
    visible = pl.any_horizontal(
        pl.lit(False), *((pl.col("role") == r) & pl.col(f"mean:{r}").is_not_null() for r in names)
    )
    kept = given.join(shown, on=ITEM, how="inner").filter(visible).select(given.columns)
    return kept.sort(*ITEM, "role", "behaviour", "text")


def _competencies(items: pl.DataFrame, model: Model) -> pl.DataFrame:
    """The frame `COMPETENCIES`, of `GAPS`."""
    asked = items.select("competency", "required", "rating", "gap", "status").filter(REQUIRED)
    required = pl.col("required")
    figures = asked.group_by("competency").agg(
        pl.coalesce(required.filter(RATED).mean(), required.mean()).alias("required_mean"),
        pl.col("rating").sort().mean().alias("rating_mean"),
        pl.col("gap").sort().mean().alias("gap_mean"),
        **count_statuses(),
    )
    every = table(model, ((c.id, c.layer) for c in model.competencies), competency=pl.Enum, layer=pl.String)
    joined = every.join(figures, on="competency", how="left", maintain_order="left")
    return joined.with_columns(pl.col("short", "met", "unassessed").fill_null(0)).select(*COMPETENCIES)
