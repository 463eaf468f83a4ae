"""The result of `comp match`: people ranked for a position, positions for a person, and the bench."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...method.results import VERDICTS, Assessment, Row, Verdict

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Match:
    """Who fits a position, or which positions fit a person: the best first.

    `ranked` is the frame `MATCH` of `analysis.frames`.
    `position` or `employee` (a row of `Assessment.people`) says which of the two questions was asked.
    """

    assessment: Assessment
    ranked: pl.DataFrame
    position: str | None = None
    employee: Row | None = None

    def first(self, most: int | None = None) -> list[Row]:
        """The best, as plain rows; all of them unless told how many."""
        return list((self.ranked if most is None else self.ranked.head(most)).iter_rows(named=True))

    def counts(self) -> dict[Verdict, int]:
        """How many have each verdict."""
        found = dict(self.ranked["verdict"].value_counts().iter_rows())
        return {verdict: found.get(verdict, 0) for verdict in VERDICTS}


@dataclass(frozen=True)
class SinglePoint:
    """A requirement of a position that exactly one of the people ready for it meets.

    `met_by_near`: how many of those who are near meet it too, and so could soon stand in.
    """

    competency: str
    required: float
    employee_id: str
    name: str | None
    met_by_near: int


@dataclass(frozen=True)
class Depth:
    """How well a position is covered: who holds it now, who is ready or near, and what hangs on one of them."""

    position: str
    holders: int
    verdicts: dict[Verdict, int]
    ready_elsewhere: int
    """Of those who are ready: how many hold another position, or none."""
    single_points: tuple[SinglePoint, ...]


@dataclass(frozen=True)
class Bench:
    """Every position's depth, in the dictionary's order."""

    assessment: Assessment
    positions: tuple[Depth, ...]
