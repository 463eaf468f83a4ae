"""Settings of Sphinx, by which `make docs` builds the site from the folder that `website.staging` lays out."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx
from sphinx.search.en import SearchEnglish

project = html_title = "comp"
language = "en"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx_copybutton"]
myst_heading_anchors = 6  # headings are places to link to, as they are in the repository

default_role = "code"  # of `names` in docstrings
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True

html_theme = "pydata_sphinx_theme"
html_theme_options = {
    "navbar_align": "left",
    "show_prev_next": False,
    "header_links_before_dropdown": 6,
    "secondary_sidebar_items": ["page-toc"],
    "primary_sidebar_end": [],
    "footer_start": [],
    "footer_end": [],
}
html_context = {"default_mode": "auto"}  # light or dark, as the reader's system is
html_sidebars: dict[str, list[str]] = {"index": [], "index.zh": []}  # the header holds the same
html_static_path = ["static"]
html_css_files = ["site.css"]
html_copy_source = html_show_sourcelink = html_use_index = html_domain_indices = False
html_search_language = "en_zh"
html_search_scorer = str(Path(__file__).with_name("search.js"))
copybutton_prompt_text = "$ "  # of an example only what is typed
copybutton_line_continuation_character = "\\"

_HAN = r"\u3400-\u9fff\uf900-\ufaff"
_CHINESE, _PIECES = re.compile(f"[{_HAN}]"), re.compile(rf"[{_HAN}]+|[^\W{_HAN}]+")


class EnglishAndChinese(SearchEnglish):
    """Chinese has no spaces: a page is found by its pairs of characters. search.js does the same in the browser."""

    lang = html_search_language

    def split(self, input: str) -> list[str]:
        """English words and pairs of Chinese characters; a character alone is a word."""
        found = []
        for piece in _PIECES.findall(input):
            pairs = [a + b for a, b in pairwise(piece)] if _CHINESE.match(piece) else []
            found += pairs or [piece]
        return found

    def stem(self, word: str) -> str:
        """The stem of an English word; Chinese gets a dot, see search.js."""
        return f"{word}·" if _CHINESE.match(word) else super().stem(word)


def _in_its_language(_app: Sphinx, page: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    if page.endswith(".zh"):
        context["language"] = "zh-Hans"


def _without_source_maps(app: Sphinx, _error: object) -> None:
    for file in app.outdir.rglob("*.map"):  # a quarter of the site, for developers of the theme
        file.unlink()


def setup(app: Sphinx) -> None:
    """Say which pages are Chinese, and what Sphinx doesn't know by itself."""
    app.add_lexer("csv", TextLexer)
    app.add_search_language(EnglishAndChinese)
    app.connect("html-page-context", _in_its_language)
    app.connect("build-finished", _without_source_maps)
