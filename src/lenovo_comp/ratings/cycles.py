"""Cycles in the order of the time they name (`2026-9` before `2026-10`); where one names none, in the order of text."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from .time_spans import ORDERS, BareDate, Period
from .times import read_period

MOST_READ = 10_000
"""Cycles beyond which nobody meant cycles, and no time is looked for in them."""
_DAY = 86_400
_YEAR = 366 * _DAY
_NUMERALS = {numeral: i for i, numeral in enumerate("一二三四五六七八九", 1)}


class CycleOrder(NamedTuple):
    """Cycles, oldest first, and what is doubtful about their order."""

    cycles: Sequence[str]
    """Each once; "" (no cycle is named) comes first."""
    unclear: Sequence[str] = ()
    """Dates that may be read with day or month first, where that changes the order."""
    uncertain: Sequence[str] = ()
    """Those whose place is a guess: they name no time, or none that can be compared with their neighbours'."""
    alike: Sequence[Sequence[str]] = ()
    """Several that name the same time, or differ only in spaces, case, width."""


def order_cycles(cycles: Iterable[str]) -> CycleOrder:
    """Put cycles in order. What the order of two is may depend on the others: they decide how dates are read.

    >>> order_cycles(["2026-10", "2026-9", "2025H2"]).cycles
    ['2025H2', '2026-9', '2026-10']
    >>> order_cycles(["05/07/2026", "31/12/2025"]).cycles
    ['31/12/2025', '05/07/2026']
    """
    known = sorted(set(cycles))
    named = [cycle for cycle in known if cycle]
    if len(named) < 2:
        return CycleOrder(known)
    nothing = known[: len(known) - len(named)]
    if len(named) > MOST_READ:
        return CycleOrder(known, uncertain=named)
    read = {cycle: read_period(cycle) for cycle in named}
    periods, unclear = _with_dates_read(read)
    lacking = [cycle for cycle, period in periods.items() if period is None]
    if lacking:
        ordered = sorted(named, key=natural)
        uncertain = [] if _are_numbered(named) else lacking
    else:
        ordered = sorted(named, key=lambda cycle: (*_span(periods[cycle]), natural(cycle)))
        uncertain = [
            cycle for pair in pairwise(ordered) if not _is_after(*(periods[c] for c in pair)) for cycle in pair
        ]
    return CycleOrder([*nothing, *ordered], unclear, list(dict.fromkeys(uncertain)), _alike(named, periods))


def in_order(cycles: Iterable[str]) -> list[str]:
    """The cycles, each once, oldest first."""
    return list(order_cycles(cycles).cycles)


def natural(text: str) -> tuple[Sequence[tuple[int, int, str]], str]:
    """The key by which cycles that name no time are ordered: by text, but numbers in it by their value.

    >>> sorted(["第十期", "第2期", "第一期"], key=natural)
    ['第一期', '第2期', '第十期']
    """
    plain = re.sub("第([一二三四五六七八九]?十?[一二三四五六七八九]?)", lambda m: f"第{_number(m[1])}", _fold(text))
    return [_piece(piece) for piece in re.findall("[0-9]+|[^0-9]+", plain)], text


def _number(numeral: str) -> str:
    """A Chinese numeral below a hundred in digits."""
    tens, ten, ones = numeral.rpartition("十")
    value = (_NUMERALS.get(tens, 1) * 10 if ten else 0) + _NUMERALS.get(ones, 0)
    return str(value) if value else numeral


def _piece(piece: str) -> tuple[int, int, str]:
    # Compared by length, then as text: Python refuses to make numbers of thousands of digits.
    if piece[0] in "0123456789":
        number = piece.lstrip("0")
        return 0, len(number), number
    return 1, 0, piece


def _are_numbered(cycles: Sequence[str]) -> bool:
    """Whether all differ in one number alone, as `Round 9` and `Round 10` do: then its order is theirs."""
    pieces = [natural(cycle)[0] for cycle in cycles]
    words = {tuple(piece if piece[0] else (0, 0, "") for piece in several) for several in pieces}
    return len(words) == 1 and sum(not piece[0] for piece in pieces[0]) == 1


def _with_dates_read(read: Mapping[str, Period | BareDate | None]) -> tuple[dict[str, Period | None], list[str]]:
    """The periods with dates like 30/06/2026 read the way that fits all of them; and those where several ways do."""
    dates = {cycle: date for cycle, date in read.items() if isinstance(date, BareDate)}
    periods = {cycle: period for cycle, period in read.items() if not isinstance(period, BareDate)}
    if not dates:
        return periods, []
    ways = _fitting(list(dates.values()))
    if not ways:  # each for itself
        options = {cycle: {date.read(way) for way in ORDERS} - {None} for cycle, date in dates.items()}
        first = {cycle: min(some, default=None) for cycle, some in options.items()}  # type: ignore[type-var]
        return periods | first, [cycle for cycle, some in options.items() if len(some) > 1]
    readings = [periods | {cycle: date.read(way) for cycle, date in dates.items()} for way in ways]
    if len({tuple(sorted(read, key=lambda cycle: _span(r[cycle]))) for r in readings}) == 1:
        return readings[0], []
    return readings[0], [cycle for cycle in dates if len({r[cycle] for r in readings}) > 1]


def _fitting(dates: Collection[BareDate]) -> list[str]:
    """The ways in which all of the dates can be read."""
    ways = [way for way in ORDERS if all(date.read(way) is not None for date in dates)]
    # Nobody who writes dots and the year at the end puts the month first.
    is_dotted = all(date.dotted and date.numbers[2] > 99 for date in dates)
    return ways[:1] if is_dotted and "dmy" in ways else ways


def _is_after(first: Period | None, second: Period | None) -> bool:
    """Whether a time is certainly not before another that ends with it or earlier."""
    assert first is not None and second is not None
    # A fiscal year may end in any month, and is called by the year in which it starts or ends.
    apart = 0 if first.calendar == second.calendar else _YEAR
    return first.end + apart < second.start or (not apart and first.words == second.words)


def _alike(cycles: Iterable[str], periods: Mapping[str, Period | None]) -> list[list[str]]:
    """The groups of cycles that are the same but for how they are written."""

    months = {p.start: p for p in periods.values() if p and 28 * _DAY <= p.end - p.start + 1 <= 31 * _DAY}

    def key(cycle: str) -> str:
        period = periods[cycle]
        if period is None:
            return re.sub(r"[\s\-_]", "", _fold(cycle))
        # Spreadsheets turn a month that is typed in, such as 2026-06, into its first day.
        is_day = period.end - period.start + 1 == _DAY
        return repr(months.get(period.start, period) if is_day else period)

    groups = [list(some) for _, some in groupby(sorted(cycles, key=key), key)]
    return [some for some in groups if len(some) > 1]


def _span(period: Period | None) -> tuple[int, int]:
    return (period.end, period.start) if period is not None else (0, 0)


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()
