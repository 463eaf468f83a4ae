"""XLSX reports: the figures of the JSON documents, as numbers; text as text; what a spreadsheet can hold."""

from __future__ import annotations

import colorsys
import csv
import html
import io
import json
import re
import zipfile
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from lenovo_comp import Model
from lenovo_comp.cli.commands import names
from lenovo_comp.findings.finding import CannotRun
from lenovo_comp.reports.shared import book as books
from lenovo_comp.reports.shared.words import Words
from lenovo_comp.text import LANGUAGES

from .conftest import SAMPLE, WITH_OFFICE, Run, converted
from .test_figures import displayed

TEAM = ("Summary", "People", "Gaps", "Needs", "Behaviours", "Findings")
WORDS = {"near": "nearly ready", "unassessed": "not assessed"}
"""Ids of documents and the words for them, where they differ in more than a space."""
PERSON = ("Summary", "Gaps", "Needs", "Findings")
HOSTILE = (
    "employee_id,name,department,position,competency,level,rater_role,evidence\n"
    '=1+1,"=cmd()",<script>,account_manager,communication,1,manager,"=HYPERLINK(""http://x"")"\n'
    "-2,@SUM(A1),{=1},account_manager,communication,4,manager,http://example.org\n"
    f'3,{"长" * 300},"a\nb",account_manager,communication,2,manager,\'quoted\n'
)


def charts(sheet: Any) -> list[Any]:
    """A sheet's charts; the library keeps them to itself."""
    return list(sheet._charts)


def rows_of(sheet: Worksheet) -> list[dict[str, Any]]:
    """A sheet that is one table, as rows by header."""
    header, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, header), row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def team(run: Run, tmp_path_factory: pytest.TempPathFactory) -> tuple[openpyxl.Workbook, dict[str, Any]]:
    """The sample as a workbook and as JSON, of the same run."""
    file = tmp_path_factory.mktemp("xlsx") / "all.xlsx"
    done = run("assess", *SAMPLE, "--lang", "en", "--format", "json", "-o", str(file))
    assert done.returncode == 0
    return openpyxl.load_workbook(file), json.loads(done.stdout)


def test_gaps_are_the_documents_figures(team: tuple[openpyxl.Workbook, dict[str, Any]], model: Model) -> None:
    book, document = team
    assert tuple(book.sheetnames) == TEAM
    named = {c.name.en: c.id for c in model.competencies}
    roles = {r.name.en: r.id for r in model.rater_roles} | {"Others": "others"}
    found = {(r["ID"], named[r["Competency"]]): r for r in rows_of(book["Gaps"])}
    expected = {(e["employee_id"], c["competency"]): c for e in document["employees"] for c in e["competencies"]}
    assert list(found) == list(expected)
    for key, item in expected.items():
        row = found[key]
        for header, name in (("Required", "required"), ("Rating", "rating"), ("±", "se"), ("Gap", "gap")):
            assert not isinstance(row[header], str)
            assert row[header] == pytest.approx(item[name], abs=5e-5)
        assert row["Status"].split(" (")[0] == WORDS.get(item["status"], item["status"].replace("_", " "))
        assert row["Raters"] == item["n"]
        assert (row["Too close to call"] == "yes") is item["too_close"]
        shown = {id: row[name] for name, id in roles.items() if row.get(name) is not None}
        assert shown == pytest.approx(item["roles"], abs=5e-5)


def test_people_are_the_documents_people(team: tuple[openpyxl.Workbook, dict[str, Any]], model: Model) -> None:
    book, document = team
    rows = rows_of(book["People"])
    assert [r["ID"] for r in rows] == [e["employee_id"] for e in document["employees"]]
    for row, employee in zip(rows, document["employees"], strict=True):
        assert row["Verdict"] == WORDS.get(employee["verdict"], employee["verdict"] or "no verdict")
        for header, name in (("Fit", "fit"), ("Met share", "met_share"), ("Coverage", "coverage")):
            assert row[header] == pytest.approx(employee[name], abs=5e-5)
        items = {c["competency"]: c for c in employee["competencies"]}
        for competency in model.competencies:
            cell, item = row[competency.name.en], items.get(competency.id)
            if item is None:
                assert cell is None
            elif item["rating"] is None:
                assert cell == ("?" if item["essential"] else "(?)")
            else:
                assert cell == pytest.approx(item["rating"], abs=5e-5)


