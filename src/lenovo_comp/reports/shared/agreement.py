"""The agreement of raters in words."""

from ...method.results import LOW, Agreement
from .blocks import Span
from .words import Words, figure


def agreement_text(agreement: Agreement | None, words: Words) -> Span:
    """The band in words, with its figures if it has any; blank for fewer than two raters."""
    if agreement is None or agreement.band is None:
        return Span("")
    shown = words(f"agree_{agreement.band}")
    # Anonymous raters have no figures: with number and mean they would tell who gave what (decision 0015).
    if agreement.r_wg is not None:
        shown += words(
            "agreement_figures",
            n=agreement.n,
            range=figure(agreement.range),
            deviation=figure(agreement.average_deviation),
            r_wg=figure(agreement.r_wg),
        )
    return Span(shown, "warn" if agreement.band == LOW else "plain")
