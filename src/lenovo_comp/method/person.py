"""One person's two questions: what are my strengths, and what do I still have to develop?"""

from collections.abc import Mapping

import polars as pl

from ..findings.finding import CannotRun
from ..model.dictionary import Competency, Model, Statement
from ..ratings.reading import Ratings
from .assessment import assess, people_of
from .results import SHORT, STRENGTH, Assessment, Need, PersonGap, level_asked, level_reached
from .roles import ITEM


def person_gap(
    model: Model,
    ratings: Ratings,
    employee_id: str,
    *,
    cycle: str | None = None,
    position: str | None = None,
    supposed: Mapping[str, float] | None = None,
) -> PersonGap:
    """One person's assessment in a cycle (the newest unless named), and what follows from it.

    `position` (an id) takes the place of their own, `supposed` (competency id → level) that of ratings.
    Raises KeyError where nothing is known of the employee in that cycle, CannotRun for a cycle that is not
    in the ratings, or for something supposed that is neither required nor rated.
    """
    assessment = assess(model, ratings, cycle=cycle, employee=employee_id, position=position, supposed=supposed)
    if assessment.people.is_empty():
        raise KeyError(employee_id)
    items = tuple(assessment.gaps.iter_rows(named=True))
    for id in set(assessment.supposed) - {i["competency"] for i in items}:
        name = model.competency(id).name
        raise CannotRun(
            f"{employee_id} 的岗位不要求“{name.zh}”，也没有人评过，假设它没有意义",
            f'"{name.en}" is neither required of {employee_id} nor rated: supposing it changes nothing',
        )
    person = assessment.people.row(0, named=True)
    own = people_of(ratings, assessment.cycle).filter(pl.col("employee_id") == employee_id)["position"][0]
    return PersonGap(
        assessment,
        person,
        items,
        tuple(i["competency"] for i in items if i["status"] == STRENGTH),
        needs(assessment).get(employee_id, ()),
        own if own != person["position"] else None,
        person_gap(model, ratings, employee_id, cycle=cycle, position=position).person if supposed else None,
    )


def needs(assessment: Assessment) -> dict[str, tuple[Need, ...]]:
    """Employee → needs: essential requirements first, then by gap."""
    said: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for employee, competency, role, text in assessment.evidence.select(*ITEM, "role", "text").iter_rows():
        said.setdefault((employee, competency), []).append((role, text))
    short = assessment.gaps.filter(pl.col("status") == SHORT)
    ordered = short.sort("employee_id", "essential", "gap", descending=[False, True, True], maintain_order=True)
    found: dict[str, list[Need]] = {}
    for item in ordered.iter_rows(named=True):
        employee, competency = item["employee_id"], assessment.model.competency(item["competency"])
        behaviours = tuple(behaviours_between(competency, item["rating"], item["required"]))
        evidence = tuple(said.get((employee, competency.id), ()))
        need = Need(competency.id, item["gap"], item["rating"], item["required"], behaviours, evidence)
        found.setdefault(employee, []).append(need)
    return {employee: tuple(several) for employee, several in found.items()}


def behaviours_between(competency: Competency, rating: float, required: float) -> list[Statement]:
    """The behaviours of every level above the one reached, up to the one required.

    A competency without levels is shown in all its behaviours, to be shown more consistently.
    """
    if not competency.levels:
        return list(competency.behaviours)
    reached, asked = level_reached(rating), level_asked(required)
    return [s for level in competency.levels if reached < level.level <= asked for s in level.behaviours]
