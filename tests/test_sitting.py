"""One sitting with rating sheets, as an HR partner has it: from the roster to one person's conversation.

What it costs is kept: how many commands are typed, and how many lines are read.
"""

from __future__ import annotations

from pathlib import Path

import openpyxl

from .conftest import Run
from .rating_workbooks import asked, listed, overview

PEOPLE = [(f"E{i}", f"Person {i}", "account_manager" if i % 2 else "account_representative") for i in range(1, 9)]
MOST_COMMANDS = 6
MOST_LINES = 110
"""Lines of all answers together, at 80 columns."""


def fill(file: Path, share: float) -> int:
    """Fill in a share of the blank cells from the top, by list or by number; returns how many stay blank."""
    book = openpyxl.load_workbook(file)
    sheet = overview(book)
    blank = [a.cell for a in asked(sheet) if a.cell.value is None]
    for number, cell in enumerate(blank[: round(len(blank) * share)]):
        cell.value = 3 if number % 2 else listed(book, sheet, cell)[2]  # type: ignore[assignment]
    book.save(file)
    return len(blank) - round(len(blank) * share)


def test_from_the_roster_to_one_persons_conversation(tmp_path: Path, run: Run) -> None:
    lines: list[int] = []

    def comp(*args: str) -> str:
        done = run(*args, "--lang", "en", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        lines.append(len((done.stdout + done.stderr).splitlines()))
        return done.stdout

    people = "".join(f"{id},{name},{position}\n" for id, name, position in PEOPLE)
    (tmp_path / "people.csv").write_text(f"employee_id,name,position\n{people}", "utf-8")
    raters = "".join(f"{id},manager,M1\n{id},self,{id}\n" for id, *_ in PEOPLE)
    (tmp_path / "who.csv").write_text(f"employee_id,rater_role,rater_id\n{raters}", "utf-8")
    (tmp_path / "comp.toml").write_text(
        'roster = "people.csv"\n\n[sheet]\ndeadline = "2026-12-15"\ncontact = "HR"\n', "utf-8"
    )
    comp("sheet", "--raters", "who.csv", "--cycle", "2026H1", "-o", "back/{rater}.xlsx")
    files = sorted((tmp_path / "back").iterdir())
    assert [f.stem for f in files] == ["E1", "E2", "E3", "E4", "E5", "E6", "E7", "E8", "M1"]
    left = sum(fill(file, 0.5) for file in files)
    assert left == 26 + 8 * 3  # of the manager's 4 × 7 + 4 × 6 half, of each of the others' 7 or 6 three
    owed = comp("sheet", "--status", "back/*.xlsx", "--raters", "who.csv")
    # The manager has rated people 1 to 4 with seven or six questions each; all others are half done.
    assert "16 sheets: 4 complete, 8 started, 4 untouched, 0 missing" in owed
    assert sum(fill(file, 1) for file in files) == 0
    assert "no findings" in comp("check", "back/*.xlsx")
    assert "0 missing" in comp("sheet", "--status", "back/*.xlsx", "--raters", "who.csv")
    assert "Person 1" in comp("assess", "back/*.xlsx")
    assert "Person 1" in comp("gap", "back/*.xlsx", "--employee", "E1")
    assert len(lines) <= MOST_COMMANDS and sum(lines) <= MOST_LINES, lines
