"""`comp sheet`: makes rating sheets to be filled in."""

from functools import partial
from typing import Annotated

from ...findings.finding import CannotRun
from ...reports import formats
from ...reports.shared.options import CYCLE, FILE, POSITION, READS, Argument, FullOption, Option, described
from ...reports.shared.run import Form, Panel
from ...text import Text
from ..options import LangOption, ModelOption, OutputOption, format_option
from ..session import Session, with_session

PANEL = Panel.RATINGS
OFFERS: tuple[Form, ...] = ("blocks", "frame", "workbook")

FORMATS = formats.formats_for(OFFERS)

FilesArgument = Annotated[
    list[str] | None,
    Argument(
        metavar=FILE, help=Text("读取交回的评价表（与 --status 同用）。", "Read these returned sheets (with --status).")
    ),
    READS,
]
StatusOption = Annotated[
    bool,
    Option("--status", help=Text("查看回收情况：谁还没有交回。", "Report which sheets are back, and who owes one.")),
]
PositionOption = Annotated[
    str | None,
    Option(
        "--position",
        "-p",
        metavar=POSITION,
        help=Text("为此岗位生成一份空白评价表。", "Make one blank sheet for this position."),
    ),
]
PeopleOption = Annotated[
    str | None,
    Option("--roster", metavar=FILE, help=Text("评价此表中的人员。", "Rate the people in this table.")),
    READS,
]
RatersOption = Annotated[
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
]
ByOption = Annotated[
    str,
    Option(
        "--by",
        metavar="levels|behaviours",
        help=Text("按胜任能力评分，或逐条按行为描述评分。", "Rate competencies, or each behaviour."),
    ),
]
EvidenceOption = Annotated[
    bool, Option("--evidence", help=Text("为每个人另加一张表，用于填写证据。", "Add a sheet per person for evidence."))
]
CycleOption = Annotated[
    str | None,
    Option(
        "--cycle",
        metavar=CYCLE,
        help=Text("指定评分所属的评估周期，如 2026H1。", "Set the cycle of the ratings, e.g. 2026H1."),
    ),
]
ShowRatersOption = Annotated[
    bool,
    Option(
        "--show-raters",
        help=Text(
            "列出匿名评价人（与 --status 同用）。请注意保密。", "Name anonymous raters (with --status). Confidential."
        ),
    ),
]


@partial(with_session, takes=("ratings", "roster", "cycle", "model"))
@described(
    Text(
        "生成供人填写的评价表（comp assess 可直接读取），或查看回收情况。",
        "Make rating sheets to fill in, or report which are back (--status).",
    ),
    {
        "comp sheet --position account_manager -o sheet.xlsx": None,
        "comp sheet --roster people.csv --cycle 2026H1 -o sheets.xlsx": None,
        'comp sheet --roster people.csv --raters who.csv -o "{rater}.xlsx"': Text(
            "每位评价人一个工作簿", "one workbook per rater"
        ),
        "comp sheet --status *.xlsx --roster people.csv --raters who.csv": Text(
            "谁还没有交回", "who still owes a sheet"
        ),
    },
)
def command(
    session: Session,
    ratings: FilesArgument = None,
    status: StatusOption = False,
    position: PositionOption = None,
    roster: PeopleOption = None,
    raters: RatersOption = None,
    by: ByOption = "levels",
    evidence: EvidenceOption = False,
    cycle: CycleOption = None,
    show_raters: ShowRatersOption = False,
    full: FullOption = False,
    model: ModelOption = None,  # noqa: ARG001 - the session's model
    lang: LangOption = None,  # noqa: ARG001 - the session's language
    format: Annotated[str | None, format_option([*FORMATS, "json (--status)"])] = None,
    output: OutputOption = None,
) -> int:
    from ..sheets import Request, make_sheets

    if status:
        from ..sheet_status import OFFERS as OF_STATUS
        from ..sheet_status import StatusRequest, report_status

        to = session.targets(format or formats.DEFAULT, output, formats.formats_for(OF_STATUS))
        return report_status(StatusRequest(raters, cycle, show_raters, full), to, session)
    if ratings or show_raters or full:
        what = Text("评价表文件", "files") if ratings else Text(*2 * ("--show-raters" if show_raters else "--full",))
        raise CannotRun(f"{what.zh} 须与 --status 同用", f"{what.en} can only be used with --status")
    to = session.targets(format or formats.DEFAULT, output, FORMATS)
    # Sheets are for files: they go to standard output as well only where a format is asked for.
    if format is None and output:
        to = to[1:]
    return make_sheets(Request(position, roster, raters, by, cycle or "", evidence), to, session)
