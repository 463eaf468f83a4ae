"""Mappings: files of another shape read by `[[source]]` of comp.toml, against what is meant, written out by hand."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import get_args

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from openpyxl import Workbook

from lenovo_comp import Model, read_ratings
from lenovo_comp.cli.settings_types import NamedColumn, SourceSettings, ThresholdSettings
from lenovo_comp.cli.thresholds import THRESHOLDS
from lenovo_comp.inputs import match_pattern
from lenovo_comp.ratings.columns import COLUMNS
from lenovo_comp.ratings.mapping.parsing import parse_mappings
from lenovo_comp.ratings.mapping.places import TomlPlaces
from lenovo_comp.ratings.mapping.settings import SETTINGS
from lenovo_comp.ratings.reading import Ratings
from website.json_schemas import settings_schema

from .conftest import Run

COLUMNS_OF_FORMS = """
[source.columns]
"Who do you rate?" = "employee_id"
"Job" = "position"
"You are" = "rater_role"
"Talks well" = "communication"
"Talks well (self)" = "communication@self"
"Thinks" = "logical_analysis"
"Photo" = "ignore"
"""
FORMS = """\
Survey of 2026,,,,,,
,,,,,,
Who do you rate?,Job,You are,Talks well,Talks well (self),Thinks,Photo
{import},,,,,,
E001,account_manager,Boss,Great,3,2,x
E002,account_manager,peer,n/a,,3,x
Average,,,2,2,2
,,,,,,
note
"""


def written(folder: Path, settings: str, **files: str) -> Path:
    """A folder with settings and files; `__` in a name is a dot, `_0_` a folder."""
    for name, content in {"comp__toml": settings, **files}.items():
        file = folder / name.replace("_0_", "/").replace("__", ".")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, "utf-8")
    return folder


def read(folder: Path, model: Model, *names: str) -> Ratings:
    text = (folder / "comp.toml").read_text("utf-8")
    tables = tomllib.loads(text)["source"]
    mappings = parse_mappings(tables, TomlPlaces(text, "comp.toml"), model, lambda p: match_pattern(p, str(folder)))
    return read_ratings([folder / name for name in names], model, mappings=mappings)


def figures(ratings: Ratings) -> set[tuple[str, ...]]:
    """What was read of every rating, as text."""
    columns = ("cycle", "employee_id", "competency", "behaviour", "rater_role", "rater_id", "level")
    return {tuple("" if v is None else str(v) for v in row) for row in ratings.frame.select(columns).iter_rows()}


def codes(ratings: Ratings) -> list[str]:
    return [f"{d.rule.code} {d.place.line}" for d in ratings.diagnostics]


def test_a_survey_is_read_as_its_mapping_says(tmp_path: Path, model: Model) -> None:
    settings = f"""
