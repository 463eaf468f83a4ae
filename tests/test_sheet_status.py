"""`comp sheet --status`: who still owes a rating sheet, and what is told of anonymous raters."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from . import rating_workbooks
from .conftest import Run

PEOPLE = "employee_id,name,position\n" + "".join(
    f"{id},{name},{position}\n"
    for id, name, position in (
        ("E1", "李雷", "account_manager"),
        ("E2", "韩梅梅", "account_representative"),
        ("E3", "王芳", "account_representative"),
        ("E4", "赵六", "account_representative"),
    )
)
RATERS = [
    ("E1", "self", "E1"),
    ("E2", "self", "E2"),
    *((id, "manager", "M1") for id in ("E1", "E2", "E3")),
    *(("E1", "peer", rater) for rater in ("P1", "P2", "P3", "P4")),
    *(("E2", "peer", rater) for rater in ("P1", "P2")),
]
ASKED = {"E1": 7, "E2": 6, "E3": 6}
"""Competencies that the positions of the shipped dictionary require."""
STATES = ("complete", "started", "untouched", "unusable", "missing")


@pytest.fixture(params=["overview", "evidence", "csv"])
def folder(request: pytest.FixtureRequest, run: Run, tmp_path: Path) -> Path:
    """A roster, raters and their sheets: workbooks with an overview, with sheets of people too, or CSV."""
    (tmp_path / "people.csv").write_text(PEOPLE, "utf-8")
    rows = "".join(",".join(row) + "\n" for row in RATERS)
    (tmp_path / "who.csv").write_text("employee_id,rater_role,rater_id\n" + rows, "utf-8")
    more = ("--evidence",) if request.param == "evidence" else ()
    ending = "csv" if request.param == "csv" else "xlsx"
    to = ("--cycle", "2026H1", "-o", f"out/{{rater}}.{ending}", *more)
    made = run("sheet", "--roster", "people.csv", "--raters", "who.csv", *to, cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    (tmp_path / "back").mkdir()
    return tmp_path


def give_back(folder: Path, rater: str, answers: int) -> None:
    """Put a rater's sheets into the folder `back`, with so many answers."""
    file = next((folder / "out").glob(f"{rater}.*"))
    back = folder / "back" / file.name
    shutil.copy(file, back)
    if not answers:
        return
    if file.suffix == ".csv":
        rows = list(csv.reader(io.StringIO(file.read_text("utf-8-sig"))))
        at = next(i for i, head in enumerate(rows[0]) if head in ("level", "等级"))
        for row in rows[1 : answers + 1]:
            row[at] = "2"
        text = io.StringIO()
        csv.writer(text).writerows(rows)
        back.write_text(text.getvalue(), "utf-8")
        return
    book = openpyxl.load_workbook(back)
    for cell in [*rating_workbooks.asked(rating_workbooks.overview(book))][:answers]:
        cell.cell.value = 2
    book.save(back)


def status(run: Run, folder: Path, *more: str, code: int = 0) -> dict[str, Any]:
    known = ("--roster", "people.csv", "--raters", "who.csv")
    done = run("sheet", "back", "--status", *known, *more, "--format", "json", cwd=folder)
    assert done.returncode == code, done.stderr
    document: dict[str, Any] = json.loads(done.stdout)
    return document


def states(counts: dict[str, int]) -> tuple[int, ...]:
    return tuple(counts[state] for state in STATES)


def of_roles(document: dict[str, Any], employee: str) -> dict[str, Any]:
    """Role → how many of a person's sheets have which state; None where withheld."""
    person = next(p for p in document["people"] if p["employee_id"] == employee)
    return {role["role"]: role["states"] and states(role["states"]) for role in person["roles"]}


