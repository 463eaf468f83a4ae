"""Tables of who rates whom, in the shapes that people have: a row per rater, or a row per person, a column per role."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import polars as pl

from ..findings import catalogue
from ..findings.collector import Collector
from ..findings.finding import Finding, Place
from ..model.dictionary import Model
from ..model.names import did_you_mean
from ..text import Text
from .by_name import Roster, columns_of_names, look_up
from .codebook import codebooks
from .columns import COLUMNS
from .decoder import RecordDecoder
from .files.extended import Extra, extended
from .files.table import WHITE, Part, Table
from .headers import Columns, read_headers
from .levels import unreadable
from .meanings import NOTHING, Meaning
from .no_people import NoPeople
from .rules import SELF
from .spelling import fold

NEEDED = ("employee_id", "rater_role", "rater_id")
_MARKS = frozenset(("x", "×", "✓", "✔", "√", "☑", "●", "y", "yes", "true", "1", "是", "有", "需要"))
"""Cells that say that somebody rates, not who."""
_NOBODY = frozenset(("-", "–", "—", "/", "none", "n/a", "na", "no", "n", "无", "没有", "不适用", "否"))


class Cell(NamedTuple):
    """What a cell reads, without spaces around it, and where it stands."""

    text: str
    place: Place


class Row(NamedTuple):
    """A row of who rates whom as it is written; the cells may hold several ids."""

    employee: Cell
    role: Cell
    rater: Cell


class _Layout(NamedTuple):
    """A table's columns: those of `NEEDED`, or the one of employees and those of roles (column → role)."""

    known: Mapping[str, int]
    roles: Mapping[int, str]


def rows_of(table: Table, model: Model, people: Callable[[], Roster] | None) -> tuple[list[Row], list[Finding]]:
    """The rows of a table, and what is wrong with it as a whole. Raises table.Refused.

    `people`: who is on the roster, by name; None: there is no roster.
    """
    table, given, problems = _by_name(table, model, people)
    layout, found = _layout(table, read_headers(table, model, given=given))
    problems += found
    if layout is None:
        return [], problems
    odd = {*layout.known.values(), *layout.roles} & set(table.unreadable)
    if odd:
        return [], [*problems, *(unreadable(table, i) for i in sorted(odd))]
    whole = table.whole()
    if whole.ragged is not None:
        problems += [_ragged(table, *row) for row in whole.ragged.iter_rows()]
    frame = _people(table, whole, layout, model, problems)
    if layout.roles:
        return list(_wide(table, frame, layout, people() if people is not None else Roster([]))), problems
    return list(_long(table, frame, layout)), problems


def _by_name(
    table: Table, model: Model, people: Callable[[], Roster] | None
) -> tuple[Table, dict[int, Meaning | None], list[Finding]]:
    """The table with a column of ids, where it names people instead of numbering them."""
    meanings = read_headers(table, model)
    if people is None or "employee_id" in {m.column for m in meanings.values()}:
        return table, {}, []
    free = {i: table.headers[i] for i, m in meanings.items() if m == NOTHING}
    columns = columns_of_names(free, [i for i, m in meanings.items() if m.column == "name"])
    if not columns or not people().names:
        return table, {}, []
    found = look_up(table, columns, people())
    given: dict[int, Meaning | None] = {len(table.headers): Meaning("employee_id", exact=True)}
    return extended(table, [Extra("employee_id", found.ids, columns[0])], keep=found.keep), given, found.problems


