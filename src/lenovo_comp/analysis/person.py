"""One person's two questions: what are my strengths, and what do I still have to develop?"""

from __future__ import annotations

import math

import polars as pl

from ..model.dictionary import EPSILON, Competency, Model, Statement
from ..ratings.reading import Ratings
from ..results import SHORT, STRENGTH, Assessment, Need, PersonGap, Row
from .assessment import assess, people_of


def person_gap(
    model: Model, ratings: Ratings, employee_id: str, *, cycle: str | None = None, position: str | None = None
) -> PersonGap:
    """One person's assessment in a cycle (the newest unless named), and what follows from it.

    `position` (an id) takes the place of their own. Raises KeyError where nothing is known of the
    employee in that cycle, CannotRun for a cycle that is not in the ratings.
    """
    assessment = assess(model, ratings, cycle=cycle, employee=employee_id, position=position)
    if assessment.people.is_empty():
        raise KeyError(employee_id)
    items = tuple(assessment.gaps.iter_rows(named=True))
    short = sorted((i for i in items if i["status"] == SHORT), key=lambda i: (not i["essential"], -i["gap"]))
    person = assessment.people.row(0, named=True)
    own = people_of(ratings, assessment.cycle).filter(pl.col("employee_id") == employee_id)["position"][0]
    return PersonGap(
        assessment,
        person,
        items,
        tuple(i["competency"] for i in items if i["status"] == STRENGTH),
        tuple(_need(i, assessment) for i in short),
        own if own != person["position"] else None,
    )


def _need(item: Row, assessment: Assessment) -> Need:
    competency = assessment.model.competency(item["competency"])
    behaviours = tuple(between(competency, item["rating"], item["required"]))
    said = assessment.evidence.filter(pl.col("competency") == competency.id).select("role", "text").rows()
    return Need(competency.id, item["gap"], item["rating"], item["required"], behaviours, tuple(said))


def between(competency: Competency, rating: float, required: float) -> list[Statement]:
    """The behaviours of every level above the one reached, up to the one required.

    A competency without levels is shown in all its behaviours, to be shown more consistently.
    """
    if not competency.levels:
        return list(competency.behaviours)
    reached, asked = math.floor(rating + EPSILON), math.ceil(required - EPSILON)
    return [s for level in competency.levels if reached < level.level <= asked for s in level.behaviours]
