"""Ratings that a workbook has in two places: a person's row of the overview, and the person's own sheet.

Raters may use either. What both say counts once, and where they differ, neither counts.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..findings import catalogue
from ..findings.finding import Finding
from ..model.dictionary import Model
from ..text import Text
from .files.table import ListedRecords, Table
from .form import EVIDENCE, FILLED, GIVEN, KEY, WIDTH
from .level_cells import How, all_labels, label_key, read_level, scale_labels
from .spelling import fold
from .waiting import Unread

_BY = ("employee_id", "cycle", "rater_role", "rater_id")


class _Lines(NamedTuple):
    """The records of a table, to be changed."""

    table: Table
    records: ListedRecords
    cells: list[list[str | None]]

    def put(self) -> Table:
        return self.table._replace(records=self.records._replace(lines=self.cells))


def in_two_places(unread: Sequence[Unread], model: Model) -> tuple[list[Unread], list[Finding], int]:
    """The rating sheets, each rating in one place; what was found, and how many records count no more."""
    changed = list(unread)
    found: list[Finding] = []
    both = {one.table.path for one in unread if one.table.places} & {o.table.path for o in unread if not o.table.places}
    overviews = {_key(one): i for i, one in enumerate(unread) if one.table.path in both and one.table.places}
    for i, one in enumerate(unread):
        at = None if one.table.places or one.table.path not in both else overviews.get(_key(one))
        if at is None:
            continue
        over, own = _lines(changed[at].table), _lines(one.table)
        found += _joined(over, own, model)
        changed[at] = changed[at]._replace(table=over.put())
        changed[i] = one._replace(table=own.put())
    return changed, found, 2 * len(found)


def _key(unread: Unread) -> tuple[str, ...]:
    """The workbook, who is rated, by whom."""
    facts = _facts(unread.table)
    return (unread.table.path, *(fold(facts.get(name) or "") for name in _BY))


def _facts(table: Table) -> dict[str, str | None]:
    return dict(zip(table.headers[WIDTH:], _records(table).ends, strict=True))


def _records(table: Table) -> ListedRecords:
    assert isinstance(table.records, ListedRecords)  # else it could not wait
    return table.records


def _lines(table: Table) -> _Lines:
    records = _records(table)
    return _Lines(table, records, [list(line) for line in records.lines])


def _joined(over: _Lines, own: _Lines, model: Model) -> Iterable[Finding]:
    """Take each rating out of one of its two places; yields what contradicts."""
    whole = {cells[KEY]: i for i, cells in enumerate(own.cells) if not cells[GIVEN]}
    for row, cells in zip(over.records.rows, over.cells, strict=True):
        i = whole.get(cells[KEY])
        if i is None or cells[FILLED] is None:
            continue
        other = own.cells[i]
        first, second = (_value(text, cells[KEY], model) for text in (cells[FILLED], other[FILLED]))
        if first is None or (second is None and other[EVIDENCE] is None):
            continue
        if second is None:  # the evidence goes with the rating
            other[FILLED] = cells[FILLED]
        elif first != second:
            yield _finding(over, own, row, own.records.rows[i], (cells[FILLED] or "", other[FILLED] or ""))
            other[FILLED] = None
        cells[FILLED] = None


def _finding(over: _Lines, own: _Lines, row: int, other: int, answers: tuple[str, str]) -> Finding:
    place = over.table.place(None, row, FILLED, answers[0])
    elsewhere = own.table.place(None, other, FILLED, answers[1])
    details: dict[str, str | Text] = {"other": answers[1], "cell": elsewhere.cell or ""}
    key = "\x1f".join((_facts(over.table).get("cycle") or "", place.cell or "", elsewhere.cell or ""))
    return Finding(catalogue.SHEET_PLACES_DISAGREE, place, answers[0], details, key)


def _value(text: str | None, competency: str | None, model: Model) -> object:
    """What an answer says, so that `3` and `3 - Often` are the same; None where it is blank."""
    if text is None:
        return None
    cell = read_level(text.strip(), all_labels(model))
    if cell.how is How.NOT_ASSESSED:
        return None
    if cell.value is not None:
        return cell.value
    try:
        labels = scale_labels(model.competency(competency or "").scale)
    except KeyError:
        labels = {}
    return labels.get(cell.label or "", label_key(text))
