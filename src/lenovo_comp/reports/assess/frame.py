"""An assessment as one table, for CSV and Parquet."""

import polars as pl

from ...method.results import OTHERS, Assessment, Queries

MOST_AT_ONCE = 50_000
"""People whose rows of an assessment are put together at once."""


def assessment_frame(a: Assessment, *, too_close_only: bool = False) -> pl.LazyFrame:
    """One row an employee and competency; figures are unrounded.

    A role's column is null where the role has no figure that may be shown. Where ratings are supposed, a last
    column `supposed` says which.
    """
    # Lazy, and some people after others, so that the rows of everybody are never held at once.
    return pl.concat(_rows(a, some, too_close_only) for some in a.queries(MOST_AT_ONCE))


def _rows(a: Assessment, some: Queries, too_close_only: bool) -> pl.LazyFrame:
    """The rows of some people."""
    order = [*(r.id for r in a.model.rater_roles), OTHERS]
    known = {role: f"mean:{role}" in some.role_columns for role in order}
    means = [(pl.col(f"mean:{r}") if known[r] else pl.lit(None, pl.Float64)).alias(f"role_{r}") for r in order]
    # What is only supposed is no result: the column stands only where something is (decision 0009).
    supposed = [pl.col("competency").is_in(list(a.supposed)).alias("supposed")] if a.supposed else []
    # Both frames have the rated items in one order: they are joined by number, and no item is looked up.
    rated = pl.col("n") > 0
    items = some.gaps.with_columns(at=rated.cum_sum().cast(pl.Int64) - 1).set_sorted("at")
    shown = some.roles.select(pl.int_range(pl.len(), dtype=pl.Int64).alias("at"), *means).set_sorted("at")
    rows = items.join(shown, on="at", how="left", maintain_order="left")
    return (
        (rows.filter("too_close") if too_close_only else rows)
        .join(some.people.select("employee_id", "name", "position"), on="employee_id", maintain_order="left")
        .select(
            "employee_id", "name", "position", "competency", "required", "rating", "se", "gap", "status", "clear",
            "at_least", "essential", "n",
            *(pl.when(rated).then(f"role_{role}").alias(role) for role in order),
            pl.col("band").alias("agreement"), "self_other", "too_close", *supposed,
        )
        .with_columns(pl.col("employee_id", "competency", "status", "agreement").cast(pl.String))
    )  # fmt: skip
