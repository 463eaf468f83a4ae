"""`comp sheet`: makes forms of the roster and the raters, and writes them."""

from __future__ import annotations

import stat
import sys
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..findings.finding import CannotRun, Findings
from ..inputs import descriptor, read_input
from ..model.dictionary import Model, Position
from ..ratings.form import LARGEST, is_untouched
from ..reports.formats import table
from ..reports.shared.blocks import Block, text
from ..reports.shared.requests import find_position
from ..reports.shared.run import Report
from ..reports.sheet.forms import BY, By, Form, Line, Person, lines
from .exits import CANNOT_RUN, CLEAN, FINDINGS
from .naming import file_names
from .outputs import FILE_WIDTH, Target, encode_pieces, write
from .people_files import FIELDS
from .session import Session
from .writing import resolve_target

if TYPE_CHECKING:
    import polars as pl

    from ..ratings.assignments import Assignment

RATER = "{rater}"
"""Stands for the rater's id in the name of an output, which is then one file a rater."""
_FOR_READING = (".html", ".htm", ".md", ".markdown")
"""Endings of files that nobody fills in."""
_MOST_NAMED = 5


@dataclass(frozen=True)
class Request:
    """The request of `comp sheet`, as the command line gives it."""

    position: str | None
    roster: str | None
    raters: str | None
    by: str
    cycle: str
    evidence: bool


def make_sheets(request: Request, to: Sequence[Target], session: Session) -> int:
    """Make the sheets and write them; returns the exit code. Raises CannotRun where the request makes no sense."""
    model = session.model
    by = next((b for b in BY if b == request.by), None)
    if by is None:
        raise CannotRun(
            f"--by 须为 {' 或 '.join(BY)}（现为“{request.by}”）",
            f'--by must be one of {", ".join(BY)} (got "{request.by}")',
        )
    if request.roster is None and request.position is None:
        # Together: the settings' raters are those of the settings' roster.
        settings = session.settings
        request = replace(request, roster=settings.roster, raters=request.raters or settings.raters)
    roster = request.roster
    if (roster is None) == (request.position is None) or (request.raters and roster is None):
        raise CannotRun(
            "请用 --position 指定岗位（一份空白表），或用 --roster 指定名册（可加 --raters）",
            "use --position for one blank sheet, or --roster for the people in a table (and --raters)",
        )
    if roster is None:
        forms = [_blank_form(find_position(request.position or "", model), request.cycle, model, by, session)]
        code = CLEAN
    else:
        forms, code = _forms_of_people(roster, request, model, by, session)
    if forms:
        _write(_Sheets(model, session, request.evidence), forms, to)
    return code


def _blank_form(position: Position, cycle: str, model: Model, by: By, session: Session) -> Form:
    return Form(Person(), position, None, "", cycle, lines(model, position, by, session.words))


def _forms_of_people(roster: str, request: Request, model: Model, by: By, session: Session) -> tuple[list[Form], int]:
    """A form for each person on the roster who has a position, and rater; and the exit code."""
    from ..ratings.assignments import read_assignments
    from ..ratings.by_name import Roster
    from ..ratings.reading import read_ratings

    read = read_ratings([], model, roster)
    found = read.diagnostics
    assigned: list[Assignment] | None = None
    if request.raters is not None:
        assigned, problems = read_assignments(request.raters, model, lambda: Roster.listed(read.roster))
        found += Findings(problems)
    found = session.policy(found)
    session.print_findings(found)
    code = session.exit_code(found)
    if code == CANNOT_RUN:
        return [], code
    people = read.roster.rows(named=True) if read.roster is not None else []
    listed = {p["employee_id"]: p for p in people}
    placed = {id: p["position"] for id, p in listed.items() if p["position"] is not None}
    # Somebody who isn't on the roster ends the run: what to rate them on is known by the roster alone (decision 0011).
    if assigned is not None:
        _require_listed(assigned, listed)
    raters: dict[str, list[Assignment | None]] = {id: [None] if assigned is None else [] for id in placed}
    for assignment in assigned or []:
        if assignment.employee_id in raters:
            raters[assignment.employee_id].append(assignment)
    # Once a position, not once a form: all its raters get the same lines.
    of_position = {id: lines(model, model.position(id), by, session.words) for id in dict.fromkeys(placed.values())}
    forms = [
        _form(listed[id], model.position(placed[id]), one, request.cycle, of_position[placed[id]])
        for id, several in raters.items()
        for one in several
    ]
    unplaced = [id for id in listed if id not in placed]
    _print_note("sheet_no_position", unplaced, session)
    _print_note("sheet_no_rater", [id for id, several in raters.items() if not several], session)
    if not forms:
        table.write([text(session.words("sheet_nobody"))], sys.stderr)
    return forms, code or (FINDINGS if unplaced or not forms else CLEAN)


def _form(
    person: dict[str, str | None], position: Position, by: Assignment | None, cycle: str, what: tuple[Line, ...]
) -> Form:
    who = Person(*(person[n] or "" for n in Person._fields))
    return Form(who, position, by.rater_role if by else None, by.rater_id if by else "", cycle, what)


