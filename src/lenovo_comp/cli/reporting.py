"""What `assess` and `gap` have in common once they know their result."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any

from ..analysis.remarks import remarks
from ..diagnostics import Findings
from ..reports import tabular, terminal
from ..reports.blocks import Block
from ..reports.views.gates import failed
from ..results import Assessment
from ..results.gates import Outcome
from .entry import CLEAN, FINDINGS
from .outputs import Target, write, written
from .running import Context, exit_code, print_findings


def report(
    assessment: Assessment,
    *,
    blocks: Callable[[], Sequence[Block]],
    document: Callable[[], dict[str, Any]],
    workbook: Callable[[Findings], bytes],
    to: Sequence[Target],
    ctx: Context,
    fragile_only: bool = False,
) -> int:
    """Write a result to its targets, its findings to standard error; returns the exit code.

    `workbook` gets the findings. With `fragile_only` the tabular formats keep the rows that hang on one rater.
    """

    def frame() -> tabular.Frame:
        return tabular.assessment_frame(assessment, fragile_only=fragile_only)

    formats = {
        **written(blocks, document, ctx.language),
        "csv": lambda: tabular.csv(frame()),
        "parquet": lambda: tabular.parquet(frame(), assessment),
        "xlsx": lambda: workbook(_found(assessment, ctx)),
    }
    code = tell(assessment, to, ctx)
    write(formats, to)
    return code


def present(
    assessment: Assessment,
    *,
    blocks: Callable[[], Sequence[Block]],
    document: Callable[[], dict[str, Any]],
    frame: Callable[[], tabular.Frame],
    to: Sequence[Target],
    ctx: Context,
) -> int:
    """Write a result with a table of its own to its targets, its findings to standard error; returns the exit code."""
    formats = {**written(blocks, document, ctx.language), "csv": lambda: tabular.csv(frame())}
    code = tell(assessment, to, ctx)
    write(formats, to)
    return code


def gate_code(code: int, outcomes: Sequence[Outcome], ctx: Context) -> int:
    """Say on standard error which gates fail and for whom; the exit code with that taken into account."""
    terminal.write(failed(outcomes, ctx.words), sys.stderr)
    return FINDINGS if code == CLEAN and not all(o.holds for o in outcomes) else code


def tell(assessment: Assessment, to: Sequence[Target], ctx: Context) -> int:
    """Print what was found to standard error; returns the exit code."""
    found = _found(assessment, ctx)
    print_findings(found, ctx, report=next(t.format for t in to if t.file is None))
    return exit_code(found, ctx)


def _found(assessment: Assessment, ctx: Context) -> Findings:
    """What was found in the data, and what the assessment itself gives cause to remark, as the project wants it."""
    return ctx.settings.policy.apply(assessment.ratings.diagnostics + remarks(assessment))
