"""Findings as GitLab's Code Quality report (a list of issues, after Code Climate)."""

from collections import Counter

from ...reports.shared.document import dumps
from ...reports.shared.words import Words
from ...text import visible
from ..finding import Severity
from . import Checked
from ._places import one_line_message, relative_path

ENDINGS: tuple[str, ...] = ()
_SEVERITY = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(checked: Checked, words: Words) -> str:
    """A list of issues, one a finding, in the order given."""
    findings, language = checked.shown, words.language
    seen: Counter[str] = Counter()
    issues: list[dict[str, object]] = []
    for finding in findings:
        place, rule = finding.place, finding.rule
        seen[finding.fingerprint] += 1
        issues.append(
            {
                "description": f"{rule.code}: {one_line_message(finding, language)}",
                "check_name": rule.name,
                "fingerprint": _unique_fingerprint(finding.fingerprint, seen[finding.fingerprint]),
                "severity": _SEVERITY[finding.severity],
                "location": {
                    "path": visible(relative_path(place.path)),
                    "lines": {"begin": place.line or place.row or 1},
                },
            }
        )
    return dumps(issues)


def _unique_fingerprint(fingerprint: str, occurrence: int) -> str:
    """The fingerprint, with a number from its second occurrence on."""
    # GitLab merges issues of the same fingerprint. Ours are hexadecimal, so `-2` is never one of them.
    return fingerprint if occurrence == 1 else f"{fingerprint}-{occurrence}"
