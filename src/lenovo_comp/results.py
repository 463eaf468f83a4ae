"""What an assessment yields: the types that `analysis` fills and `reports` reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from .model.dictionary import Model, Statement
from .ratings.reading import Ratings

MET, SHORT, STRENGTH = "met", "short", "strength"
UNASSESSED, NOT_REQUIRED = "unassessed", "not_required"
READY, NEAR, DEVELOPING, INCOMPLETE = "ready", "near", "developing", "incomplete"
VERDICTS = (READY, NEAR, DEVELOPING, INCOMPLETE)
OTHERS = "others"
"""Where roles with too few raters go together."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Named:
    """A group of people: the first few as (id, name), and how many there are."""

    first: tuple[tuple[str, str | None], ...]
    total: int


@dataclass(frozen=True)
class Summary:
    """An assessment in bounded space, however many people there are."""

    employees: int
    verdicts: Mapping[str | None, int]
    """How many people have each verdict; None: no position, so no verdict."""
    short: int
    unassessed: int
    ratings: int
    """Ratings of the cycle that count."""
    rolled_up: int
    dropped: int
    """Employee and competency where a group had too few raters: in `others`, or left out."""
    no_position: Named
    two_positions: Named
    only_earlier: Named
    nothing_assessed: Named
    self_only: Named
    unweighted: Named
    unassessed_on: Mapping[str, Named]
    """By competency: who is assessed on something, but not on this."""
    largest: tuple[Row, ...]
    """The largest gaps: `employee_id`, `name`, `position`, `competency`, `required`, `rating`, `gap`."""


@dataclass(frozen=True)
class Assessment:
    """What the ratings of one cycle say.

    `gaps` as `analysis.gaps.gaps` gives them; `people` as `analysis.people.judge` does, with
    `name`, `department`, `manager`, `position`, `conflict`; `roles` as `analysis.roles.role_means`;
    `withheld` as `analysis.roles.withheld`;
    `evidence` (`employee_id`, `competency`, `behaviour`, `role`, `text`) holds only what comes from
    roles that are shown. `competencies` has one row a competency: `competency`, `layer`,
    `required_mean`, `rating_mean`, `gap_mean` (over those whose position requires it and who are
    assessed, so that the three agree; the first over all, where nobody is), `short`, `met`,
    `unassessed`.
    """

    model: Model
    ratings: Ratings
    cycle: str
    people: pl.DataFrame
    gaps: pl.DataFrame
    roles: pl.DataFrame
    withheld: pl.DataFrame
    evidence: pl.DataFrame
    competencies: pl.DataFrame
    summary: Summary

    def person_rows(self) -> list[Row]:
        """`people` as plain rows."""
        return list(self.people.iter_rows(named=True))

    def gap_rows(self) -> dict[str, list[Row]]:
        """`gaps` as plain rows, by employee."""
        found: dict[str, list[Row]] = {}
        for row in self.gaps.iter_rows(named=True):
            found.setdefault(row["employee_id"], []).append(row)
        return found

    def competency_rows(self) -> list[Row]:
        """`competencies` as plain rows, in the dictionary's order."""
        return list(self.competencies.iter_rows(named=True))

    def role_means(self) -> dict[tuple[str, str], dict[str, float]]:
        """(employee, competency) → role → mean, roles in the dictionary's order."""
        order = {r.id: i for i, r in enumerate(self.model.rater_roles)}
        found: dict[tuple[str, str], dict[str, float]] = {}
        for r in sorted(self.roles.iter_rows(named=True), key=lambda r: order.get(r["role"], len(order))):
            found.setdefault((r["employee_id"], r["competency"]), {})[r["role"]] = r["mean"]
        return found


@dataclass(frozen=True)
class Need:
    """A gap, and the behaviours between where the person stands and what the position asks.

    `start` and `goal` are the rating and the requirement, in scale units.
    """

    competency: str
    gap: float
    start: float
    goal: float
    behaviours: tuple[Statement, ...]
    evidence: tuple[tuple[str, str], ...]
    """(role, text), of roles that are shown."""


@dataclass(frozen=True)
class PersonGap:
    """One person of an assessment; `items` are their rows of `gaps`.

    Needs are sorted: essential ones first, then by gap, the largest first. `own_position` is the
    person's own, where the question was asked against another.
    """

    assessment: Assessment
    person: Row
    items: tuple[Row, ...]
    strengths: tuple[str, ...]
    develop: tuple[Need, ...]
    own_position: str | None
