"""The counts on a team's page: bars with their numbers, people by level, team gaps, cards, findings by rule."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ...findings.finding import Findings, worst_first
from ...method.results import MET, NEAR, READY, SHORT, STRENGTH, UNASSESSED, VERDICTS, Assessment
from ...model.dictionary import Model
from ..shared.charts import Part, stack
from ..shared.naming import competency_name
from ..shared.tones import SEVERITY_TONE, STATUS_TONE, VERDICT_TONE
from ..shared.words import Words, figure, fixed, percent
from .answer import by_short
from .compute import CompetencyCounts, Overview, Training, largest_gaps_by
from .links import Team

STATUSES = (STRENGTH, MET, SHORT, UNASSESSED)
_TINTS = 4
_KINDS = {"A": "kind_assessment", "M": "kind_dictionary", "T": "kind_dictionary"}


class Head(NamedTuple):
    """The head of a column of numbers, and the tone of their part of the bar."""

    name: str
    tone: str


class Counted(NamedTuple):
    """Numbers of a row, their stacked bar, and its description for those who don't see it.

    `choice` is what the filters call the row: the number of a department, position or competency.
    """

    name: str
    choice: str
    parts: tuple[Part, ...]
    label: str
    numbers: tuple[int, ...]
    href: str = ""
    gap: str = ""
    """The competency on which most of these people are short, and how many are."""


class Gap(NamedTuple):
    """A competency in the table of team gaps: how many are where, the means, how many are too close or at odds."""

    counted: Counted
    means: tuple[str, ...]
    too_close: int
    low: int


class Share(NamedTuple):
    """The number of people, and the strength of the cell's colour (0 to 4)."""

    people: int
    tint: int


class Levels(NamedTuple):
    """People of a competency by level; None: its scale has no such level."""

    name: str
    choice: str
    cells: tuple[Share | None, ...]


class Card(NamedTuple):
    """A figure on the team, and a note on it. `key` names it for the filters."""

    key: str
    name: str
    value: str
    note: str = ""


class RuleCount(NamedTuple):
    """A rule, the kind of input that it is about, and the number of its findings."""

    kind: str
    code: str
    name: str
    severity: str
    tone: str
    number: int


def verdict_heads(words: Words, *, without: bool) -> list[Head]:
    """The verdicts, and, for people `without` one, that they have none."""
    return [Head(words(v or "no_verdict"), VERDICT_TONE[v]) for v in (*VERDICTS, *([None] if without else []))]


def status_heads(words: Words) -> list[Head]:
    """The statuses of required competencies."""
    return [Head(words(s), STATUS_TONE[s]) for s in STATUSES]


def counted(name: str, choice: str, numbers: Sequence[int], heads: Sequence[Head]) -> Counted:
    """A row of numbers under these heads, with their bar."""
    label = ", ".join(f"{head.name} {n}" for head, n in zip(heads, numbers, strict=True))
    parts = stack((head.name, n, head.tone) for head, n in zip(heads, numbers, strict=True))
    return Counted(name, choice, parts, f"{name}: {label}" if name else label, tuple(numbers))


def teams(
    a: Assessment, kind: str, some: Sequence[Team], choices: Mapping[str, str], heads: Sequence[Head], words: Words
) -> list[Counted]:
    """The rows of departments or managers that have a page; `choices`: key → what the filters call it."""
    largest = _gap_texts(a, kind, words)
    return [
        counted(t.name, choices.get(t.key, ""), list(t.verdicts.values())[: len(heads)], heads)._replace(
            href=t.href, gap=largest.get(t.key, "")
        )
        for t in some
    ]


def _gap_texts(a: Assessment, column: str, words: Words) -> dict[str, str]:
    return {
        key: words(
            "team_gap_next",
            competency=competency_name(gap.competency, a.model, words),
            short=f"{gap.short:,}",
            assessed=f"{gap.assessed:,}",
        )
        for key, gap in largest_gaps_by(a, column).items()
    }


