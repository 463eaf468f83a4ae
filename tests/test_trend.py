"""`comp trend`: two cycles against two assessments of the oracle, and what must not pass for progress."""

from __future__ import annotations

import io
import json
import random
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import NamedTuple

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lenovo_comp.findings.finding import CannotRun
from lenovo_comp.method.change import error_of_change
from lenovo_comp.method.results import Row as Plain
from lenovo_comp.model.dictionary import Model
from lenovo_comp.reports.formats import table as terminal
from lenovo_comp.reports.shared.blocks import text
from lenovo_comp.reports.shared.sparkline import ASCII, sparkline
from lenovo_comp.reports.trend.compute import trend
from lenovo_comp.reports.trend.result import Trend, Turn

from . import oracle
from .conftest import ROOT, SAMPLE, Run
from .oracle import Row
from .strategies import BUDGET, CYCLES, Case, cases, examples, levels, models, plain_csv
from .test_arithmetic import QUICK, SHIPPED, read

OLD, NEW = CYCLES
FEW = settings(QUICK, max_examples=examples(10))


class Compared(NamedTuple):
    """Rule 13 for one item."""

    basis: tuple[str, ...]
    before: Fraction
    after: Fraction
    reliable: bool | None

    @property
    def change(self) -> Fraction:
        return self.after - self.before


class Cycle(NamedTuple):
    """What the oracle makes of one cycle: items, figures, ratings, error variances."""

    items: dict[tuple[str, str], oracle.Item]
    given: dict[tuple[str, str], list[oracle.Figure]]
    rated: dict[tuple[str, str], oracle.Rated]
    errors: oracle.Errors

    @classmethod
    def of(cls, rows: list[Row], model: Model, roster: dict[str, str]) -> Cycle:
        here = {r.employee for r in rows}
        # A row without a position is placed by the roster only.
        items = {(x.employee, x.competency): x for x in oracle.assess(rows, model, roster).items if x.employee in here}
        given = oracle.figures(oracle.counting(rows, model), model)
        rated = {key: oracle.rate(figures, model) for key, figures in given.items()}
        return cls(items, given, rated, oracle.error_variances(rated, model))

    def in_others(self, key: tuple[str, str], model: Model) -> set[str]:
        """The roles that are too small to be shown; also one whose only figure is a bound that doesn't count."""
        shown = self.rated[key].shown
        return {r for r in oracle.roles_of(self.given[key]) if r not in shown and oracle.anonymous(r, model)}


def compare(key: tuple[str, str], old: Cycle, new: Cycle, model: Model) -> Compared | None:
    """The change of an item over the roles that count in both cycles."""
    if key not in old.rated or key not in new.rated:
        return None
    one, other = old.rated[key], new.rated[key]
    if not one.rating or not other.rating or one.rating.at_least or other.rating.at_least:
        return None
    then, now = (oracle.counting_roles(x.shown) for x in (one, other))
    if {r.weight > 0 for r in then.values()} != {r.weight > 0 for r in now.values()}:
        return None
    order = [*(role.id for role in model.rater_roles), "others"]
    basis = [role for role in order if role in then and role in now]
    if "others" in basis and old.in_others(key, model) != new.in_others(key, model):
        basis.remove("others")
    if not basis:
        return None
    weights = {role: now[role].weight for role in basis}
    weightless = not any(weights.values())

    def over(shown: dict[str, oracle.RoleFigure]) -> Fraction:
        parts = {role: Fraction(1) if weightless else weights[role] for role in basis}
        return sum((w * shown[role].mean for role, w in parts.items()), Fraction(0)) / sum(parts.values())

    squares = 0.0
    for shown, errors in ((then, old.errors), (now, new.errors)):
        if weightless or any((key[1], role) not in errors for role in basis):
            return Compared(tuple(basis), over(then), over(now), None)
        error = sum((weights[role] ** 2 * errors[key[1], role] / shown[role].n for role in basis), Fraction(0))
        squares += float(error / sum(weights.values()) ** 2)
    found = Compared(tuple(basis), over(then), over(now), None)
    return found._replace(reliable=abs(float(found.change)) > 1.96 * squares**0.5 + 1e-9)


