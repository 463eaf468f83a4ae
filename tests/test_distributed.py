"""`lenovo_comp.parts`: rows dealt to parts give the results and findings of one run."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from lenovo_comp import Model, assess, parts, read_ratings
from lenovo_comp.findings import catalogue
from lenovo_comp.findings.finding import Finding
from lenovo_comp.ratings import other_scale
from lenovo_comp.reports.assess.frame import assessment_frame

from .strategies import Case, cases, examples, models, plain_csv, table_text, write
from .test_chunks import HEADER, MANY, SLIPS

CYCLE = "2026H1"
WHOLE = [line for line in SLIPS if line.count(",") == HEADER.count(",")]
"""Slips that a row of a typed table can have."""


def written(frames: Sequence[pl.DataFrame], folder: Path) -> list[Path]:
    """Parquet files."""
    paths = [folder / f"{i}.parquet" for i in range(len(frames))]
    for path, frame in zip(paths, frames, strict=True):
        frame.write_parquet(path)
    return paths


def placed(paths: Sequence[Path]) -> pl.DataFrame:
    """The rows of files, each with its place, as an engine has them."""
    frames = [pl.read_parquet(path).with_row_index(parts.ROW, offset=1) for path in paths]
    files = [f.with_columns(pl.lit(f"file://{path}").alias(parts.FILE)) for f, path in zip(frames, paths, strict=True)]
    return pl.concat(files, how="diagonal")


def run_parts(
    rows: pl.DataFrame, number: int, *, together: int = 1, **given_: object
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Results and findings, by as many parts, `together` of them in a partition; the job goes from hand to hand."""
    job: parts.Job = pickle.loads(pickle.dumps(parts.plan(rows.columns, parts=number, **given_)))  # type: ignore[arg-type]
    dealt = pl.concat([job.deal(some) for some in rows.iter_slices(3)]) if rows.height else job.deal(rows)
    everybody = pl.DataFrame({parts.PART: range(number)}, schema={parts.PART: pl.Int32})
    dealt = pl.concat([dealt, everybody], how="diagonal").sample(fraction=1, shuffle=True, seed=1)
    of = pl.col(parts.PART) // together
    several = [dealt.filter(of == i) for i in range(-(-number // together))]
    job = pickle.loads(pickle.dumps(job.with_sums(job.sums(some) for some in reversed(several))))
    found = [job.assess(some) for some in several]
    results = pl.concat(some.filter(pl.col("kind") == "result") for some in found)
    return results, job.merge(found)


def shown(findings: Sequence[Finding]) -> list[tuple[object, ...]]:
    """Findings as the rows of `Job.merge`."""
    return sorted(
        (
            d.rule.code,
            d.severity.value,
            d.place.path,
            d.place.row,
            d.place.field,
            d.shown_value,
            d.message("en"),
            d.fingerprint,
            d.number,
        )
        for d in findings
    )


def same(paths: Sequence[Path], model: Model, number: int, roster: Path | None, together: int) -> None:
    """Results to the bit, and findings with their places; `parts` says which rules look at whole tables."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(other_scale, "FEWEST", 10_000)
        expected = read_ratings(paths, model, roster)
    results, findings = run_parts(placed(paths), number, together=together, model=model, roster=roster, cycle=CYCLE)
    columns = ("code", "severity", "path", "row", "field", "value", "message", "fingerprint", "count")
    whole = {catalogue.NO_LEVELS, catalogue.HEADER_ALONE, catalogue.ROW_UNCLEAR}
    assert sorted(findings.select(columns).rows()) == shown([d for d in expected.diagnostics if d.rule not in whole])
    if CYCLE in expected.cycles:
        rows = assessment_frame(assess(model, expected, cycle=CYCLE)).collect().cast({"n": pl.Int64})
        order = ["employee_id", "competency"]
        assert_frame_equal(results.select(rows.columns).sort(order), rows.sort(order), check_exact=True)
    elif roster is None:
        assert results.is_empty()


@settings(MANY, max_examples=examples(60))
@given(cases(), st.integers(1, 5), st.integers(1, 2), st.integers(1, 3))
def test_parts_give_what_one_run_gives(case: Case, number: int, together: int, files: int) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        text = write(folder / "r.csv", plain_csv(case.rows))
        frame = pl.read_csv(text, infer_schema=False)
        height = max(-(-frame.height // files), 1)
        paths = written([*frame.iter_slices(height)], folder)
        people = [["employee_id", "position"], *([id, position] for id, position in case.roster.items())]
        roster = write(folder / "people.csv", table_text(people)) if case.roster else None
        same(paths, case.model, number, roster, together)


@MANY
@given(
    st.lists(st.lists(st.sampled_from(WHOLE), min_size=1, max_size=8), min_size=1, max_size=3),
    st.integers(1, 5),
    st.integers(1, 2),
)
def test_slips_are_found_as_in_one_run(files: list[list[str]], number: int, together: int) -> None:
    model = models()[0]
    with TemporaryDirectory() as name:
        frames = []
        for lines in files:
            rows = [[cell or None for cell in line.split(",")] for line in lines]
            frames.append(pl.DataFrame(rows, schema=dict.fromkeys(HEADER.split(","), pl.String), orient="row"))
        same(written(frames, Path(name)), model, number, None, together)
