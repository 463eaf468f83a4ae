"""`comp import`: a dictionary of a framework from elsewhere."""

from typing import Annotated

from ...reports.shared.options import FILE, READS, Argument, Option, described
from ...reports.shared.run import Panel
from ...text import Text
from ..options import NAME, format_option
from ..session import Session, with_session

PANEL = Panel.START


FileArgument = Annotated[
    str,
    Argument(
        metavar=FILE,
        help=Text(
            "读取此 Excel、CSV、JSON 或 YAML 文件；- 表示标准输入。",
            "Read this Excel, CSV, JSON or YAML file; - is standard input.",
        ),
    ),
    READS,
]
OutputOption = Annotated[
    str | None,
    Option(
        "--output",
        "-o",
        metavar=FILE,
        help=Text("写入此字典文件；未给出时只试运行。", "Write this dictionary; without it, only a dry run."),
    ),
]
AsOption = Annotated[
    str | None, Option("--as", metavar=NAME, help=Text("指定来源的格式。", "Set the format of the source."))
]
MapOption = Annotated[
    str | None,
    Option(
        "--map",
        metavar=FILE,
        help=Text(
            "使用此列映射（可由试运行输出），不作推测。", "Use this column map from a dry run; nothing is guessed."
        ),
    ),
    READS,
]
SourceLangOption = Annotated[
    str | None,
    Option(
        "--lang",
        metavar="zh|en",
        help=Text("指定来源的语言；默认按文字判断。", "Set the language of the source; by default from its script."),
    ),
]
EncodingOption = Annotated[
    str | None,
    Option("--encoding", metavar=NAME, help=Text("指定文本文件的编码。", "Set the encoding of a text file.")),
]
LayerOption = Annotated[
    list[str] | None,
    Option(
        "--layer",
        metavar=Text("通配符=core", "GLOB=core"),
        help=Text("指定匹配项所属的层次（可重复）。", "Set the layer of what matches (repeatable)."),
    ),
]
LevelsOption = Annotated[
    str | None,
    Option(
        "--levels",
        metavar=Text("名称=编号,…", "WORD=N,…"),
        help=Text("为只有名称的层级编号。", "Number levels that only have names."),
    ),
]
SelectOption = Annotated[
    list[str] | None,
    Option(
        "--select",
        metavar=Text("通配符", "GLOB"),
        help=Text(
            "只导入此代码、标识、名称或分组（可重复）。", "Import only this code, id, name or group (repeatable)."
        ),
    ),
]
PositionsOption = Annotated[
    str | None,
    Option(
        "--positions",
        metavar=Text("工作表:D:G", "SHEET:D:G"),
        help=Text("从这些列读取岗位要求。", "Read what positions require from these columns."),
    ),
]
UpdateOption = Annotated[
    str | None,
    Option(
        "--update",
        metavar=Text("旧字典.yaml", "OLD.yaml"),
        help=Text("保留此字典的标识和补充内容。", "Keep ids and additions of this dictionary."),
    ),
    READS,
]
AcceptOption = Annotated[
    list[str] | None,
    Option(
        "--accept",
        metavar=Text("代码", "CODE"),
        help=Text(
            "接受此类问题，不再因此以 1 退出（可重复）。", "Accept this finding; it no longer causes exit code 1."
        ),
    ),
]
ForceOption = Annotated[bool, Option("--force", help=Text("覆盖已有文件。", "Overwrite an existing file."))]
DryRunOption = Annotated[
    bool, Option("--dry-run", help=Text("只输出各列及映射，不写文件。", "Print columns and map, and write nothing."))
]
ReportOption = Annotated[
    str | None,
    Option("--report", metavar=FILE, help=Text("将转换报告写成 JSON。", "Write the conversion report as JSON.")),
]
OutputLangOption = Annotated[
    str | None,
    Option("--output-lang", metavar="zh|en", hidden=True, help=Text("设定输出的语言。", "Set the language.")),
]
FormatOption = Annotated[str, format_option(("full", "concise", "json", "markdown"))]


@with_session
@described(
    Text(
        "将 Excel、CSV、JSON 或 YAML 中的胜任能力框架转换为字典。",
        "Convert a framework from Excel, CSV, JSON or YAML to a dictionary.",
    ),
    {
        "comp import skills.xlsx": Text("试运行", "a dry run"),
        "comp import skills.xlsx -o dictionary.yaml": None,
        "comp import skills.xlsx --map map.toml -o dictionary.yaml": None,
    },
)
def command(
    session: Session,
    file: FileArgument,
    output: OutputOption = None,
    as_format: AsOption = None,
    map_file: MapOption = None,
    source_lang: SourceLangOption = None,
    encoding: EncodingOption = None,
    layer: LayerOption = None,
    levels: LevelsOption = None,
    select: SelectOption = None,
    positions: PositionsOption = None,
    update: UpdateOption = None,
    accept: AcceptOption = None,
    force: ForceOption = False,
    dry_run: DryRunOption = False,
    report: ReportOption = None,
    format: FormatOption = "full",
    # `comp --lang zh import` is the output's language, as for every command; after `import` it is the source's.
    lang: OutputLangOption = None,  # noqa: ARG001 - the session's language
) -> int:
    from ..importing import Request, import_file

    request = Request(
        file=file,
        output=None if dry_run else output,
        claimed=output,
        format=as_format,
        map=map_file,
        lang=source_lang,
        encoding=encoding,
        layers=layer or (),
        levels=levels,
        select=select or (),
        positions=positions,
        update=update,
        accept=accept or (),
        force=force,
        report=report,
        shown_as=format,
    )
    return import_file(request, session)