def turn(old: oracle.Item | None, new: oracle.Item | None, found: Compared | None) -> str | None:
    """What became of a requirement of somebody who is in both cycles."""
    asked = [x.required if x else None for x in (old, new)]
    if asked == [None, None]:
        return None
    if asked[0] != asked[1]:
        return "requirement_changed"
    assert old is not None and new is not None
    assessed = old.status != "unassessed", new.status != "unassessed"
    if assessed != (True, True):
        return {(False, True): "newly_assessed", (True, False): "no_longer_assessed"}.get(assessed)
    assert old.rating is not None and new.rating is not None
    if found is None:
        return "at_least" if old.rating.at_least or new.rating.at_least else "basis_changed"
    short = old.status == "short", new.status == "short"
    if short[0] == short[1]:
        return "still_short" if short[0] else "still_met"
    if short[0] and found.change > 0:
        return "closed"
    return "new" if short[1] and found.change < 0 else "raters_changed"


def agrees(found: Trend, rows: Iterable[Row], model: Model, roster: dict[str, str]) -> Counter[object]:
    """Every item is the oracle's in both cycles; how often each turn, basis and word on chance occurs."""
    rows = list(rows)
    old, new = (Cycle.of([r for r in rows if r.cycle == cycle], model, roster) for cycle in CYCLES)
    here = {cycle: {r.employee for r in rows if r.cycle == cycle} for cycle in CYCLES}
    found_keys = {(r["employee_id"], r["competency"]) for r in found.items.iter_rows(named=True)}
    assert found_keys == {*old.items, *new.items}
    turns: Counter[str | None] = Counter()
    seen: Counter[object] = Counter()
    for row in found.items.iter_rows(named=True):
        key = row["employee_id"], row["competency"]
        was, now = old.items.get(key), new.items.get(key)
        for side, x in (("from", was), ("to", now)):
            assert row[side] == near(x.rating.value if x and x.rating else None)
            assert row[f"status_{side}"] == (x.status if x else None)
        compared = compare(key, old, new, model)
        expected = turn(was, now, compared) if key[0] in here[OLD] & here[NEW] else None
        assert row["turn"] == expected, (key, was, now, compared)
        assert row["basis"] == list(compared.basis if compared else ())
        assert row["common_from"] == near(compared and compared.before)
        assert row["common_to"] == near(compared and compared.after)
        assert row["change"] == near(compared and compared.change)
        assert row["reliable"] == (compared and compared.reliable), (key, compared)
        turns[expected] += 1
        seen.update([expected, ("reliable", row["reliable"]), *row["basis"]])
    assert found.turns() == {t: n for t, n in turns.items() if t}
    presences(found, here, set(roster))
    sums(found, model)
    return seen


def near(value: Fraction | None) -> object:
    return None if value is None else pytest.approx(float(value), abs=1e-9)


@QUICK
@given(cases(wrong=False))
def test_every_item_is_the_oracles_in_both_cycles(case: Case) -> None:
    assume({row.cycle for row in case.rows} == set(CYCLES))
    agrees(trend(case.model, read(plain_csv(case.rows), case.model, case.roster)), case.rows, case.model, case.roster)


def cohort(seed: int, model: Model, people: int = 24) -> list[Row]:
    """Random ratings of the same people in both cycles, by raters who come and go; some by behaviours."""
    rng = random.Random(seed)
    usual = {role.id: rng.choice((0, 1, 2, 3, 4)) for role in model.rater_roles}
    rows = []
    for number in range(people):
        position = model.positions[number % len(model.positions)]
        for asked, cycle in product(position.requires[:2], CYCLES):
            competency = model.competency(asked.competency)
            steps = levels(competency, model)
            at = steps.index(oracle.exact(asked.level))
            close = steps[max(0, at - 2) : at + 3]
            for role, n in usual.items():
                for rater in range(max(0, n + rng.choice((-1, 0, 0, 0, 1)))):
                    row = Row(f"E{number:03}", competency.id, None, role, f"{role}{rater}", None, cycle, position.id)
                    if rng.random() < 0.1 and rateable(competency.id, model):
                        degrees = levels(competency, model, behaviour=True)[-2:]
                        some = [s for _, s in competency.statements() if rng.random() < 0.7]
                        rows += [replace(row, behaviour=s.id, level=rng.choice(degrees)) for s in some]
                    else:
                        rows.append(replace(row, level=rng.choice(close)))
    return rows


