"""The wording is whole: every entry in both languages, with the same gaps to be filled, and none twice."""

from __future__ import annotations

import json
from pathlib import Path
from string import Formatter

import openpyxl
import pytest

from lenovo_comp.text import LANGUAGES

from .conftest import ROOT, SAMPLE, Run

FILES = sorted((ROOT / "src/lenovo_comp/reports").glob("*/words.json"))


def _gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.parent.name)
def test_both_languages_say_the_same(file: Path) -> None:
    for key, said in json.loads(file.read_text("utf-8")).items():
        assert tuple(said) == LANGUAGES, key
        zh, en = (_gaps(said[language]) for language in LANGUAGES)
        assert zh <= en or en <= zh, key


def test_nothing_is_said_twice() -> None:
    pairs = [json.loads(f.read_text("utf-8"), object_pairs_hook=list) for f in FILES]
    keys = [key for file in pairs for key, _ in file]
    assert len(keys) == len(set(keys))


def test_nobody_is_left_to_fill_in_a_gap(run: Run, tmp_path: Path) -> None:
    """Somebody without a strength, in every form of their report."""
    for name in ("r.md", "r.html", "r.xlsx"):
        done = run("gap", *SAMPLE, "--employee", "E001", "--full", "--lang", "en", "--output", str(tmp_path / name))
        assert done.returncode == 0
        assert "at least 1 above the requirement" in done.stdout
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    cells = "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value)
    for text in (cells, *((tmp_path / name).read_text("utf-8") for name in ("r.md", "r.html"))):
        assert "at least 1 above the requirement" in text
        assert "{least}" not in text
