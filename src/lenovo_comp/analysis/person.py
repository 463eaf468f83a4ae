"""One person's two questions: what are my strengths, and what do I still have to develop?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import polars as pl

from ..model.dictionary import EPSILON, Competency, Model, Statement
from .assessment import Assessment
from .gaps import SHORT, STRENGTH


@dataclass(frozen=True)
class Need:
    """A gap, and the behaviours between where the person stands and what the position asks.

    `start` and `goal` are the rating and the requirement, in scale units.
    """

    competency: str
    gap: float
    start: float
    goal: float
    behaviours: tuple[Statement, ...]


@dataclass(frozen=True)
class PersonGap:
    """One person of an assessment. Needs are sorted by essential, then gap, the largest first."""

    assessment: Assessment
    person: dict[str, Any]
    items: list[dict[str, Any]]
    strengths: tuple[str, ...]
    develop: tuple[Need, ...]


def person_gap(assessment: Assessment, employee_id: str) -> PersonGap:
    """The person's row of an assessment, and what follows from it; KeyError if not in it."""
    rows = assessment.people.filter(pl.col("employee_id") == employee_id)
    if rows.is_empty():
        raise KeyError(employee_id)
    items = list(assessment.gaps.filter(pl.col("employee_id") == employee_id).iter_rows(named=True))
    short = [i for i in items if i["status"] == SHORT]
    short.sort(key=lambda i: (not i["essential"], -i["gap"]))
    return PersonGap(
        assessment,
        rows.row(0, named=True),
        items,
        tuple(i["competency"] for i in items if i["status"] == STRENGTH),
        tuple(_need(i, assessment.model) for i in short),
    )


def _need(item: dict[str, Any], model: Model) -> Need:
    competency = model.competency(item["competency"])
    behaviours = tuple(between(competency, item["rating"], item["required"]))
    return Need(item["competency"], item["gap"], item["rating"], item["required"], behaviours)


def between(competency: Competency, rating: float, required: float) -> list[Statement]:
    """The behaviours of every level above the one reached, up to the one required.

    A competency without levels is shown in all its behaviours, to be shown more consistently.
    """
    if not competency.levels:
        return list(competency.behaviours)
    reached, asked = math.floor(rating + EPSILON), math.ceil(required - EPSILON)
    return [s for level in competency.levels if reached < level.level <= asked for s in level.behaviours]
