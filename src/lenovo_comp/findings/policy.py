"""Which findings a project wants to hear of, and how bad it takes them to be."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, cast

from ..text import escape_json
from .catalogue import COULD_NOT_RUN
from .finding import Diagnostic, Findings, Rule, Severity

MOST_KNOWN = 10**9
"""How often a baseline may know a finding."""
_Key = tuple[str, str, str]
"""Path, code and fingerprint."""


class Policy(NamedTuple):
    """`select` and `ignore` hold codes, names or families (`R`, `R4`, `R401`, `level-out-of-range`).

    What is ignored is not reported and fails nothing; a row that is wrong still takes no part.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = {}
    fail_on: Severity = Severity.ERROR

    def apply(self, findings: Findings) -> Findings:
        """What is left, with the project's severities. That a file could not be opened always is."""
        left = {r: n for r, n in findings.totals.items() if r.code in COULD_NOT_RUN or self.wants(r)}
        return Findings((self._with_level(d) for d in findings if d.rule in left), left)

    def wants(self, rule: Rule) -> bool:
        """Whether findings of a rule are reported."""
        chosen = not self.select or any(stands_for(name, rule) for name in self.select)
        return chosen and not any(stands_for(name, rule) for name in self.ignore)

    def fails(self, diagnostics: Iterable[Diagnostic]) -> bool:
        """Whether anything found is bad enough to fail the run."""
        return any(d.severity.rank <= self.fail_on.rank for d in diagnostics)

    def _with_level(self, diagnostic: Diagnostic) -> Diagnostic:
        for name, level in self.severity.items():
            if stands_for(name, diagnostic.rule):
                return diagnostic._replace(level=level)
        return diagnostic


def stands_for(name: str, rule: Rule) -> bool:
    """Whether a code, a name or the beginning of a code means the rule."""
    return name == rule.name or (name[:1].isupper() and rule.code.startswith(name))


class Compared(NamedTuple):
    """Findings held against a baseline: those that are new, and how many known ones are gone."""

    new: list[Diagnostic]
    known: int
    gone: Counter[tuple[str, str]]
    """Path and code → how many."""


def baseline_text(diagnostics: Sequence[Diagnostic], checked: Collection[str], before: str | None) -> str:
    """A baseline file: what is known, by fingerprint, without any cell's content. Sorted.

    Of the baseline from `before`, what it says of files that were not `checked` now is kept.
    Raises ValueError where that is no baseline.
    """
    counts = Counter({e: n for e, n in _entries(before).items() if e[0] not in checked} if before is not None else {})
    counts.update((d.place.path, d.rule.code, d.fingerprint) for d in diagnostics)
    known = [
        {"path": path, "code": code, "fingerprint": fingerprint, "count": min(number, MOST_KNOWN)}
        for (path, code, fingerprint), number in sorted(counts.items())
    ]
    return (
        escape_json(json.dumps({"schema": "comp.baseline/1", "findings": known}, ensure_ascii=False, indent=1)) + "\n"
    )


def _entries(baseline: str) -> Counter[_Key]:
    """(path, code, fingerprint) → how often. Raises ValueError where the text is no baseline."""
    try:
        document = json.loads(baseline)
        if document["schema"] != "comp.baseline/1":
            raise ValueError("not comp.baseline/1")
        return Counter(dict(_entry(**entry) for entry in document["findings"]))
    except (LookupError, TypeError, RecursionError, ValueError) as error:
        raise ValueError(_said(error)) from error


def _entry(path: object, code: object, fingerprint: object, count: object, **_: object) -> tuple[_Key, int]:
    """An entry of a baseline. Raises ValueError where it is none."""
    key = path, code, fingerprint
    if not all(isinstance(part, str) for part in key) or type(count) is not int or not 0 < count <= MOST_KNOWN:
        raise ValueError("an entry has path, code, fingerprint and a count")
    return cast(_Key, key), count


def _said(error: Exception) -> str:
    """What is wrong with a baseline, in a line."""
    if isinstance(error, RecursionError):
        return "nested too deeply"
    return str(error) if isinstance(error, ValueError) else "no list of findings"


def compare(diagnostics: Sequence[Diagnostic], checked: Collection[str], baseline: str) -> Compared:
    """Hold findings against a baseline's text; gone is only what stood in a `checked` file.

    Raises ValueError where the text is no baseline.
    """
    left = _entries(baseline)
    new = []
    for diagnostic in diagnostics:
        entry = (diagnostic.place.path, diagnostic.rule.code, diagnostic.fingerprint)
        if left[entry] > 0:
            left[entry] -= 1
        else:
            new.append(diagnostic)
    gone: Counter[tuple[str, str]] = Counter()
    for (path, code, _), number in left.items():
        if path in checked and number:
            gone[path, code] += number
    return Compared(new, len(diagnostics) - len(new), gone)
