"""One cycle against another, by person, competency and department."""

from collections.abc import Collection

import polars as pl

from ...method.assessment import assess
from ...method.gaps import RATED, fulfilled
from ...method.results import SHORT, Assessment
from ...method.roles import ITEM
from ...model.dictionary import EPSILON, Model
from ...ratings.reading import Ratings
from ..assess.groups import groups_to_withhold
from .columns import ITEMS, TREND_COMPETENCIES, TREND_DEPARTMENTS, TREND_PEOPLE
from .cycles import Cycles, model_changes, own_findings, two_cycles
from .result import (
    ADDED,
    ASSESSED,
    BASIS,
    BOTH,
    CLOSED,
    GONE,
    KEPT,
    LAPSED,
    NEITHER,
    NEW,
    REQUIREMENT,
    STILL,
    ModelChanges,
    Trend,
)

CELL = ["department", "competency"]
_IDS = pl.col(ITEM).cast(pl.String)
"""Two readings number their ids each for itself: across them they are text."""


def trend(
    model: Model,
    ratings: Ratings,
    *,
    start: str | None = None,
    end: str | None = None,
    earlier: tuple[Model, Ratings] | None = None,
) -> Trend:
    """The trend from cycle `start` to cycle `end`; by default the two newest.

    `earlier` is the dictionary of `start` and of the cycles before it, and the same files read with it, with all
    their findings (`read_ratings(most=0)`). Raises CannotRun where there are no two such cycles.
    """
    old_model, old_ratings = earlier or (model, ratings)
    cycles = two_cycles(sorted({*ratings.cycles, *old_ratings.cycles}), start, end)
    if earlier is not None:
        ratings = own_findings(old_ratings, ratings, cycles.start)
    then, now = (old_model, old_ratings), (model, ratings)
    of_cycle = {c: assess(*(then if c <= cycles.start else now), cycle=c) for c in cycles.known}
    before, after = of_cycle[cycles.start], of_cycle[cycles.end]
    changes = model_changes(old_model, model)
    people = _people(before, after)
    items = _items(before, after, people, changes)
    history = _history(of_cycle, items.filter(pl.col("change").is_not_null()), changes)
    departments = people.select("employee_id", "department")
    by_department = items.join(departments, on="employee_id"), history.join(departments, on="employee_id")
    return Trend(
        before,
        after,
        cycles.known,
        items,
        people.join(_sums(items, history, "employee_id", cycles), on="employee_id", how="left")
        .with_columns(pl.col("n", "closed", "new").fill_null(0))
        .sort("employee_id")
        .select(*TREND_PEOPLE),
        _competencies(items, history, cycles, (model, old_model)),
        _departments(*by_department, cycles, model.min_group),
        changes,
    )


def _people(before: Assessment, after: Assessment) -> pl.DataFrame:
    """The first columns of the frame `TREND_PEOPLE`. Where the cycles differ, the later one counts."""

    def standing(a: Assessment, suffix: str) -> pl.DataFrame:
        here = a.ratings.people.filter(pl.col("cycle") == a.cycle).select("employee_id", pl.lit(True).alias("here"))
        known = a.people.join(here, on="employee_id", how="left").with_columns(pl.col("here").fill_null(False))
        position = pl.when("here").then("position").alias("position")
        own = (pl.col(c).alias(f"{c}_{suffix}") for c in ("name", "department", "here"))
        return known.select(pl.col("employee_id").cast(pl.String), *own, position.alias(f"position_{suffix}"))

    joined = standing(after, "to").join(standing(before, "from"), on="employee_id", how="full", coalesce=True)
    old, new = pl.col("here_from").fill_null(False), pl.col("here_to").fill_null(False)
    presence = (
        pl.when(old & new).then(pl.lit(BOTH)).when(new).then(pl.lit(ADDED)).when(old).then(pl.lit(GONE))
        .otherwise(pl.lit(NEITHER))
    )  # fmt: skip
    named = (pl.coalesce(f"{c}_to", f"{c}_from").alias(c) for c in ("name", "department"))
    return joined.select("employee_id", *named, "position_from", "position_to", presence.alias("presence"))


