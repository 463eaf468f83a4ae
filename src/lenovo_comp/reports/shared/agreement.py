"""The agreement of raters in words."""

from ...method.results import LOW, Agreement, Assessment, Row
from .blocks import Span
from .words import Words, figure


def is_told(agreement: Agreement | None) -> bool:
    """Whether there is anything to say."""
    return agreement is not None and (agreement.band is not None or agreement.range is not None)


def agreement_text(agreement: Agreement | None, words: Words) -> Span:
    """The band in words, with its figures if it has any; of two raters the figures alone, blank for one."""
    if agreement is None or not is_told(agreement):
        return Span("")
    range_, deviation = figure(agreement.range), figure(agreement.average_deviation)
    if agreement.band is None:
        return Span(words("agreement_of_two", range=range_, deviation=deviation))
    shown = words(f"agree_{agreement.band}")
    # Anonymous raters have no figures: with number and mean they would tell who gave what (decision 0015).
    if agreement.statements is not None:
        shown += words(
            "agreement_statements", n=agreement.n, statements=agreement.statements, r_wg=figure(agreement.r_wg)
        )
    elif agreement.r_wg is not None:
        shown += words(
            "agreement_figures", n=agreement.n, range=range_, deviation=deviation, r_wg=figure(agreement.r_wg)
        )
    return Span(shown, "warn" if agreement.band == LOW else "plain")


def self_other_mean(item: Row, a: Assessment, words: Words) -> str:
    """How far people rate themselves from others on average, to follow one person's difference."""
    mean = a.everybody.self_other.get(item["competency"])
    return "" if mean is None else words("self_other_mean", mean=f"{mean:+.2f}")
