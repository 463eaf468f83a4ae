"""Findings as GitLab's Code Quality report (a list of issues, after Code Climate)."""

from collections import Counter

from ...reports.shared.document import dumps
from ...reports.shared.words import Words
from ...text import visible
from ..finding import Severity
from . import Checked
from ._places import relative, said

ENDINGS: tuple[str, ...] = ()
_SEVERITY = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(checked: Checked, words: Words) -> str:
    """One issue a finding, in the order given; every fingerprint occurs once."""
    diagnostics, language = checked.shown, words.language
    seen: Counter[str] = Counter()
    issues: list[dict[str, object]] = []
    for diagnostic in diagnostics:
        place, rule = diagnostic.place, diagnostic.rule
        seen[diagnostic.fingerprint] += 1
        issues.append(
            {
                "description": f"{rule.code}: {said(diagnostic, language)}",
                "check_name": rule.name,
                "fingerprint": _distinct(diagnostic.fingerprint, seen[diagnostic.fingerprint]),
                "severity": _SEVERITY[diagnostic.severity],
                "location": {"path": visible(relative(place.path)), "lines": {"begin": place.line or place.row or 1}},
            }
        )
    return dumps(issues)


def _distinct(fingerprint: str, occurrence: int) -> str:
    """GitLab merges equal fingerprints; theirs are hexadecimal, so `-2` makes a new one."""
    return fingerprint if occurrence == 1 else f"{fingerprint}-{occurrence}"
