"""The result of `comp trend`: one cycle against another, ratings with ratings, each status by its own requirement."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, get_args

from ...method.results import Assessment, Row
from ...model.dictionary import Model

if TYPE_CHECKING:
    import polars as pl


class Turn(StrEnum):
    """What became of a requirement between two cycles."""

    CLOSED = "closed"
    NEW = "new"
    STILL = "still_short"
    KEPT = "still_met"
    ASSESSED = "newly_assessed"
    LAPSED = "no_longer_assessed"
    REQUIREMENT = "requirement_changed"
    BASIS = "basis_changed"
    """Only one of the ratings rests on roles of weight 0 alone."""


Presence = StrEnum("Presence", "BOTH ADDED GONE NEITHER")
"""In which of the two cycles somebody was rated; `NEITHER`: on the roster alone."""
CLOSED, NEW, STILL, KEPT, ASSESSED, LAPSED, REQUIREMENT, BASIS = Turn
BOTH, ADDED, GONE, NEITHER = Presence
Threshold = Literal["tolerance", "attainment", "rater_roles"]
THRESHOLDS: tuple[Threshold, ...] = get_args(Threshold)


@dataclass(frozen=True)
class ModelChanges:
    """What differs between the dictionaries of two cycles and so must not pass for progress.

    `requirements`: (position, competency, required before, required after; None: not required).
    `rescaled`: competencies on another scale, or only in one of the dictionaries: their ratings are not
    compared. `restated`: competencies whose behaviours differ. `thresholds`: names of what else enters the
    figures (the tolerance, the attainment rule, the rater roles) and differs.
    """

    requirements: tuple[tuple[str, str, float | None, float | None], ...] = ()
    rescaled: tuple[str, ...] = ()
    restated: tuple[str, ...] = ()
    thresholds: tuple[Threshold, ...] = ()


@dataclass(frozen=True)
class Trend:
    """The cycle of `before` against that of `after`. The frames' columns stand in `analysis.frames`.

    `people`, `competencies`, `departments` sum up what `items` can be compared (have a `change`). Figures of the
    latter two are null where they are withheld, as is a cycle of a `series` in which fewer than `min_group` people
    are left.
    """

    before: Assessment
    after: Assessment
    cycles: tuple[str, ...]
    items: pl.DataFrame
    people: pl.DataFrame
    competencies: pl.DataFrame
    departments: pl.DataFrame
    changes: ModelChanges

    def items_of(self, employees: set[str] | None = None) -> dict[str, list[Row]]:
        """`items` as plain rows by employee; of everybody unless named."""
        found: dict[str, list[Row]] = {}
        for row in self.items.iter_rows(named=True):
            if employees is None or row["employee_id"] in employees:
                found.setdefault(row["employee_id"], []).append(row)
        return found

    def person_rows(self) -> list[Row]:
        return list(self.people.iter_rows(named=True))

    def competency_rows(self) -> list[Row]:
        return list(self.competencies.iter_rows(named=True))

    def department_rows(self) -> list[Row]:
        return list(self.departments.iter_rows(named=True))

    def turns(self) -> dict[str, int]:
        """How many items took each turn."""
        return {turn: n for turn, n in self.items["turn"].value_counts().iter_rows() if turn is not None}

    def model_of(self, competency: str) -> Model:
        """The dictionary that knows the competency, the later one first."""
        known = {c.id for c in self.after.model.competencies}
        return self.after.model if competency in known else self.before.model
