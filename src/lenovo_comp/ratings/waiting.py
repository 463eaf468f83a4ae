"""Rating sheets that wait until all files are opened, so that those with the same columns are read together."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from .files.table import Table
from .layout import Layout
from .names_of_tables import Said

LayOut = Callable[[Table], Layout]
"""Says how a table is to be read: by what it looks like, or by its mapping."""


class Waiting(NamedTuple):
    """A rating sheet, the number of its file among the inputs, and what the file's name says."""

    table: Table
    number: int
    lay_out: LayOut
    said: tuple[Said, ...]


def alike(waiting: Iterable[Waiting]) -> list[list[Waiting]]:
    """The sheets in groups that can be read as one table, in order."""
    groups: dict[object, list[Waiting]] = {}
    for one in waiting:
        groups.setdefault((one.table.headers, tuple(one.table.head), one.said), []).append(one)
    return list(groups.values())
