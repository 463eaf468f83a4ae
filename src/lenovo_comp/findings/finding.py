"""What was found, where, and how bad: the vocabulary that all layers share."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple, SupportsIndex, overload

from ..system import portable
from ..text import Language, Text, shorten, visible


class Severity(StrEnum):
    """How bad a finding is; `error` fails a run unless told otherwise."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)


class CannotRun(Exception):
    """The run cannot go on: a request that makes no sense, or a file that is not there (exit 2)."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.text: Text = Text(zh, en)


class Rule(NamedTuple):
    """One kind of finding. `message` and `remedy` are templates over a finding's `details`.

    `{value}` is the offending cell; `{suggestion}` is either empty or a whole "Did you mean …?" sentence. `reason`
    says what would go wrong if it were let pass.
    """

    code: str
    name: str
    severity: Severity
    message: Text
    remedy: Text
    reason: Text


def error(code: str, name: str, *, message: Text, remedy: Text, reason: Text) -> Rule:
    """A kind of finding that fails a run unless told otherwise."""
    return Rule(code, name, Severity.ERROR, message, remedy, reason)


def warning(code: str, name: str, *, message: Text, remedy: Text, reason: Text) -> Rule:
    """A kind of finding that may be a mistake."""
    return Rule(code, name, Severity.WARNING, message, remedy, reason)


def info(code: str, name: str, *, message: Text, remedy: Text, reason: Text) -> Rule:
    """A kind of finding that it is good to know of."""
    return Rule(code, name, Severity.INFO, message, remedy, reason)


class Excerpt(NamedTuple):
    """The offending part of a line, fit to be shown, and where the caret goes (in characters)."""

    text: str
    start: int
    length: int


class Place(NamedTuple):
    """Where something was found.

    `line` is the physical line (1-based) on which the record or node starts, `row` what a
    spreadsheet shows, `column` the character on that line (1-based), `field` the column's header
    or the dictionary's path. `cell` is a workbook's sheet and A1 cell (`Sheet1!D4`), or its sheet.
    """

    path: str
    line: int | None = None
    column: int | None = None
    row: int | None = None
    field: str | None = None
    excerpt: Excerpt | None = None
    cell: str | None = None

    def __str__(self) -> str:
        if self.cell is not None:
            return f"{self.path}:{self.cell}"
        numbers = [str(n) for n in (self.line, self.column) if n is not None]
        if not numbers and self.row is not None:
            numbers = [str(self.row)]
        return ":".join([self.path, *numbers])


MOST_PLACES = 5
"""Places that a finding names."""


class Finding(NamedTuple):
    """One finding: a rule, its first place, the offending value, and what fills the rule's sentences.

    `key` names the column, or the record, not the line, so that the fingerprint survives moved rows.
    """

    rule: Rule
    place: Place
    value: str | None = None
    details: Mapping[str, str | Text] = {}
    key: str = ""
    level: Severity | None = None
    """The severity a project gives the rule, where that differs from the rule's own."""
    number: int = 1
    """In how many places the same is wrong (decision 0022)."""
    more: tuple[Place, ...] = ()
    """The first of the other places, in their order."""
    known: int = 0
    """How many of the places a baseline knows."""
    cycle: str | None = None
    """The cycle of the record that it is about, where that is one."""

    @property
    def severity(self) -> Severity:
        return self.level or self.rule.severity

    def message(self, language: Language) -> str:
        return self.rule.message[language].format_map(self._shown(language)).strip()

    def full_message(self, language: Language) -> str:
        """The message and, if there are several places, how many and the first of them.

        >>> rule = Rule("R999", "odd", Severity.INFO, Text("“x”不对。", "x is odd."), Text("", ""), Text("", ""))
        >>> Finding(rule, Place("r.csv", 4), number=7, more=(Place("r.csv", 9),)).full_message("en")
        'x is odd (7 times: lines 4, 9, …).'
        """
        message = self.message(language)
        if self.number == 1:
            return message
        end = message[-1:] if message[-1:] in (".", "。") else ""
        return message.removesuffix(end) + self._places(language) + end

    def remedy(self, language: Language) -> str:
        return self.rule.remedy[language].format_map(self._shown(language))

    @property
    def shown_value(self) -> str | None:
        """The offending value, fit to be shown."""
        return None if self.value is None else shorten(self.value)

    @property
    def fingerprint(self) -> str:
        """Stable while the record's key and the value stay; independent of the line and of the header."""
        parts = (self.rule.code, self.place.path, self.key, self.value or "")
        return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]

    @property
    def places(self) -> tuple[Place, ...]:
        """The first `MOST_PLACES` places."""
        return (self.place, *self.more)[:MOST_PLACES]

    def _places(self, language: Language) -> str:
        """How many places there are, and the first of them, in brackets."""
        kind = next((kind for kind in _PLACES if getattr(self.place, kind) is not None), None)
        number = f"{self.number:,}"
        known = Text(f"，其中 {self.known:,} 处已知", f", {self.known:,} of them known") if self.known else Text("", "")
        if kind is None:
            return f"（共 {number} 处{known.zh}）" if language == "zh" else f" ({number} times{known.en})"
        # A column's cells are all on the sheet that the first place names.
        named = [visible(str(getattr(place, kind)).rpartition("!")[2]) for place in self.places]
        more = self.number > len(named)
        template = _PLACES[kind][language]
        if language == "zh":
            etc = " 等" if kind == "cell" else "等"
            return f"（共 {number} 处{known.zh}：{template.format('、'.join(named))}{etc if more else ''}）"
        return f" ({number} times{known.en}: {template.format(', '.join([*named, *(['…'] if more else [])]))})"

    def _shown(self, language: Language) -> dict[str, str]:
        shown = {
            name: visible(detail[language] if isinstance(detail, Text) else detail)
            for name, detail in self.details.items()
        }
        return {"value": shorten(self.value or ""), **shown}


