"""The result of `comp explain`: the derivation of one figure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from ...method.results import Agreement, Assessment, Bound, Need, Row, Status
from ...method.settling import Settling
from ...method.standard_error import ErrorVariance
from ...model.dictionary import Requirement


class Source(NamedTuple):
    """A row of a ratings file: its place as findings name it."""

    path: str
    line: int | None
    row: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line if self.line is not None else self.row}"


class LevelShare(NamedTuple):
    """The numbers of a level's behaviours that one rater rated, and saw at least as often as the rule asks.

    `size` is how many it has; `enough`: it counts as rated.
    """

    level: int
    size: int
    rated: int
    seen: int
    enough: bool
    attained: bool


class RaterFigure(NamedTuple):
    """One rater's figure; None where nothing follows from the behaviours that they rated."""

    rater_id: str | None
    figure: float | None
    rows: int
    """Number of rows that the figure comes from."""
    sources: tuple[Source, ...] | None = None
    levels: tuple[LevelShare, ...] = ()
    """Steps from behaviours to the figure; empty where a level was given, or there are no levels."""
    behaviours: int = 0
    """Number of single behaviours that the rater rated."""
    at_least: bool = False
    """The figure is a bound."""


class Fate(StrEnum):
    """The fate of a role's figures: whether and how they enter the rating."""

    COUNTS = "counts"
    WEIGHTLESS = "weight_zero"
    """Shown, and without weight."""
    NO_FIGURE = "no_figure"
    """Too few behaviours were rated for a figure."""
    BOUNDS = "bounds"
    """Too few figures that are no bounds; bounds give no more than the figures that count."""
    ROLLED_UP = "rolled_up"
    """Part of `others`."""
    DROPPED = "dropped"


class Term(NamedTuple):
    """A group that makes up a rating: role (or `others`), weight, mean, different raters."""

    role: str
    weight: float
    mean: float
    n: int


class RoleShare(NamedTuple):
    """A role's part in a rating.

    `mean` and `agreement` are None unless the role may be shown by itself; `raters` is None where they stay
    anonymous. `rows` is the number of rows it comes from, None in `others` where behaviours were rated; `sources`
    are these rows. With `show_raters` all are known.
    """

    role: str
    fate: Fate
    n: int
    min_raters: int
    weight: float
    rows: int | None
    sources: tuple[Source, ...] | None = None
    mean: float | None = None
    agreement: Agreement | None = None
    raters: tuple[RaterFigure, ...] | None = None


class Change(NamedTuple):
    """The rating and its status if a role's mean were `mean`, one step of the scale higher."""

    role: str
    mean: float
    rating: float
    status: Status


@dataclass(frozen=True)
class Explanation:
    """The derivation of one figure. `person` and `item` are rows of `Assessment.people` and `Assessment.gaps`.

    `terms` are the groups that make up the rating, Σ weight × mean / Σ weight over them, or their plain mean
    where every weight is 0. `changes` are of the same groups.
    """

    assessment: Assessment
    person: Row
    item: Row
    roles: tuple[RoleShare, ...]
    terms: tuple[Term, ...]
    requirement: Requirement | None
    part_of_fit: float | None
    bound: Bound | None
    """Why the rating is a bound, where it is."""
    variances: tuple[tuple[str, ErrorVariance], ...]
    """Of each term, where the standard error is known."""
    settling: Settling | None
    """What would settle it, where it isn't clear."""
    changes: tuple[Change, ...]
    need: Need | None
