"""What must fit together in a dictionary: one rule, one function, all in `CHECKS`."""

from collections.abc import Callable
from itertools import pairwise, product
from typing import Any

from ..findings import catalogue
from ..findings.finding import Rule
from ..text import LANGUAGES, Text, code_of, find_deceptive, find_unseen
from . import schema as s
from .build import scale_of, text_of, top
from .names import Guesses, did_you_mean, nearest, normal
from .position_checks import between, climbing, unanimous, unused
from .problem import Problem, Problems, sound, sound_scales
from .texts import odd_texts
from .yaml_tree import Path

RESERVED = frozenset((
    "others", "employee_id", "name", "position", "competency", "required", "rating", "se", "gap", "status", "clear",
    "at_least", "essential", "n", "agreement", "self_other", "too_close", "fragile",
))  # fmt: skip
"""Ids that a role's column may not have beside the tabular output's own columns."""


def scales(file: s.Dictionary) -> Problems:
    """Scales climb in whole steps."""
    for name, scale in file.scales.items():
        if scale.max is None or sound(scale):
            continue
        if scale.max <= scale.min:
            yield _broken(("scales", name), name, "max 不大于 min", "max is not above min")
        else:
            yield _broken(("scales", name), name, "step 不能整除 max − min", "step does not divide max − min")


def scales_of_competencies(file: s.Dictionary) -> Problems:
    """Every competency has a scale, and all its levels are on it."""
    guess = Guesses(file.scales)
    for i, competency in enumerate(file.competencies):
        at: Path = ("competencies", i)
        scale, levels = scale_of(competency, file), competency.levels
        if scale is None:
            name = competency.scale or ("level" if levels else "degree")
            path = (*at, "scale") if competency.scale else at
            yield _unknown(path, name, Text("量表", "scale"), guess(name))
        elif scale.max is None and not levels:
            yield _broken(at, competency.id, "不分层级的量表须写 max", "without levels, the scale needs max")
        elif levels and scale.min != 0:
            yield _broken(at, competency.id, "分层级的量表须从 0 开始", "with levels, the scale starts at 0")
        elif levels and top(scale, levels) <= 0:
            yield _broken(at, competency.id, "只有 0 级时，量表须写 max", "with level 0 alone, the scale needs max")
        elif plain := sound(scale, levels):
            off = [x.level for x in levels if not plain.has(x.level)]
            if off:
                zh, en = f"量表 {plain} 上没有 {off[0]} 级", f"there is no level {off[0]} on the scale {plain}"
                yield _broken(at, competency.id, zh, en)


def attainment(file: s.Dictionary) -> Problems:
    """ "Observed" is a value of a scale that has an end."""
    name = file.attainment.scale
    scale = file.scales.get(name)
    value = f"{file.attainment.observed_from:g}"
    if scale is None:
        yield _unknown(("attainment", "scale"), name, Text("量表", "scale"), nearest(name, file.scales))
    elif scale.max is None:
        yield _broken(("attainment", "scale"), name, "评行为的量表须写 max", "the scale of behaviours needs max")
    elif (plain := sound(scale)) and not plain.has(file.attainment.observed_from):
        expected = Text("须是量表上的值", "it must be a value of the scale")
        yield Problem(catalogue.VALUE_RANGE, ("attainment", "observed_from"), value, {"expected": expected})


def agreement(file: s.Dictionary) -> Problems:
    """High agreement takes no less than moderate agreement."""
    if file.agreement.high < file.agreement.moderate:
        least = f"{file.agreement.moderate:g}"
        expected = Text(f"不得小于 moderate（{least}）", f"it must be at least `moderate` ({least})")
        yield Problem(catalogue.VALUE_RANGE, ("agreement", "high"), f"{file.agreement.high:g}", {"expected": expected})


