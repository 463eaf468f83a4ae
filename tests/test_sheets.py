"""`comp sheet`: sheets are made, filled in as a person would, and read back to the same figures."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from lenovo_comp import Model
from lenovo_comp.model.dictionary import Scale
from lenovo_comp.ratings.form import MARK
from lenovo_comp.reports.shared import book as books
from lenovo_comp.reports.sheet.forms import BY, steps

from . import rating_workbooks
from .conftest import WITH_OFFICE, Run, converted

LONG = "欧阳" + "长" * 60
PEOPLE = [
    ("007", "=cmd()", "金融行业部", "M1", "account_manager"),
    ("008", "<script>alert(1)</script>", "金融行业部", "M1", "account_representative"),
    ("009", LONG, "电信[1]:*?/\\部", "M1", "solution_consultant"),
    ("010", "'引号'", "", "M2", "industry_analyst"),
    ("011", "@SUM(A1)", "", "M2", "account_director"),
]
RATERS = [
    *((id, "manager", manager) for id, _, _, manager, _ in PEOPLE),
    *((id, "self", id) for id, *_ in PEOPLE),
    *(("007", "peer", rater) for rater in ("P1", "P2", "P3")),
    *(("008", "peer", rater) for rater in ("P1", "P2", "P3", "P4")),
    *(("009", "customer", rater) for rater in ("K1", "K2")),
    ("010", "assessor", "P1"),
    ("010", "peer", "P1"),
]


def rows_text(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A roster and a table of raters."""
    head = ("employee_id", "name", "department", "manager", "position")
    (tmp_path / "people.csv").write_text(rows_text(head, PEOPLE), "utf-8")
    (tmp_path / "who.csv").write_text(rows_text(("工号", "评价人角色", "评价人"), RATERS), "utf-8")
    return tmp_path


sheets_of = rating_workbooks.people_sheets


def header_row(sheet: Worksheet) -> int:
    return next(
        i for i in range(1, 20) if sheet.cell(i, 3).value in ("评价内容（仅供阅读）", "What is rated (for reading)")
    )


def asked(sheet: Worksheet) -> Iterator[tuple[int, str, str]]:
    """The cells that take a rating, as a person sees them: row, the competency above, the line beside."""
    above = ""
    for i in range(header_row(sheet) + 1, sheet.max_row + 1):
        line = str(sheet.cell(i, 3).value)
        if sheet.cell(i, 3).fill.fgColor.rgb == "FFDCE3EF":
            above = line
        if not sheet.cell(i, 4).protection.locked:
            yield i, above, line


def fact(sheet: Worksheet, label: str) -> str:
    """What the head says beside a label."""
    return next(str(sheet.cell(i, 4).value or "") for i in range(2, 12) if sheet.cell(i, 3).value == label)


class Filled:
    """Workbooks filled in at random, and the same ratings as rows of a CSV file."""

    def __init__(self, model: Model, language: str) -> None:
        self._random = random.Random(20260125)
        self._names = {getattr(c.name, language): c for c in model.competencies}
        self._language = language
        self._model = model
        self.rows: list[dict[str, Any]] = []

    def fill(self, file: Path, labels: tuple[str, str, str]) -> None:
        book = openpyxl.load_workbook(file)
        roles = {getattr(r.name, self._language): r.id for r in self._model.rater_roles}
        for sheet in sheets_of(book):
            employee, role, rater = (fact(sheet, label) for label in labels)
            for row, above, line in asked(sheet):
                competency = self._names[above]
                behaviour = None
                scale = competency.scale
                if line != above:
                    of = {getattr(s.text, self._language): s.id for _, s in competency.statements()}
                    behaviour = of[re.sub(r" \[[^\]]*\]", "", line)]
                    scale = self._model.attainment.scale
                said = "看到过" if self._random.random() < 0.2 else None
                sheet.cell(row, 5).value = said
                self._answer(
                    book,
                    sheet,
                    sheet.cell(row, 4),
                    (employee, roles[role], rater),
                    competency.id,
                    behaviour,
                    scale,
                    said,
                )
        self._fill_overview(book, file.stem, roles)
        book.save(file)

    def _fill_overview(self, book: openpyxl.Workbook, rater: str, roles: dict[str, str]) -> None:
        sheet = rating_workbooks.overview(book)
        for cell, employee, role, named in rating_workbooks.asked(sheet):
            competency = self._names[named]
            self._answer(book, sheet, cell, (employee, roles[role], rater), competency.id, None, competency.scale, None)

    def _answer(
        self,
        book: openpyxl.Workbook,
        sheet: Worksheet,
        cell: Any,
        who: tuple[str, str, str],
        competency: str,
        behaviour: str | None,
        scale: Scale,
        said: str | None,
    ) -> None:
        """Leave a cell blank, choose an entry of its list, or type its number."""
        if self._random.random() < 0.15:
            return
        values = [value for value, _ in steps(scale)]
        number = self._random.randrange(len(values))
        typed = self._random.random() < 0.5
        cell.value = values[number] if typed else rating_workbooks.listed(book, sheet, cell)[number]
        self.rows.append(
            {
                "employee_id": who[0],
                "competency": competency,
                "behaviour": behaviour,
                "level": values[number],
                "rater_role": who[1],
                "rater_id": who[2],
                "evidence": said,
            }
        )


