"""Cells → what they mean: trimmed, width folded, names turned into ids, levels into numbers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import polars as pl

from ..model.dictionary import Competency, Model
from ..model.names import Names
from .spelling import HAS_TEXT, folded

NAMED: dict[str, Callable[[Model], Names]] = {
    "position": lambda model: model.position_names,
    "competency": lambda model: model.competency_names,
    "rater_role": lambda model: model.role_names,
    "behaviour": lambda model: model.behaviour_names,
}
"""The columns whose cells name something of the dictionary."""
_ONLY_TRIMMED = ("position", "competency", "rater_role", "name", "department", "manager", "evidence")
"""Names may hold full-width signs; only spaces around them are odd."""

IDS = ("employee_id", "rater_id")
"""The columns that say who somebody is."""

_MANY = 10_000
"""Cells from which on it is worth a look how they repeat."""
_LONG = 2
"""Rows of a run, on average, from which on a column is coded run by run."""
_SLOTS = 2**23
_FULL_WIDTH = [chr(c) for c in range(0xFF01, 0xFF5F)] + ["\u3000"]
_HALF_WIDTH = [chr(c - 0xFEE0) for c in range(0xFF01, 0xFF5F)] + [" "]
_FOLDED = r"^\s|\s$|[\u3000\uff01-\uff5e]|^\ufeff"
"""What is found in every cell that isn't what it means, but an empty one."""
_UNIT = r"(?i)^(?:level|lv|l)?\s*([+-]?[0-9]+(?:\.[0-9]+)?)\s*(?:级|級|分|level)?$"
_NUMBER = r"^[+-]?[0-9]{1,9}(?:\.[0-9]{1,9})?$"


def plain(cell: pl.Expr) -> pl.Expr:
    """The cell without spaces around it and with full-width ASCII folded; blank is null."""
    text = _unmarked(cell).str.replace_many(_FULL_WIDTH, _HALF_WIDTH).str.strip_chars()
    return pl.when(text != "").then(text)


def trimmed(cell: pl.Expr) -> pl.Expr:
    """The cell without spaces around it; blank is null."""
    text = _unmarked(cell).str.strip_chars()
    return pl.when(text != "").then(text)


def _unmarked(cell: pl.Expr) -> pl.Expr:
    """The cell without the byte-order mark that the first one of a file has where files were joined."""
    return cell.str.strip_chars_start("\ufeff")


def number(text: pl.Expr) -> pl.Expr:
    """The number a plain cell holds, written with or without its unit (`2级`), else null."""
    bare = text.str.extract(_UNIT, 1)
    return pl.when(bare.str.contains(_NUMBER)).then(bare).cast(pl.Float64)


def has_unit(text: pl.Expr) -> pl.Expr:
    """Whether a plain cell is a number with a unit."""
    return number(text).is_not_null() & ~text.str.contains(_NUMBER)


def ids(names: Names) -> pl.Enum:
    """The ids of one kind of thing as a type, in the order of text."""
    return pl.Enum(sorted(names.ids))


def scales(model: Model) -> pl.DataFrame:
    """One row a competency: `competency` Enum; `min`, `max`, `step` Float64 (scale units)."""
    rows = [(c.id, c.scale.min, c.scale.max, c.scale.step) for c in model.competencies]
    figure = pl.Float64()
    schema = {"competency": ids(model.competency_names), "min": figure, "max": figure, "step": figure}
    return pl.DataFrame(rows, schema=schema, orient="row")


def scale_text(competency: Competency | None, model: Model) -> str:
    """The scale of a competency, or of single behaviours, as words: `0–3`."""
    return str(competency.scale if competency is not None else model.attainment.scale)


def _of_behaviour(model: Model) -> tuple[pl.Expr, pl.Expr]:
    """Whose a behaviour is, and whether it can be rated on the scale of single behaviours."""
    common = model.attainment.scale
    owners = {id: owner.id for id, (owner, _) in model.behaviours.items()}
    unrateable = [
        id
        for id, (owner, level) in model.behaviours.items()
        if level is None and (owner.scale.min, owner.scale.max) != (common.min, common.max)
    ]
    id = pl.col("behaviour").cast(pl.String)
    owner = id.replace_strict(list(owners), list(owners.values()), default=None, return_dtype=pl.String)
    return (
        owner.cast(ids(model.competency_names)).alias("behaviour_owner"),
        (~id.is_in(unrateable)).alias("rateable"),
    )


