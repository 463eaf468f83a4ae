"""Rating sheets are read as one table where that can be done. Nothing may be told by it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from lenovo_comp import Model, read_ratings
from lenovo_comp.ratings import reading
from lenovo_comp.ratings.files import table as tables
from lenovo_comp.ratings.result import Ratings
from lenovo_comp.ratings.table_reader import TableReader
from lenovo_comp.ratings.waiting import Unread

from .conftest import Run
from .rating_workbooks import asked, overview, people_sheets
from .strategies import BUDGET, examples
from .test_changed_sheets import lines

PEOPLE = 6
Change = Callable[[Worksheet, list[int]], None]


def fill(column: int, value: object, number: int = 1) -> Change:
    """A change of the first cells of a column, in lines that take a rating."""

    def change(sheet: Worksheet, rows: list[int]) -> None:
        for row in rows[:number]:
            sheet.cell(row, column).value = value  # type: ignore[assignment]

    return change


def percent(sheet: Worksheet, rows: list[int]) -> None:
    sheet.cell(rows[0], 4).value = 0.75
    sheet.cell(rows[0], 4).number_format = "0%"


def head(cell: str, value: object, *shown: str) -> Change:
    """A change of cells above the lines."""

    def change(sheet: Worksheet, _rows: list[int]) -> None:
        for name in (cell, *shown):
            sheet[name].value = value

    return change


CHANGES: dict[str, Change] = {
    "off the scale": fill(4, 9),
    "off the scale, too": fill(4, 9, 2),
    "many off the scale": fill(4, 5, 6),
    "many more off the scale": fill(4, 7, 7),
    "a text": fill(4, "often?"),
    "with a unit": fill(4, "２级"),
    "a percentage": percent,
    "an error": fill(4, "#REF!"),
    "half a level": fill(4, 2.5),
    "blank": fill(4, None, 7),
    "dangerous evidence": fill(5, "=1+1".replace("=", "+")),
    "unknown competency": fill(1, "juggling"),
    "position unknown": head("B4", "astronaut", "D4"),
    "id is an error": head("B2", "#N/A"),
    "id of many digits": head("B2", "110101199003070000"),
    "overtyped": head("D2", "999"),
    "id like a total": head("B2", "Total", "D2"),
    "id like a header": head("B2", "employee_id", "D2"),
    "no id": head("B2", None, "D2"),
    "no role": head("B6", "colleague of a friend", "D6"),
    "cycle of one year": head("B5", "2025H2", "D5"),
    "cycle that may be two": head("B5", "03/04/2026", "D5"),
    "blank competency": fill(1, " ", 2),
    "another header": head("C8", "What is rated"),
    "as another": lambda _sheet, _rows: None,
}


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory, run: Run) -> list[Path]:
    """A workbook of a few sheets for each change, of which some sheets have it, and a table besides."""
    folder = tmp_path_factory.mktemp("stacks")
    people = [f"E{i:02}" for i in range(PEOPLE * len(CHANGES))]
    roster = "".join(f"{id},Name {id},account_manager\n" for id in people)
    (folder / "people.csv").write_text("employee_id,name,position\n" + roster, "utf-8")
    raters = "".join(f"{id},peer,R{i // PEOPLE:02}\n" for i, id in enumerate(people))
    (folder / "who.csv").write_text("employee_id,rater_role,rater_id\n" + raters, "utf-8")
    args = ("--roster", "people.csv", "--raters", "who.csv", "--cycle", "2026H1", "--lang", "en", "--evidence")
    assert run("sheet", *args, "-o", "{rater}.xlsx", cwd=folder).returncode == 0
    found = sorted(folder.glob("*.xlsx"))
    assert len(found) == len(CHANGES)
    for file, change in zip(found, CHANGES.values(), strict=True):
        book = openpyxl.load_workbook(file)
        del book["Overview"]
        for i, sheet in enumerate(people_sheets(book)):
            rows = lines(sheet)
            for j, row in enumerate(rows):
                sheet.cell(row, 4).value = (i + j) % 4
            if i % 2:
                change(sheet, rows)
        if change is CHANGES["as another"]:  # two sheets of one person and rater that disagree
            copy = book.copy_worksheet(people_sheets(book)[1])
            copy.cell(lines(copy)[0], 4).value = 3
        book.save(file)
    (folder / "more.csv").write_text(
        "employee_id,position,competency,level,rater_role,rater_id,cycle\n"
        "E00,account_manager,communication,1,peer,r00,2026H1\n",  # contradicts a sheet
        "utf-8",
    )
    return [*found[:3], folder / "more.csv", *found[3:]]


def told(ratings: Ratings) -> dict[str, object]:
    """All that a reading says, in its order."""
    found = ratings.diagnostics
    return {
        "ratings": [str(row) for row in ratings.frame.rows()],
        "people": [str(row) for row in ratings.people.rows()],
        "found": [(d.rule.code, d, d.message("en"), d.message("zh"), d.place.excerpt) for d in found],
        "counted": (found.totals, found.places),
        "inputs": ratings.inputs,
        "left out": ratings.left_out,
        "unusable": ratings.unusable,
    }


@pytest.mark.parametrize(("order", "most"), [(1, 0), (-1, 3), (1, 3), (-1, 0)][: 4 if BUDGET > 1 else 1])
def test_sheets_say_the_same_together_and_alone(
    order: int, most: int, sheets: list[Path], model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = told(read_ratings(sheets[::order], model, most=most))
    monkeypatch.setattr(reading, "alike", lambda unread: [[one] for one in unread])
    alone = told(read_ratings(sheets[::order], model, most=most))
    for what, expected in alone.items():
        assert together[what] == expected, what


def test_odd_sheets_alone_are_read_alone(sheets: list[Path], model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    stacked: list[int] = []
    alone: list[Unread] = []
    read_stack, read = TableReader._read_stack, TableReader.read

    def count(self: TableReader, several: list[Unread]) -> object:
        stacked.append(len(several))
        return read_stack(self, several)

    def keep(self: TableReader, one: Unread) -> None:
        alone.append(one)
        read(self, one)

    monkeypatch.setattr(TableReader, "_read_stack", count)
    monkeypatch.setattr(TableReader, "read", keep)
    ratings = read_ratings(sheets, model)
    number = PEOPLE * len(CHANGES)
    # Of ten kinds that differ, three sheets each at most; the copy and the sheet that it contradicts; the CSV file.
    assert len(alone) <= 10 * PEOPLE // 2 + 3 < number // 3
    assert stacked[0] > number // 2
    assert len(stacked) < 8
    assert ratings.frame.height > 400
    assert len({d.rule.code for d in ratings.diagnostics}) > 12


def test_sheets_in_parts_are_the_same(sheets: list[Path], model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    some = sheets[: examples(len(sheets), len(sheets) // 3)]
    whole = told(read_ratings(some, model))
    monkeypatch.setattr(tables, "ROWS", 13)
    assert told(read_ratings(some, model)) == whole


def test_each_rating_names_its_own_file_and_row(sheets: list[Path], model: Model) -> None:
    ratings = read_ratings(sheets[:3], model)
    for id, source, row, level in ratings.frame.select("employee_id", "source", "row", "level").rows():
        book = openpyxl.load_workbook(ratings.inputs[source].path)
        (sheet,) = [s for s in people_sheets(book) if str(s["B2"].value) == id]
        assert sheet.cell(row, 4).value == level


@pytest.fixture(scope="module")
def overviews(tmp_path_factory: pytest.TempPathFactory, run: Run) -> list[Path]:
    """Workbooks with overviews, filled in, of which one cell each is wrong in some way."""
    folder = tmp_path_factory.mktemp("overviews")
    values = (9, "often?", "２级", "#REF!", 2.5, None, "+1", 3)
    people = [f"E{i:02}" for i in range(PEOPLE * len(values))]
    (folder / "people.csv").write_text(
        "employee_id,position\n" + "".join(f"{id},account_manager\n" for id in people), "utf-8"
    )
    raters = "".join(f"{id},peer,R{i // PEOPLE:02}\n" for i, id in enumerate(people))
    (folder / "who.csv").write_text("employee_id,rater_role,rater_id\n" + raters, "utf-8")
    args = ("--roster", "people.csv", "--raters", "who.csv", "--cycle", "2026H1", "--lang", "en")
    assert run("sheet", *args, "-o", "{rater}.xlsx", cwd=folder).returncode == 0
    files = sorted(folder.glob("*.xlsx"))
    for file, value in zip(files, values, strict=True):
        book = openpyxl.load_workbook(file)
        cells = [a.cell for a in asked(overview(book))]
        for number, cell in enumerate(cells):
            cell.value = number % 4
        cells[9].value = value
        book.save(file)
    return files


def test_people_of_overviews_say_the_same_together_and_alone(
    overviews: list[Path], model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = told(read_ratings(overviews, model))
    monkeypatch.setattr(reading, "alike", lambda unread: [[one] for one in unread])
    assert together == told(read_ratings(overviews, model))
