"""Findings as text: place, message, the offending cell with a caret under it, remedy."""

from collections.abc import Sequence

from ...reports.shared.blocks import Block, Lines, Span
from ...reports.shared.tones import SEVERITY_TONE
from ...reports.shared.words import Words
from ...reports.shared.wrapping import cells
from ..finding import Diagnostic, Place
from . import Checked
from ._blocks import add_closing, headline

ENDINGS: tuple[str, ...] = ()


def render(checked: Checked, words: Words) -> Sequence[Block]:
    return add_closing(full(checked.shown, words), checked, words)


def full(diagnostics: Sequence[Diagnostic], words: Words) -> list[Block]:
    """Each finding with its cell and its remedy."""
    lines: list[tuple[Span, ...]] = []
    for diagnostic in diagnostics:
        lines.append(headline(diagnostic, words))
        excerpt = diagnostic.place.excerpt
        if excerpt is not None:
            number = _number(diagnostic.place)
            margin = " " * (len(number) + 1)
            # In cells of the terminal: a Chinese character takes two.
            indent = " " * cells(excerpt.text[: excerpt.start])
            marked = excerpt.text[excerpt.start : excerpt.start + excerpt.length]
            carets = "^" * max(cells(marked), 1)
            lines.append((Span(f"  {number} | ", "dim"), Span(excerpt.text)))
            lines.append((Span(f"  {margin}| ", "dim"), Span(indent + carets, SEVERITY_TONE[diagnostic.severity])))
        lines.append((Span(f"  {words('help')}{words.colon()}", "dim"), Span(diagnostic.remedy(words.language))))
    return [Lines(tuple(lines))] if lines else []


def _number(place: Place) -> str:
    """The margin beside the excerpt: the line, or a workbook's cell, or the row."""
    if place.cell is not None:
        return place.cell.rpartition("!")[2]
    return str(place.line or place.row or "")
