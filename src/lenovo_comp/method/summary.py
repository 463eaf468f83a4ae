"""An assessment in bounded space: what a report can say of a million people."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import polars as pl

from ..model.dictionary import Model
from .results import LOW, SHORT, UNASSESSED, VERDICTS, Row, Verdict

MOST_NAMED = 8
MOST_GAPS = 15


class Named(NamedTuple):
    """A group of people: the first few as (id, name), and how many there are."""

    first: tuple[tuple[str, str | None], ...]
    total: int


class Summary(NamedTuple):
    """An assessment in bounded space, however many people there are."""

    employees: int
    verdicts: Mapping[Verdict | None, int]
    """How many people have each verdict; None: no position, so no verdict."""
    short: int
    unassessed: int
    ratings: int
    """Ratings of the cycle that count."""
    rolled_up: int
    dropped: int
    """Employee and competency where a group had too few raters: in `others`, or left out."""
    too_close: int
    low_agreement: int
    """Requirements that are too close to call (rule 10); ratings whose raters agree little (rule 9)."""
    uncounted: int
    """Raters who rated too few behaviours of something for a figure, or whose bound did not count (rule 4)."""
    no_position: Named
    two_positions: Named
    only_earlier: Named
    nothing_assessed: Named
    self_only: Named
    unweighted: Named
    unassessed_on: Mapping[str, Named]
    """By competency: who is assessed on something, but not on this."""
    largest: tuple[Row, ...]
    """The largest gaps: `employee_id`, `name`, `position`, `competency`, `required`, `rating`, `gap`."""


_NOBODY = Named((), 0)


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
    rolled_up, dropped, uncounted = withheld_counts(gaps, withheld)
    by_verdict: dict[str | None, int] = dict(people["verdict"].value_counts().iter_rows())
    return Summary(
        employees=people.height,
        verdicts={verdict: by_verdict.get(verdict, 0) for verdict in (*VERDICTS, None)},
        short=int((gaps["status"] == SHORT).sum()),
        unassessed=unassessed.height,
        ratings=ratings,
        rolled_up=rolled_up,
        dropped=dropped,
        too_close=int(gaps["too_close"].sum()),
        low_agreement=int((gaps["band"] == LOW).sum()),
        uncounted=uncounted,
        no_position=_named(people.filter(missing, ~pl.col("conflict"))),
        two_positions=_named(people.filter(missing, pl.col("conflict"))),
        only_earlier=_only_earlier(ever_rated, cycle),
        nothing_assessed=_named(nothing),
        self_only=_named_in(people, gaps.select("employee_id", "self_only").filter(pl.col("self_only"))),
        unweighted=_named_in(people, gaps.select("employee_id", "unweighted").filter(pl.col("unweighted"))),
        unassessed_on=_by_competency(people, some, model),
        largest=tuple(_largest(people, gaps).iter_rows(named=True)),
    )


def withheld_counts(gaps: pl.DataFrame, withheld: pl.DataFrame) -> tuple[int, int, int]:
    """How many groups of raters are combined as `others`, how many dropped, and how many raters did not count."""
    rolled_up = int(withheld["rolled_up"].sum())
    return rolled_up, withheld.height - rolled_up, int(gaps["uncounted"].sum())


def merged(
    summaries: Sequence[Summary], ever_rated: pl.DataFrame, *, cycle: str, ratings: int, model: Model
) -> Summary:
    """The summary of all, of those of people who follow each other; `ever_rated`, `ratings` as in `summarise`."""
    counts = ("employees", "short", "unassessed", "rolled_up", "dropped", "too_close", "low_agreement", "uncounted")
    groups = ("no_position", "two_positions", "nothing_assessed", "self_only", "unweighted")
    summed: dict[str, Any] = {name: sum(getattr(s, name) for s in summaries) for name in counts}
    summed |= {name: _all_named(getattr(s, name) for s in summaries) for name in groups}
    competencies = [c.id for c in model.competencies if any(c.id in s.unassessed_on for s in summaries)]
    largest = sorted((row for s in summaries for row in s.largest), key=lambda row: (-row["gap"], row["employee_id"]))
    return Summary(
        verdicts={verdict: sum(s.verdicts[verdict] for s in summaries) for verdict in (*VERDICTS, None)},
        ratings=ratings,
        only_earlier=_only_earlier(ever_rated, cycle),
        unassessed_on={c: _all_named(s.unassessed_on.get(c, _NOBODY) for s in summaries) for c in competencies},
        largest=tuple(largest[:MOST_GAPS]),
        **summed,
    )


def _all_named(several: Iterable[Named]) -> Named:
    """Groups of people who follow each other, as one."""
    groups = list(several)
    first = [person for group in groups for person in group.first]
    return Named(tuple(first[:MOST_NAMED]), sum(group.total for group in groups))


def _only_earlier(ever_rated: pl.DataFrame, cycle: str) -> Named:
    """Who was rated in other cycles only."""
    now = ever_rated.filter(pl.col("cycle") == cycle)
    return _named(ever_rated.join(now, on="employee_id", how="anti").unique("employee_id"))


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
