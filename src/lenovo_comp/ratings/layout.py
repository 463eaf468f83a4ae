"""How a table is laid out: more rows of headers, a survey tool's own columns, what several columns or a name say.

Each step hands on the table, with rows that are no data taken out and columns that were not there put in, so that
whatever reads it afterwards sees an ordinary table.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

import polars as pl

from ..findings import catalogue
from ..findings.finding import Finding, Rule
from ..model.dictionary import Model
from ..model.names import listed, normal
from ..text import Text
from .by_name import Roster, columns_of_names, look_up
from .columns import COLUMNS
from .files.extended import Extra, extended
from .files.header_row import find_column
from .files.stack import Unlike
from .files.table import Table
from .header_rows import ANSWERS, SCALE, join_headers
from .headers import SURE, Columns, match_columns, read_headers
from .meanings import NOTHING, HeaderReader, Meaning
from .names_of_tables import Said
from .partitions import Partition
from .periods import period
from .surveys import survey_of

_IMPORT_ID = '{"ImportId"'
_YEARS = frozenset(map(normal, ("年度", "评估年度", "评价年度", "考核年度", "年份", "年", "year", "fiscal year")))
_PARTS = frozenset(map(normal, ("季度", "半年", "半年度", "月", "月份", "quarter", "half", "half year", "month")))
_FEW, _SOME = 20, 1000


class Layout(NamedTuple):
    """A table as it is to be read, its columns (None: it can't be used), and what was found."""

    table: Table
    columns: Columns | None
    problems: list[Finding]
    is_survey: bool = False
    left_out: int = 0
    """Records that are not in the table because nobody knows whom they name."""


def recognise(
    table: Table,
    model: Model,
    *,
    roster: bool = False,
    folders: Sequence[Partition] = (),
    said: Sequence[Said] = (),
    people: Callable[[], Roster] | None = None,
) -> Layout:
    """Find out how a table is laid out. Raises table.Refused, and stack.Unlike.

    `folders`: those that the file is in. `said`: what its names say. `people`: who is on the roster; None: there is
    none.
    """
    steps = _Steps(table, model, roster)
    steps.judge_each()
    steps.join_header_rows()
    if (refused := steps.people_across()) is not None:
        return Layout(steps.table, None, [*steps.problems, refused])
    if not roster:
        steps.take_survey()
        steps.take_period()
        steps.take_roles()
        steps.take_folders(folders)
        steps.take_said(said)
        if people is not None:
            steps.take_names(people)
    columns, found = match_columns(steps.table, model, roster=roster, given=steps.given)
    columns = None if steps.is_refused else columns
    return Layout(steps.table, columns, [*steps.problems, *found], steps.is_survey, steps.left_out)


class _Steps:
    def __init__(self, table: Table, model: Model, roster: bool) -> None:
        self.table, self._model, self._roster = table, model, roster
        self._headers = table.headers  # as they stand, before rows of headers are joined
        # Column → the first header that names it.
        self._named = {find_column(h): i for i, h in reversed([*enumerate(table.headers)])}
        self._reader = HeaderReader(model, roster=roster)
        self.given: dict[int, Meaning | None] = {}
        """Columns whose meaning is known otherwise than by their headers; None: nobody needs them."""
        self.is_survey = self.is_refused = False
        self.left_out = 0
        self.problems: list[Finding] = []

    def judge_each(self) -> None:
        """Raise Unlike with the tables of a stack whose records may say how they are laid out."""
        pieces = self.table.stack.pieces if self.table.stack is not None else ()
        role = self._named.get("rater_role")
        apart = []
        for i, piece in enumerate(pieces):
            first = piece.table.first(2)
            cells = set() if role is None else {(cells[role] or "").strip() for _, cells in first[:1]} - {""}
            if self._header_rows(first) or not all(map(self._is_role, cells)):
                apart.append(i)
        if apart:
            raise Unlike(apart)

    def join_header_rows(self) -> None:
        """Take a second and a third row of headers into the first."""
        first = self.table.first(3)
        if rows := self._header_rows(first):
            headers = join_headers(self.table.headers, first[0][1], self._reader)
            self._report(catalogue.HEADER_ROWS, None, {"rows": str(1 + len(rows))})
            self.table = extended(self.table._replace(headers=headers), no_data=rows)

    def _header_rows(self, first: Sequence[tuple[int, Sequence[str | None]]]) -> list[int]:
        """Which of the first records (row, cells) are headers."""
        more = [row for row, cells in first[1:2] if any((c or "").startswith(_IMPORT_ID) for c in cells)]
        return [first[0][0], *more] if first and (more or self._is_header_row(first[0][1])) else []

    def _is_header_row(self, cells: Sequence[str | None]) -> bool:
        """Whether a record below the header is another one: it names no person, holds no figure, and names columns."""
        given = {i: c.strip() for i, c in enumerate(cells) if c and c.strip()}
        at = self._named.get("employee_id")
        if given and all(re.fullmatch(SCALE, c) for c in given.values()):
            return True
        if any(c[0].isdigit() for c in given.values()):
            return False
        if at is not None and at in given and normal(given[at]) not in ANSWERS:
            return False
        names = {i: c for i, c in given.items() if not self._is_value(i, c)}
        known = [i for i, c in names.items() if self._reader.read(c) != NOTHING or normal(c) in ANSWERS]
        if at is None:
            return len(known) > 1 and "employee_id" in {find_column(c) for c in given.values()}
        return len(known) > 1 and 2 * len(known) >= len(given)

    def _is_value(self, i: int, cell: str) -> bool:
        """Whether a cell names something in the dictionary that its column may hold."""
        name = find_column(self.table.headers[i])
        column = COLUMNS.get(name) if name is not None else None
        return column is not None and column.names is not None and column.names_in(self._model).find(cell) is not None

    def people_across(self) -> Finding | None:
        """The finding about a table in which people stand side by side, if it is one."""
        headers = [normal(h) for h in self.table.headers]
        meanings = read_headers(self.table, self._model, roster=self._roster)
        names = {m.column for m in meanings.values()}
        if "level" in names or len(headers) < 2 or any(m.rated or m.role for m in meanings.values()):
            return None
        column = next((i for i, m in meanings.items() if m.column in ("competency", "name", None)), 0)
        if "employee_id" in names:  # above the competencies, as a header of the row of ids
            if names & {"competency", "behaviour", "name"}:
                return None
            column = next(i for i, m in meanings.items() if m.column == "employee_id")
        at = next((i for i, m in meanings.items() if m.column == "competency"), column)
        cells = self.table.some([at], 20)[at]
        named = [c for c in cells if self._reader.read(c).rated]
        if len(named) < 2 or 2 * len(named) < len(cells):
            return None
        other = next((h.strip() for i, h in enumerate(self.table.headers) if i > at and h.strip()), "")
        return Finding(catalogue.PEOPLE_ACROSS, self.table.header_place(), None, {"example": other}, "across")

    def take_survey(self) -> None:
        """Know a survey tool's own columns; its answers' numbers keep raters apart."""
        export = survey_of(self._headers)
        if export is None:
            return
        self.is_survey = True
        own = dict(export.own)
        meanings = read_headers(self.table, self._model)
        ours = [i for i, m in meanings.items() if m.column == "rater_id" and i not in own.values()]
        self.given |= dict.fromkeys([*own.values(), *ours])
        trial = export.is_trial()
        self.table = extended(
            self.table, keep=None if trial is None else ~trial.fill_null(False), blank=export.survey.skipped
        )
        self._put("rater_id", export.rater(ours[0] if ours else None), ours[0] if ours else export.answer)
        roles = [i for i, m in meanings.items() if m.column == "rater_role"]
        if not roles:
            self._take_role_by_cells([i for i, m in meanings.items() if m == NOTHING and i not in self.given])
        self._report(catalogue.SURVEY_EXPORT, None, {"tool": export.survey.name})

    def _take_role_by_cells(self, columns: Sequence[int]) -> None:
        """Take the one question that was answered by rater roles alone for the rater's role."""
        found = [i for i, cells in self.table.some(columns, _SOME).items() if cells and all(map(self._is_role, cells))]
        if len(found) == 1:
            self.given[found[0]] = Meaning("rater_role", exact=True)

    def take_period(self) -> None:
        """Make one cycle of a column of years and one of parts of years."""
        headers = {normal(h): i for i, h in enumerate(self.table.headers) if i not in self.given}
        years, parts = ([i for h, i in headers.items() if h in names] for names in (_YEARS, _PARTS))
        if len(years) != 1 or len(parts) != 1:
            return
        year, part = years[0], parts[0]
        self.given |= {year: None, part: None}
        self._put("cycle", period(pl.col(str(year)), pl.col(str(part))), part)
        names = {"year": self.table.headers[year].strip(), "part": self.table.headers[part].strip()}
        self._report(catalogue.CYCLE_OF_TWO, part, names)

    def take_roles(self) -> None:
        """Look at what a column of rater roles holds: it may be named "Role" and hold jobs."""
        meanings = read_headers(self.table, self._model, given=self.given)
        role = next((i for i, m in meanings.items() if m.column == "rater_role"), None)
        if role is None or any(self._is_role(cells[role] or "") for _, cells in self.table.first(_FEW)):
            return  # nearly always, and known without reading a chunk of the file
        cells = {c.strip() for c in self.table.some([role], _SOME)[role]}
        if not cells or any(self._is_role(c) or self._model.role_names.nearest(c, SURE) for c in cells):
            return
        names = {m.column for m in meanings.values()}
        if "position" not in names and all(self._model.position_names.find(c) for c in cells):
            self.given[role] = Meaning("position", exact=True)
            self._report(catalogue.ROLE_IS_POSITION, role, {})
        elif len(cells) > 1:
            known = listed(role.name for role in self._model.rater_roles)
            self._report(catalogue.NO_RATER_ROLES, role, {"known": known, "example": min(cells)})
            self.is_refused = True

    def take_folders(self, folders: Sequence[Partition]) -> None:
        """Take what folders say, also in place of blank cells; those that say otherwise are found row by row."""
        meanings = read_headers(self.table, self._model, given=self.given)
        own: dict[str | None, list[int]] = {}
        for i, meaning in meanings.items():
            own.setdefault(None if meaning.rated else meaning.column, []).append(i)
        for folder in folders:
            column = folder.column
            if column is None or (column == "rater_role" and self._has_roles(meanings)):
                continue
            at = own.get(column, [])
            if not at:
                own[column] = [len(self.table.headers)]
                self._put(column, pl.lit(folder.cell), None)
            elif len(at) == 1 and folder.cell and at[0] not in self.given:
                cell = pl.col(str(at[0]))
                is_blank = cell.fill_null("").str.strip_chars() == ""
                self.given[at[0]] = None
                cells = pl.when(is_blank).then(pl.lit(folder.cell)).otherwise(cell)
                self._put(column, cells, at[0], self.table.headers[at[0]])

    def take_said(self, said: Sequence[Said]) -> None:
        """Take what the names of the sheet and the file say, unless the table says it itself."""
        meanings = read_headers(self.table, self._model, given=self.given)
        columns = {m.column for m in meanings.values()} | ({"rater_role"} if self._has_roles(meanings) else set())
        for column, cell, name, beside in said:
            if column in columns:
                continue
            if cell is None:
                self.is_refused = True
                details: dict[str, str | Text] = {"other": beside}
                self.problems.append(
                    Finding(catalogue.ROLE_IN_NAME, self.table.header_place(), name, details, key=name)
                )
            elif column == "rater_id":
                self._put(column, pl.lit(cell), None)
            else:
                columns.add(column)
                self._put(column, pl.lit(cell), None)
                role = self._model.role(cell).name["zh"] if column == "rater_role" else cell
                details = {"column": Text(COLUMNS[column].headers[0], column), "cell": Text(role, cell)}
                self.problems.append(
                    Finding(catalogue.READ_FROM_NAME, self.table.header_place(), name, details, f"{column}{name}")
                )

    def take_names(self, people: Callable[[], Roster]) -> None:
        """Look people up by name where the table has no ids."""
        meanings = read_headers(self.table, self._model, given=self.given)
        if "employee_id" in {m.column for m in meanings.values()}:
            return
        named = [i for i, m in meanings.items() if m.column == "name"]
        free = {i: self.table.headers[i] for i, m in meanings.items() if m == NOTHING}
        columns = columns_of_names(free, named)
        if not columns or not people().names:
            return
        found = look_up(self.table, columns, people())
        self.left_out = found.left_out
        header = " + ".join(self.table.headers[i].strip() for i in columns)
        self.problems += found.problems
        self._report(catalogue.PEOPLE_BY_NAME, columns[0], {"people": f"{found.people:,}"}, header)
        self.given |= dict.fromkeys(columns)
        self.table = extended(self.table, keep=found.keep)
        self._put("employee_id", found.ids, columns[0])

    def _has_roles(self, meanings: Mapping[int, Meaning]) -> bool:
        """Whether headers of levels say who rated."""
        return any(m.role and (m.rated or m.column is None) for m in meanings.values())

    def _is_role(self, cell: str) -> bool:
        return self._model.role_names.find(cell.strip()) is not None

    def _put(self, column: str, cells: pl.Expr, shown_at: int | None, header: str | None = None) -> None:
        """Put a column in."""
        self.given[len(self.table.headers)] = Meaning(column, exact=True)
        self.table = extended(self.table, [Extra(header or column, cells, shown_at)])

    def _report(
        self, rule: Rule, column: int | None, details: Mapping[str, str | Text], value: str | None = None
    ) -> None:
        if column is not None and value is None:
            value = self.table.headers[column].strip()
        self.problems.append(Finding(rule, self.table.header_place(column), value, details, value or rule.name))
