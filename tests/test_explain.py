"""`comp explain`: every figure of the sample can be done again from what it says, and from the file's own lines."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from fractions import Fraction
from typing import Any

import pytest

from lenovo_comp import Model, assess, read_ratings
from lenovo_comp.method.person import person_gap
from lenovo_comp.method.results import Assessment
from lenovo_comp.model.loading import load_model
from lenovo_comp.ratings.reading import Ratings
from lenovo_comp.reports.explain.compute import explain, explain_item

from .conftest import ROOT, SAMPLE, Run
from .oracle import Row
from .strategies import plain_csv
from .test_arithmetic import SHIPPED, figures, read, some

Rows = dict[tuple[str, str], dict[str, list[dict[str, str]]]]


@pytest.fixture(scope="module")
def ratings(model: Model) -> Ratings:
    return read_ratings([ROOT / SAMPLE[0]], model, ROOT / SAMPLE[2])


@pytest.fixture(scope="module")
def everyone(model: Model, ratings: Ratings) -> Assessment:
    return assess(model, ratings)


@pytest.fixture(scope="module")
def lines() -> Rows:
    """The sample's rows of the newest cycle, by employee and competency, then role; `line` counts from 1."""
    found: Rows = defaultdict(lambda: defaultdict(list))
    with (ROOT / SAMPLE[0]).open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            if row["cycle"] == "2026H1" and row["level"]:
                found[row["employee_id"], row["competency"]][row["rater_role"]].append({**row, "line": str(number)})
    return found


def test_every_figure_of_the_sample_is_explained(
    model: Model, ratings: Ratings, everyone: Assessment, lines: Rows
) -> None:
    """Σ weight × mean / Σ weight is the rating; the rows are those of the file; nothing is missing."""
    walked, bounds = 0, 0
    for person, items in everyone.gap_rows().items():
        whole = person_gap(model, ratings, person, everybody=everyone.everybody)
        for item in items:
            x = explain_item(whole, item["competency"], show_raters=True)
            assert x.item == item
            theirs = lines[person, item["competency"]]
            assert {s.role: [str(r.line) for r in s.sources or ()] for s in x.roles} == {
                role: [r["line"] for r in rows] for role, rows in theirs.items()
            }
            if item["rating"] is None:
                assert x.terms == ()
                continue
            total = sum(t.weight for t in x.terms)
            plain = sum(t.mean for t in x.terms) / len(x.terms)
            again = sum(t.weight * t.mean for t in x.terms) / total if total else plain
            assert round(again, 12) == item["rating"]
            if item["required"] is not None:
                assert x.requirement is not None
                gap = x.requirement.level - item["rating"]
                # A bound below the requirement is no gap: those who did not rate the next level may think more.
                known = not item["at_least"] or gap <= model.tolerance
                assert (x.requirement.level, gap if known else None) == (item["required"], item["gap"])
                bounds += not known
            walked += 1
    assert walked > 150
    assert bounds > 0


def test_a_roles_mean_is_that_of_its_lines(model: Model, ratings: Ratings, everyone: Assessment, lines: Rows) -> None:
    """With the raters told: their figures are the file's levels, and average to the role's mean."""
    levels = 0
    for person, items in everyone.gap_rows().items():
        gap = person_gap(model, ratings, person, everybody=everyone.everybody)
        for item in items:
            for share in explain_item(gap, item["competency"], show_raters=True).roles:
                rows = lines[person, item["competency"]][share.role]
                assert share.raters is not None
                if any(row["behaviour"] for row in rows):
                    continue
                given = sorted(float(row["level"]) for row in rows)
                assert sorted(r.figure for r in share.raters if r.figure is not None) == given
                if share.mean is not None:
                    assert share.mean == pytest.approx(sum(given) / len(given), abs=1e-12)
                    levels += 1
    assert levels > 300


def test_the_requirements_place_is_where_it_stands(run: Run) -> None:
    document = json.loads(run("explain", *SAMPLE, "-e", "E012", "-c", "communication", "--format", "json").stdout)
    asked = document["requirement"]
    line = (ROOT / "data/big_account_sales.yaml").read_text("utf-8").splitlines()[asked["line"] - 1]
    assert "competency: communication, level: 3" in line
    assert document["position"] == "senior_account_manager"


def test_the_same_figures_as_assess_prints(run: Run) -> None:
    table = json.loads(run("assess", *SAMPLE, "--format", "json").stdout)
    person = next(e for e in table["employees"] if e["employee_id"] == "E003")
    for item in person["competencies"]:
        asked = ("explain", *SAMPLE, "-e", "E003", "-c", item["competency"], "--format", "json")
        document = json.loads(run(*asked).stdout)
        assert round(document["rating"], 4) == item["rating"]
        assert round(document["gap"], 4) == item["gap"]
        for key in ("status", "fragile", "agreement", "self_other", "n"):
            assert document[key] == item[key], key


