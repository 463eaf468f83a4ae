"""The tables in which a workbook holds a whole dictionary: one a kind of thing, every fact once.

A table's columns are stated here once: heads in both languages, what a cell holds, how wide it is. `flat` makes
rows of a dictionary's data and back, `reports/framework` writes them, `own_workbook` reads them.
"""

from typing import Literal, NamedTuple

from ...ratings.form import DICTIONARY_MARK
from ...text import Language, Text

MARK = DICTIONARY_MARK
"""Stands in A1 of every sheet, hidden, with the key of its table behind it."""
MORE = "+"
"""Stands in the hidden column A of a row that goes on with texts of the row above, too long for one cell."""

Kind = Literal["text", "words", "number", "whole", "wholes", "codes", "yes", "list", "one of"]
"""What a cell holds: text; one text in each language (a column each); a number; a whole one; several, or several
ids, by comma; yes or no; a line an item; one of a few ids, shown in words."""
Choices = dict[str, Text]
_NO_CHOICES: Choices = {}

LAYERS: Choices = {
    "core": Text("核心", "Core"),
    "general": Text("通用", "General"),
    "professional": Text("专业", "Professional"),
}
ORIGINS: Choices = {
    "source": Text("原文", "Source"),
    "supplement": Text("补充", "Supplement"),
    "own": Text("自有", "Own"),
}
ACTION_KINDS: Choices = {
    "course": Text("课程", "Course"),
    "assignment": Text("任务", "Assignment"),
    "coaching": Text("辅导", "Coaching"),
}
YES_NO: Choices = {"true": Text("是", "Yes"), "false": Text("否", "No")}
LANGUAGE_NAMES: dict[Language, Text] = {"zh": Text("（中文）", " (zh)"), "en": Text("（英文）", " (en)")}
"""What follows the head of a column of words in a language."""


class Column(NamedTuple):
    """A column of a table. `key` is the field's name in the data; of words that stand in the thing itself, empty."""

    key: str
    head: Text
    kind: Kind = "text"
    width: float = 14
    choices: Choices = _NO_CHOICES
    refers: str = ""
    """The table whose first column has what a cell may hold."""


class Table(NamedTuple):
    """A sheet of the workbook: what it is called, and its columns."""

    key: str
    title: Text
    columns: tuple[Column, ...]
    fixed: int = 1
    """How many columns stay in view."""
    needed: tuple[str, ...] = ("id",)
    """What a row must have to be read at all: what it is known by, and what it belongs to."""
    unique: tuple[str, ...] = ("id",)
    """What no two rows may have in common."""


class Part(NamedTuple):
    """Where things of a table are in a dictionary's data: in the list `field` of what they belong to.

    Rows of its `parts` name the thing in the column `name` by what it has as `ident`.
    """

    table: str
    field: str
    ident: str = "id"
    name: str = ""
    parts: tuple["Part", ...] = ()


_ID = Column("id", Text("标识", "Id"), width=24)
_NAME = Column("name", Text("名称", "Name"), "words", 24)
_DESCRIPTION = Column("description", Text("说明", "Description"), "words", 50)
_ALIASES = Column("aliases", Text("别名", "Other names"), "list", 24)
_SAME_AS = Column("same_as", Text("来源标识", "Same as"), "list", 28)
_ORIGIN = Column("origin", Text("出处", "Origin"), "one of", 12, ORIGINS)
_NOTE = Column("note", Text("备注", "Note"), "words", 40)
_TEXT = Column("", Text("内容", "Text"), "words", 60)
_COMPETENCY = Column("competency", Text("胜任能力", "Competency"), width=24, refers="competencies")
_LEVEL = Column("level", Text("层级", "Level"), "whole", 8)

SETTINGS = Table("settings", Text("字典", "Dictionary"), (
    Column("setting", Text("项目", "Setting"), width=30),
    Column("value", Text("值", "Value"), width=24),
    Column("", Text("内容", "Text"), "words", 60),
), needed=("setting",), unique=("setting",))  # fmt: skip
"""One row a setting: words stand in the columns of the languages, everything else under `value`."""
OF_SETTINGS: tuple[Column, ...] = (
    Column("id", Text("标识", "Id")),
    Column("version", Text("版本", "Version")),
    Column("name", Text("名称", "Name"), "words"),
    Column("languages", Text("语言", "Languages"), "codes"),
    Column("license", Text("许可", "License")),
    Column("same_as", Text("来源标识", "Same as"), "list"),
    Column("sequence", Text("专业序列", "Sequence"), "words"),
    Column("source", Text("来源", "Source"), "words"),
    Column("description", Text("说明", "Description"), "words"),
    Column("tolerance", Text("容差", "Tolerance"), "number"),
    Column("near", Text("接近胜任：差距上限", "Nearly ready: largest gap"), "number"),
    Column("near_short", Text("接近胜任：不足项上限", "Nearly ready: most short"), "whole"),
    Column("strength", Text("优势：高出要求", "Strength: above the requirement"), "number"),
    Column("self_other", Text("自评与他评的差异", "Difference of self and others"), "number"),
    Column("min_group", Text("群体最少人数", "Least people of a group"), "whole"),
    Column("agreement.moderate", Text("一致程度：中", "Agreement: moderate"), "number"),
    Column("agreement.high", Text("一致程度：高", "Agreement: high"), "number"),
    Column("attainment.scale", Text("行为评分：量表", "Behaviours: scale")),
    Column("attainment.observed_from", Text("行为评分：视为做到的最低值", "Behaviours: shown from"), "number"),
    Column("attainment.share", Text("行为评分：达到一级的比例", "Behaviours: share for a level"), "number"),
    Column("attainment.rated", Text("行为评分：至少评了的比例", "Behaviours: share rated"), "number"),
)
"""The settings of a dictionary as rows of `SETTINGS`; a dot leads into a mapping."""

