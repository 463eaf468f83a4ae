"""`comp assess`: assesses everyone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from ...findings.finding import CannotRun
from ...model.names import not_one_of
from ...text import Text
from ..shared.options import FullOption, Option, described
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
TooCloseOption = Annotated[
    bool,
    Option(
        "--too-close",
        "--fragile",
        help=Text(
            "仅列出难以判定的结果。JSON 仍含全部并加标记。",
            "Show only results too close to call. JSON keeps all, marked.",
        ),
    ),
]
ByOption = Annotated[
    str | None,
    Option(
        "--by",
        metavar=Text("分组", "GROUP"),
        help=Text(
            "按组汇总，不列个人：department、manager、position。",
            "Show groups instead of people: department, manager, position.",
        ),
    ),
]
FailOnOption = Annotated[
    list[str] | None,
    Option(
        "--fail-on",
        metavar=Text("条件", "EXPR"),
        help=Text(
            '有人符合此条件时以 1 退出（可重复），如 "short 高于 0"、"fit 低于 0.8"、"gap 高于 1:communication"。',
            'Exit with 1 if this holds for anyone (repeatable). Example: "gap above 1:communication".',
        ),
    ),
]
PartsOption = Annotated[
    int,
    Option(
        "--parts",
        metavar=Text("份数", "N"),
        min=1,
        max=10_000,
        help=Text(
            "将人员分成几份依次处理；更省内存，结果不变。",
            "Process people in N parts. Uses less memory; the result is the same.",
        ),
    ),
]


@described(
    Text(
        "评估所有人：谁已胜任，谁有不足，谁未评估。", "Assess everyone: who is ready, who is short, who is unassessed."
    ),
    {
        "comp assess ratings.csv": None,
        "comp assess *.csv --roster people.csv": None,
        "comp assess ratings.csv --format json": None,
        "comp assess ratings.csv -o all.csv -o report.md": None,
        "comp assess ratings.csv --by department": None,
        'comp assess ratings.csv --fail-on "fit below 0.8:account_manager"': None,
    },
)
def command(
    *,
    run: Run,
    too_close: TooCloseOption = False,
    by: ByOption = None,
    fail_on: FailOnOption = None,
    parts: PartsOption = 1,
    full: FullOption = False,
) -> Report:
    from ...method.assessment import assess as assess_all
    from .document import assessment_document
    from .frame import assessment_frame
    from .gates import outcome, parse
    from .gates_text import failure_lines
    from .groups import group

    grouping = None if by is None else _grouping(by)
    if grouping is not None and too_close:
        raise CannotRun("--by 与 --too-close 不能同用", "--by and --too-close can't be combined")
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
    raise not_one_of("--by", text, BY)
