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


class Person(NamedTuple):
    """The person who is rated; "" where that is left to be filled in."""

    employee_id: str = ""
    name: str = ""
    department: str = ""
    manager: str = ""


class Line(NamedTuple):
    """A line of a sheet. It takes a rating if it has a `scale`; `behaviour` is None where a level is given."""

    kind: Literal["competency", "about", "level", "behaviour"]
    text: str
    competency: str = ""
    behaviour: str | None = None
    scale: Scale | None = None


class Form(NamedTuple):
    """One sheet: a person, the position they are rated for, the rater, and the lines."""

    person: Person
    position: Position
    rater_role: RaterRole | None
    rater_id: str
    cycle: str
    lines: tuple[Line, ...]

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


def legend(scale: Scale, words: Words) -> str:
    """`0 Never · 1 Seldom · …`; of a scale of many steps its ends, and the steps that have a meaning."""
    named = labels(scale, words)
    values = steps(scale)
    shown = [f"{written} {named[value]}" if value in named else written for value, written in values]
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
    yield Line("competency", words.of(competency.name), competency.id, scale=scale if whole else None)
    about = [words.of(competency.definition)] if competency.definition is not None else []
    yield Line("about", "\n".join([*about, legend(scale, words)]))
    for level in competency.levels:
        if level.behaviours or level.name is not None or level.summary is not None:
            summary = [words.of(level.summary)] if level.summary is not None else []
            yield Line("level", words.colon().join([level_title(level, words), *summary]))
        yield from _statements(competency, level.behaviours, None if whole else common, words)
    yield from _statements(competency, competency.behaviours, None if whole else common, words)


def _statements(
    competency: Competency, behaviours: Iterable[Statement], scale: Scale | None, words: Words
) -> Iterator[Line]:
    """A line for each behaviour; it takes a rating on the `scale`, if there is one."""
    for statement in behaviours:
        text = words.of(statement.text)
        if statement.origin == "supplement":
            text += " " + words("mark_supplement")
        if statement.truncated:
            text += " " + words("mark_truncated")
        if scale is None:
            yield Line("behaviour", text)
        else:
            yield Line("behaviour", text, competency.id, statement.id, scale)


def scales(forms: Iterable[Form]) -> list[Scale]:
    """The scales that the forms use, each once."""
    return list(dict.fromkeys(line.scale for form in forms for line in form.lines if line.scale is not None))
