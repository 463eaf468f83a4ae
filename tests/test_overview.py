"""Overviews that people filled in and changed: what is shown and hidden must agree, and no rating goes astray."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from lenovo_comp import Model, read_ratings
from lenovo_comp.ratings.result import Ratings

from .conftest import WITH_OFFICE, Run, converted
from .rating_workbooks import IDS, asked, column, header_row, listed, overview, people_sheets, person_rows
from .strategies import examples

PEOPLE = """employee_id,name,department,position
007,Li Lei,Finance,account_manager
008,Han Meimei,Finance,account_representative
009,Wang Fang,Finance,account_manager
"""
RATERS = "employee_id,rater_role,rater_id\n007,manager,M01\n008,manager,M01\n009,peer,M01\n"
ASKED = 20
"""Ratings asked for: account managers are rated on seven competencies, representatives on six."""
Change = Callable[[openpyxl.Workbook, Worksheet], object]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, run: Run) -> dict[str, Path]:
    """Workbooks as they were made: `plain` and `zh`, with `evidence`, and `open` for anybody."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "people.csv").write_text(PEOPLE, "utf-8")
    (folder / "who.csv").write_text(RATERS, "utf-8")
    requests = {
        "plain": ("--raters", "who.csv", "--lang", "en"),
        "zh": ("--raters", "who.csv", "--lang", "zh"),
        "evidence": ("--raters", "who.csv", "--lang", "en", "--evidence"),
        "open": ("--lang", "en"),
    }
    for name, args in requests.items():
        done = run("sheet", "--roster", "people.csv", "--cycle", "2026H1", *args, "-o", f"{name}.xlsx", cwd=folder)
        assert done.returncode == 0, done.stderr
    return {name: folder / f"{name}.xlsx" for name in requests}


def level(employee: str, number: int) -> int:
    """The rating that is given: it differs by person and competency."""
    return (int(employee) + number) % 4


def filled(source: Path, to: Path, change: Change = lambda _book, _sheet: None) -> Path:
    """An overview filled in, one half by typing numbers and the other by choosing from lists, and then changed."""
    book = openpyxl.load_workbook(source)
    sheet = overview(book)
    for number, cell in enumerate(asked(sheet)):
        value = level(cell.employee, number)
        cell.cell.value = value if number % 2 else listed(book, sheet, cell.cell)[value]  # type: ignore[assignment]
    change(book, sheet)
    book.save(to)
    return to


def found(ratings: Ratings) -> list[str]:
    """Findings as `X230 Overview!J8`."""
    return [f"{d.rule.code} {d.place.cell}" for d in ratings.diagnostics if d.rule.code != "C112"]


def read(model: Model, *files: Path) -> tuple[list[str], int]:
    """What was found, and how many ratings count."""
    ratings = read_ratings(files, model)
    return found(ratings), ratings.frame.height


def cell_of(sheet: Worksheet, employee: str, header: str) -> str:
    """The name of a person's cell below a header."""
    at = next(j for j in range(1, sheet.max_column + 1) if sheet.cell(header_row(sheet), j).value == header)
    return str(sheet.cell(person_rows(sheet)[employee], at).coordinate)


