"""Flows of people between groups as an alluvial chart: counts → places, in pixels of height and percent of width."""

from collections.abc import Sequence
from typing import NamedTuple

HEIGHT = 240.0
"""Pixels that all people take together."""
LEAST = 17.0
"""Pixels that a group takes at least, as its label does."""
SPACE = 6.0


class Flow(NamedTuple):
    """People who go from one group to another, the places of both in their lists; `look` is a class of the style."""

    start: int
    end: int
    people: int
    look: str
    title: str


class Group(NamedTuple):
    """A group at one side: its bar, and the place of its label."""

    y: float
    height: float
    label_y: float
    people: int


class Ribbon(NamedTuple):
    """A flow as a path in a box 100 wide."""

    path: str
    look: str
    title: str


class Flows(NamedTuple):
    """The chart. A group without people is None."""

    height: float
    left: tuple[Group | None, ...]
    right: tuple[Group | None, ...]
    ribbons: tuple[Ribbon, ...]


def flows(given: Sequence[Flow], groups: int) -> Flows:
    """The chart of flows between so many groups on either side; ribbons keep the order that is given."""
    unit = HEIGHT / max(sum(f.people for f in given), 1)
    left, starts = _side([(f.start, f.end, f.people) for f in given], groups, unit)
    right, ends = _side([(f.end, f.start, f.people) for f in given], groups, unit)
    ribbons = tuple(
        Ribbon(_path(start, end, f.people * unit), f.look, f.title)
        for f, start, end in zip(given, starts, ends, strict=True)
    )
    lowest = max((g.y + max(g.height, LEAST) for g in (*left, *right) if g is not None), default=0.0)
    return Flows(round(lowest, 1), left, right, ribbons)


def _side(
    given: Sequence[tuple[int, int, int]], groups: int, unit: float
) -> tuple[tuple[Group | None, ...], list[float]]:
    """The groups of a side, and where each ribbon (its group here, its group there, people) begins."""
    found: list[Group | None] = []
    tops = [0.0] * len(given)
    y = 0.0
    for group in range(groups):
        # Ribbons leave a group in the order of the groups that they go to, so that they cross as little as can be.
        here = sorted((there, i) for i, (mine, there, _) in enumerate(given) if mine == group)
        if not here:
            found.append(None)
            continue
        people = 0
        for _, i in here:
            tops[i] = y + people * unit
            people += given[i][2]
        height = people * unit
        found.append(Group(round(y, 1), round(height, 1), round(y + max(height, LEAST) / 2 + 4, 1), people))
        y += max(height, LEAST) + SPACE
    return tuple(found), tops


def _path(left: float, right: float, height: float) -> str:
    """A ribbon of one height that leaves and arrives level.

    >>> _path(0, 10, 5)
    'M0,0C50,0 50,10 100,10L100,15C50,15 50,5 0,5Z'
    """
    a, b, c, d = (f"{round(y, 1):g}" for y in (left, right, right + height, left + height))
    return f"M0,{a}C50,{a} 50,{b} 100,{b}L100,{c}C50,{c} 50,{d} 0,{d}Z"
