"""The figures of section 4: random ratings against the oracle, and each rule with numbers worked out by hand."""

from __future__ import annotations

import random
from dataclasses import astuple, replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from lenovo_comp.method.assessment import assess
from lenovo_comp.method.results import VERDICTS, Assessment
from lenovo_comp.method.summary import Named
from lenovo_comp.model.dictionary import Model
from lenovo_comp.model.loading import load_model
from lenovo_comp.ratings.reading import Ratings, read_ratings

from . import oracle
from .oracle import Row
from .strategies import Case, cases, examples, models, number, plain_csv, small_yaml, write

QUICK = settings(
    max_examples=examples(45),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=[Phase.generate],
)
"""Add `Phase.shrink` to find the smallest example of a failure; it takes minutes."""
QUICKER = settings(QUICK, max_examples=examples(20))
SHIPPED, SMALL, FOREIGN = models()
Table = dict[tuple[Any, ...], tuple[Any, ...]]


def read(rows: str, model: Model, roster: dict[str, str] | None = None) -> Ratings:
    """Ratings from the text of a file."""
    with TemporaryDirectory() as folder:
        path = write(Path(folder) / "ratings.csv", rows)
        if not roster:
            return read_ratings([path], model)
        listed = "employee_id,position\n" + "".join(f"{who},{what}\n" for who, what in roster.items())
        return read_ratings([path], model, write(Path(folder) / "roster.csv", listed))


def keyed(frame: pl.DataFrame, keys: list[str], values: list[str]) -> Table:
    """A frame as key → values; no key twice."""
    table = {tuple(row[k] for k in keys): tuple(row[v] for v in values) for row in frame.iter_rows(named=True)}
    assert len(table) == frame.height
    return table


def same(found: Table, expected: Table) -> None:
    """Same keys in the same order, figures within 1e-9, everything else equal."""
    assert list(found) == list(expected)
    for key, row in expected.items():
        for mine, theirs in zip(row, found[key], strict=True):
            if isinstance(mine, Fraction) and theirs is not None:
                assert theirs == pytest.approx(float(mine), rel=0, abs=1e-9), (key, row, found[key])
            else:
                assert theirs == mine, (key, row, found[key])


def agrees(found: Assessment, expected: oracle.Result, model: Model) -> None:
    """Every figure of the product is the oracle's."""
    assert found.cycle == expected.cycle
    people: Table = {
        (p.employee,): (
            p.position, p.conflict, p.verdict, p.fit, p.met_share, p.coverage, *(p.stage or (None, None)),
            p.required, p.assessed, p.met, p.short, p.unassessed, p.deciding, p.clear,
        )
        for p in expected.people
    }  # fmt: skip
    columns = [
        "position", "conflict", "verdict", "fit", "met_share", "coverage", "stage_low", "stage_high",
        "required", "assessed", "met", "short", "unassessed", "deciding", "clear",
    ]  # fmt: skip
    same(keyed(found.people, ["employee_id"], columns), people)
    items: Table = {}
    for x in expected.items:
        scale = model.competency(x.competency).scale
        rated = astuple(x.rating) if x.rating else None
        items[x.employee, x.competency] = (
            x.required, x.gap, x.status, bool(x.essential), x.weight, *(rated or (None, 0, False, False, False)),
            model.competency(x.competency).layer, scale.min, scale.max, x.band, x.self_other, x.fragile,
            x.uncounted, None if x.se is None else Fraction(x.se), x.clear,
            x.clear is False or bool(x.fragile),
        )  # fmt: skip
    columns = [
        "required", "gap", "status", "essential", "weight", "rating", "n", "self_only", "unweighted", "at_least",
        "layer", "min", "max", "band", "self_other", "fragile", "uncounted", "se", "clear", "too_close",
    ]  # fmt: skip
    same(keyed(found.gaps, ["employee_id", "competency"], columns), items)
    roles: Table = {key: (x.mean, x.n, x.weight, expected.bands[key]) for key, x in sorted(expected.roles.items())}
    same(keyed(by_role(found), ["employee_id", "competency", "role"], ["mean", "n", "weight", "band"]), roles)
    spread: Table = {key: astuple(x) for key, x in expected.spread.items()}
    shown = keyed(
        found.spread, ["employee_id", "competency", "role"], ["n", "range", "average_deviation", "r_wg", "statements"]
    )
    same(dict(sorted(shown.items(), key=str)), dict(sorted(spread.items(), key=str)))
    summary: Table = {(s.competency,): astuple(s)[1:] for s in expected.summaries}
    columns = ["required_mean", "rating_mean", "gap_mean", "short", "met", "unassessed"]
    same(keyed(found.competencies, ["competency"], columns), summary)
    totals(found, expected)


