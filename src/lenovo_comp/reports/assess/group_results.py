"""The result of `comp assess --by`: groups of people, with figures that rest on enough of them."""

from collections.abc import Mapping
from typing import Literal, NamedTuple, get_args

from ...method.results import Assessment

By = Literal["department", "manager", "position"]
BY: tuple[By, ...] = get_args(By)
DEPARTMENT, MANAGER, POSITION = BY


class GroupCell(NamedTuple):
    """A group's figures on a competency, over those whose position requires it.

    `n` of them are rated; `rating_mean` and `short` are over these, and `levels` are pairs (whole step of the
    scale, people whose rating reaches it and not the next), the lowest first.
    """

    n: int
    rating_mean: float | None
    short: int
    unassessed: int
    levels: tuple[tuple[float, int], ...]


class PeopleGroup(NamedTuple):
    """A group of people and its cells by competency; a cell is None where it is withheld.

    `key` is None for those who belong to no group. A competency that nobody's position requires has no cell.
    """

    key: str | None
    people: int
    cells: Mapping[str, GroupCell | None]


class Groups(NamedTuple):
    """An assessment by groups, in the order of their keys, and in total."""

    assessment: Assessment
    by: By
    groups: tuple[PeopleGroup, ...]
    total: PeopleGroup
    names: Mapping[str, str | None]
    """The names of those keys that are people of the assessment."""
