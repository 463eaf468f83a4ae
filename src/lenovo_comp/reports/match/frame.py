"""A match and a bench as tables, for CSV."""

import polars as pl

from ...method.results import VERDICTS
from .result import Bench, Match


def match_frame(match: Match) -> pl.DataFrame:
    """One row a person and position, the best first; lists are separated by spaces.

    `short` holds `competency:gap`, the essential ones first.
    """
    gap = pl.element().struct.field
    short = pl.col("gaps").list.eval(pl.concat_str(gap("competency"), pl.lit(":"), gap("gap").round(4))).list.join(" ")
    return match.ranked.with_columns(
        short.alias("short"), *(pl.col(name).list.join(" ") for name in ("missing", "met_too_close", "weightless"))
    ).select(
        "rank", "employee_id", "name", "own_position", "position", "verdict", "fit", "fit_se", "like_above",
        "met_share", "coverage", "largest_gap", "short", pl.col("missing").alias("unassessed"), "met_too_close",
        pl.col("weightless").alias("weight_zero_only"),
    )  # fmt: skip


def bench_frame(bench: Bench) -> pl.DataFrame:
    """One row a position; lists are separated by spaces."""
    rows = [
        (
            d.position, d.holders, *d.verdicts.values(), d.ready_elsewhere, d.ready_clear,
            " ".join(f"{p.competency}:{p.employee_id}" for p in d.single_points),
        )
        for d in bench.positions
    ]  # fmt: skip
    numbers = ["holders", *VERDICTS, "ready_elsewhere", "ready_clear"]
    schema = {"position": pl.String, **dict.fromkeys(numbers, pl.Int64), "single_points": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")
