"""Rules 6 to 8: fit, verdict and career stage of each person against one position."""

import polars as pl

from ..model.dictionary import Model
from .frames import JUDGED, VERDICT, table
from .gaps import ASSESSED, REQUIRED, count_statuses, fulfilled, part_reached
from .results import DEVELOPING, INCOMPLETE, NEAR, READY, SHORT, UNASSESSED, is_far, level_reached


def judge(people: pl.DataFrame, gaps: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Add to `people` (`employee_id`, `position`, …) what their `gaps` amount to: the rest of the frame `PEOPLE`."""
    needed = ["employee_id", "competency", "required", "rating", "gap", "status", "essential", "weight", "min", "clear"]
    asked = gaps.select(needed).filter(REQUIRED)
    weight = pl.col("weight").filter(ASSESSED)
    deciding = pl.col("allowed").is_not_null()
    clear = pl.col("clear").filter(deciding)
    figures = (
        asked.with_columns(part_reached().alias("part"), allowed_verdict(model).alias("allowed"))
        .group_by("employee_id")
        .agg(
            pl.len().alias("required"),
            ASSESSED.sum().alias("assessed"),
            **count_statuses(),
            fit=(pl.col("part") * pl.col("weight")).filter(ASSESSED).sort().sum() / weight.sort().sum(),
            verdict=limit_near(pl.col("allowed").max(), DECIDING_SHORT, model),
            deciding=deciding.sum(),
            clear=pl.when(clear.count() > 0).then(clear.sum()),
        )
        .with_columns(
            pl.when(pl.col("assessed") > 0).then("fit").alias("fit"),
            pl.when(pl.col("assessed") > 0).then(pl.col("met") / pl.col("assessed")).alias("met_share"),
            (pl.col("assessed") / pl.col("required")).alias("coverage"),
        )
    )
    counts = ["required", "assessed", "met", "short", "unassessed", "deciding"]
    return (
        people.join(figures, on="employee_id", how="left")
        .join(stages(people, asked, model), on="employee_id", how="left")
        .with_columns(pl.col(counts).fill_null(0))
        .sort("employee_id")
        .select(*people.columns, *JUDGED)
    )


def allowed_verdict(model: Model) -> pl.Expr:
    """Rule 7 for one requirement alone: the best verdict that it allows. A person's verdict is the worst of these.

    Null where it doesn't decide: it isn't essential, and others of the position are. How many are short is
    the matter of `limit_near`.
    """
    deciding = pl.col("essential") | ~pl.col("essential").any().over("employee_id")
    return (
        pl.when(~deciding)
        .then(pl.lit(None, VERDICT))
        .when(~ASSESSED)
        .then(pl.lit(INCOMPLETE, VERDICT))
        .when(pl.col("status") != SHORT)
        .then(pl.lit(READY, VERDICT))
        .when(~is_far(pl.col("gap"), model.near))
        .then(pl.lit(NEAR, VERDICT))
        .otherwise(pl.lit(DEVELOPING, VERDICT))
    )


DECIDING_SHORT = pl.col("allowed").is_in([NEAR, DEVELOPING]).sum()
"""The number of a person's deciding requirements that are short, from the column `allowed` (`allowed_verdict`)."""


def limit_near(verdict: pl.Expr, short: pl.Expr, model: Model) -> pl.Expr:
    """Rule 7: `verdict`, but *developing* in place of *near* where more than `near_short` requirements are `short`."""
    too_many = (verdict == NEAR) & (short > model.near_short)
    return pl.when(too_many).then(pl.lit(DEVELOPING, VERDICT)).otherwise(verdict)


def stages(people: pl.DataFrame, asked: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Rule 8: `employee_id`, `stage_low`, `stage_high` (level 3 of three gives 3 and 4), of the lowest dimension."""
    known = pl.col("low").is_not_null().all()
    return (
        dimensions(people, asked.select("employee_id", "competency", "rating", "status"), model)
        .group_by("employee_id")
        .agg(
            pl.when(known).then(pl.col("low").min()).alias("stage_low"),
            pl.when(known).then(pl.col("high").min()).alias("stage_high"),
        )
    )


def dimensions(people: pl.DataFrame, asked: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Rule 8, dimension by dimension: `asked` with `own`, `low`, `high` Int64, for competencies with levels.

    `own` is the position's stage; `low` to `high` the stages of the level reached (0: none; null: not
    assessed, or not known to be reached), lifted to the position's own where the requirement is met.
    """
    levelled = [c for c in model.competencies if c.levels]
    top = max((c.levels[-1].level for c in levelled), default=0)
    reached = level_reached(pl.col("rating")).clip(upper_bound=top).cast(pl.Int64)
    climbed = (
        asked.filter(pl.col("competency").is_in([c.id for c in levelled]))
        .with_columns(pl.when(pl.col("status") != UNASSESSED).then(reached).alias("reached"))
        .join(stages_of_ratings(model, top), on=["competency", "reached"], how="left")
        .join(people.select("employee_id", "position"), on="employee_id")
        .join(own_stages(model), on="position", how="left")
    )
    met = fulfilled() & pl.col("own").is_not_null()
    lifted = [pl.when(met).then(pl.max_horizontal(x, "own")).otherwise(x).alias(x) for x in ("low", "high")]
    return climbed.with_columns(lifted)


def stages_of_ratings(model: Model, top: int) -> pl.DataFrame:
    """The stages of every whole rating from 0 to `top`: those of the highest level reached that stands for any.

    `competency`; `reached`, `low`, `high` Int64. Where no such level is reached the stage is 0, none. A competency
    whose levels stand for no stages has no rows but below its lowest level.
    """
    rows = []
    for competency in model.competencies:
        staged = [x for x in competency.levels if x.stages]
        for rating in range(top + 1 if competency.levels else 0):
            stages = next((x.stages for x in reversed(staged) if x.level <= rating), (0,))
            if staged or rating < competency.levels[0].level:
                rows.append((competency.id, rating, min(stages), max(stages)))
    number = pl.Int64
    return table(model, rows, competency=pl.Enum, reached=number, low=number, high=number)


def own_stages(model: Model) -> pl.DataFrame:
    """One row a position: `position` String, `own` Int64, its stage."""
    return table(model, ((p.id, p.stage) for p in model.positions), position=pl.String, own=pl.Int64)