def by_role(found: Assessment) -> pl.DataFrame:
    """What an assessment shows of each role, one row an employee, competency and role."""
    rows = [
        (
            employee,
            competency,
            role,
            x.mean,
            x.agreement.n,
            x.agreement.band,
            weight_of(found, employee, competency, role),
        )
        for (employee, competency), roles in found.role_rows().items()
        for role, x in roles.items()
    ]
    columns = ["employee_id", "competency", "role", "mean", "n", "band", "weight"]
    return pl.DataFrame(rows, schema=columns, orient="row", infer_schema_length=None).sort(columns[:3])


def weight_of(found: Assessment, employee: str, competency: str, role: str) -> float:
    """A role's weight: the dictionary's, or that of the small roles together."""
    if role != "others":
        return found.model.role(role).weight
    here = (pl.col("employee_id") == employee) & (pl.col("competency") == competency)
    return float(found.roles.row(by_predicate=here, named=True)["weight:others"])


def totals(found: Assessment, expected: oracle.Result) -> None:
    """The summary's counts, and whom it names."""
    summary, people = found.summary, expected.people
    verdicts = [p.verdict for p in people]
    statuses = [x.status for x in expected.items]
    assert dict(summary.verdicts) == {v: verdicts.count(v) for v in (*VERDICTS, None)}
    assert (summary.employees, summary.ratings) == (len(people), expected.counted)
    assert (summary.short, summary.unassessed) == (statuses.count("short"), statuses.count("unassessed"))
    rolled_up = sum(expected.withheld.values())
    assert (summary.rolled_up, summary.dropped) == (rolled_up, len(expected.withheld) - rolled_up)
    flagged = [(x.employee, x.rating) for x in expected.items if x.rating]
    unassessed = [(x.competency, x.employee) for x in expected.items if x.status == "unassessed"]
    something = {p.employee for p in people if p.assessed}
    groups: list[tuple[Named, set[str]]] = [
        (summary.only_earlier, set(expected.only_earlier)),
        (summary.no_position, {p.employee for p in people if p.position is None and not p.conflict}),
        (summary.two_positions, {p.employee for p in people if p.conflict}),
        (summary.nothing_assessed, {p.employee for p in people if p.required and not p.assessed}),
        (summary.self_only, {employee for employee, rating in flagged if rating.self_only}),
        (summary.unweighted, {employee for employee, rating in flagged if rating.unweighted}),
    ]
    for competency, group in summary.unassessed_on.items():
        groups.append((group, {who for what, who in unassessed if what == competency and who in something}))
    for group, employees in groups:
        assert [employee for employee, _ in group.first] == sorted(employees)[:8]
        assert group.total == len(employees)
    largest = [row["gap"] for row in summary.largest]
    short = sorted((float(x.gap) for x in expected.items if x.gap is not None and x.status == "short"), reverse=True)
    assert largest == pytest.approx(short[:15], rel=0, abs=1e-9)


def frames(found: Assessment) -> dict[str, pl.DataFrame]:
    """An assessment's tables."""
    names = ("people", "gaps", "roles", "spread", "evidence", "competencies")
    return {name: getattr(found, name) for name in names}


@QUICK
@given(cases())
def test_every_figure_is_the_oracles(case: Case) -> None:
    ratings = read(plain_csv(case.rows), case.model, case.roster)
    agrees(assess(case.model, ratings), oracle.assess(case.rows, case.model, case.roster), case.model)


@QUICKER
@given(cases(), st.integers(0, 99))
def test_the_order_of_rows_does_not_matter(case: Case, seed: int) -> None:
    shuffled = random.Random(seed).sample(case.rows, len(case.rows))
    one = assess(case.model, read(plain_csv(case.rows), case.model))
    other = assess(case.model, read(plain_csv(shuffled), case.model))
    for name, frame in frames(one).items():
        assert_frame_equal(frame, frames(other)[name], check_exact=True)
    assert one.summary == other.summary


FIVE = st.lists(st.integers(10, 50).map(lambda x: Fraction(x, 10)), min_size=5, max_size=5)
"""Figures whose sum in floats depends on their order."""


