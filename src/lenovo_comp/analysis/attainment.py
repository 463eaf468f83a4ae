"""Rule 4: what one rater's ratings of single behaviours amount to. Done per rater, before rule 1."""

from __future__ import annotations

import polars as pl

from ..model.dictionary import EPSILON, Model

RATER = ["employee_id", "competency", "rater_role", "rater_id"]


def figures(ratings: pl.DataFrame, model: Model) -> pl.DataFrame:
    """One figure a rater and competency.

    `ratings` as `Ratings.frame`, of one cycle. Returns `employee_id`, `competency`, `rater_role`,
    `rater_id` String, `figure` Float64. A rater who rated no behaviour of level 1 gave none.
    """
    direct = ratings.filter(pl.col("behaviour").is_null()).select(*RATER, pl.col("level").alias("figure"))
    single = ratings.filter(pl.col("behaviour").is_not_null())
    if single.is_empty():
        return direct
    levels = {id: level for id, (_, level) in model.behaviours.items()}
    of_level = pl.col("behaviour").replace_strict(list(levels), list(levels.values()), return_dtype=pl.Int64)
    seen = pl.col("level") >= model.attainment.observed_from - EPSILON
    top = max((len(c.levels) for c in model.competencies), default=0)
    shares = [seen.filter(of_level == n).mean().alias(f"share_{n}") for n in range(1, top + 1)]
    # Summed in order of size, so that the order of rows never shows.
    degree = pl.col("level").filter(of_level.is_null()).sort().mean().alias("degree")
    raters = single.group_by(RATER).agg(degree, *shares)
    figure = pl.coalesce("degree", _climb(top, model.attainment.share)) if top else pl.col("degree")
    derived = raters.select(*RATER, figure.alias("figure")).filter(pl.col("figure").is_not_null())
    return pl.concat([direct, derived])


def _climb(top: int, threshold: float) -> pl.Expr:
    """The level attained plus the share reached at the next; null where level 1 was not rated."""
    result = pl.lit(float(top))
    for level in range(top, 0, -1):
        share = pl.col(f"share_{level}").fill_null(0.0)
        attained = (share >= threshold - EPSILON) & (share > 0)
        result = pl.when(attained).then(result).otherwise(pl.lit(level - 1.0) + share)
    return pl.when(pl.col("share_1").is_not_null()).then(result)