def _items(before: Assessment, after: Assessment, people: pl.DataFrame, changes: ModelChanges) -> pl.DataFrame:
    """The frame `ITEMS`, by employee and in the dictionaries' order."""

    def side(a: Assessment, suffix: str, there: tuple[str, str]) -> pl.DataFrame:
        present = people.filter(pl.col("presence").is_in(there))
        bar = (pl.col("required") - a.model.tolerance).alias(f"bar_{suffix}")
        basis = (pl.col("self_only") | pl.col("unweighted")).alias(f"basis_{suffix}")
        gaps = a.gaps.with_columns(_IDS)
        return gaps.join(present, on="employee_id", how="semi", maintain_order="left").select(
            *ITEM, *(pl.col(c).alias(f"{c}_{suffix}") for c in ("rating", "required", "status")), bar, basis
        )

    same_scale = ~pl.col("competency").is_in(list(changes.rescaled))
    same_basis = pl.col("basis_from") == pl.col("basis_to")
    change = pl.when(same_scale & same_basis).then(pl.col("rating_to") - pl.col("rating_from"))
    return (
        side(before, "from", (BOTH, GONE))
        .join(side(after, "to", (BOTH, ADDED)), on=ITEM, how="full", coalesce=True)
        .join(people.select("employee_id", "presence"), on="employee_id")
        .with_columns(_turn(same_scale).alias("turn"), change.alias("change"))
        .sort("employee_id", _place(after.model, before.model))
        .rename({"rating_from": "from", "rating_to": "to"})
        .select(*ITEMS)
    )


def _place(*models: Model) -> pl.Expr:
    """The index of a competency in the dictionaries; those of the first come before those that only others have."""
    place = {id: i for i, id in enumerate(dict.fromkeys(c.id for m in models for c in m.competencies))}
    return pl.col("competency").replace_strict(place, return_dtype=pl.Int32)


def _turn(same_scale: pl.Expr) -> pl.Expr:
    """The turn of a requirement; null for people of one cycle, and where nothing is required."""
    # Where the cycles ask for something different, nothing is closed and nothing is new; a change of tolerance is such
    # a difference, so `bar` is the requirement less the tolerance (decision 0008).
    old, new = pl.col("bar_from"), pl.col("bar_to")
    asked, same = old.is_not_null() | new.is_not_null(), ((old - new).abs() < EPSILON).fill_null(False) & same_scale
    rated_old, rated_new = pl.col("rating_from").is_not_null(), pl.col("rating_to").is_not_null()
    met_old, met_new = fulfilled("status_from"), fulfilled("status_to")
    short_old, short_new = pl.col("status_from") == SHORT, pl.col("status_to") == SHORT
    turn = pl.when((pl.col("presence") != BOTH) | ~asked).then(None).when(~same).then(pl.lit(REQUIREMENT))
    for condition, name in (
        (rated_old & rated_new & (pl.col("basis_from") != pl.col("basis_to")), BASIS),
        (short_old & met_new, CLOSED),
        (met_old & short_new, NEW),
        (short_old & short_new, STILL),
        (met_old & met_new, KEPT),
        (~rated_old & rated_new, ASSESSED),
        (rated_old & ~rated_new, LAPSED),
    ):
        turn = turn.when(condition).then(pl.lit(name))
    return turn.otherwise(None)


def _history(of_cycle: dict[str, Assessment], compared: pl.DataFrame, changes: ModelChanges) -> pl.DataFrame:
    """`employee_id`, `competency`, `cycle`, `share` (of the scale): what is compared, in every cycle."""
    share = (pl.col("rating") - pl.col("min")) / (pl.col("max") - pl.col("min"))
    return pl.concat(
        a.gaps.with_columns(_IDS)
        .filter(RATED, ~pl.col("competency").is_in(list(changes.rescaled)))
        .join(compared, on=ITEM, how="semi")
        .select(*ITEM, pl.lit(cycle).alias("cycle"), share.alias("share"))
        for cycle, a in of_cycle.items()
    )