TABLES: tuple[Table, ...] = (
    Table("competencies", Text("胜任能力", "Competencies"), (
        _ID,
        Column("layer", Text("层次", "Layer"), "one of", 14, LAYERS),
        *(Column(f"group.{n}", Text(f"类别 {n}", f"Group {n}"), "words", 18) for n in (1, 2, 3)),
        _NAME,
        Column("short", Text("简称", "Short"), "words", 16),
        Column("definition", Text("定义", "Definition"), "words", 50),
        _ALIASES,
        _SAME_AS,
        Column("scale", Text("量表", "Scale"), refers="scales"),
    ), needed=("name",)),
    Table("levels", Text("层级", "Levels"), (
        _COMPETENCY,
        _LEVEL,
        _NAME,
        Column("stages", Text("职业发展阶段", "Stages"), "wholes", 12),
        Column("summary", Text("概述", "Summary"), "words", 50),
        _SAME_AS,
    ), 2, ("competency", "level"), ("competency", "level")),
    Table("statements", Text("行为描述", "Statements"), (
        _COMPETENCY,
        _LEVEL,
        Column("stage", Text("阶段", "Stage"), "whole", 8),
        _ID._replace(width=28),
        _TEXT,
        _ORIGIN,
        Column("truncated", Text("原文残缺", "Cut off"), "yes", 10),
        _NOTE,
        _SAME_AS,
    ), 4, ("",)),
    Table("actions", Text("发展行动", "Actions"), (
        _COMPETENCY,
        _LEVEL,
        _ID._replace(width=28),
        Column("kind", Text("类型", "Kind"), "one of", 14, ACTION_KINDS),
        _TEXT,
        _ORIGIN,
        Column("url", Text("链接", "Link"), width=30),
    ), 3, ("",)),
    Table("positions", Text("岗位", "Positions"), (
        _ID,
        _NAME,
        _ALIASES,
        Column("stage", Text("阶段", "Stage"), "whole", 8),
        _ORIGIN,
        _DESCRIPTION,
        _SAME_AS,
    ), needed=("name",)),
    Table("requirements", Text("要求", "Requirements"), (
        Column("position", Text("岗位", "Position"), width=24, refers="positions"),
        _COMPETENCY,
        Column("level", Text("要求", "Required"), "number", 10),
        Column("desired", Text("期望", "Desired"), "number", 10),
        Column("essential", Text("必备", "Essential"), "yes", 10),
        Column("weight", Text("权重", "Weight"), "number", 10),
    ), 2, ("position", "competency", "level"), ("position", "competency")),
    Table("layers", Text("层次", "Layers"), (
        _ID._replace(kind="one of", choices=LAYERS), _NAME._replace(width=36), _NOTE._replace(width=70),
    )),
    Table("stages", Text("职业发展阶段", "Career stages"), (_ID._replace(kind="whole", width=8), _NAME)),
    Table("scales", Text("量表", "Scales"), (
        _ID,
        Column("min", Text("最小值", "Lowest"), "number", 10),
        Column("max", Text("最大值", "Highest"), "number", 10),
        Column("step", Text("步长", "Step"), "number", 10),
        _ORIGIN,
    )),
    Table("labels", Text("量表含义", "Scale values"), (
        Column("scale", Text("量表", "Scale"), width=24, refers="scales"),
        Column("value", Text("值", "Value"), "number", 10),
        _TEXT._replace(head=Text("含义", "Meaning"), width=30),
    ), 2, ("scale", "value"), ("scale", "value")),
    Table("rater_roles", Text("评价人角色", "Rater roles"), (
        _ID,
        _NAME,
        Column("weight", Text("权重", "Weight"), "number", 10),
        Column("min_raters", Text("最少人数", "Least raters"), "whole", 12),
        _ALIASES._replace(width=40),
    )),
    Table("purposes", Text("用途", "Purposes"), (_ID, _TEXT._replace(width=40))),
    Table("questions", Text("要回答的问题", "Questions"), (_TEXT._replace(width=50),), needed=("",), unique=()),
)  # fmt: skip

_STATEMENTS, _ACTIONS = Part("statements", "behaviours"), Part("actions", "actions")
PARTS: tuple[Part, ...] = (
    Part("layers", "layers"),
    Part("competencies", "competencies", "id", "competency", (
        Part("levels", "levels", "level", "level", (_STATEMENTS, _ACTIONS)),
        _STATEMENTS,
        _ACTIONS,
    )),
    Part("positions", "positions", "id", "position", (Part("requirements", "requires", "competency"),)),
    Part("stages", "stages", "id", "stage", (_STATEMENTS,)),
    Part("scales", "scales", "id", "scale", (Part("labels", "labels", "value"),)),
    Part("rater_roles", "rater_roles"),
    Part("purposes", "purposes"),
    Part("questions", "questions", ""),
)  # fmt: skip
"""What of a dictionary's data is in which table."""
