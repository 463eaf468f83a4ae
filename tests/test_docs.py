"""The examples in `docs/` are what the commands print.

A fenced block with a title (```csv title="ratings.csv") is a file; a ```console block is a command run in a
folder with the page's files and the sample's `data/`, and its output, of which `…` stands for lines left out.
A command of the shell (`$ sed … > new.yaml`) may stand before it, to make what it reads.
"""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from .conftest import ROOT, Run

_FILE = re.compile(r'^```\w+ title="([\w./-]+)"\n(.*?)^```$', re.DOTALL | re.MULTILINE)
_CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_EXIT = re.compile(r"^\$ echo \$\?\n(\d+)$", re.MULTILINE)
PAGES = sorted(
    page for page in (ROOT / "docs").rglob("*.md") if re.search(r"^\$ comp ", page.read_text("utf-8"), re.MULTILINE)
)


def examples(page: str) -> list[tuple[list[str], list[str], str, int]]:
    """The commands of a page: what prepares them, arguments, what is shown, exit code (0 without `$ echo $?`)."""
    found = []
    for block in _CONSOLE.findall(page):
        code = _EXIT.search(block)
        before, _, example = _EXIT.sub("", block).rpartition("$ comp ")
        command, _, shown = example.partition("\n")
        assert re.fullmatch(r"(\$ [^\n]*\n)*", before), before
        prepared = [line.removeprefix("$ ") for line in before.splitlines()]
        found.append((prepared, shlex.split(command), shown, int(code[1]) if code else 0))
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_examples_are_real(page: Path, run: Run, tmp_path: Path) -> None:
    text = page.read_text("utf-8")
    (tmp_path / "data").symlink_to(ROOT / "data")
    for name, content in _FILE.findall(text):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, "utf-8")
    for prepared, arguments, shown, code in examples(text):
        for line in prepared:
            subprocess.run(line, shell=True, cwd=tmp_path, check=True, timeout=60)
        done = run(*arguments, cwd=tmp_path, COMP_LANG="en")
        assert done.returncode == code, (arguments, done.stderr)
        printed, position = done.stdout + done.stderr, 0
        pieces = [piece.strip("\n") for piece in re.split(r"^…$", shown, flags=re.MULTILINE)]
        assert any(pieces), arguments
        for piece in filter(None, pieces):
            assert piece in printed[position:], (arguments, piece, printed)
            position = printed.index(piece, position) + len(piece)
