"""The pages of HTML as text: nothing from elsewhere, text stays text, counts are right, colours can be read."""

from __future__ import annotations

import base64
import colorsys
import hashlib
import json
import math
import os
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lenovo_comp import Model, read_ratings
from lenovo_comp.findings.finding import Findings
from lenovo_comp.method.assessment import assess
from lenovo_comp.model.dictionary import Scale
from lenovo_comp.reports.assess.compute import overview
from lenovo_comp.reports.assess.page import team_page
from lenovo_comp.reports.gap.bars import bar
from lenovo_comp.reports.shared import cell_looks, charts
from lenovo_comp.reports.shared import tones as tones_of
from lenovo_comp.reports.shared.page import _small
from lenovo_comp.reports.shared.words import Words

from .conftest import ROOT, SAMPLE, Run

STYLES = ROOT / "src/lenovo_comp/reports/shared/templates"
TEAM = ("assess", *SAMPLE, "--format", "html")
PERSON = ("gap", *SAMPLE, "--employee", "E012", "--format", "html")
PLAIN = ("explain", *SAMPLE, "-e", "E012", "-c", "communication", "--format", "html")
VOID = {"meta", "link", "br", "hr", "img", "input"}


class Page(HTMLParser):
    """The tags of a page, with their attributes and the text directly inside; fails where they don't nest."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts.append((self.open[-1], data))

    def text(self, tag: str) -> list[str]:
        return [text for at, text in self.texts if at == tag and text.strip()]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("command", [TEAM, PERSON, PLAIN], ids=lambda c: c[0])
def test_a_page_stands_alone(command: tuple[str, ...], language: str, run: Run) -> None:
    done = run(*command, "--lang", language)
    assert done.returncode == 0
    page = Page(done.stdout)
    assert done.stdout.startswith("<!DOCTYPE html>\n")
    assert ("html", {"lang": {"zh": "zh-Hans", "en": "en"}[language]}) in page.tags
    names = {name for _, attributes in page.tags for name in attributes}
    assert not {n for n in names if n.startswith("on")} | names & {"src", "srcset", "style", "action"}
    assert not [t for t, _ in page.tags if t in ("link", "img", "iframe", "object", "embed", "base", "image", "use")]
    assert all((a["href"] or "").startswith("#") for t, a in page.tags if t == "a")
    assert "url(" not in done.stdout
    assert "@import" not in done.stdout
    ids = [a["id"] for _, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids))
    assert {(a["href"] or "")[1:] for t, a in page.tags if t == "a"} <= set(ids)


@pytest.mark.parametrize("command", [TEAM, PERSON, PLAIN], ids=lambda c: c[0])
def test_the_policy_names_the_pages_own_style_and_script_and_nothing_else(command: tuple[str, ...], run: Run) -> None:
    page = run(*command).stdout
    (policy,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
    rules = dict(rule.split(" ", 1) for rule in policy.replace("&#39;", "'").split("; "))
    inside = {tag: re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL) for tag in ("style", "script")}
    hashes = {
        tag: [f"'sha256-{base64.b64encode(hashlib.sha256(x.encode()).digest()).decode()}'" for x in found]
        for tag, found in inside.items()
    }
    assert rules.pop("default-src") == rules.pop("base-uri") == rules.pop("form-action") == "'none'"
    assert rules.pop("style-src").split() == hashes["style"]
    assert rules.pop("script-src", "").split() == hashes["script"]
    assert rules == {}
    assert bool(hashes["script"]) == (command is TEAM)


@pytest.mark.parametrize("command", [TEAM, PERSON], ids=lambda c: c[0])
def test_headings_go_down_step_by_step_and_tables_have_heads(command: tuple[str, ...], run: Run) -> None:
    page = Page(run(*command).stdout)
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))
    assert all("scope" in attributes for tag, attributes in page.tags if tag == "th")
    shown = [a for tag, a in page.tags if tag == "svg" and a.get("role") == "img"]
    assert all(a["aria-label"] for a in shown)
    assert len(page.text("title")) >= 1


@pytest.mark.parametrize("command", [TEAM, PERSON], ids=lambda c: c[0])
def test_same_input_same_bytes(command: tuple[str, ...], run: Run, process: Run) -> None:
    assert run(*command, "--lang", "en").stdout == process(*command, "--lang", "en").stdout


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=cmd()",
    "{{ 7 * 7 }}",
    "a\u202eb",
    "</td></table>",
)


def id_of(text: str) -> str:
    """The id of whoever has a hostile name: the same, but for what can't be seen, which no id may hold (R428)."""
    return text.replace("\u202e", "")


