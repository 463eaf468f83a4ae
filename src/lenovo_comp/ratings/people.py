"""What a table's rows say of people."""

from collections.abc import Sequence

import polars as pl

from .columns import PERSON
from .decoder import MANY, RecordDecoder

PERSON_KINDS = {"position_given": pl.Boolean(), "bad": pl.Boolean()}
"""What is said of people in no cell: whether a position was given, and whether the row is bad."""
_UNSAID = 2**32 - 1


class PersonRows:
    """Takes out of one table's rows, part by part, those that say something of people."""

    def __init__(self, decoder: RecordDecoder) -> None:
        self._decoder = decoder
        self._said: dict[str, pl.Series] = {}
        """Personal column → its code in the last row of each employee, by the employee's code."""

    def kept(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The columns of `PERSON` and `PERSON_KINDS`, `line`, `row` of coded rows with `bad`, most repeats dropped."""
        said = [n for n in (*(f"#{n}" for n in PERSON), "bad") if n in rows.columns]
        other = pl.any_horizontal(pl.col(n) != pl.col(n).shift() for n in said)
        rows = self._drop_unchanged(rows.filter((pl.int_range(pl.len()) == 0) | other), said)
        rows = self._decoder.facts(rows, (*PERSON, "position_given")).filter(pl.col("employee_id").is_not_null())
        return rows.select(n for n in (*PERSON, *PERSON_KINDS, "line", "row") if n in rows.columns)

    def _drop_unchanged(self, rows: pl.DataFrame, said: Sequence[str]) -> pl.DataFrame:
        """Drop rows whose personal columns equal the person's previous row (decision 0007)."""
        if rows.height < MANY:
            return rows
        who, known = rows["#employee_id"], self._decoder.books["employee_id"].frame.height
        same = pl.repeat(True, rows.height, eager=True)
        codes = {n: rows[n].cast(pl.UInt32) for n in said if n != "#employee_id"}
        for name, code in codes.items():
            last = self._said.get(name, pl.Series([], dtype=pl.UInt32))
            unsaid = pl.repeat(_UNSAID, known - len(last), dtype=pl.UInt32, eager=True)
            self._said[name] = pl.concat([last, unsaid], rechunk=True)
            same &= self._said[name].gather(who) == code
        news = ~same
        for name, code in codes.items():
            self._said[name].scatter(who.filter(news), code.filter(news))
        return rows.filter(news)
