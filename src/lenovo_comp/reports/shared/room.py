"""How much of a report fits a screen."""

from collections.abc import Callable, Iterable, Sequence

from ..formats.table import lines
from .blocks import Block, Bullets, Span, text
from .wrapping import cells

LINES, WIDTH = 25, 100
"""Lines that a report on one person may take, on a terminal so many cells wide."""
HEADING = 2
"""Lines of a heading, with the blank one before it."""
LEAST_ROWS = 3
_BETWEEN = " · "


def lines_of(blocks: Iterable[Block]) -> int:
    """The number of lines that blocks take on such a terminal."""
    return sum(1 for _ in lines(blocks, WIDTH))


def fitting(make: Callable[[int], list[Block]], most: int, room: int) -> list[Block]:
    """`make(rows)` with as many rows of a table, `most` at most, as let all of it fit into `room` lines."""
    for rows in range(most, LEAST_ROWS, -1):
        if lines_of(blocks := make(rows)) <= room:
            return blocks
    return make(LEAST_ROWS)


def most_that_fit(items: Sequence[tuple[Span, ...]], room: int, most: int) -> int:
    """How many items of a list, from the first on, fit into `room` lines; one at least, and `most` at most."""
    for number in range(min(most, len(items)), 1, -1):
        if lines_of([Bullets(tuple(items[:number]))]) <= room:
            return number
    return min(1, len(items))


def facts_that_fit(facts: Sequence[str], room: int) -> list[Block]:
    """Short facts, the most important first, as many as `room` lines hold, and one at least."""
    for number in range(len(facts), 0, -1):
        blocks: list[Block] = [text(line) for line in joined(facts[:number])]
        if lines_of(blocks) <= room or number == 1:
            return blocks
    return []


def joined(facts: Iterable[str]) -> list[str]:
    """Short facts as lines, as many on a line as fit.

    >>> joined(["Fit 81%", "stage 1"])
    ['Fit 81% · stage 1']
    """
    found: list[str] = []
    for fact in facts:
        if found and cells(found[-1]) + len(_BETWEEN) + cells(fact) <= WIDTH:
            found[-1] += _BETWEEN + fact
        else:
            found.append(fact)
    return found
