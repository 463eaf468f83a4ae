"""`comp assess --by` as text: groups of people by verdict, and by competency."""

import math
from collections.abc import Callable

from ...method.results import VERDICTS, Verdict
from ...model.dictionary import EPSILON, Competency, Model
from ..shared.blocks import Block, Heading, Span, Table, Tone, text
from ..shared.footers import footer
from ..shared.naming import are_long, heads, id_and_name, legend_of_heads, more_rows
from ..shared.tables import TableColumn, column, table
from ..shared.tones import VERDICT_TONE
from ..shared.words import OVERVIEW_PLACES, Words, figure, fixed
from .groups import MANAGER, POSITION, GroupCell, Groups, PeopleGroup
from .text import people_line

MOST_GROUPS, MOST_GAPS = 30, 2
MOST_STEPS = 6
"""Whole steps of a scale that are shown one by one; of a longer scale only those that occur."""
WITHHELD = "x"


def view(groups: Groups, words: Words) -> list[Block]:
    """The whole report: verdicts, mean ratings and people short, then people at each level."""
    a = groups.assessment
    shown = largest(groups, MOST_GROUPS)
    blocks: list[Block] = [Heading(title(groups, words), 1), text(people_line(a, words))]
    blocks += [Heading(words("groups_verdicts")), verdict_table(groups, shown, words)]
    blocks.append(text(Span(words("groups_verdicts_legend", least=a.model.min_group), "dim")))
    blocks += [Heading(words("groups_ratings"))]
    blocks.append(_table(groups, shown, words, levels=False))
    blocks.append(text(Span(words("groups_legend", least=a.model.min_group), "dim")))
    blocks += legend_of_heads(a.model, words)
    blocks += more_rows("groups_more", len(shown), len(groups.groups), words)
    blocks += [Heading(words("groups_levels")), _table(groups, shown, words, levels=True)]
    blocks.append(text(Span(words("groups_levels_legend"), "dim")))
    return [*blocks, *footer(a, words, words("groups_people_in_files"))]


def title(groups: Groups, words: Words) -> str:
    return words.of(groups.assessment.model.name) + words.colon() + words(f"by_{groups.by}").lower()


def largest(groups: Groups, most: int) -> list[PeopleGroup]:
    """The groups with most people, in the order of their keys."""
    listed = sorted(groups.groups, key=lambda g: -g.people)[:most]
    return [g for g in groups.groups if g in listed]


def verdict_table(groups: Groups, shown: list[PeopleGroup], words: Words) -> Table:
    """How many people of each group have which verdict, and what most of them lack."""
    named = [(group_name(g.key, groups, words), g) for g in shown]

    def count(verdict: Verdict) -> TableColumn[tuple[str, PeopleGroup]]:
        def cell(row: tuple[str, PeopleGroup]) -> Span:
            counts = row[1].verdicts
            if counts is None:
                return Span(WITHHELD, "dim")
            return Span(f"{counts[verdict]:,}", VERDICT_TONE[verdict] if counts[verdict] else "plain")

        return column(words(verdict).capitalize(), cell, right=True, wrap=True)

    rows = [*named, (words("group_all"), groups.total)]
    return table(
        rows,
        column(words(f"group_{groups.by}"), lambda row: row[0], key=True, wrap=are_long(name for name, _ in rows)),
        column(words("group_people"), _people, right=True, key=True),
        *map(count, VERDICTS),
        column(words("group_gaps"), lambda row: _gaps(row[1], groups.assessment.model, words), spare=1),
        omitted=words("columns_omitted"),
    )


def _gaps(group: PeopleGroup, model: Model, words: Words) -> str:
    """The competencies on which most people of the group are short, of those that are shown."""
    found = [(c, cell) for c in model.competencies if (cell := group.cells.get(c.id)) and cell.short]
    found.sort(key=lambda pair: -pair[1].short)
    return words.join(
        [
            words("group_gap", competency=words.of(c.short), short=f"{cell.short:,}", n=f"{cell.n:,}")
            for c, cell in found[:MOST_GAPS]
        ]
    )


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
    tone: Tone = "good" if not cell.short else "worst" if 2 * cell.short > cell.n else "bad"
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
