"""Rules 1 to 3: from raters' figures to one rating, by role, with small groups withheld."""

from __future__ import annotations

import polars as pl

from ..model.dictionary import Model
from ..results import OTHERS

SELF = "self"
_ITEM = ["employee_id", "competency"]


def role_means(figures: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Rules 1 and 2: the mean of each role that may be shown.

    `figures` as `attainment.figures` gives them. Returns one row an employee, competency and role:
    `employee_id`, `competency`, `role` String, `mean` Float64 (scale units), `n` UInt32 (different
    raters), `weight` Float64. Roles below their `min_raters` go together as `others`: its minimum
    is the largest of theirs, its weight their mean weighted by raters; below that it is dropped.
    """
    of_role = pl.DataFrame(
        [(r.id, r.weight, r.min_raters) for r in model.rater_roles],
        schema={"rater_role": pl.String, "weight": pl.Float64, "min_raters": pl.UInt32},
        orient="row",
    )
    counted = figures.join(of_role, on="rater_role", how="left").with_columns(
        pl.col("rater_id").n_unique().over(*_ITEM, "rater_role").alias("n")
    )
    large = pl.col("n") >= pl.col("min_raters")
    shown = (
        counted.filter(large)
        .group_by(*_ITEM, pl.col("rater_role").alias("role"))
        .agg(_mean("figure"), pl.col("n").first(), pl.col("weight").first())
    )
    others = (
        counted.filter(~large)
        .group_by(_ITEM)
        .agg(
            pl.lit(OTHERS).alias("role"),
            _mean("figure"),
            pl.col("rater_id").n_unique().alias("n"),
            _mean("weight").alias("weight"),
            pl.col("min_raters").max(),
        )
        .filter(pl.col("n") >= pl.col("min_raters"))
        .drop("min_raters")
    )
    columns = [*_ITEM, "role", "mean", "n", "weight"]
    return pl.concat([shown.select(columns), others.select(columns)]).sort(*_ITEM, "role")


def withheld(figures: pl.DataFrame, means: pl.DataFrame) -> pl.DataFrame:
    """Employee and competency where a role's raters were too few to be shown on their own.

    Columns `employee_id`, `competency`, `rolled_up` Boolean (into `others`; else dropped).
    """
    given = figures.select(*_ITEM, pl.col("rater_role").alias("role")).unique()
    missing = given.join(means, on=[*_ITEM, "role"], how="anti").select(_ITEM).unique()
    rolled = means.filter(pl.col("role") == OTHERS).select(*_ITEM, pl.lit(True).alias("rolled_up"))
    return missing.join(rolled, on=_ITEM, how="left").with_columns(pl.col("rolled_up").fill_null(False))


def ratings(means: pl.DataFrame) -> pl.DataFrame:
    """Rule 3: the weighted mean of the role means.

    Returns `employee_id`, `competency` String, `rating` Float64, `n` UInt32 (different raters a
    role, summed over the roles that count), `self_only`, `unweighted` Boolean. Where only roles of
    weight 0 are left it is their plain mean, marked `self_only` or `unweighted`.
    """
    weight = pl.col("weight")
    weighted = (pl.col("mean") * weight).sort().sum() / weight.sum()
    none = weight.sum() == 0
    alone = (pl.col("role") == SELF).all()
    counting = pl.col("n").filter(weight > 0).sum()
    return (
        means.group_by(_ITEM, maintain_order=True)
        .agg(
            pl.when(none).then(pl.col("mean").sort().mean()).otherwise(weighted).alias("rating"),
            pl.when(none).then(pl.col("n").sum()).otherwise(counting).cast(pl.UInt32).alias("n"),
            (none & alone).alias("self_only"),
            (none & ~alone).alias("unweighted"),
        )
        .sort(_ITEM)
    )


def _mean(column: str) -> pl.Expr:
    """The mean, summed in order of size, so that the order of rows never shows."""
    return pl.col(column).sort().mean().alias("mean" if column == "figure" else column)
