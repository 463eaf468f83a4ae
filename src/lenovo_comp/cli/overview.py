"""What `comp` alone shows: what it is for, and the commands to start with."""

import re
import sys
from collections.abc import Mapping, Sequence

from ..text import LANGUAGES, Text
from .language import asked_language, language_of

START = {
    "comp init demo": Text("新建示例项目，再用 cd demo 进入", "make a sample project; then: cd demo"),
    "comp check": Text("检查数据：哪里有问题，怎样修正", "find what is wrong in the data"),
    "comp assess": Text("团队总览", "show the team overview"),
    "comp gap -e E012": Text("一个人：优势、差距、下一步行动", "show one person's strengths and gaps"),
    "comp plan -e E012": Text("一个人的发展重点和发展行动", "rank one person's development needs"),
    "comp report -o site": Text("网页：每个团队、每个人", "make pages for each team and person"),
    "comp sheet -o sheets.xlsx": Text("供评价人填写的评价表", "make rating sheets to fill in"),
    "comp show-model": Text("字典：胜任能力、岗位要求", "show the dictionary"),
}
"""The command lines that people start with, which all work in a new project."""
HELP = {
    "comp --help": Text("全部命令和选项", "all commands and options"),
    "comp gap --help": Text("一个命令的选项和示例", "options and examples of one command"),
}
_FIRST, _HELP = Text("常用命令：", "Start with: "), Text("帮助：", "Help: ")


def is_asked(arguments: Sequence[str]) -> bool:
    """Whether a command line holds nothing, or the language alone.

    >>> is_asked([]), is_asked(["--lang", "zh"]), is_asked(["--no-cache"])
    (True, True, False)
    """
    return re.fullmatch(f"(--lang[ =]({'|'.join(LANGUAGES)}))?", " ".join(arguments)) is not None


def print_overview(purpose: Text, arguments: Sequence[str]) -> None:
    """Print it on standard output, in the language that the command line asks for."""
    from ..reports.formats import table
    from ..reports.shared.blocks import Commands, text

    language = language_of(asked_language(arguments))

    def listed(title: Text, lines: Mapping[str, Text]) -> Commands:
        return Commands(title[language], [(line, use[language]) for line, use in lines.items()])

    table.write([text(purpose[language]), listed(_FIRST, START), listed(_HELP, HELP)], sys.stdout)
