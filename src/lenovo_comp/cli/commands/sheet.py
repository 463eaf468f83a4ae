"""`comp sheet`: makes rating sheets to be filled in."""

from typing import Annotated

import typer

from ...reports import formats
from ...reports.shared.options import READS
from ...reports.shared.run import Form, Panel
from ..options import LangOption, ModelOption, OutputOption, format_option
from ..session import Session, with_session

PANEL = Panel.RATINGS
OFFERS: tuple[Form, ...] = ("blocks", "frame", "workbook")

EPILOG = (
    "Examples: `comp sheet --position account_manager -o sheet.xlsx` · "
    "`comp sheet --roster people.csv --cycle 2026H1 -o sheets.xlsx` · "
    "`comp sheet --roster people.csv --raters who.csv -o 'sheets/{rater}.xlsx'` (one workbook per rater)"
)
FORMATS = formats.formats_for(OFFERS)


@with_session
def command(
    session: Session,
    position: Annotated[str | None, typer.Option("--position", "-p", help="One blank sheet for this position.")] = None,
    roster: Annotated[
        str | None, typer.Option("--roster", metavar="FILE", help="Make sheets for the people in this table."), READS
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
    model: ModelOption = None,  # noqa: ARG001 - the session's model
    lang: LangOption = None,  # noqa: ARG001 - the session's language
    format: Annotated[str | None, format_option(FORMATS)] = None,
    output: OutputOption = None,
) -> int:
    """Make rating sheets that people fill in and `comp assess` reads back."""
    from ..sheets import Request, make_sheets

    to = session.targets(format or formats.DEFAULT, output, FORMATS)
    # Sheets are for files: they go to standard output as well only where a format is asked for.
    if format is None and output:
        to = to[1:]
    return make_sheets(Request(position, roster, raters, by, cycle or "", evidence), to, session)
