"""`comp plan`: ranking, nearest steps, mentors and training demand, each against a naive computation."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from lenovo_comp.method.assessment import assess
from lenovo_comp.method.person import rank
from lenovo_comp.model.dictionary import Model
from lenovo_comp.ratings.reading import Ratings, read_ratings
from lenovo_comp.reports.formats.markdown import markdown
from lenovo_comp.reports.plan.compute import MOST_MENTORS, plan, rate_behaviours, team_plan
from lenovo_comp.reports.plan.result import NOT_SEEN, SEEN, UNKNOWN
from lenovo_comp.reports.plan.text import team_view, view
from lenovo_comp.reports.shared.words import Words

from . import oracle
from .conftest import SAMPLE, Run
from .oracle import Row, exact
from .strategies import CYCLES, Case, behaviour_levels, examples, levels, models, plain_csv, table_text, unique, write
from .test_arithmetic import QUICK, SHIPPED
from .test_gates import too_close
from .test_withholding import crowds

MANY = settings(QUICK, max_examples=examples(28), suppress_health_check=list(HealthCheck))


@dataclass(frozen=True)
class Team:
    """Ratings of several people, and which department each is in (None: not known)."""

    case: Case
    departments: dict[str, str | None]

    def read(self) -> Ratings:
        with TemporaryDirectory() as folder:
            ratings = write(Path(folder) / "ratings.csv", plain_csv(self.case.rows))
            position = {row.employee: row.position or "" for row in self.case.rows}
            records = [["employee_id", "department", "position"]]
            records += [[who, self.departments[who] or "", where] for who, where in position.items()]
            return read_ratings([ratings], self.case.model, write(Path(folder) / "people.csv", table_text(records)))


@st.composite
def teams(draw: st.DrawFn) -> Team:
    """Two to seven people, rated on what their position requires; some by themselves alone, some by behaviour."""
    model = draw(st.sampled_from(models()))
    names = ("manager", "peer") if model is SHIPPED else ("boss", "client")
    rows: list[Row] = []
    departments: dict[str, str | None] = {}
    for i in range(draw(st.integers(2, 7))):
        who = f"E{i}"
        position = draw(st.sampled_from(model.positions))
        departments[who] = draw(st.sampled_from(("North", "South", None)))
        for asked in position.requires:
            competency = model.competency(asked.competency)
            steps = levels(competency, model)
            base = Row(who, competency.id, None, names[0], "m1", None, CYCLES[-1], position.id)
            near = steps.index(exact(asked.level)) + draw(st.sampled_from((-2, -1, 0, 0, 1, 2)))
            level = steps[min(max(near, 0), len(steps) - 1)]
            match draw(st.sampled_from(("level", "level", "level", "self", "two", "behaviours", "nobody"))):
                case "level":
                    rows.append(replace(base, level=level))
                case "self":
                    rows.append(replace(base, level=level, role="self", rater=who))
                case "two":
                    rows += [replace(base, level=level), replace(base, rater="m2", level=draw(st.sampled_from(steps)))]
                case "behaviours":
                    if competency.id != "exam":
                        degrees = draw(behaviour_levels(competency, model))
                        rows += [replace(base, behaviour=id, level=degree) for id, degree in degrees.items()]
    assume(rows)
    return Team(Case(model, tuple(unique(rows)), {}), departments)


def short(result: oracle.Result) -> dict[str, list[oracle.Item]]:
    """Employee → what they are short of, in the dictionary's order."""
    found: dict[str, list[oracle.Item]] = defaultdict(list)
    for x in result.items:
        if x.status == "short":
            found[x.employee].append(x)
    return found


def ranked(items: Iterable[oracle.Item]) -> list[oracle.Item]:
    """Rule 12: too close to call last, essential ones first, then weight × gap: by the number that go before."""
    given_ = list(items)

    def goes_before(a: oracle.Item, b: oracle.Item) -> bool:
        assert a.weight is not None and b.weight is not None and a.gap is not None and b.gap is not None
        if (a.clear is False) != (b.clear is False):
            return a.clear is not False
        if a.essential != b.essential:
            return bool(a.essential)
        return a.weight * a.gap > b.weight * b.gap

    return sorted(given_, key=lambda x: sum(goes_before(y, x) for y in given_))


