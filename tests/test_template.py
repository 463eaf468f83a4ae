"""`comp export template`: filled in as people do, it becomes the dictionary that they meant."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lenovo_comp.exchange.conversion import Conversion
from lenovo_comp.exchange.exporting import export_plain, fill_ids
from lenovo_comp.exchange.framework_data import from_data
from lenovo_comp.exchange.importing import import_framework
from lenovo_comp.exchange.options import Options
from lenovo_comp.exchange.workbooks.template import Asked, parse_asked
from lenovo_comp.model.dictionary import Model
from lenovo_comp.text import Language

from .conftest import WITH_OFFICE, Run, converted
from .dictionary_files import Data, as_bytes, dictionary_files
from .strategies import BUDGET, examples
from .test_dictionary_workbook import SHIPPED, model_of


def shape(model: Model) -> list[Any]:
    """Ids, layers, order and numbers of levels."""
    return [(c.id, c.layer, [level.level for level in c.levels]) for c in model.competencies]


def one_line(text: str) -> str:
    return " ".join(text.split())


@given(data=dictionary_files(), languages=st.sampled_from((None, "zh", "en")), heads=st.sampled_from(("zh", "en")))
@settings(max_examples=examples(90, 8), deadline=None)
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

    imported, written = import_framework(str(file), Options(), {})
    assert written is not None, [(e.rule.code, e.message("en")) for e in imported.entries]
    after = model_of(written)
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


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("3", Asked(3, None, True)),
        (" 3 / 4 ", Asked(3, 4, True)),
        ("(2)", Asked(2, None, False)),
        ("（1.5／2）", Asked(1.5, 2, False)),
        ("３", Asked(3, None, True)),
        ("0", Asked(0, None, True)),
        *((text, None) for text in ("high", "3/4/5", "(3", "3)", "3-4", "√", "2026-03-04", "3 4", "1e3", "nan")),
    ],
)
def test_what_a_position_asks(text: str, asked: Asked | None) -> None:
    assert parse_asked(text) == asked


# ---------------------------------------------------------------- filled in as people do

COMPETENCIES = {
    "zh": [
        {"类别": "软技能", "名称": "沟通", "简称": "沟", "定义": "把话说清楚", "行为描述": "1. 听别人讲完\n2. 再开口"},
        {"类别": "专业", "名称": "排班", "1级": "能按规定排班\n\n会查班表", "3级": "=能预测人手\n- 会调度"},
        {"层次": "核心", "名称": "诚信"},
    ],
    "en": [
        {"Group": "Soft skills", "Name": "Listening", "Short": "Listen", "Definition": "Hears people out",
         "Behaviours": "1. Lets others finish\n2. Asks back"},
        {"Group": "Craft", "Name": "Rostering", "Level 1": "Follows the rules\n\nReads the roster",
         "Level 3": "=Foresees demand\n- Moves people"},
        {"Layer": "Core", "Name": "Integrity"},
    ],
}  # fmt: skip
BOTH = [
    {
        "Group (zh)": "软技能", "Group (en)": "Soft skills", "Name (zh)": "沟通", "Name (en)": "Listening",
        "Behaviours (zh)": "1. 听别人讲完\n2. 再开口", "Behaviours (en)": "Lets others finish\nAsks back",
    },
    {
        "Name (zh)": "排班", "Name (en)": "Rostering", "Level 1 (zh)": "能按规定排班",
        "Level 1 (en)": "Follows the rules",
        "Level 3 (zh)": "=能预测人手\n会调度", "Level 3 (en)": "=Foresees demand\nMoves people",
    },
    {"Layer": "Core", "Name (zh)": "诚信", "Name (en)": "Integrity"},
]  # fmt: skip
SHEETS = {"zh": ("胜任能力", "岗位"), "en": ("Competencies", "Positions")}
STAGE, WEIGHT = {"zh": "阶段", "en": "Stage"}, {"zh": "权重", "en": "Weight"}


def fill(file: Path, language: str, rows: list[dict[str, str]], names: list[str]) -> None:
    """Type into a blank template what is said under its heads, and two positions."""
    book = openpyxl.load_workbook(file)
    competencies, positions = (book[name] for name in SHEETS[language])
    at = {cell.value: i for i, cell in enumerate(competencies[1], 1)}
    for i, row in enumerate(rows, 2):
        for head, text in row.items():
            cell = competencies.cell(i, at[head], text)
            cell.data_type = "s"
    table: list[list[Any]] = [
        [STAGE[language], "1", "2"], [names[0], "2", "(3)"], [WEIGHT[language], None, "1.5"],
        [names[1], "1/3", 3], [names[2], None, "（4）"],
    ]  # fmt: skip
    in_both = positions.cell(3, 2).value == "Name (en)"
    for j, (zh, en) in enumerate((("护士", "Nurse"), ("护士长", "Head nurse")), 3):
        positions.cell(1, j, zh if in_both or language == "zh" else en)
        if in_both:
            positions.cell(3, j, en)
    for i, (name, *cells) in enumerate(table, 4 if in_both else 3):
        positions.cell(i, 2, name)
        for j, text in enumerate(cells, 3):
            positions.cell(i, j, text)
    book.save(file)


def imported(file: Path, run: Run, *options: str) -> tuple[int, dict[str, Any]]:
    done = run("import", file.name, "-o", "new.yaml", "--format", "json", *options, cwd=file.parent)
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def shown(folder: Path, run: Run) -> dict[str, Any]:
    return dict(json.loads(run("show-model", "-m", "new.yaml", "--format", "json", cwd=folder).stdout))


def template(folder: Path, run: Run, *options: str) -> Path:
    done = run("export", "template", "-o", "my_skills.xlsx", *options, cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "my_skills.xlsx"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_template_filled_in_is_a_dictionary(tmp_path: Path, run: Run, language: str) -> None:
    file = template(tmp_path, run, "--lang", language)
    rows = COMPETENCIES[language]
    names = [row["名称" if language == "zh" else "Name"] for row in rows]
    fill(file, language, rows, names)
    code, report = imported(file, run)
    assert code == 0
    assert {e["code"] for e in report["entries"]} <= {"T632", "T635"}
    assert run("check", "new.yaml", cwd=tmp_path).returncode == 0
    model = shown(tmp_path, run)
    assert (model["id"], model["languages"]) == ("my_skills", [language])
    first, second, third = model["competencies"]
    assert [c["name"][language] for c in model["competencies"]] == names
    assert [c["layer"] for c in model["competencies"]] == ["general", "professional", "core"]
    said = ["听别人讲完", "再开口"] if language == "zh" else ["Lets others finish", "Asks back"]
    assert [b[language] for b in first["behaviours"]] == said
    assert {b["origin"] for b in first["behaviours"]} == {"own"}
    levels = {x["level"]: [b[language] for b in x["behaviours"]] for x in second["levels"]}
    assert levels == (
        {1: ["能按规定排班", "会查班表"], 3: ["=能预测人手", "会调度"]}
        if language == "zh"
        else {1: ["Follows the rules", "Reads the roster"], 3: ["=Foresees demand", "Moves people"]}
    )
    nurse, head = model["positions"]
    ids = [c["id"] for c in (first, second, third)]
    assert (nurse["stage"], head["stage"]) == (1, 2)
    asked = [
        [(r["competency"], r["level"], r["desired"], r["essential"], r["weight"]) for r in p["requires"]]
        for p in (nurse, head)
    ]
    assert asked == [
        [(ids[0], 2, None, True, 1), (ids[1], 1, 3, True, 1)],
        [(ids[0], 3, None, False, 1.5), (ids[1], 3, None, True, 1), (ids[2], 4, None, False, 1)],
    ]
    ratings = "employee_id,position,competency,level\n" + "".join(f"E1,{nurse['id']},{id},2\n" for id in ids[:2])
    (tmp_path / "ratings.csv").write_text(ratings)
    done = run("assess", "ratings.csv", "-m", "new.yaml", "--format", "json", cwd=tmp_path)
    assert [e["verdict"] for e in json.loads(done.stdout)["employees"]] == ["ready"]


def test_a_template_in_both_languages(tmp_path: Path, run: Run) -> None:
    file = template(tmp_path, run, "--lang", "both", "--levels", "3")
    fill(file, "en", BOTH, ["沟通", "Rostering", "诚信"])
    code, report = imported(file, run)
    assert (code, {e["code"] for e in report["entries"]}) == (0, {"T632"})
    model = shown(tmp_path, run)
    assert model["languages"] == ["zh", "en"]
    assert [c["id"] for c in model["competencies"]] == ["listening", "rostering", "integrity"]
    assert [(b["zh"], b["en"]) for b in model["competencies"][0]["behaviours"]] == [
        ("听别人讲完", "Lets others finish"), ("再开口", "Asks back"),
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_an_empty_template_is_refused(tmp_path: Path, run: Run, language: str) -> None:
    code, report = imported(template(tmp_path, run, "--lang", language), run)
    assert (code, [e["code"] for e in report["entries"]]) == (2, ["T606"])
    assert not (tmp_path / "new.yaml").exists()


def test_what_does_not_fit_is_told(tmp_path: Path, run: Run) -> None:
    file = template(tmp_path, run, "--lang", "en")
    fill(file, "en", COMPETENCIES["en"], ["Listening", "Rostering", "Integrity"])
    book = openpyxl.load_workbook(file)
    competencies, positions = book["Competencies"], book["Positions"]
    at = {cell.value: i for i, cell in enumerate(competencies[1], 1)}
    competencies.cell(3, at["Behaviours"], "Also without levels")
    competencies.cell(5, at["Definition"], "Of what?")
    competencies.cell(2, 30, "a remark without a head")
    positions.cell(4, 3, "high")
    positions.cell(8, 2, "Juggling")
    positions.cell(8, 3, "2")
    positions.cell(9, 2, "Listening")
    positions.cell(9, 3, "1")
    positions.cell(1, 5, "Porter")
    book.save(file)
    code, report = imported(file, run)
    assert code == 1
    assert {(e["code"], tuple(e["places"])) for e in report["entries"] if e["effect"] == "lost"} == {
        ("T613", ("Competencies!L3",)),
        ("T611", ("Competencies!G5",)),
        ("T610", ("Competencies!AD2",)),
        ("T613", ("Positions!C4",)),
        ("T611", ("Positions!B8", "Positions!C8")),
        ("T617", ("Positions!B9", "Positions!C9")),
        ("T611", ("Positions!E1",)),
    }
    (cells,) = report["counts"]
    assert cells["read"] == cells["kept"] + cells["dropped"]


def test_ids_stay_with_what_they_belong_to(tmp_path: Path, run: Run) -> None:
    """Rows and lines are moved, renamed, added, removed and copied; whoever is what it was has its id."""
    done = run("export", "xlsx", "--plain", "--lang", "en", "--accept", "T615", "-o", "plain.xlsx", cwd=tmp_path)
    assert done.returncode == 0
    book = openpyxl.load_workbook(tmp_path / "plain.xlsx")
    sheet, positions = book["Competencies"], book["Positions"]
    at = {cell.value: i for i, cell in enumerate(sheet[1], 1)}
    name, behaviours = at["Name"], at["Behaviours"]
    old = str(sheet.cell(2, behaviours).value).split("\n")
    sheet.cell(2, name, "Talking")
    positions["B4"] = "Talking"
    sheet.cell(2, behaviours, "\n".join([old[3], "Something new", *old[4:]]))
    for column in range(1, sheet.max_column + 1):
        sheet.cell(9, column, sheet.cell(3, column).value)
    sheet.cell(9, name, "Copied")
    book.save(tmp_path / "plain.xlsx")
    code, report = imported(tmp_path / "plain.xlsx", run)
    assert code == 0, report["entries"]
    by_name = {c["name"]["en"]: c for c in shown(tmp_path, run)["competencies"]}
    assert by_name["Talking"]["id"] == "communication"
    ids = [b["id"] for b in by_name["Talking"]["behaviours"]]
    assert ids[0] == "communication.4"
    assert ids[2:] == [f"communication.{n}" for n in range(5, 11)]
    assert ids[1] not in {f"communication.{n}" for n in range(1, 11)}  # not that of a line that is gone
    assert (by_name["Logical analysis"]["id"], by_name["Copied"]["id"]) == ("logical_analysis", "copied")


def test_a_plain_export_says_what_it_leaves_out(tmp_path: Path, run: Run) -> None:
    done = run(
        "export",
        "xlsx",
        "--plain",
        "--lang",
        "zh",
        "-o",
        "p.xlsx",
        "--report",
        "r.json",
        "--format",
        "concise",
        cwd=tmp_path,
    )
    assert done.returncode == 1
    report = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert {e["code"] for e in report["entries"]} == {"T615"}
    counts = {c["kind"]: (c["read"], c["kept"], c["dropped"]) for c in report["counts"]}
    assert counts == {
        "competency": (7, 7, 0),
        "statement": (123, 110, 13),
        "position": (8, 8, 0),
        "action": (45, 0, 45),
    }


def test_a_language_that_is_not_there(tmp_path: Path, run: Run) -> None:
    (tmp_path / "d.yaml").write_text(
        '{"id": "x", "name": "x", "languages": "en", "competencies": [{"id": "a", "name": "A"}]}'
    )
    done = run("export", "xlsx", "-m", "d.yaml", "--plain", "--lang", "zh", "-o", "p.xlsx", cwd=tmp_path)
    assert (done.returncode, (tmp_path / "p.xlsx").exists()) == (2, False)


def test_a_filled_in_template_is_not_written_over(tmp_path: Path, run: Run) -> None:
    file = template(tmp_path, run, "--lang", "en")
    template(tmp_path, run, "--lang", "zh")
    fill(file, "zh", COMPETENCIES["zh"], ["沟通", "排班", "诚信"])
    content = file.read_bytes()
    done = run("export", "template", "-o", file.name, "--lang", "en", cwd=tmp_path)
    assert (done.returncode, file.read_bytes()) == (2, content)
    assert "has been filled in" in done.stderr


@WITH_OFFICE
@pytest.mark.parametrize("kind", ["xlsx", "ods"] if BUDGET > 1 else ["ods"])
def test_workbooks_saved_by_another_program(tmp_path: Path, run: Run, kind: str) -> None:
    """A template that was filled in, and a whole dictionary."""
    file = template(tmp_path, run, "--lang", "both")
    fill(file, "en", BOTH, ["沟通", "Rostering", "诚信"])
    assert imported(file, run)[0] == 0
    expected = (tmp_path / "new.yaml").read_text("utf-8").partition("\n\n")[2]
    assert run("export", "xlsx", "-o", "whole.xlsx", cwd=tmp_path).returncode == 0
    (tmp_path / "saved").mkdir()
    saved, whole = converted(kind, [file, tmp_path / "whole.xlsx"], tmp_path / "saved")
    assert run("import", str(saved), "-o", "saved.yaml", cwd=tmp_path).returncode == 0
    assert (tmp_path / "saved.yaml").read_text("utf-8").partition("\n\n")[2] == expected
    assert run("import", str(whole), "-o", "whole.yaml", cwd=tmp_path).returncode == 0
    assert "No differences" in run("diff", str(SHIPPED), "whole.yaml", "--lang", "en", cwd=tmp_path).stdout


def test_the_simple_form_updates_the_whole(tmp_path: Path, run: Run) -> None:
    """What it has no place for stays in the dictionary that it updates."""
    done = run("export", "xlsx", "--plain", "--accept", "T615", "--lang", "en", "-o", "simple.xlsx", cwd=tmp_path)
    assert done.returncode == 0
    assert imported(tmp_path / "simple.xlsx", run, "--update", str(SHIPPED))[0] == 0
    assert "No differences" in run("diff", str(SHIPPED), "new.yaml", "--lang", "en", cwd=tmp_path).stdout
