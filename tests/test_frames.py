"""What `method.frames` says of the columns of results, held against frames; and that this finds what is wrong."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from lenovo_comp import Model, read_ratings
from lenovo_comp.method import frames as stated
from lenovo_comp.method.assessment import assess
from lenovo_comp.method.results import Assessment
from lenovo_comp.reports.stage.columns import STAGING
from lenovo_comp.reports.stage.compute import staging

from . import frames


@pytest.fixture(scope="module")
def assessment(model: Model) -> Assessment:
    return assess(model, read_ratings(["data/sample_ratings.csv"], model))


@pytest.mark.parametrize(
    ("frame", "wrong"),
    [
        ("gaps", pl.col("n").cast(pl.Int64)),
        ("gaps", pl.lit(None, pl.UInt32).alias("n")),
        ("gaps", pl.lit(1).alias("more")),
        ("roles", pl.col("n:peer").cast(pl.Int64)),
        ("roles", pl.lit(1).alias("n:peer:more")),
        ("people", pl.col("verdict").cast(pl.String)),
    ],
    ids=str,
)
def test_another_column_is_found(frame: str, wrong: pl.Expr, assessment: Assessment) -> None:
    broken = getattr(assessment, frame).with_columns(wrong)
    with pytest.raises(AssertionError, match=frame):
        replace(assessment, **{frame: broken})


def test_another_order_is_found(assessment: Assessment) -> None:
    with pytest.raises(AssertionError, match="gaps"):
        frames.check(assessment.gaps.select(reversed(assessment.gaps.columns)), stated.GAPS, "gaps")


def test_a_word_that_is_none_is_found(assessment: Assessment) -> None:
    people = staging(assessment).people.with_columns(pl.lit("beside").alias("standing"))
    with pytest.raises(AssertionError, match="standing"):
        frames.check(people, STAGING, "staging")
