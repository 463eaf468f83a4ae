"""What can be wrong with ratings: one entry a rule, in a tuple a file; adding a rule adds an entry.

`cells` looks at single cells, `rows` at a row's cells together, `across_rows` at what other rows say.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import polars as pl

from ...findings.finding import Finding, Place, Rule
from ...model.dictionary import Model
from ...text import Text
from ..columns import COLUMNS, FREE, HEADERS, IDENTITY
from ..files.table import WHITE, Table

Row = dict[str, Any]
Details = dict[str, str | Text]
SELF = "self"
"""The role in which people rate themselves."""
SCALE = ("min", "max", "step")
"""What a row is rated on: its competency's scale, or that of single behaviours."""


class RatingsRule(NamedTuple):
    """A rule: the columns whose cells break it, where they do, and what its sentences need.

    A rule for cells looks at a `ColumnCodebook.frame`. A rule for rows stands at one column and looks at what
    `RecordDecoder.facts` says: for a column X, `X` is the value or id, `X_given` whether the cell is not blank, `X_who`
    which id it is, however spelled, and `min`, `max`, `step` are the row's scale. Which columns that takes is read off
    the expression, so that no list elsewhere has to name them.
    """

    rule: Rule
    columns: tuple[str, ...]
    fails: pl.Expr
    details: Callable[[Row, Model, str], Details] = lambda _row, _model, _column: {}
    pattern: str = ""
    """Of a rule for cells: what must also be found in a cell; most cells are passed over for having none of it."""
    reads: str = ""
    """The same, of what a cell reads once it is trimmed and folded."""
    by: tuple[str, ...] = ()
    """Columns that the sentences speak of beside the cell: a finding is about one cell, however often it occurs,
    and one combination of these (decision 0022)."""

    @property
    def breaks(self) -> pl.Expr:
        """Where the rule is broken."""
        fails = self.fails & pl.col("raw").str.contains(self.pattern) if self.pattern else self.fails
        fails = fails & pl.col("written").str.contains(self.reads) if self.reads else fails
        return fails.fill_null(False)

    @property
    def asks(self) -> frozenset[str]:
        """The facts that its expression looks at."""
        return frozenset(self.fails.meta.root_names())

    @property
    def is_safety(self) -> bool:
        """Whether it is about what would fool a spreadsheet, a terminal or the eye."""
        return self.rule.code.startswith("S")

    @property
    def looks_at_free_text(self) -> bool:
        """Whether it looks at columns of too many distinct cells to judge every combination once."""
        return any(split_fact(what)[0] in FREE for what in self.asks if what not in SCALE)


def split_fact(what: str) -> tuple[str, str]:
    """The column that a fact is about, and the part of what its codebook says. Raises KeyError for no fact.

    >>> split_fact("rater_id_who"), split_fact("level")
    (('rater_id', 'who'), ('level', 'value'))
    """
    if what in COLUMNS:
        return what, "value"
    name = next((name for name in COLUMNS if what.startswith(f"{name}_")), None)
    if name is None:
        raise KeyError(what)
    return name, what[len(name) + 1 :]


def columns_of(facts: Iterable[str]) -> list[str]:
    """The columns that some facts depend on, in the order of `COLUMNS`.

    >>> columns_of(["level", "min"])
    ['competency', 'behaviour', 'level']
    """
    asked = {split_fact(what)[0] for what in facts if what not in SCALE}
    # A level may be a label, which means something on the scale only.
    scale = ("competency", "behaviour") if any(what in (*SCALE, "level") for what in facts) else ()
    return [name for name in COLUMNS if name in asked or name in scale]


def finding(rule: Rule, table: Table, row: Row, column: int | None, details: Details) -> Finding:
    """A finding at a cell of one record. `row` has `line`, `row` and what is known of IDENTITY."""
    place, value = cell_at(table, row["line"], row["row"], column)
    meaning = "" if column is None else HEADERS.find(table.headers[column]) or table.headers[column]
    identity = [str(row.get(k) or "") for k in IDENTITY]
    return Finding(rule, place, value, details, "\x1f".join([*identity, meaning]), cycle=str(row.get("cycle") or ""))


def cell_at(table: Table, line: int | None, row: int, column: int | None) -> tuple[Place, str | None]:
    """The place of a cell, or of its record, and what stands in it; None where it is blank."""
    value = None if column is None else table.records.cells(line, row)[column]
    value = value if value and value.strip(WHITE) else None
    return table.place(line, row, column, value), value