def figures(document: str) -> Any:
    """What an assessment says, without the files it was made of."""
    found = json.loads(document)
    return found["summary"] | {"files_left_out": None}, found["competencies"], found["employees"]


def make(folder: Path, run: Run, by: str, language: str, *more: str) -> list[Path]:
    sheets = folder / "sheets"
    sheets.mkdir()
    args = ("sheet", "--roster", "people.csv", "--raters", "who.csv", "--by", by, "--lang", language)
    done = run(*args, *more, "-o", "sheets/{rater}.xlsx", cwd=folder)
    assert done.returncode == 0, done.stderr
    return sorted(sheets.iterdir())


LABELS = {"zh": ("被评价人工号", "您的角色", "您的工号"), "en": ("Employee ID", "Your role", "Your ID")}


def filled(folder: Path, run: Run, model: Model, by: str, language: str) -> tuple[list[str], str]:
    """The filled workbooks, and what `assess` says of the same ratings as CSV."""
    files = make(folder, run, by, language)
    assert [f.stem for f in files] == sorted({rater for *_, rater in RATERS})
    filled = Filled(model, language)
    for file in files:
        filled.fill(file, LABELS[language])
    assert len(filled.rows) > 60
    with (folder / "same.csv").open("w", encoding="utf-8", newline="") as to:
        writer = csv.DictWriter(to, list(filled.rows[0]))
        writer.writeheader()
        writer.writerows(filled.rows)
    done = run("assess", "same.csv", "--roster", "people.csv", "--format", "json", cwd=folder)
    assert done.returncode == 0, done.stderr
    return [str(f.relative_to(folder)) for f in files], done.stdout


