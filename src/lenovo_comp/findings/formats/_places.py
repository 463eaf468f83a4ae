"""Parts that the CI formats share: a finding's place as CI names it, and its sentences on one line."""

import contextlib
import os
from pathlib import Path, PurePath

from ...text import Language, visible
from ..finding import Finding, Place

STANDARD_INPUT = "<stdin>"
_ENDS = tuple(".?!…。？！")


def relative_path(path: str) -> str:
    """The path with forward slashes and no `./`; relative to the current folder if it lies below it."""
    pure = PurePath(os.path.normpath(path))
    if pure.is_absolute():
        with contextlib.suppress(ValueError, OSError):
            pure = pure.relative_to(Path.cwd())
    return pure.as_posix()


def full_place(place: Place) -> str:
    """`path:line:column` with the path as CI names it, made visible."""
    path = place.path if place.path == STANDARD_INPUT else relative_path(place.path)
    return visible(":".join(part for part in (path, place_in_file(place)) if part))


def place_in_file(place: Place) -> str:
    """The place within its file: a workbook's cell, `line:column`, or the row; empty for the whole file."""
    if place.cell is not None:
        return place.cell
    numbers = [str(n) for n in (place.line, place.column) if n is not None]
    return ":".join(numbers) if place.line or not place.row else str(place.row)


def one_line_message(finding: Finding, language: Language) -> str:
    """Message and remedy on one line, after the cell of a workbook."""
    sentences = join_sentences(finding.full_message(language), finding.remedy(language), language)
    return cell_prefix(finding.place, language) + sentences


def join_sentences(message: str, remedy: str, language: Language) -> str:
    """Two sentences on one line, with a full stop after the first."""
    stop, space = ("。", "") if language == "zh" else (".", " ")
    first = message.strip()
    return f"{first}{'' if first.endswith(_ENDS) else stop}{space}{remedy.strip()}".strip()


def cell_prefix(place: Place, language: Language) -> str:
    """`Sheet1!D4: ` before a message about a workbook; else empty."""
    # CI knows lines only, and a workbook has none.
    return "" if place.cell is None else visible(place.cell) + ("\uff1a" if language == "zh" else ": ")
