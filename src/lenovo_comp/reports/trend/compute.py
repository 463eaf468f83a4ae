"""One cycle against another, by person, competency and department."""

from collections.abc import Collection

import polars as pl

from ...method.assessment import assess
from ...method.change import changes, common_basis, rate_over
from ...method.gaps import fulfilled
from ...method.person import of_people as people_of_assessment
from ...method.results import SHORT, Assessment
from ...method.roles import ITEM
from ...model.dictionary import EPSILON, Model
from ...ratings.cells import scales
from ...ratings.cycles import in_order
from ...ratings.reading import Ratings
from .columns import ITEMS, TREND_PEOPLE
from .cycles import Cycles, model_changes, own_findings, two_cycles
from .result import (
    ADDED,
    ASSESSED,
    BASIS,
    BOTH,
    BOUND,
    CLOSED,
    GONE,
    KEPT,
    LAPSED,
    NEITHER,
    NEW,
    RATERS,
    REQUIREMENT,
    STILL,
    ModelChanges,
    Trend,
)
from .sums import RELIABLE_TURNS, place, sum_competencies, sum_departments, sum_items

_OWN = ["employee_id", "name", "department", "position_from", "position_to", "presence"]
"""The first columns of the frame `TREND_PEOPLE`."""
_IDS = pl.col(ITEM).cast(pl.String)
"""Two readings number their ids each for itself: across them they are text."""


def trend(
    model: Model,
    ratings: Ratings,
    *,
    start: str | None = None,
    end: str | None = None,
    earlier: tuple[Model, Ratings] | None = None,
) -> Trend:
    """The trend from cycle `start` to cycle `end`; by default the two newest.

    `earlier` is the dictionary of `start` and of the cycles before it, and the same files read with it, with all
    their findings (`read_ratings(most=0)`). Raises CannotRun where there are no two such cycles.
    """
    old_model, old_ratings = earlier or (model, ratings)
    cycles = two_cycles(in_order({*ratings.cycles, *old_ratings.cycles}), start, end)
    if earlier is not None:
        ratings = own_findings(old_ratings, ratings, cycles.start)
    then, now = (old_model, old_ratings), (model, ratings)
    old = set(cycles.known[: cycles.known.index(cycles.start) + 1])
    of_cycle = {c: assess(*(then if c in old else now), cycle=c) for c in cycles.known}
    before, after = of_cycle[cycles.start], of_cycle[cycles.end]
    differences = model_changes(old_model, model)
    people = _people(before, after)
    basis = common_basis(before, after, differences.rescaled)
    rated = {c: rate_over(basis, a, model) for c, a in of_cycle.items()}
    found = changes(basis, rated[cycles.start], rated[cycles.end])
    items = _items(before, after, people, found, differences)
    return _summed(before, after, cycles, people, items, _history(rated, model), differences)


def of_people(trend: Trend, ids: Collection[str]) -> Trend:
    """The trend of some people. The errors of their ratings stay those of everybody's raters."""
    here = pl.col("employee_id").is_in(list(ids))
    people, items, history = (frame.filter(here) for frame in (trend.people, trend.items, trend.history))
    before, after = (people_of_assessment(a, ids) for a in (trend.before, trend.after))
    cycles = Cycles(before.cycle, after.cycle, trend.cycles)
    return _summed(before, after, cycles, people.select(_OWN), items, history, trend.changes)


def _summed(
    before: Assessment,
    after: Assessment,
    cycles: Cycles,
    people: pl.DataFrame,
    items: pl.DataFrame,
    history: pl.DataFrame,
    differences: ModelChanges,
) -> Trend:
    """The trend of people (the columns `_OWN`) with the sums of their items."""
    departments = people.select("employee_id", "department")
    by_department = items.join(departments, on="employee_id"), history.join(departments, on="employee_id")
    return Trend(
        before,
        after,
        cycles.known,
        items,
        people.join(sum_items(items, history, "employee_id", cycles), on="employee_id", how="left")
        # Who has no item has none that closed; of who has some, a null says that it isn't known.
        .with_columns(pl.when(pl.col("n").is_null()).then(0).otherwise(pl.col(RELIABLE_TURNS)).name.keep())
        .with_columns(pl.col("n", "closed", "new").fill_null(0))
        .sort("employee_id")
        .select(*TREND_PEOPLE),
        sum_competencies(items, history, cycles, (after.model, before.model)),
        sum_departments(*by_department, cycles, after.model.min_group),
        differences,
        history,
    )