def same_in_any_order(rows: list[Row], order: list[int]) -> None:
    one = assess(SMALL, read(plain_csv(rows), SMALL))
    other = assess(SMALL, read(plain_csv([rows[i] for i in order]), SMALL))
    for name, frame in frames(one).items():
        assert_frame_equal(frame, frames(other)[name], check_exact=True)


@QUICKER
@given(FIVE, st.permutations(range(5)))
def test_the_order_of_raters_does_not_show_in_the_last_digit(levels: list[Fraction], order: list[int]) -> None:
    rows = [Row("E1", "writing", x, "peer", str(i), position="senior") for i, x in enumerate(levels)]
    same_in_any_order(rows, order)


@QUICKER
@given(FIVE, st.permutations(range(5)))
def test_the_order_of_behaviours_does_not_show_in_the_last_digit(levels: list[Fraction], order: list[int]) -> None:
    ids = [s.id for s in SMALL.competency("writing").behaviours]
    rows = [Row("E1", "writing", x, "boss", "b", id, position="senior") for id, x in zip(ids, levels, strict=True)]
    same_in_any_order(rows, order)


@QUICKER
@given(cases())
def test_one_employee_alone_has_the_same_figures(case: Case) -> None:
    ratings = read(plain_csv(case.rows), case.model)
    everyone = assess(case.model, ratings)
    employee = case.rows[0].employee
    alone = assess(case.model, ratings, cycle=everyone.cycle, employee=employee)
    for name in ("people", "gaps", "spread"):
        theirs = frames(everyone)[name].filter(pl.col("employee_id") == employee)
        assert_frame_equal(frames(alone)[name], theirs, rel_tol=0, abs_tol=1e-12)


@QUICKER
@given(cases(), st.integers(0, 99))
def test_an_earlier_cycle_and_another_position_on_request(case: Case, pick: int) -> None:
    ratings = read(plain_csv(case.rows), case.model)
    cycle = min(row.cycle for row in case.rows)
    position = case.model.positions[pick % len(case.model.positions)].id
    rows = [
        Row(r.employee, r.competency, r.level, r.role, r.rater, r.behaviour, r.cycle, position)
        for r in case.rows
        if r.cycle == cycle
    ]
    expected = oracle.assess(rows, case.model)
    found = assess(case.model, ratings, cycle=cycle, position=position)
    columns = ["position", "conflict", "verdict", "fit", "required", "assessed", "met", "short"]
    people: Table = {
        (p.employee,): (p.position, p.conflict, p.verdict, p.fit, p.required, p.assessed, p.met, p.short)
        for p in expected.people
    }
    same(keyed(found.people, ["employee_id"], columns), people)


# ---------------------------------------------------------------- by hand

E1 = "E1"
MARKET = SHIPPED.competency("market_information")


def some(*given: tuple[str, str, float], competency: str = "communication", position: str | None = None) -> list[Row]:
    """Rows about E1: (role, rater, level)."""
    return [Row(E1, competency, Fraction(str(x)), role, rater, position=position) for role, rater, x in given]


def figures(rows: list[Row], model: Model = SHIPPED) -> Assessment:
    """The product's assessment of rows."""
    return assess(model, read(plain_csv(rows), model))


def roles(found: Assessment) -> dict[str, tuple[Any, ...]]:
    """Role → mean, raters, weight, where only one competency is rated."""
    return {x["role"]: (x["mean"], x["n"], x["weight"]) for x in by_role(found).iter_rows(named=True)}


def gap(found: Assessment, competency: str = "communication") -> dict[str, Any]:
    """The row of E1's competency."""
    return found.gaps.row(by_predicate=pl.col("competency") == competency, named=True)


def one(found: Assessment) -> dict[str, Any]:
    """The row of the only employee."""
    assert found.people.height == 1
    return found.people.row(0, named=True)


def test_rule_1_a_role_is_the_mean_of_its_raters() -> None:
    found = figures(some(("peer", "a", 1), ("peer", "b", 2), ("peer", "c", 4)))
    assert roles(found) == {"peer": (pytest.approx(7 / 3), 3, 1.0)}  # (1 + 2 + 4) / 3


def test_rule_2_two_small_roles_go_together() -> None:
    # peer 2, customer 1: neither reaches 3; together a, b, c do. Mean (1 + 2 + 4) / 3.
    found = figures(some(("manager", "m", 3), ("peer", "a", 1), ("peer", "b", 2), ("customer", "c", 4)))
    assert roles(found) == {"manager": (3.0, 1, 2.0), "others": (pytest.approx(7 / 3), 3, 1.0)}
    # (2 · 3 + 1 · 7/3) / 3 = 25/9, of one manager and three others
    assert (gap(found)["rating"], gap(found)["n"]) == (pytest.approx(25 / 9), 4)


