"""Findings as JSON: `comp.diagnostics/1`."""

from __future__ import annotations

from ...diagnostics import count
from ..documents.diagnostics import diagnostics_document
from ..documents.parts import dumps
from ..words import Words
from . import Checked

ENDINGS = (".json",)


def render(checked: Checked, words: Words) -> str:
    return dumps(diagnostics_document(checked.shown, count(checked.found), words.language))
