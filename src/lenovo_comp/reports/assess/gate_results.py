"""What `comp assess --fail-on` yields: gates, and whom each fails for."""

from __future__ import annotations

from typing import NamedTuple

COUNTS = ("short", "unassessed", "fragile")
"""How many requirements of a person; with a competency, 1 or 0."""
SHARES = ("coverage", "fit", "met_share")
"""Of a person against their position, 0 to 1."""
FIGURES = ("gap", "rating")
"""Of a requirement, in units of its scale."""
METRICS = (*COUNTS, *SHARES, *FIGURES)


class Gate(NamedTuple):
    """`metric op value`, for those whose requirement or position it names; it fails wherever that is true."""

    text: str
    metric: str
    op: str
    value: float
    competency: str | None = None
    position: str | None = None


class Failure(NamedTuple):
    """Whom a gate fails for, and with what figure; None where it isn't known, which fails too.

    `competency` only for gates on `gap` and `rating`.
    """

    employee_id: str
    competency: str | None
    value: float | None


class Outcome(NamedTuple):
    """A gate, how many people it concerns, and whom it fails for: by id, then in the dictionary's order."""

    gate: Gate
    concerned: int
    failures: tuple[Failure, ...]

    @property
    def holds(self) -> bool:
        return not self.failures

    @property
    def people(self) -> int:
        """How many people it fails for."""
        return len({f.employee_id for f in self.failures})
