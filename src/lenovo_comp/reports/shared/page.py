"""Pages: a template, figures, styles and script as one HTML file that loads nothing else."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from ...text import Language, visible

if TYPE_CHECKING:
    from jinja2 import Environment

LANG = {"zh": "zh-Hans", "en": "en"}


def render(template: str, language: Language, *, styles: tuple[str, ...], script: str = "", **figures: object) -> str:
    """The page that `template` makes of `figures`, all text escaped and made visible.

    `styles` and `script` name files beside the template.
    """
    style, code = "".join(map(_file, styles)), _file(script) if script else ""
    # Should any text ever get out of its place, a browser loads and runs nothing of it (decision 0009).
    allowed = f"style-src {_hash(style)}" + (f"; script-src {_hash(code)}" if code else "")
    return (
        _environment()
        .get_template(template)
        .render(
            lang=LANG[language],
            policy=f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'",
            style=style,
            script=code,
            **figures,
        )
    )


@cache
def _environment() -> Environment:
    """The templates, compiled once for all pages of a run."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    return Environment(
        autoescape=True,
        finalize=_visible,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        loader=FunctionLoader(_file),
    )


def _visible(figure: object) -> object:
    """The figure as the template writes it: text made visible."""
    # Markup is a subclass of str that the template made of text that is visible already.
    return visible(figure) if type(figure) is str else figure


@cache
def _file(name: str) -> str:
    return (resources.files(__package__) / "templates" / name).read_text("utf-8")


@cache
def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