def test_what_a_step_more_would_change() -> None:
    # Manager 2 (weight 2) and peers of 2 (weight 1), required 3: (2 · 3 + 2) / 3 = 2.67 or (2 · 2 + 3) / 3 = 2.33.
    rows = some(("manager", "m", 2), *(("peer", p, 2) for p in "abc"), position="account_manager")
    x = explain(SHIPPED, read(plain_csv(rows), SHIPPED), "E1", "communication")
    changes = [(c.role, c.mean, round(c.rating, 4), c.status) for c in x.changes]
    assert changes == [("manager", 3.0, 2.6667, "short"), ("peer", 3.0, 2.3333, "short")]
    # At the top of the scale there is no step more.
    rows = some(("manager", "m", 4), position="account_manager")
    assert explain(SHIPPED, read(plain_csv(rows), SHIPPED), "E1", "communication").changes == ()


def test_what_becomes_of_each_role() -> None:
    given = (("manager", "m", 2), ("self", "E1", 3), ("peer", "a", 2), ("peer", "b", 3), ("customer", "c", 4))
    rows = some(*given, position="account_manager")
    x = explain(SHIPPED, read(plain_csv(rows), SHIPPED), "E1", "communication")
    fates = {s.role: (s.fate, s.n, s.mean) for s in x.roles}
    assert fates == {
        "self": ("weight_zero", 1, 3.0),
        "manager": ("counts", 1, 2.0),
        "peer": ("rolled_up", 2, None),
        "customer": ("rolled_up", 1, None),
    }
    assert tuple(x.terms) == (("manager", 2.0, 2.0, 1), ("others", 1.0, 3.0, 3))
    total = sum(t.weight * t.mean for t in x.terms)
    assert total / sum(t.weight for t in x.terms) == pytest.approx(x.item["rating"]) == pytest.approx(7 / 3)
    rows = some(("peer", "a", 2), ("peer", "b", 3))  # nobody has a position, and nothing may be shown
    x = explain(SHIPPED, read(plain_csv(rows), SHIPPED), "E1", "communication")
    assert [s.fate for s in x.roles] == ["dropped"]
    assert (x.item["rating"], x.item["status"], x.terms) == (None, "not_required", ())


def test_behaviours_that_lead_to_no_figure() -> None:
    """Only level 2 was rated: the climb ends before it begins."""
    rows = [Row("E1", "market_information", Fraction(4), "manager", "m", "market_information.2.1")]
    x = explain(SHIPPED, read(plain_csv(rows), SHIPPED), "E1", "market_information")
    (share,) = x.roles
    assert (share.fate, share.n) == ("no_figure", 0)
    assert share.raters is not None
    assert [(r.figure, r.behaviours) for r in share.raters] == [(None, 1)]
    assert [(s.level, s.rated, s.seen, s.attained) for s in share.raters[0].levels] == [(1, 0, 0, False)]


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        (("-e", "E012"), 2, "--competency"),
        (("-c", "communication"), 2, "--employee"),
        (("-e", "E012", "-c", "comunication"), 2, "communication"),
        (("-e", "E12", "-c", "communication"), 2, "E012"),
        (("-e", "E009", "-c", "customer_relationship"), 2, "required of E009 nor rated"),
        (("-e", "E012", "-c", "communication", "--format", "csv"), 2, "--format must be one of"),
    ],
)
def test_what_cannot_be_explained(args: tuple[str, ...], code: int, said: str, run: Run) -> None:
    done = run("explain", *SAMPLE, *args)
    assert done.returncode == code
    assert said in done.stderr
    assert done.stdout == ""


# ---------------------------------------------------------------- agreement

# σ²_EU as LeBreton & Senter (2008, table 2) print it, by the number of answers.
AT_RANDOM = {5: 2.00, 6: 2.92, 7: 4.00, 9: 6.67, 10: 8.25, 11: 10.00}


def model_with(answers: int) -> Model:
    """The shipped dictionary with a general scale of that many answers."""
    import lenovo_comp.model.parsing as parsing

    text = (ROOT / "data/big_account_sales.yaml").read_text("utf-8")
    before, after = text.split("  degree:", 1)
    after = after.replace("max: 4", f"max: {answers - 1}", 1)
    found, problems = parsing.parse_model((before + "  degree:" + after).encode(), "m.yaml")
    assert found is not None, problems
    return found


@pytest.mark.sampled
@pytest.mark.parametrize("answers", AT_RANDOM)
def test_r_wg_against_the_published_variances_at_random(answers: int) -> None:
    # 2 and 3 by turns: a variance of 1/2 for two raters, 1/3 for four.
    for levels, variance in (((2, 3), 1 / 2), ((2, 3, 2, 3), 1 / 3)):
        rows = some(*(("assessor", str(i), x) for i, x in enumerate(levels)))
        model = model_with(answers)
        (row,) = assess(model, read(plain_csv(rows), model)).spread.filter(role="assessor").iter_rows(named=True)
        assert row["r_wg"] == pytest.approx(1 - variance / AT_RANDOM[answers], abs=0.002)  # two printed places
        assert (row["n"], row["range"], row["average_deviation"]) == (len(levels), 1.0, 0.5)


