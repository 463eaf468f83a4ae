"""`comp match`: rankings against a second computation in fractions, and what each must never do."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import sqrt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lenovo_comp.method.results import Row as Plain
from lenovo_comp.model.dictionary import Model, Position
from lenovo_comp.reports.match.compute import bench, match_employee, match_position
from lenovo_comp.reports.match.result import SinglePoint

from . import oracle
from .conftest import SAMPLE, Run
from .oracle import Row, exact
from .strategies import Case, cases, levels, plain_csv
from .test_arithmetic import QUICKER, SHIPPED, read

VERDICTS = ("ready", "near", "developing", "incomplete")


def against(case: Case, position: str) -> oracle.Result:
    """The oracle's assessment of everybody as if they all held the position."""
    rows = [replace(row, position=position) for row in case.rows]
    return oracle.assess(rows, case.model, dict.fromkeys(case.roster, position))


def largest(person: oracle.Person, items: list[oracle.Item]) -> Fraction | None:
    gaps = [x.gap for x in items if x.employee == person.employee and x.required is not None and x.gap is not None]
    return max([Fraction(0), *gaps]) if gaps else None


def before(person: oracle.Person, items: list[oracle.Item]) -> tuple[object, ...]:
    """What ranks a person: who has the smaller one stands first."""
    assert person.verdict is not None
    worst = largest(person, items)
    known = person.fit is not None
    covered = person.coverage if person.verdict == "incomplete" else None
    return (VERDICTS.index(person.verdict), -(covered or 0), not known, -(person.fit or 0), worst is None, worst or 0)


def theirs(person: oracle.Person, items: list[oracle.Item]) -> list[oracle.Item]:
    """What is asked of a person."""
    return [x for x in items if x.employee == person.employee and x.required is not None]


def fit_error(asked: list[oracle.Item], model: Model) -> float | None:
    """The errors of all assessed ratings as parts of the fit, added up; None where one isn't known."""
    assessed = [x for x in asked if x.gap is not None]
    if not assessed or any(x.se is None for x in assessed):
        return None
    total = 0.0
    for x in assessed:
        assert x.required is not None and x.gap is not None and x.se is not None and x.weight is not None
        span = x.required - exact(model.competency(x.competency).scale.min)
        if span > 0 and -x.gap <= 1.28 * x.se + 1e-9:
            total += float(x.weight / span) * x.se
    return total / float(sum(x.weight for x in assessed if x.weight is not None))


def moved(asked: list[oracle.Item], by: float, model: Model) -> str:
    """The verdict with every rating so many standard errors higher, within its scale."""

    def gap(x: oracle.Item) -> Fraction | None:
        if x.gap is None or x.required is None:
            return None
        scale = model.competency(x.competency).scale
        rating = float(x.required - x.gap) + by * (x.se or 0.0)
        return x.required - Fraction(min(max(rating, scale.min), scale.max)).limit_denominator(10**12)

    return oracle.verdict([replace(x, gap=gap(x)) for x in asked], model)


def like_the_one_above(
    above: oracle.Person, below: oracle.Person, items: list[oracle.Item], model: Model
) -> bool | None:
    """Whether raters of the same kind might have ranked two neighbours the other way."""
    upper, lower = theirs(above, items), theirs(below, items)
    errors = fit_error(upper, model), fit_error(lower, model)
    if "incomplete" in (above.verdict, below.verdict) or errors[0] is None or errors[1] is None:
        return None
    assert above.fit is not None and below.fit is not None
    assert above.verdict is not None and below.verdict is not None
    close = float(above.fit - below.fit) <= 1.28 * sqrt(errors[0] ** 2 + errors[1] ** 2) + 1e-9
    first, second = VERDICTS.index(above.verdict), VERDICTS.index(below.verdict)
    best, worst = VERDICTS.index(moved(lower, 1.28, model)), VERDICTS.index(moved(upper, -1.28, model))
    return close and (first == second or best <= first or worst >= second)


def close_call(x: oracle.Item) -> bool:
    return x.clear is False or bool(x.fragile)


