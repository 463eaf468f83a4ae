"""Words of reports with their definitions, filled with the dictionary's values: for pages, to be read on demand."""

from collections.abc import Iterable

from ...method.results import DEVELOPING, MET, NEAR, SHORT, STRENGTH, UNASSESSED, VERDICTS, SelfOther
from ...model.dictionary import Model
from .words import Words, figure

WORDS = (*VERDICTS, STRENGTH, MET, SHORT, UNASSESSED, "fit", "coverage", "clear")
MARKS = ("too_close", "low_agreement", "bound", *SelfOther)
TERMS = (*WORDS, *MARKS)
"""All that has a definition, in the order in which a reader meets it."""


def definitions(model: Model, words: Words, terms: Iterable[str] = TERMS) -> list[tuple[str, str]]:
    """Some of `TERMS`, each as its word and its definition: `("Ready", "All essential requirements are met.")`.

    A dictionary with `near_short: 0` has no *nearly ready*, and no definition of it.
    """
    values = {
        "short": words.number("n_essential", model.near_short),
        "near": figure(model.near),
        "strength": figure(model.strength),
        "tolerance": figure(model.tolerance),
        "agreement": figure(model.agreement.moderate),
        "difference": figure(model.self_other),
    }
    named = [(words(term if term in WORDS else f"term_{term}"), term) for term in terms]
    return [
        (name[:1].upper() + name[1:], words(_key(term, model), **values))
        for name, term in named
        if term != NEAR or model.near_short
    ]


def _key(term: str, model: Model) -> str:
    """The key of a definition, which depends on whether the dictionary has a tolerance, and a *nearly ready*."""
    if term in (MET, SHORT) and model.tolerance:
        return f"defined_{term}_within"
    if term == DEVELOPING and not model.near_short:
        return "defined_developing_any"
    return f"defined_{term}"