def behaviour_ratings(rows: Sequence[Row], model: Model) -> dict[tuple[str, str], Fraction]:
    """Employee and behaviour → rating by rules 1 to 3 over those who rated it; none on raters of weight 0 alone.

    Anonymous roles that are not shown on the competency, and not part of its `others`, say nothing of behaviours.
    """
    shown = {key: set(oracle.role_means(figures, model)) for key, figures in oracle.figures(rows, model).items()}
    gave: dict[tuple[str, str], list[oracle.Figure]] = defaultdict(list)
    for row in rows:
        visible = shown.get((row.employee, row.competency or ""), set())
        open_to_all = not oracle.anonymous(row.role, model) or not visible.isdisjoint({row.role, "others"})
        if row.behaviour is not None and row.level is not None and open_to_all:
            gave[row.employee, row.behaviour].append(oracle.Figure(row.role, row.rater, row.level))
    ratings = {key: oracle.rating(oracle.role_means(figures, model)) for key, figures in gave.items()}
    return {k: r.value for k, r in ratings.items() if r is not None and not r.self_only and not r.unweighted}


def levels_between(item: oracle.Item, model: Model) -> list[int]:
    """The levels above the one reached, up to the lowest that is enough for the requirement."""
    assert item.rating is not None and item.required is not None
    missing = []
    for level in model.competency(item.competency).levels:
        if level.level > item.rating.value:
            missing.append(level.level)
        if level.level >= item.required:
            break
    return missing


def expected_steps(
    item: oracle.Item, known: dict[tuple[str, str], Fraction], model: Model
) -> list[tuple[str, int | None, str]]:
    assert item.required is not None
    competency = model.competency(item.competency)
    wanted = levels_between(item, model) if competency.levels else [None]
    enough = exact(model.attainment.observed_from) if competency.levels else item.required
    every: list[tuple[str, int | None, str]] = []
    for level, statement in competency.statements():
        if level in wanted:
            degree = known.get((item.employee, statement.id))
            state = UNKNOWN if degree is None else SEEN if degree >= enough else NOT_SEEN
            every.append((statement.id, level, state))
    return [step for step in every if step[2] != SEEN] or every


def expected_mentors(
    item: oracle.Item, result: oracle.Result, departments: dict[str, str | None], model: Model
) -> list[tuple[str, bool, bool]]:
    """(id, same department, ready), the best first: found by asking everybody in turn."""
    verdicts = {p.employee: p.verdict for p in result.people}
    able = []
    for x in result.items:
        if x.competency != item.competency or x.employee == item.employee or x.rating is None:
            continue
        if (
            x.status not in ("met", "strength")
            or (too_close(x) and x.rating.value < exact(model.competency(x.competency).scale.max))
            or x.rating.self_only
            or x.rating.unweighted
        ):
            continue
        if item.required is not None and x.rating.value >= item.required:
            same = departments[x.employee] is not None and departments[x.employee] == departments[item.employee]
            able.append((not same, verdicts[x.employee] != "ready", -x.rating.value, x.employee))
    return [(who, not other, not unready) for other, unready, _, who in sorted(able)[:MOST_MENTORS]]


@MANY
@given(teams())
def test_plans_are_what_a_naive_reading_gives(team: Team) -> None:
    model, rows = team.case.model, team.case.rows
    ratings, result = team.read(), oracle.assess(rows, team.case.model)
    known = behaviour_ratings(oracle.counting(rows, model), model)
    needs = short(result)
    for person in result.people:
        found = plan(model, ratings, person.employee, mentors=True)
        expected = ranked(needs[person.employee])
        assert [f.need.competency for f in found.focuses] == [x.competency for x in expected]
        for focus, item in zip(found.focuses, expected, strict=True):
            assert [(s.behaviour.id, s.level, s.state) for s in focus.steps] == expected_steps(item, known, model)
            assert focus.mentors is not None
            mentors = [(m.employee_id, m.same_department, m.ready) for m in focus.mentors]
            assert mentors == expected_mentors(item, result, team.departments, model)
            competency = model.competency(item.competency)
            offered = [a for x in competency.levels if x.level in levels_between(item, model) for a in x.actions]
            assert list(focus.actions) == [*competency.actions, *offered]


@MANY
@given(teams())
def test_demand_is_what_counting_by_hand_gives(team: Team) -> None:
    model = team.case.model
    who: dict[tuple[str, Fraction], list[tuple[Fraction, str]]] = defaultdict(list)
    for items in short(oracle.assess(team.case.rows, model)).values():
        for x in items:
            assert x.gap is not None and x.required is not None
            for level in levels_between(x, model) or (x.required,):
                who[x.competency, Fraction(level)].append((-x.gap, x.employee))
    order = [c.id for c in model.competencies]
    keys = sorted(who, key=lambda k: (-len(who[k]), order.index(k[0]), k[1]))
    expected = [(c, float(level), len(who[c, level]), [e for _, e in sorted(who[c, level])]) for c, level in keys]
    found = team_plan(assess(model, team.read()))
    assert [(d.competency, d.level, d.people, [r["employee_id"] for r in d.who]) for d in found.demand()] == expected
    assert found.rows == len(expected)
    first = list(found.demand(2, 1))
    assert [(d.competency, d.level, d.people, len(d.who)) for d in first] == [(*x[:3], 1) for x in expected[:2]]


