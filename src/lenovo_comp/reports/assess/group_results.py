"""The result of `comp assess --by`: groups of people, each figure of which rests on enough of them."""

from collections.abc import Mapping
from typing import Literal, NamedTuple, get_args

from ...method.results import Assessment

By = Literal["department", "manager", "position"]
BY: tuple[By, ...] = get_args(By)
DEPARTMENT, MANAGER, POSITION = BY


class GroupCell(NamedTuple):
    """A group on a competency, over those whose position requires it.

    `n` of them are rated; `rating_mean` and `short` are theirs, `levels` how many of them stand at each
    whole step of the scale, rounded down: (step, people), the lowest first.
    """

    n: int
    rating_mean: float | None
    short: int
    unassessed: int
    levels: tuple[tuple[float, int], ...]


class PeopleGroup(NamedTuple):
    """A group of people: `key` is None for those who belong to none; a cell is None where it is withheld.

    A competency that nobody's position requires has no cell.
    """

    key: str | None
    people: int
    cells: Mapping[str, GroupCell | None]


class Groups(NamedTuple):
    """An assessment by groups of people, in the order of their keys, and over all of them."""

    assessment: Assessment
    by: By
    groups: tuple[PeopleGroup, ...]
    total: PeopleGroup
    names: Mapping[str, str | None]
    """The names of those keys that are people of the assessment."""
