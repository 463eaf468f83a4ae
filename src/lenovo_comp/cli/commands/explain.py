"""`comp explain`: where one figure comes from."""

from __future__ import annotations

from typing import Annotated

import typer

from ..options import (
    AgainstOption,
    CycleOption,
    EmployeeOption,
    LangOption,
    ModelOption,
    OutputOption,
    RatingsArgument,
    ReceiptOption,
    RosterOption,
    format_option,
)
from ..running import context, guarded, nothing_read, read, the_model

EPILOG = (
    "Examples: `comp explain ratings.csv -e E001 -c communication` · `comp explain -e E001 -c 沟通 --format json` · "
    "`comp explain ratings.csv -e E001 -c communication --show-raters` (who has the file may see what is in it)"
)
FORMATS = ("table", "json", "markdown", "html")


@guarded
def explain(
    ratings: RatingsArgument = None,
    employee: EmployeeOption = "",
    competency: Annotated[
        str, typer.Option("--competency", "-c", metavar="C", help="The competency: id, name or alias.")
    ] = "",
    position: AgainstOption = None,
    show_raters: Annotated[
        bool, typer.Option("--show-raters", help="Tell anonymous raters' ids and figures too; not to be passed on.")
    ] = False,
    roster: RosterOption = None,
    cycle: CycleOption = None,
    model: ModelOption = None,
    lang: LangOption = None,
    format: Annotated[str, format_option(FORMATS)] = "table",
    output: OutputOption = None,
    receipt: ReceiptOption = None,
) -> int:
    """One figure taken apart: its rows, what was withheld, weights, rule, gap, and what would change it."""
    from ...analysis.explanation import explain as run
    from ...diagnostics import CannotRun
    from ...reports.documents.explanation import explanation_document
    from ...reports.views.explanation import view
    from ..outputs import targets, write, written
    from ..reporting import origin, tell
    from ..requests import find_competency, find_employee, find_position

    ctx = context(lang)
    to = targets(format, output or [], FORMATS, receipt)
    dictionary = the_model(model, ctx)
    if not competency:
        raise CannotRun("请用 --competency 给出胜任能力", "name the competency: --competency C")
    subject = find_competency(competency, dictionary)
    against = find_position(position, dictionary).id if position is not None else None
    given = read(ratings, roster, dictionary, ctx, receipt)
    if given.people.is_empty():
        return nothing_read(given.diagnostics, ctx)
    id = find_employee(employee, given, cycle)
    try:
        result = run(dictionary, given, id, subject.id, cycle=cycle, position=against, show_raters=show_raters)
    except KeyError as error:
        raise CannotRun(
            f"{id} 的岗位不要求“{subject.name.zh}”，也没有人评过",
            f'nobody rated {id} on "{subject.name.en}", and it is not required',
        ) from error
    code = tell(result.assessment, to, ctx)
    write(
        written(lambda: view(result, ctx.words), lambda: explanation_document(result), ctx.language),
        to,
        origin(result.assessment),
    )
    return code
