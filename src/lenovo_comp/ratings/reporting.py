"""Findings about the rows of a table: one for one cause, made as far as they are asked for."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

import polars as pl

from ..findings import catalogue
from ..findings.collector import Collector
from ..findings.finding import MOST_PLACES, Finding, Place, Rule, Severity
from .columns import IDENTITY
from .decoder import RecordDecoder
from .rules import RatingsRule, Row, cell_at

_CELL = {"row": pl.UInt32, "column": pl.UInt16}
_AT = ("line", "row")
"""Where a record stands."""


class Broken(NamedTuple):
    """A rule that rows may break at a column, and `where` they do; whether it looks at more than a cell of theirs."""

    rule: RatingsRule
    column: str
    where: pl.Expr
    is_of_row: bool


class _Cause(NamedTuple):
    """What is wrong at a column by a rule: a frame for each part of the table, with a row for each distinct wrong cell.

    The columns `keys` tell findings of the rule from each other (`code` of the cell, `column`, and more), `n` UInt32
    says how often, `row` where first, `places` is a list of the first `_AT`; the rest is what sentences may need.
    """

    broken: Broken
    keys: tuple[str, ...]
    parts: list[pl.DataFrame]

    def groups(self) -> pl.DataFrame:
        """A row for each distinct wrong cell of the whole table, without `places`."""
        whole = pl.concat(part.drop("places") for part in self.parts)
        return whole.group_by(self.keys, maintain_order=True).agg(pl.col("n").sum(), pl.exclude("n").first())

    def with_places(self, groups: pl.DataFrame, most: int | None) -> pl.DataFrame:
        """Some of the groups with their first `places`."""
        # Only for what is shown: to put the lists of a million cells together takes seconds.
        some = [part.join(groups, on=self.keys, how="semi", nulls_equal=True) for part in self.parts]
        each = pl.concat(part.select(*self.keys, "places") for part in some).explode("places")
        places = pl.col("places") if most is None else pl.col("places").head(most)
        listed = each.group_by(self.keys, maintain_order=True).agg(places)
        return groups.join(listed, on=self.keys, nulls_equal=True, maintain_order="left")


class Reporter:
    """Reports what is wrong with the rows of one table: a finding for each distinct wrong cell of a column."""

    def __init__(self, decoder: RecordDecoder, collector: Collector) -> None:
        self._decoder, self._collector = decoder, collector
        self._table, self._columns = decoder.table, decoder.columns
        odd = [(row, column, x.rule.code) for (row, column), x in self._table.odd.items()]
        self._odd = pl.DataFrame(odd, schema={**_CELL, "code": pl.String}, orient="row") if odd else None
        self._most = None if collector.by_cycle else MOST_PLACES
        self._causes: dict[tuple[int, str], _Cause] = {}

    def report(self, marked: pl.DataFrame, broken: Mapping[str, Broken]) -> None:
        """Take the cells that break a rule, by the Boolean columns of `marked`; each is wrong for one cause.

        Where a workbook's cell is odd, nothing else is said of it; an error shows its cell and what can't be seen
        in it.
        """
        wrong = pl.DataFrame(schema=_CELL)
        for key, b in broken.items():
            hits = marked.filter(key)
            if hits.is_empty():
                continue
            hits = self._once_a_cell(hits, b.column)
            if self._odd is not None:
                other = self._odd.filter(pl.col("code") != b.rule.rule.code)
                hits = hits.join(other, on=list(_CELL), how="anti", maintain_order="left")
            if b.rule.is_safety:
                hits = hits.join(wrong, on=list(_CELL), how="anti", maintain_order="left")
            if b.rule.rule.severity is Severity.ERROR:
                wrong = pl.concat([wrong, hits.select(list(_CELL))])
            if not hits.is_empty():
                self._take(b, hits)

    def _once_a_cell(self, hits: pl.DataFrame, name: str) -> pl.DataFrame:
        """The rows with the `column` of a cell that breaks a rule, each cell once.

        One of a wide table's record stands in a row a competency; one of a rating sheet's head in all of its rows.
        """
        if self._is_of_level(name):
            return hits.with_columns(pl.col("level_column").cast(pl.UInt16).alias("column"))
        column = self._columns.known[name]
        if name == "level":
            pass
        elif self._columns.wide:
            hits = hits.unique("row", keep="first", maintain_order=True)
        elif column in self._table.head:
            stack = self._table.stack
            hits = hits.head(1) if stack is None else hits.filter(stack.parts(hits["row"]).is_first_distinct())
        return hits.with_columns(pl.lit(column, pl.UInt16).alias("column"))

    def _is_of_level(self, name: str) -> bool:
        """Whether a column's cells, or what headers say in place of it, belong to a level of a wide table."""
        return self._columns.wide and (name == "level" or name not in self._columns.known)

    def _take(self, b: Broken, hits: pl.DataFrame) -> None:
        """Count the wrong cells of a part of the table, each distinct one once."""
        if self._table.stack is not None:
            hits = hits.with_columns(self._table.stack.parts(hits["row"]))
        cycle = ("cycle",) if self._collector.by_cycle else ()
        apart = dict.fromkeys(n for n in ("part", *cycle, *b.rule.by) if n in hits.columns)
        keys = ("code", "column", *apart)
        about = [n for n in (*IDENTITY, "level") if n in hits.columns and n not in keys]
        places = pl.struct(_AT) if self._most is None else pl.struct(_AT).head(self._most)
        part = (
            hits.with_columns(self._code(b.column))
            .group_by(keys, maintain_order=True)
            .agg(
                pl.len().cast(pl.UInt32).alias("n"),
                pl.col("row").first(),
                places.alias("places"),
                *(pl.col(n).first() for n in about),
            )
        )
        self._causes.setdefault((id(b.rule), b.column), _Cause(b, keys, [])).parts.append(part)

    def _code(self, name: str) -> pl.Expr:
        """The `code` of a column's cell; blank cells have one, however they are blank."""
        book, code = self._decoder.books[name], pl.col(f"#{name}")
        raw = book.blank.cat.to(book.cells).cast(pl.String)
        white = book.blank.filter(raw.str.strip_chars() == "")
        return pl.when(code.is_in(white.implode())).then(white.first()).otherwise(code).alias("code")

    def finish(self) -> None:
        """Make findings of all that was taken."""
        found: dict[Rule, list[tuple[_Cause, pl.DataFrame]]] = {}
        for cause in self._causes.values():
            found.setdefault(cause.broken.rule.rule, []).append((cause, cause.groups()))
        for rule, some in found.items():
            number = sum(groups.height for _, groups in some)
            places = sum(int(groups["n"].sum()) for _, groups in some)
            self._collector.add_some(rule, number, partial(self._findings, some), places)

    def _findings(self, found: Sequence[tuple[_Cause, pl.DataFrame]], most: int) -> Iterator[Finding]:
        """The first findings of a rule, whatever columns they are in."""
        first: list[tuple[Broken, Row]] = []
        for cause, groups in found:
            some = cause.with_places(groups.sort("row", "column").head(most), self._most)
            first += [(cause.broken, row) for row in some.iter_rows(named=True)]
        for b, row in sorted(first, key=lambda x: (x[1]["row"], x[1]["column"]))[:most]:
            yield self._finding(b, row)

    def _finding(self, b: Broken, row: Row) -> Finding:
        column = row["column"]
        first, *others = row["places"]
        place, value = cell_at(self._table, first["line"], first["row"], column)
        row["written"] = self._decoder.books[b.column].frame["written"][row["code"]]
        # The cycle isn't part of it: read by cycle or not, a finding is known by the same fingerprint.
        field = self._table.headers[column].strip() if self._is_of_level(b.column) else b.column
        key = "\x1f".join([field, *(str(row.get(name) or "") for name in b.rule.by)])
        return Finding(
            b.rule.rule,
            place,
            value,
            b.rule.details(row, self._decoder.model, b.column),
            key,
            number=row["n"],
            more=tuple(self._place(at["line"], at["row"], column) for at in others),
            cycle=str(row.get("cycle") or "") if self._collector.by_cycle else None,
        )

    def _place(self, line: int | None, row: int, column: int) -> Place:
        """Where else something is wrong; a text's record will do, a workbook's cell is named."""
        return self._table.place(line, row, column if self._table.sheet is not None else None, None)

    def report_ragged(self, ragged: pl.DataFrame) -> None:
        """A finding for every record that has too many or too few cells."""
        self._collector.add_some(catalogue.ROW_RAGGED, ragged.height, partial(self._ragged, ragged))

    def _ragged(self, ragged: pl.DataFrame, most: int) -> Iterator[Finding]:
        columns, path = str(len(self._table.headers)), self._table.path
        for line, row, fields, text in ragged.head(most).iter_rows():
            details = {"fields": str(fields), "columns": columns}
            # The row itself is the key: it goes into the fingerprint's hash and nowhere else.
            yield Finding(catalogue.ROW_RAGGED, Place(path, line, row=row), details=details, key=text)
