"""`--parts`: the same result from people in parts that wait on disk, findings included."""

from __future__ import annotations

import tempfile
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from lenovo_comp import Assessment, Model, Ratings, assess, read_ratings
from lenovo_comp.method import assessment
from lenovo_comp.method.assessment_findings import assessment_findings
from lenovo_comp.ratings.files import chunks
from lenovo_comp.ratings.shelf import Shelf
from lenovo_comp.reports.assess.frame import assessment_frame

from .conftest import ROOT, Run
from .strategies import Case, cases, examples, models, plain_csv, table_text, write
from .test_chunks import HEADER, MANY, SLIPS, full

CASES = tomllib.loads((ROOT / "tests/cases/ratings/expect.toml").read_text("utf-8"))["case"]


def in_parts(
    paths: list[Path], model: Model, folder: str, parts: int, roster: Path | None = None, most: int = 0
) -> Ratings:
    shelf = Path(folder) / "shelf"
    shelf.mkdir()
    return read_ratings(paths, model, roster, most=most, shelf=Shelf(shelf), parts=parts)


def same_reading(found: Ratings, expected: Ratings) -> None:
    """All that a reading yields is equal; parts follow each other by id, whatever the order in the files."""
    order = [pl.col(column).to_physical() for column in ("source", "row", "competency", "behaviour")]
    assert_frame_equal(found.frame.sort(order), expected.frame.sort(order))
    assert_frame_equal(found.people, expected.people)
    assert [full(d) for d in found.diagnostics] == [full(d) for d in expected.diagnostics]
    assert found.diagnostics.totals == expected.diagnostics.totals
    assert found.diagnostics.places == expected.diagnostics.places
    assert (found.inputs, found.left_out, found.unusable) == (expected.inputs, expected.left_out, expected.unusable)


def same_assessment(found: Assessment, expected: Assessment) -> None:
    """Every frame is equal to the bit, also what a file gets, and the findings."""
    for name in ("people", "gaps", "roles", "spread", "withheld", "evidence", "competencies"):
        in_any_order = name == "withheld"
        assert_frame_equal(
            getattr(found, name),
            getattr(expected, name),
            check_column_order=False,
            check_row_order=not in_any_order,
            check_exact=True,
        )
    assert found.summary == expected.summary
    assert assessment_findings(found) == assessment_findings(expected)
    rows = assessment_frame(found).collect(engine="streaming")
    assert_frame_equal(rows, assessment_frame(expected).collect(), check_exact=True)


@MANY
@given(
    st.lists(st.lists(st.sampled_from(SLIPS), max_size=8), min_size=1, max_size=3), st.integers(2, 9), st.integers(0, 2)
)
def test_slips_are_found_as_in_one_part(files: list[list[str]], parts: int, most: int) -> None:
    model = models()[0]
    with TemporaryDirectory() as folder:
        paths = [write(Path(folder) / f"{i}.csv", "\n".join([HEADER, *rows])) for i, rows in enumerate(files)]
        expected = read_ratings(paths, model, most=most)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(chunks, "CHUNK", 90)
            found = in_parts(paths, model, folder, parts, most=most)
        same_reading(found, expected)
        same_assessment(assess(model, found), assess(model, expected))


@settings(MANY, max_examples=examples(60))
@given(cases(), st.integers(2, 5), st.integers(1, 3))
def test_figures_are_those_of_one_part(case: Case, parts: int, size: int) -> None:
    with TemporaryDirectory() as folder:
        path = write(Path(folder) / "r.csv", plain_csv(case.rows))
        people = [["employee_id", "position"], *([id, position] for id, position in case.roster.items())]
        roster = write(Path(folder) / "people.csv", table_text(people))
        expected = read_ratings([path], case.model, roster)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(chunks, "CHUNK", 200)
            patch.setattr(assessment, "MOST_AT_ONCE", size)
            found = in_parts([path], case.model, folder, parts, roster)
            together = assess(case.model, found)
        same_assessment(together, assess(case.model, expected))
        same_reading(found, expected)


@pytest.mark.sampled
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["file"])
def test_any_file_gives_the_same(case: dict[str, Any], model: Model, tmp_path: Path) -> None:
    arguments = case.get("args") or [case["file"]]
    folder = ROOT / "tests/cases/ratings"
    paths = [folder / argument for argument in arguments if not argument.startswith("-")]
    expected = read_ratings(paths, model)
    found = in_parts(paths, model, str(tmp_path), 3)
    same_reading(found, expected)
    if expected.people.height:
        same_assessment(assess(model, found), assess(model, expected))


@pytest.mark.sampled
@pytest.mark.parametrize("format", ["table", "json", "csv", "markdown", "html"])
def test_every_report_is_the_same(run: Run, format: str) -> None:
    command = ["assess", "data/sample_ratings.csv", "--roster", "data/sample_roster.csv", "--format", format]
    one, several = run(*command, "--lang", "zh"), run(*command, "--lang", "zh", "--parts", "4")
    assert (several.returncode, several.stdout, several.stderr) == (one.returncode, one.stdout, one.stderr)


@pytest.mark.parametrize("more", [["--by", "department"], ["--too-close"], ["--fail-on", "short > 0"]])
def test_so_is_what_else_can_be_asked(run: Run, more: list[str]) -> None:
    command = ["assess", "data/sample_ratings.csv", *more]
    one, several = run(*command), run(*command, "--parts", "3")
    assert (several.returncode, several.stdout, several.stderr) == (one.returncode, one.stdout, one.stderr)


def test_a_parquet_file_has_the_same_rows(run: Run, tmp_path: Path) -> None:
    for parts in ("1", "3"):
        output = tmp_path / f"{parts}.parquet"
        assert run("assess", "data/sample_ratings.csv", "--parts", parts, "-o", str(output)).returncode == 0
    one, several = (pl.read_parquet(tmp_path / f"{parts}.parquet") for parts in ("1", "3"))
    assert_frame_equal(several, one, check_exact=True)


@pytest.mark.parametrize("ending", ["good", "bad", "none"])
def test_nothing_is_left_on_disk(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    files = {"good": ["data/sample_ratings.csv"], "bad": ["data/sample_ratings.csv", "missing.csv"], "none": ["no.csv"]}
    made: list[str] = []
    make = tempfile.mkdtemp

    def count(**options: str) -> str:
        made.append(make(**options))
        return made[-1]

    monkeypatch.setattr(tempfile, "mkdtemp", count)
    run("assess", *files[ending], "--parts", "3")
    assert len(made) == 1
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("comp-")] == []


def test_parts_is_a_number_above_nought(run: Run) -> None:
    done = run("assess", "data/sample_ratings.csv", "--parts", "0")
    assert done.returncode == 2
    assert "--parts" in done.stderr
