"""The result of `comp trend`: one cycle against another."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, get_args

from ...method.results import Assessment, Row
from ...model.dictionary import Model

if TYPE_CHECKING:
    import polars as pl


class Turn(StrEnum):
    """The turn of a requirement between two cycles."""

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
"""The cycles in which a person was rated; `NEITHER`: on the roster alone."""
CLOSED, NEW, STILL, KEPT, ASSESSED, LAPSED, REQUIREMENT, BASIS = Turn
BOTH, ADDED, GONE, NEITHER = Presence
Threshold = Literal["tolerance", "attainment", "rater_roles"]
THRESHOLDS: tuple[Threshold, ...] = get_args(Threshold)


@dataclass(frozen=True)
class ModelChanges:
    """Differences between the dictionaries of two cycles that must not pass for progress.

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
    """The cycle of `before` against that of `after`. The frames are those of `columns`.

    `people`, `competencies`, `departments` sum up the items that can be compared (have a `change`). Figures of the
    latter two are null where they are withheld, as is a cycle of a `series` with fewer than `min_group` people.
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
        """Employee → rows of `items`, of these employees (None: all)."""
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
        """Turn → number of items."""
        return {turn: n for turn, n in self.items["turn"].value_counts().iter_rows() if turn is not None}

    def model_of(self, competency: str) -> Model:
        """The dictionary that has the competency; the later one if both do."""
        known = {c.id for c in self.after.model.competencies}
        return self.after.model if competency in known else self.before.model
