"""Anonymity as somebody would attack it: what is withheld must not show in anything that is printed.

The strongest form of that is that nothing hidden has any influence: other figures of a dropped group, or
the same figures given by other members of a shown one, leave every output as it was, to the byte. What has
no influence can't be had back by sums and differences either.
"""

from __future__ import annotations

import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import polars as pl
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from python_calamine import load_workbook

from lenovo_comp.findings.finding import Findings
from lenovo_comp.method.assessment import assess
from lenovo_comp.method.assessment_findings import assessment_findings
from lenovo_comp.method.person import needs, person_gap
from lenovo_comp.model.dictionary import Model
from lenovo_comp.ratings.reading import Ratings, read_ratings
from lenovo_comp.reports.assess import text as assessment_views
from lenovo_comp.reports.assess import workbook as team_book
from lenovo_comp.reports.assess.document import assessment_document
from lenovo_comp.reports.assess.frame import assessment_frame
from lenovo_comp.reports.assess.gates import METRICS, outcome, parse
from lenovo_comp.reports.assess.groups import group
from lenovo_comp.reports.explain import text as explanation_view
from lenovo_comp.reports.explain.compute import explain
from lenovo_comp.reports.explain.document import explanation_document
from lenovo_comp.reports.formats.csv import csv
from lenovo_comp.reports.formats.markdown import markdown
from lenovo_comp.reports.formats.parquet import parquet
from lenovo_comp.reports.gap import text as person_view
from lenovo_comp.reports.gap import workbook as person_book
from lenovo_comp.reports.gap.document import gap_document
from lenovo_comp.reports.match import text as match_view
from lenovo_comp.reports.match.compute import bench, match_employee, match_position
from lenovo_comp.reports.match.document import match_document
from lenovo_comp.reports.match.frame import match_frame
from lenovo_comp.reports.plan import text as plan_view
from lenovo_comp.reports.plan.compute import plan, team_plan
from lenovo_comp.reports.plan.document import demand_document, plan_document
from lenovo_comp.reports.shared.document import dumps
from lenovo_comp.reports.shared.words import Words
from lenovo_comp.reports.stage.compute import staging
from lenovo_comp.reports.stage.document import stage_document

from . import oracle
from .conftest import ROOT, SAMPLE, Run
from .oracle import Row
from .strategies import (
    CYCLES,
    HEADERS,
    Case,
    behaviour_levels,
    cells,
    examples,
    levels,
    models,
    table_text,
    unique,
    write,
)
from .test_arithmetic import QUICK, SHIPPED
from .test_certainty import crowd

FEW = settings(QUICK, max_examples=examples(12), suppress_health_check=list(HealthCheck))
MANY = settings(FEW, max_examples=examples(18))

Found = TypeVar("Found")
Place = tuple[str, str]
"""An employee and a competency."""


def text_of(rows: Iterable[Row]) -> str:
    """Ratings with every column, and evidence that names its role and rater."""
    records = [[*HEADERS, "evidence"]]
    records += [[*cells(row), f"<{row.role}/{row.rater}/{row.competency}>"] for row in rows]
    return table_text(records)


def read(rows: Iterable[Row], model: Model) -> Ratings:
    """The rows as ratings; the file's hash, which any change shows in, is taken out."""
    with TemporaryDirectory() as folder:
        found = read_ratings([write(Path(folder) / "ratings.csv", text_of(rows))], model)
    return replace(
        found, inputs=tuple(i._replace(path="ratings.csv", sha256="") for i in found.inputs), diagnostics=Findings()
    )


