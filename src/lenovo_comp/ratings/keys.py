"""Codes as numbers: columns packed into few that are equal where all are; people cut into ranges of theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

BITS = 64


def packed(frame: pl.DataFrame, names: Sequence[str]) -> pl.DataFrame:
    """One UInt64 column ("0"), or as many as it takes, that are equal where all of `names` are.

    `names` are columns of Enum, Categorical, Boolean or unsigned integers; null is a value.
    """
    code = {n: pl.col(n).to_physical().cast(pl.UInt64) for n in names}
    tops = frame.select(c.max() for c in code.values()).row(0) if frame.height else [0] * len(names)
    words: list[pl.Expr] = []
    room = 0
    for (name, value), top in zip(code.items(), tops, strict=True):
        values = (top or 0) + 2  # null is 0
        bits = (values - 1).bit_length()
        digit = (value + 1).fill_null(0) if frame[name].null_count() else value + 1
        if bits > room:
            words.append(digit)
            room = BITS - bits
        else:
            words[-1] = words[-1] * (1 << bits) + digit
            room -= bits
    return frame.select(word.alias(str(i)) for i, word in enumerate(words))


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
