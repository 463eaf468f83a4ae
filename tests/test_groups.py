"""`comp assess --by`: figures of groups against a naive computation, and an attacker who adds and subtracts."""

from __future__ import annotations

import json
import random
from collections import Counter, defaultdict
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lenovo_comp.method.assessment import assess
from lenovo_comp.method.results import VERDICTS
from lenovo_comp.reports.assess.document import assessment_document
from lenovo_comp.reports.assess.groups import BY, Groups, group, groups_to_withhold
from lenovo_comp.reports.assess.groups_screen import screen
from lenovo_comp.reports.assess.groups_text import view
from lenovo_comp.reports.formats.markdown import markdown
from lenovo_comp.reports.shared.words import Words

from . import oracle
from .conftest import SAMPLE, Run
from .oracle import Row
from .strategies import Case, cases, plain_csv
from .test_arithmetic import QUICK, QUICKER, SHIPPED, read

ANALYST = SHIPPED.position("industry_analyst")


def by_position(case: Case) -> Groups:
    model = replace(case.model, min_group=1)
    return group(assess(model, read(plain_csv(case.rows), model, case.roster)), "position")


@QUICK
@given(cases())
def test_every_cell_is_the_mean_of_the_oracles_ratings(case: Case) -> None:
    """With a minimum of one nothing is withheld."""
    expected = oracle.assess(case.rows, case.model, case.roster)
    of = {p.employee: p.position for p in expected.people}
    items: dict[tuple[str | None, str], list[oracle.Item]] = defaultdict(list)
    for x in expected.items:
        if x.required is not None:
            items[of[x.employee], x.competency].append(x)
    found = by_position(case)
    assert {g.key: g.people for g in found.groups} == {p: list(of.values()).count(p) for p in set(of.values())}
    assert {(g.key, c) for g in found.groups for c in g.cells} == set(items)
    for g in found.groups:
        verdicts = Counter(p.verdict for p in expected.people if p.position == g.key)
        assert g.verdicts == {v: verdicts[v] for v in VERDICTS}
        for competency, cell in g.cells.items():
            mine = items[g.key, competency]
            # A bound that tells neither met nor short is no figure of the group.
            values = [x.rating.value for x in mine if x.rating and x.status != "unassessed"]
            assert cell is not None
            assert (cell.n, cell.short) == (len(values), sum(x.status == "short" for x in mine))
            assert cell.unassessed == sum(x.status == "unassessed" for x in mine)  # also where only a bound is known
            mean = oracle.mean(values)
            assert cell.rating_mean == (None if mean is None else pytest.approx(float(mean), abs=1e-9))
            assert sum(n for _, n in cell.levels) == len(values)
            scale = case.model.competency(competency).scale
            unit = Fraction(str(max(1, scale.step)))
            bottom = oracle.exact(scale.min)
            steps = [bottom + (v - bottom) // unit * unit for v in values]
            assert dict(cell.levels) == {float(s): steps.count(s) for s in set(steps)}


@given(st.dictionaries(st.integers(0, 30), st.integers(0, 9), max_size=9), st.integers(1, 5))
def test_what_is_withheld_hides_itself_in_the_total(sizes: dict[int, int], least: int) -> None:
    """Either nothing is, or at least two groups of enough people are, or the total is too small to be shown itself."""
    found = groups_to_withhold(sizes, least)
    people = sum(sizes.values())
    assert {k for k, n in sizes.items() if 0 < n < least} <= found <= {k for k, n in sizes.items() if n}
    if found and people >= least:
        assert sum(sizes[k] for k in found) >= least
        assert len(found) >= 2
    # And no more than that takes: without the largest of those that were added, it would not do.
    added = [k for k in found if sizes[k] >= least]
    if added:
        rest = found - {max(added, key=lambda k: sizes[k])}
        assert len(rest) < 2 or sum(sizes[k] for k in rest) < least


def team(sizes: dict[str, int], levels: random.Random) -> list[Row]:
    """Analysts of a manager each, rated by one person on everything that is required."""
    rows = []
    for boss, n in sizes.items():
        for i in range(n):
            for asked in ANALYST.requires:
                top = int(SHIPPED.competency(asked.competency).scale.max)
                if levels.random() < 0.8:
                    level = Fraction(levels.randint(0, top))
                    rows.append(Row(f"{boss}{i}", asked.competency, level, "manager", boss, position=ANALYST.id))
    return rows


def grouped(rows: list[Row]) -> Groups:
    """By the raters, who are the managers: the department column holds them."""
    lines = ["employee_id,department,position,competency,level,rater_role,rater_id"]
    lines += [f"{r.employee},{r.rater},{r.position},{r.competency},{r.level},manager,{r.rater}" for r in rows]
    return group(assess(SHIPPED, read("\n".join(lines), SHIPPED)), "department")


def printed(found: Groups) -> str:
    document = assessment_document(found.assessment, found)
    shown = markdown([*view(found, Words("en")), *screen(found, Words("en"))])
    return json.dumps(document["groups"]) + shown


SIZES = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 6), min_size=2)


