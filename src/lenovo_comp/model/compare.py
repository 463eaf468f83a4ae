"""What changed between two dictionaries: both taken apart into parts, and the parts compared field by field."""

from collections.abc import Iterator
from typing import Literal, NamedTuple, get_args

from ..text import Text
from .dictionary import Action, Competency, LayerInfo, Model, Position, RaterRole, Requirement, Scale, Statement

ChangeKind = Literal["added", "removed", "changed"]
CHANGE_KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)
ADDED, REMOVED, CHANGED = CHANGE_KINDS
Value = Text | str | float | bool | tuple[str, ...] | None
PartKind = Literal[
    "dictionary", "threshold", "layer", "stage", "rater_role", "competency", "level", "statement", "action",
    "position", "requirement",
]  # fmt: skip
Key = tuple[PartKind, str]
PARTS: tuple[PartKind, ...] = get_args(PartKind)
"""Kinds of parts, in the order in which their changes are told."""
_LIMITS = ("tolerance", "near", "near_short", "strength", "self_other", "min_group")


class Change(NamedTuple):
    """One difference. `field`, `before`, `after` only where a part changed.

    `statements` says how many statements an added or removed part holds: they, and whatever else it
    holds, are not told one by one.
    """

    kind: ChangeKind
    what: PartKind
    id: str
    name: Text
    field: str | None = None
    before: Value = None
    after: Value = None
    statements: int = 0


class Part(NamedTuple):
    """A piece of a dictionary; `holder` is the part it belongs to."""

    what: PartKind
    id: str
    name: Text
    fields: dict[str, Value]
    holder: Key | None = None
    statements: int = 0

    @property
    def key(self) -> Key:
        return self.what, self.id


def compare(old: Model, new: Model) -> tuple[Change, ...]:
    """Every difference in content; the order of things in the file, and its name, are none."""
    before, after = list(parts(old)), list(parts(new))
    pairs = [pair for what in PARTS for pair in _paired(what, before, after)]
    lost = {was.key for was, now in pairs if was is not None and now is None}
    gained = {now.key for was, now in pairs if now is not None and was is None}
    return tuple(change for was, now in pairs for change in _changes(was, now, lost, gained))


def _paired(what: str, before: list[Part], after: list[Part]) -> Iterator[tuple[Part | None, Part | None]]:
    """Parts of one kind side by side: by id, but statements and actions first by their words.

    A statement put in between moves the numbers of those below it, which changes none of them.
    """
    old, new = ([p for p in given if p.what == what] for given in (before, after))
    partner: dict[Key, Part] = {}
    if what in ("statement", "action"):
        worded = {p.fields["text"]: p for p in old}
        partner = {p.key: worded[p.fields["text"]] for p in new if p.fields["text"] in worded}
    taken = {p.key for p in partner.values()}
    left = {p.key: p for p in old if p.key not in taken}
    for part in new:
        was = partner.get(part.key) or left.pop(part.key, None)
        yield was, part
    for part in left.values():
        yield part, None


def _changes(was: Part | None, now: Part | None, lost: set[Key], gained: set[Key]) -> Iterator[Change]:
    """What is to be told of one pair; what comes or goes with its holder is not."""
    if was is None or now is None:
        part = was or now
        assert part is not None
        if part.holder not in (lost if now is None else gained):
            kind = REMOVED if now is None else ADDED
            yield Change(kind, part.what, part.id, part.name, statements=part.statements)
        return
    if was.holder in lost and now.holder in gained:
        return
    for field, value in now.fields.items():
        if was.fields[field] != value:
            yield Change(CHANGED, now.what, now.id, now.name, field, was.fields[field], value)


