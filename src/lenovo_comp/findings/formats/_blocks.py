"""Parts that the formats for people share: a finding's first line, and the end of a report on findings."""

from collections.abc import Mapping, Sequence

from ...reports.shared.blocks import Block, Span, text
from ...reports.shared.tones import SEVERITY_TONE
from ...reports.shared.words import Words
from ..finding import Finding, Severity, by_rule, count
from . import Checked


def add_closing(blocks: Sequence[Block], checked: Checked, words: Words) -> list[Block]:
    """The blocks of the findings, or a count by rule with `statistics`, and the closing line."""
    if checked.statistics:
        from . import _rules as rules

        counts = [
            rules.RuleCount(rule, severity, number, checked.found.places[rule])
            for (rule, severity), number in by_rule(checked.found).items()
        ]
        blocks = rules.statistics(sorted(counts, key=lambda c: (-c.findings, c.rule.code)), words)
    return [*blocks, *closing_line(count(checked.found), checked.files, words)]


def closing_line(numbers: Mapping[Severity, int], files: Sequence[tuple[str, int | None]], words: Words) -> list[Block]:
    """One line: the files that were checked with their rows, and how many findings there are."""
    named = [
        path if rows is None else words("checked_rows", path=path, rows=words.number("n_rows", rows))
        for path, rows in files
    ]
    parts: list[str | Span] = [words("checked", files=words.join(named)), " — "] if named else []
    if any(numbers.values()):
        tone = next(SEVERITY_TONE[s] for s in Severity if numbers[s])
        parts.append(Span(counted(numbers, words), tone))
    else:
        parts.append(Span(words("no_findings"), "good"))
    return [text(*parts)]


def counted(numbers: Mapping[Severity, int], words: Words) -> str:
    """How many findings of each severity: `1 error, 0 warnings, 2 notes`."""
    keys = {Severity.ERROR: "n_errors", Severity.WARNING: "n_warnings", Severity.INFO: "n_notes"}
    return words("findings_count", **{s.value: words.number(key, numbers[s]) for s, key in keys.items()})


def headline(finding: Finding, words: Words) -> tuple[Span, ...]:
    """`path:line:column: CODE name: message`."""
    rule = finding.rule
    return (
        Span(f"{finding.place}: ", "bold"),
        Span(f"{rule.code} {rule.name}", SEVERITY_TONE[finding.severity]),
        Span(f": {finding.full_message(words.language)}"),
    )