def put(**values: object) -> Change:
    """A change of cells; `at_007` is the person's first rating."""

    def change(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        for name, value in values.items():
            at = cell_of(sheet, name[3:], "Communication") if name.startswith("at_") else name
            sheet[at].value = value

    return change


# ---------------------------------------------------------------- what is filled in


@pytest.mark.parametrize("kind", ["plain", "zh", "evidence"])
def test_every_answer_counts_for_its_person_competency_and_role(
    kind: str, made: dict[str, Path], model: Model, tmp_path: Path
) -> None:
    file = filled(made[kind], tmp_path / "s.xlsx")
    ratings = read_ratings([file], model)
    assert found(ratings) == []
    names = {c.name.zh if kind == "zh" else c.name.en: c.id for c in model.competencies}
    cells = enumerate(asked(overview(openpyxl.load_workbook(file))))
    expected = [(c.employee, names[c.competency], float(level(c.employee, number))) for number, c in cells]
    assert len(expected) == ASKED
    assert sorted(ratings.frame.select("employee_id", "competency", "level").rows()) == sorted(expected)
    rows = {c.employee: c.cell.row for c in asked(overview(openpyxl.load_workbook(file)))}
    assert set(ratings.frame.select("employee_id", "row").rows()) == set(rows.items())
    roles = set(ratings.frame.select("employee_id", "rater_role", "rater_id", "cycle").rows())
    assert roles == {(id, "peer" if id == "009" else "manager", "M01", "2026H1") for id in ("007", "008", "009")}


def test_untouched_and_half_filled_overviews_are_no_errors(made: dict[str, Path], model: Model, tmp_path: Path) -> None:
    assert read(model, made["plain"]) == ([], 0)
    half = filled(made["plain"], tmp_path / "s.xlsx", lambda _, sheet: sheet.delete_rows(person_rows(sheet)["008"]))
    assert read(model, half) == ([], 14)


def test_a_role_and_an_id_that_raters_fill_in_themselves(made: dict[str, Path], model: Model, tmp_path: Path) -> None:
    def fill(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        for id, row in person_rows(sheet).items():
            cell = sheet.cell(row, column(sheet, ("Your role",)))
            assert not cell.protection.locked and "Peer" in listed(book, sheet, cell)
            cell.value = "Peer" if id == "009" else "Manager"
        label = next(c for row in sheet.iter_rows(max_row=6) for c in row if c.value == "Your ID")
        sheet.cell(label.row, label.column + 1).value = "M77"

    ratings = read_ratings([filled(made["open"], tmp_path / "s.xlsx", fill)], model)
    assert found(ratings) == []
    assert set(ratings.frame["rater_id"]) == {"M77"} and ratings.frame.height == ASKED
    without = read_ratings([filled(made["open"], tmp_path / "s.xlsx")], model)
    assert {d.rule.code for d in without.diagnostics} == {"R408"} and without.frame.is_empty()


def test_a_wrong_value_is_named_with_its_cell(made: dict[str, Path], model: Model, tmp_path: Path) -> None:
    file = filled(made["plain"], tmp_path / "s.xlsx", put(at_008=9, at_009="She is patient with customers"))
    sheet = overview(openpyxl.load_workbook(file))
    cells = [cell_of(sheet, id, "Communication") for id in ("008", "009")]
    assert read(model, file) == ([f"R401 Overview!{cells[0]}", f"R402 Overview!{cells[1]}"], ASKED - 2)


@pytest.mark.sampled
@WITH_OFFICE
@pytest.mark.parametrize("kind", ["xlsx:Calc MS Excel 2007 XML", "ods", "xls:MS Excel 97"])
def test_other_programs_and_formats_keep_all_answers(
    kind: str, made: dict[str, Path], model: Model, tmp_path: Path
) -> None:
    files = [filled(made[name], tmp_path / f"{name}.xlsx") for name in ("zh", "evidence")]
    files.append(filled(made["plain"], tmp_path / "bad.xlsx", put(at_007=None, I9="X")))
    saved = {file.stem: file for file in converted(kind, files, tmp_path / "saved")}
    for name in ("zh", "evidence"):
        assert read(model, saved[name]) == ([], ASKED)
        before, after = (
            read_ratings([f], model).frame.sort("employee_id", "competency")
            for f in (tmp_path / f"{name}.xlsx", saved[name])
        )
        assert before.select("employee_id", "competency", "level").equals(
            after.select("employee_id", "competency", "level")
        )
    assert read(model, saved["bad"]) == read(model, tmp_path / "bad.xlsx")


# ---------------------------------------------------------------- what people changed


@pytest.mark.parametrize(
    ("header", "value", "agrees"),
    [
        ("ID", "008", False),
        ("ID", None, False),
        ("ID", " ００７ ", True),
        ("Name", "Wang Fang", False),
        ("Name", "LI  LEI", True),
        ("Position", "Senior account manager", False),
        ("Position", "大客户经理", True),
        ("Your role", "Peer", False),
        ("Your role", "上级", True),
    ],
)
def test_a_row_must_show_the_person_that_is_hidden(
    header: str, value: object, agrees: bool, made: dict[str, Path], model: Model, tmp_path: Path
) -> None:
    cell = cell_of(overview(openpyxl.load_workbook(made["plain"])), "007", header)
    file = filled(made["plain"], tmp_path / "s.xlsx", put(**{cell: value}))
    assert read(model, file) == (([], ASKED) if agrees else ([f"X230 Overview!{cell}"], ASKED - 7))


@pytest.mark.parametrize(("value", "agrees"), [("Coordination", False), ("Teamwork", False), ("沟通表达能力", True)])
def test_a_column_must_show_the_competency_that_is_hidden(
    value: str, agrees: bool, made: dict[str, Path], model: Model, tmp_path: Path
) -> None:
    """Of a header that was typed over nothing counts: the finding comes once, not once per person."""
    blank = overview(openpyxl.load_workbook(made["plain"]))
    cell = cell_of(blank, "007", "Communication")
    head = f"{cell.rstrip('0123456789')}{header_row(blank)}"
    file = filled(made["plain"], tmp_path / "s.xlsx", put(**{head: value}))
    assert read(model, file) == (([], ASKED) if agrees else ([f"X231 Overview!{head}"], 0))


def swap(sheet: Worksheet, one: int, other: int, columns: range) -> None:
    for j in columns:
        a, b = sheet.cell(one, j), sheet.cell(other, j)
        a.value, b.value = b.value, a.value


def test_people_sorted_without_their_hidden_ids_do_not_count(
    made: dict[str, Path], model: Model, tmp_path: Path
) -> None:
    def sort(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        rows, first = person_rows(sheet), column(sheet, ("ID",))
        swap(sheet, rows["007"], rows["009"], range(first, sheet.max_column + 1))

    file = filled(made["plain"], tmp_path / "s.xlsx", sort)
    rows = sorted(person_rows(overview(openpyxl.load_workbook(file))).values())
    at = "I"
    assert read(model, file) == ([f"X230 Overview!{at}{rows[0]}", f"X230 Overview!{at}{rows[2]}"], 6)


def test_people_sorted_with_their_hidden_ids_count(made: dict[str, Path], model: Model, tmp_path: Path) -> None:
    def sort(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        rows = person_rows(sheet)
        swap(sheet, rows["007"], rows["009"], range(1, sheet.max_column + 1))

    plain = read_ratings([filled(made["plain"], tmp_path / "a.xlsx")], model)
    sorted_ = read_ratings([filled(made["plain"], tmp_path / "b.xlsx", sort)], model)
    rows = [r.frame.select("employee_id", "competency", "level").rows() for r in (plain, sorted_)]
    assert found(sorted_) == [] and sorted(rows[0]) == sorted(rows[1])


def test_nobody_can_sort_while_the_sheet_is_protected(made: dict[str, Path]) -> None:
    sheet = overview(openpyxl.load_workbook(made["plain"]))
    assert sheet.protection.sheet and sheet.protection.sort and sheet.auto_filter.ref is None


@pytest.mark.parametrize("at", [1, 9, 14])
def test_columns_that_were_inserted_move_no_rating(
    at: int, made: dict[str, Path], model: Model, tmp_path: Path
) -> None:
    def insert(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        row = person_rows(sheet)["008"]
        sheet.insert_cols(at)
        sheet.cell(row, at).value = 3

    file = filled(made["plain"], tmp_path / "s.xlsx", insert)
    problems, counted = read(model, file)
    assert counted == ASKED and [one.split()[0] for one in problems] == ["X234"]


@pytest.mark.parametrize("key", ["columns", "employee_id", "rater_role", "shown.employee_id", "rated"])
def test_an_overview_without_its_hidden_cells_counts_for_nothing(
    key: str, made: dict[str, Path], model: Model, tmp_path: Path
) -> None:
    def remove(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        cell = next(c for row in sheet.iter_rows(max_row=20) for c in row if c.value == key)
        cell.value = None

    assert read(model, filled(made["plain"], tmp_path / "s.xlsx", remove)) == (["X238 Overview"], 0)


@pytest.mark.parametrize("fact", ["cycle", "rater_id"])
def test_an_overview_without_its_rater_or_cycle_counts_for_nothing(
    fact: str, made: dict[str, Path], model: Model, tmp_path: Path
) -> None:
    def remove(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        sheet.delete_rows(next(i for i in range(1, 9) if sheet.cell(i, 1).value == fact))

    problems, counted = read(model, filled(made["plain"], tmp_path / "s.xlsx", remove))
    assert [one.split()[0] for one in problems] == ["X238"] and counted == 0


def test_a_deleted_column_only_loses_its_own_ratings(made: dict[str, Path], model: Model, tmp_path: Path) -> None:
    def remove(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        sheet.delete_cols(column(sheet, ("Logical analysis",)))

    file = filled(made["plain"], tmp_path / "s.xlsx", remove)
    ratings = read_ratings([file], model)
    assert found(ratings) == [] and ratings.frame.height == ASKED - 3
    assert "logical_analysis" not in set(ratings.frame["competency"])


def test_what_stands_where_nothing_is_read_is_told(made: dict[str, Path], model: Model, tmp_path: Path) -> None:
    """A rating in a grey cell, beside the table, a person who was added below it."""

    def type_(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        rows, last = person_rows(sheet), column(sheet, ("Still blank",))
        grey = sheet.cell(rows["008"], last - 1)
        assert grey.protection.locked
        grey.value = 3
        sheet.cell(rows["009"], last + 1).value = "new in the team"
        below = rows["009"] + 1
        for j, value in ((9, "010"), (10, "Zhao Min"), (13, 3)):
            sheet.cell(below, j).value = value

    problems, counted = read(model, filled(made["plain"], tmp_path / "s.xlsx", type_))
    assert [one.split()[0] for one in problems] == ["X234", "X235"] and counted == ASKED


def test_what_stands_in_grey_cells_is_told_whoever_counts(made: dict[str, Path], model: Model, tmp_path: Path) -> None:
    """The first person's row does not count, and the finding about another cell comes all the same."""

    def type_(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        rows, last = person_rows(sheet), column(sheet, ("Still blank",))
        sheet.cell(rows["008"], last - 1).value = 3
        sheet.cell(rows["007"], column(sheet, IDS)).value = "017"

    problems, counted = read(model, filled(made["plain"], tmp_path / "s.xlsx", type_))
    assert [one.split()[0] for one in problems] == ["X230", "X234"] and counted == ASKED - 7


def test_without_the_page_on_values_names_are_those_of_the_dictionary(
    made: dict[str, Path], model: Model, tmp_path: Path
) -> None:
    def only(book: openpyxl.Workbook, _: Worksheet) -> None:
        for name in ("How to fill in", "Behaviours"):
            del book[name]

    assert read(model, filled(made["plain"], tmp_path / "s.xlsx", only)) == ([], ASKED)


# ---------------------------------------------------------------- copies


def test_a_copy_of_a_workbook_counts_once_and_is_told_once(made: dict[str, Path], model: Model, tmp_path: Path) -> None:
    files = [filled(made["plain"], tmp_path / f"{name}.xlsx") for name in "ab"]
    problems, counted = read(model, *files)
    assert [one.split()[0] for one in problems] == ["X237"] and counted == ASKED


def test_of_copies_that_differ_the_people_who_differ_do_not_count(
    made: dict[str, Path], model: Model, tmp_path: Path
) -> None:
    one = filled(made["plain"], tmp_path / "a.xlsx")
    other = filled(made["plain"], tmp_path / "b.xlsx", put(at_007=1))
    assert level("007", 0) != 1
    problems, counted = read(model, one, other)
    assert [p.split()[0] for p in problems] == ["X236", "X237"] and counted == ASKED - 7


# ---------------------------------------------------------------- two places


def own_sheet(book: openpyxl.Workbook, employee: str) -> tuple[Worksheet, int]:
    """A person's own sheet, and the row of its first rating."""
    sheet = next(s for s in people_sheets(book) if s.title.startswith(employee))
    return sheet, next(i for i in range(1, 30) if sheet.cell(i, 3).value == "Communication")


def answer(employee: str, value: object, evidence: str | None = None) -> Change:
    """An answer on a person's own sheet."""

    def change(book: openpyxl.Workbook, _: Worksheet) -> None:
        sheet, row = own_sheet(book, employee)
        sheet.cell(row, 4).value, sheet.cell(row, 5).value = value, evidence  # type: ignore[assignment]

    return change


def both(*changes: Change) -> Change:
    def change(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        for one in changes:
            one(book, sheet)

    return change


def rating(file: Path, model: Model, employee: str) -> list[tuple[float, str | None]]:
    """The ratings of a person's communication that count, and their evidence."""
    frame = read_ratings([file], model).frame
    return frame.filter(employee_id=employee, competency="communication").select("level", "evidence").rows()


def test_a_rating_may_be_given_in_either_place_and_evidence_goes_with_it(
    made: dict[str, Path], model: Model, tmp_path: Path
) -> None:
    said = "Explained the delay calmly."
    first = float(level("007", 0))
    only_here = filled(made["evidence"], tmp_path / "a.xlsx", answer("007", None, said))
    only_there = filled(made["evidence"], tmp_path / "b.xlsx", both(put(at_007=None), answer("007", 2, said)))
    twice = filled(made["evidence"], tmp_path / "c.xlsx", answer("007", "3 - Often", said))
    assert level("007", 0) == 3
    for file, value in ((only_here, first), (only_there, 2.0), (twice, 3.0)):
        assert read(model, file) == ([], ASKED)
        assert rating(file, model, "007") == [(value, said)]


def test_a_contradiction_between_the_two_places_is_a_finding(
    made: dict[str, Path], model: Model, tmp_path: Path
) -> None:
    file = filled(made["evidence"], tmp_path / "s.xlsx", answer("007", 1, "Interrupted a customer."))
    book = openpyxl.load_workbook(file)
    here = cell_of(overview(book), "007", "Communication")
    there, row = own_sheet(book, "007")
    ratings = read_ratings([file], model)
    (finding,) = ratings.diagnostics
    assert (finding.rule.code, finding.place.cell) == ("X240", f"Overview!{here}")
    assert finding.details["cell"] == f"{there.title}!D{row}" and finding.details["other"] == "1"
    assert ratings.frame.height == ASKED - 1 and rating(file, model, "007") == []
    assert ratings.left_out == 2


def test_a_rating_with_a_slip_stays_where_it_was_typed(made: dict[str, Path], model: Model, tmp_path: Path) -> None:
    file = filled(made["evidence"], tmp_path / "s.xlsx", both(put(at_007=9), answer("007", 9)))
    problems, _ = read(model, file)
    assert [p.split()[0] for p in problems] == ["R401"]


# ---------------------------------------------------------------- whatever people do


def swap_visible_rows(sheet: Worksheet, one: int, other: int) -> None:
    swap(sheet, one, other, range(column(sheet, IDS), sheet.max_column + 1))


def swap_visible_columns(sheet: Worksheet, one: int, other: int) -> None:
    for i in range(header_row(sheet), sheet.max_row + 1):
        a, b = sheet.cell(i, one), sheet.cell(i, other)
        a.value, b.value = b.value, a.value


def disturb(sheet: Worksheet, random: Random) -> str:
    """Change something of a sheet but an answer; returns what."""
    rows, columns = range(1, sheet.max_row + 1), range(1, sheet.max_column + 1)
    row, other_row, at, other_at = (random.choice(some) for some in (rows, rows, columns, columns))
    cell, other = sheet.cell(row, at), sheet.cell(other_row, other_at)
    changes: dict[str, Callable[[], object]] = {
        "insert row": lambda: sheet.insert_rows(row),
        "insert column": lambda: sheet.insert_cols(at),
        "delete row": lambda: sheet.delete_rows(row),
        "delete column": lambda: sheet.delete_cols(at),
    }
    if sheet.cell(row, at).protection.locked and other.protection.locked:
        changes["copy cell"] = lambda: setattr(cell, "value", other.value)
        changes["blank cell"] = lambda: setattr(cell, "value", None)
        changes["type"] = lambda: setattr(cell, "value", random.choice([3, "007", "Peer", "Logical analysis"]))
    if header_row(sheet) < min(row, other_row):
        changes["swap rows"] = lambda: swap_visible_rows(sheet, row, other_row)
    changes["swap columns"] = lambda: swap_visible_columns(sheet, at, other_at)
    what = random.choice(sorted(changes))
    changes[what]()
    return f"{what} {cell.coordinate} {other.coordinate}"


@pytest.mark.parametrize("seed", range(examples(60, 10)))
def test_no_change_beside_the_answers_makes_a_wrong_figure(
    seed: int, made: dict[str, Path], model: Model, tmp_path: Path
) -> None:
    """Ratings may be lost, with a finding, but are never of another person or competency."""
    file = filled(made["plain"], tmp_path / "s.xlsx")
    before = set(read_ratings([file], model).frame.select("employee_id", "competency", "rater_role", "level").rows())
    random = Random(seed)
    book = openpyxl.load_workbook(file)
    for area in list(overview(book).merged_cells.ranges):
        overview(book).unmerge_cells(str(area))
    changes = [disturb(overview(book), random)]
    book.save(file)
    ratings = read_ratings([file], model)
    after = set(ratings.frame.select("employee_id", "competency", "rater_role", "level").rows())
    assert after <= before, (changes, found(ratings), after - before)
