"""What can be wrong with a single row: one rule, one expression, all evaluated in one pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import polars as pl

from .. import catalogue
from ..diagnostics import Diagnostic, Rule, Severity
from ..language import Text
from ..model.dictionary import EPSILON, Model
from ..model.names import Names, did_you_mean
from .cells import scale_text
from .columns import HEADERS, Columns
from .table import Table

Row = dict[str, Any]
Details = dict[str, str | Text]
IDENTITY = ("cycle", "employee_id", "competency", "behaviour", "rater_role", "rater_id")
"""What makes a rating one rating (design, section 3)."""


@dataclass(frozen=True)
class RowRule:
    """A rule over rows: where it fails, at which column, and what its sentence needs."""

    rule: Rule
    column: str
    fails: pl.Expr
    details: Callable[[Row, Model], Details] = lambda _row, _model: {}


def row_rules(columns: Columns) -> list[RowRule]:
    """The rules for a table with these columns.

    They look at the frame of `cells.values`: for a looked-up column X, `X` is the id and
    `X_written` what stood in the cell; `level_written` is null where nothing was assessed.
    """
    rated = _c("level_written").is_not_null()
    rules = [
        RowRule(catalogue.ID_BLANK, "employee_id", _c("employee_id").is_null()),
        RowRule(catalogue.POSITION_UNKNOWN, "position", _unknown("position"), _guess("position", "position_names")),
        RowRule(catalogue.ROLE_UNKNOWN, "rater_role", _unknown("rater_role"), _guess("rater_role", "role_names")),
        RowRule(
            catalogue.COMPETENCY_UNKNOWN, "competency", _unknown("competency"), _guess("competency", "competency_names")
        ),
        RowRule(
            catalogue.BEHAVIOUR_UNKNOWN, "behaviour", _unknown("behaviour"), _guess("behaviour", "behaviour_names")
        ),
        RowRule(catalogue.BEHAVIOUR_NOT_RATEABLE, "behaviour", ~_c("rateable"), _own_scale),
        RowRule(catalogue.BEHAVIOUR_ELSEWHERE, "behaviour", _c("behaviour_owner") != _c("competency"), _owner),
        RowRule(catalogue.LEVEL_NOT_A_NUMBER, "level", rated & _c("level").is_null() & _c("min").is_not_null(), _scale),
        RowRule(catalogue.LEVEL_OUT_OF_RANGE, "level", _off_scale(), _scale),
        RowRule(catalogue.LEVEL_OFF_STEP, "level", ~_off_scale() & _off_step(), _scale),
        RowRule(catalogue.LEVEL_UNIT, "level", _c("level_unit") & _c("level").is_not_null(), _read_as),
    ]
    if "rater_role" in columns.known:
        blank = rated & _c("rater_role_written").is_null()
        rules.append(RowRule(catalogue.ROLE_BLANK, "rater_role", blank, _guess("rater_role", "role_names")))
    if "cycle" in columns.known:
        rules.append(RowRule(catalogue.CYCLE_BLANK, "cycle", _c("cycle").is_null()))
    if not columns.wide:
        blank = rated & _c("competency_written").is_null()
        rules.append(RowRule(catalogue.COMPETENCY_BLANK, "competency", blank))
    rules += [RowRule(catalogue.ODD_CHARACTERS, name, _c(f"{name}_odd"), _plainly(name)) for name in PLAIN]
    return rules


PLAIN = ("employee_id", "rater_id", "cycle", "level", "behaviour", "position", "competency", "rater_role")
"""Columns whose cells should be written plainly; what was folded there is reported."""


def apply(frame: pl.DataFrame, table: Table, columns: Columns, model: Model) -> tuple[pl.DataFrame, list[Diagnostic]]:
    """Add the column `bad` (Boolean: an error-level rule fails) and report every failure.

    A cell of a wide table's record is judged once a record, not once a competency.
    """
    rules = [*_odd_cells(table, columns), *row_rules(columns), *_unsafe(table, columns)]
    marked = frame.with_columns(r.fails.fill_null(False).alias(f"#{i}") for i, r in enumerate(rules))
    errors = [f"#{i}" for i, r in enumerate(rules) if r.rule.severity is Severity.ERROR]
    failing = marked.filter(pl.any_horizontal(pl.col(f"#{i}") for i in range(len(rules))))
    problems: list[Diagnostic] = []
    seen: set[tuple[str, int, int | None]] = set()
    wrong: set[tuple[int, int | None]] = set()
    for row in failing.iter_rows(named=True):
        for i, rule in enumerate(rules):
            if not row[f"#{i}"]:
                continue
            column = row["level_column"] if rule.column == "level" else columns.known.get(rule.column)
            place = (rule.rule.code, row["record"], column)
            odd = table.odd.get((row["record"], column)) if column is not None else None
            if odd is not None and rule.rule is not odd.rule:
                continue  # one cause, one finding
            cell = (row["record"], column)
            if cell in wrong and rule.rule in _UNSAFE:
                continue  # the error shows the cell, and what can't be seen in it
            if place not in seen:
                seen.add(place)
                if rule.rule.severity is Severity.ERROR:
                    wrong.add(cell)
                problems.append(finding(rule.rule, table, row, column, rule.details(row, model)))
    result = marked.with_columns(pl.any_horizontal(errors).alias("bad")).drop(f"#{i}" for i in range(len(rules)))
    return result, problems


def _odd_cells(table: Table, columns: Columns) -> list[RowRule]:
    """Dates, errors and formulas without result, in the columns where they matter."""
    rules = []
    for rule in {odd.rule.code: odd.rule for odd in table.odd.values()}.values():
        for name in PLAIN:
            at = [columns.known[name]] if name in columns.known else []
            if name == "level":
                at = [*at, *columns.competencies.values()]
            for column in at:
                records = [r for (r, c), odd in table.odd.items() if c == column and odd.rule is rule]
                fails = _c("record").is_in(records)
                if name == "level":
                    fails &= _c("level_column") == column
                header = table.headers[column].strip()
                if records:
                    rules.append(RowRule(rule, name, fails, _of_column(header)))
    return rules


_UNSAFE = (
    catalogue.FORMULA_TEXT,
    catalogue.CONTROL_CHARACTER,
    catalogue.BIDI_CHARACTER,
    catalogue.INVISIBLE_CHARACTER,
)
_TEXT = ("employee_id", "name", "department", "manager", "rater_id", "cycle", "evidence")
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]"
_BIDI = r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
_INVISIBLE = r"[\u00ad\u200b-\u200d\u2060\ufeff]"


def _unsafe(table: Table, columns: Columns) -> list[RowRule]:
    """What would fool a spreadsheet, a terminal or the eye. `X_raw` is the cell as it stands."""
    rules = []
    any_char = f"{_CONTROL}|{_BIDI}|{_INVISIBLE}"
    clean = table.text is not None and not pl.Series([table.text]).str.contains(any_char)[0]
    for name in columns.known:
        raw = _c(f"{name}_raw")
        if name in _TEXT:
            formula = raw.str.contains(r"^[=+\-@\t\r]") & raw.cast(pl.Float64, strict=False).is_null()
            rules.append(RowRule(catalogue.FORMULA_TEXT, name, formula))
        if clean:
            continue
        rules.append(RowRule(catalogue.CONTROL_CHARACTER, name, raw.str.contains(_CONTROL)))
        rules.append(RowRule(catalogue.BIDI_CHARACTER, name, raw.str.contains(_BIDI)))
        if name in PLAIN:
            rules.append(RowRule(catalogue.INVISIBLE_CHARACTER, name, raw.str.contains(_INVISIBLE)))
    return rules


def _of_column(header: str) -> Callable[[Row, Model], Details]:
    return lambda _row, _model: {"column": header}


def finding(rule: Rule, table: Table, row: Row, column: int | None, details: Details) -> Diagnostic:
    """A diagnostic at a cell of a table's record."""
    value = None if column is None else table.frame[str(column)][row["record"]]
    place = table.place(row["record"], column, value)
    meaning = "" if column is None else HEADERS.find(table.headers[column]) or table.headers[column]
    key = "\x1f".join([*(str(row.get(k) or "") for k in IDENTITY), meaning])
    return Diagnostic(rule, place, value, details, key)


