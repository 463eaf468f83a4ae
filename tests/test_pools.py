"""Attacks on pooled variances: a standard error, its squares and degrees of freedom are printed, and tell of nobody.

From the errors of a report all pools can be worked out, and that of the roles which don't stand alone by subtraction.
With the means the squares of one or two groups often tell their ratings.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations_with_replacement
from random import Random

import pytest

from .oracle import Row
from .test_arithmetic import SHIPPED, figures
from .test_certainty import panel, se
from .test_withholding import everything

Set = tuple[int, ...]
PEERS = [(f"P{i}", "peer", [1, 2, 3]) for i in range(15)]
"""Enough for a variance of their own: 30 degrees of freedom."""


def sets(total: int, answers: int = 5, n: int = 3) -> list[Set]:
    """All sets of ratings with that sum."""
    return [x for x in combinations_with_replacement(range(answers), n) if sum(x) == total]


def of_role(role: str, groups: Iterable[Set]) -> list[tuple[str, str, Set]]:
    """People E0, E1, …, each rated by a group of the role."""
    return [(f"E{i}", role, group) for i, group in enumerate(groups)]


@pytest.mark.parametrize("groups", [1, 2])
def test_fewer_groups_have_no_part_in_any_error(groups: int) -> None:
    seen = {
        (se(found), se(found, "P0"))
        for of_all in combinations_with_replacement(sets(6)[:2], groups)
        for found in [figures(panel([*PEERS, *of_role("report", of_all)]))]
    }
    assert len(seen) == 1
    assert None not in seen.pop()


def test_three_groups_have_a_part() -> None:
    errors = {
        se(figures(panel([*PEERS, *of_role("report", of_all)])))
        for of_all in combinations_with_replacement(sets(6)[:2], 3)
    }
    assert len(errors) == 4


def test_one_person_rated_by_many_has_no_error() -> None:
    """With 31 raters a group has 30 degrees of freedom alone."""
    for given in ([1, 3] * 15 + [2], [2] * 31):
        assert se(figures(panel([("E0", "peer", given)]))) is None


def test_one_group_beside_raters_whose_ratings_are_known() -> None:
    """The named raters' squares can be told from their figures, so that the rest would be the peers'."""
    assessors = [(f"A{i}", "assessor", given) for i, given in enumerate([[1, 2, 2, 4], [0, 3], [2, 2, 3]] * 5)]
    seen = {se(figures(panel([*assessors, ("E0", "peer", given)]))) for given in sets(6)}
    assert seen == {se(figures(panel([*assessors, ("E0", "peer", sets(6)[0])])))}
    fewer = [x for x in assessors if x[0] in ("A0", "A1", "A2")]  # 6 degrees, with the peers' 30 is 36
    assert se(figures(panel([*fewer, ("E0", "peer", [2] * 31)]))) is None


def test_spread_moved_from_one_person_to_another_shows_nowhere() -> None:
    """Neither set is low, so that no word is said of either."""
    wide, close = [1, 2, 2, 3], [2, 2, 2, 2]
    others = [(f"E{i:02}", role, given) for i in range(2, 14) for role, given in (("manager", [3]), ("peer", wide))]
    seen = []
    for one, other in ((wide, close), (close, wide)):
        rows = panel([("E00", "manager", [3]), ("E00", "peer", one), ("E01", "peer", other), *others])
        seen.append([everything(shuffled(rows), SHIPPED, (who, "communication")) for who in ("E00", "E01")])
    assert json.loads(seen[0][0]["explain.json"])["se"] > 0
    assert seen[0] == seen[1]


def shuffled(rows: list[Row]) -> list[Row]:
    """Rows of a cycle, in an order that has nothing to do with who gave what."""
    return [replace(row, cycle="2026H1") for row in Random(1).sample(rows, len(rows))]
