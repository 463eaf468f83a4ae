"""An assessment as one table, for CSV and Parquet."""

import polars as pl

from ...method.results import OTHERS, Assessment
from ...ratings.packing import cut

MOST_AT_ONCE = 50_000
"""People whose rows of an assessment are put together at once."""


def assessment_frame(a: Assessment, *, too_close_only: bool = False) -> pl.LazyFrame:
    """One row an employee and competency; figures are unrounded.

    A role's column is null where the role has no figure that may be shown. Where ratings are supposed, a last
    column `supposed` says which.
    """
    # Lazy, and some people after others, so that the rows of everybody are never held at once.
    gaps = a.gaps.filter("too_close") if too_close_only else a.gaps
    people = a.people.select("employee_id", "name", "position").sort("employee_id")
    if people.height <= MOST_AT_ONCE:
        return _slice_rows(a, people, gaps, a.roles)
    return pl.concat(
        _slice_rows(a, some, cut(gaps, some), cut(a.roles, some)) for some in people.iter_slices(MOST_AT_ONCE)
    )


def _slice_rows(a: Assessment, people: pl.DataFrame, gaps: pl.DataFrame, roles: pl.DataFrame) -> pl.LazyFrame:
    """The rows of a slice of people."""
    order = [*(r.id for r in a.model.rater_roles), OTHERS]
    known = {role: f"mean:{role}" in a.roles.columns for role in order}
    means = [(pl.col(f"mean:{r}") if known[r] else pl.lit(None, pl.Float64)).alias(f"role_{r}") for r in order]
    # What is only supposed is no result: the column stands only where something is (decision 0009).
    supposed = [pl.col("competency").is_in(list(a.supposed)).alias("supposed")] if a.supposed else []
    item = ("employee_id", "competency")
    return (
        gaps.lazy()
        .join(people.lazy(), on="employee_id", maintain_order="left")
        .join(roles.lazy().select(*item, *means), on=item, how="left", maintain_order="left")
        .select(
            "employee_id", "name", "position", "competency", "required", "rating", "se", "gap", "status", "clear",
            "at_least", "essential", "n",
            *(pl.col(f"role_{role}").alias(role) for role in order),
            pl.col("band").alias("agreement"), "self_other", "too_close", *supposed,
        )
        .with_columns(pl.col(*item, "status", "agreement").cast(pl.String))
    )  # fmt: skip
