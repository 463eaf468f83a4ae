"""Whether the levels of a whole table are on another scale than the dictionary's, such as 1–5 or percentages."""

from collections.abc import Sequence

import polars as pl

from ..findings import catalogue
from ..findings.finding import Finding
from ..model.dictionary import Scale
from ..text import Text
from .decoder import RecordDecoder
from .files.stack import Unlike
from .files.table import Refused
from .shelf import Held, total

FEWEST, SHARE = 5, 0.1
"""Cells off the scale, and their share of those rated, from which on it is no slip."""
_MOST_NAMED = 3
_PERCENT = r"^([+-]?[0-9]+(?:[.,][0-9]+)?)\s*[%‰]$"


class OffScale:
    """Counts one table's levels that are off the scale."""

    def __init__(self, decoder: RecordDecoder) -> None:
        self._decoder = decoder
        self._cells = 0
        self._rows: list[pl.Series] = []
        self._scales: dict[Scale, None] = {}
        self._numbers: list[float] = []
        self._percent = False
        self._column: int | None = None

    def add(self, rows: pl.DataFrame) -> None:
        """Take rows whose levels are off the scale: `level` (null: a percentage), `#level`, `min`, `max`, `step`."""
        if rows.is_empty():
            return
        self._cells += rows.height
        self._rows.append(rows["row"])
        for least, most, step in rows.select("min", "max", "step").unique(maintain_order=True).iter_rows():
            self._scales[Scale(least, most, step)] = None
        codes = rows.filter(pl.col("level").is_null())["#level"].unique()
        shares = self._decoder.books["level"].frame["written"].gather(codes).str.extract(_PERCENT, 1)
        self._percent |= codes.len() > 0
        self._take(pl.concat([rows["level"], shares.str.replace(",", ".", literal=True).cast(pl.Float64)]))
        if self._column is None:
            columns = self._decoder.columns
            self._column = rows["level_column"][0] if columns.wide else columns.known["level"]

    def _take(self, numbers: pl.Series) -> None:
        self._numbers = [x for x in (*self._numbers, numbers.min(), numbers.max()) if isinstance(x, float)]
        self._numbers = [min(self._numbers), max(self._numbers)]

    def refuse(self, ratings: Sequence[Held]) -> None:
        """Raise table.Refused if too many are off the scale; `ratings` are the table's others.

        Raises stack.Unlike for tables in a stack of which that may be true.
        """
        stack = self._decoder.table.stack
        if stack is not None:
            if self._cells >= FEWEST:
                often = stack.parts(pl.concat(self._rows)).value_counts().filter(pl.col("count") >= FEWEST)
                if often.height:
                    raise Unlike(often["part"].to_list())
            return
        if self._decoder.table.is_piece:
            return
        rated = self._cells + total(ratings)
        if self._cells < FEWEST or self._cells < SHARE * rated:
            return
        for some in ratings:
            self._take(some.load(["level"])["level"])
        least, most = (f"{x:g}{'%' if self._percent else ''}" for x in (self._numbers[0], self._numbers[-1]))
        names = [str(scale) for scale in self._scales]
        several = [*names[:_MOST_NAMED], *(["…"] if len(names) > _MOST_NAMED else [])]
        details: dict[str, str | Text] = {
            "least": least,
            "most": most,
            "scales": Text("、".join(several), ", ".join(several)),
            "off": f"{self._cells:,}",
        }
        place = self._decoder.table.header_place(self._column)
        raise Refused(Finding(catalogue.LEVELS_ON_ANOTHER_SCALE, place, None, details, "levels"))