def rateable(competency: str, model: Model) -> bool:
    """Whether single behaviours of the competency may be rated."""
    subject, degrees = model.competency(competency), model.attainment.scale
    return bool(subject.levels) or (subject.scale.min, subject.scale.max) == (degrees.min, degrees.max)


def test_cohorts_are_the_oracles_with_every_turn() -> None:
    """Random cases are too small for errors to be known."""
    seen: Counter[object] = Counter()
    for seed in range(8 if BUDGET > 1 else 4):
        for model in models():
            rows = cohort(seed, model)
            seen += agrees(trend(model, read(plain_csv(rows), model)), rows, model, {})
    turns = {"closed", "new", "still_short", "still_met", "basis_changed", "raters_changed", "at_least"}
    assert set(seen) >= {*turns, "others", *(("reliable", x) for x in (True, False, None))}


def presences(found: Trend, here: dict[str, set[str]], listed: set[str]) -> None:
    for row in found.person_rows():
        old, new = (row["employee_id"] in here[cycle] for cycle in CYCLES)
        names = {(True, True): "both", (False, True): "added", (True, False): "gone", (False, False): "neither"}
        assert row["presence"] == names[old, new]
    assert {r["employee_id"] for r in found.person_rows()} == here[OLD] | here[NEW] | listed


def sums(found: Trend, model: Model) -> None:
    """Means and counts of competencies and people, from the items one by one."""
    items = [i for rows in found.items_of().values() for i in rows]
    for name, rows in (("competency", found.competency_rows()), ("employee_id", found.person_rows())):
        for row in rows:
            mine = [i for i in items if i[name] == row[name]]
            compared = [i for i in mine if i["change"] is not None]
            if name == "competency" and len(compared) < model.min_group:
                assert row["withheld"]
                figures = ("from", "to", "change", "share_from", "share_to", "series", "n", "closed_reliable")
                assert {row[k] for k in figures} == {None}
                continue
            for turned in ("closed", "new"):
                those = [i["reliable"] for i in mine if i["turn"] == turned]
                assert row[turned] == len(those)
                known = not those or any(x is not None for x in those)
                assert row[f"{turned}_reliable"] == (those.count(True) if known else None)
            assert row["n"] == len(compared)
            expected = [mean([share(i, side, model) for i in compared]) for side in ("from", "to")]
            assert [row["share_from"], row["share_to"]] == expected
            assert row["series"] == (expected if compared else None)
            if name == "competency":
                for figure, of_items in (("change", "change"), ("from", "common_from"), ("to", "common_to")):
                    assert row[figure] == mean([i[of_items] for i in compared])


def share(item: Plain, side: str, model: Model) -> float:
    scale = model.competency(item["competency"]).scale
    return float((item[f"common_{side}"] - scale.min) / (scale.max - scale.min))


def mean(values: list[float]) -> object:
    return pytest.approx(sum(values) / len(values), abs=1e-9) if values else None


# ---------------------------------------------------------------- by hand


def rated(cycle: str, who: str = "a", position: str = "account_manager", **levels: int) -> list[Row]:
    return [Row(who, c, Fraction(x), "manager", "m", cycle=cycle, position=position) for c, x in levels.items()]


def of(rows: list[Row], competency: str, **more: str) -> Plain:
    found = trend(SHIPPED, read(plain_csv(rows), SHIPPED), **more)  # type: ignore[arg-type]
    return found.items.row(by_predicate=pl.col("competency") == competency, named=True)


