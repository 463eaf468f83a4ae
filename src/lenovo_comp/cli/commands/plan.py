"""`comp plan`: what to work on first, or what a team must learn."""

from __future__ import annotations

from typing import Annotated

import typer

from ...diagnostics import CannotRun
from ..options import (
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
    "Examples: `comp plan ratings.csv -e E001` · `comp plan ratings.csv -e E001 --mentors -o plan.html` · "
    "`comp plan ratings.csv --team`"
)
FORMATS = ("table", "json", "markdown", "html")


@guarded
def plan(
    ratings: RatingsArgument = None,
    employee: EmployeeOption = "",
    mentors: Annotated[
        bool, typer.Option("--mentors", help="Name colleagues in the same ratings to learn from, with reasons.")
    ] = False,
    team: Annotated[
        bool, typer.Option("--team", help="What everybody in the ratings must learn: how many people, and who.")
    ] = False,
    position: Annotated[
        str | None, typer.Option("--position", "-p", help="Plan for this position instead of the person's own.")
    ] = None,
    roster: RosterOption = None,
    cycle: CycleOption = None,
    model: ModelOption = None,
    lang: LangOption = None,
    format: Annotated[str, format_option(FORMATS)] = "table",
    output: OutputOption = None,
    receipt: ReceiptOption = None,
) -> int:
    """What to work on first: needs by rank, the behaviours and actions that lead there; or a team's demand."""
    from ...analysis.assessment import assess
    from ...analysis.plan import plan as run
    from ...analysis.plan import team_plan
    from ...reports.documents.plan import demand_document, plan_document
    from ...reports.views.plan import team_view, view
    from ..outputs import targets, write, written
    from ..reporting import origin, tell
    from ..requests import find_employee, find_position

    ctx = context(lang)
    to = targets(format, output or [], FORMATS, receipt)
    if team and (employee or mentors or position is not None):
        raise CannotRun(
            "--team 不与 --employee、--mentors、--position 同用",
            "--team goes without --employee, --mentors, --position",
        )
    dictionary = the_model(model, ctx)
    against = find_position(position, dictionary).id if position is not None else None
    given = read(ratings, roster, dictionary, ctx, receipt)
    if given.people.is_empty():
        return nothing_read(given.diagnostics, ctx)
    if team:
        demand = team_plan(assess(dictionary, given, cycle=cycle))
        code = tell(demand.assessment, to, ctx)
        write(
            written(lambda: team_view(demand, ctx.words), lambda: demand_document(demand), ctx.language),
            to,
            origin(demand.assessment),
        )
        return code
    id = find_employee(employee, given, cycle)
    result = run(dictionary, given, id, cycle=cycle, position=against, mentors=mentors)
    code = tell(result.gap.assessment, to, ctx)
    write(
        written(lambda: view(result, ctx.words), lambda: plan_document(result), ctx.language),
        to,
        origin(result.gap.assessment),
    )
    return code
