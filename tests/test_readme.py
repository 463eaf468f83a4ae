"""The READMEs' examples are what the commands print: every run of lines, up to each `…`."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Sequence
from pathlib import Path

import pytest

from lenovo_comp import load_model

from .conftest import ROOT, Run

_BLOCK = re.compile(r"```console\n\$ comp ([^\n]*)\n(.*?)```\n", re.DOTALL)
LANGUAGES = {"README.md": "en", "README.zh.md": "zh"}
SHOWN = {
    ("README.md", "assess"): [("Big account", 14), ("developing", 3), ("incomplete", 2), ("Not shown", 5)],
    ("README.md", "gap"): [("梁佩珊", 25)],
    ("README.md", "explain"): [("Source rows", 8), ("Rating", 3), ("Gap", 3), ("Confidence", 11)],
    ("README.md", "show-model"): [("Market information analysis", 16)],
    ("README.zh.md", "assess"): [("大客户销售", 12), ("待发展", 3), ("评估不全", 2), ("屏幕较窄", 5)],
    ("README.zh.md", "gap"): [("梁佩珊", 24)],
    ("README.zh.md", "explain"): [("数据出处", 8), ("评分", 3), ("差距", 3), ("可靠程度", 10)],
    ("README.zh.md", "show-model"): [("市场信息分析", 16)],
}
"""What the READMEs show of an output: pieces, one after the other, each from the next line with that beginning on."""


def _examples(name: str) -> list[tuple[str, str]]:
    text = (ROOT / name).read_text("utf-8")
    return [(m[1], m[2]) for m in _BLOCK.finditer(text)]


@pytest.mark.parametrize("name", LANGUAGES)
def test_examples_are_real(name: str, run: Run) -> None:
    examples = _examples(name)
    assert [shlex.split(e)[0] for e, _ in examples] == ["assess", "gap", "explain", "show-model"]
    for command, shown in examples:
        done = run(*shlex.split(command), COMP_LANG=LANGUAGES[name])
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
    pieces = _pieces(output.splitlines(), SHOWN[file.name, shlex.split(command)[0]])
    new = f"```console\n$ comp {command}\n" + "\n…\n".join(pieces) + "\n…\n```\n"
    text = file.read_text("utf-8")
    file.write_text(_BLOCK.sub(lambda m: new if m[1] == command else m[0], text), "utf-8")


def _pieces(lines: Sequence[str], shown: Sequence[tuple[str, int]]) -> list[str]:
    """The pieces of an output. Raises LookupError rather than leave one out, so that READMEs are not damaged."""
    found, position = [], 0
    for beginning, count in shown:
        starts = [i for i, line in enumerate(lines) if i >= position and line.startswith(beginning)]
        if not starts:
            raise LookupError(f"no line begins with {beginning!r}: change SHOWN")
        position = starts[0] + count
        found.append("\n".join(lines[starts[0] : position]))
    return found


def test_pieces_are_found_by_their_beginning() -> None:
    lines = ["Team", "1", "2", "3", "Gaps", "4", "Team"]
    assert _pieces(lines, [("Team", 2), ("Gaps", 2)]) == ["Team\n1", "Gaps\n4"]
    with pytest.raises(LookupError, match="Talks"):
        _pieces(lines, [("Team", 2), ("Talks", 1)])


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
