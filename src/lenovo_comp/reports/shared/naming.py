"""Names of people and competencies in reports, and lists that end in how many more there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ...method.results import Row
from ...model.dictionary import Competency, Model
from .blocks import Block, Span, text
from .tables import TableColumn, column
from .words import Words
from .wrapping import cells

if TYPE_CHECKING:
    from ...method.summary import Named

LONGEST_HEAD = 10
"""Cells of a terminal that the head of a competency's column may take."""
LONGEST_NAME = 32
"""Cells of a terminal that names in tables may take before they are wrapped."""


def id_and_name(id: str, name: str | None) -> str:
    """A person in a list: `E001 Zhang San`, or the id alone.

    >>> id_and_name("E001", None)
    'E001'
    """
    return f"{id} {name}" if name else id


def name_and_id(id: str, name: str | None) -> str:
    """A person in a heading: `Zhang San E001`, or the id alone.

    >>> name_and_id("E001", "Zhang San")
    'Zhang San E001'
    """
    return f"{name} {id}" if name else id


def subject(person: Row) -> str:
    """The heading of a report on one person (a row of `Assessment.people`)."""
    return name_and_id(person["employee_id"], person["name"])


def person_columns(words: Words, *, wrap: bool = True) -> tuple[TableColumn[Row], TableColumn[Row]]:
    """The columns of id and name, for rows that have `employee_id` and `name`."""
    return (
        column(words("employee"), lambda r: r["employee_id"], key=True, wrap=wrap),
        column(words("name"), lambda r: r["name"] or "", key=True, wrap=wrap),
    )


def person_line(people: Sequence[Row], words: Words) -> Sequence[TableColumn[Row]]:
    """The columns of id and, where there are any, name of these rows, in one line unless one is very long."""
    id, name = person_columns(words, wrap=are_long(r[key] or "" for r in people for key in ("employee_id", "name")))
    return (id, name) if any(r["name"] for r in people) else (id,)


def are_long(names: Iterable[str]) -> bool:
    """Whether one of the names is so long that its column must wrap."""
    return any(cells(name) > LONGEST_NAME for name in names)


def name_group(group: Named, words: Words) -> str:
    """The first people of a group by id and name, and how many more there are."""
    return list_with_more([id_and_name(id, name) for id, name in group.first], group.total, words)


def list_with_more(parts: Sequence[str], total: int, words: Words, key: str = "and_more") -> str:
    """The parts as a list, and how many more of `total` there are.

    >>> list_with_more(["E001", "E002"], 5, Words("en"))
    'E001, E002 and 3 more'
    """
    more = total - len(parts)
    between = "" if words.language == "zh" and not (parts and parts[-1][-1:].isascii()) else " "
    return words.join(list(parts)) + (between + words(key, more=f"{more:,}") if more > 0 else "")


def more_rows(key: str, shown: int, total: int, words: Words) -> list[Block]:
    """A line on how many more rows there are than a table shows; none where it shows all."""
    return [text(words(key, shown=shown, more=f"{total - shown:,}"))] if total > shown else []


def competency_name(id: str, model: Model, words: Words) -> str:
    return words.of(model.competency(id).name)


def short_name(id: str, model: Model, words: Words) -> str:
    return words.of(model.competency(id).short)


def heads(model: Model, words: Words) -> list[str]:
    """The column heads of all competencies: short names, or `#` and a number where these are long."""
    shorts = [words.of(c.short) for c in model.competencies]
    return [s if cells(s) <= LONGEST_HEAD else f"#{i}" for i, s in enumerate(shorts, 1)]


def abbreviated_heads(competencies: Sequence[Competency], words: Words) -> tuple[dict[str, str], str]:
    """Competency → column head, long short names cut with an ellipsis; and a line that explains those still alike.

    Names are cut at the end, those that would be alike in the middle, and what is alike even so has a number as in
    `heads`.
    """
    shorts = [words.of(c.short) for c in competencies]
    found = [_cut(short, LONGEST_HEAD - 1, 0) for short in shorts]
    times = Counter(found)
    half = LONGEST_HEAD // 2
    found = [_cut(s, half - 1, half) if times[f] > 1 else f for s, f in zip(shorts, found, strict=True)]
    times = Counter(found)
    found = [f"#{i}" if times[head] > 1 else head for i, head in enumerate(found, 1)]
    pairs = list(zip(found, competencies, strict=True))
    return {c.id: head for head, c in pairs}, words.join([f"{h} {words.of(c.name)}" for h, c in pairs if h[0] == "#"])


def _cut(head: str, start: int, end: int) -> str:
    """The head, if it is too long so many cells of its start and of its end."""
    if cells(head) <= LONGEST_HEAD:
        return head
    left, right = head, head if end else ""
    while cells(left) > start:
        left = left[:-1]
    while cells(right) > end:
        right = right[1:]
    return f"{left.rstrip()}…{right.lstrip()}"


def legend_of_heads(model: Model, words: Words) -> list[Block]:
    """A line that explains the numbers among the heads; none where there are none."""
    pairs = zip(heads(model, words), model.competencies, strict=True)
    numbered = [f"{head} {words.of(c.name)}" for head, c in pairs if head.startswith("#")]
    return [text(Span(words.join(numbered), "dim"))] if numbered else []
