"""Codes as numbers: columns packed into few that are equal where all are; people cut into ranges of theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import polars as pl

BITS = 64
_MANY = 50_000
"""Rows that are worth the streaming engine's start."""


def engine(frame: pl.DataFrame) -> Literal["streaming", "in-memory"]:
    """What to work a frame's rows with: over many, the streaming engine takes a fraction of the time."""
    return "streaming" if frame.height > _MANY else "in-memory"


def packed(frame: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """One UInt64 column ("0"), or as many as it takes, that are equal where all of `names` are.

    `names` are columns of Enum, Categorical, Boolean or unsigned integers; null is a value.
    """
    code = pl.col(names).to_physical()
    *tops, _ = most = frame.select(code.max(), pl.struct(code.null_count()).alias("")).row(0)
    words: list[pl.Expr] = []
    room = 0
    for name, highest, missing in zip(names, tops, most[-1].values(), strict=True):
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


def slices(people: pl.DataFrame, most: int) -> Iterator[tuple[pl.DataFrame, pl.Expr]]:
    """At most so many people at a time, and where their rows are in other frames with `employee_id`.

    `people` are in the order of their ids, one row each.
    """
    code = pl.col("employee_id").to_physical()
    for some in people.iter_slices(most):
        first, last = some.select(code.min().alias("first"), code.max().alias("last")).row(0)
        yield some, code.is_between(first, last)
