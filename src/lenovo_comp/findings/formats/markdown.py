"""Findings as a table in Markdown."""

from collections.abc import Sequence

from ...reports.formats.markdown import markdown
from ...reports.shared import tables
from ...reports.shared.blocks import Block
from ...reports.shared.tables import column
from ...reports.shared.words import Words
from ..finding import Diagnostic
from . import Checked
from ._blocks import closed

ENDINGS = (".md", ".markdown")


def render(checked: Checked, words: Words) -> str:
    return markdown(closed(table(checked.shown, words), checked, words))


def table(diagnostics: Sequence[Diagnostic], words: Words) -> list[Block]:
    """Findings as a table, for Markdown."""
    if not diagnostics:
        return []
    return [
        tables.table(
            diagnostics,
            column(words("place"), lambda d: str(d.place)),
            column(words("code"), lambda d: f"{d.rule.code} {d.rule.name}"),
            column(words("severity"), lambda d: words(d.severity.value)),
            column(words("message"), lambda d: d.message(words.language), wrap=True),
        )
    ]
