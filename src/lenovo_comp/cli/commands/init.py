"""`comp init`: makes a project that works at once."""

from typing import Annotated

from ...reports.shared.options import Argument, Option, described
from ...reports.shared.run import Panel
from ...text import Text
from ..options import LangOption, ModelOption
from ..session import Session, with_session

PANEL = Panel.START


@with_session
@described(
    Text(
        "新建评估项目：设置、花名册、评价关系、示例数据和使用说明。",
        "Make a project: settings, roster, raters, sample data, and a guide.",
    ),
    {
        "comp init demo": Text("含示例数据的新文件夹", "a new folder with sample data"),
        "comp init --empty": Text("当前文件夹，不含示例数据", "this folder, without the sample"),
        "comp init demo --ci github": None,
    },
)
def command(
    session: Session,
    folder: Annotated[
        str,
        Argument(
            metavar=Text("文件夹", "DIR"),
            help=Text("在此文件夹中新建；默认为当前文件夹。", "Make it in this folder; by default the current one."),
            show_default=False,
        ),
    ] = ".",
    empty: Annotated[
        bool, Option("--empty", help=Text("不含示例人员和评分。", "Leave out the sample people and ratings."))
    ] = False,
    ci: Annotated[
        str | None,
        Option(
            "--ci",
            metavar="github|gitlab",
            help=Text("另加 CI 文件，检查评分。", "Add a CI file that checks the ratings."),
        ),
    ] = None,
    model: ModelOption = None,
    lang: LangOption = None,  # noqa: ARG001 - the session's language
) -> int:
    from ..project import Request, make_project

    return make_project(Request(folder, empty, ci, model), session)