@pytest.mark.sampled
@pytest.mark.parametrize(("by", "language"), [("levels", "zh"), ("behaviours", "en")])
def test_what_is_filled_in_counts_as_if_it_came_as_csv(
    by: str, language: str, folder: Path, run: Run, model: Model
) -> None:
    files, expected = filled(folder, run, model, by, language)
    done = run("assess", *files, "--format", "json", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert figures(done.stdout) == figures(expected)
    checked = run("check", *files, "--format", "json", cwd=folder)
    names = {d["code"] for d in json.loads(checked.stdout)["diagnostics"]}
    assert names == {"S901"}  # the names that look like formulas, and nothing else


@pytest.mark.sampled
@WITH_OFFICE
@pytest.mark.parametrize("by", BY)
def test_libreoffice_saves_the_same_ratings(by: str, folder: Path, run: Run, model: Model) -> None:
    files, expected = filled(folder, run, model, by, "zh")
    saved = folder / "saved"
    converted("xlsx:Calc MS Excel 2007 XML", [folder / f for f in files], saved)
    again = [f"saved/{Path(f).name}" for f in files]
    done = run("assess", *again, "--format", "json", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert figures(done.stdout) == figures(expected)


@pytest.mark.parametrize("by", BY)
def test_the_csv_sheet_counts_too(by: str, folder: Path, run: Run) -> None:
    args = ("sheet", "--roster", "people.csv", "--raters", "who.csv", "--by", by, "--cycle", "2026H1")
    assert run(*args, "-o", "sheet.csv", "--lang", "zh", cwd=folder).returncode == 0
    rows = list(csv.reader(io.StringIO((folder / "sheet.csv").read_text("utf-8"))))
    level = rows[0].index("等级")
    for i, row in enumerate(rows[1:]):
        row[level] = str(i % 4)
    plain = [[cell for j, cell in enumerate(row) if "仅供阅读" not in rows[0][j]] for row in rows]
    for name, table in (("filled.csv", rows), ("plain.csv", plain)):
        text = io.StringIO()
        csv.writer(text).writerows(table)
        (folder / name).write_text(text.getvalue(), "utf-8")
    outputs = [run("assess", name, "--format", "json", cwd=folder) for name in ("filled.csv", "plain.csv")]
    assert [o.returncode for o in outputs] == [0, 0]
    assert figures(outputs[0].stdout) == figures(outputs[1].stdout)
    assert figures(outputs[0].stdout)[0]["ratings"] == len(rows) - 1


# What a sheet is like


@pytest.fixture
def blank(tmp_path: Path, run: Run) -> Path:
    assert run("sheet", "-p", "account_manager", "-o", "s.xlsx", "--lang", "en", cwd=tmp_path).returncode == 0
    return tmp_path / "s.xlsx"


def test_only_answers_can_be_typed_and_they_come_from_lists(blank: Path, model: Model) -> None:
    book = openpyxl.load_workbook(blank)
    how, sheet = book[book.sheetnames[0]], book[book.sheetnames[1]]
    assert how.protection.sheet and sheet.protection.sheet
    assert sheet.protection.password is None
    top = header_row(sheet)
    assert sheet.freeze_panes == f"A{top + 1}"
    ids = sheet.column_dimensions["A"]
    assert (ids.hidden, ids.min, ids.max) == (True, 1, 2)
    open_cells = {c.coordinate for row in sheet.iter_rows() for c in row if not c.protection.locked}
    rated = {f"D{i}": above for i, above, _ in asked(sheet)}
    required = [r.competency for r in model.position("account_manager").requires]
    assert list(rated.values()) == [c.name.en for c in model.competencies if c.id in required]
    assert {c for c in open_cells if int(c[1:]) > top} == {*rated, *(f"E{c[1:]}" for c in rated)}
    assert {c for c in open_cells if int(c[1:]) < top} >= {"D2", "D3", "D5", "D6"}
    choices: dict[str, Any] = {}
    for rule in sheet.data_validations.dataValidation:
        found = re.fullmatch(r"'How to fill in'!\$B\$(\d+):\$B\$(\d+)", rule.formula1)
        assert found, rule.formula1
        listed = [how.cell(i, 2).value for i in range(int(found[1]), int(found[2]) + 1)]
        choices |= dict.fromkeys(str(rule.sqref).split(), listed)
    assert choices.pop("D5") == [r.name.en for r in model.rater_roles]
    names = {c.name.en: c for c in model.competencies}
    numbers = {cell: [int(str(entry).split(" ")[0]) for entry in entries] for cell, entries in choices.items()}
    assert numbers == {cell: [v for v, _ in steps(names[above].scale)] for cell, above in rated.items()}
    assert choices[next(iter(rated))] == ["0 - Never", "1 - Seldom", "2 - Sometimes", "3 - Often", "4 - Consistently"]


def test_it_prints_on_a4(blank: Path) -> None:
    for sheet in openpyxl.load_workbook(blank).worksheets:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToHeight == 0  # as many pages as it takes; one wide is the default
        properties = sheet.sheet_properties.pageSetUpPr
        assert properties is not None and properties.fitToPage


def test_every_behaviour_stands_beside_the_cells(blank: Path, model: Model) -> None:
    sheet = openpyxl.load_workbook(blank).worksheets[1]
    read = [str(sheet.cell(i, 3).value) for i in range(1, sheet.max_row + 1)]
    for requirement in model.position("account_manager").requires:
        for _, statement in model.competency(requirement.competency).statements():
            assert sum(line.startswith(statement.text.en) for line in read) == 1
            if statement.origin == "supplement":
                assert f"{statement.text.en} [supplement]" in read


def test_an_untouched_sheet_is_nothing_to_complain_of(blank: Path, run: Run) -> None:
    done = run("check", "s.xlsx", "--format", "json", cwd=blank.parent)
    assert done.returncode == 0
    assert [(d["code"], d["severity"]) for d in json.loads(done.stdout)["diagnostics"]] == [("X210", "info")]
    assert run("assess", "s.xlsx", cwd=blank.parent).returncode == 0


def test_a_sheet_nobody_filled_in_leaves_its_person_unassessed(folder: Path, run: Run) -> None:
    assert run("sheet", "--roster", "people.csv", "-o", "s.xlsx", cwd=folder).returncode == 0
    found = json.loads(run("assess", "s.xlsx", "--format", "json", cwd=folder).stdout)
    assert [(e["employee_id"], e["verdict"]) for e in found["employees"]] == [(id, "incomplete") for id, *_ in PEOPLE]
    assert found["summary"]["ratings"] == 0


Change = dict[str, Any]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, [("X210", "Account manager")]),
        ({"D2": "E1", "D5": "Peer"}, []),
        ({"D2": "E1", "D5": "Peer", "first": 3}, []),
        ({"first": 3, "D5": "Manager"}, [("R407", "Account manager!D2")]),
        ({"D2": "E1", "first": 3, "second": 2}, [("R408", "Account manager!D5")]),
        ({"D2": "E1", "D5": "Chief", "first": 3}, [("R406", "Account manager!D5")]),
        ({"D2": "E1", "D5": "Manager", "first": 9}, [("R401", "Account manager!D20")]),
        ({"D2": "E1", "D5": "Manager", "first": "oftn"}, [("R402", "Account manager!D20")]),
        ({"D2": 17, "D5": "Manager", "first": 3}, [("C111", "Account manager!D2")]),
        ({"D2": "E1", "D5": "Manager", "D12": 3}, [("X233", "Account manager!D12")]),
        ({"D2": "E1", "D5": "Manager", "D8": 3}, [("X233", "Account manager!D8")]),
        ({"D2": "E1", "D5": "Manager", "first": "=1+1"}, [("X205", "Account manager!D20")]),
    ],
)
def test_findings_name_the_cell(cells: Change, expected: list[tuple[str, str]], blank: Path, run: Run) -> None:
    book = openpyxl.load_workbook(blank)
    sheet = book.worksheets[1]
    rated = dict(zip(("first", "second"), (f"D{row}" for row, *_ in asked(sheet)), strict=False))
    assert rated["first"] == "D20"  # below the heading, the definition and ten behaviours
    for name, value in cells.items():
        place = rated.get(name, name)
        assert sheet[place].protection.locked == (name in ("D8", "D12"))
        sheet[place].value = value
    book.save(blank)
    done = run("check", "s.xlsx", "--format", "json", cwd=blank.parent)
    assert [(d["code"], d["cell"]) for d in json.loads(done.stdout)["diagnostics"]] == expected