[[source]]
files = "exports/forms-*.csv"
header_row = 3
skip_rows = [4, "last 2"]
file = "cycle"
{COLUMNS_OF_FORMS}
[source.values.rater_role]
"Boss" = "manager"
[source.values.level]
"Great" = 4
"n/a" = ""
"""
    written(tmp_path, settings, **{"exports_0_forms-2026H1__csv": FORMS})
    ratings = read(tmp_path, model, "exports/forms-2026H1.csv")
    assert not ratings.diagnostics
    assert figures(ratings) == {
        ("2026H1", "E001", "communication", "", "manager", "", "4.0"),
        ("2026H1", "E001", "communication", "", "self", "", "3.0"),
        ("2026H1", "E001", "logical_analysis", "", "manager", "", "2.0"),
        ("2026H1", "E002", "logical_analysis", "", "peer", "", "3.0"),
    }
    assert ratings.people["employee_id"].to_list() == ["E001", "E002"]
    assert [i.rows for i in ratings.inputs] == [2]


def test_the_command_line_reads_by_mappings_too(run: Run, tmp_path: Path) -> None:
    settings = f'[[source]]\nfiles = "*.csv"\nheader_row = 3\nskip_rows = ["4", "last 2"]\n{COLUMNS_OF_FORMS}'
    settings = settings.replace('"4"', "4")
    settings += '[source.values.rater_role]\n"Boss" = "manager"\n[source.values.level]\n"Great" = 4\n"n/a" = ""\n'
    written(tmp_path, settings, r__csv=FORMS)
    # The mapping's files are read where nothing else is named.
    document = json.loads(run("assess", "--format", "json", cwd=tmp_path).stdout)
    ratings = {
        (e["employee_id"], c["competency"]): c["rating"] for e in document["employees"] for c in e["competencies"]
    }
    assert ratings["E001", "communication"] == 4
    assert ratings["E002", "communication"] is None
    assert run("check", cwd=tmp_path).returncode == 0
    assert run("gap", "-e", "E001", cwd=tmp_path).returncode == 0
    assert run("explain", "r.csv", "-e", "E001", "-c", "communication", cwd=tmp_path).returncode == 0
    below = tmp_path / "below"
    below.mkdir()
    assert run("check", cwd=below).returncode == 0
    assert run("check", "../r.csv", cwd=below).returncode == 0
    other = run("check", "r.csv", "--fix", cwd=tmp_path)
    assert other.returncode == 0
    assert "left as it is" in other.stderr
    assert (tmp_path / "r.csv").read_text("utf-8") == FORMS
    assert run("export", "datapackage", "r.csv", cwd=tmp_path).returncode == 2


def test_nothing_is_guessed(tmp_path: Path, model: Model) -> None:
    """Headers that would be known without a mapping are errors with one, and so is one that is gone."""
    columns = '[source.columns]\nemployee_id = "employee_id"\nposition = "position"\n"Talks" = "communication"\n'
    written(tmp_path, f'[[source]]\nfiles = "r.csv"\n{columns}')
    for header, found in {
        "employee_id,position,Talks": [],
        "employee_id,position, Talks ": [],
        "employee_id,position,Talks,rater_role": ["C162 1"],
        "employee_id,position,Talks,Communication": ["C162 1"],
        "employee_id,position,Talks,Talks": ["C164 1"],
        "employee_id,position,Communication": ["C162 1", "C163 1"],
        "employee_id,position,Talks,": [],
        "工号,岗位,沟通表达能力": ["C163 1"],
    }.items():
        (tmp_path / "r.csv").write_text(f"{header}\nE001,account_manager,3{',' * (header.count(',') - 2)}\n", "utf-8")
        ratings = read(tmp_path, model, "r.csv")
        assert sorted(codes(ratings)) == found, header
        assert ratings.frame.height == (0 if found else 1), header
    (tmp_path / "r.csv").write_text("employee_id,position,Talks,\nE001,account_manager,3,x\n", "utf-8")
    assert codes(read(tmp_path, model, "r.csv")) == ["C109 1"]


def test_a_header_that_is_ignored_may_be_missing_or_stand_twice(tmp_path: Path, model: Model) -> None:
    settings = '[[source]]\nfiles = "r.csv"\n[source.columns]\nA = "employee_id"\nP = "position"\nT = "communication"\n'
    written(tmp_path, settings + 'X = "ignore"\n"" = "ignore"\n', r__csv="A,P,T,X,X,\n7,account_manager,3,1,2,3\n")
    assert not read(tmp_path, model, "r.csv").diagnostics
    (tmp_path / "r.csv").write_text("A,P,T\n7,account_manager,3\n", "utf-8")
    assert not read(tmp_path, model, "r.csv").diagnostics


def test_raters_side_by_side(tmp_path: Path, model: Model) -> None:
    """A column of levels per rater, of a long table; the row's own rater is somebody else."""
    settings = """
[[source]]
files = "r.csv"
[source.columns]
"工号" = "employee_id"
"岗位" = "position"
"项目" = "competency"
"自评" = "level@self"
"上级" = "level@manager"
"同事1" = "level@peer/同事1"
"同事2" = "level@peer/同事2"
"评分" = "level"
"填表人" = "rater_id"
[source.constants]
rater_role = "assessor"
"""
    text = "工号,岗位,项目,自评,上级,同事1,同事2,评分,填表人\n007,大客户代表,communication,4,2,1,3,0,M1\n"
    written(tmp_path, settings, r__csv=text)
    ratings = read(tmp_path, model, "r.csv")
    assert not ratings.diagnostics
    assert figures(ratings) == {
        ("", "007", "communication", "", "self", "", "4.0"),
        ("", "007", "communication", "", "manager", "", "2.0"),
        ("", "007", "communication", "", "peer", "同事1", "1.0"),
        ("", "007", "communication", "", "peer", "同事2", "3.0"),
        ("", "007", "communication", "", "assessor", "M1", "0.0"),
    }


