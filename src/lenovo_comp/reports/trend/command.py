"""`comp trend`: one cycle against another."""

from typing import TYPE_CHECKING, Annotated

from ...text import Text
from ..shared.next_steps import next_steps
from ..shared.options import CYCLE, FILE, READS, FullOption, Option, described
from ..shared.run import Form, Panel, Report, Run

if TYPE_CHECKING:
    from ..shared.words import Words
    from .result import Trend

PANEL = Panel.RESULTS
TAKES = ("ratings", "roster", "model", "receipt")
OFFERS: tuple[Form, ...] = ("blocks", "document", "frame")


@described(
    Text(
        "比较两个评估周期：已消除的差距、新差距、最大变化。",
        "Compare two cycles: gaps closed, new gaps, largest changes.",
    ),
    {
        "comp trend 2025H2.csv 2026H1.csv": None,
        "comp trend ratings/*.csv --from 2024H1 --to 2026H1": None,
        "comp trend ratings/*.csv --model new.yaml --model-before old.yaml": None,
    },
)
def command(
    *,
    start: Annotated[
        str | None,
        Option(
            "--from",
            metavar=CYCLE,
            help=Text("从此周期开始；默认为次新的周期。", "Start from this cycle; by default the newest but one."),
        ),
    ] = None,
    end: Annotated[
        str | None,
        Option(
            "--to",
            metavar=CYCLE,
            help=Text("到此周期为止；默认为最新的周期。", "End with this cycle; by default the newest."),
        ),
    ] = None,
    model_before: Annotated[
        str | None,
        Option(
            "--model-before",
            metavar=FILE,
            help=Text("前一周期改用此字典。", "Use this dictionary for the earlier cycle."),
        ),
        READS,
    ] = None,
    full: FullOption = False,
    run: Run,
) -> Report:
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
        page=lambda _: _page(result, run.words),
        frame=lambda: trend_frame(result),
    )


def _page(result: "Trend", words: "Words") -> str:
    from .page import trend_page

    return trend_page(result, words)
