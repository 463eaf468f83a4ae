"""A team at a glance: how many people stand where, and the people who are shown one by one."""

from collections.abc import Mapping
from dataclasses import dataclass

from ...method.results import Band, Row, Status, Verdict


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many people's ratings lie from `low` up to, but not at, `high` (in scale units; at the top of it, too)."""

    low: float
    high: float
    people: int


@dataclass(frozen=True, slots=True)
class CompetencyCounts:
    """How many people stand where on one competency.

    `statuses` and `buckets` are over those whose position requires it: their statuses (`not_required` is
    none), and the ratings of those who are assessed. `bands`: how far the raters agree, over everybody
    with a rating; None: only one rater counts.
    """

    competency: str
    statuses: Mapping[Status, int]
    buckets: tuple[Bucket, ...]
    bands: Mapping[Band | None, int]


@dataclass(frozen=True, slots=True)
class Overview:
    """The counts, and the first people in the order in which they are shown.

    `bench` is how many people of each position have which verdict against it (positions that somebody
    has, in the dictionary's order). `people` are rows of `Assessment.people`: all, by position, verdict
    and fit, or, where they are more than asked for, those with the largest gaps, and `more` is how many
    are not among them. `items` are their rows of `Assessment.gaps`: employee → competency → row.
    """

    competencies: tuple[CompetencyCounts, ...]
    bench: tuple[tuple[str, Mapping[Verdict, int]], ...]
    people: tuple[Row, ...]
    items: Mapping[str, Mapping[str, Row]]
    more: int
