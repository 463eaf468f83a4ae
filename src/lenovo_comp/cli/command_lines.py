"""Command lines that reports offer to be typed next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .. import system
from ..findings.finding import CannotRun
from ..inputs import expand_patterns

if TYPE_CHECKING:
    from .session import SharedValues

ELIDED = "\u2026"
"""For files that no pattern names, and for text that not every shell of Windows can be given."""
_CUT = r"(--[\w-]+=)?'(.*)"


def command_line(command: str, given: SharedValues, lang: str | None, arguments: Iterable[str]) -> str:
    """The line for a command on the files of a run (`given`), with the options that choose them and its language."""
    options = (("--roster", given.roster), ("--cycle", given.cycle), ("--model", given.model), ("--lang", lang))
    chosen = [part for name, value in options if value is not None for part in (name, quote(value))]
    return " ".join(["comp", command, *_files(given.ratings or ()), *chosen, *map(quote, arguments)])


def quote(argument: str) -> str:
    """The argument as this system's shells take it."""
    if system.WINDOWS:
        return _quote_for_windows(argument)
    if re.fullmatch(r"[\w@%+=:,./-]+", argument):
        return argument
    import shlex

    return shlex.quote(argument)


def _quote_for_windows(argument: str) -> str:
    """The argument for both cmd.exe and PowerShell."""
    # Within double quotes the one replaces `%NAME%` and `!NAME!`, the other `$name` and what follows a backtick.
    if re.search(r'["“”„$`!]|%.*%', argument):
        return ELIDED
    if re.fullmatch(r"[\w+=:./\\-]+", argument):
        return argument
    ending = len(argument) - len(argument.rstrip("\\"))
    return f'"{argument}{ending * chr(92)}"'


def as_meant(arguments: Sequence[str]) -> list[str]:
    """The arguments without the single quotes that cmd.exe leaves as they are, and cuts at spaces.

    Raises CannotRun where the other end is missing, since cmd.exe took what stood there for its own.
    """
    found: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        start = re.fullmatch(_CUT, argument, re.DOTALL)
        if start is None or " " in argument:
            found.append(argument)
            continue
        pieces = [start[2]]
        while not pieces[-1].endswith("'"):
            piece = next(waiting, None)
            if piece is None:
                raise CannotRun(
                    f"命令提示符不识别单引号，请改用双引号（现为 {argument}）",
                    f"cmd.exe has no single quotes; use double quotes (got {argument})",
                )
            pieces.append(piece)
        found.append((start[1] or "") + " ".join(pieces)[:-1])
    return found


def _files(names: Sequence[str]) -> list[str]:
    """The names as they were typed; where a shell has replaced a pattern by many, the pattern."""
    # Of several files none is named: one a rater would say who took part (decision 0015).
    if len(names) < 2:
        return [*map(quote, names)]
    paths = [Path(name) for name in names]
    folder, ending = paths[0].parent, paths[0].suffix
    pattern = str(folder / f"*{ending}")
    found = expand_patterns([pattern]) if ending else []
    return [quote(pattern)] if sorted(map(Path, found)) == sorted(paths) else [ELIDED]