def test_rule_2_the_same_rater_in_two_roles_is_one_rater() -> None:
    # peer a, b and customer a: two different people, so nothing is shown.
    found = figures(some(("peer", "a", 1), ("peer", "b", 2), ("customer", "a", 4)))
    assert (found.roles.height, found.gaps.height) == (0, 0)


def test_rule_2_a_role_alone_below_its_minimum_is_dropped() -> None:
    # Two peers of three: the manager's 3 is all that counts, not (2 · 3 + 1 · 0) / 3.
    found = figures(some(("manager", "m", 3), ("peer", "a", 0), ("peer", "b", 0)))
    assert roles(found) == {"manager": (3.0, 1, 2.0)}
    assert (gap(found)["rating"], gap(found)["n"]) == (3.0, 1)


def test_rule_2_the_minimum_of_others_is_the_largest_and_its_weight_by_raters() -> None:
    # The small model: peer (weight 1) needs 2, report (0.7) needs 3. One peer and one report: 2 < 3, dropped.
    few = figures(some(("peer", "a", 2), ("report", "b", 3), competency="coding"), SMALL)
    assert roles(few) == {}
    # One peer, two reports: 3 reach 3. Mean (2 + 3 + 4) / 3 = 3; weight (1 · 1 + 2 · 0.7) / 3 = 0.8.
    enough = figures(some(("peer", "a", 2), ("report", "b", 3), ("report", "c", 4), competency="coding"), SMALL)
    assert roles(enough) == {"others": (3.0, 3, pytest.approx(0.8))}


def test_rule_2_counts_each_competency_for_itself() -> None:
    rows = some(("peer", "a", 1), ("peer", "b", 2), ("peer", "c", 3)) + some(
        ("peer", "a", 1), ("peer", "b", 2), competency="coordination"
    )
    assert figures(rows).roles["competency"].to_list() == ["communication"]


def test_rule_2_blank_rater_is_one_rater() -> None:
    rows = [Row(E1, "communication", Fraction(2), "peer", rater) for rater in (None, "a", "b")]
    assert roles(figures(rows)) == {"peer": (2.0, 3, 1.0)}


def test_rule_3_weights() -> None:
    # manager 2 · 4, peers 1 · 1, self 0 · 4: (8 + 1) / 3 = 3; n without the one who doesn't count.
    found = figures(some(("self", E1, 4), ("manager", "m", 4), ("peer", "a", 1), ("peer", "b", 1), ("peer", "c", 1)))
    row = gap(found)
    assert (row["rating"], row["n"], row["self_only"], row["unweighted"]) == (3.0, 4, False, False)


def test_rule_3_self_only_is_marked() -> None:
    row = gap(figures(some(("self", E1, 4), ("peer", "a", 1))))  # the one peer is withheld
    assert (row["rating"], row["n"], row["self_only"], row["unweighted"]) == (4.0, 1, True, False)


def test_rule_3_unweighted_is_marked() -> None:
    # The small model's client has weight 0, like self: (4 + (1 + 2) / 2) / 2 = 2.75.
    rows = some(("self", E1, 4), ("client", "a", 1), ("client", "b", 2), competency="coding")
    row = gap(figures(rows, SMALL), "coding")
    assert (row["rating"], row["n"], row["self_only"], row["unweighted"]) == (2.75, 3, False, True)


def behaved(seen: dict[int, tuple[int, int]], rater: str = "m", role: str = "manager") -> list[Row]:
    """Behaviours of market information: level → (how many seen often, how many only sometimes)."""
    rows = []
    for level, (often, sometimes) in seen.items():
        ids = [s.id for s in MARKET.levels[level - 1].behaviours]
        for id, degree in zip(ids, [3] * often + [2] * sometimes, strict=False):
            rows.append(Row(E1, MARKET.id, Fraction(degree), role, rater, id))
    return rows