def everything(rows: Iterable[Row], model: Model, place: Place) -> dict[str, str]:
    """Whatever any command prints: of all people, of one person, of one figure."""
    ratings = read(rows, model)
    employee, competency = place
    whole = assess(model, ratings)
    person = person_gap(model, ratings, employee)
    why = explain(model, ratings, employee, competency)
    frame = assessment_frame(whole)
    outputs = {
        "assess.json": dumps(assessment_document(whole)),
        "assess.csv": csv(frame.collect()),
        "assess.parquet": str(pl.read_parquet(io.BytesIO(parquet(frame, whole))).rows()),
        "gap.json": dumps(gap_document(person)),
        "explain.json": dumps(explanation_document(why)),
        "findings": "\n".join(d.message("en") for d in assessment_findings(whole)),
    }
    match = match_position(model, ratings, model.positions[-1].id)
    outputs["match.json"] = dumps(match_document(match)) + csv(match_frame(match))
    outputs["positions.json"] = dumps(match_document(match_employee(model, ratings, employee)))
    outputs["bench.json"] = dumps(match_document(bench(model, ratings)))
    outputs["stage.json"] = dumps(stage_document(staging(whole)))
    outputs["groups.json"] = dumps(assessment_document(whole, group(whole, "position")))
    outputs["gates"] = str([outcome(parse(f"{metric}>0", model), whole) for metric in METRICS])
    words = Words("zh")
    outputs["match.zh"] = markdown(match_view.view(match, words))
    outputs["assess.zh"] = markdown(assessment_views.view(whole, words))
    outputs["too_close.zh"] = markdown(assessment_views.too_close_view(whole, words))
    outputs["gap.zh"] = markdown(person_view.view(person, words))
    own = plan(model, ratings, employee, mentors=True)
    outputs["plan.json"] = dumps(plan_document(own))
    outputs["plan.zh"] = markdown(plan_view.view(own, words))
    outputs["demand.json"] = dumps(demand_document(team_plan(whole)))
    outputs["explain.zh"] = markdown(explanation_view.view(why, words))
    outputs["assess.xlsx"] = cells_in(
        team_book.workbook(whole, lambda: needs(whole), Findings(assessment_findings(whole)), words, None)
    )
    outputs["gap.xlsx"] = cells_in(person_book.workbook(person, Findings(assessment_findings(whole)), words, None))
    return outputs


def cells_in(workbook: bytes) -> str:
    """Every cell of a workbook."""
    book = load_workbook(io.BytesIO(workbook))
    return "\n".join(f"{name}: {book.get_sheet_by_name(name).to_python()}" for name in book.sheet_names)


