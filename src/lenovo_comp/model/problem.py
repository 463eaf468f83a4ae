"""What the checks of a dictionary find, and the scale that they check values by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..findings.finding import Rule
from ..text import Text
from . import schema as s
from .build import top
from .dictionary import EPSILON
from .dictionary import Scale as PlainScale
from .yaml_tree import Path


@dataclass(frozen=True)
class Problem:
    """A finding that speaks paths; `first` is the path that it refers to by line."""

    rule: Rule
    path: Path
    value: str
    details: dict[str, str | Text] = field(default_factory=dict)
    first: Path | None = None


Problems = Iterator[Problem]


def sound(scale: s.Scale, levels: Sequence[s.Level] = ()) -> PlainScale | None:
    """The scale as it will be used, or None where it can't be one."""
    end = top(scale, levels)
    steps = (end - scale.min) / scale.step
    return PlainScale(scale.min, end, scale.step) if steps > 0 and abs(steps - round(steps)) < EPSILON else None
