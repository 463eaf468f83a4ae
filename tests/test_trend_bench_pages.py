"""The pages of `comp trend` and `comp match`: what is drawn is what the documents say, and chance looks like chance."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from html.parser import HTMLParser
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from lenovo_comp import Model, read_ratings
from lenovo_comp.reports.shared.flows import HEIGHT, LEAST, SPACE, Flow, flows
from lenovo_comp.reports.trend.compute import of_people, trend

from .conftest import ROOT, SAMPLE, Run
from .strategies import examples

BETTER_FIRST = ("ready", "near", "developing")
WORDS = {"ready": "ready", "near": "nearly ready", "developing": "developing", "incomplete": "incomplete"}


class Tables(HTMLParser):
    """The tables of a page as rows of texts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.inside = True
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.rows[-1][-1] += data


def document(run: Run, *command: str) -> Any:
    return json.loads(run(*command, "--format", "json").stdout)


@pytest.fixture(scope="module")
def trend_page(run: Run) -> str:
    return run("trend", *SAMPLE, "--lang", "en", "--format", "html").stdout


@pytest.fixture(scope="module")
def compared(run: Run) -> Any:
    return document(run, "trend", *SAMPLE)


def verdicts(run: Run, cycle: str, presence: set[str], people: list[Any]) -> dict[str, str]:
    """Employee → verdict in words, of those rated in a cycle; the others are not rated."""
    found = {p["employee_id"]: p["verdict"] for p in document(run, "assess", *SAMPLE, "--cycle", cycle)["employees"]}
    return {
        p["employee_id"]: WORDS.get(found[p["employee_id"]], "no verdict") if p["presence"] in presence else "not rated"
        for p in people
    }


def test_the_table_of_verdicts_counts_everybody_and_what_is_beyond_chance(
    trend_page: str, compared: Any, run: Run
) -> None:
    people = [p for p in compared["employees"] if p["presence"] != "neither"]
    before = verdicts(run, compared["from"], {"both", "gone"}, people)
    after = verdicts(run, compared["to"], {"both", "added"}, people)
    order = [WORDS[v] for v in BETTER_FIRST]
    expected: Counter[tuple[str, str]] = Counter()
    moved: Counter[tuple[str, str]] = Counter()
    for p in people:
        pair = before[p["employee_id"]], after[p["employee_id"]]
        expected[pair] += 1
        same = p["position_from"] == p["position_to"]
        same &= all(i["turn"] != "requirement_changed" for i in p["competencies"])
        if same and pair[0] != pair[1] and {*pair} <= {*order}:
            up = order.index(pair[1]) < order.index(pair[0])
            changes = [i for i in p["competencies"] if i["required_to"] is not None and i["reliable"]]
            moved[pair] += any((i["change"] > 0) == up for i in changes)
    rows = Tables(trend_page).rows
    at = next(i for i, row in enumerate(rows) if row[0] == f"{compared['from']} → {compared['to']}")
    heads = rows[at][1:]
    shown: dict[tuple[str, str], str] = {}
    for row in rows[at + 1 :]:
        if len(row) != len(heads) + 1 or row[0] not in {*WORDS.values(), "no verdict", "not rated"}:
            break
        shown |= {(row[0], head): cell for head, cell in zip(heads, row[1:], strict=True) if cell}
    assert {pair: int(cell.split()[0]) for pair, cell in shown.items()} == expected
    assert {pair: int(cell.split("(")[1][:-1]) for pair, cell in shown.items() if "(" in cell} == moved


def test_only_changes_beyond_chance_are_drawn_strongly(trend_page: str, compared: Any, run: Run) -> None:
    names = {c["id"]: c["name"]["en"] for c in document(run, "show-model")["competencies"]}
    panels = dict(re.findall(r'<section class="panel">\n<h3>(.*?)</h3>(.*?)</section>', trend_page, re.DOTALL))
    assert set(panels) == {names[c["competency"]] for c in compared["competencies"]}
    for id, name in names.items():
        items = [i for p in compared["employees"] for i in p["competencies"] if i["competency"] == id]
        expected: Counter[str] = Counter()
        for i in items:
            if i["change"] is not None:
                expected["within" if not i["reliable"] else "up" if i["change"] > 0 else "down"] += 1
        drawn = {look: d.count("M") for look, d in re.findall(r'class="slope (\w+)" d="([^"]*)"', panels[name])}
        assert drawn == expected
        named = re.findall(r"<li>\S+ (E\d+) ", panels[name])
        assert len(named) == expected["up"] + expected["down"]


def few(tmp_path: Path, people: int) -> Path:
    """The sample with so many people."""
    with (ROOT / SAMPLE[0]).open(encoding="utf-8-sig", newline="") as file:
        head, *rows = csv.reader(file)
    kept = sorted({row[0] for row in rows})[5 : 5 + people]
    path = tmp_path / "few.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *(row for row in rows if row[0] in kept)])
    return path


def test_what_is_withheld_is_not_drawn(run: Run, tmp_path: Path) -> None:
    few(tmp_path, 2)
    page = run("trend", "few.csv", "--lang", "en", "--format", "html", cwd=tmp_path).stdout
    assert page.count("Withheld: fewer than 3 people can be compared.") == page.count('<section class="panel">') > 0
    drawn = page.split('<div class="slopes">')[1]
    assert "<path" not in drawn
    assert "<circle" not in drawn


