"""Tables that are to be read, and the files they are of: rating sheets wait until those like them are known."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from ..findings import catalogue
from ..findings.finding import Finding, Place
from .files.opening import Input
from .files.table import ListedRecords, Table
from .layout import Layout
from .names_of_tables import Said
from .partitions import partitions_of

LayOut = Callable[[Table], Layout]
"""Says how a table is to be read: by what it looks like, or by its mapping."""


@dataclass
class ReadFile:
    """A file, and what was read of it so far."""

    path: str
    input: Input | None = None
    """The file as an input, still without its records; None where it could not be opened."""
    number: int = 0
    """Its index among the inputs."""
    header: Place | None = None
    """The place of its first table's header."""
    rows: list[int] = field(default_factory=list)
    """The records of each table that was read."""
    is_usable: bool = False
    """Whether some table has rows that may count."""

    def problems(self) -> list[Finding]:
        """The finding about a file of whose tables none has a record, if it is one."""
        if self.header is None or not self.rows or any(self.rows):
            return []
        return [Finding(catalogue.HEADER_ALONE, self.header)]


class Unread(NamedTuple):
    """A table that is to be read; `order`: its place among all tables."""

    table: Table
    file: ReadFile
    order: int
    lay_out: LayOut
    is_roster: bool = False
    said: tuple[Said, ...] = ()
    """What the name of a rating sheet's file says and the sheet does not."""


def may_wait(unread: Unread) -> bool:
    """Whether a table can be read together with others: a rating sheet that no mapping is for."""
    table = unread.table
    return table.form is not None and isinstance(table.records, ListedRecords) and not unread.is_roster


def waiting(unread: Unread, said: Iterable[Said]) -> Unread:
    """A rating sheet as it waits: without what only vetting it needs, and with what else is `said` about its rows."""
    table = unread.table
    own = {table.headers[i] for i in table.head}
    return unread._replace(table=table._replace(form=None), said=tuple(s for s in said if s.column not in own))


def alike(unread: Iterable[Unread]) -> list[list[Unread]]:
    """Rating sheets in groups that have the same columns and are to be read in the same way, in order."""
    groups: dict[object, list[Unread]] = {}
    for one in unread:
        folders = partitions_of(one.table.path)
        groups.setdefault((one.table.headers, tuple(one.table.head), one.said, tuple(folders)), []).append(one)
    return list(groups.values())