def test_findings_stand_where_people_see_them(folder: Path, run: Run) -> None:
    """Columns A and B are hidden: whatever is wrong in them is shown at its twin."""
    file = make(folder, run, "levels", "en", "--evidence")[0]
    book = openpyxl.load_workbook(file)
    sheet = sheets_of(book)[0]
    hidden = {sheet.cell(row, 1).value: row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value}
    first, second, *_ = (row for row, *_ in asked(sheet))
    sheet.cell(first, 1).value, sheet.cell(first, 4).value = "talking", 3
    sheet.cell(second, 2).value, sheet.cell(second, 4).value = "nothing.1", 3
    for name, value in (("position", "chief"), ("rater_role", "boss of all")):
        sheet.cell(hidden[name], 2).value = value
    book.save(file)
    done = run("check", str(file), "--format", "json", "--lang", "en", cwd=folder)
    found = {d["code"]: d["cell"].rpartition("!")[2] for d in json.loads(done.stdout)["diagnostics"]}
    expected = {"R404": f"C{first}", "R414": f"C{second}", "R405": f"D{hidden['position']}"}
    assert {code: found.get(code) for code in expected} == expected
    assert found["R406"] == f"D{hidden['rater_role']}"
    assert not re.search(r"![AB]\d", done.stdout)


