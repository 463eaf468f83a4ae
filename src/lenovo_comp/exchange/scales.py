"""Scales on which the requirements of a framework can be: a requirement is never rounded, the scale gets its step."""

from decimal import Decimal
from typing import Any

from .framework import Framework, Requirement

_STEPS = [Decimal(text) for text in ("1", "0.5", "0.25", "0.2", "0.1", "0.05", "0.01", "0.001", "0.000001")]
REQUIRED = "required"
"""The scale of competencies without levels for which a position requires something."""
ALL_LEVELS = "all_levels"
"""The scale of competencies that have nothing but a level 0: it reaches to the highest level there is."""


def fit_scales(framework: Framework) -> None:
    """Give a framework the scales that its levels and requirements need, where it has none of its own."""
    with_levels = {c.id for c in framework.competencies if c.levels}
    asked = [r for p in framework.positions for r in p.requires]
    scales: dict[str, Any] = dict(framework.rest.get("scales") or {})
    step = _step([r for r in asked if r.competency in with_levels])
    if step != 1 and "level" not in scales:
        scales["level"] = {"min": 0, "step": float(step)}
    at_zero = [c for c in framework.competencies if c.levels and c.levels[-1].number == 0 and "scale" not in c.rest]
    if at_zero and ALL_LEVELS not in scales:
        highest = max(level.number for c in framework.competencies for level in c.levels)
        scales[ALL_LEVELS] = {**scales.get("level", {"min": 0}), "max": max(highest, 1)}
        for competency in at_zero:
            competency.rest["scale"] = ALL_LEVELS
    others = [r for r in asked if r.competency not in with_levels]
    plain = [c for c in framework.competencies if not c.levels and "scale" not in c.rest]
    if others and plain and REQUIRED not in scales:
        top = max(number for r in others for number in (r.level, r.desired or 0))
        step = _step(others)
        scales[REQUIRED] = {"min": 0, "max": max(int(-(-top // 1)), 1), **({"step": float(step)} if step != 1 else {})}
        for competency in plain:
            competency.rest["scale"] = REQUIRED
    if scales:
        framework.rest["scales"] = scales


def _step(requirements: list[Requirement]) -> Decimal:
    """The largest step on which all requirements are."""
    numbers = [Decimal(f"{n:.6g}") for r in requirements for n in (r.level, r.desired) if n is not None]
    return next((step for step in _STEPS if all(n % step == 0 for n in numbers)), _STEPS[-1])
