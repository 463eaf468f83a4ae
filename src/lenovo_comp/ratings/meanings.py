"""Headers → what they say: a name alone, or decorations round exactly one name.

`1. Communication`, `Communication (0-4)`, `How often? [Communication]`, `请评价—沟通` and `Communication / 沟通` say
the same as `Communication`; `Communication (self)` also says who rated, `Communication (required)` that it holds no
rating.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..model.dictionary import Model
from .columns import HEADERS, NO_ROLE, ROSTER

LEVEL_WORDS = (
    *("rating", "ratings", "score", "scores", "level", "actual", "current", "assessed", "result", "points"),
    *("评分", "得分", "等级", "分数", "打分", "实际", "现有", "当前", "评价", "评估", "分"),
)
"""With a role or a competency they say that a column holds its levels."""
DERIVED_WORDS = (
    *(
        "required",
        "requirement",
        "target",
        "expected",
        "desired",
        "gap",
        "difference",
        "diff",
        "average",
        "avg",
        "mean",
    ),
    *("total", "sum", "subtotal", "rank", "ranking", "overall", "median", "weighted", "percentile", "std", "variance"),
    *(
        "要求",
        "目标",
        "期望",
        "应有",
        "差距",
        "差值",
        "平均",
        "平均分",
        "均分",
        "平均值",
        "均值",
        "总分",
        "合计",
        "总计",
        "小计",
    ),
    *("排名", "名次", "综合得分", "综合评分", "综合", "加权", "总评", "标准差", "中位数"),
)
"""With or without them they say that a column holds no rating but what is calculated or required."""
_NEUTRAL = ("by", "from", "of", "the", "rated", "your", "my", "given", "人", "者")
# Patterns are compiled when they are needed: most headers are names and nothing else.
_NUMBERING = (
    r"^\s*(?:[Qq]\s*)?\d+(?:[-.]\d+)*\s*[.、．:：)）]\s*|^\s*[Qq]\d+[_\s-]+|^\s*[(（][一二三四五六七八九十\d]+[)）]\s*"
    r"|^\s*[一二三四五六七八九十]+、\s*|^\s*第\s*\d+\s*题[:：.、\s]*"
)
_BETWEEN = r"[()（）\[\]【】{}<>《》“”\"—–|/:：，,;；?？!！\n\r\t*＊]+|\s-+\s|(?<=[^\d\s])\.(?=[^\d\s])"
_BESIDE_CHINESE = r"|(?<=[\u3400-\u9fff])-|-(?=[\u3400-\u9fff])"
"""What else is between pieces of a header in Chinese; so large a range takes milliseconds to compile."""
_NUMBERED = r"(?s)(.*[^\d\s#№_-])[\s#№_-]*(\d{1,2})|(.*\S)\s+([A-Z])"
LONGEST = 500
"""Characters of a header beyond which only a name alone is looked for."""


class Meaning(NamedTuple):
    """What a header says, part by part; empty where it says nothing of that.

    `number` tells several raters of a role (`Peer 2`). `exact`: the header is the name and nothing else.
    """

    column: str | None = None
    competency: str | None = None
    behaviour: str | None = None
    role: str | None = None
    number: str = ""
    is_level: bool = False
    is_derived: bool = False
    exact: bool = False

    @property
    def rated(self) -> bool:
        """Whether it names what is rated."""
        return bool(self.competency or self.behaviour)


NOTHING = Meaning()


class HeaderReader:
    """Reads the headers of tables by the names of a dictionary."""

    def __init__(self, model: Model, *, roster: bool = False) -> None:
        self._model, self._roster = model, roster

    def read(self, header: str) -> Meaning:
        """What a header says; `NOTHING` where it says nothing that is known, or too much."""
        text = header.strip()
        whole = self._named(text)
        if whole is not None:
            return whole._replace(exact=True)
        if len(text) > LONGEST:
            return NOTHING
        between = _BETWEEN if text.isascii() else _BETWEEN + _BESIDE_CHINESE
        parts = re.split(between, re.sub(_NUMBERING, "", text, count=1))
        pieces = [piece for part in parts if (piece := part.strip(" .·-"))]
        found = [m for piece in pieces for m in [self._piece(piece)] if m is not None]
        return _together(found)

    def find(self, header: object) -> str | None:
        """The column or competency that a header names or surrounds, if any: what tells a row of headers from data."""
        if not isinstance(header, str):
            return None
        meaning = self.read(header)
        return meaning.column or meaning.competency

    def _named(self, text: str) -> Meaning | None:
        """What a text is the name of."""
        column = HEADERS.find(text)
        if self._roster:
            return Meaning(column) if column in ROSTER else None
        names = self._model
        role = names.role_names.find(text)
        if column is not None:
            return Meaning(column, role=role if column == "manager" else None)
        if (competency := names.competency_names.find(text)) is not None:
            return Meaning(competency=competency)
        if (behaviour := names.behaviour_names.find(text)) is not None:
            return Meaning(behaviour=behaviour)
        return Meaning(role=role) if role is not None else None

    def _piece(self, text: str, depth: int = 3) -> Meaning | None:
        """What a piece of a header says: a name, a word about levels, or several of them."""
        named = self._named(text)
        if named is not None:
            return named
        if self._roster or not depth:
            return None
        word = text.casefold().strip(". ")
        if word in DERIVED_WORDS:
            return Meaning(is_derived=True)
        if word in LEVEL_WORDS:
            return Meaning(is_level=True)
        numbered = re.fullmatch(_NUMBERED, text)
        if numbered:
            rest, number = (numbered[1], numbered[2]) if numbered[1] else (numbered[3], numbered[4])
            inner = self._piece(rest.strip(), depth - 1)
            if inner is not None and inner.column == "rater_id" and NO_ROLE in self._model.role_names.ids:
                return Meaning(role=NO_ROLE, number=number)  # `Rater 2` rates in no role that is known
            if inner is not None and inner.role:
                return inner._replace(column=None, number=number)
        for rest, words in _without_a_word(text):
            inner = self._piece(rest, depth - 1)
            if inner is not None and (inner.role or inner.rated or inner.column == "level" or inner.is_level):
                return inner._replace(
                    is_level=inner.is_level or words is LEVEL_WORDS,
                    is_derived=inner.is_derived or words is DERIVED_WORDS,
                )
        return None


def _without_a_word(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The text without a word at its start or end, for each that is known, and the words it is of."""
    text = text.replace("’s", "").replace("'s", "")
    folded = text.casefold()
    for words in (LEVEL_WORDS, DERIVED_WORDS, _NEUTRAL):
        for word in words:
            if len(word) < len(folded) and (folded.startswith(word) or folded.endswith(word)):
                joins = "" if "\u3400" <= word[0] <= "\u9fff" else r"[\s.]+"
                if folded.startswith(word) and re.match(joins, folded[len(word) :]):
                    yield text[len(word) :].strip(" ."), words
                if folded.endswith(word) and (not joins or folded[-len(word) - 1].isspace()):
                    yield text[: -len(word)].strip(), words


def _together(found: list[Meaning]) -> Meaning:
    """What the pieces of a header say together; `NOTHING` where they name several things."""
    columns = {m.column for m in found if m.column} - {"level"}
    says_level = any(m.is_level or m.column == "level" for m in found)
    competencies, behaviours, roles = (
        {value for m in found if (value := getattr(m, part))} for part in ("competency", "behaviour", "role")
    )
    if columns == {"manager"} and (competencies or behaviours or says_level):
        columns = set()  # the manager as a rater
    kinds = sum(map(bool, (columns, competencies or behaviours)))
    if max(map(len, (columns, competencies, behaviours, roles))) > 1 or kinds > 1:
        return NOTHING
    if columns and roles and columns != {"manager"}:
        return NOTHING
    derived = any(m.is_derived for m in found) and not columns
    named = competencies or behaviours or roles
    column = next(iter(columns), None) or ("level" if says_level and not named and not derived else None)
    if column == "level" and not any(m.column == "level" for m in found):
        column = None  # a word that only says something beside a name
    return Meaning(
        column,
        next(iter(competencies), None),
        next(iter(behaviours), None),
        next(iter(roles), None),
        next((m.number for m in found if m.number), ""),
        says_level,
        derived,
    )
