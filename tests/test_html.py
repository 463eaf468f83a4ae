"""The HTML page: whole, self-contained, saying what the blocks say, with nothing in it that runs."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest

from lenovo_comp.reports.formats.html import html
from lenovo_comp.reports.shared.blocks import (
    Block,
    Bullets,
    Column,
    Group,
    Heading,
    Lines,
    Paragraph,
    Span,
    Table,
    text,
)

from .conftest import SAMPLE, Run

HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "{% raw %}", "</style>", "&amp;"]
VOID = {"meta"}


class Page(HTMLParser):
    """The tree of a page: open elements checked, text kept, attributes kept."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(source)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts.append((self.open[-1], data))

    def inside(self, *tags: str) -> list[str]:
        return [t for tag, t in self.texts if tag in tags and t.strip()]


BLOCKS: Sequence[Block] = (
    Heading("Report <1>", 1),
    text("Plain ", Span("bad", "bad"), " rest"),
    Lines(((Span("  kept "), Span("as it is", "dim")), (Span("second"),))),
    Bullets(((Span("one"),), (Span("two", "bold"), Span(" & more")))),
    Table(
        (Column("Key", key=True), Column("Figure", right=True)),
        (Group("", ((Span("a"), Span("1")),)), Group("Second", ((Span("b"), Span("2", "good")),))),
    ),
    Heading("Next"),
    Paragraph((Span("end"),)),
)


def test_every_block_is_there() -> None:
    page = Page(html(BLOCKS, "en"))
    assert page.inside("title", "h1") == ["Report <1>"] * 2
    assert page.inside("h2") == ["Next"]

    shown = "".join(t for _, t in page.texts)
    assert "Plain bad rest" in shown
    assert "  kept as it is\nsecond\n" in shown
    assert "two & more" in shown
    assert page.inside("th") == ["Key", "Figure", "a", "Second", "b"]
    assert page.inside("td") == ["1"]
    assert ("span", {"class": "good"}) in page.elements
    assert [a for tag, a in page.elements if tag == "html"] == [{"lang": "en"}]
    assert [a for tag, a in Page(html(BLOCKS, "zh")).elements if tag == "html"] == [{"lang": "zh-Hans"}]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_text_stays_text(hostile: str) -> None:
    blocks: list[Block] = [
        Heading(hostile, 1),
        text(hostile, Span(hostile, "bad")),
        Bullets(((Span(hostile),),)),
        Lines(((Span(hostile),),)),
        Table((Column(hostile, key=True),), (Group(hostile, ((Span(hostile),),)),)),
    ]
    page = Page(html(blocks, "en"))
    assert {tag for tag, _ in page.elements} <= {
        "html", "head", "meta", "title", "style", "body", "main", "h1", "p", "span", "ul", "li", "pre", "div", "table",
        "thead", "tbody", "tr", "th", "td", "a", "caption",
    }  # fmt: skip
    # The caption of the table is the heading above it.
    assert "".join(t for _, t in page.texts).count(hostile) == 10


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "command",
    [
        ("match", *SAMPLE, "--bench"),
        ("match", *SAMPLE, "-p", "account_manager"),
        ("trend", *SAMPLE),
        ("assess", *SAMPLE, "--by", "department"),
        ("explain", *SAMPLE, "-e", "E012", "-c", "communication"),
        ("plan", *SAMPLE, "-e", "E012", "--mentors"),
        ("plan", *SAMPLE, "--team"),
        ("diff", "data/big_account_sales.yaml", "tests/models/clinic_nursing.yaml"),
    ],
    ids=lambda c: " ".join(c[:1]),
)
def test_pages_ask_for_nothing(command: tuple[str, ...], lang: str, run: Run) -> None:
    done = run(*command, "--format", "html", "--lang", lang)
    assert done.returncode == 0
    page = Page(done.stdout)
    names = {name for _, attributes in page.elements for name in attributes}
    assert not names & {"src", "style", "action", "srcset"}
    links = [a["href"] or "" for _, a in page.elements if "href" in a]
    assert links[0] == "#page-content"
    assert {*links} <= {f"#{a['id']}" for _, a in page.elements if "id" in a}
    assert not [n for n in names if n.startswith("on")]
    assert "script" not in {tag for tag, _ in page.elements}
    styles = [t for tag, t in page.texts if tag == "style"]
    assert not any(re.search(r"url\(|@import|https?:", style) for style in styles)
    digests = [base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() for style in styles]
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    (policy,) = [a["content"] for tag, a in page.elements if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy == f"default-src 'none'; style-src {allowed}; base-uri 'none'; form-action 'none'"
    assert done.stdout == run(*command, "--format", "html", "--lang", lang).stdout


def test_a_page_says_what_markdown_says(run: Run) -> None:
    """Every word of the report: the same text, whatever the writer; pages repeat headings as captions of tables."""
    asked = ("explain", *SAMPLE, "-e", "E012", "-c", "communication", "--lang", "zh")
    page = Page(run(*asked, "--format", "html").stdout)
    shown = "".join("".join(t for tag, t in page.texts if tag not in ("style", "title", "a", "caption")).split())
    written = re.sub(r"\\(?=\W|_)", "", run(*asked, "--format", "markdown").stdout)
    words = re.sub(r"^#+ |^- |^\|[-:| ]+\|$|\*\*", "", written, flags=re.MULTILINE)
    assert shown == "".join(words.replace("|", "").split())


def test_an_ending_is_enough(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "E012.html"
    done = run("gap", *SAMPLE, "-e", "E012", "-o", str(file))
    assert done.returncode == 0
    assert file.read_text("utf-8") == run("gap", *SAMPLE, "-e", "E012", "--format", "html").stdout
