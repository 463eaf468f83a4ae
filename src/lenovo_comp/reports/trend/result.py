"""The result of `comp trend`: one cycle against another."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, get_args

from ...method.results import Assessment, Row
from ...model.dictionary import EPSILON, Model

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
    """No role counts in both cycles, so nothing can be compared."""
    RATERS = "raters_changed"
    """Met and short changed places, which the roles that count in both cycles don't show."""
    BOUND = "at_least"
    """One of the ratings is a bound, so nothing can be compared."""


class Beyond(StrEnum):
    """A change of rating against the error of both ratings."""

    UP = "up"
    DOWN = "down"
    """Reliable: larger than chance explains."""
    WITHIN = "within_chance"
    UNKNOWN = "unknown"
    """The error isn't known."""


Presence = StrEnum("Presence", "BOTH ADDED GONE NEITHER")
"""The cycles in which a person was rated; `NEITHER`: on the roster alone."""
CLOSED, NEW, STILL, KEPT, ASSESSED, LAPSED, REQUIREMENT, BASIS, RATERS, BOUND = Turn
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

    `people`, `competencies`, `departments` sum up the items that can be compared (have a `change`), over the roles that
    count in both cycles. Figures of the latter two are null where they are withheld, as is a cycle of a `series` with
    fewer than `min_group` people.
    """

    before: Assessment
    after: Assessment
    cycles: tuple[str, ...]
    items: pl.DataFrame
    people: pl.DataFrame
    competencies: pl.DataFrame
    departments: pl.DataFrame
    changes: ModelChanges
    history: pl.DataFrame
    """What is compared, cycle by cycle: `employee_id`, `competency`, `cycle`, `share` of the scale from 0 to 1."""

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

    def turns_beyond_chance(self, turn: Turn) -> tuple[int, int]:
        """How many items of a turn are reliable changes, and of how many that isn't known."""
        reliable = self.items.filter(self.items["turn"] == turn)["reliable"]
        return int(reliable.sum()), reliable.null_count()

    def beyond_chance(self) -> dict[Beyond, int]:
        """How many changes of rating are reliable, and how many are not."""
        changed = self.items.filter(self.items["change"].is_not_null())
        up, reliable = changed["change"] > 0, changed["reliable"]
        counts = ((up & reliable).sum(), (~up & reliable).sum(), (~reliable).sum(), reliable.null_count())
        return dict(zip(Beyond, map(int, counts), strict=True))

    @property
    def differing(self) -> int:
        """Items whose change is not the difference of their ratings: further roles count in one of the cycles."""
        difference = (self.items["change"] - (self.items["to"] - self.items["from"])).abs()
        return int((difference > EPSILON).sum())

    def model_of(self, competency: str) -> Model:
        """The dictionary that has the competency; the later one if both do."""
        known = {c.id for c in self.after.model.competencies}
        return self.after.model if competency in known else self.before.model
