"""Excel's numbers of days → dates and times."""

import datetime

_LAST = 2_958_466
"""The day after 31 December 9999."""


def date_of(number: float, *, is_1904: bool) -> object:
    """The date, or the time of a day, that a number of days stands for; the number itself where that is none.

    >>> date_of(45658.5, is_1904=False), date_of(0.25, is_1904=False), date_of(-1, is_1904=False)
    (datetime.datetime(2025, 1, 1, 12, 0), datetime.time(6, 0), -1)
    """
    days = number + (1462 if is_1904 else 0)
    if not 0 <= days < _LAST:
        return number
    if days < 1:
        return (datetime.datetime.min + datetime.timedelta(seconds=round(days * 86_400))).time()
    # Excel has a 29 February 1900, which never was.
    start = datetime.datetime(1899, 12, 30 if days >= 60 else 31)
    moment = start + datetime.timedelta(days=int(days), seconds=round(days % 1 * 86_400))
    return moment if moment.time() != datetime.time() else moment.date()