def test_another_position_is_no_progress() -> None:
    """Communication 2 is short of a manager's 3 and enough for a representative: nothing was learnt."""
    rows = rated("1", communication=2) + rated("2", position="account_representative", communication=2)
    item = of(rows, "communication")
    assert (item["status_from"], item["status_to"]) == ("short", "met")
    assert (item["change"], item["turn"]) == (0, "requirement_changed")
    # What both positions ask the same of is compared as ever.
    rows = rated("1", logical_analysis=1) + rated("2", position="account_representative", logical_analysis=2)
    assert of(rows, "logical_analysis")["turn"] == "closed"


def test_a_self_rating_alone_is_not_compared_with_others() -> None:
    alone = [Row("a", "communication", Fraction(4), "self", "a", cycle="1", position="account_manager")]
    item = of(alone + rated("2", communication=2), "communication")
    assert (item["from"], item["to"], item["change"], item["turn"]) == (4, 2, None, "basis_changed")


PEERS_3 = (("peer", (3, 3, 3)),)


def by_roles(cycle: str, groups: Iterable[tuple[str, Iterable[int]]], who: str = "a") -> list[Row]:
    """Communication in one cycle, by (role, levels of its raters)."""
    return [
        Row(who, "communication", Fraction(x), role, f"{role}{i}", cycle=cycle, position="account_manager")
        for role, given in groups
        for i, x in enumerate(given)
    ]


def test_a_manager_who_rates_no_more_closes_no_gap() -> None:
    """2025: manager 1, peers 3, 3, 3; 2026: the same peers the same, no manager."""
    rows = by_roles("2025", [("manager", (1,)), *PEERS_3]) + by_roles("2026", PEERS_3)
    item = of(rows, "communication")
    assert (item["from"], item["to"]) == (pytest.approx(5 / 3), 3)
    assert (item["status_from"], item["status_to"], item["turn"]) == ("short", "met", "raters_changed")
    assert (item["common_from"], item["common_to"], item["change"], item["basis"]) == (3, 3, 0, ["peer"])
    found = trend(SHIPPED, read(plain_csv(rows), SHIPPED))
    assert [(p["closed"], p["share_from"], p["share_to"]) for p in found.person_rows()] == [(0, 0.75, 0.75)]
    assert found.differing == 1


@pytest.mark.parametrize(
    ("before", "after", "basis"),
    [
        ((("peer", (1, 1)), ("customer", (1,))), (("peer", (2,)), ("customer", (3, 3))), ["others"]),
        ((("peer", (1, 1)), ("customer", (1,))), (("peer", (2, 2)), ("report", (3,))), []),
        ((("peer", (1, 1)), ("customer", (1,))), (("peer", (2, 2, 2)), ("customer", (3,))), []),
        ((("peer", (1, 1)), ("manager", (1,))), (("peer", (2, 2, 2)), ("manager", (3,))), ["manager"]),
        ((("self", (1,)),), (("self", (3,)),), ["self"]),
        ((("self", (1,)),), (("self", (3,)), ("manager", (3,))), []),
    ],
)  # fmt: skip
def test_others_are_compared_if_made_of_the_same_roles(
    before: tuple[tuple[str, tuple[int, ...]], ...], after: tuple[tuple[str, tuple[int, ...]], ...], basis: list[str]
) -> None:
    item = of(by_roles("1", before) + by_roles("2", after), "communication")
    assert (item["basis"], item["change"] is None, item["reliable"]) == (basis, not basis, None)
    assert basis or item["turn"] == "basis_changed"


def test_the_basis_does_not_tell_whose_bound_it_is() -> None:
    """Two peers, two reports, a customer: one of the five gives a bound that doesn't count."""
    first = [s.id for level, s in SHIPPED.competency("market_information").statements() if level == 1]
    raters = [("peer", "p1"), ("peer", "p2"), ("report", "r1"), ("report", "r2"), ("customer", "c1")]
    figures = ("from", "to", "common_from", "common_to", "change", "basis", "turn")

    def rows(cycle: str, bounds: str | None) -> list[Row]:
        base = Row("a", "market_information", Fraction(2), cycle=cycle, position="account_manager")
        found = []
        for role, rater in raters:
            row = replace(base, role=role, rater=rater)
            found += [replace(row, behaviour=b, level=Fraction(4)) for b in first] if rater == bounds else [row]
        return found

    seen = []
    for _, rater in raters:
        item = of(rows("1", None) + rows("2", rater), "market_information")
        seen.append([item[name] for name in figures])
    assert seen[0][-2:] == [["others"], "still_met"]
    assert all(x == seen[0] for x in seen)


