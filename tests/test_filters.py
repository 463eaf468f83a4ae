"""Figures of the team's page under its filters, in a real browser, against an independent count over the ratings."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from lenovo_comp import Model, read_ratings
from lenovo_comp.findings.finding import Findings
from lenovo_comp.method.assessment import assess
from lenovo_comp.reports.assess import page_people
from lenovo_comp.reports.assess.compute import overview
from lenovo_comp.reports.assess.page import team_page
from lenovo_comp.reports.shared.words import Words

from . import oracle
from .conftest import ROOT, SAMPLE, Run
from .test_browser import Browser, browser, pytestmark

__all__ = ["browser", "pytestmark"]

VERDICTS = ("ready", "near", "developing", "incomplete")
NAMES = {"ready": "ready", "near": "nearly ready", "developing": "developing", "incomplete": "incomplete"}


@dataclass(frozen=True)
class Known:
    """A person of the sample as the roster and the row-by-row computation have them."""

    id: str
    department: str
    manager: str
    position: str
    figures: oracle.Person
    items: dict[str, oracle.Item]


def _rows() -> Iterator[oracle.Row]:
    with (ROOT / SAMPLE[0]).open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            behaviour = row["behaviour"] or None
            yield oracle.Row(
                row["employee_id"], row["competency"] or (behaviour or "").split(".")[0] or None,
                Fraction(row["level"]) if row["level"] else None, row["rater_role"], row["rater_id"] or None, behaviour,
                row["cycle"], row["position"] or None,
            )  # fmt: skip


@pytest.fixture(scope="module")
def people(model: Model) -> list[Known]:
    with (ROOT / SAMPLE[2]).open(encoding="utf-8-sig", newline="") as file:
        roster = {row["工号"]: row for row in csv.DictReader(file)}
    ids = {p.name.zh: p.id for p in model.positions} | {p.name.en: p.id for p in model.positions}
    positions = {id: ids.get(row["岗位"], row["岗位"]) for id, row in roster.items()}
    found = oracle.assess(list(_rows()), model, positions)
    return [
        Known(
            p.employee, roster[p.employee]["部门"], roster[p.employee]["上级"], positions[p.employee], p,
            {i.competency: i for i in found.items if i.employee == p.employee},
        )
        for p in found.people
    ]  # fmt: skip


@pytest.fixture(scope="module")
def page(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the sample's folder: it has lists of departments and managers, too."""
    folder = tmp_path_factory.mktemp("filters") / "site"
    assert run("report", *SAMPLE, "-o", str(folder), "--lang", "en").returncode == 0
    return folder / "index.html"


def choose(browser: Browser, **choices: str) -> None:
    """Set filters (or the grouping) by what a person reads there, and leave the others alone."""
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import Select

    for name, shown in choices.items():
        Select(browser.driver.find_element(By.NAME, name)).select_by_visible_text(shown)


def reset(browser: Browser) -> None:
    from selenium.webdriver.common.by import By

    browser.driver.find_element(By.CSS_SELECTOR, "#filters button[type=reset]").click()
    browser.driver.execute_async_script("setTimeout(arguments[0], 20, true)")


