"""Rules 1 to 3: from raters' figures to one rating, by role, with small groups withheld.

An item (an employee and a competency) is one row; what its raters say is kept in sums by role, so
that leaving a rater out (`leave_one_out`) is a subtraction followed by the same rules.
"""

from collections.abc import Collection, Sequence
from functools import reduce
from operator import add
from typing import TypeVar

import polars as pl

from ..model.dictionary import Model, RaterRole
from ..ratings.packing import engine
from .results import OTHERS, SELF

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)
ITEM = ("employee_id", "competency")
PLACES = 12
"""Decimals of means and ratings. The order of rows, and what other rows there are, shows in the last bit
otherwise: sums depend on their order, and the engine divides by a constant through its reciprocal."""


def roles_in(frame: pl.DataFrame, model: Model) -> list[RaterRole]:
    """The roles that an item frame (`tally`, `rate`) has columns for, in the dictionary's order."""
    return [role for role in model.rater_roles if f"n:{role.id}" in frame.columns]


def present(figures: pl.DataFrame, model: Model) -> list[RaterRole]:
    """The roles that occur in figures, in the dictionary's order."""
    given = set(figures["rater_role"].unique())
    return [role for role in model.rater_roles if role.id in given]


def tally(
    figures: pl.DataFrame, model: Model, keys: Sequence[str] = ITEM, roles: Sequence[RaterRole] | None = None
) -> pl.DataFrame:
    """What the raters of each role say, in sums.

    `figures` as `attainment.figures` gives them, none null, with the `keys`. Returns one row a combination of
    the keys: `n:ROLE` UInt32 (different raters), `sum:ROLE`, `squares:ROLE` Float64 for each role that occurs;
    `low:ROLE`, `high:ROLE` Float64 for each whose raters are named; `derived:ROLE`, `bound:ROLE` UInt32, how many
    figures are made of behaviours, and are bounds, if the figures say which; `pooled` UInt32, the different raters of
    the roles that are too small to be shown. Columns are for `roles`, where they are given.
    """
    roles = present(figures, model) if roles is None else roles
    marks = [mark for mark in ("derived", "bound") if mark in figures.columns]
    columns: list[pl.Expr] = []
    sums = []
    for role in roles:
        # Columns of their own, which are made once, not for each of the sums.
        theirs, is_theirs = pl.col(f"sum:{role.id}"), pl.col("rater_role") == role.id
        columns.append(pl.when(is_theirs).then("figure").alias(f"sum:{role.id}"))
        columns += [(pl.col(mark) & is_theirs).alias(f"{mark}:{role.id}") for mark in marks]
        sums += [
            theirs.count().alias(f"n:{role.id}"), theirs.sum(), (theirs * theirs).sum().alias(f"squares:{role.id}"),
            *(pl.col(f"{mark}:{role.id}").sum() for mark in marks),
        ]  # fmt: skip
        if not role.anonymous:
            sums += [theirs.min().alias(f"low:{role.id}"), theirs.max().alias(f"high:{role.id}")]
    how = engine(figures)
    if how == "streaming" and not figures["employee_id"].is_sorted():  # what lies far apart takes twice as long
        figures = figures.lazy().sort("employee_id").collect(engine=how)
    summed = figures.lazy().select(*keys, *columns).group_by(keys).agg(sums).collect(engine=how)
    items = count_pooled(summed, roles)
    small = [role for role in roles if role.anonymous]
    # Whoever rates in two small roles would be counted twice in `others`, and lift it over its minimum. Raters are
    # compared only where there are two such roles: in every item, that takes half of the time of all sums.
    doubtful = items.filter(_sum(_too_few(role).cast(pl.UInt32) for role in small) > 1)
    if doubtful.is_empty():
        return items
    theirs = pl.any_horizontal((pl.col("rater_role") == role.id) & _too_few(role) for role in small)
    different = (
        figures.join(doubtful, on=keys, how="inner")
        .filter(theirs)
        .group_by(keys)
        .agg(pl.col("rater_id").n_unique().alias("different"))
    )
    exactly = pl.coalesce("different", "pooled").cast(pl.UInt32).alias("pooled")
    return items.join(different, on=keys, how="left").with_columns(exactly).drop("different")