def test_nothing_is_compared_with_a_bound() -> None:
    """All of level 1 often, nothing of level 2 rated: at least 1, which is what a representative needs."""
    first = [s.id for level, s in SHIPPED.competency("market_information").statements() if level == 1]
    common = {"role": "manager", "rater": "m", "position": "account_representative"}
    full = [Row("a", "market_information", Fraction(0), cycle="1", **common)]
    bound = [Row("a", "market_information", Fraction(4), behaviour=b, cycle="2", **common) for b in first]
    item = of(full + bound, "market_information")
    assert (item["from"], item["to"], item["status_from"], item["status_to"]) == (0, 1, "short", "met")
    assert (item["change"], item["basis"], item["turn"]) == (None, [], "at_least")


HALVES = [(f"E{i}", [("manager", (2,)), ("peer", (1, 1, 3, 3) if i % 2 else (2, 2, 2, 2))]) for i in range(20)]


@pytest.mark.parametrize(("peers", "reliable"), [(2, False), (3, True)])
def test_a_change_beyond_its_error_is_reliable(peers: int, reliable: bool) -> None:
    """The error of each rating is .5611 (rule 10), of a change .7935, and 1.96 of it 1.5553."""
    rows = [row for cycle in "12" for who, groups in HALVES for row in by_roles(cycle, groups, who)]
    rows = [
        replace(r, level=Fraction(4 if r.role == "manager" else peers)) if (r.employee, r.cycle) == ("E0", "2") else r
        for r in rows
    ]
    found = trend(SHIPPED, read(plain_csv(rows), SHIPPED))
    item = found.items.row(by_predicate=(pl.col("employee_id") == "E0") & (pl.col("change") != 0), named=True)
    assert item["change"] == pytest.approx((2 + peers) / 3)  # 4/3 or 5/3
    assert (item["reliable"], item["turn"]) == (reliable, "closed")
    assert found.turns_beyond_chance(Turn.CLOSED) == (reliable, 0)
    assert sum(found.beyond_chance().values()) == 20
    (row,) = found.competency_rows()
    assert (row["closed"], row["closed_reliable"], row["new_reliable"]) == (1, reliable, 0)


def test_the_error_of_a_change_is_jacobsons_and_truaxs() -> None:
    """47.5 to 32.5, s 7.5, r .88 (1991): −4.08."""
    error = 7.5 * (1 - 0.88) ** 0.5
    assert (32.5 - 47.5) / error_of_change(error, error) == pytest.approx(-4.08, abs=0.005)


@FEW
@given(st.integers(0, 10**6), st.sampled_from(CYCLES), st.integers(0, 4))
def test_one_more_manager_changes_no_change(seed: int, cycle: str, level: int) -> None:
    rng = random.Random(seed)
    rows = [
        row
        for cycle in CYCLES
        for i in range(12)
        for row in by_roles(cycle, [(r, rng.choices(range(5), k=3)) for r in ("peer", "report")], f"E{i:02}")
    ]
    wanted = ("employee_id", "competency", "common_from", "common_to", "change", "reliable", "basis")
    before = trend(SHIPPED, read(plain_csv(rows), SHIPPED)).items.select(wanted)
    rows += [row for i in range(0, 12, 2) for row in by_roles(cycle, [("manager", (level,))], f"E{i:02}")]
    found = trend(SHIPPED, read(plain_csv(rows), SHIPPED))
    assert found.items.select(wanted).equals(before)
    assert before["reliable"].count() == 12


