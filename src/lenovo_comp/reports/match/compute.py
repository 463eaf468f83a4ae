"""Rankings of people for a position and of positions for a person, and the depth of every position."""

import polars as pl

from ...method.assessment import assess, people_of
from ...method.gaps import ASSESSED, REQUIRED, fulfilled, gaps
from ...method.people import judge
from ...method.ranking import fit_errors, like_above
from ...method.results import INCOMPLETE, NEAR, READY, SHORT, UNASSESSED, VERDICTS, Assessment
from ...method.standard_error import add_certainty
from ...model.dictionary import Model
from ...ratings.reading import Ratings
from .columns import MATCH
from .result import Bench, Depth, Match, SinglePoint


def match_position(model: Model, ratings: Ratings, position: str, *, cycle: str | None = None) -> Match:
    """The ranking of everybody of a cycle (the newest unless named) for a position (its id), whatever their own.

    Raises CannotRun for a cycle that is not in the ratings.
    """
    found = assess(model, ratings, cycle=cycle, position=position)
    ranked = like_above(_rank_all([(found.people, found.gaps)], found), found.gaps, model)
    return Match(found, ranked.select(*MATCH), position=position)


def match_employee(model: Model, ratings: Ratings, employee_id: str, *, cycle: str | None = None) -> Match:
    """The ranking of every position for one person. Raises CannotRun as `match_position`."""
    own = assess(model, ratings, cycle=cycle, employee=employee_id)
    against = [
        assess(model, ratings, cycle=own.cycle, employee=employee_id, position=p.id, everybody=own.everybody)
        for p in model.positions
    ]
    # The same raters' errors are in every position's fit, so that their difference has another error.
    ranked = _rank_all([(a.people, a.gaps) for a in against], own).with_columns(
        pl.lit(None, pl.Boolean).alias("like_above")
    )
    return Match(own, ranked.select(*MATCH), employee=own.people.row(0, named=True))


def bench(model: Model, ratings: Ratings, *, cycle: str | None = None) -> Bench:
    """The depth of every position: how many are ready and near, and what depends on one of the ready.

    Raises CannotRun as `match_position`.
    """
    return bench_of(assess(model, ratings, cycle=cycle))


def bench_of(found: Assessment) -> Bench:
    """The depth of every position among the people of an assessment."""
    return Bench(found, tuple(_depth(found, p.id) for p in found.model.positions))


def candidates(a: Assessment, position: str) -> pl.DataFrame:
    """The frame `MATCH` of who is ready or nearly ready for a position, with `clear` and `deciding` of `PEOPLE`."""
    people, items = _against(a, position)
    judged = judge(people, items, a.model)
    # Of the others the last counts too: whether somebody is like the one above is told of neighbours.
    ranked = like_above(_rank_all([(judged, items)], a), items, a.model)
    return ranked.filter(pl.col("verdict").is_in([READY, NEAR])).select(*MATCH, "clear", "deciding")


def _rank_all(against: list[tuple[pl.DataFrame, pl.DataFrame]], one: Assessment) -> pl.DataFrame:
    """The frame `MATCH` without `like_above`, of `PEOPLE` and `GAPS` by position, of the model and cycle of `one`.

    By verdict, then among the `incomplete` coverage, then fit, then the smaller largest gap, then position and id.
    """
    # Fit is capped and the largest gap is never below 0, so that a surplus moves nobody up. Both count to nine places,
    # so that who is before whom never depends on the last bit of a sum (decision 0008).
    if not against:
        raise ValueError("nothing to rank against")
    rank = {verdict: i for i, verdict in enumerate(VERDICTS)}
    place = {p.id: i for i, p in enumerate(one.model.positions)}
    order = [
        pl.col("verdict").replace_strict(rank, return_dtype=pl.Int8),
        # One good rating makes a fit of 100 %: among the incomplete it says little until more is assessed.
        pl.when(pl.col("verdict") == INCOMPLETE).then(-pl.col("coverage").round(9)).otherwise(0.0),
        -pl.col("fit").round(9),
        pl.col("largest_gap").round(9),
        pl.col("position").replace_strict(place, return_dtype=pl.Int32),
    ]
    own = people_of(one.ratings, one.cycle).select("employee_id", pl.col("position").alias("own_position"))
    return (
        pl.concat([_with_reasons(people, gaps) for people, gaps in against])
        .join(own, on="employee_id", how="left")
        .sort(*order, "employee_id", nulls_last=True)
        .with_row_index("rank", offset=1)
    )


