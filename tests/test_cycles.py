"""Cycles are ordered by the time they name; what is doubtful about that is said."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lenovo_comp import Model, assess, read_ratings
from lenovo_comp.ratings.cycles import MOST_READ, in_order, order_cycles
from lenovo_comp.ratings.time_spans import Period
from lenovo_comp.ratings.times import LONGEST, read_period

from .conftest import Run
from .strategies import examples
from .test_arithmetic import QUICK

NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

TIMES = {
    # Every text names the days from the first to the last, by the calendar on the wall.
    ("2026-01-01", "2026-12-31"): "2026 | 2026年 | 2026年度 | ２０２６ | 2026 annual review | 2026年度绩效考核 | 26年",
    ("2026-01-01", "2026-06-30"): "2026H1 | 2026 H1 | 2026-H1 | H1 2026 | H1/2026 | 1H2026 | 1H26 | 26H1 | H1'26 | "
    "2026年上半年 | 2026上半年 | 2026年度上半年 | first half of 2026 | 2026年1-6月 | 2026年1月-6月 | 2026.01-2026.06 | "
    "2026-01~2026-06 | Jan-Jun 2026 | Jan 2026 - Jun 2026 | 2026Q1-Q2 | 2026年1月至6月",
    ("2026-07-01", "2026-12-31"): "2026H2 | 2026年下半年 | 2nd half 2026 | H2 26",
    (
        "2026-07-01",
        "2026-09-30",
    ): "2026Q3 | Q3 2026 | 3Q26 | 2026-Q3 | 2026年第三季度 | 2026年3季度 | 2026年三季度 | Q3/2026",
    ("2026-09-01", "2026-09-30"): "2026-9 | 2026-09 | 2026/9 | 2026.9 | 202609 | 09/2026 | 9/2026 | 2026年9月 | "
    "2026年09月 | 2026年9月份 | 2026年九月 | Sep 2026 | September 2026 | Sept-2026 | Sep-26 | 2026 Sep | 2026M09",
    ("2025-12-29", "2026-01-04"): "2026-W01 | 2026W1 | CW1 2026 | 2026年第1周",
    ("2026-06-30", "2026-06-30"): "2026-06-30 | 2026/6/30 | 2026.6.30 | 20260630 | 2026年6月30日 | 2026年6月30号 | "
    "30 Jun 2026 | 30-Jun-26 | June 30, 2026 | Jun 30th 2026 | 2026-06-30T00:00:00 | 2026-06-30 00:00",
    ("2025-07-01", "2026-06-30"): "2025年7月至2026年6月 | Jul 2025 - Jun 2026 | 2025.7-2026.6",
}


@pytest.mark.parametrize(
    ("text", "days"), [(text, days) for days, texts in TIMES.items() for text in texts.split(" | ")]
)
def test_a_text_names_a_time(text: str, days: tuple[str, str]) -> None:
    """By days: a period's seconds are counted from the year 1."""
    found = read_period(text)
    assert isinstance(found, Period)
    assert tuple(date.fromordinal(second // 86_400).isoformat() for second in (found.start, found.end)) == days


NO_TIMES = (
    "Pilot", "Round 10", "第十期", "2026-13", "2026-02-30", "H3 2026", "2026Q5", "12", "20261", "99999999", "Q1", "Mar",
    "2026年春季", "2026-1-1-1", "26-Mar", "2026 H1 Q1", "2026年13月", "2026-W54", "FY", "年", "2026-0", "二〇二六", "²",
    "٢٠٢٦", "0000", "2026-06-30 25:00", "999912", "000001", "99991231", "00000101",
)  # fmt: skip


@pytest.mark.parametrize("text", NO_TIMES)
def test_a_text_names_no_time(text: str) -> None:
    assert read_period(text) is None


@pytest.mark.parametrize(
    "cycles",
    (
        "2025H2 2026-9 2026-10", "31/12/2025 30/06/2026", "12/31/2025 6/30/2026", "31.12.2025 5.6.2026 7.6.2026",
        "2024/25 2025/26", "FY25 FY26", "FY26Q4 FY27Q1", "2024-2025 2025-2026", "2025Q4 2026Q1", "R9 R10",
        "2025年下半年 2026年上半年",
        "2025年9月 2025年10月", "Nov-25 Mar-26", "1H25 2H25 1H26", "2026H1 2026-07",
        "2026-06-30T09:00 2026-06-30T17:30",
        "第一期 第二期 第三期 第十期 第十一期 第二十期",
        "2025-06-30 2026H1", "05/06/2025 05/06/2026", "9 10",
    ),
)  # fmt: skip
def test_cycles_are_ordered_by_time_without_a_doubt(cycles: str) -> None:
    expected = cycles.split()
    for seed in range(5):
        some = random.Random(seed).sample(expected, len(expected))
        assert order_cycles(some) == (expected, [], [], [])


@given(data=st.data())
@settings(QUICK, max_examples=examples(200))
def test_months_in_any_spelling_are_ordered_by_the_calendar(data: st.DataObject) -> None:
    months = data.draw(st.sets(st.tuples(st.integers(1990, 2060), st.integers(1, 12)), min_size=2, max_size=8))
    spelled: dict[str, tuple[int, int]] = {}
    for year, month in months:
        ways = [
            f"{year}-{month}", f"{year}-{month:02}", f"{year}/{month}", f"{year}年{month}月", f"{month:02}/{year}",
            f"{NAMES[month - 1]} {year}", f"{year}{month:02}", f"{year}.{month:02}",
        ]  # fmt: skip
        spelled[data.draw(st.sampled_from(ways))] = year, month
    assert in_order(spelled) == sorted(spelled, key=lambda text: spelled[text])


@given(data=st.data())
@settings(QUICK, max_examples=examples(200))
def test_days_are_read_the_way_that_fits_all_or_called_unclear(data: st.DataObject) -> None:
    """What order two readings give is found out with dates, not with the code under test."""
    first = date(2020, 1, 1)
    days = data.draw(st.sets(st.integers(0, 3000), min_size=2, max_size=5))
    dates = [first + timedelta(days=number) for number in days]
    day_first = data.draw(st.booleans())
    texts = {(f"{d.day}/{d.month}/{d.year}" if day_first else f"{d.month}/{d.day}/{d.year}"): d for d in dates}

    def other(text: str) -> date | None:
        one, two, year = map(int, text.split("/"))
        try:
            return date(year, one, two) if day_first else date(year, two, one)
        except ValueError:
            return None

    order = order_cycles(texts)
    expected = sorted(texts, key=lambda text: texts[text])
    others = {text: other(text) for text in texts}
    known = {text: day for text, day in others.items() if day is not None}
    if len(known) == len(others) and sorted(texts, key=lambda text: known[text]) != expected:
        assert list(order.unclear) == sorted(text for text in texts if known[text] != texts[text])
    else:
        assert (order.cycles, order.unclear) == (expected, [])


@pytest.mark.parametrize(
    ("cycles", "newest", "unclear", "uncertain", "alike"),
    (
        ("05/06/2026 07/05/2026", None, "05/06/2026 07/05/2026", "", ""),
        ("30/06/26 31/12/25", None, "30/06/26 31/12/25", "", ""),
        ("30/06/2026 06/29/2026 05/07/2026", None, "05/07/2026", "", ""),
        ("05/06/2026 2026-05-20", None, "05/06/2026", "", ""),
        ("Pilot 2026H1", "Pilot", "", "Pilot", ""),
        ("FY26 2026H1", "FY26", "", "2026H1 FY26", ""),
        ("FY20 2026H1", "2026H1", "", "", ""),
        ("2025/26 2025H1", "2025/26", "", "2025H1 2025/26", ""),
        ("2026 2026试点", "2026试点", "", "2026 2026试点", ""),
        ("2025 2026试点", "2026试点", "", "", ""),
        ("a B", "B", "", "B a", ""),
        ("2026-9 2026-09 2025", "2026-9", "", "", "2026-09 2026-9"),
        ("2026H1 2026年上半年", "2026年上半年", "", "", "2026H1 2026年上半年"),
        ("2026-06-01 2026-06", "2026-06", "", "", "2026-06 2026-06-01"),
        ("R1 r1", "r1", "", "", "R1 r1"),
    ),
)
def test_what_is_doubtful_is_said(cycles: str, newest: str | None, unclear: str, uncertain: str, alike: str) -> None:
    order = order_cycles(cycles.split())
    assert (order.unclear, order.uncertain) == (unclear.split(), uncertain.split())
    assert [list(some) for some in order.alike] == ([alike.split()] if alike else [])
    assert newest is None or order.cycles[-1] == newest


@given(
    st.lists(
        st.text(max_size=20) | st.from_regex(r"[0-9]{4,8}|[0-9年月日HQWFY/.\- ]{1,12}", fullmatch=True), max_size=8
    )
)
@settings(QUICK, max_examples=examples(300))
def test_any_cycles_have_an_order(cycles: list[str]) -> None:
    """The same whatever order they come in, each of them once; nothing ends in an exception."""
    order = order_cycles(cycles)
    assert order == order_cycles(cycles[::-1])
    assert sorted(order.cycles) == sorted(set(cycles))
    assert {*order.unclear, *order.uncertain} <= set(cycles)


def test_very_many_or_long_cycles_take_no_time() -> None:
    many = [f"2026-{i}" for i in range(MOST_READ + 1)]
    assert (order_cycles(many).cycles, len(order_cycles(many).uncertain)) == (sorted(many), len(many))
    assert order_cycles(["1" * 100_000, "2" * 100_000, "2026" + " " * LONGEST + "H1"]).unclear == []


def test_the_newest_cycle_is_assessed_and_trends_run_forward(model: Model, tmp_path: Path, run: Run) -> None:
    """E001 was rated 2 in September and 3 in October: as text, `2026-10` would be the older."""
    file = tmp_path / "r.csv"
    head = "employee_id,position,cycle,competency,level,rater_role,rater_id"
    rows = [f"E001,account_manager,2026-{m},communication,{level},manager,M1" for m, level in ((9, 2), (10, 3))]
    file.write_text("\n".join([head, *rows]), "utf-8")
    ratings = read_ratings([file], model)
    assert ratings.cycles == ratings.cycles_of("E001") == ["2026-9", "2026-10"]
    assert ratings.frame.sort("cycle")["level"].to_list() == [2, 3]
    assert (assess(model, ratings).cycle, list(ratings.diagnostics)) == ("2026-10", [])
    trend = run("trend", str(file), "--lang", "en")
    assert "2026-9 → 2026-10" in trend.stdout
    assert run("trend", str(file), "--from", "2026-10", "--to", "2026-9", "--lang", "en").returncode == 2


def test_rows_of_dates_that_may_be_two_days_do_not_count(model: Model, tmp_path: Path) -> None:
    """Nor do they make a cycle while there is another."""
    file = tmp_path / "r.csv"
    cycles = ("05/06/2026", "07/05/2026", "2025H2")
    rows = [f"E{i},account_manager,{cycle},communication,{i}" for i, cycle in enumerate(cycles)]
    file.write_text("\n".join(["employee_id,position,cycle,competency,level", *rows]), "utf-8")
    ratings = read_ratings([file], model)
    assert [(d.rule.code, d.place.line, d.value) for d in ratings.diagnostics] == [("R450", 2, "05/06/2026")]
    assert "07/05/2026" in ratings.diagnostics[0].message("en")
    assert (ratings.cycles, ratings.left_out) == (["2025H2"], 2)
    assert ratings.frame["level"].to_list() == [2]
    file.write_text(file.read_text("utf-8").replace("05/06/2026", "2026-06-05").replace("07/05/2026", "2026-05-07"))
    ratings = read_ratings([file], model)
    assert (ratings.cycles, ratings.left_out) == (["2025H2", "2026-05-07", "2026-06-05"], 0)
