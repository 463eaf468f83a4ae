"""`comp trend`: one cycle against another."""

from __future__ import annotations

from typing import Annotated

import typer

from ..guarding import READS
from ..options import LangOption, ModelOption, OutputOption, RatingsArgument, ReceiptOption, RosterOption, format_option
from ..running import MOST_MADE, context, guarded, nothing_read, read, the_model

EPILOG = (
    "Examples: `comp trend 2025H2.csv 2026H1.csv` · `comp trend ratings/*.csv --from 2024H1 --to 2026H1` · "
    "`comp trend ratings/*.csv --model new.yaml --model-before old.yaml`"
)
FORMATS = ("table", "json", "csv", "markdown", "html")


@guarded
def trend(
    ratings: RatingsArgument = None,
    start: Annotated[
        str | None, typer.Option("--from", metavar="C", help="The earlier cycle; by default the newest but one.")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", metavar="C", help="The later cycle; by default the newest.")
    ] = None,
    model_before: Annotated[
        str | None,
        typer.Option("--model-before", metavar="FILE", help="The dictionary of the earlier cycle, if it was another."),
        READS,
    ] = None,
    roster: RosterOption = None,
    model: ModelOption = None,
    lang: LangOption = None,
    format: Annotated[str, format_option(FORMATS)] = "table",
    output: OutputOption = None,
    receipt: ReceiptOption = None,
) -> int:
    """Cycle against cycle: gaps closed, new gaps, change; per competency, department and person."""
    from ...analysis.trend import trend as run
    from ...reports import tabular
    from ...reports.documents.trend import trend_document
    from ...reports.views.trend import view
    from ..outputs import targets
    from ..reporting import present

    ctx = context(lang)
    to = targets(format, output or [], FORMATS, receipt)
    dictionary = the_model(model, ctx)
    before = the_model(model_before, ctx) if model_before is not None else None
    most = MOST_MADE if before is None else 0
    given = read(ratings, roster, dictionary, ctx, receipt, most)
    if given.people.is_empty():
        return nothing_read(given.diagnostics, ctx)
    earlier = (before, read(ratings, roster, before, ctx, None, most)) if before is not None else None
    result = run(dictionary, given, start=start, end=end, earlier=earlier)
    return present(
        result.after,
        blocks=lambda: view(result, ctx.words),
        document=lambda: trend_document(result),
        frame=lambda: tabular.trend_frame(result),
        to=to,
        ctx=ctx,
        before=[] if before is None else [before],
    )
