"""Rule 10: would other raters say the same? Random crowds against the oracle, known answers, what it must not tell."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from itertools import product

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lenovo_comp.method.assessment import assess
from lenovo_comp.method.results import Assessment
from lenovo_comp.model.dictionary import Model

from . import oracle
from .oracle import Row
from .strategies import CYCLES, examples, levels, models, plain_csv
from .test_arithmetic import QUICK, SHIPPED, agrees, figures, read

CROWDS = settings(QUICK, max_examples=examples(30, 2))
PEERS = ("a", "b", "c")


def crowd(seed: int, model: Model, people: int, *, behaviours: bool = True) -> list[Row]:
    """Random ratings of so many people on two or three competencies in two cycles; every role, some by behaviours."""
    rng = random.Random(seed)
    roles = [role.id for role in model.rater_roles]
    usual = {role: rng.choice((0, 1, 2, 3, 4)) for role in roles}
    rows = []
    for employee, cycle in product(range(people), CYCLES):
        position = rng.choice(model.positions).id
        for competency in rng.sample(model.competencies, 2):
            for role in roles:
                for rater in range(max(0, usual[role] + rng.choice((-1, 0, 0, 0, 1)))):
                    row = Row(f"E{employee:03}", competency.id, None, role, f"{role}{rater}", None, cycle, position)
                    if behaviours and rng.random() < 0.3:
                        left_out = rng.choice((0, 0, 0.3, 0.6))
                        rows += [
                            replace(row, behaviour=s.id, level=rng.choice(levels(competency, model, behaviour=True)))
                            for _, s in competency.statements()
                            if rng.random() >= left_out and rated_there(competency.id, model)
                        ]
                    else:
                        rows.append(replace(row, level=rng.choice(levels(competency, model))))
    return rows


def rated_there(competency: str, model: Model) -> bool:
    """Whether single behaviours of the competency may be rated."""
    subject, degrees = model.competency(competency), model.attainment.scale
    return bool(subject.levels) or (subject.scale.min, subject.scale.max) == (degrees.min, degrees.max)


@CROWDS
@given(st.integers(0, 10**6), st.sampled_from((0, 1, 2)), st.sampled_from((4, 9, 14, 25)))
def test_every_standard_error_is_the_oracles(seed: int, which: int, people: int) -> None:
    model = models()[which]
    rows = crowd(seed, model, people)
    agrees(assess(model, read(plain_csv(rows), model)), oracle.assess(rows, model), model)


def test_crowds_are_as_they_should_be() -> None:
    """Else the test above would show nothing: known and unknown errors, borrowed variances, bounds, every status."""
    seen: set[object] = set()
    for seed in range(4):
        for model in models():
            found = assess(model, read(plain_csv(crowd(seed, model, 25)), model))
            seen |= {("clear", x) for x in found.gaps["clear"]} | {("bound", x) for x in found.gaps["at_least"]}
            seen |= {("fragile", x) for x in found.gaps["fragile"]} | set(found.gaps["status"])
            variances = (found.variances.of(c.id, r.id) for c in model.competencies for r in model.rater_roles)
            seen |= {("borrowed", v.borrowed) if v else "unknown" for v in variances}
    wanted = {(name, x) for name in ("clear", "bound", "fragile", "borrowed") for x in (False, True)}
    assert seen >= {*wanted, "unknown", "short", "met", "strength", "unassessed"}


def panel(levels_of: Iterable[tuple[str, str, Iterable[float]]], competency: str = "communication") -> list[Row]:
    """Rows of (employee, role, levels of its raters)."""
    return [
        Row(employee, competency, Fraction(str(x)), role, f"{role}{i}", position="account_manager")
        for employee, role, given in levels_of
        for i, x in enumerate(given)
    ]


def se(found: Assessment, employee: str = "E0") -> float | None:
    """The standard error of somebody's only rating."""
    here = (pl.col("employee_id") == employee) & pl.col("rating").is_not_null()
    value: float | None = found.gaps.row(by_predicate=here, named=True)["se"]
    return value


HALF_AND_HALF = [
    (f"E{i}", role, given)
    for i in range(20)
    for role, given in (("manager", [2]), ("peer", [1, 1, 3, 3] if i % 2 else [2, 2, 2, 2]))
]


def test_the_known_answer() -> None:
    # 10 × 4 squares over 20 × 3 degrees of freedom, for the manager borrowed: √(4 · ⅔ / 1 + ⅔ / 4) / 3
    found = figures(panel(HALF_AND_HALF))
    variance = found.variances.of("communication", "peer")
    assert variance is not None
    assert variance.value == pytest.approx(40 / 60)
    assert (variance.pool.df, variance.borrowed) == (60, False)
    manager = found.variances.of("communication", "manager")
    assert manager is not None
    assert manager.value == pytest.approx(40 / 60)
    assert manager.borrowed
    assert se(found) == pytest.approx(0.5611, abs=5e-5) == se(found, "E1")


