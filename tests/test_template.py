"""`comp export template`: filled in as people do, it becomes the dictionary that they meant."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lenovo_comp.exchange.conversion import Conversion
from lenovo_comp.exchange.dictionary import write_dictionary
from lenovo_comp.exchange.framework import Framework
from lenovo_comp.exchange.framework_data import from_data
from lenovo_comp.exchange.exporting import export_plain, fill_ids
from lenovo_comp.exchange.source import open_source
from lenovo_comp.exchange.workbooks.template import Asked, parse_asked
from lenovo_comp.exchange.workbooks.template_reading import read_template
from lenovo_comp.model.dictionary import Model
from lenovo_comp.text import Language

from .dictionary_files import Data, as_bytes, dictionary_files
from .strategies import examples
from .test_dictionary_workbook import model_of


def back(file: Path) -> tuple[Framework, Conversion]:
    conversion = Conversion("import")
    return read_template(open_source(str(file)).sheets, conversion), conversion


def shape(model: Model) -> list[Any]:
    """Ids, layers, order and numbers of levels."""
    return [(c.id, c.layer, [level.level for level in c.levels]) for c in model.competencies]


def one_line(text: str) -> str:
    return " ".join(text.split())


@given(data=dictionary_files(), languages=st.sampled_from((None, "zh", "en")), heads=st.sampled_from(("zh", "en")))
@settings(max_examples=examples(120), deadline=None)
def test_the_filled_in_template_keeps_what_it_has_a_place_for(
    tmp_path_factory: pytest.TempPathFactory, data: Data, languages: Language | None, heads: Language
) -> None:
    before = model_of(as_bytes(data))
    if languages is not None and languages not in before.languages:
        return
    framework, exported = from_data(data), Conversion("export")
    fill_ids(framework, before)
    spoken = before.languages if languages is None else (languages,)
    file = tmp_path_factory.mktemp("x") / "plain.xlsx"
    file.write_bytes(export_plain(framework, before, spoken, heads, exported))

    again, imported = back(file)
    after = model_of(write_dictionary(again))
    assert shape(after) == shape(before)
    assert [e.rule.code for e in imported.entries if e.effect in ("lost", "guessed", "moved", "refused")] == []
    for was, now in zip(before.competencies, after.competencies, strict=True):
        for (level, old), (same, new) in zip(was.statements(), now.statements(), strict=True):
            assert (level, old.id) == (same, new.id)
            assert all(one_line(old.text[x]) == one_line(new.text[x]) for x in spoken)

    statements = exported.counts.get("statement")
    of_stages = sum(len(stage.behaviours) for stage in before.stages)
    total = sum(1 for _ in before.statements())
    if total:
        assert statements is not None
        assert (statements.read, statements.dropped) == (total, of_stages)
    for kind, counts in exported.counts.items():
        lost = sum(e.count for e in exported.entries if e.kind == kind and e.effect == "lost")
        assert counts.read == counts.kept + counts.merged + counts.dropped
        assert counts.dropped == lost
