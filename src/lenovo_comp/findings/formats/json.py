"""Findings as JSON: `comp.diagnostics/1`."""

from ...reports.shared.document import dumps
from ...reports.shared.words import Words
from ..finding import count
from . import Checked
from ._document import diagnostics_document

ENDINGS = (".json",)


def render(checked: Checked, words: Words) -> str:
    return dumps(diagnostics_document(checked.shown, count(checked.found), words.language))
