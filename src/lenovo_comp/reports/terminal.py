"""Blocks → a terminal, a pipe, a text file. The only report that knows rich."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TextIO

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text as RichText

from .blocks import Block, Bullets, Heading, Lines, Paragraph, Span, Table, Tone
from .wrapping import narrowest, wrap

_STYLES: dict[Tone, str] = {
    "plain": "",
    "dim": "dim",
    "bold": "bold",
    "good": "green",
    "best": "bold green",
    "warn": "yellow",
    "bad": "bold red",
}
_BULLET = " - "
WIDEST_WORD = 24
LEAST_KEY, WIDEST_KEY = 12, 16
"""A wrapping column may be squeezed to its longest word, a key column within these bounds."""


def console(file: TextIO, width: int | None = None) -> Console:
    """A console that takes every text as it is: no markup, no emoji codes, no highlighting."""
    return Console(file=file, width=width, markup=False, emoji=False, highlight=False, soft_wrap=False)


def write(blocks: Iterable[Block], to: Console) -> None:
    """Print blocks, tables split where they don't fit the width."""
    for i, block in enumerate(blocks):
        match block:
            case Heading(text, level):
                if i:
                    to.print()
                to.print(RichText(text, "bold underline" if level == 1 else "bold"))
            case Paragraph(spans):
                _print_lines(wrap(spans, to.width), to)
            case Lines(lines):
                _print_lines(lines, to)
            case Bullets(items):
                for item in items:
                    first, *more = wrap(item, to.width - len(_BULLET))
                    _print_lines([(Span(_BULLET), *first), *((Span(" " * len(_BULLET)), *x) for x in more)], to)
            case Table():
                for j, part in enumerate(_fitting(block, to.width)):
                    if j:
                        to.print()
                    _print_table(part, to)


def _text(spans: Sequence[Span]) -> RichText:
    return RichText.assemble(*((s.text, _STYLES[s.tone]) for s in spans))


def _print_lines(lines: Iterable[Sequence[Span]], to: Console) -> None:
    """Lines as they are, however long."""
    for line in lines:
        to.print(_text(line), no_wrap=True, overflow="ignore", crop=False, soft_wrap=True)


def _widths(table: Table) -> list[int]:
    """The cells each column takes if nothing is wrapped."""
    return [max(map(cell_len, _texts(table, i))) for i in range(len(table.columns))]


def _least(table: Table) -> list[int]:
    """The cells each column must have."""
    least = []
    for i, (column, natural) in enumerate(zip(table.columns, _widths(table), strict=True)):
        if not column.wrap:
            least.append(natural)
        else:
            word = max(map(narrowest, _texts(table, i)))
            low, high = (LEAST_KEY, WIDEST_KEY) if column.key else (0, WIDEST_WORD)
            least.append(min(natural, max(low, min(word, high))))
    return least


def _texts(table: Table, column: int) -> list[str]:
    cells = [row[column].text for group in table.groups for row in group.rows]
    return [table.columns[column].header, *cells]


def _fitting(table: Table, width: int) -> list[Table]:
    """The table, or several with the key columns repeated, none wider than `width`."""
    keys = [i for i, c in enumerate(table.columns) if c.key]
    rest = [i for i, c in enumerate(table.columns) if not c.key]
    need = _least(table)
    fixed = sum(need[i] + 1 for i in keys)
    parts: list[list[int]] = [[]]
    room = width - fixed
    for i in rest:
        if parts[-1] and need[i] + 1 > room:
            parts.append([])
            room = width - fixed
        parts[-1].append(i)
        room -= need[i] + 1
    return [_select(table, [*keys, *part]) for part in parts]


def _select(table: Table, columns: list[int]) -> Table:
    if len(columns) == len(table.columns):
        return table
    groups = tuple(type(g)(g.title, tuple(tuple(row[i] for i in columns) for row in g.rows)) for g in table.groups)
    return Table(tuple(table.columns[i] for i in columns), groups)


def _print_table(table: Table, to: Console) -> None:
    """The groups as tables of the same column widths, under one header."""
    widths = _squeezed(table, to.width)
    for i, group in enumerate(table.groups):
        if group.title:
            to.print(RichText(group.title, "dim"))
        rich = RichTable(
            box=_ruled(to),
            show_header=i == 0,
            show_edge=False,
            pad_edge=False,
            padding=(0, 0, 0, 0),
            collapse_padding=True,
        )
        for column, width in zip(table.columns, widths, strict=True):
            rich.add_column(
                RichText(column.header),
                justify="right" if column.right else "left",
                width=width,
                no_wrap=not column.wrap,
                overflow="fold",
            )
        for row in group.rows:
            cells = zip(row, table.columns, widths, strict=True)
            rich.add_row(*(_cell(cell, width if column.wrap else None) for cell, column, width in cells))
        to.print(rich)


def _cell(cell: Span, width: int | None) -> RichText:
    """A cell's text, its lines broken already where the column wraps."""
    if width is None:
        return _text([cell])
    return RichText("\n").join(_text(line) for line in wrap([cell], width))


def _squeezed(table: Table, width: int) -> list[int]:
    """Natural widths, the wrapping columns narrowed until the table fits."""
    widths, least = _widths(table), _least(table)
    while sum(widths) + len(widths) - 1 > width:
        loose = [i for i, column in enumerate(table.columns) if column.wrap and widths[i] > least[i]]
        if not loose:
            break
        widths[max(loose, key=lambda i: widths[i])] -= 1
    return widths


def _ruled(to: Console) -> box.Box:
    """A line under the header and no other; of hyphens where the output is not Unicode."""
    unicode = (to.encoding or "").lower().startswith("utf")
    return box.SIMPLE_HEAD if unicode else box.ASCII_DOUBLE_HEAD
