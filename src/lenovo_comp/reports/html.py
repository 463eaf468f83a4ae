"""Blocks → one HTML page that needs nothing else: no script, no request, fit for a mail, a phone and paper."""

from __future__ import annotations

from collections.abc import Iterable

from ..language import Language
from .blocks import Block, Heading
from .pages.rendering import render


def html(blocks: Iterable[Block], language: Language) -> str:
    """The blocks as a whole page; text from files stays text."""
    parts = list(blocks)
    title = next((block.text for block in parts if isinstance(block, Heading)), "comp")
    return render("plain.jinja", language, styles=("page.css",), title=title, parts=parts)
