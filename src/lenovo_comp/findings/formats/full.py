"""Findings as text: place, message, the offending cell with a caret under it, remedy."""

from collections.abc import Sequence

from ...reports.shared.blocks import Block, Lines, Span
from ...reports.shared.tones import SEVERITY_TONE
from ...reports.shared.words import Words
from ...reports.shared.wrapping import cells
from ..finding import Finding, Place
from . import Checked
from ._blocks import add_closing, headline

ENDINGS: tuple[str, ...] = ()


def render(checked: Checked, words: Words) -> Sequence[Block]:
    return add_closing(full(checked.shown, words), checked, words)


def full(findings: Sequence[Finding], words: Words) -> list[Block]:
    """Each finding with its cell and its remedy."""
    lines: list[tuple[Span, ...]] = []
    for finding in findings:
        lines.append(headline(finding, words))
        excerpt = finding.place.excerpt
        if excerpt is not None:
            number = _number(finding.place)
            margin = " " * (len(number) + 1)
            indent = " " * cells(excerpt.text[: excerpt.start])
            marked = excerpt.text[excerpt.start : excerpt.start + excerpt.length]
            carets = "^" * max(cells(marked), 1)
            lines.append((Span(f"  {number} | ", "dim"), Span(excerpt.text)))
            lines.append((Span(f"  {margin}| ", "dim"), Span(indent + carets, SEVERITY_TONE[finding.severity])))
        lines.append((Span(f"  {words('help')}{words.colon()}", "dim"), Span(finding.remedy(words.language))))
    return [Lines(tuple(lines))] if lines else []


def _number(place: Place) -> str:
    """The margin beside the excerpt: the line, or a workbook's cell, or the row."""
    if place.cell is not None:
        return place.cell.rpartition("!")[2]
    return str(place.line or place.row or "")
