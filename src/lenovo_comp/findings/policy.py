"""A project's choice of findings and severities, and its baseline of known findings."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple, cast

from ..text import escape_json
from .catalogue import COULD_NOT_RUN
from .finding import Finding, Findings, Rule, Severity

MOST_KNOWN = 10**9
"""The largest count of an entry in a baseline."""
_Key = tuple[str, str, str]
"""Path, code and fingerprint."""


class Policy(NamedTuple):
    """A project's choice: `select` and `ignore` hold codes, names or families (`R`, `R4`, `level-out-of-range`)."""

    # A row that is wrong takes no part, even if it is ignored: a setting silences messages only (decision 0003).

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = {}
    fail_on: Severity = Severity.ERROR

    def apply(self, findings: Findings) -> Findings:
        """The findings that the project wants to hear of, with its severities."""
        # That a file could not be opened can't be silenced: the job was not done.
        left = findings.only(lambda rule: rule.code in COULD_NOT_RUN or self.wants(rule))
        return left.with_totals(map(self._with_level, left))

    def wants(self, rule: Rule) -> bool:
        """Whether findings of a rule are reported."""
        chosen = not self.select or any(matches_rule(name, rule) for name in self.select)
        return chosen and not any(matches_rule(name, rule) for name in self.ignore)

    def fails(self, findings: Iterable[Finding]) -> bool:
        """Whether any finding is severe enough to fail the run."""
        return any(d.severity.rank <= self.fail_on.rank for d in findings)

    def _with_level(self, finding: Finding) -> Finding:
        for name, level in self.severity.items():
            if matches_rule(name, finding.rule):
                return finding._replace(level=level)
        return finding


def matches_rule(name: str, rule: Rule) -> bool:
    """Whether `name` is the rule's name, its code or the beginning of its code."""
    return name == rule.name or (name[:1].isupper() and rule.code.startswith(name))


class Comparison(NamedTuple):
    """Findings compared with a baseline: those that are new, how many are known, what of the known is gone.

    A finding in more places than are known is new as a whole: nobody can tell which of its places are.
    """

    new: list[Finding]
    known: int
    gone: Counter[tuple[str, str]]
    """Path and code → in how many places."""


def baseline_text(findings: Sequence[Finding], checked: Collection[str], before: str | None) -> str:
    """The text of a baseline: findings by fingerprint with the number of their places, sorted.

    Entries of the baseline from `before` stay where their file was not `checked` now. Raises ValueError
    where that is no baseline.
    """
    # By fingerprint, so that no cell's content stands in it.
    counts = Counter({e: n for e, n in _entries(before).items() if e[0] not in checked} if before is not None else {})
    for d in findings:
        counts[d.place.path, d.rule.code, d.fingerprint] += d.number
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
        raise ValueError(_one_line_message(error)) from error


def _entry(path: object, code: object, fingerprint: object, count: object, **_: object) -> tuple[_Key, int]:
    """An entry of a baseline. Raises ValueError where it is none."""
    key = path, code, fingerprint
    if not all(isinstance(part, str) for part in key) or type(count) is not int or not 0 < count <= MOST_KNOWN:
        raise ValueError("an entry has path, code, fingerprint and a count")
    return cast(_Key, key), count


def _one_line_message(error: Exception) -> str:
    """One line that says what is wrong with a baseline."""
    # A KeyError's message is a key, a TypeError's is about Python: neither says what a baseline lacks.
    if isinstance(error, RecursionError):
        return "nested too deeply"
    return str(error) if isinstance(error, ValueError) else "no list of findings"


def compare(findings: Sequence[Finding], checked: Collection[str], baseline: str) -> Comparison:
    """Compare findings with a baseline's text. Raises ValueError where it is no baseline."""
    left = _entries(baseline)
    new = []
    for finding in findings:
        entry = (finding.place.path, finding.rule.code, finding.fingerprint)
        if left[entry] < finding.number:
            new.append(finding._replace(known=left[entry]))
        left[entry] = max(left[entry] - finding.number, 0)
    gone: Counter[tuple[str, str]] = Counter()
    # In a file that was not checked nothing is known to be gone.
    for (path, code, _), number in left.items():
        if path in checked and number:
            gone[path, code] += number
    return Comparison(new, len(findings) - len(new), gone)