def test_the_place_of_another_record_of_a_sheet_can_be_seen(folder: Path, run: Run) -> None:
    file = make(folder, run, "levels", "en", "--evidence")[0]
    book = openpyxl.load_workbook(file)
    for level, name in ((3, file), (2, folder / "again.xlsx")):
        for sheet in sheets_of(book):
            sheet.cell(next(row for row, *_ in asked(sheet)), 4).value = level
        book.save(name)
    done = run("check", str(file), "again.xlsx", "--format", "json", "--lang", "en", cwd=folder)
    apart = [d for d in json.loads(done.stdout)["diagnostics"] if d["code"] == "X236"]
    assert [(d["path"], file.name in d["message"]) for d in apart] == [("again.xlsx", True)]
    assert not re.search(r"![AB]\d", done.stdout)


def test_a_sheet_that_is_not_whole_is_no_crash(tmp_path: Path, run: Run) -> None:
    """The mark alone, the mark with facts and no table, a table with half a head."""
    cases: tuple[list[list[Any]], ...] = (
        [[MARK]],
        [[MARK], ["employee_id"]],
        [[MARK], ["employee_id"], ["competency"]],
        [[MARK], ["employee_id", None, None, "E1"], ["competency", None, None, "level"], ["communication"]],
    )
    for rows in cases:
        book = openpyxl.Workbook()
        for row in rows:
            book.worksheets[0].append(row)
        book.save(tmp_path / "odd.xlsx")
        assert run("check", "odd.xlsx", cwd=tmp_path).returncode in (0, 1)


# Names from outside


def test_hostile_names_stay_text(folder: Path, run: Run) -> None:
    args = ("sheet", "--roster", "people.csv", "--lang", "en", "--evidence")
    assert run(*args, "-o", "s.xlsx", "-o", "s.html", "-o", "s.md", cwd=folder).returncode == 0
    with zipfile.ZipFile(folder / "s.xlsx") as archive:
        for part in archive.namelist():
            if part.startswith("xl/worksheets/"):
                sheet = archive.read(part).decode()
                assert all(map(rating_workbooks.is_own_formula, re.findall("<f>(.*?)</f>", sheet)))
                assert "r:id" not in sheet.split("</sheetData>")[1].replace("<drawing", "")
    book = openpyxl.load_workbook(folder / "s.xlsx")
    assert [fact(sheet, "Name") for sheet in sheets_of(book)] == [name for _, name, *_ in PEOPLE]
    assert [fact(sheet, "Employee ID") for sheet in sheets_of(book)] == [id for id, *_ in PEOPLE]
    assert "<script" not in (folder / "s.html").read_text("utf-8")
    assert "&lt;script&gt;alert(1)" in (folder / "s.html").read_text("utf-8")
    assert r"\<script\>alert(1)" in (folder / "s.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (["周建宏", "周建宏", "周建宏"], ["周建宏", "周建宏 (2)", "周建宏 (3)"]),
        (["Lee", "LEE"], ["Lee", "LEE (2)"]),
        (["a[b]:c*d?e/f\\g"], ["a_b__c_d_e_f_g"]),
        (["'x'", "", "'"], ["x", "_", "_ (2)"]),
        (["History"], ["History_"]),
        (["n" * 40, "n" * 41], ["n" * 31, "n" * 27 + " (2)"]),
        (["😀" * 20], ["😀" * 15]),
    ],
)
def test_sheet_names(wanted: list[str], names: list[str]) -> None:
    book = books.Book("t", None)
    assert [book.sheet(name).name for name in wanted] == names
    openpyxl.load_workbook(io.BytesIO(book.content()))


# Requests


