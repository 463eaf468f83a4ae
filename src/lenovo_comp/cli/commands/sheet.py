"""`comp sheet`: makes rating sheets to be filled in."""

from typing import Annotated

import typer

from ...findings.finding import CannotRun
from ...reports import formats
from ...reports.shared.options import READS, FullOption
from ...reports.shared.run import Form, Panel
from ...text import Text
from ..options import LangOption, ModelOption, OutputOption, format_option
from ..session import Session, SharedValues, with_session

PANEL = Panel.RATINGS
OFFERS: tuple[Form, ...] = ("blocks", "frame", "workbook")

EPILOG = (
    "Examples: `comp sheet --position account_manager -o sheet.xlsx` · "
    "`comp sheet --roster people.csv --cycle 2026H1 -o sheets.xlsx` · "
    "`comp sheet --roster people.csv --raters who.csv -o 'sheets/{rater}.xlsx'` (one workbook per rater) · "
    "`comp sheet --status sheets/*.xlsx --roster people.csv --raters who.csv` (who still owes a sheet)"
)
FORMATS = formats.formats_for(OFFERS)


@with_session
def command(
    session: Session,
    files: Annotated[list[str] | None, typer.Argument(help="Returned sheets, with --status."), READS] = None,
    status: Annotated[bool, typer.Option("--status", help="Report which sheets are back, and who owes one.")] = False,
    position: Annotated[str | None, typer.Option("--position", "-p", help="One blank sheet for this position.")] = None,
    roster: Annotated[
        str | None, typer.Option("--roster", metavar="FILE", help="Rate the people in this table."), READS
    ] = None,
    raters: Annotated[
        str | None,
        typer.Option("--raters", metavar="FILE", help="Who rates whom: employee_id, rater_role, rater_id."),
        READS,
    ] = None,
    by: Annotated[
        str, typer.Option("--by", metavar="levels|behaviours", help="Rate competencies, or each behaviour.")
    ] = "levels",
    evidence: Annotated[bool, typer.Option("--evidence", help="Add a sheet per person for evidence.")] = False,
    cycle: Annotated[
        str | None, typer.Option("--cycle", metavar="C", help="Cycle that the ratings belong to, e.g. 2026H1.")
    ] = None,
    show_raters: Annotated[
        bool, typer.Option("--show-raters", help="With --status: name anonymous raters. Confidential.")
    ] = False,
    full: FullOption = False,
    model: ModelOption = None,  # noqa: ARG001 - the session's model
    lang: LangOption = None,  # noqa: ARG001 - the session's language
    format: Annotated[str | None, format_option([*FORMATS, "json (--status)"])] = None,
    output: OutputOption = None,
) -> int:
    """Make rating sheets that people fill in, or report which are back (`--status`)."""
    from ..sheets import Request, make_sheets

    if status:
        from ..sheet_status import OFFERS as OF_STATUS
        from ..sheet_status import StatusRequest, report_status

        session.given = SharedValues(files, roster, cycle, session.given.model)
        to = session.targets(format or formats.DEFAULT, output, formats.formats_for(OF_STATUS))
        return report_status(StatusRequest(raters, cycle, show_raters, full), to, session)
    if files or show_raters or full:
        what = Text("评价表文件", "files") if files else Text(*2 * ("--show-raters" if show_raters else "--full",))
        raise CannotRun(f"{what.zh} 须与 --status 同用", f"{what.en} can only be used with --status")
    to = session.targets(format or formats.DEFAULT, output, FORMATS)
    # Sheets are for files: they go to standard output as well only where a format is asked for.
    if format is None and output:
        to = to[1:]
    return make_sheets(Request(position, roster, raters, by, cycle or "", evidence), to, session)
