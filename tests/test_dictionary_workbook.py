"""`comp export xlsx`: a workbook of a dictionary comes back as the same dictionary."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from lenovo_comp.exchange.conversion import Conversion
from lenovo_comp.exchange.exporting import export_whole, fill_ids
from lenovo_comp.exchange.framework_data import from_data
from lenovo_comp.exchange.importing import Imported, import_framework
from lenovo_comp.exchange.options import Options
from lenovo_comp.exchange.workbooks import tables
from lenovo_comp.model import schema
from lenovo_comp.model.compare import compare
from lenovo_comp.model.dictionary import Model
from lenovo_comp.model.parsing import parse_model
from lenovo_comp.reports.show_model.document import model_document
from lenovo_comp.text import Language

from .dictionary_files import Data, as_bytes, dictionary_files
from .strategies import examples


def model_of(data: bytes) -> Model:
    model, found = parse_model(data, "random.yaml")
    assert model is not None, [(d.rule.code, d.place.field, d.value, d.details) for d in found]
    return model


def back(workbook: bytes, folder: Path) -> Imported:
    """What an import makes of a workbook, and its account."""
    file = folder / "back.xlsx"
    file.write_bytes(workbook)
    return import_framework(str(file), Options(), {})


def without_file(model: Model) -> dict[str, object]:
    return {**model_document(model), "sha256": ""}


@given(data=dictionary_files(), language=st.sampled_from(("zh", "en")))
@settings(max_examples=examples(150), deadline=None)
def test_a_workbook_comes_back_as_the_same_dictionary(
    tmp_path_factory: pytest.TempPathFactory, data: Data, language: Language
) -> None:
    before = model_of(as_bytes(data))
    framework, exported = from_data(data), Conversion("export")
    fill_ids(framework, before)
    workbook = export_whole(framework, before, language, exported)
    assert exported.entries == []
    assert exported.counts["competency"].kept == len(before.competencies)
    conversion, written = back(workbook, tmp_path_factory.mktemp("x"))
    assert [(e.rule.code, e.places, e.message("en")) for e in conversion.entries] == []
    assert {c.dropped for c in conversion.counts.values()} == {0}
    assert written is not None
    after = model_of(written)
    assert compare(before, after) == ()
    assert without_file(before) == without_file(after)