@FEW
@given(st.integers(0, 10**6), st.sampled_from((0, 1, 2)))
def test_where_nothing_changed_nothing_is_closed_or_new(seed: int, which: int) -> None:
    """The same ratings again, less one role: raters went, and nobody changed."""
    model = models()[which]
    then = [row for row in cohort(seed, model, 8) if row.cycle == OLD]
    gone = random.Random(seed).choice(model.rater_roles).id
    rows = then + [replace(row, cycle=NEW) for row in then if row.role != gone]
    assume(any(row.cycle == NEW for row in rows))
    found = trend(model, read(plain_csv(rows), model))
    assert set(found.items["change"].drop_nulls()) <= {0.0}
    assert not {"closed", "new"} & set(found.turns())
    assert not found.items["reliable"].any()


def test_a_cycle_without_the_common_roles_is_no_point_of_the_line() -> None:
    rows = by_roles("1", [("manager", (1,)), *PEERS_3]) + by_roles("2", PEERS_3) + by_roles("3", [("manager", (3,))])
    found = trend(SHIPPED, read(plain_csv(rows), SHIPPED), start="1", end="3")
    (person,) = found.person_rows()
    assert person["series"] == [0.25, None, 0.75]
    found = trend(SHIPPED, read(plain_csv(rows), SHIPPED), start="1", end="2")
    assert found.person_rows()[0]["series"] == [0.75, 0.75, None]


def test_the_two_newest_cycles_unless_named() -> None:
    rows = [r for i, cycle in enumerate("123") for r in rated(cycle, communication=i + 1)]
    assert [of(rows, "communication")[k] for k in ("from", "to", "turn")] == [2, 3, "closed"]
    assert of(rows, "communication", start="1")["change"] == 2
    assert of(rows, "communication", start="1", end="2")["turn"] == "still_short"
    found = trend(SHIPPED, read(plain_csv(rows), SHIPPED))
    assert found.cycles == ("1", "2", "3")
    assert found.person_rows()[0]["series"] == [0.25, 0.5, 0.75]
    for wrong in ({"start": "4"}, {"end": "1"}, {"start": "3"}, {"start": "2", "end": "2"}):
        with pytest.raises(CannotRun):
            of(rows, "communication", **wrong)
    with pytest.raises(CannotRun, match="needs two cycles"):
        of(rated("1", communication=1), "communication")


def test_small_departments_are_withheld_with_the_next() -> None:
    lines = ["employee_id,department,position,competency,level,cycle"]
    for department, n in {"A": 2, "B": 4, "C": 3}.items():
        for i in range(n):
            lines += [f"{department}{i},{department},account_manager,communication,{level},{level}" for level in (1, 2)]
    found = trend(SHIPPED, read("\n".join(lines), SHIPPED)).department_rows()
    assert [(d["department"], d["people"], d["withheld"], d["share_to"]) for d in found] == [
        ("A", 2, True, None),
        ("B", 4, False, 0.5),
        ("C", 3, True, None),
    ]


# ---------------------------------------------------------------- another dictionary before


def dictionary(folder: Path, name: str, *changes: tuple[str, str]) -> Path:
    written = (ROOT / "data/big_account_sales.yaml").read_text("utf-8")
    for old, new in changes:
        assert written.count(old) == 1, old
        written = written.replace(old, new)
    (folder / name).write_text(written, "utf-8")
    return folder / name


MANAGER = "      - {competency: communication, level: 3}\n      - {competency: logical_analysis, level: 2}\n"


def test_a_changed_dictionary_is_named_and_not_mixed_in(run: Run, tmp_path: Path) -> None:
    """Before, an account manager's communication was required at 2: who had 2 then and now has no new gap."""
    lower = (MANAGER, MANAGER.replace("level: 3", "level: 2"))
    before = dictionary(tmp_path, "before.yaml", ('version: "1.1.0"', 'version: "0.9.0"'), lower)
    rows = rated("1", communication=2, logical_analysis=1) + rated("2", communication=2, logical_analysis=2)
    (tmp_path / "r.csv").write_text(plain_csv(rows), "utf-8")
    asked = ("trend", "r.csv", "--model-before", str(before))
    document = json.loads(run(*asked, "-f", "json", cwd=tmp_path).stdout)
    items = {i["competency"]: i for i in document["employees"][0]["competencies"]}
    assert (items["communication"]["status_from"], items["communication"]["status_to"]) == ("met", "short")
    assert items["communication"]["turn"] == "requirement_changed"
    assert items["logical_analysis"]["turn"] == "closed"
    assert document["model_before"]["version"] == "0.9.0"
    assert document["model_changes"]["requirements"] == [
        {"position": "account_manager", "competency": "communication", "from": 2.0, "to": 3.0}
    ]
    differs = "Up to 1 by the dictionary lenovo_big_account_sales 0.9.0"
    assert differs in " ".join(run(*asked, "--lang", "en", cwd=tmp_path).stdout.split())
    said = " ".join(run(*asked, "--full", "--lang", "en", cwd=tmp_path).stdout.split())
    assert differs in said
    assert "Account manager: Communication 2→3" in said


