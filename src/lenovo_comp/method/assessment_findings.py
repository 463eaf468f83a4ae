"""Findings of an assessment itself (A5xx); `check` never makes them."""

from collections.abc import Iterator

import polars as pl

from ..findings import catalogue
from ..findings.finding import Finding, Place, Rule
from ..text import Text
from .results import LOW, UNASSESSED, Assessment

MOST = 1000
"""Most findings of one kind; beyond that the summary's counts have to do."""


def assessment_findings(assessment: Assessment) -> list[Finding]:
    """Findings on who is unassessed, rests on roles of weight 0, has a group withheld, or raters who agree little."""
    found: dict[Rule, list[Finding]] = {}
    for part in assessment.parts(assessment.summary.employees):
        for rule, items in _items(part):
            of_rule = found.setdefault(rule, [])
            if len(of_rule) < MOST and items.height:
                of_rule += _each(rule, items, part, MOST - len(of_rule))
    return [finding for of_rule in found.values() for finding in of_rule]


def _items(part: Assessment) -> Iterator[tuple[Rule, pl.DataFrame]]:
    """What is to be said of some people: the rules, and the employees and competencies that they are about."""
    gaps = part.gaps
    unassessed = gaps.filter(pl.col("status") == UNASSESSED)
    yield catalogue.UNASSESSED, unassessed.filter(~pl.col("at_least"))
    yield catalogue.LEVEL_NOT_RATED, unassessed.filter("at_least")
    yield catalogue.SELF_ONLY, gaps.filter("self_only")
    yield catalogue.UNWEIGHTED, gaps.filter("unweighted")
    yield catalogue.GROUP_WITHHELD, part.withheld
    yield catalogue.LOW_AGREEMENT, gaps.filter(pl.col("band") == LOW)


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
