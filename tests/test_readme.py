"""The READMEs' examples are what the commands print: every run of lines, up to each `…`."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest

from lenovo_comp import load_model

from .conftest import ROOT, Run

_BLOCK = re.compile(r"```console\n\$ comp ([^\n]*)\n(.*?)```\n", re.DOTALL)
LANGUAGES = {"README.md": "en", "README.zh.md": "zh"}
# Which lines of an output the READMEs show: (first, last), 1-based.
SHOWN = {
    ("README.md", "assess"): [(1, 17), (42, 58)],
    ("README.md", "gap"): [(1, 12), (46, 64)],
    ("README.md", "explain"): [(4, 11), (20, 22), (26, 28), (33, 39)],
    ("README.md", "show-model"): [(1, 16)],
    ("README.zh.md", "assess"): [(1, 17), (42, 60)],
    ("README.zh.md", "gap"): [(1, 15), (29, 46)],
    ("README.zh.md", "explain"): [(4, 11), (20, 22), (25, 27), (32, 38)],
    ("README.zh.md", "show-model"): [(1, 16)],
}


def _examples(name: str) -> list[tuple[str, str]]:
    text = (ROOT / name).read_text("utf-8")
    return [(m[1], m[2]) for m in _BLOCK.finditer(text)]


@pytest.mark.parametrize("name", LANGUAGES)
def test_examples_are_real(name: str, run: Run) -> None:
    examples = _examples(name)
    assert [shlex.split(e)[0] for e, _ in examples] == ["assess", "gap", "explain", "show-model"]
    for command, shown in examples:
        done = run(*shlex.split(command), "--lang", LANGUAGES[name])
        assert done.returncode == 0
        if os.environ.get("COMP_SNAPSHOTS") == "write":
            _rewrite(ROOT / name, command, done.stdout)
            continue
        pieces = [p.strip("\n") for p in re.split(r"^…$", shown, flags=re.MULTILINE)]
        assert any(pieces)
        position = 0
        for piece in filter(None, pieces):
            position = done.stdout.index(piece, position) + len(piece)


def _rewrite(file: Path, command: str, output: str) -> None:
    lines = output.rstrip("\n").split("\n")
    pieces = ["\n".join(lines[a - 1 : b]) for a, b in SHOWN[file.name, shlex.split(command)[0]]]
    new = f"```console\n$ comp {command}\n" + "\n…\n".join(pieces) + "\n…\n```\n"
    text = file.read_text("utf-8")
    file.write_text(_BLOCK.sub(lambda m: new if m[1] == command else m[0], text), "utf-8")


def test_the_guides_example_is_a_dictionary(tmp_path: Path) -> None:
    text = (ROOT / "docs/dictionary.md").read_text("utf-8")
    example = re.search(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert example
    file = tmp_path / "night.yaml"
    file.write_text(example[1], "utf-8")
    model, found = load_model(file)
    assert model is not None
    assert found == []
    assert [c.scale.max for c in model.competencies] == [2, 4]


def test_the_readmes_own_ratings_are_fine(run: Run, tmp_path: Path) -> None:
    for name in LANGUAGES:
        example = re.search(r"```csv\n(.*?)```", (ROOT / name).read_text("utf-8"), re.DOTALL)
        assert example
        (tmp_path / "r.csv").write_text(example[1], "utf-8")
        assert run("check", "r.csv", cwd=tmp_path).returncode == 0
