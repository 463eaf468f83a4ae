"""The examples of a page: the files it shows, the commands it runs, the cells of its notebooks.

A fenced block with a title (```csv title="ratings.csv") is a file; a ```console block is a command run in a
folder with the page's files and the sample's `data/`, and its output. A command of the shell
(`$ sed … > new.yaml`) may stand before it, to make what it reads. A ```python block is a cell of a notebook, a
```text block right after it what it prints and the value that it ends with.
"""

from __future__ import annotations

import ast
import contextlib
import io
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FILE = re.compile(r'^```\w+ title="([\w./=-]+)"\n(.*?)^```$', re.DOTALL | re.MULTILINE)
_CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_CELL = re.compile(r"^```python\n(.*?)^```$(?:\n\n^```text\n(.*?)^```$)?", re.DOTALL | re.MULTILINE)
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