TABLES = """
const text = cells => [...cells].map(c => c.textContent);
const table = (id) => Object.fromEntries([...document.querySelectorAll(`${id} tbody tr`)].map(
  r => [r.cells[0].textContent, text([...r.cells].slice(1).filter(c => !c.classList.contains("bar")))]));
return {
  said: document.getElementById("shown").textContent,
  verdicts: text(document.querySelectorAll(".verdicts .n")),
  cards: Object.fromEntries([...document.querySelectorAll("[data-card]")].map(
    c => [c.dataset.card, text(c.querySelectorAll("dd")).filter(Boolean)])),
  departments: table("#department"), managers: table("#manager"), bench: table("#bench"),
  gaps: table("#gap-counts"), order: text(document.querySelectorAll("#gap-counts tbody th")),
  levels: table("#level-counts"),
  points: [...document.querySelectorAll("#points tbody tr")].map(
    r => [...r.cells].slice(1).map(c => [text(c.querySelectorAll(".n"))[0] || "0",
      [...c.querySelectorAll("a:not([hidden])")].map(a => a.getAttribute("aria-label").split(" ")[0])])),
  ids: [...document.querySelectorAll("#heat tr[id]:not([hidden])")].map(r => r.cells[0].textContent),
  parts: [...document.querySelectorAll("svg.stack")].map(s => [...s.querySelectorAll("rect")].map(
    r => [parseFloat(r.getAttribute("width")), Number(r.textContent.split(" ").pop())])),
  whole: [...document.querySelectorAll(".whole")].map(n => n.hidden),
};
"""


def figures(browser: Browser) -> dict[str, Any]:
    return dict(browser.js(TABLES))


def two_places(value: Fraction | None) -> str:
    """As every view rounds: halves away from zero."""
    if value is None:
        return ""
    shown = Fraction(math.floor(abs(value) * 100 + Fraction(1, 2)), 100)
    return f"{'-' if value < 0 and shown else ''}{float(shown):.2f}"


def whole_percent(share: float) -> int:
    return min(math.floor(share * 100 + 0.5), 100 if share >= 1 else 99)


def expect(browser: Browser, some: Sequence[Known], model: Model, *, of: int) -> dict[str, Any]:
    """Compare everything that follows the filters with a count of these people by hand; returns what is shown."""
    shown = figures(browser)
    assert sorted(shown["ids"]) == sorted(p.id for p in some)
    assert shown["said"] == f"{len(some)} of {of} people shown"

    def by_verdict(part: Sequence[Known]) -> list[str]:
        return [str(sum(p.figures.verdict == v for p in part)) for v in VERDICTS]

    def row(part: Sequence[Known]) -> list[str]:
        """Numbers by verdict, and the largest gap, as a table of groups has them."""
        short = {c: sum(p.items[c.id].status == "short" for p in part if c.id in p.items) for c in model.competencies}
        most = max(short, key=lambda c: short[c])  # of equal ones the first
        known = sum(p.items[most.id].gap is not None for p in part if most.id in p.items)
        return [*by_verdict(part), f"{most.name.en} ({short[most]} of {known})" if short[most] else ""]

    assert shown["verdicts"] == by_verdict(some)
    for table, key in (("departments", "department"), ("managers", "manager")):
        for name, numbers in shown[table].items():
            assert numbers == row([p for p in some if getattr(p, key) in name.split()]), (table, name)
    for name, numbers in shown["bench"].items():
        assert numbers == row([p for p in some if model.position(p.position).name.en == name])
    _expect_gaps(shown, some, model)
    _expect_cards(shown, some)
    _expect_points(shown, some)
    for parts in shown["parts"]:
        assert sum(n for _, n in parts) == 0 or sum(size for size, _ in parts) == pytest.approx(100, abs=0.01)
        assert all(size == pytest.approx(100 * n / sum(n for _, n in parts), abs=0.01) for size, n in parts)
    return shown


def _expect_gaps(shown: dict[str, Any], some: Sequence[Known], model: Model) -> None:
    ranks = {}
    for competency in model.competencies:
        items = [p.items[competency.id] for p in some if competency.id in p.items]
        asked = [i for i in items if i.required is not None]
        assessed = [i for i in asked if i.gap is not None]
        statuses = [str(sum(i.status == s for i in asked)) for s in ("strength", "met", "short", "unassessed")]
        means: list[Fraction | None] = [
            oracle.mean([i.required for i in assessed or asked if i.required is not None]),
            oracle.mean([i.rating.value for i in assessed if i.rating]),
            oracle.mean([i.gap for i in assessed if i.gap is not None]),
        ]
        close = sum(i.clear is False or (i.clear is None and i.fragile is True) for i in items)
        low = sum(i.band == "low" for i in items)
        row = [*statuses, *map(two_places, means), str(close), str(low)]
        assert shown["gaps"][competency.name.en] == row, competency.id
        ranks[competency.name.en] = -int(statuses[2]), -round(float(means[2] or 0), 3)
        reached = Counter(math.floor(i.rating.value) for i in assessed if i.rating)
        steps = range(int(competency.scale.max) + 1)
        assert [n for n in shown["levels"][competency.name.en] if n] == [str(reached[x]) for x in steps]
    # The page has ratings to four places: gaps that differ by less may stand in any order.
    assert [ranks[name] for name in shown["order"]] == sorted(ranks.values())


