"""XLSX ratings: typed cells, several sheets, merged cells, and archives made to harm."""

from __future__ import annotations

import datetime
import io
import re
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from lenovo_comp import Model, read_ratings
from lenovo_comp.ratings.files.header_row import find_column
from lenovo_comp.ratings.files.workbook import read_workbook

HEADER = ["工号", "岗位", "胜任能力", "等级", "评价人角色", "评价人"]
ROW: list[Any] = ["007", "大客户经理", "沟通表达能力", 3, "上级", "M1"]
Found = list[tuple[str, str | None, int | None]]


def save(file: Path, *rows: list[Any], title: str = "评分") -> openpyxl.Workbook:
    """A workbook with one sheet of these rows; returned so that a test may add to it and save again."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.save(file)
    return book


def findings(file: Path, model: Model) -> Found:
    return [(d.rule.code, d.place.cell, d.place.row) for d in read_ratings([file], model).diagnostics]


def test_a_plain_workbook(model: Model, tmp_path: Path) -> None:
    save(tmp_path / "r.xlsx", HEADER, ROW, ["008", "大客户代表", "市场信息分析", "2", "上级", "M1"])
    ratings = read_ratings([tmp_path / "r.xlsx"], model)
    assert ratings.diagnostics == ()
    assert ratings.frame.select("employee_id", "competency", "level", "row").rows() == [
        ("007", "communication", 3.0, 2),
        ("008", "market_information", 2.0, 3),
    ]
    assert ratings.inputs[0].encoding == "xlsx"


def test_a_wide_workbook_with_a_title(model: Model, tmp_path: Path) -> None:
    save(
        tmp_path / "r.xlsx",
        ["2026 年上半年评估"],
        [],
        ["工号", "岗位", "评价人角色", "沟通表达能力", "市场信息分析"],
        ["1", "大客户经理", "上级", 3, None],
        [None, None, None, None, None],
        ["2", "大客户经理", "上级", 9, 1],
    )
    ratings = read_ratings([tmp_path / "r.xlsx"], model)
    assert findings(tmp_path / "r.xlsx", model) == [("X209", "评分!A3", 3), ("R401", "评分!D6", 6)]
    assert ratings.frame.select("employee_id", "competency", "row").rows() == [
        ("1", "communication", 4),
        ("2", "market_information", 6),
    ]


def test_typed_cells(model: Model, tmp_path: Path) -> None:
    save(
        tmp_path / "r.xlsx",
        HEADER,
        [*ROW[:3], datetime.date(2026, 1, 2), *ROW[4:]],
        [*ROW[:3], "#N/A", *ROW[4:]],
        [*ROW[:3], "=1+2", *ROW[4:]],
        [*ROW[:3], 2.5, *ROW[4:]],
        [*ROW[:3], True, *ROW[4:]],
        [datetime.date(2026, 1, 2), *ROW[1:]],
        ["#REF!", *ROW[1:]],
    )
    assert findings(tmp_path / "r.xlsx", model) == [
        ("X207", "评分!D2", 2),
        ("X206", "评分!D3", 3),
        ("X205", "评分!D4", 4),
        ("R403", "评分!D5", 5),
        ("R402", "评分!D6", 6),
        ("X207", "评分!A7", 7),
        ("X206", "评分!A8", 8),
    ]
    ratings = read_ratings([tmp_path / "r.xlsx"], model)
    assert ratings.frame.is_empty()
    assert ratings.left_out == 7


def test_formulas_that_were_calculated_count(model: Model, tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "r.xlsx")
    sheet = book.add_worksheet("s")
    sheet.write_row(0, 0, HEADER)
    sheet.write_row(1, 0, ROW)
    sheet.write_formula(1, 3, "=1+1", None, 2)
    sheet.write_formula(1, 5, '="M"&1', None, "M1")
    book.close()
    ratings = read_ratings([tmp_path / "r.xlsx"], model)
    assert ratings.diagnostics == ()
    assert ratings.frame.select("level", "rater_id").rows() == [(2.0, "M1")]


def test_ids_stored_as_numbers(model: Model, tmp_path: Path) -> None:
    save(tmp_path / "r.xlsx", HEADER, [7, *ROW[1:]])
    assert findings(tmp_path / "r.xlsx", model) == [("C111", "评分!A1", 1)]
    assert read_ratings([tmp_path / "r.xlsx"], model).frame["employee_id"].to_list() == ["7"]


def test_dates_do_no_harm_where_they_belong(model: Model, tmp_path: Path) -> None:
    save(tmp_path / "r.xlsx", [*HEADER, "日期"], [*ROW, datetime.datetime(2026, 1, 2)])
    assert [code for code, *_ in findings(tmp_path / "r.xlsx", model)] == ["C103"]


def test_a_cycle_may_be_a_date(model: Model, tmp_path: Path) -> None:
    rows = [[*ROW, day] for day in (datetime.date(2026, 6, 30), datetime.date(2025, 12, 31))]
    save(tmp_path / "r.xlsx", [*HEADER, "周期"], *rows)
    assert findings(tmp_path / "r.xlsx", model) == []
    assert read_ratings([tmp_path / "r.xlsx"], model).cycles == ["2025-12-31", "2026-06-30"]


def test_several_sheets(model: Model, tmp_path: Path) -> None:
    book = save(tmp_path / "r.xlsx", HEADER, ROW)
    notes = book.create_sheet("说明")
    notes.append(["请在三月前填写"])
    book.create_sheet("空白")
    more = book.create_sheet("二组")
    more.append(HEADER)
    more.append(["008", *ROW[1:]])
    more.append(ROW)
    hidden = book.create_sheet("旧")
    hidden.append(HEADER)
    hidden.append(["009", *ROW[1:]])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "r.xlsx")
    ratings = read_ratings([tmp_path / "r.xlsx"], model)
    assert sorted(findings(tmp_path / "r.xlsx", model)) == [
        ("R462", "二组!A3", 3),
        ("R462", "评分!A2", 2),
        ("X203", "说明", None),
        ("X204", "旧", None),
    ]
    apart = next(d for d in ratings.diagnostics if (d.rule.code, d.place.row) == ("R462", 3))
    assert "二组" in apart.message("en")
    assert ratings.frame["employee_id"].to_list() == ["008"]


def test_a_workbook_without_a_table(model: Model, tmp_path: Path) -> None:
    save(tmp_path / "r.xlsx", ["hello"], ["world"])
    assert [code for code, *_ in findings(tmp_path / "r.xlsx", model)] == ["C113"]
    save(tmp_path / "r.xlsx")
    assert [code for code, *_ in findings(tmp_path / "r.xlsx", model)] == ["F003"]


def test_merged_cells(model: Model, tmp_path: Path) -> None:
    book = save(tmp_path / "r.xlsx", HEADER, ROW, [None, *ROW[1:2], "逻辑分析能力", *ROW[3:]])
    sheet = book["评分"]
    sheet.merge_cells("A2:A3")
    book.save(tmp_path / "r.xlsx")
    assert findings(tmp_path / "r.xlsx", model) == [("X208", "评分!A2", 2), ("R407", "评分!A3", 3)]


def rezip(file: Path, change: dict[str, bytes]) -> bytes:
    """The workbook with some parts replaced or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change.pop(name, b"") or old.read(name))
        for name, data in change.items():
            new.writestr(name, data)
    return buffer.getvalue()


