"""What the schema allows, in every command: ten lines, one language, levels with holes, no positions, no statements.

The dictionaries are unlike the shipped one in what they leave out; expected figures are worked out by hand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError
from ruamel.yaml import YAML

from lenovo_comp.method.assessment import assess
from lenovo_comp.model.dictionary import Model
from lenovo_comp.model.json_schema import dictionary_schema
from lenovo_comp.model.loading import load_model
from lenovo_comp.model.parsing import parse_model
from website.json_schemas import FOLDER

from .conftest import Done, Run
from .strategies import foreign_yaml, write
from .test_arithmetic import read

TEN_LINES = """\
id: night_shift
languages: [en]
name: Night-shift nursing
competencies:
  - id: handover
    name: Handover
    levels:
      - {level: 1, behaviours: [Hands over by the checklist]}
      - {level: 2, behaviours: [Points out risks unasked]}
  - {id: calm, name: Calm, behaviours: [Speaks evenly in an emergency]}
"""
SFIA = """\
id: shuju
languages: zh
name: 数据能力框架
license: CC BY 4.0
competencies:
  - id: c001
    group: [数字化, 数据]
    name: 数据分析
    definition: 用数据支持决策
    levels:
      - {level: 4, name: 应用, behaviours: [能独立分析, 能解释结果]}
      - level: 5
        name: 指导
        summary: 指导他人分析
        actions: [{kind: course, zh: 数据课程, url: "https://example.org/a?b=1&c=2"}]
      - {level: 6, name: 引领, behaviours: [建立方法]}
  - id: c002
    group: 通用
    name: 沟通
    behaviours: [清楚表达, 认真倾听, 及时回应]
positions:
  - {id: p1, name: 分析师, requires: [{competency: c001, level: 5}, {competency: c002, level: 3}]}
  - {id: p2, name: 专员, requires: [{competency: c001, level: 4}]}
"""
SILENT = """\
id: skills
name: {zh: 技能, en: Skills}
competencies:
  - {id: coding, name: {zh: 编程, en: Coding}, group: {zh: 技术, en: Technology}, same_as: [K1]}
  - {id: ladder, name: {zh: 阶梯, en: Ladder}, levels: [{level: 0}, {level: 3, name: {zh: 三, en: Three}}]}
positions:
  - id: anybody
    name: {zh: 任意, en: Anybody}
    requires: [{competency: coding, level: 4}, {competency: ladder, level: 3}]
