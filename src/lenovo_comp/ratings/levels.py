"""Columns of levels: named after competencies (a wide table), after roles, or after both; and those that only look so.

A header may say who rated (`Self rating`, `Communication (manager)`, `同事2`). What is calculated or required
(`Average`, `Communication required`) is no rating: it is noted and not read.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..findings import catalogue
from ..findings.finding import Finding, Rule
from ..model.dictionary import Model
from ..model.names import normal
from ..text import Text
from .files.table import Table
from .meanings import Meaning

SOME = 200
"""Cells of a column that are looked at to see whether it holds levels."""
LONGEST = 60
"""Characters of a cell beyond which it is no level."""
_LIKE_A_LEVEL = (
    r"(?i)[+-]?[\d\uff10-\uff19]+([.,][\d]+)?\D{0,3}|\d+(\.\d+)?\s*[-–—:：.、]\s*\S.*|\S.*\(\d+(\.\d+)?\)|n/?a|[-–—/]+"
    r"|(level|lv|l)\s*\d+"
)


class LevelColumn(NamedTuple):
    """A column of levels, and what its header says of each: column → cell, as if it stood in the row.

    >>> LevelColumn(4, {"competency": "communication", "rater_role": "self"}).says["rater_role"]
    'self'
    """

    column: int
    says: Mapping[str, str]


class Levels(NamedTuple):
    """The columns of levels of a table; those that were `taken` as such or as derived; whether the table is usable."""

    columns: Sequence[LevelColumn]
    taken: frozenset[int]
    usable: bool
    problems: Sequence[Finding]


def level_columns(table: Table, meanings: Mapping[int, Meaning], known: Mapping[str, int], model: Model) -> Levels:
    """The columns of levels by what headers say; `known`: the other columns by meaning.

    Empty where the table has a column `level` or none at all.
    """
    finder = _Finder(table, meanings, known, model)
    columns = finder.columns()
    return Levels(columns, frozenset(finder.taken), finder.usable, finder.problems)


def labels_of_scales(model: Model) -> set[str]:
    """The words that a dictionary has for values of its scales, as names are compared."""
    scales = [*(c.scale for c in model.competencies), model.attainment.scale]
    return {normal(text) for scale in scales for _, label in scale.labels for text in (label.zh, label.en) if text}


class LikeLevels:
    """Tells columns that hold levels by their first cells."""

    def __init__(self, model: Model) -> None:
        self._labels = labels_of_scales(model)

    def shares(self, table: Table, columns: Sequence[int]) -> dict[int, float | None]:
        """The share of cells that look like a level, by column; None where all are blank."""
        found = table.some(columns, SOME)
        return {i: sum(map(self._is_one, cells)) / len(cells) if cells else None for i, cells in found.items()}

    def _is_one(self, cell: str) -> bool:
        text = cell.strip()[:LONGEST]
        return re.fullmatch(_LIKE_A_LEVEL, text) is not None or normal(text) in self._labels


class _Finder:
    def __init__(self, table: Table, meanings: Mapping[int, Meaning], known: Mapping[str, int], model: Model) -> None:
        self._table, self._meanings, self._known, self._model = table, meanings, known, model
        self._likeness = LikeLevels(model)
        self.taken: set[int] = set()
        self.usable = True
        self.problems: list[Finding] = []

    def columns(self) -> Sequence[LevelColumn]:
        derived = [i for i, m in self._meanings.items() if m.is_derived]
        rated = self._rated()
        roles = [] if rated else self._roles()
        chosen = rated or roles
        self._report_derived(derived, chosen)
        if rated and "competency" in self._known:
            self._refuse(catalogue.SHAPE_MIXED, min(rated))
        if chosen and "level" in self._known:
            self._beside_levels(rated, roles)
        self._report_repeated(chosen)
        self._report_said_twice(chosen)
        self.taken.update(chosen)
        return [LevelColumn(i, self._says(i, chosen)) for i in chosen]

    def _rated(self) -> list[int]:
        """The columns named after what is rated; where one is named with decorations, it must hold levels."""
        named = [i for i, m in self._meanings.items() if m.rated and not m.is_derived]
        exact = {self._key(i) for i in named if self._meanings[i].exact}
        doubtful = [i for i in named if not self._meanings[i].exact]
        like = self._hold_levels(doubtful)
        return [i for i in named if i not in doubtful or (i in like and self._key(i) not in exact)]

    def _roles(self) -> list[int]:
        """The columns named after rater roles, of a table whose rows name the competency."""
        named = [i for i, m in self._meanings.items() if m.role and not m.is_derived and not m.rated]
        if "competency" not in self._known or not named:
            return []
        like = self._hold_levels(named)
        sure = [i for i in named if i in like and (self._meanings[i].column is None or self._meanings[i].is_level)]
        # `上级` is the name of a person's manager, unless other raters have columns beside it.
        return [i for i in named if i in like] if sure else []

    def _hold_levels(self, columns: Sequence[int]) -> set[int]:
        """Which columns hold levels, or nothing."""
        return {i for i, share in self._likeness.shares(self._table, columns).items() if share is None or share >= 0.5}

    def _key(self, i: int) -> tuple[str | None, ...]:
        """What a column's levels are of and by whom."""
        m = self._meanings[i]
        return m.competency, m.behaviour, m.role, m.number

    def _says(self, i: int, chosen: Sequence[int]) -> dict[str, str]:
        """What a header says; all of a table say the same things."""
        m, all_of_it = self._meanings[i], [self._meanings[j] for j in chosen]
        says: dict[str, str] = {}
        if m.behaviour:
            says["competency"] = self._model.behaviours[m.behaviour][0].id
        elif m.competency:
            says["competency"] = m.competency
        if any(x.behaviour for x in all_of_it):
            says["behaviour"] = m.behaviour or ""
        if any(x.role for x in all_of_it):
            says["rater_role"] = m.role or ""
        if any(x.number for x in all_of_it):
            says["rater_id"] = f"{m.role} {m.number}" if m.number else ""
        return says

    def _report_derived(self, derived: Sequence[int], chosen: Sequence[int]) -> None:
        """Columns that hold no ratings are noted; where a table has nothing else, nobody can know what they are."""
        for i in derived:
            self.taken.add(i)
            if not chosen and self._meanings[i].rated:
                self._refuse(catalogue.RATING_UNCLEAR, i)
            else:
                self.problems.append(_finding(self._table, catalogue.COLUMN_DERIVED, i, {}))

    def _beside_levels(self, rated: Sequence[int], roles: Sequence[int]) -> None:
        """A column `level` beside others of levels: a note where it is their mean or sum, else nobody knows."""
        i = self._known["level"]
        if "competency" in self._known and rated:
            return  # reported as a mixed shape
        if self._is_calculated(i, rated or roles):
            self.taken.add(i)
            self.problems.append(_finding(self._table, catalogue.COLUMN_DERIVED, i, {}))
        else:
            self._refuse(catalogue.RATING_UNCLEAR, i)

    def _is_calculated(self, i: int, others: Sequence[int]) -> bool:
        """Whether a column's first cells are the mean or the sum of the others in their rows."""
        import polars as pl

        part = next(self._table.records.parts())
        numbers = part.frame.head(SOME).select(pl.col(str(j)).cast(pl.Float64, strict=False) for j in (i, *others))
        own = numbers.to_series(0)
        rest = numbers.drop(str(i)) if i not in others else numbers
        mean, total = rest.mean_horizontal(), rest.sum_horizontal()
        near = ((own - mean).abs() < 0.051) | ((own - total).abs() < 0.051)  # rounded to a decimal, as a rule
        return own.is_not_null().any() and bool(near.filter(own.is_not_null()).all())

    def _report_repeated(self, chosen: Sequence[int]) -> None:
        first: dict[tuple[str | None, ...], int] = {}
        for i in chosen:
            if i in self._table.unreadable:
                self.usable = False
                self.problems.append(unreadable(self._table, i))
                continue
            if (key := self._key(i)) in first:
                self._refuse(catalogue.COLUMN_REPEATED, i, {"first": str(first[key] + 1)})
            first.setdefault(key, i)

    def _report_said_twice(self, chosen: Sequence[int]) -> None:
        """Headers that say who rated, beside others that don't, or beside a column that does."""
        with_role = [i for i in chosen if self._meanings[i].role]
        if not with_role:
            return
        without = [i for i in chosen if not self._meanings[i].role]
        numbered = any(self._meanings[i].number for i in chosen)
        other = self._known.get("rater_role", self._known.get("rater_id") if numbered else None)
        if without or other is not None:
            header = self._table.headers[other if other is not None else without[0]].strip()
            self._refuse(catalogue.ROLE_SAID_TWICE, with_role[0], {"other": header})

    def _refuse(self, rule: Rule, i: int, details: Mapping[str, str | Text] | None = None) -> None:
        self.usable = False
        self.problems.append(_finding(self._table, rule, i, details or {}))


def unreadable(table: Table, i: int) -> Finding:
    """The finding about a column that is needed and can't be read."""
    kind, header = table.unreadable[i], table.headers[i]
    nested = kind.startswith(("List", "Struct", "Array"))
    rule = catalogue.COLUMN_NESTED if nested else catalogue.COLUMN_UNREADABLE
    return Finding(rule, table.header_place(i), header, {"column": header, "kind": kind}, header)


def _finding(table: Table, rule: Rule, i: int, details: Mapping[str, str | Text]) -> Finding:
    value = table.headers[i].strip()
    return Finding(rule, table.header_place(i), value, details, value)
