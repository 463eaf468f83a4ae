"""The distinct cells of a column, numbered, and what each of them means (decision 0007)."""

from collections.abc import Sequence

import polars as pl

from ..findings.finding import Severity
from ..model.dictionary import Model
from . import cells
from .columns import COLUMNS, Column, Kind
from .labels import LIKE_AN_ID, LIKE_NO_ID
from .level_cells import Labels, levels_of
from .rules.cells import CELL_RULES, RAW, VALUE, WRITTEN
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
    * a Boolean a rule, by its code, and `wrong`: whether it breaks any
    """

    def __init__(self, name: str, model: Model) -> None:
        self._column, self._model = COLUMNS[name], model
        self.rules = [rule for rule in CELL_RULES if name in rule.columns]
        self.rule_codes = [r.rule.code for r in self.rules]
        assert len(set(self.rule_codes)) == len(self.rules), f"{name}: two entries for one rule"
        self._always = [r.rule.code for r in self.rules if not r.pattern and not r.reads]
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
        self._voiding = [r.rule.code for r in self.rules if is_id and r.rule.severity is Severity.ERROR]
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
        self.failing: frozenset[str] = frozenset()
        """The codes of the rules that some cell breaks."""
        self.wrong = pl.Series([], dtype=pl.UInt32)
        """The codes of the cells that break a rule."""
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
        frame = self._meanings(new)
        self.frame = pl.concat([self.frame, frame]) if known else frame
        self.values = pl.concat([self.values, frame["value"]], rechunk=True) if known else frame["value"]
        blank, wrong = ~frame["given"], frame["wrong"]
        if blank.any():
            self.blank = pl.concat([self.blank, blank.arg_true().cast(pl.UInt32) + known])
        if self._has_labels:
            self._set_aside(new.cast(pl.String), known)
        if wrong.any():  # a new series each time: another thread may be looking at the one before
            self.wrong = pl.concat([self.wrong, wrong.arg_true().cast(pl.UInt32) + known])
            self.failing |= {code for code in self.rule_codes if frame[code].any()}

    def _set_aside(self, new: pl.Series, known: int) -> None:
        """Remember which of some new ids may belong to nobody."""
        if new.str.contains(LIKE_AN_ID).all():  # the patterns below take milliseconds to compile
            return
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

    def _meanings(self, coded: pl.Series) -> pl.DataFrame:
        """What the cells mean, and the rules that they break: rows of `frame`."""
        raw = coded.cast(pl.String).alias("raw")
        # Nearly all cells are plain: nothing is folded in them, and no rule's pattern is found.
        is_plain = not raw.str.contains(self._notable).any()
        frame = raw.to_frame().with_columns(self._written(raw, is_plain).alias("written"))
        odd = pl.lit(False) if is_plain else (WRITTEN != RAW).fill_null(False)
        frame = frame.with_columns(WRITTEN.is_not_null().alias("given"), odd.alias("odd"))
        frame = frame.with_columns(self._value(frame["written"], coded, is_plain))
        if self._column.kind is Kind.KEY:
            frame = frame.with_columns(*cells.owner_and_rateable(self._model))
        return self._of_id(self._judged(frame, self._always if is_plain else self.rule_codes))

    def _written(self, raw: pl.Series, is_plain: bool) -> pl.Expr:
        """The cells without what doesn't count in them; null where that is nothing."""
        if is_plain:
            return pl.when(RAW != "").then(RAW) if self.frame.is_empty() else RAW  # "" has the first code
        is_ascii = raw.str.len_bytes().sum() == raw.str.len_chars().sum()
        keeps_width = is_ascii or self._column.kind in (Kind.NAME, Kind.TEXT)
        written = cells.trimmed(RAW) if keeps_width else cells.plain(RAW)
        if self._column.kind is Kind.NUMBER:
            written = cells.plain(RAW.str.replace_all(INVISIBLE, ""))
        is_id = self._column.kind is Kind.ID
        return pl.when(written.str.contains(HAS_TEXT)).then(written) if is_id else written

    def _value(self, written: pl.Series, coded: pl.Series, is_plain: bool) -> Sequence[pl.Expr | pl.Series]:
        """The `value` of the cells, and what else their kind has."""
        match self._column.kind:
            case Kind.NUMBER:
                assert self.labels is not None
                levels = levels_of(written, self.labels)
                self.gives_labels |= levels["label"].null_count() < levels.height
                return levels.get_columns()
            case Kind.KEY | Kind.NAME:
                names = self._column.names_in(self._model)
                found = [names.find(text) for text in coded.cast(pl.String)]
                return [pl.Series("value", found, pl.String).cast(self.kind)]
            case Kind.ID | Kind.CODE | Kind.TEXT:
                own = pl.when(RAW != "").then(pl.lit(coded)) if is_plain else WRITTEN.cast(self.cells)
                return [own.alias("value")]

    def _judged(self, frame: pl.DataFrame, rules: Sequence[str]) -> pl.DataFrame:
        """The cells with what some rules say of them; the other rules none of them breaks."""
        no = pl.lit(False)
        broken = [(r.breaks if r.rule.code in rules else no).alias(r.rule.code) for r in self.rules]
        frame = frame.with_columns(broken).with_columns(pl.any_horizontal(no, *rules).alias("wrong")).drop("raw")
        if any(frame[code].any() for code in self._voiding):
            frame = frame.with_columns(pl.when(~pl.any_horizontal(self._voiding)).then("value").alias("value"))
        return frame

    def _of_id(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The cells with `who` they are, if that is what the column says."""
        if self._column.kind is not Kind.ID:
            return frame
        # Numbers are compared in every row; a text would be as long as somebody cares to write an id.
        who = folded(frame["written"]).hash()  # eight bytes for an id: numbers are compared in every row
        return frame.with_columns(pl.when(VALUE.is_not_null()).then(who).alias("who"))


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
