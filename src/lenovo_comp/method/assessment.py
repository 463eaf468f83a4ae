"""The main job: model × ratings → everyone's gaps, verdicts, and the summary over them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import polars as pl

from ..findings.finding import CannotRun
from ..model.dictionary import Model
from ..ratings.decoder import MANY
from ..ratings.packing import between, cut
from ..ratings.prefetching import prefetch
from ..ratings.reading import Ratings
from . import attainment
from .agreement import add_bands, spread
from .bounds import RatedItems, rate_items
from .everybody import Everybody, Part, sum_up
from .frames import GAPS, of_competency
from .gaps import gaps, suppose
from .leave_one_out import find_fragile
from .people import judge
from .results import OTHERS, Assessment
from .roles import ITEM, roles_in
from .slices import Put, Slice, put_together, putting
from .standard_error import ErrorVariances, add_certainty, standard_errors
from .statements import add_variances


def assess(
    model: Model,
    ratings: Ratings,
    *,
    cycle: str | None = None,
    employee: str | None = None,
    position: str | None = None,
    supposed: Mapping[str, float] | None = None,
    everybody: Everybody | None = None,
) -> Assessment:
    """Assess everyone in a cycle (the newest unless named), or one `employee`.

    `position` (an id) takes the place of the employee's own; `supposed` (competency id → level) that of
    the ratings on those competencies. `everybody` is what another assessment of the same cycle found already.
    Raises CannotRun for a cycle that is not in the ratings.
    """
    cycles = ratings.cycles
    if cycle is not None and cycle not in cycles:
        raise unknown_cycle(cycle, cycles)
    chosen = cycle if cycle is not None else (cycles[-1] if cycles else "")
    return _assess(model, ratings, chosen, employee, position, supposed or {}, everybody)


def assess_part(model: Model, ratings: Ratings, cycle: str, everybody: Everybody) -> Assessment:
    """Assess those people in a cycle whose ratings are all there, as some of `everybody`; there may be none."""
    return _assess(model, ratings, cycle, None, None, {}, everybody)


def sum_up_part(model: Model, ratings: Ratings, cycle: str) -> list[Part]:
    """The sums over those people in a cycle whose ratings are all there."""
    return _sums(_slices(ratings, cycle, people_of(ratings, cycle)), model)


def _assess(
    model: Model,
    ratings: Ratings,
    chosen: str,
    employee: str | None,
    position: str | None,
    supposed: Mapping[str, float],
    everybody: Everybody | None,
) -> Assessment:
    everyone = people_of(ratings, chosen)
    people = everyone if employee is None else everyone.filter(pl.col("employee_id") == employee)
    if employee is not None:
        everybody = everybody or Everybody.of(_sums(_slices(ratings, chosen, everyone), model), model)
    if position is not None:
        people = people.with_columns(pl.lit(position).alias("position"), pl.lit(False).alias("conflict"))
    slices, everybody, number = _assess_slices(
        _slices(ratings, chosen, people, employee),
        supposed,
        everybody,
        model,
        putting(ratings),
        at_once=ratings.rated.shelf.is_in_memory,
    )
    return put_together(
        slices,
        model=model,
        ratings=ratings,
        cycle=chosen,
        everybody=everybody,
        number=number,
        ever_rated=ratings.people if employee is None else ratings.people.clear(),
        supposed=dict(supposed),
    )


def unknown_cycle(cycle: str, known: Sequence[str]) -> CannotRun:
    """The error for a cycle without ratings; it lists those that have some."""
    listed = listed_cycles(known)
    return CannotRun(f"评分中没有周期“{cycle}”；可选：{listed}", f'no ratings in cycle "{cycle}", only in {listed}')


def listed_cycles(cycles: Sequence[str]) -> str:
    return ", ".join(cycle or "–" for cycle in cycles) or "–"


MOST_AT_ONCE = 25_000
"""Most people assessed at once: it bounds the memory that the sums of their raters take."""


Slices = Iterator[tuple[pl.DataFrame, pl.DataFrame]]
"""Ratings (the columns that count) and the people they are of, in the order of their ids."""


def _slices(ratings: Ratings, cycle: str, people: pl.DataFrame, employee: str | None = None) -> Slices:
    """The ratings of a cycle, of everybody or one employee; of at most `MOST_AT_ONCE` people at once."""
    cycles = ratings.cycles
    for part, here in ratings.rated.among(people):
        rated = (
            part if cycles == [cycle] else part.filter(pl.col("cycle") == cycle) if cycle in cycles else part.clear()
        )
        rated = rated if employee is None else rated.filter(pl.col("employee_id") == employee)
        rated = rated.select(*attainment.RATER, "behaviour", "level", "evidence")
        if here.height <= MOST_AT_ONCE:
            yield rated, here
            continue
        in_order = rated["employee_id"].is_sorted()
        number = -(-here.height // MOST_AT_ONCE)
        for some in here.iter_slices(-(-here.height // number)):
            yield cut(rated, some) if in_order else rated.filter(between(some)), some


def _is_of(cycle: str, cycles: Collection[str]) -> pl.Expr:
    """Whether a row is of a cycle, which may be none of those that a part has."""
    return pl.col("cycle") == cycle if cycle in cycles else pl.lit(False)


def _sums(slices: Slices, model: Model) -> list[Part]:
    """The sums over some people."""
    items = (rate_items(attainment.figures(rows, model), model) for rows, _ in slices)
    return [sum_up(found.full, model) for found in items]


def _assess_slices(
    slices: Slices, supposed: Mapping[str, float], everybody: Everybody | None, model: Model, put: Put, *, at_once: bool
) -> tuple[list[Slice], Everybody, int]:
    """Frames of `Assessment` by name, slice by slice, what they say of everybody unless that is given, and the number
    of ratings. `at_once`: whether there is memory for two slices."""
    parts: list[Part] = []
    found: list[Slice] = []
    number = 0
    both = ((rows, some, rate_items(attainment.figures(rows, model), model)) for rows, some in slices)
    # Who comes next is rated while a slice is assessed, unless what one takes of memory is to be all.
    for rows, some, items in prefetch(both, lambda part: not at_once or part[0].height < MANY):
        if everybody is None:
            parts.append(sum_up(items.full, model))
        # Variances become known as people are added, so what is known of the first few stays known.
        known = (everybody or Everybody.of(parts, model)).variances.competencies
        found.append(put(_assess_slice(rows, some, items, known, model)))
        number += rows.height
    known_of_all = everybody or Everybody.of(parts, model)

    def finish(held: Slice) -> None:
        gaps, roles, people = (held[name].load() for name in ("gaps", "roles", "people"))
        gaps = _add_errors(gaps, roles, known_of_all.variances, supposed, model)
        for name in ("gaps", "people"):
            held[name].drop()
        held.update(put({"gaps": gaps, "people": judge(people, gaps, model)}))

    if at_once and len(found) > 1:
        with ThreadPoolExecutor(2) as threads:
            list(threads.map(finish, found))
    else:
        for held in found:
            finish(held)
    return found, known_of_all, number


def _assess_slice(
    rated: pl.DataFrame, people: pl.DataFrame, found: RatedItems, known: Collection[str], model: Model
) -> dict[str, pl.DataFrame]:
    """Assess one slice of people: frames of `Assessment` by name, as far as they need nobody else.

    Slices must be disjoint. `known` are competencies whose standard errors are known.
    """
    rated_items = add_bands(add_variances(found.items, rated, found.figures, model), model)
    items = gaps(people, rated_items.with_columns(pl.lit(None, pl.Float64).alias("se")), model)
    told = find_fragile(rated_items, found.figures, items, known, model)
    items = _add(items, told, fragile=pl.Boolean)
    items = _add(items, found.uncounted, uncounted=pl.UInt32)
    rolled_up = pl.col(f"mean:{OTHERS}").is_not_null().alias("rolled_up")
    shown = _shown(rated_items, model)
    return {
        "people": people,
        "gaps": items.with_columns(pl.col("uncounted").fill_null(0)),
        "roles": shown,
        "spread": spread(found.figures, rated_items, model),
        "withheld": rated_items.filter(pl.col("withheld")).select(*ITEM, rolled_up),
        "evidence": _evidence(rated, shown, model),
    }


def _add(items: pl.DataFrame, found: pl.DataFrame, **column: Any) -> pl.DataFrame:
    """`items` with a column of `found`, null where an item isn't there."""
    if found.is_empty():  # the usual case: a join takes as long as all the rest
        return items.with_columns(pl.lit(None, kind).alias(name) for name, kind in column.items())
    return items.join(found, on=ITEM, how="left", maintain_order="left")


