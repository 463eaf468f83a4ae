"""The dictionary in use: plain, immutable, complete, every default filled in.

The small parts are named tuples: a data class takes seven times as long to come into being.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple, get_args

from ..text import Language, Text
from .names import Names

Origin = Literal["source", "supplement", "own"]
"""In the source of the dictionary; added where the source is cut off; or the author's own, without a source."""
ORIGINS: tuple[Origin, ...] = get_args(Origin)
Layer = Literal["core", "general", "professional"]
ActionKind = Literal["course", "assignment", "coaching"]
EPSILON = 1e-9
"""Figures closer than this are the same (docs/method.md, rule 5)."""


class Statement(NamedTuple):
    """One observable behaviour, of a competency, a level or a stage."""

    id: str
    text: Text
    origin: Origin
    truncated: bool = False
    note: Text | None = None
    same_as: tuple[str, ...] = ()


class Action(NamedTuple):
    """One thing to do in order to develop a competency, or to reach a level of it."""

    id: str
    kind: ActionKind
    text: Text
    origin: Origin
    url: str | None = None


class Scale(NamedTuple):
    """What a rating may be: `min`, `min` + `step`, … `max`.

    >>> scale = Scale(0, 4, 0.5)
    >>> str(scale), scale.has(3.5), scale.has(3.7)
    ('0–4, ±0.5', True, False)
    """

    min: float
    max: float
    step: float
    labels: tuple[tuple[float, Text], ...] = ()

    def __str__(self) -> str:
        return f"{self.min:g}–{self.max:g}" + (f", ±{self.step:g}" if self.step != 1 else "")

    def has(self, value: float) -> bool:
        """Whether the value is one of the scale's steps."""
        steps = (value - self.min) / self.step
        inside = self.min - EPSILON <= value <= self.max + EPSILON
        return inside and abs(steps - round(steps)) < EPSILON


class Level(NamedTuple):
    """One level of a competency and the stages of a career that it stands for.

    Numbers ascend from 0 or higher, perhaps with holes. A level may have no behaviours.
    """

    level: int
    stages: tuple[int, ...]
    behaviours: tuple[Statement, ...]
    actions: tuple[Action, ...] = ()
    name: Text | None = None
    summary: Text | None = None
    same_as: tuple[str, ...] = ()


class Competency(NamedTuple):
    """One thing that people are rated on. It has `levels`, or `behaviours`, or neither.

    `group` is the path of up to three names under which the framework has it, from the top.
    `actions` are for the competency as a whole, those of its levels for a level.
    """

    id: str
    layer: Layer
    name: Text
    short: Text
    definition: Text | None
    aliases: tuple[str, ...]
    scale: Scale
    levels: tuple[Level, ...]
    behaviours: tuple[Statement, ...]
    actions: tuple[Action, ...] = ()
    group: tuple[Text, ...] = ()
    same_as: tuple[str, ...] = ()

    def statements(self) -> Iterator[tuple[int | None, Statement]]:
        """Every statement with its level (None where the competency has no levels)."""
        for statement in self.behaviours:
            yield None, statement
        for level in self.levels:
            for statement in level.behaviours:
                yield level.level, statement


class Requirement(NamedTuple):
    """What a position asks of one competency. `line` is its place in the dictionary's file."""

    competency: str
    level: float
    desired: float | None
    essential: bool
    weight: float
    line: int | None = None


class Position(NamedTuple):
    """A position and the combination of competencies it requires."""

    id: str
    name: Text
    stage: int | None
    description: Text | None
    origin: Origin
    aliases: tuple[str, ...]
    requires: tuple[Requirement, ...]
    same_as: tuple[str, ...] = ()


class Stage(NamedTuple):
    """A stage of a career."""

    id: int
    name: Text
    behaviours: tuple[Statement, ...]


class RaterRole(NamedTuple):
    """From which side a rating comes, how much it counts, and how many raters it takes to show."""

    id: str
    name: Text
    weight: float
    min_raters: int
    aliases: tuple[str, ...]

    @property
    def anonymous(self) -> bool:
        """Whether single raters must not be recognised: the role takes more than one to be shown."""
        return self.min_raters > 1


