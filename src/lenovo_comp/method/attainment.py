"""Rule 4: from one rater's ratings of single behaviours to a figure. Done per rater, before rule 1."""

import polars as pl

from ..model.dictionary import EPSILON, Model

RATER = ["employee_id", "competency", "rater_role", "rater_id"]


def figures(ratings: pl.DataFrame, model: Model) -> pl.DataFrame:
    """One figure a rater and competency.

    `ratings` as `Ratings.frame`, of one cycle. Returns `employee_id`, `competency`, `rater_role`,
    `rater_id` String, `figure` Float64; where behaviours were rated, `derived` Boolean too: the figure is
    made of them. A rater who rated no behaviour of level 1 gave none.
    """
    whole = ratings["behaviour"].null_count() == ratings.height
    figure = pl.col("level").alias("figure")
    if whole:
        return ratings.select(*RATER, figure)
    direct = ratings.lazy().filter(pl.col("behaviour").is_null()).select(*RATER, figure, derived=pl.lit(False))
    raters = shares(ratings, model)
    top = max((len(c.levels) for c in model.competencies), default=0)
    figure = pl.coalesce("degree", _climb(top, model.attainment.share)) if top else pl.col("degree")
    derived = raters.lazy().select(*RATER, figure.alias("figure"), derived=pl.lit(True))
    return pl.concat([direct, derived.filter(pl.col("figure").is_not_null())]).collect()


def shares(ratings: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Each rater's single behaviours, counted by level, before they become a figure.

    One row a rater who rated behaviours of a competency: the columns of `RATER`; `degree` Float64, the
    mean where the competency has no levels; for each level N `rated_N`, `seen_N` UInt32: how many of
    its behaviours the rater rated, and saw at least as often as `attainment.observed_from`.
    """
    single = ratings.filter(pl.col("behaviour").is_not_null())
    levels = {id: level for id, (_, level) in model.behaviours.items()}
    of_level = (
        pl.col("behaviour").cast(pl.String).replace_strict(list(levels), list(levels.values()), return_dtype=pl.Int64)
    )
    seen = pl.col("level") >= model.attainment.observed_from - EPSILON
    top = max((len(c.levels) for c in model.competencies), default=0)
    counts = [
        here.sum().alias(name)
        for n in range(1, top + 1)
        for name, here in ((f"rated_{n}", of_level == n), (f"seen_{n}", (of_level == n) & seen))
    ]
    # Summed in order of size, so that the order of rows never shows.
    degree = pl.col("level").filter(of_level.is_null()).sort().mean().alias("degree")
    return single.group_by(RATER).agg(degree, *counts)


def _climb(top: int, threshold: float) -> pl.Expr:
    """The level attained plus the share reached at the next; null where level 1 was not rated."""
    result = pl.lit(float(top))
    for level in range(top, 0, -1):
        share = (
            pl.when(pl.col(f"rated_{level}") > 0).then(pl.col(f"seen_{level}") / pl.col(f"rated_{level}")).otherwise(0)
        )
        attained = (share >= threshold - EPSILON) & (share > 0)
        result = pl.when(attained).then(result).otherwise(pl.lit(level - 1.0) + share)
    return pl.when(pl.col("rated_1") > 0).then(result)