@MANY
@given(crowds(), st.data())
def test_single_behaviours_of_hidden_raters_have_no_influence(case: Case, data: st.DataObject) -> None:
    """Whatever those say of a behaviour who are too few to be shown on it, the plan knows nothing of it."""
    rows = oracle.counting(case.rows, case.model)
    gave: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row.behaviour is not None:
            gave[row.employee, row.behaviour].append(row)
    hidden = []
    for theirs in gave.values():
        figures = [oracle.Figure(r.role, r.rater, r.level or Fraction(0)) for r in theirs]
        shown = oracle.role_means(figures, case.model)
        if "others" not in shown:
            hidden += [r for r in theirs if r.role not in shown]
    assume(hidden)
    row = data.draw(st.sampled_from(hidden))
    steps = levels(case.model.competency(row.competency or ""), case.model, behaviour=True)
    other = replace(row, level=data.draw(st.sampled_from([x for x in steps if x != row.level])))
    frames = []
    for given_ in (rows, [other if r is row else r for r in rows]):
        with TemporaryDirectory() as folder:
            ratings = read_ratings([write(Path(folder) / "r.csv", plain_csv(given_))], case.model)
        roles = assess(case.model, ratings).roles
        frames.append(rate_behaviours(ratings.frame, roles, case.model).sort("employee_id", "behaviour"))
    assert frames[0].equals(frames[1])


def test_a_dropped_role_is_dropped_on_behaviours_too() -> None:
    """A peer and two customers would be three raters of the behaviour; but customers are dropped, peers are shown."""
    states = set()
    for degree in (0, 4):
        rows = [
            Row("E1", "communication", Fraction(x), role, who, b and f"communication.{b}", "2026H1", "account_manager")
            for role, who, b, x in (
                ("manager", "M1", "", 1), ("peer", "P1", "", 3), ("peer", "P2", "", 2), ("peer", "P3", "1", 4),
                ("customer", "C1", "1", degree), ("customer", "C2", "1", degree),
            )
        ]  # fmt: skip
        rows = [replace(row, behaviour=row.behaviour or None) for row in rows]
        with TemporaryDirectory() as folder:
            ratings = read_ratings([write(Path(folder) / "r.csv", plain_csv(rows))], SHIPPED)
        (focus,) = plan(SHIPPED, ratings, "E1").focuses
        states.add(focus.steps)
    assert len(states) == 1


@MANY
@given(crowds())
def test_ratings_of_behaviours_follow_rules_1_to_3(case: Case) -> None:
    with TemporaryDirectory() as folder:
        ratings = read_ratings([write(Path(folder) / "r.csv", plain_csv(case.rows))], case.model)
    expected = behaviour_ratings(oracle.counting(case.rows, case.model), case.model)
    shown = assess(case.model, ratings).roles
    found = {(e, b): rating for e, b, rating in rate_behaviours(ratings.frame, shown, case.model).rows()}
    assert found.keys() == expected.keys()
    for key, value in expected.items():
        assert found[key] == pytest.approx(float(value), rel=0, abs=1e-9)


def test_the_rule_of_ranking() -> None:
    rows = [  # essential, weight, gap, clear
        (False, 9.0, 3.0, True),
        (True, 1.0, 1.5, None),  # an unknown error counts as not too close
        (True, 2.0, 0.125, True),
        (True, 1.0, 2.5, True),
        (True, 5.0, 2.5, False),
    ]
    items = pl.DataFrame(rows, schema=["essential", "weight", "gap", "clear"], orient="row").with_row_index("i")
    assert items.sort(*rank())["i"].to_list() == [3, 1, 2, 0, 4]


BY_BEHAVIOUR = """\
employee_id,position,competency,behaviour,level,rater_role,rater_id
E1,account_manager,market_information,market_information.1.1,4,manager,M
E1,account_manager,market_information,market_information.1.2,4,manager,M
E1,account_manager,market_information,market_information.1.3,4,manager,M
E1,account_manager,market_information,market_information.2.1,3,manager,M
E1,account_manager,market_information,market_information.2.2,2,manager,M
E1,account_manager,market_information,market_information.2.5,4,manager,M
E1,account_manager,market_information,market_information.2.6,1,manager,M
E1,account_manager,market_information,market_information.2.3,4,peer,P1
E1,account_manager,market_information,market_information.2.3,4,peer,P2
E1,account_manager,market_information,market_information.2.4,1,self,E1
E1,account_manager,communication,,2,manager,M
"""


