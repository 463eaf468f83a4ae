"""What `assess` and `gap` have in common once they know their result."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..analysis.remarks import remarks
from ..diagnostics import Findings
from ..reports import tabular, terminal
from ..reports.blocks import Block
from ..reports.views.gates import failed
from ..results import Assessment
from .entry import CLEAN, FINDINGS
from .outputs import Content, Origin, Target, write, written
from .running import Context, exit_code, print_findings

if TYPE_CHECKING:
    from ..model.dictionary import Model
    from ..results.gates import Outcome

Own = Mapping[str, Callable[[Findings], Content]]
"""A format → how a command makes it from the findings."""


def report(
    assessment: Assessment,
    *,
    blocks: Callable[[], Sequence[Block]],
    document: Callable[[], dict[str, Any]],
    to: Sequence[Target],
    ctx: Context,
    fragile_only: bool = False,
    own: Own,
) -> int:
    """Write a result to its targets, its findings to standard error; returns the exit code.

    `own` are formats that the command writes in its own way, from what was found. With
    `fragile_only` the tabular formats keep the rows that hang on one rater.
    """

    def frame() -> tabular.LazyFrame:
        return tabular.assessment_frame(assessment, fragile_only=fragile_only)

    formats = {
        **written(blocks, document, ctx.language),
        "csv": lambda: tabular.csv(frame().collect()),
        "parquet": lambda: tabular.parquet(frame(), assessment),
    }
    found = _found(assessment, ctx)
    for format, make in own.items():
        formats[format] = functools.partial(make, found)
    code = _tell(found, to, ctx)
    write(formats, to, origin(assessment))
    return code


def origin(assessment: Assessment) -> Origin:
    """What a receipt says the assessment was made of."""
    return Origin([assessment.model], assessment.ratings.inputs)


def present(
    assessment: Assessment,
    *,
    blocks: Callable[[], Sequence[Block]],
    document: Callable[[], dict[str, Any]],
    frame: Callable[[], tabular.Frame],
    to: Sequence[Target],
    ctx: Context,
    before: Sequence[Model] = (),
) -> int:
    """Write a result with a table of its own to its targets, its findings to standard error; returns the exit code.

    `before` holds the dictionary of an earlier cycle, where that is another.
    """
    formats = {**written(blocks, document, ctx.language), "csv": lambda: tabular.csv(frame())}
    code = tell(assessment, to, ctx)
    write(formats, to, Origin([assessment.model, *before], assessment.ratings.inputs))
    return code


def gate_code(code: int, outcomes: Sequence[Outcome], ctx: Context) -> int:
    """Say on standard error which gates fail and for whom; the exit code with that taken into account."""
    terminal.write(failed(outcomes, ctx.words), sys.stderr)
    return FINDINGS if code == CLEAN and not all(o.holds for o in outcomes) else code


def tell(assessment: Assessment, to: Sequence[Target], ctx: Context) -> int:
    """Print what was found to standard error; returns the exit code."""
    return _tell(_found(assessment, ctx), to, ctx)


def _found(assessment: Assessment, ctx: Context) -> Findings:
    """What was found in the files and by the assessment, as severe as the project takes it."""
    return ctx.settings.policy.apply(assessment.ratings.diagnostics + remarks(assessment))


def _tell(found: Findings, to: Sequence[Target], ctx: Context) -> int:
    print_findings(found, ctx, report=next(t.format for t in to if t.file is None))
    return exit_code(found, ctx)