def test_a_rating_shows_its_mark(team: tuple[openpyxl.Workbook, dict[str, Any]], model: Model) -> None:
    """As in the table at the terminal, by the number's format."""
    book, document = team
    sheet = book["People"]
    heads = [cell.value for cell in sheet[1]]
    for i, employee in enumerate(document["employees"], 2):
        for item in employee["competencies"]:
            if item["rating"] is None:
                continue
            cell = sheet.cell(i, heads.index(model.competency(item["competency"]).name.en) + 1)
            number, _, marks = displayed(cell.value, str(cell.number_format)).strip().partition(" ")
            assert re.fullmatch(r"\d\.\d", number), "as many decimals as in the terminal's table"
            sign = {"met": "=", "strength": "+", "short": "-", "not_required": "", "unassessed": "?"}[item["status"]]
            sign = "--" if item["status"] == "short" and item["gap"] > 1 + 1e-9 else sign
            if item["status"] in ("short", "unassessed") and not item["essential"]:
                sign = f"({sign})"
            assert re.sub(r"[*~>!]", "", marks) == sign
            assert ("~" in marks) is item["too_close"]
            assert (">" in marks) is item["at_least"]
            assert ("*" in marks) is (item["self_only"] or item["unweighted"])


def test_needs_are_everything_short(team: tuple[openpyxl.Workbook, dict[str, Any]], run: Run) -> None:
    book, document = team
    needs = rows_of(book["Needs"])
    short = [(e["employee_id"], c) for e in document["employees"] for c in e["competencies"] if c["status"] == "short"]
    assert sorted((r["ID"], round(r["Gap"], 4)) for r in needs) == sorted((id, c["gap"]) for id, c in short)
    gap = json.loads(run("gap", *SAMPLE, "-e", "E012", "--format", "json").stdout)
    of_one = [r for r in needs if r["ID"] == "E012"]
    assert [round(r["Gap"], 4) for r in of_one] == [d["gap"] for d in gap["develop"]]
    behaviours = rows_of(book["Behaviours"])
    for row, need in zip(of_one, gap["develop"], strict=True):
        levels = {"Level " + b["id"].split(".")[1] for b in need["behaviours"] if b["id"].count(".") == 2}
        assert set(row["Levels to reach"].split(", ")) == (levels or {"No levels"})
        same = [b for b in behaviours if b["Competency"] == row["Competency"]]
        listed = [b for b in same if b["Level"] in levels or b["Level"] is None]
        assert_behaviours(listed, need["behaviours"])
    assert len({b["Id"] for b in behaviours}) == len(behaviours), "each once"


def assert_behaviours(rows: list[dict[str, Any]], behaviours: list[dict[str, Any]]) -> None:
    assert [row["Id"] for row in rows] == [b["id"] for b in behaviours]
    for row, behaviour in zip(rows, behaviours, strict=True):
        assert row["Behaviour"].startswith(behaviour["en"])
        assert ("[supplement]" in row["Behaviour"]) is (behaviour["origin"] == "supplement")


@pytest.mark.parametrize("command", [("assess",), ("gap", "-e", "E012", "--with", "communication=4")])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_cell_says_what_to_type(command: tuple[str, ...], language: str, run: Run, tmp_path: Path) -> None:
    """A workbook is read by people who have no command line."""
    name, *more = command
    bad = "tests/cases/ratings_with_errors.csv"
    files = (bad,) if name == "assess" else SAMPLE
    run(name, *files, *more, "--lang", language, "-o", str(tmp_path / "w.xlsx"))
    for sheet in openpyxl.load_workbook(tmp_path / "w.xlsx").worksheets:
        for row in sheet.iter_rows(values_only=True):
            for cell in filter(lambda value: isinstance(value, str), row):
                assert not re.search(rf"comp ({'|'.join(names())})|--[a-z]", str(cell)), cell


def test_one_persons_needs_are_behaviours_with_evidence(run: Run, tmp_path: Path) -> None:
    done = run("gap", *SAMPLE, "-e", "E012", "--lang", "en", "-o", str(tmp_path / "p.xlsx"), "--format", "json")
    develop = json.loads(done.stdout)["develop"]
    rows = rows_of(openpyxl.load_workbook(tmp_path / "p.xlsx")["Needs"])
    assert_behaviours(
        [row for row in rows if row["Id"] is not None], [b for need in develop for b in need["behaviours"]]
    )
    figures = [(row["Rating"], row["Required"], row["Gap"]) for row in rows]
    assert {tuple(round(f, 4) for f in row) for row in figures} == {(d["from"], d["to"], d["gap"]) for d in develop}
    with Path(SAMPLE[0]).open(encoding="utf-8") as file:
        given = {row["evidence"] for row in csv.DictReader(file) if row["employee_id"] == "E012"}
    written = [row["Evidence"] for row in rows if row["Evidence"] is not None]
    assert written and {text.partition(": ")[2] for text in written} <= given


