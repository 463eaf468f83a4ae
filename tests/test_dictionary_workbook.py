"""`comp export xlsx`: a workbook of a dictionary comes back as the same dictionary."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import openpyxl
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

from .conftest import ROOT, Run
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
@settings(max_examples=examples(90, 8), deadline=None)
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


# ---------------------------------------------------------------- every field


def fields_of(part: Any) -> set[tuple[str, str]]:
    """Every field of the schema, with the part that it belongs to; those of words aside."""
    found, waiting, seen = set(), [part], set()
    while waiting:
        kind = waiting.pop()
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            if kind not in seen and kind is not schema.Text:
                seen.add(kind)
                names = {n for n in kind.model_fields if n not in ("zh", "en")}
                found |= {(kind.__name__, name) for name in names}
                waiting += [kind.model_fields[name].annotation for name in names]
        else:
            waiting += get_args(kind)
    return found


def test_every_field_of_the_schema_has_a_place_in_the_workbook() -> None:
    """A field that the schema gets is lost from workbooks until a table has a column for it."""
    of_tables = {
        "Layers": "LayerInfo", "Scale values": "Labelled", "Career stages": "Stage", "Rater roles": "RaterRole",
        "Dictionary": "Dictionary", "Competencies": "Competency", "Levels": "Level", "Statements": "Statement",
        "Actions": "Action", "Positions": "Position", "Requirements": "Requirement", "Scales": "Scale",
        "Purposes": "Purpose", "Questions": "Text",
    }  # fmt: skip
    titles = {table.key: table.title.en for table in tables.TABLES} | {"actions": "Actions", "questions": "Questions"}
    kinds = {key: of_tables[title] for key, title in titles.items()}
    placed = {(kinds[t.key], c.key.partition(".")[0]) for t in tables.TABLES for c in t.columns}
    for column in tables.OF_SETTINGS:
        whole, dot, inner = column.key.partition(".")
        placed |= {("Dictionary", whole), (whole.capitalize(), inner)} if dot else {("Dictionary", whole)}
    holders = {"": "Dictionary"} | {p.name: kinds[p.table] for p in tables.PARTS if p.name} | {"level": "Level"}
    waiting: list[tuple[tables.Part, str]] = [(p, "") for p in tables.PARTS]
    while waiting:
        part, above = waiting.pop()
        placed.add((holders[above], part.field))
        waiting += [(below, part.name) for below in part.parts]
    assert fields_of(schema.Dictionary) <= placed


# ---------------------------------------------------------------- as people change it

SHIPPED = ROOT / "data" / "big_account_sales.yaml"


@pytest.fixture
def workbook(tmp_path: Path, run: Run) -> Path:
    """The shipped dictionary, in English."""
    done = run("export", "xlsx", "-o", "d.xlsx", "--lang", "en", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "Wrote d.xlsx: 7 competencies, 110 statements, 8 positions.\n")
    return tmp_path / "d.xlsx"


def imported(workbook: Path, run: Run, *options: str) -> tuple[int, dict[str, Any]]:
    """The exit code of an import onto new.yaml, and its report."""
    done = run("import", workbook.name, "-o", "new.yaml", "--format", "json", *options, cwd=workbook.parent)
    return done.returncode, json.loads(done.stdout)


@pytest.mark.parametrize(
    ("file", "language"),
    [(SHIPPED, "zh"), (ROOT / "tests" / "models" / "clinic_nursing.yaml", "en")],
    ids=["sales", "clinic"],
)
def test_there_and_back_by_the_command_line(tmp_path: Path, run: Run, file: Path, language: str) -> None:
    assert run("export", "xlsx", "-m", str(file), "-o", "d.xlsx", "--lang", language, cwd=tmp_path).returncode == 0
    first = (tmp_path / "d.xlsx").read_bytes()
    assert run("export", "xlsx", "-m", str(file), "-o", "d.xlsx", "--lang", language, cwd=tmp_path).returncode == 0
    assert (tmp_path / "d.xlsx").read_bytes() == first
    code, report = imported(tmp_path / "d.xlsx", run)
    assert (code, report["entries"], report["source"]["format"]) == (0, [], "xlsx")
    assert "No differences" in run("diff", str(file), "new.yaml", "--lang", "en", cwd=tmp_path).stdout
    shown = [
        json.loads(run("show-model", "-m", m, "--format", "json", cwd=tmp_path).stdout) for m in (str(file), "new.yaml")
    ]
    assert {**shown[0], "sha256": ""} == {**shown[1], "sha256": ""}


def test_what_people_change_is_what_changes(workbook: Path, run: Run) -> None:
    book = openpyxl.load_workbook(workbook)
    statements, requirements = book["Statements"], book["Requirements"]
    statements.append([None, "communication", None, None, None, "会主动求助", "Asks for help", "Own"])
    statements["G2"] = "=Likes to talk"  # XlsxWriter's text stays text; openpyxl makes a formula of it
    statements["G2"].data_type = "s"
    requirements.append([None, "Industry analyst", "Communication", 3])
    book["Dictionary"]["C3"] = "2.0"
    book["Rater roles"]["E3"] = 3
    book.save(workbook)
    code, report = imported(workbook, run)
    assert code == 1  # the analyst requires communication already
    assert [(e["code"], e["places"][0]) for e in report["entries"]] == [("T617", "Requirements!B48")]
    changes = json.loads(run("diff", str(SHIPPED), "new.yaml", "--format", "json", cwd=workbook.parent).stdout)[
        "changes"
    ]
    assert {(c["what"], c["change"], c["field"]) for c in changes} == {
        ("dictionary", "changed", "version"),
        ("statement", "changed", "text"),
        ("statement", "added", None),
        ("rater_role", "changed", "weight"),
    }


def test_what_can_not_be_read_is_told_cell_by_cell(workbook: Path, run: Run) -> None:
    book = openpyxl.load_workbook(workbook)
    book["Competencies"]["Z1"], book["Competencies"]["Z2"] = "Owner", "Li Lei"
    book["Requirements"]["D2"] = "high"
    book["Statements"]["H2"] = "Somewhere"
    book["Statements"].append([None, "juggling", None, None, None, "抛球", "Juggles"])
    book["Levels"].append([None, "Communication"])
    book.create_sheet("Notes")["B2"] = "ask Wang"
    book.save(workbook)
    code, report = imported(workbook, run)
    assert code == 1
    assert {(e["code"], e["places"][0]) for e in report["entries"]} == {
        ("T610", "Competencies!Z1"),
        ("T613", "Requirements!D2"),
        ("T611", "Requirements!B2"),
        ("T613", "Statements!H2"),
        ("T611", "Statements!B125"),
        ("T611", "Levels!B14"),
        ("T611", "Notes!B2"),
    }
    (cells,) = report["counts"]
    assert cells["read"] == cells["kept"] + cells["dropped"]
    assert cells["dropped"] == sum(e["count"] for e in report["entries"]) == 2 + 1 + 4 + 1 + 3 + 1 + 1 - 1


def test_a_workbook_that_somebody_changed_is_not_written_over(workbook: Path, run: Run) -> None:
    assert run("export", "xlsx", "-o", "d.xlsx", cwd=workbook.parent).returncode == 0
    book = openpyxl.load_workbook(workbook)
    book.save(workbook)
    done = run("export", "xlsx", "-o", "d.xlsx", "--lang", "en", cwd=workbook.parent)
    assert done.returncode == 2
    assert "d.xlsx has been filled in" in done.stderr
