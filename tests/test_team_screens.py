"""Answers on a screen: as many lines as promised, no wider than the terminal, and the figures of the JSON."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections import Counter
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from rich.cells import cell_len

from bench.frameworks import dictionary
from lenovo_comp import Model, load_model, shipped_model
from lenovo_comp.reports.shared.naming import abbreviated_heads
from lenovo_comp.reports.shared.words import Words, fixed, percent
from lenovo_comp.text import Text

from .conftest import ROOT, SAMPLE, Run

SMALL = """\
id: shop
version: "1"
languages: [en]
name: Shop staff
competencies:
  - {id: service, name: Customer service and complaint handling, layer: general}
  - {id: till, name: Till, layer: general}
positions:
  - {id: clerk, name: Clerk, requires: [{competency: service, level: 3}, {competency: till, level: 2}]}
"""
AROUND = 12
"""Lines around those of the people."""
SCREEN = 30


def long_names() -> str:
    """Ten competencies with long names that begin alike, none of them with a short one."""
    names = [f"Stakeholder relationship and expectation management, part {i}" for i in range(10)]
    asked = ", ".join(f"{{competency: c{i}, level: 2}}" for i in range(10))
    lines = ["id: long", "languages: [en]", "name: Long names", "competencies:"]
    lines += [f'  - {{id: c{i}, name: "{name}", layer: general}}' for i, name in enumerate(names)]
    return "\n".join([*lines, "positions:", f"  - {{id: p, name: Officer, requires: [{asked}]}}", ""])


DICTIONARIES: dict[str, Callable[[], str]] = {
    "small": lambda: SMALL,
    "channel": lambda: (ROOT / "data/channel_sales.yaml").read_text("utf-8"),
    "large": lambda: "\n".join(dictionary()) + "\n",
    "long": long_names,
    "shipped": lambda: Path(shipped_model()).read_text("utf-8"),
}


def prepare(folder: Path, name: str, people: int, person: str = "Person {}") -> tuple[str, ...]:
    """Write a dictionary and ratings of so many people by two cycles; the arguments that name them."""
    (folder / "d.yaml").write_text(DICTIONARIES[name](), "utf-8")
    model, _ = load_model(folder / "d.yaml")
    assert model is not None
    (folder / "r.csv").write_text("\n".join(rows(model, people, person)) + "\n", "utf-8")
    return "r.csv", "--model", "d.yaml"


def rows(model: Model, people: int, person: str) -> list[str]:
    chance = random.Random(people)
    found = ["employee_id,name,department,position,competency,level,rater_id,cycle"]
    for i in range(people):
        position = chance.choice(model.positions)
        for cycle in ("2025H2", "2026H1"):
            for asked in position.requires:
                scale = model.competency(asked.competency).scale
                for rater in ("A", "B")[: 1 + (people <= 40)]:
                    level = min(scale.max, max(scale.min, asked.level + chance.choice((-2, -1, 0, 0, 1))))
                    if chance.random() < 0.97:
                        cells = (f"E{i:03}", person.format(i), f"D{i % 4}", position.id, asked.competency)
                        found.append(",".join([*cells, f"{level:g}", f"{rater}{i:03}", cycle]))
    return found


def lines_of(output: str, width: int) -> list[str]:
    """The lines, none wider than the terminal but one of a command, which is broken only between its options."""
    lines = output.splitlines()
    for line in lines:
        assert cell_len(line) <= width or re.match(r"\S*\s*comp ", line), line
    return lines


@pytest.mark.sampled
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("name", "people", "person"),
    [
        ("small", 6, "Person {}"),
        ("channel", 12, "Person {}"),
        ("large", 12, "Person {}"),
        ("long", 8, "Person {}"),
        ("shipped", 1, "欧阳娜娜{}"),
        ("shipped", 40, "欧阳娜娜{}"),
    ],
)
def test_a_team_takes_a_line_per_person_and_twelve_around(
    name: str, people: int, person: str, lang: str, run: Run, tmp_path: Path
) -> None:
    files = prepare(tmp_path, name, people, person)
    for command in (("assess",), ("stage",), ("match", "-p", "clerk" if name == "small" else "")):
        if command[-1] == "":
            continue
        done = run(*command, *files, "--lang", lang, cwd=tmp_path, COLUMNS="100")
        assert done.returncode == 0, done.stderr
        assert len(lines_of(done.stdout, 100)) <= people + AROUND, done.stdout
    trend = run("trend", *files, "--lang", lang, cwd=tmp_path, COLUMNS="100")
    assert len(lines_of(trend.stdout, 100)) <= SCREEN, trend.stdout
    groups = run("assess", *files, "--by", "department", "--lang", lang, cwd=tmp_path, COLUMNS="100")
    assert len(lines_of(groups.stdout, 100)) <= min(people, 4) + 1 + AROUND, groups.stdout


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_many_people_fit_a_screen(lang: str, run: Run, tmp_path: Path) -> None:
    files = prepare(tmp_path, "shipped", 500)
    bench, ranked = ("match", "--bench"), ("match", "-p", "account_manager")
    for command in (("assess",), ("assess", "--by", "department"), ("stage",), ("trend",), bench, ranked):
        done = run(*command, *files, "--lang", lang, cwd=tmp_path, COLUMNS="100")
        assert len(lines_of(done.stdout, 100)) <= SCREEN, done.stdout


COMMANDS = {
    "assess": 1,
    "assess --by department": 1,
    "assess --by position": 1,
    "assess --too-close": 1,
    "match -p account_manager": 1,
    "match -e E012": 1,
    "match --bench": 1,
    "stage": 1,
    "trend": 2,
}
"""Command → tables."""


@pytest.mark.sampled
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", COMMANDS)
def test_no_table_of_the_sample_is_split_and_no_line_too_wide(command: str, lang: str, run: Run) -> None:
    for width in (80, 100, 120, 200):
        done = run(*command.split(), *SAMPLE, "--lang", lang, COLUMNS=str(width))
        lines = lines_of(done.stdout, width)
        assert sum(bool(re.match("─+$", line)) for line in lines) == COMMANDS[command], done.stdout
        most = 32 if command in ("assess", "stage") else 15
        assert len(lines) <= most + AROUND or width == 80, done.stdout


def test_wide_terminals_show_full_names_and_narrow_ones_say_what_is_missing(run: Run) -> None:
    wide = run("assess", *SAMPLE, "--lang", "zh", COLUMNS="140").stdout
    assert "客户关系管理 销售业务管理 岗位" in wide
    assert "未列出" not in wide
    narrow = run("assess", *SAMPLE, "--lang", "zh", COLUMNS="80").stdout
    assert re.search("客户 +销售$", narrow, re.MULTILINE)
    assert "屏幕较窄，未列出：岗位" in narrow


def to_one_place(rating: float) -> str:
    """Rounded to the nearest, and up to no level that isn't reached; requirements are whole levels here."""
    exact = Decimal(repr(rating))
    shown = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return str(shown - Decimal("0.1") if shown > exact and shown % 1 == 0 else shown)


