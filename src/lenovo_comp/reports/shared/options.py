"""How commands, options and arguments are declared, in both languages, and options that several reports share.

Typer knows help in one language. Here the Chinese stands beside the English; `cli.help` chooses when help is shown.
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, NamedTuple, TypeVar

from typer.models import ArgumentInfo, OptionInfo

from ...text import Text

READS = object()
"""Marks a parameter of a command that names files to be read: `Annotated[str, Option(…), READS]`."""

_Command = TypeVar("_Command", bound=Callable[..., Any])


class Described(NamedTuple):
    """What help says of a command."""

    help: Text
    examples: Mapping[str, Text | None]
    """Command line → what it is for, if that needs saying."""
    ending: Text | None


def described(
    help: Text, examples: Mapping[str, Text | None] | None = None, ending: Text | None = None
) -> Callable[[_Command], _Command]:
    """Decorator that gives a command its help."""

    def describe(command: _Command) -> _Command:
        command.described = Described(help, examples or {}, ending)  # type: ignore[attr-defined]
        return command

    return describe


class Texts(NamedTuple):
    """What help says of an option or argument."""

    help: Text
    metavar: Text | str = ""
    """What stands for the value, if there is one."""


class Option(OptionInfo):
    """An option of a command: `Annotated[str | None, Option("--by", metavar=Text("分组", "GROUP"), help=Text(…))]`."""

    def __init__(self, *names: str, help: Text, metavar: Text | str = "", **settings: Any) -> None:
        super().__init__(default=..., param_decls=names, **settings)
        self.texts = Texts(help, metavar)


class Argument(ArgumentInfo):
    """An argument of a command, as `Option`."""

    def __init__(self, *, help: Text, metavar: Text | str, **settings: Any) -> None:
        super().__init__(default=..., **settings)
        self.texts = Texts(help, metavar)


FILE, CYCLE, POSITION, PERSON = Text("文件", "FILE"), Text("周期", "C"), Text("岗位", "P"), Text("工号|姓名", "ID|NAME")
EmployeeOption = Annotated[
    str,
    Option("--employee", "-e", metavar=PERSON, help=Text("指定人员：工号或姓名。", "Choose the person by id or name.")),
]
AgainstOption = Annotated[
    str | None,
    Option(
        "--position",
        "-p",
        metavar=POSITION,
        help=Text("与此岗位比较，而非本人岗位。", "Compare with this position instead of the person's own."),
    ),
]
FullOption = Annotated[bool, Option("--full", help=Text("显示全部内容，不论多长。", "Show everything, however long."))]
