"""`--update`: what is new in a source, with all that people have added to the dictionary made of it before."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from ..findings import catalogue
from ..model.names import normal
from ..text import Text
from .conversion import Conversion
from .framework import Competency, Framework, Level, Position, Statement, Words
from .ids import assign_statements, called

Part = TypeVar("Part", Competency, Position)
_COUNTED = re.compile(r"[cp][0-9]{3,}")


def update(new: Framework, old: Framework, conversion: Conversion) -> None:
    """Bring `old` up to date with what was read (`new`), which becomes the result.

    Ids, the other language, positions, actions, settings and layers of `old` stay; so does what the source no longer
    has, which is listed. A new statement gets an id that was never used.
    """
    gone_ids = {s.id for c in old.competencies for s in _statements(c) if s.id}
    pairs = _match(new.competencies, old.competencies)
    ids: dict[str | None, str | None] = {}
    # The id of a statement begins with that of the competency it was made for.
    taken = {c.id for c in old.competencies} | {x.partition(".")[0] for x in gone_ids}
    result: list[Competency] = []
    for competency in new.competencies:
        known = pairs.get(id(competency))
        before = competency.id
        if known is None:
            competency.id = _free(competency.id or "", taken)
            result.append(competency)
        else:
            result.append(_merge_competency(competency, known, conversion))
        ids[before] = result[-1].id
        taken.add(result[-1].id)
    matched = {id(known) for known in pairs.values()}
    for known in old.competencies:
        if id(known) not in matched:
            result.append(known)
            _gone(
                conversion,
                "competency",
                known.id or "",
                Text(f"胜任能力“{called(known.name)}”", f'the competency "{called(known.name)}"'),
            )
    new.competencies = result
    for position in new.positions:
        for requirement in position.requires:
            requirement.competency = ids.get(requirement.competency) or requirement.competency
    new.positions = _positions(new.positions, old.positions, conversion)
    new.id, new.name = old.id, old.name
    new.description = old.description or new.description
    new.source = old.source
    new.version, new.license = new.version or old.version, new.license or old.license
    new.same_as = _union(old.same_as, new.same_as)
    new.rest = old.rest
    assign_statements(new, gone_ids)


def _match(new: Sequence[Part], old: Sequence[Part]) -> dict[int, Part]:
    """New part → the old one that it is: by `same_as`, code, name, or an id that was not just counted."""
    keys: tuple[Callable[[Part], Iterable[str]], ...] = (
        lambda part: part.same_as,
        lambda part: map(normal, part.aliases),
        lambda part: map(normal, part.name.values()),
        lambda part: [] if part.id is None or _COUNTED.fullmatch(part.id) else [part.id],
    )
    found: dict[int, Part] = {}
    used: set[int] = set()
    for key in keys:
        known: dict[str, Part] = {}
        for part in old:
            if id(part) not in used:
                for text in key(part):
                    known.setdefault(text, part)
        for part in new:
            if id(part) in found:
                continue
            match = next((known[text] for text in key(part) if text in known and id(known[text]) not in used), None)
            if match is not None:
                found[id(part)] = match
                used.add(id(match))
    return found


def _merge_competency(new: Competency, old: Competency, conversion: Conversion) -> Competency:
    """The old competency with what the source says now."""
    levels = {level.number: level for level in old.levels}
    pool = [*_statements(old)]
    merged = Competency(
        name={**old.name, **new.name},
        id=old.id,
        layer=old.layer or new.layer,
        group=_group(new.group, old.group),
        short={**old.short, **new.short},
        definition={**old.definition, **new.definition},
        aliases=_union(old.aliases, [a for a in new.aliases if normal(a) not in set(map(normal, old.aliases))]),
        levels=[],
        statements=_merge_statements(new.statements, pool),
        same_as=_union(old.same_as, new.same_as),
        place=new.place,
        rest=old.rest,
    )
    for level in new.levels:
        known = levels.get(level.number, Level(level.number))
        merged.levels.append(
            Level(
                level.number,
                {**known.name, **level.name},
                {**known.summary, **level.summary},
                _merge_statements(level.statements, pool),
                _union(known.same_as, level.same_as),
                level.place,
                known.rest,
            )
        )
    _keep_gone(merged, old, pool, conversion)
    merged.levels.sort(key=lambda level: level.number)
    return merged


def _keep_gone(merged: Competency, old: Competency, pool: list[Statement], conversion: Conversion) -> None:
    """Levels and statements that the source no longer has stay where they were, and are listed."""
    left = {id(statement) for statement in pool}
    homes = {level.number: level for level in merged.levels}
    for level in old.levels:
        home = homes.get(level.number)
        if home is None:
            home = Level(level.number, level.name, level.summary, [], level.same_as, rest=level.rest)
            merged.levels.append(home)
            if not level.statements:
                place = f"{old.id}.{level.number}"
                what = Text(
                    f"“{called(old.name)}”第 {level.number} 级", f'level {level.number} of "{called(old.name)}"'
                )
                _gone(conversion, "level", place, what)
        for statement in level.statements:
            if id(statement) in left:
                home.statements.append(statement)
    merged.statements += [s for s in old.statements if id(s) in left]
    for statement in pool:
        what = Text(f"行为描述“{called(statement.words)}”", f'the statement "{called(statement.words)}"')
        _gone(conversion, "statement", statement.id or old.id or "", what)


def _merge_statements(new: Sequence[Statement], pool: list[Statement]) -> list[Statement]:
    """New statements, each with what the old one of the same source or text has; that is taken out of the pool."""
    return [_merge_statement(statement, pool) for statement in new]


def _merge_statement(new: Statement, pool: list[Statement]) -> Statement:
    old = next((s for s in pool if set(s.same_as) & set(new.same_as)), None) or next(
        (s for s in pool if any(normal(s.words.get(x, "")) == normal(t) for x, t in new.words.items())), None
    )
    if old is None:
        return new
    pool[:] = [s for s in pool if s is not old]
    words: Words = {**old.words, **new.words}
    return Statement(words, old.id, old.origin, _union(old.same_as, new.same_as), new.place, old.rest)


def _group(new: list[Words], old: list[Words]) -> list[Words]:
    """The groups that the source has now, with the other language where they are the same as before."""
    if not new:
        return old
    same = len(new) == len(old) and all(
        any(normal(n[x]) == normal(o.get(x, "")) for x in n) for n, o in zip(new, old, strict=True)
    )
    return [{**o, **n} for n, o in zip(new, old, strict=True)] if same else new


def _positions(new: list[Position], old: list[Position], conversion: Conversion) -> list[Position]:
    """Old positions with what the source requires now, and new ones."""
    if not new:
        return old
    pairs = _match(new, old)
    taken = {p.id for p in old}
    for position in new:
        known = pairs.get(id(position))
        if known is None:
            position.id = _free(position.id or "", taken)
            taken.add(position.id)
            old = [*old, position]
            continue
        known.name = {**known.name, **position.name}
        known.same_as = _union(known.same_as, position.same_as)
        requires = {r.competency: r for r in known.requires}
        for requirement in position.requires:
            before = requires.get(requirement.competency)
            if before is None:
                known.requires.append(requirement)
            else:
                before.level, before.essential = requirement.level, requirement.essential
                before.desired = requirement.desired
        asked = {r.competency for r in position.requires}
        for competency in (c for c in requires if c not in asked):
            what = Text(
                f"岗位“{called(known.name)}”对 {competency} 的要求",
                f'what "{called(known.name)}" requires of {competency}',
            )
            _gone(conversion, "requirement", f"{known.id}.{competency}", what)
    matched = {id(p) for p in pairs.values()} | {id(p) for p in new}
    for position in old:
        if id(position) not in matched:
            _gone(
                conversion,
                "position",
                position.id or "",
                Text(f"岗位“{called(position.name)}”", f'the position "{called(position.name)}"'),
            )
    return old


def _gone(conversion: Conversion, kind: str, place: str, what: Text) -> None:
    conversion.note(catalogue.GONE_FROM_SOURCE, place, about=f"{kind} {place}", what=what)


def _statements(competency: Competency) -> Iterable[Statement]:
    yield from competency.statements
    for level in competency.levels:
        yield from level.statements


def _union(one: Sequence[str], other: Sequence[str]) -> list[str]:
    return [*dict.fromkeys((*one, *other))]


def _free(wanted: str, taken: set[str | None]) -> str:
    """The id; the next that is free where it is taken."""
    letter, number = wanted[:1], 1
    found = wanted
    while found in taken:
        number += 1
        found = f"{letter}{number:03}" if _COUNTED.fullmatch(wanted) else f"{wanted}_{number}"
    return found
