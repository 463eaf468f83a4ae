"""The result of `comp diff`: changes between two dictionaries, and verdicts that change because of them."""

from dataclasses import dataclass

from ...method.results import Assessment, Row, Verdict
from ...model.compare import Change
from ...model.dictionary import Model


@dataclass(frozen=True, slots=True)
class Cause:
    """A requirement that changes a verdict: its row of `gaps` under either dictionary, None where it isn't required."""

    competency: str
    before: Row | None
    after: Row | None


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A person whose verdict differs; a verdict is None without a known position. Pairs are (before, after)."""

    employee_id: str
    name: str | None
    positions: tuple[str | None, str | None]
    verdicts: tuple[Verdict | None, Verdict | None]
    because: tuple[Cause, ...]


@dataclass(frozen=True)
class Difference:
    """Two dictionaries side by side. `before`, `after` and `verdict_changes` only where there were ratings."""

    old: Model
    new: Model
    changes: tuple[Change, ...]
    before: Assessment | None = None
    after: Assessment | None = None
    verdict_changes: tuple[VerdictChange, ...] = ()
