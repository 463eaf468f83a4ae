"""What of a framework the template has a place for; all else is said to be lost."""

from collections.abc import Mapping, Sequence
from typing import Any

from ...findings import catalogue
from ...model.dictionary import Layer, Model, Scale
from ...text import Language, Text
from ..conversion import Conversion, Kind
from ..framework import Competency, Framework, Level, Position, Requirement, Statement, Words
from ..texts import one_line
from .cells import LONGEST
from .template import DEGREES

_FORMAT = Text("填写模板", "the template")
_FIELDS = {
    "aliases": Text("别名", "other names"),
    "same_as": Text("来源标识", "identifiers of the source"),
    "scale": Text("量表", "scales"),
    "level name": Text("层级的名称", "names of levels"),
    "summary": Text("层级的概述", "summaries of levels"),
    "stages": Text("层级对应的职业发展阶段", "the career stages of levels"),
    "origin": Text("出处（原文、补充）", "origins of statements and positions"),
    "truncated": Text("原文残缺的标记", "marks of statements that are cut off"),
    "note": Text("备注", "notes"),
    "description": Text("岗位的说明", "descriptions of positions"),
    "language": Text("另一种语言的文字", "texts in the other language"),
    "off scale": Text("默认量表上没有的要求", "requirements off the usual scales"),
    "setting": Text("字典的设置", "settings of the dictionary"),
    "action": Text("发展行动", "development actions"),
    "stage statement": Text("职业发展阶段的行为描述", "statements of career stages"),
    "position": Text("没有可写要求的岗位", "positions without a requirement to write"),
}
_OWN = "own"
"""The origin of what says nothing of it."""


class Plain:
    """Takes from a framework what the template has a place for, and keeps the account."""

    def __init__(
        self, framework: Framework, model: Model, languages: Sequence[Language], conversion: Conversion
    ) -> None:
        """`model` is the same dictionary in use: it has the layers that the framework leaves to the default."""
        self._framework, self._model = framework, model
        self._languages = tuple(languages)
        self._conversion = conversion

    def framework(self) -> Framework:
        """The framework with what the template can hold."""
        of = self._framework
        for key in (*of.rest, *(k for k in ("description", "source", "license", "same_as") if getattr(of, k))):
            self._lose("setting", key)
        for stage in self._model.stages:
            for statement in stage.behaviours:
                self._lose("stage statement", statement.id, "statement")
        layers = {c.id: c.layer for c in self._model.competencies}
        competencies = [self._competency(c, layers) for c in of.competencies]
        positions = [p for x in of.positions if (p := self._position(x)) is not None]
        return Framework(of.id, of.version, self._words(of.name, "name"), languages=self._languages,
            competencies=competencies, positions=positions)  # fmt: skip

    def _competency(self, competency: Competency, layers: dict[str, Layer]) -> Competency:
        id = competency.id or ""
        usual = "level" if competency.levels else "degree"
        rest = {key: value for key, value in competency.rest.items() if (key, value) != ("scale", usual)}
        self._lose_fields(id, rest, aliases=competency.aliases, same_as=competency.same_as)
        self._conversion.keep("competency")
        return Competency(
            name=self._name(competency.name, id),
            id=competency.id,
            layer=layers[id],
            group=[self._words(group, id) for group in competency.group],
            short=self._words(competency.short, id),
            definition=self._words(competency.definition, id),
            levels=[self._level(level, f"{id}.{level.number}") for level in competency.levels],
            statements=[self._statement(s) for s in competency.statements],
        )

    def _level(self, level: Level, id: str) -> Level:
        fields = {"level name": level.name, "summary": level.summary, "same_as": level.same_as}
        self._lose_fields(id, level.rest, **fields)
        return Level(level.number, statements=[self._statement(s) for s in level.statements])

    def _statement(self, statement: Statement) -> Statement:
        id = statement.id or ""
        origin = statement.origin if statement.origin != _OWN else None
        self._lose_fields(id, statement.rest, origin=origin, same_as=statement.same_as)
        self._conversion.keep("statement")
        words = self._words(statement.words, id)
        joined: Words = {x: one_line(text) if "\n" in text else text.strip() for x, text in words.items()}
        if joined != words:
            self._conversion.note(catalogue.LINES_JOINED, id, next(iter(words.values())))
        return Statement(joined, statement.id, None)

    def _position(self, position: Position) -> Position | None:
        id = position.id or ""
        requires = [r for r in position.requires if self._is_usual(r)]
        if not requires:
            self._lose("position", id, "position")
            return None
        for requirement in position.requires:
            if requirement not in requires:
                self._lose("off scale", f"{id}/{requirement.competency}")
        origin = position.origin if position.origin != _OWN else None
        fields = {"aliases": position.aliases, "description": position.description, "same_as": position.same_as}
        self._lose_fields(id, position.rest, origin=origin, **fields)
        self._conversion.keep("position")
        return Position(self._name(position.name, id), position.id, position.stage, None, requires=requires)

    def _is_usual(self, requirement: Requirement) -> bool:
        """Whether what is required is on the scale that a competency has without a word about scales."""
        competency = self._model.competency(requirement.competency)
        scale = Scale(0, competency.levels[-1].level, 1) if competency.levels else DEGREES
        return all(scale.has(x) for x in (requirement.level, requirement.desired) if x is not None)

    def _name(self, words: Words, id: str) -> Words:
        """A name on one line, and short enough for one cell."""
        found = {x: one_line(text) for x, text in self._words(words, id).items()}
        for language, text in found.items():
            if len(text) > LONGEST:
                self._conversion.note(catalogue.TEXT_CUT, id, text)
                found[language] = text[: LONGEST - 1] + "…"
        return found

    def _words(self, words: Words, id: str) -> Words:
        """Words in the languages that are written."""
        if any(language not in self._languages for language in words):
            self._lose("language", id)
        return {language: words[language] for language in self._languages if language in words}

    def _lose_fields(self, id: str, rest: Mapping[str, Any], **fields: object) -> None:
        """Say which of a thing's fields are lost; `rest` are those that no format knows."""
        for name, value in {**fields, **rest}.items():
            if name == "actions":
                for number, action in enumerate(value, 1):
                    self._lose("action", action.get("id") or f"{id}.a{number}", "action")
            elif value:
                self._lose(name, id)

    def _lose(self, what: str, place: str, kind: Kind | None = None) -> None:
        told = _FIELDS.get(what) or Text(what, what)
        self._conversion.note(catalogue.NO_PLACE, place, kind=kind, about=what, format=_FORMAT, what=told)
