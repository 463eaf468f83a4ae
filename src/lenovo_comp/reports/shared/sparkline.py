"""Sparklines: one bar a figure, an eighth to a whole line high; `ASCII` replaces them where they can't be shown."""

import math
from collections.abc import Sequence

from ...model.dictionary import EPSILON

BARS = "▁▂▃▄▅▆▇█"
ASCII = str.maketrans(BARS, "_.:-=+*#")


def sparkline(shares: Sequence[float | None]) -> str:
    """Shares from 0 to 1 as bars, a blank for None.

    >>> sparkline([0.0, 0.5, None, 1.0])
    '▁▅ █'
    """
    return "".join(
        " " if s is None else BARS[min(max(math.floor(s * len(BARS) + EPSILON), 0), len(BARS) - 1)] for s in shares
    )
