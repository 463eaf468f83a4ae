"""Rule 10, the way out: how many more raters would settle what is too close to call."""

import math
from collections.abc import Mapping
from typing import NamedTuple

import polars as pl

from ..model.dictionary import EPSILON, Model
from .results import OTHERS, Assessment, Row
from .standard_error import CLEAR, ErrorVariances

MOST_ASKED = 10
"""More raters of an anonymous role than these are no answer."""
MOST_NAMED = 3
"""Raters of a role like the manager that a person may have in all."""


class Group(NamedTuple):
    """Raters who count in a rating: a role or `others`."""

    weight: float
    n: int


class Settling(NamedTuple):
    """So many `raters` more of a role would make a result clear, if they rate as those who did; None: no role would."""

    competency: str
    role: str | None
    raters: int | None


def settlings(a: Assessment, employee: str) -> tuple[Settling, ...]:
    """What would settle each result of one person that isn't clear, in the dictionary's order."""
    groups = counting_groups(a, employee)
    unclear = a.gaps.filter(pl.col("employee_id") == employee, ~pl.col("clear")).iter_rows(named=True)
    return tuple(_settling(i, groups[i["competency"]], a.variances, a.model) for i in unclear)


def counting_groups(a: Assessment, employee: str) -> dict[str, dict[str, Group]]:
    """Competency → role, or `others` → the raters who count, of what is rated of one person."""
    weights: dict[str, float | None] = {r.id: r.weight for r in a.model.rater_roles}
    found = {}
    for row in a.roles.filter(pl.col("employee_id") == employee).iter_rows(named=True):
        weights[OTHERS] = row["weight:others"]
        found[row["competency"]] = {
            role: Group(weight, row[f"n:{role}"])
            for role, weight in weights.items()
            if weight and row.get(f"mean:{role}") is not None
        }
    return found


def _settling(item: Row, groups: Mapping[str, Group], variances: ErrorVariances, model: Model) -> Settling:
    """The role of which the fewest more raters are needed, as many as people can have."""
    competency, distance = item["competency"], abs(item["gap"] - model.tolerance)
    found = [
        (more, role)
        for role, group in groups.items()
        if role != OTHERS
        for most in [MOST_ASKED if model.role(role).anonymous else MOST_NAMED - group.n]
        for more in [_more(role, groups, distance, competency, variances)]
        if more is not None and more <= most
    ]
    raters, role = min(found, key=lambda x: x[0], default=(None, None))
    return Settling(competency, role, raters)


def _more(
    role: str, groups: Mapping[str, Group], distance: float, competency: str, variances: ErrorVariances
) -> int | None:
    """How many more raters of the role bring the standard error below `distance`; None if none do.

    From SE² = Σ w² σ² / n / (Σ w)², solved for the n of one role.
    """
    parts = {r: g.weight**2 * found.value for r, g in groups.items() if (found := variances.of(competency, r))}
    rest = sum(part / groups[r].n for r, part in parts.items() if r != role)
    allowed = (distance / CLEAR * sum(g.weight for g in groups.values())) ** 2 - rest
    if allowed <= EPSILON:
        return None
    return math.floor(parts[role] / allowed + EPSILON) + 1 - groups[role].n