def test_who_owes_what(folder: Path, run: Run) -> None:
    give_back(folder, "E1", 7)
    give_back(folder, "M1", 9)  # E1's seven, two of E2's six, none of E3's
    give_back(folder, "P1", 13)
    give_back(folder, "P2", 0)
    document = status(run, folder)
    assert {r["rater_id"]: states(r["states"]) for r in document["raters"]} == {
        "E1": (1, 0, 0, 0, 0),
        "E2": (0, 0, 0, 0, 1),
        "M1": (1, 1, 1, 0, 0),
    }
    assert {r["rater_id"]: (r["answered"], r["asked"]) for r in document["raters"]} == {
        "E1": (7, 7),
        "E2": (0, 6),
        "M1": (9, 19),
    }
    assert [r["rater_id"] for r in document["raters"]] == ["M1", "E2", "E1"], "those first who owe most"
    assert of_roles(document, "E1") == {"self": (1, 0, 0, 0, 0), "manager": (1, 0, 0, 0, 0), "peer": (1, 0, 1, 0, 2)}
    assert of_roles(document, "E2") == {"self": (0, 0, 0, 0, 1), "manager": (0, 1, 0, 0, 0), "peer": None}
    summary = document["summary"]
    assert (summary["sheets"], states(summary["states"]), summary["withheld"]) == (11, (3, 1, 2, 0, 3), 2)
    assert document["without"] == [{"employee_id": "E4", "name": "赵六"}]


def test_anonymous_raters_are_the_keepers(folder: Path, run: Run) -> None:
    give_back(folder, "P1", 13)
    for name in ("json", "csv", "table", "markdown", "html"):
        for more in ((), ("--full",)):
            known = ("--roster", "people.csv", "--raters", "who.csv", "--format", name)
            done = run("sheet", "back", "--status", *known, *more, cwd=folder)
            assert done.returncode == 0
            assert "P1" not in done.stdout and "P2" not in done.stdout
    document = status(run, folder, "--show-raters")
    assert document["confidential"] is True
    assert {r["rater_id"]: states(r["states"]) for r in document["raters"] if r["roles"] == ["peer"]} == {
        "P1": (2, 0, 0, 0, 0),
        "P2": (0, 0, 0, 0, 2),
        "P3": (0, 0, 0, 0, 1),
        "P4": (0, 0, 0, 0, 1),
    }
    assert of_roles(document, "E2")["peer"] == (1, 0, 0, 0, 1)
    assert document["summary"]["withheld"] == 0
    asked = ("--roster", "people.csv", "--raters", "who.csv", "--show-raters", "--lang", "en")
    assert "Confidential" in run("sheet", "back", "--status", *asked, cwd=folder).stdout


def test_without_a_table_of_raters_only_the_files_count(folder: Path, run: Run) -> None:
    give_back(folder, "E1", 3)
    done = run("sheet", "back", "--status", "--roster", "people.csv", "--format", "json", cwd=folder)
    document = json.loads(done.stdout)
    assert document["raters_known"] is False
    assert [(s["employee_id"], s["state"], s["answered"], s["asked"]) for s in document["sheets"]] == [
        ("E1", "started", 3, 7)
    ]
    assert [p["employee_id"] for p in document["without"]] == ["E2", "E3", "E4"]
    shown = run("sheet", "back", "--status", "--roster", "people.csv", "--lang", "en", cwd=folder, COLUMNS="120").stdout
    assert "Only the files at hand are counted" in shown


def test_csv_has_a_row_per_sheet_or_per_state(folder: Path, run: Run) -> None:
    give_back(folder, "E1", 7)
    give_back(folder, "P1", 2)
    known = ("--roster", "people.csv", "--raters", "who.csv", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(run("sheet", "back", "--status", *known, cwd=folder).stdout)))
    found = {(r["employee_id"], r["rater_role"], r["rater_id"], r["state"]): r["sheets"] for r in rows}
    assert found[("E1", "self", "E1", "complete")] == "1"
    assert found[("E1", "peer", "", "started")] == "1"
    assert found[("E1", "peer", "", "missing")] == "3"
    assert found[("E2", "peer", "", "withheld")] == "2"
    assert sum(int(n) for n in found.values()) == len(RATERS)


def test_damaged_and_foreign_files_are_findings(folder: Path, run: Run) -> None:
    give_back(folder, "E1", 7)
    (folder / "back/broken.xlsx").write_bytes(b"PK\x03\x04 broken")
    assert run("sheet", "back", "--status", "--format", "json", cwd=folder).returncode == 1
    document = status(run, folder, code=1)
    assert next(states(r["states"]) for r in document["raters"] if r["rater_id"] == "E1") == (1, 0, 0, 0, 0)
    done = run("sheet", "nowhere.xlsx", "--status", cwd=folder)
    assert done.returncode == 2