def test_what_is_seen_is_not_asked_for_again(run: Run, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(BY_BEHAVIOUR, "utf-8")
    document = json.loads(run("plan", "r.csv", "-e", "E1", "--format", "json", cwd=tmp_path).stdout)
    first, second = document["needs"]
    # Communication is short by 1 and comes first; nobody rated its behaviours.
    assert (first["competency"], first["gap"]) == ("communication", 1.0)
    assert {b["state"] for b in first["behaviours"]} == {"unknown"}
    # The manager rated three of six of level 1 and saw all of them, four of seven of level 2 and saw two: 1.5,
    # required 2.
    assert (second["competency"], second["from"], second["to"]) == ("market_information", 1.5, 2.0)
    states = {b["id"]: b["state"] for b in second["behaviours"]}
    assert "market_information.2.1" not in states
    assert "market_information.2.5" not in states
    assert states["market_information.2.2"] == states["market_information.2.6"] == "not_seen"
    assert states["market_information.2.3"] == "unknown"  # two peers are too few
    assert states["market_information.2.4"] == "unknown"  # one's own word is not enough
    assert {a["id"] for a in second["actions"]} == {f"market_information.2.a{n}" for n in (1, 2, 3)}
    assert second["mentors"] is None


def test_all_seen_and_short_all_the_same(run: Run, tmp_path: Path) -> None:
    rows = ["employee_id,position,competency,behaviour,level,rater_role,rater_id"]
    rows += [f"E1,account_manager,communication,communication.{n},4,manager,M" for n in range(1, 11)]
    rows += [f"E1,account_manager,communication,,0,peer,P{n}" for n in (1, 2, 3)]
    (tmp_path / "r.csv").write_text("\n".join(rows), "utf-8")
    # (2 · 4 + 1 · 0) / 3 = 2.67, required 3.
    done = run("plan", "r.csv", "-e", "E1", "--full", "--lang", "en", cwd=tmp_path)
    assert "1. Communication: 2.67 → 3, short by 0.33" in done.stdout
    assert "Show these behaviours in more situations" in done.stdout.replace("\n", " ")
    assert "communication.10" in done.stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ((), "name the employee"),
        (("-e", "梁佩姗"), "did you mean 梁佩珊 (E012)?"),
        (("--team", "-e", "E001"), "--team can't be combined with"),
        (("--team", "--mentors"), "--team can't be combined with"),
        (("-e", "E001", "-p", "account_directr"), 'did you mean "account_director"?'),
        (("-e", "E001", "--format", "csv"), "must be one of table, html, json, markdown"),
    ],
)
def test_requests_that_make_no_sense(args: tuple[str, ...], said: str, run: Run) -> None:
    done = run("plan", *SAMPLE, *args, "--lang", "en")
    assert done.returncode == 2
    assert said in done.stderr
    assert not done.stdout


def test_everybody_gets_a_plan(model: Model) -> None:
    """Ready, unassessed, without a position: every person of the sample, in both languages."""
    ratings = read_ratings([SAMPLE[0]], model, SAMPLE[2])
    for employee in ratings.known(ratings.cycles[-1]):
        found = plan(model, ratings, employee)
        for words in (Words("zh"), Words("en")):
            assert employee in markdown(view(found, words))


def test_demand_is_bounded_and_says_so(model: Model, tmp_path: Path) -> None:
    rows = ["employee_id,position,competency,level,rater_role"]
    rows += [f"e{i:03},{p.id},{r.competency},0,manager" for p in model.positions for r in p.requires for i in range(50)]
    rows = [row.replace("e0", f"{row.split(',')[1]}-") for row in rows]
    (tmp_path / "r.csv").write_text("\n".join(rows), "utf-8")
    found = team_plan(assess(model, read_ratings([tmp_path / "r.csv"], model)))
    shown = markdown(team_view(found, Words("en")))
    assert len(shown) < 12_000
    assert "more" in shown


def test_a_mentor_is_named_with_reasons(run: Run) -> None:
    shown = run("plan", *SAMPLE, "-e", "E012", "--mentors", "--full", "--lang", "en", COLUMNS="200").stdout
    named = [line for line in shown.splitlines() if re.match(r" - \S+ E0\d\d: rated", line)]
    assert len(named) >= 5
    for line in named:
        assert "meets their own position's requirement" in line or "a strength" in line
    assert any(line.endswith("same department, ready for their own position") for line in named)