@pytest.mark.parametrize(("people", "known"), [(9, False), (10, True), (11, True)])
def test_thirty_degrees_of_freedom_make_a_variance_known(people: int, known: bool) -> None:
    found = figures(panel((f"E{i}", "peer", [1, 2, 3, 4]) for i in range(people)))  # three each
    assert (se(found) is not None) == known


def test_a_role_of_few_takes_the_variance_over_roles() -> None:
    # 15 × peers 1, 2, 3: 30 squares, 30 degrees; five groups of reports 1, 2, 4: 70/3 squares, 10 degrees.
    peers = [(f"E{i}", "peer", [1, 2, 3]) for i in range(15)]
    found = figures(panel([*peers, *((f"E{i}", "report", [1, 2, 4]) for i in range(20, 25))]))
    assert se(found) == pytest.approx((1 / 3) ** 0.5)
    assert se(found, "E20") == pytest.approx(((30 + 70 / 3) / 40 / 3) ** 0.5)


def test_the_spread_of_a_single_group_does_not_follow_from_the_others() -> None:
    # With one group of reports only, all less the peers would be that group: it is left out, whatever it gave.
    peers = [(f"E{i}", "peer", [1, 2, 3]) for i in range(15)]
    for reports in ([0, 2, 4], [2, 2, 2], [1, 2, 3]):
        assert se(figures(panel([*peers, ("E20", "report", reports)])), "E20") == pytest.approx((30 / 30 / 3) ** 0.5)


def test_one_rater_everywhere_tells_nothing() -> None:
    found = figures(panel((f"E{i}", "manager", [i % 4]) for i in range(60)))
    assert found.gaps["se"].null_count() == found.gaps.height
    assert (found.variances.competencies, found.gaps["too_close"].any()) == (frozenset(), False)


def test_a_rating_by_roles_of_weight_0_alone_has_none() -> None:
    rows = panel([*HALF_AND_HALF, ("E99", "self", [3])])
    assert (se(figures(rows), "E99"), se(figures(rows)) is None) == (None, False)


def test_clear_is_further_from_the_tolerance_than_its_error() -> None:
    # Communication is to be 3. With σ² = ⅔ and one manager the error is .8165, times 1.28 1.0451: 2 is about at it.
    levels_of = [("X0", "manager", [2]), ("X1", "manager", [1]), ("X2", "manager", [4]), ("X3", "manager", [3])]
    found = figures(panel([*HALF_AND_HALF, *levels_of]))
    shown = found.gaps.filter(
        pl.col("employee_id").cast(pl.String).str.starts_with("X"), pl.col("rating").is_not_null()
    )
    assert shown["clear"].to_list() == [False, True, False, False]
    assert shown["too_close"].to_list() == [True, False, True, True]
    people = {p["employee_id"]: (p["clear"], p["deciding"]) for p in found.person_rows()}
    assert (people["X1"], people["X0"]) == ((1, 6), (0, 6))


@CROWDS
@given(st.integers(0, 10**6))
def test_the_error_tells_nothing_of_single_raters(seed: int) -> None:
    """Exchanging whole groups of figures with the same number of raters, less their means, changes no error."""
    rng = random.Random(seed)
    one = [(f"E{i}", "peer", [1, 1, 3, 3]) for i in range(12)]
    other = [(f"E{i}", "peer", [2, 2, 2, 2]) for i in range(12, 24)]
    names = [employee for employee, *_ in (*one, *other)]
    swapped = dict(zip(names, rng.sample(names, len(names)), strict=True))
    before = figures(panel([*one, *other]))
    after = figures(panel([(swapped[e], role, given) for e, role, given in (*one, *other)]))
    assert before.gaps.select("employee_id", "competency", "se", "clear").equals(
        after.gaps.select("employee_id", "competency", "se", "clear")
    )


def test_one_person_alone_has_the_errors_of_everybody() -> None:
    rows = crowd(3, SHIPPED, 25)
    ratings = read(plain_csv(rows), SHIPPED)
    everyone = assess(SHIPPED, ratings)
    for employee in ("E000", "E007"):
        alone = assess(SHIPPED, ratings, employee=employee)
        theirs = everyone.gaps.filter(pl.col("employee_id") == employee)
        assert alone.gaps.select("se", "clear", "too_close").equals(theirs.select("se", "clear", "too_close"))


def test_the_order_of_rows_does_not_show_in_the_error() -> None:
    rows = crowd(5, models()[1], 25)
    shuffled = random.Random(1).sample(rows, len(rows))
    small = models()[1]
    one, other = (assess(small, read(plain_csv(x), small)).gaps for x in (rows, shuffled))
    assert one["se"].count() > 0
    assert one.sort("employee_id", "competency")["se"].equals(other.sort("employee_id", "competency")["se"])


def test_what_is_supposed_has_no_error() -> None:
    ratings = read(plain_csv(panel(HALF_AND_HALF)), SHIPPED)
    found = assess(SHIPPED, ratings, employee="E0", supposed={"communication": 3})
    row = found.gaps.row(by_predicate=pl.col("competency") == "communication", named=True)
    assert (row["rating"], row["se"], row["clear"], row["too_close"]) == (3.0, None, None, False)
