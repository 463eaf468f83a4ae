"""A table's rows: what their cells mean, which rules they break, and what is kept of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

import polars as pl

from .. import catalogue
from ..diagnostics import Collector, Diagnostic, Place, Severity
from ..model.dictionary import Model
from . import cells
from .cells import Lexicon
from .columns import NAMES, Columns
from .rules import IDENTITY, PERSON, SUSPECT, UNSAFE, Row, RowRule, cell_rules, finding, odd_cells, row_rules
from .table import Part, Table

NO_ROLE = "assessor"
_FIGURE = "level"
"""What the columns of a wide table hold that are named after competencies."""


class Lexica:
    """What the cells of all files mean, column by column; made for one reading."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.kinds: dict[str, pl.DataType] = {
            name: cells.ids(cells.NAMED[name](model)) if name in cells.NAMED else pl.Categorical(pl.Categories.random())
            for name in NAMES
        }
        """The type of a column's values: Enum of the dictionary's ids, or Categorical."""
        self.kinds["level"] = pl.Float64()
        self.rules = {name: cell_rules(name) for name in NAMES}
        self._known: dict[str, Lexicon] = {}

    def __getitem__(self, name: str) -> Lexicon:
        if name not in self._known:
            rules = {r.key: r.fails for r in self.rules[name]}
            self._known[name] = Lexicon(name, self.model, self.kinds[name], rules, SUSPECT)
        return self._known[name]

    def values(self, name: str) -> pl.Series:
        """The values of a column that any cell has, some more than once."""
        return self._known[name].frame[name] if name in self._known else pl.Series(name, [], self.kinds[name])


@dataclass(frozen=True)
class Kept:
    """What counts of a part's rows, by code and id; columns that the table lacks are missing.

    `ratings`: `IDENTITY`, `level`, `evidence`, `line`, `row`. `people`: `cycle`, `employee_id`,
    `position` with `position_given`, the person's names, `bad`, `line`, `row`, without repeats.
    """

    records: int
    ratings: pl.DataFrame
    people: pl.DataFrame
    left_out: int
    bad_rows: pl.Series | None
    """Of a wide table, the records in which something is wrong."""


