"""Rule 5: requirement against rating."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from ..model.dictionary import EPSILON, Model
from ..ratings.cells import ids
from .results import MET, NOT_REQUIRED, SHORT, STRENGTH, UNASSESSED

STATUS = pl.Enum((STRENGTH, MET, SHORT, UNASSESSED, NOT_REQUIRED))


def gaps(people: pl.DataFrame, ratings: pl.DataFrame, model: Model) -> pl.DataFrame:
    """One row an employee and competency that is required or rated.

    `people` has `employee_id`, `position`; `ratings` as `roles.rate` and `agreement.bands` give them, of
    which items without a rating are left aside. Returns
    `employee_id`, `competency`, `layer` Enum; `required`, `desired`, `rating`, `gap` Float64
    (scale units; gap = required − rating); `status` Enum (`STATUS`); `essential` Boolean; `weight` Float64;
    `n` UInt32; `self_only`, `unweighted` Boolean; `min`, `max` Float64 (the scale); `band` Enum (how
    far the raters agree), `self_other` Float64. Sorted by employee, then in the dictionary's order.
    """
    item = ["employee_id", "competency"]
    figures = ["rating", "n", "self_only", "unweighted", "band", "self_other"]
    people, asked = people.select("employee_id", "position"), requirements(model)
    rated = ratings.filter(pl.col("rating").is_not_null()).select(*item, *figures)
    items = rated.join(people, on="employee_id").join(asked, on=["position", "competency"], how="left")
    required = people.join(asked, on="position")
    if items["required"].count() < required.height:
        items = pl.concat([items, required.join(rated, on=item, how="anti")], how="diagonal")
    return (
        items.join(_competencies(model), on="competency", how="left")
        .sort("employee_id", "order")
        .with_columns(gap().alias("gap"), status(model).alias("status"))
        .with_columns(
            pl.col("n").fill_null(0),
            pl.col("self_only", "unweighted", "essential").fill_null(False),
        )
        .select(
            *item, "layer", "required", "desired", "rating", "gap", "status", "essential", "weight", "n",
            "self_only", "unweighted", "min", "max", "band", "self_other",
        )
    )  # fmt: skip


def suppose(items: pl.DataFrame, levels: Mapping[str, float], model: Model) -> pl.DataFrame:
    """The rows of `gaps` (with `fragile`) as they would be if the rating on these competencies were another.

    `gap` and `status` follow. A supposed rating hangs on no rater, so that no mark of doubt stays with it.
    """
    supposed = pl.col("competency").is_in(list(levels))
    level = pl.col("competency").replace_strict(dict(levels), default=None, return_dtype=pl.Float64)
    return items.with_columns(pl.coalesce(level, "rating").alias("rating")).with_columns(
        gap().alias("gap"),
        status(model).alias("status"),
        *(pl.col(mark) & ~supposed for mark in ("self_only", "unweighted", "fragile")),
    )


def gap() -> pl.Expr:
    """`required` − `rating`."""
    return pl.col("required") - pl.col("rating")


def status(model: Model) -> pl.Expr:
    """The status of `required`, `rating` on a scale that ends at `max`."""
    met = gap() <= model.tolerance + EPSILON
    above = (gap() <= -model.strength + EPSILON) | (pl.col("rating") >= pl.col("max") - EPSILON)
    return (
        pl.when(pl.col("required").is_null())
        .then(pl.lit(NOT_REQUIRED, STATUS))
        .when(pl.col("rating").is_null())
        .then(pl.lit(UNASSESSED, STATUS))
        .when(met & above)
        .then(pl.lit(STRENGTH, STATUS))
        .when(met)
        .then(pl.lit(MET, STATUS))
        .otherwise(pl.lit(SHORT, STATUS))
    )


def reached() -> pl.Expr:
    """How much of a requirement is reached, 0 to 1 (rule 6): (`rating` − `min`) / (`required` − `min`), capped."""
    span = pl.col("required") - pl.col("min")
    part = ((pl.col("rating") - pl.col("min")) / span).clip(upper_bound=1.0)
    return pl.when(pl.col("rating").is_not_null()).then(pl.when(span.abs() < EPSILON).then(1.0).otherwise(part))


def requirements(model: Model) -> pl.DataFrame:
    """One row a position and competency it requires.

    Columns: `position`, `competency` String; `required`, `desired`, `weight` Float64; `essential`.
    """
    rows = [
        (p.id, r.competency, r.level, r.desired, r.essential, r.weight) for p in model.positions for r in p.requires
    ]
    schema = {
        "position": pl.String(),
        "competency": ids(model.competency_names),
        "required": pl.Float64(),
        "desired": pl.Float64(),
        "essential": pl.Boolean(),
        "weight": pl.Float64(),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _competencies(model: Model) -> pl.DataFrame:
    rows = [(c.id, i, c.layer, c.scale.min, c.scale.max) for i, c in enumerate(model.competencies)]
    schema = {
        "competency": ids(model.competency_names),
        "order": pl.UInt32(),
        "layer": pl.Enum([layer.id for layer in model.layers]),
        "min": pl.Float64(),
        "max": pl.Float64(),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
