"""`comp report`: a folder of linked pages."""

from functools import partial
from typing import Annotated

from ...reports.shared.options import Option, described
from ...reports.shared.run import Panel
from ...text import Text
from ..options import CycleOption, LangOption, ModelOption, RatingsArgument, RosterOption
from ..session import Session, with_session

PANEL = Panel.RESULTS


@partial(with_session, takes=("ratings", "roster", "cycle", "model"))
@described(
    Text(
        "生成一个网页文件夹：全体、各部门、各上级、每个人、能力手册。",
        "Make a folder of linked pages: everyone, teams, each person, the handbook.",
    ),
    {
        "comp report ratings.csv --roster people.csv -o site": None,
        "comp report ratings.csv -o site --for-manager M01": Text("只含该上级的下属", "that manager's people only"),
        "comp report ratings.csv -o bundles --by manager": Text("每位上级一个文件夹", "a folder for each manager"),
    },
)
def command(
    session: Session,
    ratings: RatingsArgument = None,  # noqa: ARG001 - these are the session's
    folder: Annotated[
        str,
        Option("--output", "-o", metavar=Text("文件夹", "DIR"), help=Text("写入此文件夹。", "Write into this folder.")),
    ] = "",
    for_manager: Annotated[
        str | None,
        Option(
            "--for-manager",
            metavar=Text("上级", "ID"),
            help=Text("只包含此上级的下属。", "Include this manager's people only."),
        ),
    ] = None,
    by: Annotated[
        str | None,
        Option(
            "--by",
            metavar="manager",
            help=Text("为每位上级各建一个文件夹，只含其下属。", "Make a folder per manager, with their people only."),
        ),
    ] = None,
    roster: RosterOption = None,  # noqa: ARG001
    cycle: CycleOption = None,  # noqa: ARG001
    model: ModelOption = None,  # noqa: ARG001
    lang: LangOption = None,  # noqa: ARG001
) -> int:
    from ..folder import write_report

    return write_report(session, folder, for_manager, by)
