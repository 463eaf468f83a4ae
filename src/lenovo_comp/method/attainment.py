"""Rule 4: from one rater's ratings of single behaviours to a figure. Done per rater, before rule 1.

A level counts as rated if the rater rated at least `attainment.rated` of its statements. A climb that ends at a level
that is not rated gives a bound: the person is *at least* at the level below (docs/decisions/0017).
"""

from typing import Any, TypeVar

import polars as pl

from ..model.dictionary import EPSILON, Model
from .frames import table

Number = TypeVar("Number", int, pl.Expr)
RATER = ["employee_id", "competency", "rater_role", "rater_id"]


def figures(ratings: pl.DataFrame, model: Model) -> pl.DataFrame:
    """One figure a rater and competency.

    `ratings` as `Ratings.frame`, of one cycle. Returns `employee_id`, `competency`, `rater_role`, `rater_id` String,
    `figure` Float64. Where behaviours were rated also `derived` Boolean: the figure is made of them; and `bound`
    Boolean: it is the least that the rater's figure could be. There `figure` is null for a rater who rated too few
    behaviours for any figure.
    """
    whole = ratings["behaviour"].null_count() == ratings.height
    figure = pl.col("level").alias("figure")
    if whole:
        return ratings.select(*RATER, figure)
    no = pl.lit(False)
    direct = ratings.filter(pl.col("behaviour").is_null()).select(*RATER, figure, derived=no, bound=no)
    climbed, bound = _climb(_most_levels(model), model)
    derived = shares(ratings, model).select(
        *RATER,
        pl.when("stated").then(_degree(model)).otherwise(climbed).alias("figure"),
        derived=pl.lit(True),
        bound=~pl.col("stated") & bound,
    )
    return pl.concat([direct, derived])


def shares(ratings: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Each rater's single behaviours, counted by level, before they become a figure.

    One row a rater who rated behaviours of a competency: the columns of `RATER`; `stated` Boolean, the competency has
    no levels; then `rated` UInt32, how many behaviours the rater rated, `size` of how many, `degree` Float64 their
    mean; for the Nth level from below `rated_N`, `seen_N` UInt32: how many of its behaviours the rater rated, and saw
    at least as often as `attainment.observed_from`; `size_N`: how many it has, `level_N` Float64: its number. Both are
    null where there is no such level.
    """
    single = ratings.filter(pl.col("behaviour").is_not_null())
    places: dict[str, int | None] = dict.fromkeys(model.behaviours)
    for competency in model.competencies:
        places |= {s.id: n for n, level in enumerate(competency.levels, 1) for s in level.behaviours}
    place = pl.col("behaviour").cast(pl.String).replace_strict(list(places), list(places.values()))
    of_level = place.cast(pl.Int64)  # of a dictionary without statements, polars gives the column back as it is
    seen = pl.col("level") >= model.attainment.observed_from - EPSILON
    counts = [
        here.sum().alias(name)
        for n in range(1, _most_levels(model) + 1)
        for name, here in ((f"rated_{n}", of_level == n), (f"seen_{n}", (of_level == n) & seen))
    ]
    # Summed in order of size, so that the order of rows never shows.
    degree = pl.col("level").filter(of_level.is_null()).sort().mean().alias("degree")
    raters = single.group_by(RATER).agg(of_level.is_null().sum().alias("rated"), degree, *counts)
    return raters.join(_sizes(model), on="competency", how="left", maintain_order="left")


def _most_levels(model: Model) -> int:
    """The number of levels of the competency that has most of them."""
    return max((len(c.levels) for c in model.competencies), default=0)


def _sizes(model: Model) -> pl.DataFrame:
    """One row a competency: `stated`, `size` and each `size_N` and `level_N` of `shares`."""
    most = _most_levels(model)
    rows = []
    for competency in model.competencies:
        missing = [None] * (most - len(competency.levels))
        sizes = [len(level.behaviours) for level in competency.levels]
        numbers = [float(level.level) for level in competency.levels]
        own = competency.id, not competency.levels, len(competency.behaviours)
        rows.append((*own, *sizes, *missing, *numbers, *missing))
    sizes_of = {f"size_{n}": pl.UInt32 for n in range(1, most + 1)}
    numbers_of = {f"level_{n}": pl.Float64 for n in range(1, most + 1)}
    return table(model, rows, competency=pl.Enum, stated=pl.Boolean, size=pl.UInt32, **sizes_of, **numbers_of)


def rated_enough(rated: Number, size: Number, model: Model) -> Any:
    """Whether enough of so many statements are rated, and at least one; of numbers and columns."""
    return (size > 0) & (rated > 0) & (rated >= size * model.attainment.rated - EPSILON)


def seen_enough(seen: Number, rated: Number, model: Model) -> Any:
    """Whether enough of the statements that were rated were seen; of numbers (at least one) and columns."""
    return seen / rated >= model.attainment.share - EPSILON


def _degree(model: Model) -> pl.Expr:
    """The mean degree of a competency without levels, null where too few of its statements are rated."""
    return pl.when(rated_enough(pl.col("rated"), pl.col("size"), model)).then("degree")


def _climb(most: int, model: Model) -> tuple[pl.Expr, pl.Expr]:
    """The level attained plus the share reached of the way to the next, and whether it is a bound.

    Null where the lowest level is not rated. `most` is the largest number of levels of a competency.
    """
    # From the top down: `figure` is that of somebody who attained the level at hand, and all below.
    figure, bound = pl.lit(None, pl.Float64) if not most else pl.col(f"level_{most}"), pl.lit(False)
    for n in range(most, 0, -1):
        # The scale starts at 0, and so does the way to the lowest level.
        below = pl.col(f"level_{n - 1}") if n > 1 else pl.lit(0.0)
        size, rated, seen = pl.col(f"size_{n}"), pl.col(f"rated_{n}"), pl.col(f"seen_{n}")
        here = rated_enough(rated, size, model)
        attained = seen_enough(seen, rated, model)
        figure = (
            pl.when(size.is_null()).then(below)
            .when(~here).then(below if n > 1 else pl.lit(None, pl.Float64))
            .when(attained).then(figure)
            .otherwise(below + seen / rated * (pl.col(f"level_{n}") - below))
        )  # fmt: skip
        bound = (
            pl.when(size.is_null()).then(False)
            .when(~here).then(n > 1)
            .when(attained).then(bound)
            .otherwise(False)
        )  # fmt: skip
    return figure, bound
