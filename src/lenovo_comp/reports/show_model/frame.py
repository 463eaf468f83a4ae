"""A dictionary as a table, for CSV."""

from collections.abc import Sequence

import polars as pl

from ...model.dictionary import Competency, Model


def model_frame(
    model: Model, competencies: Sequence[Competency] | None = None, level: int | None = None
) -> pl.DataFrame:
    """One row a statement, with its origin: of the whole dictionary, some competencies or a level of one."""
    rows: list[tuple[object, ...]] = [
        (None, None, stage.id, s.id, s.text.zh or None, s.text.en or None, s.origin, s.truncated)
        for stage in model.stages
        for s in stage.behaviours
        if competencies is None
    ]
    rows += [
        (c.id, at, None, s.id, s.text.zh or None, s.text.en or None, s.origin, s.truncated)
        for c in (model.competencies if competencies is None else competencies)
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
