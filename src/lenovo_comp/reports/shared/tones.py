"""What each colour means, in every view: green met, red short, amber nearly ready or a warning, grey unknown.

The stronger green is a strength, the stronger red a gap beyond the limit of *nearly ready*. Meaning never rests on the
tone alone.
"""

from ...findings.finding import Severity
from ...method.results import SHORT, Row, is_far
from .blocks import Tone

VERDICT_TONE: dict[str | None, Tone] = {
    "ready": "good", "near": "warn", "developing": "bad", "incomplete": "dim", None: "dim",
}  # fmt: skip
STATUS_TONE: dict[str, Tone] = {
    "strength": "best",
    "met": "good",
    "short": "bad",
    "unassessed": "dim",
    "not_required": "dim",
}
SEVERITY_TONE: dict[Severity, Tone] = {Severity.ERROR: "worst", Severity.WARNING: "warn", Severity.INFO: "dim"}


def item_tone(item: Row, near: float) -> Tone:
    """The tone of a row of `gaps`: that of its status, the stronger one where it is short by more than `near`."""
    is_far_short = item["status"] == SHORT and is_far(item["gap"], near)
    return "worst" if is_far_short else STATUS_TONE[item["status"]]
