"""The documentation hangs together: every page can be found, every link leads somewhere, pictures have their files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lenovo_comp.cli.app import COMMANDS
from website import pictures, reference
from website.examples import EDIT, examples
from website.staging import FROM_ELSEWHERE, INSTEAD, listed, within_site

from .conftest import ROOT

DOCS = ROOT / "docs"
PAGES = sorted((*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "README.zh.md", ROOT / "CHANGELOG.md"))
_CODE = re.compile(r"^```.*?^```$|`[^`\n]+`", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def _anchors(page: Path) -> set[str]:
    """What headings are called as places to link to."""
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def test_every_page_is_in_the_navigation_once() -> None:
    """Home lists the sections, each section its pages, and decisions are listed by question."""

    def pages_of(section: str) -> list[str]:
        text = within_site((DOCS / section).read_text("utf-8"), f"docs/{section}", section)
        return [f"{path}.md" for entries in listed(text).values() for _, path in entries]

    sections = pages_of("index.md")
    decisions = (DOCS / "decisions/index.md").read_text("utf-8")
    pages = {page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md")} | {*FROM_ELSEWHERE.values()}
    records = {page for page in pages if page.startswith("decisions/0")}
    listed_pages = ["index.md", *sections, *(page for section in sections for page in pages_of(section))]
    assert sorted(listed_pages) == sorted((pages - records) | {*INSTEAD.values()})
    assert all(f"({page.removeprefix('decisions/')})" in decisions for page in records)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in _LINK.findall(_CODE.sub("", page.read_text("utf-8"))):
        assert not link.startswith(("http:", "/")), link
        if link.startswith("https:"):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), link
        assert target.is_relative_to(ROOT), link
        assert not anchor or anchor in _anchors(target), link


@pytest.mark.parametrize(
    ("link", "home", "page", "on_site"),
    [
        ("../README.md", "docs/index.md", "index.md", "overview.md"),
        ("../README.md#start", "docs/tutorial.md", "tutorial.md", "overview.md#start"),
        ("../../data/sample_roster.csv", "docs/decisions/a.md", "decisions/a.md", "../data/sample_roster.csv"),
        ("docs/method.md", "README.md", "overview.md", "method.md"),
        ("docs/schema", "README.md", "overview.md", "schemas.md"),
        ("README.zh.md", "README.md", "overview.md", "overview.zh.md"),
        ("ci.md#gates-on-people", "docs/check-data.md", "check-data.md", "ci.md#gates-on-people"),
        ("#gates", "docs/check-data.md", "check-data.md", "#gates"),
        ("https://example.org/a.md", "docs/check-data.md", "check-data.md", "https://example.org/a.md"),
    ],
)
def test_links_stay_inside_the_site(link: str, home: str, page: str, on_site: str) -> None:
    assert within_site(f"[x]({link})", home, page) == f"[x]({on_site})"


def test_pictures_of_pages_have_their_page() -> None:
    """A browser's picture is of a file that a command of the same page writes; a terminal's is of a command."""
    marks = 0
    for page in DOCS.rglob("*.md"):
        text = page.read_text("utf-8")
        written = {argument for example in examples(text) for argument in example.arguments}
        for kind, name, says in pictures.MARK.findall(text):
            marks += 1
            assert says.startswith("comp ") if kind == "terminal" else f"{name}.html" in written, name
        comments = re.findall(r"^<!--.*", text, re.MULTILINE)
        assert all(pictures.MARK.fullmatch(comment) or re.fullmatch(EDIT, comment) for comment in comments), page
    assert marks


def test_a_page_without_a_browser_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    shown = pictures.illustrate("Before\n\n<!-- browser team: The team -->\n\nAfter\n", tmp_path, ROOT / "data")
    assert "The team" in shown
    assert "there was none" in shown
    assert "![" not in shown
    assert list((tmp_path / "pictures").iterdir()) == []


def test_a_terminals_picture_asks_for_nothing(tmp_path: Path) -> None:
    page = "<!-- terminal version: comp show-model communication -->\n"
    assert pictures.illustrate(page, tmp_path, ROOT / "data").startswith("![comp show-model")
    svg = (tmp_path / "pictures/version.svg").read_text("utf-8")
    assert "Communication" in svg
    assert set(re.findall(r"https?://[^\s\"]+", svg)) == {"http://www.w3.org/2000/svg"}
    assert "@font-face" not in svg


def test_the_reference_names_everything() -> None:
    english, chinese = reference.commands("en"), reference.commands("zh")
    for name in (*COMMANDS, "export datapackage"):
        assert f"\n## comp {name}\n" in english
        assert f"\n## comp {name}\n" in chinese
    assert "| `-m, --model FILE` | Use this dictionary instead of the built-in one. |" in english
    assert "| `-m, --model 文件` | 使用此字典，代替内置字典。 |" in chinese
    assert "` |  |" not in english + chinese
    schemas = reference.schemas(DOCS / "schema")
    for file in DOCS.glob("schema/*.json"):
        assert f"(schema/{file.name})" in schemas
    assert ".. autofunction:: lenovo_comp.assess\n" in reference.library()