def test_a_zip_bomb_is_a_finding_in_bounded_memory(model: Model, tmp_path: Path) -> None:
    save(tmp_path / "r.xlsx", HEADER, ROW)
    data = rezip(tmp_path / "r.xlsx", {"xl/media/x.bin": bytes(300 * 2**20)})
    (tmp_path / "r.xlsx").write_bytes(data)
    assert len(data) < 2**20
    tracemalloc.start()
    assert [code for code, *_ in findings(tmp_path / "r.xlsx", model)] == ["X202"]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 50 * 2**20


def test_a_sheet_that_reaches_to_the_far_corner_is_a_finding(model: Model, tmp_path: Path) -> None:
    book = save(tmp_path / "r.xlsx", HEADER, ROW)
    book["评分"]["XFD1048576"] = 1
    book.save(tmp_path / "r.xlsx")
    assert findings(tmp_path / "r.xlsx", model) == [("X221", "评分!XFD1048576", None)]
    assert read_ratings([tmp_path / "r.xlsx"], model).frame.height == 1


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[: len(data) // 2],
        lambda data: b"PK\x03\x04" + data[100:],
        lambda data: re.sub(rb"xl/workbook.xml", b"xl/workbook.xmx", data),
        lambda data: data.replace(data[200:240], bytes(40)),
    ],
)
def test_damaged_workbooks(damage: Any, model: Model, tmp_path: Path) -> None:
    save(tmp_path / "r.xlsx", HEADER, ROW)
    (tmp_path / "r.xlsx").write_bytes(damage((tmp_path / "r.xlsx").read_bytes()))
    assert [code for code, *_ in findings(tmp_path / "r.xlsx", model)] == ["X201"]


def test_entities_in_a_workbook_are_harmless(model: Model, tmp_path: Path) -> None:
    save(tmp_path / "r.xlsx", HEADER, [*ROW[:3], "=1", *ROW[4:]])
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY %c "%s">' % (c, b"&%c;" % (c - 1) * 10) for c in range(98, 110)
    )
    with zipfile.ZipFile(tmp_path / "r.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    sheet = bomb + b"]>" + sheet.replace(b"</sheetData>", b"<row><c><f>&m;</f></c></row></sheetData>")
    (tmp_path / "r.xlsx").write_bytes(rezip(tmp_path / "r.xlsx", {"xl/worksheets/sheet1.xml": sheet}))
    assert [code for code, *_ in findings(tmp_path / "r.xlsx", model)] == ["X201"]


def test_what_only_looks_like_a_workbook(model: Model, tmp_path: Path) -> None:
    (tmp_path / "r.xlsx").write_text("工号,等级\n1,2\n")
    assert [code for code, *_ in findings(tmp_path / "r.xlsx", model)] == ["F007"]


def test_large_workbooks_equal_their_csv(model: Model, tmp_path: Path) -> None:
    rows = [[f"{i:05}", *ROW[1:3], i % 5, *ROW[4:]] for i in range(3000)]
    save(tmp_path / "r.xlsx", HEADER, *rows)
    lines = "\n".join(",".join(map(str, row)) for row in [HEADER, *rows])
    (tmp_path / "r.csv").write_text(lines, "utf-8")
    columns = ["employee_id", "competency", "rater_role", "rater_id", "level", "row"]
    frames = [read_ratings([tmp_path / f"r.{e}"], model).frame.select(columns) for e in ("xlsx", "csv")]
    assert frames[0].equals(frames[1])
    assert frames[0].height == 3000


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_are_a_table_or_a_finding(data: bytes, zipped: bool) -> None:
    if zipped:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("xl/workbook.xml", data)
            archive.writestr("xl/_rels/workbook.xml.rels", data[::-1])
        data = buffer.getvalue()
    tables, found = read_workbook(data, "r.xlsx", find_column)
    assert not tables
    assert found