def spread(*levels: float) -> dict[str, Any]:
    found = figures(some(*(("assessor", str(i), x) for i, x in enumerate(levels)), position="account_manager"))
    (row,) = found.spread.filter(role="assessor").iter_rows(named=True)
    return {**row, "band": found.gaps.filter(competency="communication")["band"].item()}


def test_agreement_by_hand() -> None:
    # 2, 3, 3: mean 8/3; deviations 2/3, 1/3, 1/3; variance 1/3 of the 2 at random.
    found = spread(2, 3, 3)
    assert (found["n"], found["range"], found["band"]) == (3, 1.0, "high")
    assert found["average_deviation"] == pytest.approx(4 / 9)
    assert found["r_wg"] == pytest.approx(5 / 6)
    # 1, 3: variance 2, as at random. Two raters have figures, and no word.
    assert (spread(1, 3)["r_wg"], spread(1, 3)["band"]) == (pytest.approx(0), None)
    # 1, 3, 3: variance 4/3.
    assert (spread(1, 3, 3)["r_wg"], spread(1, 3, 3)["band"]) == (pytest.approx(1 / 3), "low")
    # 0, 4: variance 8, more than at random: not below 0.
    assert (spread(0, 4)["r_wg"], spread(0, 4)["range"]) == (0.0, 4.0)
    # 1, 1, 2, 3: mean 7/4, variance 11/12, r_wg 13/24 = 0.54.
    assert (spread(1, 1, 2, 3)["r_wg"], spread(1, 1, 2, 3)["band"]) == (pytest.approx(13 / 24), "moderate")
    assert spread(4, 4)["r_wg"] == 1.0


def test_self_and_others_by_hand() -> None:
    for mine, difference, kind in ((4, 1.0, "blind_spot"), (3, 0.0, None), (2, -1.0, "hidden_strength")):
        rows = some(("self", "E1", mine), ("manager", "m", 3), position="account_manager")
        found = figures(rows)
        assert found.gaps.filter(competency="communication")["self_other"].item() == difference
        from lenovo_comp.method.results import self_other

        assert self_other(difference, SHIPPED) == kind
    # Only the self-rating: nothing to compare it with.
    alone = figures(some(("self", "E1", 4), position="account_manager"))
    assert alone.gaps.filter(competency="communication")["self_other"].item() is None


def test_what_hangs_on_one_rater_by_hand() -> None:
    def fragile(*given: tuple[str, str, float]) -> bool | None:
        found = figures(some(*given, position="account_manager")).gaps
        mark: bool | None = found.filter(competency="communication")["fragile"].item()
        return mark

    # Required 3. Two assessors of 2 and 4 give 3, met; without the higher one 2 is short.
    assert fragile(("assessor", "a", 2), ("assessor", "b", 4))
    # 4 and 4: without either, still 4.
    assert not fragile(("assessor", "a", 4), ("assessor", "b", 4))
    # A single figure has nothing to flip to.
    assert not fragile(("assessor", "a", 2))
    # Manager 2, three peers 4: whichever would flip it, anonymous raters count, so nothing is said.
    assert fragile(("manager", "m", 2), ("peer", "a", 4), ("peer", "b", 4), ("peer", "c", 4)) is None
    # (2 · 4 + 1) / 3 = 3 is met; without the manager 1 is short. Two peers are dropped and have no say.
    assert fragile(("manager", "m", 4), ("assessor", "a", 1), ("peer", "b", 4), ("peer", "c", 4)) is True
    # Manager and self: without the manager only the self-rating is left, which says otherwise.
    assert fragile(("manager", "m", 2), ("self", "E1", 4))
    # One person in two roles takes both figures along: without "x", 2 is left of (3 · 4 … ) and it is short.
    assert fragile(("manager", "x", 4), ("assessor", "x", 4), ("assessor", "y", 2))


def test_the_shipped_and_a_project_s_own_thresholds(tmp_path: Any, run: Run) -> None:
    text = (ROOT / "data/big_account_sales.yaml").read_text("utf-8")
    text = text.replace("agreement: {moderate: 0.5, high: 0.7}", "agreement: {moderate: 0.9, high: 0.95}")
    (tmp_path / "m.yaml").write_text(text.replace("self_other: 1.0", "self_other: 0.25"), "utf-8")
    strict, _ = load_model(tmp_path / "m.yaml")
    assert strict is not None
    (tmp_path / "r.csv").write_text(
        plain_csv(some(*(("assessor", r, x) for r, x in zip("abc", (2, 3, 3), strict=True)))), "utf-8"
    )
    bands = [assess(m, read_ratings([tmp_path / "r.csv"], m)).gaps["band"].item() for m in (SHIPPED, strict)]
    assert bands == ["high", "low"]  # variance 1/3 of 2: r_wg 0.83
    done = run("assess", "r.csv", "--model", "m.yaml", "--format", "json", cwd=tmp_path)
    assert "A505" in done.stderr