def levels(file: s.Dictionary) -> Problems:
    """A competency has levels or behaviours, not both; the numbers of levels rise."""
    for i, competency in enumerate(file.competencies):
        at: Path = ("competencies", i)
        if competency.levels and competency.behaviours:
            yield Problem(catalogue.SHAPE_UNCLEAR, at, competency.id, {"competency": text_of(competency.name)})
        for j, (before, level) in enumerate(pairwise(competency.levels), 1):
            if level.level <= before.level:
                details: dict[str, str | Text] = {"before": str(before.level)}
                yield Problem(catalogue.LEVELS_BROKEN, (*at, "levels", j, "level"), str(level.level), details)


def silence(file: s.Dictionary) -> Problems:
    """A competency without any statement; or else a level of it that says nothing at all."""
    for i, competency in enumerate(file.competencies):
        if not competency.behaviours and not any(level.behaviours for level in competency.levels):
            details: dict[str, str | Text] = {"competency": text_of(competency.name)}
            yield Problem(catalogue.NO_STATEMENTS, ("competencies", i, "id"), competency.id, details)
            continue
        for j, level in enumerate(competency.levels):
            if not level.behaviours and level.name is None and level.summary is None:
                name = text_of(competency.name)
                where = Text(f"“{name['zh']}”第 {level.level} 级", f'level {level.level} of "{name["en"]}"')
                path: Path = ("competencies", i, "levels", j)
                yield Problem(catalogue.LEVEL_EMPTY, path, competency.id, {"where": where})


def references(file: s.Dictionary) -> Problems:
    """Stages and competencies that are named exist; a position names a competency once."""
    stages = {stage.id for stage in file.stages}
    known = {c.id for c in file.competencies}
    guess = Guesses(c.id for c in file.competencies)
    stage, competency_word = Text("阶段", "stage"), Text("胜任能力", "competency")
    for i, competency in enumerate(file.competencies):
        for j, level in enumerate(competency.levels):
            for k, number in enumerate(level.stages):
                if number not in stages:
                    yield _unknown(("competencies", i, "levels", j, "stages", k), str(number), stage)
    for i, position in enumerate(file.positions):
        if position.stage is not None and position.stage not in stages:
            yield _unknown(("positions", i, "stage"), str(position.stage), stage)
        seen: dict[str, Path] = {}
        for j, requirement in enumerate(position.requires):
            path: Path = ("positions", i, "requires", j, "competency")
            if requirement.competency not in known:
                yield _unknown(path, requirement.competency, competency_word, guess(requirement.competency))
            elif requirement.competency in seen:
                first = seen[requirement.competency]
                yield Problem(catalogue.ID_REPEATED, path, requirement.competency, first=first)
            seen.setdefault(requirement.competency, path)


def requirements(file: s.Dictionary) -> Problems:
    """What positions ask is on the competency's scale; what they wish for is above it."""
    scales = sound_scales(file)
    for i, position in enumerate(file.positions):
        for j, requirement in enumerate(position.requires):
            if requirement.competency not in scales:
                continue
            competency, scale = scales[requirement.competency]
            asked = (("level", requirement.level), ("desired", requirement.desired))
            off = [(key, value) for key, value in asked if value is not None and not scale.has(value)]
            for key, value in off:
                details: dict[str, str | Text] = {"competency": text_of(competency.name), "scale": str(scale)}
                path: Path = ("positions", i, "requires", j, key)
                yield Problem(catalogue.REQUIREMENT_OFF_SCALE, path, f"{value:g}", details)
            if not off and requirement.desired is not None and requirement.desired <= requirement.level:
                path = ("positions", i, "requires", j, "desired")
                details = {"level": f"{requirement.level:g}"}
                yield Problem(catalogue.DESIRED_NOT_HIGHER, path, f"{requirement.desired:g}", details)


def unique_ids(file: s.Dictionary) -> Problems:
    """No id twice among things of one kind."""
    for kind in ("stages", "layers", "competencies", "positions", "rater_roles"):
        things: list[tuple[Path, str]] = [((kind, i, "id"), str(x.id)) for i, x in enumerate(getattr(file, kind))]
        yield from _repeats(things, catalogue.ID_REPEATED)
    texts = (*_all_of(file, "behaviours"), *_all_of(file, "actions"))
    yield from _repeats([((*path, "id"), x.id) for path, x in texts], catalogue.ID_REPEATED)


