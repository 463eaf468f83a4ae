"""Headers → columns: each with its meaning, or its finding where it has none."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from ..findings import catalogue
from ..findings.finding import Finding, Rule
from ..model.dictionary import Model
from ..model.names import did_you_mean, normal
from ..text import Text
from .by_name import columns_of_names
from .columns import COLUMNS, HEADERS, ROSTER, SECOND, Use
from .files.table import Table
from .form import FOR_READING
from .levels import LevelColumn, LikeLevels, level_columns, unreadable
from .meanings import NOTHING, HeaderReader, Meaning

MARK = "\ufeff"
"""The byte-order mark of a file, which stands before its first header; joined files have more of them."""
SURE = 0.75
"""Least likeness to a known header at which one counts as misspelled."""
SOME = 1000
"""Cells of a column that are looked at to see what it holds."""


class Columns(NamedTuple):
    """Column index by meaning. A wide table has `levels`, and no `level`.

    What the header of a column of levels says takes the place of what the row says.
    """

    known: Mapping[str, int]
    levels: Sequence[LevelColumn] = ()

    @property
    def wide(self) -> bool:
        return bool(self.levels)

    @property
    def said(self) -> tuple[str, ...]:
        """The columns that headers of levels stand for."""
        return tuple(dict.fromkeys(name for level in self.levels for name in level.says))

    def of_level(self, row: Mapping[str, object]) -> int:
        """The column in which a rating of a wide record stands. `row` has what the headers say."""
        fitting = [x for x in self.levels if all((row.get(name) or "") == x.says[name] for name in x.says)]
        return max(fitting, key=lambda level: len(level.says)).column


Given = Mapping[int, Meaning | None]
"""Columns whose meaning is known otherwise than by their headers; None: they are passed over in silence."""


def match_columns(
    table: Table, model: Model, *, roster: bool = False, given: Given | None = None
) -> tuple[Columns | None, list[Finding]]:
    """Give every header its meaning. No columns where the table can't be used. Raises table.Refused."""
    given = given or {}
    meanings = read_headers(table, model, roster=roster, given=given)
    matching = _Matching(table, meanings, model, roster, {i for i, m in given.items() if m is None})
    return matching.columns(), matching.problems


def read_headers(table: Table, model: Model, *, roster: bool = False, given: Given | None = None) -> dict[int, Meaning]:
    """The meanings of a table's headers, by column."""
    reader, given = HeaderReader(model, roster=roster), given or {}
    plain = {i: header.strip().lstrip(MARK) for i, header in enumerate(table.headers) if i not in given}
    read = {i: reader.read(header) for i, header in plain.items() if header and header not in FOR_READING}
    return read | {i: meaning for i, meaning in given.items() if meaning is not None}


