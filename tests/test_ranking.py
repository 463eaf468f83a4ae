"""Rule 10 in a ranking: who can't be told from the one above, by hand and against a second computation."""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lenovo_comp.model.dictionary import Model, Position
from lenovo_comp.reports.match.compute import match_position

from .oracle import Row, exact
from .strategies import Case, examples, levels, models, plain_csv
from .test_arithmetic import QUICK, read
from .test_match import MEETS, against, agrees, like_the_one_above, people, ranked


def panels(**levels_of: Mapping[str, tuple[int, ...]]) -> list[Row]:
    """(manager, peers …) for each person and competency of the consultant's, after twenty whose peers give a variance
    of ⅔ on each: half of them 1, 1, 3, 3, the others 2 throughout.
    """
    usual = {f"p{i:02}": dict.fromkeys(MEETS, (2, 1, 1, 3, 3) if i % 2 else (2, 2, 2, 2, 2)) for i in range(20)}
    return [
        Row(who, competency, Fraction(level), "peer" if i else "manager", f"r{i}")
        for who, rated in (usual | levels_of).items()
        for competency, given in rated.items()
        for i, level in enumerate(given)
    ]


def test_the_error_of_a_fit_by_hand() -> None:
    # √(4 · ⅔ / 1 + ⅔ / 4) / 3 = 0.5611 on each, 0.7182 times 1.28. All are rated 2: communication and logic are to be 3
    # (a third of 1/6 for each unit), coordination and product 2 (a half of 1/6, of 2/6). Market is to be 1: 2 is above
    # 1 + 0.7182, and so capped whoever had rated.
    found = ranked(panels())
    assert [r["verdict"] for r in found] == ["near"] * 20
    expected = (1 / 18 + 1 / 18 + 1 / 12 + 2 / 12) * 0.561083
    assert [r["fit_se"] for r in found] == pytest.approx([expected] * 20, abs=1e-6)
    assert round(expected, 4) == 0.2026
    assert [r["like_above"] for r in found] == [None] + [True] * 19


def test_fewer_raters_make_a_larger_error() -> None:
    """A manager alone: √⅔ on each, so that the market, 2 of 1, is not above 1 + 1.28 · √⅔, and counts."""
    (alone,) = (r for r in ranked(panels(alone=dict.fromkeys(MEETS, (2,)))) if r["employee_id"] == "alone")
    assert alone["fit_se"] == pytest.approx((1 / 18 + 1 / 18 + 1 / 12 + 2 / 12 + 1 / 6) * (2 / 3) ** 0.5)


def test_fits_further_apart_than_their_error_can_be_told_apart() -> None:
    usual = dict.fromkeys(MEETS, (2,) * 5)
    far = {**usual, "communication": (0,) * 5}
    found = ranked(panels(y1=far, y2={**far, "coordination": (1,) * 5}, z=dict.fromkeys(MEETS, (0,) * 5)))[-3:]
    assert [(r["employee_id"], r["verdict"]) for r in found] == [(who, "developing") for who in ("y1", "y2", "z")]
    assert [r["fit"] for r in found] == pytest.approx([7 / 9, 25 / 36, 0])
    # Errors of about .2 each: 1.28 · √(.2² + .2²) = .36.
    assert [r["like_above"] for r in found[1:]] == [True, False]


def test_verdicts_that_are_clear_can_be_told_apart_whatever_the_fits() -> None:
    """Somebody ready, but for the market, which is not essential, above the twenty, who are near by 1 unit twice."""
    firm = {**dict.fromkeys(MEETS, (4,) * 5), "product_technology": (3,) * 5, "market_information": (0,) * 5}
    # The same, but 2 of 2 at product: other raters might have called it near.
    close = {**firm, "product_technology": (2,) * 5}
    for rated, like in ((firm, False), (close, True)):
        first, second = ranked(panels(a=rated))[:2]
        assert (first["employee_id"], first["verdict"], second["verdict"]) == ("a", "ready", "near")
        assert (first["fit"], second["fit"]) == pytest.approx((5 / 6, 8 / 9))  # in the other order
        assert second["like_above"] is like


def test_where_no_error_is_known_nothing_is_told() -> None:
    found = ranked(people(a={}, b={"communication": 2}))
    assert [(r["fit_se"], r["like_above"]) for r in found] == [(None, None)] * 2


def full_panels(seed: int, model: Model, position: Position) -> list[Row]:
    """Twelve to twenty people whom a manager or boss and some peers rated on nearly all that a position asks."""
    rng = random.Random(seed)
    head = max(model.rater_roles, key=lambda r: r.weight).id
    apart = rng.choice((0.2, 1, 2))  # how far raters are apart
    rows = []
    for employee in range(rng.randint(12, 20)):
        bent = rng.choice((-2, -1, 0, 0, 1, 2))
        for asked in position.requires:
            steps = levels(model.competency(asked.competency), model)
            if rng.random() < 0.02:
                continue
            for role, rater in [(head, "m"), *(("peer", f"p{i}") for i in range(rng.choice((0, 3, 4, 5))))]:
                off = bent + apart * rng.choice((-2, -1, 0, 0, 1, 2))
                at = steps.index(exact(asked.level)) + round(len(steps) / 12 * off)
                level = steps[min(max(at, 0), len(steps) - 1)]
                rows.append(Row(f"E{employee:02}", asked.competency, level, role, rater))
    return rows


PLACES = [(which, p.id) for which, model in enumerate(models()) for p in model.positions]
CROWDS = settings(QUICK, max_examples=examples(40, 3))


@CROWDS
@given(st.integers(0, 10**6), st.sampled_from(PLACES))
def test_who_is_like_the_one_above_as_the_oracle_says(seed: int, place: tuple[int, str]) -> None:
    model = models()[place[0]]
    position = model.position(place[1])
    rows = full_panels(seed, model, position)
    found = match_position(model, read(plain_csv(rows), model), position.id).first()
    result = against(Case(model, tuple(rows), {}), position.id)
    people = {p.employee: p for p in result.people}
    for row in found:
        agrees(row, people[row["employee_id"]], result.items, model)
    pairs = pairwise(people[row["employee_id"]] for row in found)
    assert [r["like_above"] for r in found[1:]] == [like_the_one_above(*pair, result.items, model) for pair in pairs]


def test_panels_are_as_they_should_be() -> None:
    """Else the test above would show nothing: every answer, within a verdict and across."""
    seen = set()
    for seed in range(3):
        for which, id in PLACES:
            model = models()[which]
            position = model.position(id)
            rows = full_panels(seed, model, position)
            found = match_position(model, read(plain_csv(rows), model), position.id).first()
            seen |= {(a["verdict"] == b["verdict"], b["like_above"]) for a, b in pairwise(found)}
    assert seen >= {(same, like) for same in (True, False) for like in (True, False, None)}
