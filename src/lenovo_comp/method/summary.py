"""An assessment in bounded space: what a report can say of a million people."""

import polars as pl

from ..model.dictionary import Model
from .results import LOW, SHORT, UNASSESSED, VERDICTS, Named, Summary

MOST_NAMED = 8
MOST_GAPS = 15


def summarise(
    people: pl.DataFrame,
    gaps: pl.DataFrame,
    withheld: pl.DataFrame,
    ever_rated: pl.DataFrame,
    *,
    cycle: str,
    ratings: int,
    model: Model,
) -> Summary:
    """Counts, and the first few names of each group that a reader should know of.

    `people`, `gaps`, `withheld` are the frames `PEOPLE`, `GAPS`, `WITHHELD`; `ever_rated` is `Ratings.people`;
    `ratings` the number of ratings that count.
    """
    missing = pl.col("position").is_null()
    unassessed = gaps.select("employee_id", "competency", "status").filter(pl.col("status") == UNASSESSED)
    nothing = people.filter(pl.col("required") > 0, pl.col("assessed") == 0)
    some = unassessed.join(nothing, on="employee_id", how="anti")
    now = ever_rated.filter(pl.col("cycle") == cycle)
    earlier = ever_rated.join(now, on="employee_id", how="anti").unique("employee_id")
    rolled_up = int(withheld["rolled_up"].sum())
    by_verdict: dict[str | None, int] = dict(people["verdict"].value_counts().iter_rows())
    return Summary(
        employees=people.height,
        verdicts={verdict: by_verdict.get(verdict, 0) for verdict in (*VERDICTS, None)},
        short=int((gaps["status"] == SHORT).sum()),
        unassessed=unassessed.height,
        ratings=ratings,
        rolled_up=rolled_up,
        dropped=withheld.height - rolled_up,
        too_close=int(gaps["too_close"].sum()),
        low_agreement=int((gaps["band"] == LOW).sum()),
        uncounted=int(gaps["uncounted"].sum()),
        no_position=_named(people.filter(missing, ~pl.col("conflict"))),
        two_positions=_named(people.filter(missing, pl.col("conflict"))),
        only_earlier=_named(earlier),
        nothing_assessed=_named(nothing),
        self_only=_named_in(people, gaps.select("employee_id", "self_only").filter(pl.col("self_only"))),
        unweighted=_named_in(people, gaps.select("employee_id", "unweighted").filter(pl.col("unweighted"))),
        unassessed_on=_by_competency(people, some, model),
        largest=tuple(_largest(people, gaps).iter_rows(named=True)),
    )


def _named(people: pl.DataFrame) -> Named:
    """The first few people by id, and how many there are."""
    first = people.sort("employee_id").head(MOST_NAMED).select(pl.col("employee_id").cast(pl.String), "name")
    return Named(tuple(first.iter_rows()), people.height)


def _named_in(people: pl.DataFrame, items: pl.DataFrame) -> Named:
    """The people that have one of the items."""
    return Named((), 0) if items.is_empty() else _named(people.join(items, on="employee_id", how="semi"))


def _by_competency(people: pl.DataFrame, items: pl.DataFrame, model: Model) -> dict[str, Named]:
    """The people of each competency's items, in the dictionary's order."""
    who = pl.col("employee_id").sort()
    groups = items.group_by("competency").agg(who.head(MOST_NAMED).alias("first"), pl.len().alias("total"))
    first = {competency: (ids, total) for competency, ids, total in groups.rows()}
    listed = {id for ids, _ in first.values() for id in ids}
    names = dict(people.filter(pl.col("employee_id").is_in(list(listed))).select("employee_id", "name").rows())
    return {
        c.id: Named(tuple((id, names.get(id)) for id in first[c.id][0]), first[c.id][1])
        for c in model.competencies
        if c.id in first
    }


def _largest(people: pl.DataFrame, gaps: pl.DataFrame) -> pl.DataFrame:
    figures = gaps.select("employee_id", "competency", "required", "rating", "gap", "status")
    short = figures.filter(pl.col("status") == SHORT)
    if short.height > MOST_GAPS:
        short = short.filter(pl.col("gap") >= short["gap"].top_k(MOST_GAPS).min())
    top = short.sort("gap", "employee_id", descending=[True, False], maintain_order=True).head(MOST_GAPS)
    named = top.join(people.select("employee_id", "name", "position"), on="employee_id", maintain_order="left")
    return named.select("employee_id", "name", "position", "competency", "required", "rating", "gap")
