"""Rule 9 for anonymous raters: whether a word on their agreement would give single ratings away.

Of n ratings whose mean is shown, "low agreement" may only be said if at least two different sets of
ratings with that mean are low and at least two are not: then the word, and its absence, leave open who
gave what (docs/decisions/0015). No set need be listed. The sets with a given sum are ordered by how far
they are spread: from the closest one every other is reached by moving two ratings a step apart, again
and again, so that the second closest is one such move away; likewise the second widest from the widest.

Where statements were rated, a word leaves the raters' mean degrees open unless one answer alone can make it: it is
then known whose mean the others' answers have no part in (docs/decisions/0015).
"""

import polars as pl

from ..model.dictionary import EPSILON

LEAST_RATERS = 3
"""Anonymous raters from whom on a word may be said at all."""


def word_is_safe(n: pl.Expr, total: pl.Expr, answers: pl.Expr, most_squares: pl.Expr) -> pl.Expr:
    """Whether at least two sets of ratings are low, and at least two are not.

    `n` ratings, each one of 0, 1, … `answers` − 1 (steps above the scale's lowest), with the sum `total`
    (all whole numbers, Int64). A set is low if its sum of squares is above `most_squares`. Where either
    side has fewer than two sets, also because there is only one set, the answer is no.
    """
    top = answers - 1
    # Two sets either way: with a single one that is low, the word *low* would tell the ratings.
    return (_second_closest(n, total, top) <= most_squares) & (_second_widest(n, total, top) > most_squares)


def statements_are_safe(j: pl.Expr, fewest: pl.Expr, *, width: float, most_variance: float) -> pl.Expr:
    """Whether *low* over `j` statements leaves open which means the raters have.

    A group is low if its variance, on average over the statements, is above `most_variance`. With one answer at the
    top of a scale of that `width` and all others at its end, the variance of a statement is width² / raters; `fewest`
    is the least number of raters of a statement. Where that is not enough, any sum of answers that can be low
    can be so with two answers from the end, given by one rater or by two.
    """
    return fewest * j * most_variance >= width**2 - EPSILON


def _second_closest(n: pl.Expr, total: pl.Expr, top: pl.Expr) -> pl.Expr:
    """The sum of squares of the second closest set: `upper` ratings of q + 1 and the others of q, and one move."""
    q, upper = total // n, total % n
    squares = n * q * q + upper * (2 * q + 1)
    apart = ((n - upper >= 2) & (q >= 1) & (q < top)) | ((upper >= 2) & (q + 2 <= top))
    further = (upper >= 1) & (q >= 1) & (q + 2 <= top)
    return squares + pl.when(apart).then(2).when(further).then(4)


def _second_widest(n: pl.Expr, total: pl.Expr, top: pl.Expr) -> pl.Expr:
    """The sum of squares of the second widest set: `high` ratings of the top, one of `rest`, zeros, and one move."""
    high, rest = total // top, total % top
    has_rest = rest > 0
    zeros = n - high - has_rest.cast(pl.Int64)
    distances = (
        pl.when(has_rest & (high >= 1)).then(top - rest),
        pl.when(has_rest & (zeros >= 1)).then(rest),
        pl.when((high >= 1) & (zeros >= 1)).then(top),
    )
    nearest = pl.min_horizontal(pl.when(d >= 2).then(d) for d in distances)  # one step apart is no other set
    return high * top * top + rest * rest - 2 * (nearest - 1)


def in_steps(value: pl.Expr) -> pl.Expr:
    """A whole number of steps as Int64, null for anything else."""
    return pl.when((value - value.round()).abs() < EPSILON).then(value.round()).cast(pl.Int64)
