"""The people of `comp assess --format json`, made column by column, are those that are made one by one."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from lenovo_comp import Model, assess, read_ratings
from lenovo_comp.method.results import Assessment
from lenovo_comp.reports.assess.document import assessment_document
from lenovo_comp.reports.shared.document import dumps
from lenovo_comp.reports.shared.json_columns import json_column
from lenovo_comp.reports.shared.person_document import employees
from lenovo_comp.text import escape_json

from .conftest import ROOT
from .strategies import Case, cases, examples, plain_csv, write

SAMPLE = (ROOT / "data/sample_ratings.csv", ROOT / "data/sample_roster.csv")


def plainly(a: Assessment) -> str:
    """The document as Python's own encoder writes it."""
    document = {**assessment_document(a), "employees": employees(a)}
    return escape_json(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


@settings(
    max_examples=examples(25),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=[Phase.generate],
)
@given(cases())
def test_any_ratings(case: Case) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        roster = "employee_id,position\n" + "".join(f"{who},{what}\n" for who, what in case.roster.items())
        given_roster = write(folder / "roster.csv", roster) if case.roster else None
        ratings = read_ratings([write(folder / "ratings.csv", plain_csv(case.rows))], case.model, given_roster)
        found = assess(case.model, ratings)
    assert dumps(assessment_document(found)) == plainly(found)


@pytest.mark.parametrize("cycle", ["2025H2", "2026H1"])
def test_the_sample(cycle: str, model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    found = assess(model, read_ratings([SAMPLE[0]], model, SAMPLE[1]), cycle=cycle)
    assert dumps(assessment_document(found)) == plainly(found)
    monkeypatch.setattr("lenovo_comp.reports.assess.employee_texts.PEOPLE_AT_ONCE", 3)
    assert dumps(assessment_document(found)) == plainly(found)


def test_nobody(model: Model) -> None:
    """A file of which nothing counts, without a roster and with one."""
    for roster in (None, SAMPLE[1]):
        found = assess(model, read_ratings([ROOT / "no such file.csv"], model, roster))
        assert dumps(assessment_document(found)) == plainly(found)


@pytest.mark.parametrize(
    "values",
    [
        [0.03125, 0.33335, 2.00015, 1.00005, 0.00005, -0.00004, -0.0, 0.0, 3.0, 0.0001, 1e16, 1e22, 1234.56789, None],
        ['"', "\\", "\n\t\x1b", "\u2028\x7f\x9f\ufeff", "##[error]x", "é", "👩\u200d🚀", "中", "", None],
        [True, None, False],
        [2**32 - 1, 0, None],
        [None, None],
    ],
)  # fmt: skip
def test_values_are_written_as_python_writes_them(values: list[object]) -> None:
    texts = json_column(pl.Series(values), 0).to_list()
    rounded = [round(v, 4) + 0.0 if isinstance(v, float) else v for v in values]
    assert texts == [escape_json(json.dumps(v, ensure_ascii=False)) for v in rounded]


def test_objects_within_objects() -> None:
    rows = [{"a": {"x": 1.5, "y": None}, "b": {"c": {"d": "q"}}}, {"a": {"x": None, "y": None}, "b": None}]
    (one, two) = json_column(pl.Series("", rows), 1, ("a",))
    full = json.dumps({"a": {"x": 1.5}, "b": {"c": {"d": "q"}}}, indent=2).replace("\n", "\n  ")
    assert one == full
    assert two == json.dumps({"a": {}, "b": None}, indent=2).replace("\n", "\n  ")
