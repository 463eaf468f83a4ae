"""Folders named like `cycle=2026H1`, as data lakes have them: what they say of the rows in the files below."""

from pathlib import PurePath
from typing import NamedTuple

from .columns import HEADERS

_NULL = "__HIVE_DEFAULT_PARTITION__"


class Partition(NamedTuple):
    """A folder `key=cell`, and the folder `inside` which it is. The cell is "" where the rows below have none.

    >>> [(p.inside, p.column, p.cell) for p in partitions_of("r/周期=2026H1/department=R%26D/part-0.parquet")]
    [('r', 'cycle', '2026H1'), ('r/周期=2026H1', 'department', 'R&D')]
    """

    inside: str
    key: str
    cell: str

    @property
    def name(self) -> str:
        """The folder's name, as a person would write it."""
        return f"{self.key}={self.cell}"

    @property
    def column(self) -> str | None:
        """The column that the folder gives; None for one that ratings don't have."""
        return HEADERS.find(self.key)


def partitions_of(path: str) -> list[Partition]:
    """What the folders on the way to a file say, the outermost first."""
    found = []
    folders = PurePath(path).parts[:-1]
    for i, folder in enumerate(folders):
        key, equals, cell = folder.partition("=")
        if key and equals:
            inside = PurePath(*folders[:i]).as_posix()
            found.append(Partition(inside, _decoded(key), "" if cell == _NULL else _decoded(cell)))
    return found


def _decoded(text: str) -> str:
    """Text without the `%`-escapes that engines write for characters which names of folders can't have."""
    if "%" not in text:
        return text
    from urllib.parse import unquote

    try:
        return unquote(text, errors="strict")
    except UnicodeDecodeError:
        return text