def test_each_cycles_rows_are_read_by_its_own_dictionary(run: Run, tmp_path: Path) -> None:
    """`teamwork` was a competency then; a row of it now is an error, one of then is not. `coordination` the reverse."""
    then = (ROOT / "data/big_account_sales.yaml").read_text("utf-8").replace("coordination", "teamwork")
    (tmp_path / "before.yaml").write_text(then, "utf-8")
    lines = ["employee_id,position,competency,level,cycle"]
    lines += [f"a,account_manager,{c},3,{cycle}" for c, cycle in (
        ("communication", 1), ("communication", 2), ("teamwork", 1), ("coordination", 2),
    )]  # fmt: skip
    (tmp_path / "r.csv").write_text("\n".join(lines) + "\n", "utf-8")
    asked = ("trend", "r.csv", "--model-before", "before.yaml", "--lang", "en")
    done = run(*asked, "--full", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Ratings not compared, on another scale or in one dictionary only" in " ".join(done.stdout.split())
    lines += ["a,account_manager,teamwork,3,2", "a,account_manager,coordination,3,1", "a,account_manager,nonsense,3,1"]
    (tmp_path / "r.csv").write_text("\n".join(lines) + "\n", "utf-8")
    done = run(*asked, cwd=tmp_path)
    assert done.returncode == 1
    errors = [line.split(": ")[0] for line in done.stderr.splitlines() if "R404" in line]
    assert [e.split(":")[:2] for e in errors] == [["r.csv", "6"], ["r.csv", "7"], ["r.csv", "8"]]
    assert "3 rows left out because of 3 errors." in done.stdout
    assert "teamwork" in done.stderr


def test_the_later_dictionarys_weights_hold_for_both_cycles(run: Run, tmp_path: Path) -> None:
    """Nobody gave anything else; the manager counted 1 then and counts 2 now."""
    now = (ROOT / "data/big_account_sales.yaml").read_text("utf-8")
    then = re.sub(r"(id: manager.*?weight: )2", r"\g<1>1", now, count=1, flags=re.DOTALL)
    assert then != now
    (tmp_path / "before.yaml").write_text(then, "utf-8")
    groups = [("manager", (4,)), ("peer", (2, 2, 2))]
    rows = by_roles("1", groups) + by_roles("2", groups)
    (tmp_path / "r.csv").write_text(plain_csv(rows), "utf-8")
    done = run("trend", "r.csv", "--model-before", "before.yaml", "-f", "json", cwd=tmp_path)
    document = json.loads(done.stdout)
    (item,) = (i for i in document["employees"][0]["competencies"] if i["competency"] == "communication")
    assert (item["from"], item["to"]) == (3, 3.3333)
    assert (item["common_from"], item["common_to"], item["change"]) == (3.3333, 3.3333, 0)
    assert document["model_changes"]["thresholds"] == ["rater_roles"]


def test_another_scale_is_not_compared(run: Run, tmp_path: Path) -> None:
    """Degrees went to 8 then: a 4 of then is no 4 of now."""
    now = (ROOT / "data/big_account_sales.yaml").read_text("utf-8")
    before = now.replace("max: 4", "max: 8")
    assert before != now
    (tmp_path / "before.yaml").write_text(before, "utf-8")
    rows = rated("1", communication=4, market_information=1) + rated("2", communication=4, market_information=2)
    (tmp_path / "r.csv").write_text(plain_csv(rows), "utf-8")
    done = run("trend", "r.csv", "--model-before", "before.yaml", "-f", "json", cwd=tmp_path)
    document = json.loads(done.stdout)
    items = {i["competency"]: i for i in document["employees"][0]["competencies"]}
    assert (items["communication"]["change"], items["communication"]["turn"]) == (None, "requirement_changed")
    assert (items["market_information"]["change"], items["market_information"]["turn"]) == (1, "closed")
    assert set(document["model_changes"]["not_compared"]) == {"communication", "logical_analysis", "coordination"}


# ---------------------------------------------------------------- as a command


def test_the_sample(run: Run) -> None:
    document = json.loads(run("trend", *SAMPLE, "-f", "json").stdout)
    assert (document["from"], document["to"]) == (OLD, NEW)
    cycles = {c: json.loads(run("assess", *SAMPLE, "--cycle", c, "-f", "json").stdout) for c in CYCLES}
    for side, cycle in (("from", OLD), ("to", NEW)):
        there = {
            (e["employee_id"], c["competency"]): c["rating"]
            for e in cycles[cycle]["employees"] for c in e["competencies"] if c["rating"] is not None
        }  # fmt: skip
        here = {
            (e["employee_id"], c["competency"]): c[side]
            for e in document["employees"] for c in e["competencies"] if c[side] is not None
        }  # fmt: skip
        assert here == there


def test_the_sample_says_how_many_changes_are_beyond_chance(run: Run) -> None:
    document = json.loads(run("trend", *SAMPLE, "-f", "json").stdout)
    items = [i for e in document["employees"] for i in e["competencies"]]
    summary = document["summary"]
    for turned in ("closed", "new"):
        assert summary["reliable"][turned] == sum(i["turn"] == turned and i["reliable"] is True for i in items)
    reliable = [i["change"] for i in items if i["reliable"]]
    assert (summary["changes"]["up"], summary["changes"]["down"]) == (
        sum(x > 0 for x in reliable),
        sum(x < 0 for x in reliable),
    )
    said = " ".join(run("trend", *SAMPLE, "--full", "--lang", "en").stdout.split())
    closed, beyond = summary["turns"]["closed"], summary["reliable"]["closed"]
    assert f"Gaps closed: {closed} ({beyond} beyond chance)." in said
    assert "regression to the mean" in said
    assert "Compared only where the same kinds of people rated both times." in said


def test_csv_has_the_change_its_word_and_its_roles(run: Run) -> None:
    table = pl.read_csv(run("trend", *SAMPLE, "-f", "csv").stdout.encode())
    assert {"change", "reliable", "basis"} <= set(table.columns)
    compared = table.filter(pl.col("change").is_not_null())
    assert compared["basis"].null_count() == 0
    assert "manager peer" in set(compared["basis"])


def test_without_errors_chance_is_said_to_be_unknown(run: Run, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(plain_csv(rated("1", communication=2) + rated("2", communication=3)), "utf-8")
    said = " ".join(run("trend", "r.csv", "--lang", "en", cwd=tmp_path).stdout.split())
    assert "Gaps closed: 1. New gaps: 0." in said
    assert "beyond chance is unknown" in said


def test_sparklines() -> None:
    assert sparkline([0, 0.5, None, 1.0]) == "▁▅ █"
    assert sparkline([i / 8 for i in range(8)]) == "▁▂▃▄▅▆▇█"
    assert sparkline([0, 0.5, None, 1.0]).translate(ASCII) == "_= #"
    assert sparkline([0.0, 1.0]).translate(ASCII).isascii()


def test_where_bars_can_not_be_shown_they_are_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    raw = io.BytesIO()
    wrapped = io.TextIOWrapper(raw, encoding="ascii")
    terminal.write([text("a " + sparkline([0, 1]))], wrapped)
    assert raw.getvalue() == b"a _#\n"


def test_cycles_that_are_not_there(run: Run) -> None:
    done = run("trend", *SAMPLE, "--from", "2019H1", "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert "2025H2, 2026H1" in done.stderr
    assert run("trend", "tests/cases/empty.csv").returncode == 1
