"""The result of `comp match`: people ranked for a position, positions for a person, and the bench."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...method.results import VERDICTS, Assessment, Row, Verdict

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Match:
    """A ranking of people for a `position`, or of positions for an `employee` (a row of `Assessment.people`).

    `ranked` is the frame `MATCH` of `columns`, the best first.
    """

    assessment: Assessment
    ranked: pl.DataFrame
    position: str | None = None
    employee: Row | None = None

    def first(self, most: int | None = None) -> list[Row]:
        """The first `most` rows (None: all) as dictionaries."""
        return list((self.ranked if most is None else self.ranked.head(most)).iter_rows(named=True))

    def counts(self) -> dict[Verdict, int]:
        """Verdict → number of rows."""
        found = dict(self.ranked["verdict"].value_counts().iter_rows())
        return {verdict: found.get(verdict, 0) for verdict in VERDICTS}


@dataclass(frozen=True)
class SinglePoint:
    """A requirement of a position that exactly one of the people ready for it meets.

    `met_by_near` is the number of those who are near and meet it too, and so could soon stand in.
    """

    competency: str
    required: float
    employee_id: str
    name: str | None
    met_by_near: int


@dataclass(frozen=True)
class Depth:
    """The cover of a position: how many hold it, are ready or near, and what depends on one of the ready."""

    position: str
    holders: int
    verdicts: dict[Verdict, int]
    ready_elsewhere: int
    """Number of those who are ready and hold another position, or none."""
    ready_clear: int | None
    """Number of the ready whose verdict is clear on all that decides (rule 10); None where no error is known."""
    single_points: tuple[SinglePoint, ...]


@dataclass(frozen=True)
class Bench:
    """The depth of every position, in the dictionary's order."""

    assessment: Assessment
    positions: tuple[Depth, ...]
