"""The code keeps its shape: short functions and files, comments that give reasons, no list beside what it lists."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from .conftest import ROOT

SOURCE = ROOT / "src" / "lenovo_comp"
FILES = sorted(SOURCE.rglob("*.py"))
WORDING = {"reports/shared/wording.py"}
"""Files that hold wording and no logic, and may be long."""
LONGEST_FILE, LONGEST_FUNCTION, USUAL_FUNCTION = 300, 60, 25
COMMENTS = 8
"""Lines of comments, at least, for a thousand lines."""


def _functions(file: Path) -> list[tuple[str, int]]:
    """Names of functions and how many lines each has."""
    tree = ast.parse(file.read_text("utf-8"))
    found = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    return [(n.name, (n.end_lineno or 0) - n.lineno + 1) for n in found]


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.relative_to(SOURCE).as_posix())
def test_a_file_and_its_functions_are_short(file: Path) -> None:
    if file.relative_to(SOURCE).as_posix() not in WORDING:
        assert len(file.read_text("utf-8").splitlines()) <= LONGEST_FILE
    assert [name for name, lines in _functions(file) if lines > LONGEST_FUNCTION] == []


def test_nine_functions_in_ten_are_a_screen_high() -> None:
    lengths = sorted(lines for file in FILES for _, lines in _functions(file))
    assert lengths[len(lengths) * 9 // 10] <= USUAL_FUNCTION


def test_comments_give_reasons() -> None:
    lines = [line.strip() for file in FILES for line in file.read_text("utf-8").splitlines()]
    assert 1000 * sum(line.startswith("#") for line in lines) >= COMMENTS * len(lines)


def test_a_file_says_first_what_it_holds() -> None:
    assert [f for f in FILES if not ast.get_docstring(ast.parse(f.read_text("utf-8")))] == []
