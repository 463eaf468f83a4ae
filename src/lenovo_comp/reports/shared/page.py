"""Pages: a template, figures, styles and script as one HTML file that loads nothing else."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from ...text import Language, visible
from .words import Words

if TYPE_CHECKING:
    from jinja2 import Environment

LANG: Mapping[Language, str] = {"zh": "zh-Hans", "en": "en"}
LONGEST_RUNNING = 60
"""Characters of a title that every printed page repeats."""


Trail = Sequence[tuple[str, str]]
"""Links above a page that is one of a folder: names and relative addresses."""


def render(
    template: str,
    language: Language,
    *,
    title: str,
    styles: tuple[str, ...],
    script: str = "",
    trail: Trail = (),
    confidential: bool = True,
    **figures: object,
) -> str:
    """The page that `template` makes of `figures`, all text escaped and made visible.

    `styles` and `script` name files beside the template. Every printed page repeats the title, and whether it is
    `confidential`.
    """
    words = Words(language)
    printed = _printed(visible(title), words("confidential") if confidential else "", words("xlsx_pages"))
    style, code = "".join(map(_small, styles)), _small(script) if script else ""
    # Should any text ever get out of its place, a browser loads and runs nothing of it (decision 0009).
    allowed = f"style-src {_hash_of_file(style)} {_hash(printed)}" + (f"; script-src {_hash(code)}" if code else "")
    return (
        _environment()
        .get_template(template)
        .render(
            lang=LANG[language],
            policy=f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'",
            title=title,
            style=style,
            printed=printed,
            script=code,
            trail=trail,
            trail_name=words("page_trail"),
            skip=words("page_skip"),
            **figures,
        )
    )


def _printed(title: str, marking: str, pages: str) -> str:
    """The style of the margins of printed pages: the title, the marking, and `pages` with its `&P` and `&N` counted."""
    # A custom property can't hold them: those of the root don't reach the margins of a page in every browser.
    cut = title if len(title) <= LONGEST_RUNNING else title[: LONGEST_RUNNING - 1] + "…"
    before, _, rest = pages.partition("&P")
    between, _, after = rest.partition("&N")
    number = f"{_quoted(before)} counter(page) {_quoted(between)} counter(pages) {_quoted(after)}"
    boxes = {"top-left": _quoted(cut), "top-right": _quoted(marking), "bottom-right": number}
    return f"@page{{{''.join(f'@{box}{{content:{content}}}' for box, content in boxes.items())}}}"


def _quoted(text: str) -> str:
    r"""The text as a string of CSS, in which nothing can end the string or the style.

    >>> _quoted('A"</style>')
    '"A\\000022\\00003c\\00002fstyle\\00003e"'
    """
    return '"' + "".join(c if c.isalnum() or c == " " else f"\\{ord(c):06x}" for c in text) + '"'


@cache
def _environment() -> Environment:
    """The templates, compiled once for all pages of a run."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    from .markup import html_of, html_of_spans

    environment = Environment(
        autoescape=True,
        finalize=_visible,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        loader=FunctionLoader(_file),
    )
    environment.globals |= {"html_of": html_of, "html_of_spans": html_of_spans}
    return environment


def _visible(figure: object) -> object:
    """The figure as the template writes it: text made visible, places in charts as short as can be."""
    if type(figure) is float:
        return f"{figure:g}"
    # Markup is a subclass of str that the template made of text that is visible already.
    return visible(figure) if type(figure) is str else figure


@cache
def _small(name: str) -> str:
    """A style or script without what only those who write it need: each page of a folder holds it (decision 0038)."""
    content = _file(name)
    if name.endswith(".css"):
        content = re.sub(r"/\*.*?\*/", "", content, flags=re.DOTALL)
        return re.sub(r"\s*([{};,])\s*", r"\1", content).strip()
    return re.sub(r"^\s*(//.*)?\n?", "", content, flags=re.MULTILINE)


@cache
def _file(name: str) -> str:
    return (resources.files(__package__) / "templates" / name).read_text("utf-8")


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


_hash_of_file = cache(_hash)