def agrees(row: Plain, person: oracle.Person, items: list[oracle.Item], model: Model) -> None:
    """A ranked row holds the oracle's figures, and says what is short and what is unassessed."""
    mine = theirs(person, items)
    error = fit_error(mine, model)
    assert row["fit_se"] == (None if error is None else pytest.approx(error, abs=1e-9))
    assert row["verdict"] == person.verdict
    for name in ("fit", "met_share", "coverage"):
        figure = getattr(person, name)
        assert row[name] == (None if figure is None else pytest.approx(float(figure), abs=1e-9))
    short = {x.competency: x for x in mine if x.status == "short"}
    assert {g["competency"] for g in row["gaps"]} == set(short)
    for g in row["gaps"]:
        item = short[g["competency"]]
        assert g["gap"] == pytest.approx(float(item.gap or 0), abs=1e-9)
        assert (g["fragile"], g["too_close"]) == (item.fragile, close_call(item))
    order = [(not g["essential"], -round(g["gap"], 9)) for g in row["gaps"]]
    assert order == sorted(order)
    assert row["missing"] == [x.competency for x in mine if x.status == "unassessed"]
    met = [x for x in mine if x.status in ("met", "strength")]
    assert row["met_too_close"] == [x.competency for x in met if close_call(x)]
    assert row["weightless"] == [x.competency for x in mine if x.rating and (x.rating.self_only or x.rating.unweighted)]


@QUICKER
@given(cases(), st.integers(0, 99))
def test_people_are_ranked_as_the_oracle_ranks_them(case: Case, pick: int) -> None:
    position = case.model.positions[pick % len(case.model.positions)].id
    found = match_position(case.model, read(plain_csv(case.rows), case.model, case.roster), position)
    expected = against(case, position)
    ranked = sorted(expected.people, key=lambda p: (*before(p, expected.items), p.employee))
    rows = found.first()
    assert [r["employee_id"] for r in rows] == [p.employee for p in ranked]
    assert [r["rank"] for r in rows] == list(range(1, len(rows) + 1))
    for row, person in zip(rows, ranked, strict=True):
        agrees(row, person, expected.items, case.model)
    like = [like_the_one_above(*pair, expected.items, case.model) for pair in pairwise(ranked)]
    assert [r["like_above"] for r in rows[1:]] == like


@QUICKER
@given(cases(wrong=False), st.data())
def test_positions_are_ranked_as_the_oracle_ranks_them(case: Case, data: st.DataObject) -> None:
    ratings = read(plain_csv(case.rows), case.model, case.roster)
    employee = data.draw(st.sampled_from(sorted(ratings.known(ratings.cycles[-1]))))
    expected = {}
    for i, position in enumerate(case.model.positions):
        result = against(case, position.id)
        person = next(p for p in result.people if p.employee == employee)
        expected[position.id] = (*before(person, result.items), i), person, result.items
    rows = match_employee(case.model, ratings, employee).first()
    assert [r["position"] for r in rows] == sorted(expected, key=lambda p: expected[p][0])
    for row in rows:
        agrees(row, *expected[row["position"]][1:], case.model)
    assert {row["like_above"] for row in rows} == {None}


@QUICKER
@given(cases())
def test_the_bench_counts_what_the_oracle_counts(case: Case) -> None:
    found = bench(case.model, read(plain_csv(case.rows), case.model, case.roster))
    own = {p.employee: p.position for p in oracle.assess(case.rows, case.model, case.roster).people}
    assert [d.position for d in found.positions] == [p.id for p in case.model.positions]
    for depth in found.positions:
        result = against(case, depth.position)
        of = {v: [p.employee for p in result.people if p.verdict == v] for v in VERDICTS}
        assert depth.verdicts == {v: len(of[v]) for v in VERDICTS}
        assert depth.holders == list(own.values()).count(depth.position)
        clear = [p.clear == p.deciding for p in result.people if p.verdict == "ready" and p.clear is not None]
        assert depth.ready_clear == (sum(clear) if clear or not of["ready"] else None)
        assert depth.ready_elsewhere == sum(own[e] != depth.position for e in of["ready"])
        points = []
        for asked in case.model.position(depth.position).requires:
            meets = {
                x.employee for x in result.items if x.competency == asked.competency and x.status in ("met", "strength")
            }
            ready = [e for e in of["ready"] if e in meets]
            if len(ready) == 1:
                points.append((asked.competency, ready[0], sum(e in meets for e in of["near"])))
        assert [(p.competency, p.employee_id, p.met_by_near) for p in depth.single_points] == points


# ---------------------------------------------------------------- by hand


CONSULTANT = SHIPPED.position("solution_consultant")
"""Requires communication 3, logic 3, coordination 2, market 1 (not essential), product 2."""
MEETS = {"communication": 3, "logical_analysis": 3, "coordination": 2, "market_information": 1, "product_technology": 2}


