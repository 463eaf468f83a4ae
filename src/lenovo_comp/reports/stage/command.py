"""`comp stage`: the career stage that people's ratings support."""

from ..shared.run import Form, Panel, Report, Run

PANEL = Panel.DECISIONS
OFFERS: tuple[Form, ...] = ("blocks", "document", "frame")
EPILOG = "Examples: `comp stage ratings.csv` · `comp stage ratings.csv --format csv` · `comp stage --lang zh`"


def command(*, run: Run) -> Report:
    """Which career stage the ratings support, beside the position's; informs reviews, decides none."""
    from ...method.assessment import assess
    from .compute import staging
    from .document import stage_document
    from .frame import stage_frame
    from .text import view

    result = staging(assess(run.model, run.read(run.model, empty="for machines"), cycle=run.cycle))
    return Report(
        assessment=result.assessment,
        blocks=lambda: view(result, run.words),
        document=lambda: stage_document(result),
        frame=lambda: stage_frame(result),
    )
