"""`comp stage`: the career stage that people's ratings support."""

from __future__ import annotations

from typing import Annotated

from ..options import (
    CycleOption,
    LangOption,
    ModelOption,
    OutputOption,
    RatingsArgument,
    ReceiptOption,
    RosterOption,
    format_option,
)
from ..running import context, guarded, nothing_read, read, the_model

EPILOG = "Examples: `comp stage ratings.csv` · `comp stage ratings.csv --format csv` · `comp stage --lang zh`"
FORMATS = ("table", "json", "csv", "markdown", "html")


@guarded
def stage(
    ratings: RatingsArgument = None,
    roster: RosterOption = None,
    cycle: CycleOption = None,
    model: ModelOption = None,
    lang: LangOption = None,
    format: Annotated[str, format_option(FORMATS)] = "table",
    output: OutputOption = None,
    receipt: ReceiptOption = None,
) -> int:
    """Which career stage the ratings support, beside the position's; informs reviews, decides none."""
    from ...analysis.assessment import assess
    from ...analysis.staging import staging
    from ...reports import tabular
    from ...reports.documents.stage import stage_document
    from ...reports.views.stage import view
    from ..outputs import targets
    from ..reporting import present

    ctx = context(lang)
    to = targets(format, output or [], FORMATS, receipt)
    dictionary = the_model(model, ctx)
    given = read(ratings, roster, dictionary, ctx, receipt)
    if given.people.is_empty() and format in ("table", "markdown"):
        return nothing_read(given.diagnostics, ctx)
    result = staging(assess(dictionary, given, cycle=cycle))
    return present(
        result.assessment,
        blocks=lambda: view(result, ctx.words),
        document=lambda: stage_document(result),
        frame=lambda: tabular.stage_frame(result),
        to=to,
        ctx=ctx,
    )
