"""What marks a rating sheet of `comp sheet`, so that it is read back without anybody typing an id.

A sheet has the mark in A1. Column A, hidden, names the facts of the head (`employee_id`, …) row by row,
then heads the table; a fact stands in column B, hidden, if it was given, else in column D, as it was
filled in.
"""

from __future__ import annotations

from collections.abc import Iterator

MARK = "comp.sheet/1"
KEY, GIVEN, READ, FILLED = range(4)
"""The columns A to D of the head."""
TABLE = "competency"
"""The key in the row of the table's headers."""
FACTS = ("employee_id", "name", "department", "manager", "position", "rater_role", "rater_id", "cycle")
FOR_READING = ("评价内容（仅供阅读）", "What is rated (for reading)")
"""Headers of the column that is for people only."""

Rows = list[list[object]]
"""A sheet's cells as its reader gives them: text, numbers, "" or None for blank ones."""


def marks(rows: Rows) -> bool:
    """Whether a sheet is one of ours."""
    return bool(rows) and rows[0][:1] == [MARK]


def header_row(rows: Rows) -> int | None:
    """The row of the table's headers (from 0); None where the sheet is only to be read."""
    return next((i for i, row in enumerate(rows) if row[KEY] == TABLE and len(row) > FILLED), None)


def is_filled(rows: Rows, start: int) -> bool:
    """Whether a sheet, whose headers stand at `start`, says whom it is about, or rates anything."""
    named = any(name == "employee_id" and not _blank(value) for name, value, _ in _facts(rows, start))
    return named or any(not _blank(cell) for row in rows[start + 1 :] for cell in row[FILLED:])


def with_head(rows: Rows, start: int) -> tuple[Rows, dict[int, tuple[int, int]]]:
    """A sheet's rows with a column more for each fact of its head; those columns → the cell they come from.

    Lines that are only to be read become blank.
    """
    facts = list(_facts(rows, start))
    width = max(map(len, rows))
    header = [*_padded(rows[start], width), *(name for name, *_ in facts)]
    values = [value for _, value, _ in facts]
    body = [
        [*_padded(row, width), *values] if any(not _blank(cell) for j, cell in enumerate(row) if j != READ) else []
        for row in rows[start + 1 :]
    ]
    return [*rows[:start], header, *body], {width + i: cell for i, (*_, cell) in enumerate(facts)}


def _facts(rows: Rows, start: int) -> Iterator[tuple[str, object, tuple[int, int]]]:
    """What a sheet's head says: fact, value, and its cell (from 0)."""
    for i, row in enumerate(rows[:start]):
        if row[KEY] in FACTS:
            column = FILLED if _blank(row[GIVEN]) else GIVEN
            yield str(row[KEY]), row[column], (i, column)


def _padded(row: list[object], width: int) -> list[object]:
    return [*row, *[None] * (width - len(row))]


def _blank(cell: object) -> bool:
    return cell is None or cell == ""
