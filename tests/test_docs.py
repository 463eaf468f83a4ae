"""The examples in `docs/` (website/examples.py) are what the commands print; `…` stands for lines left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from website.examples import examples, lay_out, prepare

from .conftest import ROOT, Run

PAGES = sorted(
    page for page in (ROOT / "docs").rglob("*.md") if re.search(r"^\$ comp ", page.read_text("utf-8"), re.MULTILINE)
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_examples_are_real(page: Path, run: Run, tmp_path: Path) -> None:
    text = page.read_text("utf-8")
    lay_out(text, desk := tmp_path, ROOT / "data")
    for example in examples(text):
        desk = prepare(example, desk)
        done = run(*example.arguments, cwd=desk, COMP_LANG="zh" if page.stem.endswith(".zh") else "en")
        assert done.returncode == example.code, (example, done.stderr)
        printed, position = done.stdout + done.stderr, 0
        pieces = [piece.strip("\n") for piece in re.split(r"^…$", example.shown, flags=re.MULTILINE)]
        assert any(pieces), example
        for piece in filter(None, pieces):
            assert piece in printed[position:], (example.arguments, piece, printed)
            position = printed.index(piece, position) + len(piece)
