"""`comp trend`: one cycle against another."""

from typing import Annotated

import typer

from ..shared.next_steps import next_steps
from ..shared.options import READS, FullOption
from ..shared.run import Form, Panel, Report, Run

PANEL = Panel.RESULTS
TAKES = ("ratings", "roster", "model", "receipt")
OFFERS: tuple[Form, ...] = ("blocks", "document", "frame")
EPILOG = (
    "Examples: `comp trend 2025H2.csv 2026H1.csv` · `comp trend ratings/*.csv --from 2024H1 --to 2026H1` · "
    "`comp trend ratings/*.csv --model new.yaml --model-before old.yaml`"
)


def command(
    *,
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
    full: FullOption = False,
    run: Run,
) -> Report:
    """Compare two cycles: gaps closed, new gaps, changes beyond chance."""
    from . import screen
    from .compute import trend as compare_cycles
    from .document import trend_document
    from .frame import trend_frame
    from .text import view

    model = run.model
    before = None if model_before is None else run.adapt(run.dictionary(model_before))
    ratings = run.read(model, all_findings=before is not None)
    earlier = None if before is None else (before, run.read(before, empty="always", all_findings=True, digests=False))
    result = compare_cycles(model, ratings, start=start, end=end, earlier=earlier)
    given = {"--from": start, "--to": end, "--model-before": model_before}
    chosen = [part for option, value in given.items() if value is not None for part in (option, value)]
    return Report(
        assessment=result.after,
        models=[model, *([] if before is None else [before])],
        blocks=lambda: view(result, run.words),
        table=lambda: [
            *(view if full else screen.screen)(result, run.words),
            *next_steps(run.words, screen.steps(result, run, chosen, full=full)),
        ],
        document=lambda: trend_document(result),
        frame=lambda: trend_frame(result),
    )
