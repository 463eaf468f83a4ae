"""A trend as a table, for CSV."""

import polars as pl

from .result import Trend


def trend_frame(trend: Trend) -> pl.DataFrame:
    """One row an employee and competency that is required or rated in one of the two cycles."""
    people = trend.people.select("employee_id", "name", "department", "presence", "position_from", "position_to")
    return trend.items.join(people, on="employee_id", how="left", maintain_order="left").select(
        *people.columns, *(c for c in trend.items.columns if c != "employee_id")
    )
