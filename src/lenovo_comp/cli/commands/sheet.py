"""`comp sheet`: rating sheets to be filled in."""

from __future__ import annotations

from typing import Annotated

import typer

from ..guarding import READS
from ..options import LangOption, ModelOption, OutputOption, format_option
from ..running import context, guarded, the_model

EPILOG = (
    "Examples: `comp sheet --position account_manager -o sheet.xlsx` · "
    "`comp sheet --roster people.csv --cycle 2026H1 -o sheets.xlsx` · "
    "`comp sheet --roster people.csv --raters who.csv -o 'sheets/{rater}.xlsx'` (one workbook a rater)"
)
FORMATS = ("table", "xlsx", "csv", "markdown", "html")


@guarded
def sheet(
    position: Annotated[str | None, typer.Option("--position", "-p", help="One blank sheet for this position.")] = None,
    roster: Annotated[
        str | None, typer.Option("--roster", metavar="FILE", help="One sheet a person of this table."), READS
    ] = None,
    raters: Annotated[
        str | None,
        typer.Option("--raters", metavar="FILE", help="Who rates whom: employee_id, rater_role, rater_id."),
        READS,
    ] = None,
    by: Annotated[
        str, typer.Option("--by", metavar="levels|behaviours", help="Rate competencies, or each behaviour.")
    ] = "levels",
    cycle: Annotated[
        str | None, typer.Option("--cycle", metavar="C", help="Cycle that the ratings belong to, e.g. 2026H1.")
    ] = None,
    model: ModelOption = None,
    lang: LangOption = None,
    format: Annotated[str | None, format_option(FORMATS)] = None,
    output: OutputOption = None,
) -> int:
    """Make rating sheets that people fill in and `comp assess` reads back."""
    from ..outputs import targets
    from ..sheets import Request, make

    ctx = context(lang)
    to = targets(format or "table", output or [], FORMATS)
    if format is None and output:
        to = to[1:]
    return make(Request(position, roster, raters, by, cycle or ""), the_model(model, ctx), to, ctx)
