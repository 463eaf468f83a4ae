"""Blocks: the content of a report without a format. Headings, paragraphs, lists, tables."""

# Text is made visible when a block is made: 130 places had to remember it, and one forgot (decision 0013). Named
# tuples, since every run makes these classes, and a data class takes seven times as long (decision 0004).
from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from ...text import defuse_command, visible

Tone = Literal["plain", "dim", "bold", "title", "good", "best", "warn", "bad", "worst"]
"""How a text looks; `best` is the stronger form of `good`, `worst` of `bad`. Their meanings: `shared.tones`."""


class _Span(NamedTuple):
    text: str
    tone: Tone = "plain"


class Span(_Span):
    """A piece of text, made visible, and its tone. Meaning never rests on the tone alone."""

    __slots__ = ()

    def __new__(cls, text: str, tone: Tone = "plain") -> Span:
        return tuple.__new__(cls, (visible(text), tone))

    def part(self, text: str) -> Span:
        """A span of the same tone with a part of its text."""
        # The text is visible already; once more, the parts of an emoji that was cut would not look like one.
        return tuple.__new__(Span, (text, self.tone))


class _Heading(NamedTuple):
    text: str
    level: int = 2
    anchor: str = ""


class Heading(_Heading):
    """A heading; level 1 is the report's title. On a page, links lead to its `anchor`, if it has one."""

    __slots__ = ()

    def __new__(cls, text: str, level: int = 2, anchor: str = "") -> Heading:
        return tuple.__new__(cls, (visible(text), level, anchor))

    def lower(self, by: int) -> Heading:
        """The same heading so many levels lower."""
        return Heading(self.text, self.level + by, self.anchor)


class Paragraph(NamedTuple):
    """Running text."""

    spans: tuple[Span, ...]


class _Lines(NamedTuple):
    lines: tuple[tuple[Span, ...], ...]


class Lines(_Lines):
    """Text that keeps its line breaks and is never wrapped."""

    __slots__ = ()

    def __new__(cls, lines: Sequence[Sequence[Span]]) -> Lines:
        return tuple.__new__(cls, (tuple(map(safe_line, lines)),))


class Bullets(NamedTuple):
    """A list, each item a run of spans."""

    items: tuple[tuple[Span, ...], ...]


class _Column(NamedTuple):
    header: str
    right: bool = False
    key: bool = False
    wrap: bool = False
    long: str = ""
    spare: int = 0


class Column(_Column):
    """A table's column. `key` columns come first and are repeated where a table must be split.

    `long` is the header where there is room for the long ones of all columns. A column with `spare` is left out where
    the table is too wide for a screen, the highest number first.
    """

    __slots__ = ()

    def __new__(
        cls, header: str, right: bool = False, key: bool = False, wrap: bool = False, long: str = "", spare: int = 0
    ) -> Column:
        return tuple.__new__(cls, (visible(header), right, key, wrap, visible(long), spare))


class _Group(NamedTuple):
    title: str
    rows: tuple[tuple[Span, ...], ...]


class Group(_Group):
    """Rows under a common title ("" for none)."""

    __slots__ = ()

    def __new__(cls, title: str, rows: tuple[tuple[Span, ...], ...]) -> Group:
        return tuple.__new__(cls, (visible(title), rows))


class Table(NamedTuple):
    """A table of groups of rows. `omitted`, with `{columns}`, is said below where spare columns are left out."""

    columns: tuple[Column, ...]
    groups: tuple[Group, ...]
    omitted: str = ""


class _Commands(NamedTuple):
    title: str
    commands: tuple[tuple[str, str], ...]


class Commands(_Commands):
    """Command lines to type next, each with what it shows. For a terminal alone: no other format or file has them."""

    __slots__ = ()

    def __new__(cls, title: str, commands: Iterable[tuple[str, str]]) -> Commands:
        return tuple.__new__(cls, (visible(title), tuple((visible(c), visible(why)) for c, why in commands)))


Block = Heading | Paragraph | Lines | Bullets | Table | Commands


def safe_line(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans as a line of their own, which no CI service takes for a command."""
    first = next(filter(None, (span.text.lstrip() for span in spans)), "")
    if first[:1] != ":":
        return tuple(spans)
    # The colons of `::` may stand in two spans: as one text they are found, at the cost of the line's tones.
    return (spans[0].part(defuse_command("".join(span.text for span in spans))),)


def text(*parts: str | Span) -> Paragraph:
    """A paragraph of plain strings and spans."""
    return Paragraph(spans(*parts))


def spans(*parts: str | Span) -> tuple[Span, ...]:
    """Plain strings and spans as spans."""
    return tuple(Span(p) if isinstance(p, str) else p for p in parts)


def bulleted(lines: Iterable[str]) -> Bullets:
    """A list of plain strings."""
    return Bullets(tuple((Span(line),) for line in lines))
