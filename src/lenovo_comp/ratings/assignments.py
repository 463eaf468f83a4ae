"""Who rates whom: a table of employees, rater roles and raters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import NamedTuple

from .. import catalogue
from ..diagnostics import Diagnostic, Place, in_order
from ..language import Text
from ..model.dictionary import Model, RaterRole
from ..model.names import did_you_mean
from .columns import HEADERS, NAMES
from .files import open_tables
from .table import Refused, Table

NEEDED = ("employee_id", "rater_role", "rater_id")


class Assignment(NamedTuple):
    """One rater ("": nobody named) of one employee, in a role."""

    employee_id: str
    rater_role: RaterRole
    rater_id: str


def read_assignments(path: str, model: Model) -> tuple[list[Assignment], list[Diagnostic]]:
    """The assignments of a file, in its order, repeats once; and what is wrong with it. Never raises for content.

    Rows in which something is wrong give no assignment.
    """
    found: dict[Assignment, None] = {}
    with ExitStack() as stack:
        opened = open_tables(path, stack)
        problems = list(opened.problems)
        for table in opened.tables:
            try:
                some, wrong = _rows(table, model)
            except Refused as refused:
                some, wrong = [], [refused.diagnostic]
            found |= dict.fromkeys(some)
            problems += wrong
    return list(found), in_order(problems)


def _rows(table: Table, model: Model) -> tuple[list[Assignment], list[Diagnostic]]:
    at = {HEADERS.find(header): i for i, header in enumerate(table.headers)}
    missing = [name for name in NEEDED if name not in at]
    if missing:
        return [], [_missing(table, name) for name in missing]
    employee, role, rater = (at[name] for name in NEEDED)
    whole = table.whole()
    found: list[Assignment] = []
    problems = [_ragged(table, *row) for row in whole.ragged.iter_rows()] if whole.ragged is not None else []
    for line, row, *cells in whole.frame.select("line", "row", str(employee), str(role), str(rater)).iter_rows():
        values = [(cell or "").strip() for cell in cells]
        known = model.role_names.find(values[1])
        if values[0] and known:
            found.append(Assignment(values[0], model.role(known), values[2]))
        else:
            problems += _wrong(table, line, row, (employee, role), values, model)
    return found, problems


def _ragged(table: Table, line: int, row: int, fields: int, text: str) -> Diagnostic:
    details: dict[str, str | Text] = {"fields": str(fields), "columns": str(len(table.headers))}
    return Diagnostic(catalogue.ROW_RAGGED, Place(table.path, line, row=row), details=details, key=text)


def _missing(table: Table, name: str) -> Diagnostic:
    details: dict[str, str | Text] = {"column": name, "zh": NAMES[name][0], "suggestion": did_you_mean(None)}
    return Diagnostic(catalogue.COLUMN_MISSING, table.header_place(), None, details, name)


def _wrong(
    table: Table, line: int | None, row: int, columns: tuple[int, int], values: list[str], model: Model
) -> Iterator[Diagnostic]:
    """What is wrong with a row, cell by cell."""
    (employee, role), key = columns, "\x1f".join(values)
    if not values[0]:
        yield Diagnostic(catalogue.ID_BLANK, table.place(line, row, employee, None), key=key)
    if not model.role_names.find(values[1]):
        rule = catalogue.ROLE_UNKNOWN if values[1] else catalogue.ROLE_BLANK
        guess = did_you_mean(model.role_names.nearest(values[1]) if values[1] else None)
        details: dict[str, str | Text] = {"known": ", ".join(model.role_names.ids), "suggestion": guess}
        yield Diagnostic(rule, table.place(line, row, role, values[1]), values[1] or None, details, key)
