"""The result of `comp diff`: what changed between two dictionaries, and whose verdict flips because of it."""

from dataclasses import dataclass

from ...method.results import Assessment, Row, Verdict
from ...model.compare import Change
from ...model.dictionary import Model


@dataclass(frozen=True, slots=True)
class Cause:
    """A requirement that makes a verdict flip: rows of `gaps` under either dictionary, None where it isn't required."""

    competency: str
    before: Row | None
    after: Row | None


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """Somebody whose verdict differs; None where there is none, for want of a (known) position."""

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
