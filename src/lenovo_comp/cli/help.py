"""Help and usage in the reader's language, which is found when they are shown.

A command's texts stand with it (`reports.shared.options`). What Typer says of its own is said here.
"""

from __future__ import annotations

import inspect
import sys
from collections import defaultdict
from itertools import takewhile
from typing import TYPE_CHECKING, Any, cast

from typer.core import TyperArgument, TyperCommand, TyperGroup
from typer.exceptions import TyperException

from ..reports.shared.options import Argument, Described, Option, Texts
from ..reports.shared.run import Panel
from ..text import Language, Text
from .language import asked_language, language_of

if TYPE_CHECKING:
    from ..reports.shared.blocks import Block

    _Shared = TyperCommand
else:
    _Shared = object

ASKED = "lenovo_comp.language"
"""Key of a context's `meta`: the language that the command line asks for."""
_USAGE = Text("用法：", "Usage: ")
_SOME_OPTIONS, _A_COMMAND = Text("[选项]", "[OPTIONS]"), Text("命令 [参数]...", "COMMAND [ARGS]...")
_ARGUMENTS, _OPTIONS, _COMMANDS = Text("参数", "Arguments"), Text("选项", "Options"), Text("命令", "Commands")
_EXAMPLES = Text("示例：", "Examples: ")
_DEFAULT, _REQUIRED = Text("[默认：{}]", " [default: {}]"), Text("[必填]", " [required]")
_TYPERS_OPTIONS = {
    "help": Texts(Text("显示本帮助并退出。", "Show this help and exit.")),
    "install_completion": Texts(Text("为当前 shell 安装命令补全。", "Install completion for the current shell.")),
    "show_completion": Texts(
        Text("显示当前 shell 的补全脚本，可复制或修改。", "Show the completion script, to copy or customize.")
    ),
}


class _WrongUsage(TyperException):
    def __init__(self, typed: str, ctx: Any) -> None:
        super().__init__(typed)
        self.ctx = ctx


class UnknownCommand(_WrongUsage):
    """No command is called that."""


class ExtraArguments(_WrongUsage):
    """More arguments than the command takes."""


class _Bilingual(_Shared):
    """What commands and groups of commands share."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        # Help and errors come before options have values. `comp import --lang` is the language of its source.
        if isinstance(self, TyperGroup) or any(p.name == "lang" and "--lang" in p.opts for p in self.params):
            own = list(takewhile(lambda text: text not in getattr(self, "commands", ()), args))
            ctx.meta[ASKED] = asked_language(own) or ctx.meta.get(ASKED)
        try:
            return super().parse_args(ctx, args)
        except TyperException as error:
            # Some errors of the parser don't know where they come from.
            cast(Any, error).ctx = getattr(error, "ctx", None) or ctx
            raise

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        language = language_in(ctx)
        pieces = [as_typed(self, p, language) for p in self.params if isinstance(p, TyperArgument)]
        if isinstance(self, TyperGroup):
            pieces.append(_A_COMMAND[language])
        formatter.write_usage(ctx.command_path, " ".join((_SOME_OPTIONS[language], *pieces)), _USAGE[language])

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - Typer's own signature
        from ..reports.formats import table

        table.write(_page(self, ctx, language_in(ctx)), sys.stdout)

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 - Typer's own signature
        return description(self).help[language_of()]

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        texts, language = _texts(self), language_in(ctx)
        for parameter in self.get_params(ctx):
            if parameter.name in texts:
                cast(Any, parameter).help = texts[parameter.name].help[language]
        return super().shell_complete(ctx, incomplete)


class Command(_Bilingual, TyperCommand):
    """A command with a `described` function."""

    allow_extra_args = True

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise ExtraArguments(" ".join(rest), ctx)
        return rest


class Group(_Bilingual, TyperGroup):
    """A group of commands with a `described` callback."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        if args[0] not in self.commands and not args[0].startswith("-") and not ctx.resilient_parsing:
            raise UnknownCommand(args[0], ctx)
        return super().resolve_command(ctx, args)


def language_in(ctx: Any) -> Language:
    """The language of a context's help and errors."""
    return language_of(ctx.meta.get(ASKED))


def as_typed(command: Any, parameter: Any, language: Language, *, all_names: bool = False) -> str:
    """A parameter as usage shows it: `[FILE]...`, `--output FILE`, or with all its names."""
    metavar = _texts(command)[parameter.name].metavar
    value = metavar if isinstance(metavar, str) else metavar[language]
    if isinstance(parameter, TyperArgument):
        return (value if parameter.required else f"[{value}]") + ("..." if parameter.nargs == -1 else "")
    names = sorted(parameter.opts, key=lambda name: name.startswith("--")) if all_names else parameter.opts[:1]
    return f"{', '.join(names)} {value}".rstrip()


def _page(command: Any, ctx: Any, language: Language) -> list[Block]:
    """The help of a command or a group."""
    from ..reports.shared.blocks import Commands, text

    described = description(command)
    blocks: list[Block] = [text(command.get_usage(ctx)), text(""), text(described.help[language])]
    for title, rows in panels(command, ctx, language).items():
        blocks += [text(""), _panel(title, rows)]
    if described.examples:
        examples = described.examples.items()
        blocks.append(Commands(_EXAMPLES[language], [(line, use[language] if use else "") for line, use in examples]))
    if described.ending:
        blocks += [text(""), text(described.ending[language])]
    return blocks


def panels(command: Any, ctx: Any, language: Language) -> dict[str, list[tuple[str, str]]]:
    """Title → what may be typed, and what it means: arguments, options, commands by their panels."""
    panels: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    texts = _texts(command)
    for parameter in sorted(command.get_params(ctx), key=lambda p: not isinstance(p, TyperArgument)):
        if not parameter.hidden:
            title = _ARGUMENTS if isinstance(parameter, TyperArgument) else _OPTIONS
            meaning = texts[parameter.name].help[language] + _default(parameter, language)
            panels[title[language]].append((as_typed(command, parameter, language, all_names=True), meaning))
    for name in command.list_commands(ctx) if isinstance(command, TyperGroup) else ():
        own: Any = command.get_command(ctx, name)
        panel = own.rich_help_panel.value if isinstance(own.rich_help_panel, Panel) else _COMMANDS
        panels[panel[language]].append((name, description(own).help[language]))
    return panels


def _panel(title: str, rows: list[tuple[str, str]]) -> Block:
    from ..reports.shared import blocks

    shown = tuple((blocks.Span(typed, "bold"), blocks.Span(meaning)) for typed, meaning in rows)
    return blocks.Table((blocks.Column(title), blocks.Column("", wrap=True)), (blocks.Group("", shown),))


def _default(parameter: Any, language: Language) -> str:
    if parameter.required:
        return _REQUIRED[language]
    shown = parameter.show_default and parameter.default not in (None, False, "")
    return _DEFAULT[language].format(parameter.default) if shown else ""


def description(command: Any) -> Described:
    """What help says of a command."""
    return cast(Described, command.callback.described)


def _texts(command: Any) -> dict[str, Texts]:
    """Parameter → its texts."""
    parameters = inspect.signature(command.callback).parameters.values()
    notes = [(p.name, note) for p in parameters for note in getattr(p.annotation, "__metadata__", ())]
    return {**_TYPERS_OPTIONS, **{name: note.texts for name, note in notes if isinstance(note, Option | Argument)}}
