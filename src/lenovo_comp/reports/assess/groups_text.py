"""`comp assess --by` as text: groups of people × competencies."""

import math
from collections.abc import Callable

from ...model.dictionary import EPSILON, Competency
from ..shared.blocks import Block, Heading, Span, Table, Tone, text
from ..shared.footers import footer
from ..shared.naming import heads, id_and_name, legend_of_heads, more_rows
from ..shared.tables import column, table
from ..shared.words import OVERVIEW_PLACES, Words, figure, fixed
from .groups import MANAGER, POSITION, GroupCell, Groups, PeopleGroup

MOST_GROUPS = 30
MOST_STEPS = 6
"""Whole steps of a scale that are shown one by one; of a longer scale only those that occur."""
WITHHELD = "x"


def view(groups: Groups, words: Words) -> list[Block]:
    """The whole report: mean ratings and people short, then people at each level."""
    a = groups.assessment
    listed = sorted(groups.groups, key=lambda g: -g.people)[:MOST_GROUPS]
    shown = [g for g in groups.groups if g in listed]
    key = "assessed_people" if a.cycle else "assessed_people_no_cycle"
    counts = words(key, people=f"{a.people.height:,}", cycle=a.cycle, ratings=f"{a.summary.ratings:,}")
    title = words.of(a.model.name) + words.colon() + words(f"by_{groups.by}").lower()
    blocks: list[Block] = [Heading(title, 1), text(counts), Heading(words("groups_ratings"))]
    blocks.append(_table(groups, shown, words, levels=False))
    blocks.append(text(Span(words("groups_legend", least=a.model.min_group), "dim")))
    blocks += legend_of_heads(a.model, words)
    blocks += more_rows("groups_more", len(shown), len(groups.groups), words)
    blocks += [Heading(words("groups_levels")), _table(groups, shown, words, levels=True)]
    blocks.append(text(Span(words("groups_levels_legend"), "dim")))
    return [*blocks, *footer(a, words, words("groups_people_in_files"))]


def group_name(key: str | None, groups: Groups, words: Words) -> str:
    """The name of a group: the department, the manager's id and name, or the position's name."""
    if key is None:
        return words("group_none")
    model = groups.assessment.model
    if groups.by == POSITION:
        return words.of(model.position(key).name)
    if groups.by == MANAGER:
        return id_and_name(key, groups.names.get(key))
    return key


def _table(groups: Groups, shown: list[PeopleGroup], words: Words, *, levels: bool) -> Table:
    model = groups.assessment.model

    def of_competency(competency: Competency) -> Callable[[tuple[str, PeopleGroup]], Span]:
        return lambda row: _cell(row[1], competency, levels=levels)

    people = column(words("group_people"), _people, right=True, key=True)
    return table(
        [*((group_name(g.key, groups, words), g) for g in shown), (words("group_all"), groups.total)],
        column(words(f"group_{groups.by}"), lambda row: row[0], key=True, wrap=True),
        *(() if levels else (people,)),
        *(column(head, of_competency(c)) for head, c in zip(heads(model, words), model.competencies, strict=True)),
    )


def _people(row: tuple[str, PeopleGroup]) -> str:
    return f"{row[1].people:,}"


def _cell(group: PeopleGroup, competency: Competency, *, levels: bool) -> Span:
    if competency.id not in group.cells:
        return Span("")
    cell = group.cells[competency.id]
    if cell is None:
        return Span(WITHHELD, "dim")
    if cell.rating_mean is None:
        return Span("?", "dim")
    if levels:
        return Span(_levels(cell, competency))
    tone: Tone = "good" if not cell.short else "bad" if 2 * cell.short > cell.n else "warn"
    return Span(f"{fixed(cell.rating_mean, OVERVIEW_PLACES)}/{cell.short:,}", tone)


def _levels(cell: GroupCell, competency: Competency) -> str:
    """`1·3·5·0` from the scale's lowest step up, or `2:5 3:1` where there are many."""
    scale = competency.scale
    unit = max(1.0, scale.step)
    steps = math.floor((scale.max - scale.min) / unit + EPSILON) + 1
    people = dict(cell.levels)
    if steps > MOST_STEPS:
        return " ".join(f"{figure(at)}:{n}" for at, n in cell.levels)
    return "·".join(str(people.get(scale.min + i * unit, 0)) for i in range(steps))
