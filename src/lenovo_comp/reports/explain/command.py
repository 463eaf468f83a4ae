"""`comp explain`: derives one figure."""

from typing import Annotated

import typer

from ...findings.finding import CannotRun
from ..shared.next_steps import next_steps
from ..shared.options import AgainstOption, EmployeeOption
from ..shared.requests import find_competency, find_employee, find_position
from ..shared.run import Form, Panel, Report, Run

PANEL = Panel.RESULTS
OFFERS: tuple[Form, ...] = ("blocks", "document")
EPILOG = (
    "Examples: `comp explain ratings.csv -e E001 -c communication` · `comp explain -e E001 -c 沟通 --format json` · "
    "`comp explain ratings.csv -e E001 -c communication --show-raters` (who has the file may see what is in it)"
)


def command(
    *,
    employee: EmployeeOption = "",
    competency: Annotated[
        str, typer.Option("--competency", "-c", metavar="C", help="The competency: id, name or alias.")
    ] = "",
    position: AgainstOption = None,
    show_raters: Annotated[
        bool, typer.Option("--show-raters", help="Tell anonymous raters' ids and figures too; not to be passed on.")
    ] = False,
    run: Run,
) -> Report:
    """One figure taken apart: its rows, what was withheld, weights, rule, gap, and what would change it."""
    from .compute import explain as explain_figure
    from .document import explanation_document
    from .text import view

    model = run.model
    if not competency:
        raise CannotRun("请用 --competency 给出胜任能力", "name the competency: --competency C")
    subject = find_competency(competency, model)
    against = find_position(position, model).id if position is not None else None
    id = find_employee(employee, run.ratings, run.cycle)
    try:
        result = explain_figure(
            model, run.ratings, id, subject.id, cycle=run.cycle, position=against, show_raters=show_raters
        )
    except KeyError as error:
        raise CannotRun(
            f"{id} 的岗位不要求“{subject.name['zh']}”，也没有人评过",
            f'nobody rated {id} on "{subject.name["en"]}", and it is not required',
        ) from error
    asked = ("-e", id, *(("-p", position) if position is not None else ()))
    gap = run.command_line("gap", *asked)
    return Report(
        assessment=result.assessment,
        blocks=lambda: view(result, run.words),
        table=lambda: [*view(result, run.words), *next_steps(run.words, [(gap, "next_gap")])],
        document=lambda: explanation_document(result),
    )
