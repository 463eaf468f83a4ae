"""`comp stage`: the career stage that people's ratings support."""

from ...text import Text
from ..shared.next_steps import next_steps
from ..shared.options import FullOption, described
from ..shared.run import Form, Panel, Report, Run

PANEL = Panel.DECISIONS
OFFERS: tuple[Form, ...] = ("blocks", "document", "frame")


@described(
    Text(
        "显示评分所支持的职业发展阶段。供评审参考，不作为决定。",
        "Show which career stage the ratings support. Use it as input to reviews, not as a decision.",
    ),
    {"comp stage ratings.csv": None, "comp stage ratings.csv --format csv": None, "comp stage --lang zh": None},
)
def command(*, full: FullOption = False, run: Run) -> Report:
    from ...method.assessment import assess
    from . import screen
    from .compute import staging
    from .document import stage_document
    from .frame import stage_frame
    from .text import view

    result = staging(assess(run.model, run.read(run.model, empty="for machines"), cycle=run.cycle))
    return Report(
        assessment=result.assessment,
        blocks=lambda: view(result, run.words),
        table=lambda: [
            *(view if full else screen.screen)(result, run.words),
            *next_steps(run.words, screen.steps(result, run, full=full)),
        ],
        document=lambda: stage_document(result),
        frame=lambda: stage_frame(result),
    )
