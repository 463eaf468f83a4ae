"""Writes reports to a file for each person: `comp gap ratings.csv --all -o "out/{department}/{employee_id}.html"`."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..findings.finding import CannotRun, Findings
from ..reports import formats
from ..reports.formats import Content, table
from ..reports.shared.blocks import text
from .naming import file_names
from .outputs import RECEIPT, Origin, Target, receipt_of, write_each
from .progress import progress

if TYPE_CHECKING:
    from ..method.results import Assessment, Row
    from ..reports.shared.run import Report
    from .session import Session

ID = "employee_id"
FIELDS = (ID, "name", "department", "manager", "position")
"""Fields of a person that a file's name may have in braces."""
_FIELD = r"\{([^{}]*)\}"
_UNKNOWN = "_"
"""In the place of a field that a person lacks."""


def write_people(
    session: Session,
    people: Callable[[], Iterator[tuple[Row, Report]]],
    assessment: Assessment | None,
    where: Sequence[Target],
    origin: Origin,
) -> None:
    """Write everybody's reports to the files that the patterns of `where` name; says how many on standard output.

    Raises CannotRun where no pattern has the id, or one a field that there isn't, and for files that must stay.
    """
    patterns = _patterns(where)
    rows = assessment.person_rows() if assessment is not None else []
    files = [_files(target, rows) for target in patterns]
    # All are looked at before the first is written: a run that is refused leaves nothing behind.
    for names in files:
        for file in names.values():
            session.guard.claim(file)

    def jobs(advance: Callable[[int], None] | None) -> Iterator[tuple[Callable[[str], Content], Target]]:
        for person, report in people():
            make = session.renderer(report, _findings(session, report))
            for target, names in zip(patterns, files, strict=True):
                yield make, target._replace(file=names[person[ID]])
                if advance is not None:
                    advance(1)

    with progress(session.words, key="files_written") as advance:
        write_each(jobs(advance), receipt_of(where), origin)
    written = [str(file) for names in files for file in names.values()]
    number = session.words.number("n_files", len(written))
    key = "people_written_one" if len(written) == 1 else "people_written"
    table.write([text(session.words(key, files=number, first=written[0]))] if written else [], sys.stdout)


def _findings(session: Session, report: Report) -> Findings:
    """The findings on one person, for formats that list them."""
    from ..method.assessment_findings import assessment_findings

    a = report.assessment
    return session.policy(a.ratings.diagnostics + assessment_findings(a)) if a is not None else Findings()


def _patterns(where: Sequence[Target]) -> list[Target]:
    if any(t.file is None and t.format != formats.DEFAULT for t in where):
        raise CannotRun(
            '--all 为每个人写一个文件，请去掉 --format，改用 -o "out/{employee_id}.json"',
            '--all writes a file for each person; instead of --format use -o "out/{employee_id}.json"',
        )
    patterns = [t for t in where if t.file is not None and t.format != RECEIPT]
    for target in patterns:
        for field in re.findall(_FIELD, str(target.file)):
            if field not in FIELDS:
                known = ", ".join(FIELDS)
                raise CannotRun(
                    f"文件名中的字段须为 {known} 之一（现为“{field}”）",
                    f'a field in a file name must be one of {known} (got "{field}")',
                )
    if not patterns or any(f"{{{ID}}}" not in str(target.file) for target in patterns):
        raise CannotRun(
            '--all 需要为每个人给出文件名：-o "out/{employee_id}.html"',
            '--all needs a file name for each person: -o "out/{employee_id}.html"',
        )
    return patterns


def _files(target: Target, people: Sequence[Row]) -> dict[str, Path]:
    """Employee → the file of a pattern."""
    pattern = str(target.file)
    named = {
        field: file_names(dict.fromkeys(person[field] or _UNKNOWN for person in people))
        for field in re.findall(_FIELD, pattern)
    }

    def file(person: Row) -> Path:
        return Path(re.sub(_FIELD, lambda found: named[found[1]][person[found[1]] or _UNKNOWN], pattern))

    return {person[ID]: file(person) for person in people}