@QUICKER
@given(SIZES, st.integers(0, 999))
def test_no_small_cell_shows_and_none_follows_from_the_others(sizes: dict[str, int], seed: int) -> None:
    """What is shown of a competency, and what it leaves of the total, rests on enough people."""
    found = grouped(team(sizes, random.Random(seed)))
    least = SHIPPED.min_group
    rated: dict[tuple[str, str], int] = defaultdict(int)
    for row in found.assessment.gaps.filter(found.assessment.gaps["gap"].is_not_null()).iter_rows(named=True):
        rated[row["employee_id"][0], row["competency"]] += 1
    for competency, total in found.total.cells.items():
        cells = {g.key or "": g.cells[competency] for g in found.groups if competency in g.cells}
        withheld = {key for key, cell in cells.items() if cell is None}
        assert all(cell is None or cell.n == 0 or cell.n >= least for cell in cells.values())
        if total is not None and withheld:
            assert sum(rated[key, competency] for key in withheld) >= least
            assert sum(rated[key, competency] > 0 for key in withheld) >= 2


@QUICKER
@given(SIZES, st.integers(0, 999), st.data())
def test_exchanging_ratings_between_withheld_groups_shows_nowhere(
    sizes: dict[str, int], seed: int, data: st.DataObject
) -> None:
    """So nothing that is printed tells which of the withheld groups has them, whatever is added or subtracted."""
    assert_exchanges_hide(team(sizes, random.Random(seed)), data)


def assert_exchanges_hide(rows: list[Row], data: st.DataObject) -> None:
    """Exchange ratings of a competency between people of two groups that withhold it: nothing printed changes."""
    found = grouped(rows)
    withheld = {(g.key, c) for g in found.groups for c, cell in g.cells.items() if cell is None}
    pairs = [
        (a, b)
        for a in rows
        for b in rows
        if a.competency == b.competency and a.position == b.position and a.level != b.level
        and (a.rater or "") < (b.rater or "") and {(a.rater, a.competency), (b.rater, b.competency)} <= withheld
    ]  # fmt: skip
    if not pairs:
        return
    one, other = data.draw(st.sampled_from(pairs))
    swapped = {one: replace(one, level=other.level), other: replace(other, level=one.level)}
    assert printed(grouped([swapped.get(r, r) for r in rows])) == printed(found)


MIXED = [p for p in SHIPPED.positions if p.id in ("industry_analyst", "account_manager", "sales_operations_manager")]


def mixed_team(sizes: dict[str, int], chance: random.Random) -> list[Row]:
    """As `team`, of several positions, some of whose requirements few others have, and not all are rated."""
    return [
        Row(f"{boss}{i}", asked.competency, Fraction(chance.randint(0, 3)), "manager", boss, position=position.id)
        for boss, n in sizes.items()
        for i in range(n)
        for position in [chance.choice(MIXED)]
        for asked in position.requires
        if chance.random() < 0.9
    ]


