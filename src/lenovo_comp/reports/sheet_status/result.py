"""Which rating sheets are back: every sheet with its state, and what may be told of anonymous raters."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from ...model.dictionary import Model
from ...ratings.result import Ratings


class State(StrEnum):
    """What has become of a sheet, the most urgent last."""

    COMPLETE = "complete"
    STARTED = "started"
    UNTOUCHED = "untouched"
    UNUSABLE = "unusable"
    """It can't be read: people changed it too much."""
    MISSING = "missing"
    """Somebody owes it, and no file has it."""


Counts = Mapping[State, int]
"""A number of sheets by state; every state is there."""


class Sheet(NamedTuple):
    """What a rater was asked and answered about a person; `rater_role` and `rater_id` are "" where not filled in."""

    employee_id: str
    name: str | None
    rater_role: str
    rater_id: str
    state: State
    answered: int
    asked: int


class Group(NamedTuple):
    """The sheets about one person in an anonymous role; no `counts` where these are withheld."""

    employee_id: str
    name: str | None
    rater_role: str
    sheets: int
    counts: Counts | None


class SheetStatus(NamedTuple):
    """All sheets of a cycle ("": none is named), for the keeper; `named` and `groups` are what others may read."""

    model: Model
    ratings: Ratings
    cycle: str
    sheets: tuple[Sheet, ...]
    """By person, role and rater."""
    raters_known: bool
    """Whether a table of raters says who owes a sheet."""
    without: tuple[tuple[str, str | None], ...]
    """Ids and names of those on the roster about whom there is no sheet."""
    unexpected: int
    """Sheets that were filled in, and that nobody was asked for."""
    other_cycles: int
    """Sheets of other cycles."""
    show_raters: bool

    @property
    def named(self) -> list[Sheet]:
        """The sheets whose raters may be named: all, with `show_raters`."""
        return [s for s in self.sheets if self.show_raters or not self._is_anonymous(s)]

    @property
    def groups(self) -> list[Group]:
        """The other sheets, counted by person and role."""
        several: dict[tuple[str, str], list[Sheet]] = {}
        for sheet in self.sheets:
            if not self.show_raters and self._is_anonymous(sheet):
                several.setdefault((sheet.employee_id, sheet.rater_role), []).append(sheet)
        return [self._group(sheets) for sheets in several.values()]

    def _group(self, sheets: list[Sheet]) -> Group:
        # Of one or two raters, a count says who has returned a sheet to anybody who knows them (decision 0032).
        first = sheets[0]
        least = max(r.min_raters for r in self.model.rater_roles if first.rater_role in (r.id, ""))
        told = count_states(s.state for s in sheets) if len(sheets) >= least else None
        return Group(first.employee_id, first.name, first.rater_role, len(sheets), told)

    def _is_anonymous(self, sheet: Sheet) -> bool:
        """Whether the rater must not be recognised; who gives an id and no role may be of any."""
        if not sheet.rater_role and not sheet.rater_id:
            return False
        return any(r.anonymous for r in self.model.rater_roles if sheet.rater_role in (r.id, ""))


def count_states(states: Iterable[State]) -> Counts:
    """How many of each state there are."""
    found = Counter(states)
    return {state: found[state] for state in State}


def add_up(several: Iterable[Counts]) -> Counts:
    """The counts of several together."""
    return count_states(state for counts in several for state, n in counts.items() for _ in range(n))


def owed(counts: Counts) -> int:
    """The sheets that are not complete."""
    return sum(n for state, n in counts.items() if state is not State.COMPLETE)


class RaterStatus(NamedTuple):
    """The sheets of one rater ("": who is not named), in the roles in which raters are named."""

    rater_id: str
    roles: tuple[str, ...]
    counts: Counts
    answered: int
    asked: int


def by_rater(status: SheetStatus) -> list[RaterStatus]:
    """The raters who may be named, those first who owe most."""
    several: dict[str, list[Sheet]] = {}
    for sheet in status.named:
        several.setdefault(sheet.rater_id, []).append(sheet)
    found = [
        RaterStatus(
            rater,
            tuple(dict.fromkeys(s.rater_role for s in sheets)),
            count_states(s.state for s in sheets),
            sum(s.answered for s in sheets),
            sum(s.asked for s in sheets),
        )
        for rater, sheets in several.items()
    ]
    return sorted(found, key=lambda r: (-owed(r.counts), -r.counts[State.MISSING], r.rater_id))


class PersonStatus(NamedTuple):
    """The sheets about one person by role: how many, and their states (None: withheld)."""

    employee_id: str
    name: str | None
    roles: Mapping[str, tuple[int, Counts | None]]

    @property
    def owed(self) -> int:
        """The sheets that are known not to be complete."""
        return sum(owed(counts) for _, counts in self.roles.values() if counts is not None)


def by_person(status: SheetStatus) -> list[PersonStatus]:
    """Everybody about whom there are sheets, those first for whom most are owed."""
    roles: dict[str, dict[str, tuple[int, Counts | None]]] = {}
    names: dict[str, str | None] = {}
    for group in _groups_and_named(status):
        roles.setdefault(group.employee_id, {})[group.rater_role] = group.sheets, group.counts
        names[group.employee_id] = group.name
    found = [PersonStatus(id, names[id], of_one) for id, of_one in roles.items()]
    return sorted(found, key=lambda p: (-p.owed, p.employee_id))


def _groups_and_named(status: SheetStatus) -> Iterator[Group]:
    yield from status.groups
    several: dict[tuple[str, str], list[Sheet]] = {}
    for sheet in status.named:
        several.setdefault((sheet.employee_id, sheet.rater_role), []).append(sheet)
    for (employee, role), sheets in several.items():
        yield Group(employee, sheets[0].name, role, len(sheets), count_states(s.state for s in sheets))
