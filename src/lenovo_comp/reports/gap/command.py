"""`comp gap`: assesses one person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from ...findings.finding import CannotRun
from ...text import Text
from ..shared.next_steps import next_steps
from ..shared.options import AgainstOption, EmployeeOption, FullOption, Option, described
from ..shared.requests import find_employee, find_position, find_supposed
from ..shared.run import Form, Panel, Report, Run

if TYPE_CHECKING:
    from ...method.results import PersonGap
    from ..shared.blocks import Block

PANEL = Panel.RESULTS
OFFERS: tuple[Form, ...] = ("blocks", "document", "frame", "dataset", "workbook")


_SUPPOSED = Annotated[
    list[str] | None,
    Option(
        "--with",
        metavar=Text("胜任能力=等级", "COMPETENCY=LEVEL"),
        help=Text("按假设评分试算（可重复）。", "Try a what-if rating (repeatable)."),
    ),
]
_EVERYONE = Annotated[
    bool,
    Option(
        "--all",
        help=Text(
            '为每个人各写一个文件：-o "out/{employee_id}.html"。',
            'Write a file for each person: -o "out/{employee_id}.html".',
        ),
    ),
]


@described(
    Text("展示一个人的优势、差距和下一步行动。", "Show one person's strengths, gaps and next steps."),
    {
        "comp gap ratings.csv --employee E001": None,
        "comp gap -e E001": Text("评分文件取自 comp.toml", "ratings files from comp.toml"),
        "comp gap ratings.csv -e E001 --position account_director": None,
        "comp gap ratings.csv -e E001 --with communication=4": None,
        'comp gap ratings.csv --all -o "out/{employee_id}.html"': Text("每人一页", "a page for each person"),
    },
)
def command(
    *,
    employee: EmployeeOption = "",
    position: AgainstOption = None,
    supposed: _SUPPOSED = None,
    pretty: Annotated[
        bool,
        Option("--pretty", help=Text("在终端表格中绘制条形图。", "Draw the profile as bars in the terminal table.")),
    ] = False,
    full: FullOption = False,
    everyone: _EVERYONE = False,
    run: Run,
) -> Report:
    from ...method.person import person_gap
    from ..shared.room import LINES, lines_of
    from .bars import bars
    from .person import of_one, report_on, reports_on_all
    from .screen import screen
    from .text import view

    against = find_position(position, run.model).id if position is not None else None
    if everyone:
        if employee or supposed or pretty or full:
            raise CannotRun(
                "--all 不与 --employee、--with、--pretty、--full 同用",
                "--all goes without --employee, --with, --pretty, --full",
            )
        return reports_on_all(run, against)
    what_if = find_supposed(supposed or [], run.model)
    id = find_employee(employee, run.ratings, run.cycle)
    result = person_gap(run.model, run.ratings, id, cycle=run.cycle, position=against, supposed=what_if)

    asked = ("-e", id, *(("-p", position) if position is not None else ()))

    def table() -> list[Block]:
        after = next_steps(run.words, _next(result, run, asked, supposed or [], full=full))
        instead = bars(result, run.words) if pretty else None
        if full:
            return [*view(result, run.words, instead), *after]
        return [*screen(result, run.words, LINES - lines_of(after), instead), *after]

    return report_on(result, run, of_one)._replace(table=table)


def _next(
    gap: PersonGap, run: Run, who: Sequence[str], supposed: Sequence[str], *, full: bool
) -> list[tuple[str, str]]:
    """The commands that make sense after this one, on whom was asked for, with the keys of what they show."""
    what_if = [part for level in supposed for part in ("--with", level)]
    steps = [] if full else [(run.command_line("gap", *who, *what_if, "--full"), "next_full")]
    if gap.develop:
        steps.append((run.command_line("plan", *who), "next_plan"))
        if full:
            steps.append((run.command_line("explain", *who, "-c", gap.develop[0].competency), "next_explain"))
    elif not full:
        # Not named by the id, which may hold a path.
        steps.append((run.command_line("gap", *who, *what_if, "-o", "person.html"), "next_page"))
    return steps
