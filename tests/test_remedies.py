"""Remedies lead to the right figures when they are followed to the letter, and nothing else is done."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import openpyxl
import pytest

from .conftest import ROOT, Run
from .rated_files import Expected, complaints, outcome, write_tables
from .strategies import table_text

FOLDER = ROOT / "tests" / "cases" / "ratings"
EXPECTED = tomllib.loads((FOLDER / "expect.toml").read_text("utf-8"))["case"]
SHIPPED = {case["file"]: Expected(**case) for case in EXPECTED}
WRITTEN = {
    case["kind"]: Expected(**case) for case in tomllib.loads((FOLDER / "variants.toml").read_text("utf-8"))["case"]
}


@dataclass(frozen=True)
class Remedy:
    """A case that is refused, what its remedy says, and what somebody does who follows it."""

    case: str
    says: str
    follow: Callable[[Path, Sequence[str]], Sequence[str]]
    """Changes files of a folder; returns the files to read."""
    figures: Sequence[str] = ()
    """What is right then, where the case has no figures of its own."""


def edit(*changes: tuple[str, str]) -> Callable[[Path, Sequence[str]], Sequence[str]]:
    """Replace texts, each in all files."""

    def follow(folder: Path, files: Sequence[str]) -> Sequence[str]:
        for name in files:
            text = (folder / name).read_text("utf-8-sig")
            for old, new in changes:
                text = text.replace(old, new)
            (folder / name).write_text(text, "utf-8")
        return files

    return follow


def column(header: str, *cells: str) -> Callable[[Path, Sequence[str]], Sequence[str]]:
    """Add a column, with one cell for all rows of a sheet or file, of each in turn."""

    def follow(folder: Path, files: Sequence[str]) -> Sequence[str]:
        values = iter(cells)
        for name in files:
            if name.endswith(".xlsx"):
                book = openpyxl.load_workbook(folder / name)
                for sheet in book:
                    _append(sheet, header, next(values))
                book.save(folder / name)
            else:
                first, *lines = (folder / name).read_text("utf-8").splitlines()
                cell = next(values)
                (folder / name).write_text("\n".join([f"{first},{header}", *(f"{x},{cell}" for x in lines)]), "utf-8")
        return files

    return follow


def _append(sheet: object, header: str, cell: str) -> None:
    at = sheet.max_column + 1  # type: ignore[attr-defined]
    for row in range(1, sheet.max_row + 1):  # type: ignore[attr-defined]
        sheet.cell(row, at, header if row == 1 else cell)  # type: ignore[attr-defined]


def rows(header: str, *cells: str) -> Callable[[Path, Sequence[str]], Sequence[str]]:
    """Add a column to a text file, a cell a row."""

    def follow(folder: Path, files: Sequence[str]) -> Sequence[str]:
        lines = (folder / files[0]).read_text("utf-8").splitlines()
        wider = [f"{line},{cell}" for line, cell in zip(lines, (header, *cells), strict=True)]
        (folder / files[0]).write_text("\n".join(wider), "utf-8")
        return files

    return follow


def transpose(folder: Path, files: Sequence[str]) -> Sequence[str]:
    """Columns from that of the competencies on become rows, with `employee_id` above the ids."""
    if files[0].endswith(".xlsx"):
        sheet = openpyxl.load_workbook(folder / files[0]).worksheets[0]
        grid = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    else:
        grid = [line.split(",") for line in (folder / files[0]).read_text("utf-8").splitlines()]
    turned = [list(row) for row in zip(*grid, strict=True)]
    turned = turned[1:] if turned[0][0] == "Code" else turned
    turned[0][0] = "employee_id"
    (folder / "transposed.csv").write_text(table_text(turned), "utf-8")
    return ["transposed.csv"]


def transpose_with_position(folder: Path, files: Sequence[str]) -> Sequence[str]:
    return column("position", "account_manager")(folder, transpose(folder, files))


def split(at: str) -> Callable[[Path, Sequence[str]], Sequence[str]]:
    """Put the table that begins at the second such line into a file of its own."""

    def follow(folder: Path, files: Sequence[str]) -> Sequence[str]:
        text = (folder / files[0]).read_text("utf-8")
        start = text.index(at, text.index(at) + 1)
        (folder / "first.csv").write_text(text[:start], "utf-8")
        (folder / "second.csv").write_text(text[start:], "utf-8")
        return ["first.csv", "second.csv"]

    return follow


RENAME = "Rename that column to rater_id, rater_role or cycle."
WRITE_IDS = "Write the id in every row"
REMEDIES = (
    Remedy("raters-assessment-date.csv", "Correct the header", edit(("Assessment date", "assessment cycle"))),
    Remedy("people-across.xlsx", "Write employee_id above the ids", transpose_with_position),
    Remedy("stacked-blocks.csv", "to a file or sheet of its own", split("Employee ID")),
    Remedy(
        "grouped-blank-ids.csv",
        WRITE_IDS,
        edit(
            ("\n,,logical_analysis,2", "\nE001,,logical_analysis,2"),
            ("\n,,coord", "\nE001,,coord"),
            ("\n,,", "\nE002,,"),
        ),
    ),
    Remedy("Feedback giver is not known, and differs between the rows", RENAME, edit(("Feedback giver", "rater_id"))),
    Remedy("Who differs between conflicting rows", RENAME, edit(("Who", "rater_id"))),
    Remedy("反馈人 is not known", RENAME, edit(("反馈人", "rater_id"))),
    Remedy("an e-mail address says who rated", RENAME, edit(("Respondent email", "rater_id"))),
    Remedy("the day of the review is the cycle", RENAME, edit(("Review date", "cycle"))),
    Remedy(
        "running numbers differ between identical rows", RENAME, edit(("No.", "rater_id")), ["E001 communication 4"]
    ),
    Remedy(
        "a comment differs where the ratings repeat",
        "column rater_id",
        rows("rater_id", "P1", "P2", "P3"),
        ["E001 communication 4"],
    ),
    Remedy("two answers to Google Forms in the same second", "column rater_id", rows("rater_id", "P1", "P2", "P3")),
    Remedy("files of raters by their names", "add such a column", column("rater_id", "Ann", "Cy", "Ed")),
    Remedy("cycles as Q1 and Q2 without a year", "add such a column", column("cycle", "2026Q1", "2026Q2")),
    Remedy(
        "one sheet of raters, and one of Sheet2",
        "Add a column rater_role",
        column("rater_role", "self", "manager"),
        ["E001 communication 2"],
    ),
    Remedy(
        "people across, by name",
        "Give positions in a column position",
        transpose_with_position,
        [
            *("Bo Chan communication 3", "Di East communication 4"),
            *("Bo Chan logical_analysis 2", "Di East logical_analysis 3"),
        ],
    ),
    Remedy(
        "people across, under headers of employees",
        "Write employee_id above the ids",
        transpose,
        [*("E001 communication 3", "E001 logical_analysis 2", "E002 communication 4", "E002 logical_analysis 3")],
    ),
    Remedy(
        "a person's id and position once, in merged cells, in a wide table of raters",
        WRITE_IDS,
        edit(("\n,,manager", "\nE001,,manager")),
    ),
    Remedy(
        "previous and current",
        "Keep one of the two",
        edit(("Communication (previous),", ""), ("manager,2,3", "manager,3")),
    ),
    Remedy(
        "no level at all",
        "Enter values of the scale",
        edit(("manager,,\nE002", "manager,3,2\nE002"), ("East,Account manager,,", "East,Account manager,1,0")),
        ["E001 communication 3", "E001 logical_analysis 2", "E002 communication 1", "E002 logical_analysis 0"],
    ),
    Remedy(
        "colours or signs in place of levels",
        "Use a value of the scale",
        edit(("●", "3"), ("○", "0"), ("◐", "2")),
        ["E001 communication 3", "E001 logical_analysis 0", "E002 communication 2", "E002 logical_analysis 3"],
    ),
    Remedy(
        "Role holds jobs that the dictionary does not have",
        "position",
        edit(("Role", "position"), ("Engineer", "account_manager"), ("Designer", "account_manager")),
        ["E001 communication 3", "E001 logical_analysis 2", "E002 communication 4", "E002 logical_analysis 3"],
    ),
    Remedy("an unknown row among ids", "delete the row", edit(("Top of class,,,4\n", ""))),
    Remedy(
        "an unknown row among ids",
        "add the name or position",
        edit(("Top of class,,", "Top of class,Ann Top,")),
        ["E001 communication 3", "E002 communication 2", "Top of class communication 4"],
    ),
)


@pytest.mark.sampled
@pytest.mark.parametrize("remedy", REMEDIES, ids=lambda r: f"{r.case}: {r.says}")
def test_a_remedy_that_is_followed_leads_to_the_right_figures(remedy: Remedy, run: Run, tmp_path: Path) -> None:
    case = SHIPPED.get(remedy.case) or WRITTEN[remedy.case]
    files = write_tables(case.files, tmp_path) if case.files else case.arguments
    if not case.files:
        for name in files:
            shutil.copy(FOLDER / name, tmp_path)
    before = outcome(run, files, tmp_path)
    assert before.exits == (1, 1)
    assert any(remedy.says in f["help"] for f in before.errors), [f["help"] for f in before.errors]
    followed = remedy.follow(tmp_path, files)
    after = replace(case, accept=["read"], figures=remedy.figures or case.figures, people=None, also=(), partial=())
    assert complaints(after, outcome(run, followed, tmp_path)) == []
