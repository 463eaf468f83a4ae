"""A table's records → codes → what they say: the way there and back between cells and codebooks."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from functools import partial

import polars as pl

from ..model.dictionary import Model
from . import cells
from .codebook import ColumnCodebook
from .columns import IDENTITY, NO_ROLE, Kind, of_kind
from .files.table import Table
from .headers import Columns
from .rules import SCALE, Row, split_fact

MANY = 10_000
"""Rows from which on columns are coded side by side, and combinations of cells remembered; tests make it small."""


class RecordDecoder:
    """Knows what stands in the columns of one table.

    In coded frames `#X` (UInt32) is the code of the cell in column X, and `line` and `row` are the record's place.
    A wide record becomes one row a level (`rows`), with `level_column` UInt16 and what that column's header says.
    """

    def __init__(self, table: Table, columns: Columns, books: Mapping[str, ColumnCodebook], model: Model) -> None:
        self.table, self.columns, self.books, self.model = table, columns, books, model
        self.names = tuple(dict.fromkeys([*columns.known, *(("level", *columns.said) if columns.wide else ())]))
        """The columns whose cells have codes."""
        # Coded here and not with the rows, which are coded in another thread.
        self._said = [
            [
                pl.lit(self._code(name, level.says.get(name, "")), pl.UInt32).alias(f"#{name}")
                for name in columns.said
                if name in level.says or name not in columns.known
            ]
            for level in columns.levels
        ]

    def of(self, table: Table) -> "RecordDecoder":
        """The same for another table with the same columns."""
        other = copy(self)
        other.table = table
        return other

    def kinds(self) -> dict[int, pl.Categorical]:
        """Columns of few distinct cells, and the type that saves coding them later."""
        few = of_kind(Kind.NAME, Kind.KEY, Kind.NUMBER)
        return {i: self.books[n].cells for n, i in self.columns.known.items() if n in few}

    def encoded(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Cells → codes; those of a wide table's levels are named "#" and the column. No blank records."""
        if frame.is_empty():
            return frame
        columns = [(n, {n: i}) for n, i in self.columns.known.items()]
        columns.append(("level", {str(level.column): level.column for level in self.columns.levels}))
        if frame.height > MANY:
            with ThreadPoolExecutor() as threads:
                codes = list(threads.map(partial(self._codes, frame), columns))
        else:
            codes = [self._codes(frame, column) for column in columns]
        coded = pl.DataFrame([frame["line"], frame["row"], *(code for some in codes for code in some)])
        blank = coded["#employee_id"].is_in(self.books["employee_id"].blank.implode())
        if not blank.any():
            return coded
        return coded.filter(~blank | frame.select(self.is_given()).to_series())

    def is_given(self) -> pl.Expr:
        """Whether any cell of a record isn't blank, of the columns that are read and say something."""
        known = (i for name, i in self.columns.known.items() if name != "rater_id")  # such as an answer's number
        used = {*known, *(level.column for level in self.columns.levels)}
        own = {self.table.shown_at.get(i, i) for i in used or range(len(self.table.headers))} - {None}
        every = pl.col([str(i) for i in own]).cast(pl.String)
        return pl.any_horizontal(every.str.strip_chars() != "")

    def _codes(self, frame: pl.DataFrame, columns: tuple[str, Mapping[str, int]]) -> list[pl.Series]:
        """The codes of columns that share a codebook."""
        name, at = columns
        some = {n: frame[str(i)] for n, i in at.items()}
        return [
            self.books[name].encode(cell.fill_null("") if cell.null_count() else cell).alias(f"#{n}")
            for n, cell in some.items()
        ]

    def rows(self, coded: pl.DataFrame) -> pl.DataFrame:
        """One row a rating: a wide record becomes one a level."""
        if not self.columns.wide:
            return coded
        personal = coded.drop([f"#{level.column}" for level in self.columns.levels])
        parts = [
            personal.with_columns(
                coded[f"#{level.column}"].alias("#level"), pl.lit(level.column, pl.UInt16).alias("level_column"), *said
            )
            for level, said in zip(self.columns.levels, self._said, strict=True)
        ]
        return pl.concat(parts).sort("row", "level_column", maintain_order=True)

    def meaning(self, name: str, cell: str) -> str:
        """What a cell of a column stands for, as text: itself where that is nothing."""
        code = self._code(name, cell)
        value = self.books[name].values[code]
        return cell if value is None else str(value)

    def _code(self, name: str, cell: str) -> int:
        """The code of a cell."""
        return int(self.books[name].encode(pl.Series([cell]))[0])

    def has(self, facts: Iterable[str]) -> bool:
        """Whether the table says all of that; a behaviour's scale is its competency's where no column names it."""
        return all(self._has(*split_fact("competency" if what in SCALE else what)) for what in facts)

    def _has(self, name: str, part: str) -> bool:
        if name in self.names:
            return True
        return name == "rater_role" and part == "value" and NO_ROLE in self.model.role_names.ids

    def facts(self, rows: pl.DataFrame, asked: Iterable[str]) -> pl.DataFrame:
        """The rows with what is asked of their cells, as far as the table says it (see `rules.RatingsRule`)."""
        asked = set(asked)
        scaled, labelled = not asked.isdisjoint(SCALE), "level" in asked and self._gives_labels
        of_cells = asked - set(SCALE) | ({"competency", "behaviour_given"} if scaled or labelled else set())
        of_cells |= {"level_label", "level_both"} if labelled else set()
        wanted = sorted(what for what in of_cells if what not in rows.columns and self.has([what]))
        rows = rows.with_columns(self.lookup(*split_fact(what)).alias(what) for what in wanted)
        if labelled and "level" in wanted:
            rows = self._with_labels(rows)
        return self._with_scale(rows) if scaled else rows

    @property
    def _gives_labels(self) -> bool:
        """Whether some level is a label, so that what it means depends on what is rated."""
        return "level" in self.names and self.books["level"].gives_labels

    def _with_labels(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows with `level` as the row's scale has its label."""
        labels = self.books["level"].labels
        assert labels is not None
        if "competency" not in rows.columns:
            return rows
        level = labels.level(has_behaviour="behaviour_given" in rows.columns)
        return rows.with_columns(level).drop("level_label", "level_both")

    def lookup(self, name: str, part: str) -> pl.Expr:
        """What a column's codebook says of its cells."""
        if name not in self.names:
            return pl.lit(NO_ROLE).cast(self.books["rater_role"].kind)
        book = self.books[name]
        return pl.lit(book.values if part == "value" else book.frame[part]).gather(pl.col(f"#{name}"))

    def _with_scale(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows with the scale that each is rated on: its competency's, or that of single behaviours."""
        common = self.model.attainment.scale
        given = pl.col("behaviour_given") if "behaviour" in self.names else pl.lit(False)
        rows = rows.join(cells.scales(self.model), on="competency", how="left", maintain_order="left")
        return rows.with_columns(
            pl.when(given & pl.col("competency").is_not_null()).then(getattr(common, x)).when(~given).then(x).alias(x)
            for x in SCALE
        )

    def identities_at(self, places: pl.DataFrame) -> list[Row]:
        """(line, row) → the cells that make those records ratings, decoded again; only for findings that are shown."""
        some = [self.table.records.cells(line, row) for line, row in places.iter_rows()]
        schema = dict.fromkeys([str(i) for i in range(len(self.table.headers))], pl.String)
        coded = self.encoded(places.hstack(pl.DataFrame(some, schema=schema, orient="row")))
        rows = self.facts(self.rows(coded), IDENTITY)
        first = rows.unique("row", keep="first", maintain_order=True)
        return first.select(n for n in ("line", "row", *IDENTITY) if n in rows.columns).rows(named=True)
