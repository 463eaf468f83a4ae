"""The options that commands share."""

from collections.abc import Sequence
from typing import Annotated, Any

from ..reports.shared.options import CYCLE, FILE, READS, Argument, Option
from ..text import Text

NAME = Text("名称", "NAME")
ModelOption = Annotated[
    str | None,
    Option(
        "--model",
        "-m",
        metavar=FILE,
        help=Text("使用此字典，代替内置字典。", "Use this dictionary instead of the built-in one."),
    ),
    READS,
]
LangOption = Annotated[
    str | None,
    Option(
        "--lang",
        metavar="zh|en",
        help=Text("设定语言；默认取自设置文件或系统区域。", "Set the language; by default from settings or locale."),
    ),
]
RosterOption = Annotated[
    str | None,
    Option(
        "--roster",
        metavar=FILE,
        help=Text(
            "读取花名册：工号、岗位、姓名、部门、上级。",
            "Read people from this table: employee_id, position, name, department, manager.",
        ),
    ),
    READS,
]
OutputOption = Annotated[
    list[str] | None,
    Option(
        "--output",
        "-o",
        metavar=Text("[格式:]文件", "[NAME:]FILE"),
        help=Text("同时写入此文件（可重复）。", "Write the report to this file too (repeatable)."),
    ),
]
RatingsArgument = Annotated[
    list[str] | None,
    Argument(
        metavar=FILE, help=Text("读取这些评分文件；- 表示标准输入。", "Read these ratings files; - is standard input.")
    ),
    READS,
]
SHARED: dict[str, Any] = {
    "ratings": RatingsArgument,
    "roster": RosterOption,
    "cycle": Annotated[
        str | None,
        Option(
            "--cycle",
            metavar=CYCLE,
            help=Text("评估此周期；默认为文件中最新的周期。", "Assess this cycle; by default the newest in the files."),
        ),
    ],
    "model": ModelOption,
    "receipt": Annotated[
        str | None,
        Option(
            "--receipt",
            metavar=FILE,
            help=Text(
                "记录读写的文件及其摘要值。请注意保密。", "Record files read and written, with digests. Confidential."
            ),
        ),
    ],
}
"""Parameter → option or argument that a report's command may take (`TAKES`); the value is None where it isn't given."""


def format_option(formats: Sequence[str]) -> Option:
    """The option `--format` with these choices, the default first."""
    return Option(
        "--format",
        "-f",
        metavar=NAME,
        help=Text(f"选择输出格式：{'、'.join(formats)}。", f"Choose the output format: {', '.join(formats)}."),
    )
