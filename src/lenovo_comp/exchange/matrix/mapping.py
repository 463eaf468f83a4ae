"""The map: what every column of every table holds. A dry run drafts it, people edit it, `--map` reads it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ...text import LANGUAGES, Language, Text

IGNORE = "ignore"
WITH_LANGUAGE = (
    "name",
    "short",
    "definition",
    "group",
    "group 2",
    "group 3",
    "level N",
    "level name",
    "level summary",
    "statement",
)
"""Targets that are texts, and so may say a language."""
TARGETS = (*WITH_LANGUAGE, "code", "layer", "level", "competency", "position", "uri", IGNORE)
"""Everything that a column may hold; N stands for a number."""
_LEVEL = re.compile(r"level ([0-9]{1,2})")


class Target(NamedTuple):
    """What a column holds: one of `TARGETS`, the number of `level N`, and the language of its texts."""

    kind: str
    number: int | None = None
    language: Language | None = None

    def __str__(self) -> str:
        kind = f"level {self.number}" if self.number is not None else self.kind
        return f"{kind} {self.language}" if self.language is not None else kind

    @property
    def depth(self) -> int:
        """The place of a group in the path of groups, from 0."""
        return int(self.kind[6:] or 1) - 1


def parse_target(text: str) -> Target | None:
    """A target as the map writes it; None for what is none.

    >>> parse_target("level 3 zh"), parse_target("nam")
    (Target(kind='level N', number=3, language='zh'), None)
    """
    words = text.split()
    language = next((x for x in LANGUAGES if words[1:] and words[-1] == x), None)
    kind = " ".join(words[:-1] if language else words)
    number = None
    if (level := _LEVEL.fullmatch(kind)) is not None:
        kind, number = "level N", int(level[1])
    if kind not in TARGETS or (kind == "level N" and number is None) or (language and kind not in WITH_LANGUAGE):
        return None
    return Target(kind, number, language)


@dataclass
class TableMap:
    """What a table holds. Rows are counted from 1, as spreadsheets show them."""

    sheet: str | None = None
    records: str | None = None
    """The list of a JSON or YAML file, in place of a sheet."""
    ignore: bool = False
    """Nothing of the table is taken."""
    header_row: int = 1
    header_rows: int = 1
    """How many rows the heads take; a column's head is then what stands in the last of them, or in all."""
    fill_down: list[str] = field(default_factory=list)
    """Heads of columns whose blank cells mean the same as above."""
    skip_rows: list[int] = field(default_factory=list)
    """Rows that hold nothing of the framework, such as totals."""
    group_rows: list[int] = field(default_factory=list)
    """Rows whose only text is the group of the rows below."""
    split: bool = True
    """Whether each line of a cell is a statement."""
    columns: dict[str, Target] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)
    """The numbers of levels that are only named."""
    layer: str | None = None
    group: str | None = None
    """The layer and the group of everything in the table, where no column says them."""
    suspected: list[str] = field(default_factory=list)
    """Heads of columns that look like positions, where nobody said so; no part of a written map."""
    lost: Text | None = None
    """Why nothing of the table is taken, where recognition says so; no part of a written map."""

    @property
    def called(self) -> str:
        return self.records if self.records is not None else self.sheet or ""

    def of_kind(self, *kinds: str) -> Iterator[tuple[str, Target]]:
        """The columns of some kinds."""
        return ((head, target) for head, target in self.columns.items() if target.kind in kinds)


@dataclass
class Map:
    """A whole map: the tables, and what it says of the framework."""

    tables: list[TableMap] = field(default_factory=list)
    format: str = "matrix"
    id: str | None = None
    name: str | None = None
    version: str | None = None
    license: str | None = None
    lang: Language | None = None
    description: str | None = None
    is_given: bool = False
    """Whether somebody wrote it, so that nothing may be guessed."""