@pytest.mark.parametrize(
    ("seen", "rating", "at_least"),
    [  # market information has 6, 7 and 7 statements; half of them make a level rated: 3, 4 and 4
        ({1: (4, 1)}, 1.0, True),  # 4/5 is just enough; nothing of level 2 is rated: at least 1
        ({1: (3, 1)}, 0.75, False),  # 3/4 is not: 0 + 3/4
        ({1: (5, 0), 2: (2, 2)}, 1.5, False),  # 1 + 2/4
        ({1: (5, 0), 2: (3, 0)}, 1.0, True),  # three of seven are too few
        ({1: (3, 0), 2: (4, 1), 3: (0, 4)}, 2.0, False),  # shares over the rated ones only; 2 + 0/4
        ({1: (3, 0), 2: (4, 0), 3: (4, 1)}, 3.0, False),  # the top
        ({1: (2, 2), 2: (5, 0), 3: (5, 0)}, 0.5, False),  # no level without the lower one
        ({1: (5, 0), 3: (5, 0)}, 1.0, True),  # level 2 unrated ends the climb
    ],
)
def test_rule_4_level_attained(seen: dict[int, tuple[int, int]], rating: float, at_least: bool) -> None:
    row = gap(figures(behaved(seen)), MARKET.id)
    assert (row["rating"], row["at_least"]) == (pytest.approx(rating), at_least)


@pytest.mark.parametrize(("often", "rating"), [(2, 0.5), (3, 1.0), (4, 1.0)])
def test_rule_4_the_share_is_the_models(often: int, rating: float) -> None:
    # The small model: 3.5 of 5 is often, and 3/4 is enough.
    degrees = ["3.5"] * often + ["3.4"] * (4 - often)
    rows = [Row(E1, "coding", Fraction(x), "boss", "b", f"coding.1.{i}") for i, x in enumerate(degrees, 1)]
    assert gap(figures(rows, SMALL), "coding")["rating"] == rating


@pytest.mark.parametrize("seen", [{2: (5, 0), 3: (5, 0)}, {1: (2, 0), 2: (5, 0)}])
def test_rule_4_where_level_1_is_not_rated_there_is_no_figure(seen: dict[int, tuple[int, int]]) -> None:
    assert figures(behaved(seen)).gaps.is_empty()


def test_rule_4_is_per_rater() -> None:
    # One sees all of level 1 and rates no more, the other 2 of 4 (0.5, in full): what is no bound comes first …
    rows = behaved({1: (3, 3)}, "m1") + behaved({1: (2, 2)}, "m2")
    assert roles(figures(rows)) == {"manager": (0.5, 2, 2.0)}  # … 3/6 and 2/4, not 5 of 10 of both together


def test_rule_4_a_rater_without_figure_is_no_rater() -> None:
    # The third peer rated behaviours of level 2 only: no figure, so two peers, withheld.
    peers = behaved({1: (2, 2)}, "a", "peer") + behaved({1: (2, 2)}, "b", "peer")
    assert figures(peers + behaved({2: (4, 0)}, "c", "peer")).roles.is_empty()


def test_rule_4_full_figures_do_not_undo_a_bound_that_is_more() -> None:
    # Three peers: 0.5 in full; the manager saw all of level 1 and rated no more: (2 · 1 + 0.5) / 3 at least.
    rows = [*behaved({1: (6, 0)})]
    for peer in ("a", "b", "c"):
        rows += behaved({1: (2, 2)}, peer, "peer")
    row = gap(figures(rows), MARKET.id)
    assert (row["rating"], row["at_least"], row["n"], row["uncounted"]) == (pytest.approx(2.5 / 3), True, 4, 0)


def test_rule_4_a_bound_that_gives_no_more_does_not_count() -> None:
    # The manager gives level 3 whole, three peers saw level 1 and rated no more: 3 is the rating, 1 would be less.
    rows = [Row(E1, MARKET.id, Fraction(3), "manager", "m")]
    for peer in ("a", "b", "c"):
        rows += behaved({1: (6, 0)}, peer, "peer")
    found = figures(rows)
    row = gap(found, MARKET.id)
    assert (row["rating"], row["at_least"], row["n"], set(roles(found))) == (3.0, False, 1, {"manager"})
    # Another manager's bound is counted among those that did not count; of the peers' none is said.
    assert gap(figures(rows + behaved({1: (6, 0)}, "m2")), MARKET.id)["uncounted"] == 1


def test_rule_4_a_bound_is_never_short() -> None:
    rows = [replace(row, position="account_manager") for row in behaved({1: (6, 0)})]  # level 2 is asked for
    row = gap(figures(rows), MARKET.id)
    assert (row["rating"], row["at_least"], row["gap"], row["status"]) == (1.0, True, None, "unassessed")


def test_rule_4_a_bound_that_reaches_the_requirement_meets_it() -> None:
    rows = [replace(row, position="account_representative") for row in behaved({1: (6, 0)})]  # level 1 is asked for
    found = figures(rows)
    row = gap(found, MARKET.id)
    assert (row["rating"], row["gap"], row["status"]) == (1.0, 0.0, "met")
    assert (one(found)["met"], one(found)["assessed"]) == (1, 1)


