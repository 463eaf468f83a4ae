"""How far raters agree on single statements, for rule 9."""

from collections.abc import Sequence

import polars as pl

from ..model.dictionary import Model
from .agreement import at_random
from .attainment import RATER
from .results import OTHERS
from .roles import ITEM, PLACES, roles_in


def add_variances(items: pl.DataFrame, ratings: pl.DataFrame, figures: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Add r*_wg(J) to `bounds.RatedItems.items`, where behaviours were rated.

    `ratings` as `Ratings.frame`, of one cycle; `figures` as `bounds.RatedItems.figures`: only raters who count are
    looked at. Adds for each role, `others` and (without suffix) all who count `r_wg_j:GROUP` Float64, not yet cut off
    at 0, and `j:GROUP` UInt32, over how many statements: those that two or more raters of the group rated; and
    `fewest:GROUP` UInt32, the raters of that of them which fewest rated.
    """
    if "derived" not in figures.columns:
        return items
    roles = roles_in(items, model)
    raters = figures.filter(pl.col("derived")).select(RATER)
    rows = ratings.filter(pl.col("behaviour").is_not_null()).select(*RATER, "behaviour", "level")
    rows = rows.join(raters, on=RATER, how="semi", nulls_equal=True)
    shown = [pl.col(f"mean:{r.id}").is_not_null().alias(f"mean:{r.id}") for r in roles]
    pooled = pl.col(f"mean:{OTHERS}").is_not_null().alias("pooled")
    weightless = (pl.col("self_only") | pl.col("unweighted")).alias("weightless")
    rows = rows.join(items.select(*ITEM, *shown, pooled, weightless, "anonymous"), on=ITEM, how="inner")
    theirs = {r.id: pl.col("rater_role") == r.id for r in roles}
    own = {r.id: theirs[r.id] & pl.col(f"mean:{r.id}") for r in roles}
    small = pl.any_horizontal(pl.lit(False), *(theirs[r.id] & ~pl.col(f"mean:{r.id}") for r in roles if r.anonymous))
    counts = pl.any_horizontal(
        pl.lit(False), *(own[r.id] & ((pl.lit(r.weight) > 0) | pl.col("weightless")) for r in roles)
    )
    groups: list[tuple[str, pl.Expr]] = [(f":{id}", mine) for id, mine in own.items()]
    groups += [(f":{OTHERS}", small & pl.col("pooled")), ("", counts & ~pl.col("anonymous"))]
    return items.join(_agreement(rows, groups, model), on=ITEM, how="left", maintain_order="left")


def _agreement(rows: pl.DataFrame, groups: Sequence[tuple[str, pl.Expr]], model: Model) -> pl.DataFrame:
    """One row an item: the columns of `add_variances` of each group (suffix of the columns, which rows are theirs)."""
    _, random = at_random(model.attainment.scale)
    spreads = (
        rows.lazy()
        .group_by(*ITEM, "behaviour")
        .agg(
            column
            for suffix, mine in groups
            for column in (
                pl.col("level").filter(mine).sort().var().alias(suffix or "all"),
                mine.sum().alias(f"raters{suffix}"),
            )
        )
    )
    found = [
        column
        for suffix, _ in groups
        for name in [suffix or "all"]
        for column in (
            (1 - pl.col(name).drop_nulls().sort().mean() / random).round(PLACES).alias(f"r_wg_j{suffix}"),
            pl.col(name).count().alias(f"j{suffix}"),
            pl.col(f"raters{suffix}").filter(pl.col(name).is_not_null()).min().alias(f"fewest{suffix}"),
        )
    ]
    return spreads.group_by(ITEM).agg(found).collect()
