"""Pack categorical columns into one UInt64 key, to compare rows as numbers; and find the rows of some people."""

from collections.abc import Sequence
from typing import Literal

import polars as pl

BITS = 64
# Rows that are worth the streaming engine's start.
_MANY = 50_000


def engine(frame: pl.DataFrame) -> Literal["streaming", "in-memory"]:
    """The engine to collect a frame with: for many rows the streaming one takes a fraction of the time."""
    return "streaming" if frame.height > _MANY else "in-memory"


def packed(frame: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """One UInt64 column ("0"), or as many as it takes, that are equal where all of `names` are.

    `names` are columns of Enum, Categorical, Boolean or unsigned integers; null is a value.
    """
    codes = frame.select(pl.col(names).to_physical())
    words: list[pl.Expr] = []
    room = 0
    for code in codes:
        digit, highest = pl.col(code.name).cast(pl.UInt64), code.max()
        top = int(highest) if isinstance(highest, int) else -1
        if code.null_count():
            digit, top = (digit + 1).fill_null(0), top + 1
        if top <= 0:
            continue  # the same in every row
        bits = top.bit_length()
        if bits > room:
            words.append(digit)
            room = BITS - bits
        else:
            words[-1] = words[-1] * (1 << bits) + digit
            room -= bits
    words = words or [pl.repeat(0, pl.len(), dtype=pl.UInt64)]
    words = [word.alias(str(i)) for i, word in enumerate(words)]
    if (how := engine(frame)) == "streaming":
        return codes.lazy().select(words).collect(engine=how)
    return codes.select(words)


def whole(keys: pl.DataFrame) -> pl.Expr:
    """All columns of packed keys as one value."""
    return pl.struct(pl.all()) if keys.width > 1 else pl.first()


def between(people: pl.DataFrame) -> pl.Expr:
    """Whether a row of another frame with `employee_id` is of some people, who are consecutive in the order of ids."""
    first, last = people["employee_id"].to_physical().gather([0, -1])
    return pl.col("employee_id").to_physical().is_between(first, last)


def cut(frame: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """`between`, for a frame sorted by id: found by binary search."""
    first, last = people["employee_id"].to_physical().gather([0, -1])
    codes = frame["employee_id"].to_physical()
    start, end = codes.search_sorted(first, "left"), codes.search_sorted(last, "right")
    return frame.slice(start, end - start)
