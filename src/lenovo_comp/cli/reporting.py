"""What `assess` and `gap` have in common once they know their result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..analysis.remarks import remarks
from ..reports import documents, tabular
from ..reports.blocks import Block
from ..reports.markdown import markdown
from ..results import Assessment
from .outputs import Report, Target, write
from .running import Context, exit_code, print_findings


def report(
    assessment: Assessment,
    *,
    blocks: Callable[[], Sequence[Block]],
    document: Callable[[], dict[str, Any]],
    to: Sequence[Target],
    ctx: Context,
) -> int:
    """Write a result to its targets, its findings to standard error; returns the exit code."""
    formats: Report = {
        "table": blocks,
        "markdown": lambda: markdown(blocks()),
        "json": lambda: documents.dumps(document()),
        "csv": lambda: tabular.csv(tabular.assessment_frame(assessment)),
        "parquet": lambda: tabular.parquet(tabular.assessment_frame(assessment)),
    }
    found = ctx.settings.policy.apply([*assessment.ratings.diagnostics, *remarks(assessment)])
    shown = next(t.format for t in to if t.file is None)
    print_findings(found, ctx, report=shown)
    write(formats, to)
    return exit_code(found, ctx)
