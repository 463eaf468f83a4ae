"""`comp rule`: what a code means, why it is a finding, and what to do."""

from __future__ import annotations

from collections.abc import Iterable

from ...reports.shared.blocks import Block, Column, Group, Heading, Span, Table, text
from ...reports.shared.words import Words
from ..catalogue import FAMILIES, RULES
from ..finding import Rule


def rule_view(rule: Rule, words: Words) -> list[Block]:
    """One rule, explained."""
    language = words.language
    return [
        Heading(f"{rule.code} {rule.name}", 1),
        text(Span(words("severity") + words.colon(), "dim"), words(rule.severity.value)),
        text(Span(words("message") + words.colon(), "dim"), _readable(rule.message[language])),
        text(Span(words("why").capitalize() + words.colon(), "dim"), rule.reason[language]),
        text(Span(words("help").capitalize() + words.colon(), "dim"), _readable(rule.remedy[language])),
    ]


def all_rules(words: Words) -> list[Block]:
    """The whole catalogue, by family."""
    columns = (
        Column(words("code"), key=True),
        Column(words("name_of_rule"), key=True),
        Column(words("severity")),
        Column(words("message"), wrap=True),
    )
    groups = tuple(
        Group(words(f"family_{family}"), tuple(_row(r, words) for r in RULES if r.code[0] == family))
        for family in FAMILIES
    )
    return [Table(columns, groups)]


def statistics(counts: Iterable[tuple[Rule, str, int]], words: Words) -> list[Block]:
    """How often each rule was broken, the most frequent first."""
    rows = tuple(
        (Span(f"{number:,}"), Span(rule.code), Span(rule.name), Span(words(severity)))
        for rule, severity, number in counts
    )
    columns = (
        Column(words("number"), right=True, key=True),
        Column(words("code")),
        Column(words("name_of_rule")),
        Column(words("severity")),
    )
    return [Table(columns, (Group("", rows),))] if rows else []


def _row(rule: Rule, words: Words) -> tuple[Span, ...]:
    message = _readable(rule.message[words.language])
    return Span(rule.code), Span(rule.name), Span(words(rule.severity.value)), Span(message)


def _readable(template: str) -> str:
    """A template with its gaps shown as such."""
    return template.replace("{suggestion}", "").replace("{", "‹").replace("}", "›").strip()