def _add_errors(
    items: pl.DataFrame, roles: pl.DataFrame, variances: ErrorVariances, supposed: Mapping[str, float], model: Model
) -> pl.DataFrame:
    """The frame `GAPS` in full: with rule 10, and with what is `supposed`."""
    # Both frames have the rated items in one order.
    errors = standard_errors(roles, variances, model)["se"]
    rated = pl.col("rating").is_not_null()
    error = pl.lit(errors).gather(pl.when(rated).then(rated.cum_sum() - 1))
    se = pl.when(~pl.col("at_least")).then(error)
    known = pl.col("competency").is_in(sorted(variances.competencies))
    items = items.with_columns(se.alias("se"), pl.when(~known).then("fragile").alias("fragile"))
    return add_certainty(suppose(items, supposed, model) if supposed else items, model).select(*GAPS)


def people_of(ratings: Ratings, cycle: str) -> pl.DataFrame:
    """Who was rated in a cycle, and who is on the roster: the first columns of the frame `PEOPLE`."""
    people = ratings.people.filter(_is_of(cycle, ratings.cycles)).drop("cycle")
    if ratings.roster is not None:
        missing = ratings.roster.join(people, on="employee_id", how="anti")
        people = pl.concat([people, missing.select(people.columns)])
    return people.sort("employee_id")


