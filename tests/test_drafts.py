"""`comp check --draft`: what it prints is TOML, and followed literally it reads files as they are read without it."""

from __future__ import annotations

import contextlib
import re
import shutil
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lenovo_comp import Model, Ratings, read_ratings
from lenovo_comp.findings.finding import Severity
from lenovo_comp.inputs import match_pattern
from lenovo_comp.ratings.mapping.drafting import draft_mappings
from lenovo_comp.ratings.mapping.parsing import parse_mappings
from lenovo_comp.ratings.mapping.places import TomlPlaces
from lenovo_comp.ratings.mapping.source import Mappings
from lenovo_comp.ratings.mapping.writing import as_toml, quoted
from lenovo_comp.text import LANGUAGES, visible

from .conftest import ROOT, SAMPLE, Run
from .test_mapping import workbook, written

OPEN = re.compile(r'^("(?:[^"\\]|\\.)*") = ""(?=  #)', re.MULTILINE)
FILES = sorted(f for f in (ROOT / "tests/cases/findings").iterdir() if re.match(r"[RS]\d.*\.csv|[X]\d.*\.xlsx", f.name))


def drafted(model: Model, *files: str) -> str:
    """The draft for files of the current folder, the same settings in every language."""
    drafts, _ = draft_mappings(files, model)
    texts = [as_toml(drafts, language, ".") for language in LANGUAGES]
    assert tomllib.loads(texts[0]) == tomllib.loads(texts[1])
    assert all(visible(line) == line for text in texts for line in text.splitlines())
    return texts[-1]


def parsed(text: str, model: Model) -> Mappings:
    tables = tomllib.loads(text).get("source", [])
    return parse_mappings(tables, TomlPlaces(text, "comp.toml"), model, match_pattern)


def read_by(text: str, model: Model, *files: str) -> Ratings:
    mappings = parsed(text, model)
    assert not mappings.problems, mappings.problems
    return read_ratings(files, model, mappings=mappings)


def same(one: Ratings, other: Ratings) -> bool:
    """Whether the same ratings of the same people were read."""
    ratings = [r.frame.rows() for r in (one, other)]
    return ratings[0] == ratings[1] and one.people.rows() == other.people.rows()


@pytest.mark.sampled
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_draft_reads_as_the_file_is_read(file: Path, model: Model) -> None:
    with contextlib.chdir(file.parent):
        plain = read_ratings([file.name], model)
        text = drafted(model, file.name)
        if "[[source]]" not in text:
            assert not plain.frame.height or "comp sheet" in text
            return
        decided = OPEN.sub(r'\1 = "ignore"', text)
        if any(d.rule.code == "C101" for d in plain.diagnostics):
            # A column is missing that no decision makes up for; the mapping says so, too.
            assert plain.frame.is_empty()
            assert {d.rule.code for d in parsed(decided, model).problems} == {"C156"}
        else:
            assert same(read_by(decided, model, file.name), plain)


