"""What can be wrong with a single row: one rule, one expression."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import polars as pl

from ..findings import catalogue
from ..findings.finding import Diagnostic, Rule
from ..model.dictionary import EPSILON, Model
from ..model.names import did_you_mean
from ..text import Text
from .cells import IDS, NAMED, scale_text
from .columns import HEADERS, Columns
from .files.table import WHITE, Table

Row = dict[str, Any]
Details = dict[str, str | Text]
IDENTITY = ("cycle", "employee_id", "competency", "behaviour", "rater_role", "rater_id")
"""What makes a rating one rating (design, section 3)."""
PERSON = ("cycle", "employee_id", "position", "position_given", "name", "department", "manager", "bad")
"""What a row says of the person."""
SELF = "self"
"""The role in which people rate themselves."""


class RowRule(NamedTuple):
    """A rule: where it fails, at which column, and what its sentence needs.

    `fails` looks at what `cells.Lexicon` says of the cells: for a column X, `X` is the value or id,
    `X_given` whether the cell is not blank, `X_odd` whether something had to be folded.
    """

    rule: Rule
    column: str
    fails: pl.Expr
    details: Callable[[Row, Model], Details] = lambda _row, _model: {}

    @property
    def key(self) -> str:
        """A column name for where it fails."""
        return f"{self.rule.code}:{self.column}"

    @property
    def of_people(self) -> bool:
        """Whether it compares ids, of which there are too many to judge every combination once."""
        return any(name.startswith(IDS) for name in self.fails.meta.root_names())


def cell_rules(name: str) -> list[RowRule]:
    """The rules for single cells of a column, in order; judged once a distinct cell."""
    blank = {"employee_id": catalogue.ID_BLANK, "cycle": catalogue.CYCLE_BLANK}
    unknown = {
        "position": catalogue.POSITION_UNKNOWN,
        "rater_role": catalogue.ROLE_UNKNOWN,
        "competency": catalogue.COMPETENCY_UNKNOWN,
        "behaviour": catalogue.BEHAVIOUR_UNKNOWN,
    }
    rules = []
    if name in blank:
        rules.append(RowRule(blank[name], name, ~_c(f"{name}_given")))
    for rule, pattern in NOT_AN_ID.items() if name in CALLED else ():
        rules.append(RowRule(rule, name, _c("written").str.contains(pattern), called(name)))
    if name in unknown:
        rules.append(RowRule(unknown[name], name, _c(f"{name}_given") & _c(name).is_null(), _guess(name)))
    if name == "behaviour":
        rules.append(RowRule(catalogue.BEHAVIOUR_NOT_RATEABLE, name, ~_c("rateable"), _own_scale))
    if name == "level":
        rules.append(RowRule(catalogue.LEVEL_UNIT, name, _c("level_unit") & _c("level").is_not_null(), _read_as))
    if name in PLAIN:
        rules.append(RowRule(catalogue.ODD_CHARACTERS, name, _c(f"{name}_odd"), _plainly))
    return [*rules, *_unsafe(name)]


def row_rules(columns: Columns) -> list[RowRule]:
    """The rules for which a row's cells are looked at together."""
    if not columns.wide and "level" not in columns.known:
        return []  # a roster
    known, rated = columns.known, _c("level_given")
    numeric = [
        RowRule(catalogue.LEVEL_NOT_A_NUMBER, "level", rated & _c("level").is_null() & _c("min").is_not_null(), _scale),
        RowRule(catalogue.LEVEL_OUT_OF_RANGE, "level", _off_scale(), _scale),
        RowRule(catalogue.LEVEL_OFF_STEP, "level", ~_off_scale() & _off_step(), _scale),
    ]
    rules = []
    if "behaviour" in known:
        elsewhere = _c("behaviour_owner") != _c("competency")
        rules.append(RowRule(catalogue.BEHAVIOUR_ELSEWHERE, "behaviour", elsewhere, _owner))
    if "rater_role" in known:
        blank = rated & ~_c("rater_role_given")
        rules.append(RowRule(catalogue.ROLE_BLANK, "rater_role", blank, _guess("rater_role")))
    if "rater_id" in known:
        own = _c("employee_id_who") == _c("rater_id_who")
        other_role = _c("rater_role") != pl.lit(SELF, pl.String)
        rules.append(RowRule(catalogue.OWN_RATER, "rater_id", rated & own & other_role, _role))
    if not columns.wide:
        rules.append(RowRule(catalogue.COMPETENCY_BLANK, "competency", rated & ~_c("competency_given")))
    return [*numeric, *rules]


ERROR_TEXT = (
    r"(?i)^(?:#+|#[^\s\d#][^\s#]*[!?]|#(?:N/?[AVD]|N/DISP|Н/Д|GETTING_DATA|ERROR)"
    r"|#(?:NULL|DIV/0|VALUE|REF|NAME|NUM|SPILL|CALC|FIELD|BLOCKED|CONNECT|BUSY|UNKNOWN)"
    r"|(?:Err|Error|Fehler|Erreur|Errore|错误|錯誤|エラー|오류) ?: ?[0-9]{3}|TRUE|FALSE)$"
)
"""What spreadsheets show for an error or a truth value, in any of their languages; no id is called that."""
SCIENTIFIC = r"(?i)^[+-]?(?:[0-9]{1,3}[.,][0-9]+|[1-9][0-9]{0,2})E[+-]?[0-9]{1,3}$"
"""A number as spreadsheets write it where it has too many digits to show."""
NOT_AN_ID = {catalogue.ERROR_AS_ID: ERROR_TEXT, catalogue.SCIENTIFIC_ID: SCIENTIFIC}
"""What is found in the cells of `CALLED` that break a rule."""

