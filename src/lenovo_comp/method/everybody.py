"""What a cycle says of everybody together, to stand beside one person's figures."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import polars as pl

from ..model.dictionary import Model
from .results import SELF
from .standard_error import ErrorVariances, squares_within

LEAST_PEOPLE = 20
"""People with a self-rating and others' ratings from whom on their mean difference is told."""
_QUANTA = 2**30
"""Parts of a scale unit in which differences are added up: whole numbers, so that no order shows."""


class Everybody(NamedTuple):
    """`variances` of raters' figures (rule 10); `self_other`: competency → mean of self-rating − others' (rule 9)."""

    variances: ErrorVariances
    self_other: Mapping[str, float]

    @classmethod
    def of(cls, parts: Sequence["Part"], model: Model) -> "Everybody":
        """From the sums of all people, in parts."""
        summed = pl.concat([p.differences for p in parts]).group_by("competency").agg(pl.col("sum", "people").sum())
        means = {id: total / _QUANTA / n for id, total, n in summed.iter_rows() if n >= LEAST_PEOPLE}
        return cls(ErrorVariances([p.squares for p in parts], model), means)


class Part(NamedTuple):
    """Sums over some people. Parts of different people add up to the same whatever their order."""

    squares: pl.DataFrame
    """As `standard_error.squares_within`."""
    differences: pl.DataFrame
    """One row a competency: `competency` String, `sum` Int64 of self-rating − others' rating, `people` Int64."""


def sum_up(full: pl.DataFrame, model: Model) -> Part:
    """The sums over some people, of `bounds.RatedItems.full`."""
    mine = pl.col(f"mean:{SELF}") if f"mean:{SELF}" in full.columns else pl.lit(None, pl.Float64)
    difference = ((mine - pl.col("theirs")) * _QUANTA).round().cast(pl.Int64)
    differences = (
        full.lazy()
        .select("competency", difference.alias("sum"))
        .drop_nulls("sum")
        .group_by("competency")
        .agg(pl.col("sum").sum(), pl.len().cast(pl.Int64).alias("people"))
        .with_columns(pl.col("competency").cast(pl.String))
        .collect()
    )
    return Part(squares_within(full, model), differences)
