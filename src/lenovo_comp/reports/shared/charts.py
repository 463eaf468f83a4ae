"""Figures → places in charts, in percent of the width; the templates only write them down."""

# In percent, so that a chart fits a phone and a sheet of paper without being scaled (decision 0010).

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from ...method.results import Row
from ...model.dictionary import EPSILON, Scale
from .blocks import Tone

MOST_TICKS = 11
CENTRE, RADIUS = 210.0, 130.0
"""The radar's centre (its width is twice that) and the length of its axes, in units of its own."""
LEAST_AXES = 3


class Tick(NamedTuple):
    """A mark on a scale: its place in percent of the width, and its text."""

    at: float
    text: str


class Bullet(NamedTuple):
    """A rating on its scale, beside what is required and desired; all in percent of the width."""

    rating: float | None
    required: float | None
    desired: float | None
    ticks: tuple[Tick, ...]


class Part(NamedTuple):
    """A part of a stacked bar: start and width in percent, the number that it stands for, its name."""

    at: float
    size: float
    number: int
    name: str
    tone: str


class Axis(NamedTuple):
    """A spoke of the radar: its end, its label's place and anchor, and the label."""

    x: float
    y: float
    label_x: float
    label_y: float
    anchor: str
    text: str


class Radar(NamedTuple):
    """A radar chart; points are in SVG's notation (`x,y x,y`). `rating` are runs of neighbours that are assessed."""

    size: float
    rings: tuple[str, ...]
    axes: tuple[Axis, ...]
    required: tuple[str, ...]
    rating: tuple[str, ...]
    whole: bool
    asked_whole: bool
    """Whether every axis has a rating, and a requirement, so that the line closes."""
    dots: tuple[tuple[float, float], ...]


def at(value: float | None, scale: Scale) -> float | None:
    """The place of a value on its scale, in percent of the scale's length.

    >>> at(2.0, Scale(1.0, 5.0, 1.0))
    25.0
    """
    if value is None:
        return None
    return round(100 * (value - scale.min) / (scale.max - scale.min), 3) + 0.0


def ticks(scale: Scale) -> tuple[Tick, ...]:
    """Ticks at whole units from the scale's minimum on, at most `MOST_TICKS`."""
    span = scale.max - scale.min
    unit = max(1, math.ceil(span / (MOST_TICKS - 1) - EPSILON))
    values = [scale.min + i * unit for i in range(math.floor(span / unit + EPSILON) + 1)]
    return tuple(Tick(at(v, scale) or 0.0, f"{v:g}") for v in values)


def bullet(item: Row, scale: Scale) -> Bullet:
    """One competency of one person."""
    rating, required, desired = (at(item[k], scale) for k in ("rating", "required", "desired"))
    return Bullet(rating, required, desired, ticks(scale))


def stack(parts: Iterable[tuple[str, int, Tone | str]]) -> tuple[Part, ...]:
    """Numbers with name and tone as parts of one bar; zeros are left out."""
    given = list(parts)
    total = sum(n for _, n, _ in given)
    found, before = [], 0
    for name, n, tone in given:
        if n:
            found.append(Part(round(100 * before / total, 3), round(100 * n / total, 3), n, name, tone))
        before += n
    return tuple(found)


def radar(axes: Sequence[tuple[str, Scale, float | None, float | None]]) -> Radar | None:
    """A radar of axes given by name, scale, requirement and rating; None for fewer than three axes."""
    n = len(axes)
    if n < LEAST_AXES:
        return None

    def point(i: int, share: float) -> tuple[float, float]:
        angle = 2 * math.pi * i / n
        length = RADIUS * share
        return round(CENTRE + length * math.sin(angle), 1), round(CENTRE - length * math.cos(angle), 1)

    def runs(values: Sequence[float | None]) -> tuple[str, ...]:
        """Runs of neighbours that have a value; the last axis and the first are neighbours."""
        # A line across an axis without a value would show one there.
        known = [None if v is None else point(i, v / 100) for i, v in enumerate(values)]
        if None not in known:
            return (_points([p for p in known if p]),)
        start = known.index(None)
        found: list[list[tuple[float, float]]] = [[]]
        for p in (*known[start:], *known[:start]):
            if p is None:
                found.append([])
            else:
                found[-1].append(p)
        return tuple(_points(run) for run in found if run)

    rated = [at(rating, scale) for _, scale, _, rating in axes]
    asked = [at(required, scale) for _, scale, required, _ in axes]
    spokes = []
    for i, (name, *_) in enumerate(axes):
        (x, y), (label_x, label_y) = point(i, 1), point(i, 1.13)
        anchor = "middle" if abs(label_x - CENTRE) < 12 else "start" if label_x > CENTRE else "end"
        spokes.append(Axis(x, y, label_x, label_y, anchor, name))
    return Radar(
        size=2 * CENTRE,
        rings=tuple(_points([point(i, share) for i in range(n)]) for share in (0.25, 0.5, 0.75, 1)),
        axes=tuple(spokes),
        required=runs(asked),
        rating=runs(rated),
        whole=None not in rated,
        asked_whole=None not in asked,
        dots=tuple(point(i, r / 100) for i, r in enumerate(rated) if r is not None),
    )


def _points(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


class Step(NamedTuple):
    """A line from one cycle to the next, in percent of width and height; and where it ends."""

    x1: float
    y1: float
    x2: float
    y2: float


def line(values: Sequence[float | None], scale: Scale) -> tuple[tuple[tuple[float, float], ...], tuple[Step, ...]]:
    """Ratings cycle by cycle as dots (x, y in percent), and the steps between neighbours that both have one."""
    width = max(len(values) - 1, 1)
    dots = [
        None if v is None else (round(100 * i / width, 2), 100 - (at(v, scale) or 0.0)) for i, v in enumerate(values)
    ]
    steps = tuple(Step(*a, *b) for a, b in pairwise(dots) if a is not None and b is not None)
    return tuple(d for d in dots if d is not None), steps
