"""Rules 6 to 8: fit, verdict and career stage of each person against one position."""

from __future__ import annotations

import polars as pl

from ..model.dictionary import EPSILON, Model
from ..ratings.cells import ids
from .gaps import reached
from .results import DEVELOPING, INCOMPLETE, MET, NEAR, READY, SHORT, STRENGTH, UNASSESSED, VERDICTS

VERDICT = pl.Enum(VERDICTS)


def judge(people: pl.DataFrame, gaps: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Add to `people` (`employee_id`, `position`, …) what their gaps amount to.

    Adds `required`, `assessed`, `met`, `short`, `unassessed` UInt32; `fit`, `met_share`, `coverage`
    Float64 (0 to 1, null where there is nothing to divide by); `verdict` String; `stage_low`,
    `stage_high` Int64 (0: none attained; null: not known). No position, no verdict.
    """
    needed = ["employee_id", "competency", "required", "rating", "gap", "status", "essential", "weight", "min"]
    asked = gaps.select(needed).filter(pl.col("required").is_not_null())
    assessed = pl.col("rating").is_not_null()
    weight = pl.col("weight").filter(assessed)
    essential = pl.col("essential") | ~pl.col("essential").any().over("employee_id")
    figures = (
        asked.with_columns(reached().alias("part"), essential.alias("deciding"))
        .group_by("employee_id")
        .agg(
            pl.len().alias("required"),
            assessed.sum().alias("assessed"),
            pl.col("status").is_in([MET, STRENGTH]).sum().alias("met"),
            (pl.col("status") == SHORT).sum().alias("short"),
            (pl.col("status") == UNASSESSED).sum().alias("unassessed"),
            ((pl.col("part") * pl.col("weight")).filter(assessed).sort().sum() / weight.sort().sum()).alias("fit"),
            _verdict(model).alias("verdict"),
        )
        .with_columns(
            pl.when(pl.col("assessed") > 0).then("fit").alias("fit"),
            pl.when(pl.col("assessed") > 0).then(pl.col("met") / pl.col("assessed")).alias("met_share"),
            (pl.col("assessed") / pl.col("required")).alias("coverage"),
        )
    )
    counts = ["required", "assessed", "met", "short", "unassessed"]
    return (
        people.join(figures, on="employee_id", how="left")
        .join(stages(people, asked, model), on="employee_id", how="left")
        .with_columns(pl.col(counts).fill_null(0))
        .sort("employee_id")
    )


def _verdict(model: Model) -> pl.Expr:
    """Rule 7, over the requirements that decide."""
    deciding = pl.col("deciding")
    return (
        pl.when((pl.col("rating").is_null() & deciding).any())
        .then(pl.lit(INCOMPLETE, VERDICT))
        .when(((pl.col("status") != SHORT) | ~deciding).all())
        .then(pl.lit(READY, VERDICT))
        .when((pl.col("gap").filter(deciding) <= model.near + EPSILON).all())
        .then(pl.lit(NEAR, VERDICT))
        .otherwise(pl.lit(DEVELOPING, VERDICT))
    )


def stages(people: pl.DataFrame, asked: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Rule 8: `employee_id`, `stage_low`, `stage_high` (level 3 of three gives 3 and 4)."""
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
    assessed), lifted to the position's own where the requirement is met.
    """
    reached = [
        (c.id, level.level, min(level.stages), max(level.stages))
        for c in model.competencies
        for level in c.levels
        if level.stages
    ]
    zero = [(c.id, 0, 0, 0) for c in model.competencies if c.levels]
    number = pl.Int64()
    schema = {"competency": ids(model.competency_names), "reached": number, "low": number, "high": number}
    table = pl.DataFrame([*zero, *reached], schema=schema, orient="row")
    own = pl.DataFrame(
        [(p.id, p.stage) for p in model.positions], schema={"position": pl.String, "own": pl.Int64}, orient="row"
    )
    floor = (pl.col("rating") + EPSILON).floor().cast(pl.Int64).alias("reached")
    met = pl.col("status").is_in([MET, STRENGTH]) & pl.col("own").is_not_null()
    climbed = (
        asked.filter(pl.col("competency").is_in([c.id for c in model.competencies if c.levels]))
        .with_columns(floor)
        .join(table, on=["competency", "reached"], how="left")
        .join(people.select("employee_id", "position"), on="employee_id")
        .join(own, on="position", how="left")
    )
    lifted = [pl.when(met).then(pl.max_horizontal(x, "own")).otherwise(x).alias(x) for x in ("low", "high")]
    return climbed.with_columns(lifted)
