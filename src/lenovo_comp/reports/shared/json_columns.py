"""Columns → JSON: the text of every value of a column at once, to the letter as `document.dumps` writes it.

A document of a million ratings holds eight million values. One by one they take Python half a minute; as columns of
text the engine puts them together.
"""

import json
from collections.abc import Callable, Collection, Mapping
from typing import Any

import polars as pl

from ...text import escape_json
from .document import figure

NULL = "null"


def json_column(values: pl.Series, depth: int, sparse: Collection[str] = ()) -> pl.Series:
    """The JSON of each value of a column, String; figures are rounded, and a struct is an object `depth` steps deep.

    Of structs whose names are in `sparse` members that are null are left out.
    """
    if isinstance(values.dtype, pl.Struct):
        fields = values.struct.unnest()
        members = {field.name: json_column(field, depth + 1, sparse) for field in fields}
        given = fields.select(pl.all().is_not_null()) if values.name in sparse else None
        objects = json_objects(members, depth, given)
        return objects.set(values.is_null(), NULL) if values.null_count() else objects
    if values.dtype == pl.Boolean or values.dtype.is_integer():
        return values.cast(pl.String).fill_null(NULL)
    return of_each(values, _text, pl.String()).fill_null(NULL)


def json_objects(members: Mapping[str, pl.Series], depth: int, given: pl.DataFrame | None = None) -> pl.Series:
    """Objects of members whose JSON is known; `given` (a Boolean column a member): which of them an object has."""
    inner, end = "\n" + "  " * (depth + 1), pl.lit("\n" + "  " * depth + "}")
    frame = pl.DataFrame(dict(members))
    keys = {name: f"{inner}{_text(name)}: " for name in members}
    if given is None:
        # One list for all of an object, since every step in between copies its text.
        pairs = ((pl.lit(("," if i else "{") + key), pl.col(name)) for i, (name, key) in enumerate(keys.items()))
        return frame.select(pl.concat_str(*(part for pair in pairs for part in pair), end).alias("")).to_series()
    some = [pl.when(given[name]).then(pl.concat_str(pl.lit("," + key), pl.col(name))) for name, key in keys.items()]
    joined = pl.concat_str(some, ignore_nulls=True)
    text = pl.when(joined == "").then(pl.lit("{}")).otherwise(pl.concat_str(pl.lit("{"), joined.str.slice(1), end))
    return frame.select(text.alias("")).to_series()


def of_each(values: pl.Series, make: Callable[[Any], Any], dtype: pl.DataType) -> pl.Series:
    """What a function makes of each value, called once for each distinct one; null stays null."""
    if values.null_count() == len(values):
        return pl.repeat(None, len(values), dtype=dtype, eager=True)
    distinct = values.drop_nulls().unique()
    made = pl.Series([make(value) for value in distinct], dtype=dtype)
    return values.replace_strict(distinct, made, default=None, return_dtype=dtype)


def _text(value: Any) -> str:
    rounded = figure(value) if isinstance(value, float) else value
    return escape_json(json.dumps(rounded, ensure_ascii=False, allow_nan=False))