"""


def twelve_levels() -> str:
    """One competency of twelve levels, another of level 0 and 1, neither with a position."""
    levels = "".join(f"      - {{level: {n}, name: L{n}, behaviours: [Does {n}, Shows {n}]}}\n" for n in range(1, 13))
    low = "  - {id: low, name: Low, levels: [{level: 0, behaviours: [Starts]}, {level: 1, behaviours: [Goes on]}]}\n"
    head = "id: twelve\nlanguages: [en]\nname: Twelve\ncompetencies:\n  - id: long\n    name: Long\n    levels:\n"
    return head + levels + low


DICTIONARIES = {"sfia": SFIA, "silent": SILENT, "twelve": twelve_levels(), "holes": foreign_yaml()}


def model_of(name: str) -> Model:
    model, found = parse_model((DICTIONARIES | {"ten": TEN_LINES})[name].encode(), name)
    assert model is not None, found
    return model


def ratings_of(model: Model) -> str:
    """Three people in two cycles: one low, one at the top, one rated by behaviours where there are any."""
    rows = ["employee_id,position,competency,behaviour,level,rater_role,rater_id,cycle"]
    for cycle in ("2025", "2026"):
        for n, who in enumerate(("E1", "E2", "E3")):
            position = model.positions[n % len(model.positions)].id if model.positions else ""
            for c in model.competencies:
                start = f"{who},{position},{c.id}"
                end = f"{model.rater_roles[1].id},M{n},{cycle}"
                if who == "E3" and any(c.statements()):
                    rows += [f"{start},{s.id},{3 if i % 3 else 4},{end}" for i, (_, s) in enumerate(c.statements())]
                else:
                    rows.append(f"{start},,{c.scale.max if who == 'E2' else c.scale.min + c.scale.step:g},{end}")
    return "\n".join(rows) + "\n"


def commands(model: Model) -> Iterator[tuple[int, list[str]]]:
    """Every command with its exit code; `RATINGS`, `MODEL`, `OUT` stand for files."""
    of, first = ["RATINGS", "--model", "MODEL"], model.competencies[0]
    can = 0 if model.positions else 2
    position = model.positions[0].id if model.positions else "nobody"
    yield 0, ["show-model", "--model", "MODEL", *outputs("md", "json", "csv", "html")]
    for c in model.competencies:
        yield 0, ["show-model", c.id, "--model", "MODEL"]
    if first.levels:
        yield 0, ["show-model", first.id, "--level", str(first.levels[-1].level), "--model", "MODEL"]
    yield can, ["show-model", "--position", position, "--model", "MODEL"]
    yield 0, ["check", "MODEL", *of]
    yield 0, ["assess", *of, *outputs("html", "json", "csv", "md", "xlsx", "parquet")]
    yield 0, ["assess", *of, "--too-close"]
    yield 0, ["assess", *of, "--by", "position"]
    yield 0, ["gap", *of, "-e", "E3", *outputs("html", "json", "md", "csv", "xlsx")]
    yield 0, ["gap", *of, "-e", "E1", "--pretty", "--with", f"{first.id}={first.scale.max:g}"]
    yield 0, ["plan", *of, "-e", "E1", "--mentors", *outputs("json")]
    yield 0, ["explain", *of, "-e", "E3", "-c", first.id, "--show-raters", *outputs("json")]
    yield 0, ["plan", *of, "--team", *outputs("json", "md")]
    yield can, ["match", *of, "--position", position, *outputs("json", "csv", "html")]
    yield can, ["match", *of, "--bench"]
    yield can, ["match", *of, "-e", "E1"]
    yield 0, ["stage", *of, *outputs("json", "csv", "html")]
    yield 0, ["trend", *of, *outputs("json", "csv", "html")]
    for by in ("levels", "behaviours"):
        yield can, ["sheet", "--position", position, "--by", by, "--model", "MODEL", *outputs("xlsx", "csv", "html")]
    yield 0, ["diff", "data/big_account_sales.yaml", "MODEL", *outputs("json", "md")]
    yield 0, ["export", "datapackage", *of]


def outputs(*formats: str) -> list[str]:
    """The options that write these formats, too."""
    return [word for format in formats for word in ("-o", f"OUT.{format}")]


@pytest.mark.sampled
@pytest.mark.parametrize("name", DICTIONARIES)
def test_every_command_copes(name: str, run: Run, tmp_path: Path) -> None:
    model = model_of(name)
    known = write(tmp_path / "model.yaml", DICTIONARIES[name])
    ratings = write(tmp_path / "ratings.csv", ratings_of(model))
    lacking, other = ("en", "zh") if model.languages == ("zh",) else ("zh", "en")
    for n, (code, args) in enumerate(commands(model)):
        out = tmp_path / f"{n}"
        files = {"RATINGS": str(ratings), "MODEL": str(known)}
        given = [files.get(word, word.replace("OUT", str(out))) for word in args]
        # The language that the dictionary lacks needs the closer look; in the other, the text will do.
        said = run(*given, *(() if args[0] == "export" else ("--lang", lacking)))
        assert_fine(said, code, given)
        if code == 0 and out.with_suffix(".json").exists():
            checked(json.loads(out.with_suffix(".json").read_text("utf-8")), model)
        if args[0] == "show-model":
            assert_fine(run(*given[: given.index("-o") if "-o" in given else None], "--lang", other), code, given)


def assert_fine(done: Done, code: int, given: list[str]) -> None:
    """The exit code is right, and nothing shows through of how it is made."""
    said = done.stdout + done.stderr
    assert done.returncode == code, (given, said)
    assert not re.search(r"Traceback|\bNone\b|\{[a-z]+\}|Text\(", said), (given, said)


def checked(document: dict[str, Any], model: Model) -> None:
    """The document is as its schema says, and has no words in a language that the dictionary lacks."""
    name = document["schema"].replace("/", "-")
    Draft202012Validator(json.loads((FOLDER / f"{name}.schema.json").read_text("utf-8"))).validate(document)
    if len(model.languages) == 1 and document["schema"] in ("comp.gap/1", "comp.plan/1"):
        lacking = {"zh", "en"} - set(model.languages)
        assert all(part[language] is None for part in bilingual(document) for language in lacking)


def bilingual(part: Any) -> Iterator[dict[str, Any]]:
    """Every part of a document that has words in both languages."""
    if isinstance(part, dict) and "zh" in part:
        yield part
    for inside in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from bilingual(inside)


# ---------------------------------------------------------------- shape


def test_ten_lines_are_a_dictionary() -> None:
    assert len(TEN_LINES.splitlines()) == 10
    model = model_of("ten")
    assert (model.version, model.languages) == ("1", ("en",))
    assert [c.layer for c in model.competencies] == ["professional", "general"]
    assert [(s.id, s.origin) for s in model.statements()] == [
        ("handover.1.1", "own"),
        ("handover.2.1", "own"),
        ("calm.1", "own"),
    ]
    assert [str(c.scale) for c in model.competencies] == ["0–2", "0–4"]


def test_ids_that_are_made_keep_clear_of_those_that_are_given() -> None:
    text = """\
