"""A framework ↔ the data of a dictionary file: mappings, lists and texts, in the order in which people read them."""

from collections.abc import Iterable
from typing import Any

from ..text import LANGUAGES, Language
from .framework import Competency, Framework, Level, Position, Requirement, Rest, Statement, Words

Data = dict[str, Any]
_ORDER = {
    "dictionary": (
        *("id", "version", "name", "languages", "license", "same_as", "sequence", "source", "description", "purposes"),
        *(
            "questions",
            "uses",
            "layers",
            "stages",
            "scales",
            "attainment",
            "tolerance",
            "near",
            "near_short",
            "strength",
        ),
        *("agreement", "self_other", "min_group", "rater_roles", "competencies", "positions"),
    ),
    "competency": (
        *("id", "layer", "group", "name", "short", "definition", "aliases", "same_as", "scale"),
        *("levels", "behaviours", "actions"),
    ),
    "level": ("level", "name", "stages", "summary", "same_as", "behaviours", "actions"),
    "statement": ("id", "zh", "en", "origin", "truncated", "note", "same_as"),
    "position": ("id", "name", "aliases", "stage", "origin", "same_as", "description", "requires"),
    "requirement": ("competency", "level", "desired", "essential", "weight"),
}
"""The keys of each part in the order in which they are written; others come last."""
_DEFAULT_LAYER = {True: "professional", False: "general"}
"""The layer of a competency with levels, and without."""


def from_data(data: Data) -> Framework:
    """The framework of a dictionary file's data, which the schema has found to be sound."""
    rest = dict(data)
    languages: tuple[Language, ...] = tuple(_list(rest.pop("languages", None))) or LANGUAGES
    only = languages[0]
    return Framework(
        id=rest.pop("id", None),
        version=rest.pop("version", None),
        name=_words(rest.pop("name", None), only),
        description=_words(rest.pop("description", None), only),
        source=_words(rest.pop("source", None), only),
        license=rest.pop("license", None),
        languages=languages,
        competencies=[_competency(c, only) for c in rest.pop("competencies", None) or []],
        positions=[_position(p, only) for p in rest.pop("positions", None) or []],
        same_as=_list(rest.pop("same_as", None)),
        rest=rest,
    )


def to_data(framework: Framework) -> Data:
    """The data of a dictionary file that holds the framework."""
    plain = framework.languages[0] if len(framework.languages) == 1 else None
    return _ordered(
        "dictionary",
        framework.rest,
        id=framework.id,
        version=framework.version,
        name=_text(framework.name, plain),
        languages=None if framework.languages == LANGUAGES else [*framework.languages],
        license=framework.license,
        same_as=framework.same_as,
        source=_text(framework.source, plain),
        description=_text(framework.description, plain),
        competencies=[_competency_data(c, plain) for c in framework.competencies],
        positions=[_position_data(p, plain) for p in framework.positions],
    )


def _competency(data: Data, only: Language) -> Competency:
    rest = dict(data)
    return Competency(
        name=_words(rest.pop("name"), only),
        id=rest.pop("id", None),
        layer=rest.pop("layer", None),
        group=[_words(g, only) for g in _list(rest.pop("group", None))],
        short=_words(rest.pop("short", None), only),
        definition=_words(rest.pop("definition", None), only),
        aliases=_list(rest.pop("aliases", None)),
        levels=[_level(x, only) for x in rest.pop("levels", None) or []],
        statements=[_statement(s, only) for s in rest.pop("behaviours", None) or []],
        same_as=_list(rest.pop("same_as", None)),
        rest=rest,
    )


def _competency_data(competency: Competency, plain: Language | None) -> Data:
    return _ordered(
        "competency",
        competency.rest,
        id=competency.id,
        layer=competency.layer,
        group=[_text(g, plain) for g in competency.group],
        name=_text(competency.name, plain),
        short=_text(competency.short, plain),
        definition=_text(competency.definition, plain),
        aliases=competency.aliases,
        same_as=competency.same_as,
        levels=[_level_data(x, plain) for x in competency.levels],
        behaviours=[_statement_data(s, plain) for s in competency.statements],
    )


def _level(data: Data, only: Language) -> Level:
    rest = dict(data)
    return Level(
        number=rest.pop("level"),
        name=_words(rest.pop("name", None), only),
        summary=_words(rest.pop("summary", None), only),
        statements=[_statement(s, only) for s in rest.pop("behaviours", None) or []],
        same_as=_list(rest.pop("same_as", None)),
        rest=rest,
    )


