"""`comp explain`: derives one figure."""

from typing import Annotated

from ...findings.finding import CannotRun
from ...text import Text
from ..shared.next_steps import next_steps
from ..shared.options import AgainstOption, EmployeeOption, Option, described
from ..shared.requests import find_competency, find_employee, find_position
from ..shared.run import Form, Panel, Report, Run

PANEL = Panel.RESULTS
OFFERS: tuple[Form, ...] = ("blocks", "document")


@described(
    Text("说明一项评分的由来：数据出处、权重、规则。", "Explain one score: source rows, weights, rules."),
    {
        "comp explain ratings.csv -e E001 -c communication": None,
        "comp explain -e E001 -c 沟通 --format json": None,
        "comp explain ratings.csv -e E001 -c communication --show-raters": Text(
            "仅供数据保管人使用", "for the keeper of the data only"
        ),
    },
)
def command(
    *,
    employee: EmployeeOption = "",
    competency: Annotated[
        str,
        Option(
            "--competency",
            "-c",
            metavar=Text("胜任能力", "C"),
            help=Text("指定胜任能力：标识、名称或别名。", "Name the competency: id, name or alias."),
        ),
    ] = "",
    position: AgainstOption = None,
    show_raters: Annotated[
        bool,
        Option(
            "--show-raters",
            help=Text("显示匿名评价人及其评分。请注意保密。", "Show anonymous raters' ids and ratings. Confidential."),
        ),
    ] = False,
    run: Run,
) -> Report:
    from .compute import explain as explain_figure
    from .document import explanation_document
    from .text import view

    model = run.model
    if not competency:
        raise CannotRun("请用 --competency 指定胜任能力", "name the competency: --competency C")
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
            f'"{subject.name["en"]}" is neither required of {id} nor rated',
        ) from error
    asked = ("-e", id, *(("-p", position) if position is not None else ()))
    gap = run.command_line("gap", *asked)
    return Report(
        assessment=result.assessment,
        blocks=lambda: view(result, run.words),
        table=lambda: [*view(result, run.words), *next_steps(run.words, [(gap, "next_gap")])],
        document=lambda: explanation_document(result),
    )
