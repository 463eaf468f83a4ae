"""`comp export`: a dictionary as a workbook, the template to write one in, schema and data package for other tools."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from ...reports.shared.options import FILE, Option, described
from ...reports.shared.run import Panel, Report
from ...text import Text
from ..help import Command, Group
from ..options import LangOption, ModelOption, OutputOption, RatingsArgument, format_option
from ..session import Session, with_session

PANEL = Panel.START
app = typer.Typer(name="export", cls=Group, no_args_is_help=True, rich_markup_mode="markdown", add_completion=False)


@app.callback()
@described(
    Text(
        "导出字典：工作簿、编写模板，或供其他工具使用的描述文件。",
        "Export a dictionary as a workbook, template, schema or data package.",
    )
)
def export() -> None:
    pass


FileOption = Annotated[str, Option("--output", "-o", metavar=FILE, help=Text("写入此工作簿。", "Write this workbook."))]


@app.command(cls=Command)
@with_session
@described(
    Text(
        "将字典的全部内容导出为工作簿；comp import 可读回。",
        "Export the whole dictionary as a workbook; comp import reads it back.",
    ),
    {"comp export xlsx -o dictionary.xlsx": None, "comp export xlsx -m my.yaml --plain -o my.xlsx": None},
)
def xlsx(
    session: Session,
    output: FileOption,
    model: ModelOption = None,  # noqa: ARG001 - the session's model
    lang: Annotated[
        str | None,
        Option(
            "--lang",
            metavar="zh|en",
            help=Text(
                "指定标题的语言；与 --plain 同用时只写此语言。",
                "Set the language of headings; with --plain, of all texts.",
            ),
        ),
    ] = None,
    plain: Annotated[
        bool,
        Option(
            "--plain",
            help=Text(
                "按编写模板填写；模板容纳不下的内容会丢失。", "Fill in the template; what it can't hold is lost."
            ),
        ),
    ] = False,
    accept: Annotated[
        list[str] | None,
        Option(
            "--accept",
            metavar=Text("代码", "CODE"),
            help=Text(
                "接受此类损失，不再因此以 1 退出（可重复）。", "Accept this loss; it no longer causes exit code 1."
            ),
        ),
    ] = None,
    report: Annotated[
        str | None,
        Option("--report", metavar=FILE, help=Text("将转换报告写成 JSON。", "Write the conversion report as JSON.")),
    ] = None,
    format: Annotated[str, format_option(("full", "concise", "json", "markdown"))] = "full",
) -> int:
    from ..exporting import Request, export_xlsx

    return export_xlsx(Request(output, plain, lang, accept or (), report, format), session)


@app.command(cls=Command)
@with_session
@described(
    Text(
        "生成供作者编写字典的工作簿。comp import 可将其转换为字典。",
        "Make the workbook in which authors write a dictionary. comp import converts it.",
    ),
    {"comp export template -o template.xlsx": None, "comp export template -o t.xlsx --lang both --levels 5": None},
)
def template(
    session: Session,
    output: FileOption,
    # Not `lang`: that is the session's, which speaks one language.
    languages: Annotated[
        str | None,
        Option(
            "--lang",
            metavar="zh|en|both",
            help=Text("指定所填文字的语言。", "Set the language of the texts to fill in."),
        ),
    ] = None,
    most: Annotated[
        int,
        Option(
            "--levels",
            metavar=Text("数目", "N"),
            help=Text("预设的层级数；0 表示不分层级。", "Prepare this many levels; 0 for none."),
        ),
    ] = 4,
) -> int:
    from ..exporting import export_template

    return export_template(output, languages, most, session)


@app.command(cls=Command)
@with_session
@described(
    Text(
        "导出字典的 JSON Schema，供编辑器和其他校验工具使用。",
        "Export the JSON Schema of dictionaries, for editors and other checkers.",
    ),
    {"comp export schema --output comp.dictionary.schema.json": None},
)
def schema(session: Session, output: OutputOption = None) -> int:
    from ...model.json_schema import dictionary_schema

    return _write(session, output, dictionary_schema)


@app.command(cls=Command)
@with_session
@described(
    Text(
        "将评分文件描述为 Frictionless 数据包，并附字典规定的取值范围。",
        "Describe ratings files as a Frictionless data package, with the dictionary's constraints.",
    ),
    {"comp export datapackage ratings.csv --output datapackage.json": None},
)
def datapackage(
    session: Session,
    ratings: RatingsArgument = None,
    model: ModelOption = None,  # noqa: ARG001 - the session's model
    lang: LangOption = None,  # noqa: ARG001 - the session's language
    output: OutputOption = None,
) -> int:
    from ..datapackage import describe

    return _write(session, output, lambda: describe(ratings or list(session.settings.ratings), session))


def _write(session: Session, output: list[str] | None, document: Callable[[], dict[str, Any]]) -> int:
    targets = session.targets("json", output, ("json",))
    return session.finish(Report(document=document), targets)
