"""`comp rule`: the meaning of a code, the reason for it, the remedy."""

from collections.abc import Sequence
from typing import NamedTuple

from ...reports.shared.blocks import Block, Heading, Span, text
from ...reports.shared.tables import column, grouped_table, table
from ...reports.shared.words import Words
from ..catalogue import FAMILIES, RULES
from ..finding import Rule, Severity


def rule_view(rule: Rule, words: Words) -> list[Block]:
    """One rule: severity, message, reason, remedy."""
    language = words.language
    return [
        Heading(f"{rule.code} {rule.name}", 1),
        text(Span(words("severity") + words.colon(), "dim"), words(rule.severity.value)),
        text(Span(words("message") + words.colon(), "dim"), _mark_placeholders(rule.message[language])),
        text(Span(words("why").capitalize() + words.colon(), "dim"), rule.reason[language]),
        text(Span(words("help").capitalize() + words.colon(), "dim"), _mark_placeholders(rule.remedy[language])),
    ]


def all_rules(words: Words) -> list[Block]:
    """The whole catalogue, by family."""
    language = words.language
    return [
        grouped_table(
            [(words(f"family_{family}"), [r for r in RULES if r.code[0] == family]) for family in FAMILIES],
            column(words("code"), lambda r: r.code, key=True),
            column(words("name_of_rule"), lambda r: r.name, key=True),
            column(words("severity"), lambda r: words(r.severity.value)),
            column(words("message"), lambda r: _mark_placeholders(r.message[language]), wrap=True),
        )
    ]


class RuleCount(NamedTuple):
    """How many findings of a rule there are, and in how many places."""

    rule: Rule
    severity: Severity
    findings: int
    places: int


def statistics(counts: Sequence[RuleCount], words: Words) -> list[Block]:
    """A table of rules with the number of their findings and places."""
    if not counts:
        return []
    return [
        table(
            counts,
            column(words("number"), lambda c: f"{c.findings:,}", right=True, key=True),
            column(words("number_of_places"), lambda c: f"{c.places:,}", right=True),
            column(words("code"), lambda c: c.rule.code),
            column(words("name_of_rule"), lambda c: c.rule.name),
            column(words("severity"), lambda c: words(c.severity.value)),
        )
    ]


def _mark_placeholders(template: str) -> str:
    """A message template with its placeholders as `‹name›`."""
    return template.replace("{suggestion}", "").replace("{", "‹").replace("}", "›").strip()