def test_the_sample_needs_no_decision(run: Run, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    done = run("check", "--draft", *SAMPLE, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert not OPEN.search(done.stdout)
    (tmp_path / "comp.toml").write_text(done.stdout, "utf-8")
    by_mapping = run("assess", *SAMPLE, "--format", "json", cwd=tmp_path)
    assert by_mapping.returncode == 0, by_mapping.stderr
    assert by_mapping.stdout == run("assess", *SAMPLE, "--format", "json").stdout


def test_what_nobody_knows_is_left_open(run: Run, tmp_path: Path) -> None:
    text = "工号,岗位,自评人,沟通表达能力,Photo,Photo\n007,大客户代表,上级,Great,x,y\n008,大客户代表,本人,Great,,\n"
    written(tmp_path, "", r__csv=text)
    done = run("check", "--draft", "r.csv", cwd=tmp_path)
    assert done.returncode == 0
    assert '"Photo" = ""' in done.stdout
    assert '"自评人" = "rater_role"  # each of 2 values can be a rater_role' in done.stdout
    assert '# "Great" = "?"  # 2 cells' in done.stdout
    # Pasted as it is, it says what is still to be decided, and nothing is read.
    written(tmp_path, done.stdout)
    found = run("check", "r.csv", cwd=tmp_path)
    assert found.returncode == 1
    assert "C153" in found.stdout
    written(
        tmp_path, done.stdout.replace('"Photo" = ""', '"Photo" = "ignore"').replace('# "Great" = "?"', '"Great" = 4')
    )
    assert run("check", "r.csv", cwd=tmp_path).returncode == 0
    assert run("check", "--draft", "r.csv", "--lang", "zh", cwd=tmp_path).stdout.count("有 2 列都是这个表头") == 1


def test_files_of_one_shape_share_a_mapping(run: Run, tmp_path: Path) -> None:
    rows = "employee_id,position,communication\n007,account_manager,3\n"
    written(tmp_path, "", a__csv=rows, **{"b[1]__csv": rows, "c__csv": rows.replace("communication", "coordination")})
    done = run("check", "--draft", "a.csv", "b[1].csv", "c.csv", cwd=tmp_path)
    assert [s["files"] for s in tomllib.loads(done.stdout)["source"]] == [["a.csv", "b[[]1].csv"], "c.csv"]
    written(tmp_path, done.stdout)
    assert run("check", cwd=tmp_path).stdout.count("(1 row)") == 3


SHAPES = {
    "two rows of headers": "Employee ID,Position,Communication,,Logical analysis,\n,,Required,Actual,Required,Actual\n"
    "E001,account_manager,3,2,2,3\nE002,account_manager,3,4,2,1\n",
    "a title above": "Ratings of the north,,\n,,\nStaff no,Position,Communication\n007,account_manager,3\n",
    "raters side by side": "工号,岗位,胜任能力,自评,上级,同事1,同事2\n007,大客户代表,沟通表达能力,4,2,1,3\n",
    "competencies by rater": "Employee ID,Position,Communication (self),Communication (peer)\n7,account_manager,3,2\n",
    "totals": "employee_id,position,communication\nE001,account_manager,3\nE002,account_manager,1\nAverage,,2\n",
    "a role that is a job": "Employee ID,Role,Communication\nE001,Account manager,3\nE002,Account representative,2\n",
    "skipped questions": "序号,提交答卷时间,被评价人工号,岗位,评价关系,沟通表达能力,逻辑分析能力\n"
    "1,2026/6/1 10:00:00,007,大客户代表,上级,3,(跳过)\n2,2026/6/1 11:00:00,007,大客户代表,本人,-3,2\n",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_is_drafted_as_it_is_read(shape: str, model: Model, tmp_path: Path) -> None:
    """But for the ids of raters, which a tool's numbers stand for with a sign before them."""
    written(tmp_path, "", r__csv=SHAPES[shape])
    with contextlib.chdir(tmp_path):
        plain = read_ratings(["r.csv"], model)
        assert plain.frame.height, plain.diagnostics
        text = drafted(model, "r.csv")
        again = read_by(OPEN.sub(r'\1 = "ignore"', text), model, "r.csv")
    assert figures(plain) == figures(again)
    assert plain.people.rows() == again.people.rows()


def figures(ratings: Ratings) -> list[tuple[str, ...]]:
    rows = ratings.frame.drop("source", "line", "row").rows()
    return sorted(tuple(str(cell).replace("#", "") for cell in row) for row in rows)


def test_names_of_sheets_and_files(model: Model, tmp_path: Path) -> None:
    rows: list[list[object]] = [["Employee ID", "Position", "Communication"], ["007", "account_manager", 3]]
    workbook(tmp_path / "r.xlsx", Self=rows, Manager=[rows[0], ["007", "account_manager", 2]])
    text = "Employee ID,Position,Communication\n007,account_manager,{}\n"
    written(tmp_path, "", **{"2025H2__csv": text.format(1), "2026H1__csv": text.format(2)})
    with contextlib.chdir(tmp_path):
        for files, named in ((["r.xlsx"], 'sheet = "rater_role"'), (["2025H2.csv", "2026H1.csv"], 'file = "cycle"')):
            plain = read_ratings(files, model)
            text = drafted(model, *files)
            assert named in text
            assert figures(read_by(text, model, *files)) == figures(plain)
            assert len(figures(plain)) == 2


@pytest.mark.parametrize(("files", "code"), [((), 2), (("-",), 2), (("none.csv",), 2), (("empty.csv",), 1)])
def test_nothing_to_draft(files: tuple[str, ...], code: int, run: Run, tmp_path: Path) -> None:
    written(tmp_path, "", empty__csv="")
    done = run("check", "--draft", *files, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr


def test_errors_of_the_files_are_no_errors_of_the_draft(model: Model) -> None:
    with contextlib.chdir(ROOT):
        _, problems = draft_mappings(["tests/cases/ratings_with_errors.csv"], model)
    assert not [d for d in problems if d.severity is Severity.ERROR]


@given(st.text())
def test_any_text_is_written_so_that_it_is_read_again(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        return
    written = f"{quoted(text)} = 1"
    assert tomllib.loads(written) == {text: 1}
    assert visible(written) == written
