"""A year and a part of it, in two columns → a cycle."""

import polars as pl

_DIGITS = {"一": "1", "二": "2", "三": "3", "四": "4", "上半年": "H1", "下半年": "H2", "first": "1", "second": "2"}


def period(year: pl.Expr, part: pl.Expr) -> pl.Expr:
    """The cycle that a year (`2026`, `2026年`) and a part of it (`Q1`, `第一季度`, `上半年`, `3月`) name; else blank.

    >>> frame = pl.DataFrame({"year": ["2026", "2026年", "2025"], "part": ["Q1", "下半年", "3月"]})
    >>> frame.select(period(pl.col("year"), pl.col("part"))).to_series().to_list()
    ['2026Q1', '2026H2', '2025-03']
    """
    digits = year.str.extract(r"^\s*(?:FY\s*)?((?:19|20)\d\d)(?:\.0)?\s*(?:年度?)?\s*$", 1)
    plain = part.str.strip_chars().str.to_uppercase().str.replace_many(list(_DIGITS), list(_DIGITS.values()))
    quarter = plain.str.extract(r"^(?:Q([1-4])|第?([1-4])季度?|([1-4])Q)$", 1)
    quarter = pl.coalesce(quarter, plain.str.extract(r"^第?([1-4])季度?$", 1), plain.str.extract(r"^([1-4])Q$", 1))
    half = plain.str.extract(r"^H([12])$", 1)
    month = plain.str.extract(r"^(0?[1-9]|1[0-2])(?:\.0)?\s*月(?:份)?$", 1).str.zfill(2)
    return (
        pl.when(quarter.is_not_null())
        .then(pl.concat_str(digits, pl.lit("Q"), quarter))
        .when(half.is_not_null())
        .then(pl.concat_str(digits, pl.lit("H"), half))
        .when(month.is_not_null())
        .then(pl.concat_str(digits, pl.lit("-"), month))
    )
