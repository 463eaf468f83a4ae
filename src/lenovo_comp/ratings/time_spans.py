"""Spans of time on the calendar: years, their parts, months and days."""

from datetime import date
from typing import NamedTuple

_DAY = 86_400
YEARS = range(1900, 2200)
"""Numbers that are taken for years."""
ORDERS = ("dmy", "mdy", "ymd")
"""The ways in which people put three bare numbers for a date."""


class Period(NamedTuple):
    """A time, by its first and last second counted from the year 1."""

    end: int
    start: int
    calendar: str = ""
    """"fiscal" (`FY26`) and "span" (`2025/26`) are years whose first month is not known; their times are nominal."""
    words: str = ""
    """Words of the text that are not about time."""


class BareDate(NamedTuple):
    """A date of three numbers, the year not first, from which alone it isn't clear what they are."""

    numbers: tuple[int, int, int]
    dotted: bool
    clock: int | None = None

    def read(self, order: str) -> Period | None:
        """The day, read in one of `ORDERS`; None where there is no such day."""
        if order == "ymd" and self.numbers[2] > 99:
            return None
        parts = dict(zip(order, self.numbers, strict=True))
        return day_of(full_year(parts["y"]), parts["m"], parts["d"], self.clock)


def part_of_year(year: tuple[int, str] | None, unit: str, number: int) -> Period | None:
    """A year, or its half (`h`), quarter (`q`), week (`w`), or the end of its month (`e`) with that number."""
    if year is None:
        return None
    in_year, calendar = year
    if unit == "w":
        try:
            monday = date.fromisocalendar(in_year, number, 1)
        except ValueError:
            return None
        return Period((monday.toordinal() + 7) * _DAY - 1, monday.toordinal() * _DAY, calendar)
    months = {"": 12, "h": 6, "q": 3, "e": 1}[unit]
    if not 1 <= number <= 12 // months:
        return None
    last = month_of(in_year, number * months)
    if last is None:
        return None
    if unit == "e":
        return Period(last.end, last.end - _DAY + 1, calendar)
    return Period(last.end, date(in_year, (number - 1) * months + 1, 1).toordinal() * _DAY, calendar)


def month_of(year: int, month: int) -> Period | None:
    """A month; None where there is no such month, or no year that anybody means."""
    if not (1 <= month <= 12 and year in YEARS):
        return None
    following = date(year + month // 12, month % 12 + 1, 1)
    return Period(following.toordinal() * _DAY - 1, date(year, month, 1).toordinal() * _DAY)


def day_of(year: int, month: int, day: int, clock: int | None) -> Period | None:
    """A day, or a second of it; None where there is no such day."""
    if year not in YEARS:
        return None
    try:
        start = date(year, month, day).toordinal() * _DAY
    except ValueError:
        return None
    return Period(start + _DAY - 1, start) if clock is None else Period(start + clock, start + clock)


def full_year(year: int) -> int:
    """A year of two digits in full."""
    return 2000 + year if year < 100 else year
