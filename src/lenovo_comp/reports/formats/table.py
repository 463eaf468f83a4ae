"""Blocks → lines → a terminal, a pipe, a text file. The only report that knows rich.

Lines are laid out here. rich is asked only where colours may be shown: to import it takes longer
than to write a whole report without.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, TextIO

from rich.cells import cell_len

from ..shared.blocks import Block, Bullets, Column, Heading, Lines, Paragraph, Span, Table, Tone, as_line
from ..shared.sparkline import ASCII
from ..shared.wrapping import Line, narrowest, wrap

if TYPE_CHECKING:
    from ...findings.finding import Findings
    from ..shared.run import Form, Report
    from ..shared.words import Words

FROM: Form = "blocks"
ENDINGS: tuple[str, ...] = ()

_STYLES: dict[Tone, str] = {
    "plain": "",
    "dim": "dim",
    "bold": "bold",
    "title": "bold underline",
    "good": "green",
    "best": "bold green",
    "warn": "yellow",
    "bad": "bold red",
}
_BULLET = " - "
_PLAIN = str.maketrans("━─│●◆", "=-|o#")
"""The strokes of bars where the encoding may not have them."""
USUAL_WIDTH = 80
WIDEST_WORD = 24
LEAST_KEY, WIDEST_KEY = 12, 16
"""A wrapping column may be squeezed to its longest word, a key column within these bounds."""


def render(report: Report, _findings: Findings, _words: Words) -> Sequence[Block]:
    make = report.table or report.blocks
    assert make is not None
    return make()


def write(blocks: Iterable[Block], to: TextIO, width: int | None = None) -> None:
    """Print blocks `width` cells wide, or as wide as the terminal is or `COLUMNS` says; else 80."""
    unicode = (getattr(to, "encoding", None) or "utf-8").lower().startswith("utf")
    if _may_show_colours(to):
        _write_coloured(blocks, to, width, unicode)
    else:
        for line in lines(blocks, width or _width(), unicode=unicode):
            text = "".join(span.text for span in line).rstrip()
            to.write((text if unicode else text.translate(ASCII)) + "\n")
    to.flush()


def lines(blocks: Iterable[Block], width: int, *, unicode: bool = True) -> Iterator[Line]:
    """Blocks as lines of spans, tables split where they don't fit the width; without `unicode` in plain strokes."""
    for line in map(as_line, _laid_out(blocks, width, unicode)):
        yield list(line) if unicode else [span.part(span.text.translate(_PLAIN)) for span in line]


def _laid_out(blocks: Iterable[Block], width: int, unicode: bool) -> Iterator[Line]:
    for i, block in enumerate(blocks):
        match block:
            case Heading(text, level):
                if i:
                    yield []
                yield from wrap([Span(text, "title" if level == 1 else "bold")], width)
            case Paragraph(spans):
                yield from wrap(spans, width)
            case Lines(given):
                yield from map(list, given)
            case Bullets(items):
                for item in items:
                    for j, line in enumerate(wrap(item, width - len(_BULLET))):
                        yield [Span(" " * len(_BULLET) if j else _BULLET), *line]
            case Table():
                for j, part in enumerate(_fitting(block, width)):
                    if j:
                        yield []
                    yield from _table(part, width, unicode)


def _may_show_colours(to: TextIO) -> bool:
    """Whether rich should see to it: on a terminal, or where it is told to take the file for one."""
    return to.isatty() or any(os.environ.get(name) for name in ("FORCE_COLOR", "TTY_COMPATIBLE"))


def _write_coloured(blocks: Iterable[Block], to: TextIO, width: int | None, unicode: bool) -> None:
    from rich.console import Console
    from rich.text import Text

    # Every text is taken as it is: no markup, no emoji codes, no highlighting.
    console = Console(file=to, width=width, markup=False, emoji=False, highlight=False)
    for line in lines(blocks, console.width, unicode=unicode):
        runs = groupby(line, key=lambda span: span.tone)
        pieces = [("".join(s.text for s in run), _STYLES[tone]) for tone, run in runs]
        text = Text.assemble(*(pieces if unicode else [(p.translate(ASCII), style) for p, style in pieces]))
        console.print(text, no_wrap=True, overflow="ignore", crop=False, soft_wrap=True)


def _width() -> int:
    """What `COLUMNS` says, else the width of the terminal that one of the three streams is, else 80."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdigit() and int(columns):
        return int(columns)
    for stream in (sys.__stdin__, sys.__stdout__, sys.__stderr__):
        try:
            if stream is not None and (found := os.get_terminal_size(stream.fileno()).columns):
                return found
        except (OSError, ValueError):
            continue
    return USUAL_WIDTH


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


def _table(table: Table, width: int, unicode: bool) -> Iterator[Line]:
    """The groups as tables of the same column widths, under one header."""
    widths = _squeezed(table, width)
    divider, cross, rule = (" ", "─", "─") if unicode else ("|", "+", "=")
    for i, group in enumerate(table.groups):
        if group.title:
            yield from wrap([Span(group.title, "dim")], width)
        if i == 0:
            header = [Span(c.header, "bold") for c in table.columns]
            yield from _row(header, table.columns, widths, divider, sinking=True)
            yield [Span(cross.join(rule * w for w in widths))]
        for row in group.rows:
            yield from _row(row, table.columns, widths, divider)


def _row(
    cells: Sequence[Span], columns: Sequence[Column], widths: Sequence[int], divider: str, *, sinking: bool = False
) -> Iterator[Line]:
    """A row's lines: as many as its tallest cell, where columns wrap; lower ones stand at the top or sink."""
    wrapped = [
        wrap([cell], width) if column.wrap else [[cell]]
        for cell, column, width in zip(cells, columns, widths, strict=True)
    ]
    height = max(map(len, wrapped))
    for parts in zip(*(_filled(lines, height, sinking) for lines in wrapped), strict=True):
        line: Line = []
        for i, (part, column, width) in enumerate(zip(parts, columns, widths, strict=True)):
            padding = Span(" " * (width - sum(cell_len(s.text) for s in part)))
            line += [Span(divider)] if i else []
            line += [padding, *part] if column.right else [*part, padding]
        yield line


def _filled(lines: list[Line], height: int, sinking: bool) -> list[Line]:
    blank: list[Line] = [[]] * (height - len(lines))
    return [*blank, *lines] if sinking else [*lines, *blank]


def _squeezed(table: Table, width: int) -> list[int]:
    """Natural widths, the wrapping columns narrowed until the table fits."""
    widths, least = _widths(table), _least(table)
    while sum(widths) + len(widths) - 1 > width:
        loose = [i for i, column in enumerate(table.columns) if column.wrap and widths[i] > least[i]]
        if not loose:
            break
        widths[max(loose, key=lambda i: widths[i])] -= 1
    return widths