def test_the_summary_says_what_it_was_made_of(team: tuple[openpyxl.Workbook, dict[str, Any]]) -> None:
    book, document = team
    cells = [cell.value for row in book["Summary"].iter_rows() for cell in row if cell.value is not None]
    text = "\n".join(map(str, cells))
    assert document["model"]["sha256"] in text
    assert f"{document['inputs']['files']} files, {document['inputs']['rows']:,} rows, all cycles" in text
    assert document["model"]["version"] in text
    for verdict, number in document["summary"]["verdicts"].items():
        assert cells[cells.index(WORDS.get(verdict, verdict)) + 1] == number
    assert len(charts(book["Summary"])) == 2


def test_tables_can_be_filtered_and_keep_their_headers(team: tuple[openpyxl.Workbook, dict[str, Any]]) -> None:
    book, _ = team
    for name in TEAM[1:]:
        sheet = book[name]
        assert sheet.auto_filter.ref is not None
        assert sheet.auto_filter.ref.startswith("A1:")
        assert str(sheet.freeze_panes).endswith("2")
    assert book["Gaps"].conditional_formatting
    assert book["People"].conditional_formatting


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("command", [("assess",), ("gap", "-e", "E012")])
def test_every_sheet_can_be_printed(command: tuple[str, ...], language: str, run: Run, tmp_path: Path) -> None:
    name, *more = command
    assert run(name, *SAMPLE, *more, "--lang", language, "-o", str(tmp_path / "p.xlsx")).returncode == 0
    sheets: list[Any] = openpyxl.load_workbook(tmp_path / "p.xlsx").worksheets
    for number, sheet in enumerate(sheets):
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9, "A4"
        assert sheet.page_setup.fitToWidth in (None, 1), "1 where it isn't said"
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        title = {"zh": "大客户销售序列胜任能力模型", "en": "Big account sales competency model"}[language]
        assert (title if name == "assess" else "梁佩珊 E012") in sheet.oddHeader.left.text
        assert "2026H1" in sheet.oddHeader.left.text
        assert sheet.oddHeader.right.text == {"zh": "机密", "en": "Confidential"}[language]
        footer = f"{sheet.oddFooter.left.text} {sheet.oddFooter.right.text}"
        assert all(code in footer for code in ("&A", "&P", "&N")), "sheet, page, of how many"
        if number:
            assert sheet.print_title_rows == "$1:$1"


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_and_numbers_do_not_touch(language: str, run: Run, tmp_path: Path) -> None:
    """Numbers stand at the right of their cells, headers with them; text behind a number begins at a distance."""
    assert run("assess", *SAMPLE, "--lang", language, "-o", str(tmp_path / "p.xlsx")).returncode == 0
    for sheet in openpyxl.load_workbook(tmp_path / "p.xlsx").worksheets[1:]:
        for row in sheet.iter_rows():
            for before, cell in pairwise(row):
                if isinstance(before.value, int | float) and isinstance(cell.value, str):
                    assert cell.alignment.horizontal == "right" or cell.alignment.indent
        for column in sheet.iter_cols():
            if any(isinstance(cell.value, int | float) for cell in column):
                assert column[0].alignment.horizontal == "right"


def test_columns_show_whole_words(team: tuple[openpyxl.Workbook, dict[str, Any]]) -> None:
    book, _ = team
    for sheet in book.worksheets[1:]:
        for number, column in enumerate(sheet.iter_cols()):
            width = sheet.column_dimensions[books.letters(number)].width
            assert width >= max(len(word) for word in str(column[0].value).split())
            for cell in column[1:]:
                if isinstance(cell.value, str) and not cell.alignment.wrap_text:
                    # The letters of Calibri are narrower than its digits, in which columns are counted.
                    assert 0.92 * len(cell.value) < width, (sheet.title, cell.coordinate)


def test_a_verdict_has_one_colour(team: tuple[openpyxl.Workbook, dict[str, Any]]) -> None:
    """Bars and cells of a verdict are shades of one colour; every verdict has its own."""
    book, document = team
    sheet = book["Summary"]
    verdicts = [WORDS.get(verdict, verdict) for verdict in document["summary"]["verdicts"]]
    cells = [row[0] for row in sheet.iter_rows() if row[0].value in verdicts]
    assert [cell.value for cell in cells] == verdicts
    points = charts(sheet)[0].series[0].dPt
    bars = [hue(point.spPr.solidFill.srgbClr) for point in points]
    assert bars == [hue(cell.fill.fgColor.rgb[2:]) for cell in cells] == ["green", "amber", "red", "grey"]
    rules = [rule for several in book["Gaps"].conditional_formatting for rule in several.rules]
    shades = {rule.dxf.fill.bgColor.rgb for rule in rules if rule.formula and "short" in str(rule.formula)}
    shades |= {rule.dxf.fill.bgColor.rgb for rule in rules if rule.type == "cellIs"}
    assert {hue(shade[2:]) for shade in shades} == {"red"}
    assert len(shades) == 2, "short is red, and the stronger red where it is far"


