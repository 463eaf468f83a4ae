"""`comp stage`: the career stage that people's ratings support."""

from ..shared.next_steps import next_steps
from ..shared.options import FullOption
from ..shared.run import Form, Panel, Report, Run

PANEL = Panel.DECISIONS
OFFERS: tuple[Form, ...] = ("blocks", "document", "frame")
EPILOG = "Examples: `comp stage ratings.csv` · `comp stage ratings.csv --format csv` · `comp stage --lang zh`"


def command(*, full: FullOption = False, run: Run) -> Report:
    """Compare the career stage that ratings support with the position's."""
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
