"""Headers → columns: by id, Chinese name, English name or alias, each with its finding where it is none."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ..findings import catalogue
from ..findings.finding import Finding, Rule
from ..model.dictionary import Model
from ..model.names import did_you_mean
from ..text import Text
from .columns import COLUMNS, HEADERS, ROSTER, Use
from .files.table import Table
from .form import FOR_READING

MARK = "\ufeff"
"""The byte-order mark of a file, which stands before its first header; joined files have more of them."""
SURE = 0.75
"""Least likeness to a known header at which one counts as misspelled."""


class LevelColumn(NamedTuple):
    """A column of levels, and what its header says of each: column → cell, as if it stood in the row.

    >>> LevelColumn(4, {"competency": "communication", "rater_role": "self"}).says["rater_role"]
    'self'
    """

    column: int
    says: Mapping[str, str]


class Columns(NamedTuple):
    """Column index by meaning. A wide table has `levels`, whose headers all say the same things, and no `level`."""

    known: Mapping[str, int]
    levels: Sequence[LevelColumn] = ()

    @property
    def wide(self) -> bool:
        return bool(self.levels)

    @property
    def said(self) -> tuple[str, ...]:
        """The columns that headers of levels stand for."""
        return tuple(self.levels[0].says) if self.levels else ()

    def of_level(self, row: Mapping[str, object]) -> int:
        """The column in which a rating of a wide record stands. `row` has what the headers say."""
        return next(i for i, says in self.levels if all((row.get(name) or "") == says[name] for name in says))


def match_columns(table: Table, model: Model, *, roster: bool = False) -> tuple[Columns | None, list[Finding]]:
    """Give every header its meaning. No columns where the table can't be used. Raises table.Refused."""
    known: dict[str, int] = {}
    competencies: dict[str, int] = {}
    unknown: list[int] = []
    problems: list[Finding] = []
    usable = True
    for i, header in enumerate(table.headers):
        plain = header.strip().lstrip(MARK)
        if not plain or plain in FOR_READING:
            continue
        column = column_of(plain, roster)
        competency = None if column or roster else model.competency_names.find(plain)
        meaning, place = column or competency, known if column else competencies
        if meaning is None:
            unknown.append(i)
        elif i in table.unreadable:
            usable = False
            problems.append(unreadable(table, i))
            place.setdefault(meaning, i)
        elif meaning in place:
            usable = False
            details: dict[str, str | Text] = {"first": str(place[meaning] + 1), "column": meaning}
            problems.append(_finding(table, catalogue.COLUMN_REPEATED, i, details))
        else:
            place[meaning] = i
            if plain != header:
                problems.append(_finding(table, catalogue.HEADER_SPACED, i, {"meant": plain}))
    problems += _without_header(table)
    if _no_header(table, {*known, *competencies}, unknown):
        return None, [_finding(table, catalogue.HEADER_MISSING, None, {})]
    if competencies and ("competency" in known or "level" in known):
        usable = False
        problems.append(_finding(table, catalogue.SHAPE_MIXED, min(competencies.values()), {}))
    missing = [name for name in _needed(model, bool(competencies), roster) if name not in known]
    for name in missing:
        guess = _nearest(name, table, unknown)
        if guess is not None:
            unknown.remove(guess)
        suggestion = did_you_mean(None) if guess is None else _is_it(table.headers[guess].strip())
        about: dict[str, str | Text] = {"column": name, "zh": COLUMNS[name].headers[0], "suggestion": suggestion}
        problems.append(_finding(table, catalogue.COLUMN_MISSING, None, about, name))
    roles = () if roster or "rater_role" in known else _columns_of_roles(table, unknown, model)
    for i in unknown:
        if i in roles:
            suggestion = did_you_mean("rater_role")
            problems.append(_finding(table, catalogue.COLUMN_MISSPELLED, i, {"suggestion": suggestion}))
            usable = False
        else:
            problem, meant = _unknown(table, i, model, known, roster)
            problems.append(problem)
            usable = usable and (meant is None or Use.DECIDING not in COLUMNS[meant].uses)
    if missing or not usable:
        return None, problems
    levels = [LevelColumn(i, {"competency": id}) for id, i in competencies.items()]
    return Columns(known, levels), problems


def column_of(header: str, roster: bool) -> str | None:
    """The column that a header names, of those that the table may have."""
    column = HEADERS.find(header)
    return None if roster and column not in ROSTER else column


def _without_header(table: Table) -> Iterator[Finding]:
    """Columns that have cells and no header."""
    blank = [i for i, header in enumerate(table.headers) if not header.strip()]
    for i, cells in table.some(blank, 1).items():
        if cells:
            yield _finding(table, catalogue.HEADER_BLANK, i, {"number": str(i + 1)})


def unreadable(table: Table, i: int) -> Finding:
    """The finding about a column that is needed and can't be read."""
    kind, header = table.unreadable[i], table.headers[i]
    nested = kind.startswith(("List", "Struct", "Array"))
    rule = catalogue.COLUMN_NESTED if nested else catalogue.COLUMN_UNREADABLE
    return Finding(rule, table.header_place(i), header, {"column": header, "kind": kind}, header)


def _needed(model: Model, wide: bool, roster: bool) -> list[str]:
    """The columns without which a table can't be used."""
    if roster:
        return ["employee_id", "position"]
    roles = [] if "assessor" in model.role_names.ids else ["rater_role"]
    return ["employee_id", *([] if wide else ["competency", "level"]), *roles]


def _no_header(table: Table, meanings: set[str], unknown: list[int]) -> bool:
    """True if the first line looks like data; the finding must not quote it."""
    few = 2 * len(meanings) < len(table.headers)
    return few and "employee_id" not in meanings and _nearest("employee_id", table, unknown) is None


def _columns_of_roles(table: Table, unknown: list[int], model: Model) -> set[int]:
    """Columns that hold rater roles under a name that nobody knows: without them everyone would count alike."""
    return {
        i
        for i, cells in table.some(unknown, 1000).items()
        if cells and all(model.role_names.find(v.strip()) for v in set(cells))
    }


def _unknown(table: Table, i: int, model: Model, known: dict[str, int], roster: bool) -> tuple[Finding, str | None]:
    """A column that nobody asked for, or one that was meant (and what) and misspelled."""
    header = table.headers[i].strip()
    guess = HEADERS.nearest(header, SURE)
    meant = HEADERS.find(guess) if guess else None
    if meant is None or meant in known or (roster and meant not in ROSTER):
        meant, guess = None, None if roster else model.competency_names.nearest(header, SURE)
    if guess is None:
        return _finding(table, catalogue.COLUMN_UNKNOWN, i, {}), None
    return _finding(table, catalogue.COLUMN_MISSPELLED, i, {"suggestion": did_you_mean(guess)}), meant


def _nearest(name: str, table: Table, unknown: list[int]) -> int | None:
    """The unknown column that most looks like the missing one."""
    for i in unknown:
        guess = HEADERS.nearest(table.headers[i].strip())
        if guess is not None and HEADERS.find(guess) == name:
            return i
    return None


def _is_it(header: str) -> Text:
    return Text(f"“{header}”是不是指这一列？", f'Is "{header}" meant to be it?')


def _finding(table: Table, rule: Rule, column: int | None, details: dict[str, str | Text], key: str = "") -> Finding:
    value = table.headers[column].strip() if column is not None else None
    return Finding(rule, table.header_place(column), value, details, key or value or "")
