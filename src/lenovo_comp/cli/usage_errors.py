"""What is wrong with a command line that can't be parsed, in the reader's language.

Typer says it in English, in exceptions of private modules: they are known by the names of their classes.
"""

from collections.abc import Iterable
from typing import Any

from ..model.names import nearest
from ..text import LANGUAGES, Text
from .failures import print_error, print_line
from .help import as_typed, language_in


def print_usage_error(error: Any) -> None:
    """Say on standard error what an exception of Typer's parser means, and how the command is used."""
    if type(error).__name__ == "NoArgsIsHelpError":  # the help has been shown
        return
    context, language = error.ctx, language_in(error.ctx)
    usage, path = " ".join(context.get_usage().split()), context.command_path
    more = Text(f"{usage}（详见 {path} --help）", f"{usage} (see {path} --help)")
    print_error(_message(error, context.command, context)[language])
    print_line(more[language])


def _message(error: Any, command: Any, context: Any) -> Text:
    """What is wrong and what to type; the exception's own words for what isn't known here."""
    match type(error).__name__:
        case "UnknownCommand":
            return _unknown(Text("命令", "command"), error.message, command.commands)
        case "NoSuchOption":
            options = [option for p in command.get_params(context) for option in p.opts if option.startswith("--")]
            return _unknown(Text("选项", "option"), error.option_name, options)
        case "BadOptionUsage":
            return _misused(error.option_name, command)
        case "MissingParameter":
            typed = _typed(command, error.param)
            return Text(f"缺少 {typed.zh}", f"{typed.en} is missing")
        case "BadParameter" if error.param.type.name.startswith("int"):
            return _no_number(error)
        case "ExtraArguments":
            return Text(f"多余的参数：{error.message}", f"too many arguments: {error.message}")
    if error.message == "Missing command.":
        return Text("请给出命令", "name a command")
    return Text(error.message, error.message)


def _unknown(kind: Text, typed: str, known: Iterable[str]) -> Text:
    guess = nearest(typed, known)
    zh, en = (f"；是不是 {guess}？", f"; did you mean {guess}?") if guess else ("", "")
    return Text(f"没有{kind.zh}“{typed}”{zh}", f'unknown {kind.en} "{typed}"{en}')


def _misused(name: str, command: Any) -> Text:
    """An option without the value that it needs, or with one that it doesn't take."""
    option = next(p for p in command.params if name in p.opts)
    if option.is_flag:
        return Text(f"{name} 不带取值", f"{name} takes no value")
    typed = _typed(command, option)
    return Text(f"{name} 缺少取值；请写 {typed.zh}", f"{name} needs a value: {typed.en}")


def _no_number(error: Any) -> Text:
    """A value that isn't a whole number, or is out of its range."""
    least, most = getattr(error.param.type, "min", None), getattr(error.param.type, "max", None)
    if most is not None:
        number = Text(f"{least} 至 {most} 的整数", f"a whole number from {least} to {most}")
    elif least is not None:
        number = Text(f"不小于 {least} 的整数", f"a whole number, at least {least}")
    else:
        number = Text("整数", "a whole number")
    name, got = error.param.opts[0], error.message.rpartition(" is not ")[0].strip("'\"")
    return Text(f"{name} 须为{number.zh}（输入为“{got}”）", f'{name} must be {number.en} (got "{got}")')


def _typed(command: Any, parameter: Any) -> Text:
    """A parameter as it is to be typed."""
    return Text(*(as_typed(command, parameter, language) for language in LANGUAGES))
