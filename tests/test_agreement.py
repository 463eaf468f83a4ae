"""Rule 9 against known answers: r_wg, average deviation and r*_wg(J), and how often chance looks like agreement."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations_with_replacement
from math import factorial, prod
from typing import Any

import pytest

from lenovo_comp.method.results import Assessment

from .oracle import Row
from .test_arithmetic import SHIPPED, figures

SCALES = {5: "communication", 4: "market_information"}
"""Answers of a scale → a competency of the built-in dictionary that has it."""


def raters(employee: str, competency: str, levels: Iterable[float], role: str = "assessor") -> list[Row]:
    """One row per rater."""
    return [
        Row(employee, competency, Fraction(str(x)), role, f"R{i}", position="account_manager")
        for i, x in enumerate(levels)
    ]


def statements(
    employee: str, competency: str, panel: Sequence[Sequence[float | None]], role: str = "assessor"
) -> list[Row]:
    """Rows of raters (the rows of the panel) who rate single statements in the dictionary's order; None: not rated."""
    ids = [statement.id for _, statement in SHIPPED.competency(competency).statements()]
    return [
        replace(row, behaviour=id, level=Fraction(degree))
        for row, given in zip(raters(employee, competency, [0] * len(panel), role), panel, strict=True)
        for id, degree in zip(ids, given, strict=False)
        if degree is not None
    ]


def agreement(found: Assessment, employee: str = "E1", role: str | None = "assessor") -> dict[str, Any]:
    """The row of `spread` of a group (role None: all who count); figures of None where it has none."""
    for row in found.spread.iter_rows(named=True):
        if (row["employee_id"], row["role"]) == (employee, role):
            return row
    return dict.fromkeys(("range", "average_deviation", "r_wg", "statements"))


def word(found: Assessment, role: str | None = "assessor", employee: str = "E1") -> str | None:
    """The word on a role, or on all who count."""
    if role is None:
        (overall,) = found.gaps.drop_nulls("rating").filter(employee_id=employee)["band"]
        return None if overall is None else str(overall)
    (shown,) = (x for (id, _), x in found.role_rows().items() if id == employee)
    return shown[role].agreement.band


# ---------------------------------------------------------------- known answers


@pytest.mark.parametrize(
    ("levels", "r_wg", "deviation", "band"),
    [((2, 3, 3), 0.8333, 0.4444, "high"), ((0, 4, 4), 0, 1.7778, "low")],  # R multilevel: rwg, ad.m
)
def test_r_wg_and_average_deviation(levels: tuple[int, ...], r_wg: float, deviation: float, band: str) -> None:
    found = figures(raters("E1", "communication", levels))
    for role in ("assessor", None):
        one = agreement(found, role=role)
        assert one["r_wg"] == pytest.approx(r_wg, abs=5e-5)
        assert one["average_deviation"] == pytest.approx(deviation, abs=5e-5)
        assert one["statements"] is None
        assert word(found, role) == band


@pytest.mark.parametrize("role", ["manager", "assessor"])
def test_r_star_by_hand(role: str) -> None:
    # Variances 0, 1/3, 4, 1/3 over the statements that two or more rated; the last two raters share a fifth: 1/2.
    panel = [(4, 3, 0, 1), (4, 4, 2, 1, 2), (4, 4, 4, 2, 3)]
    found = figures(statements("E1", "coordination", panel, role))
    one = agreement(found, role=role)
    mean = (0 + 1 / 3 + 4 + 1 / 3 + 1 / 2) / 5
    assert one["r_wg"] == pytest.approx(1 - mean / 2) == pytest.approx(0.4833, abs=5e-5)
    assert (one["statements"], one["range"], one["average_deviation"]) == (5, None, None)
    assert word(found, role) == word(found, None) == "low"
    # A statement that one of them rated says nothing of agreement.
    more = [*panel[:2], (*panel[2], 4)]
    assert agreement(figures(statements("E1", "coordination", more, role)), role=role)["r_wg"] == one["r_wg"]


def test_r_star_takes_the_answers_of_the_frequency_scale() -> None:
    # Levels of market information have four answers, degrees five: 2 at random, and not 1.25.
    panel = [(4, 3, 3, 4), (4, 4, 3, 4), (3, 3, 4, 4)]
    one = agreement(figures(statements("E1", "market_information", panel)))
    assert one["r_wg"] == pytest.approx(1 - (3 * 1 / 3 + 0) / 4 / 2)


