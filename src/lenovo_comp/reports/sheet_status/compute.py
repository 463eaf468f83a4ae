"""Rating sheets at hand, beside those that were asked for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import polars as pl

from ...model.dictionary import Model
from ...ratings.assignments import Assignment
from ...ratings.cycles import in_order
from ...ratings.reading import Ratings
from ...ratings.returns import Return, sheets
from ...ratings.spelling import fold
from .result import Sheet, SheetStatus, State

_Key = tuple[str, str, str]
"""Who is rated, in which role, by whom."""


class _Known(NamedTuple):
    """What is known of a person: id, name, position."""

    id: str
    name: str | None
    position: str | None


def sheet_status(
    model: Model,
    ratings: Ratings,
    assigned: Sequence[Assignment] | None,
    cycle: str | None,
    *,
    show_raters: bool = False,
) -> SheetStatus:
    """The sheets among the files of `ratings` (read with `sheets_as_text`), and those that `assigned` raters owe.

    Without `cycle` it is the newest in the files; sheets that name none belong to it.
    """
    named = {r.cycle for r in ratings.returns} | {*ratings.cycles}
    chosen = cycle if cycle is not None else next(reversed(in_order(named)), "")
    here = [r for r in ratings.returns if r.cycle in ("", chosen) and r.employee_id]
    builder = _Builder(model, ratings, chosen)
    found = {parts[0].key: builder.of_parts(parts) for parts in sheets(here)}
    for key, sheet in builder.rated():
        if key not in found or found[key].state in (State.UNUSABLE, State.UNTOUCHED):
            found[key] = sheet
    unexpected: set[_Key] = set()
    if assigned is not None:
        expected = {(fold(a.employee_id), a.rater_role.id, fold(a.rater_id)): a for a in assigned}
        unexpected = {key for key in found if not _is_expected(key, expected)}
        for key in [k for k in unexpected if found[k].state is State.UNTOUCHED]:
            del found[key]
            unexpected.remove(key)
        found |= {key: builder.missing(a) for key, a in expected.items() if not _is_back(key, found)}
    roles = [r.id for r in model.rater_roles]
    rank = {role: i for i, role in enumerate(roles)}
    return SheetStatus(
        model,
        ratings,
        chosen,
        tuple(sorted(found.values(), key=lambda s: (s.employee_id, rank.get(s.rater_role, len(rank)), s.rater_id))),
        assigned is not None,
        tuple(builder.without(found)),
        len(unexpected),
        len({(r.key, r.cycle) for r in ratings.returns if r.cycle not in ("", chosen)}),
        show_raters,
    )


def _is_expected(key: _Key, expected: Mapping[_Key, Assignment]) -> bool:
    """Whether a sheet was asked for: of this rater, or of one who was not named."""
    return key in expected or (*key[:2], "") in expected


def _is_back(key: _Key, found: Iterable[_Key]) -> bool:
    """Whether a sheet that was asked for is at hand; of a rater who was not named, anybody's."""
    return key in found if key[2] else any(key[:2] == other[:2] for other in found)


class _Builder:
    """Makes sheets of what was read, and knows people and positions."""

    def __init__(self, model: Model, ratings: Ratings, cycle: str) -> None:
        self._model, self._ratings, self._cycle = model, ratings, cycle
        columns = pl.col("employee_id", "name", "position").cast(pl.String)
        rows = list(ratings.people.filter(pl.col("cycle").is_in(["", cycle])).select(columns).iter_rows())
        self._listed = list(ratings.roster.select(columns).iter_rows()) if ratings.roster is not None else []
        self._competency_of = {id: competency.id for id, (competency, _) in model.behaviours.items()}
        self._people = {fold(id): _Known(id, name, position) for id, name, position in [*rows, *self._listed]}

    def of_parts(self, parts: Sequence[Return]) -> Sheet:
        """A sheet of the tables that it consists of."""
        first = parts[0]
        asked = frozenset[str]().union(*(one.asked for one in parts))
        answered = frozenset[str]().union(*(one.answered for one in parts if one.counts))
        known = self._known(first.employee_id, first.name)
        done = self._answered(asked, answered)
        if not any(one.counts for one in parts):
            state = State.UNUSABLE
        elif not any(one.is_touched for one in parts):
            state = State.UNTOUCHED
        else:
            state = State.COMPLETE if asked and done == len(asked) else State.STARTED
        return Sheet(known.id, known.name, first.rater_role, first.rater_id, state, done, len(asked))

    def rated(self) -> Iterator[tuple[_Key, Sheet]]:
        """The sheets that came back as other tables: asked is what the position requires."""
        by = ("employee_id", "rater_role", "rater_id")
        rows = self._ratings.frame.filter(pl.col("cycle").is_in(["", self._cycle]))
        grouped = rows.select(pl.col(*by, "competency").cast(pl.String)).group_by(by).agg(pl.col("competency").unique())
        for employee, role, named, competencies in grouped.iter_rows():
            known, rater = self._known(employee, None), named or ""
            asked = self._required(known) or frozenset(competencies)
            done = len(asked.intersection(competencies))
            state = State.COMPLETE if done == len(asked) else State.STARTED
            yield (fold(employee), role, fold(rater)), Sheet(known.id, known.name, role, rater, state, done, len(asked))

    def missing(self, one: Assignment) -> Sheet:
        """A sheet that somebody owes."""
        known = self._known(one.employee_id, None)
        asked = len(self._required(known))
        return Sheet(known.id, known.name, one.rater_role.id, one.rater_id, State.MISSING, 0, asked)

    def without(self, found: Iterable[_Key]) -> Iterator[tuple[str, str | None]]:
        """Ids and names of those on the roster of whom there is no sheet."""
        known = {employee for employee, *_ in found}
        return ((id, name) for id, name, _ in self._listed if fold(id) not in known)

    def _known(self, employee: str, name: str | None) -> _Known:
        return self._people.get(fold(employee), _Known(employee, name or None, None))

    def _required(self, person: _Known) -> frozenset[str]:
        if person.position is None:
            return frozenset()
        return frozenset(r.competency for r in self._model.position(person.position).requires)

    def _answered(self, asked: frozenset[str], answered: frozenset[str]) -> int:
        """How many of the questions are answered: by themselves, or with the competency as a whole or its parts."""
        of = self._competency_of
        reached = answered | {of[id] for id in answered if id in of}
        return sum(id in reached or of.get(id) in answered for id in asked)
