"""A trend as a table, for CSV."""

import polars as pl

from .result import Trend


def trend_frame(trend: Trend) -> pl.DataFrame:
    """One row an employee and competency that is required or rated in one of the two cycles; roles by spaces."""
    people = trend.people.select("employee_id", "name", "department", "presence", "position_from", "position_to")
    items = trend.items.with_columns(pl.col("basis").list.join(" "))
    return items.join(people, on="employee_id", how="left", maintain_order="left").select(
        *people.columns, *(c for c in items.columns if c != "employee_id")
    )
