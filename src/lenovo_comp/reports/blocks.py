"""What a reader sees, free of any format: headings, paragraphs, lists, tables.

Views make blocks of results; `terminal` and `markdown` write them out. They are named tuples, since
a data class takes seven times as long to come into being, and every run needs all of these.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Tone = Literal["plain", "dim", "bold", "title", "good", "best", "warn", "bad"]


class Span(NamedTuple):
    """A piece of text and how it should strike the eye. Meaning never rests on the tone alone."""

    text: str
    tone: Tone = "plain"


class Heading(NamedTuple):
    """A heading; level 1 is the report's title."""

    text: str
    level: int = 2


class Paragraph(NamedTuple):
    """Running text."""

    spans: tuple[Span, ...]


class Lines(NamedTuple):
    """Text that keeps its line breaks and is never wrapped."""

    lines: tuple[tuple[Span, ...], ...]


class Bullets(NamedTuple):
    """A list, each item a run of spans."""

    items: tuple[tuple[Span, ...], ...]


class Column(NamedTuple):
    """A table's column. `key` columns come first and are repeated where a table must be split."""

    header: str
    right: bool = False
    key: bool = False
    wrap: bool = False


class Group(NamedTuple):
    """Rows under a common title ("" for none)."""

    title: str
    rows: tuple[tuple[Span, ...], ...]


class Table(NamedTuple):
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
