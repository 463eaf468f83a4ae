"""One person's two questions: what are my strengths, and what do I still have to develop?"""

from collections.abc import Collection, Iterator, Mapping, Sequence

import polars as pl

from ..findings.finding import CannotRun
from ..model.dictionary import EPSILON, Competency, Level, Model
from ..ratings.reading import Ratings
from .assessment import assess, people_of
from .everybody import Everybody
from .results import SHORT, STRENGTH, Assessment, Bound, Need, PersonGap, Row
from .roles import ITEM
from .slices import FRAMES, OnlyOf


def person_gap(
    model: Model,
    ratings: Ratings,
    employee_id: str,
    *,
    cycle: str | None = None,
    position: str | None = None,
    supposed: Mapping[str, float] | None = None,
    everybody: Everybody | None = None,
) -> PersonGap:
    """One person's assessment in a cycle (the newest unless named), and what follows from it.

    `position` (an id) takes the place of their own, `supposed` (competency id → level) that of ratings;
    `everybody` is what another assessment of the cycle found already.
    Raises KeyError where nothing is known of the employee in that cycle, CannotRun for a cycle that is not
    in the ratings, or for something supposed that is neither required nor rated.
    """
    assessment = assess(
        model, ratings, cycle=cycle, employee=employee_id, position=position, supposed=supposed, everybody=everybody
    )
    if assessment.people.is_empty():
        raise KeyError(employee_id)
    items = tuple(assessment.gaps.iter_rows(named=True))
    for id in set(assessment.supposed) - {i["competency"] for i in items}:
        name = model.competency(id).name
        raise CannotRun(
            f"{employee_id} 的岗位不要求“{name['zh']}”，也没有人评过，无需试算",
            f'"{name["en"]}" is neither required of {employee_id} nor rated; a what-if rating changes nothing',
        )
    person = assessment.people.row(0, named=True)
    own = people_of(ratings, assessment.cycle).filter(pl.col("employee_id") == employee_id)["position"][0]
    return PersonGap(
        assessment,
        person,
        items,
        tuple(i["competency"] for i in items if i["status"] == STRENGTH),
        needs(assessment).get(employee_id, ()),
        find_bounds(assessment, items),
        own if own != person["position"] else None,
        person_gap(
            model, ratings, employee_id, cycle=assessment.cycle, position=position, everybody=assessment.everybody
        )
        if supposed
        else None,
    )


def person_gaps(everybody: Assessment) -> Iterator[PersonGap]:
    """Every person of an assessment, by id, as `person_gap` has them one by one."""
    found = needs(everybody)
    own = dict(people_of(everybody.ratings, everybody.cycle).select("employee_id", "position").iter_rows())
    frames = {name: getattr(everybody, name) for name in FRAMES}
    of_person = {
        name: frame.partition_by("employee_id", as_dict=True, maintain_order=True) for name, frame in frames.items()
    }
    counting = everybody.ratings.frame.filter(pl.col("cycle") == everybody.cycle)
    ratings = counting.partition_by("employee_id", as_dict=True, maintain_order=True)
    nobody = counting.clear()
    for key, people in of_person["people"].items():
        slices = {name: of_person[name].get(key, frame.clear()) for name, frame in frames.items()}
        person, items = people.row(0, named=True), tuple(slices["gaps"].iter_rows(named=True))
        id = person["employee_id"]
        one = OnlyOf.of(everybody, slices, ratings.get(key, nobody))
        strengths = tuple(i["competency"] for i in items if i["status"] == STRENGTH)
        other = own[id] if own[id] != person["position"] else None
        yield PersonGap(one, person, items, strengths, found.get(id, ()), find_bounds(one, items), other)


def of_people(everybody: Assessment, ids: Collection[str]) -> Assessment:
    """Some people of an assessment. The errors of their ratings stay those of everybody's raters."""
    here = pl.col("employee_id").cast(pl.String).is_in(list(ids))
    frames = {name: getattr(everybody, name).filter(here) for name in FRAMES}
    counting = everybody.ratings.frame.filter(pl.col("cycle") == everybody.cycle, here)
    return OnlyOf.of(everybody, frames, counting)


def find_bounds(a: Assessment, items: Sequence[Row]) -> dict[str, Bound]:
    """Competency → why its rating is a bound, of one person's rows of `gaps`."""
    found = {}
    for item in (i for i in items if i["at_least"]):
        level = _level_above(a.model.competency(item["competency"]), item["rating"])
        theirs = a.ratings_of(item["employee_id"])
        rated = theirs.filter(pl.col("competency") == item["competency"])["behaviour"].unique()
        levels = {None if id is None else a.model.behaviours[id][1] for id in rated}
        found[item["competency"]] = Bound(item["rating"], level, nobody=not levels & {None, level})
    return found


def needs(assessment: Assessment) -> dict[str, tuple[Need, ...]]:
    """Employee → needs in the order of `rank`."""
    said: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for employee, competency, role, text in assessment.evidence.select(*ITEM, "role", "text").iter_rows():
        said.setdefault((employee, competency), []).append((role, text))
    ordered = assessment.gaps.filter(pl.col("status") == SHORT).sort("employee_id", *rank(), maintain_order=True)
    found: dict[str, list[Need]] = {}
    for item in ordered.iter_rows(named=True):
        employee, competency = item["employee_id"], assessment.model.competency(item["competency"])
        levels = levels_between(competency, item["rating"], item["required"])
        behaviours = tuple(s for level in levels for s in level.behaviours) or competency.behaviours
        evidence = tuple(said.get((employee, competency.id), ()))
        need = Need(competency.id, item["gap"], item["rating"], item["required"], behaviours, evidence, levels)
        found.setdefault(employee, []).append(need)
    return {employee: tuple(several) for employee, several in found.items()}


def rank() -> tuple[pl.Expr, ...]:
    """Rule 12 as sort keys for rows of `GAPS`: too close to call last, then essential ones first, then weight × gap.

    The field's order is weight × gap (Borich 1980, Journal of Teacher Education 31, 39–42); where the error isn't
    known, nothing counts as too close.
    """
    size = (pl.col("weight") * pl.col("gap")).round(9)
    return ~pl.col("clear").fill_null(True), ~pl.col("essential"), -size


def levels_between(competency: Competency, rating: float, required: float) -> tuple[Level, ...]:
    """The levels above the one reached, up to the one required: the lowest that isn't below the requirement.

    None where the scale goes on above the highest level, and the rating has reached that. A competency without levels
    is shown in all its behaviours, to be shown more consistently.
    """
    asked = min((x.level for x in competency.levels if x.level >= required - EPSILON), default=required)
    return tuple(x for x in competency.levels if rating + EPSILON < x.level <= asked)


def _level_above(competency: Competency, rating: float) -> int:
    """The level that comes next after a rating that is a bound, and so below the highest level."""
    return min((x.level for x in competency.levels if x.level > rating + EPSILON), default=competency.levels[-1].level)
