"""Cycles by name, and the error where one is not in the ratings."""

from __future__ import annotations

from collections.abc import Sequence

from ..findings.finding import CannotRun


def unknown_cycle(cycle: str, known: Sequence[str]) -> CannotRun:
    """The error that there are no ratings of a cycle, and of which there are."""
    listed = listed_cycles(known)
    return CannotRun(f"评分中没有周期“{cycle}”；有：{listed}", f'no ratings of cycle "{cycle}"; there are: {listed}')


def listed_cycles(cycles: Sequence[str]) -> str:
    """Cycles by name; a dash for ratings without one."""
    return ", ".join(cycle or "–" for cycle in cycles) or "–"