def test_same_input_same_bytes(folder: Path, run: Run) -> None:
    args = ("sheet", "--roster", "people.csv", "--raters", "who.csv", "--format", "xlsx")
    made = {}
    for name, more in (("a", {}), ("b", {}), ("c", {"SOURCE_DATE_EPOCH": "1000000000"})):
        assert run(*args, "-o", f"{name}.xlsx", cwd=folder, **more).returncode == 0
        made[name] = (folder / f"{name}.xlsx").read_bytes()
    assert made["a"] == made["b"]
    dates = {}
    for name in ("a", "c"):
        with zipfile.ZipFile(io.BytesIO(made[name])) as archive:
            dates[name] = re.findall(rb"<dcterms:created[^>]*>([^<]*)<", archive.read("docProps/core.xml"))
            assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert dates == {"a": [b"1980-01-01T00:00:00Z"], "c": [b"2001-09-09T01:46:40Z"]}


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("--position", "nobody"),
        ("--position", "account_manager", "--roster", "people.csv"),
        ("--position", "account_manager", "--raters", "who.csv"),
        ("--position", "account_manager", "--by", "feeling"),
        ("--roster", "missing.csv"),
        ("--roster", "people.csv", "--raters", "missing.csv"),
        ("--roster", "people.csv", "-o", "{rater}.xlsx"),
        ("--roster", "people.csv", "--raters", "who.csv", "-o", "{employee_id}.xlsx"),
        ("--roster", "people.csv", "--raters", "strangers.csv"),
        ("--roster", "people.csv", "-o", "s.xlsx", "SOURCE_DATE_EPOCH=soon"),
    ],
)
def test_requests_that_make_no_sense(args: tuple[str, ...], folder: Path, run: Run) -> None:
    (folder / "strangers.csv").write_text("employee_id,rater_role,rater_id\n099,peer,P1\n", "utf-8")
    before = set(folder.iterdir())
    environment = dict(a.split("=") for a in args if a.startswith("SOURCE"))
    done = run("sheet", *(a for a in args if not a.startswith("SOURCE")), cwd=folder, **environment)
    assert done.returncode == 2, done.stderr
    assert "internal" not in done.stderr
    assert set(folder.iterdir()) == before


def test_rows_of_raters_that_are_wrong_are_told(folder: Path, run: Run) -> None:
    text = "employee_id,rater_role,rater_id\n007,bos,M1\n,peer,P1\n008,,P1\n007,peer,P1\n007,peer,P1\n"
    (folder / "who.csv").write_text(text, "utf-8")
    args = ("sheet", "--roster", "people.csv", "--raters", "who.csv", "-o", "s.xlsx", "--lang", "en")
    done = run(*args, cwd=folder)
    assert done.returncode == 1
    assert [line.split(" ")[:2] for line in done.stderr.splitlines()[:3]] == [
        ["who.csv:2:5:", "R406"],
        ["who.csv:3:1:", "R407"],
        ["who.csv:4:5:", "R408"],
    ]
    assert "No sheet: no rater assigned: 008, 009, 010, 011" in done.stderr
    assert [*rating_workbooks.person_rows(rating_workbooks.overview(openpyxl.load_workbook(folder / "s.xlsx")))] == [
        "007"
    ]


def test_people_without_a_position_get_no_sheet_and_are_named(folder: Path, run: Run) -> None:
    (folder / "people.csv").write_text("employee_id,position\nA1,account_manager\nA2,\n", "utf-8")
    done = run("sheet", "--roster", "people.csv", "-o", "s.xlsx", "--lang", "en", cwd=folder)
    assert done.returncode == 1
    assert "No sheet: position missing or unknown: A2" in done.stderr
    assert [*rating_workbooks.person_rows(rating_workbooks.overview(openpyxl.load_workbook(folder / "s.xlsx")))] == [
        "A1"
    ]


def test_raters_whose_names_are_alike_get_files_of_their_own(folder: Path, run: Run) -> None:
    (folder / "who.csv").write_text("employee_id,rater_role,rater_id\n007,peer,a/b\n007,peer,A:B\n", "utf-8")
    args = ("sheet", "--roster", "people.csv", "--raters", "who.csv", "-o", "{rater}.xlsx", "--lang", "en")
    done = run(*args, cwd=folder)
    assert done.returncode == 0, done.stderr
    assert {re.sub("-.*", "", f.name) for f in folder.glob("*.xlsx")} == {"a_b", "A_B"}
