"""Folders and patterns → ratings files, and what is to be said of what else is in them, and of their names."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from ..findings import catalogue
from ..findings.finding import Finding, Place, shown_path
from ..inputs import expand_patterns, list_folder
from ..model.dictionary import Model
from ..model.names import did_you_mean
from ..text import Text, shorten
from .columns import COLUMNS, HEADERS, Use
from .files.kinds import READ
from .files.lakes import lake_around
from .headers import SURE
from .names_of_tables import is_common
from .partitions import partitions_of

_MOST_NAMED = 5


def ratings_files(paths: Iterable[str | Path], roster: str | Path | None) -> tuple[list[str], list[Finding]]:
    """The files that paths, patterns and folders stand for, without the roster, and what is passed over in folders."""
    taken = None if roster is None else shown_path(str(roster))
    named = [path for path in expand_patterns(map(str, paths), READ) if shown_path(path) != taken]
    folders = [path for path in dict.fromkeys(named) if Path(path).is_dir()]
    holders = {path: path if path in folders else str(Path(path).parent) for path in named}
    lakes = {folder: lake for folder in set(holders.values()) if (lake := lake_around(Path(folder))) is not None}
    found = [
        Finding(catalogue.LAKE_TABLE, Place(shown_path(lake.folder)), details={"kind": lake.kind})
        for lake in sorted(set(lakes.values()))
    ]
    found += [finding for folder in folders if folder not in lakes for finding in _passed_over(folder)]
    return [path for path in named if path not in folders and holders[path] not in lakes], found


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


def vet_folders(files: Iterable[str], model: Model) -> tuple[list[Finding], set[str]]:
    """Look at folders such as `country=CN` that name no column: what is found, and the files that can't be used."""
    unread: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for file in files:
        for folder in partitions_of(shown_path(file)):
            if folder.column is None:
                unread.setdefault((folder.inside, folder.key), []).append((folder.cell, file))
    found: list[Finding] = []
    unusable: set[str] = set()
    for (inside, key), below in unread.items():
        cells = dict.fromkeys(cell for cell, _ in below)
        meant = _meant(key, cells, model)
        rule = catalogue.FOLDER_UNREAD if meant is None else catalogue.FOLDER_MISSPELLED
        details: dict[str, str | Text] = {"folders": f"{len(cells):,}", "suggestion": did_you_mean(meant)}
        found.append(Finding(rule, Place(inside), f"{key}={next(iter(cells))}", details, key))
        unusable.update(file for _, file in below if meant is not None)
    return found, unusable


def _meant(key: str, cells: Collection[str], model: Model) -> str | None:
    """The column that folders of an unknown key are most likely for, if ratings would be misread without it."""
    if all(map(model.role_names.find, cells)) and (len(cells) > 1 or not any(map(is_common, cells))):
        return "rater_role"
    guess = HEADERS.nearest(key, SURE)
    column = HEADERS.find(guess) if guess else None
    return column if column is not None and Use.DECIDING in COLUMNS[column].uses else None
