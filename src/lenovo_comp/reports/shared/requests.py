"""Finds what people ask for by name, or says what the nearest name is."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ...findings.finding import CannotRun
from ...model.dictionary import Competency, Model, Position
from ...model.names import Names, listed, nearest
from ...text import Text

if TYPE_CHECKING:
    from ...ratings.reading import Ratings

_MOST_NAMED = 8
COMPETENCY, POSITION = Text("胜任能力", "competency"), Text("岗位", "position")


def find_competency(text: str, model: Model) -> Competency:
    """The competency of that id, name or alias. Raises CannotRun with the nearest one."""
    id = model.competency_names.find(text)
    if id is None:
        raise _unknown(COMPETENCY, text, model.competency_names, (c.name for c in model.competencies))
    return model.competency(id)


def find_position(text: str, model: Model) -> Position:
    """The position of that id, name or alias. Raises CannotRun with the nearest one."""
    id = model.position_names.find(text)
    if id is None:
        raise _unknown(POSITION, text, model.position_names, (p.name for p in model.positions))
    return model.position(id)


def find_level(level: int, competency: Competency | None) -> int:
    """The level. Raises CannotRun where the competency doesn't have it."""
    if competency is None:
        raise CannotRun("--level 须与一项胜任能力同用", "--level needs a competency")
    levels = [x.level for x in competency.levels]
    if not levels:
        raise CannotRun(f"{competency.name['zh']}不分层级", f"{competency.name['en']} has no levels")
    if level not in levels:
        raise CannotRun(
            f"--level 可选：{'、'.join(map(str, levels))}（{competency.name['zh']}；输入为“{level}”）",
            f'--level must be one of {", ".join(map(str, levels))} for {competency.name["en"]} (got "{level}")',
        )
    return level


def find_supposed(given: Sequence[str], model: Model) -> dict[str, float]:
    """`COMPETENCY=LEVEL` as competency id → level. Raises CannotRun for a repeat, or a level off its scale."""
    found: dict[str, float] = {}
    for text in given:
        name, equals, value = text.rpartition("=")
        if not equals:
            raise CannotRun(
                f"--with 须写成 胜任能力=等级（输入为“{text}”）", f'--with must be COMPETENCY=LEVEL (got "{text}")'
            )
        competency = find_competency(name, model)
        if competency.id in found:
            raise CannotRun(
                f"--with 给了“{competency.name['zh']}”两个等级",
                f'--with gives "{competency.name["en"]}" two levels; keep one',
            )
        found[competency.id] = _level(value, competency)
    return found


def _level(text: str, competency: Competency) -> float:
    """The level on the competency's scale. Raises CannotRun with the nearest one."""
    scale = competency.scale
    try:
        # `float` takes "1_0" for 10.
        level = float(text) if "_" not in text else math.nan
    except ValueError:
        level = math.nan
    if scale.has(level):
        return level
    zh = en = ""
    if not math.isnan(level):
        inside = min(max(level, scale.min), scale.max)
        nearest_ = scale.min + math.floor((inside - scale.min) / scale.step + 0.5) * scale.step
        zh, en = f"是不是 {nearest_:g}？", f" Did you mean {nearest_:g}?"
    raise CannotRun(
        f"{competency.name['zh']}没有等级“{text}”，量表为 {scale}。{zh}",
        f'{competency.name["en"]} has no level "{text}"; its scale is {scale}.{en}',
    )


def find_employee(text: str, ratings: Ratings, cycle: str | None) -> str:
    """The id of the employee of that id or name. Raises CannotRun where none is known in the cycle, or several are."""
    if not text.strip():
        raise CannotRun("请用 --employee 指定工号或姓名", "name the employee: --employee ID or --employee NAME")
    cycles = ratings.cycles
    chosen = cycle if cycle is not None else (cycles[-1] if cycles else "")
    people = ratings.known(chosen)
    if text in people:
        return text
    others = ratings.cycles_of(text)
    if not others:
        same_name = ratings.named(text)
        here = [id for id in same_name if id in people]
        if len(here) == 1:
            return here[0]
        if len(here) > 1 or len(same_name) > 1:
            raise _several(text, here or same_name)
        text, others = (same_name[0], ratings.cycles_of(same_name[0])) if same_name else (text, [])
    if others:
        found = ", ".join(c or "–" for c in others)
        raise CannotRun(
            f"{text} 在周期 {chosen or '–'} 没有评分；有评分的周期：{found}（用 --cycle 指定）",
            f"{text} has no ratings in cycle {chosen or '–'}, only in {found}; choose with --cycle",
        )
    raise _nobody(text, people)


def _several(name: str, ids: Sequence[str]) -> CannotRun:
    shown = ", ".join(ids[:_MOST_NAMED]) + (f" … (+{len(ids) - _MOST_NAMED})" if len(ids) > _MOST_NAMED else "")
    return CannotRun(
        f"有 {len(ids)} 位员工叫“{name}”，请改用工号：{shown}",
        f'{len(ids)} employees are called "{name}"; use an id: {shown}',
    )


def _nobody(text: str, people: Mapping[str, str | None]) -> CannotRun:
    """Nobody of that id or name: with ids and names like it."""
    # People leave out zeros: that is a better guess than an id that differs in a letter.
    guesses = [id for id in people if _unpadded(id) == _unpadded(text)][:5]
    if not guesses and (near := nearest(text, [*people, *{name for name in people.values() if name}])):
        guesses = [f"{name} ({id})" for id, name in people.items() if name == near][:5] or [near]
    if not guesses:
        return CannotRun(f"没有员工“{text}”", f'no employee "{text}"')
    shown = ", ".join(guesses)
    return CannotRun(f"没有员工“{text}”；是不是 {shown}？", f'no employee "{text}"; did you mean {shown}?')


def _unpadded(id: str) -> str:
    """The id without leading zeros in its numbers, to compare ids with: `E01` is like `E001`."""
    return re.sub(r"0+(?=\d)", "", id.casefold())


def _unknown(kind: Text, text: str, names: Names, known: Iterable[Text]) -> CannotRun:
    """No such competency or position: with the nearest, or with the first of all."""
    choices, guess = listed(known), names.nearest(text)
    if not choices.zh:
        return CannotRun(f"字典中没有任何{kind.zh}", f"the dictionary has no {kind.en}s")
    if guess is None:
        return CannotRun(
            f"字典中没有{kind.zh}“{text}”；可选：{choices.zh}", f'no {kind.en} "{text}"; choose from {choices.en}'
        )
    return CannotRun(
        f"字典中没有{kind.zh}“{text}”；是不是“{guess}”？", f'no {kind.en} "{text}"; did you mean "{guess}"?'
    )
