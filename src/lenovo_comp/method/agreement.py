"""Rule 9: how far raters agree, and the self-rating beside the others'.

r_wg compares the variance of the ratings of one item with that of raters who answer at random: 1 − s² / σ²_EU with
σ²_EU = (A² − 1) / 12 for A answers on the scale, negative values taken as 0 (James, Demaree & Wolf 1984, Journal of
Applied Psychology 69, 85–98). Where the raters rated behaviours, r*_wg(J) takes the mean of s² over the J statements
that two or more of them rated, and the answers of the frequency scale (Lindell, Brandt & Whitney 1999, Applied
Psychological Measurement 23, 127–135): a figure made of several answers varies less than the one answer that r_wg
compares it with (docs/decisions/0017). The average deviation is Σ|x − mean| / n in units of the scale (Burke,
Finkelstein & Dusig 1999, Organizational Research Methods 2, 49–68).
"""

from collections.abc import Sequence

import polars as pl

from ..model.dictionary import EPSILON, Model, RaterRole, Scale
from .disclosure import LEAST_RATERS, in_steps, statements_are_safe, word_is_safe
from .frames import BAND, SPREAD, table
from .results import HIGH, LOW, MODERATE, OTHERS, SELF
from .roles import ITEM, marked, roles_in


def add_bands(rated: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Add to the frame of `bounds.rate_items` how far raters agree: high, moderate, low, or null.

    `rated` has the columns of `statements.add_variances`, where behaviours were rated.

    Adds `band:ROLE` and `band:others` where that is shown, and `band` for the rating itself, over
    the figures of all roles that count, each null below `LEAST_RATERS` raters and where levels and behaviours mix;
    `agreement_n`, how many figures that are; and `self_other` Float64, the self-rating minus the others' rating, null
    where either is missing or a bound. Of anonymous raters no more is said than `_anonymous_bands` allows, and nothing
    for the rating itself where they count: the named raters' figures are known, so that a word on all would tell of
    the rest.
    """
    roles = roles_in(rated, model)
    rated = rated.join(_at_random(model), on="competency", how="left", maintain_order="left")
    weightless = pl.col("self_only") | pl.col("unweighted")
    groups = [(r.id, f"n:{r.id}", pl.lit(r.weight > 0)) for r in roles]
    groups.append((OTHERS, f"figures:{OTHERS}", pl.col(f"weight:{OTHERS}") > 0))
    counting: dict[str, list[pl.Expr]] = {"agreement_n": [], "sum": [], "squares": [], "derived": []}
    columns = []
    for id, n, weighs in groups:
        shown, derived = pl.col(f"mean:{id}").is_not_null(), marked("derived", id, rated.columns, roles)
        figures = [pl.col(n), pl.col(f"sum:{id}"), pl.col(f"squares:{id}"), derived]
        columns.append(pl.when(shown).then(_r_wg(f":{id}", figures, rated)).alias(f"band:{id}"))
        for parts, part in zip(counting.values(), figures, strict=True):
            parts.append(pl.when(shown & (weighs | weightless)).then(part).otherwise(0))
    everyone = [pl.sum_horizontal(parts).alias(name) for name, parts in counting.items()]
    mine = pl.col(f"mean:{SELF}") if f"mean:{SELF}" in rated.columns else pl.lit(None, pl.Float64)
    rated = rated.with_columns(
        *columns, *everyone, pl.when(~pl.col("at_least")).then(mine - pl.col("theirs")).alias("self_other")
    )
    of_all = _r_wg("", [pl.col(name) for name in counting], rated)
    rated = rated.with_columns(pl.when(~pl.col("anonymous")).then(of_all).alias("band"))
    rated = rated.drop("sum", "squares", "derived")
    named = [r.id for r in roles if not r.anonymous]
    # Named raters may be told how far they agree; of anonymous ones only "low", where it leaves their ratings open
    # (0015).
    words = _anonymous_bands(rated, [(id, n) for id, n, _ in groups if id not in named], roles, model)
    own = [_band(f"band:{id}", f"n:{id}", model) for id in named]
    return rated.with_columns(_band("band", "agreement_n", model), *own, *words)


def _anonymous_bands(
    rated: pl.DataFrame, groups: Sequence[tuple[str, str]], roles: Sequence[RaterRole], model: Model
) -> list[pl.Expr]:
    """The band of each anonymous group (id, column of how many figures), under its name: *low*, or null.

    *Low* is said from three raters on, and only if that leaves their ratings open: of whole levels all sets of ratings
    that have the same mean are known (`disclosure.word_is_safe`), of statements see `disclosure.statements_are_safe`.
    """
    rows = rated.lazy().with_row_index("at")
    none = pl.lit(None, pl.UInt32)
    low = pl.concat(
        rows.filter(
            pl.col(f"band:{id}") < model.agreement.moderate - EPSILON, pl.col(f"n:{id}") >= LEAST_RATERS
        ).select(
            pl.lit(i).alias("group"),
            (marked("derived", id, rated.columns, roles) > 0).alias("stated"),
            *(
                (pl.col(f"{name}:{id}") if f"{name}:{id}" in rated.columns else none).alias(name)
                for name in ("j", "fewest")
            ),
            *("at", "answers", "random", "step"),
            pl.col(figures).cast(pl.Int64).alias("figures"),
            in_steps((pl.col(f"sum:{id}") - pl.col(figures) * pl.col("min")) / pl.col("step")).alias("total"),
        )
        for i, (id, figures) in enumerate(groups)
    )
    said = low.collect()
    if said.height:
        said = said.lazy().filter(_may_say_low(model)).collect()  # lazy: what it holds twice is worked out once
    found = {group: rows["at"] for (group,), rows in said.group_by("group")} if said.height else {}
    low_code = BAND.categories.to_list().index(LOW)

    def band(group: int) -> pl.Expr:
        if group not in found:
            return pl.lit(None, BAND)
        codes = pl.repeat(None, rated.height, dtype=pl.UInt8, eager=True)
        return pl.lit(codes.scatter(found[group], low_code).cat.to(BAND))

    return [band(i).alias(f"band:{id}") for i, (id, _) in enumerate(groups)]


def _may_say_low(model: Model) -> pl.Expr:
    """Where the word *low* leaves a group's ratings open; with one set that fits, it would give every rating away.

    Reads the columns that `_anonymous_bands` makes (decision 0015).
    """
    chance = pl.col("random") / pl.col("step") ** 2
    n, total = pl.col("figures"), pl.col("total")
    most_squares = total**2 / n + (1 - model.agreement.moderate + EPSILON) * chance * (n - 1)
    degrees = model.attainment.scale
    open_statements = statements_are_safe(
        pl.col("j"),
        pl.col("fewest"),
        width=degrees.max - degrees.min,
        most_variance=(1 - model.agreement.moderate) * at_random(degrees)[1],
    )
    safe = word_is_safe(n, total, pl.col("answers"), most_squares)
    return pl.when("stated").then(open_statements).otherwise(safe)


def _at_random(model: Model) -> pl.DataFrame:
    """The answers that the scale of each competency offers: one row a competency.

    `competency`; `random` Float64, the variance of ratings given at random, in scale units squared (σ²_EU); `min`,
    `step` Float64; `answers` Int64.
    """
    scales = [(c.id, c.scale) for c in model.competencies]
    rows = [(id, *at_random(scale), scale.min, scale.step) for id, scale in scales]
    figure = pl.Float64
    return table(model, rows, competency=pl.Enum, answers=pl.Int64, random=figure, min=figure, step=figure)


def at_random(scale: Scale) -> tuple[int, float]:
    """How many answers a scale offers, and the variance of answers given at random (σ²_EU), in its units squared.

    >>> at_random(Scale(0, 4, 1)), at_random(Scale(0, 3, 1))
    ((5, 2.0), (4, 1.25))
    """
    answers = round((scale.max - scale.min) / scale.step) + 1
    # The variance of a discrete uniform distribution over the answers (James, Demaree and Wolf 1984).
    return answers, (answers**2 - 1) / 12 * scale.step**2


def _r_wg(suffix: str, figures: Sequence[pl.Expr], rated: pl.DataFrame) -> pl.Expr:
    """r_wg of a group of whole levels, r*_wg(J) of one of behaviours; not yet cut off at 0, null for a mixed one.

    `figures`: how many there are, their sum, that of their squares, and how many are made of behaviours.
    """
    n, sum, squares, derived = figures
    whole = pl.when(derived == 0).then(1 - _variance(n, sum, squares) / pl.col("random"))
    if f"r_wg_j{suffix}" not in rated.columns:
        return whole
    return whole.when(derived == n).then(f"r_wg_j{suffix}")


def _band(name: str, n: str, model: Model) -> pl.Expr:
    """The band of a column of r_wg over `n` figures, under the same name (rule 9)."""
    # Two raters who answer at random agree highly more often than not (docs/method.md).
    r_wg = pl.when(pl.col(n) >= LEAST_RATERS).then(name)
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

    `figures` as `bounds.RatedItems.figures`, `rated` as `add_bands` give them. Returns the frame `SPREAD`.
    """
    named = [r for r in roles_in(rated, model) if not r.anonymous]
    open_items = rated.filter(~pl.col("anonymous"), pl.col("agreement_n") > 1)
    open_items = open_items.select(*ITEM, (pl.col("self_only") | pl.col("unweighted")).alias("weightless"))
    several = pl.any_horizontal(pl.lit(False), *(pl.col(f"n:{r.id}").max() > 1 for r in named))
    if open_items.is_empty() and not rated.select(several).item():  # the usual case: spare the look at every figure
        figures = figures.clear()
    derived = pl.col("derived") if "derived" in figures.columns else pl.lit(False).alias("derived")
    theirs = figures.filter(pl.col("rater_role").is_in([r.id for r in named]))
    theirs = theirs.select(*ITEM, pl.col("rater_role").alias("role"), "figure", derived)
    by_role = theirs.filter(pl.len().over(*ITEM, "role") > 1)
    counting = pl.col("role").is_in([r.id for r in named if r.weight > 0]) | pl.col("weightless")
    overall = theirs.join(open_items, on=ITEM, how="inner").filter(counting)
    overall = overall.select(*ITEM, pl.lit(None).alias("role"), "figure", "derived")
    value, whole = pl.col("figure").sort(), ~pl.col("derived").any()
    groups = (
        pl.concat([by_role, overall], how="vertical_relaxed")
        .group_by(*ITEM, "role")
        .agg(
            pl.len().alias("n"),
            pl.when(whole).then(value.max() - value.min()).alias("range"),
            pl.when(whole).then((value - value.mean()).abs().mean()).alias("average_deviation"),
            pl.when(whole).then(value.var()).alias("variance"),
            (pl.col("derived").all()).alias("stated"),
        )
        .join(_at_random(model).select("competency", "random"), on="competency", how="left")
        .with_columns((1 - pl.col("variance") / pl.col("random")).alias("r_wg"))
    )
    groups = _of_statements(groups, rated, [r.id for r in named])
    return (
        groups.filter(pl.col("r_wg").is_not_null())
        .with_columns(pl.col("r_wg").clip(lower_bound=0.0))
        .select(*SPREAD)
        .sort(*ITEM, "role")
    )


def _of_statements(groups: pl.DataFrame, rated: pl.DataFrame, named: Sequence[str]) -> pl.DataFrame:
    """`groups` with `r_wg` and `statements` from the columns of `rated` where all figures are made of behaviours."""
    keys = [(id, f":{id}") for id in named] + [(None, "")]
    parts = [
        rated.select(
            *ITEM,
            pl.lit(role, pl.String).alias("role"),
            pl.col(f"r_wg_j{suffix}").alias("stated_r_wg"),
            pl.col(f"j{suffix}").alias("statements"),
        )
        for role, suffix in keys
        if f"r_wg_j{suffix}" in rated.columns
    ]
    if not parts:
        return groups.with_columns(pl.lit(None, pl.UInt32).alias("statements"))
    found = pl.concat(parts).with_columns(pl.col("role").cast(groups["role"].dtype))
    joined = groups.join(found, on=[*ITEM, "role"], how="left", nulls_equal=True)
    stated = pl.col("stated")
    return joined.with_columns(
        pl.when(stated).then("stated_r_wg").otherwise("r_wg").alias("r_wg"), pl.when(stated).then("statements")
    )