def test_a_role_that_some_headers_name_must_be_known_of_all(tmp_path: Path, model: Model) -> None:
    columns = '[source.columns]\nA = "employee_id"\nP = "position"\nT = "communication@self"\nU = "communication"\n'
    settings = f'[[source]]\nfiles = "r.csv"\n{columns}'
    written(tmp_path, settings, r__csv="A,P,T,U\n7,account_manager,3,4\n")
    assert codes(read(tmp_path, model, "r.csv")) == ["C156 7"]
    written(tmp_path, f'{settings}[source.constants]\nrater_role = "manager"\n')
    assert {row[4:] for row in figures(read(tmp_path, model, "r.csv"))} == {("self", "", "3.0"), ("manager", "", "4.0")}


def test_single_behaviours(tmp_path: Path, model: Model) -> None:
    settings = '[[source]]\nfiles = "r.csv"\n[source.columns]\nA = "employee_id"\nP = "position"\n'
    settings += '"Q1" = "communication.1"\n"Q2" = "market_information.2.3@peer"\n"All" = "coordination"\n'
    settings += '[source.constants]\nrater_role = "assessor"\n'
    written(tmp_path, settings, r__csv="A,P,Q1,Q2,All\n7,account_manager,3,4,2\n")
    ratings = read(tmp_path, model, "r.csv")
    assert not ratings.diagnostics
    assert figures(ratings) == {
        ("", "7", "communication", "communication.1", "assessor", "", "3.0"),
        ("", "7", "market_information", "market_information.2.3", "peer", "", "4.0"),
        ("", "7", "coordination", "", "assessor", "", "2.0"),
    }


def workbook(file: Path, **sheets: list[list[object]]) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(file)


def test_sheets_and_files_that_say_something(tmp_path: Path, model: Model) -> None:
    head: list[list[object]] = [["Survey"], [], ["Staff", "Job", "Talks\nwell"]]
    rows = {n: [*head, ["007", "account_manager", i]] for i, n in enumerate(("Self", "Chef", "Peer"))}
    workbook(tmp_path / "s-2026H1.xlsx", **rows, Notes=[["x"], ["y"], ["z"]])
    settings = """
[[source]]
files = "s-*.xlsx"
header_row = 3
sheet = "rater_role"
file = "cycle"
columns = { Staff = "employee_id", Job = "position", "Talks well" = "communication" }
values.rater_role = { Chef = "manager" }
"""
    written(tmp_path, settings)
    ratings = read(tmp_path, model, "s-2026H1.xlsx")
    assert [d.rule.code for d in ratings.diagnostics] == ["X203"]  # Notes
    assert figures(ratings) == {
        ("2026H1", "007", "communication", "", "self", "", "0.0"),
        ("2026H1", "007", "communication", "", "manager", "", "1.0"),
        ("2026H1", "007", "communication", "", "peer", "", "2.0"),
    }
    written(tmp_path, settings.replace("Chef", "Boss"))
    ratings = read(tmp_path, model, "s-2026H1.xlsx")
    # Of the sheet whose name says nothing, nothing is read.
    assert sorted(d.rule.code for d in ratings.diagnostics) == ["C166", "X203"]
    assert {role for _, _, _, _, role, *_ in figures(ratings)} == {"self", "peer"}


def test_a_file_without_sheets_says_nothing_by_them(tmp_path: Path, model: Model) -> None:
    settings = '[[source]]\nfiles = "r.csv"\nsheet = "cycle"\ncolumns = { A = "employee_id", P = "position", T = '
    written(tmp_path, f'{settings}"communication" }}\n', r__csv="A,P,T\n7,account_manager,3\n")
    ratings = read(tmp_path, model, "r.csv")
    assert codes(ratings) == ["C166 1"]
    assert "no sheets" in ratings.diagnostics[0].message("en")