def groups(case: Case) -> dict[Place, dict[str, list[Row]]]:
    """Place → role → the rows of its raters who gave a figure."""
    counted = oracle.counting(case.rows, case.model)
    gave = {(place, f.role, f.rater) for place, given_ in oracle.figures(counted, case.model).items() for f in given_}
    found: dict[Place, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in counted:
        assert row.competency is not None
        place = row.employee, row.competency
        if (place, row.role, row.rater) in gave:
            found[place][row.role].append(row)
    return found


def shown(case: Case, by_role: dict[str, list[Row]], place: Place) -> set[str]:
    """The roles that are shown there; `others` among them where small ones go together."""
    rows = [row for rows in by_role.values() for row in rows]
    return set(oracle.rate(oracle.figures(rows, case.model)[place], case.model).shown)


def exchanged(case: Case, one: Row, other: Row) -> list[Row]:
    """The rows with two raters' levels exchanged."""
    swapped = {one: replace(one, level=other.level), other: replace(other, level=one.level)}
    return [swapped.get(row, row) for row in case.rows]


def pairs(case: Case, together: Callable[[set[str], str, str, Model], bool]) -> list[tuple[Place, Row, Row]]:
    """Two ratings of different value by different people, of whom nobody may tell who gave which."""
    found = []
    for place, by_role in groups(case).items():
        visible = shown(case, by_role, place)
        rows = [row for rows in by_role.values() for row in rows]
        direct = [row for row in rows if row.behaviour is None]
        found += [
            (place, a, b)
            for i, a in enumerate(direct)
            for b in direct[:i]
            if a.level != b.level and together(visible, a.role, b.role, case.model)
        ]
    return found


def in_one_anonymous_role(visible: set[str], one: str, other: str, model: Model) -> bool:
    return one == other and one in visible and model.role(one).min_raters > 1


def in_others(visible: set[str], one: str, other: str, _model: Model) -> bool:
    return "others" in visible and one not in visible and other not in visible


@st.composite
def crowds(draw: st.DrawFn) -> Case:
    """One person, rated on two competencies by a few people in every role, most of whom have one role only."""
    model = draw(st.sampled_from(models()))
    position = draw(st.sampled_from(model.positions))
    asked = [model.competency(r.competency) for r in position.requires]
    rows: list[Row] = []
    for competency in draw(st.lists(st.sampled_from(asked), min_size=1, max_size=2, unique_by=lambda c: c.id)):
        for role in model.rater_roles:
            for i in range(draw(st.integers(0, 5 if role.min_raters > 1 else 1))):
                rater = "twice" if draw(st.integers(0, 30)) == 0 else f"{role.id}{i}"
                base = Row("E1", competency.id, None, role.id, rater, None, "2026H1", position.id)
                if draw(st.integers(0, 9)) == 0:
                    degrees = draw(behaviour_levels(competency, model))
                    rows += [replace(base, behaviour=id, level=degree) for id, degree in degrees.items()]
                else:
                    rows.append(replace(base, level=draw(st.sampled_from(levels(competency, model)))))
    assume(rows)
    return Case(model, tuple(unique(rows)), {})


@cache
def background(model_id: str) -> tuple[Row, ...]:
    """Ratings of 40 other people: with them the errors of most ratings are known, whoever else is rated."""
    model = next(m for m in models() if m.id == model_id)
    return tuple(row for row in crowd(9, model, 40, behaviours=False) if row.cycle == CYCLES[-1])


def test_in_the_background_errors_are_known() -> None:
    for model in models():
        found = assess(model, read(background(model.id), model))
        assert found.gaps["se"].count() > 0.7 * found.gaps["rating"].count()
        assert found.gaps["too_close"].any()


def same(case: Case, changed: list[Row], place: Place, data: st.DataObject) -> None:
    """Everything that is worked out is the same; now and then, so is everything that is printed.

    Every other time there are people enough for standard errors.
    """
    around = background(case.model.id) if data.draw(st.booleans()) else ()
    rows, changed = [*case.rows, *around], [*changed, *around]
    one, other = (assess(case.model, read(given_, case.model)) for given_ in (rows, changed))
    for name in ("people", "gaps", "roles", "spread", "withheld", "competencies"):
        assert_frame_equal(getattr(one, name).sort(pl.all()), getattr(other, name).sort(pl.all()), check_exact=True)
    assert one.summary == other.summary
    if data.draw(st.integers(0, 9)) == 0:
        assert everything(rows, case.model, place) == everything(changed, case.model, place)


def one_of(found: Sequence[Found], data: st.DataObject) -> Found:
    """One of them; a case without any is left aside."""
    assume(found)
    return data.draw(st.sampled_from(found))


@MANY
@given(crowds(), st.data())
def test_other_figures_of_a_dropped_group_change_nothing(case: Case, data: st.DataObject) -> None:
    dropped = [
        (place, rows)
        for place, by_role in groups(case).items()
        if "others" not in (visible := shown(case, by_role, place))
        for role, rows in by_role.items()
        if role not in visible
    ]
    place, rows = one_of(dropped, data)
    model = case.model
    other = {
        row: replace(
            row,
            level=data.draw(
                st.sampled_from(levels(model.competency(place[1]), model, behaviour=row.behaviour is not None))
            ),
        )
        for row in rows
    }
    changed = [other.get(row, row) for row in case.rows]
    same(case, changed, place, data)


@MANY
@given(crowds(), st.data())
def test_who_of_an_anonymous_role_gave_which_rating_shows_nowhere(case: Case, data: st.DataObject) -> None:
    place, one, other = one_of(pairs(case, in_one_anonymous_role), data)
    same(case, exchanged(case, one, other), place, data)


@MANY
@given(crowds(), st.data())
def test_which_of_the_small_roles_gave_which_rating_shows_nowhere(case: Case, data: st.DataObject) -> None:
    place, one, other = one_of(pairs(case, in_others), data)
    same(case, exchanged(case, one, other), place, data)


@FEW
@given(crowds())
def test_evidence_comes_from_shown_roles_only(case: Case) -> None:
    ratings = read(case.rows, case.model)
    person = person_gap(case.model, ratings, "E1")
    printed = markdown(person_view.view(person, Words("zh"))) + dumps(gap_document(person))
    printed += cells_in(person_book.workbook(person, Findings(), Words("zh"), None))
    for place, by_role in groups(case).items():
        for role in set(by_role) - shown(case, by_role, place):
            assert not re.search(rf"{role}/[^/]*/{place[1]}", printed), (place, role)


def test_the_attacks_find_what_is_there() -> None:
    """Three ratings of which the manager's is nobody's secret: another one is seen at once."""
    model = SHIPPED
    given_ = (("manager", "m", 3), ("peer", "a", 1), ("peer", "b", 2), ("peer", "c", 4))
    rows = [
        Row("E1", "communication", Fraction(x), role, who, cycle="2026H1", position="account_manager")
        for role, who, x in given_
    ]
    place = ("E1", "communication")
    other = [replace(rows[0], level=Fraction(2)), *rows[1:]]
    before, after = everything(rows, model, place), everything(other, model, place)
    # The last two are of counts, and of competencies with levels.
    silent = {"findings", "too_close.zh", "bench.json", "stage.json"}
    assert {name for name in before if before[name] == after[name]} <= silent


def test_a_dropped_group_does_not_decide_what_is_marked() -> None:
    """Two customers are dropped, and stay out when somebody is left out."""
    given_ = [("manager", "m", 2), ("assessor", "a", 3)]
    marks = set()
    for customers in (0, 4):
        hidden = [("customer", "d", customers), ("customer", "a", customers)]
        rows = [Row("E1", "communication", Fraction(x), role, who, cycle="2026H1", position="account_representative")
                for role, who, x in (*given_, *hidden)]  # fmt: skip
        found = assess(SHIPPED, read(rows, SHIPPED))
        # Required 2: met with (2 · 2 + 3) / 3, and with either figure alone.
        marks.add(found.gaps.filter(pl.col("competency") == "communication")["fragile"].item())
    assert marks == {False}


def test_agreement_of_anonymous_raters_is_low_or_nothing() -> None:
    model = SHIPPED
    nothing = {"range": None, "average_deviation": None, "r_wg": None, "statements": None}
    # s² of 0, 3, 3 is 3; at random on five degrees it is 2: low. So are 1, 1, 4 and 0, 2, 4; 2, 2, 2 and 1, 2, 3
    # are not. Of the sum 7 only 2, 2, 3 is not low: nothing is said of the others, or its mean would give it away.
    for ratings, band in (((0, 3, 3), "low"), ((1, 2, 3), None), ((1, 2, 4), None), ((2, 2, 3), None)):
        rows = [Row("E1", "communication", Fraction(x), "peer", f"p{i}", cycle="2026H1", position="account_manager")
                for i, x in enumerate(ratings)]  # fmt: skip
        found = assess(model, read(rows, model))
        item = next(iter(assessment_document(found)["employees"]))["competencies"][0]
        assert item["agreement"] == {"n": 3, "band": None, **nothing}
        assert item["role_agreement"]["peer"] == {"n": 3, "band": band, **nothing}


def test_explain_keeps_raters_to_itself_unless_told_not_to(run: Run) -> None:
    asked = ("explain", *SAMPLE, "-e", "E012", "-c", "communication", "--format", "json")
    closed, opened = (json.loads(run(*asked, *more).stdout) for more in ((), ("--show-raters",)))
    for role in closed["roles"]:
        assert (role["raters"] is None) == (role["min_raters"] > 1), role["role"]
    assert all(len(role["raters"]) == role["n"] for role in opened["roles"])
    figures = sorted(rater["figure"] for role in opened["roles"] for rater in role["raters"] if role["role"] == "peer")
    rows = [line.split(",") for line in (ROOT / SAMPLE[0]).read_text("utf-8").splitlines()]
    theirs = [
        float(r[6]) for r in rows if r[0] == "E012" and r[4] == "communication" and r[7] == "peer" and r[9] == "2026H1"
    ]
    assert figures == sorted(theirs)
