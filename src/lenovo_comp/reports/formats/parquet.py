"""Parquet: figures unrounded; the metadata `comp` holds the head of the JSON document."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

    from ...findings.finding import Findings
    from ...method.results import Assessment
    from ..shared.run import Form, Report
    from ..shared.words import Words

FROM: Form = "dataset"
ENDINGS = (".parquet",)


def render(report: Report, _findings: Findings, _words: Words) -> bytes:
    assert report.dataset is not None
    assert report.assessment is not None
    return parquet(report.dataset(), report.assessment)


def parquet(frame: pl.LazyFrame, assessment: Assessment) -> bytes:
    """The frame as the bytes of a file."""
    import json

    from ...text import escape_json
    from ..shared.document import head

    about = {"schema": "comp.assessment/1", **head(assessment)}
    # The engine writes the lazy frame part by part: the rows of everybody are never held at once.
    buffer = io.BytesIO()
    frame.sink_parquet(buffer, metadata={"comp": escape_json(json.dumps(about))})
    return buffer.getvalue()
