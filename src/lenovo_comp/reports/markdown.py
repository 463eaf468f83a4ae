"""Blocks → Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .blocks import Block, Bullets, Heading, Lines, Paragraph, Span, Table

_SPECIAL = re.compile(r"([\\`*\[\]<>|~]|(?<![^\W_])_|_(?![^\W_])|^#|&(?=\w|#))")
_LINE_START = re.compile(r"^(\s*)([-+]|\d+[.)])(\s)")


def markdown(blocks: Iterable[Block]) -> str:
    """The blocks as one Markdown document; text from files stays text."""
    return "\n".join(_block(block) for block in blocks)


def escape(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    flat = " ".join(text.splitlines()) if len(text.splitlines()) > 1 else text
    return _LINE_START.sub(r"\1\\\2\3", _SPECIAL.sub(r"\\\1", flat))


def _block(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * level} {escape(text)}\n"
        case Paragraph(spans):
            return _text(spans) + "\n"
        case Lines(lines):
            return "```text\n" + "\n".join("".join(s.text for s in line) for line in lines) + "\n```\n"
        case Bullets(items):
            return "".join(f"- {_text(item)}\n" for item in items)
        case Table():
            return _table(block)


def _text(spans: Sequence[Span]) -> str:
    return "".join(f"**{escape(s.text)}**" if s.tone == "bold" and s.text.strip() else escape(s.text) for s in spans)


def _table(table: Table) -> str:
    lines = [_row([escape(c.header) for c in table.columns])]
    lines.append(_row(["---:" if c.right else "---" for c in table.columns]))
    for group in table.groups:
        if group.title:
            lines.append(_row([f"**{escape(group.title)}**", *[""] * (len(table.columns) - 1)]))
        lines += [_row([escape(cell.text) for cell in row]) for row in group.rows]
    return "\n".join(lines) + "\n"


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"