def _expect_cards(shown: dict[str, Any], some: Sequence[Known]) -> None:
    cards, n = shown["cards"], len(some)
    assert cards["people"] == [str(n)]
    for verdict in ("ready", "near"):
        number = sum(p.figures.verdict == verdict for p in some)
        assert cards[verdict] == [str(number), f"{whole_percent(number / n)}%"]
    first = shown["order"][0]
    strong, met, short, _ = map(int, shown["gaps"][first][:4])
    need = [first, f"{short} of {strong + met + short} short"]
    assert cards["need"] == (need if short else ["–", "none, every assessed requirement is met"])
    known = [p.figures for p in some if p.figures.verdict != "incomplete" and p.figures.clear is not None]
    assert cards["clear"] == [f"{sum(p.clear == p.deciding for p in known)} of {len(known)}"]


def _expect_points(shown: dict[str, Any], some: Sequence[Known]) -> None:
    fits, shares = (0, 60, 70, 80, 90, 100), (100, 75, 50, 25, 0)
    at: dict[tuple[int, int], set[str]] = {}
    for p in some:
        if p.figures.fit is not None and p.figures.clear is not None:
            fit, share = whole_percent(float(p.figures.fit)), whole_percent(p.figures.clear / p.figures.deciding)
            row = next(i for i, low in enumerate(shares) if share >= low)
            at.setdefault((row, max(i for i, low in enumerate(fits) if fit >= low)), set()).add(p.id)
    for row, fields in enumerate(shown["points"]):
        for column, (number, ids) in enumerate(fields):
            assert set(ids) == at.get((row, column), set())
            assert int(number or 0) == len(ids)


CHOICES: dict[str, tuple[dict[str, str], Callable[[Known], bool]]] = {
    "a department": ({"department": "金融行业部"}, lambda p: p.department == "金融行业部"),
    "a manager": ({"manager": "梁佩珊 E012"}, lambda p: p.manager == "E012"),
    "nobody above": ({"manager": "(none)"}, lambda p: not p.manager),
    "a position": ({"position": "Account director"}, lambda p: p.position == "account_director"),
    "a verdict": ({"verdict": "nearly ready"}, lambda p: p.figures.verdict == "near"),
    "all met": ({"status": "everything met"}, lambda p: not p.figures.short + p.figures.unassessed),
    "two at once": (
        {"department": "电信行业部", "verdict": "developing"},
        lambda p: p.department == "电信行业部" and p.figures.verdict == "developing",
    ),
}


@pytest.mark.sampled
@pytest.mark.parametrize("name", CHOICES)
def test_all_figures_follow_the_filters(
    name: str, browser: Browser, page: Path, people: list[Known], model: Model
) -> None:
    choices, condition = CHOICES[name]
    some = [p for p in people if condition(p)]
    assert 0 < len(some) < len(people)
    browser.show(page)
    before = expect(browser, people, model, of=len(people))
    content = "return [...document.querySelectorAll('main > section')].map(s => s.innerHTML)"
    whole = browser.js(content)
    assert all(before["whole"])
    choose(browser, **choices)
    shown = expect(browser, some, model, of=len(people))
    assert not any(shown["whole"])
    reset(browser)
    assert browser.js(content) == whole
    assert browser.said() == []
    assert browser.requests() == [page.as_uri()]


