"""Rating sheets as they come back: who rates whom, what they are asked, and what they answered."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ..model.dictionary import Model
from .columns import HEADERS
from .files.table import Table
from .form import FILLED, FOR_READING, Form
from .names_of_tables import Said
from .spelling import fold

_BY = ("employee_id", "rater_role", "rater_id", "cycle")


class Return(NamedTuple):
    """One rater's sheet about one person, or a part of it: a row of an overview, a sheet of its own, lines of a CSV.

    `rater_role` is a role's id, or what was filled in where that is none; "" where nothing was. `asked` and `answered`
    are ids of competencies and behaviours.
    """

    path: str
    identity: tuple[str, str | None, int]
    """What tells its table from others."""
    employee_id: str
    name: str
    rater_role: str
    rater_id: str
    cycle: str
    asked: frozenset[str]
    answered: frozenset[str]
    is_touched: bool
    """Whether anything was filled in, if only evidence."""
    counts: bool
    """Whether it can be read: not what people changed too much."""

    @property
    def key(self) -> tuple[str, str, str]:
        """Who is rated, in which role, by whom."""
        return fold(self.employee_id), self.rater_role, fold(self.rater_id)


class Returns:
    """Collects the rating sheets of one reading of files."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._found: list[Return] = []

    def add(self, table: Table, form: Form, said: Sequence[Said], *, counts: bool) -> None:
        """Take a rating sheet. `said`: what the name of its file says."""
        facts = {name: form.fact(name) for name in (*_BY, "name")}
        cycle = facts["cycle"] or next((one.cell or "" for one in said if one.column == "cycle"), "")
        lines = {form.rates(i)[1]: form.text(i, FILLED).strip() for i in form.lines()}
        self._found.append(
            Return(
                *(table.path, table.identity, facts["employee_id"], facts["name"], self._role(facts["rater_role"])),
                *(facts["rater_id"], cycle, frozenset(lines), frozenset(id for id, level in lines.items() if level)),
                is_touched=bool(form.answered()),
                counts=counts,
            )
        )

    def add_text(self, table: Table) -> None:
        """Take the sheets in a table that `comp sheet` wrote as CSV; any other table has none."""
        if not any(header in FOR_READING for header in table.headers):
            return
        at = {name: str(i) for i, header in enumerate(table.headers) if (name := HEADERS.find(header))}
        if not {"employee_id", "rater_role", "competency", "level"} <= at.keys():
            return
        names = [name for name in (*_BY, "name", "competency", "behaviour", "level", "evidence") if name in at]
        rows = table.whole().frame.select(at[name] for name in names).iter_rows()
        sheets: dict[tuple[str, ...], list[dict[str, str]]] = {}
        for row in rows:
            cells = {name: (cell or "").strip() for name, cell in zip(names, row, strict=True)}
            sheets.setdefault(tuple(cells.get(name, "") for name in _BY), []).append(cells)
        self._found += (self._of_lines(table, *by, lines=lines) for by, lines in sheets.items())

    def _of_lines(self, table: Table, *by: str, lines: Sequence[dict[str, str]]) -> Return:
        employee, role, rater, cycle = by
        levels = {line.get("behaviour") or line["competency"]: line["level"] for line in lines}
        return Return(
            *(table.path, table.identity, employee, lines[0].get("name", ""), self._role(role), rater, cycle),
            *(frozenset(levels), frozenset(id for id, level in levels.items() if level)),
            is_touched=any(line["level"] or line.get("evidence") for line in lines),
            counts=True,
        )

    def _role(self, named: str) -> str:
        return self._model.role_names.find(named) or named

    def all(self, withdrawn: Iterable[tuple[str, str | None, int]]) -> tuple[Return, ...]:
        """Everything that was taken; of the `withdrawn` nothing counts, since others contradict them."""
        gone = set(withdrawn)
        return tuple(one._replace(counts=one.counts and one.identity not in gone) for one in self._found)


def blank_files(returns: Iterable[Return]) -> tuple[list[str], int]:
    """The file of each rating sheet in which nothing was filled in, and the number of all sheets."""
    # An overview and a person's own sheet are one: raters may use either.
    touched: dict[tuple[str, ...], bool] = {}
    for one in returns:
        key = (one.path, *one.key)
        touched[key] = touched.get(key, False) or one.is_touched
    return [path for (path, *_), is_touched in touched.items() if not is_touched], len(touched)


def sheets(returns: Iterable[Return]) -> Iterator[list[Return]]:
    """The parts of each sheet: what one rater was asked and answered about one person."""
    parts: dict[tuple[str, ...], list[Return]] = {}
    for one in returns:
        parts.setdefault(one.key, []).append(one)
    yield from parts.values()
