"""A rule that somebody adds by one entry works in every kind of table, at any number of rows."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from lenovo_comp.findings import catalogue
from lenovo_comp.findings.finding import Finding, Rule, error, warning
from lenovo_comp.model.dictionary import Model
from lenovo_comp.ratings import codebook, judging
from lenovo_comp.ratings.labels import LIKE_AN_ID, LIKE_NO_ID
from lenovo_comp.ratings.reading import check_ratings
from lenovo_comp.ratings.rules import RatingsRule
from lenovo_comp.ratings.rules.cells import CELL_RULES, GIVEN, WRITTEN
from lenovo_comp.ratings.rules.ids import MAYBE_NAMED, named
from lenovo_comp.ratings.rules.rows import ROW_RULES
from lenovo_comp.text import Text

from .strategies import examples

SAID = Text("“{value}”", "{value}")
TODO = error("R499", "evidence-to-do", message=SAID, remedy=SAID, reason=SAID)
ODD = warning("S999", "odd-sign", message=SAID, remedy=SAID, reason=SAID)
EVIDENCE = pl.col("evidence").cast(pl.String) == "TODO"
"""What a rule for rows looks at."""
EVERY = 10
"""One row in so many has TODO for evidence."""


def rows(number: int, wide: bool) -> pl.DataFrame:
    """Ratings without an error, and in every tenth row TODO for evidence."""
    levels = ["communication", "coordination"] if wide else ["level"]
    at = pl.int_range(number)
    return pl.select(
        pl.format("E{}", at).alias("employee_id"),
        pl.lit("peer").alias("rater_role"),
        *([] if wide else [pl.lit("communication").alias("competency")]),
        *(pl.lit("2").alias(name) for name in levels),
        pl.when(at % EVERY == 0).then(pl.lit("TODO")).otherwise(pl.format("note {}", at)).alias("evidence"),
        pl.lit("account_manager").alias("position"),
    )


def write(frame: pl.DataFrame, file: Path) -> Path:
    """The frame as a file of the kind that its name says."""
    if file.suffix == ".csv":
        frame.write_csv(file)
    elif file.suffix == ".parquet":
        frame.write_parquet(file)
    else:
        with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
            sheet = book.add_worksheet()
            for i, row in enumerate([tuple(frame.columns), *frame.iter_rows()]):
                sheet.write_row(i, 0, row)
    return file


def count(found: Iterable[Finding], rule: Rule) -> int:
    return sum(d.number for d in found if d.rule == rule)


OF_CELLS = RatingsRule(TODO, ("evidence",), WRITTEN == "TODO")
OF_ROWS = RatingsRule(TODO, ("evidence",), EVIDENCE)
OF_BOTH = RatingsRule(TODO, ("level",), EVIDENCE & (pl.col("level") < pl.col("max")) & pl.col("rater_role_given"))
"""Needs what is judged by combinations, too."""


@pytest.mark.sampled
@pytest.mark.parametrize("rule", [OF_CELLS, OF_ROWS, OF_BOTH], ids=["of cells", "of rows", "of both"])
@pytest.mark.parametrize("wide", [False, True], ids=["long", "wide"])
@pytest.mark.parametrize("number, ending", [(9_000, "csv"), (21_000, "csv"), (21_000, "parquet"), (12_000, "xlsx")])
def test_a_rule_that_is_added_holds_at_any_number_of_rows(
    rule: RatingsRule,
    wide: bool,
    number: int,
    ending: str,
    model: Model,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if rule is OF_CELLS:
        monkeypatch.setattr(codebook, "CELL_RULES", (*CELL_RULES, rule))
    else:
        monkeypatch.setattr(judging, "ROW_RULES", (*ROW_RULES, rule))
    found = check_ratings([write(rows(number, wide), tmp_path / f"r.{ending}")], model)
    per_record = 2 if wide and rule is OF_BOTH else 1
    assert found.diagnostics.places == {TODO: per_record * number // EVERY}
    assert found.diagnostics.totals == {TODO: per_record}
    assert {d.value for d in found.diagnostics} == {"2" if rule is OF_BOTH else "TODO"}
    assert found.left_out == number // EVERY


def test_a_rule_of_a_table_without_its_columns_is_passed_over(
    model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "ROW_RULES", (*ROW_RULES, OF_ROWS))
    found = check_ratings([write(rows(20, False).drop("evidence"), tmp_path / "r.csv")], model)
    assert not found.diagnostics


def test_a_rule_that_asks_for_what_nobody_knows_is_refused(
    model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judging, "ROW_RULES", (RatingsRule(TODO, ("evidence",), pl.col("evidnce") == "TODO"),))
    with pytest.raises(KeyError, match="evidnce"):
        check_ratings([write(rows(20, False), tmp_path / "r.csv")], model)


def test_a_safety_rule_fires_by_its_own_pattern(model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With no other cell of the column that anything is wrong with."""
    monkeypatch.setattr(codebook, "CELL_RULES", (*CELL_RULES, RatingsRule(ODD, ("evidence",), GIVEN, pattern="¤")))
    frame = rows(20, False).with_columns(pl.lit("a¤b").alias("evidence"))
    assert count(check_ratings([write(frame, tmp_path / "r.csv")], model).diagnostics, ODD) == 20


def test_an_id_that_cannot_be_seen_is_blank_whatever_else_there_is(model: Model, tmp_path: Path) -> None:
    """A Hangul filler; found although no other cell of the column is a reason to look."""
    frame = rows(2, False).with_columns(pl.Series("employee_id", ["E1", "\u3164"]))
    found = check_ratings([write(frame, tmp_path / "r.csv")], model).diagnostics
    assert [(d.rule, d.place.line) for d in found] == [(catalogue.ID_BLANK, 3)]


@settings(max_examples=examples(400), deadline=None, derandomize=True, database=None)
@given(st.from_regex(LIKE_AN_ID, fullmatch=True))
def test_what_looks_like_an_id_looks_like_nothing_else(id: str) -> None:
    """Such ids are not looked at any more."""
    assert not [look for look, pattern in LIKE_NO_ID.items() if pl.Series([id]).str.contains(pattern)[0]]


@settings(max_examples=examples(400), deadline=None, derandomize=True, database=None)
@given(
    st.lists(
        st.sampled_from(["E1", "12", "张三", "Zhang", "LI", " ", "-", "–", "(", "）", "，", "/", "·", "."]), max_size=6
    ).map("".join)
)
def test_a_cell_with_id_and_name_is_looked_at(text: str) -> None:
    cells = pl.DataFrame({"written": [text]})
    holds_both, is_looked_at = cells.select(
        named(WRITTEN)[0].is_not_null(), maybe=WRITTEN.str.contains(MAYBE_NAMED)
    ).row(0)
    assert not holds_both or is_looked_at
