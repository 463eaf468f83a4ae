"""Rule 10 in a ranking: can a candidate be told from the one above?

A fit has a standard error that follows from those of its ratings. Where two fits are closer than the error of their
difference, raters of the same kind might have ranked the two the other way.
"""

import polars as pl

from ..model.dictionary import EPSILON, Model
from .frames import STATUS
from .gaps import ASSESSED, RATING, REQUIRED, gap, is_met
from .people import judge
from .results import INCOMPLETE, MET, SHORT
from .standard_error import CLEAR


def fit_errors(gaps: pl.DataFrame) -> pl.DataFrame:
    """The standard error of each fit (rule 6): `employee_id`, `fit_se` Float64, from 0 on. `gaps` as the frame `GAPS`.

    Null where the error of an assessed requirement isn't known. Σ slope · se, where the slope is w / (Σ w · (required −
    min)) up to `CLEAR` errors above the requirement, and beyond that 0: there the fit is capped (the delta method).

    The errors are added up, not their squares: raters who are mild on one competency are mild on others, and so the
    errors of one person go together. This is the most that they can amount to, whatever their correlation.
    """
    weight, se, span = pl.col("weight"), pl.col("se"), pl.col("required") - pl.col("min")
    surplus = (RATING - pl.col("required") > CLEAR * se + EPSILON) | (span.abs() < EPSILON)
    share = pl.when(surplus).then(0.0).otherwise(weight / span * se)
    return (
        gaps.filter(REQUIRED, ASSESSED)
        .with_columns(pl.when(se.is_not_null()).then(share).alias("share"))
        .group_by("employee_id")
        .agg(
            pl.when(pl.col("share").null_count() == 0)
            .then(pl.col("share").sort().sum() / weight.sort().sum())
            .alias("fit_se")
        )
    )


def like_above(ranked: pl.DataFrame, gaps: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Add `like_above` Boolean to people ranked for one position: whether they can't be told from the one above.

    `ranked` has `employee_id`, `position`, `verdict`, `fit`, `fit_se`, the best first; `gaps` are their frame `GAPS`.
    True where the fit is lower by at most `CLEAR` standard errors of the difference, √(SE² + SE²), and the verdict is
    the same, or could be: it is reached where all ratings of one of the two move by `CLEAR` standard errors. Null for
    the first, next to somebody `incomplete`, and where an error isn't known.
    """
    # It isn't transitive: of three in a row each may be like the one above, and the last unlike the first.
    above = {name: pl.col(name).shift(1) for name in ("verdict", "fit", "fit_se")}
    apart = above["verdict"] != pl.col("verdict")
    border = ranked.filter(apart | apart.shift(-1).fill_null(False)).select("employee_id", "position")
    close = above["fit"] - pl.col("fit") <= CLEAR * (above["fit_se"] ** 2 + pl.col("fit_se") ** 2).sqrt() + EPSILON
    known = above["fit_se"].is_not_null() & pl.col("fit_se").is_not_null()
    told = known & (pl.col("verdict") != INCOMPLETE) & (above["verdict"] != INCOMPLETE)
    same = ~apart | (pl.col("best") <= above["verdict"]) | (pl.col("worst").shift(1) >= pl.col("verdict"))
    return (
        ranked.join(_verdicts_within_error(border, gaps, model), on="employee_id", how="left", maintain_order="left")
        .with_columns(pl.when(told).then(close & same).alias("like_above"))
        .drop("best", "worst")
    )


def _verdicts_within_error(people: pl.DataFrame, gaps: pl.DataFrame, model: Model) -> pl.DataFrame:
    """The verdicts with all ratings `CLEAR` standard errors higher, and lower: `employee_id`, `best`, `worst`."""
    theirs = gaps.join(people, on="employee_id", how="semi")
    higher, lower = (judge(people, _moved(theirs, by, model), model) for by in (CLEAR, -CLEAR))
    return higher.select("employee_id", best="verdict").join(
        lower.select("employee_id", worst="verdict"), on="employee_id"
    )


def _moved(gaps: pl.DataFrame, by: float, model: Model) -> pl.DataFrame:
    """`gaps` as if each assessed rating were so many of its standard errors higher, within its scale."""
    rating = (RATING + by * pl.col("se").fill_null(0.0)).clip(pl.col("min"), pl.col("max"))
    known = ASSESSED & REQUIRED
    met = pl.when(is_met(model, rating)).then(pl.lit(MET, STATUS)).otherwise(pl.lit(SHORT, STATUS))
    return gaps.with_columns(
        pl.when(known).then(gap(rating)).alias("gap"), pl.when(known).then(met).otherwise("status").alias("status")
    )