def test_the_cells_are_those_of_the_json(run: Run) -> None:
    document = json.loads(run("assess", *SAMPLE, "-f", "json").stdout)
    shown = run("assess", *SAMPLE, "--lang", "en", COLUMNS="120").stdout.splitlines()
    signs = {"strength": "+", "met": "=", "short": "-", "unassessed": "?", "not_required": ""}
    model, _ = load_model(ROOT / "data/big_account_sales.yaml")
    assert model is not None
    optional = {p.id: {r.competency for r in p.requires if not r.essential} for p in model.positions}
    for person in document["employees"]:
        expected = []
        for item in person["competencies"]:
            sign = signs[item["status"]]
            if item["status"] == "short" and item["gap"] > 1:
                sign = "--"
            if item["status"] in ("short", "unassessed") and item["competency"] in optional[person["position"]]:
                sign = f"({sign})"
            rating = "" if item["rating"] is None else to_one_place(item["rating"])
            low = item["agreement"] is not None and item["agreement"]["band"] == "low"
            marks = {"*": item["self_only"], "~": item["too_close"], ">": item["at_least"], "!": low}
            expected.append(rating + sign + "".join(m for m, is_so in marks.items() if is_so))
        (line,) = (x for x in shown if f" {person['employee_id']} " in x and "comp gap" not in x)
        verdict = {"near": "nearly ready"}.get(person["verdict"], person["verdict"])
        assert line.startswith(verdict)
        assert re.findall(r"\S*[-+=?]\S*", line.split(person["name"])[1].removeprefix("    -")) == expected, line
    counted = document["summary"]["verdicts"]
    assert f"{counted['ready']} ready (" in shown[1]
    assert f"{counted['near']} nearly ready (" in shown[1]


def test_the_verdicts_of_groups_are_those_of_the_json(run: Run) -> None:
    asked = ("assess", *SAMPLE, "--by", "department")
    document = json.loads(run(*asked, "-f", "json").stdout)
    lines = run(*asked, "--lang", "en", COLUMNS="120").stdout.splitlines()
    people = {p["employee_id"]: p for p in document["employees"]}
    roster = csv.DictReader(io.StringIO((ROOT / SAMPLE[2]).read_text("utf-8")))
    department = {r["工号"]: r["部门"] for r in roster}
    for group in document["groups"]["groups"]:
        count = Counter(p["verdict"] for id, p in people.items() if department[id] == group["group"])
        assert group["verdicts"] == {v: count[v] for v in ("ready", "near", "developing", "incomplete")}
        (line,) = (x for x in lines if x.startswith(group["group"]))
        assert [int(x) for x in line.split()[1:6]] == [group["people"], *group["verdicts"].values()]


