"""The reports' wording in one language, and figures as text.

Wording that reports share stands in `words.json` beside this file, that of one report in its folder.
"""

# JSON loads as fast as compiled code, and translators' tools read it; TOML takes milliseconds (decision 0016).
import json
import math
from pathlib import Path

from ...method.results import Row
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


def rounded(value: float, places: int = 2) -> float:
    """A number with so many decimals, halves away from zero: as spreadsheets show it.

    >>> rounded(2.125), rounded(-0.5, 0), rounded(2.675)
    (2.13, -1.0, 2.68)
    """
    # Floats lie a little beside the decimals that are meant, and Python rounds halves to even (decision 0032).
    scale = 10**places
    return math.copysign(math.floor(abs(value) * scale + 0.5 + EPSILON) / scale, value)


def rounded_rating(value: float, required: float | None, tolerance: float = 0.0, places: int = 2) -> float:
    """A rating with so many decimals, rounded up to no level, requirement or other limit that it has not reached.

    Limits are whole numbers, and whole units from the requirement, with the tolerance and without.

    >>> rounded_rating(2.666, 3.0), rounded_rating(2.999, 3.0), rounded_rating(2.96, 3.0, places=1)
    (2.67, 2.99, 2.9)
    """
    found = rounded(value, places)
    origins = {0.0} if required is None else {0.0, required, required - tolerance}
    for limit in (origin + math.ceil(value - origin - EPSILON) for origin in origins):
        if value + EPSILON < limit <= found + EPSILON:
            found = (math.ceil((limit - EPSILON) * 10**places) - 1) / 10**places
    return found


def rounded_gap(gap: float, tolerance: float = 0.0, places: int = 2) -> float:
    """A gap with so many decimals; one beyond the tolerance, or beyond whole units, is not rounded down to that.

    >>> rounded_gap(0.333), rounded_gap(0.001), rounded_gap(-0.999)
    (0.33, 0.01, -0.99)
    """
    return -rounded_rating(-gap, 0.0, tolerance, places) + 0.0


def figure(value: float | None, places: int = 2) -> str:
    """A number with at most `places` decimals and no trailing zeros; empty for None.

    >>> figure(2.5), figure(3.0)
    ('2.5', '3')
    """
    if value is None:
        return ""
    shown = f"{rounded(value, places):.{places}f}"
    shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    return "0" if shown == "-0" else shown


def short_of(rating: float, required: float, tolerance: float = 0.0) -> tuple[str, str]:
    """A rating below its requirement, and the gap, never rounded so that they look met.

    >>> short_of(2.999, 3.0)
    ('2.99', '0.01')
    """
    return figure(rounded_rating(rating, required, tolerance)), figure(rounded_gap(required - rating, tolerance))


def rating_and_gap(item: Row, tolerance: float = 0.0) -> tuple[str, str]:
    """Rating (`≥` before a bound) and gap of a row of `gaps`, rounded so that neither contradicts the status."""
    rating, required, gap = item["rating"], item["required"], item["gap"]
    if rating is None:
        return "", ""
    shown = ("≥" if item["at_least"] else "") + figure(rounded_rating(rating, required, tolerance))
    return shown, "" if gap is None else figure(rounded_gap(gap, tolerance))


OVERVIEW_PLACES = 1
"""Decimals of a rating in the team's table of people × competencies, wherever that is shown."""


def overview_rating(item: Row, tolerance: float) -> float:
    """The rating of a row of `gaps` as the team's table shows it."""
    return rounded_rating(item["rating"], item["required"], tolerance, OVERVIEW_PLACES)


def fixed(value: float | None, places: int = 2) -> str:
    """A mean with all its decimals, so that a column of them lines up; empty for None.

    >>> fixed(3.0)
    '3.00'
    """
    return "" if value is None else f"{rounded(value, places) + 0.0:.{places}f}"


def signed(value: float, places: int = 2) -> str:
    """A change, with its sign: `+0.50`."""
    shown = fixed(value, places)
    return shown if shown.startswith("-") else f"+{shown}"


def percent(value: float | None) -> str:
    """A share from 0 to 1 in whole percent; `100%` only where it is all, `-` for None.

    >>> percent(0.999)
    '99%'
    """
    if value is None:
        return "-"
    return f"{whole_percent(value)}%"


def whole_percent(value: float) -> int:
    """A share from 0 to 1 in whole percent; 100 only where it is all."""
    return min(int(rounded(value * 100, 0)), 99 if value < 1 - EPSILON else 100)


def stages(low: int | None, high: int | None, words: Words) -> str:
    """The stages attained: `2`, `3–4`, none yet, or unknown."""
    if low is None or high is None:
        return words("stage_unknown")
    if low == 0:
        return words("stage_none")
    return str(low) if low == high else f"{low}–{high}"
