"""Incentive: the career stage that each person's ratings support, against the stage of their position."""

from __future__ import annotations

from itertools import pairwise

import polars as pl

from ...method.people import dimensions
from ...method.results import Assessment
from ...model.dictionary import Model
from ...ratings.cells import ids
from .result import ABOVE, AT, BELOW, NO_STAGE, UNKNOWN, Staging

_NAME = pl.col("competency").cast(pl.String)


def staging(a: Assessment) -> Staging:
    """Rule 8 for everybody in an assessment, and what holds each back."""
    model = a.model
    asked = a.gaps.filter(pl.col("required").is_not_null())
    each = dimensions(a.people, asked, model)
    people = a.people.select("employee_id", "name", "position", "stage_low", "stage_high")
    own = pl.DataFrame(
        [(p.id, p.stage) for p in model.positions], schema={"position": pl.String, "own": pl.Int64}, orient="row"
    )
    steps = [0, *(s.id for s in model.stages)]
    following = pl.DataFrame(list(pairwise(steps)), schema={"stage_high": pl.Int64, "next": pl.Int64}, orient="row")
    levels = each.group_by("employee_id").agg(pl.len().alias("dimensions"))
    people = (
        people.join(own, on="position", how="left")
        .join(following, on="stage_high", how="left")
        .join(levels, on="employee_id", how="left")
        .with_columns(_standing().alias("standing"))
        .with_columns(
            pl.when(pl.col("standing") == BELOW)
            .then("own")
            .when(pl.col("standing").is_in([AT, ABOVE]))
            .then("next")
            .alias("toward")
        )
    )
    return Staging(
        a,
        people.join(_held_back(people, each, model), on="employee_id", how="left")
        .join(
            each.filter(pl.col("rating").is_null())
            .group_by("employee_id", maintain_order=True)
            .agg(_NAME.alias("missing")),
            on="employee_id",
            how="left",
        )
        .with_columns(pl.col("held_back", "missing").fill_null([]))
        .sort("employee_id")
        .select(
            "employee_id", "name", "position", "own", "stage_low", "stage_high", "standing", "toward",
            "held_back", "missing",
        ),
    )  # fmt: skip


def _standing() -> pl.Expr:
    """Of `stage_low`, `stage_high`, `own`; `dimensions` is null where a position asks for none."""
    return (
        pl.when(pl.col("own").is_null() | pl.col("dimensions").is_null())
        .then(pl.lit(NO_STAGE))
        .when(pl.col("stage_low").is_null())
        .then(pl.lit(UNKNOWN))
        .when(pl.col("stage_low") > pl.col("own"))
        .then(pl.lit(ABOVE))
        .when(pl.col("stage_high") < pl.col("own"))
        .then(pl.lit(BELOW))
        .otherwise(pl.lit(AT))
    )


def _held_back(people: pl.DataFrame, each: pl.DataFrame, model: Model) -> pl.DataFrame:
    """`employee_id`, `held_back` of `Staging`.

    A dimension is at its position's own stage also where it meets its requirement, so that may be enough.
    """
    needed = pl.DataFrame(
        [
            (c.id, stage.id, float(min(level.level for level in c.levels if max(level.stages, default=0) >= stage.id)))
            for c in model.competencies
            for stage in model.stages
            if any(max(level.stages, default=0) >= stage.id for level in c.levels)
        ],
        schema={"competency": ids(model.competency_names), "toward": pl.Int64(), "needed": pl.Float64()},
        orient="row",
    )
    enough = (
        pl.when(pl.col("toward") == pl.col("own")).then(pl.min_horizontal("needed", "required")).otherwise("needed")
    )
    return (
        each.drop("own", "position")
        .join(people.select("employee_id", "own", "toward"), on="employee_id")
        .join(needed, on=["competency", "toward"], how="left", maintain_order="left")
        .with_columns(enough.alias("needed"))
        .filter(pl.col("high") < pl.col("toward"), pl.col("needed").is_not_null())
        .group_by("employee_id", maintain_order=True)
        .agg(pl.struct(_NAME, "rating", "needed").alias("held_back"))
    )