def hostile(folder: Path) -> Path:
    """Ratings in which whatever may be text is hostile."""
    lines = ["employee_id,name,department,position,competency,level,evidence"]
    for i, text in enumerate(HOSTILE):
        cell = '"' + text.replace('"', '""') + '"'
        lines += [f"{id_of(cell)},{cell},{cell},account_manager,communication,{i % 4},{cell}"]
    file = folder / "<b>hostile & co.csv"
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


@pytest.mark.sampled
@pytest.mark.parametrize("text", [None, *HOSTILE])
def test_hostile_text_stays_text(text: str | None, run: Run, tmp_path: Path) -> None:
    """On the page of everybody, and on that of each."""
    file = hostile(tmp_path)
    command = ("assess",) if text is None else ("gap", "--employee", id_of(text))
    benign = run(
        "assess" if command[0] == "assess" else "gap", *SAMPLE, *(["-e", "E012"] if command[1:] else []), "-f", "html"
    )
    done = run(command[0], file.name, *command[1:], "--format", "html", "--lang", "en", cwd=tmp_path)
    page = Page(done.stdout)
    assert {t for t, _ in page.tags} <= {t for t, _ in Page(benign.stdout).tags} | {"polyline"}
    assert len([t for t, _ in page.tags if t == "script"]) == (command[0] == "assess")
    assert "<b>" not in done.stdout
    assert "\u202e" not in done.stdout
    everything = "".join(shown for _, shown in page.texts)
    for hidden in HOSTILE if text is None else (text,):
        assert id_of(hidden) in everything
        assert hidden.replace("\u202e", "<U+202E>") in everything


# what a team page counts, against the JSON of the same run, counted by hand


def test_counts_are_those_of_the_json(run: Run, model: Model) -> None:
    given = read_ratings([ROOT / SAMPLE[0]], model, ROOT / SAMPLE[2])
    found = overview(assess(model, given), 500)
    people = json.loads(run("assess", *SAMPLE, "--format", "json").stdout)["employees"]
    items = [item for person in people for item in person["competencies"]]
    assert [c.competency for c in found.competencies] == [c.id for c in model.competencies]
    for counts in found.competencies:
        mine = [i for i in items if i["competency"] == counts.competency]
        asked = [i for i in mine if i["required"] is not None]
        for status, number in counts.statuses.items():
            assert number == sum(i["status"] == status for i in asked)
        assert sum(counts.statuses.values()) == len(asked)
        rated = [math.floor(i["rating"]) for i in asked if i["gap"] is not None]
        assert {b.low: b.people for b in counts.buckets} == {
            level: rated.count(level) for level in range(int(model.competency(counts.competency).scale.max) + 1)
        }
        assert counts.too_close == sum(i["too_close"] for i in mine)
        assert counts.low == sum(bool(i["agreement"]) and i["agreement"]["band"] == "low" for i in mine)
    for position, verdicts in found.bench:
        mine = [p["verdict"] for p in people if p["position"] == position]
        assert dict(verdicts) == {v: mine.count(v) for v in ("ready", "near", "developing", "incomplete")}
    assert {p for p, _ in found.bench} == {p["position"] for p in people}
    assert sorted(p["employee_id"] for p in found.people) == [p["employee_id"] for p in people]
    assert found.more == 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_who_is_left_out_is_said_and_everybody_is_counted(language: str, model: Model, run: Run) -> None:
    a = assess(model, read_ratings([ROOT / SAMPLE[0]], model, ROOT / SAMPLE[2]))
    found = overview(a, 5)
    people = json.loads(run("assess", *SAMPLE, "--format", "json").stdout)["employees"]
    worst = {
        p["employee_id"]: max((i["gap"] for i in p["competencies"] if i["gap"] is not None), default=-9.0)
        for p in people
    }
    assert {p["employee_id"] for p in found.people} == set(sorted(worst, key=lambda id: (-worst[id], id))[:5])
    assert found.more == len(people) - 5
    assert found.competencies == overview(a, 500).competencies
    page = team_page(a, found, Findings(), Words(language))  # type: ignore[arg-type]
    assert page.count("<tr data-d=") == 5
    assert f"{len(people) - 5}" in re.findall(r'<p class="note">(.*?)</p>', page)[0]
    assert "--output" not in page  # a page gives no command-line advice


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_opens_with_the_terminals_answer(language: str, run: Run) -> None:
    shown = run("assess", *SAMPLE, "--lang", language, COLUMNS="300").stdout.splitlines()
    (gaps,) = (line for line in shown if line.startswith(Words(language)("team_gaps_line")))  # type: ignore[arg-type]
    page = run(*TEAM, "--lang", language).stdout
    (opens,) = re.findall(r'<p class="answer">(.*?)</p>', page)
    assert gaps in opens
    people = json.loads(run("assess", *SAMPLE, "--format", "json").stdout)["employees"]
    ready, near = (sum(p["verdict"] == v for p in people) for v in ("ready", "near"))
    assert opens.startswith(
        {"zh": f"32 人中 {ready} 人胜任，{near} 人接近胜任。", "en": f"{ready} of 32 people ready, {near} nearly"}[
            language
        ]
    )
    shown_text = " ".join(text for tag, text in Page(page).texts if tag not in ("style", "script"))
    assert not re.search("comp [a-z]|--[a-z]", shown_text)  # no advice for a command line