@pytest.mark.parametrize("folder", ["overview", "evidence"], indirect=True)  # in CSV it is a finding, C123
def test_assess_says_first_that_sheets_are_blank(folder: Path, run: Run) -> None:
    give_back(folder, "E1", 7)
    give_back(folder, "M1", 7)
    give_back(folder, "P2", 0)
    done = run("assess", "back", "--roster", "people.csv", "--lang", "en", cwd=folder)
    assert "4 of 6 sheets blank: back/M1.xlsx, back/P2.xlsx" in done.stderr
    assert "sheets blank" not in done.stdout
    done = run("assess", "back/P2.xlsx", "--roster", "people.csv", "--lang", "zh", cwd=folder)
    assert "2 张评价表全部未填写：back/P2.xlsx" in done.stderr


# What follows needs no sheets of three kinds.


@pytest.fixture
def sheets(tmp_path: Path) -> Path:
    (tmp_path / "people.csv").write_text(PEOPLE, "utf-8")
    (tmp_path / "back").mkdir()
    return tmp_path


def ratings(rows: Iterable[Sequence[str]]) -> str:
    head = "employee_id,position,rater_role,rater_id,cycle,competency,level\n"
    return head + "".join(",".join(row) + "\n" for row in rows)


def test_a_table_of_another_shape_counts_by_what_the_position_requires(sheets: Path, run: Run) -> None:
    rows = [("E1", "account_manager", "manager", "M1", "2026H1", c, "2") for c in ("communication", "coordination")]
    (sheets / "back/m.csv").write_text(ratings(rows), "utf-8")
    (sheets / "who.csv").write_text("employee_id,rater_role,rater_id\nE1,manager,M1\n", "utf-8")
    (sheet,) = status(run, sheets)["sheets"]
    assert (sheet["state"], sheet["answered"], sheet["asked"]) == ("started", 2, ASKED["E1"])


def test_other_cycles_and_unexpected_sheets_are_told(sheets: Path, run: Run) -> None:
    rows = [
        ("E1", "account_manager", "manager", rater, cycle, "communication", "2")
        for rater, cycle in (("M1", "2025H2"), ("M2", "2026H1"))
    ]
    (sheets / "back/m.csv").write_text(ratings(rows), "utf-8")
    (sheets / "who.csv").write_text("employee_id,rater_role,rater_id\nE1,manager,M1\n", "utf-8")
    document = status(run, sheets)
    assert {s["rater_id"]: s["state"] for s in document["sheets"]} == {"M1": "missing", "M2": "started"}
    assert document["summary"]["unexpected"] == 1
    assert {s["rater_id"]: s["state"] for s in status(run, sheets, "--cycle", "2025H2")["sheets"]} == {"M1": "started"}


def test_who_of_an_anonymous_role_returned_a_sheet_changes_nothing(sheets: Path, run: Run) -> None:
    (sheets / "who.csv").write_text(
        "employee_id,rater_role,rater_id\nE1,manager,P1\n"
        + "".join(f"{id},peer,{rater}\n" for id in ("E2", "E3") for rater in ("P1", "P2", "P3")),
        "utf-8",
    )
    seen = set()
    for back in (("P1", "P2"), ("P2", "P3"), ("P3", "P1")):
        rows = [("E2", "account_representative", "peer", rater, "2026H1", "communication", "2") for rater in back]
        (sheets / "back/r.csv").write_text(ratings(rows), "utf-8")
        known = ("--roster", "people.csv", "--raters", "who.csv", "--format")
        seen.add(tuple(run("sheet", "back", "--status", *known, name, cwd=sheets).stdout for name in ("json", "csv")))
    assert len(seen) == 1


def test_a_rater_without_an_id_may_be_anybody(sheets: Path, run: Run) -> None:
    rows = [("E1", "account_manager", "manager", "M7", "2026H1", "communication", "2")]
    (sheets / "back/m.csv").write_text(ratings(rows), "utf-8")
    (sheets / "who.csv").write_text("employee_id,rater_role,rater_id\nE1,manager,\nE2,manager,\n", "utf-8")
    document = status(run, sheets)
    assert [(s["employee_id"], s["rater_id"], s["state"]) for s in document["sheets"]] == [
        ("E1", "M7", "started"),
        ("E2", None, "missing"),
    ]
    assert document["summary"]["unexpected"] == 0


