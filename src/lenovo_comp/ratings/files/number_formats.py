"""How a workbook shows its numbers, as far as that is not what its cells hold: percentages, dates, ids with zeros."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

DIGIT = "\0"
"""Stands in a mask for a digit of the number."""
MOST_DIGITS = 15
"""Digits that a spreadsheet keeps of a number."""
LONG = 10.0**MOST_DIGITS
"""Numbers from here on have lost digits."""
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_BUILT_IN = {9: "0%", 10: "0.00%"}
_PIECE = r'"([^"]*)"|\\(.)|[_*].|\[[^\]]*\]|(.)'
# What stands for itself without quotes; other characters shape a number in ways that no id is shown.
_LITERAL = " -()+"


class Format(NamedTuple):
    """How a number is shown: as a percentage, or by a mask."""

    mask: str = ""
    """The text that is shown, with `DIGIT` where a digit goes."""
    decimals: int | None = None
    """Decimals of a percentage; None for other numbers."""
    is_percentage: bool = False

    def shown(self, number: float) -> str | None:
        """What a person sees, None where the mask doesn't fit.

        >>> Format(DIGIT * 3).shown(7.0), Format(decimals=1, is_percentage=True).shown(0.755)
        ('007', '75.5%')
        """
        if self.decimals is not None:
            return f"{number * 100:.{self.decimals}f}%"
        slots = self.mask.count(DIGIT)
        if not slots:
            return self.mask
        if number < 0 or not number.is_integer() or number >= 10**MOST_DIGITS:
            return None
        digits = f"{number:0{slots}.0f}"
        first, *others = digits[: len(digits) - slots + 1], *digits[len(digits) - slots + 1 :]
        text = self.mask.replace(DIGIT, first, 1)
        for digit in others:
            text = text.replace(DIGIT, digit, 1)
        return text


def text_of(number: float) -> str:
    """A number as people see it: with the digits that spreadsheets keep, beyond which is the noise of sums.

    >>> text_of(2.0000000000000004), text_of(110101199003071234)
    ('2', '110101199003071000')
    """
    text = f"{number + 0.0:.{MOST_DIGITS}g}"
    return text if abs(number) < LONG else f"{Decimal(text):f}"


def format_of(number: int, codes: Mapping[int, str]) -> Format | None:
    """What the format of a number in a workbook says, if that is of interest; `codes` are the workbook's own."""
    code = codes.get(number) or _BUILT_IN.get(number)
    return read_format(code) if code else None


def is_date(number: int, codes: Mapping[int, str]) -> bool:
    """Whether the format of a number shows a date or a time."""
    return number in _DATES or any(c in "dmyhs" for c, is_text in _pieces(codes.get(number, "")) if not is_text)


@lru_cache(maxsize=256)
def read_format(code: str) -> Format | None:
    """A format's code, as far as it shows a percentage, or an id with its zeros or letters.

    >>> read_format("0.0%"), read_format("000").mask.count(DIGIT), read_format("#,##0.00")
    (Format(mask='', decimals=1, is_percentage=True), 3, None)
    """
    pieces = _pieces(code)
    plain = "".join(text for text, is_text in pieces if not is_text)
    if "%" in plain:
        decimals = re.search(r"\.([0#?]+)", plain)
        return Format(decimals=len(decimals[1]) if decimals else 0, is_percentage=True)
    if not pieces or any(not is_text and text not in f"0{_LITERAL}" for text, is_text in pieces):
        return None
    mask = "".join(DIGIT if text == "0" and not is_text else text for text, is_text in pieces).strip()
    return Format(mask) if DIGIT in mask and mask != DIGIT else None


def _pieces(code: str) -> Sequence[tuple[str, bool]]:
    """The first section of a format's code: its pieces, and whether each is text that is shown as it is."""
    found: list[tuple[str, bool]] = []
    for match in re.finditer(_PIECE, code[:255], re.DOTALL):
        quoted, escaped, plain = match.groups()
        if plain == ";":
            break
        if plain is not None:
            found.append((plain if plain == "E" else plain.lower(), False))
        elif quoted or escaped:
            found.append((quoted or escaped, True))
    return found
