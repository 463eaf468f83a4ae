"""Blocks → one HTML page that needs nothing else: no script, no request, fit for a mail, a phone and paper."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from importlib import resources

from ..language import Language
from .blocks import Block, Heading

_TEMPLATE, _STYLE = "page.html.jinja", "page.css"


def html(blocks: Iterable[Block], language: Language) -> str:
    """The blocks as a whole page; text from files stays text."""
    from jinja2 import Environment, StrictUndefined

    folder = resources.files(__package__)
    style = (folder / _STYLE).read_text("utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((folder / _TEMPLATE).read_text("utf-8"))
    parts = [(type(block).__name__, block) for block in blocks]
    title = next((block.text for _, block in parts if isinstance(block, Heading)), "comp")
    return template.render(
        language={"zh": "zh-Hans", "en": "en"}[language],
        title=title,
        style=style,
        style_hash=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        parts=parts,
    )
