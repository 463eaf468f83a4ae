"""What a rating sheet shows beside what it hides: where the two differ, nobody can know which is meant.

People type over what they see (`009`, `Peer`), and sort rows or move them, while the ids in the hidden columns stay.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from ..findings import catalogue
from ..findings.finding import Excerpt, Finding, Place, Rule
from ..model.dictionary import Model
from ..model.names import Names, normal
from ..text import Text, shorten
from .columns import COLUMNS, Kind
from .files.cell_names import a1
from .files.table import Table
from .form import EVIDENCE, FILLED, GIVEN, READ, Form
from .spelling import fold

_MARKS = r"(\s*\[[^\[\]]*\])+$"
_NOTHING = Text("为空", "nothing")


class _Stored(NamedTuple):
    """An id in a hidden column, and the cell (from 0) that shows it."""

    column: str
    id: str
    row: int
    at: int


class SheetNames:
    """The names of what a sheet stores: those of a dictionary, and those that the sheet's workbook shows."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def original(self, column: str, id: str, form: Form) -> Text:
        """What a sheet showed for an id when it was made."""
        own = sorted(form.shown.get((column, id), ()))
        return Text(own[0], own[0]) if own else self._name(column, id) or Text(id, id)

    def is_name(self, text: str, column: str, id: str, form: Form) -> bool:
        """Whether a text is a name of an id, in any language and spelling."""
        known = form.shown.get((column, id), frozenset())
        if text in known:
            return True
        name = self._name(column, id)
        names = {id, *known, *((name["zh"], name["en"]) if name else ())}
        return _plain(text) in map(_plain, names) or self._names(column).find(re.sub(_MARKS, "", text)) == id

    def is_other(self, text: str, column: str, id: str, form: Form) -> bool:
        """Whether a text that is no name of an id was surely typed over its name."""
        others = (name for key, names in form.shown.items() if key[0] == column for name in names)
        has_other = self._names(column).find(re.sub(_MARKS, "", text)) is not None
        return not text or has_other or (column, id) in form.shown or _plain(text) in map(_plain, others)

    def is_known(self, column: str, id: str, form: Form) -> bool:
        """Whether it can be said what a sheet should show for an id."""
        return (column, id) in form.shown or self._name(column, id) is not None

    def is_heading(self, text: str) -> bool:
        """Whether a text is the name of a competency."""
        return normal(text) in self._headings

    @cached_property
    def _headings(self) -> set[str]:
        return {normal(name) for c in self._model.competencies for name in (c.name.zh, c.name.en) if name}

    def _name(self, column: str, id: str) -> Text | None:
        if column == "behaviour":
            return self._statements.get(id)
        try:
            match column:
                case "position":
                    return self._model.position(id).name
                case "rater_role":
                    return self._model.role(id).name
                case _:
                    return self._model.competency(id).name
        except KeyError:
            return None

    def _names(self, column: str) -> Names:
        return self._statement_names if column == "behaviour" else COLUMNS[column].names_in(self._model)

    @cached_property
    def _statements(self) -> dict[str, Text]:
        return {s.id: s.text for c in self._model.competencies for _, s in c.statements()}

    @cached_property
    def _statement_names(self) -> Names:
        return Names((id, filter(None, (text.zh, text.en))) for id, text in self._statements.items())


def differences(table: Table, form: Form, names: SheetNames) -> Iterator[Finding]:
    """Where a sheet shows something else than it stores: in its head, and beside ratings that were given."""
    facts = (_Stored(name, form.text(row, GIVEN), row, FILLED) for row, name in form.facts())
    found = [finding for stored in facts if stored.id for finding in _of_fact(table, form, stored, names)]
    # A row of an overview that was moved differs in all that it shows, for one reason.
    yield from found[:1] if table.places else found
    yield from _of_lines(table, form, names)


def _of_fact(table: Table, form: Form, stored: _Stored, names: SheetNames) -> Iterator[Finding]:
    """The finding about a fact of the head that shows something else."""
    column, id, row, _ = stored
    text = form.text(row, FILLED)
    if COLUMNS[column].kind is not Kind.NAME:
        if text != id and fold(text) not in _spellings(form, id):
            yield _finding(catalogue.SHEET_SHOWS_OTHER, table, form, stored, text, Text(id, id), 1)
    elif names.is_known(column, id, form) and not names.is_name(text, column, id, form):
        rule = catalogue.SHEET_SHOWS_OTHER
        if not names.is_other(text, column, id, form):
            rule = catalogue.SHEET_NAME_UNKNOWN
        yield _finding(rule, table, form, stored, text, names.original(column, id, form), 1)


def _spellings(form: Form, id: str) -> set[str]:
    """The forms in which a fact may be shown: people add the name to the id."""
    name, who = form.fact("name"), form.fact("employee_id")
    return {fold(id)} | ({fold(who + name), fold(name + who)} if id == who else set())


def _of_lines(table: Table, form: Form, names: SheetNames) -> Iterator[Finding]:
    """One finding for all lines of a kind: they were sorted, moved or reworded together."""
    found: dict[Rule, list[_Stored]] = {}
    # A line without an answer does no harm, unless its answer may have been moved away from it.
    for row in form.lines() if form.is_answered_elsewhere() else form.answered():
        stored = _Stored(*form.rates(row), row, READ)
        text = form.text(row, READ)
        if names.is_known(stored.column, stored.id, form) and not names.is_name(text, stored.column, stored.id, form):
            is_other = names.is_other(text, stored.column, stored.id, form)
            rule = catalogue.SHEET_ROW_SHOWS_OTHER if is_other else catalogue.SHEET_NAME_UNKNOWN
            found.setdefault(rule, []).append(stored)
    for rule, several in found.items():
        first = several[0]
        original = names.original(first.column, first.id, form)
        yield _finding(rule, table, form, first, form.text(first.row, READ), original, len(several))


def _finding(rule: Rule, table: Table, form: Form, stored: _Stored, text: str, original: Text, number: int) -> Finding:
    seen = Text(f"“{shorten(text)}”", f'"{shorten(text)}"') if text else _NOTHING
    details: dict[str, str | Text] = {
        "seen": seen,
        "given": Text(shorten(original["zh"]), shorten(original["en"])),
        "original": original,
        "more": cells_like_it(number),
    }
    key = form.key(table.sheet, stored.column, stored.id)
    return Finding(rule, cell_place(table, stored.row, stored.at, text), text or None, details, key)


def cells_like_it(number: int) -> Text:
    """How many cells a finding is about, where it is about more than one."""
    return Text("", "") if number == 1 else Text(f"（共 {number} 格）", f" ({number} cells in all)")


def cell_place(table: Table, row: int, column: int, text: str) -> Place:
    """The place of a cell of a sheet (from 0), beside the table's own columns, too."""
    row, column = table.places.get((row, column), (row, column))
    shown = shorten(text)
    before = "… | "
    after = "" if column >= EVIDENCE else " | …"
    excerpt = Excerpt(before + shown + after, len(before), max(len(shown), 1))
    return Place(table.path, row=row + 1, excerpt=excerpt, cell=f"{table.sheet}!{a1(row, column)}")


def _plain(text: str) -> str:
    """A name as names are compared, without what the sheet adds to it."""
    return normal(re.sub(_MARKS, "", text))