def unique_statements(file: s.Dictionary) -> Problems:
    """No statement twice, and no development action, in either language; within a level it is an error."""
    for texts, language in product((_all_of(file, "behaviours"), _all_of(file, "actions")), LANGUAGES):
        first: dict[str, Path] = {}
        for path, text in texts:
            words = normal(getattr(text, language) or "")
            earlier = first.setdefault(words, path) if words else path
            if earlier != path:
                here = path[:-1] == earlier[:-1]
                rule = catalogue.STATEMENT_REPEATED if here else catalogue.STATEMENT_ELSEWHERE
                yield Problem(rule, (*path, language), words, first=(*earlier, language))


def role_ids(file: s.Dictionary) -> Problems:
    """No role takes an id that the results need for something else."""
    for i, role in enumerate(file.rater_roles):
        if role.id in RESERVED:
            expected = Text("此标识另有用途", "the results use this id for something else")
            yield Problem(catalogue.VALUE_RANGE, ("rater_roles", i, "id"), role.id, {"expected": expected})


def unique_names(file: s.Dictionary) -> Problems:
    """A name or alias leads to one thing only."""
    for kind in ("competencies", "positions", "rater_roles"):
        owners: dict[str, str] = {}
        things: list[s.Competency | s.Position | s.RaterRole] = getattr(file, kind)
        for i, thing in enumerate(things):
            names: list[tuple[Path, str]] = [
                ((kind, i, "id"), thing.id),
                *(((kind, i, "name", x), getattr(thing.name, x) or "") for x in LANGUAGES),
                *(((kind, i, "aliases", j), alias) for j, alias in enumerate(thing.aliases)),
            ]
            for path, name in names:
                key = normal(name)
                owner = owners.setdefault(key, thing.id) if key else thing.id
                if owner != thing.id:
                    yield Problem(catalogue.NAME_AMBIGUOUS, path, name, {"one": owner, "other": thing.id})


def characters(file: s.Dictionary) -> Problems:
    """Texts hold nothing that a terminal would obey or a reader would not see; one finding a text."""
    for path, text in odd_texts(file):
        if (character := find_deceptive(text)) is not None:
            yield Problem(catalogue.CONTROL_IN_TEXT, path, text, {"character": code_of(character)})
        elif (character := find_unseen(text)) is not None:
            yield Problem(catalogue.UNSEEN_IN_TEXT, path, text, {"character": code_of(character)})


CHECKS: tuple[Callable[[s.Dictionary], Problems], ...] = (
    scales,
    scales_of_competencies,
    attainment,
    agreement,
    levels,
    silence,
    references,
    requirements,
    unique_ids,
    unique_statements,
    role_ids,
    unique_names,
    climbing,
    unused,
    between,
    unanimous,
    characters,
)


def _all_of(file: s.Dictionary, name: str) -> list[tuple[Path, Any]]:
    """All `behaviours`, or `actions`: of stages, of competencies, and of each competency's levels after its own."""
    holders: list[tuple[Path, object]] = [(("stages", i), stage) for i, stage in enumerate(file.stages)]
    for i, competency in enumerate(file.competencies):
        at: Path = ("competencies", i)
        holders += [(at, competency), *(((*at, "levels", k), level) for k, level in enumerate(competency.levels))]
    return [((*at, name, j), x) for at, holder in holders for j, x in enumerate(getattr(holder, name, ()))]


def _repeats(entries: list[tuple[Path, str]], rule: Rule) -> Problems:
    first: dict[str, Path] = {}
    for path, text in entries:
        earlier = first.setdefault(text, path)
        if earlier is not path:
            yield Problem(rule, path, text, first=earlier)


def _broken(path: Path, name: str, zh: str, en: str) -> Problem:
    return Problem(catalogue.SCALE_BROKEN, path, name, {"reason": Text(zh, en)})


def _unknown(path: Path, name: str, kind: Text, guess: str | None = None) -> Problem:
    details: dict[str, str | Text] = {"kind": kind, "suggestion": did_you_mean(guess)}
    return Problem(catalogue.REFERENCE_UNKNOWN, path, name, details)
