"""Forms: rating sheets without a format. A person, a rater, and the lines to rate."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from ...model.dictionary import Competency, Model, Position, RaterRole, Scale, Statement
from ..shared.statements import level_title
from ..shared.words import Words, figure

By = Literal["levels", "behaviours"]
BY: tuple[By, ...] = ("levels", "behaviours")


MOST_STEPS = 21
"""Steps of a scale that a sheet lists one by one."""

Entries = tuple[tuple[float, str], ...]
"""What a drop-down list offers: values, and how they are written there."""


class Person(NamedTuple):
    """The person who is rated; "" where that is left to be filled in."""

    employee_id: str = ""
    name: str = ""
    department: str = ""
    manager: str = ""


class Line(NamedTuple):
    """A line of a sheet. It takes a rating if it has a `scale`; `behaviour` is None where a level is given.

    A `rating` of a competency as a whole comes below its behaviours, so that nobody has to scroll back.
    """

    kind: Literal["competency", "about", "level", "behaviour", "rating"]
    text: str
    competency: str = ""
    behaviour: str | None = None
    scale: Scale | None = None
    entries: Entries = ()
    """What its drop-down list offers; nothing where the scale is too long for one."""


class Form(NamedTuple):
    """One sheet: a person, the position they are rated for, the rater, and the lines."""

    person: Person
    position: Position
    rater_role: RaterRole | None
    rater_id: str
    cycle: str
    lines: tuple[Line, ...]

    @property
    def title(self) -> str:
        """The person's id and name, as sheets are called; "" where the person must be filled in."""
        return f"{self.person.employee_id} {self.person.name}".strip()

    @property
    def rated(self) -> dict[str, list[Line]]:
        """Competency → the lines that take its ratings: one for the whole, or one per behaviour."""
        found: dict[str, list[Line]] = {}
        for line in self.lines:
            if line.scale is not None:
                found.setdefault(line.competency, []).append(line)
        return found

    @property
    def is_open(self) -> bool:
        """Whether the person must be filled in."""
        return not self.person.employee_id


def steps(scale: Scale) -> list[tuple[float, str]]:
    """The values of a scale, as numbers and as text."""
    count = round((scale.max - scale.min) / scale.step) + 1
    values = [round(scale.min + i * scale.step, 9) for i in range(count)]
    return [(value, figure(value, 9)) for value in values]


def labels(scale: Scale, words: Words) -> dict[float, str]:
    """Value → meaning, for the values that the dictionary explains."""
    return {value: words.of(name) for value, name in scale.labels if scale.has(value)}


def entries(scale: Scale, words: Words, competency: Competency | None = None) -> Entries:
    """The entries of a list, each of which begins with its number: `3 - Often`, `3 经常`, `3`, `3级`.

    Values that the scale does not name are called after the competency's levels. A long scale has no list.
    """
    values = steps(scale)
    if len(values) > MOST_STEPS:
        return ()
    levels = competency.levels if competency is not None else ()
    named = {float(level.level): words.of(level.name) for level in levels if level.name is not None}
    named |= labels(scale, words)
    return tuple((value, _entry(written, named.get(value, ""), words)) for value, written in values)


def _entry(written: str, label: str, words: Words) -> str:
    if label.startswith(written):
        return label
    return written + (words("sheet_entry", label=label) if label else "")


def legend(scale: Scale, words: Words) -> str:
    """`0 Never · 1 Seldom · …`; of a scale of many steps its ends, and the steps that have a meaning."""
    named = labels(scale, words)
    values = steps(scale)
    # `1级` needs no number before it.
    shown = [named[v] if named.get(v, "").startswith(w) else f"{w} {named.get(v, '')}".strip() for v, w in values]
    if len(values) > MOST_STEPS:
        shown = [str(scale), *(text for (value, _), text in zip(values, shown, strict=True) if value in named)]
    return " · ".join(shown)


def lines(model: Model, position: Position, by: By, words: Words) -> tuple[Line, ...]:
    """The lines of a form for a position: competencies in the dictionary's order, each with its behaviours.

    By `behaviours` every statement takes a rating, by `levels` the competency as a whole.
    """
    # Nobody should rate towards the required level: it is not on the sheet (decision 0011).
    asked = {r.competency for r in position.requires}
    return tuple(line for c in model.competencies if c.id in asked for line in _competency(model, c, by, words))


def _competency(model: Model, competency: Competency, by: By, words: Words) -> Iterator[Line]:
    common, own = model.attainment.scale, competency.scale
    # Of single behaviours on another scale than the competency's own, without levels, no rating could be made.
    whole = by == "levels" or not (competency.levels or (own.min, own.max) == (common.min, common.max))
    whole = whole or not any(competency.statements())  # of those without behaviours only the whole can be rated
    scale = own if whole else common
    offered = entries(scale, words, competency if whole else None)
    yield Line("competency", words.of(competency.name), competency.id)
    about = [words.of(competency.definition)] if competency.definition is not None else []
    yield Line("about", "\n".join([*about, legend(scale, words)]))
    for level in competency.levels:
        if level.behaviours or level.name is not None or level.summary is not None:
            summary = [words.of(level.summary)] if level.summary is not None else []
            yield Line("level", words.colon().join([level_title(level, words), *summary]))
        yield from _statements(competency, level.behaviours, None if whole else common, offered, words)
    yield from _statements(competency, competency.behaviours, None if whole else common, offered, words)
    if whole:
        yield Line("rating", words.of(competency.name), competency.id, None, scale, offered)


def _statements(
    competency: Competency, behaviours: Iterable[Statement], scale: Scale | None, offered: Entries, words: Words
) -> Iterator[Line]:
    """A line for each behaviour; it takes a rating on the `scale`, if there is one, by a list of what is `offered`."""
    for statement in behaviours:
        text = words.of(statement.text)
        if statement.origin == "supplement":
            text += " " + words("mark_supplement")
        if statement.truncated:
            text += " " + words("mark_truncated")
        if scale is None:
            yield Line("behaviour", text)
        else:
            yield Line("behaviour", text, competency.id, statement.id, scale, offered)


def described(model: Model, competencies: Iterable[str], words: Words) -> tuple[Line, ...]:
    """Some competencies with their behaviours, in the dictionary's order; none of the lines takes a rating."""
    asked = set(competencies)
    lines = (line for c in model.competencies if c.id in asked for line in _competency(model, c, "levels", words))
    return tuple(line for line in lines if line.scale is None)


def scales(forms: Iterable[Form]) -> dict[tuple[Scale, Entries], list[str]]:
    """The scales that the forms use, with what their lists offer → the competencies rated on them."""
    found: dict[tuple[Scale, Entries], dict[str, None]] = {}
    for lines in {id(form.lines): form.lines for form in forms}.values():  # most share them
        for line in lines:
            if line.scale is not None:
                found.setdefault((line.scale, line.entries), {})[line.competency] = None
    return {key: list(ids) for key, ids in found.items()}
