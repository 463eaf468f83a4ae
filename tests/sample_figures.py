"""Figures of the sample, computed rater by rater with lists and means: an own reading of the method for its test."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from statistics import mean, pvariance

from lenovo_comp.model.dictionary import Competency, Requirement

from .conftest import ROOT
from .test_arithmetic import SHIPPED

FILE = ROOT / "data/sample_ratings.csv"
OLD, NEW = "2025H2", "2026H1"
ROLES = {"self": (0, 1), "manager": (2, 1), "peer": (1, 3), "report": (1, 3), "customer": (1, 3)}
"""Weight and least raters of each role, as in the dictionary that ships."""
RATED = 0.5
"""The share of a level's statements from which on the level counts as rated."""
Row = dict[str, str]


@dataclass(frozen=True)
class Figure:
    """What one rater says of one person and competency; a bound is an "at least"."""

    role: str
    rater: str
    value: float
    bound: bool = False


@cache
def rows() -> tuple[Row, ...]:
    return tuple(csv.DictReader(FILE.read_text("utf-8").splitlines()))


def figure_of(competency: Competency, given: list[Row]) -> tuple[float, bool] | None:
    """One rater's figure by rule 4, and whether it is a bound; None if there is none."""
    levels = {row["behaviour"]: int(row["level"]) for row in given}
    if "" in levels:
        return float(levels[""]), False
    if not competency.levels:
        return (mean(levels.values()), False) if len(levels) >= RATED * len(competency.behaviours) else None
    below = 0
    for level in competency.levels:
        seen = [levels[s.id] for s in level.behaviours if s.id in levels]
        if len(seen) < RATED * len(level.behaviours):
            return (below, True) if below else None
        share = sum(x >= 3 for x in seen) / len(seen)
        if share < 0.8:
            return below + share, False
        below = level.level
    return below, False


@cache
def figures() -> dict[tuple[str, str, str], list[Figure]]:
    """The figures of each (cycle, employee, competency)."""
    of_rater: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows():
        if row["level"]:
            key = ("cycle", "employee_id", "competency", "rater_role", "rater_id")
            of_rater[tuple(row[c] for c in key)].append(row)
    found: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    for (cycle, employee, competency, role, rater), given in of_rater.items():
        figure = figure_of(SHIPPED.competency(competency), given)
        if figure:
            found[cycle, employee, competency].append(Figure(role, rater, *figure))
    return found


def shown(given: Iterable[Figure]) -> dict[str, tuple[float, list[Figure]]]:
    """The groups that are shown, with their weights: those that are too small together as "others", or not at all."""
    groups: dict[str, list[Figure]] = defaultdict(list)
    for figure in given:
        groups[figure.role].append(figure)
    large = {role: (float(ROLES[role][0]), g) for role, g in groups.items() if len(g) >= ROLES[role][1]}
    small = [figure for role, group in groups.items() if role not in large for figure in group]
    if small and len({f.rater for f in small}) >= max(ROLES[f.role][1] for f in small):
        large["others"] = (mean(ROLES[f.role][0] for f in small), small)
    return large


def weighted(groups: dict[str, tuple[float, list[Figure]]]) -> float | None:
    """Rule 3 without its self-only part: None where nothing with weight is left."""
    total = sum(weight for weight, _ in groups.values())
    return sum(w * mean(f.value for f in g) for w, g in groups.values()) / total if total else None


@dataclass(frozen=True)
class Cell:
    """A requirement of a person, and what became of it."""

    gap: float | None
    at_least: bool
    se: float | None
    required: Requirement
    rating: float | None

    @property
    def doubtful(self) -> bool:
        """Rule 10; the tolerance of the dictionary that ships is 0."""
        return self.gap is not None and self.se is not None and abs(self.gap) <= 1.28 * self.se + 1e-9

    @property
    def assessed(self) -> bool:
        return self.gap is not None and (not self.at_least or self.gap <= 1e-9)


def pooled(cycle: str) -> dict[tuple[str, str], tuple[float, int]]:
    """Sum of squares and degrees of freedom of each competency and role, over the groups shown that count."""
    squares: dict[tuple[str, str], tuple[float, int]] = defaultdict(lambda: (0.0, 0))
    for (of, _, competency), given in figures().items():
        if of != cycle:
            continue
        for role, (weight, group) in shown(f for f in given if not f.bound).items():
            if weight and role != "others":
                sums, df = squares[competency, role]
                values = [f.value for f in group]
                squares[competency, role] = (sums + pvariance(values) * len(values), df + len(values) - 1)
    return squares