def test_a_sheet_that_was_changed_too_much_is_unusable(sheets: Path, run: Run) -> None:
    (sheets / "who.csv").write_text("employee_id,rater_role,rater_id\nE1,manager,M1\nE2,manager,M1\n", "utf-8")
    made = ("sheet", "--roster", "people.csv", "--raters", "who.csv", "-o", "back/{rater}.xlsx")
    assert run(*made, cwd=sheets).returncode == 0
    book = openpyxl.load_workbook(sheets / "back/M1.xlsx")
    sheet = rating_workbooks.overview(book)
    sheet.cell(
        rating_workbooks.person_rows(sheet)["E1"], rating_workbooks.column(sheet, rating_workbooks.IDS)
    ).value = "E9"
    book.save(sheets / "back/M1.xlsx")
    found = {s["employee_id"]: s["state"] for s in status(run, sheets, code=1)["sheets"]}
    assert found == {"E1": "unusable", "E2": "untouched"}


def test_sheets_of_the_older_layout(sheets: Path, run: Run) -> None:
    for name in ("levels-zh.xlsx", "behaviours-en.xlsx"):
        shutil.copy(f"tests/cases/old_sheets/{name}", sheets / "back")
    done = run("sheet", "back", "--status", "--show-raters", "--format", "json", cwd=sheets)
    assert done.returncode == 0, done.stderr
    sheets_ = json.loads(done.stdout)["sheets"]
    assert {s["state"] for s in sheets_} == {"untouched"}
    assert all(s["asked"] for s in sheets_)


def test_sheets_that_nobody_is_named_on_hide_nobody(sheets: Path, run: Run) -> None:
    assert run("sheet", "--roster", "people.csv", "-o", "back/all.xlsx", cwd=sheets).returncode == 0
    done = run("sheet", "back", "--status", "--roster", "people.csv", "--format", "json", cwd=sheets)
    document = json.loads(done.stdout)
    assert [(s["employee_id"], s["role"], s["rater_id"], s["state"]) for s in document["sheets"]] == [
        (f"E{i}", None, None, "untouched") for i in range(1, 5)
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_screen_is_bounded_and_a_full_report_is_not(language: str, run: Run, tmp_path: Path) -> None:
    people = [f"E{i:03}" for i in range(300)]
    roster = "employee_id,name,position\n" + "".join(f"{id},名字{id},account_manager\n" for id in people)
    (tmp_path / "people.csv").write_text(roster, "utf-8")
    raters = "".join(f"{id},manager,M{i // 3:03}\n{id},self,{id}\n" for i, id in enumerate(people))
    (tmp_path / "who.csv").write_text("employee_id,rater_role,rater_id\n" + raters, "utf-8")
    (tmp_path / "r.csv").write_text(
        ratings([("E000", "account_manager", "self", "E000", "2026H1", "communication", "2")]), "utf-8"
    )
    known = ("r.csv", "--status", "--roster", "people.csv", "--raters", "who.csv", "--lang", language)
    lines = run("sheet", *known, cwd=tmp_path, COLUMNS="80").stdout.splitlines()
    assert len(lines) <= 10 + 5 + 20
    assert any("400" in line for line in lines), "100 managers and 300 people, of whom 10 are shown"
    assert max(map(len, lines[: lines.index("") + 20])) <= 80
    full = run("sheet", *known, "--full", cwd=tmp_path).stdout
    assert all(id in full for id in people)


def test_files_go_with_status_alone(sheets: Path, run: Run) -> None:
    for arguments in (("x.xlsx",), ("--show-raters", "--position", "account_manager")):
        done = run("sheet", *arguments, "--lang", "en", cwd=sheets)
        assert (done.returncode, "with --status" in done.stderr) == (2, True)
    done = run("sheet", "--status", "back", "--raters", "people.csv", "--lang", "en", cwd=sheets)
    assert (done.returncode, "needs a roster" in done.stderr) == (2, True)
