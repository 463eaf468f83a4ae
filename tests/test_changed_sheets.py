"""Rating sheets of one person, as an earlier version made them, that people changed: shown and hidden must agree."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from lenovo_comp import Model, read_ratings
from lenovo_comp.ratings.form import Form, as_text, is_empty, moved_header, shown_line, shown_on
from lenovo_comp.ratings.strays import Values

from .conftest import WITH_OFFICE, Run, converted

OLD = Path(__file__).parent / "cases/old_sheets"
HOW = {"en": "How to fill in", "zh": "填写说明"}
LEVEL = 2
Change = Callable[[openpyxl.Workbook, Worksheet], object]


@pytest.fixture(scope="module")
def made() -> dict[tuple[str, str], Path]:
    """Sheets as an earlier version made them, by `levels` and `behaviours`, in both languages; and one for anybody.

    They rate 007 Li Lei, account manager, by the manager M01 in 2026H1.
    """
    names = [(by, language) for by in ("levels", "behaviours") for language in ("en", "zh")]
    return {(by, language): OLD / f"{by}-{language}.xlsx" for by, language in [*names, ("open", "en")]}


def table_row(sheet: Worksheet) -> int:
    return next(i for i in range(1, 20) if sheet.cell(i, 1).value == "competency")


def lines(sheet: Worksheet) -> list[int]:
    """The rows that take a rating."""
    return [i for i in range(table_row(sheet) + 1, sheet.max_row + 1) if sheet.cell(i, 1).value]


def changed(source: Path, to: Path, change: Change = lambda _book, _sheet: None, level: int = LEVEL) -> Path:
    """A sheet with one level everywhere, and then changed."""
    book = openpyxl.load_workbook(source)
    sheet = book.worksheets[1]
    for row in lines(sheet):
        sheet.cell(row, 4).value = level
    change(book, sheet)
    book.save(to)
    return to


def put(**cells: object) -> Change:
    """A change of single cells; `first_X` is column X in the row of the first rating, `below_X` in the next."""

    def change(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        for name, value in cells.items():
            at, column = name.split("_") if "_" in name else (name, "")
            rows = {"first": lines(sheet)[0], "below": lines(sheet)[0] + 1, "header": table_row(sheet)}
            sheet[f"{column}{rows[at]}" if column else name].value = value

    return change


def read(model: Model, *files: Path) -> tuple[list[str], int]:
    """Findings as `X230 D2`, and how many ratings count."""
    ratings = read_ratings(files, model)
    found = [f"{d.rule.code} {(d.place.cell or '').rpartition('!')[2]}" for d in ratings.diagnostics]
    return [one for one in found if not one.startswith("C112")], ratings.frame.height


# ---------------------------------------------------------------- shown and hidden


@pytest.mark.sampled
@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    ("cell", "value", "agrees"),
    [
        ("D2", "009 Wang Fang", False),
        ("D2", "7", False),
        ("D2", 7, False),
        ("D2", None, False),
        ("D2", "007 Li Lei", True),
        ("D2", " ００７ ", True),
        ("D3", "Wang Fang", False),
        ("D3", "LI  LEI", True),
        ("D4", "Sales", False),
        ("D5", "Senior account manager", False),
        ("D5", "大客户经理", True),
        ("D5", "account_manager", True),
        ("D6", "2026H2", False),
        ("D6", datetime.datetime(2026, 1, 1), False),
        ("D7", "Peer", False),
        ("D7", "someone", False),
        ("D7", "上级", True),
        ("D7", "MANAGER", True),
        ("D8", "P9", False),
        ("D8", "m01", True),
    ],
)
def test_a_fact_of_the_head_must_be_what_is_hidden(
    cell: str,
    value: object,
    agrees: bool,
    language: str,
    made: dict[tuple[str, str], Path],
    model: Model,
    tmp_path: Path,
) -> None:
    file = changed(made["levels", language], tmp_path / "s.xlsx", put(**{cell: value}))
    assert read(model, file) == (([], 7) if agrees else ([f"X230 {cell}"], 0))


@pytest.mark.parametrize(
    ("shown", "agrees"),
    [
        ("Coordination and follow-through", False),
        ("Teamwork", False),
        (None, False),
        ("沟通表达能力", True),
        (" COMMUNICATION ", True),
    ],
)
def test_a_line_must_show_what_its_id_says(
    shown: str | None, agrees: bool, made: dict[tuple[str, str], Path], model: Model, tmp_path: Path
) -> None:
    assert model.competency("communication").name.zh == "沟通表达能力"
    file = changed(made["levels", "en"], tmp_path / "s.xlsx", put(first_C=shown))
    assert read(model, file) == (([], 7) if agrees else (["X231 C10"], 0))


@pytest.mark.parametrize("by", ["levels", "behaviours"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_rows_sorted_without_their_ids_count_for_nothing(
    by: str, language: str, made: dict[tuple[str, str], Path], model: Model, tmp_path: Path
) -> None:
    def sort(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        rows = range(table_row(sheet) + 1, sheet.max_row + 1)
        cells = sorted(([sheet.cell(i, j).value for j in (3, 4, 5)] for i in rows), key=lambda row: str(row[0]))
        for i, row in zip(rows, cells, strict=True):
            for j, value in zip((3, 4, 5), row, strict=True):
                sheet.cell(i, j).value = value

    (finding,), counted = read(model, changed(made[by, language], tmp_path / "s.xlsx", sort))
    assert finding.startswith("X231 C") and counted == 0


@pytest.mark.parametrize("by", ["levels", "behaviours"])
def test_rows_moved_with_their_ids_count(
    by: str, made: dict[tuple[str, str], Path], model: Model, tmp_path: Path
) -> None:
    def turn(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        rows = range(table_row(sheet) + 1, sheet.max_row + 1)
        cells = [[sheet.cell(i, j).value for j in range(1, 6)] for i in rows]
        for i, row in zip(rows, reversed(cells), strict=True):
            for j, value in enumerate(row, 1):
                sheet.cell(i, j).value = value

    plain = read(model, changed(made[by, "en"], tmp_path / "plain.xlsx"))
    assert plain[0] == [] and read(model, changed(made[by, "en"], tmp_path / "s.xlsx", turn)) == plain


def test_competencies_may_be_removed(made: dict[tuple[str, str], Path], model: Model, tmp_path: Path) -> None:
    def remove(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        first, second = lines(sheet)[:2]
        sheet.delete_rows(first, second - first)

    assert read(model, changed(made["levels", "en"], tmp_path / "s.xlsx", remove)) == ([], 6)


def test_sheets_without_their_first_page_are_compared_with_the_dictionary(
    made: dict[tuple[str, str], Path], model: Model, tmp_path: Path
) -> None:
    """As sheets that were copied into another workbook, or made by an older version."""

    def only(**cells: object) -> Change:
        def change(book: openpyxl.Workbook, sheet: Worksheet) -> None:
            del book[HOW["en"]]
            put(**cells)(book, sheet)

        return change

    def found(**cells: object) -> tuple[list[str], int]:
        return read(model, changed(made["levels", "en"], tmp_path / "s.xlsx", only(**cells)))

    assert found() == ([], 7)
    assert found(D7="Peer") == (["X230 D7"], 0)
    assert found(D2="009") == (["X230 D2"], 0)
    assert found(first_C="Logical analysis") == (["X231 C10"], 0)
    # What the dictionary doesn't know may be what it once said.
    assert found(first_C="Talking to people") == (["X232 C10"], 7)
    assert found(D5="Key account lead") == (["X232 D5"], 7)


def test_names_of_the_workbook_count_whatever_the_dictionary_says_now(
    made: dict[tuple[str, str], Path], model: Model, tmp_path: Path
) -> None:
    def reworded(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        for row in book[HOW["en"]].iter_rows(max_col=1):
            if row[0].value == "competency:communication=Communication":
                row[0].value = "competency:communication=Talking to people"
        put(first_C="Talking to people")(book, sheet)

    assert read(model, changed(made["levels", "en"], tmp_path / "s.xlsx", reworded)) == ([], 7)


# ---------------------------------------------------------------- answers in other cells


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("cells", "found", "counted"),
    [
        ({"first_D": None, "first_E": 3}, ["X233 E10"], 6),
        ({"first_D": None, "first_E": "3 - Often"}, ["X233 E10"], 6),
        ({"first_D": None, "first_E": "I don't know her"}, [], 6),
        ({"first_D": None, "first_F": 3}, ["X233 F10"], 6),
        ({"first_D": None, "first_H": "often"}, ["X233 H10"], 6),
        ({"first_D": None, "first_C": 3}, ["X233 C10"], 6),
        ({"first_D": None, "below_D": 3}, ["X233 D11"], 6),
        ({"first_D": None, "below_C": 3}, ["X233 C11"], 6),
        ({"first_D": None, "below_D": 3, "first_F": 2}, ["X233 F10"], 6),
        ({"first_E": 3}, [], 7),
        ({"first_F": 3}, ["X234 F10"], 7),
        ({"below_D": 3}, ["X234 D11"], 7),
        ({"below_E": 3, "first_F": "good"}, ["X235 F10", "X234 E11"], 7),
        ({"below_D": "see above", "G2": "draft", "first_G": "good"}, ["X235 G10"], 7),
        ({"header_F": "Comments", "first_F": "good"}, ["X235 F10"], 7),
        ({"header_F": "Manager", "first_F": "M2"}, ["X235 F10"], 7),
        ({"header_F": "Coordination and follow-through", "first_F": 4}, ["X234 F10"], 7),
        ({"first_D": "She calmed the customer when the delivery was late"}, ["X239 D10"], 6),
        ({"first_D": "她在交付延误时耐心安抚了客户并给出方案"}, ["X239 D10"], 6),
    ],
)
def test_what_was_typed_into_another_cell_is_found(
    cells: dict[str, object],
    found: list[str],
    counted: int,
    made: dict[tuple[str, str], Path],
    model: Model,
    tmp_path: Path,
) -> None:
    assert read(model, changed(made["levels", "en"], tmp_path / "s.xlsx", put(**cells))) == (found, counted)


@pytest.mark.parametrize("after", [1, 5])
def test_a_row_that_somebody_added_is_no_rating(
    after: int, made: dict[tuple[str, str], Path], model: Model, tmp_path: Path
) -> None:
    def add(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        row = lines(sheet)[0] + after
        sheet.insert_rows(row)
        sheet.cell(row, 3).value, sheet.cell(row, 4).value = "Teamwork", 4

    assert read(model, changed(made["levels", "en"], tmp_path / "s.xlsx", add)) == ([f"X234 D{10 + after}"], 7)


@pytest.mark.parametrize(("cell", "place"), [("F6", "F6"), ("C6", "C6"), ("F2", "F2")])
def test_a_fact_typed_beside_its_cell_is_found(
    cell: str, place: str, made: dict[tuple[str, str], Path], model: Model, tmp_path: Path
) -> None:
    facts = {"D2": "007", "D5": "Peer", "D6": "P1"}
    del facts["D2" if cell == "F2" else "D6"]
    file = changed(made["open", "en"], tmp_path / "s.xlsx", put(**facts, **{cell: "X1"}))
    assert f"X233 {place}" in read(model, file)[0]


def test_the_remedy_for_a_rating_beside_its_cell_works(
    made: dict[tuple[str, str], Path], model: Model, tmp_path: Path
) -> None:
    file = changed(made["levels", "en"], tmp_path / "s.xlsx", put(first_D=None, below_D=3))
    (finding,) = (d for d in read_ratings([file], model).diagnostics if d.rule.code == "X233")
    assert "move it to D10" in finding.remedy("en") and "移到 D10" in finding.remedy("zh")
    moved = changed(made["levels", "en"], tmp_path / "moved.xlsx", put(D10=3))
    assert read(model, moved) == ([], 7)
    assert read_ratings([moved], model).frame.filter(competency="communication")["level"].to_list() == [3.0]


# ---------------------------------------------------------------- layout


def unmerge(sheet: Worksheet) -> None:
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))


@pytest.mark.parametrize(("row", "place"), [(2, "D1"), (6, "D1"), (7, "D1"), (8, "D1")])
def test_a_head_that_is_not_whole_counts_for_nothing(
    row: int, place: str, made: dict[tuple[str, str], Path], model: Model, tmp_path: Path
) -> None:
    def remove(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        unmerge(sheet)
        sheet.delete_rows(row)

    assert read(model, changed(made["levels", "en"], tmp_path / "s.xlsx", remove)) == ([f"X238 {place}"], 0)


@pytest.mark.parametrize(("at", "place"), [(4, "D9"), (5, "E9")])
def test_an_inserted_column_is_told(
    at: int, place: str, made: dict[tuple[str, str], Path], model: Model, tmp_path: Path
) -> None:
    def insert(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        unmerge(sheet)
        sheet.insert_cols(at)
        sheet.cell(lines(sheet)[0], 5).value = "seen"

    assert read(model, changed(made["levels", "en"], tmp_path / "s.xlsx", insert)) == ([f"X238 {place}"], 0)


@pytest.mark.parametrize("row", [1, 3])
def test_rows_above_the_table_may_move(
    row: int, made: dict[tuple[str, str], Path], model: Model, tmp_path: Path
) -> None:
    def insert(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        unmerge(sheet)
        sheet.insert_rows(row)
        sheet.cell(row, 3).value = "Please return by Friday"

    assert read(model, changed(made["levels", "en"], tmp_path / "s.xlsx", insert)) == ([], 7)


def test_a_sheet_without_its_title_is_still_one(
    made: dict[tuple[str, str], Path], model: Model, tmp_path: Path
) -> None:
    def remove(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        unmerge(sheet)
        sheet.delete_rows(1)

    assert read(model, changed(made["levels", "en"], tmp_path / "s.xlsx", remove)) == ([], 7)


def test_a_column_before_the_hidden_ones_is_told(
    made: dict[tuple[str, str], Path], model: Model, tmp_path: Path
) -> None:
    def insert(_: openpyxl.Workbook, sheet: Worksheet) -> None:
        unmerge(sheet)
        sheet.insert_cols(1)

    found, counted = read(model, changed(made["levels", "en"], tmp_path / "s.xlsx", insert))
    assert [one.split()[0] for one in found] == ["X238"] and counted == 0


# ---------------------------------------------------------------- two sheets of one rater


def copied(**cells: object) -> Change:
    def change(book: openpyxl.Workbook, sheet: Worksheet) -> None:
        copy = book.copy_worksheet(sheet)
        copy.title = "007 Li Lei (2)"
        put(**cells)(book, copy)

    return change


def test_a_copy_with_the_same_answers_counts_once(
    made: dict[tuple[str, str], Path], model: Model, tmp_path: Path
) -> None:
    one = changed(made["levels", "en"], tmp_path / "s.xlsx", copied())
    assert read(model, one) == (["X237 D2"], 7)
    two = [changed(made["levels", language], tmp_path / f"{language}.xlsx") for language in ("en", "zh")]
    assert read(model, *two) == (["X237 D2"], 7)


def test_copies_that_differ_do_not_count(made: dict[tuple[str, str], Path], model: Model, tmp_path: Path) -> None:
    one = changed(made["levels", "en"], tmp_path / "s.xlsx", copied(first_D=4))
    assert read(model, one) == (["X236 D2"], 0)
    (finding,) = (d for d in read_ratings([one], model).diagnostics if d.rule.code == "X236")
    assert str(finding.place).endswith("s.xlsx:007 Li Lei (2)!D2")
    assert finding.details["first"] == f"{finding.place.path}:007 Li Lei"


def test_a_later_file_takes_back_an_earlier_one(
    made: dict[tuple[str, str], Path], model: Model, tmp_path: Path
) -> None:
    same = [changed(made["levels", "en"], tmp_path / f"{n}.xlsx") for n in "ab"]
    other = changed(made["levels", "en"], tmp_path / "c.xlsx", level=3)
    assert read(model, *same, other) == (["X237 D2", "X236 D2"], 0)
    ratings = read_ratings([same[0], other], model)
    assert ratings.left_out == 14 and len(ratings.unusable) == 2


def test_sheets_of_two_cycles_are_no_copies(made: dict[tuple[str, str], Path], model: Model, tmp_path: Path) -> None:
    """The cycle may stand in the names of files alone."""
    facts = {"D2": "007", "D5": "Manager", "D6": "M01"}
    files = [changed(made["open", "en"], tmp_path / f"{c}.xlsx", put(**facts)) for c in ("2025H2", "2026H1")]
    ratings = read_ratings(files, model)
    assert ratings.cycles == ["2025H2", "2026H1"] and ratings.frame.height == 14


def test_a_copy_that_nobody_filled_in_is_nothing(
    made: dict[tuple[str, str], Path], model: Model, tmp_path: Path
) -> None:
    filled = changed(made["levels", "en"], tmp_path / "s.xlsx")
    assert read(model, made["levels", "en"], filled) == ([], 7)


def test_two_raters_without_a_name_are_asked_for_it(
    made: dict[tuple[str, str], Path], model: Model, tmp_path: Path
) -> None:
    """Equal answers too: they may be those of two people."""
    facts = {"D2": "007", "D5": "Peer"}
    files = [changed(made["open", "en"], tmp_path / f"{n}.xlsx", put(**facts)) for n in "ab"]
    assert read(model, *files) == (["X236 D2"], 0)
    remedy = read_ratings(files, model).diagnostics[-1].remedy("en")
    assert 'beside "Rater (id)"' in remedy
    named = [changed(made["open", "en"], tmp_path / f"{n}.xlsx", put(**facts, D6=n)) for n in "ab"]
    assert read(model, *named) == ([], 14)


# ---------------------------------------------------------------- as a user sees it


def test_commands_say_it_in_both_languages(made: dict[tuple[str, str], Path], run: Run, tmp_path: Path) -> None:
    changed(made["levels", "en"], tmp_path / "s.xlsx", put(D7="Peer", D8="P9"))
    for language, sentence in (("en", 'the sheet was made for "Manager"'), ("zh", "本表是为“Manager”制作的")):
        done = run("check", "s.xlsx", "--lang", language, cwd=tmp_path)
        assert done.returncode == 1 and sentence in done.stdout.replace("\n", ""), done.stdout
    document = json.loads(run("assess", "s.xlsx", "--format", "json", cwd=tmp_path).stdout)
    assert document["employees"] == [] and document["summary"]["rows_left_out"] == 7


@WITH_OFFICE
def test_libreoffice_keeps_what_sheets_show(made: dict[tuple[str, str], Path], model: Model, tmp_path: Path) -> None:
    changed(made["levels", "zh"], tmp_path / "good.xlsx")
    changed(made["levels", "zh"], tmp_path / "bad.xlsx", put(D7="同事"))
    saved = tmp_path / "saved"
    bad, good = converted("xlsx", [tmp_path / "good.xlsx", tmp_path / "bad.xlsx"], saved)
    assert (read(model, bad), read(model, good)) == ((["X230 D7"], 0), ([], 7))


# ---------------------------------------------------------------- small parts


def test_what_a_page_says_is_read_back() -> None:
    page: list[list[Any]] = [["comp.sheet/1"], [shown_line("behaviour", "a.1", "x = y: z")], [], [None], ["note"]]
    assert list(shown_on(page)) == [(("behaviour", "a.1"), "x = y: z")]


@pytest.mark.parametrize(
    ("text", "is_value"),
    [
        ("3", True),
        (" 3.5 ", True),
        ("３", True),
        ("3级", True),
        ("3 - Often", True),
        ("often", True),
        ("经常", True),
        ("3 times a week", False),
        ("2026", False),
        ("fine", False),
        ("", False),
    ],
)
def test_values_of_a_scale(text: str, is_value: bool, model: Model) -> None:
    assert Values(model).is_value(text) is is_value


def test_cells_as_text() -> None:
    cells: list[object] = [None, "", 3.0, 2.5, True, "x", datetime.date(2026, 1, 2)]
    assert [as_text(cell) for cell in cells] == [None, None, "3", "2.5", "TRUE", "x", "2026-01-02"]
    assert is_empty(["", None]) and not is_empty(["", 0.0])


def test_headers_in_their_place() -> None:
    rows: list[list[object]] = [["comp.sheet/1"], ["competency", "", "", "Rating", "Evidence"], ["c", "", "", 3.0, ""]]
    assert moved_header(Form(rows, 1, {})) is None
    assert moved_header(Form([rows[0], rows[1][:4], ["c", "", "", 3.0]], 1, {})) is None
    assert moved_header(Form([rows[0], ["competency", "", "", "", "Rating"], rows[2]], 1, {})) == 3
