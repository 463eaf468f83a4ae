"""Findings with their place, the offending cell with a caret under it, and the remedy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...diagnostics import Diagnostic, Place, Severity
from ..blocks import Block, Column, Group, Lines, Span, Table, Tone, text
from ..width import width
from ..words import Words

SEVERITY_TONE: dict[Severity, Tone] = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.INFO: "dim"}


def concise(diagnostics: Sequence[Diagnostic], words: Words) -> list[Block]:
    """A line a finding: `path:line:column: CODE name: message`."""
    return [Lines(tuple(_headline(d, words) for d in diagnostics))] if diagnostics else []


def full(diagnostics: Sequence[Diagnostic], words: Words) -> list[Block]:
    """Each finding with its cell and its remedy."""
    lines: list[tuple[Span, ...]] = []
    for diagnostic in diagnostics:
        lines.append(_headline(diagnostic, words))
        excerpt = diagnostic.place.excerpt
        if excerpt is not None:
            number = _number(diagnostic.place)
            margin = " " * (len(number) + 1)
            indent = " " * width(excerpt.text[: excerpt.start])
            marked = excerpt.text[excerpt.start : excerpt.start + excerpt.length]
            carets = "^" * max(width(marked), 1)
            lines.append((Span(f"  {number} | ", "dim"), Span(excerpt.text)))
            lines.append((Span(f"  {margin}| ", "dim"), Span(indent + carets, SEVERITY_TONE[diagnostic.severity])))
        lines.append((Span(f"  {words('help')}{words.colon()}", "dim"), Span(diagnostic.help(words.language))))
    return [Lines(tuple(lines))] if lines else []


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


def closing(numbers: Mapping[Severity, int], files: Sequence[tuple[str, int | None]], words: Words) -> list[Block]:
    """What was checked (path, and rows where it has rows), and how many findings there are."""
    named = [path if rows is None else words("checked_rows", path=path, rows=f"{rows:,}") for path, rows in files]
    parts: list[str | Span] = [words("checked", files=words.join(named)), " — "] if named else []
    if any(numbers.values()):
        tone = next(SEVERITY_TONE[s] for s in Severity if numbers[s])
        parts.append(Span(words("findings_count", **{s.value: f"{n:,}" for s, n in numbers.items()}), tone))
    else:
        parts.append(Span(words("no_findings"), "good"))
    return [text(*parts)]


def _headline(diagnostic: Diagnostic, words: Words) -> tuple[Span, ...]:
    rule = diagnostic.rule
    return (
        Span(f"{diagnostic.place}: ", "bold"),
        Span(f"{rule.code} {rule.name}", SEVERITY_TONE[diagnostic.severity]),
        Span(f": {diagnostic.message(words.language).strip()}"),
    )


def _number(place: Place) -> str:
    """What stands beside the excerpt: the line, or a workbook's cell, or the row."""
    if place.cell is not None:
        return place.cell.rpartition("!")[2]
    return str(place.line or place.row or "")
