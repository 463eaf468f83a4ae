"""The mappings of a project, from its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..findings.finding import shown_path
from .settings import Settings

if TYPE_CHECKING:
    from ..model.dictionary import Model
    from ..ratings.mapping.source import Mappings


def load_mappings(settings: Settings, model: Model, roster: str | None) -> Mappings:
    """The mappings that the settings hold, by the ids of a dictionary, and what is wrong with them."""
    from ..ratings.mapping.source import NO_MAPPINGS

    if settings.sources is None:
        return NO_MAPPINGS
    from ..ratings.mapping.parsing import parse_mappings
    from ..ratings.mapping.places import TomlPlaces

    tables, text, within = settings.sources
    places = TomlPlaces(text, shown_path(str(settings.file)), within)
    return parse_mappings(tables, places, model, settings.expand, roster)


def is_mapped(settings: Settings, path: str) -> bool:
    """Whether the settings have a mapping for a file."""
    from ..ratings.mapping.source import identities, identity

    if settings.sources is None:
        return False
    return identity(path) in identities(file for p in settings.sources.patterns for file in settings.expand(p))