def _with_reasons(people: pl.DataFrame, gaps: pl.DataFrame) -> pl.DataFrame:
    """`people` with `fit_se` and the reasons for their ranks."""
    return people.join(fit_errors(gaps), on="employee_id", how="left").join(
        _reasons(gaps), on="employee_id", how="left"
    )


def _reasons(gaps: pl.DataFrame) -> pl.DataFrame:
    """The reasons for people's ranks: `employee_id`, and `largest_gap`, `gaps`, `missing`, … of the frame `MATCH`."""
    asked = gaps.filter(REQUIRED).with_columns(pl.col("competency").cast(pl.String))
    status = pl.col("status")
    short = pl.struct("competency", "gap", "essential", "fragile", "too_close").filter(status == SHORT)
    largest = pl.max_horizontal(pl.col("gap").max(), pl.when(ASSESSED.any()).then(0.0))
    return (
        asked.sort(~pl.col("essential"), -pl.col("gap"), maintain_order=True, nulls_last=True)
        .group_by("employee_id")
        .agg(largest.alias("largest_gap"), short.alias("gaps"))
        .join(
            asked.group_by("employee_id", maintain_order=True).agg(
                pl.col("competency").filter(status == UNASSESSED).alias("missing"),
                pl.col("competency").filter(fulfilled() & pl.col("too_close")).alias("met_too_close"),
                pl.col("competency").filter(pl.col("self_only") | pl.col("unweighted")).alias("weightless"),
            ),
            on="employee_id",
        )
    )


def _depth(a: Assessment, position: str) -> Depth:
    """The depth of one position, by rules 5 to 7 over the ratings of everybody in the assessment."""
    people, items = _against(a, position)
    judged = judge(people, items, a.model)
    verdicts = dict(judged["verdict"].value_counts().iter_rows())
    ready = judged.filter(pl.col("verdict") == READY)
    return Depth(
        position,
        int(people["holds"].sum()),
        {v: verdicts.get(v, 0) for v in VERDICTS},
        ready.filter(~pl.col("holds")).height,
        _count_clear(ready),
        tuple(_single_points(a.model, position, items, judged)),
    )


def _against(a: Assessment, position: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Everybody in the assessment (`employee_id`, `name`, `holds`, `position`) against one position, and their gaps."""
    own = pl.col("position").fill_null("") == position
    people = a.people.select("employee_id", "name", own.alias("holds"), pl.lit(position).alias("position"))
    rated = gaps(people, a.gaps, a.model).with_columns(pl.lit(None, pl.Boolean).alias("fragile"))
    return people, add_certainty(rated, a.model)


def _count_clear(ready: pl.DataFrame) -> int | None:
    """How many of the ready are clear on everything that decides; None where that is known of none of them."""
    if ready.height and not ready["clear"].count():
        return None
    return ready.filter(pl.col("clear") == pl.col("deciding")).height


def _single_points(model: Model, position: str, items: pl.DataFrame, judged: pl.DataFrame) -> list[SinglePoint]:
    """The requirements that exactly one of the ready meets, in the dictionary's order."""
    met = (
        items.filter(REQUIRED, fulfilled())
        .join(judged.select("employee_id", "name", "verdict"), on="employee_id")
        .sort("employee_id")
        .group_by("competency")
        .agg(
            pl.struct("employee_id", "name").filter(pl.col("verdict") == READY).alias("ready"),
            (pl.col("verdict") == NEAR).sum().alias("near"),
        )
        .filter(pl.col("ready").list.len() == 1)
    )
    found = {r["competency"]: r for r in met.iter_rows(named=True)}
    return [
        SinglePoint(r.competency, r.level, who["employee_id"], who["name"], found[r.competency]["near"])
        for r in model.position(position).requires
        if r.competency in found
        for who in found[r.competency]["ready"]
    ]