def test_rule_4_what_a_manager_saw_is_not_undone_by_what_peers_did_not() -> None:
    # The manager rates every statement 4; three peers only those of level 1, all 4: the figure is the manager's.
    subject = SHIPPED.competency("customer_relationship")
    rows = [
        Row(E1, subject.id, Fraction(4), role, rater, s.id, position="account_manager")
        for role, rater in (("manager", "m"), ("peer", "a"), ("peer", "b"), ("peer", "c"))
        for level in subject.levels[: None if role == "manager" else 1]
        for s in level.behaviours
    ]
    row = gap(figures(rows), subject.id)
    assert (row["rating"], row["status"], row["at_least"]) == (3.0, "strength", False)


@pytest.mark.parametrize(("n", "ratings"), [(5, [2.4]), (4, [])])
def test_rule_4_general_competency_is_the_mean_of_degrees(n: int, ratings: list[float]) -> None:
    ids = [s.id for s in SHIPPED.competency("communication").behaviours]  # ten of them: from five on
    given = zip(ids, (4, 3, 1, 2, 2)[:n], strict=False)
    rows = [Row(E1, "communication", Fraction(x), "manager", "m", id) for id, x in given]
    assert figures(rows).gaps["rating"].to_list() == pytest.approx(ratings)


@pytest.mark.parametrize(
    ("level", "gap_", "status"),
    [  # the small model: senior requires coding 3 of 4, tolerance 0.25, strength from 0.5 above
        (2.5, 0.5, "short"),
        (3, 0.0, "met"),
        (3.5, -0.5, "strength"),
        (4, -1.0, "strength"),
    ],
)
def test_rule_5_gap_and_status(level: float, gap_: float, status: str) -> None:
    row = gap(figures(some(("boss", "b", level), competency="coding", position="senior"), SMALL), "coding")
    assert (row["required"], row["gap"], row["status"]) == (3.0, gap_, status)


def test_rule_5_tolerance_is_met() -> None:
    # (2.5 + 3) / 2 = 2.75: a gap of exactly 0.25
    rows = some(("boss", "b", 2.5), ("boss", "c", 3), competency="coding", position="senior")
    row = gap(figures(rows, SMALL), "coding")
    assert (row["gap"], row["status"]) == (0.25, "met")


def test_rule_5_the_top_of_the_scale_is_a_strength() -> None:
    row = gap(figures(some(("boss", "b", 5), competency="writing", position="author"), SMALL), "writing")
    assert (row["gap"], row["status"]) == (0.0, "strength")


def test_rule_5_figures_that_differ_by_rounding_only_are_equal() -> None:
    # senior: writing 3.3, a strength from 0.5 above. (1.8 + 4.8 + 4.8) / 3 = 3.8; in floats the gap is above −0.5.
    levels = (1.8, 4.8, 4.8)
    assert 3.3 - sum(levels) / 3 > -0.5
    rows = some(*(("boss", str(i), x) for i, x in enumerate(levels)), competency="writing", position="senior")
    assert gap(figures(rows, SMALL), "writing")["status"] == "strength"


def test_rule_5_a_gap_above_the_tolerance_by_rounding_only_is_met() -> None:
    # senior: writing 3.3, tolerance 0.25. (1.9 + 2.1 + 2.2 + 3.9 + 4.1 + 4.1) / 6 = 18.3 / 6 = 3.05
    levels = (1.9, 2.1, 2.2, 3.9, 4.1, 4.1)
    assert 3.3 - sum(levels) / 6 > 0.25
    rows = some(*(("boss", str(i), x) for i, x in enumerate(levels)), competency="writing", position="senior")
    assert gap(figures(rows, SMALL), "writing")["status"] == "met"


def test_rule_5_unassessed_is_not_zero_and_unrequired_has_no_gap() -> None:
    found = figures(some(("manager", "m", 3), competency="customer_relationship", position="solution_consultant"))
    row = gap(found, "customer_relationship")
    assert (row["required"], row["gap"], row["status"]) == (None, None, "not_required")
    row = gap(found, "communication")
    assert (row["rating"], row["gap"], row["status"]) == (None, None, "unassessed")
    assert (one(found)["assessed"], one(found)["unassessed"], one(found)["fit"]) == (0, 5, None)


