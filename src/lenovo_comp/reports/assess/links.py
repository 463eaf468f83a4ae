"""Links of a team's page that is one of a folder."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..shared.page import Trail


class Team(NamedTuple):
    """A group of people with a page of its own: a department, a manager's people."""

    name: str
    href: str
    verdicts: Mapping[str | None, int]
    key: str
    """What the column of people holds: the department, the manager's id."""


class Links(NamedTuple):
    """Links of a page that is one of a folder."""

    title: str = ""
    """The team that the page is about, if it isn't everybody."""
    trail: Trail = ()
    people: Mapping[str, str] = {}
    """Employee → the address of their page."""
    teams: Sequence[tuple[str, str, Sequence[Team]]] = ()
    """Kinds of teams, each with an id, the key of its heading, and its teams."""


ALONE = Links()
"""Of a page by itself."""