def people(**levels_of: dict[str, int | None]) -> list[Row]:
    """A manager's levels for each person; nobody has a position. None: not rated."""
    return [
        Row(who, competency, Fraction(level), "manager", "m")
        for who, rated in levels_of.items()
        for competency, level in ({**MEETS, **rated}).items()
        if level is not None
    ]


def ranked(rows: list[Row], position: Position = CONSULTANT, model: Model = SHIPPED) -> list[Plain]:
    return match_position(model, read(plain_csv(rows), model), position.id).first()


def test_the_order_is_verdict_fit_largest_gap_id() -> None:
    rows = people(
        unassessed={"communication": None, "logical_analysis": 4},
        near_twice={"communication": 2, "logical_analysis": 2},
        near_once={"communication": 2},
        far={"communication": 1},
        ready_b={},
        ready_a={},
        ready_but={"market_information": 0},
        ready_unsure={"market_information": None},
    )
    # 5 requirements, weights 1, 1, 1, 1, 2: communication 2 of 3 costs a third of 1/6, market 0 costs 1/6.
    fits = {
        "ready_a": 1, "ready_b": 1, "ready_unsure": 1, "ready_but": 5 / 6,
        "near_once": 1 - 1 / 18, "near_twice": 1 - 2 / 18, "far": 1 - 2 / 18, "unassessed": 1,
    }  # fmt: skip
    found = ranked(rows)
    assert [r["employee_id"] for r in found] == list(fits)
    assert [r["fit"] for r in found] == pytest.approx(list(fits.values()))
    assert {r["own_position"] for r in found} == {None}


def test_equal_fits_stand_by_the_smaller_largest_gap() -> None:
    """Both lack 3 degrees of 9 over three requirements of like weight: one by 1, 1 and 1, one by 3."""
    position = SHIPPED.position("sales_operations_manager")
    level = {r.competency: r.level for r in position.requires}
    full = {c: int(x) for c, x in level.items()}
    # communication 3 and logic 4, weight 1 each: 1/3 short on one is 4/3 of a degree on the other.
    even = {**full, "market_information": 0, "communication": 0}
    rows = [Row("a_even", c, Fraction(x), "manager", "m") for c, x in even.items()]
    odd = {**full, "market_information": 0, "logical_analysis": 0}
    rows += [Row("b_odd", c, Fraction(x), "manager", "m") for c, x in odd.items()]
    first, second = ranked(rows, position)
    assert first["fit"] == pytest.approx(second["fit"])
    assert (first["employee_id"], first["largest_gap"], second["largest_gap"]) == ("a_even", 3, 4)


def test_of_the_incomplete_the_better_assessed_come_first() -> None:
    """One good rating makes a fit of 100 %."""
    nothing = dict.fromkeys(MEETS)
    rows = people(one_is_perfect={**nothing, "communication": 4}, most={"product_technology": None, "communication": 0})
    found = ranked(rows)
    assert [(r["employee_id"], r["coverage"], r["fit"]) for r in found] == [
        ("most", 0.8, pytest.approx(3 / 4)),
        ("one_is_perfect", 0.2, 1),
    ]


def test_unassessed_is_neither_zero_nor_met() -> None:
    (row,) = ranked(people(a={"product_technology": None}))
    assert (row["verdict"], row["fit"], row["coverage"]) == ("incomplete", 1, 0.8)
    assert (row["gaps"], row["missing"]) == ([], ["product_technology"])


def test_figures_that_are_withheld_count_for_nothing() -> None:
    """Two peers are too few: without them communication is unassessed, whatever they said."""
    rows = [r for r in people(a={}) if r.competency != "communication"]
    for level in (0, 4):
        peers = [Row("a", "communication", Fraction(level), "peer", who) for who in ("p", "q")]
        (row,) = ranked(rows + peers)
        assert (row["verdict"], row["missing"], row["fit"]) == ("incomplete", ["communication"], 1)


@st.composite
def crowds(draw: st.DrawFn) -> tuple[list[Row], Position]:
    position = draw(st.sampled_from(SHIPPED.positions))
    rows = []
    for who in [f"p{i}" for i in range(draw(st.integers(2, 6)))]:
        for asked in position.requires:
            steps = [None, *levels(SHIPPED.competency(asked.competency), SHIPPED)]
            level = draw(st.sampled_from(steps))
            if level is not None:
                rows.append(Row(who, asked.competency, level, "manager", "m"))
    return rows or [Row("p0", position.requires[0].competency, Fraction(0), "manager", "m")], position