def _shown(rated: pl.DataFrame, model: Model) -> pl.DataFrame:
    """The frame `ROLES`, of what `roles.rate` and `agreement.add_bands` give."""
    roles = roles_in(rated, model)
    names = [*(r.id for r in roles), OTHERS]
    columns: list[pl.Expr | str] = []
    for name in names:
        here = pl.col(f"mean:{name}").is_not_null()
        columns += [f"mean:{name}", pl.when(here).then(f"n:{name}").alias(f"n:{name}"), f"band:{name}"]
    something = pl.any_horizontal(pl.col(f"mean:{name}").is_not_null() for name in names)
    # By who gave a figure, counted or not: whose bound did not count would show otherwise (decision 0018).
    gave = {r.id: [f"{what}:{r.id}" for what in ("all", "n") if f"{what}:{r.id}" in rated.columns] for r in roles}
    small = sorted(role.id for role in roles if role.anonymous)
    inside = [pl.when((pl.coalesce(gave[r]) > 0) & pl.col(f"mean:{r}").is_null()).then(pl.lit(r)) for r in small]
    together = pl.concat_str(inside, separator=" ", ignore_nulls=True) if inside else pl.lit(None, pl.String)
    made_of = pl.when(pl.col(f"mean:{OTHERS}").is_not_null()).then(together).alias(f"roles:{OTHERS}")
    order = of_competency({c.id: i for i, c in enumerate(model.competencies)})
    shown = rated.filter(something).select(*ITEM, *columns, f"weight:{OTHERS}", made_of)
    return shown.sort("employee_id", order)


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
