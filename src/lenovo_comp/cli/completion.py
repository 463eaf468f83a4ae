"""`--install-completion` and `--show-completion` in both languages; Typer has the scripts."""

from typing import NoReturn

import typer
from typer._completion_shared import _get_shell_name, get_completion_script, install

from .. import system
from ..text import Language, Text
from .exits import CANNOT_RUN
from .failures import print_error

CHANGES = {"bash": "~/.bashrc", "zsh": "~/.zshrc", "fish": None}
"""The shells whose completion can be installed, each with the file that then reads it."""
_POWERSHELL = ("powershell", "pwsh")
_INSTALLED = Text(
    "{shell} 命令补全已安装：{files}。新开一个终端即可使用。",
    "{shell} completion installed: {files}. It works in a new terminal.",
)
_BY_HAND = Text(
    "PowerShell 的命令补全请自行加入配置文件：{program} --show-completion | Out-File -Append -Encoding utf8 $PROFILE",
    "in PowerShell, add it to your profile: {program} --show-completion | Out-File -Append -Encoding utf8 $PROFILE",
)
_UNKNOWN = Text(
    "当前 shell 不支持命令补全；可在 bash、zsh、fish、PowerShell 中运行",
    "no completion for this shell; run it in bash, zsh, fish or PowerShell",
)


def install_completion(language: Language) -> NoReturn:
    """Install completion for the shell that `comp` runs in, say which files changed, and exit."""
    shell = _get_shell_name()
    # Typer would let every script run that was downloaded (`Set-ExecutionPolicy Unrestricted`), without a word.
    if shell in _POWERSHELL:
        _refuse(_BY_HAND[language].format(program=_names()[0]))
    if shell not in CHANGES:
        _refuse(_UNKNOWN[language])
    program, variable = _names()
    _, path = install(shell, program, variable)
    files = [str(path), *filter(None, [CHANGES[shell]])]
    print(_INSTALLED[language].format(shell=shell, files=("、" if language == "zh" else ", ").join(files)))
    raise typer.Exit


def show_completion(language: Language) -> NoReturn:
    """Print the script for the shell that `comp` runs in, and exit."""
    shell = _get_shell_name()
    if shell is None or shell not in (*CHANGES, *_POWERSHELL):
        _refuse(_UNKNOWN[language])
    program, variable = _names()
    print(get_completion_script(prog_name=program, complete_var=variable, shell=shell))
    raise typer.Exit


def _names() -> tuple[str, str]:
    """What is typed, and the variable in which the shell asks what may follow, which Typer calls after it."""
    program = system.as_called("comp x").split()[0]
    return program, f"_{program.replace('-', '_').upper()}_COMPLETE"


def _refuse(message: str) -> NoReturn:
    print_error(message)
    raise typer.Exit(CANNOT_RUN)