class Lexicon:
    """The distinct cells of one column and what each means.

    However often a cell occurs, it is folded, looked up and judged once. `frame` has a row a distinct
    cell, at the index that is its code, and stays the same for codes that were given; `values` is its
    column of what the cells mean, in one piece, since that is looked up for every row.
    """

    def __init__(
        self,
        name: str,
        model: Model,
        kind: pl.DataType,
        rules: Mapping[str, pl.Expr],
        suspect: str,
        voiding: Collection[str] = (),
    ) -> None:
        """`rules`: where a cell breaks a rule, by key; they look at the columns of `frame`.

        Keys that start with "S" stand for rules that only a cell in which `suspect` is found can break. A
        cell that breaks a rule of `voiding` means nothing.
        """
        self._name, self._model, self._kind = name, model, kind
        self._rules, self._suspect, self._voiding = rules, f"{suspect}|{_FOLDED}", voiding
        self.cells = kind if isinstance(kind, pl.Categorical) else pl.Categorical(pl.Categories.random())
        """The type of cells that are ready to be coded; also that of what they mean, unless they name something."""
        self._alive = pl.Series([""], dtype=self.cells)  # codes are forgotten when no column has them any more
        self._slots = pl.Series(dtype=pl.UInt32)
        self._raw = pl.Series([], dtype=pl.String)
        """The cell of each code, as far as was needed."""
        self._own_text = isinstance(kind, pl.Categorical)
        self.frame = pl.DataFrame()
        self.values = pl.Series(name, [], kind)
        self.failing: frozenset[str] = frozenset()
        """The rules that some cell breaks."""
        self.wrong = pl.Series([], dtype=pl.UInt32)
        """The codes of the cells that break a rule."""
        self.blank = pl.Series([], dtype=pl.UInt32)
        """The codes of blank cells."""

    def code(self, cell: pl.Series) -> pl.Series:
        """Cells (no nulls) → codes, UInt32. Codes must be `learned` before they are looked up."""
        if cell.dtype == self.cells or len(cell) < _MANY:
            return self._cast(cell)
        run = cell.rle_id()
        if run[-1] < len(cell) // _LONG:
            return self._cast(cell.filter(run.ne_missing(run.shift()))).gather(run)
        return self._by_hash(cell) if self._own_text else self._cast(cell)

    def _cast(self, cell: pl.Series) -> pl.Series:
        return cell.cast(self.cells).to_physical()

    def _by_hash(self, cell: pl.Series) -> pl.Series:
        """The same for many cells that come in any order, in a fraction of the time.

        `_slots` holds the code of the last cell that had a hash; where that is another cell, nothing is gained.
        """
        if self._slots.is_empty():
            self._slots = pl.repeat(0, _SLOTS, dtype=pl.UInt32, eager=True)
        new = self._cells(len(self._raw), max(self.frame.height, 1)).cast(pl.String)
        self._raw = pl.concat([self._raw, new], rechunk=True)
        slot = cell.hash() % _SLOTS
        code = self._slots.gather(slot)
        other = (self._raw.gather(code) != cell).arg_true()
        if other.is_empty():
            return code
        cast = self._cast(cell.gather(other))
        self._slots.scatter(slot.gather(other), cast)
        return code.scatter(other, cast)

    def learn(self, codes: pl.Series) -> None:
        """Make out what the cells mean that were not known before."""
        known, top = self.frame.height, codes.max()
        if isinstance(top, int) and top >= known:
            frame = self._meanings(self._cells(known, top + 1))
            self.frame = pl.concat([self.frame, frame]) if known else frame
            self.values = pl.concat([self.values, frame[self._name]], rechunk=True) if known else frame[self._name]
            blank, wrong = ~frame[f"{self._name}_given"], frame["wrong"]
            if blank.any():
                self.blank = pl.concat([self.blank, blank.arg_true().cast(pl.UInt32) + known])
            if wrong.any():  # a new series each time: another thread may be looking at the one before
                self.wrong = pl.concat([self.wrong, wrong.arg_true().cast(pl.UInt32) + known])
                self.failing |= {key for key in self._rules if frame[key].any()}

    def _cells(self, start: int, end: int) -> pl.Series:
        """The cells of some codes, as the type they are coded by."""
        return pl.int_range(start, end, dtype=pl.UInt32, eager=True).cat.to(self.cells)

    def _meanings(self, cells: pl.Series) -> pl.DataFrame:
        """What the cells mean, and the rules that they break."""
        name, raw = self._name, cells.cast(pl.String).alias("raw")
        cell, written = pl.col("raw"), pl.col("written")
        suspicious = raw.str.contains(self._suspect).any()
        if not suspicious:
            meant = pl.when(cell != "").then(cell) if self.frame.is_empty() else cell  # "" has the first code
        elif name in _ONLY_TRIMMED or raw.str.len_bytes().sum() == raw.str.len_chars().sum():
            meant = trimmed(cell)
        else:
            meant = plain(cell)
        if suspicious and name in IDS:
            meant = pl.when(meant.str.contains(HAS_TEXT)).then(meant)
        odd = (written != cell).fill_null(False) if suspicious else pl.lit(False)
        values = [written.is_not_null().alias(f"{name}_given"), odd.alias(f"{name}_odd")]
        frame = raw.to_frame()
        if name == "level":
            values += [number(written).alias("level"), has_unit(written).fill_null(False).alias("level_unit")]
        elif name in NAMED:
            frame = frame.with_columns(self._looked_up(raw))
        else:
            own = written.cast(self.cells) if suspicious else pl.when(cell != "").then(pl.lit(cells))
            values.append(own.alias(name))
        if name == "behaviour":
            frame = frame.with_columns(*_of_behaviour(self._model))
        rules = {k: r for k, r in self._rules.items() if suspicious or not k.startswith("S")}
        frame = (
            frame.with_columns(meant.alias("written"))
            .with_columns(values)
            .with_columns(rules.get(key, pl.lit(False)).fill_null(False).alias(key) for key in self._rules)
            .with_columns(pl.any_horizontal(pl.lit(False), *rules).alias("wrong"))
            .drop("raw")
        )
        if any(frame[key].any() for key in self._voiding):
            void = pl.any_horizontal(self._voiding)
            frame = frame.with_columns(pl.when(~void).then(name).alias(name))
        if name in IDS:
            who = folded(frame["written"]).hash()  # eight bytes for an id: numbers are compared in every row
            frame = frame.with_columns(pl.when(pl.col(name).is_not_null()).then(who).alias(f"{name}_who"))
        return frame

    def _looked_up(self, raw: pl.Series) -> pl.Series:
        names = NAMED[self._name](self._model)
        return pl.Series(self._name, [names.find(text) for text in raw], pl.String).cast(self._kind)
