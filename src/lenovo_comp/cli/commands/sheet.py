"""`comp sheet`: makes rating sheets to be filled in."""

from typing import Annotated

from ...reports import formats
from ...reports.shared.options import CYCLE, FILE, POSITION, READS, Option, described
from ...reports.shared.run import Form, Panel
from ...text import Text
from ..options import LangOption, ModelOption, OutputOption, format_option
from ..session import Session, with_session

PANEL = Panel.RATINGS
OFFERS: tuple[Form, ...] = ("blocks", "frame", "workbook")

FORMATS = formats.formats_for(OFFERS)


@with_session
@described(
    Text(
        "生成供人填写的评价表；comp assess 可直接读取。", "Make rating sheets to fill in; comp assess reads them back."
    ),
    {
        "comp sheet --position account_manager -o sheet.xlsx": None,
        "comp sheet --roster people.csv --cycle 2026H1 -o sheets.xlsx": None,
        "comp sheet --roster people.csv --raters who.csv -o '{rater}.xlsx'": Text(
            "每位评价人一个工作簿", "one workbook per rater"
        ),
    },
)
def command(
    session: Session,
    position: Annotated[
        str | None,
        Option(
            "--position",
            "-p",
            metavar=POSITION,
            help=Text("为此岗位生成一份空白评价表。", "Make one blank sheet for this position."),
        ),
    ] = None,
    roster: Annotated[
        str | None,
        Option(
            "--roster",
            metavar=FILE,
            help=Text("为此表中的每个人各生成一份。", "Make one sheet per person in this table."),
        ),
        READS,
    ] = None,
    raters: Annotated[
        str | None,
        Option(
            "--raters",
            metavar=FILE,
            help=Text(
                "读取评价关系表：工号、评价人角色、评价人。",
                "Read who rates each person: employee_id, rater_role, rater_id.",
            ),
        ),
        READS,
    ] = None,
    by: Annotated[
        str,
        Option(
            "--by",
            metavar="levels|behaviours",
            help=Text("按胜任能力评分，或逐条按行为描述评分。", "Rate competencies, or each behaviour."),
        ),
    ] = "levels",
    cycle: Annotated[
        str | None,
        Option(
            "--cycle",
            metavar=CYCLE,
            help=Text("指定评分所属的评估周期，如 2026H1。", "Set the cycle of the ratings, e.g. 2026H1."),
        ),
    ] = None,
    model: ModelOption = None,  # noqa: ARG001 - the session's model
    lang: LangOption = None,  # noqa: ARG001 - the session's language
    format: Annotated[str | None, format_option(FORMATS)] = None,
    output: OutputOption = None,
) -> int:
    from ..sheets import Request, make_sheets

    to = session.targets(format or formats.DEFAULT, output, FORMATS)
    # Sheets are for files: they go to standard output as well only where a format is asked for.
    if format is None and output:
        to = to[1:]
    return make_sheets(Request(position, roster, raters, by, cycle or ""), to, session)