def test_more_spread_than_chance_is_no_agreement() -> None:
    panel = [(0, 0, 0, 0), (4, 4, 4, 4), (0, 4, 0, 4)]
    found = figures(statements("E1", "coordination", panel))
    assert (agreement(found)["r_wg"], word(found)) == (0.0, "low")


# ---------------------------------------------------------------- where nothing is said


@pytest.mark.parametrize("degrees", [(3, 3), (0, 4)])
def test_two_raters_have_figures_and_no_word(degrees: tuple[int, int]) -> None:
    for rows in (raters("E1", "coordination", degrees), statements("E1", "coordination", [(x,) * 4 for x in degrees])):
        found = figures(rows)
        assert agreement(found)["r_wg"] == (1.0 if degrees == (3, 3) else 0.0)
        assert (word(found), word(found, None)) == (None, None)


@pytest.mark.parametrize("behaviours", [1, 2, 3])
def test_levels_and_behaviours_together_have_none(behaviours: int) -> None:
    levels = raters("E1", "coordination", (3, 3, 3, 3))[behaviours:]
    found = figures([*levels, *statements("E1", "coordination", [(3,) * 8] * behaviours)])
    assert (word(found), word(found, None), agreement(found)["r_wg"]) == (None, None, None)
    # A role of one kind beside one of the other has its own word, and all together have none.
    managers = raters("E1", "coordination", (3, 3, 3), "manager")
    both = figures([*managers, *statements("E1", "coordination", [(3,) * 8] * 3)])
    assert (word(both, "manager"), word(both), word(both, None)) == ("high", "high", None)


def test_of_anonymous_raters_low_or_nothing() -> None:
    apart, alike = [(0,) * 8, (4,) * 8, (2,) * 8], [(3,) * 8] * 3
    for panel, expected in ((apart, "low"), (alike, None), (apart[:2] * 2, "low"), (apart[:2], None)):
        found = figures(statements("E1", "coordination", panel, "peer"))
        assert found.gaps.drop_nulls("rating")["band"].to_list() in ([None], [])
        assert agreement(found, role="peer")["r_wg"] is None
        shown = {role: x.agreement.band for roles in found.role_rows().values() for role, x in roles.items()}
        assert shown == ({"peer": expected} if len(panel) > 2 else {})


# ---------------------------------------------------------------- chance


def high_by_chance(answers: int, n: int) -> tuple[float, float]:
    """The share of *high*, as a word and as a figure, of all panels of n raters who answer at random.

    Each set of answers once, weighted by the panels that have it.
    """
    sets = {f"E{i}": given for i, given in enumerate(combinations_with_replacement(range(answers), n))}
    found = figures([row for id, given in sets.items() for row in raters(id, SCALES[answers], given)])
    weights = {id: factorial(n) // prod(map(factorial, Counter(given).values())) for id, given in sets.items()}
    assert sum(weights.values()) == answers**n
    words = {id: shown["assessor"].agreement for (id, _), shown in found.role_rows().items()}
    said = sum(weights[id] for id, x in words.items() if x.band == "high")
    limit = SHIPPED.agreement.high - 1e-9
    meant = sum(weights[id] for id, x in words.items() if x.r_wg is not None and x.r_wg >= limit)
    return said / answers**n, meant / answers**n


@pytest.mark.parametrize(("n", "five", "four"), [(2, 0.52, 0.25), (3, 0.23, 0.34), (4, 0.10, 0.18), (5, 0.06, 0.09)])
def test_how_often_chance_looks_like_high_agreement(n: int, five: float, four: float) -> None:
    for answers, expected in ((5, five), (4, four)):
        said, meant = high_by_chance(answers, n)
        assert meant == pytest.approx(expected, abs=0.005)
        assert said == (0 if n == 2 else meant)


def test_statements_answered_at_random_are_seldom_high() -> None:
    """Of the raters' mean degrees, which vary less than single answers, r_wg would be *high* in nine panels of ten."""
    rng = random.Random(9)
    panels = [[[rng.randrange(5) for _ in range(10)] for _ in range(4)] for _ in range(200)]
    rows = [row for i, panel in enumerate(panels) for row in statements(f"E{i}", "communication", panel)]
    shown = figures(rows).role_rows().values()
    words = Counter(str(roles["assessor"].agreement.band) for roles in shown)
    assert words.total() == len(panels)
    assert words["high"] < 0.2 * len(panels)
    means = [[Fraction(sum(given), 10) for given in panel] for panel in panels]
    variances = [sum((x - Fraction(sum(m), 4)) ** 2 for x in m) / 3 for m in means]
    assert sum(1 - v / 2 >= 0.7 for v in variances) > 0.9 * len(panels)
