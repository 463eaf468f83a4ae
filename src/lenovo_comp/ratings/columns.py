"""The columns of ratings files: `COLUMNS` says all that is known of each, and every list of columns is read off it."""

from collections.abc import Callable, Mapping
from enum import Enum, Flag, auto
from typing import NamedTuple

from ..model.dictionary import Model
from ..model.names import Names, normal
from ..text import Text


class Kind(Enum):
    """What the cells of a column hold, and so how they are read."""

    ID = "who somebody is: text in half width, whose spellings are compared (decision 0014)"
    CODE = "any text in half width"
    KEY = "the id of something in the dictionary"
    NAME = "an id, a name or an alias of something in the dictionary; names may hold full-width signs"
    NUMBER = "a number, with or without its unit"
    TEXT = "any text; only the spaces around it don't count"


class Use(Flag):
    """What a column is for."""

    IDENTITY = auto()  # makes a rating one rating (docs/ratings-files.md)
    RATED = auto()  # is kept with the rating
    PERSON = auto()  # says something of the person
    ROSTER = auto()  # may stand in a roster
    HEAD = auto()  # stands in the head of a rating sheet (decision 0011)
    DECIDING = auto()  # without it the other cells would be taken for something else


class Column(NamedTuple):
    """A column: what its cells hold, what it is for, and its headers other than its id, the Chinese one first.

    `names`: what a cell may name (`KEY`, `NAME`). `called`: what a cell should be, where any text would do.
    `second`: headers that count only where none of the others stands (a rater's name beside the rater's id).
    """

    kind: Kind
    uses: Use
    aliases: str
    names: Callable[[Model], Names] | None = None
    called: Text = Text("", "")
    second: str = ""

    @property
    def headers(self) -> list[str]:
        """The headers other than the id."""
        return [*self.aliases.split(", "), *filter(None, self.second.split(", "))]

    def names_in(self, model: Model) -> Names:
        """What a cell may name. Raises AssertionError for other kinds than `KEY` and `NAME`."""
        assert self.names is not None
        return self.names(model)


