"""The reports' wording in one language, and figures as they are written out.

What several reports say stands in `words.json` beside this, what one says in that of its folder. Wording is data: JSON
is read as fast as compiled code is loaded, and by the tools of translators.
"""

import json
import math
from pathlib import Path

from ...method.results import SHORT, Row
from ...model.dictionary import EPSILON
from ...text import Language, Text

FILE = "words.json"


def _gathered() -> dict[str, dict[str, str]]:
    """Key → language → what is said, of all reports."""
    found: dict[str, dict[str, str]] = {}
    for file in sorted(Path(__file__).parents[1].glob(f"*/{FILE}")):
        found |= json.loads(file.read_text("utf-8"))
    return found


_WORDS = _gathered()


class Words:
    """The wording in one language: `words("gap")`, `words("no_position", who=…)`."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, key: str, **details: object) -> str:
        template = _WORDS[key][self.language]
        return template.format(**details) if details else template

    def number(self, key: str, n: int) -> str:
        """So many things of a kind: English has a word for one (`key_one`) and another for more."""
        return self(f"{key}_one" if n == 1 else key, n=f"{n:,}")

    def of(self, text: Text) -> str:
        """The text in this language."""
        return text[self.language]

    def colon(self) -> str:
        return "\uff1a" if self.language == "zh" else ": "

    def semicolon(self) -> str:
        return "\uff1b" if self.language == "zh" else "; "

    def join(self, parts: list[str]) -> str:
        """A list in running text."""
        return ("、" if self.language == "zh" else ", ").join(parts)


def figure(value: float | None, places: int = 2) -> str:
    """A rating or gap: at most two places, no trailing zeros, a blank for none."""
    if value is None:
        return ""
    shown = f"{value:.{places}f}".rstrip("0").rstrip(".")
    return "0" if shown in ("-0", "") else shown


def short_of(rating: float, required: float) -> tuple[str, str]:
    """A rating below its requirement, and the gap: never rounded so that they look met."""
    shown = figure(rating)
    if shown == figure(required):
        shown = f"<{shown}"
    gap = figure(required - rating)
    return shown, "<0.01" if gap == "0" else gap


def rating_and_gap(item: Row) -> tuple[str, str]:
    """As they are shown; a shortfall never rounded so that it looks met."""
    if item["status"] == SHORT:
        return short_of(item["rating"], item["required"])
    return figure(item["rating"]), figure(item["gap"])


def rounded_down(rating: float) -> str:
    """With one place: a rating just below its requirement must not look as if it were met.

    >>> rounded_down(2.96)
    '2.9'
    """
    return f"{math.floor(rating * 10 + EPSILON) / 10:.1f}"


def fixed(value: float | None) -> str:
    """A mean with two places, so that a column of them lines up."""
    return "" if value is None else f"{value + 0.0:.2f}"


def percent(value: float | None) -> str:
    """A share of 0 to 1 in whole percent; 100% only where it is all."""
    if value is None:
        return "-"
    return f"{min(round(value * 100), 99 if value < 1 - 1e-9 else 100)}%"


def stages(low: int | None, high: int | None, words: Words) -> str:
    """A stage attained: `2`, `3–4`, none yet, or not known."""
    if low is None or high is None:
        return words("stage_unknown")
    if low == 0:
        return words("stage_none")
    return str(low) if low == high else f"{low}–{high}"
