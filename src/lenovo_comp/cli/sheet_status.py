"""`comp sheet --status`: reads the sheets that came back, and says which are still out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..findings import catalogue
from ..findings.finding import CannotRun, Findings
from ..reports.shared.run import Form, Report
from .command_lines import command_line
from .outputs import Target
from .session import Session

if TYPE_CHECKING:
    from ..ratings.assignments import Assignment
    from ..ratings.reading import Ratings
    from ..reports.shared.blocks import Block
    from ..reports.sheet_status.result import SheetStatus

OFFERS: tuple[Form, ...] = ("blocks", "document", "frame")


class StatusRequest(NamedTuple):
    """The request, as the command line gives it."""

    raters: str | None
    cycle: str | None
    show_raters: bool
    full: bool


def report_status(request: StatusRequest, to: Sequence[Target], session: Session) -> int:
    """Report which sheets are back; returns the exit code. Raises CannotRun as `Session.read`, and without a roster."""
    from ..reports.sheet_status.compute import sheet_status
    from ..reports.sheet_status.document import status_document
    from ..reports.sheet_status.frame import status_frame
    from ..reports.sheet_status.text import view

    model = session.model
    ratings = session.read(model, empty="always", returns=True)
    assigned, problems = _assigned(request, ratings, session)
    status = sheet_status(model, ratings, assigned, request.cycle, show_raters=request.show_raters)
    report = Report(
        blocks=lambda: view(status, session.words),
        table=lambda: _screen(status, request, session),
        document=lambda: status_document(status),
        frame=lambda: status_frame(status),
        findings=session.policy(_without_blank(ratings) + problems),
        models=[model],
    )
    session.print_findings(report.findings or Findings())
    return session.finish(report, to)


def _assigned(request: StatusRequest, ratings: Ratings, session: Session) -> tuple[list[Assignment] | None, Findings]:
    """Who owes sheets, if a table of raters is given, and what is wrong with it."""
    from ..ratings.assignments import read_assignments
    from ..ratings.by_name import Roster

    raters = request.raters or (session.settings.raters if session.given.roster is None else None)
    if raters is None:
        return None, Findings()
    if ratings.roster is None:
        raise CannotRun(
            "--raters 需要名册：请用 --roster 指定，或写进 comp.toml 的 roster",
            "--raters needs a roster: --roster FILE, or `roster` in comp.toml",
        )
    assigned, problems = read_assignments(raters, session.model, lambda: Roster.listed(ratings.roster))
    return assigned, Findings(problems)


def _without_blank(ratings: Ratings) -> Findings:
    """The findings, without those that sheets in CSV hold no rating yet, which is what is reported here."""
    sheets = {one.path for one in ratings.returns}
    return Findings(d for d in ratings.diagnostics if d.rule is not catalogue.NO_LEVELS or d.place.path not in sheets)


def _screen(status: SheetStatus, request: StatusRequest, session: Session) -> Sequence[Block]:
    from ..reports.shared.next_steps import next_steps
    from ..reports.sheet_status.text import screen, view

    words = session.words

    def line(*more: str) -> str:
        raters = ["--raters", request.raters] if request.raters is not None else ["--raters", "FILE"]
        known = raters if request.raters is not None or more == () else []
        shown = ["--show-raters"] if request.show_raters else []
        return command_line("sheet", session.given, session.lang, ["--status", *known, *shown, *more])

    steps = [] if status.raters_known else [(line(), "status_next_known")]
    if not request.full:
        steps.append((line("--full"), "status_next_full"))
    if status.groups:
        steps.append((line("--show-raters"), "status_next_raters"))
    steps.append((line("-o", "status.csv"), "status_next_file"))
    return [*(view if request.full else screen)(status, words), *next_steps(words, steps)]
