"""`comp show-model` as a document: the whole dictionary as a handbook for employees."""

from collections.abc import Iterable, Iterator

from ...model.dictionary import Model
from ..shared.blocks import Block, Bullets, Heading, Span, Table, bulleted, text
from ..shared.tables import column, table
from ..shared.words import Words
from . import groups
from .text import (
    competencies,
    competency_view,
    layers,
    matrix,
    near_rule,
    position_view,
    rating_rule,
    roles,
    stages,
    title,
)

# With a hyphen, unlike the ids of competencies, which are anchors too.
HOW, LAYERS, OVERVIEW, MATRIX, ROLES, INDEX = (
    f"part-{part}" for part in ("how", "layers", "competencies", "positions", "roles", "index")
)
_BEGINNING = 40  # characters of a statement in the index


def view(model: Model, words: Words) -> list[Block]:
    """The handbook: contents, how to read it, stages, competencies, positions, the rating rule, an index."""
    contents = _contents(model, words)
    return [*title(model, words), Heading(words("book_contents")), contents, *chapters(model, words)]


def chapters(model: Model, words: Words) -> list[Block]:
    """The handbook without its title and contents; chapters begin with a heading of level 2."""
    blocks: list[Block] = [Heading(words("book_how"), 2, HOW), _how_to_read(model, words)]
    blocks += [Heading(words("layers"), 2, LAYERS), layers(model, words)]
    blocks += stages(model, words)
    listed = groups.listed(model.competencies, words) if groups.is_large(model) else competencies(model, words)
    blocks += [Heading(words("overview"), 2, OVERVIEW), listed]
    for competency in model.competencies:
        blocks += _lower(competency_view(model, competency, None, words), 1)
    if model.positions:
        # A table with a column for each competency has no room on any page, and the positions follow.
        blocks += [Heading(words("matrix"), 2, MATRIX), *([] if groups.is_large(model) else matrix(model, words))]
        for position in model.positions:
            blocks += _lower(position_view(model, position, words), 2)
    blocks += [Heading(words("rater_roles"), 2, ROLES), roles(model, words)]
    blocks += [text(rating_rule(model, words)), text(near_rule(model, words)), Heading(words("book_index"), 2, INDEX)]
    return [*blocks, text(Span(words("book_index_note"), "dim")), _index(model, words)]


def group(model: Model, part: groups.Group, words: Words) -> list[Block]:
    """A group's competencies, at a glance and in full."""
    blocks: list[Block] = [Heading(words.of(part.name), 1), groups.listed(part.competencies, words)]
    for competency in part.competencies:
        blocks += _lower(competency_view(model, competency, None, words), 1)
    return blocks


def _contents(model: Model, words: Words) -> Bullets:
    names = [words.of(c.name) for c in model.competencies]
    if groups.is_large(model):
        of_groups = groups.top_groups(model)
        names = [
            words.of(g.name) + words.colon() + words.join([words.of(c.name) for c in g.competencies]) for g in of_groups
        ]
    stage = [words("stages")] if model.stages else []
    parts = [words("book_how"), words("layers"), *stage, words("overview"), *names]
    if model.positions:
        listed = words.join([words.of(p.name) for p in model.positions])
        parts.append(words("matrix") + words.colon() + listed)
    parts += [words("rater_roles"), words("book_index")]
    return bulleted(parts)


def _how_to_read(model: Model, words: Words) -> Bullets:
    parts = [words("book_about"), words("book_ids"), words("book_levels")]
    if any(s.origin == "supplement" for s in model.statements()):
        parts.append(words("book_supplement", mark=words("mark_supplement")))
    if any(s.truncated for s in model.statements()):
        parts.append(words("book_truncated", mark=words("mark_truncated")))
    if model.questions:
        parts.append(words("book_questions") + words.colon() + " ".join(words.of(q) for q in model.questions))
    return bulleted(parts)


def _lower(blocks: Iterable[Block], by: int) -> Iterator[Block]:
    """The blocks with their headings `by` levels lower."""
    return (b.lower(by) if isinstance(b, Heading) else b for b in blocks)


def _index(model: Model, words: Words) -> Table:
    """The index of statements: id, place, and beginning."""
    entries = [
        (s.id, f"{words('stage')} {stage.id}", words.of(s.text)) for stage in model.stages for s in stage.behaviours
    ]
    for competency in model.competencies:
        name = words.of(competency.name)
        for level, statement in competency.statements():
            where = name if level is None else f"{name} · {words('level_n', level=level)}"
            entries.append((statement.id, where, words.of(statement.text)))
    return table(
        sorted(entries, key=lambda entry: _natural(entry[0])),
        column(words("id"), lambda e: e[0], key=True),
        column(words("book_where"), lambda e: e[1], wrap=True),
        column(words("description"), lambda e: e[2] if len(e[2]) <= _BEGINNING else e[2][:_BEGINNING] + "…", wrap=True),
    )


def _natural(id: str) -> list[tuple[bool, int, str]]:
    """The sort key of an id, in which numbers count as such: `x.10` comes after `x.9`.

    >>> sorted(["x.10", "x.9"], key=_natural)
    ['x.9', 'x.10']
    """
    return [(not part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in id.split(".")]