class Attainment(NamedTuple):
    """When a level counts as attained, where single behaviours were rated (rule 4)."""

    scale: Scale
    observed_from: float
    share: float
    rated: float
    """The share of a level's behaviours that a rater must have rated for the level to count as rated."""


class Agreement(NamedTuple):
    """From which r_wg on raters agree moderately, and highly (rule 9)."""

    moderate: float
    high: float


class LayerInfo(NamedTuple):
    """A layer's name and what the model says of it."""

    id: Layer
    name: Text
    note: Text | None


@dataclass(frozen=True, repr=False)
class Model:
    """A competency dictionary. `sha256` is that of the file's bytes, `path` where it was read."""

    id: str
    version: str
    languages: tuple[Language, ...]
    """The languages that every text is in; others it may lack."""
    name: Text
    license: str | None
    same_as: tuple[str, ...]
    sequence: Text | None
    source: Text | None
    description: Text | None
    purposes: tuple[Text, ...]
    questions: tuple[Text, ...]
    layers: tuple[LayerInfo, ...]
    stages: tuple[Stage, ...]
    competencies: tuple[Competency, ...]
    positions: tuple[Position, ...]
    rater_roles: tuple[RaterRole, ...]
    attainment: Attainment
    tolerance: float
    near: float
    near_short: int
    """The verdict *near* allows at most so many essential requirements to be short (rule 7)."""
    strength: float
    agreement: Agreement
    self_other: float
    """From this difference on, a self-rating beside the others' is a blind spot or a hidden strength."""
    min_group: int
    """How many rated people it takes to show a figure of a group of them."""
    path: str
    sha256: str
    settings: dict[str, float] = field(default_factory=dict)
    """Thresholds that the run's settings put in place of the file's."""

    def __repr__(self) -> str:
        return f"<Model {self.id!r} {self.version}>"

    def competency(self, id: str) -> Competency:
        """The competency of that id; KeyError if there is none."""
        return self._by_id[0][id]

    def position(self, id: str) -> Position:
        """The position of that id; KeyError if there is none."""
        return self._by_id[1][id]

    def role(self, id: str) -> RaterRole:
        """The rater role of that id; KeyError if there is none."""
        return self._by_id[2][id]

    def statements(self) -> Iterator[Statement]:
        """Every statement of stages and competencies, in the file's order."""
        for stage in self.stages:
            yield from stage.behaviours
        for competency in self.competencies:
            for _, statement in competency.statements():
                yield statement

    def actions(self) -> Iterator[Action]:
        """Every development action of competencies and levels, in the file's order."""
        for competency in self.competencies:
            yield from competency.actions
            for level in competency.levels:
                yield from level.actions

    @cached_property
    def behaviours(self) -> dict[str, tuple[Competency, int | None]]:
        """Behaviour id → the competency and level it belongs to."""
        return {
            statement.id: (competency, level)
            for competency in self.competencies
            for level, statement in competency.statements()
        }

    @cached_property
    def competency_names(self) -> Names:
        return Names((c.id, (c.name.zh, c.name.en, *c.aliases)) for c in self.competencies)

    @cached_property
    def position_names(self) -> Names:
        return Names((p.id, (p.name.zh, p.name.en, *p.aliases)) for p in self.positions)

    @cached_property
    def role_names(self) -> Names:
        return Names((r.id, (r.name.zh, r.name.en, *r.aliases)) for r in self.rater_roles)

    @cached_property
    def behaviour_names(self) -> Names:
        return Names((id, ()) for id in self.behaviours)

    @cached_property
    def _by_id(self) -> tuple[dict[str, Competency], dict[str, Position], dict[str, RaterRole]]:
        competencies, positions = {c.id: c for c in self.competencies}, {p.id: p for p in self.positions}
        return competencies, positions, {r.id: r for r in self.rater_roles}
