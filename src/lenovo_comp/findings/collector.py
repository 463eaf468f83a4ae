"""Findings as they come: counted, kept as far as they are shown, and put together where they say the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from .finding import Finding, Findings, Rule, in_order


class Collector:
    """Findings as they come: all are counted, and of each rule the first `most` are kept (0: all).

    With `by_cycle` findings are made for each cycle, and name all of their places.
    """

    def __init__(self, most: int = 0, *, by_cycle: bool = False) -> None:
        self.most, self.by_cycle = most, by_cycle
        self._kept: dict[Rule, list[Finding]] = {}
        self._totals: Counter[Rule] = Counter()
        self._places: Counter[Rule] = Counter()

    def table(self) -> Collector:
        """An empty collector like this one, for the findings of a table that may yet be refused."""
        return Collector(self.most, by_cycle=self.by_cycle)

    def add(self, findings: Iterable[Finding]) -> None:
        """Take findings."""
        for finding in findings:
            rule = finding.rule
            self._totals[rule] += 1
            self._places[rule] += finding.number
            kept = self._kept.setdefault(rule, [])
            kept.append(finding)
            if self.most and len(kept) > 2 * self.most:
                kept[:] = in_order(kept)[: self.most]

    def take(self, other: Collector) -> None:
        """Take all that another collector holds."""
        totals, places = self._totals + other._totals, self._places + other._places
        for kept in other._kept.values():
            self.add(kept)
        self._totals, self._places = totals, places

    def add_some(
        self, rule: Rule, number: int, make: Callable[[int], Iterable[Finding]], places: int | None = None
    ) -> None:
        """Take `number` findings of a rule that come after all of it so far; `make(n)` makes the first n.

        `places`: how many places they have together; None: as many as there are findings.
        """
        totals, seen = self._totals[rule] + number, self._places[rule] + (number if places is None else places)
        room = max(self.most - len(self._kept.get(rule, ())), 0) if self.most else number
        self.add(make(min(room, number)))
        self._totals[rule], self._places[rule] = totals, seen

    def findings(self) -> Findings:
        """All of it, in order."""
        kept = (d for several in self._kept.values() for d in in_order(several)[: self.most or None])
        return Findings(in_order(kept), self._totals, self._places)


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """The findings in order; those that say the same of a file or sheet, each of one place, as one."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in in_order(findings):
        sheet = finding.place.cell and finding.place.cell.rpartition("!")[0]
        same = finding.rule, finding.place.path, sheet, finding.key, finding.value
        groups.setdefault(same, []).append(finding)
    return [
        first._replace(number=1 + len(others), more=tuple(d.place for d in others)) if others else first
        for first, *others in groups.values()
    ]