def test_the_trend_of_some_is_that_of_their_ratings_but_for_the_errors(model: Model, tmp_path: Path) -> None:
    whole = trend(model, read_ratings([str(ROOT / SAMPLE[0])], model))
    path = few(tmp_path, 11)
    alone = trend(model, read_ratings([str(path)], model))
    ids = alone.people["employee_id"].to_list()
    some = of_people(whole, ids)
    not_errors = ~pl.selectors.matches("reliable")
    for name in ("people", "items", "competencies", "departments", "history"):
        mine, theirs = getattr(some, name).select(not_errors), getattr(alone, name).select(not_errors)
        assert_frame_equal(mine, theirs, check_row_order=name != "history")
    assert (
        some.items["reliable"].to_list() == whole.items.filter(pl.col("employee_id").is_in(ids))["reliable"].to_list()
    )
    assert sorted(some.after.people["employee_id"].cast(pl.String)) == ids


@settings(deadline=None, max_examples=examples(60))
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(1, 400)), min_size=1, max_size=12))
def test_flows_fill_the_groups_on_both_sides(given: list[tuple[int, int, int]]) -> None:
    found = flows([Flow(a, b, n, "", "") for a, b, n in given], 4)
    total = sum(n for *_, n in given)
    for side, groups in enumerate((found.left, found.right)):
        for i, group in enumerate(groups):
            people = sum(flow[2] for flow in given if flow[side] == i)
            assert (group.people if group else 0) == people
            assert group is None or group.height == pytest.approx(HEIGHT * people / total, abs=0.06)
        there = [g for g in groups if g]
        assert all(b.y == pytest.approx(a.y + max(a.height, LEAST) + SPACE, abs=0.2) for a, b in pairwise(there))
        # The ends of the ribbons at this side, from top to bottom, leave no hole within a group and never overlap.
        ends = []
        for (_, _, n), ribbon in zip(given, found.ribbons, strict=True):
            xy = re.findall(r"(-?[\d.]+),([\d.]+)", ribbon.path)
            top, bottom = (float(xy[0][1]), float(xy[-1][1])) if side == 0 else (float(xy[3][1]), float(xy[4][1]))
            assert bottom - top == pytest.approx(HEIGHT * n / total, abs=0.11)
            ends.append((top, bottom))
        ends.sort()
        assert all(b[0] >= a[1] - 0.11 for a, b in pairwise(ends))


def test_the_bench_draws_who_is_ready_and_who_nearly(run: Run) -> None:
    page = run("match", *SAMPLE, "--bench", "--lang", "en", "--format", "html").stdout
    bench = document(run, "match", *SAMPLE, "--bench")["bench"]
    strips = re.findall(r'<th scope="row"><a href="#position-(\w+)">.*?</a></th><td>(.*?)</td>', page)
    assert [id for id, _ in strips] == [d["position"] for d in bench]
    for (id, strip), depth in zip(strips, bench, strict=True):
        looks = Counter(re.findall(r'class="who (\w+ \w+)"', strip))
        assert looks["ready sure"] + looks["ready close"] == depth["ready"]
        assert looks["near sure"] + looks["near close"] == depth["near"]
        assert looks["ready sure"] == (depth["ready_clear"] or 0)
        ranked = document(run, "match", *SAMPLE, "-p", id)["candidates"]
        expected = [c["employee_id"] for c in ranked if c["verdict"] in ("ready", "near")]
        assert re.findall(r"<title>\S+ (E\d+) ", strip) == expected
        section = page[page.index(f'<section id="position-{id}">') :].split("</section>")[0]
        assert re.findall(r'class="name">\S+ (E\d+)', section) == expected[:12]


def test_a_ranking_has_the_fits_and_reasons_of_the_document(run: Run) -> None:
    page = run("match", *SAMPLE, "-p", "account_manager", "--lang", "en", "--format", "html").stdout
    rows = re.findall(r'<li><span class="name">\S+ (E\d+).*?</span><span class="said">.*?</span> (\S+?)(?: <|<)', page)
    ranked = document(run, "match", *SAMPLE, "-p", "account_manager")["candidates"]
    assert [id for id, _ in rows] == [c["employee_id"] for c in ranked]
    for (_, shown), fit in zip(rows, [c["fit"] for c in ranked], strict=True):
        assert shown == "-" if fit is None else abs(float(shown[:-1]) - 100 * fit) <= 1
        assert (shown == "100%") == (fit == 1)
    assert page.count("≈</span>") == sum(bool(c["like_above"]) for c in ranked)


@pytest.mark.parametrize(
    "command", [("trend",), ("match", "--bench"), ("match", "-p", "account_manager"), ("match", "-e", "E012")]
)
def test_pages_of_one_command_link_nowhere_and_are_the_same_each_time(command: tuple[str, ...], run: Run) -> None:
    first, again = (run(command[0], *SAMPLE, *command[1:], "--format", "html", "--lang", "zh").stdout for _ in "ab")
    assert first == again
    links = re.findall(r'href="([^"]*)"', first)
    assert all(link.startswith("#") and f'id="{link[1:]}"' in first for link in links)
    levels = [int(level) for level in re.findall(r"<h(\d)", first)]
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(level for level, _ in groupby(levels)))


@pytest.mark.parametrize("who", ["E012", "E015", "E028"])
def test_a_persons_line_is_strong_where_the_change_is_beyond_chance(who: str, compared: Any, run: Run) -> None:
    page = run("gap", *SAMPLE, "-e", who, "--format", "html", "--lang", "en").stdout
    (person,) = (p for p in compared["employees"] if p["employee_id"] == who)
    beyond = sum(bool(i["reliable"]) for i in person["competencies"])
    assert page.count('<line class="sure"') == page.count(", beyond chance</td>") == beyond
    assert (beyond > 0) == (who != "E012")
