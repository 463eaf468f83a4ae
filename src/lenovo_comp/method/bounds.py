"""Rule 4, second part: rules 1 to 3 for figures some of which are bounds (*at least* so much)."""

from typing import NamedTuple

import polars as pl

from ..model.dictionary import EPSILON, Model
from .roles import ITEM, present, rate, roles_in, tally


class RatedItems(NamedTuple):
    """Ratings by rules 1 to 4.

    `items` has one row an item: the columns of `roles.rate`, and `at_least` Boolean, the rating is a bound. If bounds
    occur, also `all:ROLE` UInt32, how many raters of a role gave a figure, null where nobody gave a bound. `full` is
    `roles.rate` over the figures that are no bounds. `figures` are those that count in `items`, by `withheld` or not.
    `uncounted`: items with UInt32 how many raters gave no figure, or one that did not count.
    """

    items: pl.DataFrame
    full: pl.DataFrame
    figures: pl.DataFrame
    uncounted: pl.DataFrame


def rate_items(figures: pl.DataFrame, model: Model) -> RatedItems:
    """The ratings of what `attainment.figures` gives.

    Where raters' figures are bounds, the rules are applied to the full figures, and to all with the bounds as they
    are. The first is the rating, unless nothing with a weight is left in it, or the second counts a bound and gives
    more (docs/decisions/0017).
    """
    at_least = pl.col("at_least")
    if "bound" not in figures.columns:
        rated = rate(tally(figures, model), model)
        none = rated.head(0).select(*ITEM, pl.lit(0, pl.UInt32).alias("uncounted"))
        return RatedItems(rated.with_columns(at_least=pl.lit(False)), rated, figures, none)
    given = figures.filter(pl.col("figure").is_not_null())
    roles = present(given, model)
    bound = pl.col("bound")  # an expression: polars looks a name up in the schema, and so lists every id of it
    bounded = given.filter(bound).select(ITEM).unique()
    # Both are counted at once, since few rows take as long as many.
    both = [given.filter(~bound), given.join(bounded, on=ITEM, how="semi")]
    both = [figures.with_columns(every=pl.lit(is_every)) for figures, is_every in zip(both, (False, True), strict=True)]
    rated = rate(tally(pl.concat(both), model, (*ITEM, "every"), roles), model)
    every, full = (rated.filter(pl.col("every") == is_every).drop("every") for is_every in (True, False))
    choice = _choose(full, every)
    taken = choice.filter(at_least | pl.col("absent")).select(ITEM)
    items = pl.concat([full.join(taken, on=ITEM, how="anti"), every.join(taken, on=ITEM, how="semi")])
    items = items.join(choice.select(*ITEM, "at_least"), on=ITEM, how="left").with_columns(at_least.fill_null(False))
    counting = given.join(choice.select(*ITEM, "at_least"), on=ITEM, how="left")
    counting = counting.filter(~pl.col("bound") | at_least).select(given.columns)
    of_all = every.select(*ITEM, *(pl.col(f"n:{r.id}").alias(f"all:{r.id}") for r in roles))
    ignored = _ignore(items.join(of_all, on=ITEM, how="left"), model)
    nothing = figures.filter(pl.col("figure").is_null()).group_by(ITEM).agg(pl.len().alias("uncounted"))
    uncounted = pl.concat([nothing, ignored.select(*ITEM, "uncounted")]).group_by(ITEM).agg(pl.col("uncounted").sum())
    items = ignored.drop("uncounted")
    return RatedItems(items, full, counting, uncounted.filter(pl.col("uncounted") > 0))


def _choose(full: pl.DataFrame, every: pl.DataFrame) -> pl.DataFrame:
    """One row an item of `every`: `at_least`, its rating takes the place of the one in `full`; `absent` from `full`."""
    firm = pl.col("rating").is_not_null() & ~pl.col("self_only") & ~pl.col("unweighted")
    first = full.select(*ITEM, pl.col("rating").alias("full"), firm.alias("firm"))
    more = ~pl.col("firm") | (pl.col("rating") > pl.col("full") + EPSILON)
    at_least = pl.col("bounded") & pl.col("rating").is_not_null() & more.fill_null(True)
    return every.join(first, on=ITEM, how="left").select(
        *ITEM, at_least.alias("at_least"), pl.col("firm").is_null().alias("absent")
    )


def _ignore(items: pl.DataFrame, model: Model) -> pl.DataFrame:
    """`items` with `uncounted`, the raters whose bound did not count; `withheld` also for roles that only bounds made.

    `all:ROLE` is how many raters of a role gave a figure, null where nobody gave a bound.
    """
    # Of roles that aren't shown no number is given that depends on which of their figures are bounds (decision 0017).
    roles = roles_in(items, model)
    ignored, hidden = [], [pl.col("withheld")]
    for role in roles:
        every, shown = pl.col(f"all:{role.id}").fill_null(0), pl.col(f"mean:{role.id}").is_not_null()
        counted = every.cast(pl.Int64) - pl.col(f"n:{role.id}").cast(pl.Int64)
        told = shown if role.anonymous else pl.lit(True)
        ignored.append(pl.when(told & ~pl.col("at_least") & (every > 0)).then(counted).otherwise(0))
        if role.anonymous:
            hidden.append((every > 0) & ~shown)
    return items.with_columns(
        pl.sum_horizontal(pl.lit(0), *ignored).cast(pl.UInt32).alias("uncounted"),
        pl.any_horizontal(hidden).alias("withheld"),
    )
