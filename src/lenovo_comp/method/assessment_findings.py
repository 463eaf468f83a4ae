"""Findings of an assessment itself (A5xx); `check` never makes them."""

import polars as pl

from ..findings import catalogue
from ..findings.finding import Finding, Place, Rule
from ..text import Text
from .results import LOW, UNASSESSED, Assessment

MOST = 1000
"""Most findings of one kind; beyond that the summary's counts have to do."""


def assessment_findings(assessment: Assessment) -> list[Finding]:
    """Findings on who is unassessed, rests on roles of weight 0, has a group withheld, or raters who agree little."""
    gaps = assessment.gaps
    unassessed = gaps.filter(pl.col("status") == UNASSESSED)
    found = _each(catalogue.UNASSESSED, unassessed.filter(~pl.col("at_least")), assessment)
    found += _each(catalogue.LEVEL_NOT_RATED, unassessed.filter("at_least"), assessment)
    found += _each(catalogue.SELF_ONLY, gaps.filter("self_only"), assessment)
    found += _each(catalogue.UNWEIGHTED, gaps.filter("unweighted"), assessment)
    found += _each(catalogue.GROUP_WITHHELD, assessment.withheld, assessment)
    return found + _each(catalogue.LOW_AGREEMENT, gaps.filter(pl.col("band") == LOW), assessment)


def _each(rule: Rule, items: pl.DataFrame, assessment: Assessment) -> list[Finding]:
    model, inputs = assessment.model, assessment.ratings.inputs
    place = Place(inputs[0].path if inputs else "")
    rating = pl.col("rating") if "rating" in items.columns else pl.lit(None, pl.Float64).alias("rating")
    rows = items.select("employee_id", "competency", rating).sort("employee_id", "competency").head(MOST).iter_rows()
    found = []
    for employee, competency, shown in rows:
        details: dict[str, str | Text] = {"employee": employee, "competency": model.competency(competency).name}
        if rule is catalogue.LEVEL_NOT_RATED:
            details["rating"] = f"{shown:.4g}"
        key = "\x1f".join((assessment.cycle, employee, competency))
        found.append(Finding(rule, place, None, details, key))
    return found
