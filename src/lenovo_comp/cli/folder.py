"""Writes `comp report`: a folder of pages, or one for each manager with their people only."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from .. import system
from ..findings.finding import CannotRun, Findings
from ..method.assessment import assess
from ..method.assessment_findings import assessment_findings
from ..method.person import of_people
from ..model.names import nearest
from ..reports.formats import table
from ..reports.report.pages import INDEX, Kind, pages
from ..reports.shared.blocks import text
from ..reports.shared.run import NothingRead
from ..reports.trend.compute import of_people as trend_of
from ..reports.trend.compute import trend
from .exits import CLEAN
from .naming import file_names
from .progress import progress
from .writing import write_file

if TYPE_CHECKING:
    from ..method.results import Assessment
    from ..reports.trend.result import Trend
    from .session import Session

MANAGER: Literal["manager"] = "manager"
_MARK = b'<meta name="generator" content="comp">'
"""What every page has near its beginning: by it a page of an earlier run is known, and may be replaced."""
_BEGINNING = 4096


def write_report(session: Session, folder: str, for_manager: str | None, by: str | None) -> int:
    """Assess everybody and write the pages; returns the exit code. Raises CannotRun where something is in the way."""
    if not folder:
        raise CannotRun("请给出文件夹：-o 文件夹", "name the folder: -o DIR")
    if by not in (None, MANAGER):
        raise CannotRun(f"--by 须为 {MANAGER}（现为“{by}”）", f'--by must be {MANAGER} (got "{by}")')
    if for_manager is not None and by is not None:
        raise CannotRun("--for-manager 与 --by 不能同用", "--for-manager and --by can't be combined")
    old = _pages_in(Path(folder))
    try:
        a = assess(session.model, session.ratings, cycle=session.cycle)
    except NothingRead as nothing:
        session.print_findings(nothing.findings, all=True)
        return session.exit_code(nothing.findings)
    found = _findings(a, session)
    session.print_findings(found)
    jobs = [*_folders(a, Path(folder), for_manager, each=by is not None)]
    # First of all: were the run to end early, pages of people who have left would be handed out with the new ones.
    for path in old:
        path.unlink()
    with progress(session.words, key="files_written") as advance:
        written: list[Path] = []
        changes = _changes(a)
        for where, some, kinds in jobs:
            ids = [person["employee_id"] for person in some.person_rows()]
            theirs = changes if changes is None or some is a else trend_of(changes, ids)
            for file, page in pages(some, theirs, lambda x: _findings(x, session), file_names, session.words, kinds):
                path = where / file
                session.guard.claim(path)
                write_file([page.encode("utf-8", "replace")], path)
                written.append(path)
                if advance is not None:
                    advance(1)
    number = session.words.number("n_pages", len(written))
    first = jobs[0][0] / INDEX if len(jobs) == 1 else Path(folder)
    table.write([text(session.words("report_written", pages=number, first=str(first)))], sys.stdout)
    return session.exit_code(found) or CLEAN


def _findings(a: Assessment, session: Session) -> Findings:
    return session.policy(a.ratings.diagnostics + assessment_findings(a))


def _changes(a: Assessment) -> Trend | None:
    """The changes since the cycle before, if there is one."""
    cycles = a.ratings.cycles
    return trend(a.model, a.ratings, end=a.cycle) if a.cycle in cycles[1:] else None


def _folders(
    a: Assessment, folder: Path, for_manager: str | None, *, each: bool
) -> Iterator[tuple[Path, Assessment, Sequence[Kind]]]:
    """Each folder with the people it is about, and the teams that have pages."""
    if for_manager is None and not each:
        yield folder, a, ("department", MANAGER)
        return
    people: dict[str, list[str]] = {}
    for row in a.person_rows():
        if row[MANAGER]:
            people.setdefault(row[MANAGER], []).append(row["employee_id"])
    if for_manager is None:
        names = file_names(people)
        for manager, theirs in people.items():
            yield folder / names[manager], of_people(a, theirs), ()
        return
    if for_manager not in people:
        guess = nearest(for_manager, people)
        zh, en = (f"；是不是 {guess}？", f"; did you mean {guess}?") if guess else ("", "")
        raise CannotRun(f"没有人的上级是“{for_manager}”{zh}", f'nobody has the manager "{for_manager}"{en}')
    yield folder, of_people(a, people[for_manager]), ()


def _pages_in(folder: Path) -> set[Path]:
    """The pages of an earlier run in a folder. Raises CannotRun where anything else is there."""
    # Whoever has left since must not stay in what is handed out, and nothing that somebody else made may be lost.
    if not folder.exists():
        return set()
    if not folder.is_dir():
        raise CannotRun(f"{folder} 不是文件夹", f"{folder} is not a folder")
    found = set()
    for path in sorted(folder.rglob("*")):
        if (path.is_dir() and not path.is_symlink()) or system.is_left_behind(path.name):
            continue
        if path.is_symlink() or not _is_page(path):
            raise CannotRun(
                f"{folder} 中有其他文件（{path.name}），请换一个文件夹",
                f"{folder} holds other files ({path.name}); choose another folder",
            )
        found.add(path.resolve())
    return found


def _is_page(path: Path) -> bool:
    if path.suffix != ".html" or not path.is_file():
        return False
    with path.open("rb") as file:
        return _MARK in file.read(_BEGINNING)
