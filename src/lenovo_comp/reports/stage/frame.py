"""Stages as a table, for CSV."""

import polars as pl

from .result import Staging


def stage_frame(staging: Staging) -> pl.DataFrame:
    """One row a person; lists are separated by spaces."""
    held = pl.element().struct.field
    return staging.people.select(
        "employee_id", "name", "position", pl.col("own").alias("position_stage"), "stage_low", "stage_high",
        "standing", "toward",
        pl.col("held_back").list.eval(held("competency")).list.join(" ").alias("held_back_by"),
        pl.col("missing").list.join(" ").alias("unassessed"),
    )  # fmt: skip
