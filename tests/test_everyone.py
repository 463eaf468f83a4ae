"""Everybody's results at once are the same as one by one."""

import dataclasses
import hashlib
import json
from itertools import islice
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from polars.testing import assert_frame_equal

from lenovo_comp.method.assessment import assess
from lenovo_comp.method.person import person_gap, person_gaps
from lenovo_comp.model.dictionary import Model
from lenovo_comp.ratings.reading import Ratings, read_ratings
from lenovo_comp.reports.explain.compute import explain_item, explain_items

from .conftest import ROOT, SAMPLE, Run
from .strategies import Case, cases, examples, plain_csv
from .test_arithmetic import read

IN_ORDER = ("people", "gaps", "competencies")
"""Frames whose rows have an order."""


def assert_equal(model: Model, ratings: Ratings, cycle: str) -> None:
    everybody = assess(model, ratings, cycle=cycle)
    found = list(person_gaps(everybody))
    assert [gap.person["employee_id"] for gap in found] == everybody.people["employee_id"].to_list()
    for gap in found:
        alone = person_gap(model, ratings, gap.person["employee_id"], cycle=cycle)
        for field in dataclasses.fields(alone):
            if field.name != "assessment":
                assert getattr(gap, field.name) == getattr(alone, field.name)
        for field in dataclasses.fields(alone.assessment):
            one, other = getattr(alone.assessment, field.name), getattr(gap.assessment, field.name)
            if isinstance(one, pl.DataFrame):
                # Of one person there are columns of the roles that rated them, else of all that rated anybody.
                assert_frame_equal(one, other.select(one.columns), check_row_order=field.name in IN_ORDER)
            elif field.name in ("summary", "cycle", "supposed"):
                assert one == other


def test_of_the_sample(model: Model) -> None:
    ratings = read_ratings([ROOT / SAMPLE[0]], model, ROOT / SAMPLE[2])
    assert_equal(model, ratings, ratings.cycles[-1])


@settings(max_examples=examples(100, 4), deadline=None)
@given(cases())
def test_of_random_ratings(case: Case) -> None:
    ratings = read(plain_csv(case.rows), case.model, case.roster)
    for cycle in ratings.cycles:
        assert_equal(case.model, ratings, cycle)


def test_explained_together_as_one_by_one(model: Model) -> None:
    ratings = read_ratings([ROOT / SAMPLE[0]], model, ROOT / SAMPLE[2])
    for gap in islice(person_gaps(assess(model, ratings)), examples(32, 6)):
        ids = [item["competency"] for item in gap.items]
        for id, together in zip(ids, explain_items(gap, ids, show_raters=True), strict=True):
            assert together == explain_item(gap, id, show_raters=True)


ENDINGS = ("html", "json", "md", "xlsx", "csv", "parquet", "txt")


def test_a_file_for_each_person_is_what_one_by_one_gives(run: Run, tmp_path: Path) -> None:
    asked = [part for ending in ENDINGS for part in ("-o", f"{tmp_path}/{{department}}/{{employee_id}}.{ending}")]
    done = run("gap", *SAMPLE, "--all", *asked, "--lang", "zh")
    assert done.returncode == 0, done.stderr
    # 32 people in seven formats.
    assert done.stdout.startswith("已写 224 个文件：")
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 224
    for who in ("E012", "E004", "E031"):
        (folder,) = {path.parent for path in tmp_path.rglob(f"{who}.*")}
        alone = [part for ending in ENDINGS[:-1] for part in ("-o", f"{tmp_path}/one.{ending}")]
        assert run("gap", *SAMPLE, "-e", who, *alone, "--lang", "zh").returncode == 0
        for ending in ENDINGS[:-1]:
            assert (folder / f"{who}.{ending}").read_bytes() == (tmp_path / f"one.{ending}").read_bytes()


def test_everybody_against_one_position_is_what_one_by_one_gives(run: Run, tmp_path: Path) -> None:
    """Also of those who hold it, of whom an earlier cycle is against the position of that cycle."""
    position = ("-p", "senior_account_manager")
    asked = [part for ending in ("html", "json") for part in ("-o", f"{tmp_path}/{{employee_id}}.{ending}")]
    assert run("gap", *SAMPLE, "--all", *position, *asked, "--lang", "en").returncode == 0
    assert len(list(tmp_path.iterdir())) == 64
    # The first is a senior account manager.
    for who, own in (("E022", True), ("E012", True), ("E013", False), ("E031", False)):
        for ending in ("html", "json"):
            alone = run("gap", *SAMPLE, "-e", who, *position, "-f", ending, "--lang", "en").stdout
            assert (tmp_path / f"{who}.{ending}").read_text("utf-8") == alone
        page = (tmp_path / f"{who}.html").read_text("utf-8")
        assert ("own position" in page) != own


def test_names_of_files_are_safe_and_distinct(run: Run, tmp_path: Path) -> None:
    ids = ["../up", "CON", "p1", "P1", "a/b", "{name}", "ok"]
    rows = ["employee_id,position,competency,level,rater_role", *(f"{id},,communication,2,manager" for id in ids)]
    (tmp_path / "r.csv").write_text("\n".join(rows), "utf-8")
    done = run("gap", "r.csv", "--all", "-o", "out/{department}/{employee_id}.json", cwd=tmp_path)
    files = list(tmp_path.rglob("*.json"))
    assert {path.parent for path in files} == {next((tmp_path / "out").iterdir())}
    assert {json.loads(path.read_text("utf-8"))["employee"]["employee_id"] for path in files} == set(ids)
    assert len({path.name.casefold() for path in files}) == len(ids), done.stderr


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ((), "needs a file name for each person"),
        (("-o", "all.html"), "needs a file name for each person"),
        (("-o", "{employee}.html"), "a field in a file name must be one of employee_id, name, department"),
        (("-o", "{employee_id}.html", "--format", "json"), "instead of --format"),
        (("-o", "{employee_id}.html", "-e", "E1"), "--all goes without --employee"),
        (("-o", "{employee_id}.csv"), "input"),
    ],
)
def test_what_can_not_be_written_is_refused_before_anything_is(
    asked: tuple[str, ...], said: str, run: Run, tmp_path: Path
) -> None:
    # The ratings are in a file that a person's file would replace.
    rows = (
        "employee_id,position,competency,level,rater_role\nE1,,communication,2,manager\nE0,,communication,2,manager\n"
    )
    (tmp_path / "E1.csv").write_text(rows, "utf-8")
    done = run("gap", "E1.csv", "--all", *asked, "--lang", "en", cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["E1.csv"]
    assert (tmp_path / "E1.csv").read_text("utf-8") == rows


def test_the_receipt_has_every_file(run: Run, tmp_path: Path) -> None:
    done = run("gap", *SAMPLE, "--all", "-o", f"{tmp_path}/{{employee_id}}.md", "--receipt", f"{tmp_path}/r.json")
    assert done.returncode == 0, done.stderr
    outputs = json.loads((tmp_path / "r.json").read_text("utf-8"))["outputs"]
    assert len(outputs) == 32
    for output in outputs:
        assert output["sha256"] == hashlib.sha256(Path(output["path"]).read_bytes()).hexdigest()
