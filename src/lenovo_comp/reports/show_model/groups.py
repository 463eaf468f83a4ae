"""A dictionary that is too large for a screen: its groups, and the competencies of one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ...findings.finding import CannotRun
from ...model.dictionary import Competency, Model
from ...model.names import Names
from ...text import Text
from ..shared.blocks import Block, Heading, Span, Table, bulleted, text
from ..shared.naming import list_with_more
from ..shared.requests import find_competency
from ..shared.statements import statement_counts
from ..shared.tables import column, grouped_table
from ..shared.words import Words

MOST_COMPETENCIES = 30
"""A dictionary with more of them is shown by group."""
_MOST_ROWS = 20
_MOST_POSITIONS = 5
_PLAIN = re.compile(r"\w[\w.-]*")
_QUOTABLE = re.compile(r"\w[\w .,&()/-]*")


class Group(NamedTuple):
    """Competencies of a group, or of a part of the dictionary's groups. Without a group, the layer is one."""

    name: Text
    competencies: Sequence[Competency]


def is_large(model: Model) -> bool:
    """Whether the dictionary is shown by group."""
    return len(model.competencies) > MOST_COMPETENCIES


def find_part(asked: str, model: Model) -> Competency | Group:
    """The competency, else the group or layer, of that name. Raises CannotRun with the nearest name."""
    if model.competency_names.find(asked) is not None:
        return find_competency(asked, model)
    groups = {group.name["en"]: group for group in _all_groups(model)}
    layers = {layer.name["en"]: layer.id for layer in model.layers}
    names = Names((id, (g.name.zh, g.name.en, *filter(None, [layers.get(id)]))) for id, g in groups.items())
    found = names.find(asked)
    if found is not None:
        return groups[found]
    guess = names.nearest(asked)
    if guess is None or model.competency_names.nearest(asked) is not None:
        return find_competency(asked, model)
    zh, en = f"字典中没有胜任能力或类别“{asked}”", f'no competency or group "{asked}"'
    raise CannotRun(f"{zh}；是不是“{guess}”？", f'{en}; did you mean "{guess}"?')


def overview(model: Model, words: Words) -> list[Block]:
    """The overview: how much there is in each group, some positions, and what to type for more."""
    blocks: list[Block] = [Heading(words.of(model.name), 1)]
    if model.source is not None:
        blocks.append(text(words.of(model.source)))
    if model.license is not None:
        blocks.append(text(words("license") + words.colon() + model.license))
    blocks.append(text(statement_counts(model, words)))
    rows = _rows(model)
    blocks += [Heading(words("overview")), _sizes(rows[:_MOST_ROWS], words)]
    key, more = ("all_listed", 0) if len(rows) <= _MOST_ROWS else ("some_listed", len(rows) - _MOST_ROWS)
    blocks.append(text(words(key, competencies=len(model.competencies), more=more)))
    if model.positions:
        first = [f"{words.of(p.name)} ({p.id})" for p in model.positions[:_MOST_POSITIONS]]
        listed = list_with_more(first, len(model.positions), words, "and_more_positions")
        blocks.append(text(words("positions") + words.colon() + listed))
    return [*blocks, Heading(words("more")), bulleted(_what_to_type(model, rows, words))]


def group_view(group: Group, words: Words) -> list[Block]:
    """A group: its competencies, and what to type for one of them."""
    hint = words("more_competency", competency=group.competencies[-1].id)
    return [Heading(words.of(group.name), 1), listed(group.competencies, words), text(Span(hint, "dim"))]


def listed(competencies: Iterable[Competency], words: Words) -> Table:
    """The table of competencies, under their groups where these are several."""
    titled: dict[tuple[Text, ...], list[Competency]] = {}
    for competency in competencies:
        titled.setdefault(competency.group, []).append(competency)
    return grouped_table(
        [(_joined(path)[words.language] if len(titled) > 1 else "", some) for path, some in titled.items()],
        column(words("competency"), lambda c: Span(words.of(c.name), "bold"), key=True, wrap=True),
        column(words("id"), lambda c: Span(c.id, "dim")),
        column(words("levels"), lambda c: _levels([c], words)),
        column(words("statements"), lambda c: _statements([c]), right=True),
    )


