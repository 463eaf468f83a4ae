"""Rating workbooks as they are handed out: what they say, what can be typed, how they print, what other programs do."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from lenovo_comp import Model, read_ratings

from .conftest import WITH_OFFICE, Run, converted
from .rating_workbooks import asked, column, header_row, link, listed, overview, people_sheets, person_rows

POSITIONS = ("account_manager", "account_representative", "account_manager", "solution_consultant")
PEOPLE = [(f"{i:03}", f"Person {i}", POSITIONS[i % 4]) for i in range(8)]


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """A folder with eight people, all rated by M01."""
    rows = "".join(f"{id},{name},{position}\n" for id, name, position in PEOPLE)
    (tmp_path / "people.csv").write_text("employee_id,name,position\n" + rows, "utf-8")
    raters = "".join(f"{id},manager,M01\n" for id, *_ in PEOPLE)
    (tmp_path / "who.csv").write_text("employee_id,rater_role,rater_id\n" + raters, "utf-8")
    return tmp_path


def make(folder: Path, run: Run, *more: str, language: str = "en") -> openpyxl.Workbook:
    args = ("sheet", "--roster", "people.csv", "--raters", "who.csv", "--lang", language)
    done = run(*args, *more, "-o", "s.xlsx", cwd=folder)
    assert done.returncode == 0, done.stderr
    return openpyxl.load_workbook(folder / "s.xlsx")


def said(sheet: Worksheet) -> str:
    """What stands above the table."""
    rows = sheet.iter_rows(max_row=header_row(sheet) - 2, min_col=9)
    return "\n".join(str(c.value) for row in rows for c in row if c.value)


# ---------------------------------------------------------------- the overview


def test_one_row_per_person_and_one_cell_per_competency(team: Path, run: Run, model: Model) -> None:
    book = make(team, run)
    assert book.sheetnames == ["Overview", "Behaviours", "How to fill in"]
    sheet = overview(book)
    assert list(person_rows(sheet)) == [id for id, *_ in PEOPLE]
    found = [(a.employee, a.competency) for a in asked(sheet)]
    required = {p.id: {r.competency for r in p.requires} for p in model.positions}
    assert found == [
        (id, c.name.en) for id, _, position in PEOPLE for c in model.competencies if c.id in required[position]
    ]
    assert len(found) == 2 * (7 + 6 + 7 + 5)
    # What the position requires is nowhere, and what is not rated is grey and locked.
    locked = [
        c for row in sheet.iter_rows(min_row=header_row(sheet) + 2) for c in row if c.fill.fgColor.rgb == "FFD9D9D9"
    ]
    assert len(locked) == 8 * len(model.competencies) - len(found)
    assert all(c.protection.locked and c.value is None for c in locked)


def test_lists_begin_with_the_number_and_numbers_may_be_typed(team: Path, run: Run) -> None:
    book = make(team, run, language="zh")
    sheet = overview(book)
    first = next(asked(sheet))
    assert listed(book, sheet, first.cell) == ["0 从不", "1 很少", "2 有时", "3 经常", "4 一贯"]
    levels = next(a for a in asked(sheet) if a.competency == "市场信息分析")
    assert listed(book, sheet, levels.cell) == ["0 尚未达到1级", "1级", "2级", "3级"]
    assert not any(rule.showErrorMessage for rule in sheet.data_validations.dataValidation)


def test_every_column_leads_to_its_behaviours_and_back(team: Path, run: Run, model: Model) -> None:
    book = make(team, run)
    sheet, behaviours = overview(book), book["Behaviours"]
    row = header_row(sheet)
    for j in range(column(sheet, ("Your role",)) + 1, column(sheet, ("Still blank",))):
        place = re.fullmatch(r"Behaviours!B(\d+)", link(sheet.cell(row + 1, j)))
        assert place and behaviours.cell(int(place[1]), 2).value == sheet.cell(row, j).value
    back = {link(c) for line in behaviours.iter_rows() for c in line} - {""}
    assert back == {"Overview!A1"}
    shown = [c.value for (c,) in behaviours.iter_rows(min_col=2, max_col=2)]
    for competency in model.competencies:
        assert all(any(str(v).startswith(s.text.en) for v in shown) for _, s in competency.statements())


def test_what_is_left_is_counted_by_the_spreadsheet(team: Path, run: Run) -> None:
    sheet = overview(make(team, run))
    last = column(sheet, ("Still blank",))
    number = len(list(asked(sheet)))
    rows = person_rows(sheet)
    values = openpyxl.load_workbook(team / "s.xlsx", data_only=True)["Overview"]
    assert values.cell(1, last).value == number
    assert sum(int(str(values.cell(row, last).value)) for row in rows.values()) == number
    assert all(str(sheet.cell(row, last).value).startswith("=") for row in rows.values())


def test_evidence_has_a_sheet_per_person_that_shows_the_overview(team: Path, run: Run) -> None:
    book = make(team, run, "--evidence")
    sheets = people_sheets(book)
    assert [s.title for s in sheets] == [f"{id} {name}" for id, name, _ in PEOPLE]
    sheet = overview(book)
    links = {link(sheet.cell(row, column(sheet, ("ID",)))) for row in person_rows(sheet).values()}
    assert links == {f"'{s.title}'!A1" for s in sheets}
    head = [c.value for row in sheets[0].iter_rows(max_row=12) for c in row[2:]]
    assert {"Evidence", "Rating in the overview", "Back to the overview", "See the behaviours"} <= {*head}


@WITH_OFFICE
def test_eight_people_print_on_few_pages(team: Path, run: Run) -> None:
    files = []
    for language in ("en", "zh"):
        for name, more in (("plain", ()), ("evidence", ("--evidence",))):
            make(team, run, *more, language=language)
            files.append((team / "s.xlsx").rename(team / f"{name}-{language}.xlsx"))
    printed = converted("pdf", files, team / "pdf")
    pages = {f.stem: len(re.findall(rb"/Type\s*/Page\b", f.read_bytes())) for f in printed}
    assert len(pages) == 4
    # Overview, behaviours, how to fill in; with evidence a page per person more.
    assert all(3 <= number <= 10 for name, number in pages.items() if "plain" in name), pages
    assert all(11 <= number <= 20 for name, number in pages.items() if "evidence" in name), pages


# ---------------------------------------------------------------- what it says


def test_deadline_contact_and_note_are_said(team: Path, run: Run) -> None:
    (team / "comp.toml").write_text(
        '[sheet]\ndeadline = "2026-12-15"\ncontact = {zh = "人力资源部", en = "HR"}\nnote = "Room 5"\n', "utf-8"
    )
    assert "return the whole file by 15 December 2026 to HR." in said(overview(make(team, run)))
    chinese = said(overview(make(team, run, language="zh")))
    assert "于2026年12月15日前交回整个文件（人力资源部）。" in chinese and "说明：Room 5" in chinese
    printed = run("sheet", "-p", "account_manager", "--lang", "en", cwd=team).stdout
    assert "Return the sheet by 15 December 2026 to HR." in printed


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('deadline = "2026-02-30"', "must be a day of the calendar"),
        ("deadline = 5", "must be text"),
        ('note = ""', "must be text"),
        ("note = {}", "must be text"),
        ('note = {fr = "x"}', "must be text"),
        ('note = {en = ["x"]}', "must be text"),
        (f'note = "{"x" * 501}"', "at most 500"),
        ('contakt = "x"', 'did you mean "contact"'),
    ],
)
def test_settings_of_sheets_that_will_not_do(text: str, said: str, team: Path, run: Run) -> None:
    (team / "comp.toml").write_text(f"[sheet]\n{text}\n", "utf-8")
    done = run("sheet", "-p", "account_manager", "--lang", "en", cwd=team)
    assert done.returncode == 2 and said in " ".join(done.stderr.split())
    assert "sheet" in done.stderr


def test_a_date_of_toml_and_one_language_will_do(team: Path, run: Run) -> None:
    (team / "comp.toml").write_text('[sheet]\ndeadline = 2026-12-15\nnote = {zh = "请用 XLSX"}\n', "utf-8")
    text = said(overview(make(team, run)))
    assert "by 15 December 2026" in text and "Note: 请用 XLSX" in text


@pytest.mark.parametrize(
    ("role", "yes", "no"),
    [
        ("manager", "Manager: reports show your ratings under that role. They are not anonymous.", "combined"),
        (
            "peer",
            "Peer: reports show your ratings only combined, from at least 3 raters and without names.",
            "not anon",
        ),
        ("self", "Self: reports show your ratings under that role.", "combined"),
    ],
)
def test_anonymity_is_said_as_the_role_has_it(role: str, yes: str, no: str, team: Path, run: Run) -> None:
    rater = "000" if role == "self" else "M01"
    (team / "who.csv").write_text(f"employee_id,rater_role,rater_id\n000,{role},{rater}\n", "utf-8")
    text = said(overview(make(team, run)))
    assert yes in text and no not in text and "Whoever collects the sheets sees your answers." in text
    assert "avoid details" not in text  # there is nowhere to give any
    with_evidence = said(overview(make(team, run, "--evidence")))
    assert ("If your ratings are anonymous, avoid details that identify you." in with_evidence) == (role == "peer")


# ---------------------------------------------------------------- other dictionaries


WIDE = """
id: wide
version: "1"
languages: [en]
name: Wide
scales:
  percent: {min: 0, max: 100, step: 1}
  half: {min: 1, max: 3, step: 0.5, labels: [{value: 1, en: Poor}, {value: 3, en: Excellent}]}
