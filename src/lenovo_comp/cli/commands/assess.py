"""`comp assess`: everyone, in one table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ..options import (
    REPORTS,
    CycleOption,
    FormatOption,
    LangOption,
    ModelOption,
    OutputOption,
    RatingsArgument,
    ReceiptOption,
    RosterOption,
)
from ..running import context, guarded, nothing_read, read, the_model

if TYPE_CHECKING:
    from ...diagnostics import Findings
    from ...reports.blocks import Block

EPILOG = (
    "Examples: `comp assess ratings.csv` · `comp assess *.csv --roster people.csv` · "
    "`comp assess ratings.csv --format json` · `comp assess ratings.csv -o all.csv -o report.md` · "
    "`comp assess ratings.csv --by department` · "
    "`comp assess ratings.csv --fail-on 'unassessed>0' --fail-on 'fit<0.8:account_manager'`"
)


@guarded
def assess(
    ratings: RatingsArgument = None,
    roster: RosterOption = None,
    cycle: CycleOption = None,
    fragile: Annotated[
        bool, typer.Option("--fragile", help="Only the results that hang on one rater (JSON marks them in full).")
    ] = False,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="GROUP", help="Groups instead of people: department, manager, position."),
    ] = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on",
            metavar="EXPR",
            help="Exit with 1 where this is true for anybody, e.g. 'short>0', 'fit<0.8', 'gap>1:communication'; "
            "may be given several times.",
        ),
    ] = None,
    model: ModelOption = None,
    lang: LangOption = None,
    format: FormatOption = "table",
    output: OutputOption = None,
    receipt: ReceiptOption = None,
) -> int:
    """Assess everyone: who meets the requirements, who is short, who is unassessed."""
    from ...analysis.assessment import assess as run
    from ...analysis.gates import outcome, parse
    from ...analysis.grouping import group
    from ...diagnostics import CannotRun
    from ...reports.documents.assessment import assessment_document
    from ...reports.views import groups as of_groups
    from ...reports.views.assessment import fragile_view, view
    from ..outputs import targets
    from ..reporting import gate_code, report
    from ..requests import find_grouping
    from ..settings import made_at

    ctx = context(lang)
    to = targets(format, output or [], REPORTS, receipt)
    grouping = None if by is None else find_grouping(by)
    if grouping is not None and fragile:
        raise CannotRun("--by 与 --fragile 不能同用", "--by and --fragile don't go together")
    dictionary = the_model(model, ctx)
    gates = [parse(text, dictionary) for text in fail_on or ctx.settings.gates]
    given = read(ratings, roster, dictionary, ctx, receipt)
    if given.people.is_empty() and format in ("table", "markdown"):
        return nothing_read(given.diagnostics, ctx)
    result = run(dictionary, given, cycle=cycle)
    groups = None if grouping is None else group(result, grouping)
    outcomes = [outcome(gate, result) for gate in gates]

    def blocks() -> list[Block]:
        if groups is not None:
            return of_groups.view(groups, ctx.words)
        return (fragile_view if fragile else view)(result, ctx.words)

    def workbook(found: Findings) -> bytes:
        from ...analysis.person import needs
        from ...reports.xlsx.assessment import workbook

        return workbook(result, lambda: needs(result), found, ctx.words, made_at())

    def page(found: Findings) -> str:
        from ...analysis.overview import overview
        from ...reports.pages.team import MOST_PEOPLE, team_page

        return team_page(result, overview(result, MOST_PEOPLE), found, ctx.words)

    code = report(
        result,
        blocks=blocks,
        document=lambda: assessment_document(result, groups, outcomes),
        to=to,
        ctx=ctx,
        fragile_only=fragile,
        own={"xlsx": workbook} if fragile or groups is not None else {"xlsx": workbook, "html": page},
    )
    return gate_code(code, outcomes, ctx)
