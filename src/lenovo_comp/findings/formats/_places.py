"""What the CI formats share: a finding's place as CI knows it, and what it says on one line."""

import contextlib
import os
from pathlib import Path, PurePath

from ...text import Language, visible
from ..finding import Diagnostic, Place

STANDARD_INPUT = "<stdin>"
_ENDS = tuple(".?!…。？！")


def relative(path: str) -> str:
    """The path with forward slashes and no `./`; relative to the current folder if it lies below it."""
    pure = PurePath(os.path.normpath(path))
    if pure.is_absolute():
        with contextlib.suppress(ValueError, OSError):
            pure = pure.relative_to(Path.cwd())
    return pure.as_posix()


def where(place: Place) -> str:
    """`path:line:column` with the path as CI knows it, fit to be shown."""
    path = place.path if place.path == STANDARD_INPUT else relative(place.path)
    return visible(":".join(part for part in (path, spot(place)) if part))


def spot(place: Place) -> str:
    """Where in its file: a workbook's cell, or `line:column`, or the row; empty for the whole file."""
    if place.cell is not None:
        return place.cell
    numbers = [str(n) for n in (place.line, place.column) if n is not None]
    return ":".join(numbers) if place.line or not place.row else str(place.row)


def said(diagnostic: Diagnostic, language: Language) -> str:
    """Message and remedy on one line, after the cell that a line number can't tell."""
    sentences = joined(diagnostic.message(language), diagnostic.remedy(language), language)
    return located(diagnostic.place, language) + sentences


def joined(message: str, remedy: str, language: Language) -> str:
    """Two sentences on one line; the first is given its full stop."""
    stop, space = ("。", "") if language == "zh" else (".", " ")
    first = message.strip()
    return f"{first}{'' if first.endswith(_ENDS) else stop}{space}{remedy.strip()}".strip()


def located(place: Place, language: Language) -> str:
    """`Sheet1!D4: ` before a message about a workbook, which has no lines; else empty."""
    return "" if place.cell is None else visible(place.cell) + ("\uff1a" if language == "zh" else ": ")
