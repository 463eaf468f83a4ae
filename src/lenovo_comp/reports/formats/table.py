"""Blocks → lines → a terminal, a pipe, a text file. The only format that knows rich."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, TextIO

from rich.cells import cell_len

from ... import system
from ..shared.blocks import Block, Bullets, Column, Commands, Heading, Lines, Paragraph, Span, Table, Tone, safe_line
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
    "bad": "red",
    "worst": "bold red",
}
_BULLET = " - "
_PLAIN = str.maketrans("━─│●◆", "=-|o#")
"""Strokes of bars → ASCII, for encodings that may lack them."""
USUAL_WIDTH = 80
WIDEST_WORD = 24
LEAST_KEY, WIDEST_KEY = 12, 16
"""Least widths of columns that wrap: the longest word, up to `WIDEST_WORD`; of key columns between these two."""


def render(report: Report, _findings: Findings, _words: Words) -> Sequence[Block]:
    make = report.table or report.blocks
    assert make is not None
    return make()


def write(blocks: Iterable[Block], to: TextIO, width: int | None = None) -> None:
    """Print blocks `width` cells wide (None: `COLUMNS`, else as wide as the terminal, else 80)."""
    to.writelines(render_lines(blocks, to, width))
    to.flush()


def render_lines(blocks: Iterable[Block], to: TextIO, width: int | None = None) -> Iterator[str]:
    """The lines that `write` prints, coloured if `to` shows colours, each with its end."""
    # rich only colours lines: to import it takes longer than to write a whole report without (decision 0004).
    unicode = (getattr(to, "encoding", None) or "utf-8").lower().startswith("utf")
    if _may_show_colours(to):
        yield from _coloured(blocks, to, width, unicode)
        return
    for line in lines(blocks, width or _width(), unicode=unicode):
        text = "".join(span.text for span in line).rstrip()
        yield (text if unicode else text.translate(ASCII)) + "\n"


def lines(blocks: Iterable[Block], width: int, *, unicode: bool = True) -> Iterator[Line]:
    """Blocks as lines of spans; tables that don't fit the width are split. Without `unicode` strokes are ASCII."""
    for line in map(safe_line, _lay_out(blocks, width, unicode)):
        yield list(line) if unicode else [span.part(span.text.translate(_PLAIN)) for span in line]


def _lay_out(blocks: Iterable[Block], width: int, unicode: bool) -> Iterator[Line]:
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
                fitting, left_out = _fit(block, width)
                for j, part in enumerate(_split_to_fit(fitting, width)):
                    if j:
                        yield []
                    yield from _table(part, width, unicode)
                if left_out and block.omitted:
                    yield from wrap([Span(block.omitted.format(columns=", ".join(left_out)), "dim")], width)
            case Commands(title, commands):
                yield []
                yield from _next_commands(title, commands, width)


def _next_commands(title: str, commands: Sequence[tuple[str, str]], width: int) -> Iterator[Line]:
    """The commands below each other, beside the title, each with what it shows where that fits beside it."""
    called = [(system.as_called(command), why) for command, why in commands]
    indent, longest = " " * cell_len(title), max(cell_len(command) for command, _ in called)
    for i, (command, why) in enumerate(called):
        first, *rest = _continued(command, width - cell_len(title))
        line = [Span(indent if i else title, "bold"), Span(first)]
        for gap in () if rest else (longest - cell_len(command) + 2, 2):
            if cell_len(indent) + cell_len(command) + gap + cell_len(why) <= width:
                line.append(Span(" " * gap + why, "dim"))
                break
        yield line
        yield from ([Span(indent + "  " + more)] for more in rest)


def _continued(command: str, width: int) -> list[str]:
    """A command in lines that a POSIX shell takes for one, each ending in a backslash but the last."""
    # Other shells continue lines in other ways, so there a long command stays one line.
    if cell_len(command) <= width or system.WINDOWS:
        return [command]
    argument = r"(?:'[^']*'|\"[^\"]*\"|[^\s'\"])+"
    lines = [""]
    # An option stays with its value.
    for part in re.findall(rf"-{argument} (?!-){argument}|{argument}", command):
        longer = f"{lines[-1]} {part}".lstrip()
        if lines[-1] and cell_len(longer) + len("   \\") > width:
            lines[-1] += " \\"
            lines.append(part)
        else:
            lines[-1] = longer
    return lines


