"""What every page has around its content: a way past the links, landmarks, captions, margins on paper, no commands."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from lenovo_comp import Model
from lenovo_comp.reports.formats.html import html as plain_page
from lenovo_comp.reports.shared.blocks import Heading

from .conftest import SAMPLE, Run

PERSON = ("gap", *SAMPLE, "-e", "E012")
PAGES = [
    ("assess", *SAMPLE), PERSON, ("gap", *SAMPLE, "-e", "E030"), ("gap", *SAMPLE, "-e", "E016"),
    ("plan", *SAMPLE, "-e", "E012"), ("plan", *SAMPLE, "--team"),
    ("explain", *SAMPLE, "-e", "E012", "-c", "communication"),
    ("trend", *SAMPLE), ("match", *SAMPLE, "--bench"), ("stage", *SAMPLE), ("show-model",),
    ("show-model", "communication"),
    ("show-model", "professional"), ("show-model", "-p", "account_manager"), ("sheet", "-p", "account_manager"),
    ("sheet", *SAMPLE[1:], "--by", "behaviours"),
]  # fmt: skip


@pytest.mark.sampled
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("command", PAGES, ids=" ".join)
def test_every_page_has_its_frame_and_no_command(command: tuple[str, ...], language: str, run: Run) -> None:
    page = run(*command, "-f", "html", "--lang", language).stdout
    skip = {"zh": "跳到正文", "en": "Skip to content"}[language]
    assert f'<body>\n<a class="skip" href="#page-content">{skip}</a>\n' in page
    assert page.count("<main ") == page.count('<main id="page-content"') == 1
    assert page.count("<h1") == 1
    shown = html.unescape(re.sub(r"<style>.*?</style>|<script>.*?</script>|<[^>]*>", " ", page, flags=re.DOTALL))
    assert not re.search(r"\bcomp [a-z]|\s--?[a-z]{2,}", shown)


@pytest.mark.parametrize("command", [PERSON, ("show-model",), ("sheet", "-p", "account_manager")], ids=" ".join)
def test_tables_have_captions(command: tuple[str, ...], run: Run) -> None:
    page = run(*command, "-f", "html", "--lang", "en").stdout
    tables = re.findall(r"<table[^>]*>\s*<caption class=\"unseen\">([^<]+)</caption>", page)
    assert len(tables) == page.count("<table")
    assert len(tables) >= 5


@pytest.mark.parametrize(
    ("language", "marking", "pages"),
    [
        ("en", "Confidential", '"Page " counter(page) " of " counter(pages) ""'),
        ("zh", "机密", '"第 " counter(page) " 页\\00ff0c共 " counter(pages) " 页"'),
    ],
)
def test_paper_repeats_whom_it_is_about(language: str, marking: str, pages: str, run: Run) -> None:
    page = run(*PERSON, "-f", "html", "--lang", language).stdout
    boxes = f'@top-left{{content:"梁佩珊 E012"}}@top-right{{content:"{marking}"}}@bottom-right{{content:{pages}}}'
    assert f"<style>@page{{{boxes}}}</style>" in page
    handbook = run("show-model", "-f", "html", "--lang", language).stdout
    assert '@top-right{content:""}' in handbook
    assert pages in handbook


@pytest.mark.parametrize("title", ["</style><b>x", 'a"}b{', "a\\", "x" * 500, "a\u202eb"])
def test_no_title_gets_out_of_the_margin(title: str) -> None:
    page = plain_page([Heading(title, 1)], "en")
    (style,) = re.findall(r"<style>(@page\{.*)</style>", page)
    (said,) = re.findall(r'@top-left\{content:"([^"]*)"\}', style)
    assert not set(said) & set('<>{}"\n')
    assert style.count("{") == style.count("}") == 4
    assert len(said) < 500
    assert page.count("</style>") == 2


def test_the_handbook_leads_everywhere(model: Model, run: Run) -> None:
    page = run("show-model", "-f", "html", "--lang", "en").stdout
    ids = re.findall(r' id="([^"]*)"', page)
    links = re.findall(r'<a href="#([^"]*)"', page)
    assert len(ids) == len(set(ids))
    assert set(links) <= set(ids)
    levels = [f"{c.id}.{level.level}" for c in model.competencies for level in c.levels]
    assert {c.id for c in model.competencies} | set(levels) | {f"position-{p.id}" for p in model.positions} <= set(
        links
    )
    chapters = page.count("<section>")
    assert links.count("handbook-contents") == chapters == page.count("<h2") - 1
    for competency in model.competencies:
        assert f'<h2 id="{competency.id}">{competency.name.en} (' in page


def test_names_on_a_page_of_a_folder_lead_to_the_handbook(model: Model, run: Run, tmp_path: Path) -> None:
    done = run("report", *SAMPLE, "-o", str(tmp_path / "site"), "--lang", "en")
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "site/people/E012.html").read_text("utf-8")
    links = dict(re.findall(r'<span class="name"><a href="\.\./handbook\.html#([^"]*)">([^<]*)</a>', page))
    assert links == {c.id: c.name.en for c in model.competencies}
    alone = run(*PERSON, "-f", "html", "--lang", "en").stdout
    assert "handbook.html" not in alone


@pytest.mark.parametrize("by", ["levels", "behaviours"])
def test_a_printed_sheet_has_room_for_each_rating_and_its_evidence(by: str, model: Model, run: Run) -> None:
    page = run("sheet", "-p", "account_manager", "--by", by, "-f", "html", "--lang", "en").stdout
    rows = re.findall(r'<tr><th scope="row">([^<]*)</th><td></td><td></td></tr>', page)
    asked = [model.competency(r.competency) for r in model.position("account_manager").requires]
    if by == "levels":
        assert rows == [c.name.en for c in asked]
    else:
        assert len(rows) == sum(1 for c in asked for _ in c.statements())
    assert page.count('<dd class="blank"></dd>') == 3  # ID and name of who is rated, the rater's ID
    assert all(f"☐ {role.name.en}" in page for role in model.rater_roles)
    assert "____" not in page