competencies:
  - {id: long, name: Long scale, layer: general, scale: percent}
  - {id: half, name: Half steps, layer: general, scale: half}
  - id: holes
    name: Levels with holes
    layer: professional
    levels:
      - {level: 2, name: Assist, behaviours: [Helps others]}
      - {level: 5, name: Advise, behaviours: [Advises others]}
"""


@pytest.fixture
def wide(tmp_path: Path) -> Path:
    """A dictionary of 63 competencies with odd scales, and forty people."""
    more = "".join(f"  - {{id: c{i}, name: Skill {i}, layer: general, behaviours: [Does {i}]}}\n" for i in range(60))
    requires = "".join(
        f"      - {{competency: {id}, level: 2}}\n" for id in ("long", "half", "holes", *(f"c{i}" for i in range(60)))
    )
    (tmp_path / "wide.yaml").write_text(
        f"{WIDE}{more}positions:\n  - id: p\n    name: P\n    requires:\n{requires}", "utf-8"
    )
    (tmp_path / "people.csv").write_text("employee_id,position\n" + "".join(f"E{i:02},p\n" for i in range(40)), "utf-8")
    (tmp_path / "who.csv").write_text(
        "employee_id,rater_role,rater_id\n" + "".join(f"E{i:02},manager,M1\n" for i in range(40)), "utf-8"
    )
    return tmp_path


def test_wide_dictionaries_long_scales_and_levels_with_holes(wide: Path, run: Run) -> None:
    book = make(wide, run, "--model", "wide.yaml")
    sheet = overview(book)
    cells = {a.competency: a.cell for a in asked(sheet) if a.employee == "E39"}
    assert len(cells) == 63 and len(list(asked(sheet))) == 63 * 40
    assert listed(book, sheet, cells["Half steps"]) == ["1 - Poor", "1.5", "2", "2.5", "3 - Excellent"]
    holes = listed(book, sheet, cells["Levels with holes"])
    assert [e for e in holes if " - " in str(e)] == ["2 - Assist", "5 - Advise"]
    rule = next(r for r in sheet.data_validations.dataValidation if cells["Long scale"].coordinate in r.sqref)
    assert (rule.type, float(rule.formula1), float(rule.formula2)) == ("decimal", 0, 100)
    values = {"Long scale": (87, 87.0), "Half steps": ("1.5", 1.5), "Levels with holes": ("5 - Advise", 5.0)}
    for name, (typed, _) in values.items():
        cells[name].value = typed  # type: ignore[assignment]
    book.save(wide / "filled.xlsx")
    model = load(wide / "wide.yaml")
    ratings = read_ratings([wide / "filled.xlsx"], model)
    assert [d.rule.code for d in ratings.diagnostics] == []
    names = {c.id: c.name.en for c in model.competencies}
    assert {names[c]: level for c, level in ratings.frame.select("competency", "level").rows()} == {
        name: level for name, (_, level) in values.items()
    }
    # Each page across has the names of the people, and a size that can be read.
    assert sheet.page_setup.fitToWidth and 4 <= sheet.page_setup.fitToWidth <= 8
    assert sheet.print_title_cols == "$I:$J"


def load(path: Path) -> Model:
    from lenovo_comp import load_model

    found, problems = load_model(path)
    assert found is not None, problems
    return found


# ---------------------------------------------------------------- Excel's dialect


def as_excel_saves(source: Path, to: Path, answers: dict[str, str | int]) -> None:
    """An overview with answers, as Excel writes a workbook that was filled in.

    Namespaces and attributes of its own, answers as shared strings, formulas with their results, a calculation chain.
    """
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet, strings = parts["xl/worksheets/sheet1.xml"].decode(), parts["xl/sharedStrings.xml"].decode()
    count = strings.count("<si>")
    for cell, value in answers.items():
        if isinstance(value, str):
            strings = strings.replace(
                "</sst>", f'<si><t>{value}</t><phoneticPr fontId="1" type="noConversion"/></si></sst>'
            )
            made = f' t="s"><v>{count}</v></c>'
            count += 1
        else:
            made = f"><v>{value}</v></c>"
        sheet, found = re.subn(rf'(<c r="{cell}" s="\d+")/>', rf"\1{made}", sheet)
        assert found == 1, cell
    more = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac xr" '
        'xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" '
        'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" '
        'xr:uid="{00000000-0001-0000-0000-000000000000}"'
    )
    sheet = sheet.replace("<worksheet ", f"<worksheet {more} ", 1)
    sheet = re.sub(r"<row ([^>]*?)(/?)>", r'<row \1 x14ac:dyDescent="0.25"\2>', sheet)
    sheet = re.sub(r"(<c [^>]*)><f>(.*?)</f><v>\d+</v>", r'\1><f t="shared" si="0" ca="1">\2</f><v>3</v>', sheet)
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()
    parts["xl/sharedStrings.xml"] = re.sub(
        r'count="\d+" uniqueCount="\d+"', f'count="{count}" uniqueCount="{count}"', strings
    ).encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    to.write_bytes(buffer.getvalue())


def test_what_excel_saves_is_read(team: Path, run: Run, model: Model) -> None:
    book = make(team, run)
    sheet = overview(book)
    cells = [(a.cell.coordinate, a.employee) for a in asked(sheet)]
    answers: dict[str, str | int] = {
        cell: (i % 4 if i % 2 else str(listed(book, sheet, sheet[cell])[i % 4])) for i, (cell, _) in enumerate(cells)
    }
    as_excel_saves(team / "s.xlsx", team / "excel.xlsx", answers)
    ratings = read_ratings([team / "excel.xlsx"], model)
    assert [d.rule.code for d in ratings.diagnostics] == []
    # Rows of people, each with the ratings in the order of its columns.
    assert ratings.frame["level"].to_list() == [float(i % 4) for i in range(len(cells))]
    assert ratings.frame["employee_id"].to_list() == [id for _, id in cells]


def test_no_workbook_says_how_to_type_a_command(team: Path, run: Run) -> None:
    for language in ("en", "zh"):
        book = make(team, run, "--evidence", language=language)
        texts = [
            str(c.value) for s in book.worksheets for row in s.iter_rows() for c in row if c.value and c.column > 1
        ]
        assert not [t for t in texts if "comp " in t or "--" in t]
