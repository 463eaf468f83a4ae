"""The result of `comp assess --fail-on`: gates and their outcomes."""

from typing import Literal, NamedTuple, get_args

CountMetric = Literal["short", "unassessed", "fragile"]
"""Number of requirements of a person; with a competency, 1 or 0."""
ShareMetric = Literal["coverage", "fit", "met_share"]
"""Of a person against their position, 0 to 1."""
FigureMetric = Literal["gap", "rating"]
"""Of a requirement, in units of its scale."""
Metric = Literal[CountMetric, ShareMetric, FigureMetric]
COUNTS, SHARES, FIGURES, METRICS = map(get_args, (CountMetric, ShareMetric, FigureMetric, Metric))
Comparison = Literal[">", ">=", "<", "<="]


class Gate(NamedTuple):
    """`metric op value`, for one competency, one position, or everything; it fails for whom that is true."""

    text: str
    metric: Metric
    op: Comparison
    value: float
    competency: str | None = None
    position: str | None = None


class Failure(NamedTuple):
    """A person for whom a gate fails, with the figure; None where it isn't known.

    `competency` is None but for gates on `gap` and `rating`.
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
        """The number of people it fails for."""
        return len({f.employee_id for f in self.failures})
