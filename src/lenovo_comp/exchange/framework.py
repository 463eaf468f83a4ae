"""The one model between all formats: a framework as its source has it, nothing filled in that it doesn't say.

Every format reads into these classes or writes from them; `framework_data` turns them into the data of a
dictionary file and back.
"""

from dataclasses import dataclass, field
from typing import Any

from ..model.dictionary import Layer
from ..text import LANGUAGES, Language

MOST_ITEMS = 20_000
"""Competencies, levels, statements, positions and requirements of a framework, beyond which it is of no use."""
Words = dict[Language, str]
"""A text in each language that the source has it in; empty where it has none."""
Rest = dict[str, Any]
"""Settings of a dictionary that no other format knows, verbatim, in the shape that the file has."""


@dataclass(slots=True)
class Statement:
    """One observable behaviour. `place` says where it was read (`Sheet!C4`, `file.csv:12`, a JSON pointer)."""

    words: Words
    id: str | None = None
    origin: str | None = "source"
    same_as: list[str] = field(default_factory=list)
    place: str = ""
    rest: Rest = field(default_factory=dict)
    """`truncated`, `note`."""


@dataclass(slots=True)
class Level:
    """One level of a competency. Its number is the source's; it may have a name and a summary, and no statements."""

    number: int
    name: Words = field(default_factory=dict)
    summary: Words = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    same_as: list[str] = field(default_factory=list)
    place: str = ""
    rest: Rest = field(default_factory=dict)
    """`stages`, `actions`."""


@dataclass(slots=True)
class Competency:
    """One thing that people are rated on: with levels, with statements of its own, or with neither."""

    name: Words
    id: str | None = None
    layer: Layer | None = None
    group: list[Words] = field(default_factory=list)
    """The path of groups that it belongs to, the outermost first; up to three."""
    short: Words = field(default_factory=dict)
    definition: Words = field(default_factory=dict)
    aliases: list[str] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    same_as: list[str] = field(default_factory=list)
    place: str = ""
    rest: Rest = field(default_factory=dict)
    """`scale`, `actions`."""


@dataclass(slots=True)
class Requirement:
    """What a position asks of one competency, which is named by its id."""

    competency: str
    level: float
    desired: float | None = None
    essential: bool = True
    weight: float = 1
    place: str = ""
    rest: Rest = field(default_factory=dict)


@dataclass(slots=True)
class Position:
    """A position and what it requires."""

    name: Words
    id: str | None = None
    stage: int | None = None
    origin: str | None = "source"
    description: Words = field(default_factory=dict)
    aliases: list[str] = field(default_factory=list)
    requires: list[Requirement] = field(default_factory=list)
    same_as: list[str] = field(default_factory=list)
    place: str = ""
    rest: Rest = field(default_factory=dict)


@dataclass(slots=True)
class Framework:
    """A whole framework. `languages` are those that every text of it has; a text may have the other as well."""

    id: str | None = None
    version: str | None = None
    name: Words = field(default_factory=dict)
    description: Words = field(default_factory=dict)
    source: Words = field(default_factory=dict)
    license: str | None = None
    languages: tuple[Language, ...] = LANGUAGES
    competencies: list[Competency] = field(default_factory=list)
    positions: list[Position] = field(default_factory=list)
    same_as: list[str] = field(default_factory=list)
    rest: Rest = field(default_factory=dict)
    """Layers, stages, scales, roles, attainment, thresholds … of a dictionary."""
    is_dictionary: bool = False
    """Whether it was a dictionary before, which says itself in which languages and on which scales it is."""
