"""`comp trend`: one cycle against another."""

from typing import Annotated

import typer

from ..shared.options import READS
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
    run: Run,
) -> Report:
    """Cycle against cycle: gaps closed, new gaps, change; per competency, department and person."""
    from .compute import trend as compare_cycles
    from .document import trend_document
    from .frame import trend_frame
    from .text import view

    model = run.model
    before = None if model_before is None else run.adapt(run.dictionary(model_before))
    ratings = run.read(model, all_findings=before is not None)
    earlier = None if before is None else (before, run.read(before, empty="always", all_findings=True, digests=False))
    result = compare_cycles(model, ratings, start=start, end=end, earlier=earlier)
    return Report(
        assessment=result.after,
        models=[model, *([] if before is None else [before])],
        blocks=lambda: view(result, run.words),
        document=lambda: trend_document(result),
        frame=lambda: trend_frame(result),
    )
