"""What can be wrong with a single cell; judged once a distinct cell of a column."""

from functools import partial

import polars as pl

from ...findings import catalogue
from ...model.dictionary import Model
from ...model.names import did_you_mean
from ..columns import CALLED, COLUMNS, FREE, PLAIN
from ..files.table import Table
from ..headers import Columns
from . import Details, RatingsRule, Row

GIVEN, ODD, VALUE, WRITTEN, RAW = (pl.col(name) for name in ("given", "odd", "value", "written", "raw"))
"""Of a cell: whether it isn't blank, whether something was folded, what it means, how it reads, and itself."""
UNKNOWN = GIVEN & VALUE.is_null()

ERROR_TEXT = (
    r"(?i)^(?:#+|#[^\s\d#][^\s#]*[!?]|#(?:N/?[AVD]|N/DISP|Н/Д|GETTING_DATA|ERROR)"
    r"|#(?:NULL|DIV/0|VALUE|REF|NAME|NUM|SPILL|CALC|FIELD|BLOCKED|CONNECT|BUSY|UNKNOWN)"
    r"|(?:Err|Error|Fehler|Erreur|Errore|错误|錯誤|エラー|오류) ?: ?[0-9]{3}|TRUE|FALSE)$"
)
"""What spreadsheets show for an error or a truth value, in any of their languages; no id is called that."""
SCIENTIFIC = r"(?i)^[+-]?(?:[0-9]{1,3}[.,][0-9]+|[1-9][0-9]{0,2})E[+-]?[0-9]{1,3}$"
"""A number as spreadsheets write it where it has too many digits to show."""
NOT_AN_ID = {catalogue.ERROR_AS_ID: ERROR_TEXT, catalogue.SCIENTIFIC_ID: SCIENTIFIC}
"""What no cell of `CALLED` may read, by the rule that says so."""
_FORMULA = r"^[=+\-@\t\r]"
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
_BIDI = r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
_INVISIBLE = r"[\u00ad\u200b-\u200d\u2060]|[^\ufeff]\ufeff"


def called(_row: Row, _model: Model, column: str) -> Details:
    """What the cells of a column should be."""
    return {"column": COLUMNS[column].called}


def near_miss(row: Row, model: Model, column: str) -> Details:
    """What the cells may name, and which of that is meant perhaps."""
    known, written = COLUMNS[column].names_in(model), row["written"]
    suggestion = did_you_mean(known.nearest(written) if written else None)
    return {"suggestion": suggestion, "known": ", ".join(known.ids)}


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
    *(RatingsRule(rule, CALLED, WRITTEN.str.contains(pattern), called) for rule, pattern in NOT_AN_ID.items()),
    RatingsRule(catalogue.POSITION_UNKNOWN, ("position",), UNKNOWN, near_miss),
    RatingsRule(catalogue.ROLE_UNKNOWN, ("rater_role",), UNKNOWN, near_miss),
    RatingsRule(catalogue.COMPETENCY_UNKNOWN, ("competency",), UNKNOWN, near_miss),
    RatingsRule(catalogue.BEHAVIOUR_UNKNOWN, ("behaviour",), UNKNOWN, near_miss),
    RatingsRule(catalogue.BEHAVIOUR_NOT_RATEABLE, ("behaviour",), ~pl.col("rateable"), _own_scale),
    RatingsRule(catalogue.LEVEL_UNIT, ("level",), pl.col("has_unit") & VALUE.is_not_null(), _read_as),
    RatingsRule(catalogue.ODD_CHARACTERS, PLAIN, ODD, _plainly),
    RatingsRule(catalogue.FORMULA_TEXT, FREE, GIVEN & RAW.cast(pl.Float64, strict=False).is_null(), pattern=_FORMULA),
    RatingsRule(catalogue.CONTROL_CHARACTER, tuple(COLUMNS), GIVEN, pattern=_CONTROL),
    RatingsRule(catalogue.BIDI_CHARACTER, tuple(COLUMNS), GIVEN, pattern=_BIDI),
    RatingsRule(catalogue.INVISIBLE_CHARACTER, PLAIN, GIVEN, pattern=_INVISIBLE),
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