def test_rule_6_a_surplus_never_hides_a_shortfall() -> None:
    # junior: coding 0 (at the minimum: 1), testing 0.5 rated 0 (weight 3: 0), writing 1 (at the minimum: 1,
    # weight 0.3), integrity 4.5 on 1–5 rated 3 (2 / 3.5 = 4/7): (1 + 0 + 0.3 + 4/7) / 5.3
    rows = [
        *some(("boss", "b", 4), competency="coding", position="junior"),
        *some(("boss", "b", 0), competency="testing", position="junior"),
        *some(("boss", "b", 5), competency="writing", position="junior"),
        *some(("boss", "b", 3), competency="integrity", position="junior"),
    ]
    person = one(figures(rows, SMALL))
    assert person["fit"] == pytest.approx((1.3 + 4 / 7) / 5.3)
    assert (person["met_share"], person["coverage"]) == (0.5, 1.0)


def test_rule_6_only_what_is_assessed() -> None:
    # account_representative requires six; rated: communication 1 of 2 (weight 1), customer relationship 1 of 1 (2).
    rows = [
        *some(("manager", "m", 1), position="account_representative"),
        *some(("manager", "m", 1), competency="customer_relationship", position="account_representative"),
    ]
    person = one(figures(rows))
    assert person["fit"] == pytest.approx((1 * 0.5 + 2 * 1) / 3)
    assert (person["met_share"], person["coverage"]) == (0.5, pytest.approx(2 / 6))


CONSULTANT = {
    "communication": 3,
    "logical_analysis": 3,
    "coordination": 2,
    "market_information": 1,
    "product_technology": 2,
}
"""What solution_consultant requires; market_information is not essential."""


def rated(position: str, levels: dict[str, int]) -> Assessment:
    """A manager's levels."""
    return figures([Row(E1, id, Fraction(x), "manager", "m", position=position) for id, x in levels.items()])


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({}, "ready"),
        ({"communication": 2}, "near"),  # a gap of exactly 1.0
        ({"communication": 1}, "developing"),
        ({"communication": 2, "logical_analysis": 2}, "near"),  # two, none above 1.0
        ({"communication": 2, "logical_analysis": 2, "market_information": 0}, "near"),  # the third is not essential
        ({"communication": 2, "logical_analysis": 2, "coordination": 1}, "developing"),  # three are too many
        ({"communication": 2, "logical_analysis": 2, "coordination": None}, "incomplete"),
        ({"communication": 1, "logical_analysis": 4, "coordination": 4}, "developing"),  # no surplus makes up for it
        ({"market_information": 0}, "ready"),  # not essential
        ({"market_information": None}, "ready"),
        ({"coordination": None}, "incomplete"),
        ({"coordination": None, "communication": 0}, "incomplete"),
    ],
)
def test_rule_7_verdict(change: dict[str, int | None], verdict: str) -> None:
    levels = {id: x for id, x in {**CONSULTANT, **change}.items() if x is not None}
    assert one(rated("solution_consultant", levels))["verdict"] == verdict


@pytest.mark.parametrize(
    ("most", "verdicts"),
    [
        (0, ["ready", "developing", "developing", "developing"]),
        (1, ["ready", "near", "developing", "developing"]),
        (2, ["ready", "near", "near", "developing"]),
        (3, ["ready", "near", "near", "near"]),
    ],
)
def test_rule_7_near_allows_so_many_to_be_short(most: int, verdicts: list[str]) -> None:
    model = replace(SHIPPED, near_short=most)
    short = ("communication", "logical_analysis", "coordination")
    found = []
    for n in range(4):
        levels = {id: x - (id in short[:n]) for id, x in CONSULTANT.items()}
        rows = [Row(E1, id, Fraction(x), "manager", "m", position="solution_consultant") for id, x in levels.items()]
        found.append(one(figures(rows, model))["verdict"])
    assert found == verdicts


@pytest.mark.parametrize(("coding", "verdict"), [(2, "ready"), (1.5, "near"), (1, "developing"), (None, "incomplete")])
def test_rule_7_where_nothing_is_essential_everything_decides(coding: float | None, verdict: str) -> None:
    # guest: coding 2 and writing 3, neither essential; near up to 0.75
    rows = some(("boss", "b", 3), competency="writing", position="guest")
    if coding is not None:
        rows += some(("boss", "b", coding), competency="coding", position="guest")
    assert one(figures(rows, SMALL))["verdict"] == verdict