PLAIN = ("employee_id", "rater_id", "cycle", "level", "behaviour", "position", "competency", "rater_role")
"""Columns whose cells should be written plainly; what was folded there is reported."""


def odd_cells(table: Table, columns: Columns) -> list[RowRule]:
    """Dates, errors and formulas without result, in the columns where they matter."""
    rules = []
    for rule in {odd.rule.code: odd.rule for odd in table.odd.values()}.values():
        for name in PLAIN:
            at = [columns.known[name]] if name in columns.known else []
            if name == "level":
                at = [*at, *columns.competencies.values()]
            for column in at:
                rows = [r for (r, c), odd in table.odd.items() if c == column and odd.rule is rule]
                fails = _c("row").is_in(rows)
                if name == "level" and columns.wide:
                    fails &= _c("level_column") == column
                header = table.headers[column].strip()
                if rows:
                    rules.append(RowRule(rule, name, fails, _of_column(header)))
    return rules


UNSAFE = (
    catalogue.FORMULA_TEXT,
    catalogue.CONTROL_CHARACTER,
    catalogue.BIDI_CHARACTER,
    catalogue.INVISIBLE_CHARACTER,
)
_TEXT = ("employee_id", "name", "department", "manager", "rater_id", "cycle", "evidence")
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
_BIDI = r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
_INVISIBLE = r"[\u00ad\u200b-\u200d\u2060]|[^\ufeff]\ufeff"
SUSPECT = rf"\ufeff|^[=+\-@\t\r]|{_CONTROL}|{_BIDI}|{_INVISIBLE}"
"""What is found in every cell that breaks one of them."""


def _unsafe(name: str) -> list[RowRule]:
    """What would fool a spreadsheet, a terminal or the eye. Blank cells can't."""
    given, raw = _c(f"{name}_given"), _c("raw")
    rules = []
    if name in _TEXT:
        formula = given & raw.str.contains(r"^[=+\-@\t\r]") & raw.cast(pl.Float64, strict=False).is_null()
        rules.append(RowRule(catalogue.FORMULA_TEXT, name, formula))
    rules.append(RowRule(catalogue.CONTROL_CHARACTER, name, given & raw.str.contains(_CONTROL)))
    rules.append(RowRule(catalogue.BIDI_CHARACTER, name, given & raw.str.contains(_BIDI)))
    if name in PLAIN:
        rules.append(RowRule(catalogue.INVISIBLE_CHARACTER, name, given & raw.str.contains(_INVISIBLE)))
    return rules


def _of_column(header: str) -> Callable[[Row, Model], Details]:
    return lambda _row, _model: {"column": header}


def finding(rule: Rule, table: Table, row: Row, column: int | None, details: Details) -> Diagnostic:
    """A diagnostic at a cell of a table's record. `row` has `line`, `row` and what is known of IDENTITY."""
    value = None if column is None else table.records.cells(row["line"], row["row"])[column]
    value = value if value and value.strip(WHITE) else None
    place = table.place(row["line"], row["row"], column, value)
    meaning = "" if column is None else HEADERS.find(table.headers[column]) or table.headers[column]
    key = "\x1f".join([*(str(row.get(k) or "") for k in IDENTITY), meaning])
    return Diagnostic(rule, place, value, details, key)


def _c(name: str) -> pl.Expr:
    return pl.col(name)


def _off_scale() -> pl.Expr:
    return (_c("level") < _c("min") - EPSILON) | (_c("level") > _c("max") + EPSILON)


def _off_step() -> pl.Expr:
    steps = (_c("level") - _c("min")) / _c("step")
    return (steps - steps.round()).abs() > EPSILON


CALLED = {
    "employee_id": Text("工号", "an employee id"),
    "rater_id": Text("评价人编号", "a rater id"),
    "cycle": Text("周期", "a cycle"),
}
"""Columns in which any text would do; what their cells should be."""


def called(name: str) -> Callable[[Row, Model], Details]:
    """What the cells of a column should be."""
    return lambda _row, _model: {"column": CALLED[name]}


def _role(row: Row, model: Model) -> Details:
    return own_rater(row["rater_role"], model)


def own_rater(role: str, model: Model) -> Details:
    """The role in which somebody rated themselves, and the one that is meant for it."""
    own = model.role(SELF).name if SELF in model.role_names.ids else Text("本人", "self")
    return {"role": model.role(role).name, "own": own}


def _guess(name: str) -> Callable[[Row, Model], Details]:
    def details(row: Row, model: Model) -> Details:
        known = NAMED[name](model)
        written = row["written"]
        suggestion = did_you_mean(known.nearest(written) if written else None)
        return {"suggestion": suggestion, "known": ", ".join(known.ids)}

    return details


def _scale(row: Row, model: Model) -> Details:
    competency = model.competency(row["competency"])
    scale = scale_text(None if row.get("behaviour") is not None else competency, model)
    return {"competency": row.get("behaviour") or Text(competency.name.zh, competency.name.en), "scale": scale}


def _own_scale(row: Row, model: Model) -> Details:
    owner, _ = model.behaviours[row["behaviour"]]
    return {"competency": owner.name, "scale": str(owner.scale)}


def _owner(row: Row, model: Model) -> Details:
    owner, _ = model.behaviours[row["behaviour"]]
    return {"owner": owner.name, "competency": model.competency(row["competency"]).name}


def _read_as(row: Row, _model: Model) -> Details:
    return {"meant": f"{row['level']:g}"}


def _plainly(row: Row, _model: Model) -> Details:
    return {"meant": row["written"] or ""}