class _Matching:
    """Puts the columns of one table together, and collects what is wrong with them."""

    def __init__(
        self, table: Table, meanings: Mapping[int, Meaning], model: Model, roster: bool, passed_over: Collection[int]
    ) -> None:
        self._passed_over = passed_over
        self._table, self._meanings, self._model, self._roster = table, meanings, model, roster
        self._known: dict[str, int] = {}
        self._repeated: set[int] = set()
        self._unknown: list[int] = []
        self._usable = True
        self.problems: list[Finding] = []

    def columns(self) -> Columns | None:
        """The columns; None where the table can't be used."""
        self._find_known()
        levels = level_columns(self._table, self._meanings, self._known, self._model)
        self._known = {name: i for name, i in self._known.items() if i not in levels.taken}
        used = levels.taken | set(self._known.values()) | self._repeated
        self._unknown = [i for i in self._meanings if i not in used]
        if self._is_without_header():
            self.problems = [_finding(self._table, catalogue.HEADER_MISSING, None, {})]
            return None
        self.problems += [*levels.problems, *_without_header(self._table, self._passed_over)]
        columns = Columns(self._known, levels.columns)
        is_complete = self._report_missing(columns)
        self._report_unknown(columns)
        return columns if is_complete and self._usable and levels.usable else None

    def _find_known(self) -> None:
        """The column of each meaning; an exact header goes before one with decorations, the first choice before others.

        Two that are alike in that make the table unusable.
        """
        named: dict[str, list[int]] = {}
        for i, meaning in self._meanings.items():
            if meaning.column and not meaning.rated:
                named.setdefault(meaning.column, []).append(i)
        for name, several in named.items():
            best = min(map(self._choice, several))
            first, *others = [i for i in several if self._choice(i) == best]
            self._known[name] = first
            for i in others:
                details: dict[str, str | Text] = {"first": str(first + 1)}
                self.problems.append(_finding(self._table, catalogue.COLUMN_REPEATED, i, details))
            self._repeated.update(others)
            self._usable &= not others and first not in self._table.unreadable
            header, plain = self._table.headers[first], self._table.headers[first].strip().lstrip(MARK)
            if first in self._table.unreadable:
                self.problems.append(unreadable(self._table, first))
            elif header != plain and self._meanings[first].exact:
                self.problems.append(_finding(self._table, catalogue.HEADER_SPACED, first, {"meant": plain}))

    def _choice(self, i: int) -> tuple[bool, bool]:
        return not self._meanings[i].exact, normal(self._table.headers[i]) in SECOND

    def _is_without_header(self) -> bool:
        """True if the first line looks like data; the finding must not quote it."""
        few = 2 * sum(m != NOTHING for m in self._meanings.values()) < len(self._table.headers)
        is_named = "employee_id" in self._known or self._nearest("employee_id") is not None or self._names_people()
        return few and not is_named

    def _report_missing(self, columns: Columns) -> bool:
        """Report the columns without which the table can't be used; returns whether there are none."""
        missing = [name for name in self._needed(columns) if name not in columns.known and name not in columns.said]
        for name in missing:
            guess = self._nearest(name)
            if guess is not None:
                self._unknown.remove(guess)
            suggestion = self._by_name(name) if guess is None else _is_it(self._table.headers[guess].strip())
            about: dict[str, str | Text] = {"column": Text(COLUMNS[name].headers[0], name), "suggestion": suggestion}
            self.problems.append(_finding(self._table, catalogue.COLUMN_MISSING, None, about, name))
        return not missing

    def _names_people(self) -> bool:
        """Whether columns hold people's names."""
        named = [self._known["name"]] if "name" in self._known else []
        return bool(columns_of_names({i: self._table.headers[i] for i in self._unknown}, named))

    def _by_name(self, name: str) -> Text:
        """How a table without ids can be read if it names people; else nothing."""
        if name != "employee_id" or self._roster or not self._names_people():
            return did_you_mean(None)
        return Text(
            "表中有姓名：用 --roster 给出含工号、姓名和岗位的花名册，即可按姓名查找。",
            "The table has names. A roster of employee_id, name and position finds people by name (--roster FILE).",
        )

    def _needed(self, columns: Columns) -> list[str]:
        """The columns without which a table can't be used."""
        if self._roster:
            return ["employee_id", "position"]
        roles = [] if "assessor" in self._model.role_names.ids else ["rater_role"]
        return [
            "employee_id",
            *([] if "competency" in columns.said else ["competency"]),
            *([] if columns.wide else ["level"]),
            *roles,
        ]

    def _report_unknown(self, columns: Columns) -> None:
        """Report what nobody asked for, and what was meant and misspelled."""
        has_roles = self._roster or "rater_role" in (*columns.known, *columns.said)
        roles = set() if has_roles else self._columns_of_roles()
        for i in self._unknown:
            if i in roles:
                suggestion = did_you_mean("rater_role")
                self.problems.append(_finding(self._table, catalogue.COLUMN_MISSPELLED, i, {"suggestion": suggestion}))
                self._usable = False
            else:
                problem, meant = self._stranger(i)
                self.problems.append(problem)
                self._usable &= meant is None or Use.DECIDING not in COLUMNS[meant].uses

    def _columns_of_roles(self) -> set[int]:
        """Columns that hold rater roles under a name that nobody knows: without them everyone would count alike."""
        find = self._model.role_names.find
        found = self._table.some(self._unknown, SOME)
        # Not all of them: the header may stand again, or a word be misspelled.
        return {i for i, cells in found.items() if cells and 5 * sum(map(bool, map(find, cells))) >= 4 * len(cells)}

    def _stranger(self, i: int) -> tuple[Finding, str | None]:
        """A column that nobody asked for, or one that was meant (and what) and misspelled."""
        header = self._table.headers[i].strip()
        if self._meanings[i] != NOTHING:
            return _finding(self._table, catalogue.COLUMN_UNKNOWN, i, {}), None
        guess = HEADERS.nearest(header, SURE)
        meant = HEADERS.find(guess) if guess else None
        if meant is None or meant in self._known or (self._roster and meant not in ROSTER):
            meant, guess = None, None if self._roster else self._model.competency_names.nearest(header, SURE)
            if guess is not None and not LikeLevels(self._model).shares(self._table, [i])[i]:
                guess = None  # such as comments on a competency
        if guess is None:
            return _finding(self._table, catalogue.COLUMN_UNKNOWN, i, {}), None
        return _finding(self._table, catalogue.COLUMN_MISSPELLED, i, {"suggestion": did_you_mean(guess)}), meant

    def _nearest(self, name: str) -> int | None:
        """The unknown column that most looks like the missing one."""
        for i in self._unknown:
            guess = HEADERS.nearest(self._table.headers[i].strip())
            if guess is not None and HEADERS.find(guess) == name:
                return i
        return None


def column_of(header: str, roster: bool) -> str | None:
    """The column that a header names, of those that the table may have."""
    column = HEADERS.find(header)
    return None if roster and column not in ROSTER else column


def _without_header(table: Table, passed_over: Collection[int]) -> Iterator[Finding]:
    """Columns that have cells and no header."""
    blank = [i for i, header in enumerate(table.headers) if not header.strip() and i not in passed_over]
    for i, cells in table.some(blank, 1).items():
        if cells:
            yield _finding(table, catalogue.HEADER_BLANK, i, {"number": str(i + 1)})


def _is_it(header: str) -> Text:
    return Text(f"“{header}”是不是指这一列？", f'Is "{header}" this column?')


def _finding(table: Table, rule: Rule, column: int | None, details: dict[str, str | Text], key: str = "") -> Finding:
    value = table.headers[column].strip() if column is not None else None
    return Finding(rule, table.header_place(column), value, details, key or value or "")