def _layout(table: Table, meanings: Mapping[int, Meaning]) -> tuple[_Layout | None, list[Finding]]:
    """What the columns are; None where the table can't be used."""
    named: dict[str, list[int]] = {}
    for i, meaning in meanings.items():
        if meaning.column and not meaning.rated:
            named.setdefault(meaning.column, []).append(i)
    known = {name: min(several, key=lambda i: not meanings[i].exact) for name, several in named.items()}
    problems = []
    if {"rater_role", "rater_id"}.isdisjoint(known):
        roles = {i: m.role for i, m in meanings.items() if m.role is not None and not m.rated}
        if roles and "employee_id" in known:
            names = [table.headers[i].strip() for i in roles]
            listed = Text("、".join(f"“{n}”" for n in names), ", ".join(f'"{n}"' for n in names))
            place = table.header_place(min(roles))
            problems.append(Finding(catalogue.ROLES_ACROSS, place, names[0], {"names": listed}, "roles"))
            return _Layout(known, roles), problems
    for name in NEEDED:
        several = [i for i in named.get(name, ()) if meanings[i].exact == meanings[known[name]].exact]
        if not several:
            problems.append(_missing(table, name))
        for i in several[1:]:
            details: dict[str, str | Text] = {"first": str(several[0] + 1)}
            header = table.headers[i].strip()
            problems.append(Finding(catalogue.COLUMN_REPEATED, table.header_place(i), header, details, header))
    return (None if problems else _Layout(known, {})), problems


def _people(table: Table, whole: Part, layout: _Layout, model: Model, problems: list[Finding]) -> pl.DataFrame:
    """The records of people: totals, remarks and headers that stand again are noted and left out."""
    known = layout.known if not layout.roles else {**layout.known, "rater_role": min(layout.roles)}
    decoder = RecordDecoder(table, Columns(known), codebooks(model), model)
    found = Collector()
    kept = NoPeople(decoder, found).without(whole.frame, decoder.encoded(whole.frame))
    problems += found.findings()
    return whole.frame.filter(pl.col("row").is_in(kept["row"].implode()))


def _cells(table: Table, frame: pl.DataFrame, columns: Sequence[int]) -> Iterator[list[Cell]]:
    for line, row, *texts in frame.select("line", "row", *map(str, columns)).iter_rows():
        written = [_text(text or "") for text in texts]
        yield [Cell(t, table.place(line, row, i, t or None)) for i, t in zip(columns, written, strict=True)]


def _long(table: Table, frame: pl.DataFrame, layout: _Layout) -> Iterator[Row]:
    for cells in _cells(table, frame, [layout.known[name] for name in NEEDED]):
        yield Row(*cells)


def _wide(table: Table, frame: pl.DataFrame, layout: _Layout, roster: Roster) -> Iterator[Row]:
    """A row a rater of a table with a row a person. A blank cell is nobody; a mark in the role `self` is the person."""
    for employee, *raters in _cells(table, frame, [layout.known["employee_id"], *layout.roles]):
        for role, rater in zip(layout.roles.values(), raters, strict=True):
            said = rater.text.casefold()
            if not rater.text or said in _NOBODY:
                continue
            if role == SELF and (said in _MARKS or roster.find(rater.text) == [employee.text]):
                who = employee.text
            else:
                # Elsewhere a mark asks for one sheet of a rater whom nobody named; a figure may be an id.
                who = "" if said in _MARKS and not said.isdigit() else rater.text
            yield Row(employee, rater._replace(text=role), rater._replace(text=who))


def _text(cell: str) -> str:
    """The cell as ratings have it, without spaces or a file's mark before it; "" where nothing in it can be seen."""
    return cell.lstrip("\ufeff").strip(WHITE) if fold(cell, "hyphens") else ""


def _ragged(table: Table, line: int, row: int, fields: int, text: str) -> Finding:
    details: dict[str, str | Text] = {"fields": str(fields), "columns": str(len(table.headers))}
    return Finding(catalogue.ROW_RAGGED, Place(table.path, line, row=row), details=details, key=text)


def _missing(table: Table, name: str) -> Finding:
    details = {"column": Text(COLUMNS[name].headers[0], name), "suggestion": did_you_mean(None)}
    return Finding(catalogue.COLUMN_MISSING, table.header_place(), None, details, name)
