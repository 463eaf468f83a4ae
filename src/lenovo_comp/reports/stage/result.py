"""The result of `comp stage`: the career stage that people's ratings support, beside that of their position."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ...method.results import Assessment, Row

if TYPE_CHECKING:
    import polars as pl

Standing = StrEnum("Standing", "ABOVE BELOW AT UNKNOWN NO_STAGE")
"""The supported stage against the position's, in the report's order (unknown: a dimension is unassessed)."""
STANDINGS = ABOVE, BELOW, AT, UNKNOWN, NO_STAGE = tuple(Standing)


@dataclass(frozen=True)
class Staging:
    """The stages of everybody by rule 8; `people` is the frame `STAGING` of `columns`."""

    assessment: Assessment
    people: pl.DataFrame

    def rows(self, standing: Standing | None = None, most: int | None = None) -> list[Row]:
        """The people of a standing (None: all) as dictionaries, by id, `most` of them at most."""
        people = self.people if standing is None else self.people.filter(self.people["standing"] == str(standing))
        return list((people if most is None else people.head(most)).iter_rows(named=True))

    def counts(self) -> dict[Standing, int]:
        """Standing → number of people."""
        found = dict(self.people["standing"].value_counts().iter_rows())
        return {s: found.get(s, 0) for s in STANDINGS}
