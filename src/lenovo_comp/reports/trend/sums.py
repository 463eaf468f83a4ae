"""Sums of a trend by person, competency and department, withheld where too few people can be compared."""

from collections.abc import Collection

import polars as pl

from ...model.dictionary import Model
from ..assess.groups import groups_to_withhold
from .columns import TREND_COMPETENCIES, TREND_DEPARTMENTS
from .cycles import Cycles
from .result import CLOSED, NEW

CELL = ["department", "competency"]
RELIABLE_TURNS = ["closed_reliable", "new_reliable"]


def place(*models: Model) -> pl.Expr:
    """The index of a competency in the dictionaries; those of the first come before those that only others have."""
    place = {id: i for i, id in enumerate(dict.fromkeys(c.id for m in models for c in m.competencies))}
    return pl.col("competency").replace_strict(place, return_dtype=pl.Int32)


def sum_items(items: pl.DataFrame, history: pl.DataFrame, key: str, cycles: Cycles) -> pl.DataFrame:
    """The columns that the frames of sums share, by `key`."""
    # Over those rated in both cycles, so that means don't change with who comes and goes (decision 0008).

    def mean(cycle: str) -> pl.Expr:
        return pl.col("share").filter(pl.col("cycle") == cycle).sort().mean()

    closed, new = ((pl.col("turn") == turn).fill_null(False) for turn in (CLOSED, NEW))
    counts = items.group_by(key).agg(
        pl.col("change").count().alias("n"),
        closed.sum().alias("closed"),
        new.sum().alias("new"),
        *(_reliable_of(turn).alias(name) for turn, name in zip((closed, new), RELIABLE_TURNS, strict=True)),
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


def sum_competencies(
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
    found = sum_items(items, history, "competency", cycles)
    rows = _withhold(figures.join(found, on="competency"), "competency", small)
    return rows.sort(place(*models)).select(*TREND_COMPETENCIES)


def sum_departments(items: pl.DataFrame, history: pl.DataFrame, cycles: Cycles, least: int) -> pl.DataFrame:
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
    summed = sum_items(_without(items, apart), history, "department", cycles)
    found = people.join(summed, on="department", how="left", nulls_equal=True)
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
