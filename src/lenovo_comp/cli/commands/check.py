"""`comp check`: finds everything that is wrong with dictionaries and ratings."""

from typing import Annotated

from ...findings import formats as findings
from ...reports.shared.options import FILE, READS, Argument, Option, described
from ...reports.shared.run import Panel
from ...text import Text
from ..options import NAME, LangOption, ModelOption, OutputOption, RosterOption, format_option
from ..session import Session, with_session

PANEL = Panel.RATINGS


@with_session
@described(
    Text("检查字典和评分：哪里有问题，怎样修正。", "Check dictionaries and ratings: what is wrong and how to fix it."),
    {
        "comp check": Text("comp.toml 所列文件", "the files that comp.toml names"),
        "comp check ratings.csv": None,
        "comp check my_model.yaml": None,
        "comp check ratings.csv --format concise": None,
    },
)
def command(
    session: Session,
    files: Annotated[
        list[str] | None,
        Argument(
            metavar=FILE,
            help=Text(
                "检查这些评分文件和字典（.yaml）；- 表示标准输入。",
                "Check these ratings files and dictionaries (.yaml); - is standard input.",
            ),
        ),
        READS,
    ] = None,
    roster: RosterOption = None,
    model: ModelOption = None,
    lang: LangOption = None,  # noqa: ARG001 - the session's language
    format: Annotated[str, format_option(findings.formats())] = findings.DEFAULT,
    output: OutputOption = None,
    fail_on: Annotated[
        str | None,
        Option(
            "--fail-on",
            metavar=Text("级别", "SEVERITY"),
            help=Text(
                "出现此级别或更严重的问题时以 1 退出：error、warning、info。",
                "Exit with 1 from this severity on: error, warning, info.",
            ),
        ),
    ] = None,
    most: Annotated[
        int,
        Option(
            "--max-diagnostics",
            metavar=Text("条数", "N"),
            min=0,
            help=Text(
                "最多显示几条问题；0 为全部。计数不受影响。",
                "Show at most N findings; 0 shows all. Counts stay complete.",
            ),
        ),
    ] = 1000,
    statistics: Annotated[
        bool, Option("--statistics", help=Text("按规则统计问题数。", "Count findings by rule."))
    ] = False,
    fix: Annotated[
        bool,
        Option(
            "--fix", help=Text("修正文本文件中的无害笔误，然后检查。", "Fix harmless slips in text files, then check.")
        ),
    ] = False,
    diff: Annotated[
        bool,
        Option(
            "--diff",
            help=Text("显示 --fix 将作的改动，不实际改动。", "Show what --fix would change, and change nothing."),
        ),
    ] = False,
    draft: Annotated[
        bool,
        Option(
            "--draft",
            help=Text(
                "输出这些文件的列映射，可粘贴到 comp.toml。",
                "Print a mapping for these files, to paste into comp.toml.",
            ),
        ),
    ] = False,
    encoding: Annotated[
        str | None,
        Option(
            "--encoding",
            metavar=NAME,
            help=Text(
                "与 --fix 同用，指定写出的编码：utf-8、gb18030、utf-16。",
                "Set the encoding that --fix writes: utf-8, gb18030, utf-16.",
            ),
        ),
    ] = None,
    baseline: Annotated[
        str | None,
        Option(
            "--baseline",
            metavar=FILE,
            help=Text("不计已列入此文件的问题。", "Pass findings that this file lists already."),
        ),
    ] = None,
    update_baseline: Annotated[
        bool,
        Option(
            "--update-baseline", help=Text("将目前的问题写入基线文件。", "Write the current findings to the baseline.")
        ),
    ] = False,
) -> int:
    from ..checking import Request, check_files

    request = Request(
        files=files or [],
        roster=roster,
        model=model,
        format=format,
        outputs=output or [],
        fail_on=fail_on,
        most=most,
        statistics=statistics,
        fix=fix,
        diff=diff,
        draft=draft,
        encoding=encoding,
        baseline=baseline,
        update_baseline=update_baseline,
    )
    return check_files(request, session)