def parts(model: Model) -> Iterator[Part]:
    """Everything that a dictionary says, in pieces."""
    yield Part("dictionary", "", model.name, {
        "id": model.id, "version": model.version, "languages": model.languages, "name": model.name,
        "license": model.license, "same_as": model.same_as, "sequence": model.sequence,
        "source": model.source, "description": model.description,
        "purposes": _listed(model.purposes), "questions": _listed(model.questions),
    })  # fmt: skip
    limits: dict[str, Value] = {name: getattr(model, name) for name in _LIMITS}
    limits |= {f"agreement.{name}": value for name, value in model.agreement._asdict().items()}
    limits |= {f"attainment.{name}": getattr(model.attainment, name) for name in ("share", "rated", "observed_from")}
    for id, value in limits.items():
        yield Part("threshold", id, Text(id, id), {"value": value})
    name = "attainment.scale"
    yield Part("threshold", name, Text(name, name), _scale(model.attainment.scale))
    for layer in model.layers:
        yield Part("layer", layer.id, layer.name, _fields(layer, "id"))
    for stage in model.stages:
        key: Key = "stage", str(stage.id)
        yield Part(*key, stage.name, {"name": stage.name}, statements=len(stage.behaviours))
        yield from (_statement(s, key) for s in stage.behaviours)
    for role in model.rater_roles:
        yield Part("rater_role", role.id, role.name, _fields(role, "id"))
    for competency in model.competencies:
        yield from _competency(competency)
    for position in model.positions:
        yield from _position(position, model)


def _competency(c: Competency) -> Iterator[Part]:
    key: Key = "competency", c.id
    short = c.short if c.short != c.name else None  # without one of its own it has its name's
    fields: dict[str, Value] = {
        "name": c.name, "short": short, "layer": c.layer, "group": _listed(c.group, "/"), "definition": c.definition,
        "aliases": c.aliases, "same_as": c.same_as, **_scale(c.scale),
    }  # fmt: skip
    yield Part(*key, c.name, fields, statements=len(list(c.statements())))
    yield from (_statement(s, key) for s in c.behaviours)
    yield from (_action(a, key) for a in c.actions)
    for level in c.levels:
        at: Key = "level", f"{c.id}.{level.level}"
        name = Text(f"{c.name['zh']} {level.level} 级", f"{c.name['en']}, level {level.level}")
        said: dict[str, Value] = {"name": level.name, "summary": level.summary, "same_as": level.same_as}
        said["stages"] = tuple(map(str, level.stages))
        yield Part(*at, name, said, key, len(level.behaviours))
        yield from (_statement(s, at) for s in level.behaviours)
        yield from (_action(a, at) for a in level.actions)


def _statement(s: Statement, holder: Key) -> Part:
    return Part("statement", s.id, s.text, {"id": s.id, "place": holder[1], **_fields(s, "id")}, holder)


def _action(a: Action, holder: Key) -> Part:
    return Part("action", a.id, a.text, {"id": a.id, "place": holder[1], **_fields(a, "id")}, holder)


def _position(p: Position, model: Model) -> Iterator[Part]:
    key: Key = "position", p.id
    yield Part(*key, p.name, _fields(p, "id", "requires"))
    for r in p.requires:
        competency = model.competency(r.competency).name
        name = Text(f"{p.name['zh']}\uff1a{competency['zh']}", f"{p.name['en']}: {competency['en']}")
        yield Part("requirement", f"{p.id}/{r.competency}", name, _fields(r, "competency", "line"), key)


def _fields(
    part: LayerInfo | RaterRole | Statement | Action | Position | Requirement, *without: str
) -> dict[str, Value]:
    """The fields of a part by name, in the order in which changes of them are told."""
    return {name: value for name, value in part._asdict().items() if name not in without}


def _scale(scale: Scale) -> dict[str, Value]:
    labels = tuple(Text(f"{value:g} {name['zh']}", f"{value:g} {name['en']}") for value, name in scale.labels)
    return {"scale": str(scale), "labels": _listed(labels)}


def _listed(texts: tuple[Text, ...], between: str | None = None) -> Text | None:
    """The texts as one, with `between` in place of semicolons."""
    zh, en = between or "\uff1b", between or "; "
    return Text(zh.join(t["zh"] for t in texts), en.join(t["en"] for t in texts)) if texts else None
