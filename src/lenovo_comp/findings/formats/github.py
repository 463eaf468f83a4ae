"""Findings as GitHub's workflow commands (annotations), and as Markdown for the job summary."""

from collections.abc import Sequence

from ...reports.formats.markdown import escape, fenced
from ...reports.shared.words import Words
from ...text import Language, Text, visible
from ..finding import Finding, Findings, Severity, by_rule, count
from . import Checked
from ._blocks import counted
from ._places import STANDARD_INPUT, cell_prefix, full_place, relative_path

ENDINGS: tuple[str, ...] = ()
MOST_ANNOTATIONS = 10
"""GitHub shows ten of each severity in a step and drops the others silently."""
MOST_IN_SUMMARY = 20

_COMMAND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_RANK = {severity: rank for rank, severity in enumerate(Severity)}
_NOT_ANNOTATED = Text("另有 {more} 项未在此标注；共 {all}。", "{more} more are not annotated; {all} in all.")
_NUMBER = Text("数量", "Number")
_FIRST = Text("最严重的 {shown} 项", "The {shown} worst")


def render(checked: Checked, words: Words) -> str:
    """One command a line, the worst finding first, and a notice that counts those without an annotation."""
    findings, language = checked.found, words.language
    lines = [_annotation(d, language) for d in _worst_first(findings)[:MOST_ANNOTATIONS]]
    more = sum(count(findings).values()) - len(lines)
    if more:
        message = _NOT_ANNOTATED[language].format(more=f"{more:,}", all=_count_line(findings, words))
        lines.append(_command("notice", {"title": "comp check"}, message))
    return "".join(f"{line}\n" for line in lines)


def summary(findings: Findings, words: Words) -> str:
    """The job summary in Markdown: findings by severity and by rule, and the worst of them in full."""
    language = words.language
    if not findings:
        return f"### comp check\n\n{words('no_findings')}\n"
    found = _worst_first(findings)
    first = [
        f"{full_place(d.place)}: {words(d.severity.value)} {d.rule.code} {d.rule.name}: {d.full_message(language)}"
        for d in found[:MOST_IN_SUMMARY]
    ]
    parts = [
        "### comp check",
        f"**{_count_line(findings, words)}**",
        _rules_table(findings, words),
        f"#### {_FIRST[language].format(shown=len(first))}",
        # In a fence, where Markdown, HTML, mentions and links mean nothing (decision 0013).
        fenced(first),
    ]
    total = sum(count(findings).values())
    if total > len(first):
        parts.append(words("more_findings", more=f"{total - len(first):,}"))
    return "\n\n".join(parts) + "\n"


def _annotation(finding: Finding, language: Language) -> str:
    place, rule = finding.place, finding.rule
    message = f"{finding.full_message(language)}\n{finding.remedy(language)}"
    properties: dict[str, str] = {}
    if place.path == STANDARD_INPUT:
        message = f"{full_place(place)}: {message}"
    else:
        message = cell_prefix(place, language) + message
        properties["file"] = visible(relative_path(place.path))
        line = None if place.cell is not None else place.line or place.row
        if line is not None:
            properties["line"] = str(line)
            if place.line is not None and place.column is not None:
                properties["col"] = str(place.column)
    properties["title"] = f"{rule.code} {rule.name}"
    return _command(_COMMAND[finding.severity], properties, message)


def _command(name: str, properties: dict[str, str], message: str) -> str:
    """A workflow command, escaped as the runner reads it."""
    listed = ",".join(
        f"{key}={_escape_data(v).replace(':', '%3A').replace(',', '%2C')}" for key, v in properties.items()
    )
    return f"::{name} {listed}::{_escape_data(message)}"


def _escape_data(text: str) -> str:
    # `%` first, or the escapes themselves would be escaped.
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _worst_first(findings: Sequence[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda d: _RANK[d.severity])


def _count_line(findings: Sequence[Finding], words: Words) -> str:
    return counted(count(findings), words)


def _rules_table(findings: Sequence[Finding], words: Words) -> str:
    """A table of rules with their counts, by severity, then the most frequent first."""
    numbers = {(severity, rule.code, rule.name): n for (rule, severity), n in by_rule(findings).items()}
    ranked = sorted(numbers.items(), key=lambda item: (_RANK[item[0][0]], -item[1], item[0][1]))
    head = f"| {words('severity')} | {words('code')} | {words.of(_NUMBER)} |\n| --- | --- | ---: |"
    rows = [f"| {words(severity.value)} | {escape(f'{code} {name}')} | {n:,} |" for (severity, code, name), n in ranked]
    return "\n".join([head, *rows])
