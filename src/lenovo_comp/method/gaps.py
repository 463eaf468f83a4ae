"""Rules 5 and 6: requirement against rating, one item at a time."""

from collections.abc import Mapping

import polars as pl

from ..model.dictionary import EPSILON, Model
from .frames import GAPS, STATUS, table
from .results import MET, NOT_REQUIRED, SHORT, STRENGTH, UNASSESSED
from .roles import ITEM

RATING = pl.col("rating")
REQUIRED, RATED = pl.col("required").is_not_null(), RATING.is_not_null()
_OWN = [name for name in GAPS if name != "fragile"]  # `leave_one_out` adds that


def gaps(people: pl.DataFrame, ratings: pl.DataFrame, model: Model) -> pl.DataFrame:
    """The frame `GAPS` without `fragile`.

    `people` has `employee_id`, `position`; `ratings` as `roles.rate` and `agreement.bands` give them, of
    which items without a rating are left aside.
    """
    figures = ["rating", "n", "self_only", "unweighted", "band", "self_other"]
    people, asked = people.select("employee_id", "position"), requirements(model)
    rated = ratings.filter(RATED).select(*ITEM, *figures)
    items = rated.join(people, on="employee_id").join(asked, on=["position", "competency"], how="left")
    required = people.join(asked, on="position")
    if items["required"].count() < required.height:
        items = pl.concat([items, required.join(rated, on=ITEM, how="anti")], how="diagonal")
    return (
        items.join(_competencies(model), on="competency", how="left")
        .sort("employee_id", "order")
        .with_columns(gap().alias("gap"), status(model).alias("status"))
        .with_columns(pl.col("n").fill_null(0), pl.col("self_only", "unweighted", "essential").fill_null(False))
        .select(_OWN)
    )


def suppose(items: pl.DataFrame, levels: Mapping[str, float], model: Model) -> pl.DataFrame:
    """The frame `GAPS` as it would be if the rating on these competencies were another.

    `gap` and `status` follow. A supposed rating depends on no rater, so that no mark of doubt stays with it.
    """
    supposed = pl.col("competency").is_in(list(levels))
    level = pl.col("competency").replace_strict(dict(levels), default=None, return_dtype=pl.Float64)
    return items.with_columns(pl.coalesce(level, "rating").alias("rating")).with_columns(
        gap().alias("gap"),
        status(model).alias("status"),
        *(pl.col(mark) & ~supposed for mark in ("self_only", "unweighted", "fragile")),
    )


def gap(rating: pl.Expr = RATING) -> pl.Expr:
    """Rule 5: `required` − rating."""
    return pl.col("required") - rating


def is_met(model: Model, rating: pl.Expr = RATING) -> pl.Expr:
    """Rule 5: gap ≤ tolerance."""
    return gap(rating) <= model.tolerance + EPSILON


def status(model: Model) -> pl.Expr:
    """Rule 5, of `required`, `rating` on a scale that ends at `max`.

    A strength is met and at least `strength` above the requirement, or at the top of the scale.
    """
    above = (gap() <= -model.strength + EPSILON) | (pl.col("max") - EPSILON <= RATING)
    return (
        pl.when(~REQUIRED)
        .then(pl.lit(NOT_REQUIRED, STATUS))
        .when(~RATED)
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


def count_statuses() -> dict[str, pl.Expr]:
    """How many requirements are met (or more), short, unassessed."""
    status = pl.col("status")
    return {"met": fulfilled().sum(), "short": (status == SHORT).sum(), "unassessed": (status == UNASSESSED).sum()}


def part_reached() -> pl.Expr:
    """Rule 6 for one requirement, 0 to 1: (`rating` − `min`) / (`required` − `min`), capped; 1 where that is 0."""
    span = pl.col("required") - pl.col("min")
    part = ((RATING - pl.col("min")) / span).clip(upper_bound=1.0)
    return pl.when(RATED).then(pl.when(span.abs() < EPSILON).then(1.0).otherwise(part))


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
