"""The recipes of CONTRIBUTING.md do what they say, tried on a copy of the tree."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import ROOT, scrubbed

RECIPES = (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def recipe(title: str) -> str:
    """The text under a heading."""
    return RECIPES.partition(f"### {title}\n")[2].partition("\n### ")[0]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of what recipes touch."""
    for name in ("src", "tests/cases", "docs", "data"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def comp(tree: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """The program as the copy has it."""
    return subprocess.run(
        [sys.executable, "-m", "lenovo_comp", *args],
        cwd=tree, env=scrubbed(PYTHONPATH=str(tree / "src")), capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_rule_applies_and_finds_at_any_number_of_rows(tree: Path) -> None:
    patch = recipe("A ratings rule").partition("```diff\n")[2].partition("\n```")[0] + "\n"
    changed = re.findall(r"^\+\+\+ b/(.+)$", patch, re.MULTILINE)
    assert len(changed) <= 3
    # `git apply` would do nothing at all within a repository that the copy is no part of.
    subprocess.run(
        ["git", "apply", "-"],
        cwd=tree, input=patch, text=True, check=True, env=scrubbed(GIT_CEILING_DIRECTORIES=str(tree.parent)),
    )  # fmt: skip
    for rows in (3, 9_000, 20_000):
        lines = (f"E{i},account_manager,communication,2,{'seen' if i % 10 else 'TODO'}\n" for i in range(rows))
        (tree / "r.csv").write_text("employee_id,position,competency,level,evidence\n" + "".join(lines), "utf-8")
        done = comp(tree, "check", "r.csv", "--statistics")
        assert re.findall(r"([\d,]+) R499 evidence-todo", done.stdout) == [f"{-(-rows // 10):,}"], done.stderr


def test_the_copied_report_is_a_command(tree: Path) -> None:
    copy, ask = (line[2:] for line in re.findall(r"^\$ .+$", recipe("A report"), re.MULTILINE))
    subprocess.run(copy.split(), cwd=tree, check=True)
    name = ask.split()[1]
    assert not (ROOT / "src/lenovo_comp/reports" / name).exists()
    assert f"comp {name}" in comp(tree, *ask.split()[1:]).stdout
    assert comp(tree, name, "data/sample_ratings.csv").stdout == comp(tree, "stage", "data/sample_ratings.csv").stdout


@pytest.mark.parametrize(
    ("folder", "like", "asked"),
    [("findings", "gitlab", ("check", "-f", "mine")), ("reports", "markdown", ("stage", "-f", "mine"))],
)
def test_a_copied_format_is_one(folder: str, like: str, asked: tuple[str, ...], tree: Path) -> None:
    home = tree / "src/lenovo_comp" / folder / "formats"
    assert f"src/lenovo_comp/{folder}/formats/" in RECIPES
    shutil.copyfile(home / f"{like}.py", home / "mine.py")
    mine = comp(tree, asked[0], "data/sample_ratings.csv", *asked[1:])
    assert mine.stdout == comp(tree, asked[0], "data/sample_ratings.csv", "-f", like).stdout != ""


def test_every_file_that_a_recipe_names_is_there() -> None:
    named = re.findall(r"`((?:src|docs|tests)/[\w./-]+)`", RECIPES)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []
