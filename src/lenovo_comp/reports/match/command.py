"""`comp match`: ranks people for a position or positions for a person, or shows the bench."""

from typing import Annotated

from ...findings.finding import CannotRun
from ...text import Text
from ..shared.next_steps import next_steps
from ..shared.options import PERSON, POSITION, FullOption, Option, described
from ..shared.requests import find_employee, find_position
from ..shared.run import Form, Panel, Report, Run

PANEL = Panel.DECISIONS
OFFERS: tuple[Form, ...] = ("blocks", "document", "frame")


@described(
    Text("为岗位排列人选，或为一个人排列岗位。", "Rank people for a position, or positions for one person."),
    {
        "comp match ratings.csv --position account_manager": None,
        "comp match ratings.csv -e E001": None,
        "comp match ratings.csv --bench": None,
        "comp match ratings.csv -p 大客户经理 --model new.yaml": None,
    },
)
def command(
    *,
    position: Annotated[
        str | None,
        Option(
            "--position", "-p", metavar=POSITION, help=Text("为此岗位排列所有人。", "Rank everyone for this position.")
        ),
    ] = None,
    employee: Annotated[
        str | None,
        Option(
            "--employee", "-e", metavar=PERSON, help=Text("为此人排列所有岗位。", "Rank all positions for this person.")
        ),
    ] = None,
    bench: Annotated[
        bool,
        Option(
            "--bench",
            help=Text("列出各岗位的后备人选和单点风险。", "Show who is ready for each position, and key-person risks."),
        ),
    ] = False,
    full: FullOption = False,
    run: Run,
) -> Report:
    from . import compute as matching
    from . import screen
    from .document import match_document
    from .frame import bench_frame, match_frame
    from .text import bench_view, view

    if sum((position is not None, employee is not None, bench)) != 1:
        raise CannotRun(
            "请给出 --position、--employee、--bench 三者之一", "type one of --position P, --employee ID, --bench"
        )
    model = run.model
    if not model.positions:
        raise CannotRun(
            "字典中没有岗位，无法匹配；请在字典中添加 positions",
            "the dictionary has no positions; add `positions` to it",
        )
    asked = None if position is None else find_position(position, model).id
    ratings = run.read(model, empty="for machines or with a roster")
    if bench:
        depth = matching.bench(model, ratings, cycle=run.cycle)
        return Report(
            assessment=depth.assessment,
            blocks=lambda: bench_view(depth, run.words),
            table=lambda: [
                *(bench_view if full else screen.bench_screen)(depth, run.words),
                *next_steps(run.words, screen.bench_steps(depth, run, full=full)),
            ],
            document=lambda: match_document(depth),
            frame=lambda: bench_frame(depth),
        )
    if asked is not None:
        result = matching.match_position(model, ratings, asked, cycle=run.cycle)
    else:
        id = find_employee(employee or "", ratings, run.cycle)
        result = matching.match_employee(model, ratings, id, cycle=run.cycle)
    return Report(
        assessment=result.assessment,
        blocks=lambda: view(result, run.words),
        table=lambda: [
            *(view if full else screen.screen)(result, run.words),
            *next_steps(run.words, screen.steps(result, run, full=full)),
        ],
        document=lambda: match_document(result),
        frame=lambda: match_frame(result),
    )