def variance(squares: dict[tuple[str, str], tuple[float, int]], competency: str, role: str) -> float | None:
    """The role's own from 30 degrees of freedom on, else that over all roles, else None."""
    own = squares.get((competency, role), (0.0, 0))
    over_all = [x for (of, _), x in squares.items() if of == competency]
    for sums, df in (own, (sum(s for s, _ in over_all), sum(d for _, d in over_all))):
        if df >= 30:
            return sums / df
    return None


def cell(key: tuple[str, str, str], required: Requirement, squares: dict[tuple[str, str], tuple[float, int]]) -> Cell:
    """Rules 1 to 5 and 10 for one requirement."""
    given = figures().get(key, [])
    groups, with_bounds = shown(f for f in given if not f.bound), shown(given)
    rating, at_least = weighted(groups), False
    bounded = weighted(with_bounds)
    counts_one = any(f.bound for weight, group in with_bounds.values() if weight for f in group)
    if bounded is not None and counts_one and (rating is None or bounded > rating + 1e-9):
        rating, at_least = bounded, True
    if rating is None:
        alone = mean(mean(f.value for f in group) for _, group in groups.values()) if groups else None
        return Cell(None if alone is None else required.level - alone, False, None, required, alone)
    parts = [(w, variance(squares, required.competency, role), len(g)) for role, (w, g) in groups.items() if w]
    se = None
    if not at_least:
        se = math.sqrt(sum(w * w * (v or 0.0) / n for w, v, n in parts)) / sum(w for w, _, _ in parts)
        assert all(v is not None for _, v, _ in parts)
    return Cell(required.level - rating, at_least, se, required, rating)


@cache
def cells(cycle: str) -> dict[str, list[Cell]]:
    """Each person's requirements in the cycle."""
    squares = pooled(cycle)
    positions = {row["employee_id"]: row["position"] for row in rows() if row["cycle"] == cycle}
    requires = {position.id: position.requires for position in SHIPPED.positions}
    return {
        employee: [cell((cycle, employee, r.competency), r, squares) for r in requires[position]]
        for employee, position in positions.items()
    }


def verdict(of: list[Cell]) -> str:
    essential = [c for c in of if c.required.essential]
    if not all(c.assessed for c in essential):
        return "incomplete"
    short = [c.gap for c in essential if c.gap is not None and c.gap > 1e-9]
    return "ready" if not short else "near" if len(short) <= 2 and max(short) <= 1 + 1e-9 else "developing"


def icc(groups: list[list[float]]) -> float:
    """ICC(1): one-way random effects, groups of unequal size."""
    total = sum(map(len, groups))
    grand = sum(map(sum, groups)) / total
    between = sum(len(g) * (mean(g) - grand) ** 2 for g in groups) / (len(groups) - 1)
    within = sum(pvariance(g) * len(g) for g in groups) / (total - len(groups))
    size = (total - sum(len(g) ** 2 for g in groups) / total) / (len(groups) - 1)
    return (between - within) / (between + (size - 1) * within)


def of_role(role: str, competency: str) -> list[list[float]]:
    """The role's whole levels of each person and cycle, where it has two raters or more."""
    groups: dict[tuple[str, str], list[float]] = defaultdict(list)
    for row in rows():
        if (row["rater_role"], row["competency"], row["behaviour"]) == (role, competency, "") and row["level"]:
            groups[row["employee_id"], row["cycle"]].append(float(row["level"]))
    return [group for group in groups.values() if len(group) > 1]


def others_residuals() -> dict[str, dict[str, list[float]]]:
    """Rater → person → how far each of the rater's whole levels is from the mean of the others in the same role."""
    groups: dict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
    for row in rows():
        if row["level"] and not row["behaviour"] and ROLES[row["rater_role"]][1] > 1:
            key = tuple(row[c] for c in ("cycle", "employee_id", "competency", "rater_role"))
            groups[key][row["rater_id"]] = float(row["level"])
    found: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for (_, employee, _, _), given in groups.items():
        for rater, level in given.items():
            if others := [x for other, x in given.items() if other != rater]:
                found[rater][employee].append(level - mean(others))
    return found


def raters_of(cycle: str) -> dict[str, dict[str, set[str]]]:
    """Person → role → raters."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows():
        if row["cycle"] == cycle:
            found[row["employee_id"]][row["rater_role"]].add(row["rater_id"])
    return found
