"""`comp match`: ranks people for a position or positions for a person, or shows the bench."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from ...findings.finding import CannotRun
from ...text import Text
from ..shared.next_steps import next_steps
from ..shared.options import PERSON, POSITION, FullOption, Option, described
from ..shared.requests import find_employee, find_position
from ..shared.run import Form, Panel, Report, Run

if TYPE_CHECKING:
    from ..shared.words import Words
    from .result import Bench, Match

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
        return _bench(matching.bench(model, ratings, cycle=run.cycle), run, full)
    if asked is not None:
        return _ranking(matching.match_position(model, ratings, asked, cycle=run.cycle), run, full)
    id = find_employee(employee or "", ratings, run.cycle)
    return _ranking(matching.match_employee(model, ratings, id, cycle=run.cycle), run, full)


def _bench(depth: Bench, run: Run, full: bool) -> Report:
    from . import screen
    from .document import match_document
    from .frame import bench_frame
    from .text import bench_view

    return Report(
        assessment=depth.assessment,
        blocks=lambda: bench_view(depth, run.words),
        table=lambda: [
            *(bench_view if full else screen.bench_screen)(depth, run.words),
            *next_steps(run.words, screen.bench_steps(depth, run, full=full)),
        ],
        document=lambda: match_document(depth),
        page=lambda _: _bench_page(depth, run.words),
        frame=lambda: bench_frame(depth),
    )


def _ranking(match: Match, run: Run, full: bool) -> Report:
    from . import screen
    from .document import match_document
    from .frame import match_frame
    from .text import view

    return Report(
        assessment=match.assessment,
        blocks=lambda: view(match, run.words),
        table=lambda: [
            *(view if full else screen.screen)(match, run.words),
            *next_steps(run.words, screen.steps(match, run, full=full)),
        ],
        document=lambda: match_document(match),
        page=lambda _: _ranking_page(match, run.words),
        frame=lambda: match_frame(match),
    )


def _bench_page(depth: Bench, words: Words) -> str:
    from .page import bench_page

    return bench_page(depth, words)


def _ranking_page(match: Match, words: Words) -> str:
    from .page import ranking_page

    return ranking_page(match, words)