def count_pooled(items: Frame, roles: Sequence[RaterRole]) -> Frame:
    """Set `pooled` to the raters of all small ones of the `roles`, where nobody stands in several."""
    small = [role for role in roles if role.anonymous]
    raters = _sum(pl.when(_too_few(role)).then(f"n:{role.id}").otherwise(0) for role in small)
    return items.with_columns(raters.cast(pl.UInt32).alias("pooled"))


def rate(items: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Rules 1 to 3 over the sums of `tally`.

    Adds what `average_groups` does, and `rating` Float64, null where nothing may be shown; `theirs`, the same without
    the self-rating; `n` UInt32 (different raters a role, over the roles that count); `self_only`,
    `unweighted` Boolean: only roles of weight 0 are left and `rating` is their plain mean; `anonymous`
    Boolean: raters of an anonymous role, or of `others`, are among those who count; `bounded` Boolean:
    a figure that is a bound is among those that count.
    """
    roles = roles_in(items, model)
    if (how := engine(items)) == "streaming":
        return _rate(items.lazy(), roles, items.columns).collect(engine=how)
    return _rate(items, roles, items.columns)


def _rate(items: Frame, roles: Sequence[RaterRole], columns: Collection[str]) -> Frame:
    """`rate` of items with some columns; in several steps, since what nests deeply takes long to plan."""
    groups = _groups(roles)
    others = [group for group in groups if group[0] != SELF]
    # A role whose mean is withheld has no part in anything: nothing hidden can be had back by subtraction (rule 2).
    here = {id: pl.col(f"mean:{id}").is_not_null() for id, _ in groups}
    rated = average_groups(items, roles).with_columns(
        weighted_mean(groups).alias("rating"),
        pl.any_horizontal(here[id] & (weight > 0) for id, weight in groups).alias("weighing"),
    )
    # Where only roles of weight 0 are left, such as the self-rating, their plain mean is better than nothing, and
    # marked.
    weighing, counts = pl.col("weighing"), {id: pl.col(f"counts:{id}") for id, _ in groups}
    rated = rated.with_columns(
        (weighted_mean(others) if others != groups else pl.col("rating")).alias("theirs"),
        *((here[id] & ((weight > 0) | ~weighing)).alias(f"counts:{id}") for id, weight in groups),
    )
    raters = _sum(pl.when(counts[id]).then(f"n:{id}").otherwise(0) for id in counts)
    named = [role.id for role in roles if not role.anonymous]
    unweighted, alone = ~weighing & pl.col("rating").is_not_null(), pl.col("theirs").is_null()
    bounded = (counts[id] & (marked("bound", id, columns, roles) > 0) for id in counts)
    return rated.with_columns(
        raters.cast(pl.UInt32).alias("n"),
        (unweighted & alone).alias("self_only"),
        (unweighted & ~alone).alias("unweighted"),
        pl.any_horizontal(pl.lit(False), *(counts[id] for id in counts if id not in named)).alias("anonymous"),
        pl.any_horizontal(bounded).alias("bounded"),
    ).drop("weighing", *(f"counts:{id}" for id in counts))


def rate_only(items: Frame, roles: Sequence[RaterRole]) -> Frame:
    """`rate` without counts and flags, for leaving out raters one by one."""
    return average_groups(items, roles).with_columns(weighted_mean(_groups(roles)).alias("rating"))


def average_groups(items: Frame, roles: Sequence[RaterRole]) -> Frame:
    """Rules 1 and 2 over the sums of `tally`: what may be shown of each of the `roles` it has.

    Adds `mean:ROLE` Float64 where the role may be shown (else null); `mean:others`, `n:others`,
    `sum:others`, `squares:others`, `figures:others`, `weight:others` for the roles that go together
    (their minimum is the largest of theirs, their weight the mean of theirs weighted by raters; null
    where that is still too small, and then none of them counts); `withheld` Boolean: a role is not
    shown on its own.
    """
    small = [role for role in roles if role.anonymous]
    few = {role.id: _too_few(role) for role in small}

    def pool(column: str) -> pl.Expr:
        return _sum(pl.when(few[r.id]).then(f"{column}:{r.id}").otherwise(0) for r in small)

    least = pl.max_horizontal(pl.lit(0), *(pl.when(few[r.id]).then(r.min_raters) for r in small))
    weighted = _sum(pl.when(few[r.id]).then(pl.col(f"n:{r.id}") * r.weight).otherwise(0.0) for r in small)
    items = items.with_columns(
        *(
            pl.when(pl.col(f"n:{r.id}") >= r.min_raters)
            .then((pl.col(f"sum:{r.id}") / pl.col(f"n:{r.id}")).round(PLACES)).alias(f"mean:{r.id}")
            for r in roles
        ),
        least.alias("least"),
        pool("n").alias("figures:others"),
        pool("sum").alias(f"sum:{OTHERS}"),
        pool("squares").alias("squares:others"),
        weighted.alias("weighted"),
    )  # fmt: skip
    together = (pl.col("least") > 0) & (pl.col("pooled") >= pl.col("least"))
    return items.with_columns(
        (pl.col("least") > 0).alias("withheld"),
        *(
            pl.when(together).then(value).alias(f"{name}:{OTHERS}")
            for name, value in (
                ("mean", (pl.col(f"sum:{OTHERS}") / pl.col("figures:others")).round(PLACES)),
                ("weight", (pl.col("weighted") / pl.col("figures:others")).round(PLACES)),
                ("n", pl.col("pooled")),
            )
        ),
    ).drop("least", "weighted")


def marked(mark: str, group: str, columns: Collection[str], roles: Sequence[RaterRole]) -> pl.Expr:
    """How many figures of a role, or of `others`, have a mark (`derived`, `bound`) that `tally` counted; else 0.

    `columns`: the names of those that there are.
    """
    small = [r.id for r in roles if r.anonymous] if group == OTHERS else [group]
    counted = [r for r in small if f"{mark}:{r}" in columns]
    if group != OTHERS:
        return _sum(pl.col(f"{mark}:{r}") for r in counted)
    return _sum(pl.when(pl.col(f"mean:{r}").is_null()).then(f"{mark}:{r}").otherwise(0) for r in counted)


def _groups(roles: Sequence[RaterRole]) -> list[tuple[str, pl.Expr]]:
    """Each role, and the others together, with its weight."""
    return [*((r.id, pl.lit(r.weight)) for r in roles), (OTHERS, pl.col(f"weight:{OTHERS}"))]


def weighted_mean(groups: Sequence[tuple[str, pl.Expr]]) -> pl.Expr:
    """Rule 3 over the `mean:GROUP` of (group, weight): Σ weight × mean / Σ weight, or the plain mean if no weight is.

    Groups whose mean is null take no part.
    """
    means = {id: pl.col(f"mean:{id}") for id, _ in groups}
    total = _sum((means[id] * weight).fill_null(0.0) for id, weight in groups)
    weights = _sum(pl.when(means[id].is_not_null()).then(weight).otherwise(0.0) for id, weight in groups)
    plain = pl.sum_horizontal(means.values()) / pl.sum_horizontal(mean.is_not_null() for mean in means.values())
    shown = pl.any_horizontal(mean.is_not_null() for mean in means.values())
    return pl.when(weights > 0).then(total / weights).when(shown).then(plain).round(PLACES)


def _too_few(role: RaterRole) -> pl.Expr:
    """Whether the role has raters, but too few to be shown."""
    n = pl.col(f"n:{role.id}")
    return (n > 0) & (n < role.min_raters)


def _sum(parts: object) -> pl.Expr:
    """Summed in the dictionary's order; 0 of nothing."""
    return reduce(add, parts, pl.lit(0))  # type: ignore[call-overload, no-any-return]
