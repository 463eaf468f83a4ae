"""A table's rows: what their cells mean, which rules they break, and what is kept of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import NamedTuple

import polars as pl

from ..findings import catalogue
from ..findings.finding import Collector, Diagnostic, Place, Rule, Severity
from ..model.dictionary import Model
from . import cells
from .cells import Lexicon
from .columns import NAMES, Columns
from .files.table import Part, Table, prefetch
from .rules import IDENTITY, PERSON, SUSPECT, UNSAFE, Row, RowRule, cell_rules, finding, odd_cells, row_rules

NO_ROLE = "assessor"
_FIGURE = "level"
"""What the columns of a wide table hold that are named after competencies."""
_MANY = 10_000
"""Rows from which on columns are coded side by side, and combinations of cells remembered."""
_TOGETHER = ("competency", "level", "behaviour", "rater_role")
"""The columns that the rules for whole rows hang on."""
_MOST_BITS = 24
"""Of combined codes for which a table of all combinations is worth its memory."""
_UNKNOWN, _FINE = 0, 1
_UNSAID = 2**32 - 1
_RATED = (*IDENTITY, "level", "evidence")


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
            is_error = [r.key for r in self.rules[name] if r.rule.severity is Severity.ERROR]
            voiding = is_error if name in cells.IDS else ()
            self._known[name] = Lexicon(name, self.model, self.kinds[name], rules, SUSPECT, voiding)
        return self._known[name]


class Kept(NamedTuple):
    """What counts of a part's rows, by code and id; columns that the table lacks are missing.

    `ratings`: `IDENTITY`, `level`, `evidence`, `line`, `row`. `people`: `cycle`, `employee_id`,
    `position` with `position_given`, the person's names, `bad`, `line`, `row`, with few repeats.
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
        rules = row_rules(columns)
        self._across = [r for r in rules if not r.of_people]
        self._of_people = [r for r in rules if r.of_people]
        self._odd = odd_cells(table, columns)
        self._level = columns.wide or "level" in columns.known
        self._forget()

    def read(self) -> Iterator[Kept]:
        """Judge all rows, part by part: while one is judged, the next is being coded, and the next but one read."""
        parts = self._table.records.parts(self._kinds())
        for part, coded in prefetch((part, self._coded(part.frame)) for part in parts):
            yield self._kept(part, coded)
        self._forget()

    def _forget(self) -> None:
        """Let go of what only helps while parts are read: the reader itself lives until all files are."""
        self._bits: tuple[int, ...] = ()
        self._judgements = pl.Series(dtype=pl.UInt8)
        """Of the codes in `_TOGETHER`, packed into so many bits: whether they break a rule together."""
        self._said: dict[str, pl.Series] = {}
        """Of every employee's code: what the last row said of them, column by column."""

    def _kept(self, part: Part, coded: pl.DataFrame) -> Kept:
        if part.ragged is not None:
            self._report_ragged(part.ragged)
        ragged = part.ragged.height if part.ragged is not None else 0
        if part.frame.is_empty():
            return Kept(ragged, part.frame, part.frame, ragged, None)
        records = coded.height
        rows = self._long(coded) if self._columns.wide else coded
        bad = self._judged(rows)
        left_out, bad_rows, counted = 0, None, rows
        if bad is not None:
            wrong, counted = rows.filter(bad)["row"], rows.filter(~bad)
            left_out, bad_rows = (0, wrong.unique()) if self._columns.wide else (len(wrong), None)
        people = self._people(rows.with_columns((bad if bad is not None else pl.lit(False)).alias("bad")))
        return Kept(records + ragged, self._ratings(counted), people, left_out + ragged, bad_rows)

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
        coded = self._coded(places.hstack(pl.DataFrame(cells, schema=schema, orient="row")))
        rows = self._values(self._long(coded) if self._columns.wide else coded)
        first = rows.unique("row", keep="first", maintain_order=True)
        return first.select(n for n in ("line", "row", *IDENTITY) if n in rows.columns).rows(named=True)

    def _kinds(self) -> dict[int, pl.Categorical]:
        """Columns of few distinct cells, and the type that saves coding them later."""
        few = {n: i for n, i in self._columns.known.items() if n in (*cells.NAMED, _FIGURE)}
        return {i: self._lexica[n].cells for n, i in few.items()}

    def _coded(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Cells → codes, named "#" and the column; of a wide table's figures "#" and the competency. No blank rows."""
        if frame.is_empty():
            return frame
        columns = [(n, {n: i}) for n, i in self._columns.known.items()] + [(_FIGURE, self._columns.competencies)]
        if frame.height > _MANY:
            with ThreadPoolExecutor() as threads:
                codes = list(threads.map(partial(self._codes, frame), columns))
        else:
            codes = [self._codes(frame, column) for column in columns]
        coded = pl.DataFrame([frame["line"], frame["row"], *(code for some in codes for code in some)])
        blank = coded["#employee_id"].is_in(self._lexica["employee_id"].blank.implode())
        if not blank.any():
            return coded
        every = pl.col([str(i) for i in range(len(self._table.headers))]).cast(pl.String)
        return coded.filter(~blank | frame.select(pl.any_horizontal(every.str.strip_chars() != "")).to_series())

    def _codes(self, frame: pl.DataFrame, columns: tuple[str, Mapping[str, int]]) -> list[pl.Series]:
        """The codes of columns of which a lexicon knows the cells; no other thread may ask the same one."""
        name, at = columns
        codes = []
        for n, i in at.items():
            cell = frame[str(i)]
            code = self._lexica[name].code(cell.fill_null("") if cell.null_count() else cell)
            self._lexica[name].learn(code)
            codes.append(code.alias(f"#{n}"))
        return codes

    def _long(self, coded: pl.DataFrame) -> pl.DataFrame:
        """A wide record as one row a competency: `#level`, `competency`, `level_column`."""
        kind = self._lexica.kinds["competency"]
        figures = [f"#{id}" for id in self._columns.competencies]
        parts = [
            coded.drop(figures).with_columns(
                coded[f"#{id}"].alias("#level"),
                pl.lit(id).cast(kind).alias("competency"),
                pl.lit(i, pl.UInt16).alias("level_column"),
            )
            for id, i in self._columns.competencies.items()
        ]
        return pl.concat(parts).sort("row", "level_column", maintain_order=True)

    def _values(self, rows: pl.DataFrame, names: Collection[str] = NAMES) -> pl.DataFrame:
        """What the cells of some columns mean, for which there are codes."""
        values = [self._of(name, name) for name in names if f"#{name}" in rows.columns]
        if "rater_role" in names and "rater_role" not in self._columns.known and NO_ROLE in self._model.role_names.ids:
            values.append(self._no_role())
        return rows.with_columns(values)

    def _no_role(self) -> pl.Expr:
        """The role of a table without roles."""
        return pl.lit(NO_ROLE).cast(self._lexica.kinds["rater_role"]).alias("rater_role")

    def _looked_up(self, rules: Iterable[RowRule]) -> list[pl.Expr]:
        """What the lexica say of all cells that some rules look at, and nothing more."""
        asked = sorted({what for r in rules for what in r.fails.meta.root_names()})
        if "rater_role" in asked and "rater_role" not in self._columns.known:
            return [self._no_role(), *(self._of(_column(what), what) for what in asked if what != "rater_role")]
        return [self._of(_column(what), what) for what in asked]

    def _facts(self, rows: pl.DataFrame) -> pl.DataFrame:
        """What the rules for whole rows look at: `_values`, and what else the cells say."""
        known, scale = self._columns.known, self._model.attainment.scale
        rows = self._values(rows)
        facts = [self._of(n, f"{n}_given") for n in ("rater_role", "competency", _FIGURE) if f"#{n}" in rows.columns]
        facts += [self._of(n, f"{n}_who") for n in cells.IDS if n in known]
        given = pl.lit(False)
        if "behaviour" in known:
            facts += [self._of("behaviour", "behaviour_owner"), self._of("behaviour", "behaviour_given")]
            given = pl.col("behaviour_given")
        if "competency" in rows.columns:
            rows = rows.join(cells.scales(self._model), on="competency", how="left", maintain_order="left")
        common = {"min": scale.min, "max": scale.max, "step": scale.step}
        return rows.with_columns(facts).with_columns(
            pl.when(given & pl.col("competency").is_not_null()).then(value).when(~given).then(x).alias(x)
            for x, value in common.items()
            if x in rows.columns
        )

    def _of(self, name: str, what: str) -> pl.Expr:
        """What a column's lexicon says of its cells."""
        lexicon = self._lexica[name]
        said = lexicon.values if what == name else lexicon.frame[what]
        return pl.lit(said).gather(pl.col(f"#{name}")).alias(what)

    def _judged(self, rows: pl.DataFrame) -> pl.Series | None:
        """Report what is wrong with rows; returns which are bad, None where none is.

        The rules are put to those rows only in which a cell, or what stands together, breaks one.
        """
        lexica, columns = self._lexica, self._columns
        names = [*columns.known, *([_FIGURE] if columns.wide else [])]
        single = [r for n in names for r in lexica.rules[n] if r.key in lexica[n].failing]
        wrong = [pl.col(f"#{n}").is_in(lexica[n].wrong.implode()) for n in names if lexica[n].failing]
        fails = wrong + [r.fails.fill_null(False) for r in (*self._odd, *self._of_people)]
        looked_up = self._looked_up(self._of_people)
        suspect = rows.with_columns(looked_up).select(pl.any_horizontal(fails)).to_series() if fails else None
        together = self._broken_together(rows)
        if together is not None:
            suspect = together if suspect is None else suspect | together
        if suspect is None or not suspect.any():
            return None
        rules = sorted([*self._odd, *self._across, *self._of_people, *single], key=lambda r: r.rule in UNSAFE)
        of_cell = {id(r) for r in single}
        facts = self._facts(rows.filter(suspect))
        marked = facts.with_columns(
            (self._of(r.column, r.key) if id(r) in of_cell else r.fails.fill_null(False)).alias(f"!{i}")
            for i, r in enumerate(rules)
        )
        self._report(marked, [(f"!{i}", r) for i, r in enumerate(rules)])
        errors = [f"!{i}" for i, r in enumerate(rules) if r.rule.severity is Severity.ERROR]
        bad = marked.select(pl.any_horizontal(pl.lit(False), *errors)).to_series()
        if not bad.any():
            return None
        return pl.repeat(False, rows.height, eager=True).scatter(suspect.arg_true().filter(bad), True).alias("bad")

    def _broken_together(self, rows: pl.DataFrame) -> pl.Series | None:
        """The rows whose cells break a rule together, judged once a distinct combination; None where none do."""
        if not self._across or rows.is_empty():
            return None
        kinds = {n: c for n in _TOGETHER for c in (f"#{n}", n) if c in rows.columns}
        tops = [self._lexica[n].frame.height if c != n else len(self._model.competencies) for n, c in kinds.items()]
        bits = tuple(top.bit_length() for top in tops)
        if rows.height < _MANY or sum(bits) > _MOST_BITS:
            broken = self._breaks(rows)
            return broken if broken.any() else None
        if bits != self._bits:
            self._bits = bits
            self._judgements = pl.repeat(_UNKNOWN, 2 ** sum(bits), dtype=pl.UInt8, eager=True)
        key = pl.lit(0, pl.UInt32)
        for column, size in zip(kinds.values(), bits, strict=True):
            key = key * 2**size + pl.col(column).to_physical().cast(pl.UInt32)
        keys = rows.select(key.alias("key")).to_series()
        judged = self._judgements.gather(keys)
        if judged.min() == _UNKNOWN:
            new = rows.hstack([keys]).filter(judged == _UNKNOWN).unique("key")
            self._judgements.scatter(new["key"], self._breaks(new).cast(pl.UInt8) + _FINE)
            judged = self._judgements.gather(keys)
        return judged > _FINE if judged.max() != _FINE else None

    def _breaks(self, rows: pl.DataFrame) -> pl.Series:
        """The rows whose cells break a rule together."""
        fails = [r.fails.fill_null(False) for r in self._across]
        return self._facts(rows).select(pl.any_horizontal(fails).alias("")).to_series()

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
        found: dict[Rule, list[tuple[RowRule, pl.DataFrame]]] = {}
        for key, rule in broken:
            hits = marked.filter(key)
            if hits.is_empty():
                continue
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
            found.setdefault(rule.rule, []).append((rule, hits))
        for same, some in found.items():
            self._collector.add_some(same, sum(hits.height for _, hits in some), partial(self._findings, some))

    def _findings(self, found: Sequence[tuple[RowRule, pl.DataFrame]], most: int) -> Iterator[Diagnostic]:
        """The first findings of a rule, whatever columns they are in."""
        written = {rule.column: self._lexica[rule.column].frame["written"] for rule, _ in found}
        first: list[tuple[RowRule, Row]] = []
        for rule, hits in found:
            names = {*IDENTITY, "line", "row", "column", "level", f"#{rule.column}"}
            rows = hits.head(most).select(n for n in hits.columns if n in names)
            first += [(rule, row) for row in rows.iter_rows(named=True)]
        for rule, row in sorted(first, key=lambda x: (x[1]["row"], x[1]["column"]))[:most]:
            row["written"] = written[rule.column][row[f"#{rule.column}"]]
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
        rows = self._values(rows if self._level else rows.clear(), _RATED)
        if self._level and rows[_FIGURE].null_count():
            rows = rows.filter(pl.col(_FIGURE).is_not_null())
        return rows.select(n for n in (*_RATED, "line", "row") if n in rows.columns)

    def _people(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Who is there, and what is said of them; of rows that say the same, the first."""
        cells = [n for n in (*(f"#{n}" for n in PERSON), "bad") if n in rows.columns]
        other = pl.any_horizontal(pl.col(n) != pl.col(n).shift() for n in cells)
        rows = self._values(self._news(rows.filter((pl.int_range(pl.len()) == 0) | other), cells), PERSON)
        if "#position" in rows.columns:
            rows = rows.with_columns(self._of("position", "position_given"))
        rows = rows.filter(pl.col("employee_id").is_not_null())
        return rows.select(*(n for n in PERSON if n in rows.columns), "line", "row")

    def _news(self, rows: pl.DataFrame, cells: Sequence[str]) -> pl.DataFrame:
        """The rows that may say of a person what no row said before: those that say the same as the last don't."""
        if rows.height < _MANY:
            return rows
        who, known = rows["#employee_id"], self._lexica["employee_id"].frame.height
        same = pl.repeat(True, rows.height, eager=True)
        said = {n: rows[n].cast(pl.UInt32) for n in cells if n != "#employee_id"}
        for name, code in said.items():
            last = self._said.get(name, pl.Series([], dtype=pl.UInt32))
            unsaid = pl.repeat(_UNSAID, known - len(last), dtype=pl.UInt32, eager=True)
            self._said[name] = pl.concat([last, unsaid], rechunk=True)
            same &= self._said[name].gather(who) == code
        news = ~same
        for name, code in said.items():
            self._said[name].scatter(who.filter(news), code.filter(news))
        return rows.filter(news)


def _column(what: str) -> str:
    """The column of which a lexicon says something: `rater_id` of `rater_id_who`."""
    return next(n for n in NAMES if what == n or what.startswith(f"{n}_"))