def _require_listed(assigned: Iterable[Assignment], listed: Collection[str]) -> None:
    unknown = list(dict.fromkeys(a.employee_id for a in assigned if a.employee_id not in listed))
    if unknown:
        named = _list_ids(unknown)
        raise CannotRun(f"名册中没有这些被评价人：{named}", f"not on the roster, so without a position: {named}")


def _print_note(key: str, ids: Sequence[str], session: Session) -> None:
    if ids:
        table.write([text(session.words(key, who=_list_ids(ids)))], sys.stderr)


def _list_ids(ids: Sequence[str]) -> str:
    more = f" … (+{len(ids) - _MOST_NAMED})" if len(ids) > _MOST_NAMED else ""
    return ", ".join(ids[:_MOST_NAMED]) + more


@dataclass(frozen=True)
class _Sheets:
    """How all sheets of a run are made."""

    model: Model
    session: Session
    evidence: bool

    def report(self, forms: Sequence[Form]) -> Report:
        """The sheets of some forms."""
        from ..reports.sheet.said import Notice
        from ..reports.sheet.text import view

        model, session = self.model, self.session
        words = session.words
        notice = Notice(**{key: words.of(text) for key, text in session.settings.sheet.items()})

        def frame() -> pl.DataFrame:
            from ..reports.sheet.frame import sheet_frame

            return sheet_frame(forms, words)

        def workbook(_: Findings) -> bytes:
            from ..reports.sheet.workbook import workbook

            return workbook(forms, model, words, session.made_at(), notice, evidence=self.evidence)

        def page(_: Findings) -> str:
            from ..reports.sheet.page import sheets_page

            return sheets_page(forms, model, words, notice)

        return Report(blocks=lambda: view(forms, model, words, notice), frame=frame, page=page, workbook=workbook)


def _write(sheets: _Sheets, forms: Sequence[Form], to: Sequence[Target]) -> None:
    """Write the forms to their targets and say what was written. Raises CannotRun where a file must stay."""
    session = sheets.session
    parts = [part for target in to for part in _parts(target, forms, session)]
    reports = [(sheets.report(some), target, some) for target, some in parts]
    # All are looked at before the first is written: a run that is refused leaves nothing behind.
    for report, target, _ in reports:
        _refuse_to_overwrite(report, target, session)
    said: list[Block] = []
    for report, target, some in reports:
        write(session.renderer(report, Findings()), [target])
        if target.file is not None:
            number = session.words.number("n_sheet_people", len({f.person.employee_id for f in some}))
            if any(f.is_open for f in some):
                number = session.words.number("n_sheets", len(some))
            said.append(text(session.words("sheets_written", file=str(target.file), sheets=number)))
    if all(target.file is not None for target in to):
        table.write(said, sys.stdout)


def _parts(target: Target, forms: Sequence[Form], session: Session) -> list[tuple[Target, list[Form]]]:
    """The targets with their forms: one a rater where the file's name says so, in the order of their first forms.

    Raises CannotRun where a rater has no id, a field is of the person rated, or a file must not be written over.
    """
    # A sheet is a rater's: `{employee_id}` would be the name of one file with everybody in it.
    if wrong := next((f"{{{field}}}" for field in FIELDS if f"{{{field}}}" in str(target.file or "")), None):
        raise CannotRun(
            f"评价表按评价人分文件：请将文件名中的 {wrong} 改为 {RATER}",
            f"sheets are made for raters: in the file's name write {RATER} instead of {wrong}",
        )
    if target.file is None or RATER not in str(target.file):
        return [(target, list(forms))]
    parts: dict[str, list[Form]] = {}
    for form in forms:
        parts.setdefault(form.rater_id, []).append(form)
    if "" in parts:
        raise CannotRun(
            f"文件名中的 {RATER} 需要 --raters，且每行都有评价人",
            f"{RATER} in a file's name needs --raters, and a rater_id in every row of it",
        )
    found = []
    for rater, name in file_names(parts).items():
        file = Path(str(target.file).replace(RATER, name))
        session.guard.claim(file)
        found.append((target._replace(file=file), parts[rater]))
    return found


def _refuse_to_overwrite(report: Report, target: Target, session: Session) -> None:
    """Raise CannotRun where a file is there that isn't surely a sheet without answers."""
    file = target.file
    if file is None or file.suffix.lower() in _FOR_READING:
        return
    try:
        if descriptor(file) is not None:
            return
        path, status = resolve_target(file)
    except OSError:  # it can't be written to, which is told when that is tried
        return
    if status is None or not stat.S_ISREG(status.st_mode):
        return
    try:
        old = read_input(path, LARGEST)
    except OSError:
        old = None
    if old and is_untouched(old):
        return
    # A text may have been filled in anywhere: it holds no answers if it has no line that the new one lacks.
    new = b"".join(encode_pieces(session.renderer(report, Findings())(target.format), FILE_WIDTH))
    if not old or not {*old.splitlines()} <= {*new.splitlines()}:
        raise CannotRun(
            f"{file} 已存在，其中可能有已填写的内容，不会被覆盖；请换一个文件名，或先移走它",
            f"{file} exists and may have been filled in, so it stays; choose another name or move it first",
        )
