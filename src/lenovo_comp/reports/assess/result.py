"""The overview of a team: counts of people, and the people who are shown one by one."""

from collections.abc import Mapping
from dataclasses import dataclass

from ...method.results import Band, Row, Status, Verdict


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
    assessed. `bands` are over everybody with a rating, by the agreement of the raters (None: one rater counts).
    """

    competency: str
    statuses: Mapping[Status, int]
    buckets: tuple[Bucket, ...]
    bands: Mapping[Band | None, int]


@dataclass(frozen=True, slots=True)
class Overview:
    """The counts, and the people in the order in which they are shown.

    `bench`: position → verdict → people, for positions that somebody has, in the dictionary's order. `people` are
    rows of `Assessment.people`, by position, verdict and fit; `more` is the number of those left out. `items` are
    their rows of `Assessment.gaps`: employee → competency → row.
    """

    competencies: tuple[CompetencyCounts, ...]
    bench: tuple[tuple[str, Mapping[Verdict, int]], ...]
    people: tuple[Row, ...]
    items: Mapping[str, Mapping[str, Row]]
    more: int
