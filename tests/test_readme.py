"""The READMEs' examples are what the commands print: every run of lines, up to each `…`."""

from __future__ import annotations

import html
import os
import re
import shlex
from collections.abc import Sequence
from pathlib import Path

import pytest

from lenovo_comp import load_model
from website import screenshots
from website.examples import examples, prepare

from .conftest import ROOT, Run

LANGUAGES = {"README.md": "en", "README.zh.md": "zh"}
SHOWN = {
    ("README.md", "init"): [("Made in", 2)],
    ("README.md", "assess"): [("Big account", 15)],
    ("README.md", "explain"): [("Source rows", 8), ("Rating", 3)],
    ("README.zh.md", "init"): [("已在", 2)],
    ("README.zh.md", "assess"): [("大客户销售", 13)],
    ("README.zh.md", "explain"): [("数据出处", 8), ("评分", 3)],
}
"""What the READMEs show of an output: pieces, one after the other, each from the next line with that beginning on."""


@pytest.mark.parametrize("name", LANGUAGES)
def test_examples_are_real(name: str, run: Run, tmp_path: Path) -> None:
    found = examples((ROOT / name).read_text("utf-8"))
    assert [example.arguments[0] for example in found] == ["init", "assess", "explain"]
    desk = tmp_path
    for example in found:
        desk = prepare(example, desk)
        done = run(*example.arguments, cwd=desk, COMP_LANG=LANGUAGES[name])
        assert done.returncode == 0
        if os.environ.get("COMP_SNAPSHOTS") == "write":
            _rewrite(ROOT / name, example.arguments, done.stdout)
            continue
        pieces = [p.strip("\n") for p in re.split(r"^…$", example.shown, flags=re.MULTILINE)]
        assert any(pieces)
        position = 0
        for piece in filter(None, pieces):
            position = done.stdout.index(piece, position) + len(piece)


def _rewrite(file: Path, arguments: Sequence[str], output: str) -> None:
    pieces = _pieces(output.splitlines(), SHOWN[file.name, arguments[0]])
    shown = "\n…\n".join(pieces) + "\n…\n"
    command = re.escape("$ comp " + shlex.join(arguments))
    text = file.read_text("utf-8")
    file.write_text(re.sub(rf"(?<={command}\n).*?(?=```\n)", lambda _: shown, text, flags=re.DOTALL), "utf-8")


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


@pytest.mark.parametrize("name", LANGUAGES)
def test_the_readme_is_short(name: str) -> None:
    assert len((ROOT / name).read_text("utf-8").splitlines()) < 200


@pytest.mark.parametrize(("language", "mark"), screenshots.LANGUAGES.items())
def test_the_terminals_picture_shows_what_the_command_prints(
    language: str, mark: str, run: Run, tmp_path: Path
) -> None:
    """`make pictures` takes it anew."""
    screenshots.lay_out_project(tmp_path, language)
    done = run(*shlex.split(screenshots.TERMINAL)[1:], cwd=tmp_path, COMP_LANG=language)
    svg = (screenshots.TO / f"terminal{mark}.svg").read_text("utf-8")
    shown = "".join(html.unescape(text) for text in re.findall(r"<text [^>]*>([^<]*)</text>", svg))
    assert "".join(shown.split()) == "".join((screenshots.TERMINAL + done.stdout).split())


def test_pictures_are_small() -> None:
    for picture in screenshots.TO.iterdir():
        assert picture.stat().st_size < 150_000, picture


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
