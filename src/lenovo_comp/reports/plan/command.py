"""`comp plan`: ranks what to work on first, or what a team must learn."""

from typing import Annotated

from ...findings.finding import CannotRun
from ...text import Text
from ..shared.options import POSITION, EmployeeOption, Option, described
from ..shared.requests import find_employee, find_position
from ..shared.run import Form, Panel, Report, Run

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
    run: Run,
) -> Report:
    from .compute import plan as plan_one
    from .document import plan_document
    from .text import view

    if team and (employee or mentors or position is not None):
        raise CannotRun(
            "--team 不能与 --employee、--mentors、--position 同用",
            "--team can't be combined with --employee, --mentors or --position",
        )
    against = find_position(position, run.model).id if position is not None else None
    if team:
        return _of_team(run)
    id = find_employee(employee, run.ratings, run.cycle)
    result = plan_one(run.model, run.ratings, id, cycle=run.cycle, position=against, mentors=mentors)
    return Report(
        assessment=result.gap.assessment, blocks=lambda: view(result, run.words), document=lambda: plan_document(result)
    )


def _of_team(run: Run) -> Report:
    from ...method.assessment import assess
    from .compute import team_plan
    from .document import demand_document
    from .text import team_view

    demand = team_plan(assess(run.model, run.ratings, cycle=run.cycle))
    return Report(
        assessment=demand.assessment,
        blocks=lambda: team_view(demand, run.words),
        document=lambda: demand_document(demand),
    )
