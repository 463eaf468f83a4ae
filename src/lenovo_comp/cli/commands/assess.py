"""`comp assess`: everyone, in one table."""

from __future__ import annotations

from typing import Annotated

import typer

from ..options import (
    REPORTS,
    CycleOption,
    FormatOption,
    LangOption,
    ModelOption,
    OutputOption,
    RatingsArgument,
    RosterOption,
)
from ..running import context, guarded, nothing_read, read, the_model

EPILOG = (
    "Examples: `comp assess ratings.csv` · `comp assess *.csv --roster people.csv` · "
    "`comp assess ratings.csv --format json` · `comp assess ratings.csv -o all.csv -o report.md`"
)


@guarded
def assess(
    ratings: RatingsArgument = None,
    roster: RosterOption = None,
    cycle: CycleOption = None,
    fragile: Annotated[
        bool, typer.Option("--fragile", help="Only the results that hang on one rater (JSON marks them in full).")
    ] = False,
    model: ModelOption = None,
    lang: LangOption = None,
    format: FormatOption = "table",
    output: OutputOption = None,
) -> int:
    """Assess everyone: who meets the requirements, who is short, who is unassessed."""
    from ...analysis.assessment import assess as run
    from ...reports.documents.assessment import assessment_document
    from ...reports.views.assessment import fragile_view, view
    from ..outputs import targets
    from ..reporting import report

    ctx = context(lang)
    to = targets(format, output or [], REPORTS)
    dictionary = the_model(model, ctx)
    given = read(ratings, roster, dictionary, ctx)
    if given.people.is_empty() and format in ("table", "markdown"):
        return nothing_read(given.diagnostics, ctx)
    result = run(dictionary, given, cycle=cycle)
    return report(
        result,
        blocks=lambda: (fragile_view if fragile else view)(result, ctx.words),
        document=lambda: assessment_document(result),
        to=to,
        ctx=ctx,
        fragile_only=fragile,
    )
