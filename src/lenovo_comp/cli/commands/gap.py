"""`comp gap`: one person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ..options import (
    REPORTS,
    AgainstOption,
    CycleOption,
    EmployeeOption,
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
    from ...reports.words import Words
    from ...results import PersonGap

EPILOG = (
    "Examples: `comp gap ratings.csv --employee E001` · `comp gap -e E001` (ratings named in comp.toml) · "
    "`comp gap ratings.csv -e E001 --position account_director` · "
    "`comp gap ratings.csv -e E001 --with communication=4`"
)


@guarded
def gap(
    ratings: RatingsArgument = None,
    employee: EmployeeOption = "",
    position: AgainstOption = None,
    supposed: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="COMPETENCY=LEVEL", help="Suppose this rating; may be given several times."),
    ] = None,
    pretty: Annotated[
        bool, typer.Option("--pretty", help="Draw the profile as bars (in a table; other formats stay as they are).")
    ] = False,
    roster: RosterOption = None,
    cycle: CycleOption = None,
    model: ModelOption = None,
    lang: LangOption = None,
    format: FormatOption = "table",
    output: OutputOption = None,
    receipt: ReceiptOption = None,
) -> int:
    """One person: my strengths, and what I still have to develop, with the behaviours for it."""
    from ...analysis.person import person_gap
    from ...reports.documents.assessment import gap_document
    from ...reports.views.bars import bars
    from ...reports.views.person import view
    from ..outputs import targets
    from ..reporting import report
    from ..requests import find_employee, find_position, find_supposed
    from ..settings import made_at

    ctx = context(lang)
    to = targets(format, output or [], REPORTS, receipt)
    dictionary = the_model(model, ctx)
    against = find_position(position, dictionary).id if position is not None else None
    what_if = find_supposed(supposed or [], dictionary)
    given = read(ratings, roster, dictionary, ctx, receipt)
    if given.people.is_empty():
        return nothing_read(given.diagnostics, ctx)
    id = find_employee(employee, given, cycle)
    result = person_gap(dictionary, given, id, cycle=cycle, position=against, supposed=what_if)

    def workbook(found: Findings) -> bytes:
        from ...reports.xlsx.person import workbook

        return workbook(result, found, ctx.words, made_at())

    return report(
        result.assessment,
        blocks=lambda: view(result, ctx.words),
        document=lambda: gap_document(result),
        to=to,
        ctx=ctx,
        own={
            "xlsx": workbook,
            "html": lambda _: _page(result, ctx.words),
            **({"table": lambda _: view(result, ctx.words, bars(result, ctx.words))} if pretty else {}),
        },
    )


def _page(gap: PersonGap, words: Words) -> str:
    from ...analysis.explanation import explain_item
    from ...analysis.person import person_gap
    from ...reports.pages.person import person_page

    a, id = gap.assessment, gap.person["employee_id"]
    other = gap.person["position"] if gap.own_position is not None else None
    # What is only supposed has no history and follows from no rows.
    there = [] if a.supposed else a.ratings.cycles_of(id)
    cycles = [gap if c == a.cycle else person_gap(a.model, a.ratings, id, cycle=c, position=other) for c in there]
    rated = [i["competency"] for i in gap.items if i["competency"] not in a.supposed]
    return person_page(gap, [explain_item(gap, competency) for competency in rated], cycles, words)
