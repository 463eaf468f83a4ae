"""What contradicts what across rows and files: each rule a function of the rows, which it may leave out."""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

from ...findings import catalogue
from ...findings.finding import Rule
from ..columns import IDENTITY
from ..packing import packed, whole
from ..sources import AS_FIRST, PLACE


class Clash(NamedTuple):
    """Rows that break a rule at a column, the later of two each, with the place of the other (`with_first`)."""

    rule: Rule
    column: str
    later: pl.DataFrame


Found = tuple[Sequence[Clash], pl.Series]
"""What a rule finds among rows, and the indexes (UInt32) of those that don't count for it."""
NOTHING: Found = ((), pl.Series([], dtype=pl.UInt32))


def any_twice(keys: pl.DataFrame) -> bool:
    """Whether a packed key occurs again; sorting takes less memory than a table of what was seen."""
    if keys.width > 1:
        return bool(keys.is_duplicated().any())
    in_order = keys.to_series().sort()
    return bool((in_order.head(max(len(in_order) - 1, 0)) == in_order.slice(1)).any())


def repeats(rated: pl.DataFrame) -> Found:
    """The same rating again. Later identical ones don't count, nor does any that is contradicted."""
    keys = packed(rated, IDENTITY)
    if not any_twice(keys):
        return NOTHING
    again = keys.select(whole(keys).is_duplicated()).to_series()
    several = rated.hstack(keys.select(whole(keys).alias("key"))).with_row_index("at").filter(again)
    marked = several.with_columns(
        (pl.col("level").n_unique().over("key") > 1).alias("differ"), pl.col("at").first().over("key").alias("first")
    )
    is_later, differ = pl.col("at") != pl.col("first"), pl.col("differ")
    conflicting = Clash(catalogue.RATING_CONFLICTING, "level", with_first(marked.filter(is_later & differ), rated))
    repeated = Clash(catalogue.RATING_REPEATED, "level", with_first(marked.filter(is_later & ~differ), rated))
    return (conflicting, repeated), marked.filter(differ | is_later)["at"]


def rated_both_ways(rated: pl.DataFrame) -> Found:
    """Ratings of a rater who gave a competency a level and rated its behaviours too; none of them counts."""
    if rated["behaviour"].null_count() in (0, rated.height):
        return NOTHING
    keys = packed(rated, [n for n in IDENTITY if n != "behaviour"])
    single = pl.col("behaviour").is_not_null()
    marked = rated.hstack(keys).with_row_index("at")
    both = marked.filter((single.any() & ~single.all()).over(keys.columns))
    if both.is_empty():
        return NOTHING
    second = pl.col("at").filter(single != single.first()).first()
    pairs = both.group_by(keys.columns, maintain_order=True).agg(pl.col("at").first().alias("first"), second)
    later = both.join(pairs.select("at", "first"), on="at", maintain_order="left")
    return [Clash(catalogue.RATED_BOTH_WAYS, "level", with_first(later, rated))], both["at"]


RATING_RULES = (repeats, rated_both_ways)
"""Put to all ratings in turn, each to those that the ones before left."""


def with_first(later: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Later rows, each with the place of the row of `rows` at its index `first`: `first_table`, `first_line`, …."""
    return later.hstack(rows.select(PLACE)[later["first"]].rename(AS_FIRST))


def differences(rows: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """The rows that say something else than the first of their `keys`, with its `first_table`, `first_line`, ….

    Each must say something new.
    """
    first = rows.with_columns(pl.col("at").first().over(keys).alias("first"))
    return with_first(first.filter(pl.col("at") != pl.col("first")), rows)
