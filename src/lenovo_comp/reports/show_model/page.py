"""The handbook as a page: contents that lead to every competency, level and position."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ...model.dictionary import Competency, Model
from ..shared.blocks import Block, Heading
from ..shared.page import Trail, render
from ..shared.words import Words
from . import groups, handbook
from .text import STAGES, level_anchor, position_anchor, title


class Entry(NamedTuple):
    """A line of the contents, with those below it. Without an anchor it leads nowhere."""

    name: str
    anchor: str
    below: Sequence[Entry] = ()


def handbook_page(model: Model, words: Words, trail: Trail = ()) -> str:
    """The whole page."""
    name, *about = title(model, words)
    return render(
        "handbook.jinja",
        words.language,
        title=words.of(model.name),
        styles=("page.css", "handbook.css"),
        trail=trail,
        confidential=False,
        opening=[name],
        about=about,
        contents_name=words("book_contents"),
        contents=contents(model, words),
        chapters=_chapters(handbook.chapters(model, words)),
    )


def contents(model: Model, words: Words) -> list[Entry]:
    """The contents: chapters, competencies with their levels, positions."""
    found = [Entry(words("book_how"), handbook.HOW), Entry(words("layers"), handbook.LAYERS)]
    if model.stages:
        found.append(Entry(words("stages"), STAGES))
    found.append(Entry(words("overview"), handbook.OVERVIEW, _competencies(model, words)))
    if model.positions:
        positions = [Entry(words.of(p.name), position_anchor(p)) for p in model.positions]
        found.append(Entry(words("matrix"), handbook.MATRIX, positions))
    return [*found, Entry(words("rater_roles"), handbook.ROLES), Entry(words("book_index"), handbook.INDEX)]


def _competencies(model: Model, words: Words) -> list[Entry]:
    """The competencies with their levels; those of a large dictionary under its groups, without levels."""
    if groups.is_large(model):
        return [
            Entry(words.of(group.name), "", [Entry(words.of(c.name), c.id) for c in group.competencies])
            for group in groups.top_groups(model)
        ]
    return [Entry(words.of(c.name), c.id, _levels(c, words)) for c in model.competencies]


def _levels(competency: Competency, words: Words) -> list[Entry]:
    return [Entry(words("level_n", level=x.level), level_anchor(competency, x)) for x in competency.levels]


def _chapters(blocks: Iterable[Block]) -> list[list[Block]]:
    """The blocks cut before each heading of level 2."""
    found: list[list[Block]] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == 2:
            found.append([])
        found[-1].append(block)
    return found