def bench(a: Assessment, overview: Overview, words: Words) -> list[Counted]:
    """The rows of positions that somebody has."""
    model = a.model
    heads, ids, largest = (
        verdict_heads(words, without=False),
        [p.id for p in model.positions],
        _gap_texts(a, "position", words),
    )
    return [
        counted(words.of(model.position(p).name), str(ids.index(p)), list(by.values()), heads)._replace(
            gap=largest.get(p, "")
        )
        for p, by in overview.bench
    ]


def gaps(a: Assessment, overview: Overview, words: Words) -> list[Gap]:
    """The competencies, those with most people short first."""
    ids = [c.id for c in a.model.competencies]
    counts = {c.competency: c for c in overview.competencies}
    found = []
    for row in by_short(a):
        c = counts[row["competency"]]
        name = competency_name(c.competency, a.model, words)
        numbers = [c.statuses[s] for s in STATUSES]
        means = tuple(fixed(row[key]) for key in ("required_mean", "rating_mean", "gap_mean"))
        row_of = counted(name, str(ids.index(c.competency)), numbers, status_heads(words))
        found.append(Gap(row_of, means, c.too_close, c.low))
    return found


def levels(overview: Overview, model: Model, words: Words) -> tuple[list[str], list[Levels]]:
    """The heads and rows of the table of people by level, with one column for every level of some scale."""
    lows = sorted({b.low for c in overview.competencies for b in c.buckets})
    rows = [_levels(i, c, lows, model, words) for i, c in enumerate(overview.competencies)]
    return [figure(x) for x in lows], rows


def _levels(i: int, c: CompetencyCounts, lows: Sequence[float], model: Model, words: Words) -> Levels:
    people = {b.low: b.people for b in c.buckets}
    total = max(sum(people.values()), 1)
    cells = [Share(people[x], -(-_TINTS * people[x] // total)) if x in people else None for x in lows]
    return Levels(competency_name(c.competency, model, words), str(i), tuple(cells))


def training_rows(rows: Sequence[Training], model: Model, words: Words) -> list[tuple[str, str, str]]:
    """Competency, level to reach, people."""
    return [(competency_name(t.competency, model, words), figure(t.level), f"{t.people:,}") for t in rows]


def cards(a: Assessment, overview: Overview, team_gaps: Sequence[Gap], words: Words) -> list[Card]:
    """The figures that say how the team does."""
    verdicts, people = a.summary.verdicts, a.summary.employees
    found = [Card("people", words("people_count"), f"{people:,}")]
    if any(n for verdict, n in verdicts.items() if verdict):
        for verdict in (READY, NEAR):
            share = percent(verdicts[verdict] / people)
            found.append(Card(verdict, words(verdict).capitalize(), f"{verdicts[verdict]:,}", share))
    if team_gaps and any(g.counted.numbers[i] for g in team_gaps for i in range(3)):
        strong, met, short, _ = team_gaps[0].counted.numbers
        note = words("short_of_assessed", short=f"{short:,}", assessed=f"{strong + met + short:,}")
        value = team_gaps[0].counted.name if short else "–"
        found.append(Card("need", words("card_need"), value, note if short else words("team_no_gaps")))
    if overview.clear[1]:
        clear, of = overview.clear
        found.append(Card("clear", words("card_clear"), words("n_of_n", n=f"{clear:,}", of=f"{of:,}")))
    return found


def findings_by_rule(findings: Findings, words: Words) -> list[RuleCount]:
    """The rules with findings by kind of input, the worst first, then the most frequent."""
    found = [
        RuleCount(
            words(_KINDS.get(rule.code[0], "kind_ratings")),
            rule.code,
            rule.name,
            words(severity.value),
            SEVERITY_TONE[severity],
            number,
        )
        for (rule, severity), number in worst_first(findings)
    ]
    order = [words(key) for key in ("kind_ratings", "kind_dictionary", "kind_assessment")]
    return sorted(found, key=lambda row: order.index(row.kind))
