"""Folders and patterns → ratings files, and what is to be said of what else is in them."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from ..findings import catalogue
from ..findings.finding import Finding, Place, shown_path
from ..inputs import expand_patterns, list_folder
from ..text import Text, shorten
from .files.kinds import READ

_MOST_NAMED = 5


def ratings_files(paths: Iterable[str | Path], roster: str | Path | None) -> tuple[list[str], list[Finding]]:
    """The files that paths, patterns and folders stand for, without the roster, and what is passed over in folders."""
    taken = None if roster is None else shown_path(str(roster))
    named = [path for path in expand_patterns(map(str, paths), READ) if shown_path(path) != taken]
    folders = [path for path in named if Path(path).is_dir()]
    found = [finding for folder in dict.fromkeys(folders) for finding in _passed_over(folder)]
    return [path for path in named if path not in folders], found


def _passed_over(folder: str) -> Iterator[Finding]:
    """What is to be said of a folder that was named instead of files."""
    files, others = list_folder(folder, READ)
    place = Place(shown_path(folder))
    if not files:
        yield Finding(catalogue.FOLDER_EMPTY, place)
    elif others:
        names = ", ".join(map(shorten, others[:_MOST_NAMED])) + (" …" if len(others) > _MOST_NAMED else "")
        details: dict[str, str | Text] = {"names": names, "number": f"{len(others):,}"}
        yield Finding(catalogue.FILES_PASSED_OVER, place, details=details)
