"""Ids for statements and actions that a dictionary gives none: of what holds them and of their place in it."""

from typing import Any, TypeVar

from . import schema as s

Holder = TypeVar("Holder", s.Stage, s.Competency, s.Level)


def fill_ids(file: s.Dictionary) -> s.Dictionary:
    """The file with every id: `handover.1.2` is the second behaviour of level 1, `handover.1.a1` its first action.

    An id that the file gives to something else is passed over.
    """
    taken = {x.id for holder in _holders(file) for _, x in _texts(holder) if x.id is not None}
    if all(x.id is not None for holder in _holders(file) for _, x in _texts(holder)):
        return file
    stages = [_filled(stage, f"stage.{stage.id}", taken) for stage in file.stages]
    competencies = []
    for competency in file.competencies:
        levels = [_filled(level, f"{competency.id}.{level.level}", taken) for level in competency.levels]
        own = _filled(competency, competency.id, taken)
        competencies.append(own.model_copy(update={"levels": levels}))
    return file.model_copy(update={"stages": stages, "competencies": competencies})


def _holders(file: s.Dictionary) -> list[s.Stage | s.Competency | s.Level]:
    levels = [level for competency in file.competencies for level in competency.levels]
    return [*file.stages, *file.competencies, *levels]


def _texts(holder: s.Part) -> list[tuple[str, Any]]:
    """The behaviours and actions of a part, each with what comes before its number."""
    actions = getattr(holder, "actions", [])
    return [("", x) for x in getattr(holder, "behaviours", [])] + [("a", x) for x in actions]


def _filled(holder: Holder, prefix: str, taken: set[str | None]) -> Holder:
    filled: dict[str, list[Any]] = {"": [], "a": []}
    for mark, text in _texts(holder):
        number = len(filled[mark]) + 1
        while text.id is None and (id := f"{prefix}.{mark}{number}") in taken:
            number += 1
        if text.id is None:
            taken.add(id)
        filled[mark].append(text if text.id is not None else text.model_copy(update={"id": id}))
    update = {"behaviours": filled[""], **({"actions": filled["a"]} if filled["a"] else {})}
    return holder.model_copy(update=update)
