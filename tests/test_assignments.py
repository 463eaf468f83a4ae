"""Who rates whom, in the shapes that people have."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lenovo_comp import Model
from lenovo_comp.findings.finding import Severity
from lenovo_comp.ratings.assignments import read_assignments
from lenovo_comp.ratings.by_name import Roster
from lenovo_comp.ratings.several import split_ids

from .conftest import Run
from .test_arithmetic import QUICK

PEOPLE = (("007", "Li Lei"), ("008", "韩梅梅"), ("009", "张伟"), ("010", "张伟"))


def read(text: str, model: Model, folder: Path) -> tuple[list[str], list[str]]:
    """`employee role rater` of each assignment, and the codes of what was found: those of notes in small letters."""
    (folder / "who.csv").write_text(text, "utf-8")
    found, problems = read_assignments(str(folder / "who.csv"), model, lambda: Roster(PEOPLE))
    codes = [d.rule.code.lower() if d.severity is Severity.INFO else d.rule.code for d in problems]
    return [f"{a.employee_id} {a.rater_role.id} {a.rater_id}".strip() for a in found], codes


@pytest.mark.parametrize(
    ("text", "expected", "codes"),
    (
        ("360 评估安排,,\n1. 工号*,评价关系（必填）,评价人工号\n007,上级,M1\n", ["007 manager M1"], ["c122"]),
        ("工号,角色,评价人\n007,上级,M1\n合计,,1\n说明：三月前,,\n", ["007 manager M1"], ["R460", "r461"]),
        ("工号,角色,评价人\n007,上级,M1\n工号,角色,评价人\n008,上级,M1\n", ["007 manager M1", "008 manager M1"],
         ["c132"]),
        ("工号,角色,评价人\n007,上级,M1\n工号,评价人,角色\n008,M1,上级\n", [], ["C131"]),
        ('工号,角色,评价人\n007,同事,"P1; P2, P3"\n', ["007 peer P1", "007 peer P2", "007 peer P3"], ["r457"]),
        ('工号,角色,评价人\n007,同事,"P1、P2\nP3"\n', ["007 peer P1", "007 peer P2", "007 peer P3"], ["r457"]),
        ("工号,角色,评价人\n007;008,上级,M1\n", ["007 manager M1", "008 manager M1"], ["r457"]),
        ('工号,角色,评价人\n007,同事,"Li, Lei"\n008,同事,P1\n', ["008 peer P1"], ["R458"]),
        ("工号,角色,评价人\n007,同事,\n008,同事,a/b\n", ["007 peer", "008 peer a/b"], []),
        ("Employee ID,Self,Manager,Peer 1,Peer 2\n007,007,M1,P1,P2\n008,,M1,—,\n",
         ["007 self 007", "007 manager M1", "007 peer P1", "007 peer P2", "008 manager M1"], ["r456"]),
        ("姓名,自评,上级,同事\nLi Lei,√,M1,P1、P2\n韩梅梅,韩梅梅,M1,\n张伟,x,M2,\n",
         ["007 self 007", "007 manager M1", "007 peer P1", "007 peer P2", "008 self 008", "008 manager M1"],
         ["R454", "r456", "r457"]),
        ("employee_id,name,position,manager\n007,Li Lei,account_manager,M1\n", ["007 manager M1"], ["r456"]),
        ("employee_id,self,peer\n007,x,x\n", ["007 self 007", "007 peer"], ["r456"]),
        ("employee_id,self,peer\n007,x,007\n", ["007 self 007"], ["r456", "R425"]),
        ("First name,Last name,role,rater\nLei,Li,peer,P1\nBob,Jones,peer,P1\n", ["007 peer P1"], ["R453"]),
        ("employee_id,manager,rater_id\n007,M1,P1\n", [], ["C101"]),
        ("employee_id,P1,P2\n007,peer,peer\n", [], ["C101", "C101"]),
        ("employee_id,rater_role,rater_id,rater_id\n007,peer,P1,P2\n", [], ["C102"]),
        ("name,rater_role,rater_id\nLi Lei,peer,#REF!\n", [], ["R426"]),
    ),
)  # fmt: skip
def test_tables_are_read_or_refused(
    text: str, expected: list[str], codes: list[str], model: Model, tmp_path: Path
) -> None:
    assigned, found = read(text, model, tmp_path)
    assert (assigned, sorted(found)) == (expected, sorted(codes))


@given(st.lists(st.from_regex(r"[A-Z]{0,2}[0-9]{1,5}", fullmatch=True), min_size=1, max_size=6, unique=True), st.data())
@QUICK
def test_ids_between_signs_are_themselves(ids: list[str], data: st.DataObject) -> None:
    signs = st.sampled_from((";", "; ", "；", "、", "\n", "\r\n", ", ", "，", ",", " | "))
    text = ids[0] + "".join(data.draw(signs) + id for id in ids[1:])
    assert split_ids(text) == ids
    assert split_ids(f" {text} ;") == ids


@pytest.mark.parametrize(
    "cell",
    (
        "",
        " ",
        "P1",
        "Wang Fang",
        "a/b",
        "阿里木·买买提",
        "P 1",
        "Anna-Maria & Co",
        "M1 (HR)",
        "张 三",
        "Sandy Anderson",
    ),
)
def test_a_cell_of_one_id_is_not_cut(cell: str) -> None:
    assert split_ids(cell) == [cell.strip()] * bool(cell.strip())


@pytest.mark.parametrize(
    "cell",
    (
        "Li, Lei",
        "P1 / P2",
        "P1 P2",
        "P1 & P2",
        "P1和P2 和 P3",
        "007 008",
        "P1, Li Lei",
        "张三 李四",
        "张三/李四",
        "Li Lei / Wang Fang",
    ),
)
def test_a_cell_that_may_be_several_is_asked_about(cell: str) -> None:
    assert split_ids(cell) is None


def test_sheets_are_made_of_other_shapes(tmp_path: Path, run: Run) -> None:
    """The remedy of R458 followed literally: semicolons."""
    roster = ["employee_id,name,position", *(f"{id},{name},account_manager" for id, name in PEOPLE[:2])]
    (tmp_path / "p.csv").write_text("\n".join(roster), "utf-8")
    args = ("sheet", "--roster", "p.csv", "--raters", "w.csv", "-o", "{rater}.xlsx", "--lang", "en")
    for peers, code, made in (("P1 / P2", 1, {"007", "M1"}), ("P1; P2", 0, {"007", "M1", "P1", "P2"})):
        (tmp_path / "w.csv").write_text(f"姓名,自评,上级,同事\nLi Lei,x,M1,{peers}\n韩梅梅,,M1,\n", "utf-8")
        done = run(*args, cwd=tmp_path)
        assert done.returncode == code, done.stderr
        assert {file.stem for file in tmp_path.glob("*.xlsx")} == made
    assert len(openpyxl.load_workbook(tmp_path / "M1.xlsx").sheetnames) == 3
