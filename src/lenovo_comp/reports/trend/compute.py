"""One cycle against another, by person, competency and department."""

from collections.abc import Collection

import polars as pl

from ...method.assessment import assess
from ...method.change import changes, common_basis, rate_over
from ...method.gaps import fulfilled
from ...method.results import SHORT, Assessment
from ...method.roles import ITEM
from ...model.dictionary import EPSILON, Model
from ...ratings.cells import scales
from ...ratings.cycles import in_order
from ...ratings.reading import Ratings
from ..assess.groups import groups_to_withhold
from .columns import ITEMS, TREND_COMPETENCIES, TREND_DEPARTMENTS, TREND_PEOPLE
from .cycles import Cycles, model_changes, own_findings, two_cycles
from .result import (
    ADDED,
    ASSESSED,
    BASIS,
    BOTH,
    BOUND,
    CLOSED,
    GONE,
    KEPT,
    LAPSED,
    NEITHER,
    NEW,
    RATERS,
    REQUIREMENT,
    STILL,
    ModelChanges,
    Trend,
)

CELL = ["department", "competency"]
_RELIABLE = ["closed_reliable", "new_reliable"]
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
    cycles = two_cycles(in_order({*ratings.cycles, *old_ratings.cycles}), start, end)
    if earlier is not None:
        ratings = own_findings(old_ratings, ratings, cycles.start)
    then, now = (old_model, old_ratings), (model, ratings)
    old = set(cycles.known[: cycles.known.index(cycles.start) + 1])
    of_cycle = {c: assess(*(then if c in old else now), cycle=c) for c in cycles.known}
    before, after = of_cycle[cycles.start], of_cycle[cycles.end]
    differences = model_changes(old_model, model)
    people = _people(before, after)
    basis = common_basis(before, after, differences.rescaled)
    rated = {c: rate_over(basis, a, model) for c, a in of_cycle.items()}
    found = changes(basis, rated[cycles.start], rated[cycles.end])
    items = _items(before, after, people, found, differences)
    history = _history(rated, model)
    departments = people.select("employee_id", "department")
    by_department = items.join(departments, on="employee_id"), history.join(departments, on="employee_id")
    return Trend(
        before,
        after,
        cycles.known,
        items,
        people.join(_sums(items, history, "employee_id", cycles), on="employee_id", how="left")
        # Who has no item has none that closed; of who has some, a null says that it isn't known.
        .with_columns(pl.when(pl.col("n").is_null()).then(0).otherwise(pl.col(_RELIABLE)).name.keep())
        .with_columns(pl.col("n", "closed", "new").fill_null(0))
        .sort("employee_id")
        .select(*TREND_PEOPLE),
        _competencies(items, history, cycles, (model, old_model)),
        _departments(*by_department, cycles, model.min_group),
        differences,
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


def _items(
    before: Assessment, after: Assessment, people: pl.DataFrame, found: pl.DataFrame, differences: ModelChanges
) -> pl.DataFrame:
    """The frame `ITEMS`, by employee and in the dictionaries' order; `found` are the `changes`."""

    def side(a: Assessment, suffix: str, there: tuple[str, str]) -> pl.DataFrame:
        present = people.filter(pl.col("presence").is_in(there))
        bar = (pl.col("required") - a.model.tolerance).alias("bar")
        gaps = a.gaps.with_columns(_IDS, bar)
        return gaps.join(present, on="employee_id", how="semi", maintain_order="left").select(
            *ITEM, *(pl.col(c).alias(f"{c}_{suffix}") for c in ("rating", "required", "status", "bar", "at_least"))
        )

    same_scale = ~pl.col("competency").is_in(list(differences.rescaled))
    nothing = pl.lit([], pl.List(pl.String))
    return (
        side(before, "from", (BOTH, GONE))
        .join(side(after, "to", (BOTH, ADDED)), on=ITEM, how="full", coalesce=True)
        .join(people.select("employee_id", "presence"), on="employee_id")
        .join(found, on=ITEM, how="left")
        .with_columns(_turn(same_scale).alias("turn"), pl.col("basis").fill_null(nothing))
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
    met_old, met_new = fulfilled("status_from"), fulfilled("status_to")
    short_old, short_new = pl.col("status_from") == SHORT, pl.col("status_to") == SHORT
    # A bound that doesn't reach the requirement is a rating, but nothing is assessed by it (rule 4).
    assessed_old, assessed_new = met_old | short_old, met_new | short_new
    change = pl.col("change")
    turn = pl.when((pl.col("presence") != BOTH) | ~asked).then(None).when(~same).then(pl.lit(REQUIREMENT))
    for condition, name in (
        (~assessed_old & assessed_new, ASSESSED),
        (assessed_old & ~assessed_new, LAPSED),
        (~assessed_old, None),
        (pl.col("at_least_from") | pl.col("at_least_to"), BOUND),
        (change.is_null(), BASIS),
        (short_old & short_new, STILL),
        (met_old & met_new, KEPT),
        (short_old & (change > EPSILON), CLOSED),
        (met_old & (change < -EPSILON), NEW),
    ):
        turn = turn.when(condition).then(pl.lit(name, pl.String))
    return turn.otherwise(pl.lit(RATERS))


def _history(rated: dict[str, pl.DataFrame], model: Model) -> pl.DataFrame:
    """`employee_id`, `competency`, `cycle`, `share` (of the scale): what is compared, over the same roles, by cycle.

    `rated` has the ratings of each cycle as `rate_over` gives them.
    """
    share = (pl.col("rating") - pl.col("min")) / (pl.col("max") - pl.col("min"))
    ends = scales(model).with_columns(pl.col("competency").cast(pl.String))
    return pl.concat(
        ratings.join(ends, on="competency").select(*ITEM, pl.lit(cycle).alias("cycle"), share.alias("share"))
        for cycle, ratings in rated.items()
    )


def _sums(items: pl.DataFrame, history: pl.DataFrame, key: str, cycles: Cycles) -> pl.DataFrame:
    """The columns that the frames of sums share, by `key`."""
    # Over those rated in both cycles, so that means don't change with who comes and goes (decision 0008).

    def mean(cycle: str) -> pl.Expr:
        return pl.col("share").filter(pl.col("cycle") == cycle).sort().mean()

    closed, new = ((pl.col("turn") == turn).fill_null(False) for turn in (CLOSED, NEW))
    counts = items.group_by(key).agg(
        pl.col("change").count().alias("n"),
        closed.sum().alias("closed"),
        new.sum().alias("new"),
        *(_reliable_of(turn).alias(name) for turn, name in zip((closed, new), _RELIABLE, strict=True)),
    )
    shares = history.group_by(key).agg(
        mean(cycles.start).alias("share_from"),
        mean(cycles.end).alias("share_to"),
        pl.concat_list(map(mean, cycles.known)).alias("series"),
    )
    return counts.join(shares, on=key, how="left", nulls_equal=True)


def _reliable_of(turn: pl.Expr) -> pl.Expr:
    """How many of the items with this turn are reliable changes; null where it is known of none of several."""
    known = (turn & pl.col("reliable").is_not_null()).any()
    return pl.when(known | ~turn.any()).then((turn & pl.col("reliable").fill_null(False)).sum())


def _competencies(
    items: pl.DataFrame, history: pl.DataFrame, cycles: Cycles, models: tuple[Model, Model]
) -> pl.DataFrame:
    """The frame `TREND_COMPETENCIES`, with figures only where at least `min_group` people can be compared."""
    least = models[0].min_group
    compared = items.filter(pl.col("change").is_not_null())
    figures = compared.group_by("competency").agg(
        pl.len().alias("people"),
        *(pl.col(f"common_{c}").sort().mean().alias(c) for c in ("from", "to")),
        pl.col("change").sort().mean(),
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


def largest_changes(trend: Trend) -> pl.DataFrame:
    """The rows of `items` with a change, what is beyond chance first, then the largest as a share of its scale."""
    models = (trend.before.model, trend.after.model)
    spans = {c.id: c.scale.max - c.scale.min for model in models for c in model.competencies}
    span = pl.col("competency").replace_strict(spans, return_dtype=pl.Float64)
    return trend.items.filter(pl.col("change").abs() > EPSILON).sort(
        ~pl.col("reliable").fill_null(False), -(pl.col("change").abs() / span).round(9), "employee_id", "competency"
    )
