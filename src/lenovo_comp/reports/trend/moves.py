"""Moves of people from verdict to verdict between two cycles, and which of them may be chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

import polars as pl

from ...method.results import DEVELOPING, NEAR, READY, Assessment, Verdict
from .result import BOTH, NEITHER, REQUIREMENT, Trend

UNRATED = "unrated"
"""In the place of a verdict: not rated in that cycle."""
_ORDER: tuple[Verdict, ...] = (READY, NEAR, DEVELOPING)
"""Verdicts that are better or worse than another; *incomplete* is neither."""


class Way(StrEnum):
    """A move to a better or a worse verdict, none, or one that says neither."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    OTHER = "other"


class Move(NamedTuple):
    """People whose verdict was `start` and is `end`: a verdict, None, or `UNRATED`.

    `sure`: of a move up or down, whether one of a person's required ratings has changed that way beyond chance.
    """

    start: str | None
    end: str | None
    way: Way
    sure: bool
    people: int


def moves(trend: Trend) -> list[Move]:
    """Everybody's moves, counted; people who were rated in neither cycle have none."""
    before, after = (_verdicts(a) for a in (trend.before, trend.after))
    required = pl.col("required_to").is_not_null() & pl.col("reliable").fill_null(False)
    up, down = (_people(trend.items.filter(required, right)) for right in (pl.col("change") > 0, pl.col("change") < 0))
    asked_otherwise = _people(trend.items.filter(pl.col("turn") == REQUIREMENT))
    found: Counter[tuple[str | None, str | None, Way, bool]] = Counter()
    for person in trend.person_rows():
        id, here = person["employee_id"], person["presence"]
        if here == NEITHER:
            continue
        start, end = before.get(id, UNRATED), after.get(id, UNRATED)
        comparable = here == BOTH and id not in asked_otherwise and person["position_from"] == person["position_to"]
        way = _way(start, end, comparable=comparable)
        found[start, end, way, id in {Way.UP: up, Way.DOWN: down}.get(way, ())] += 1
    return [Move(*key, people) for key, people in found.items()]


def _verdicts(a: Assessment) -> Mapping[str, str | None]:
    """Employee → verdict, of those who are rated in the cycle."""
    rated = a.ratings.people.filter(pl.col("cycle") == a.cycle).select(pl.col("employee_id").cast(pl.String))
    people = a.people.select(pl.col("employee_id").cast(pl.String), "verdict")
    return dict(people.join(rated, on="employee_id", how="semi").iter_rows())


def _people(items: pl.DataFrame) -> frozenset[str]:
    return frozenset(items["employee_id"])


def _way(start: str | None, end: str | None, *, comparable: bool) -> Way:
    if not comparable:
        return Way.OTHER
    if start == end:
        return Way.SAME
    if start not in _ORDER or end not in _ORDER:
        return Way.OTHER
    return Way.UP if _ORDER.index(Verdict(end)) < _ORDER.index(Verdict(start)) else Way.DOWN


def count(found: Sequence[Move], way: Way) -> tuple[int, int]:
    """How many people moved that way, and how many of them beyond chance."""
    here = [m for m in found if m.way == way]
    return sum(m.people for m in here), sum(m.people for m in here if m.sure)
