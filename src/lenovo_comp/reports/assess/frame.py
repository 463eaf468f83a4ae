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
    item = ("employee_id", "competency")
    return (
        (some.gaps.filter("too_close") if too_close_only else some.gaps)
        .join(some.people.select("employee_id", "name", "position"), on="employee_id", maintain_order="left")
        .join(some.roles.select(*item, *means), on=item, how="left", maintain_order="left")
        .select(
            "employee_id", "name", "position", "competency", "required", "rating", "se", "gap", "status", "clear",
            "at_least", "essential", "n",
            *(pl.col(f"role_{role}").alias(role) for role in order),
            pl.col("band").alias("agreement"), "self_other", "too_close", *supposed,
        )
        .with_columns(pl.col(*item, "status", "agreement").cast(pl.String))
    )  # fmt: skip
