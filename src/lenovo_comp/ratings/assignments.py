"""Who rates whom: a table of employees, rater roles and raters."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import NamedTuple

import polars as pl

from ..findings import catalogue
from ..findings.collector import merged
from ..findings.finding import Finding, Place, in_order
from ..model.dictionary import Model, RaterRole
from ..model.names import did_you_mean
from ..text import Text
from .alike import alike_details
from .assignment_tables import Row, rows_of
from .by_name import Roster
from .cells import half_width
from .files.header_row import Find
from .files.opening import open_tables
from .files.table import Refused, Table
from .meanings import NOTHING, HeaderReader
from .rules import SELF
from .rules.cells import roles_of
from .rules.ids import WrongIds, wrong_ids
from .rules.rows import own_rater
from .several import split_ids
from .spelling import fold, folded, without_filling_zeros


class Assignment(NamedTuple):
    """One rater ("": nobody named) of one employee, in a role."""

    employee_id: str
    rater_role: RaterRole
    rater_id: str


class _Rater(NamedTuple):
    """A rater as a row names them, and the place of that cell."""

    id: str
    place: Place


def read_assignments(
    path: str, model: Model, people: Callable[[], Roster] | None = None
) -> tuple[list[Assignment], list[Finding]]:
    """The assignments of a file, in its order, repeats once; and what is wrong with it. Never raises for content.

    `people`: who is on the roster, by name, for tables that name people instead of numbering them. Rows in which
    something is wrong give no assignment. A rater whose id is spelled in several ways is one rater, in the first
    spelling.
    """
    found: list[tuple[Assignment, _Rater]] = []
    with ExitStack() as stack:
        opened = open_tables(path, stack, find=_finder(model))
        problems = list(opened.problems)
        for table in opened.tables:
            try:
                some, wrong = _rows(table, model, people)
            except Refused as refused:
                some, wrong = [], [refused.finding]
            found += some
            problems += wrong
    raters: dict[str, dict[str, _Rater]] = {}
    for _, rater in found:
        raters.setdefault(fold(rater.id), {}).setdefault(rater.id, rater)
    first = {who: next(iter(spellings)) for who, spellings in raters.items()}
    assigned = dict.fromkeys(one._replace(rater_id=first[fold(one.rater_id)]) for one, _ in found)
    return list(assigned), in_order([*problems, *_alike(raters)])


def _finder(model: Model) -> Find:
    """What a cell names as a header: a column, or the role of the raters below it."""
    reader = HeaderReader(model)

    def find(header: object) -> str | None:
        meaning = reader.read(header) if isinstance(header, str) else NOTHING
        return meaning.column or meaning.role

    return find


def _alike(raters: Mapping[str, Mapping[str, _Rater]]) -> Iterator[Finding]:
    """A warning for every rater whose id is spelled in several ways, and for ids that differ only in leading zeros."""
    first = [next(iter(spellings.values())) for spellings in raters.values()]
    numbers = folded(without_filling_zeros(pl.Series([rater.id for rater in first], dtype=pl.String)))
    by_number: dict[str, list[_Rater]] = {}
    for number, rater in zip(numbers, first, strict=True):
        by_number.setdefault(number, []).append(rater)
    groups = [(catalogue.RATER_IDS_ALIKE, list(spellings.values())) for spellings in raters.values()]
    groups += [(catalogue.RATER_IDS_ZEROS, several) for several in by_number.values()]
    for rule, several in groups:
        if len(several) > 1:
            value, place = several[1]
            earlier = str(several[0].place._replace(column=None))
            details = alike_details([rater.id for rater in several], earlier)
            yield Finding(rule, place, value, details, f"rater_id\x1f{fold(value)}")


def _rows(
    table: Table, model: Model, people: Callable[[], Roster] | None
) -> tuple[list[tuple[Assignment, _Rater]], list[Finding]]:
    written, problems = rows_of(table, model, people)
    found: list[tuple[Assignment, _Rater]] = []
    cells_wrong: list[Finding] = []
    several: dict[str, list[Place]] = {}
    rows = [_split(row, several) for row in written]
    # All at once: each look at a rule costs the same for one id as for a thousand.
    names = ("employee_id", 0), ("rater_id", 2)
    ids = {name: wrong_ids({v[i] for split, _ in rows for v, _ in split}, name, model) for name, i in names}
    for split, unclear in rows:
        if unclear is not None:
            cells_wrong.append(unclear)
            continue
        for values, places in split:
            wrong = list(_wrong(values, places, model, ids))
            cells_wrong += wrong
            if not wrong:
                role = model.role(model.role_names.find(values[1]) or "")
                found.append((Assignment(values[0], role, values[2]), _Rater(values[2], places[2])))
    if several:
        (first, *_), number = several.values(), sum(map(len, several.values()))
        value = next(iter(several))
        details: dict[str, str | Text] = {"cells": f"{number:,}"}
        problems.append(Finding(catalogue.IDS_IN_ONE_CELL, first[0], value, details, "several"))
    return found, [*problems, *merged(cells_wrong)]


def _split(
    row: Row, several: dict[str, list[Place]]
) -> tuple[list[tuple[tuple[str, str, str], tuple[Place, Place, Place]]], Finding | None]:
    """The rows that a row stands for, where its cells hold several ids; or the error where that isn't clear.

    `several` collects such cells and their places.
    """
    ids = []
    for cell in (row.employee, row.rater):
        found = split_ids(cell.text)
        if found is None:
            return [], Finding(catalogue.IDS_UNCLEAR, cell.place, cell.text, key="several")
        if len(found) > 1:
            several.setdefault(cell.text, []).append(cell.place)
        ids.append(found or [""])
    places = (row.employee.place, row.role.place, row.rater.place)
    employees = map(half_width, ids[0])  # as on the roster; a rater is called as the table spells it
    return [((employee, row.role.text, rater), places) for employee in employees for rater in ids[1]], None


def _wrong(
    values: Sequence[str], places: Sequence[Place], model: Model, ids: Mapping[str, WrongIds]
) -> Iterator[Finding]:
    """What is wrong with a row, cell by cell. `ids`: column → which ids are wrong there."""
    employee, named, rater = values
    if not employee:
        yield Finding(catalogue.ID_BLANK, places[0], key="employee_id")
    for name, value, place in (("employee_id", employee, places[0]), ("rater_id", rater, places[2])):
        for rule, details in ids[name].get(value, ()):
            yield Finding(rule, place, value, details, name)
    role = model.role_names.find(named)
    if not role:
        rule = catalogue.ROLE_UNKNOWN if named else catalogue.ROLE_BLANK
        guess = did_you_mean(model.role_names.nearest(named) if named else None)
        known: dict[str, str | Text] = {"known": roles_of(model), "suggestion": guess}
        yield Finding(rule, places[1], named or None, known, "rater_role")
    elif employee and fold(employee) == fold(rater) and role != SELF:
        yield Finding(catalogue.OWN_RATER, places[2], rater, own_rater(role, model), f"rater_id\x1f{role}")
