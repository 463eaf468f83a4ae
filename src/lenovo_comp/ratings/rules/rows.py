"""What can be wrong with a row's cells together; judged once a distinct combination of them, where those are few."""

import polars as pl

from ...findings import catalogue
from ...model.dictionary import EPSILON, Model
from ...text import Text
from . import SELF, Details, RatingsRule, Row
from .cells import near_miss

_LEVEL, _LEAST, _RATED = pl.col("level"), pl.col("min"), pl.col("level_given")
_OFF_SCALE = (_LEVEL < _LEAST - EPSILON) | (pl.col("max") + EPSILON < _LEVEL)
_STEPS = (_LEVEL - _LEAST) / pl.col("step")
_OFF_STEP = (_STEPS - _STEPS.round()).abs() > EPSILON
_OWN = pl.col("employee_id_who") == pl.col("rater_id_who")


def _scale(row: Row, model: Model, _column: str) -> Details:
    competency = model.competency(row["competency"])
    if row.get("behaviour") is not None:
        return {"competency": row["behaviour"], "scale": str(model.attainment.scale)}
    return {"competency": competency.name, "scale": str(competency.scale)}


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
    RatingsRule(catalogue.LEVEL_NOT_A_NUMBER, ("level",), _RATED & _LEVEL.is_null() & _LEAST.is_not_null(), _scale),
    RatingsRule(catalogue.LEVEL_OUT_OF_RANGE, ("level",), _OFF_SCALE, _scale),
    RatingsRule(catalogue.LEVEL_OFF_STEP, ("level",), ~_OFF_SCALE & _OFF_STEP, _scale),
    RatingsRule(
        catalogue.BEHAVIOUR_ELSEWHERE, ("behaviour",), pl.col("behaviour_owner") != pl.col("competency"), _owner
    ),
    RatingsRule(catalogue.ROLE_BLANK, ("rater_role",), _RATED & ~pl.col("rater_role_given"), near_miss),
    RatingsRule(
        catalogue.OWN_RATER, ("rater_id",), _RATED & _OWN & (pl.col("rater_role") != pl.lit(SELF, pl.String)), _role
    ),
    RatingsRule(catalogue.COMPETENCY_BLANK, ("competency",), _RATED & ~pl.col("competency_given")),
)
