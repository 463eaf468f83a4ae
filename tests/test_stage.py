"""`comp stage`: rule 8 against the oracle, and what holds people back."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given

from lenovo_comp.method.assessment import assess
from lenovo_comp.method.results import Row as Plain
from lenovo_comp.model.dictionary import Model
from lenovo_comp.reports.stage.compute import staging

from . import oracle
from .conftest import SAMPLE, Run
from .oracle import Row
from .strategies import Case, cases, plain_csv
from .test_arithmetic import QUICK, SHIPPED, read


def standing(person: oracle.Person, model: Model) -> str:
    position = model.position(person.position) if person.position else None
    if position is None or position.stage is None:
        return "no_stage"
    if not any(model.competency(r.competency).levels for r in position.requires):
        return "no_stage"
    if person.stage is None:
        return "unknown"
    low, high = person.stage
    return "above" if low > position.stage else "below" if high < position.stage else "at"


@QUICK
@given(cases())
def test_everybody_stands_where_the_oracle_says(case: Case) -> None:
    model = case.model
    found = {r["employee_id"]: r for r in staging(assess(model, read(plain_csv(case.rows), model, case.roster))).rows()}
    expected = oracle.assess(case.rows, model, case.roster)
    assert list(found) == [p.employee for p in expected.people]
    for person in expected.people:
        row = found[person.employee]
        assert row["standing"] == standing(person, model)
        assert (row["stage_low"], row["stage_high"]) == (person.stage or (None, None))
        items = [x for x in expected.items if x.employee == person.employee and x.required is not None]
        dimensions = [x for x in items if model.competency(x.competency).levels]
        assert row["missing"] == [x.competency for x in dimensions if x.status == "unassessed"]
        if row["standing"] in ("unknown", "no_stage"):
            assert row["held_back"] == []
        else:
            held_back(row, person, dimensions, model)


def held_back(row: Plain, person: oracle.Person, dimensions: list[oracle.Item], model: Model) -> None:
    """Raise each named dimension to what it says, and the next stage is reached; by any less, it is not."""
    position = model.position(person.position or "")
    if row["toward"] is None:
        assert row["held_back"] == []
        return
    needed = {h["competency"]: Fraction(str(h["needed"])) for h in row["held_back"]}
    named = [x for x in dimensions if x.competency in needed]

    asked = {r.competency: r for r in position.requires}

    def reached(competencies: set[str]) -> int:
        """The stage that the ratings support with these dimensions raised."""
        raised = []
        for x in dimensions:
            assert x.rating is not None
            value = needed[x.competency] if x.competency in competencies else x.rating.value
            rating = oracle.Rating(value, 1, self_only=False, unweighted=False)
            subject = model.competency(x.competency)
            raised.append(oracle.item(x.employee, subject, asked[x.competency], rating, model))
        found = oracle.stage(raised, position, model)
        assert found is not None
        return found[1]

    everything = set(needed)
    top = min(max(max(level.stages, default=0) for level in model.competency(x.competency).levels) for x in dimensions)
    if top >= row["toward"]:
        assert reached(everything) >= row["toward"]
    for x in named:
        assert x.rating is not None and x.rating.value < needed[x.competency]
        assert reached(everything - {x.competency}) < row["toward"]


# ---------------------------------------------------------------- by hand


@pytest.mark.parametrize(
    ("position", "market", "product", "expected"),
    [
        # Industry analyst: stage 2; market 2 (levels 1, 2, 3 for stages 1, 2 and 3 to 4), product 1.
        ("industry_analyst", 2, 1, ("at", 3, [("market_information", 3.0), ("product_technology", 3.0)])),
        ("industry_analyst", 1, 1, ("below", 2, [("market_information", 2.0)])),
        ("industry_analyst", 1, 0, ("below", 2, [("market_information", 2.0), ("product_technology", 1.0)])),
        ("industry_analyst", 3, 3, ("above", None, [])),
        ("industry_analyst", 3, 1, ("at", 3, [("product_technology", 3.0)])),
        ("industry_analyst", 2, None, ("unknown", None, [])),
    ],
)
def test_what_holds_back(
    position: str, market: int, product: int | None, expected: tuple[str, int | None, list[tuple[str, float]]]
) -> None:
    levels = {"market_information": market, "product_technology": product}
    rows = [Row("E1", c, Fraction(x), "manager", "m", position=position) for c, x in levels.items() if x is not None]
    (row,) = staging(assess(SHIPPED, read(plain_csv(rows), SHIPPED))).rows()
    found = row["standing"], row["toward"], [(h["competency"], h["needed"]) for h in row["held_back"]]
    assert found == expected


@pytest.mark.parametrize(("lang", "said"), [("en", "not as a decision"), ("zh", "不作为决定")])
def test_it_says_that_it_decides_nothing(lang: str, said: str, run: Run) -> None:
    done = run("stage", *SAMPLE, "--lang", lang)
    assert said in done.stdout.replace("\n", " ").replace("  ", " ")
    document = json.loads(run("stage", *SAMPLE, "-f", "json").stdout)
    assert said in document["notice"][lang]
    assert sum(document["summary"].values()) == len(document["employees"]) == 32
