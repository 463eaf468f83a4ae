"""Findings at a setting of a mapping."""

from collections.abc import Sequence

from ...findings import catalogue
from ...findings.finding import Finding, Rule
from ...model.dictionary import Model
from ...text import Text
from .places import Key, TomlPlaces


class Report:
    """What is wrong with one mapping, each at its line; `fails` says whether the mapping can't be used."""

    def __init__(self, places: TomlPlaces, index: int) -> None:
        self._places, self._index = places, index
        self.found: list[Finding] = []

    def __call__(self, rule: Rule, keys: Sequence[Key], value: str | None = None, **details: str | Text) -> None:
        """Note what is wrong with the setting under those keys."""
        place = self._places.place("source", self._index, *keys)
        self.found.append(Finding(rule, place, value, details, "\x1f".join(map(str, keys))))

    @property
    def fails(self) -> bool:
        return any(d.rule is not catalogue.MAPPING_WITHOUT_FILES for d in self.found)

    def line(self, *keys: Key) -> str:
        """The line of a setting."""
        return str(self._places.place("source", self._index, *keys).line or "?")


def example(model: Model) -> str:
    """A competency, for sentences."""
    return next(iter(model.competency_names.ids), "communication")
