"""What `comp stage` yields: the career stage that people's ratings support, beside that of their position."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...method.results import Assessment, Row

if TYPE_CHECKING:
    import polars as pl

ABOVE, AT, BELOW, UNKNOWN, NO_STAGE = "above", "at", "below", "unknown", "no_stage"
STANDINGS = (ABOVE, BELOW, AT, UNKNOWN, NO_STAGE)
"""In the order of a report. `unknown`: a dimension is unassessed; `no_stage`: nothing to compare."""


@dataclass(frozen=True)
class Staging:
    """Rule 8 for everybody.

    `people` has one row a person: `employee_id`, `name`, `position` String; `own` Int64, the stage of the
    position; `stage_low`, `stage_high` Int64, the stages that the ratings support (0: none yet; null: not
    known); `standing` String (`STANDINGS`); `toward` Int64, the stage that is not reached yet: the position's
    own, or the next above; `held_back`, a list of {`competency`, `rating`, `needed`}: the dimensions that
    are not at that stage, and the rating at which they would be; `missing`, a list of unassessed dimensions.
    """

    assessment: Assessment
    people: pl.DataFrame

    def rows(self, standing: str | None = None) -> list[Row]:
        """The people of a standing (all unless named) as plain rows, by id."""
        return [r for r in self.people.iter_rows(named=True) if standing in (None, r["standing"])]

    def counts(self) -> dict[str, int]:
        """How many people have each standing."""
        found = dict(self.people["standing"].value_counts().iter_rows())
        return {s: found.get(s, 0) for s in STANDINGS}
