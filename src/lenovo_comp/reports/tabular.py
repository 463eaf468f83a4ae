"""Results → CSV and Parquet. Text that a spreadsheet would take for a formula is defused in CSV."""

from __future__ import annotations

import io

import polars as pl

from ..model.dictionary import Competency, Model
from ..results import OTHERS, Assessment

_FORMULA = r"^[=+\-@\t\r]"


def assessment_frame(a: Assessment) -> pl.DataFrame:
    """One row an employee and competency (design, section 5), then one column a role.

    Figures are unrounded; a role's column is null where the role gave no figure that may be shown.
    """
    order = [*(r.id for r in a.model.rater_roles), OTHERS]
    item = ["employee_id", "competency"]
    means = a.roles.group_by(item).agg(
        pl.col("mean").filter(pl.col("role") == role).first().alias(f"role_{role}") for role in order
    )
    return (
        a.gaps.join(a.people.select("employee_id", "name", "position"), on="employee_id", maintain_order="left")
        .join(means, on=item, how="left", maintain_order="left")
        .select(
            "employee_id", "name", "position", "competency", "required", "rating", "gap", "status", "essential", "n",
            *(pl.col(f"role_{role}").alias(role) for role in order),
        )
    )  # fmt: skip


def model_frame(model: Model, competency: Competency | None = None, level: int | None = None) -> pl.DataFrame:
    """One row a statement, with its origin: of the whole dictionary, a competency or a level of it."""
    rows: list[tuple[object, ...]] = [
        (None, None, stage.id, s.id, s.text.zh, s.text.en, s.origin, s.truncated)
        for stage in model.stages
        for s in stage.behaviours
        if competency is None
    ]
    rows += [
        (c.id, at, None, s.id, s.text.zh, s.text.en, s.origin, s.truncated)
        for c in (model.competencies if competency is None else (competency,))
        for at, s in c.statements()
        if level in (None, at)
    ]
    schema = {
        "competency": pl.String,
        "level": pl.Int64,
        "stage": pl.Int64,
        "id": pl.String,
        "zh": pl.String,
        "en": pl.String,
        "origin": pl.String,
        "truncated": pl.Boolean,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def csv(frame: pl.DataFrame) -> str:
    """CSV, UTF-8, comma, header; a text cell that looks like a formula starts with an apostrophe."""
    texts = [pl.col(name) for name, kind in frame.schema.items() if kind == pl.String]
    safe = [pl.when(t.str.contains(_FORMULA)).then(pl.lit("'") + t).otherwise(t).name.keep() for t in texts]
    return frame.with_columns(safe).write_csv()


def parquet(frame: pl.DataFrame) -> bytes:
    """The frame as a Parquet file."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer)
    return buffer.getvalue()
