"""The command line as a whole: the commands, and the options that stand before them."""

import os
import re
import sys
from collections.abc import Callable, Sequence
from typing import Annotated, Any, cast

import typer
from typer.exceptions import TyperException
from typer.main import get_command

from .. import system
from ..reports.shared.options import Option, described
from ..reports.shared.run import Panel
from ..text import Text
from ..version import __version__
from . import commands, overview
from .exits import CANNOT_RUN, CLEAN, NO_CACHE, TRACEBACK
from .failures import exit_code
from .guarding import Guard
from .help import Group, language_in
from .language import asked_language
from .options import LangOption, ModelOption

COMMANDS = commands.names()


class Commands(Group):
    """The commands, each imported when it is called, or when all are listed."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands: dict[str, Any] = dict.fromkeys(COMMANDS)

    def main(self, args: Sequence[str] | None = None, *rest: Any, **settings: Any) -> Any:
        """Run a command line and exit, whatever is raised on the way."""
        _drop_invalid_widths()
        # Else Typer exits by itself, and what it lets through exits with 1, which means findings.
        for parameter in self.params:
            if parameter.name in ("install_completion", "show_completion"):
                cast(Any, parameter).callback = _complete
        run, settings = super().main, {**settings, "standalone_mode": False}
        # Given, they stay as they are: on Windows Typer would replace patterns and variables in all of them.
        given = sys.argv[1:] if args is None else args
        wanted = asked_language(given)
        sys.exit(exit_code(lambda: _catch_usage_errors(lambda: run(_as_meant(given), *rest, **settings)), wanted))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if overview.is_asked(args) and not ctx.resilient_parsing:
            overview.print_overview(cast(Any, self.callback).described.help, args)
            ctx.exit()
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the group's own signature
        """All commands, by panel in the order in which people come to need them, then by name."""
        panels = list(Panel)
        return sorted(COMMANDS, key=lambda name: (panels.index(commands.module(name).PANEL), name))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - the group's own signature
        if cmd_name not in COMMANDS:
            return None
        command = get_command(commands.build_typer(cmd_name))
        cast(Any, command).rich_help_panel = commands.module(cmd_name).PANEL
        return command


def _complete(ctx: Any, parameter: Any, wanted: object) -> None:
    """In place of Typer's own callback, which speaks English only."""
    if wanted and not ctx.resilient_parsing:
        from . import completion

        getattr(completion, parameter.name)(language_in(ctx))


def _as_meant(arguments: Sequence[str]) -> list[str]:
    if not system.WINDOWS:
        return list(arguments)
    from .command_lines import as_meant

    return as_meant(arguments)


def _drop_invalid_widths() -> None:
    """Drop widths from the environment that are no number, or wider than any terminal."""
    # Libraries take them as given: COLUMNS=-1 or a number of many digits ended the run in an internal error.
    for name in ("COLUMNS", "LINES", "TERMINAL_WIDTH"):
        if not re.fullmatch("[0-9]{1,4}", os.environ.get(name, "0")):
            del os.environ[name]


def _catch_usage_errors(run: Callable[[], Any]) -> int:
    """The exit code of a run; where the command line can't be parsed, says why on standard error."""
    try:
        return run() or CLEAN
    except TyperException as error:
        from .usage_errors import print_usage_error

        print_usage_error(error)
        return CANNOT_RUN


app = typer.Typer(
    name="comp",
    cls=Commands,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"comp {__version__}")
        raise typer.Exit


@app.callback()
@described(
    Text(
        "将人员评分与岗位要求对照：谁已胜任，差在哪里，下一步做什么。",
        "Compare people's ratings with what their position requires. See who is ready, what's missing, what's next.",
    ),
    ending=Text(
        "退出码：0 正常 · 1 发现错误级问题 · 2 无法执行 · 70 内部错误 · 130 被中断",
        "Exit codes: 0 clean · 1 errors found · 2 could not run · 70 internal error · 130 interrupted",
    ),
)
def root(
    ctx: typer.Context,
    model: ModelOption = None,
    lang: LangOption = None,
    traceback: Annotated[
        bool,
        Option(
            "--traceback",
            help=Text(
                "显示内部错误的出处；可能引用数据内容。", "Show where an internal error came from; it may quote data."
            ),
        ),
    ] = False,
    no_cache: Annotated[
        bool,
        Option(
            "--no-cache",
            help=Text("直接读取字典，不用也不留缓存。", "Read the dictionary directly; use and keep no cache."),
        ),
    ] = False,
    _version: Annotated[
        bool,
        Option(
            "--version",
            callback=_show_version,
            is_eager=True,
            help=Text("显示版本号并退出。", "Show the version and exit."),
        ),
    ] = False,
) -> None:
    ctx.obj = Guard()
    ctx.obj.protect([model])
    if traceback:
        os.environ[TRACEBACK] = "1"
    if no_cache:
        os.environ[NO_CACHE] = "1"
    given = {k: v for k, v in (("model", model), ("lang", lang)) if v is not None}
    # `comp --model FILE check` is to mean `comp check --model FILE`, for whichever command follows.
    ctx.default_map = {**dict.fromkeys(COMMANDS, given), "export": {"datapackage": given}}
