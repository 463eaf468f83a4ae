"""The time that a text names: a year, half, quarter, month, week or day, as people write them in Chinese or English."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .time_spans import YEARS, BareDate, Period, day_of, full_year, month_of, part_of_year
from .time_words import FILLERS, KINDS, LONGEST_WORD, Token

LONGEST = 60
"""Characters beyond which a text names no time."""
# Patterns are compiled when the first text is read: most runs have one cycle, and read none.
_TOKEN = r"[0-9]+|[a-z]+|[^\W0-9a-z_]+|[.+&]"
_RANGES = (r"(.+?)\s*(?:~|至|到|—|–| - | to )\s*(.+)", "(.+)-(.+)")
_CLOCK = (
    r"[ t]+([01]?[0-9]|2[0-3]):([0-5][0-9])(?::([0-5][0-9])(?:\.[0-9]+)?)?"
    r"(?: ?([ap])\.?m\.?)?(?: ?(?:z|[+-][0-9:]{2,6}))?$"
)


def read_period(text: str) -> Period | BareDate | None:
    """The time that a text names, or None. A range has the start of the one and the end of the other.

    >>> read_period("2026年上半年") == read_period("H1 2026") == read_period("2026H1")
    True
    >>> read_period("Pilot") is None
    True
    """
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    if len(plain) > LONGEST:
        return None
    plain, clock = _without_clock(plain) if ":" in plain else (plain, None)
    # `2026.1-6` is no day.
    is_mixed = "-" in plain and any(sign in plain for sign in "./")
    return (is_mixed and _range(plain)) or _read(_tokens(plain), clock) or _range(plain)


def _range(text: str) -> Period | None:
    """From one time to another, of which one may leave out the year."""
    for pattern in _RANGES:
        if sides := re.fullmatch(pattern, text):
            left, right = _tokens(sides[1]), _tokens(sides[2])
            years = [[token for token in side if token.kind == "Y"][:1] for side in (left, right)]
            start = _read(left if years[0] else [*years[1], *left], None)
            end = _read(right if years[1] else [*years[0], *right], None)
            if isinstance(start, Period) and isinstance(end, Period):
                is_range = start.calendar == end.calendar and start.end < end.start
                return end._replace(start=start.start) if is_range else None
    return None


def _without_clock(text: str) -> tuple[str, int | None]:
    """The text without the time of day at its end, and that time in seconds; None for midnight, as exports write it."""
    found = re.search(_CLOCK, text)
    if found is None:
        return text, None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[4]:
        hour = hour % 12 + 12 * (found[4] == "p")
    return text[: found.start()], hour * 3600 + minute * 60 + second or None


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    for run in re.findall(_TOKEN, text):
        for piece in [run] if run.isascii() else _words(run):
            if piece.isascii() and piece.isdigit():
                found.append(_number(piece))
            elif piece in KINDS:
                found.append(KINDS[piece])
            elif piece not in FILLERS:
                found.append(Token("." if piece == "." else "x", text=piece))
    return found


def _words(run: str) -> Iterator[str]:
    """Chinese text cut into the longest words that are known, and single characters."""
    while run:
        lengths = range(LONGEST_WORD, 1, -1)
        length = next((n for n in lengths if run[:n] in KINDS or run[:n] in FILLERS), 1)
        yield run[:length]
        run = run[length:]


def _number(piece: str) -> Token:
    width = len(piece)
    value = int(piece) if width <= 8 else 0
    if width == 4 and value in YEARS:
        return Token("Y", value, 4)
    kind = {1: "n", 2: "n", 6: "C", 8: "B"}.get(width, "x")
    return Token(kind, value, width, piece)


def _read(tokens: list[Token], clock: int | None) -> Period | BareDate | None:
    """The time that a text's tokens name."""
    words = " ".join(token.text for token in tokens if token.kind == "x")
    dotted = sum(token.kind == "." for token in tokens) == 2
    found = _parts([token for token in tokens if token.kind not in "x."])
    named = _named(found, clock) if found is not None else None
    if isinstance(named, BareDate):
        return named._replace(dotted=dotted) if not words else None
    return named._replace(words=words) if named is not None else None


class _Parts(NamedTuple):
    """What a text is made of: its units with their numbers, and the numbers left over."""

    units: dict[str, int]
    rest: list[Token]
    """With a token `|` where the name of a month stands."""
    is_fiscal: bool

    @property
    def shape(self) -> str:
        return "".join(token.kind for token in self.rest)

    @property
    def values(self) -> list[int]:
        return [token.value for token in self.rest if token.kind != "|"]


