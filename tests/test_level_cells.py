"""What cells of levels may hold: numbers in any writing, labels of scales, words for not assessed, other scales."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lenovo_comp import Model, Ratings, load_model, read_ratings
from lenovo_comp.findings.finding import Rule
from lenovo_comp.ratings.fixing import fix
from lenovo_comp.ratings.level_cells import label_key

from .strategies import models, table_text, write
from .test_arithmetic import QUICKER
from .test_arithmetic import read as read_text
from .test_chunks import chunks_of, same

SHIPPED = models()[0]
BUDGET = int(os.environ.get("COMP_TEST_BUDGET", "1"))
HEADER = ["employee_id", "position", "competency", "level"]
DEGREES = {
    0: ("从不", "Never"),
    1: ("很少", "Seldom"),
    2: ("有时", "Sometimes"),
    3: ("经常", "Often"),
    4: ("一贯", "Consistently"),
}
"""The labels of the frequency scale, as docs/dictionary.md and data/big_account_sales.yaml have them."""


def read(cells: list[str], competency: str, folder: Path, model: Model = SHIPPED) -> Ratings:
    """A person a cell: E0, E1, …"""
    position = next(iter(model.positions)).id
    rows = [[f"E{i}", position, competency, cell] for i, cell in enumerate(cells)]
    return read_ratings([write(folder / "r.csv", table_text([HEADER, *rows]))], model)


def levels(ratings: Ratings) -> dict[str, float]:
    return dict(ratings.frame.select(pl.col("employee_id").cast(pl.String), "level").iter_rows())


def codes(ratings: Ratings) -> dict[str, set[str]]:
    """Code → the cells."""
    found: dict[str, set[str]] = {}
    for d in ratings.diagnostics:
        found.setdefault(d.rule.code, set()).add(d.value or "")
    return found


# ---------------------------------------------------------------- labels

BETWEEN = (" - ", "-", " – ", "：", ": ", ". ", "、", "=", " ", "")


@given(st.sampled_from(sorted(DEGREES)), st.integers(0, 1), st.sampled_from(BETWEEN), st.integers(0, 5))
@settings(QUICKER, max_examples=60 * BUDGET)
def test_labels_in_every_arrangement(number: int, language: int, between: str, form: int) -> None:
    label, other = DEGREES[number][language], DEGREES[number][1 - language]
    written = (
        label,
        label.upper(),
        f"{number}{between}{label}",
        f"{label} ({number})",
        f"{label}（{number}）",
        f"{label} / {other}",
    )[form]
    ratings = read_text(table_text([HEADER, ["E1", "account_manager", "communication", written]]), SHIPPED)
    assert ratings.frame["level"].to_list() == [number]
    assert not ratings.diagnostics


def test_a_label_counts_only_on_its_scale(tmp_path: Path) -> None:
    ratings = read(
        ["Often", "3 - Often", "Not yet at level 1", "尚未达到1级", "0 - Not yet at level 1", "3"],
        "market_information",
        tmp_path,
    )
    assert levels(ratings) == {"E2": 0, "E3": 0, "E4": 0, "E5": 3}
    assert codes(ratings) == {"R402": {"Often", "3 - Often"}}
    assert 'is not a label of the scale of "Market information analysis"' in ratings.diagnostics[0].message("en")


def test_a_number_and_a_label_that_disagree_are_asked_for(tmp_path: Path) -> None:
    ratings = read(["4 - Often", "3 - Proficient", "经常 (2)", "Oftn"], "communication", tmp_path)
    assert ratings.frame.is_empty()
    said = [d.message("en") for d in ratings.diagnostics]
    assert ["disagree" in s for s in said] == [True, False, True, False]
    assert all(d.rule.code == "R402" and "3 Often" in d.remedy("en") for d in ratings.diagnostics)
    assert said[1] == '"3 - Proficient" is not a label of the scale of "Communication"'


def test_labels_of_behaviours_are_of_their_scale(tmp_path: Path) -> None:
    head = "employee_id,position,competency,behaviour,level\n"
    rows = "".join(f"E1,account_manager,market_information,{id},Often\n" for id in ("market_information.1.1", ""))
    ratings = read_ratings([write(tmp_path / "r.csv", head + rows)], SHIPPED)
    assert ratings.frame["level"].to_list() == [3]
    assert [(d.rule.code, d.place.line) for d in ratings.diagnostics] == [("R402", 3)]


@pytest.mark.parametrize("size", [60, 10_000])
def test_labels_in_wide_tables_and_chunks(size: int, tmp_path: Path) -> None:
    """A word stands for a number in one column and for nothing in the next."""
    words = ["Often", "3", "2 - Sometimes", "", "N/A"]
    rows = [[f"E{i}", "account_manager", words[i % 5], words[i // 5 % 5]] for i in range(200)]
    path = write(
        tmp_path / "r.csv", table_text([["employee_id", "position", "Communication", "market_information"], *rows])
    )
    with chunks_of(size):
        ratings = read_ratings([path], SHIPPED)
    values = {"Often": 3, "3": 3, "2 - Sometimes": 2}
    expected = {(r[0], "communication"): values[r[2]] for r in rows if r[2] in values}
    expected |= {(r[0], "market_information"): 3 for r in rows if r[3] == "3"}
    # A record in which something is wrong counts as far as its other cells go.
    frame = ratings.frame.select(pl.col("employee_id", "competency").cast(pl.String), "level")
    assert {(e, c): level for e, c, level in frame.iter_rows()} == expected
    places: Counter[Rule] = Counter()
    for finding in ratings.diagnostics:
        places[finding.rule] += finding.number
    assert places == {
        d.rule: sum(cell in some for r in rows for cell in (r[2:] if d.rule.code == "R435" else r[3:]))
        for d in ratings.diagnostics
        for some in [["N/A"] if d.rule.code == "R435" else ["Often", "2 - Sometimes"]]
    }


def labels(**numbers: int) -> str:
    return ", ".join(f"{{value: {n}, zh: {name!r}, en: {name!r}}}" for name, n in numbers.items())


def competency(id: str, scale: str) -> str:
    behaviour = f"{{id: {id}.1, zh: {id} x, en: {id} x, origin: source}}"
    return f"{{id: {id}, layer: general, name: {{zh: {id}, en: {id}}}, scale: {scale}, behaviours: [{behaviour}]}}"


GRADES = f"""
id: grades
version: "1"
name: {{zh: g, en: g}}
scales:
  grade: {{min: 0, max: 3, labels: [{labels(**{"B": 0, "A-": 1, "A": 2, "A+": 3})}]}}
  steps: {{min: 0, max: 4, labels: [{labels(**{"Level 1": 0, "Level 2": 1, "Often": 4})}]}}
  twice: {{min: 0, max: 3, labels: [{labels(**{"Some times": 1, "Sometimes": 2, "Often": 3})}]}}
