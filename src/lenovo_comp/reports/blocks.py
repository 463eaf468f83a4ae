"""What a reader sees, free of any format: headings, paragraphs, lists, tables.

Views make blocks of results; `terminal` and `markdown` write them out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tone = Literal["plain", "dim", "bold", "good", "best", "warn", "bad"]


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of text and how it should strike the eye. Meaning never rests on the tone alone."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the report's title."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Text that keeps its line breaks and is never wrapped."""

    lines: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, each item a run of spans."""

    items: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A table's column. `key` columns come first and are repeated where a table must be split."""

    header: str
    right: bool = False
    key: bool = False
    wrap: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a common title ("" for none)."""

    title: str
    rows: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of groups of rows."""

    columns: tuple[Column, ...]
    groups: tuple[Group, ...]


Block = Heading | Paragraph | Lines | Bullets | Table


def text(*parts: str | Span) -> Paragraph:
    """A paragraph of plain strings and spans."""
    return Paragraph(spans(*parts))


def spans(*parts: str | Span) -> tuple[Span, ...]:
    """Plain strings and spans as spans."""
    return tuple(Span(p) if isinstance(p, str) else p for p in parts)
