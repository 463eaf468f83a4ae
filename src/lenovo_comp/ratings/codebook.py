"""The distinct cells of a column, numbered, and what each of them means (decision 0007)."""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import and_

import polars as pl

from ..findings.finding import Severity
from ..model.dictionary import Model
from . import cells
from .columns import COLUMNS, Column, Kind
from .labels import LIKE_AN_ID, LIKE_NO_ID
from .level_cells import Labels, levels_of
from .rules.cells import CELL_RULES, RAW
from .spelling import HAS_TEXT, INVISIBLE, NO_TEXT, folded

# Cells from which on it is worth a look how they repeat.
_MANY = 10_000
# Minimum mean run length at which run-length coding pays.
_LONG = 2
_SLOTS = 2**23


class ColumnCodebook:
    """The distinct cells of one column, over all files, and what each means.

    However often a cell occurs, it is folded, looked up and judged once. `frame` has a row a distinct cell, at the
    index that is its code, and stays the same for codes that were given:

    * `value` what it means: Enum of the dictionary's ids, Float64 or Categorical; null for nothing
    * `written` String, trimmed and folded; `given`, `odd` Boolean: not blank, and whether anything was folded
    * `who` UInt64 of an id: equal where only the spelling differs (decision 0014)
    * `how` of a level (`level_cells.How`), `label` UInt16 and `both`: its label, and whether a number stands beside it
    * `owner` (Enum) and `rateable` of a behaviour
    """

    def __init__(self, name: str, model: Model) -> None:
        self._column, self._model = COLUMNS[name], model
        self.rules = [rule for rule in CELL_RULES if name in rule.columns]
        assert len({r.rule.code for r in self.rules}) == len(self.rules), f"{name}: two entries for one rule"
        self._always = [r for r in self.rules if not r.pattern and not r.reads]
        is_id = self._column.kind is Kind.ID
        self._has_labels = name == "employee_id"
        patterns = [
            cells.FOLDED,
            *([NO_TEXT] if is_id else []),
            *([INVISIBLE] if self._column.kind is Kind.NUMBER else []),
            *(p for r in self.rules for p in (r.pattern, r.reads) if p),
        ]
        self._notable = "|".join(f"(?:{pattern})" for pattern in patterns)
        # An id in which something is wrong is nobody's.
        self._voiding = {r.rule.code for r in self.rules if is_id and r.rule.severity is Severity.ERROR}
        self.kind = _type_of(self._column, model)
        """The type of what cells mean."""
        self.cells = self.kind if isinstance(self.kind, pl.Categorical) else pl.Categorical(pl.Categories.random())
        """The type of cells that are ready to be coded."""
        self._alive = pl.Series([""], dtype=self.cells)  # codes are forgotten when no column has them any more
        self._slots = pl.Series(dtype=pl.UInt32)
        self._raw = pl.Series([], dtype=pl.String)
        """The cell of each code, as far as was needed."""
        self.frame = pl.DataFrame()
        self.values = pl.Series([], dtype=self.kind)
        """The column `value` in one piece, since it is looked up for every row."""
        self.breaking: dict[str, pl.Series] = {}
        """The codes of the cells that break a rule (UInt32), by the rule's own code."""
        self.labels = Labels(model) if self._column.kind is Kind.NUMBER else None
        self.gives_labels = False
        """Whether some cell gives a label of a scale, so that levels depend on what is rated."""
        self.blank = pl.Series([], dtype=pl.UInt32)
        """The codes of blank cells."""
        self.aside = {look: pl.Series([], dtype=pl.UInt32) for look in LIKE_NO_ID}
        """The codes of ids that may belong to nobody, by what they look like."""
        self.listed = pl.Series([], dtype=pl.UInt64)
        """`who` the ids of people on the roster are, which is read before all else."""

    def encode(self, cell: pl.Series) -> pl.Series:
        """Cells (no nulls) → codes, UInt32, which `frame` then knows. No two threads may do that at once."""
        codes = self._codes(cell)
        self._learn(codes)
        return codes

    def _codes(self, cell: pl.Series) -> pl.Series:
        if cell.dtype == self.cells or len(cell) < _MANY:
            return self._cast(cell)
        # Rows of one person follow each other as a rule, so a cell that repeats the one before is coded once a run.
        run = cell.rle_id()
        if run[-1] < len(cell) // _LONG:
            return self._cast(cell.filter(run.ne_missing(run.shift()))).gather(run)
        return self._by_hash(cell) if isinstance(self.kind, pl.Categorical) else self._cast(cell)

    def _cast(self, cell: pl.Series) -> pl.Series:
        return cell.cast(self.cells).to_physical()

    def _by_hash(self, cell: pl.Series) -> pl.Series:
        """The same for many cells that come in any order, in a fraction of the time (decision 0007).

        `_slots` holds the code of the last cell that had a hash; where that is another cell, nothing is gained.
        """
        if self._slots.is_empty():
            self._slots = pl.repeat(0, _SLOTS, dtype=pl.UInt32, eager=True)
        new = self._cells(len(self._raw), max(self.frame.height, 1)).cast(pl.String)
        self._raw = pl.concat([self._raw, new], rechunk=True)
        slot = cell.hash() % _SLOTS
        code = self._slots.gather(slot)
        # Another cell may have the same hash, so every cell is compared with the one that was found.
        other = (self._raw.gather(code) != cell).arg_true()
        if other.is_empty():
            return code
        cast = self._cast(cell.gather(other))
        self._slots.scatter(slot.gather(other), cast)
        return code.scatter(other, cast)

    def _learn(self, codes: pl.Series) -> None:
        """Make out what the cells mean that were not known before."""
        known, top = self.frame.height, codes.max()
        if not isinstance(top, int) or top < known:
            return
        new = self._cells(known, top + 1)
        frame, broken = self._meanings(new)
        self.frame = pl.concat([self.frame, frame]) if known else frame
        self.values = pl.concat([self.values, frame["value"]], rechunk=True) if known else frame["value"]
        blank = ~frame["given"]
        if blank.any():
            self.blank = pl.concat([self.blank, blank.arg_true().cast(pl.UInt32) + known])
        for code, wrong in broken.items():  # new series each time: another thread may be looking at the ones before
            codes = wrong.arg_true().cast(pl.UInt32) + known
            self.breaking[code] = pl.concat([self.breaking[code], codes]) if code in self.breaking else codes

    def _set_aside(self, new: pl.Series) -> None:
        """Remember which of some new ids may belong to nobody."""
        if new.str.contains(LIKE_AN_ID).all():  # the patterns below take milliseconds to compile
            return
        known = self.frame.height
        for look, pattern in LIKE_NO_ID.items():
            found = new.str.contains(pattern)
            if found.any():
                self.aside[look] = pl.concat([self.aside[look], found.arg_true().cast(pl.UInt32) + known])

    def take_listed(self, codes: pl.Series) -> None:
        """Take some ids for those of people on the roster."""
        self.listed = pl.concat([self.listed, self.frame["who"].gather(codes.unique()).drop_nulls()])

    def is_listed(self, codes: pl.Series) -> pl.Series:
        """Whether ids are on the roster, however they are spelled."""
        return self.frame["who"].gather(codes).is_in(self.listed.implode()).fill_null(value=False)

    def values_at(self, codes: pl.Series) -> pl.Series:
        """The cells of some codes."""
        return codes.cat.to(self.cells).cast(pl.String)

    def _cells(self, start: int, end: int) -> pl.Series:
        """The cells of some codes, as the type they are coded by."""
        return pl.int_range(start, end, dtype=pl.UInt32, eager=True).cat.to(self.cells)

    def _meanings(self, coded: pl.Series) -> tuple[pl.DataFrame, dict[str, pl.Series]]:
        """What the cells mean (rows of `frame`), and which of them break a rule, by its code."""
        raw = coded.cast(pl.String)
        # Nearly all cells are plain: nothing is folded in them, and no rule's pattern is found.
        is_plain = not raw.str.contains(self._notable).any()
        written = self._written(raw, is_plain)
        given = written.is_not_null()
        odd = given & ~given if is_plain else (written != raw).fill_null(False)
        facts = {"raw": raw, "written": written, "given": given, "odd": odd}
        facts |= self._value(written, given, coded, is_plain)
        judged = pl.DataFrame(facts).select(
            r.breaks.alias(r.rule.code) for r in (self._always if is_plain else self.rules)
        )
        broken = {wrong.name: wrong for wrong in judged if wrong.any()}
        if self._column.kind is Kind.ID:
            facts |= self._of_id(facts, [wrong for code, wrong in broken.items() if code in self._voiding])
        if self._has_labels:
            self._set_aside(raw)
        return pl.DataFrame({name: fact for name, fact in facts.items() if name != "raw"}), broken

    def _written(self, raw: pl.Series, is_plain: bool) -> pl.Series:
        """The cells without what doesn't count in them; null where that is nothing."""
        if is_plain:
            return raw.set(raw == "", None) if self.frame.is_empty() else raw  # "" has the first code
        is_ascii = raw.str.len_bytes().sum() == raw.str.len_chars().sum()
        keeps_width = is_ascii or self._column.kind in (Kind.NAME, Kind.TEXT)
        written = cells.trimmed(RAW) if keeps_width else cells.plain(RAW)
        if self._column.kind is Kind.NUMBER:
            written = cells.plain(RAW.str.replace_all(INVISIBLE, ""))
        if self._column.kind is Kind.ID:
            written = pl.when(written.str.contains(HAS_TEXT)).then(written)
        return raw.to_frame("raw").select(written).to_series()

    def _value(self, written: pl.Series, given: pl.Series, coded: pl.Series, is_plain: bool) -> Mapping[str, pl.Series]:
        """The `value` of the cells, and what else their kind has."""
        match self._column.kind:
            case Kind.NUMBER:
                assert self.labels is not None
                levels = levels_of(written, self.labels)
                self.gives_labels |= levels["label"].null_count() < len(written)
                return levels
            case Kind.KEY | Kind.NAME:
                names = self._column.names_in(self._model)
                found = [names.find(text) for text in coded.cast(pl.String)]
                of_key = cells.owner_and_rateable(found, self._model) if self._column.kind is Kind.KEY else {}
                return {"value": pl.Series(found, dtype=pl.String).cast(self.kind), **of_key}
            case Kind.ID | Kind.CODE | Kind.TEXT:
                own = (
                    coded.zip_with(given, pl.Series([None], dtype=self.cells)) if is_plain else written.cast(self.cells)
                )
                return {"value": own}

    def _of_id(self, facts: Mapping[str, pl.Series], voiding: Sequence[pl.Series]) -> Mapping[str, pl.Series]:
        """`value` of ids and `who` they are; nobody where one of some rules is broken."""
        value = facts["value"]
        # Numbers are compared in every row; a text would be as long as somebody cares to write an id.
        who = folded(facts["written"]).hash()
        somebody = reduce(and_, (~wrong for wrong in voiding), value.is_not_null())
        nobody = {"value": pl.Series([None], dtype=value.dtype), "who": pl.Series([None], dtype=pl.UInt64)}
        return {name: each.zip_with(somebody, nobody[name]) for name, each in (("value", value), ("who", who))}


def codebooks(model: Model) -> dict[str, ColumnCodebook]:
    """A codebook a column, for one reading of files."""
    return {name: ColumnCodebook(name, model) for name in COLUMNS}


def _type_of(column: Column, model: Model) -> pl.DataType:
    match column.kind:
        case Kind.NUMBER:
            return pl.Float64()
        case Kind.KEY | Kind.NAME:
            return cells.ids(column.names_in(model))
        case Kind.ID | Kind.CODE | Kind.TEXT:
            return pl.Categorical(pl.Categories.random())