def test_rankings_stages_and_changes_are_those_of_the_json(run: Run) -> None:
    asked = ("match", *SAMPLE, "-p", "account_manager")
    ranked = json.loads(run(*asked, "-f", "json").stdout)["candidates"]
    lines = run(*asked, "--lang", "en", COLUMNS="100").stdout.splitlines()
    assert re.findall(r"^..(E\d+) ", "\n".join(lines), re.MULTILINE) == [r["employee_id"] for r in ranked[:15]]
    stages = json.loads(run("stage", *SAMPLE, "-f", "json").stdout)
    lines = run("stage", *SAMPLE, "--lang", "en", COLUMNS="100").stdout.splitlines()
    said = Counter(re.findall(r"^(above|at|below|not known) +E\d+", "\n".join(lines), re.MULTILINE))
    assert said == {k.replace("unknown", "not known"): n for k, n in stages["summary"].items() if n}
    people = json.loads(run("trend", *SAMPLE, "-f", "json").stdout)["employees"]
    items = [i | {"id": e["employee_id"]} for e in people for i in e["competencies"]]
    tops = {"customer_relationship": 3, "coordination": 4, "communication": 4, "logical_analysis": 4}
    changed = [i for i in items if i["change"]]
    changed.sort(key=lambda i: (i["reliable"] is not True, -round(abs(i["change"]) / tops.get(i["competency"], 3), 9)))
    lines = run("trend", *SAMPLE, "--lang", "en", COLUMNS="100").stdout.splitlines()
    shown = [(m[1], float(m[2])) for line in lines if (m := re.match(r"(E\d+) .* ([+-]\d\.\d\d) ", line))]
    assert [id for id, _ in shown] == [i["id"] for i in changed[:5]]
    assert [change for _, change in shown] == pytest.approx([i["change"] for i in changed[:5]], abs=0.005001)


def test_full_has_what_the_files_have(run: Run) -> None:
    """Every cell of every table of the Markdown, and the commands to type next."""
    for command in ("assess", "stage", "trend", "match -p account_manager", "assess --by manager"):
        asked = (*command.split(), *SAMPLE, "--lang", "en")
        whole = run(*asked, "--full", COLUMNS="200").stdout
        written = run(*asked, "-f", "markdown").stdout
        tables = [re.sub(r"[\\*]", "", line) for line in written.splitlines() if line.startswith("|")]
        cells = {cell.strip() for line in tables for cell in line.split("|")}
        assert not [c for c in cells if c not in whole.replace("*", "") and not re.fullmatch("[-:]*", c)]
        assert "\nNext: comp " in whole
        assert "comp " not in written
        assert " --full" not in whole


def test_figures_are_rounded_to_the_nearest() -> None:
    halves = {3.15: "3.2", 2.25: "2.3", 0.05: "0.1", -0.25: "-0.3", 2.949: "2.9", -0.04: "0.0", 1e-12: "0.0"}
    assert {value: fixed(value, 1) for value in halves} == halves
    assert fixed(2.675) == "2.68"
    assert percent(0.125) == "13%"
    assert (percent(0.9999), percent(1.0), percent(1.0 - 1e-12)) == ("99%", "100%", "100%")


def test_heads_that_would_be_alike_are_told_apart() -> None:
    model, _ = load_model(Path(shipped_model()))
    assert model is not None
    names = ["Customer care (new)", "Customer care (old)", "Till", "Customer relationship", "Customer relationship"]
    one = model.competencies[0]
    given = [one._replace(id=f"c{i}", short=Text("", name), name=Text("", name)) for i, name in enumerate(names)]
    heads, legend = abbreviated_heads(given, Words("en"))
    assert list(heads.values()) == ["Cust…(new)", "Cust…(old)", "Till", "#4", "#5"]
    assert legend == "#4 Customer relationship, #5 Customer relationship"


def test_what_was_left_out_is_said_first_and_how_to_see_it(run: Run, tmp_path: Path) -> None:
    lines = ["employee_id,position,competency,level,cycle", "a,account_manager,communication,3,1"]
    lines += ["a,account_manager,logical_analysis,9,1", "b,account_manager,communication,2,1"]
    (tmp_path / "r.csv").write_text("\n".join(lines), "utf-8")
    for command in (
        ("assess",),
        ("assess", "--by", "position"),
        ("stage",),
        ("match", "--bench"),
        ("match", "-e", "b"),
    ):
        done = run(*command, "r.csv", "--lang", "en", cwd=tmp_path)
        assert done.returncode == 1
        assert "1 row left out because of 1 error." in done.stdout
        assert "\nNext: comp check r.csv --lang en" in done.stdout
