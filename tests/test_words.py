"""The wording is whole: every entry in both languages, with the same gaps to be filled, and none twice."""

from __future__ import annotations

import json
from pathlib import Path
from string import Formatter

import pytest

from lenovo_comp.text import LANGUAGES

from .conftest import ROOT

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
