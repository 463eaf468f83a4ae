"""What can be wrong with a row's cells together; judged once a distinct combination of them, where those are few."""

import polars as pl

from ...findings import catalogue
from ...model.dictionary import EPSILON, Model, Scale
from ...text import LANGUAGES, Text
from ..level_cells import How, why_unread
from . import SELF, Details, RatingsRule, Row
from .cells import near_miss

_LEVEL, _LEAST, _RATED = pl.col("level"), pl.col("min"), pl.col("level_given")
_OFF_SCALE = (_LEVEL < _LEAST - EPSILON) | (pl.col("max") + EPSILON < _LEVEL)
_STEPS = (_LEVEL - _LEAST) / pl.col("step")
_OFF_STEP = (_STEPS - _STEPS.round()).abs() > EPSILON
_KNOWN, _ON_STEP = _LEAST.is_not_null(), ~_OFF_SCALE & ~_OFF_STEP & _LEVEL.is_not_null()
_RATED_ON = ("competency", "behaviour")
"""The columns that say what a level is of, and so its scale."""
_OWN = pl.col("employee_id_who") == pl.col("rater_id_who")


def _written_as(how: How) -> pl.Expr:
    return pl.col("level_how") == int(how)


def _rated_on(row: Row, model: Model) -> tuple[Text, Scale]:
    """The name of what a row rates, and its scale."""
    if row.get("behaviour") is not None:
        return Text(row["behaviour"], row["behaviour"]), model.attainment.scale
    competency = model.competency(row["competency"])
    return competency.name, competency.scale


def _scale(row: Row, model: Model, _column: str) -> Details:
    name, scale = _rated_on(row, model)
    return {"competency": name, "scale": str(scale)}


def _unread(row: Row, model: Model, column: str) -> Details:
    name, scale = _rated_on(row, model)
    zh, en = (", ".join(f"{value:g} {label[lang]}" for value, label in scale.labels) for lang in LANGUAGES)
    values = Text(f"{scale}（{zh.replace(', ', '，')}）", f"{scale} ({en})") if scale.labels else str(scale)
    why = why_unread(row["written"] or "", name, scale, model)
    return {**_scale(row, model, column), "why": why, "values": values}


def _with_comma(row: Row, model: Model, column: str) -> Details:
    point = (row["written"] or "").replace(",", ".")
    name, scale = _rated_on(row, model)
    if scale.has(float(point)):
        advice = Text(f"若是小数，请写作 {point}。", f"For one number, write {point}.")
    else:
        advice = Text(
            f"请填“{name['zh']}”量表上的一档（{scale}）。", f'Use a step of the scale of "{name["en"]}" ({scale}).'
        )
    return {**_scale(row, model, column), "advice": advice}


def _read_as(row: Row, _model: Model, _column: str) -> Details:
    return {"meant": f"{row['level']:g}"}


def _owner(row: Row, model: Model, _column: str) -> Details:
    owner, _ = model.behaviours[row["behaviour"]]
    return {"owner": owner.name, "competency": model.competency(row["competency"]).name}


def _role(row: Row, model: Model, _column: str) -> Details:
    return own_rater(row["rater_role"], model)


def own_rater(role: str, model: Model) -> Details:
    """The role in which somebody rated themselves, and the one that is meant for it."""
    own = model.role(SELF).name if SELF in model.role_names.ids else Text("本人", "self")
    return {"role": model.role(role).name, "own": own}


ROW_RULES = (
    RatingsRule(
        catalogue.LEVEL_NOT_A_NUMBER,
        ("level",),
        _RATED & _LEVEL.is_null() & _KNOWN & ~_written_as(How.COMMA) & ~_written_as(How.PERCENT),
        _unread,
        by=_RATED_ON,
    ),
    RatingsRule(catalogue.LEVEL_DECIMAL_COMMA, ("level",), _written_as(How.COMMA) & _KNOWN, _with_comma, by=_RATED_ON),
    RatingsRule(catalogue.LEVEL_ROUNDED, ("level",), _written_as(How.ROUNDED) & _ON_STEP, _read_as, by=_RATED_ON),
    RatingsRule(
        catalogue.LEVEL_OUT_OF_RANGE, ("level",), _OFF_SCALE | (_written_as(How.PERCENT) & _KNOWN), _scale, by=_RATED_ON
    ),
    RatingsRule(catalogue.LEVEL_OFF_STEP, ("level",), ~_OFF_SCALE & _OFF_STEP, _scale, by=_RATED_ON),
    RatingsRule(
        catalogue.BEHAVIOUR_ELSEWHERE,
        ("behaviour",),
        pl.col("behaviour_owner") != pl.col("competency"),
        _owner,
        by=("competency",),
    ),
    RatingsRule(catalogue.ROLE_BLANK, ("rater_role",), _RATED & ~pl.col("rater_role_given"), near_miss),
    RatingsRule(
        catalogue.OWN_RATER,
        ("rater_id",),
        _RATED & _OWN & (pl.col("rater_role") != pl.lit(SELF, pl.String)),
        _role,
        by=("rater_role",),
    ),
    RatingsRule(catalogue.COMPETENCY_BLANK, ("competency",), _RATED & ~pl.col("competency_given")),
)