@QUICKER
@given(crowds())
def test_a_surplus_moves_nobody(crowd: tuple[list[Row], Position]) -> None:
    """Cut every rating down to what is required: the order, verdicts and fits are the same."""
    rows, position = crowd
    required = {r.competency: exact(r.level) for r in position.requires}
    cut = [replace(r, level=min(r.level or Fraction(0), required[r.competency or ""])) for r in rows]
    keys = ("employee_id", "verdict", "fit", "largest_gap", "gaps", "missing")
    one, other = ([{k: r[k] for k in keys} for r in ranked(some, position)] for some in (rows, cut))
    for a, b in zip(one, other, strict=True):
        a["gaps"], b["gaps"] = ([g["competency"] for g in x["gaps"]] for x in (a, b))
    assert one == other


def points(rows: list[Row]) -> list[SinglePoint]:
    depths = bench(SHIPPED, read(plain_csv(rows), SHIPPED)).positions
    return list(next(d for d in depths if d.position == CONSULTANT.id).single_points)


def test_single_points_of_failure() -> None:
    # Nobody is ready: nothing hangs on anybody.
    assert points(people(near={"communication": 2})) == []
    # One is ready: everything they meet hangs on them; who is near meets the rest too.
    alone = points(people(only={"market_information": 0}, near={"communication": 2}))
    assert [(p.competency, p.employee_id, p.met_by_near) for p in alone] == [
        ("communication", "only", 0),
        ("logical_analysis", "only", 1),
        ("coordination", "only", 1),
        ("product_technology", "only", 1),
    ]
    # Two are ready and so meet what is essential; the rest may hang on one of them.
    assert [(p.competency, p.employee_id) for p in points(people(a={"market_information": 0}, b={}))] == [
        ("market_information", "b")
    ]
    assert points(people(a={}, b={})) == []


# ---------------------------------------------------------------- as a command


def test_asked_one_thing_at_a_time(run: Run) -> None:
    for args in ((), ("--bench", "-e", "E001"), ("-p", "account_manager", "-e", "E001")):
        done = run("match", *SAMPLE, *args, "--lang", "en")
        assert (done.returncode, done.stdout) == (2, "")
        assert "--position P, --employee ID, --bench" in done.stderr
    assert "did you mean" in run("match", *SAMPLE, "-p", "acount_manager", "--lang", "en").stderr
    assert "did you mean E0" in run("match", *SAMPLE, "-e", "E01", "--lang", "en").stderr


def test_everybody_stands_in_the_machine_formats(run: Run) -> None:
    asked = ("match", *SAMPLE, "-p", "大客户经理")
    document = json.loads(run(*asked, "-f", "json").stdout)
    assert document["position"] == "account_manager"
    assert document["employee"] is document["positions"] is document["bench"] is None
    assert len(document["candidates"]) == 32
    lines = run(*asked, "-f", "csv").stdout.splitlines()
    assert [line.split(",")[1] for line in lines[1:]] == [c["employee_id"] for c in document["candidates"]]


def test_another_dictionary_alone(run: Run, tmp_path: Path) -> None:
    """Where customer relationship is asked no more, E005's gap in it is gone, and the others stay."""
    text = Path("data/big_account_sales.yaml").read_text("utf-8")
    old = "{competency: customer_relationship, level: 2, desired: 3, weight: 2}"
    assert text.count(old) == 1
    (tmp_path / "new.yaml").write_text(text.replace(old, old.replace("level: 2", "level: 0")), "utf-8")
    gaps = []
    for more in ((), ("--model", str(tmp_path / "new.yaml"))):
        document = json.loads(run("match", *SAMPLE, "-p", "account_manager", *more, "-f", "json").stdout)
        person = next(c for c in document["candidates"] if c["employee_id"] == "E005")
        gaps.append([g["competency"] for g in person["gaps"]])
    assert set(gaps[0]) - set(gaps[1]) == {"customer_relationship"}


def test_nobody_needs_a_position(run: Run, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("employee_id,competency,level\na,communication,3\nb,communication,2\n", "utf-8")
    document = json.loads(run("match", "r.csv", "-p", "account_manager", "-f", "json", cwd=tmp_path).stdout)
    assert [(c["employee_id"], c["verdict"]) for c in document["candidates"]] == [
        ("a", "incomplete"),
        ("b", "incomplete"),
    ]
    assert [c["gaps"] for c in document["candidates"]] == [
        [],
        [{"competency": "communication", "gap": 1.0, "essential": True, "fragile": False, "too_close": False}],
    ]
