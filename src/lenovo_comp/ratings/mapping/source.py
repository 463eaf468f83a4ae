"""A mapping, as the settings say it: which files, and what their headers, cells and names stand for."""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ...findings.finding import Finding, Place

IGNORE = "ignore"
"""What a header stands for that isn't read."""
BETWEEN_ROWS = " / "
"""What stands between the parts of a header that goes over several rows."""
_WILDCARD = r"\*+|\?|\[!?\]?[^\]]*\]"


class Target(NamedTuple):
    """What a header stands for: a column, and for levels what it `says` of each: column → cell.

    >>> Target("level", {"competency": "communication", "rater_role": "self", "rater_id": ""}).column
    'level'
    """

    column: str
    says: Mapping[str, str] = {}


class SkippedRows(NamedTuple):
    """Rows that are no data, as a spreadsheet counts them (from 1): ranges, and so many at the end.

    >>> 7 in SkippedRows(((4, 4), (6, 9))), 5 in SkippedRows(((4, 4), (6, 9)))
    (True, False)
    """

    ranges: tuple[tuple[int, int], ...] = ()
    last: int = 0

    def __contains__(self, row: object) -> bool:
        return isinstance(row, int) and any(first <= row <= end for first, end in self.ranges)


class SourceMapping(NamedTuple):
    """How some files are read, instead of by the names of columns that `comp` knows.

    A header stands for its `Target`; None: it isn't read. Nothing is read of files whose mapping is not `usable`.
    """

    place: Place
    """Where the mapping stands."""
    files: frozenset[str]
    """Which files it is for: paths as `identity` gives them."""
    columns: Mapping[str, Target | None] = {}
    values: Mapping[str, Mapping[str, str]] = {}
    """Column → what its cells hold → what that stands for; "" is blank."""
    constants: Mapping[str, str] = {}
    sheet: str | None = None
    """The column that a sheet's name stands for."""
    file: str | None = None
    """The column that a file's name stands for."""
    pattern: str = ""
    """The pattern that the file's name is compared with (see `said_by_name`)."""
    header_row: int | None = None
    """The row of the headers, as a spreadsheet counts, or their first; None: the first that has some of them."""
    header_rows: int = 1
    """Over how many rows the headers go (see `joined`)."""
    skip_rows: SkippedRows = SkippedRows()
    usable: bool = True

    @property
    def where(self) -> str:
        """Where the mapping stands, as findings say it."""
        return str(self.place._replace(column=None))


class Mappings(NamedTuple):
    """The mappings of a project, and what is wrong with them."""

    sources: tuple[SourceMapping, ...] = ()
    problems: tuple[Finding, ...] = ()

    def of(self, path: str) -> SourceMapping | None:
        """The mapping of a file, if it has one."""
        if not self.sources:
            return None
        name = identity(path)
        return next((source for source in self.sources if name in source.files), None)


NO_MAPPINGS = Mappings()


def plainly(header: str) -> str:
    """A header as it is compared: spaces around it, and how many or which between words, don't count.

    >>> plainly(" Talks\\nwell ")
    'Talks well'
    """
    return " ".join(header.replace("\ufeff", "").split())


def joined(rows: Sequence[Sequence[str | None]]) -> tuple[str, ...]:
    """Headers that go over several rows. A cell that is blank above another was merged with the one to its left.

    >>> joined([["Staff", "Talks", None, "Remarks"], ["", "Required", "Actual", ""]])
    ('Staff', 'Talks / Required', 'Talks / Actual', 'Remarks')
    """
    width = max(map(len, rows))
    given = [[plainly(cell or "") for cell in row] + [""] * (width - len(row)) for row in rows]
    for above, *below in (given[i:] for i in range(len(given) - 1)):
        for i in range(1, width):
            if any(row[i] for row in below):
                above[i] = above[i] or above[i - 1]
    return tuple(BETWEEN_ROWS.join(filter(None, cells)) for cells in zip(*given, strict=True))


def identity(path: str) -> str:
    """The path of a file by which it is the same, however it was named."""
    return os.path.normcase(os.path.realpath(path))


def identities(paths: Iterable[str]) -> frozenset[str]:
    """The identities of some files."""
    return frozenset(map(identity, paths))


def said_by_name(path: str, pattern: str) -> str:
    """What a file's name says: what the pattern's one wildcard stands for in it, else the name without its ending.

    >>> said_by_name("exports/forms-2026H1.xlsx", "exports/forms-*.xlsx")
    '2026H1'
    >>> said_by_name("roles/self.csv", "roles/*"), said_by_name("a/2026-self.csv", "a/*-*.csv")
    ('self', '2026-self')
    """
    name, last = Path(path).name, re.split(r"[/\\]", pattern)[-1]
    wildcards = list(re.finditer(_WILDCARD, last))
    if len(wildcards) == 1 and wildcards[0][0] == "*":
        before, after = last[: wildcards[0].start()], last[wildcards[0].end() :]
        if len(name) >= len(before) + len(after) and name.startswith(before) and name.endswith(after):
            said = name[len(before) : len(name) - len(after)]
            return Path(said).stem if not after else said
    return Path(path).stem
