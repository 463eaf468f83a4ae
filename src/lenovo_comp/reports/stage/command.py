"""`comp stage`: the career stage that people's ratings support."""

from __future__ import annotations

from ..shared.run import Form, Panel, Report, Run

PANEL = Panel.DECISIONS
OFFERS: tuple[Form, ...] = ("blocks", "document", "frame")
EPILOG = "Examples: `comp stage ratings.csv` · `comp stage ratings.csv --format csv` · `comp stage --lang zh`"


def stage(*, run: Run) -> Report:
    """Which career stage the ratings support, beside the position's; informs reviews, decides none."""
    from ...analysis.assessment import assess
    from ...analysis.staging import staging
    from ..documents.stage import stage_document
    from ..views.stage import view
    from .frame import stage_frame

    result = staging(assess(run.model, run.read(run.model, empty="for machines"), cycle=run.cycle))
    return Report(
        assessment=result.assessment,
        blocks=lambda: view(result, run.words),
        document=lambda: stage_document(result),
        frame=lambda: stage_frame(result),
    )
