"""The library: the page's notebooks run and print what they show, and results show themselves in a notebook."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import lenovo_comp
from lenovo_comp.method.frames import GAPS, PEOPLE, Columns
from website.examples import cells, lay_out, run_cell

from .conftest import ROOT

PAGE = ROOT / "docs/api.md"


@pytest.fixture(autouse=True)
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with the page's files, in which its cells run."""
    lay_out(PAGE.read_text("utf-8"), tmp_path, ROOT / "data")
    monkeypatch.chdir(tmp_path)
    yield tmp_path


def test_every_cell_prints_what_the_page_shows(desk: Path) -> None:
    for package in ("matplotlib", "pandas", "pyarrow"):
        pytest.importorskip(package)
    text = PAGE.read_text("utf-8")
    names: dict[str, Any] = {}
    for code, shown in cells(text):
        printed = run_cell(code, names)
        if os.environ.get("COMP_SNAPSHOTS") == "write":
            text = text.replace(
                f"```python\n{code}```\n\n```text\n{shown}```", f"```python\n{code}```\n\n```text\n{printed}```"
            )
        else:
            assert printed == shown, code
    if os.environ.get("COMP_SNAPSHOTS") == "write":
        PAGE.write_text(text, "utf-8")
        (ROOT / "docs/pictures/team.png").write_bytes((desk / "team.png").read_bytes())


def texts_of(html: str) -> list[str]:
    """The cells of the table in it, in their order."""
    return re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", html)


def test_an_assessment_shows_its_people_in_a_notebook() -> None:
    model, _ = lenovo_comp.load_model(lenovo_comp.shipped_model())
    assert model is not None
    ratings = lenovo_comp.read_ratings(["data/sample_ratings.csv"], model, roster="data/sample_roster.csv")
    assessment = lenovo_comp.assess(model, ratings)
    html = assessment._repr_html_()
    width = html.count("<th ")
    cells_shown = texts_of(html)[width:]
    rows = [cells_shown[i : i + width] for i in range(0, len(cells_shown), width)]
    # Twenty of them, as the frame has them; the rest is counted.
    assert [row[0] for row in rows] == assessment.people["employee_id"].cast(str).to_list()[:20]
    assert "and 12 more" in html
    for row, person in zip(rows, assessment.people.iter_rows(named=True), strict=False):
        assert row[1:4] == [person["name"], person["position"], person["verdict"] or ""]
        assert row[4] == ("" if person["fit"] is None else f"{person['fit']:.2f}".rstrip("0").rstrip("."))


def test_what_a_file_says_is_text_in_a_notebook(tmp_path: Path) -> None:
    name = '<img src=x onerror="alert(1)">\u202e'
    quoted = name.replace('"', '""')
    ratings_file = tmp_path / "r.csv"
    ratings_file.write_text(
        f'employee_id,name,position,competency,level\nE1,"{quoted}",account_manager,communication,3\n', "utf-8"
    )
    model, _ = lenovo_comp.load_model(lenovo_comp.shipped_model())
    assert model is not None
    ratings = lenovo_comp.read_ratings([ratings_file], model)
    for shown in (lenovo_comp.assess(model, ratings), lenovo_comp.person_gap(model, ratings, "E1")):
        html = shown._repr_html_()
        assert "<img" not in html and "\u202e" not in html
    assert "<br>people: 1 (1 incomplete)</p>" in lenovo_comp.assess(model, ratings)._repr_html_()
    assert "&lt;img src=x onerror=" in lenovo_comp.assess(model, ratings)._repr_html_()


def test_every_public_name_is_there_and_documented() -> None:
    for name in set(lenovo_comp.__all__) - {"__version__", "read_ratings"}:  # tests read the sample by another function
        assert (getattr(lenovo_comp, name).__doc__ or "").count(" ") > 3, name


def test_results_are_short_where_they_are_printed() -> None:
    model, _ = lenovo_comp.load_model(lenovo_comp.shipped_model())
    assert model is not None
    ratings = lenovo_comp.read_ratings(["data/sample_ratings.csv"], model)
    shown = [model, ratings, lenovo_comp.assess(model, ratings), lenovo_comp.person_gap(model, ratings, "E012")]
    assert all(len(repr(thing)) < 200 for thing in shown)


@pytest.mark.parametrize(("frame", "columns"), [("people", PEOPLE), ("gaps", GAPS)])
def test_the_page_explains_every_column(frame: str, columns: Columns) -> None:
    section = PAGE.read_text("utf-8").split(f"`{frame}`: a row a person")[1].split("\n\n")[1]
    first_cells = [row.split("|")[1] for row in section.splitlines()[2:]]
    assert {name for cell in first_cells for name in re.findall(r"`(\w+)`", cell)} == set(columns)
