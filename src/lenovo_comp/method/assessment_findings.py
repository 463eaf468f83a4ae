"""Findings of an assessment itself (A5xx); `check` never makes them."""

import polars as pl

from ..findings import catalogue
from ..findings.finding import Finding, Place, Rule
from ..text import Text
from .results import LOW, UNASSESSED, Assessment

_ITEMS: dict[Rule, pl.Expr | None] = {
    catalogue.UNASSESSED: (pl.col("status") == UNASSESSED) & ~pl.col("at_least"),
    catalogue.LEVEL_NOT_RATED: (pl.col("status") == UNASSESSED) & pl.col("at_least"),
    catalogue.SELF_ONLY: pl.col("self_only"),
    catalogue.UNWEIGHTED: pl.col("unweighted"),
    catalogue.GROUP_WITHHELD: None,
    catalogue.LOW_AGREEMENT: pl.col("band") == LOW,
}
"""The rules, and which rows of `Assessment.gaps` each is about; None: all of `Assessment.withheld`."""
MOST = 1000
"""Most findings of one kind; beyond that the summary's counts have to do."""


def assessment_findings(assessment: Assessment) -> list[Finding]:
    """Findings on who is unassessed, rests on roles of weight 0, has a group withheld, or raters who agree little."""
    found: dict[Rule, list[Finding]] = {rule: [] for rule in _ITEMS}
    for part in assessment.parts(assessment.summary.employees):
        for rule, where in _ITEMS.items():
            if (most := MOST - len(found[rule])) > 0:
                items = part.withheld if where is None else part.gaps.filter(where)
                found[rule] += _each(rule, items, part, most) if items.height else []
    return [finding for of_rule in found.values() for finding in of_rule]


def _each(rule: Rule, items: pl.DataFrame, assessment: Assessment, most: int) -> list[Finding]:
    model, inputs = assessment.model, assessment.ratings.inputs
    place = Place(inputs[0].path if inputs else "")
    rating = pl.col("rating") if "rating" in items.columns else pl.lit(None, pl.Float64).alias("rating")
    first = items.select("employee_id", "competency", rating).sort("employee_id", "competency").head(most)
    found = []
    # As text first: an Enum of many hands all of its values to Python.
    for employee, competency, shown in first.with_columns(pl.col("employee_id").cast(pl.String)).iter_rows():
        details: dict[str, str | Text] = {"employee": employee, "competency": model.competency(competency).name}
        if rule is catalogue.LEVEL_NOT_RATED:
            details["rating"] = f"{shown:.4g}"
        key = "\x1f".join((assessment.cycle, employee, competency))
        found.append(Finding(rule, place, None, details, key))
    return found
