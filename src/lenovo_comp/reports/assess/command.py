"""`comp assess`: assesses everyone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from ...findings.finding import CannotRun
from ...model.names import nearest
from ..shared.options import FullOption
from ..shared.run import Form, Panel, Report, Run
from .groups import BY, By

if TYPE_CHECKING:
    from ...findings.finding import Findings
    from ...method.results import Assessment
    from ..shared.blocks import Block
    from ..shared.words import Words
    from .groups import Groups

PANEL = Panel.RESULTS
OFFERS: tuple[Form, ...] = ("blocks", "document", "frame", "dataset", "workbook")
EPILOG = (
    "Examples: `comp assess ratings.csv` · `comp assess *.csv --roster people.csv` · "
    "`comp assess ratings.csv --format json` · `comp assess ratings.csv -o all.csv -o report.md` · "
    "`comp assess ratings.csv --by department` · "
    "`comp assess ratings.csv --fail-on 'unassessed>0' --fail-on 'fit<0.8:account_manager'`"
)


def command(
    *,
    run: Run,
    too_close: Annotated[
        bool, typer.Option("--too-close", "--fragile", help="Only results too close to call (JSON has all, marked).")
    ] = False,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="GROUP", help="Groups instead of people: department, manager, position."),
    ] = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on",
            metavar="EXPR",
            help="Exit with 1 where this is true for anybody, e.g. 'short>0', 'fit<0.8', 'gap>1:communication'; "
            "may be given several times.",
        ),
    ] = None,
    parts: Annotated[
        int,
        typer.Option(
            "--parts",
            metavar="N",
            min=1,
            max=10_000,
            help="Work through people in N parts, with the rest waiting on disk: the same result in less memory.",
        ),
    ] = 1,
    full: FullOption = False,
) -> Report:
    """Assess everyone: who meets the requirements, who is short, who is unassessed."""
    from ...method.assessment import assess as assess_all
    from .document import assessment_document
    from .frame import assessment_frame
    from .gates import outcome, parse
    from .gates_text import failure_lines
    from .groups import group

    grouping = None if by is None else _grouping(by)
    if grouping is not None and too_close:
        raise CannotRun("--by 与 --too-close 不能同用", "--by and --too-close don't go together")
    gates = [parse(text, run.model) for text in fail_on or run.gates]
    result = assess_all(run.model, run.read(run.model, empty="for machines", parts=parts), cycle=run.cycle)
    groups = None if grouping is None else group(result, grouping)
    outcomes = [outcome(gate, result) for gate in gates]

    return Report(
        assessment=result,
        blocks=lambda: _blocks(result, groups, too_close, run.words),
        table=lambda: _table(result, groups, too_close, full, run),
        document=lambda: assessment_document(result, groups, outcomes),
        # Everybody, also with `--by`: the shape must not depend on what a table shows (decision 0008).
        frame=lambda: assessment_frame(result, too_close_only=too_close).collect(),
        dataset=lambda: assessment_frame(result, too_close_only=too_close),
        page=(lambda found: _page(result, found, run.words)) if groups is None and not too_close else None,
        workbook=lambda found: _workbook(result, found, run),
        complaints=failure_lines(outcomes, run.words),
        holds=all(o.holds for o in outcomes),
    )


def _blocks(result: Assessment, groups: Groups | None, too_close: bool, words: Words) -> Sequence[Block]:
    from . import groups_text
    from .text import too_close_view, view

    if groups is not None:
        return groups_text.view(groups, words)
    return (too_close_view if too_close else view)(result, words)


def _table(result: Assessment, groups: Groups | None, too_close: bool, full: bool, run: Run) -> Sequence[Block]:
    from ..shared.next_steps import next_steps
    from . import groups_screen, screen

    if groups is not None:
        short, steps = groups_screen.screen(groups, run.words), groups_screen.steps(groups, run, full=full)
    elif too_close:
        short, steps = screen.too_close(result, run.words), screen.too_close_steps(result, run, full=full)
    else:
        short, steps = screen.screen(result, run.words), screen.steps(result, run, full=full)
    return [*(_blocks(result, groups, too_close, run.words) if full else short), *next_steps(run.words, steps)]


def _page(result: Assessment, found: Findings, words: Words) -> str:
    from .compute import overview
    from .page import MOST_PEOPLE, team_page

    return team_page(result, overview(result, MOST_PEOPLE), found, words)


def _workbook(result: Assessment, found: Findings, run: Run) -> bytes:
    from ...method.person import needs
    from .workbook import workbook

    return workbook(result, lambda: needs(result), found, run.words, run.made_at())


def _grouping(text: str) -> By:
    """The column to group by. Raises CannotRun with the nearest one."""
    for by in BY:
        if by == text:
            return by
    guess, known = nearest(text, BY), ", ".join(BY)
    zh, en = (f"；是不是 {guess}？", f"; did you mean {guess}?") if guess else ("", "")
    raise CannotRun(f"--by 不能是“{text}”，可用：{known}{zh}", f'--by can\'t be "{text}", but: {known}{en}')
