"""Findings a line each: `path:line:column: CODE name: message`."""

from collections.abc import Sequence

from ...reports.shared.blocks import Block, Lines
from ...reports.shared.words import Words
from ..finding import Diagnostic
from . import Checked
from ._blocks import closed, headline

ENDINGS: tuple[str, ...] = ()


def render(checked: Checked, words: Words) -> Sequence[Block]:
    return closed([], checked, words) if checked.statistics else concise(checked.shown, words)


def concise(diagnostics: Sequence[Diagnostic], words: Words) -> list[Block]:
    """A line a finding: `path:line:column: CODE name: message`."""
    return [Lines(tuple(headline(d, words) for d in diagnostics))] if diagnostics else []
