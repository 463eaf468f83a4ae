"""Rules 5 and 6: requirement against rating, one item at a time."""

from collections.abc import Mapping

import polars as pl

from ..model.dictionary import EPSILON, Model
from .frames import GAPS, STATUS, table
from .results import MET, NOT_REQUIRED, SHORT, STRENGTH, UNASSESSED
from .roles import ITEM

RATING = pl.col("rating")
REQUIRED, ASSESSED = pl.col("required").is_not_null(), pl.col("gap").is_not_null()
"""Whether something is required; and whether it is known how the rating stands to it."""
_ADDED = ("uncounted", "fragile", "clear", "too_close")  # by `assessment`


def gaps(people: pl.DataFrame, ratings: pl.DataFrame, model: Model) -> pl.DataFrame:
    """The frame `GAPS` without what `assessment` adds: `uncounted`, `fragile`, `clear`, `too_close`.

    `people` has `employee_id`, `position`; `ratings` as `bounds.rate_items` and `agreement.add_bands` give them, of
    which items without a rating are left aside, with `se`.
    """
    figures = ["rating", "n", "self_only", "unweighted", "at_least", "band", "self_other", "se"]
    people, asked = people.select("employee_id", "position"), requirements(model)
    rated = ratings.filter(RATING.is_not_null()).select(*ITEM, *figures)
    items = rated.join(people, on="employee_id").join(asked, on=["position", "competency"], how="left")
    required = people.join(asked, on="position")
    if items["required"].count() < required.height:
        items = pl.concat([items, required.join(rated, on=ITEM, how="anti")], how="diagonal")
    return (
        items.join(_competencies(model), on="competency", how="left")
        .sort("employee_id", "order")
        .with_columns(pl.col("at_least").fill_null(False))
        .with_columns(gap_told(model).alias("gap"), status(model).alias("status"))
        .with_columns(pl.col("n").fill_null(0), pl.col("self_only", "unweighted", "essential").fill_null(False))
        .select(name for name in GAPS if name not in _ADDED)
    )


def suppose(items: pl.DataFrame, levels: Mapping[str, float], model: Model) -> pl.DataFrame:
    """The frame `GAPS` as it would be if the rating on these competencies were another.

    `gap` and `status` follow. A supposed rating depends on no rater, so that no mark of doubt stays with it, and no
    standard error.
    """
    supposed = pl.col("competency").is_in(list(levels))
    level = pl.col("competency").replace_strict(dict(levels), default=None, return_dtype=pl.Float64)
    marks = (pl.col(mark) & ~supposed for mark in ("self_only", "unweighted", "at_least", "fragile"))
    se = pl.when(~supposed).then("se").alias("se")
    return items.with_columns(pl.coalesce(level, "rating").alias("rating"), se, *marks).with_columns(
        gap_told(model).alias("gap"), status(model).alias("status")
    )


def gap(rating: pl.Expr = RATING) -> pl.Expr:
    """Rule 5: `required` − rating."""
    return pl.col("required") - rating


def gap_told(model: Model) -> pl.Expr:
    """Rule 5, null where the rating is a bound (`at_least`) that does not reach the requirement."""
    return pl.when(is_met(model) | ~pl.col("at_least")).then(gap())


def is_met(model: Model, rating: pl.Expr = RATING) -> pl.Expr:
    """Rule 5: gap ≤ tolerance."""
    return gap(rating) <= model.tolerance + EPSILON


def status(model: Model) -> pl.Expr:
    """Rules 4 and 5, of `required`, `rating`, `at_least` on a scale that ends at `max`.

    A strength is met and at least `strength` above the requirement, or at the top of the scale. A bound is met, or it
    is not known: never short.
    """
    above = (gap() <= -model.strength + EPSILON) | (pl.col("max") - EPSILON <= RATING)
    return (
        pl.when(~REQUIRED)
        .then(pl.lit(NOT_REQUIRED, STATUS))
        .when(gap_told(model).is_null())
        .then(pl.lit(UNASSESSED, STATUS))
        .when(is_met(model) & above)
        .then(pl.lit(STRENGTH, STATUS))
        .when(is_met(model))
        .then(pl.lit(MET, STATUS))
        .otherwise(pl.lit(SHORT, STATUS))
    )


def fulfilled(status: str = "status") -> pl.Expr:
    """Whether a status is met or strength."""
    return pl.col(status).is_in([MET, STRENGTH])


def count_statuses(n: pl.Expr | None = None) -> dict[str, pl.Expr]:
    """How many requirements are met (or more), short, unassessed; `n`: as how many each row counts."""
    status = pl.col("status")
    found = {"met": fulfilled(), "short": status == SHORT, "unassessed": status == UNASSESSED}
    return {name: is_so.sum() if n is None else n.filter(is_so).sum() for name, is_so in found.items()}


def part_reached() -> pl.Expr:
    """Rule 6 for one requirement, 0 to 1: (`rating` − `min`) / (`required` − `min`), capped; 1 where that is 0."""
    span = pl.col("required") - pl.col("min")
    part = ((RATING - pl.col("min")) / span).clip(upper_bound=1.0)
    return pl.when(ASSESSED).then(pl.when(span.abs() < EPSILON).then(1.0).otherwise(part))


def requirements(model: Model) -> pl.DataFrame:
    """One row a position and competency it requires, with the columns of `GAPS` that follow from that."""
    rows = [
        (p.id, r.competency, r.level, r.desired, r.essential, r.weight) for p in model.positions for r in p.requires
    ]
    figure = pl.Float64
    return table(
        model, rows, position=pl.String, competency=pl.Enum, required=figure, desired=figure, essential=pl.Boolean,
        weight=figure,
    )  # fmt: skip


def _competencies(model: Model) -> pl.DataFrame:
    rows = [(c.id, i, c.layer, c.scale.min, c.scale.max) for i, c in enumerate(model.competencies)]
    layer = pl.Enum([layer.id for layer in model.layers])
    return table(model, rows, competency=pl.Enum, order=pl.UInt32, layer=layer, min=pl.Float64, max=pl.Float64)