def _c(name: str) -> pl.Expr:
    return pl.col(name)


def _unknown(name: str) -> pl.Expr:
    return _c(f"{name}_written").is_not_null() & _c(name).is_null()


def _off_scale() -> pl.Expr:
    return (_c("level") < _c("min") - EPSILON) | (_c("level") > _c("max") + EPSILON)


def _off_step() -> pl.Expr:
    steps = (_c("level") - _c("min")) / _c("step")
    return (steps - steps.round()).abs() > EPSILON


def _guess(name: str, names: str) -> Callable[[Row, Model], Details]:
    def details(row: Row, model: Model) -> Details:
        known: Names = getattr(model, names)
        written = row[f"{name}_written"]
        suggestion = did_you_mean(known.nearest(written) if written else None)
        return {"suggestion": suggestion, "known": ", ".join(known.ids)}

    return details


def _scale(row: Row, model: Model) -> Details:
    competency = model.competency(row["competency"])
    scale = scale_text(None if row["behaviour"] is not None else competency, model)
    return {"competency": row["behaviour"] or Text(competency.name.zh, competency.name.en), "scale": scale}


def _own_scale(row: Row, model: Model) -> Details:
    owner, _ = model.behaviours[row["behaviour"]]
    return {"competency": owner.name, "scale": str(owner.scale)}


def _owner(row: Row, model: Model) -> Details:
    owner, _ = model.behaviours[row["behaviour"]]
    return {"owner": owner.name, "competency": model.competency(row["competency"]).name}


def _read_as(row: Row, _model: Model) -> Details:
    return {"meant": f"{row['level']:g}"}


def _plainly(name: str) -> Callable[[Row, Model], Details]:
    written = f"{name}_written" if name in ("level", "behaviour", "position", "competency", "rater_role") else name
    return lambda row, _model: {"meant": row[written] or ""}
