"""Thresholds that a project's settings may put in place of the dictionary's own."""

import dataclasses
from collections.abc import Mapping
from typing import Any, NamedTuple

from ..model.dictionary import Model


class Limits(NamedTuple):
    """The values that a threshold may have."""

    most: float = 1e6
    whole: bool = False
    above_zero: bool = False

    def allow(self, value: object) -> bool:
        """Whether a value read from a settings file may be the threshold.

        >>> Limits(whole=True).allow(2), Limits(whole=True).allow(2.5), Limits().allow(True)
        (True, False, False)
        """
        kinds = int if self.whole else int | float
        if isinstance(value, bool) or not isinstance(value, kinds):  # TOML's `true` is a number to Python
            return False
        return 0 <= value <= self.most and (value > 0 or not self.above_zero)


_OF_MODEL = {"tolerance": Limits(), "near": Limits(), "near_short": Limits(1000, whole=True), "strength": Limits()}
_OF_ATTAINMENT = {"share": Limits(1), "rated": Limits(1, above_zero=True)}
THRESHOLDS: Mapping[str, Limits] = {**_OF_MODEL, **_OF_ATTAINMENT}
"""Name of a threshold in the settings → what it may be."""


def thresholds_of(model: Model) -> dict[str, float]:
    """The thresholds of a model."""
    return {
        **{name: getattr(model, name) for name in _OF_MODEL},
        **{name: getattr(model.attainment, name) for name in _OF_ATTAINMENT},
    }


def with_thresholds(model: Model, thresholds: Mapping[str, float]) -> Model:
    """The model with a project's thresholds in place of its own, and a note of each that differs."""
    own = thresholds_of(model)
    changed = {k: v if THRESHOLDS[k].whole else float(v) for k, v in thresholds.items() if own[k] != v}
    if not changed:
        return model
    of_model: dict[str, Any] = {k: v for k, v in changed.items() if k in _OF_MODEL}
    of_attainment: dict[str, Any] = {k: v for k, v in changed.items() if k in _OF_ATTAINMENT}
    attainment = model.attainment._replace(**of_attainment)
    return dataclasses.replace(model, **of_model, attainment=attainment, settings=changed)
