"""The overview of a team: counts of everybody, and as many people one by one as a page can hold."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from ...method.gaps import ASSESSED
from ...method.results import (
    INCOMPLETE,
    LOW,
    MET,
    SHORT,
    STRENGTH,
    UNASSESSED,
    VERDICTS,
    Assessment,
    Row,
    Status,
    Verdict,
)
from ...model.dictionary import EPSILON, Scale
from ..plan.compute import team_plan


@dataclass(frozen=True, slots=True)
class Bucket:
    """The number of people with ratings from `low` up to but not at `high`, in scale units; the last holds the top."""

    low: float
    high: float
    people: int


@dataclass(frozen=True, slots=True)
class CompetencyCounts:
    """Numbers of people on one competency.

    `statuses` and `buckets` are over those whose position requires it: by status, and by rating where they are
    assessed. `too_close`: results too close to call; `low`: ratings with low agreement, where that may be told.
    """

    competency: str
    statuses: Mapping[Status, int]
    buckets: tuple[Bucket, ...]
    too_close: int
    low: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The counts, and the people in the order in which they are shown.

    `bench`: position → verdict → people, for positions that somebody has, in the dictionary's order. `people` are
    rows of `Assessment.people`, by position, verdict and fit; `more` is the number of those left out. `items` are
    their rows of `Assessment.gaps`: employee → competency → row. `clear`: how many verdicts have clear requirements
    only, of how many of which that is known; *incomplete* is none of these.
    """

    competencies: tuple[CompetencyCounts, ...]
    bench: tuple[tuple[str, Mapping[Verdict, int]], ...]
    people: tuple[Row, ...]
    items: Mapping[str, Mapping[str, Row]]
    more: int
    clear: tuple[int, int]


@dataclass(frozen=True, slots=True)
class TeamGap:
    """The competency on which most people of a group are short; how many are, of how many assessed."""

    competency: str
    short: int
    assessed: int


@dataclass(frozen=True, slots=True)
class Training:
    """How many people must still reach a level, or without levels a degree."""

    competency: str
    level: float
    people: int


MOST_BUCKETS = 10


def overview(assessment: Assessment, most: int) -> Overview:
    """The overview of an assessment, with at most `most` people one by one."""
    people, more = _people(assessment, most)
    items: dict[str, dict[str, dict[str, object]]] = {id: {} for id in people["employee_id"]}
    shown = assessment.gaps.join(people.select("employee_id"), on="employee_id", how="semi", maintain_order="left")
    for row in shown.iter_rows(named=True):
        items[row["employee_id"]][row["competency"]] = row
    shown_people = tuple(people.iter_rows(named=True))
    return Overview(_competencies(assessment), _bench(assessment), shown_people, items, more, _clear(assessment))


def training(assessment: Assessment, most: int) -> tuple[list[Training], int]:
    """What most people must still learn, at most so many levels; and how many levels there are."""
    team = team_plan(assessment)
    return [Training(d.competency, d.level, d.people) for d in team.demand(most, 0)], team.rows


def largest_gaps_by(a: Assessment, column: str) -> dict[str, TeamGap]:
    """Value of a column of people → the largest gap of those who have it; of equal ones the first of the dictionary."""
    order = {c.id: i for i, c in enumerate(a.model.competencies)}
    groups = a.gaps.join(a.people.select("employee_id", column), on="employee_id").group_by(column, "competency")
    counts = groups.agg((pl.col("status") == SHORT).sum().alias("short"), ASSESSED.sum().alias("assessed"))
    found: dict[str, TeamGap] = {}
    for group, competency, short, assessed in counts.filter(pl.col("short") > 0).iter_rows():
        gap = TeamGap(competency, short, assessed)
        known = found.get(group, gap)
        found[group] = min(known, gap, key=lambda g: (-g.short, order[g.competency]))
    return found


def _people(a: Assessment, most: int) -> tuple[pl.DataFrame, int]:
    """The people to show, in order, and how many are left."""
    people = a.people
    # Who is far from a requirement is looked for first; the CSV of the same run has everybody (decision 0010).
    if people.height > most:
        worst = a.gaps.group_by("employee_id").agg(pl.col("gap").max().alias("worst"))
        ranked = people.join(worst, on="employee_id", how="left")
        ranked = ranked.sort("worst", "employee_id", descending=[True, False], nulls_last=True)
        people = ranked.drop("worst").head(most)
    ranks = [_rank("position", [p.id for p in a.model.positions]), _rank("verdict", VERDICTS)]
    return people.sort(*ranks, -pl.col("fit").fill_null(0.0), "employee_id"), a.people.height - people.height


def _rank(column: str, values: Sequence[str]) -> pl.Expr:
    """The index of a column's value in `values`; `len(values)` where it isn't there."""
    places = {value: i for i, value in enumerate(values)}
    return pl.col(column).replace_strict(places, default=len(places), return_dtype=pl.Int64)


def _bench(a: Assessment) -> tuple[tuple[str, Mapping[Verdict, int]], ...]:
    counted = {(p, v): n for p, v, n in a.people.group_by("position", "verdict").len().iter_rows()}
    found = {p.id: {v: counted.get((p.id, v), 0) for v in VERDICTS} for p in a.model.positions}
    return tuple((id, verdicts) for id, verdicts in found.items() if any(verdicts.values()))


def _clear(a: Assessment) -> tuple[int, int]:
    known = a.people.filter(pl.col("verdict") != INCOMPLETE, pl.col("clear").is_not_null())
    return int((known["clear"] == known["deciding"]).sum()), known.height


def _competencies(a: Assessment) -> tuple[CompetencyCounts, ...]:
    gaps = a.gaps
    statuses = {(c, s): n for c, s, n in gaps.group_by("competency", "status").len().iter_rows()}
    rated = gaps.filter(pl.col("rating").is_not_null())
    marks = gaps.group_by("competency").agg(pl.col("too_close").sum(), (pl.col("band") == LOW).sum().alias("low"))
    marked = {row["competency"]: row for row in marks.iter_rows(named=True)}
    asked = rated.filter(ASSESSED)
    found = []
    for c in a.model.competencies:
        edges, marks_of = _edges(c.scale), marked.get(c.id, {"too_close": 0, "low": 0})
        ratings = asked.filter(pl.col("competency") == c.id)["rating"]
        # The last bucket ends with the scale and holds its top.
        below = [ratings.filter(ratings < edge - EPSILON).len() for edge in edges[:-1]] + [ratings.len()]
        buckets = tuple(
            Bucket(low, high, upper - lower)
            for low, high, lower, upper in zip(edges, edges[1:], below, below[1:], strict=False)
        )
        found.append(
            CompetencyCounts(
                c.id,
                {s: statuses.get((c.id, s), 0) for s in (STRENGTH, MET, SHORT, UNASSESSED)},
                buckets,
                marks_of["too_close"],
                marks_of["low"],
            )
        )
    return tuple(found)


def _edges(scale: Scale) -> list[float]:
    """The edges of at most `MOST_BUCKETS` buckets: whole units, or several together, from the scale's minimum on."""
    # Ratings count as the level reached, rounded down, so the top of the scale has a bucket of its own (decision 0010).
    span = scale.max - scale.min
    unit = max(1, math.ceil((span + 1) / MOST_BUCKETS - EPSILON))
    starts = [scale.min + i * unit for i in range(math.floor(span / unit + EPSILON) + 1)]
    return [*starts, starts[-1] + unit]