def test_the_page_without_its_script_shows_everybody(browser: Browser, page: Path, tmp_path: Path) -> None:
    """The same figures as the script leaves where nothing is filtered, and no filters that do nothing."""
    browser.show(page)
    counts = "return [...document.querySelectorAll('[data-live]')].map(e => e.innerHTML)"
    with_script = browser.js(counts)
    bare = tmp_path / "bare.html"
    bare.write_text(re.sub(r"<script>.*?</script>", "", page.read_text("utf-8"), flags=re.DOTALL), "utf-8")
    browser.show(bare)
    assert browser.js(counts) == with_script
    assert browser.js("return document.getElementById('filters').checkVisibility()") is False
    assert browser.js("return document.querySelectorAll('#heat tbody tr').length") == 32


def test_figures_of_a_page_that_leaves_people_out_are_of_everybody_until_it_is_filtered(
    browser: Browser, people: list[Known], model: Model, tmp_path: Path
) -> None:
    a = assess(model, read_ratings([ROOT / SAMPLE[0]], model, ROOT / SAMPLE[2]))
    found = overview(a, 5)
    file = tmp_path / "page.html"
    file.write_text(team_page(a, found, Findings(), Words("en")), "utf-8")
    browser.show(file)
    shown = figures(browser)
    assert shown["cards"]["people"] == ["32"]
    assert sum(map(int, shown["verdicts"])) == 32
    assert shown["said"] == "Figures are of all 32 people; 5 are listed"
    listed = [p for p in people if p.id in shown["ids"]]
    assert len(listed) == 5
    position = listed[0].position
    some = [p for p in listed if p.position == position]
    choose(browser, position=model.position(position).name.en)
    shown = figures(browser)
    assert shown["said"] == f"{len(some)} of the 5 people listed; figures are of these"
    assert shown["cards"]["people"] == [str(len(some))]
    _expect_gaps(shown, some, model)
    reset(browser)
    assert figures(browser)["cards"]["people"] == ["32"]


def test_low_agreement_follows_the_filters_and_no_other_word_is_in_the_page(
    browser: Browser, run: Run, tmp_path: Path
) -> None:
    """Ratings 0, 4, 0 of three named raters agree little, and 2, 2, 2 fully: the page says *low* of the first alone."""
    rows = ["employee_id,department,position,competency,level,rater_role,rater_id"]
    for person, levels in (("A", "040"), ("B", "222")):
        rows += [f"{person},D{person},account_manager,communication,{x},assessor,R{i}" for i, x in enumerate(levels)]
    (tmp_path / "r.csv").write_text("\n".join(rows) + "\n", "utf-8")
    assert run("assess", "r.csv", "-o", "page.html", "--lang", "en", cwd=tmp_path).returncode == 0
    browser.show(tmp_path / "page.html")

    def low() -> str:
        return str(browser.js("return document.querySelector('#gap-counts [data-bar=\"0\"] .low').textContent"))

    assert low() == "1"
    choose(browser, department="DB")
    assert low() == "0"
    choose(browser, department="DA")
    assert low() == "1"
    given = browser.js("return [...document.querySelectorAll('#heat tr[id]')].map(r => ({...r.dataset}))")
    assert all(set(of) == set("dmpvscl") for of in given)
    assert all(set(of["c"]) <= set("smhu-") and set(of["l"]) <= set("0123456789-") for of in given)
    assert not re.search("high|moderate", browser.js("return document.getElementById('heat').outerHTML"))


GROUPED = """
return [...document.querySelectorAll("#heat tbody")].map(b => [...b.rows].filter(r => !r.hidden).map(
  r => r.id ? r.cells[0].textContent : r.textContent));
"""