_PLACES = {"cell": Text("{}", "{}"), "line": Text("第 {} 行", "lines {}"), "row": Text("第 {} 行", "rows {}")}
"""How places are listed, by what they are known by, the best first."""


class Findings(tuple[Finding, ...]):
    """Findings in order; where there are very many of a rule, the first of them.

    `totals` says how many of each rule there are, those that are not here included, `places` in how many places.
    """

    totals: Mapping[Rule, int]
    places: Mapping[Rule, int]

    def __new__(
        cls,
        findings: Iterable[Finding] = (),
        totals: Mapping[Rule, int] | None = None,
        places: Mapping[Rule, int] | None = None,
    ) -> Findings:
        self = super().__new__(cls, findings)
        self.totals = Counter(d.rule for d in self) if totals is None else totals
        self.places = _count_places(self) if places is None else places
        return self

    @overload
    def __getitem__(self, at: SupportsIndex) -> Finding: ...

    @overload
    def __getitem__(self, at: slice) -> Findings: ...

    def __getitem__(self, at: SupportsIndex | slice) -> Finding | Findings:
        """A finding, or some of them with the `totals` of all: a slice is shown in place of the rest."""
        return self.with_totals(super().__getitem__(at)) if isinstance(at, slice) else super().__getitem__(at)

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.totals.values())

    def __add__(self, other: Iterable[Finding]) -> Findings:  # type: ignore[override]
        more = other if isinstance(other, Findings) else Findings(other)
        totals, places = Counter(self.totals) + Counter(more.totals), Counter(self.places) + Counter(more.places)
        return Findings((*self, *more), totals, places)

    def with_totals(self, findings: Iterable[Finding]) -> Findings:
        """Some of these findings, or all of them in another order, with the counts of all."""
        return Findings(findings, self.totals, self.places)

    def only(self, wanted: Callable[[Rule], bool]) -> Findings:
        """The findings of some rules."""
        totals = {rule: number for rule, number in self.totals.items() if wanted(rule)}
        return Findings((d for d in self if d.rule in totals), totals, {r: self.places.get(r, 0) for r in totals})


def _count_places(findings: Iterable[Finding]) -> Counter[Rule]:
    places: Counter[Rule] = Counter()
    for finding in findings:
        places[finding.rule] += finding.number
    return places


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """By file, then line, then column, then code."""
    return sorted(
        findings,
        key=lambda d: (d.place.path, d.place.line or d.place.row or 0, d.place.column or 0, d.rule.code, d.value or ""),
    )


def count(findings: Iterable[Finding]) -> dict[Severity, int]:
    """How many of each severity, all three always present."""
    numbers = dict.fromkeys(Severity, 0)
    for (_, severity), number in by_rule(findings).items():
        numbers[severity] += number
    return numbers


def by_rule(findings: Iterable[Finding]) -> dict[tuple[Rule, Severity], int]:
    """How many of each rule there are, with the severity the project gives it."""
    found = findings if isinstance(findings, Findings) else Findings(findings)
    severity = {d.rule: d.severity for d in found}
    return {(rule, severity[rule]): number for rule, number in found.totals.items() if rule in severity}


def worst_first(findings: Iterable[Finding]) -> list[tuple[tuple[Rule, Severity], int]]:
    """`by_rule`, the worst first, then the most frequent."""
    return sorted(by_rule(findings).items(), key=lambda entry: (entry[0][1].rank, -entry[1], entry[0][0].code))


def shown_path(path: str) -> str:
    """A file's path as findings call it: relative where it is below the current folder."""
    absolute = os.path.abspath(path)  # noqa: PTH100 - links must stay as the user wrote them
    here = os.path.join(os.getcwd(), "")  # noqa: PTH109, PTH118
    return portable(absolute[len(here) :] if absolute.startswith(here) else path)
