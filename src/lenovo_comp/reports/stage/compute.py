"""The career stage that each person's ratings support, against the stage of their position."""

from itertools import pairwise

import polars as pl

from ...method.frames import table
from ...method.gaps import ASSESSED, REQUIRED
from ...method.people import dimensions, own_stages
from ...method.results import Assessment
from ...method.roles import ITEM
from ...method.standard_error import CLEAR
from ...model.dictionary import EPSILON, Model
from .columns import STAGING
from .result import ABOVE, AT, BELOW, NO_STAGE, UNKNOWN, Staging

_NAME = pl.col("competency").cast(pl.String)


def staging(a: Assessment) -> Staging:
    """The stages of everybody in an assessment by rule 8, and what holds each person back."""
    model = a.model
    each = dimensions(a.people, a.gaps.filter(REQUIRED), model)
    people = a.people.select("employee_id", "name", "position", "stage_low", "stage_high")
    steps = [0, *(s.id for s in model.stages)]
    following = table(model, pairwise(steps), stage_high=pl.Int64, next=pl.Int64)
    levels = each.group_by("employee_id").agg(pl.len().alias("dimensions"))
    people = (
        people.join(own_stages(model), on="position", how="left")
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
        people.join(_held_back(people, each, a.gaps.select(*ITEM, "se"), model), on="employee_id", how="left")
        .join(
            each.filter(~ASSESSED).group_by("employee_id", maintain_order=True).agg(_NAME.alias("missing")),
            on="employee_id",
            how="left",
        )
        .with_columns(pl.col("held_back", "missing").fill_null([]))
        .sort("employee_id")
        .select(*STAGING),
    )


def _standing() -> pl.Expr:
    """The standing, from `stage_low`, `stage_high`, `own` and `dimensions` (null where a position requires none)."""
    # Ranges are compared: a level may stand for two stages, and a position of either is at it (decision 0008).
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


def _held_back(people: pl.DataFrame, each: pl.DataFrame, errors: pl.DataFrame, model: Model) -> pl.DataFrame:
    """`employee_id` and `held_back` of the frame `STAGING`, for `people` with `own` and `toward`; `errors` has `se`."""
    # Rule 8 lets a met requirement pass at the position's own stage, so the lower of the two is enough (decision 0008).
    rows = [
        (c.id, stage.id, float(min(levels)))
        for c in model.competencies
        for stage in model.stages
        if (levels := [level.level for level in c.levels if max(level.stages, default=0) >= stage.id])
    ]
    needed = table(model, rows, competency=pl.Enum, toward=pl.Int64, needed=pl.Float64)
    # The same rule as for a requirement, for the rating that the stage takes (rule 10).
    too_close = (pl.col("needed") - pl.col("rating") <= CLEAR * pl.col("se") + EPSILON).fill_null(False)
    at_own = pl.col("toward") == pl.col("own")
    enough = pl.when(at_own).then(pl.min_horizontal("needed", "required")).otherwise("needed")
    return (
        each.drop("own", "position")
        .join(people.select("employee_id", "own", "toward"), on="employee_id")
        .join(needed, on=["competency", "toward"], how="left", maintain_order="left")
        .join(errors, on=ITEM, how="left", maintain_order="left")
        .with_columns(enough.alias("needed"))
        .filter(pl.col("high") < pl.col("toward"), pl.col("needed").is_not_null())
        .group_by("employee_id", maintain_order=True)
        .agg(pl.struct(_NAME, "rating", "needed", too_close.alias("too_close")).alias("held_back"))
    )
