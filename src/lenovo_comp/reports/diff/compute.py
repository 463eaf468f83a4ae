"""Verdicts that differ between two assessments of the same ratings, and the requirements that cause it."""

import polars as pl

from ...method.gaps import REQUIRED
from ...method.people import DECIDING_SHORT, allowed_verdict, limit_near
from ...method.results import VERDICTS, Assessment, Row
from .result import Cause, VerdictChange


def verdict_changes(before: Assessment, after: Assessment) -> tuple[VerdictChange, ...]:
    """The changes of everybody whose verdict differs, by employee id."""
    # A verdict is the worst of what each deciding requirement allows (rule 7). So the requirements that make it worse
    # are those that now allow no better; those that make it better are the ones that allowed no better before. Where
    # too many are short for *near*, each of them allows *developing*. Without a position there is no verdict, and no
    # requirement to blame. Each reading has a type of its own for ids.
    was, now = (
        a.people.select(pl.col("employee_id", "position").cast(pl.String), "name", "verdict") for a in (before, after)
    )
    joined = was.join(now, on="employee_id", how="full", coalesce=True, suffix=":new")
    changed = joined.filter(pl.col("verdict").ne_missing(pl.col("verdict:new"))).sort("employee_id")
    items = [_items(a, changed) for a in (before, after)]
    found = []
    for row in changed.iter_rows(named=True):
        verdicts = row["verdict"], row["verdict:new"]
        theirs = [rows.get(row["employee_id"], {}) for rows in items]
        found.append(
            VerdictChange(
                row["employee_id"],
                row["name"] or row["name:new"],
                (row["position"], row["position:new"]),
                verdicts,
                tuple(
                    Cause(c, theirs[0].get(c), theirs[1].get(c))
                    for c in dict.fromkeys([*theirs[0], *theirs[1]])
                    if _decides(theirs, c, verdicts)
                ),
            )
        )
    return tuple(found)


def _decides(theirs: list[dict[str, Row]], competency: str, verdicts: tuple[str | None, str | None]) -> bool:
    """Whether the requirement is one of those that the better or the worse verdict depends on."""
    before, after = verdicts
    if after is None:
        return False
    worse = before is None or VERDICTS.index(after) > VERDICTS.index(before)
    rows, verdict = (theirs[1], after) if worse else (theirs[0], before)
    return competency in rows and rows[competency]["allowed"] == verdict


def _items(a: Assessment, people: pl.DataFrame) -> dict[str, dict[str, Row]]:
    """Employee → competency → the row of `gaps`, with the best verdict that it has `allowed` (null: any)."""
    asked = a.gaps.filter(REQUIRED).with_columns(pl.col("employee_id").cast(pl.String))
    asked = asked.join(people, on="employee_id", how="semi").with_columns(allowed_verdict(a.model).alias("allowed"))
    limited = limit_near(pl.col("allowed"), DECIDING_SHORT.over("employee_id"), a.model)
    asked = asked.with_columns(limited.alias("allowed"))
    found: dict[str, dict[str, Row]] = {}
    for row in asked.iter_rows(named=True):
        found.setdefault(row["employee_id"], {})[row["competency"]] = row
    return found