def _level_data(level: Level, plain: Language | None) -> Data:
    return _ordered(
        "level",
        level.rest,
        level=level.number,
        name=_text(level.name, plain),
        summary=_text(level.summary, plain),
        same_as=level.same_as,
        behaviours=[_statement_data(s, plain) for s in level.statements],
    )


def _statement(data: Data | str, only: Language) -> Statement:
    if isinstance(data, str):
        return Statement({only: data}, origin=None)
    rest = dict(data)
    words: Words = {language: rest.pop(language) for language in LANGUAGES if rest.get(language) is not None}
    return Statement(words, rest.pop("id", None), rest.pop("origin", None), _list(rest.pop("same_as", None)), rest=rest)


def _statement_data(statement: Statement, _plain: Language | None) -> Data:
    words = {language: statement.words.get(language) for language in LANGUAGES}
    return _ordered(
        "statement", statement.rest, id=statement.id, origin=statement.origin, same_as=statement.same_as, **words
    )


def _position(data: Data, only: Language) -> Position:
    rest = dict(data)
    return Position(
        name=_words(rest.pop("name"), only),
        id=rest.pop("id", None),
        stage=rest.pop("stage", None),
        origin=rest.pop("origin", None),
        description=_words(rest.pop("description", None), only),
        aliases=_list(rest.pop("aliases", None)),
        requires=[Requirement(**r) for r in rest.pop("requires", None) or []],
        same_as=_list(rest.pop("same_as", None)),
        rest=rest,
    )


def _position_data(position: Position, plain: Language | None) -> Data:
    return _ordered(
        "position",
        position.rest,
        id=position.id,
        name=_text(position.name, plain),
        aliases=position.aliases,
        stage=position.stage,
        origin=position.origin,
        same_as=position.same_as,
        description=_text(position.description, plain),
        requires=[_requirement_data(r) for r in position.requires],
    )


def _requirement_data(requirement: Requirement) -> Data:
    return _ordered(
        "requirement",
        requirement.rest,
        competency=requirement.competency,
        level=_number(requirement.level),
        desired=None if requirement.desired is None else _number(requirement.desired),
        essential=None if requirement.essential else False,
        weight=None if requirement.weight == 1 else _number(requirement.weight),
    )


def _ordered(part: str, rest: Rest, **given: Any) -> Data:
    """The keys of a part in their order, without those that say nothing."""
    said = {key: value for key, value in {**given, **rest}.items() if value is not None and value not in ("", [], {})}
    return {key: said[key] for key in (*_ORDER[part], *said) if key in said}


def _words(data: Any, only: Language) -> Words:
    if isinstance(data, str):
        return {only: data}
    return {language: data[language] for language in LANGUAGES if data.get(language) is not None} if data else {}


def _text(words: Words, plain: Language | None) -> str | Data | None:
    """A text as the file has it: plain where there is one language, `{zh: …, en: …}` where there are two."""
    if not words:
        return None
    return (
        words[plain] if plain is not None and set(words) == {plain} else {x: words[x] for x in LANGUAGES if x in words}
    )


def _list(data: Any) -> list[Any]:
    """A list, which may be written as its only item."""
    return [] if data is None else [*data] if isinstance(data, list) else [data]


def _number(value: float) -> float | int:
    return int(value) if float(value).is_integer() else value


def languages_of(framework: Framework) -> tuple[Language, ...]:
    """The languages that every text of a framework has; if none has all, the one that most have."""
    texts = [*all_words(framework)]
    full = tuple(language for language in LANGUAGES if all(language in words for words in texts))
    return full or (max(LANGUAGES, key=lambda language: sum(language in words for words in texts)),)


def all_words(framework: Framework) -> Iterable[Words]:
    """Every text of a framework that isn't empty."""
    return (words for _, words in named_words(framework))


def named_words(framework: Framework) -> Iterable[tuple[str, Words]]:
    """Every text of a framework that isn't empty, with the id of the statement, competency or position it is of."""
    texts: list[tuple[str | None, Words]] = [
        (framework.id, words) for words in (framework.name, framework.description, framework.source)
    ]
    for c in framework.competencies:
        texts += [(c.id, words) for words in (c.name, c.short, c.definition, *c.group)]
        texts += [(c.id, words) for x in c.levels for words in (x.name, x.summary)]
        texts += [(s.id, s.words) for s in (*(s for x in c.levels for s in x.statements), *c.statements)]
    texts += [(p.id, words) for p in framework.positions for words in (p.name, p.description)]
    return ((id or "", words) for id, words in texts if words)
