"""A dictionary as a table, for CSV."""

import polars as pl

from ...model.dictionary import Competency, Model


def model_frame(model: Model, competency: Competency | None = None, level: int | None = None) -> pl.DataFrame:
    """One row a statement, with its origin: of the whole dictionary, a competency or a level of it."""
    rows: list[tuple[object, ...]] = [
        (None, None, stage.id, s.id, s.text.zh or None, s.text.en or None, s.origin, s.truncated)
        for stage in model.stages
        for s in stage.behaviours
        if competency is None
    ]
    rows += [
        (c.id, at, None, s.id, s.text.zh or None, s.text.en or None, s.origin, s.truncated)
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
