"""Rule 13: change from one cycle to another, like with like.

A change is taken over the groups of raters that count in both cycles, with the same weights. Otherwise a manager who
no longer rates, or peers who are enough this time, would look like progress (docs/decisions/0018).
"""

from collections.abc import Collection, Iterator
from typing import TypeVar

import polars as pl

from ..model.dictionary import EPSILON, Model
from ..ratings.cells import ids
from .results import OTHERS, Assessment
from .roles import ITEM, PLACES, weighted_mean
from .standard_error import standard_errors

RELIABLE = 1.96
"""Errors of a change beyond which it is reliable: two-sided 95 % of a normal distribution."""
BEFORE = "@before"
"""Ends the name of a column of the earlier cycle, where both cycles are in one frame."""
Figure = TypeVar("Figure", float, pl.Expr)


def changes_between(before: Assessment, after: Assessment) -> pl.DataFrame:
    """The `changes` between two cycles of one dictionary."""
    basis = common_basis(before, after)
    return changes(basis, rate_over(basis, before, after.model), rate_over(basis, after, after.model))


def common_basis(before: Assessment, after: Assessment, apart: Collection[str] = ()) -> pl.DataFrame:
    """The groups of raters over which two cycles can be compared.

    Returns one row an item that has some: `employee_id`, `competency` String; `basis` List(String), role ids in the
    later dictionary's order, `others` last; `weight` Float64 and `made_of` String, the weight and the roles of `others`
    in the later cycle, null where `others` is not shown. Items on competencies in `apart`, and items that are rated
    *at least* so much in one of the cycles, have none.
    """
    # The later dictionary's weights hold for both cycles: one question, asked of two sets of ratings (decision 0018).
    weights = {role.id: role.weight for model in (before.model, after.model) for role in model.rater_roles}
    old = _firm(before).rename(lambda name: name if name in ITEM else name + BEFORE)
    both = _firm(after).join(old, on=ITEM).filter(~pl.col("competency").is_in(list(apart)))
    same_others = (pl.col(f"roles:{OTHERS}") == pl.col(f"roles:{OTHERS}{BEFORE}")).fill_null(False)
    others_now = pl.col(f"weight:{OTHERS}") > 0
    others_then = pl.when(same_others).then(others_now).otherwise(pl.col(f"weight:{OTHERS}{BEFORE}") > 0)

    def shown(group: str, side: str) -> pl.Expr:
        name = f"mean:{group}{side}"
        return pl.col(name).is_not_null() if name in both.columns else pl.lit(False)

    def weighing(others: pl.Expr, side: str) -> pl.Expr:
        return pl.any_horizontal(others.fill_null(False), *(shown(id, side) for id, w in weights.items() if w > 0))

    now, then = weighing(others_now, ""), weighing(others_then, BEFORE)
    # Where a role with a weight is left in one cycle only, there is nothing to compare; where in neither, what is left.
    counts = {role.id: pl.lit(role.weight > 0) | ~now for role in after.model.rater_roles}
    counts[OTHERS] = same_others & (others_now | ~now)
    common = [
        pl.when(shown(id, "") & shown(id, BEFORE) & counting & (now == then)).then(pl.lit(id))
        for id, counting in counts.items()
    ]
    return (
        both.with_columns(pl.concat_list(common).list.drop_nulls().alias("basis"))
        .filter(pl.col("basis").list.len() > 0)
        .select(*ITEM, "basis", weight=f"weight:{OTHERS}", made_of=f"roles:{OTHERS}")
    )


def rate_over(basis: pl.DataFrame, assessment: Assessment, model: Model) -> pl.DataFrame:
    """Rule 3 over the groups of a `common_basis`, with the weights of `model`, the later dictionary.

    One row an item for which the cycle has all of these groups: `employee_id`, `competency` String; `rating` Float64
    in scale units; `se` Float64, from the cycle's own variances, null where it isn't known.
    """
    there = _firm(assessment).drop(f"weight:{OTHERS}")
    items = basis.join(there, on=ITEM).with_columns(pl.col("competency").cast(ids(model.competency_names)))
    groups = [
        (id, weight)
        for id, weight in [*((r.id, pl.lit(r.weight)) for r in model.rater_roles), (OTHERS, pl.col("weight"))]
        if f"mean:{id}" in items.columns
    ]
    same_others = pl.col(f"roles:{OTHERS}") == pl.col("made_of")
    asked = {id: pl.col("basis").list.contains(pl.lit(id)) for id, _ in groups} | {
        OTHERS: pl.col("basis").list.contains(pl.lit(OTHERS)) & same_others
    }
    means = [pl.when(asked[id]).then(f"mean:{id}").alias(f"mean:{id}") for id, _ in groups]
    found = pl.sum_horizontal(pl.col(f"mean:{id}").is_not_null() for id, _ in groups)
    items = items.with_columns(*means, pl.col("weight").alias(f"weight:{OTHERS}")).filter(
        found == pl.col("basis").list.len()
    )
    errors = standard_errors(items, assessment.variances, model)
    rated = items.select(*ITEM, weighted_mean(groups).alias("rating")).join(errors, on=ITEM, how="left")
    return rated.with_columns(pl.col("competency").cast(pl.String))


def changes(basis: pl.DataFrame, before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """The change between two cycles, rated by `rate_over` on the same `basis`.

    One row an item: `employee_id`, `competency` String; `common_from`, `common_to` Float64, the ratings over the groups
    in common; `change` Float64 between them; `reliable` Boolean, beyond `RELIABLE` errors of the change, null where an
    error isn't known; `basis` List(String).
    """
    change = (pl.col("common_to") - pl.col("common_from")).round(PLACES)
    reliable = change.abs() > RELIABLE * error_of_change(pl.col("se_from"), pl.col("se_to")) + EPSILON
    sides = ((before, "from"), (after, "to"))
    old, new = (side.rename({"rating": f"common_{name}", "se": f"se_{name}"}) for side, name in sides)
    both = old.join(new, on=ITEM).join(basis.select(*ITEM, "basis"), on=ITEM)
    return both.select(*ITEM, "common_from", "common_to", change.alias("change"), reliable.alias("reliable"), "basis")


def error_of_change(before: Figure, after: Figure) -> Figure:
    """The standard error of a difference of two ratings, from theirs: √(SE₁² + SE₂²) (Jacobson & Truax 1991).

    With a standard deviation of 7.5 and a reliability of .88, a fall from 47.5 to 32.5 is four such errors:

    >>> se = 7.5 * (1 - 0.88) ** 0.5
    >>> round((32.5 - 47.5) / error_of_change(se, se), 2)
    -4.08
    """
    return (before**2 + after**2) ** 0.5  # type: ignore[no-any-return]


def _firm(assessment: Assessment) -> pl.DataFrame:
    """Means, numbers of raters and `others` of the items whose rating is no bound, with ids as text."""
    bounds = assessment.gaps.filter("at_least").select(ITEM)
    firm = assessment.roles.join(bounds, on=ITEM, how="anti")
    wanted = [*_columns(firm), f"weight:{OTHERS}", f"roles:{OTHERS}"]
    # Two readings number their ids each for itself: across them they are text.
    return firm.select(pl.col(ITEM).cast(pl.String), *wanted)


def _columns(roles: pl.DataFrame) -> Iterator[str]:
    return (name for name in roles.columns if name.startswith(("mean:", "n:")))
