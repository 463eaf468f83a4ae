"""Findings as a table in Markdown."""

from collections.abc import Sequence

from ...reports.formats.markdown import markdown
from ...reports.shared import tables
from ...reports.shared.blocks import Block
from ...reports.shared.tables import column
from ...reports.shared.words import Words
from ..finding import Finding
from . import Checked
from ._blocks import add_closing

ENDINGS = (".md", ".markdown")


def render(checked: Checked, words: Words) -> str:
    return markdown(add_closing(table(checked.shown, words), checked, words))


def table(findings: Sequence[Finding], words: Words) -> list[Block]:
    """One table: place, code, severity and message of each finding."""
    if not findings:
        return []
    return [
        tables.table(
            findings,
            column(words("place"), lambda d: str(d.place)),
            column(words("code"), lambda d: f"{d.rule.code} {d.rule.name}"),
            column(words("severity"), lambda d: words(d.severity.value)),
            column(words("message"), lambda d: d.full_message(words.language), wrap=True),
        )
    ]