@pytest.mark.parametrize(
    ("market", "product", "stage"),
    [  # solution_consultant (stage 2): market information 1, product technology 2
        (1, 2, (2, 2)),  # level 1 meets its requirement: does not pull below 2
        (0, 2, (0, 0)),  # none attained, requirement not met
        (1, 1, (1, 1)),  # product technology is short at level 1
        (2, 3, (2, 2)),
        (3, 3, (3, 4)),  # level 3 of three stands for both
        (None, 2, (None, None)),
    ],
)
def test_rule_8_stage(market: int | None, product: int, stage: tuple[int | None, int | None]) -> None:
    levels = {"product_technology": product} | ({} if market is None else {"market_information": market})
    person = one(rated("solution_consultant", levels))
    assert (person["stage_low"], person["stage_high"]) == stage


def test_rule_8_ratings_are_rounded_down() -> None:
    # (2 + 3) / 2 = 2.5 against 2 of solution_consultant: level 2, stage 2
    rows = [Row(E1, MARKET.id, Fraction(3), "manager", "m", position="solution_consultant")]
    for rater, level in (("m", 2), ("n", 3)):
        rows.append(Row(E1, "product_technology", Fraction(level), "manager", rater, position="solution_consultant"))
    assert (one(figures(rows))["stage_low"], one(figures(rows))["stage_high"]) == (2, 2)


def test_rule_8_no_dimension_no_stage() -> None:
    person = one(figures(some(("boss", "b", 5), competency="writing", position="author"), SMALL))
    assert (person["verdict"], person["stage_low"], person["stage_high"]) == ("ready", None, None)


# ---------------------------------------------------------------- section 3


def test_a_repeat_counts_once_and_a_contradiction_not_at_all() -> None:
    repeated = some(("manager", "m", 3), ("manager", "m", 3), ("manager", "n", 2))
    assert roles(figures(repeated)) == {"manager": (2.5, 2, 2.0)}
    contradicting = some(("manager", "m", 3), ("manager", "m", 4), ("manager", "n", 2))
    assert roles(figures(contradicting)) == {"manager": (2.0, 1, 2.0)}


def test_two_positions_in_one_cycle_give_no_verdict() -> None:
    rows = some(("manager", "m", 3), position="account_manager")
    rows += some(("manager", "n", 3), position="account_director")
    found = figures(rows)
    person = one(found)
    assert (person["position"], person["conflict"], person["verdict"]) == (None, True, None)
    assert gap(found)["status"] == "not_required"


def test_two_positions_in_two_cycles_are_a_career() -> None:
    old = Row(E1, "communication", Fraction(3), "manager", "m", None, "2025H2", "account_manager")
    new = Row(E1, "communication", Fraction(3), "manager", "m", None, "2026H1", "account_director")
    assert one(figures([old, new]))["position"] == "account_director"


def test_people_rated_only_earlier_are_named() -> None:
    old = Row("E0", "communication", Fraction(3), "manager", "m", None, "2025H2", "account_manager")
    new = Row(E1, "communication", Fraction(3), "manager", "m", None, "2026H1", "account_director")
    found = figures([old, new])
    assert (one(found)["employee_id"], found.summary.only_earlier.first, found.cycle) == (E1, (("E0", None),), "2026H1")


def test_the_roster_gives_the_position_and_lists_who_is_not_rated() -> None:
    ratings = read(plain_csv(some(("manager", "m", 3))), SHIPPED, {E1: "account_manager", "E2": "account_director"})
    people = keyed(assess(SHIPPED, ratings).people, ["employee_id"], ["position", "verdict", "assessed"])
    assert people == {(E1,): ("account_manager", "incomplete", 1), ("E2",): ("account_director", "incomplete", 0)}


def test_nobody_without_a_position_gets_a_verdict() -> None:
    found = figures(some(("manager", "m", 3)))
    assert (one(found)["verdict"], one(found)["position"], gap(found)["status"]) == (None, None, "not_required")


def test_a_rater_who_rates_both_ways_does_not_count() -> None:
    rows = [*behaved({1: (5, 0)}), Row(E1, MARKET.id, Fraction(3), "manager", "m")]
    assert figures(rows).gaps.is_empty()


def test_the_small_model_is_as_it_is_written(tmp_path: Path) -> None:
    model, _ = load_model(write(tmp_path / "small.yaml", small_yaml()))
    assert model is not None
    assert [len(c.levels) for c in model.competencies] == [4, 2, 0, 0, 0]
    assert (model.tolerance, model.near, model.strength) == (0.25, 0.75, 0.5)
    assert number(Fraction("3.30")) == "3.3"
