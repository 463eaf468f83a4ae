"""Findings as a table in Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from ...reports.formats.markdown import markdown
from ...reports.shared.blocks import Block, Column, Group, Span, Table
from ...reports.shared.words import Words
from ..finding import Diagnostic
from . import Checked
from ._blocks import closed

ENDINGS = (".md", ".markdown")


def render(checked: Checked, words: Words) -> str:
    return markdown(closed(table(checked.shown, words), checked, words))


def table(diagnostics: Sequence[Diagnostic], words: Words) -> list[Block]:
    """Findings as a table, for Markdown."""
    columns = tuple(Column(words(k), wrap=k == "message") for k in ("place", "code", "severity", "message"))
    rows = tuple(
        (
            Span(str(d.place)),
            Span(f"{d.rule.code} {d.rule.name}"),
            Span(words(d.severity.value)),
            Span(d.message(words.language)),
        )
        for d in diagnostics
    )
    return [Table(columns, (Group("", rows),))] if rows else []
