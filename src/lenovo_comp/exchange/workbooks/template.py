"""The layout of the template: what an author fills in with Excel, and how it is known again.

Three sheets: competencies, a row each with its levels in columns, a line a behaviour; positions, a column each;
and how to fill them in. Each has the mark in A1, hidden. Column A of the competencies has their ids, column B what
each line was when the workbook was written (`Known`), row 2 of the positions their ids. All of it is hidden, and
blank in what people add.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ...model.dictionary import Scale
from ...ratings.form import TEMPLATE_MARK
from ...text import LANGUAGES, Language, Text
from .cells import Head, normal_head
from .tables import LAYERS, Column

MARK = TEMPLATE_MARK
COMPETENCIES, POSITIONS, READ_ME = "competencies", "positions", "readme"
"""The keys behind the mark."""
IDS = "ids"
"""The head of the hidden column that says what the lines of a competency were."""
TITLES = {COMPETENCIES: Text("胜任能力", "Competencies"), POSITIONS: Text("岗位", "Positions")}
MOST_LEVEL = 99
DEGREES = Scale(0, 4, 1)
"""The scale of competencies without levels, in a dictionary that says nothing of it."""
STAGE, WEIGHT = Text("阶段", "Stage"), Text("权重", "Weight")
NAME = Column("name", Text("名称", "Name"), "words", 24)
BEHAVIOURS = Column("behaviours", Text("行为描述", "Behaviours"), "words", 46)
_BEFORE = (
    *(
        Column(f"group.{n}", Text(f"类别{end}", f"Group{end}"), "words", 16)
        for n, end in ((1, ""), (2, " 2"), (3, " 3"))
    ),
    Column("layer", Text("层次", "Layer"), "one of", 12, LAYERS),
    NAME,
    Column("short", Text("简称", "Short"), "words", 14),
    Column("definition", Text("定义", "Definition"), "words", 40),
)


def level_column(number: int) -> Column:
    """The column of a level's behaviours."""
    return Column(f"level.{number}", Text(f"{number}级", f"Level {number}"), "words", 46)


def columns(levels: Sequence[int], groups: int = 1) -> list[Column]:
    """The columns of the competencies, with so many levels of groups."""
    before = [c for c in _BEFORE if not c.key.startswith("group.") or int(c.key[6:]) <= groups]
    return [*before, *map(level_column, levels), BEHAVIOURS]


def heads(columns: Iterable[Column], languages: Sequence[Language]) -> list[Head]:
    """The heads of columns: of words one in each language, and in plain words where there is only one."""
    found = []
    for column in columns:
        several = column.kind == "words" and len(languages) > 1
        found += [Head(column, language) for language in languages] if several else [Head(column)]
    return found


_LEVEL_HEAD = re.compile(r"(?:level|l)?([0-9]{1,2})级?(\(.*\))?")
_KNOWN = {
    normal_head(Head(column, spoken).text(written)): Head(column, spoken)
    for column in (*_BEFORE, BEHAVIOURS)
    for spoken in (*LANGUAGES, None)
    for written in LANGUAGES
}
_LANGUAGE_HEADS = {"(中文)": "zh", "(zh)": "zh", "(英文)": "en", "(en)": "en"}


def find_head(text: str) -> Head | None:
    """The column that a head names.

    >>> find_head("Level 3 (en)").column.key, find_head("定义").column.key
    ('level.3', 'definition')
    """
    plain = normal_head(text)
    if (known := _KNOWN.get(plain)) is not None:
        return known
    match = _LEVEL_HEAD.fullmatch(plain)
    if match is None:
        return None
    spoken = next((x for x in LANGUAGES if x == _LANGUAGE_HEADS.get(match[2] or "")), None)
    return None if match[2] and spoken is None else Head(level_column(int(match[1])), spoken)


class Known(NamedTuple):
    """What a line was when the workbook was written: its level (None: without levels), its id, digests of its words.

    Without an id it says that the level had no statements.
    """

    level: int | None
    id: str | None = None
    digests: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join(("-" if self.level is None else str(self.level), self.id or "-", *self.digests))


def parse_known(text: str) -> list[Known]:
    """The lines of the hidden cell; what isn't one is passed over."""
    found = []
    for line in text.split("\n"):
        match line.split():
            case [level, id, *digests] if level == "-" or level.isdecimal():
                found.append(Known(None if level == "-" else int(level), None if id == "-" else id, tuple(digests)))
    return found


def digest(text: str) -> str:
    """A short digest of a statement, by which it is found again."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]


class Asked(NamedTuple):
    """What a position asks of a competency."""

    level: float
    desired: float | None
    essential: bool

    def __str__(self) -> str:
        text = f"{self.level:.15g}" + ("" if self.desired is None else f"/{self.desired:.15g}")
        return text if self.essential else f"({text})"


_NUMBER = r"(-?[0-9]{1,7}(?:\.[0-9]{1,9})?)"
_ASKED = re.compile(rf"(?P<open>\()?\s*{_NUMBER}\s*(?:/\s*{_NUMBER}\s*)?(?(open)\))")


def parse_asked(text: str) -> Asked | None:
    """A cell of the positions: `3`, `3/4` with what is desired, `(2)` where it isn't essential; None for any other.

    >>> parse_asked("（3/4）")
    Asked(level=3.0, desired=4.0, essential=False)
    """
    match = _ASKED.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if match is None:
        return None
    desired = None if match[3] is None else float(match[3])
    return Asked(float(match[2]), desired, match["open"] is None)
