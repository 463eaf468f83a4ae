"""A dictionary as large as a public framework: on one screen, by group, kept compiled, and quick to find wrong."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import time
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest

from bench.frameworks import GROUPS, dictionary
from lenovo_comp import load_model
from lenovo_comp.model import parsing
from lenovo_comp.model.names import MOST_COMPARED, Guesses
from lenovo_comp.model.yaml_events import quick_events
from lenovo_comp.text import LANGUAGES

from .conftest import Run
from .parsers import parse_by_both

TEXT = "\n".join(dictionary()) + "\n"


@pytest.fixture
def large(tmp_path: Path) -> str:
    """The dictionary's file."""
    path = tmp_path / "large.yaml"
    path.write_text(TEXT, "utf-8")
    return str(path)


def many_groups(competencies: int, groups: int, path: str = "{{zh: 组{g}, en: Group {g}}}") -> str:
    """A dictionary of competencies, so many in each group."""
    lines = ["id: many", "name: {zh: 多, en: Many}", "competencies:"]
    for i in range(competencies):
        group = path.format(g=i % groups + 1)
        lines += [f"  - {{id: c{i}, name: {{zh: 能力{i}, en: Skill {i}}}, group: {group}, layer: general}}"]
    return "\n".join(lines) + "\n"


def test_it_has_the_size_of_a_framework() -> None:
    count = Counter(re.findall(r"^ *(?:- )?\{?(zh|level|competency|- id|id)\b", TEXT, re.MULTILINE))
    assert (count["zh"], count["competency"]) == (670, 600)
    model, notes = parse_by_both(TEXT.encode())
    assert model is not None
    assert (len(model.competencies), len(list(model.statements())), len(model.positions)) == (150, 670, 30)
    assert {note.rule.code for note in notes} == {"M333"}
    assert find_spec("_ruamel_yaml") is None or quick_events(TEXT) is not None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("columns", ["80", "100"])
