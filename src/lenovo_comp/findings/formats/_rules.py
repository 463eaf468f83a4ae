"""`comp rule`: what a code means, why it is a finding, and what to do."""

from collections.abc import Sequence

from ...reports.shared.blocks import Block, Heading, Span, text
from ...reports.shared.tables import column, grouped, table
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
    language = words.language
    return [
        grouped(
            [(words(f"family_{family}"), [r for r in RULES if r.code[0] == family]) for family in FAMILIES],
            column(words("code"), lambda r: r.code, key=True),
            column(words("name_of_rule"), lambda r: r.name, key=True),
            column(words("severity"), lambda r: words(r.severity.value)),
            column(words("message"), lambda r: _readable(r.message[language]), wrap=True),
        )
    ]


def statistics(counts: Sequence[tuple[Rule, str, int]], words: Words) -> list[Block]:
    """How often each rule was broken, the most frequent first."""
    if not counts:
        return []
    return [
        table(
            counts,
            column(words("number"), lambda c: f"{c[2]:,}", right=True, key=True),
            column(words("code"), lambda c: c[0].code),
            column(words("name_of_rule"), lambda c: c[0].name),
            column(words("severity"), lambda c: words(c[1])),
        )
    ]


def _readable(template: str) -> str:
    """A template with its gaps shown as such."""
    return template.replace("{suggestion}", "").replace("{", "‹").replace("}", "›").strip()
