"""The examples of a page: the files it shows, the commands it runs, the cells of its notebooks.

A fenced block with a title (```csv title="ratings.csv") is a file; a ```console block is a command run in a
folder with the page's files and the sample's `data/`, and its output. What readers do in an editor is a comment
before the block, which works on every system:

    <!-- fixed.csv is ratings.csv with ",22," → ",2," -->

A command of the shell (`$ awk … > crowd.csv`) may stand before the command, too. A ```python block is a cell of a
notebook, a ```text block right after it what it prints and the value that it ends with.
"""

from __future__ import annotations

import ast
import contextlib
import io
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FILE = re.compile(r'^```\w+ title="([\w./=-]+)"\n(.*?)^```$', re.DOTALL | re.MULTILINE)
EDIT = r"<!-- (\S+) is (\S+) with ([^\n]+) -->"
_CONSOLE = re.compile(rf"^((?:{EDIT}\n+)*)```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_CHANGE = re.compile(r'"([^"]*)" → "([^"]*)"')
_CELL = re.compile(r"^```python\n(.*?)^```$(?:\n\n^```text\n(.*?)^```$)?", re.DOTALL | re.MULTILINE)
_EXIT = re.compile(r"^\$ echo \$\?\n(\d+)$", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """A command with what prepares it, its arguments, what is shown of its output, and its exit code."""

    edits: list[tuple[str, str, str]]
    prepared: list[str]
    arguments: list[str]
    shown: str
    code: int


def examples(page: str) -> list[Example]:
    """The commands of a page; the exit code is 0 without `$ echo $?`."""
    found = []
    for edits, *_, block in _CONSOLE.findall(page):
        code = _EXIT.search(block)
        before, _, example = _EXIT.sub("", block).rpartition("$ comp ")
        command, _, shown = example.partition("\n")
        assert re.fullmatch(r"(\$ [^\n]*\n)*", before), before
        prepared = [line.removeprefix("$ ") for line in before.splitlines()]
        found.append(
            Example(re.findall(EDIT, edits), prepared, shlex.split(command), shown, int(code[1]) if code else 0)
        )
    return found


def prepare(example: Example, folder: Path) -> Path:
    """Make what a command reads; returns the folder in which it and what follows run, after `$ cd NAME` another one."""
    for name, source, changes in example.edits:
        text = (folder / source).read_text("utf-8")
        for old, new in _CHANGE.findall(changes):
            text, times = re.subn(old, new, text, flags=re.MULTILINE)
            assert times, (source, old)
        (folder / name).write_text(text, "utf-8")
    for line in example.prepared:
        if line.startswith("cd "):
            folder /= line.removeprefix("cd ")
        else:
            subprocess.run(line, shell=True, cwd=folder, check=True, timeout=60)
    return folder


def lay_out(page: str, folder: Path, data: Path) -> None:
    """Write a page's files into a folder, and copy the sample's `data/` there."""
    shutil.copytree(data, folder / "data")
    for name, content in _FILE.findall(page):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, "utf-8")


def cells(page: str) -> Iterator[tuple[str, str]]:
    """The cells of a page's notebooks, and what is shown of what they print."""
    for cell in _CELL.finditer(page):
        yield cell[1], cell[2] or ""


def run_cell(code: str, names: dict[str, Any]) -> str:
    """Run a cell among the names of those before it; returns what it prints, and the value that it ends with."""
    parsed = ast.parse(code)
    last = parsed.body[-1]
    if isinstance(last, ast.Expr):
        parsed.body.pop()
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(parsed, "cell", "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
            printed.write("" if value is None else f"{value!r}\n")
    return "".join(line.rstrip() + "\n" for line in printed.getvalue().splitlines())