@QUICKER
@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 12), min_size=2), st.integers(0, 10**6))
def test_verdicts_rest_on_enough_people_and_on_nothing_withheld(sizes: dict[str, int], seed: int) -> None:
    found = grouped(mixed_team(sizes, random.Random(seed)))
    least, people = SHIPPED.min_group, list(found.assessment.people.iter_rows(named=True))
    verdicts = {k: [p["verdict"] for p in people if p["employee_id"][0] == k] for k in sizes}
    judged = {k: sum(v not in ("incomplete", None) for v in verdicts[k]) for k in sizes}
    deciding = {p.id: [r.competency for r in p.requires if r.essential] for p in SHIPPED.positions}
    rests = {k: {c for p in people if p["employee_id"][0] == k for c in deciding[p["position"]]} for k in sizes}
    hidden = [g.key or "" for g in found.groups if g.verdicts is None]
    for g in found.groups:
        key = g.key or ""
        if g.verdicts is not None:
            assert g.verdicts == {v: verdicts[key].count(v) for v in VERDICTS}
            assert judged[key] == 0 or judged[key] >= least
            assert not [c for c in rests[key] if g.cells[c] is None]
    if found.total.verdicts is not None:
        assert sum(judged.values()) == 0 or sum(judged.values()) >= least
        assert not [c for key in sizes for c in rests[key] if found.total.cells[c] is None]
        assert not [c for g in found.groups for c in rests[g.key or ""] if g.cells[c] is None]
        if hidden:
            assert sum(judged[key] for key in hidden) >= least
            assert sum(judged[key] > 0 for key in hidden) >= 2


@QUICKER
@given(SIZES, st.integers(0, 10**6), st.data())
def test_exchanging_ratings_of_mixed_teams_shows_nowhere(sizes: dict[str, int], seed: int, data: st.DataObject) -> None:
    rows = mixed_team(sizes, random.Random(seed))
    assert_exchanges_hide(rows, data)


def test_the_attack_finds_what_is_shown() -> None:
    rows = team({"a": 5, "b": 5}, random.Random(3))
    a = next(r for r in rows if r.rater == "a" and r.competency == "coordination")
    b = next(r for r in rows if r.rater == "b" and r.competency == a.competency and r.level != a.level)
    swapped = {a: replace(a, level=b.level), b: replace(b, level=a.level)}
    assert printed(grouped([swapped.get(r, r) for r in rows])) != printed(grouped(rows))


def test_the_smallest_of_the_rest_goes_with_a_single_small_group() -> None:
    rows = [
        Row(f"{boss}{i}", "communication", Fraction(i % 5), "manager", boss, position=ANALYST.id)
        for boss, n in {"a": 2, "b": 9, "c": 5}.items()
        for i in range(n)
    ]
    found = grouped(rows)
    assert {g.key for g in found.groups if g.cells["communication"] is None} == {"a", "c"}
    total = found.total.cells["communication"]
    assert total is not None
    assert total.n == 16


@pytest.mark.parametrize("by", BY)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nobody_is_listed(by: str, lang: str, run: Run) -> None:
    done = run("assess", *SAMPLE, "--by", by, "--lang", lang)
    assert done.returncode == 0
    people = json.loads(run("assess", *SAMPLE, "-f", "json").stdout)["employees"]
    managers = {p["manager"] for p in people} if by == "manager" else set()
    assert not [p["name"] for p in people if p["name"] in done.stdout and p["employee_id"] not in managers]


def test_the_shape_does_not_depend_on_what_is_asked(run: Run) -> None:
    plain, by = (json.loads(run("assess", *SAMPLE, *more, "-f", "json").stdout) for more in ((), ("--by", "manager")))
    assert plain["groups"] is None
    assert list(plain) == list(by)
    assert by["groups"]["by"] == "manager"
    assert {k: v for k, v in by.items() if k != "groups"} == {k: v for k, v in plain.items() if k != "groups"}
    assert run("assess", *SAMPLE, "-f", "csv").stdout == run("assess", *SAMPLE, "--by", "manager", "-f", "csv").stdout


def test_what_people_can_be_grouped_by(run: Run) -> None:
    done = run("assess", *SAMPLE, "--by", "departmnt", "--lang", "en")
    assert done.returncode == 2
    assert "did you mean department?" in done.stderr
    assert run("assess", *SAMPLE, "--by", "manager", "--fragile").returncode == 2
