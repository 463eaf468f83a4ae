"""Figures as people read them: rounded as spreadsheets round, and on the same side of every limit as the figure."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from lenovo_comp import load_model, shipped_model
from lenovo_comp.reports.assess.heat_map import cell as cell_of_team
from lenovo_comp.reports.assess.marked_cells import marked_cells
from lenovo_comp.reports.gap.page import standing_text
from lenovo_comp.reports.shared.book import Cell, Styled
from lenovo_comp.reports.shared.cell_looks import gap_cell, rating_cell
from lenovo_comp.reports.shared.words import (
    Words,
    figure,
    fixed,
    percent,
    rating_and_gap,
    rounded,
    rounded_gap,
    rounded_rating,
    short_of,
)

from .strategies import examples

MODEL = load_model(shipped_model())[0]
MEANS = st.builds(lambda total, n: total / n, st.integers(-30, 100), st.integers(1, 30))
NEAR_MISSES = st.builds(
    lambda level, less: level - less, st.integers(0, 5), st.sampled_from([0.04, 0.004, 0.0004, 1e-7])
)
RATINGS = st.one_of(MEANS, NEAR_MISSES, st.floats(-5, 10).map(lambda x: round(x, 6) + 0.0))
REQUIRED = st.sampled_from([1.0, 2.0, 2.5, 3.0, 4.0])
TOLERANCES = st.sampled_from([0.0, 0.05, 0.25])
PLACES = st.sampled_from([1, 2])


def half_up(value: float, places: int) -> float:
    """Of the decimals that a person would write for the number, as in a school book and in Excel."""
    return float(Decimal(repr(round(value, 9))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


@given(RATINGS, st.integers(0, 4))
@settings(max_examples=examples(300))
def test_figures_are_rounded_half_up(value: float, places: int) -> None:
    assert rounded(value, places) == half_up(value, places)
    assert Decimal(fixed(value, places)) == Decimal(str(half_up(value, places)))
    assert Decimal(figure(value, places)) == Decimal(str(half_up(value, places)))


@given(RATINGS, REQUIRED, TOLERANCES, PLACES)
@settings(max_examples=examples(500))
def test_no_figure_contradicts_its_mark(rating: float, required: float, tolerance: float, places: int) -> None:
    """Rule 5 said of what is shown gives what it gives of the figure itself."""

    def standing(rating: float, gap: float) -> tuple[bool, ...]:
        limit = 1e-9
        by_rating = (
            required - rating <= tolerance + limit,
            required - rating > 1 + limit,
            required - rating <= limit - 1,
        )
        by_gap = (gap <= tolerance + limit, gap > 1 + limit, gap <= limit - 1)
        assert by_rating == by_gap
        return by_rating

    # One place can't show a limit of 0.05 or 0.25 beside a whole number.
    if round(tolerance, places) != tolerance:
        return
    shown, gap = rounded_rating(rating, required, tolerance, places), rounded_gap(required - rating, tolerance, places)
    assert standing(shown, gap) == standing(rating, required - rating)
    assert (shown + 1e-9) // 1 == (rating + 1e-9) // 1, "the level reached"
    # At most one step away from the usual rounding, and only downwards.
    assert half_up(rating, places) - shown in {0.0} or abs(half_up(rating, places) - shown - 10**-places) < 1e-9


@given(RATINGS, REQUIRED, TOLERANCES, st.booleans())
@settings(max_examples=examples(300), deadline=None)
def test_terminal_page_and_workbook_say_the_same(rating: float, required: float, tolerance: float, near: bool) -> None:
    assert MODEL is not None
    model = replace(MODEL, tolerance=tolerance)
    rating = required - tolerance - rating / 1000 if near else rating
    item = row_of_gaps(rating, required, tolerance)
    terminal = rating_and_gap(item, tolerance)
    assert standing_text(item, model, Words("en")).startswith(f"{terminal[0]} / {required:g} · ")
    for cell, text in ((rating_cell(item, tolerance), terminal[0]), (gap_cell(item["gap"], tolerance), terminal[1])):
        assert float(displayed_cell(cell, "0.00")) == float(text)
    told = cell_of_team(item, model, ())
    (overview,) = marked_cells([item], {"1": {"c": told}}, model).values()
    assert displayed_cell(overview, "").replace(" ", "") == told.text
    assert half_up(rating, 9) == half_up(float(overview.value or 0), 9), "a cell holds the rating itself"


def row_of_gaps(rating: float, required: float, tolerance: float) -> dict[str, Any]:
    """Rule 5, of one rating on an endless scale."""
    gap = required - rating
    status = "short" if gap > tolerance + 1e-9 else "strength" if gap <= -1 + 1e-9 else "met"
    flags = dict.fromkeys(("at_least", "self_only", "unweighted", "too_close", "band"), None)
    return {
        **{"employee_id": "1", "competency": "c", "rating": rating, "required": required, "gap": gap, "status": status},
        **flags,
    }


def displayed_cell(cell: Cell | Styled, column: str) -> str:
    value, looks = cell if isinstance(cell, Styled) else (cell, {"num_format": column})
    return displayed(value, looks["num_format"])


def displayed(value: Any, number_format: str) -> str:
    """What a spreadsheet shows for a number: the few formats that the reports use, as Excel's manual tells them."""
    shown = ""
    for literal, blank, share, digits in re.findall(r'"([^"]*)"|(_.)|(0%)|(General|@|#,##0|0(?:\.0+)?)', number_format):
        if share:
            shown += f"{half_up(100 * value, 0):.0f}%"
        elif digits in ("General", "@"):
            shown += f"{value:.10g}" if isinstance(value, float | int) else value
        elif digits:
            places = len(digits.partition(".")[2])
            shown += f"{half_up(value, places):.{places}f}"
        else:
            shown += " " if blank else literal
    return shown


def test_short_by_little() -> None:
    assert short_of(2.999, 3.0) == ("2.99", "0.01")
    assert short_of(2.625, 3.0) == ("2.63", "0.38")
    assert short_of(1.997, 3.0) == ("1.99", "1.01")
    assert rounded_rating(2.95, 3.0, places=1) == 2.9
    assert rounded_rating(3.0 - 1e-12, 3.0) == 3.0


def test_shares() -> None:
    assert [percent(x) for x in (None, 0.0, 0.125, 0.995, 1.0, 1 - 1e-12)] == ["-", "0%", "13%", "99%", "100%", "100%"]
