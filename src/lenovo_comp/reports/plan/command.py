"""`comp plan`: ranks what to work on first, or what a team must learn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from ...findings.finding import CannotRun
from ...text import Text
from ..shared.next_steps import next_steps
from ..shared.options import POSITION, EmployeeOption, FullOption, Option, described
from ..shared.requests import find_employee, find_position
from ..shared.run import Form, Panel, Report, Run

if TYPE_CHECKING:
    from ..shared.blocks import Block
    from .result import Plan

PANEL = Panel.DECISIONS
OFFERS: tuple[Form, ...] = ("blocks", "document")


@described(
    Text(
        "排列一个人的发展重点，并给出行为描述和发展行动；也可汇总团队需求。",
        "Rank one person's development needs, with behaviours and actions. Or show a team's needs.",
    ),
    {
        "comp plan ratings.csv -e E001": None,
        "comp plan ratings.csv -e E001 --mentors -o plan.html": None,
        "comp plan ratings.csv --team": None,
    },
)
def command(
    *,
    employee: EmployeeOption = "",
    mentors: Annotated[
        bool,
        Option(
            "--mentors",
            help=Text(
                "从同一批评分中列出可请教的同事及理由。", "Name possible mentors from the same ratings, with reasons."
            ),
        ),
    ] = False,
    team: Annotated[
        bool,
        Option(
            "--team",
            help=Text(
                "汇总团队的发展需求：多少人、哪些人。", "Show what the team must develop: how many people, and who."
            ),
        ),
    ] = False,
    position: Annotated[
        str | None,
        Option(
            "--position",
            "-p",
            metavar=POSITION,
            help=Text("按此岗位制定计划，而非本人岗位。", "Plan for this position instead of the person's own."),
        ),
    ] = None,
    full: FullOption = False,
    run: Run,
) -> Report:
    from ..shared.room import LINES, lines_of
    from .compute import plan as plan_one
    from .document import plan_document
    from .screen import screen
    from .text import view

    if team and (employee or mentors or position is not None):
        raise CannotRun(
            "--team 不能与 --employee、--mentors、--position 同用",
            "--team can't be combined with --employee, --mentors or --position",
        )
    against = find_position(position, run.model).id if position is not None else None
    if team:
        return _of_team(run, full=full)
    id = find_employee(employee, run.ratings, run.cycle)
    result = plan_one(run.model, run.ratings, id, cycle=run.cycle, position=against, mentors=mentors)
    asked = ("-e", id, *(("-p", position) if position is not None else ()))

    def table() -> list[Block]:
        after = next_steps(run.words, _next(result, run, asked, full=full))
        shown = view(result, run.words) if full else screen(result, run.words, LINES - lines_of(after))
        return [*shown, *after]

    return Report(
        assessment=result.gap.assessment,
        blocks=lambda: view(result, run.words),
        table=table,
        document=lambda: plan_document(result),
    )


def _next(plan: Plan, run: Run, who: Sequence[str], *, full: bool) -> list[tuple[str, str]]:
    """The commands that make sense after this one, on whom was asked for, with the keys of what they show."""
    steps = [] if full else [(run.command_line("plan", *who, "--full"), "next_full")]
    if not any(focus.mentors is not None for focus in plan.focuses):
        steps.append((run.command_line("plan", *who, "--mentors"), "next_mentors"))
    return [*steps, (run.command_line("gap", *who), "next_gap")]


def _of_team(run: Run, *, full: bool) -> Report:
    from ...method.assessment import assess
    from .compute import team_plan
    from .document import demand_document
    from .text import team_screen, team_view

    demand = team_plan(assess(run.model, run.ratings, cycle=run.cycle))
    steps = [] if full else [(run.command_line("plan", "--team", "--full"), "next_full")]
    if first := next(demand.demand(1, 1), None):
        steps.append((run.command_line("plan", "-e", first.who[0]["employee_id"]), "next_plan"))

    def table() -> list[Block]:
        shown = team_view(demand, run.words) if full else team_screen(demand, run.words)
        return [*shown, *next_steps(run.words, steps)]

    return Report(
        assessment=demand.assessment,
        blocks=lambda: team_view(demand, run.words),
        table=table,
        document=lambda: demand_document(demand),
    )
