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
    code = pl.col(names).to_physical()
    *tops, nulls = frame.select(code.max(), pl.struct(code.null_count()).alias("")).row(0)
    words: list[pl.Expr] = []
    room = 0
    for name, highest, missing in zip(names, tops, nulls.values(), strict=True):
        digit = pl.col(name).to_physical().cast(pl.UInt64)
        top = -1 if highest is None else int(highest)
        if missing:
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
    packing = frame.lazy().select(word.alias(str(i)) for i, word in enumerate(words))
    return packing.collect(engine=engine(frame))


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