id: x
languages: [en]
name: X
competencies:
  - id: a
    name: A
    levels:
      - level: 1
        behaviours: [One, {id: a.1.3, en: Two}, Three, {id: a.1.1, en: Four}]
        actions: [{kind: course, en: Learn}, {kind: course, en: Learn more, id: a.1.2}]
"""
    model, found = parse_model(text.encode(), "x")
    assert model is not None, found
    (level,) = model.competencies[0].levels
    # 1 is taken by the fourth, 2 by an action, 3 by the second: the first takes the next, and the third the one after.
    assert [s.id for s in level.behaviours] == ["a.1.4", "a.1.3", "a.1.5", "a.1.1"]
    assert [a.id for a in level.actions] == ["a.1.a1", "a.1.2"]


def test_a_language_that_is_lacking_is_shown_in_the_other_and_null_in_json(run: Run, tmp_path: Path) -> None:
    known = str(write(tmp_path / "sfia.yaml", SFIA))
    shown = run("show-model", "c001", "--model", known, "--lang", "en").stdout
    assert "Level 5 · 指导" in shown and "指导他人分析" in shown and "https://example.org/a?b=1&c=2" in shown
    document = json.loads(run("show-model", "--model", known, "--format", "json").stdout)
    assert document["languages"] == ["zh"] and document["license"] == "CC BY 4.0"
    first = document["competencies"][0]
    assert first["name"] == {"zh": "数据分析", "en": None}
    assert first["group"] == [{"zh": "数字化", "en": None}, {"zh": "数据", "en": None}]
    assert [(x["level"], x["name"]["zh"], len(x["behaviours"])) for x in first["levels"]] == [
        (4, "应用", 2),
        (5, "指导", 0),
        (6, "引领", 1),
    ]


def test_names_of_levels_are_values() -> None:
    model = model_of("sfia")
    rated = read("employee_id,position,competency,level,rater_role\nE1,p1,c001,指导,manager\n", model)
    assert assess(model, rated).gaps.filter(competency="c001")["rating"].to_list() == [5.0]


def test_a_name_that_is_lacking_is_nobodys() -> None:
    model = model_of("ten")
    assert model.competency_names.find("") is None
    assert model.competency_names.find(" - ") is None


# ---------------------------------------------------------------- the method over holes


def rating(name: str, competency: str, seen: dict[str, int]) -> tuple[float | None, bool]:
    """The rating of one rater's degrees, and whether it is a bound."""
    model = model_of(name)
    rows = "".join(f"E1,,{competency},{id},{degree},boss\n" for id, degree in seen.items())
    found = assess(model, read("employee_id,position,competency,behaviour,level,rater_role\n" + rows, model)).gaps
    row = found.filter(competency=competency).row(0, named=True)
    return (None if row["rating"] is None else round(row["rating"], 9)), row["at_least"]


