"""Blocks → Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ..shared.blocks import Block, Bullets, Commands, Heading, Lines, Paragraph, Span, Table

if TYPE_CHECKING:
    from ...findings.finding import Findings
    from ..shared.run import Form, Report
    from ..shared.words import Words

FROM: Form = "blocks"
ENDINGS = (".md", ".markdown")
# What GitHub, GitLab and other readers make links, mentions, emoji or formulas of, after Markdown was read and
# backslashes are gone: addresses, e-mail and @name, #12, !12, &12, %12, ~label, GH-12, $x$, :smile:. Only code
# stays as it is.
_REFERENCE = (
    r"(?:[a-z][a-z0-9+.-]{0,30}://|www\.|(?:mailto|xmpp):(?=\S))[^\s`|<>]*|[\w.+-]{0,64}@[\w/.-]*\w"
    r"|(?:[#!&%~]|\bGH-)(?=\w)[\w-]+|\$[^\s`|<>]*|:(?!(?!100:|1234:)\d+:)[a-z0-9_+-]{1,50}:"
)
_SPECIAL = r"[\\`*\[\]<>|~#]|(?<![^\W_])_|_(?![^\W_])|&(?=#)"
_BREAKING = f"(?i)((?:{_REFERENCE})+)|({_SPECIAL})"
_LINE_START = r"^(\s*)(?:([-+](?=[-\s]|$)|=|:(?=:))|(\d{1,9})([.)])(?=\s|$))"


def render(report: Report, _findings: Findings, _words: Words) -> str:
    assert report.blocks is not None
    return markdown(report.blocks())


def markdown(blocks: Iterable[Block]) -> str:
    """The blocks as one Markdown document, escaped."""
    return "\n".join(_block(block) for block in blocks)


def escape(text: str) -> str:
    """Text of one line, escaped for Markdown; what would become a link or a mention is code.

    >>> escape("a_b *c* @somebody")
    'a_b \\\\*c\\\\* `@somebody`'
    """
    return re.sub(_BREAKING, _literal, text)


def fenced(lines: Sequence[str]) -> str:
    """A block of literal text."""
    # A fence as long as a run of backticks in the text would end the block there.
    longest = max((len(run) for line in lines for run in re.findall(r"`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join([f"{fence}text", *lines, fence])


def _literal(found: re.Match[str]) -> str:
    return f"`{found[1]}`" if found[1] else f"\\{found[2]}"


def _literal_start(found: re.Match[str]) -> str:
    space, sign, number, end = found.groups()
    return f"{space}\\{sign}" if sign else f"{space}{number}\\{end}"


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * level} {escape(text)}\n"
        case Paragraph(spans):
            return _text(spans) + "\n"
        case Lines(lines):
            return fenced(["".join(s.text for s in line) for line in lines]) + "\n"
        case Bullets(items):
            return "".join(f"- {_text(item)}\n" for item in items)
        case Table():
            return _table(block)
        case Commands():
            return ""


def _text(spans: Sequence[Span]) -> str:
    """Spans as a line of their own, at whose start no list, rule or CI command may begin."""
    parts = (f"**{escape(s.text)}**" if s.tone == "bold" and s.text.strip() else escape(s.text) for s in spans)
    return re.sub(_LINE_START, _literal_start, "".join(parts))


def _table(table: Table) -> str:
    lines = [_row([escape(c.long or c.header) for c in table.columns])]
    lines.append(_row(["---:" if c.right else "---" for c in table.columns]))
    for group in table.groups:
        if group.title:
            lines.append(_row([f"**{escape(group.title)}**", *[""] * (len(table.columns) - 1)]))
        lines += [_row([escape(cell.text) for cell in row]) for row in group.rows]
    return "\n".join(lines) + "\n"


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
