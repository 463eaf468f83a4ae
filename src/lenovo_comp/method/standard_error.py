"""Rule 10: would other raters say the same?

The variance of one rater's figure about the mean of its role is pooled over everybody in the cycle, per competency and
role, and gives each rating a standard error: √(Σ w² σ² / n) / Σ w, the error of a weighted mean of independent means.
A person's own spread is never used: three raters can't give a standard error, and it would tell of them. It depends
on the numbers of raters and the pooled variances alone (docs/decisions/0017).
"""

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

import polars as pl

from ..model.dictionary import EPSILON, Competency, Model
from .frames import of_competency
from .results import OTHERS
from .roles import ITEM, PLACES, roles_in

LEAST_DF = 30
"""Degrees of freedom that a variance takes to be known."""
LEAST_GROUPS = 3
"""Groups of anonymous raters that a pool takes: the squares of one or two often tell their ratings (decision 0017)."""
CLEAR = 1.28
"""Standard errors from the requirement beyond which a rating is clear: two-sided 80 % of a normal distribution."""
_SQUARES = {
    **dict.fromkeys(("competency", "role"), pl.String()),
    **dict.fromkeys(("squares", "df", "groups"), pl.Int64()),
}
_QUANTA = 2**34
"""Parts of the squared width of a scale in which squares are added up: whole numbers, so that no order shows."""


class Pool(NamedTuple):
    """Sums over groups of raters: `squares` Σ(x − mean)² in scale units squared, degrees of freedom Σ(n − 1)."""

    squares: float
    df: int

    @property
    def variance(self) -> float:
        return self.squares / self.df


class ErrorVariance(NamedTuple):
    """The variance of one rater's figure in scale units squared, from a pool; `borrowed` from all roles together."""

    pool: Pool
    borrowed: bool

    @property
    def value(self) -> float:
        return self.pool.variance


class _Sums(NamedTuple):
    """Sums over groups of two or more raters: `squares` in `_QUANTA` of the scale's squared width."""

    squares: int
    df: int
    groups: int


_NOTHING = _Sums(0, 0, 0)


class ErrorVariances:
    """The error variances of one cycle, per competency and role.

    `parts` are frames of `squares_within`; they add up to the same whatever their order.
    """

    def __init__(self, parts: Iterable[pl.DataFrame], model: Model) -> None:
        summed = pl.concat(parts).group_by("competency", "role").agg(pl.col("squares", "df", "groups").sum())
        rows = summed.select("competency", "role", *_Sums._fields).iter_rows()
        self._of = {(competency, role): _Sums(*sums) for competency, role, *sums in rows}
        self._model = model

    def of(self, competency: str, role: str) -> ErrorVariance | None:
        """The variance for a role, or `others`; None where it isn't known: too few people have several raters."""
        found = self._known.get(competency)
        return found.get(role, found[OTHERS]) if found else None

    @property
    def competencies(self) -> frozenset[str]:
        """Those for which every standard error is known."""
        return frozenset(self._known)

    @cached_property
    def _known(self) -> dict[str, dict[str, ErrorVariance]]:
        return {c.id: found for c in self._model.competencies if (found := self._of_competency(c))}

    def _of_competency(self, competency: Competency) -> dict[str, ErrorVariance] | None:
        unit = (competency.scale.max - competency.scale.min) ** 2 / _QUANTA
        sums = {role.id: self._of.get((competency.id, role.id), _NOTHING) for role in self._model.rater_roles}
        named = {role.id for role in self._model.rater_roles if not role.anonymous}
        own = {
            id for id, found in sums.items() if found.df >= LEAST_DF and (id in named or found.groups >= LEAST_GROUPS)
        }
        # All less the named raters and the roles that stand alone would be what is left (decision 0017).
        rest = sums.keys() - own - named
        hidden = rest if sum(sums[id].groups for id in rest) < LEAST_GROUPS else set()
        pooled = [found for id, found in sums.items() if id not in hidden]
        every = Pool(sum(found.squares for found in pooled) * unit, sum(found.df for found in pooled))
        if every.df < LEAST_DF:
            return None
        known = {id: ErrorVariance(Pool(sums[id].squares * unit, sums[id].df), borrowed=False) for id in own}
        return {**known, OTHERS: ErrorVariance(every, borrowed=True)}


def squares_within(full: pl.DataFrame, model: Model) -> pl.DataFrame:
    """The squares of `bounds.RatedItems.full` about the means of their groups, over groups that are shown and count.

    One row a competency and role of weight above 0 with a group of two or more: `competency`, `role` String;
    `squares` Int64, in parts of the scale's squared width; `df` Int64, Σ(n − 1); `groups` Int64.
    """
    unit = of_competency({c.id: _QUANTA / (c.scale.max - c.scale.min) ** 2 for c in model.competencies})
    roles = [role for role in roles_in(full, model) if role.weight > 0]
    sums = []
    for role in roles:
        n, total = pl.col(f"n:{role.id}").cast(pl.Int64), pl.col(f"sum:{role.id}")
        here = pl.when(pl.col(f"mean:{role.id}").is_not_null() & (n > 1))
        squares = (pl.col(f"squares:{role.id}") - total * total / n).clip(lower_bound=0.0)
        sums.append(
            pl.struct(
                here.then(squares * unit).round().cast(pl.Int64).sum().alias("squares"),
                here.then(n - 1).sum().alias("df"),
                here.then(pl.lit(1, pl.Int64)).sum().alias("groups"),
            ).alias(role.id)
        )
    summed = full.lazy().group_by("competency").agg(sums).collect()
    rows = [
        (competency, role.id, *found.values())
        for competency, *of_roles in summed.iter_rows()
        for role, found in zip(roles, of_roles, strict=True)
        if found["df"]
    ]
    return pl.DataFrame(rows, schema=_SQUARES, orient="row")


def standard_errors(items: pl.DataFrame, variances: ErrorVariances, model: Model) -> pl.DataFrame:
    """The standard error of each rating: `employee_id`, `competency`, `se` Float64 in scale units, row by row.

    `items` as `bounds.RatedItems.items`, or the frame `ROLES`. Null where a variance is not known, or only groups of
    weight 0 are left.
    """
    groups = [(r.id, pl.lit(r.weight)) for r in roles_in(items, model) if r.weight > 0]
    weights, squares = pl.lit(0.0), pl.lit(0.0)
    for role, weight in [*groups, (OTHERS, pl.col(f"weight:{OTHERS}"))]:
        # The variances may be those of another dictionary's cycle (rule 13), with competencies that this one lacks.
        found = {c.id: variances.of(c.id, role) for c in model.competencies}
        variance = of_competency({id: x.value if x else None for id, x in found.items()})
        here = pl.when(pl.col(f"mean:{role}").is_not_null() & (weight > 0))
        weights += here.then(weight).otherwise(0.0)
        squares += here.then(weight**2 * variance / pl.col(f"n:{role}")).otherwise(0.0)
    error = pl.when(weights > 0).then(squares.sqrt() / weights).round(PLACES)
    return items.select(*ITEM, error.alias("se"))


def add_certainty(items: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Add `clear` and `too_close` to rows of `GAPS` with `gap`, `se` and `fragile`.

    *Clear*: the gap is further from the tolerance than `CLEAR` standard errors. Too close to call is what is not, or
    where that isn't known what would flip without one of the raters.
    """
    distance = (pl.col("gap") - model.tolerance).abs()
    return items.with_columns((distance > CLEAR * pl.col("se") + EPSILON).alias("clear")).with_columns(
        pl.coalesce(~pl.col("clear"), "fragile").fill_null(False).alias("too_close")
    )
