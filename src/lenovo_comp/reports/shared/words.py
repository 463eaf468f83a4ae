"""The reports' wording in one language, and figures as text.

Wording that reports share stands in `words.json` beside this file, that of one report in its folder.
"""

# JSON loads as fast as compiled code, and translators' tools read it; TOML takes milliseconds (decision 0016).
import json
import math
from pathlib import Path

from ...method.results import SHORT, Row
from ...model.dictionary import EPSILON
from ...text import Language, Text

FILE = "words.json"


def _gather() -> dict[str, dict[str, str]]:
    """Key → language → template, of all reports."""
    found: dict[str, dict[str, str]] = {}
    for file in sorted(Path(__file__).parents[1].glob(f"*/{FILE}")):
        found |= json.loads(file.read_text("utf-8"))
    return found


_WORDS = _gather()


class Words:
    """The wording in one language: `words("gap")`, `words("no_position", who=…)`."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, key: str, **details: object) -> str:
        template = _WORDS[key][self.language]
        return template.format(**details) if details else template

    def number(self, key: str, n: int) -> str:
        """A number of things: `3 rows`, from the template `key`, or `key_one` for one."""
        return self(f"{key}_one" if n == 1 else key, n=f"{n:,}")

    def several(self, role: str, n: int) -> str:
        """A number of raters of a role: `3 more peers`."""
        one = role if self.language == "zh" else role.lower()
        return self("more_raters_one" if n == 1 else "more_raters", n=n, role=one)

    def of(self, text: Text) -> str:
        """The text in this language."""
        return text[self.language]

    def colon(self) -> str:
        return "\uff1a" if self.language == "zh" else ": "

    def semicolon(self) -> str:
        return "\uff1b" if self.language == "zh" else "; "

    def clauses(self, parts: list[str]) -> str:
        """Parts of a sentence, one after another."""
        return ("\uff0c" if self.language == "zh" else ", ").join(parts)

    def join(self, parts: list[str]) -> str:
        """A list in running text."""
        return ("、" if self.language == "zh" else ", ").join(parts)


def decimals(value: float, places: int) -> str:
    """A figure with so many decimals, halves away from zero, as spreadsheets round what is shown to people.

    >>> decimals(3.15, 1), decimals(-0.125, 2), decimals(-0.001, 2)
    ('3.2', '-0.13', '0.00')
    """
    # Binary fractions lie a little below or above a half; to nine places a figure is what people calculate by hand.
    scale = 10**places
    units = math.floor(abs(value) * scale + 0.5 + EPSILON)
    return f"{math.copysign(units, value) / scale if units else 0.0:.{places}f}"


def figure(value: float | None, places: int = 2) -> str:
    """A rating or gap with at most `places` decimals and no trailing zeros; empty for None.

    >>> figure(2.5), figure(3.0)
    ('2.5', '3')
    """
    if value is None:
        return ""
    shown = decimals(value, places)
    return shown.rstrip("0").rstrip(".") if places else shown


def short_of(rating: float, required: float) -> tuple[str, str]:
    """A rating below its requirement, and the gap, never rounded so that they look met.

    >>> short_of(2.999, 3.0)
    ('<3', '<0.01')
    """
    gap = figure(required - rating)
    return below(figure(rating), required), "<0.01" if gap == "0" else gap


def below(shown: str, limit: float) -> str:
    """A figure that is below a limit; with `<` where it was rounded so that it looks as if it reached it.

    >>> below("2.9", 3.0), below("3.0", 3.0)
    ('2.9', '<3.0')
    """
    return f"<{shown}" if float(shown) >= limit - EPSILON else shown


def rating_and_gap(item: Row) -> tuple[str, str]:
    """Rating (`≥` before a bound) and gap of a row of `gaps`; a shortfall is never rounded so that it looks met."""
    if item["status"] == SHORT:
        return short_of(item["rating"], item["required"])
    return ("≥" if item["at_least"] else "") + figure(item["rating"]), figure(item["gap"])


def fixed(value: float | None, places: int = 2) -> str:
    """A figure with all its decimals, so that a column of them lines up; empty for None.

    >>> fixed(3.0)
    '3.00'
    """
    return "" if value is None else decimals(value, places)


def signed(value: float, places: int = 2) -> str:
    """A change, with its sign: `+0.50`."""
    shown = decimals(value, places)
    return shown if shown.startswith("-") else f"+{shown}"


def percent(value: float | None) -> str:
    """A share from 0 to 1 in whole percent; `100%` only where it is all, `-` for None.

    >>> percent(0.999)
    '99%'
    """
    if value is None:
        return "-"
    return f"{min(int(decimals(value * 100, 0)), 99 if value < 1 - 1e-9 else 100)}%"


def stages(low: int | None, high: int | None, words: Words) -> str:
    """The stages attained: `2`, `3–4`, none yet, or unknown."""
    if low is None or high is None:
        return words("stage_unknown")
    if low == 0:
        return words("stage_none")
    return str(low) if low == high else f"{low}–{high}"
