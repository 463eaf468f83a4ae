"""The result of `comp plan`: what one person works on first, and what a team must learn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from ...method.results import Assessment, Need, PersonGap, Row
from ...model.dictionary import Action, Statement

if TYPE_CHECKING:
    import polars as pl

State = StrEnum("State", "NOT_SEEN UNKNOWN SEEN")
"""What is known of a behaviour: not yet seen often; withheld or unrated; seen often."""
NOT_SEEN, UNKNOWN, SEEN = State


@dataclass(frozen=True, slots=True)
class Step:
    """A behaviour on the way to a requirement, the level it belongs to, and what is known of it."""

    behaviour: Statement
    level: int | None
    state: State


@dataclass(frozen=True, slots=True)
class Mentor:
    """Somebody to learn a competency from; every field but the first three is a reason why."""

    employee_id: str
    name: str | None
    department: str | None
    status: Literal["met", "strength"]
    """Met or strength, against their own position."""
    same_department: bool
    ready: bool
    """Meets every essential requirement of their own position."""


@dataclass(frozen=True, slots=True)
class Focus:
    """A need with what leads out of it. `mentors` is None where they were not asked for."""

    need: Need
    essential: bool
    weight: float
    fragile: bool
    steps: tuple[Step, ...]
    actions: tuple[Action, ...]
    mentors: tuple[Mentor, ...] | None

    @property
    def observed(self) -> bool:
        """Whether anything is known of single behaviours."""
        return any(step.state != UNKNOWN for step in self.steps)


@dataclass(frozen=True)
class Plan:
    """One person's plan: needs by rank, the first to work on first."""

    gap: PersonGap
    focuses: tuple[Focus, ...]


@dataclass(frozen=True)
class Demand:
    """How many people are short of a level (or, without levels, of a degree), and who: rows of `TeamPlan.needs`."""

    competency: str
    level: float
    people: int
    who: tuple[Row, ...]


@dataclass(frozen=True)
class TeamPlan:
    """What everybody's gaps amount to; `needs` is the frame `NEEDS` of `analysis.frames`."""

    assessment: Assessment
    needs: pl.DataFrame

    def demand(self, most_rows: int | None = None, most_people: int | None = None) -> Iterator[Demand]:
        """Rows by how many people share them; the first few where told so."""
        grouped = self.needs.group_by("competency", "level", maintain_order=True)
        for i, ((competency, level), rows) in enumerate(grouped):
            if i == most_rows:
                return
            shown = rows if most_people is None else rows.head(most_people)
            yield Demand(str(competency), float(level), rows.height, tuple(shown.iter_rows(named=True)))

    @property
    def rows(self) -> int:
        """How many different needs there are."""
        return self.needs.select("competency", "level").unique().height