competencies: [{competency("one", "grade")}, {competency("two", "steps")}, {competency("three", "twice")}]
positions: [{{id: p, name: {{zh: P, en: P}}, requires: [{{competency: one, level: 1}}]}}]
"""


@pytest.fixture
def grades(tmp_path: Path) -> Model:
    model, problems = load_model(write(tmp_path / "grades.yaml", GRADES))
    assert model is not None, problems
    return model


def test_scales_whose_labels_look_alike(grades: Model, tmp_path: Path) -> None:
    assert levels(read(["B", "A-", "a", "A+", "A -", "3 A+", "1 - A-"], "one", tmp_path, grades)) == {
        "E0": 0, "E1": 1, "E2": 2, "E3": 3, "E4": 1, "E5": 3, "E6": 1,
    }  # fmt: skip
    assert levels(read(["Level 1", "level 2", "Level 3", "Often"], "two", tmp_path, grades)) == {
        "E0": 0, "E1": 1, "E2": 3, "E3": 4,
    }  # fmt: skip
    ratings = read(["Sometimes", "Often", "Level 1"], "three", tmp_path, grades)
    assert levels(ratings) == {"E1": 3, "E2": 1}  # two numbers have one label: it names neither
    assert codes(ratings)["R402"] == {"Sometimes"}


def test_nothing_is_written_otherwise_that_is_a_label(grades: Model) -> None:
    text = "employee_id,position,competency,level\nE1,p,two,Level 1\nE2,p,two,3级\nE3,p,two,三级\nE4,p,two,Often\n"
    fixed = fix(text.encode(), "r.csv", grades)
    assert fixed is not None
    assert fixed.data.decode() == text.replace("3级", "3").replace("三级", "3")


@given(st.text(max_size=12))
@settings(QUICKER, max_examples=100 * BUDGET)
def test_a_key_is_its_own_key(text: str) -> None:
    assert label_key(label_key(text)) == label_key(text)


# ---------------------------------------------------------------- numbers

READ = {
    "3": (3, None), "３": (3, "R417"), " 3 ": (3, "R417"), "3\u200b": (3, "R417"), "3.0": (3, None), "+3": (3, None),
    "2级": (2, "R418"), "Level 2": (2, "R418"), "L2": (2, "R418"), "二级": (2, "R418"), "第三级": (3, "R418"),
    "2.0000000000000004": (2, "R437"), "2.9999999999999996": (3, "R437"), "2.99999999": (3, "R437"),
    "3.": (3, "R437"), "3.00E+00": (3, "R437"), "5.5e-17": (0, "R437"), "-4.4E-16": (0, "R437"),
    "N/A": (None, "R435"), "n/a": (None, "R435"), "NA": (None, "R435"), "-": (None, "R435"), "–": (None, "R435"),
    "—": (None, "R435"), "/": (None, "R435"), "－": (None, "R435"), "不适用": (None, "R435"), "未评估": (None, "R435"),
    "无法评价": (None, "R435"), "Not applicable": (None, "R435"), "not assessed": (None, "R435"),
    "3,5": (None, "R436"), "3,0": (None, "R436"), "2.99": (None, "R403"), ".5": (None, "R403"),
    "３．５": (None, "R403"), "2.999998": (None, "R403"), "无": (None, "R402"), "none": (None, "R402"),
    "#N/A": (None, "R402"), "三": (None, "R402"), "3-4": (None, "R402"), "3/4": (None, "R402"), "1e0": (None, "R402"),
    "0x1": (None, "R402"), "1E+400": (None, "R402"), "75%": (None, "R401"),
    "2％": (None, "R401"), "7": (None, "R401"), "-1": (None, "R401"),
    "": (None, None), "good": (None, "R402"), "x" * 200: (None, "R402"),
}  # fmt: skip


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_how_levels_are_read(ending: str, tmp_path: Path) -> None:
    rows = [[f"E{i}", "account_manager", "communication", cell] for i, cell in enumerate([*READ, *["3"] * 60])]
    if ending == "csv":
        path = write(tmp_path / "r.csv", table_text([HEADER, *rows]))
    else:
        path = tmp_path / "r.parquet"
        pl.DataFrame(rows, HEADER, orient="row").write_parquet(path)
    ratings = read_ratings([path], SHIPPED)
    got, first = levels(ratings), 2 if ending == "csv" else 1
    for i, (cell, (level, code)) in enumerate(READ.items()):
        assert got.get(f"E{i}") == level, cell
        found = {d.rule.code for d in ratings.diagnostics if (d.place.row or 0) == i + first} - {"R417"} or {
            d.rule.code for d in ratings.diagnostics if (d.place.row or 0) == i + first
        }
        assert found == ({code} if code else set()), cell
    assert ratings.left_out == sum(code in ("R401", "R402", "R403", "R436") for _, code in READ.values())


@pytest.mark.sampled
@pytest.mark.parametrize("cell", READ)
def test_a_level_is_read_the_same_alone(cell: str, tmp_path: Path) -> None:
    ratings = read([cell], "communication", tmp_path)
    level, code = READ[cell]
    assert levels(ratings).get("E0") == level
    assert code is None or code in codes(ratings)


@pytest.mark.parametrize("cell", [c for c, (level, _) in READ.items() if level is not None])
def test_a_fixed_level_reads_the_same(cell: str, tmp_path: Path) -> None:
    text = table_text([HEADER, ["E1", "account_manager", "communication", cell]])
    fixed = fix(text.encode(), "r.csv", SHIPPED)
    assert fixed is not None
    again = read_ratings([write(tmp_path / "r.csv", fixed.data)], SHIPPED)
    assert again.frame["level"].to_list() == [READ[cell][0]]
    assert {d.rule.code for d in again.diagnostics} <= {"R437"}


def test_a_decimal_comma_is_explained_by_what_the_scale_has(tmp_path: Path) -> None:
    (d,) = read(["3,5"], "communication", tmp_path).diagnostics
    assert d.remedy("en").startswith('Use a step of the scale of "Communication" (0–4).')
    model, _ = load_model(write(tmp_path / "m.yaml", GRADES.replace("grade: {min: 0,", "grade: {min: 0, step: 0.5,")))
    assert model is not None
    (d,) = read(["2,5"], "one", tmp_path, model).diagnostics
    assert d.remedy("en").startswith("For one number, write 2.5.")
    assert levels(read(["2.5", "2.4999999999", ".5"], "one", tmp_path, model)) == {"E0": 2.5, "E1": 2.5, "E2": 0.5}


# ---------------------------------------------------------------- other scales


def on(cells: list[str], folder: Path, wide: bool = False, size: int = 100_000) -> Ratings:
    if wide:
        half = len(cells) // 2
        rows = [[f"E{i}", "account_manager", cells[i], cells[half + i]] for i in range(half)]
        header = ["employee_id", "position", "communication", "coordination"]
    else:
        rows = [[f"E{i}", "account_manager", "communication", cell] for i, cell in enumerate(cells)]
        header = HEADER
    path = write(folder / "r.csv", table_text([header, *rows]))
    with chunks_of(size):
        return read_ratings([path], SHIPPED)


@pytest.mark.sampled
@pytest.mark.parametrize("wide", [False, True], ids=["long", "wide"])
@pytest.mark.parametrize("size", [70, 100_000])
@pytest.mark.parametrize(
    ("cells", "least", "most"),
    [
        ([str(i % 5 + 1) for i in range(60)], "1", "5"),
        ([str(i * 7 % 101) for i in range(60)], "0", "99"),
        ([f"{i % 4 * 25}%" for i in range(60)], "0%", "75%"),
        ([*["3"] * 45, *["5"] * 5], "3", "5"),
    ],
)
def test_a_table_on_another_scale_counts_for_nothing(
    cells: list[str], least: str, most: str, size: int, wide: bool, tmp_path: Path
) -> None:
    ratings = on(cells, tmp_path, wide, size)
    (d,) = ratings.diagnostics
    assert d.rule.code == "R438"
    assert f"from {least} to {most}. The dictionary has 0–4;" in d.message("en")
    assert ratings.frame.is_empty() and ratings.people.is_empty()
    assert ratings.unusable == (ratings.inputs[0].path,)


@pytest.mark.parametrize(
    "cells", [[*["3"] * 46, *["5"] * 4], [*["3"] * 46, *["5"] * 5], ["good"] * 30, [*["good"] * 6, *["3"] * 6]]
)
def test_slips_are_no_other_scale(cells: list[str], tmp_path: Path) -> None:
    """Four cells, or fewer than one in ten; words are no numbers."""
    ratings = on(cells, tmp_path)
    assert set(codes(ratings)) <= {"R401", "R402"}
    assert levels(ratings) == {f"E{i}": 3 for i, cell in enumerate(cells) if cell == "3"}


def test_another_table_counts_all_the_same(tmp_path: Path) -> None:
    one = on([str(i % 5 + 1) for i in range(60)], tmp_path)
    bad = (tmp_path / "r.csv").rename(tmp_path / "bad.csv")
    good = write(tmp_path / "good.csv", table_text([HEADER, ["E1", "account_manager", "communication", "3"]]))
    ratings = read_ratings([bad, good], SHIPPED)
    assert levels(ratings) == {"E1": 3}
    assert len(ratings.diagnostics) == len(one.diagnostics) == 1
    with chunks_of(50):
        same(read_ratings([bad, good], SHIPPED), ratings)