def _fit(table: Table, width: int) -> tuple[Table, list[str]]:
    """The table with long headers where they fit, else without as many spare columns as it takes; their headers."""
    if any(column.long for column in table.columns):
        # Chinese heads break anywhere, so that they would always "fit", three characters wide.
        long = tuple(Column(c.long, c.right, c.key, " " in c.long) if c.long else c for c in table.columns)
        wide = table._replace(columns=long)
        if _needs(wide) <= width:
            return wide, []
    kept = list(range(len(table.columns)))
    spare = sorted((i for i in kept if table.columns[i].spare), key=lambda i: table.columns[i].spare)
    while spare and _needs(_select(table, kept)) > width:
        kept.remove(spare.pop())
    left_out = [c.long or c.header for i, c in enumerate(table.columns) if i not in kept]
    return _select(table, kept), left_out


def _needs(table: Table) -> int:
    """The least width of the whole table."""
    return sum(_least_widths(table)) + len(table.columns) - 1


def _may_show_colours(to: TextIO) -> bool:
    """Whether colours may be shown: on a terminal, or where the environment asks for them."""
    # rich decides in the end; it obeys NO_COLOR and TERM, too.
    if any(os.environ.get(name) for name in ("FORCE_COLOR", "TTY_COMPATIBLE")):
        return True
    return to.isatty() and system.obeys_codes(to)


def _coloured(blocks: Iterable[Block], to: TextIO, width: int | None, unicode: bool) -> Iterator[str]:
    from rich.console import Console
    from rich.text import Text

    # Every text is taken as it is: no markup, no emoji codes, no highlighting.
    # Lines are captured, for which rich's way of colouring old consoles (`legacy_windows`) is none.
    console = Console(file=to, width=width, markup=False, emoji=False, highlight=False, legacy_windows=False)
    for line in lines(blocks, console.width, unicode=unicode):
        runs = groupby(line, key=lambda span: span.tone)
        pieces = [("".join(s.text for s in run), _STYLES[tone]) for tone, run in runs]
        text = Text.assemble(*(pieces if unicode else [(p.translate(ASCII), style) for p, style in pieces]))
        with console.capture() as capture:
            console.print(text, no_wrap=True, overflow="ignore", crop=False, soft_wrap=True)
        yield capture.get()


def _width() -> int:
    """The width: `COLUMNS`, else that of the terminal that one of the standard streams is, else 80."""
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
    """The width of each column if nothing is wrapped, in cells of the terminal."""
    return [max(map(cell_len, _texts(table, i))) for i in range(len(table.columns))]


def _least_widths(table: Table) -> list[int]:
    """The least width of each column, in cells of the terminal."""
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


def _split_to_fit(table: Table, width: int) -> list[Table]:
    """The table in parts, each with the key columns and as many others as fit `width`."""
    keys = [i for i, c in enumerate(table.columns) if c.key]
    rest = [i for i, c in enumerate(table.columns) if not c.key]
    need = _least_widths(table)
    # There is a space between columns, and none after the last one.
    fixed = sum(need[i] + 1 for i in keys) - 1
    parts: list[list[int]] = [[]]
    room = width - fixed
    for i in rest:
        # A column that is too wide by itself has a part of its own, wider than the screen: no cell loses its end.
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
    """The lines of a table: one header, then group by group."""
    widths = _squeeze(table, width)
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
    """The lines of a row, as many as its tallest cell has; with `sinking` the others stand at the bottom."""
    wrapped = [
        wrap([cell], width) if column.wrap else [[cell]]
        for cell, column, width in zip(cells, columns, widths, strict=True)
    ]
    height = max(map(len, wrapped))
    for parts in zip(*(_fill(lines, height, sinking) for lines in wrapped), strict=True):
        line: Line = []
        for i, (part, column, width) in enumerate(zip(parts, columns, widths, strict=True)):
            padding = Span(" " * (width - sum(cell_len(s.text) for s in part)))
            line += [Span(divider)] if i else []
            line += [padding, *part] if column.right else [*part, padding]
        yield line


def _fill(lines: list[Line], height: int, sinking: bool) -> list[Line]:
    blank: list[Line] = [[]] * (height - len(lines))
    return [*blank, *lines] if sinking else [*lines, *blank]


def _squeeze(table: Table, width: int) -> list[int]:
    """The widths of the columns, those that wrap narrowed until the table fits."""
    widths, least = _widths(table), _least_widths(table)
    while sum(widths) + len(widths) - 1 > width:
        loose = [i for i, column in enumerate(table.columns) if column.wrap and widths[i] > least[i]]
        if not loose:
            break
        widths[max(loose, key=lambda i: widths[i])] -= 1
    return widths
