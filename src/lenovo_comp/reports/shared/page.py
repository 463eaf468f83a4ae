"""Pages: a template, figures, styles and script as one HTML file that loads nothing else."""

import base64
import hashlib
from importlib import resources

from ...text import Language, visible

LANG = {"zh": "zh-Hans", "en": "en"}


def render(template: str, language: Language, *, styles: tuple[str, ...], script: str = "", **figures: object) -> str:
    """The page that `template` makes of `figures`, all text escaped and made visible.

    `styles` and `script` name files beside the template.
    """
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        finalize=_visible,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        loader=FunctionLoader(_file),
    )
    style, code = "".join(map(_file, styles)), _file(script) if script else ""
    # Should any text ever get out of its place, a browser loads and runs nothing of it (decision 0009).
    allowed = f"style-src {_hash(style)}" + (f"; script-src {_hash(code)}" if code else "")
    return environment.get_template(template).render(
        lang=LANG[language],
        policy=f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'",
        style=style,
        script=code,
        **figures,
    )


def _visible(figure: object) -> object:
    """The figure as the template writes it: text made visible."""
    # Markup is a subclass of str that the template made of text that is visible already.
    return visible(figure) if type(figure) is str else figure


def _file(name: str) -> str:
    return (resources.files(__package__) / "templates" / name).read_text("utf-8")


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
