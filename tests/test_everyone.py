"""Everybody's results at once are the same as one by one."""

import dataclasses

import polars as pl
from hypothesis import given, settings
from polars.testing import assert_frame_equal

from lenovo_comp.method.assessment import assess
from lenovo_comp.method.person import person_gap, person_gaps
from lenovo_comp.model.dictionary import Model
from lenovo_comp.ratings.reading import Ratings, read_ratings
from lenovo_comp.reports.explain.compute import explain_item, explain_items

from .conftest import ROOT, SAMPLE
from .strategies import Case, cases, examples, plain_csv
from .test_arithmetic import read

IN_ORDER = ("people", "gaps", "competencies")
"""Frames whose rows have an order."""


def assert_equal(model: Model, ratings: Ratings, cycle: str) -> None:
    everybody = assess(model, ratings, cycle=cycle)
    found = list(person_gaps(everybody))
    assert [gap.person["employee_id"] for gap in found] == everybody.people["employee_id"].to_list()
    for gap in found:
        alone = person_gap(model, ratings, gap.person["employee_id"], cycle=cycle)
        for field in dataclasses.fields(alone):
            if field.name != "assessment":
                assert getattr(gap, field.name) == getattr(alone, field.name)
        for field in dataclasses.fields(alone.assessment):
            one, other = getattr(alone.assessment, field.name), getattr(gap.assessment, field.name)
            if isinstance(one, pl.DataFrame):
                # Of one person there are columns of the roles that rated them, else of all that rated anybody.
                assert_frame_equal(one, other.select(one.columns), check_row_order=field.name in IN_ORDER)
            elif field.name in ("summary", "cycle", "supposed"):
                assert one == other


def test_of_the_sample(model: Model) -> None:
    ratings = read_ratings([ROOT / SAMPLE[0]], model, ROOT / SAMPLE[2])
    for cycle in ratings.cycles:
        assert_equal(model, ratings, cycle)


@settings(max_examples=examples(100), deadline=None)
@given(cases())
def test_of_random_ratings(case: Case) -> None:
    ratings = read(plain_csv(case.rows), case.model, case.roster)
    for cycle in ratings.cycles:
        assert_equal(case.model, ratings, cycle)


def test_explained_together_as_one_by_one(model: Model) -> None:
    ratings = read_ratings([ROOT / SAMPLE[0]], model, ROOT / SAMPLE[2])
    for gap in person_gaps(assess(model, ratings)):
        ids = [item["competency"] for item in gap.items]
        for id, together in zip(ids, explain_items(gap, ids, show_raters=True), strict=True):
            assert together == explain_item(gap, id, show_raters=True)
