"""One sitting: a company's matrix in Chinese becomes a dictionary, rating sheets and verdicts."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl

from .conftest import Run
from .rating_workbooks import asked, overview

HEADS = ["能力类别", "能力项", "内涵简述", "初级", "中级", "高级", "备注"]
ROWS: list[list[str | None]] = [
    ["服务能力", "客户沟通", "听懂客户，也让客户听懂", "1. 接听时先问候并报姓名\n2. 复述客户的问题",
     "1. 用客户听得懂的话解释规则\n2. 安抚情绪激动的客户", "1. 处理其他同事转来的投诉\n2. 总结话术并教给同事", None],
    [None, "问题解决", "找到原因并一次解决", "1. 按知识库答复常见问题", "1. 独立处理没有先例的问题\n2. 跟进到客户确认",
     "1. 从投诉中找出流程的缺陷\n2. 推动其他部门改进", "2026年新增"],
    ["协作能力", "班组协作", "和同事一起完成班组目标", "1. 交接班时说明未完事项",
     "1. 主动分担高峰时段的话务", "1. 安排班组的排班和轮岗", None],
]  # fmt: skip
REQUIRED: list[list[str | int]] = [
    ["能力项", "客服专员", "客服组长"],
    ["客户沟通", 1, "2/3"],
    ["问题解决", 1, 2],
    ["班组协作", "(1)", 2],
]
PEOPLE = "工号,姓名,岗位\nK1,赵一,客服专员\nK2,钱二,客服组长\n"
RATERS = "工号,评价人角色,评价人\nK1,上级,K2\nK1,自评,K1\nK2,上级,M1\nK2,自评,K2\n"
SAID = {"K1": {"客户沟通": 1, "问题解决": 2, "班组协作": 0}, "K2": {"客户沟通": 2, "问题解决": 1, "班组协作": 2}}
"""What everybody rates people with, by competency."""


def company_book(path: Path) -> None:
    """A matrix as companies keep it: a title above the heads, merged categories, numbered lines, positions apart."""
    book = openpyxl.Workbook()
    sheet, positions = book.worksheets[0], book.create_sheet("岗位要求")
    sheet.title = "能力词典"
    sheet.append(["客户服务中心能力词典（2026版）"])
    sheet.append(HEADS)
    for row in ROWS:
        sheet.append(row)
    sheet.merge_cells("A1:G1")
    sheet.merge_cells("A3:A4")
    for required in REQUIRED:
        positions.append(required)
    book.save(path)


def fill_in(path: Path) -> int:
    """Fill in a workbook of rating sheets as its rater does; returns the number of cells."""
    book = openpyxl.load_workbook(path)
    cells = list(asked(overview(book)))
    for cell in cells:
        cell.cell.value = SAID[cell.employee][cell.competency]
    book.save(path)
    return len(cells)


def test_from_a_matrix_to_verdicts(run: Run, tmp_path: Path) -> None:
    """Six commands and one edit of the map; all that is printed is about a hundred lines."""
    company_book(tmp_path / "词典.xlsx")
    (tmp_path / "人员.csv").write_text(PEOPLE, "utf-8")
    (tmp_path / "评价.csv").write_text(RATERS, "utf-8")
    commands = lines = 0

    def comp(*args: str, code: int = 0) -> str:
        nonlocal commands, lines
        done = run("--lang", "zh", *args, cwd=tmp_path)
        assert done.returncode == code, done.stdout + done.stderr
        commands, lines = commands + 1, lines + len((done.stdout + done.stderr).splitlines())
        return done.stdout

    # A guess and what isn't taken make the dry run end with 1.
    dry = comp("import", "词典.xlsx", "--positions", "岗位要求", code=1)
    map = re.search(r"^format = .*?(?=^下一步)", dry, re.DOTALL | re.MULTILINE)
    assert map is not None
    edited, edits = re.subn(r'^"内涵简述" = "ignore".*$', '"内涵简述" = "definition"', map[0], flags=re.MULTILINE)
    assert edits == 1
    (tmp_path / "map.toml").write_text(edited, "utf-8")
    comp("import", "词典.xlsx", "--map", "map.toml", "-o", "词典.yaml")
    comp("check", "词典.yaml")
    comp("sheet", "-m", "词典.yaml", "--roster", "人员.csv", "--raters", "评价.csv", "--cycle", "2026H2",
         "-o", "评分/{rater}.xlsx")  # fmt: skip
    sheets = sorted(str(path.relative_to(tmp_path)) for path in (tmp_path / "评分").iterdir())
    assert sum(fill_in(tmp_path / sheet) for sheet in sheets) == 4 * 3
    comp("check", "-m", "词典.yaml", *sheets, "--roster", "人员.csv")
    comp("assess", "-m", "词典.yaml", *sheets, "--roster", "人员.csv", "-o", "json:结果.json")
    result = json.loads((tmp_path / "结果.json").read_text("utf-8"))
    # K1 lacks only what is not essential; K2 is one level short in one of three.
    assert {e["employee_id"]: e["verdict"] for e in result["employees"]} == {"K1": "ready", "K2": "near"}
    gaps = {(e["employee_id"], c["competency"]): c["gap"] for e in result["employees"] for c in e["competencies"]}
    assert gaps == {
        ("K1", "c001"): 0, ("K1", "c002"): -1, ("K1", "c003"): 1,
        ("K2", "c001"): 0, ("K2", "c002"): 1, ("K2", "c003"): 0,
    }  # fmt: skip
    assert commands == 6
    assert lines <= 110


def test_positions_may_be_said_beside_a_map(run: Run, tmp_path: Path) -> None:
    """The remedy of T628, followed to the letter with a map at hand that leaves the sheet out."""
    company_book(tmp_path / "w.xlsx")
    dry = run("import", "w.xlsx", cwd=tmp_path).stdout
    map = re.search(r"^format = .*?(?=^Next)", dry, re.DOTALL | re.MULTILINE)
    assert map is not None
    assert 'sheet = "岗位要求"\nignore = true' in map[0]
    (tmp_path / "map.toml").write_text(map[0], "utf-8")
    args = ("import", "w.xlsx", "--map", "map.toml", "--positions")
    assert "2 positions" in run(*args, "岗位要求!B:C", "-o", "a.yaml", cwd=tmp_path).stdout
    assert "2 positions" in run(*args, "岗位要求", "-o", "b.yaml", cwd=tmp_path).stdout
    assert run(*args, "岗位", "-o", "c.yaml", cwd=tmp_path).returncode == 2
    assert run(*args, "能力词典", "-o", "c.yaml", cwd=tmp_path).returncode == 2
    assert not (tmp_path / "c.yaml").exists()
