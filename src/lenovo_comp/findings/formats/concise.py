"""Findings as text, a line each: `path:line:column: CODE name: message`."""

from collections.abc import Sequence

from ...reports.shared.blocks import Block, Lines
from ...reports.shared.words import Words
from ..finding import Finding
from . import Checked
from ._blocks import add_closing, headline

ENDINGS: tuple[str, ...] = ()


def render(checked: Checked, words: Words) -> Sequence[Block]:
    return add_closing([], checked, words) if checked.statistics else concise(checked.shown, words)


def concise(findings: Sequence[Finding], words: Words) -> list[Block]:
    """The findings, a line each."""
    return [Lines(tuple(headline(d, words) for d in findings))] if findings else []
