"""What was typed into a rating sheet's other cells: beside the cell that was meant, or on lines that take no rating."""

import re
from collections.abc import Iterator, Set
from functools import cached_property
from typing import NamedTuple

from ..findings import catalogue
from ..findings.finding import Finding, Rule
from ..model.dictionary import Model
from ..model.names import normal
from ..text import Text, shorten
from .files.cell_names import a1
from .files.table import Odd, Table
from .form import EVIDENCE, FILLED, GIVEN, LABEL, READ, WIDTH, Beside, Form, is_blank, is_empty
from .shown import SheetNames, cell_place, cells_like_it

# A number of a scale, perhaps with its unit or its meaning.
_VALUE = r"\s*[0-9\uff10-\uff19]{1,2}(?:[.．][0-9]+)?\s*(?:[级分层]|[-–—:：.、=]?\s*(?P<label>\D.{0,60}))?"
_NUMBER = r"\s*[0-9\uff10-\uff19]{1,2}(?:[.．][0-9]+)?\s*"
# Letters of a text that is rather an example than a value or a reason for giving none.
_LONG, _LONG_CHINESE = 30, 14


class _Cell(NamedTuple):
    row: int
    column: int


class Values:
    """Recognises the values of a dictionary's scales, by number or by name."""

    def __init__(self, model: Model) -> None:
        self._model = model

    def is_value(self, text: str) -> bool:
        """Whether a text is a value such as `3`, `3 - Often`, `Often`."""
        found = re.fullmatch(_VALUE, text)
        if found is None:
            return normal(text) in self._labels
        return found["label"] is None or normal(found["label"]) in self._labels

    def is_number(self, text: str) -> bool:
        """Whether a text is a value and nothing but a number."""
        return re.fullmatch(_NUMBER, text) is not None

    @cached_property
    def _labels(self) -> set[str]:
        scales = [self._model.attainment.scale, *(c.scale for c in self._model.competencies)]
        return {normal(name) for s in scales for _, label in s.labels for name in (label.zh, label.en) if name}


def strays(table: Table, form: Form, values: Values, names: SheetNames) -> Iterator[Finding]:
    """What was typed where nothing is read."""
    beside: dict[int, list[_Cell]] = {}
    others: dict[Rule, list[_Cell]] = {catalogue.SHEET_NUMBER_NOT_READ: [], catalogue.SHEET_TEXT_NOT_READ: []}
    numbers, texts = others.values()
    lines = set(form.lines())
    for row in _suspicious(form):
        is_line = row in lines
        for cell in _elsewhere(form, row, is_line):
            # What a sheet shows may begin with a number, too: “2 级”.
            is_text = cell.column == READ and not is_line
            is_value = (values.is_number if is_text else values.is_value)(form.text(*cell))
            above = _line_of(form, row, lines, names) if is_value else None
            if above is not None and not form.text(above, FILLED):
                beside.setdefault(above, []).append(cell)
            elif cell.column > (EVIDENCE if is_line else READ):
                (numbers if is_value else texts).append(cell)
    for line, cells in beside.items():
        what = names.original(*form.rates(line), form)
        zh, en = shorten(what["zh"]), shorten(what["en"])
        yield _beside(table, form, cells, line, Text(f"“{zh}”的评分", f'the rating of "{en}"'))
    yield from _in_head(table, form, texts)
    for rule, several in others.items():
        if several:
            yield _finding(rule, table, form, several, {})


def _suspicious(form: Form) -> list[int]:
    """The rows in which something may stand that was typed in by mistake: few, so that the rest costs nothing."""
    rows = ((row, form.rows[row]) for row in form.lines())
    beside = [row for row, cells in rows if is_blank(cells[FILLED]) or not is_empty(cells[WIDTH:])]
    return sorted([*beside, *form.others()])


def _line_of(form: Form, row: int, lines: Set[int], names: SheetNames) -> int | None:
    """The line to which a row belongs, most often itself; None where that can't be said."""
    for i in range(row, form.start, -1):
        if i in lines:
            return i
        if names.is_heading(heading := form.text(i, READ)):
            # What is rated as a whole has its line below its behaviours, where its name stands again.
            return next((j for j in form.lines() if j > row and form.text(j, READ) == heading), None)
    return None


def _elsewhere(form: Form, row: int, is_line: bool) -> list[_Cell]:
    """The cells of a row in which no rating is read, if anything stands in them."""
    columns = (j for j in range(READ, len(form.rows[row])) if not (is_line and j == FILLED))
    return [_Cell(row, j) for j in columns if form.text(row, j)]


def evidence_as_rating(form: Form, values: Values) -> dict[tuple[int, int], Odd]:
    """Examples typed where the rating belongs, as a table's odd cells: by row (from 1) and column."""
    found = {}
    for row in form.lines():
        if not isinstance(form.rows[row][FILLED], str):
            continue
        text = form.text(row, FILLED)
        letters = len(normal(text))
        is_long = letters > (_LONG_CHINESE if any("\u4e00" <= c <= "\u9fff" for c in text) else _LONG)
        if is_long and not form.text(row, EVIDENCE) and not values.is_value(text):
            found[row + 1, FILLED] = Odd(catalogue.SHEET_EVIDENCE_AS_RATING, text)
    return found


def _in_head(table: Table, form: Form, texts: list[_Cell]) -> Iterator[Finding]:
    """Facts that were typed beside their cell; what else was added above the table goes to `texts`."""
    facts = dict(form.facts())
    for row in range(form.start):
        name = facts.get(row)
        beside = [_Cell(row, j) for j in range(EVIDENCE, len(form.rows[row])) if form.text(row, j)]
        label = next(iter(form.shown.get((LABEL, name or ""), ())), "")
        is_blank = name is not None and not form.text(row, GIVEN) and not form.text(row, FILLED)
        if label and is_blank and normal(form.text(row, READ)) not in ("", normal(label)):
            beside.insert(0, _Cell(row, READ))
        if beside and is_blank:
            called = label or (form.text(row, READ) if beside[0].column != READ else name or "")
            yield _beside(table, form, beside[:1], row, Text(f"“{called}”", f'"{called}"'))
        else:
            texts += beside


def beside_overview(table: Table, form: Form, values: Values) -> Iterator[Finding]:
    """What stands on an overview where nothing is read: one finding for numbers, one for texts."""
    found: dict[Rule, list[Beside]] = {}
    for cell in form.beside:
        rule = catalogue.SHEET_NUMBER_NOT_READ if values.is_value(cell[2]) else catalogue.SHEET_TEXT_NOT_READ
        found.setdefault(rule, []).append(cell)
    plain = table._replace(places={})
    for rule, cells in found.items():
        row, column, text = cells[0]
        details = {"more": cells_like_it(len(cells))}
        place = cell_place(plain, row, column, text)
        yield Finding(rule, place, text, details, form.key(table.sheet, a1(row, column)))


def _beside(table: Table, form: Form, cells: list[_Cell], row: int, what: Text) -> Finding:
    """The finding about cells beside that of a row which should have been filled in."""
    at = table.places.get((row, FILLED), (row, FILLED))
    return _finding(catalogue.SHEET_ANSWER_BESIDE, table, form, cells, {"what": what, "cell": a1(*at)})


def _finding(rule: Rule, table: Table, form: Form, cells: list[_Cell], details: dict[str, str | Text]) -> Finding:
    first, text = cells[0], form.text(*cells[0])
    details = {**details, "more": cells_like_it(len(cells))}
    return Finding(rule, cell_place(table, *first, text), text, details, form.key(table.sheet, a1(*first)))
