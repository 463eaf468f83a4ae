"""The handbook: the whole dictionary, nothing of it left out, in Markdown and HTML."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from lenovo_comp import Model, load_model
from lenovo_comp.reports.formats.markdown import escape
from lenovo_comp.reports.shared.words import Words
from lenovo_comp.text import LANGUAGES

from .conftest import ROOT, Run


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_statement_is_there_with_its_origin(language: str, model: Model, run: Run, tmp_path: Path) -> None:
    done = run("show-model", "--lang", language, "-o", "h.md", "-o", "h.html", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout == run("show-model", "--lang", language).stdout  # the terminal keeps the overview
    words = Words(language)  # type: ignore[arg-type]
    lines = (tmp_path / "h.md").read_text("utf-8").split("\n")
    text = (tmp_path / "h.md").read_text("utf-8")
    page = html.unescape(re.sub(r"<[^>]*>", "", (tmp_path / "h.html").read_text("utf-8")))
    for statement in model.statements():
        entry = f"- {escape(statement.id)} {escape(words.of(statement.text))}"
        (line,) = [x for x in lines if x == entry or x.startswith(entry + " ")]
        assert (escape(words("mark_supplement")) in line) is (statement.origin == "supplement")
        assert (escape(words("mark_truncated")) in line) is statement.truncated
        # Slips of the source are for editors.
        assert statement.note is None or escape(words.of(statement.note)) not in text
        assert f"{statement.id} {words.of(statement.text)}" in page
    for name, id in (*((c.name, c.id) for c in model.competencies), *((p.name, p.id) for p in model.positions)):
        assert f" {escape(words.of(name))} ({escape(id)})\n" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_notes_on_slips_are_shown_where_they_are_asked_for(language: str, model: Model, run: Run) -> None:
    words = Words(language)  # type: ignore[arg-type]
    wide = {"COLUMNS": "1000"}
    whole = run("show-model", "--notes", "--lang", language, **wide).stdout
    one = run("show-model", "market_information", "--notes", "--lang", language, **wide).stdout
    plain = run("show-model", "market_information", "--lang", language, **wide).stdout
    noted = [s for s in model.statements() if s.note is not None]
    assert noted
    for statement in noted:
        note = words.of(statement.note or statement.text)
        assert note in whole
        assert note in one or not statement.id.startswith("market_information.")
        assert note not in plain
    of_layer = run("show-model", "professional", "--notes", "--lang", language, **wide).stdout
    layer = {s.id for c in model.competencies if c.layer == "professional" for _, s in c.statements()}
    assert {s.id for s in noted if f" {s.id} " in of_layer} == {s.id for s in noted} & layer
    assert run("show-model", "--notes", "--position", "account_manager").returncode == 2


def test_the_index_lists_every_id_once_in_order(model: Model, run: Run) -> None:
    text = run("show-model", "--lang", "en", "--format", "markdown").stdout
    index = text[text.index("## Index") :]
    ids = re.findall(r"^\| ([\w.]+\.\d+) \|", index, re.MULTILINE)
    assert sorted(ids) == sorted(s.id for s in model.statements())
    assert ids.index("communication.9") < ids.index("communication.10")
    assert "| market_information.2.3 | Market information analysis · Level 2 |" in index


def test_contents_name_the_headings(run: Run) -> None:
    text = run("show-model", "--lang", "en", "--format", "markdown").stdout
    contents = text[text.index("## Contents") : text.index("## How to read this")]
    entries = [line[2:].split(":")[0] for line in contents.split("\n") if line.startswith("- ")]
    headings = [h.split(" (")[0] for h in re.findall(r"^## (.*)$", text, re.MULTILINE)]
    assert [h for h in headings if h != "Contents"] == entries


def test_positions_are_in_matrix_and_in_detail(model: Model, run: Run) -> None:
    text = run("show-model", "--lang", "en", "--format", "markdown").stdout
    matrix = text[text.index("## What positions require") :]
    for position in model.positions:
        assert f"\n| {position.name.en} | {position.stage} |" in matrix
        part = matrix[matrix.index(f"### {position.name.en} (") :]
        part = part[: part.index("\n### ") if "\n### " in part else part.index("\n## ")]
        for requirement in position.requires:
            row = f"| {model.competency(requirement.competency).name.en} | "
            assert re.search(re.escape(row) + rf"\w+ \| {requirement.level:g} \|", part)


def test_another_dictionary_without_levels_or_stages(run: Run, tmp_path: Path) -> None:
    """The example of docs/dictionary.md, and the nurses' model."""
    example = re.search(r"```yaml\n(.*?)```", (ROOT / "docs/dictionary.md").read_text("utf-8"), re.DOTALL)
    assert example
    (tmp_path / "night.yaml").write_text(example[1], "utf-8")
    for file in (tmp_path / "night.yaml", ROOT / "tests/models/clinic_nursing.yaml"):
        loaded, _ = load_model(file)
        assert loaded is not None
        text = run("show-model", "--model", str(file), "--format", "markdown", "--lang", "en").stdout
        assert all(f"- {escape(s.id)} " in text for s in loaded.statements())


def test_a_part_of_the_dictionary_stays_a_part(run: Run) -> None:
    text = run("show-model", "communication", "--format", "html", "--lang", "en").stdout
    assert '<h1 id="communication">Communication (communication)</h1>' in text
    assert "market_information" not in text
