"""Tones of verdicts, statuses and severities; meaning never rests on the tone alone."""

from ...findings.finding import Severity
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
SEVERITY_TONE: dict[Severity, Tone] = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.INFO: "dim"}