def test_a_page_lists_five_hundred(run: Run, tmp_path: Path) -> None:
    """Of 501 people the one who is short of nothing is left out."""
    lines = ["employee_id,position,competency,level"]
    lines += [f"E{i:03},account_representative,communication,{3 if i == 77 else 1}" for i in range(501)]
    (tmp_path / "r.csv").write_text("\n".join(lines) + "\n", "utf-8")
    page = run("assess", "r.csv", "--format", "html", "--lang", "en", cwd=tmp_path).stdout
    shown = re.findall(r'<tr data-d=[^>]*><th scope="row">(E\d+)</th>', page)
    assert sorted(shown) == [f"E{i:03}" for i in range(501) if i != 77]
    assert "Of 501 people, this page lists the 500 with the largest gaps; 1 are not listed." in page


def test_findings_are_counted_by_rule_and_say_nothing_more(run: Run) -> None:
    bad = "tests/cases/ratings_with_errors.csv"
    page = run("assess", bad, "--format", "html", "--lang", "en").stdout
    listed = json.loads(run("check", bad, "--format", "json").stdout)["diagnostics"]
    section = page[page.index('<section id="data">') : page.index("<footer>")]
    rows = dict(re.findall(r'<th scope="row">([A-Z]\d+)</th>.*?<td class="right">(\d+)</td>', section))
    counted = {code: int(n) for code, n in rows.items() if not code.startswith("A")}
    assert counted == {d["code"]: sum(x["code"] == d["code"] for x in listed) for d in listed}
    for value in {d["value"] for d in listed if d["value"] and len(d["value"]) > 3}:
        assert value not in section


@pytest.mark.parametrize("file", sorted(STYLES.glob("*.css")), ids=lambda f: f.name)
def test_styles_are_made_smaller_and_say_the_same(file: Path) -> None:
    """But for white space between rules, declarations and parts of lists, and comments; nothing in quotes changes."""

    def tokens(css: str) -> list[str]:
        return [part for part in re.split(r'("[^"]*")|\s*([{};,])\s*|\s+', css) if part]

    written, small = re.sub(r"/\*[^*]*\*/", "", file.read_text("utf-8")), _small(file.name)
    assert tokens(small) == tokens(written)
    assert len(small) < len(written)


# one person


