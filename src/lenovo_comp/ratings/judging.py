"""Which rows break a rule: by a cell, by what stands in several together, or by an odd cell of a workbook."""

from collections.abc import Sequence

import polars as pl

from ..findings import catalogue
from ..findings.finding import Severity
from .columns import IDENTITY
from .decoder import MANY, RecordDecoder
from .other_scale import OffScale
from .reporting import Broken, Reporter
from .rules import RatingsRule, columns_of
from .rules.cells import odd_cells
from .rules.folders import folder_rules
from .rules.rows import ROW_RULES

# Of combined codes for which a table of all combinations is worth its memory (decision 0007).
_MOST_BITS = 24
_UNKNOWN, _FINE = 0, 1


class RowJudge:
    """Finds the rows of one table in which something is wrong; `in_folders`: also in view of those it is in."""

    def __init__(self, decoder: RecordDecoder, reporter: Reporter, *, in_folders: bool) -> None:
        self._decoder, self._reporter = decoder, reporter
        self.off_scale = OffScale(decoder)
        rules = [r for r in ROW_RULES if decoder.has(r.asks)]
        if in_folders:
            rules += folder_rules(decoder.table, decoder.columns, decoder.meaning)
        self._odd = odd_cells(decoder.table, decoder.columns)
        self._row_by_row = [r for r in rules if r.looks_at_free_text]
        self._combinations = _Combinations([r for r in rules if not r.looks_at_free_text], decoder)

    def bad(self, rows: pl.DataFrame) -> pl.Series | None:
        """Report what is wrong with coded rows; returns which are bad (Boolean), None where none is."""
        suspect = self._suspect(rows)
        if suspect is None or not suspect.any():
            return None
        # One by one the rules are put to those rows only in which something breaks one (decision 0007).
        broken = {f"!{i}": b for i, b in enumerate(self._broken())}
        asked = {what for b in broken.values() for what in b.rule.asks if b.is_of_row}
        facts = self._decoder.facts(rows.filter(suspect), {*IDENTITY, "level", *asked})
        marked = facts.with_columns(b.where.alias(key) for key, b in broken.items())
        self._reporter.report(marked, broken)
        for key, b in broken.items():
            if b.rule.rule == catalogue.LEVEL_OUT_OF_RANGE:
                self.off_scale.add(marked.filter(key))
        errors = [key for key, b in broken.items() if b.rule.rule.severity is Severity.ERROR]
        bad = marked.select(pl.any_horizontal(pl.lit(False), *errors)).to_series()
        if not bad.any():
            return None
        return pl.repeat(False, rows.height, eager=True).scatter(suspect.arg_true().filter(bad), True).alias("bad")

    def somebodys(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows whose employee id is one, and no date or error of a workbook."""
        odd = [r.breaks for r in self._odd if r.columns == ("employee_id",)]
        return rows.filter(~pl.any_horizontal(odd)) if odd else rows

    def _suspect(self, rows: pl.DataFrame) -> pl.Series | None:
        """The rows in which something breaks a rule; None where certainly nothing does."""
        books = {name: self._decoder.books[name] for name in self._decoder.names}
        wrong = {n: pl.concat(book.breaking.values()) for n, book in books.items() if book.breaking}
        fails = [pl.col(f"#{n}").is_in(codes.implode()) for n, codes in wrong.items()]
        fails += [r.breaks for r in (*self._odd, *self._row_by_row)]
        facts = self._decoder.facts(rows, {what for r in self._row_by_row for what in r.asks})
        suspect = facts.select(pl.any_horizontal(fails)).to_series() if fails else None
        together = self._combinations.broken(rows)
        return together if suspect is None else suspect if together is None else suspect | together

    def _broken(self) -> list[Broken]:
        """The rules that may be broken, those of safety last: they spare cells in which there is an error."""
        decoder = self._decoder
        of_rows = [*self._odd, *self._combinations.rules, *self._row_by_row]
        of_cells = [(n, r) for n in decoder.names for r in decoder.books[n].rules]
        broken = [Broken(r, r.columns[0], r.breaks, True) for r in of_rows]
        broken += [
            Broken(r, n, pl.col(f"#{n}").is_in(decoder.books[n].breaking[r.rule.code].implode()), False)
            for n, r in of_cells
            if r.rule.code in decoder.books[n].breaking
        ]
        return sorted(broken, key=lambda b: b.rule.is_safety)


class _Combinations:
    """Judges rows by the cells that rules look at together, once a distinct combination of their codes."""

    def __init__(self, rules: Sequence[RatingsRule], decoder: RecordDecoder) -> None:
        self.rules, self._decoder = rules, decoder
        self._asked = {what for r in rules for what in r.asks}
        self._columns = columns_of(self._asked)
        self._bits: tuple[int, ...] = ()
        self._judgements = pl.Series(dtype=pl.UInt8)
        """Of the columns' codes, packed into so many bits: whether they break a rule together."""

    def broken(self, rows: pl.DataFrame) -> pl.Series | None:
        """The rows whose cells break a rule together; None where none do."""
        if not self.rules or rows.is_empty():
            return None
        packed = self._packed(rows) if rows.height >= MANY else None
        if packed is None:
            broken = self._breaks(rows)
            return broken if broken.any() else None
        judged = self._judgements.gather(packed)
        if judged.min() == _UNKNOWN:
            new = rows.hstack([packed]).filter(judged == _UNKNOWN).unique("key")
            self._judgements.scatter(new["key"], self._breaks(new).cast(pl.UInt8) + _FINE)
            judged = self._judgements.gather(packed)
        return judged > _FINE if judged.max() != _FINE else None

    def _packed(self, rows: pl.DataFrame) -> pl.Series | None:
        """Each row's combination of codes as `key` UInt32, an index of `_judgements`; None where there are too many."""
        codes = {n: c for n in self._columns for c in (f"#{n}", n) if c in rows.columns}
        books, model = self._decoder.books, self._decoder.model
        tops = [books[n].frame.height if c != n else len(model.competencies) for n, c in codes.items()]
        bits = tuple(top.bit_length() for top in tops)
        if sum(bits) > _MOST_BITS:
            return None
        if bits != self._bits:
            self._bits = bits
            self._judgements = pl.repeat(_UNKNOWN, 2 ** sum(bits), dtype=pl.UInt8, eager=True)
        key = pl.lit(0, pl.UInt32)
        for column, size in zip(codes.values(), bits, strict=True):
            key = key * 2**size + pl.col(column).to_physical().cast(pl.UInt32)
        return rows.select(key.alias("key")).to_series()

    def _breaks(self, rows: pl.DataFrame) -> pl.Series:
        facts = self._decoder.facts(rows, self._asked)
        return facts.select(pl.any_horizontal(r.breaks for r in self.rules).alias("")).to_series()
