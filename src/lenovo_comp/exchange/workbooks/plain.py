"""What of a framework the template has a place for; all else is said to be lost."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ...findings import catalogue
from ...model.dictionary import Model, Scale
from ...text import Language, Text
from ..conversion import Conversion, Kind
from ..framework import Competency, Framework, Level, Position, Requirement, Statement, Words

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
_DEGREES = Scale(0, 4, 1)


class Plain:
    """Takes from a framework what the template has a place for, and keeps the account."""

    def __init__(self, framework: Framework, model: Model, languages: Sequence[Language], conversion: Conversion) -> None:
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