def test_a_tiny_persons_page_as_a_whole(run: Run, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(
        "employee_id,name,position,competency,level,rater_role,rater_id,cycle\n"
        "E1,Ada,account_representative,communication,1,manager,M1,2025H2\n"
        "E1,Ada,account_representative,communication,2,manager,M1,2026H1\n"
        "E1,Ada,account_representative,communication,3,self,E1,2026H1\n"
        "E1,Ada,account_representative,market_information,0,manager,M1,2026H1\n",
        "utf-8",
    )
    page = run("gap", "r.csv", "-e", "E1", "--format", "html", "--lang", "en", cwd=tmp_path).stdout
    body = re.sub(r"[0-9a-f]{12}(?=[;),])", "<sha256>", page[page.index("<body>") :])
    body = re.sub(r"at \S+:\d+", "at <place>", body)
    file = Path(__file__).parent / "pages" / "person.html"
    if os.environ.get("COMP_SNAPSHOTS") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(body, "utf-8", newline="")
    assert body == file.read_text("utf-8")


def test_the_trend_shows_each_cycle_by_its_own_raters(run: Run) -> None:
    page = run(*PERSON, "--lang", "en").stdout
    section = page[page.index("<h2>Cycle by cycle</h2>") :].partition("</section>")[0]
    rows = re.findall(r'<tr><th scope="row" class="wraps">(.*?)</th>((?:<td class="right">.*?</td>)+)', section)
    names = {c["id"]: c["name"]["en"] for c in json.loads(run("show-model", "--format", "json").stdout)["competencies"]}
    shown = {name: re.findall(r'<td class="right">(.*?)</td>', cells) for name, cells in rows}
    for column, cycle in enumerate(("2025H2", "2026H1")):
        person = json.loads(run("gap", *SAMPLE, "-e", "E012", "--cycle", cycle, "-f", "json").stdout)["employee"]
        for item in person["competencies"]:
            text = shown[names[item["competency"]]][column]
            assert text == "" if item["rating"] is None else abs(float(text.lstrip("<")) - item["rating"]) <= 0.00501


def test_the_change_on_a_page_is_that_of_the_trend(run: Run) -> None:
    page = run(*PERSON, "--lang", "en").stdout
    section = page[page.index("<h2>Cycle by cycle</h2>") :].partition("</section>")[0]
    shown = dict(
        re.findall(
            r'<tr><th scope="row" class="wraps">(.*?)</th>(?:<td class="right">.*?</td>)+<td>(.*?)</td>', section
        )
    )
    names = {c["id"]: c["name"]["en"] for c in json.loads(run("show-model", "--format", "json").stdout)["competencies"]}
    (person,) = (
        e for e in json.loads(run("trend", *SAMPLE, "-f", "json").stdout)["employees"] if e["employee_id"] == "E012"
    )
    words = {True: ", beyond chance", False: ", within chance", None: ""}
    items = [i for i in person["competencies"] if i["from"] is not None or i["to"] is not None]
    assert {i["reliable"] for i in items} >= {False}
    for i in items:
        change = "" if i["change"] is None else f"{i['change']:+.2f}{words[i['reliable']]}"
        assert shown[names[i["competency"]]] == change


def test_raters_of_anonymous_roles_are_not_named(run: Run) -> None:
    page = run(*PERSON, "--lang", "en").stdout
    rows = [line.split(",") for line in (ROOT / SAMPLE[0]).read_text("utf-8").splitlines() if line.startswith("E012,")]
    hidden = {r[8] for r in rows if r[7] in ("peer", "report", "customer")} - {r[8] for r in rows if r[7] == "manager"}
    assert hidden
    assert not [id for id in hidden if re.search(rf"\b{id}\b", page)]


def test_somebody_without_a_position_has_a_page_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("employee_id,competency,level\nE1,communication,2\n", "utf-8")
    (tmp_path / "p.csv").write_text("employee_id,position\nE2,account_manager\n", "utf-8")
    for command in (("assess",), ("gap", "-e", "E1"), ("gap", "-e", "E2")):
        done = run(command[0], "r.csv", "--roster", "p.csv", *command[1:], "-f", "html", "--lang", "en", cwd=tmp_path)
        Page(done.stdout)
        assert ("No verdict: position missing or unknown" in done.stdout) == (command != ("gap", "-e", "E2"))


def test_what_is_only_supposed_has_no_history_and_no_derivation(run: Run) -> None:
    rated, supposed = (run(*PERSON, "--lang", "en", *more).stdout for more in ((), ("--with", "communication=4")))
    assert rated.count("<summary><h4>") == 7
    assert "Cycle by cycle" in rated
    assert supposed.count("<summary><h4>") == 6
    assert "Cycle by cycle" not in supposed
    assert "4 (supposed) / 3" in supposed


@pytest.mark.parametrize("option", [("--by", "department"), ("--fragile",)], ids=lambda o: o[0])
def test_other_questions_of_assess_keep_the_plain_page(option: tuple[str, ...], run: Run) -> None:
    page = Page(run(*TEAM, *option).stdout)
    assert not [t for t, _ in page.tags if t in ("script", "svg", "form")]
    assert [t for t, _ in page.tags if t == "table"]


# charts


def test_places_on_a_scale() -> None:
    scale = Scale(1, 5, 1)
    assert [charts.at(x, scale) for x in (1, 2, 3.5, 5, None)] == [0, 25, 62.5, 100, None]
    assert [t.text for t in charts.ticks(scale)] == ["1", "2", "3", "4", "5"]
    assert [t.text for t in charts.ticks(Scale(0, 100, 1))] == [str(x) for x in range(0, 101, 10)]


@settings(deadline=None)
@given(st.lists(st.integers(0, 50), min_size=1, max_size=6).filter(any))
def test_a_stack_fills_the_bar(numbers: list[int]) -> None:
    parts = charts.stack((str(i), n, "good") for i, n in enumerate(numbers))
    assert [p.number for p in parts] == [n for n in numbers if n]
    assert sum(p.size for p in parts) == pytest.approx(100, abs=0.01)
    for part, number in zip(parts, [n for n in numbers if n], strict=True):
        assert part.size == pytest.approx(100 * number / sum(numbers), abs=0.001)


def test_a_radar_has_no_line_across_what_is_unassessed() -> None:
    scale = Scale(0, 4, 1)
    axes = [(name, scale, 2.0, rating) for name, rating in zip("abcd", (4.0, None, 2.0, 1.0), strict=True)]
    radar = charts.radar(axes)
    assert radar is not None
    assert not radar.whole
    assert radar.asked_whole
    centre, full = charts.CENTRE, charts.RADIUS
    # c is opposite to a, half-way down; d to the left, a quarter out; then a, at the top.
    assert radar.rating == (
        f"{centre:g},{centre + full / 2:g} {centre - full / 4:g},{centre:g} {centre:g},{centre - full:g}",
    )
    assert len(radar.dots) == 3
    assert charts.radar(axes[:2]) is None


@settings(deadline=None)
@given(st.integers(0, 400), st.integers(0, 400), st.integers(12, 32))
def test_a_bar_never_shows_a_shortfall_as_met(rating: int, required: int, length: int) -> None:
    item = {"rating": rating / 100, "required": required / 100, "status": "short" if rating < required else "met"}
    drawn = bar(item, Scale(0, 4, 1), length)
    assert len(drawn) == length
    if rating < required:
        assert drawn.index("●") < drawn.index("│")
    else:
        assert "◆" in drawn or drawn.index("│") < drawn.index("●")


def test_bars_without_unicode_are_ascii(run: Run) -> None:
    from io import BytesIO, TextIOWrapper

    from lenovo_comp.reports.formats import table as terminal
    from lenovo_comp.reports.shared.blocks import Span, text

    to = TextIOWrapper(BytesIO(), "ascii")
    terminal.write([text(Span("━━●─│◆"))], to, 80)
    assert to.buffer.getvalue() == b"==o-|#\n"
    assert "━" in run("gap", *SAMPLE, "-e", "E012", "--pretty").stdout


@pytest.mark.parametrize("language", ["zh", "en"])
def test_pretty_shows_the_tables_figures_in_eighty_columns(language: str, run: Run) -> None:
    from lenovo_comp.reports.shared.wrapping import cells as width

    for employee in ("E012", "E006", "E016", "E031"):
        pretty = run("gap", *SAMPLE, "-e", employee, "--pretty", "--lang", language).stdout.splitlines()
        lines = [line for line in pretty if re.search("[━─●◆]│|│[━─●◆]|◆─", line) and "：" not in line]
        items = json.loads(run("gap", *SAMPLE, "-e", employee, "-f", "json").stdout)["employee"]["competencies"]
        assert len(lines) == len(items)
        for line, item in zip(lines, items, strict=True):
            assert width(line) <= 80
            figures = re.split("[━─│●◆]+", line)[-1].split()
            shown = [item[k] for k in ("rating", "required", "gap") if item[k] is not None]
            assert [float(f) for f in figures[: len(shown)]] == pytest.approx(shown, abs=0.00501)


# colours

TONES = ("good", "best", "warn", "bad", "worst", "dim")


def _variables(media: str) -> dict[str, str]:
    """The colours in force in light, in dark, and on paper."""
    found: dict[str, str] = {}
    for name in ("page.css", "charts.css"):
        css = (STYLES / name).read_text("utf-8")
        roots = [
            (m.start(), dict(re.findall(r"--([\w-]+): (#\w+)", m[1])))
            for m in re.finditer(r":root \{(.*?)\}", css, re.DOTALL)
        ]
        for at, colours in roots:
            inside = css[:at].rpartition("@media")[2] if "@media" in css[:at] else ""
            where = (
                "dark"
                if "dark" in inside and at - css[:at].rfind("@media") < 80
                else "print"
                if "print" in inside
                else "light"
            )
            if where in ("light", media):
                found |= colours
    return {name: "#" + "".join(2 * c for c in x[1:]) if len(x) == 4 else x for name, x in found.items()}


def _contrast(a: str, b: str) -> float:
    """WCAG 2: the ratio of relative luminances."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_itself() -> None:
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)
    assert _contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("media", ["light", "dark", "print"])
def test_contrast_is_aa(media: str) -> None:
    colour = _variables(media)
    text = [(ink, page) for ink in ("ink", "soft", "good", "warn", "bad", "accent") for page in ("page", "band")]
    text += [("ink", f"{tone}-bg") for tone in TONES]
    text += [("on-fill", f"{tone}-fill") for tone in (*TONES, "high", "moderate")]
    text += [("on-tint", f"t{i}") for i in (1, 2, 3, 4)]
    shapes = [(f"{tone}-fill", "page") for tone in (*TONES, "high", "moderate")] + [("accent", "page")]
    low = {pair: round(_contrast(colour[pair[0]], colour[pair[1]]), 2) for pair in text}
    assert {pair: ratio for pair, ratio in low.items() if ratio < 4.5} == {}
    assert {pair for pair in shapes if _contrast(colour[pair[0]], colour[pair[1]]) < 3} == set()


def _hue(colour: str) -> float:
    return 360 * colorsys.rgb_to_hsv(*(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)))[0]


@pytest.mark.parametrize("media", ["light", "dark", "print"])
def test_a_large_shortfall_is_the_stronger_form_of_the_same_hue_as_a_strength_is(media: str) -> None:
    """Short is red, wherever it is shown, met green; the stronger form stands out more against the ground."""
    colour = _variables(media)
    for weaker, stronger, hues in (("good", "best", (110, 160)), ("bad", "worst", (340, 375))):
        for use in ("bg", "fill"):
            weak, strong = colour[f"{weaker}-{use}"], colour[f"{stronger}-{use}"]
            assert all(hues[0] <= (_hue(c) if _hue(c) > 90 else _hue(c) + 360) <= hues[1] for c in (weak, strong))
            assert _contrast(strong, colour["page"]) > _contrast(weak, colour["page"])


def test_workbooks_have_the_colours_of_the_pages() -> None:
    page = _variables("light")
    for key, tone in (*tones_of.STATUS_TONE.items(), *tones_of.VERDICT_TONE.items()):
        if key not in ("not_required", None):
            assert cell_looks.COLOURS[key]["bg_color"] == page[f"{tone}-bg"]
    for verdict, fill in cell_looks.FILLS.items():
        assert not verdict or fill == page[f"{tones_of.VERDICT_TONE[verdict]}-fill"]
    assert cell_looks.FAR["bg_color"] == page["worst-bg"]
    assert cell_looks.LOW_AGREEMENT["bg_color"] == page["warn-bg"]
    for looks in (*cell_looks.COLOURS.values(), cell_looks.FAR, cell_looks.LOW_AGREEMENT):
        if looks:
            assert _contrast(str(looks.get("bg_color", "#ffffff")), str(looks["font_color"])) >= 4.5


def test_short_is_red_in_the_terminal_and_bold_where_it_is_far(run: Run) -> None:
    shown = run("assess", *SAMPLE, "--full", FORCE_COLOR="1", COLUMNS="200").stdout
    looks = {
        sign: set(re.findall(rf"\x1b\[([\d;]*)m\d\.\d{sign}[~!]*\s*\x1b", shown)) for sign in ("--", "-", "=", r"\+")
    }
    assert looks == {"--": {"1;31"}, "-": {"31"}, "=": {"32"}, r"\+": {"1;32"}}
