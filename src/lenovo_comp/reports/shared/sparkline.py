"""Sparklines: a figure a cycle as a bar an eighth to a whole line high, and in ASCII where bars can't be shown."""

import math
from collections.abc import Sequence

from ...model.dictionary import EPSILON

BARS = "▁▂▃▄▅▆▇█"
ASCII = str.maketrans(BARS, "_.:-=+*#")


def sparkline(shares: Sequence[float | None]) -> str:
    """Shares of 0 to 1 as bars; a blank for none."""
    return "".join(
        " " if s is None else BARS[min(max(math.floor(s * len(BARS) + EPSILON), 0), len(BARS) - 1)] for s in shares
    )
