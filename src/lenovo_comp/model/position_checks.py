"""What positions ask that fits together and may yet not be meant: warnings and notes, all in `checks.CHECKS`."""

from collections import defaultdict

from ..findings import catalogue
from ..text import Text
from . import schema as s
from .build import scale_of, text_of
from .dictionary import EPSILON
from .problem import Problem, Problems, sound_scales
from .yaml_tree import Path


def climbing(file: s.Dictionary) -> Problems:
    """A position of a higher stage that asks less of a competency than one of a lower stage."""
    most, names = _most_by_stage(file), {c.id: text_of(c.name) for c in file.competencies}
    for i, position in enumerate(file.positions):
        if position.stage is None:
            continue
        for j, requirement in enumerate(position.requires):
            by_stage = most[requirement.competency]
            lower = [by_stage[stage] for stage in by_stage if stage < position.stage]
            level, _, junior = max(lower, key=lambda asked: asked[:2], default=(requirement.level, 0, position))
            if level > requirement.level:
                details: dict[str, str | Text] = {
                    "stage": str(position.stage),
                    "competency": names.get(requirement.competency, requirement.competency),
                    "lower": f"{level:g}",
                    "lower_stage": str(junior.stage),
                    "position": text_of(junior.name),
                }
                path: Path = ("positions", i, "requires", j, "level")
                yield Problem(catalogue.STAGE_REQUIRES_LESS, path, f"{requirement.level:g}", details)


def _most_by_stage(file: s.Dictionary) -> dict[str, dict[int, tuple[float, int, s.Position]]]:
    """Competency → stage → the highest level that a position asks, minus its number, and the first such position."""
    most: dict[str, dict[int, tuple[float, int, s.Position]]] = defaultdict(dict)
    for i, position in enumerate(file.positions):
        if position.stage is None:
            continue
        for requirement in position.requires:
            by_stage = most[requirement.competency]
            if position.stage not in by_stage or requirement.level > by_stage[position.stage][0]:
                by_stage[position.stage] = requirement.level, -i, position
    return most


def unused(file: s.Dictionary) -> Problems:
    """A competency that no position requires."""
    required = {x.competency for position in file.positions for x in position.requires}
    for i, competency in enumerate(file.competencies):
        if file.positions and competency.id not in required:
            details: dict[str, str | Text] = {"competency": text_of(competency.name)}
            yield Problem(catalogue.COMPETENCY_UNUSED, ("competencies", i, "id"), competency.id, details)


def between(file: s.Dictionary) -> Problems:
    """A requirement at a number that the competency's levels leave out, on a scale of whole levels."""
    competencies = {c.id: c for c in file.competencies}
    for i, position in enumerate(file.positions):
        for j, requirement in enumerate(position.requires):
            competency = competencies.get(requirement.competency)
            scale = scale_of(competency, file) if competency else None
            if competency is None or scale is None or not competency.levels or scale.step != 1:
                continue
            has = [level.level for level in competency.levels]
            for key, value in (("level", requirement.level), ("desired", requirement.desired)):
                if value and value not in has and value <= has[-1]:
                    details: dict[str, str | Text] = {
                        "competency": text_of(competency.name),
                        "levels": Text("、".join(map(str, has)), ", ".join(map(str, has))),
                    }
                    path: Path = ("positions", i, "requires", j, key)
                    yield Problem(catalogue.REQUIREMENT_BETWEEN_LEVELS, path, f"{value:g}", details)


def unanimous(file: s.Dictionary) -> Problems:
    """A requirement at the top of its scale, which without tolerance takes the top from every rater who counts."""
    if file.tolerance > EPSILON:
        return
    scales = sound_scales(file)
    for i, position in enumerate(file.positions):
        for j, requirement in enumerate(position.requires):
            competency, scale = scales.get(requirement.competency, (None, None))
            if competency is None or scale is None or abs(requirement.level - scale.max) > EPSILON:
                continue
            details: dict[str, str | Text] = {
                "position": text_of(position.name),
                "competency": text_of(competency.name),
            }
            path: Path = ("positions", i, "requires", j, "level")
            yield Problem(catalogue.REQUIREMENT_AT_TOP, path, f"{requirement.level:g}", details)
