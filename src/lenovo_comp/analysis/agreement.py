"""Rule 9: how far raters agree, and how they see a person against how the person does.

r_wg compares the variance of the ratings of one item with that of raters who answer at random:
1 − s² / σ²_EU with σ²_EU = (A² − 1) / 12 for A answers on the scale, negative values taken as 0
(James, Demaree & Wolf 1984, Journal of Applied Psychology 69, 85–98). The average deviation is
Σ|x − mean| / n in units of the scale (Burke, Finkelstein & Dusig 1999, Organizational Research
Methods 2, 49–68).
"""

from __future__ import annotations

import polars as pl

from ..model.dictionary import EPSILON, Model
from ..ratings.cells import ids
from ..results import HIGH, LOW, MODERATE, OTHERS, SELF
from .roles import ITEM, roles_in

BAND = pl.Enum((HIGH, MODERATE, LOW))


def bands(rated: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Add to the frame of `roles.rate` how far raters agree: high, moderate, low, or null for one.

    Adds `band:ROLE` and `band:others` where that is shown, and `band` for the rating itself, over
    the figures of all roles that count; `agreement_n`, how many figures that are; and `self_other`
    Float64, the self-rating minus the others' rating, null where either is missing.
    """
    roles = roles_in(rated, model)
    rated = rated.join(_at_random(model), on="competency", how="left", maintain_order="left")
    weightless = pl.col("self_only") | pl.col("unweighted")
    groups = [(r.id, f"n:{r.id}", pl.lit(r.weight)) for r in roles]
    groups.append((OTHERS, f"figures:{OTHERS}", pl.col(f"weight:{OTHERS}")))
    counting: dict[str, list[pl.Expr]] = {"n": [], "sum": [], "squares": []}
    columns = []
    for id, n, weight in groups:
        shown = pl.col(f"mean:{id}").is_not_null()
        figures = {"n": pl.col(n), "sum": pl.col(f"sum:{id}"), "squares": pl.col(f"squares:{id}")}
        columns.append(pl.when(shown).then(_r_wg(**figures)).alias(f"band:{id}"))
        for name, part in figures.items():
            counting[name].append(pl.when(shown & ((weight > 0) | weightless)).then(part).otherwise(0))
    everyone = {name: pl.sum_horizontal(parts) for name, parts in counting.items()}
    mine = pl.col(f"mean:{SELF}") if f"mean:{SELF}" in rated.columns else pl.lit(None, pl.Float64)
    rated = rated.with_columns(
        *columns,
        _r_wg(**everyone).alias("band"),
        everyone["n"].alias("agreement_n"),
        (mine - pl.col("theirs")).alias("self_other"),
    )
    return rated.with_columns(_band(name, model) for name in ("band", *(f"band:{id}" for id, *_ in groups)))


def _at_random(model: Model) -> pl.DataFrame:
    """`competency`, `random`: the variance of ratings given at random, in scale units squared (σ²_EU)."""
    rows = []
    for competency in model.competencies:
        scale = competency.scale
        answers = (scale.max - scale.min) / scale.step + 1
        rows.append((competency.id, (answers**2 - 1) / 12 * scale.step**2))
    return pl.DataFrame(rows, schema={"competency": ids(model.competency_names), "random": pl.Float64()}, orient="row")


def _r_wg(n: pl.Expr, sum: pl.Expr, squares: pl.Expr) -> pl.Expr:
    """From sums; null for fewer than two figures."""
    return pl.when(n > 1).then(1 - _variance(n, sum, squares) / pl.col("random"))


def _band(name: str, model: Model) -> pl.Expr:
    """The band of a column of r_wg, under the same name."""
    r_wg = pl.col(name)
    return (
        pl.when(r_wg >= model.agreement.high - EPSILON)
        .then(pl.lit(HIGH, BAND))
        .when(r_wg >= model.agreement.moderate - EPSILON)
        .then(pl.lit(MODERATE, BAND))
        .when(r_wg.is_not_null())
        .then(pl.lit(LOW, BAND))
        .alias(name)
    )


def _variance(n: pl.Expr, sum: pl.Expr, squares: pl.Expr) -> pl.Expr:
    """The variance of a sample (n − 1) from its sums."""
    return ((squares - sum * sum / n) / (n.cast(pl.Int64) - 1)).clip(lower_bound=0.0)


def spread(figures: pl.DataFrame, rated: pl.DataFrame, model: Model) -> pl.DataFrame:
    """The figures of agreement, where no anonymous rater is among those who agree or don't.

    A role is anonymous where the model wants more than one rater for it to be shown. Returns one row
    an item and role, and one with a null role for the rating itself: `employee_id`, `competency`,
    `role` String, `n` UInt32, `range`, `average_deviation` Float64 (scale units), `r_wg` Float64
    (0 to 1). Only groups of at least two raters have a row.
    """
    named = [r for r in roles_in(rated, model) if r.min_raters == 1]
    others = [r.id for r in roles_in(rated, model) if r.min_raters > 1]
    weightless = pl.col("self_only") | pl.col("unweighted")
    hidden = pl.any_horizontal(
        pl.lit(False),
        *(pl.col(f"mean:{r}").is_not_null() & ((model.role(r).weight > 0) | weightless) for r in others),
        pl.col(f"mean:{OTHERS}").is_not_null() & ((pl.col(f"weight:{OTHERS}") > 0) | weightless),
    )
    open_items = rated.filter(~hidden, pl.col("agreement_n") > 1).select(*ITEM, weightless.alias("weightless"))
    several = pl.any_horizontal(pl.lit(False), *(pl.col(f"n:{r.id}").max() > 1 for r in named))
    if open_items.is_empty() and not rated.select(several).item():  # the usual case: spare the look at every figure
        figures = figures.clear()
    theirs = figures.filter(pl.col("rater_role").is_in([r.id for r in named]))
    theirs = theirs.select(*ITEM, pl.col("rater_role").alias("role"), "figure")
    by_role = theirs.filter(pl.len().over(*ITEM, "role") > 1)
    weights = {r.id: r.weight for r in named}
    counting = pl.col("role").is_in([id for id, weight in weights.items() if weight > 0]) | pl.col("weightless")
    overall = theirs.join(open_items, on=ITEM, how="inner").filter(counting)
    overall = overall.select(*ITEM, pl.lit(None).alias("role"), "figure")
    value = pl.col("figure").sort()
    return (
        pl.concat([by_role, overall], how="vertical_relaxed")
        .group_by(*ITEM, "role")
        .agg(
            pl.len().alias("n"),
            (value.max() - value.min()).alias("range"),
            (value - value.mean()).abs().mean().alias("average_deviation"),
            value.var().alias("variance"),
        )
        .join(_at_random(model), on="competency", how="left")
        .with_columns((1 - pl.col("variance") / pl.col("random")).clip(lower_bound=0.0).alias("r_wg"))
        .drop("variance", "random")
        .sort(*ITEM, "role")
    )
