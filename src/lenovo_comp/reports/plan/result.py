"""The result of `comp plan`: one person's needs by rank, or a team's."""

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
"""The state of a behaviour: not yet seen often; withheld or unrated; seen often."""
NOT_SEEN, UNKNOWN, SEEN = State


@dataclass(frozen=True, slots=True)
class Step:
    """A behaviour on the way to a requirement, its level, and its state."""

    behaviour: Statement
    level: int | None
    state: State


@dataclass(frozen=True, slots=True)
class Mentor:
    """A person to learn a competency from; all fields but the first three are reasons."""

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
    """A need with its behaviours, actions and mentors (None where they were not asked for)."""

    need: Need
    essential: bool
    weight: float
    too_close: bool
    steps: tuple[Step, ...]
    actions: tuple[Action, ...]
    mentors: tuple[Mentor, ...] | None
    levels_given: bool
    """Raters who count gave a level, not behaviours."""

    @property
    def observed(self) -> bool:
        """Whether the state of any behaviour is known."""
        return any(step.state != UNKNOWN for step in self.steps)


@dataclass(frozen=True)
class Plan:
    """One person's plan: needs by rank, the first to work on first."""

    gap: PersonGap
    focuses: tuple[Focus, ...]


@dataclass(frozen=True)
class Demand:
    """The people short of a level (or, without levels, of a degree): how many, and rows of `TeamPlan.needs`."""

    competency: str
    level: float
    people: int
    who: tuple[Row, ...]


@dataclass(frozen=True)
class TeamPlan:
    """The needs of a team; `needs` is the frame `NEEDS` of `columns`."""

    assessment: Assessment
    needs: pl.DataFrame

    def demand(self, most_rows: int | None = None, most_people: int | None = None) -> Iterator[Demand]:
        """The needs by how many people share them; the first `most_rows`, with the first `most_people` of each."""
        grouped = self.needs.group_by("competency", "level", maintain_order=True)
        for i, ((competency, level), rows) in enumerate(grouped):
            if i == most_rows:
                return
            shown = rows if most_people is None else rows.head(most_people)
            yield Demand(str(competency), float(level), rows.height, tuple(shown.iter_rows(named=True)))

    @property
    def rows(self) -> int:
        """The number of different needs."""
        return self.needs.select("competency", "level").unique().height