def _sums(items: pl.DataFrame, history: pl.DataFrame, key: str, cycles: Cycles) -> pl.DataFrame:
    """The columns that the frames of sums share, by `key`: `n`, `closed`, `new`, `share_from`, `share_to`, `series`."""
    # Over those rated in both cycles, so that means don't change with who comes and goes (decision 0008).

    def mean(cycle: str) -> pl.Expr:
        return pl.col("share").filter(pl.col("cycle") == cycle).sort().mean()

    counts = items.group_by(key).agg(
        pl.col("change").count().alias("n"),
        (pl.col("turn") == CLOSED).sum().alias("closed"),
        (pl.col("turn") == NEW).sum().alias("new"),
    )
    shares = history.group_by(key).agg(
        mean(cycles.start).alias("share_from"),
        mean(cycles.end).alias("share_to"),
        pl.concat_list(map(mean, cycles.known)).alias("series"),
    )
    return counts.join(shares, on=key, how="left", nulls_equal=True)


def _competencies(
    items: pl.DataFrame, history: pl.DataFrame, cycles: Cycles, models: tuple[Model, Model]
) -> pl.DataFrame:
    """The frame `TREND_COMPETENCIES`, with figures only where at least `min_group` people can be compared."""
    least = models[0].min_group
    compared = items.filter(pl.col("change").is_not_null())
    figures = compared.group_by("competency").agg(
        pl.len().alias("people"), *(pl.col(c).sort().mean().alias(c) for c in ("from", "to", "change"))
    )
    small = {c for c, n in figures.select("competency", "people").iter_rows() if n < least}
    sizes = history.group_by("cycle", "competency").len()
    history = _without(history, sizes.filter(pl.col("len") < least).select("cycle", "competency"))
    sums = _sums(items, history, "competency", cycles)
    rows = _withhold(figures.join(sums, on="competency"), "competency", small)
    return rows.sort(_place(*models)).select(*TREND_COMPETENCIES)


def _departments(items: pl.DataFrame, history: pl.DataFrame, cycles: Cycles, least: int) -> pl.DataFrame:
    """The frame `TREND_DEPARTMENTS`; `people` are all who can be compared.

    Figures are over the competencies that enough people of the department share in every cycle.
    """
    # The figures of competencies stand beside it: what is withheld of a department and a competency takes no part,
    # or it would follow from the rest (decision 0015).
    compared = items.filter(pl.col("change").is_not_null())
    people = compared.group_by("department").agg(pl.col("employee_id").n_unique().alias("people"))
    apart = _cells_to_withhold(compared, least)
    history = _without(history, apart)
    in_cycle = [
        _cells_to_withhold(some, least, apart).with_columns(pl.lit(cycle).alias("cycle"))
        for (cycle,), some in history.group_by("cycle")
    ]
    history = _without(history, pl.concat(in_cycle)) if in_cycle else history
    sums = _sums(_without(items, apart), history, "department", cycles)
    found = people.join(sums, on="department", how="left", nulls_equal=True)
    small = set(found.filter(pl.col("share_from").is_null())["department"])
    return _withhold(found, "department", small).sort("department", nulls_last=True).select(*TREND_DEPARTMENTS)


def _cells_to_withhold(items: pl.DataFrame, least: int, apart: pl.DataFrame | None = None) -> pl.DataFrame:
    """The cells (`department`, `competency`) whose figures would tell of fewer than `least` people.

    `items` has a row a person and competency, with `department`; cells in `apart` are withheld already.
    """
    sizes = items.group_by(CELL).len()
    already = set() if apart is None else set(apart.iter_rows())
    found = [
        (department, competency)
        for (competency,), some in sizes.group_by("competency")
        for department in groups_to_withhold(
            dict(some.select("department", "len").iter_rows()), least, [d for d, c in already if c == competency]
        )
    ]
    return pl.DataFrame(found, dict.fromkeys(CELL, pl.String()), orient="row")


def _without(items: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    return items.join(cells, on=cells.columns, how="anti", nulls_equal=True)


def _withhold(rows: pl.DataFrame, key: str, small: Collection[str | None]) -> pl.DataFrame:
    """The rows with a column `withheld`; figures of the `small` groups become null."""
    figures = [c for c in rows.columns if c not in (key, "people")]
    withheld = pl.any_horizontal(pl.lit(False), *(pl.col(key).eq_missing(pl.lit(k, pl.String)) for k in small))
    rows = rows.with_columns(withheld.alias("withheld"))
    return rows.with_columns(pl.when(~pl.col("withheld")).then(pl.col(figures)).name.keep())