def _parts(tokens: Sequence[Token]) -> _Parts | None:
    """The tokens put together; None where a unit has no number, or stands twice."""
    found = _Parts({}, [], any(token.kind == "f" for token in tokens))
    coming = iter(range(len(tokens)))
    for i in coming:
        token, rest = tokens[i], found.rest
        unit, value = token.kind, token.value
        if unit in "nYCB":
            rest.append(token)
            continue
        if unit in "yf":
            if unit == "y" and rest and rest[-1].kind == "n" and rest[-1].width == 2:
                rest[-1] = Token("Y", full_year(rest[-1].value), 4)
            continue
        if unit == "M":
            unit = "m"
        elif unit == "H":
            unit = "h"
        elif unit != "e":
            after = tokens[i + 1] if i + 1 < len(tokens) and tokens[i + 1].kind == "n" else None
            before = rest[-1] if rest and rest[-1].kind == "n" else None
            if after is not None and _is_number_after(unit, before, after):
                next(coming)
                value = after.value
            elif before is not None:
                value = rest.pop().value
            else:
                return None
        if unit in found.units:
            return None
        if unit == "m":
            rest.append(Token("|"))
        found.units[unit] = value
    return found


def _is_number_after(unit: str, before: Token | None, after: Token) -> bool:
    """Whether a unit's number is the one after it (`26Q1`, `W05`), not the one before (`1Q26`, `3月5日`)."""
    if unit in "md":
        return before is None and unit == "m"
    return before is None or after.width == 1 or unit == "w"


def _named(parts: _Parts, clock: int | None) -> Period | BareDate | None:
    """The time that the parts of a text name."""
    units, shape, values = parts.units, parts.shape, parts.values
    larger = units.keys() & {"h", "q", "w", "e"}
    if len(larger) > 1 or (larger and units.keys() & {"m", "d"}):
        return None
    if larger:
        (unit,) = larger
        return part_of_year(_year(parts), unit, units[unit])
    if "m" in units:
        return _with_month(parts, clock)
    match shape:
        case "C":
            return month_of(*divmod(values[0], 100))
        case "B":
            return day_of(values[0] // 10_000, values[0] // 100 % 100, values[0] % 100, clock)
        case "Ynn":
            return day_of(values[0], values[1], values[2], clock)
        case "nnY" | "nnn" if all(token.width == 2 for token in parts.rest[2:]) or shape == "nnY":
            return BareDate((values[0], values[1], values[2]), False, clock)
        case "nY" if not parts.is_fiscal:
            return month_of(values[1], values[0])
        case "Yn" if not parts.is_fiscal and values[1] <= 12:
            return month_of(*values)
    return part_of_year(_year(parts), "", 1)


def _with_month(parts: _Parts, clock: int | None) -> Period | None:
    """A month, or a day of it."""
    month, day, values = parts.units["m"], parts.units.get("d"), parts.values
    if parts.is_fiscal:
        return None
    match parts.shape.replace("|", "") if day is not None else parts.shape:
        case "Y" | "|Y" | "Y|":
            year = values[0]
        case "|n" if parts.rest[-1].width == 2:
            year = full_year(values[0])
        case "Y|n" if day is None:
            year, day = values
        case "n|Y" | "|nY" if day is None:
            day, year = values
        case "n|n" | "|nn" if day is None and parts.rest[-1].width == 2:
            day, year = values[0], full_year(values[1])
        case _:
            return None
    return month_of(year, month) if day is None else day_of(year, month, day, clock)


def _year(parts: _Parts) -> tuple[int, str] | None:
    """The year of a text in which only a year is left, and its calendar (see `Period`)."""
    calendar = "fiscal" if parts.is_fiscal else ""
    has_unit = bool(parts.units) or parts.is_fiscal
    match parts.shape, parts.values:
        case "Y", [year]:
            return year, calendar
        case "n", [short] if has_unit and parts.rest[0].width == 2:
            return full_year(short), calendar
        case "YY", [first, last] if last == first + 1:
            return last, "span"
        case "Yn", [first, last] if last == (first + 1) % 100 and parts.rest[1].width == 2:
            return first + 1, "span"
        case "nn", [first, last] if last == (first + 1) % 100 and (first > 12 or has_unit):
            return full_year(last), "span"
    return None