def test_constants_and_blank_rows(tmp_path: Path, model: Model) -> None:
    settings = """
[[source]]
files = "r.csv"
columns = { P = "position", C = "competency", L = "level" }
constants = { employee_id = "007", cycle = 2026-06-30, rater_role = "上级" }
"""
    written(tmp_path, settings, r__csv="P,C,L\naccount_manager,communication,3\n,,\n,,\n")
    ratings = read(tmp_path, model, "r.csv")
    assert not ratings.diagnostics
    assert figures(ratings) == {("2026-06-30", "007", "communication", "", "manager", "", "3.0")}
    assert [i.rows for i in ratings.inputs] == [1]


def test_findings_stand_at_the_cells_of_the_file(tmp_path: Path, model: Model) -> None:
    settings = '[[source]]\nfiles = "r.csv"\nheader_row = 2\ncolumns = { A = "employee_id", P = "position", '
    settings += 'T = "communication" }\nvalues.level = { Great = "9" }\nvalues.position = { AM = "account_manager" }\n'
    written(tmp_path, settings, r__csv="title\nA,P,T\n7,AM,Great\n8,XX,Poor\n")
    ratings = read(tmp_path, model, "r.csv")
    found = {(d.rule.code, d.place.line, d.place.column, d.place.field) for d in ratings.diagnostics}
    assert found == {("R401", 3, 6, "T"), ("R405", 4, 3, "P"), ("R402", 4, 6, "T")}


@pytest.mark.parametrize("skipped", ['["last 1"]', '["last 3"]', "[3]", '["2-4"]', '[2, "last 1"]', '["1-900000000"]'])
def test_skipped_rows_in_every_kind_of_file(skipped: str, tmp_path: Path, model: Model) -> None:
    rows = [["A", "P", "T"], *([f"E{i}", "account_manager", "3"] for i in range(2, 7))]
    gone = {
        '["last 1"]': {"E6"},
        '["last 3"]': {"E4", "E5", "E6"},
        "[3]": {"E3"},
        '["2-4"]': {"E2", "E3", "E4"},
        '[2, "last 1"]': {"E2", "E6"},
        '["1-900000000"]': {"E2", "E3", "E4", "E5", "E6"},
    }[skipped]
    workbook(tmp_path / "r.xlsx", S=[list(row) for row in rows])
    settings = '[[source]]\nfiles = "r.*"\nheader_row = 1\ncolumns = { A = "employee_id", P = "position", T = '
    text = "\n".join(",".join(row) for row in rows)
    written(tmp_path, f'{settings}"communication" }}\nskip_rows = {skipped}\n', r__csv=f"{text}\n,,\n")
    for name in ("r.csv", "r.xlsx"):
        people = {e for _, e, *_ in figures(read(tmp_path, model, name))}
        assert people == {f"E{i}" for i in range(2, 7)} - gone, name


