"""What positions ask that fits together and may yet not be meant: warnings and notes, all in `checks.CHECKS`."""

from ..findings import catalogue
from ..text import Text
from . import schema as s
from .build import scale_of, text_of
from .dictionary import EPSILON
from .problem import Problem, Problems, sound
from .yaml_tree import Path


def climbing(file: s.Dictionary) -> Problems:
    """A position of a higher stage that asks less of a competency than one of a lower stage."""
    for i, position in enumerate(file.positions):
        for j, requirement in enumerate(position.requires):
            lower = [
                (other.level, junior)
                for junior in file.positions
                for other in junior.requires
                if other.competency == requirement.competency
                and junior.stage is not None
                and position.stage is not None
                and junior.stage < position.stage
                and other.level > requirement.level
            ]
            if lower:
                level, junior = max(lower, key=lambda pair: pair[0])
                details: dict[str, str | Text] = {
                    "stage": str(position.stage),
                    "competency": requirement.competency,
                    "lower": f"{level:g}",
                    "lower_stage": str(junior.stage),
                    "position": junior.id,
                }
                path: Path = ("positions", i, "requires", j, "level")
                yield Problem(catalogue.STAGE_REQUIRES_LESS, path, f"{requirement.level:g}", details)


def unused(file: s.Dictionary) -> Problems:
    """A competency that no position requires."""
    required = {x.competency for position in file.positions for x in position.requires}
    for i, competency in enumerate(file.competencies):
        if file.positions and competency.id not in required:
            yield Problem(catalogue.COMPETENCY_UNUSED, ("competencies", i, "id"), competency.id)


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
    competencies = {c.id: c for c in file.competencies}
    for i, position in enumerate(file.positions):
        for j, requirement in enumerate(position.requires):
            competency = competencies.get(requirement.competency)
            scale = scale_of(competency, file) if competency else None
            plain = sound(scale, competency.levels) if competency and scale else None
            if competency is None or plain is None or abs(requirement.level - plain.max) > EPSILON:
                continue
            details: dict[str, str | Text] = {
                "position": text_of(position.name),
                "competency": text_of(competency.name),
            }
            path: Path = ("positions", i, "requires", j, "level")
            yield Problem(catalogue.REQUIREMENT_AT_TOP, path, f"{requirement.level:g}", details)