def test_the_overview_fits_a_screen(language: str, columns: str, run: Run, large: str) -> None:
    lines = run("show-model", "--model", large, "--lang", language, COLUMNS=columns).stdout.splitlines()
    assert len(lines) <= 24
    assert all(len(line) <= int(columns) for line in lines)
    for group in GROUPS:
        (row,) = [line.split() for line in lines if line.startswith(group.zh if language == "zh" else group.en)]
        number = len(re.findall(rf"^    group: .*{group.en}", TEXT, re.MULTILINE))
        part = "".join(x for x in TEXT.split("\n  - id: ") if f'en: "{group.en}"' in x)
        assert row[1:] == [str(number), "1–5", str(part.count("            zh: "))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_it_says_to_type_works(language: str, run: Run, large: str, tmp_path: Path) -> None:
    text = run("show-model", "--model", large, "--lang", language).stdout
    typed = re.findall(r"comp (show-model .*)$", text, re.MULTILINE)
    assert len(typed) == 4
    for line in typed:
        done = run(*shlex.split(line), "--model", large, "--lang", language, cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("asked", ["Direction", "方向", "direction"])
def test_a_group_lists_its_competencies(asked: str, run: Run, large: str) -> None:
    expected = [
        f"{s.en}_{a}"
        for s in GROUPS[next(iter(GROUPS))]
        for a in ("planning", "analysis", "delivery", "verification", "improvement")
    ]
    text = run("show-model", asked, "--model", large, "--lang", "en").stdout
    assert re.findall(r"^[A-Z].* (\w+_\w+) +1–\d +\d$", text, re.MULTILINE) == expected
    document = json.loads(run("show-model", asked, "--model", large, "--format", "json").stdout)
    assert [c["id"] for c in document["competencies"]] == expected
    rows = list(csv.DictReader(io.StringIO(run("show-model", asked, "--model", large, "--format", "csv").stdout)))
    assert list(dict.fromkeys(row["competency"] for row in rows)) == expected
    page = run("show-model", asked, "--model", large, "--lang", "en", "--format", "markdown").stdout
    assert re.findall(r"^## .* \((\w+)\)$", page.replace("\\", ""), re.MULTILINE) == expected


def test_a_layer_is_a_group_too_and_a_near_miss_is_named(run: Run, large: str) -> None:
    assert len(run("show-model", "professional", "--model", large).stdout.splitlines()) > 150
    done = run("show-model", "Drection", "--model", large, "--lang", "en")
    assert (done.returncode, 'did you mean "Direction"?' in done.stderr) == (2, True)
    done = run("show-model", "zzz", "--model", large, "--lang", "en")
    assert (done.returncode, len(done.stderr) < 300) == (2, True)
    assert run("show-model", "Direction", "--level", "1", "--model", large).returncode == 2


def test_the_shipped_dictionary_shows_as_before(run: Run) -> None:
    assert "Comm Logic Coord" in run("show-model", "--lang", "en").stdout
    assert "general_x" not in run("show-model", "general", "--lang", "en").stdout


@pytest.mark.parametrize(
    ("groups", "path", "rows", "more"),
    [
        (45, "{{zh: 组{g}, en: Group {g}}}", 20, 25),
        (15, "{{zh: 组{g}, en: Group {g}}}", 15, 0),
        (12, "[{{zh: 总, en: All}}, {{zh: 组{g}, en: Group {g}}}]", 12, 0),
        (45, "[{{zh: 总, en: All}}, {{zh: 组{g}, en: Group {g}}}]", 1, 0),
    ],
)
def test_groups_are_as_deep_as_a_screen_has_lines_for(
    groups: int, path: str, rows: int, more: int, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "m.yaml").write_text(many_groups(90, groups, path), "utf-8")
    text = run("show-model", "--model", str(tmp_path / "m.yaml"), "--lang", "en").stdout
    assert len(re.findall(r"^(?:Group \d+|All) +\d+ no levels", text, re.MULTILINE)) == rows
    assert (f"{more} more groups" in text) == bool(more)
    assert len(text.splitlines()) <= 32


def test_a_position_does_not_name_all_that_it_leaves_out(run: Run, large: str) -> None:
    text = run("show-model", "--position", "position_1", "--model", large, "--lang", "en").stdout
    assert "and 118 more" in text
    assert len(text.splitlines()) < 40


def test_the_handbook_has_every_statement_and_no_table_of_150_columns(run: Run, large: str) -> None:
    text = run("show-model", "--model", large, "--lang", "en", "--format", "markdown").stdout
    assert max(line.count("|") for line in text.splitlines()) < 12
    assert len(re.findall(r"^- [a-z_\\]+\.\d\.1 ", text, re.MULTILINE)) == 670


def test_it_is_kept_compiled_with_its_notes(large: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_model(large, tmp_path / "cache")
    assert first[1]
    monkeypatch.setattr(parsing, "parse_model", None)
    assert load_model(large, tmp_path / "cache") == first


def test_where_every_name_is_wrong_it_takes_no_longer() -> None:
    """600 names would be compared with 150 each; the first 133 are."""
    wrong = re.sub(r"\{competency: (\w+)", lambda m: f"{{competency: {m[1]}_{m.start()}", TEXT)
    start = time.process_time()
    model, found = parsing.parse_model(wrong.encode(), "wrong.yaml")
    assert time.process_time() - start < 3
    unknown = [x.message("en") for x in found if x.rule.code == "M320"]
    assert (model, len(unknown)) == (None, 600)
    assert sum("Did you mean" in message for message in unknown) == MOST_COMPARED // 150


def test_a_name_is_looked_for_once() -> None:
    guess = Guesses(["communication"] * (MOST_COMPARED // 2))
    assert [guess("comunication"), guess("communicatoin"), guess("communicaton")] == ["communication"] * 2 + [None]
    assert guess("comunication") == "communication"