def hue(rgb: str) -> str:
    red, green, blue = (int(rgb[i : i + 2], 16) / 255 for i in (0, 2, 4))
    if max(red, green, blue) - min(red, green, blue) < 0.08:
        return "grey"
    angle = colorsys.rgb_to_hls(red, green, blue)[0]
    return "red" if not 0.08 < angle < 0.95 else "amber" if angle < 0.17 else "green" if angle < 0.45 else "blue"


def test_findings_are_those_of_the_run(run: Run, tmp_path: Path) -> None:
    bad = "tests/cases/ratings_with_errors.csv"
    checked = json.loads(run("check", bad, "--format", "json", "--lang", "en").stdout)["diagnostics"]
    assert run("assess", bad, "--lang", "en", "-o", str(tmp_path / "b.xlsx")).returncode == 1
    found = [r for r in rows_of(openpyxl.load_workbook(tmp_path / "b.xlsx")["Findings"]) if r["Code"][0] != "A"]
    assert {r["Code"]: r["Count"] for r in found} == Counter(d["code"] for d in checked)
    ranks = [("error", "warning", "info").index(r["Severity"]) for r in found]
    assert ranks == sorted(ranks)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_person(language: str, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "E012.xlsx"
    done = run("gap", *SAMPLE, "-e", "E012", "--lang", language, "-o", str(file), "--format", "json")
    assert done.returncode == 0
    book = openpyxl.load_workbook(file)
    words = Words(language)  # type: ignore[arg-type]
    assert book.sheetnames == [words(f"xlsx_{name.lower()}") for name in PERSON]
    kinds = sorted(type(chart).__name__ for chart in charts(book.worksheets[0]))
    assert kinds == ["BarChart", "RadarChart"]
    document = json.loads(done.stdout)
    gaps = rows_of(book.worksheets[1])
    assert [r[words("gap")] for r in gaps] == pytest.approx(
        [c["gap"] for c in document["employee"]["competencies"]], abs=5e-5
    )
    radar = next(c for c in charts(book.worksheets[0]) if type(c).__name__ == "RadarChart")
    for series, header in zip(radar.series, ("required", "rating"), strict=True):
        values = book.worksheets[0][series.val.numRef.f.split("!")[1].replace("$", "")]
        assert [cell.value for (cell,) in values] == pytest.approx(
            [c[header] for c in document["employee"]["competencies"]], abs=5e-5
        )


def test_what_is_supposed_is_said(run: Run, tmp_path: Path) -> None:
    args = ("gap", *SAMPLE, "-e", "E012", "--with", "communication=4", "--lang", "en")
    done = run(*args, "-o", str(tmp_path / "s.xlsx"))
    said = next(line for line in done.stdout.splitlines() if line.startswith("Supposed: Communication = 4"))
    cells = [c.value for row in openpyxl.load_workbook(tmp_path / "s.xlsx")["Summary"].iter_rows() for c in row]
    assert said in cells


@pytest.mark.parametrize("command", [("assess",), ("gap", "-e", "=1+1")])
def test_a_persons_text_is_never_a_formula(command: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(HOSTILE, "utf-8")
    name, *more = command
    assert run(name, "r.csv", *more, "-o", "r.xlsx", "--lang", "en", cwd=tmp_path).returncode == 0
    with zipfile.ZipFile(tmp_path / "r.xlsx") as archive:
        for part in archive.namelist():
            if part.startswith("xl/worksheets/"):
                assert not re.search(rb"<f[ >]|<hyperlink", archive.read(part)), part
    row = rows_of(openpyxl.load_workbook(tmp_path / "r.xlsx")["Gaps"])[0]
    assert (row["ID"], row["Name"], row["Department"]) in [("=1+1", "=cmd()", "<script>"), ("-2", "@SUM(A1)", "{=1}")]


def test_same_input_same_bytes(run: Run, tmp_path: Path) -> None:
    for command in (("assess", *SAMPLE), ("gap", *SAMPLE, "-e", "E001")):
        for name in ("one.xlsx", "two.xlsx"):
            assert run(*command, "-o", str(tmp_path / name)).returncode == 0
        assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
        assert run(*command, "-o", str(tmp_path / "dated.xlsx"), SOURCE_DATE_EPOCH="86400").returncode == 0
        with zipfile.ZipFile(tmp_path / "dated.xlsx") as archive:
            assert b"1970-01-02T00:00:00Z" in archive.read("docProps/core.xml")


def test_more_than_a_sheet_holds_is_refused(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CannotRun, match="1,048,576"):
        books.fits(1_048_577)
    books.fits(1_048_576)
    monkeypatch.setattr(books, "MOST_ROWS", 33)
    done = run("assess", *SAMPLE, "-o", str(tmp_path / "r.xlsx"), "--lang", "en")
    assert done.returncode == 2
    assert "a sheet of XLSX holds 33 rows" in done.stderr
    assert not list(tmp_path.iterdir())
    assert done.stdout == ""


def test_a_title_is_no_command_of_the_page_header() -> None:
    book = books.Book("A&B &P\n3", None, marking="保密")
    book.sheet("s")
    header = openpyxl.load_workbook(io.BytesIO(book.content())).worksheets[0].oddHeader
    assert header is not None
    assert (header.left.text, header.right.text) == ("A&&B &&P 3", "保密")


def test_cells_hold_what_fits() -> None:
    assert books.plain("a\nb\r\nc") == "a\nb\nc"
    assert books.plain("x\x1b[31m\u202ey") == "x<U+001B>[31m<U+202E>y"
    assert len(books.plain("长" * 40_000)) == 32_767
    book = books.Book("t", None)
    sheet = book.sheet("s")
    for row, value in enumerate(("=1", "007", 7, 7.5, None, "", "https://x", "y" * 40_000)):
        book.put(sheet, row, 0, value, books.TEXT)
    read = openpyxl.load_workbook(io.BytesIO(book.content())).worksheets[0]
    found = [(cell.data_type, cell.value) for (cell,) in read.iter_rows(max_col=1)]
    assert found[:7] == [("s", "=1"), ("s", "007"), ("n", 7), ("n", 7.5), ("n", None), ("n", None), ("s", "https://x")]
    assert str(found[7][1]).endswith("y…")


@WITH_OFFICE
@pytest.mark.filterwarnings("ignore:.*extension is not supported")  # LibreOffice adds some of its own
def test_libreoffice_opens_them_and_sees_the_same(run: Run, tmp_path: Path) -> None:
    """What it reads and writes again has every cell as it was, and as many charts."""
    files = [tmp_path / "all.xlsx", tmp_path / "one.xlsx"]
    assert run("assess", *SAMPLE, "-o", str(files[0])).returncode == 0
    assert run("gap", *SAMPLE, "-e", "E012", "-o", str(files[1])).returncode == 0
    for before, after in zip(files, converted("xlsx:Calc MS Excel 2007 XML", files, tmp_path / "saved"), strict=True):
        ours, theirs = openpyxl.load_workbook(before), openpyxl.load_workbook(after)
        assert ours.sheetnames == theirs.sheetnames
        for name in ours.sheetnames:
            assert len(charts(ours[name])) == len(charts(theirs[name]))
            mine = {c.coordinate: c.value for row in ours[name].iter_rows() for c in row if c.value is not None}
            other = {c.coordinate: c.value for row in theirs[name].iter_rows() for c in row if c.value is not None}
            assert mine.keys() == other.keys()
            for place, value in mine.items():
                same = pytest.approx(value) if isinstance(value, float) else value
                assert other[place] == same, (name, place)


@WITH_OFFICE
def test_libreoffice_shows_the_figures_that_are_meant(run: Run, tmp_path: Path) -> None:
    """So that what `displayed` says of number formats is what a spreadsheet shows."""
    file = tmp_path / "all.xlsx"
    assert run("assess", *SAMPLE, "-o", str(file)).returncode == 0
    page = next(made for made in converted("html", [file], tmp_path / "shown") if made.suffix == ".html")
    cells = re.findall(r'<td[^>]*sdval="[^"]*"[^>]*>(.*?)</td>', page.read_text("utf-8"), re.DOTALL)
    shown = [html.unescape(re.sub("<[^>]+>", "", cell)).split() for cell in cells]
    numbers = [c for sheet in openpyxl.load_workbook(file).worksheets for row in sheet.iter_rows() for c in row]
    meant = [displayed(c.value, str(c.number_format)).split() for c in numbers if isinstance(c.value, int | float)]
    assert shown == meant
