"""Ratings files in the shapes that people export, keep and mend by hand: read rightly, or refused honestly.

tests/cases/ratings/expect.toml says what must happen with each.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from .conftest import ROOT, Run
from .rated_files import Expected, complaints, outcome, write_tables

FOLDER = ROOT / "tests" / "cases" / "ratings"
CASES = [Expected(**case) for case in tomllib.loads((FOLDER / "expect.toml").read_text("utf-8"))["case"]]
VARIANTS = [Expected(**case) for case in tomllib.loads((FOLDER / "variants.toml").read_text("utf-8"))["case"]]


@pytest.mark.sampled
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file or case.kind)
def test_a_file_is_read_rightly_or_refused_honestly(case: Expected, run: Run) -> None:
    done = outcome(run, case.arguments, FOLDER)
    assert complaints(case, done) == []


@pytest.mark.sampled
@pytest.mark.parametrize("case", VARIANTS, ids=lambda case: case.kind)
def test_so_is_one_in_other_words(case: Expected, run: Run, tmp_path: Path) -> None:
    done = outcome(run, write_tables(case.files, tmp_path), tmp_path)
    assert complaints(case, done) == []


def test_every_file_is_expected_to_give_something() -> None:
    files = {f.relative_to(FOLDER).as_posix() for f in FOLDER.rglob("*.*") if f.is_file()}
    named = {argument for case in CASES for argument in case.arguments}
    assert files - named == {"README.md", "expect.toml", "variants.toml"}


@pytest.mark.parametrize("header", ["key", "at", "row", "line", "table", "differ", "^.*$", "*", "0"])
def test_a_column_that_is_not_read_may_have_any_header(header: str, run: Run, tmp_path: Path) -> None:
    lines = ["employee_id,position,competency,level," + header]
    lines += ["E1,account_manager,communication,2,a", "E1,account_manager,communication,3,b"]
    (tmp_path / "r.csv").write_text("\n".join(lines), "utf-8")
    done = outcome(run, ["r.csv"], tmp_path)
    assert done.exits == (1, 1)
    assert done.figures == {}
    (apart,) = [f for f in done.errors if f["code"] == "R462"]
    assert apart["row"] == 2