def test_a_roster_may_have_a_mapping(run: Run, tmp_path: Path) -> None:
    settings = """
roster = "staff.csv"
[[source]]
files = "staff.csv"
columns = { "No." = "employee_id", "Post" = "position", "Unit" = "department", "Phone" = "ignore" }
values.position = { "KAM" = "account_manager" }
"""
    staff = "No.,Post,Unit,Phone\n007,KAM,North,1\n"
    written(tmp_path, settings, staff__csv=staff, r__csv="employee_id,communication\n007,3\n")
    done = run("assess", "r.csv", "--format", "json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (person,) = json.loads(done.stdout)["employees"]
    assert person["position"] == "account_manager"
    written(tmp_path, settings.replace('"ignore"', '"level"'))
    assert "C161" in run("check", "r.csv", cwd=tmp_path).stdout


def test_a_mapping_that_is_wrong_is_no_mapping(run: Run, tmp_path: Path) -> None:
    """Its files are not read at all: not as it says, and not by guessing."""
    text = "employee_id,position,communication\n007,account_manager,3\n"
    settings = '[[source]]\nfiles = "r.csv"\ncolumns = { "employee_id" = "emplyee_id" }\n'
    written(tmp_path, settings, r__csv=text, s__csv=text.replace("007", "008"))
    done = run("assess", "r.csv", "s.csv", "--format", "json", cwd=tmp_path)
    assert done.returncode == 1
    assert "C152" in done.stderr
    assert [e["employee_id"] for e in json.loads(done.stdout)["employees"]] == ["008"]


def test_two_mappings_of_a_file(tmp_path: Path, model: Model) -> None:
    one = '[[source]]\nfiles = "{}"\ncolumns = {{ A = "employee_id", P = "position", T = "communication" }}\n'
    rows = "A,P,T\n7,account_manager,3\n"
    written(tmp_path, one.format("*.csv") + one.format("b.csv"), a__csv=rows, b__csv=rows.replace("7", "8"))
    ratings = read(tmp_path, model, "a.csv", "b.csv")
    assert [d.rule.code for d in ratings.diagnostics] == ["C160"]
    assert {e for _, e, *_ in figures(ratings)} == {"7"}


@pytest.mark.parametrize("settings", ["source = 3", "source = [3]", "[source]\nfiles = 'x'"])
def test_settings_that_are_no_mappings(settings: str, run: Run, tmp_path: Path) -> None:
    written(tmp_path, settings, r__csv="A\n")
    done = run("assess", "r.csv", cwd=tmp_path)
    assert done.returncode == 2
    assert '"source"' in done.stderr


# ---------------------------------------------------------------- what is said of settings in more than one place


def test_the_types_of_settings_say_what_is_checked() -> None:
    assert set(SourceSettings.__annotations__) == set(SETTINGS)
    assert set(ThresholdSettings.__annotations__) == set(THRESHOLDS)
    assert set(get_args(NamedColumn)) == set(COLUMNS) - {"level"}


def test_the_schema_takes_what_is_read_and_nothing_else() -> None:
    validator = Draft202012Validator(settings_schema())
    good = '[[source]]\nfiles = "a"\nheader_row = 3\nskip_rows = [4, "last 2"]\nsheet = "cycle"\n'
    good += '[source.columns]\na = "b"\n'
    assert validator.is_valid(tomllib.loads(good + '[source.values.level]\na = 4\n[source.constants]\ncycle = "x"\n'))
    for wrong in (
        good.replace("header_row = 3", "header_row = 0"),
        good.replace('"cycle"', '"level"'),
        good.replace('files = "a"', ""),
        good.replace("header_row", "headerrow"),
    ):
        assert not validator.is_valid(tomllib.loads(wrong)), wrong


# ---------------------------------------------------------------- places

KEYS = st.sampled_from(["a", "b-c", "Talks well", "x.y", 'q"uote', "工号", "", "back\\slash"])


@settings(deadline=None)
@given(st.lists(st.dictionaries(KEYS, st.sampled_from(["v", "w = 1", "[x]", "#"]), max_size=4), max_size=3), st.data())
def test_places_are_where_keys_stand(tables: list[dict[str, str]], data: st.DataObject) -> None:
    """A TOML text is written line by line, in one of several ways; the place of each key is the line it went to."""
    lines: list[str] = ['ratings = "x"  # [[source]]', "[thresholds]", "near = 1"]
    where: dict[tuple[str | int, ...], int] = {}
    for i, columns in enumerate(tables):
        lines += ["", "  [[ source ]] # one"]
        where["source", i] = len(lines)
        style = data.draw(st.sampled_from(["table", "dotted", "inline"]))
        if style == "table":
            lines.append("[source.columns]")
            where["source", i, "columns"] = len(lines)
        if style == "inline":
            lines.append("columns = {" + ", ".join(f"{_quoted(k)} = {_quoted(v)}" for k, v in columns.items()) + "}")
        for key, value in columns.items():
            if style != "inline":
                lines.append(f"{'columns.' if style == 'dotted' else ''}{_quoted(key)} = {_quoted(value)}")
            where["source", i, "columns", key] = len(lines)
    text = "\n".join(lines)
    assert [one.get("columns", {}) for one in tomllib.loads(text).get("source", [])] == tables
    places = TomlPlaces(text, "comp.toml")
    for keys, line in where.items():
        assert places.place(*keys).line == line, (keys, text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def test_places_in_pyproject_and_beside_long_texts() -> None:
    text = 'x = """\n[[tool.comp.source]]\n"""\n[tool.comp]\nratings = []\n[[tool.comp.source]]\nfiles = "a"\n'
    places = TomlPlaces(text, "pyproject.toml", ("tool", "comp"))
    assert (places.place("source", 0).line, places.place("source", 0, "files").line) == (6, 7)
    assert places.place("source", 3).line is None


def test_a_large_table_is_read_by_its_mapping_in_columns(tmp_path: Path, model: Model) -> None:
    """Many rows, cells translated: as many as were written, each what its text stands for."""
    words = {"Never": "0", "Seldom": "1", "Often": "3"}
    frame = pl.DataFrame({"n": range(20_000)}).select(
        ("E" + pl.col("n").cast(pl.String)).alias("Who"),
        pl.lit("account_manager").alias("Job"),
        pl.Series([list(words)[i % 3] for i in range(20_000)]).alias("Talks"),
    )
    frame.write_csv(tmp_path / "r.csv")
    cells = ", ".join(f'{k} = "{v}"' for k, v in words.items())
    columns = 'columns = { Who = "employee_id", Job = "position", Talks = "communication" }'
    written(tmp_path, f'[[source]]\nfiles = "r.csv"\n{columns}\nvalues.level = {{ {cells} }}\n')
    ratings = read(tmp_path, model, "r.csv")
    assert not ratings.diagnostics
    assert ratings.frame["level"].value_counts().sort("level").rows() == [(0.0, 6667), (1.0, 6667), (3.0, 6666)]


def test_sentences_name_what_to_do_in_both_languages(run: Run, tmp_path: Path) -> None:
    settings = '[[source]]\nfiles = "r.csv"\ncolumns = { A = "employee_id", P = "position", T = "communication" }\n'
    written(tmp_path, f"{settings}header_row = 1\n", r__csv="title\nA,P,T\n7,account_manager,3\n")
    assert "Row 2 has it: header_row = 2." in run("check", cwd=tmp_path).stdout
    assert "请写 header_row = 2" in re.sub(r"\s+", " ", run("check", "--lang", "zh", cwd=tmp_path).stdout)
    # Followed literally, it helps; and without the row, the one that has the listed headers is taken.
    written(tmp_path, f"{settings}header_row = 2\n")
    assert run("check", cwd=tmp_path).returncode == 0
    written(tmp_path, settings)
    assert "C122" in run("check", cwd=tmp_path).stdout


def test_headers_of_two_rows(tmp_path: Path, model: Model) -> None:
    """Cells of the first row are merged over those of the second, in a text and in a workbook."""
    rows: list[list[object]] = [
        ["title"],
        ["Staff", "Post", "Talks", None, "Thinks", None, "Remarks"],
        [None, None, "Required", "Actual", "Required", "Actual", None],
        ["E001", "account_manager", "3", "2", "2", "3", "x"],
        ["E002", "account_manager", "3", "4", "2", "1", None],
    ]
    workbook(tmp_path / "r.xlsx", S=rows)
    text = "\n".join(",".join("" if c is None else str(c) for c in row) for row in rows)
    settings = """
[[source]]
files = "r.*"
header_row = [2, 3]
[source.columns]
"Staff" = "employee_id"
"Post" = "position"
"Talks / Required" = "ignore"
"Talks / Actual" = "communication"
"Thinks / Required" = "ignore"
"Thinks / Actual" = "logical_analysis"
"Remarks" = "ignore"
"""
    written(tmp_path, settings, r__csv=f"{text}\n")
    for name in ("r.csv", "r.xlsx"):
        ratings = read(tmp_path, model, name)
        assert not ratings.diagnostics, name
        assert {(row[1], row[2], row[-1]) for row in figures(ratings)} == {
            ("E001", "communication", "2.0"),
            ("E001", "logical_analysis", "3.0"),
            ("E002", "communication", "4.0"),
            ("E002", "logical_analysis", "1.0"),
        }, name
        assert [i.rows for i in ratings.inputs] == [2]
    written(tmp_path, settings.replace('"Talks / Actual"', '"Talks"'))
    assert sorted(d.rule.code for d in read(tmp_path, model, "r.csv").diagnostics) == ["C162", "C163"]