class RowReader:
    """Reads one table's parts."""

    def __init__(self, table: Table, columns: Columns, lexica: Lexica, collector: Collector) -> None:
        self._table, self._columns, self._lexica, self._collector = table, columns, lexica, collector
        self._model = lexica.model
        self._across = row_rules(columns)
        self._odd = odd_cells(table, columns)
        self._level = columns.wide or "level" in columns.known

    def read(self, part: Part) -> Kept:
        """Judge a part's rows."""
        if part.ragged is not None:
            self._report_ragged(part.ragged)
        ragged = part.ragged.height if part.ragged is not None else 0
        if part.frame.is_empty():
            return Kept(ragged, part.frame, part.frame, ragged, None)
        rows = self._values(self._coded(part.frame))
        records = rows.height // max(len(self._columns.competencies), 1)
        rows, left_out, bad_rows = self._judged(rows)
        return Kept(records + ragged, self._ratings(rows), self._people(rows), left_out + ragged, bad_rows)

    def count(self, part: Part) -> int:
        """The records of a part that can't be used otherwise."""
        if part.ragged is not None:
            self._report_ragged(part.ragged)
        cell = pl.col([str(i) for i in range(len(self._table.headers))])
        given = part.frame.select(pl.any_horizontal(cell.str.strip_chars() != "").sum()).item()
        return int(given) + (part.ragged.height if part.ragged is not None else 0)

    def identified(self, places: pl.DataFrame) -> list[Row]:
        """What makes the records at some places (`line`, `row`) ratings: `IDENTITY`, `line`, `row`."""
        cells = [self._table.records.cells(line, row) for line, row in places.iter_rows()]
        schema = dict.fromkeys([str(i) for i in range(len(self._table.headers))], pl.String)
        rows = self._values(self._coded(places.hstack(pl.DataFrame(cells, schema=schema, orient="row"))))
        first = rows.unique("row", keep="first", maintain_order=True)
        return first.select(n for n in ("line", "row", *IDENTITY) if n in rows.columns).rows(named=True)

    def _coded(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Cells → codes, named "#" and the column; of a wide table's figures "#" and the competency. No blank rows."""
        at = {**self._columns.known, **self._columns.competencies}
        code = [
            self._lexica[name if name in NAMES else _FIGURE].code(pl.col(str(i)).fill_null("")).alias(f"#{name}")
            for name, i in at.items()
        ]
        coded = frame.select("line", "row", *code)
        for name in at:
            self._lexica[name if name in NAMES else _FIGURE].learn(coded[f"#{name}"])
        given = self._lexica["employee_id"].frame["employee_id_given"].gather(coded["#employee_id"])
        if given.all():
            return coded
        cell = pl.col([str(i) for i in range(len(self._table.headers))])
        return coded.filter(given | frame.select(pl.any_horizontal(cell.str.strip_chars() != "")).to_series())

    def _values(self, coded: pl.DataFrame) -> pl.DataFrame:
        """One row a rating (a wide record gives one for each competency), with codes and what they mean."""
        known, model, kinds = self._columns.known, self._model, self._lexica.kinds
        values = [self._of(name, name) for name in known]
        values += [self._of(n, f"{n}_given") for n in ("position", "rater_role", "competency", "level") if n in known]
        if "rater_role" not in known and NO_ROLE in model.role_names.ids:
            values.append(pl.lit(NO_ROLE).cast(kinds["rater_role"]).alias("rater_role"))
        if "behaviour" in known:
            values += [self._of("behaviour", "behaviour_owner"), self._of("behaviour", "behaviour_given")]
        if "competency" in known:
            values += [self._of("competency", x) for x in ("min", "max", "step")]
        rows = coded.with_columns(values)
        if self._columns.wide:
            rows = self._long(rows)
        if "behaviour" in known and self._level:
            scale, given = model.attainment.scale, pl.col("behaviour_given")
            common = {"min": scale.min, "max": scale.max, "step": scale.step}
            rows = rows.with_columns(
                pl.when(given & pl.col("competency").is_not_null()).then(value).when(~given).then(x).alias(x)
                for x, value in common.items()
            )
        return rows

    def _long(self, rows: pl.DataFrame) -> pl.DataFrame:
        kind, of_level = self._lexica.kinds["competency"], partial(self._of, "level")
        figures = [f"#{id}" for id in self._columns.competencies]
        parts = []
        for id, i in self._columns.competencies.items():
            scale = self._model.competency(id).scale
            parts.append(
                rows.with_columns(pl.col(f"#{id}").alias("#level"))
                .drop(figures)
                .with_columns(
                    of_level("level"),
                    of_level("level_given"),
                    pl.lit(id).cast(kind).alias("competency"),
                    *(pl.lit(x).alias(n) for n, x in (("min", scale.min), ("max", scale.max), ("step", scale.step))),
                    pl.lit(i, pl.UInt16).alias("level_column"),
                )
            )
        return pl.concat(parts).sort("row", "level_column", maintain_order=True)

    def _of(self, name: str, what: str) -> pl.Expr:
        """What the cells of a column mean."""
        return pl.lit(self._lexica[name].frame[what]).gather(pl.col(f"#{name}")).alias(what)

    def _judged(self, rows: pl.DataFrame) -> tuple[pl.DataFrame, int, pl.Series | None]:
        """The rows with `bad` if any of them is, the number of bad records, and of a wide table which."""
        lexica, columns = self._lexica, self._columns
        names = [*columns.known, *([_FIGURE] if columns.wide else [])]
        single = [r for n in names for r in lexica.rules[n] if r.key in lexica[n].failing]
        rules = sorted([*self._odd, *self._across, *single], key=lambda r: r.rule in UNSAFE)
        of_cell = {id(r) for r in single}
        flags = [
            (self._of(r.column, r.key) if id(r) in of_cell else r.fails.fill_null(False)).alias(f"!{i}")
            for i, r in enumerate(rules)
        ]
        marks = rows.select(flags)
        failing = marks.select(pl.all().any()).row(0) if rules else ()
        broken = [(f"!{i}", r) for i, r in enumerate(rules) if failing[i]]
        if not broken:
            return rows, 0, None
        marked = rows.hstack(marks.select(key for key, _ in broken))
        self._report(marked, broken)
        errors = [key for key, r in broken if r.rule.severity is Severity.ERROR]
        if not errors:
            return rows, 0, None
        rows = rows.with_columns(marked.select(pl.any_horizontal(errors).alias("bad")))
        bad = rows.filter("bad")["row"]
        return rows, 0 if columns.wide else len(bad), bad.unique() if columns.wide else None

    def _report(self, marked: pl.DataFrame, broken: Iterable[tuple[str, RowRule]]) -> None:
        """A finding for every cell that breaks a rule, but one for one cause.

        A cell of a wide table's record is judged once a record, not once a competency; one of a rating
        sheet's head once a sheet. Where a workbook's cell is odd, nothing else is said of it; an error
        shows its cell and what can't be seen in it.
        """
        cell = ["row", "column"]
        kinds = {"row": pl.UInt32, "column": pl.UInt16}
        odd = [(row, column, x.rule.code) for (row, column), x in self._table.odd.items()]
        odd_cells = pl.DataFrame(odd, schema={**kinds, "code": pl.String}, orient="row") if odd else None
        wrong = pl.DataFrame(schema=kinds)
        for key, rule in broken:
            hits = marked.filter(key)
            if rule.column == "level":
                column = pl.col("level_column") if self._columns.wide else pl.lit(self._columns.known["level"])
            else:
                column = pl.lit(self._columns.known[rule.column])
                if self._columns.wide:
                    hits = hits.unique("row", keep="first", maintain_order=True)
                elif self._columns.known[rule.column] in self._table.head:
                    hits = hits.head(1)
            hits = hits.with_columns(column.cast(pl.UInt16).alias("column"))
            if odd_cells is not None:
                other = odd_cells.filter(pl.col("code") != rule.rule.code)
                hits = hits.join(other, on=cell, how="anti", maintain_order="left")
            if rule.rule in UNSAFE:
                hits = hits.join(wrong, on=cell, how="anti", maintain_order="left")
            if rule.rule.severity is Severity.ERROR:
                wrong = pl.concat([wrong, hits.select(cell)])
            self._collector.add_some(rule.rule, hits.height, partial(self._findings, rule, hits))

    def _findings(self, rule: RowRule, hits: pl.DataFrame, most: int) -> Iterator[Diagnostic]:
        names = {*IDENTITY, "line", "row", "column", "level", f"#{rule.column}"}
        written = self._lexica[rule.column].frame["written"]
        for row in hits.head(most).select(n for n in hits.columns if n in names).iter_rows(named=True):
            row["written"] = written[row[f"#{rule.column}"]]
            yield finding(rule.rule, self._table, row, row["column"], rule.details(row, self._model))

    def _report_ragged(self, ragged: pl.DataFrame) -> None:
        """The row itself is the key: it goes into the fingerprint's hash and nowhere else."""
        columns, path = str(len(self._table.headers)), self._table.path

        def make(most: int) -> Iterator[Diagnostic]:
            for line, row, fields, text in ragged.head(most).iter_rows():
                details = {"fields": str(fields), "columns": columns}
                yield Diagnostic(catalogue.ROW_RAGGED, Place(path, line, row=row), details=details, key=text)

        self._collector.add_some(catalogue.ROW_RAGGED, ragged.height, make)

    def _ratings(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows that are a rating and right."""
        names = [n for n in (*IDENTITY, "level", "evidence", "line", "row") if n in rows.columns]
        if not self._level:
            return rows.clear().select(names)
        counts = [pl.col("level").is_not_null()] if rows["level"].null_count() else []
        counts += [~pl.col("bad")] if "bad" in rows.columns else []
        return (rows.filter(counts) if counts else rows).select(names)

    def _people(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Who is there, and what is said of them; of rows that say the same, the first."""
        if "bad" not in rows.columns:
            rows = rows.with_columns(pl.lit(False).alias("bad"))
        names = [n for n in PERSON if n in rows.columns]
        if rows["employee_id"].null_count():
            rows = rows.filter(pl.col("employee_id").is_not_null())
        same = [pl.col(n).to_physical().eq_missing(pl.col(n).to_physical().shift()) for n in names]
        first = pl.int_range(pl.len()) == 0
        return rows.filter(first | ~pl.all_horizontal(same)).select(*names, "line", "row")
