"""The examples of a page: the files it shows, the commands it runs.

A fenced block with a title (```csv title="ratings.csv") is a file; a ```console block is a command run in a
folder with the page's files and the sample's `data/`, and its output. A command of the shell
(`$ sed … > new.yaml`) may stand before it, to make what it reads.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

_FILE = re.compile(r'^```\w+ title="([\w./=-]+)"\n(.*?)^```$', re.DOTALL | re.MULTILINE)
_CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_EXIT = re.compile(r"^\$ echo \$\?\n(\d+)$", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """A command with what prepares it, its arguments, what is shown of its output, and its exit code."""

    prepared: list[str]
    arguments: list[str]
    shown: str
    code: int


def examples(page: str) -> list[Example]:
    """The commands of a page; the exit code is 0 without `$ echo $?`."""
    found = []
    for block in _CONSOLE.findall(page):
        code = _EXIT.search(block)
        before, _, example = _EXIT.sub("", block).rpartition("$ comp ")
        command, _, shown = example.partition("\n")
        assert re.fullmatch(r"(\$ [^\n]*\n)*", before), before
        prepared = [line.removeprefix("$ ") for line in before.splitlines()]
        found.append(Example(prepared, shlex.split(command), shown, int(code[1]) if code else 0))
    return found


def lay_out(page: str, folder: Path, data: Path) -> None:
    """Write a page's files into a folder, and link the sample's `data/` there."""
    (folder / "data").symlink_to(data)
    for name, content in _FILE.findall(page):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")