_OF_RATING, _OF_PERSON = Use.IDENTITY | Use.RATED, Use.PERSON | Use.HEAD | Use.ROSTER
COLUMNS: Mapping[str, Column] = {
    "cycle": Column(
        Kind.CODE,
        _OF_RATING | Use.PERSON | Use.HEAD | Use.DECIDING,
        "周期, 评估周期, 评价周期, 考核周期, 评估年度, 年度, 季度, 期间, period, review period, review cycle, "
        "rating period, rating cycle, assessment period, assessment cycle",
        called=Text("周期", "a cycle"),
    ),
    "employee_id": Column(
        Kind.ID,
        _OF_RATING | _OF_PERSON,
        "工号, 员工编号, 员工号, 员工工号, 人员编号, 人员工号, 职工号, 被评价人工号, 被评价者工号, 被评估人工号, "
        "被考核人工号, employee number, employee no, employee code, emp id, emp no, staff id, staff no, "
        "staff number, personnel number, worker id, ratee id",
        called=Text("工号", "an employee id"),
    ),
    "competency": Column(
        Kind.NAME,
        _OF_RATING,
        "胜任能力, 能力, 能力项, 能力维度, 维度, dimension, competence, skill",
        lambda model: model.competency_names,
    ),
    "behaviour": Column(
        Kind.KEY,
        _OF_RATING | Use.DECIDING,
        "行为, 行为编号, 行为标识, 行为描述, behavior, behaviour id, behavior id",
        lambda model: model.behaviour_names,
    ),
    "rater_role": Column(
        Kind.NAME,
        _OF_RATING | Use.HEAD | Use.DECIDING,
        "评价人角色, 评价者角色, 评估人角色, 打分人角色, 评分人角色, 考评人角色, 评价角色, 评价人类型, 评价关系, "
        "角色, 关系, 与被评价人的关系, 与被评价人关系, 您与被评价人的关系, 您与被评价人关系, 评分人类型, role, "
        "rater type, rater group, relationship, your relationship, role of the rater, role of rater, "
        "reviewer role, reviewer type, assessor role, assessor type, evaluator role, relationship to the person",
        lambda model: model.role_names,
    ),
    "rater_id": Column(
        Kind.ID,
        _OF_RATING | Use.HEAD,
        "评价人, 评价者, 评价人工号, 评价者工号, 评价人编号, 评估人, 评估人工号, 评估者, 评分人, 评分人工号, "
        "评分者, 打分人, 打分者, 考评人, 考评者, 测评人, 评委, rater, rated by, scored by, assessed by, "
        "reviewed by, evaluated by, assessor, assessor id, reviewer, reviewer id, evaluator, "
        "evaluator id, appraiser",
        second="评价人姓名, 评价者姓名, 评估人姓名, 评分人姓名, rater name, assessor name, reviewer name",
        called=Text("评价人编号", "a rater id"),
    ),
    "level": Column(
        Kind.NUMBER,
        Use.RATED,
        "等级, 评分, 得分, 分数, 层级, 打分, 实际等级, 现有等级, 当前等级, 实际评分, rating, score, degree, "
        "actual level, current level, actual rating, current rating, rated level",
    ),
    "evidence": Column(Kind.TEXT, Use.RATED, "证据, 事例, 行为事例, 评语, comment, comments"),
    "position": Column(
        Kind.NAME,
        _OF_PERSON,
        "岗位, 岗位名称, 职位, 职位名称, 职务, 现任岗位, 所在岗位, job, job title, job role, role title, "
        "position title, current position",
        lambda model: model.position_names,
    ),
    "name": Column(
        Kind.TEXT,
        _OF_PERSON,
        "姓名, 员工姓名, 被评价人, 被评价人姓名, 被评价者, 被评价者姓名, employee name, full name, ratee name",
    ),
    "department": Column(
        Kind.TEXT, _OF_PERSON, "部门, 部门名称, 所属部门, 所在部门, dept, department name, business unit, team"
    ),
    "manager": Column(
        Kind.TEXT,
        _OF_PERSON,
        "上级, 直接上级, 直属上级, 上级工号, 直接上级工号, manager id, line manager, direct manager, supervisor, "
        "reports to",
        second="上级姓名, 直接上级姓名, manager name, supervisor name",
    ),
}
"""All columns. In their order those of a rating's identity make the key of a finding's fingerprint."""


def used_for(use: Use) -> tuple[str, ...]:
    """The columns with a use.

    >>> used_for(Use.RATED)[-2:]
    ('level', 'evidence')
    """
    return tuple(name for name, column in COLUMNS.items() if use in column.uses)


def of_kind(*kinds: Kind) -> tuple[str, ...]:
    """The columns whose cells are of some kinds.

    >>> of_kind(Kind.ID)
    ('employee_id', 'rater_id')
    """
    return tuple(name for name, column in COLUMNS.items() if column.kind in kinds)


NO_ROLE = "assessor"
"""The role of everybody in a table without roles."""
HEADERS = Names((name, column.headers) for name, column in COLUMNS.items())
SECOND = frozenset(normal(header) for column in COLUMNS.values() for header in column.second.split(", "))
"""Headers of the second choice, as names are compared."""
IDENTITY, RATED = used_for(Use.IDENTITY), used_for(Use.RATED)
PERSON, ROSTER = used_for(Use.PERSON), used_for(Use.ROSTER)
CALLED = of_kind(Kind.ID, Kind.CODE)
PLAIN = of_kind(*set(Kind) - {Kind.TEXT})
"""Columns whose cells should be written plainly; what was folded there is reported."""
FREE = of_kind(Kind.ID, Kind.CODE, Kind.TEXT)
"""Columns in which any text may stand, so that there may be as many distinct cells as rows."""
