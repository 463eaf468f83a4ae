"""What spans people: sums of each part that add up to those of all, and the first place of what must be compared."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import NamedTuple

import polars as pl

from ..findings import catalogue
from ..findings.collector import Collector
from ..findings.finding import Finding, Place
from ..method.everybody import Everybody, Part
from ..model.dictionary import Model
from ..ratings.alike import Alike, report
from ..ratings.codebook import ColumnCodebook
from ..ratings.cycle_findings import findings_about, first_of_cycles
from ..ratings.cycles import order_cycles
from ..ratings.rated import first_raters
from ..ratings.sources import Locate, joined_people
from .reading import Read

_TEXT = ("kind", "competency", "role", "value", "cell", "file", "field")
_NUMBERS = ("squares", "df", "groups", "sum", "people", "row")
SUMS = {**dict.fromkeys(_TEXT, pl.String()), **dict.fromkeys(_NUMBERS, pl.Int64())}
"""The columns of the sums. `kind`: `squares` and `differences` are added up (`everybody.Part`); of a `rater_id` and a
`cycle` the first place counts."""
_COMPARED = ("rater_id", "cycle")


def rows_of(part: Part) -> pl.DataFrame:
    """The sums over some people as rows (`SUMS`)."""
    rows = [
        part.squares.with_columns(pl.lit("squares").alias("kind")),
        part.differences.with_columns(pl.lit("differences").alias("kind")),
    ]
    return pl.concat([_filled(some) for some in rows])


def first_places(read: Read) -> pl.DataFrame:
    """The first place of every spelling of a rater's id and of every cycle (`SUMS`)."""
    sources = [dataclasses.replace(source, people=list(source.people)) for source in read.sources]
    cycles = first_of_cycles(joined_people(sources, read.books, roster=False))
    found = [_placed(read, "rater_id", first_raters(read.sources, read.books)), _placed(read, "cycle", cycles)]
    return pl.concat(found)


def _placed(read: Read, column: str, first: pl.DataFrame) -> pl.DataFrame:
    """Rows of `first` (`column`, `table`, `row`), each with its file and the cell as it is there."""
    found = [pl.DataFrame(schema=SUMS)]
    for (number,), some in first.group_by("table"):
        decoder = read.sources[int(str(number))].decoder
        at = decoder.columns.known.get(column)
        cell = pl.lit("") if at is None else pl.col(str(at)).cast(pl.String)
        cells = pl.concat(part.frame.select("row", cell.alias("cell")) for part in decoder.table.records.parts())
        named = some.select(pl.col(column).cast(pl.String).alias("value"), "row").join(cells, on="row")
        found.append(
            _filled(
                named.with_columns(
                    pl.lit(column).alias("kind"),
                    pl.lit(decoder.table.path).alias("file"),
                    pl.lit(None if at is None else decoder.table.headers[at].strip(), pl.String).alias("field"),
                )
            )
        )
    return pl.concat(found)


def _filled(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with all columns of `SUMS`."""
    return rows.select(
        (pl.col(name) if name in rows.columns else pl.lit(None)).cast(kind).alias(name) for name, kind in SUMS.items()
    )


def everybody_of(sums: pl.DataFrame, model: Model) -> Everybody:
    """What the sums of all parts say of everybody."""
    squares = sums.filter(pl.col("kind") == "squares").select("competency", "role", "squares", "df", "groups")
    differences = sums.filter(pl.col("kind") == "differences").select("competency", "sum", "people")
    return Everybody.of([Part(squares, differences)], model)


class _First(NamedTuple):
    """The first places of a column's values, in the order of files and rows; `files` are known by their index."""

    rows: pl.DataFrame
    files: list[str]

    @classmethod
    def of(cls, sums: pl.DataFrame, column: str) -> _First:
        files = sums["file"].drop_nulls().unique().sort().to_list()
        rows = sums.filter(pl.col("kind") == column).sort("file", "row", maintain_order=True)
        number = pl.col("file").replace_strict(files, range(len(files)), return_dtype=pl.UInt32).alias("table")
        line = pl.lit(None, pl.UInt32).alias("line")
        rows = rows.unique("value", keep="first", maintain_order=True)
        return cls(rows.select("value", number, line, pl.col("row").cast(pl.UInt32), "cell", "field"), files)

    def locator(self) -> Locate:
        cells = {(table, row): (field, cell) for _, table, _, row, cell, field in self.rows.iter_rows()}

        def locate(table: int, _line: int | None, row: int, column: str | None) -> tuple[Place, str]:
            field, cell = cells[table, row] if column is not None else (None, None)
            value = (cell or "").strip()
            return Place(self.files[table], row=row, field=field), value

        return locate


def shared_findings(sums: pl.DataFrame, model: Model) -> Iterator[Finding]:
    """What is found among the raters and the cycles of all parts."""
    cycles = _First.of(sums, "cycle")
    rows = {row["value"]: row for row in cycles.rows.select("value", "table", "line", "row").iter_rows(named=True)}
    if len(rows) > 1:
        order = order_cycles(rows)
        rest = order_cycles(cycle for cycle in rows if cycle not in order.unclear) if order.unclear else order
        yield from findings_about(order, rest, rows, cycles.locator())
    raters = _First.of(sums, "rater_id")
    book = ColumnCodebook("rater_id", model)
    codes = book.encode(raters.rows["value"])
    ids = raters.rows.select("table", "line", "row").with_columns(book.values.gather(codes).alias("rater_id"))
    found = Collector()
    alike = Alike("rater_id", [ids], book)
    report(alike, catalogue.RATER_IDS_ALIKE, catalogue.RATER_IDS_ZEROS, raters.locator(), found)
    yield from found.findings()


SHARED = frozenset(
    (
        *(catalogue.RATER_IDS_ALIKE, catalogue.RATER_IDS_ZEROS),
        *(catalogue.CYCLE_DATES_UNCLEAR, catalogue.CYCLE_ORDER_UNCERTAIN, catalogue.CYCLES_ALIKE),
    )
)
"""The rules of `shared_findings`; a part says nothing of them."""