def _people(before: Assessment, after: Assessment) -> pl.DataFrame:
    """The columns `_OWN`. Where the cycles differ, the later one counts."""

    def standing(a: Assessment, suffix: str) -> pl.DataFrame:
        here = a.ratings.people.filter(pl.col("cycle") == a.cycle).select("employee_id", pl.lit(True).alias("here"))
        known = a.people.join(here, on="employee_id", how="left").with_columns(pl.col("here").fill_null(False))
        position = pl.when("here").then("position").alias("position")
        own = (pl.col(c).alias(f"{c}_{suffix}") for c in ("name", "department", "here"))
        return known.select(pl.col("employee_id").cast(pl.String), *own, position.alias(f"position_{suffix}"))

    joined = standing(after, "to").join(standing(before, "from"), on="employee_id", how="full", coalesce=True)
    old, new = pl.col("here_from").fill_null(False), pl.col("here_to").fill_null(False)
    presence = (
        pl.when(old & new).then(pl.lit(BOTH)).when(new).then(pl.lit(ADDED)).when(old).then(pl.lit(GONE))
        .otherwise(pl.lit(NEITHER))
    )  # fmt: skip
    named = (pl.coalesce(f"{c}_to", f"{c}_from").alias(c) for c in ("name", "department"))
    return joined.select("employee_id", *named, "position_from", "position_to", presence.alias("presence"))


def _items(
    before: Assessment, after: Assessment, people: pl.DataFrame, found: pl.DataFrame, differences: ModelChanges
) -> pl.DataFrame:
    """The frame `ITEMS`, by employee and in the dictionaries' order; `found` are the `changes`."""

    def side(a: Assessment, suffix: str, there: tuple[str, str]) -> pl.DataFrame:
        present = people.filter(pl.col("presence").is_in(there))
        bar = (pl.col("required") - a.model.tolerance).alias("bar")
        gaps = a.gaps.with_columns(_IDS, bar)
        return gaps.join(present, on="employee_id", how="semi", maintain_order="left").select(
            *ITEM, *(pl.col(c).alias(f"{c}_{suffix}") for c in ("rating", "required", "status", "bar", "at_least"))
        )

    same_scale = ~pl.col("competency").is_in(list(differences.rescaled))
    nothing = pl.lit([], pl.List(pl.String))
    return (
        side(before, "from", (BOTH, GONE))
        .join(side(after, "to", (BOTH, ADDED)), on=ITEM, how="full", coalesce=True)
        .join(people.select("employee_id", "presence"), on="employee_id")
        .join(found, on=ITEM, how="left")
        .with_columns(_turn(same_scale).alias("turn"), pl.col("basis").fill_null(nothing))
        .sort("employee_id", place(after.model, before.model))
        .rename({"rating_from": "from", "rating_to": "to"})
        .select(*ITEMS)
    )


def _turn(same_scale: pl.Expr) -> pl.Expr:
    """The turn of a requirement; null for people of one cycle, and where nothing is required."""
    # Where the cycles ask for something different, nothing is closed and nothing is new; a change of tolerance is such
    # a difference, so `bar` is the requirement less the tolerance (decision 0008).
    old, new = pl.col("bar_from"), pl.col("bar_to")
    asked, same = old.is_not_null() | new.is_not_null(), ((old - new).abs() < EPSILON).fill_null(False) & same_scale
    met_old, met_new = fulfilled("status_from"), fulfilled("status_to")
    short_old, short_new = pl.col("status_from") == SHORT, pl.col("status_to") == SHORT
    # A bound that doesn't reach the requirement is a rating, but nothing is assessed by it (rule 4).
    assessed_old, assessed_new = met_old | short_old, met_new | short_new
    change = pl.col("change")
    turn = pl.when((pl.col("presence") != BOTH) | ~asked).then(None).when(~same).then(pl.lit(REQUIREMENT))
    for condition, name in (
        (~assessed_old & assessed_new, ASSESSED),
        (assessed_old & ~assessed_new, LAPSED),
        (~assessed_old, None),
        (pl.col("at_least_from") | pl.col("at_least_to"), BOUND),
        (change.is_null(), BASIS),
        (short_old & short_new, STILL),
        (met_old & met_new, KEPT),
        (short_old & (change > EPSILON), CLOSED),
        (met_old & (change < -EPSILON), NEW),
    ):
        turn = turn.when(condition).then(pl.lit(name, pl.String))
    return turn.otherwise(pl.lit(RATERS))


def _history(rated: dict[str, pl.DataFrame], model: Model) -> pl.DataFrame:
    """`employee_id`, `competency`, `cycle`, `share` (of the scale): what is compared, over the same roles, by cycle.

    `rated` has the ratings of each cycle as `rate_over` gives them.
    """
    share = (pl.col("rating") - pl.col("min")) / (pl.col("max") - pl.col("min"))
    ends = scales(model).with_columns(pl.col("competency").cast(pl.String))
    return pl.concat(
        ratings.join(ends, on="competency").select(*ITEM, pl.lit(cycle).alias("cycle"), share.alias("share"))
        for cycle, ratings in rated.items()
    )


def largest_changes(trend: Trend) -> pl.DataFrame:
    """The rows of `items` with a change, what is beyond chance first, then the largest as a share of its scale."""
    models = (trend.before.model, trend.after.model)
    spans = {c.id: c.scale.max - c.scale.min for model in models for c in model.competencies}
    span = pl.col("competency").replace_strict(spans, return_dtype=pl.Float64)
    return trend.items.filter(pl.col("change").abs() > EPSILON).sort(
        ~pl.col("reliable").fill_null(False), -(pl.col("change").abs() / span).round(9), "employee_id", "competency"
    )
