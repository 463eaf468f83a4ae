"""Rule 9: how far raters agree, and the self-rating beside the others'.

r_wg compares the variance of the ratings of one item with that of raters who answer at random:
1 − s² / σ²_EU with σ²_EU = (A² − 1) / 12 for A answers on the scale, negative values taken as 0
(James, Demaree & Wolf 1984, Journal of Applied Psychology 69, 85–98). The average deviation is
Σ|x − mean| / n in units of the scale (Burke, Finkelstein & Dusig 1999, Organizational Research
Methods 2, 49–68).
"""

from collections.abc import Sequence

import polars as pl

from ..model.dictionary import EPSILON, Model, RaterRole
from .disclosure import LEAST_RATERS, in_steps, word_is_safe
from .frames import BAND, table
from .results import HIGH, LOW, MODERATE, OTHERS, SELF
from .roles import ITEM, roles_in


def add_bands(rated: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Add to the frame of `roles.rate` how far raters agree: high, moderate, low, or null.

    Adds `band:ROLE` and `band:others` where that is shown, and `band` for the rating itself, over
    the figures of all roles that count; `agreement_n`, how many figures that are; and `self_other`
    Float64, the self-rating minus the others' rating, null where either is missing. Of anonymous raters
    no more is said than `_anonymous_bands` allows, and nothing for the rating itself where they count: the
    named raters' figures are known, so that a word on all would tell of the rest.
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
        columns.append(pl.when(shown).then(_r_wg(_variance(**figures))).alias(f"band:{id}"))
        for name, part in figures.items():
            counting[name].append(pl.when(shown & ((weight > 0) | weightless)).then(part).otherwise(0))
    everyone = {name: pl.sum_horizontal(parts) for name, parts in counting.items()}
    mine = pl.col(f"mean:{SELF}") if f"mean:{SELF}" in rated.columns else pl.lit(None, pl.Float64)
    rated = rated.with_columns(
        *columns,
        pl.when(~pl.col("anonymous")).then(_r_wg(_variance(**everyone))).alias("band"),
        everyone["n"].alias("agreement_n"),
        (mine - pl.col("theirs")).alias("self_other"),
    )
    named = [r.id for r in roles if not r.anonymous]
    # Named raters may be told how far they agree; of anonymous ones only "low", where it leaves their ratings open
    # (0015).
    words = _anonymous_bands(rated, [(id, n) for id, n, _ in groups if id not in named], roles, model)
    return rated.with_columns(_band("band", model), *(_band(f"band:{id}", model) for id in named), *words)


def _anonymous_bands(
    rated: pl.DataFrame, groups: Sequence[tuple[str, str]], roles: Sequence[RaterRole], model: Model
) -> list[pl.Expr]:
    """The band of each anonymous group (id, column of how many figures), under its name: *low*, or null.

    *Low* is said from three raters on, if that leaves their ratings open. Only of whole levels can all sets of
    ratings be known that have the same mean (`disclosure.word_is_safe`). Which figures can be made of behaviours
    depends on how many of them each rater rated: nothing is said.
    """
    at_random = pl.col("random") / pl.col("step") ** 2
    n, total = pl.col("figures"), pl.col("total")
    most_squares = total**2 / n + (1 - model.agreement.moderate + EPSILON) * at_random * (n - 1)
    # With one set of ratings that fits, the word would give every rating away (decision 0015).
    safe = word_is_safe(n, total, pl.col("answers"), most_squares)
    rows = rated.lazy().with_row_index("at")
    low = pl.concat(
        rows.filter(
            pl.col(f"band:{id}") < model.agreement.moderate - EPSILON,
            pl.col(f"n:{id}") >= LEAST_RATERS,
            _derived(id, rated, roles) == 0,
        ).select(
            pl.lit(i).alias("group"),
            *("at", "answers", "random", "step"),
            pl.col(figures).cast(pl.Int64).alias("figures"),
            in_steps((pl.col(f"sum:{id}") - pl.col(figures) * pl.col("min")) / pl.col("step")).alias("total"),
        )
        for i, (id, figures) in enumerate(groups)
    )
    said = low.filter(safe).select("group", "at").collect()  # lazy: what stands in `safe` often is worked out once
    found = {group: rows["at"] for (group,), rows in said.group_by("group")} if said.height else {}
    low_code = BAND.categories.to_list().index(LOW)

    def band(group: int) -> pl.Expr:
        if group not in found:
            return pl.lit(None, BAND)
        codes = pl.repeat(None, rated.height, dtype=pl.UInt8, eager=True)
        return pl.lit(codes.scatter(found[group], low_code).cat.to(BAND))

    return [band(i).alias(f"band:{id}") for i, (id, _) in enumerate(groups)]


def _derived(id: str, rated: pl.DataFrame, roles: Sequence[RaterRole]) -> pl.Expr:
    """The number of a group's figures that are made of behaviours."""
    small = [r.id for r in roles if r.anonymous] if id == OTHERS else [id]
    known = [r for r in small if f"derived:{r}" in rated.columns]
    if id != OTHERS:
        return pl.sum_horizontal(pl.lit(0), *(f"derived:{r}" for r in known))
    pooled = (pl.when(pl.col(f"mean:{r}").is_null()).then(f"derived:{r}").otherwise(0) for r in known)
    return pl.sum_horizontal(pl.lit(0), *pooled)


def _at_random(model: Model) -> pl.DataFrame:
    """The answers that the scale of each competency offers: one row a competency.

    `competency`; `random` Float64, the variance of ratings given at random, in scale units squared (σ²_EU); `min`,
    `step` Float64; `answers` Int64.
    """
    rows = []
    for competency in model.competencies:
        scale = competency.scale
        answers = round((scale.max - scale.min) / scale.step) + 1
        # The variance of a discrete uniform distribution over the answers (James, Demaree and Wolf 1984).
        random = (answers**2 - 1) / 12 * scale.step**2
        rows.append((competency.id, random, scale.min, scale.step, answers))
    figure = pl.Float64
    return table(model, rows, competency=pl.Enum, random=figure, min=figure, step=figure, answers=pl.Int64)


def _r_wg(variance: pl.Expr) -> pl.Expr:
    """1 − s² / σ²_EU, not yet cut off at 0."""
    return 1 - variance / pl.col("random")


def _band(name: str, model: Model) -> pl.Expr:
    """The band of a column of r_wg, under the same name (rule 9)."""
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
    """The variance of a sample (n − 1) from its sums; null for fewer than two figures."""
    # Sums of floats may leave a tiny negative rest where all figures are the same.
    return pl.when(n > 1).then(((squares - sum * sum / n) / (n.cast(pl.Int64) - 1)).clip(lower_bound=0.0))


def spread(figures: pl.DataFrame, rated: pl.DataFrame, model: Model) -> pl.DataFrame:
    """The figures of agreement of groups without anonymous raters.

    `figures` as `attainment.figures`, `rated` as `add_bands` give them. Returns the frame `SPREAD`.
    """
    named = [r for r in roles_in(rated, model) if not r.anonymous]
    weightless = (pl.col("self_only") | pl.col("unweighted")).alias("weightless")
    open_items = rated.filter(~pl.col("anonymous"), pl.col("agreement_n") > 1).select(*ITEM, weightless)
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
        .join(_at_random(model).select("competency", "random"), on="competency", how="left")
        .with_columns(_r_wg(pl.col("variance")).clip(lower_bound=0.0).alias("r_wg"))
        .drop("variance", "random")
        .sort(*ITEM, "role")
    )
