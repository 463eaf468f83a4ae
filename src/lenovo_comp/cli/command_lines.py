"""Command lines that reports offer to be typed next."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..inputs import expand_patterns

if TYPE_CHECKING:
    from .session import SharedValues

ELIDED = "\u2026"
"""For files that no pattern names."""


def command_line(command: str, given: SharedValues, lang: str | None, arguments: Iterable[str]) -> str:
    """The line for a command on the files of a run (`given`), with the options that choose them and its language."""
    options = (("--roster", given.roster), ("--cycle", given.cycle), ("--model", given.model), ("--lang", lang))
    chosen = [part for name, value in options if value is not None for part in (name, quote(value))]
    return " ".join(["comp", command, *_files(given.ratings or ()), *chosen, *map(quote, arguments)])


def quote(argument: str) -> str:
    """The argument as this system's shell takes it."""
    if re.fullmatch(r"[\w@%+=:,./-]+", argument):
        return argument
    if os.name == "nt":
        import subprocess

        return subprocess.list2cmdline([argument])
    import shlex

    return shlex.quote(argument)


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