def top_groups(model: Model) -> list[Group]:
    """The groups at the top; competencies without a group are under the name of their layer."""
    return [Group(path[0], some) for path, some in _by_path(model, 1).items()]


def _all_groups(model: Model) -> list[Group]:
    """Groups of any depth, by their own name and by that of their path, and layers."""
    found: dict[Text, list[Competency]] = {}
    for competency in model.competencies:
        paths = [competency.group[: depth + 1] for depth in range(len(competency.group))]
        names = {name: None for path in paths for name in (path[-1], _joined(path))}
        for name in (*names, _layer(competency, model)):
            found.setdefault(name, []).append(competency)
    return [Group(name, some) for name, some in found.items()]


def _by_path(model: Model, depth: int) -> dict[tuple[Text, ...], list[Competency]]:
    """Paths of groups, cut at a depth → competencies."""
    found: dict[tuple[Text, ...], list[Competency]] = {}
    for competency in model.competencies:
        found.setdefault((competency.group or (_layer(competency, model),))[:depth], []).append(competency)
    return found


def _layer(competency: Competency, model: Model) -> Text:
    named = (layer.name for layer in model.layers if layer.id == competency.layer)
    return next(named, Text(competency.layer, competency.layer))


def _rows(model: Model) -> list[tuple[tuple[Text, ...], list[Competency]]]:
    """Paths and their competencies, as deep as a screen has lines for."""
    for depth in (3, 2):
        found = _by_path(model, depth)
        if len(found) + len({path[:-1] for path in found}) <= _MOST_ROWS:
            return list(found.items())
    return list(_by_path(model, 1).items())


def _sizes(rows: Iterable[tuple[tuple[Text, ...], list[Competency]]], words: Words) -> Table:
    titled: dict[tuple[Text, ...], list[Group]] = {}
    for path, competencies in rows:
        titled.setdefault(path[:-1], []).append(Group(path[-1], competencies))
    return grouped_table(
        [(_joined(path)[words.language] if path else "", groups) for path, groups in titled.items()],
        column(words("group"), lambda g: Span(words.of(g.name), "bold"), key=True, wrap=True),
        column(words("competencies"), lambda g: str(len(g.competencies)), right=True),
        column(words("levels"), lambda g: _levels(g.competencies, words)),
        column(words("statements"), lambda g: _statements(g.competencies), right=True),
    )


def _joined(path: Sequence[Text]) -> Text:
    return Text(" / ".join(name["zh"] for name in path), " / ".join(name["en"] for name in path))


def _levels(competencies: Iterable[Competency], words: Words) -> str:
    numbers = sorted({level.level for c in competencies for level in c.levels})
    if not numbers:
        return words("no_levels")
    return str(numbers[0]) if len(numbers) == 1 else f"{numbers[0]}–{numbers[-1]}"


def _statements(competencies: Iterable[Competency]) -> str:
    return str(sum(1 for c in competencies for _ in c.statements()))


def _what_to_type(
    model: Model, rows: Iterable[tuple[tuple[Text, ...], list[Competency]]], words: Words
) -> Iterator[str]:
    names = (path[-1][words.language] for path, _ in rows)
    # A competency of the same name would come first.
    known = model.competency_names.find
    group = next((name for name in names if _QUOTABLE.fullmatch(name) and known(name) is None), None)
    if group is not None:
        yield words("more_group", group=group if _PLAIN.fullmatch(group) else f'"{group}"')
    yield words("more_competency", competency=model.competencies[-1].id)
    if model.positions:
        yield words("more_position", position=model.positions[0].id)
    yield words("more_all")
