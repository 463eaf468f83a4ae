"""What the CI formats share: a finding's place as CI knows it, and what it says on one line."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path, PurePath

from ...diagnostics import Diagnostic, Place
from ...language import Language

STANDARD_INPUT = "<stdin>"
_ENDS = tuple(".?!…。？！")


def relative(path: str) -> str:
    """The path with forward slashes and no `./`; relative to the current folder if it lies below it."""
    pure = PurePath(os.path.normpath(path))
    if pure.is_absolute():
        with contextlib.suppress(ValueError, OSError):
            pure = pure.relative_to(Path.cwd())
    return pure.as_posix()


def spot(place: Place) -> str:
    """Where in its file: a workbook's cell, or `line:column`, or the row; empty for the whole file."""
    if place.cell is not None:
        return place.cell
    numbers = [str(n) for n in (place.line, place.column) if n is not None]
    return ":".join(numbers) if place.line or not place.row else str(place.row)


def said(diagnostic: Diagnostic, language: Language) -> str:
    """Message and remedy on one line; in a workbook the cell comes first, for it has no lines."""
    message = diagnostic.message(language).strip()
    remedy = diagnostic.help(language).strip()
    stop, space = ("。", "") if language == "zh" else (".", " ")
    ended = message if message.endswith(_ENDS) else message + stop
    return f"{located(diagnostic.place, language)}{ended}{space}{remedy}".strip()


def located(place: Place, language: Language) -> str:
    """`Sheet1!D4: ` before a message, for a place that no line number can tell; else empty."""
    if place.cell is None:
        return ""
    return place.cell + ("\uff1a" if language == "zh" else ": ")