@pytest.mark.parametrize("by", ["department", "manager", "position", "verdict"])
def test_people_in_groups(by: str, browser: Browser, page: Path, people: list[Known], model: Model) -> None:
    """Under heads that count them, in the order of the columns, and only those that the filters leave."""
    from selenium.webdriver.common.by import By

    keys: dict[str, Callable[[Known], str]] = {
        "department": lambda p: p.department,
        "manager": lambda p: p.manager or "(none)",
        "position": lambda p: model.position(p.position).name.en,
        "verdict": lambda p: NAMES[str(p.figures.verdict)],
    }
    browser.show(page)
    choose(browser, group=by.capitalize(), status="has a shortfall")
    browser.driver.find_element(By.CSS_SELECTOR, "#heat th:nth-child(1) button").click()
    some = [p for p in people if p.figures.short]
    wanted: dict[str, list[Known]] = {}
    for p in sorted(some, key=lambda p: p.id):
        wanted.setdefault(keys[by](p), []).append(p)
    shown = {body[0]: body[1:] for body in browser.js(GROUPED) if body}
    assert len(shown) == len(wanted)
    for head, ids in shown.items():
        name, number, *verdicts = head.split(" · ")
        (those,) = (of for key, of in wanted.items() if key in (name, *name.split()[1:]))
        assert ids == [p.id for p in those]
        assert number == ("1 person" if len(ids) == 1 else f"{len(ids)} people")
        times = Counter(p.figures.verdict for p in those)
        assert verdicts == [f"{times[v]} {NAMES[v]}" for v in VERDICTS if times[v]]
    choose(browser, group="No groups")
    assert len(browser.js(GROUPED)) == 1


FOLDED = """
return [...document.querySelectorAll("#points summary")].filter(s => s.checkVisibility()).map(s => [
  s.querySelector(".n").textContent, [...s.querySelectorAll(".times")].filter(t => !t.hidden).map(
    t => t.textContent.trim().split(/\\s+(?=\\d+$)/))]);
"""


def test_points_that_are_too_many_for_a_field_are_folded_and_counted(
    browser: Browser, people: list[Known], model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_people, "MOST_POINTS", 0)
    a = assess(model, read_ratings([ROOT / SAMPLE[0]], model, ROOT / SAMPLE[2]))
    file = tmp_path / "page.html"
    file.write_text(team_page(a, overview(a, 500), Findings(), Words("en")), "utf-8")
    browser.show(file)
    for some in (people, [p for p in people if p.department == "金融行业部"]):
        if some is not people:
            choose(browser, department="金融行业部")
        placed = Counter(NAMES[str(p.figures.verdict)] for p in some if p.figures.fit is not None)
        fields = browser.js(FOLDED)
        assert sum(int(n) for n, _ in fields) == placed.total()
        assert all(int(n) == sum(int(times) for _, times in kinds) > 0 for n, kinds in fields)
        shown: Counter[str] = Counter()
        for _, kinds in fields:
            shown.update({verdict: int(times) for verdict, times in kinds})
        assert shown == placed


def test_a_point_leads_to_the_row_and_the_row_to_the_page(browser: Browser, page: Path) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    browser.show(page)
    points = browser.driver.find_elements(By.CSS_SELECTOR, "#points a")
    assert len(points) == 29
    for point, press in ((points[0], points[0].click), (points[-1], lambda: points[-1].send_keys(Keys.ENTER))):
        label = point.get_attribute("aria-label") or ""
        press()
        row = browser.driver.find_element(By.CSS_SELECTOR, "#heat tr:target")
        cells = row.find_elements(By.CSS_SELECTOR, "td, th")
        assert label.startswith(
            f"{cells[0].text} {cells[1].text}: {cells[2].text}, fit {cells[4].text}, clear {cells[3].text}"
        )
        assert browser.js(
            "const b = arguments[0].getBoundingClientRect(); return b.top > 0 && b.bottom < innerHeight", row
        )
    row.find_element(By.TAG_NAME, "a").click()
    assert label.split(" ")[0] in browser.js("return document.querySelector('h1').textContent")
