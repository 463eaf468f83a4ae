"""Whether a result hangs on a single rater: would met or short flip without one of them?"""

from collections.abc import Collection, Sequence

import polars as pl

from ..model.dictionary import Model, RaterRole
from ..ratings.packing import engine
from .gaps import REQUIRED, is_met
from .results import SHORT, UNASSESSED
from .roles import ITEM, Frame, count_pooled, rate_only, roles_in, tally


def find_fragile(
    rated: pl.DataFrame, figures: pl.DataFrame, gaps: pl.DataFrame, known: Collection[str], model: Model
) -> pl.DataFrame:
    """Whether an item's status turns from met to short, or back, if any one rater is left out.

    `rated` and `figures` as `bounds.RatedItems`, `gaps` as `gaps.gaps` give them. Returns
    `employee_id`, `competency`, `fragile` Boolean for the items of which it is told: those that are required
    and rated, by no bound, in which only named raters count, and whose competency isn't among those with a
    `known` standard error, which says more (docs/decisions/0017). Which figures of anonymous raters are the
    most extreme would show in the mark, and so in what single ratings can be (docs/decisions/0015). Named
    raters are left out of the rules with all they gave; where nothing of them remains, nothing flips.

    Within a role the rating falls with the figure that is taken out, so only the highest can make a
    met requirement short, and only the lowest a short one met.
    """
    asked = gaps.lazy().filter(REQUIRED, pl.col("status") != UNASSESSED, ~pl.col("at_least"))
    if known:
        asked = asked.filter(~pl.col("competency").is_in(sorted(known)))
    asked = asked.select(*ITEM, "required", (pl.col("status") == SHORT).alias("short"))
    roles = [role for role in roles_in(rated, model) if not role.anonymous]
    sums = [f"{name}:{role.id}" for role in roles for name in ("n", "sum", "squares", "low", "high")]
    # Met or short without one anonymous rater would tell of the highest and lowest of their figures (decision 0015).
    named = rated.lazy().filter(~pl.col("anonymous")).select(*ITEM, *sums)
    items = named.join(asked, on=ITEM, how="inner").collect()
    # The rating lies between the figures: where all are on one side of the requirement, none can flip it.
    low = pl.min_horizontal(pl.lit(None, pl.Float64), *(f"low:{r.id}" for r in roles))
    high = pl.max_horizontal(pl.lit(None, pl.Float64), *(f"high:{r.id}" for r in roles))
    divided = items.filter(is_met(model, low) != is_met(model, high))
    if divided.is_empty():
        return items.select(*ITEM, fragile=pl.lit(False))
    # The items that somebody rates in several roles.
    raters = figures.join(divided, on=ITEM, how="semi").group_by(ITEM)
    several = raters.agg(more=pl.col("rater_id").n_unique() < pl.len()).filter("more")
    flipping = _extreme_out(divided.join(several, on=ITEM, how="anti"), roles, model)
    if several.height:
        of_several = divided.join(several, on=ITEM, how="semi")
        flipping = pl.concat([flipping, _one_rater_out(of_several, figures, model)])
    told = flipping.lazy().unique().with_columns(fragile=pl.lit(True))
    joined = items.lazy().select(ITEM).join(told, on=ITEM, how="left")
    return joined.with_columns(pl.col("fragile").fill_null(False)).collect()


def _extreme_out(items: pl.DataFrame, roles: Sequence[RaterRole], model: Model) -> pl.DataFrame:
    """The items that flip without one of their most extreme figures: the lowest of a role, or the highest."""
    variants = []
    for role in roles:
        n, total = pl.col(f"n:{role.id}"), pl.col(f"sum:{role.id}")
        out = pl.when("short").then(f"low:{role.id}").otherwise(f"high:{role.id}")
        variants.append(items.lazy().filter(n > 0).with_columns(n - 1, total - out))
    if not variants:
        return items.select(ITEM)
    without = count_pooled(pl.concat(variants), roles)
    return _flips(rate_only(without, roles), model).collect(engine=engine(items))


def _one_rater_out(items: pl.DataFrame, figures: pl.DataFrame, model: Model) -> pl.DataFrame:
    """The items that flip without one of their raters, where somebody rates in several roles: each is left out in turn.

    A blank `rater_id` is a rater of its own in each role.
    """
    # Blank ids are one unnamed rater in each role, so leaving "the rater" out means one role at a time.
    rater = pl.coalesce("rater_id", pl.lit("\0") + pl.col("rater_role")).alias("rater")
    theirs = figures.join(items, on=ITEM, how="inner").filter(
        pl.any_horizontal(
            (pl.col("rater_role") == r.id) & (pl.col(f"n:{r.id}") > 0) for r in roles_in(items, model)
        )
    ).select(*figures.columns, rater)  # fmt: skip
    left_out = theirs.select(*ITEM, pl.col("rater").alias("left_out")).unique()
    rest = theirs.join(left_out, on=ITEM, how="inner").filter(pl.col("rater") != pl.col("left_out"))
    counted = tally(rest, model, (*ITEM, "left_out"))
    rated = rate_only(counted, roles_in(counted, model))
    return _flips(rated.join(items.select(*ITEM, "required", "short"), on=ITEM, how="inner"), model)


def _flips(rated: Frame, model: Model) -> Frame:
    """The items that were `short` and are met now, or the other way round."""
    return rated.filter(is_met(model) == pl.col("short")).select(ITEM)