@pytest.mark.parametrize(
    ("competency", "seen", "expected"),
    [
        # Levels 1, 2, 4. All of 1 and 2, one of three of 4: 2 + 1/3 of the way from 2 to 4.
        ("supervision", {"1.1": 4, "1.2": 4, "2.1": 3, "4.1": 4, "4.2": 1, "4.3": 0}, (round(2 + 2 / 3, 9), False)),
        # Nothing of level 4 rated: at least 2.
        ("supervision", {"1.1": 4, "1.2": 4, "2.1": 3}, (2.0, True)),
        # Levels 4, 5, 6. One of three of level 4, and the way there is from 0.
        ("architecture", {"4.1": 4, "4.2": 1, "4.3": 2}, (round(4 / 3, 9), False)),
        ("architecture", {"4.1": 4, "4.2": 3, "4.3": 4, "5.1": 4, "5.2": 1}, (4.5, False)),
        # Levels 0, 1, 3 (without statements), 5. Level 0 is the bottom of the scale, attained or not.
        ("awareness", {"0.1": 0, "0.2": 0}, (0.0, False)),
        ("awareness", {"0.1": 4, "0.2": 4, "1.1": 4, "1.2": 0}, (0.5, False)),
        ("awareness", {"0.1": 4, "0.2": 4, "1.1": 4, "1.2": 4, "5.1": 4}, (1.0, True)),
        # Levels 2, 4, 6 on a scale to 7: past the top level the figure is the top level.
        ("reading", {f"{n}.{k}": 4 for n in (2, 4, 6) for k in (1, 2)}, (6.0, False)),
        ("reading", {"2.1": 4, "2.2": 1}, (1.0, False)),
    ],
)
def test_a_climb_over_holes(competency: str, seen: dict[str, int], expected: tuple[float, bool]) -> None:
    assert rating("holes", competency, {f"{competency}.{key}": degree for key, degree in seen.items()}) == expected


def test_needs_go_to_the_next_level_that_there_is(run: Run, tmp_path: Path) -> None:
    """Required is 3 of 1, 2, 4; rated 2. The behaviours that come next are those of level 4."""
    known = str(write(tmp_path / "holes.yaml", foreign_yaml()))
    rows = "employee_id,position,competency,level,rater_role\nE1,designer,supervision,2,boss\n"
    ratings = str(write(tmp_path / "r.csv", rows))
    document = json.loads(run("gap", ratings, "-m", known, "-e", "E1", "--format", "json").stdout)
    (need,) = document["develop"]
    assert [b["id"] for b in need["behaviours"]] == ["supervision.4.1", "supervision.4.2", "supervision.4.3"]
    team = json.loads(run("plan", ratings, "-m", known, "--team", "--format", "json").stdout)
    assert [(d["competency"], d["level"], d["people"]) for d in team["demand"]] == [("supervision", 4.0, 1)]


def test_without_positions_a_report_says_what_to_add(run: Run, tmp_path: Path) -> None:
    known = str(write(tmp_path / "ten.yaml", TEN_LINES))
    ratings = str(write(tmp_path / "r.csv", "employee_id,competency,level,rater_role\nE1,calm,3,manager\n"))
    for command in (("assess",), ("gap", "-e", "E1"), ("plan", "-e", "E1")):
        done = run(command[0], ratings, "-m", known, *command[1:], "--lang", "en")
        assert done.returncode == 0
        assert "add positions to the dictionary" in " ".join(done.stdout.split()), done.stdout
    named = str(
        write(tmp_path / "n.csv", "employee_id,position,competency,level,rater_role\nE1,nurse,calm,3,manager\n")
    )
    assert "no positions; add `positions` first" in run("check", named, "-m", known, "--lang", "en").stdout


def test_an_address_is_http_or_refused() -> None:
    for url, good in (
        ("https://example.org/x?y=1#z", True),
        ("http://例子.中国/课程", True),
        ("javascript:alert(1)", False),
        ("https://example.org/ <script>", False),
        ("ftp://example.org", False),
    ):
        text = TEN_LINES.replace(
            "behaviours: [Speaks", f'actions: [{{kind: course, en: Go, url: "{url}"}}], behaviours: [Speaks'
        )
        model, found = parse_model(text.encode(), "x")
        assert (model is not None) == good, found


def test_the_other_languages_words_may_be_there_without_being_needed(tmp_path: Path) -> None:
    text = TEN_LINES.replace("name: Calm,", "name: {en: Calm, zh: 沉着},")
    model, found = load_model(write(tmp_path / "x.yaml", text))
    assert model is not None, found
    assert model.competency_names.find("沉着") == "calm"


@pytest.mark.parametrize("text", [TEN_LINES, *DICTIONARIES.values()])
def test_editors_take_them_too(text: str) -> None:
    """The JSON Schema that editors check by allows what `comp check` allows."""
    data = YAML(typ="safe", pure=True).load(text)
    Draft202012Validator(dictionary_schema()).validate(data)
    with pytest.raises(ValidationError):
        Draft202012Validator(dictionary_schema()).validate({**data, "name": 5})
