"""What can be wrong with a single cell; judged once a distinct cell of a column."""

from functools import partial

import polars as pl

from ...findings import catalogue
from ...model.dictionary import Model
from ...model.names import did_you_mean, listed
from ...text import Text
from ..columns import COLUMNS, FREE, PLAIN
from ..files.table import Table
from ..headers import Columns
from ..level_cells import How
from ..spelling import INVISIBLE
from . import Details, RatingsRule, Row
from .ids import ID_RULES, has_unseen

GIVEN, ODD, VALUE, WRITTEN, RAW = (pl.col(name) for name in ("given", "odd", "value", "written", "raw"))
"""Of a cell: whether it isn't blank, whether something was folded, what it means, how it reads, and itself."""
UNKNOWN = GIVEN & VALUE.is_null()

_FORMULA = r"^[=+\-@\t\r]"
_CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_TURNING = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_CONTROL, _BIDI = f"[{_CONTROLS}]", f"[{_TURNING}]"
_INVISIBLE = f"[{INVISIBLE}&&[^{_CONTROLS}{_TURNING}]]"
# In levels, labels may have any signs, and what can't be seen is left out.
_NAMED = tuple(name for name in PLAIN if name != "level")
_NEEDLESS = has_unseen(RAW.str.strip_chars_start("\ufeff"), _INVISIBLE)


def _written_as(how: How) -> pl.Expr:
    return pl.col("how") == int(how)


def near_miss(row: Row, model: Model, column: str) -> Details:
    """What the cells may name, and which of that is meant perhaps."""
    known, written = COLUMNS[column].names_in(model), row["written"]
    suggestion = did_you_mean(known.nearest(written) if written else None)
    if column == "position" and not model.positions:
        suggestion = Text("字典没有写明任何岗位，请先添加 positions。", "It has no positions; add `positions` first.")
    return {"suggestion": suggestion, "known": roles_of(model)}


def roles_of(model: Model) -> Text:
    """What a rater role may be, in both languages."""
    return listed(role.name for role in model.rater_roles)


def _own_scale(row: Row, model: Model, _column: str) -> Details:
    owner, _ = model.behaviours[row["behaviour"]]
    return {"competency": owner.name, "scale": str(owner.scale)}


def _read_as(row: Row, _model: Model, _column: str) -> Details:
    return {"meant": f"{row['level']:g}"}


def _plainly(row: Row, _model: Model, _column: str) -> Details:
    return {"meant": row["written"] or ""}


CELL_RULES = (
    RatingsRule(catalogue.ID_BLANK, ("employee_id",), ~GIVEN),
    RatingsRule(catalogue.CYCLE_BLANK, ("cycle",), ~GIVEN),
    *ID_RULES,
    RatingsRule(catalogue.POSITION_UNKNOWN, ("position",), UNKNOWN, near_miss),
    RatingsRule(catalogue.ROLE_UNKNOWN, ("rater_role",), UNKNOWN, near_miss),
    RatingsRule(catalogue.COMPETENCY_UNKNOWN, ("competency",), UNKNOWN, near_miss),
    RatingsRule(catalogue.BEHAVIOUR_UNKNOWN, ("behaviour",), UNKNOWN, near_miss),
    RatingsRule(catalogue.BEHAVIOUR_NOT_RATEABLE, ("behaviour",), ~pl.col("rateable"), _own_scale),
    RatingsRule(catalogue.LEVEL_UNIT, ("level",), _written_as(How.UNIT), _read_as),
    RatingsRule(catalogue.LEVEL_NOT_ASSESSED, ("level",), _written_as(How.NOT_ASSESSED)),
    RatingsRule(catalogue.ODD_CHARACTERS, _NAMED, ODD, _plainly),
    RatingsRule(catalogue.ODD_CHARACTERS, ("level",), ODD & pl.col("label").is_null() & GIVEN, _plainly),
    RatingsRule(catalogue.FORMULA_TEXT, FREE, GIVEN & RAW.cast(pl.Float64, strict=False).is_null(), pattern=_FORMULA),
    RatingsRule(catalogue.CONTROL_CHARACTER, tuple(COLUMNS), GIVEN, pattern=_CONTROL),
    RatingsRule(catalogue.BIDI_CHARACTER, tuple(COLUMNS), GIVEN, pattern=_BIDI),
    RatingsRule(catalogue.INVISIBLE_CHARACTER, _NAMED, GIVEN & _NEEDLESS, pattern=_INVISIBLE),
)


def odd_cells(table: Table, columns: Columns) -> list[RatingsRule]:
    """Dates, errors and formulas without result in a workbook's table, in the columns where they matter.

    They look at `row`, and at the `level_column` of a wide table.
    """
    rules = []
    places = [(name, columns.known[name]) for name in PLAIN if name in columns.known]
    for name, column in [*places, *(("level", level.column) for level in columns.levels)]:
        header = table.headers[column].strip()
        at_column = pl.col("level_column") == column if name == "level" and columns.wide else pl.lit(True)
        found = dict.fromkeys(odd.rule for (_, c), odd in table.odd.items() if c == column)
        # A cycle may be a day, and is called by its date.
        for rule in (r for r in found if (name, r) != ("cycle", catalogue.CELL_IS_DATE)):
            rows = [row for (row, c), odd in table.odd.items() if c == column and odd.rule is rule]
            fails = pl.col("row").is_in(rows) & at_column
            rules.append(RatingsRule(rule, (name,), fails, partial(_in_column, header)))
    return rules


def _in_column(header: str, _row: Row, _model: Model, _column: str) -> Details:
    return {"column": header}
