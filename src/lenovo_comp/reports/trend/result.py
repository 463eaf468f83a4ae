"""What `comp trend` yields: one cycle against another, ratings with ratings, each status by its own requirement."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...method.results import Assessment, Row
from ...model.dictionary import Model

if TYPE_CHECKING:
    import polars as pl

CLOSED, NEW, STILL, KEPT = "closed", "new", "still_short", "still_met"
ASSESSED, LAPSED = "newly_assessed", "no_longer_assessed"
REQUIREMENT, BASIS = "requirement_changed", "basis_changed"
BOTH, ADDED, GONE, NEITHER = "both", "added", "gone", "neither"


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
    thresholds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trend:
    """The cycle of `before` against that of `after`.

    `items` has one row an employee and competency that is required or rated in one of the cycles:
    `employee_id`, `competency`; `from`, `to`, `change` Float64 (the ratings and `to` − `from`, null where
    one is missing, the scale is another, or only one of them rests on roles of weight 0 alone);
    `required_from`, `required_to` Float64; `status_from`, `status_to` String, each against the position of
    its own cycle (null: not in that cycle); `turn` String: `closed`, `new`, `still_short`, `still_met`,
    `newly_assessed`, `no_longer_assessed`, `requirement_changed`, `basis_changed` (only one of the ratings
    rests on roles of weight 0 alone), or null where there is nothing to say.

    `people`, `competencies`, `departments` sum up the ratings that can be compared (`change`): `n` UInt32 of
    them; `share_from`, `share_to` Float64, their mean as a share of the scale (0 to 1), `series` a list of
    that for each of `cycles`; `closed`, `new` UInt32. `people` (`employee_id`, `name`, `department`,
    `position_from`, `position_to`, `presence`) has everybody of both cycles and the roster; `competencies`
    (`competency`, `people`, `from`, `to`, `change`, `withheld`) those that somebody can be compared on;
    `departments` (`department`, `people`, `withheld`) by where people are in the later cycle. Figures of the two are
    null where withheld, as is a cycle of a `series` in which fewer than `min_group` people are left.
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
