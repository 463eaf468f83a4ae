"""What positions ask that fits together and may yet not be meant: warnings and notes, all in `checks.CHECKS`."""

from ..findings import catalogue
from ..text import Text
from . import schema as s
from .build import scale_of
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


def unanimous(file: s.Dictionary) -> Problems:
    """A requirement at the top of its scale, which without tolerance takes the top from every rater who counts."""
    if file.tolerance > EPSILON:
        return
    competencies = {c.id: c for c in file.competencies}
    for i, position in enumerate(file.positions):
        for j, requirement in enumerate(position.requires):
            competency = competencies.get(requirement.competency)
            scale = scale_of(competency, file) if competency else None
            plain = sound(scale, len(competency.levels)) if competency and scale else None
            if competency is None or plain is None or abs(requirement.level - plain.max) > EPSILON:
                continue
            details: dict[str, str | Text] = {
                "position": Text(position.name.zh, position.name.en),
                "competency": Text(competency.name.zh, competency.name.en),
            }
            path: Path = ("positions", i, "requires", j, "level")
            yield Problem(catalogue.REQUIREMENT_AT_TOP, path, f"{requirement.level:g}", details)
