"""The command line as people and pipelines use it: exit codes, settings, outputs, near misses."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from jsonschema import Draft202012Validator

from lenovo_comp import Model, assess, read_ratings
from lenovo_comp.reports.assess.document import assessment_document
from lenovo_comp.reports.shared.document import pieces
from lenovo_comp.reports.shared.person_document import employees

from .conftest import ROOT, SAMPLE, Run

BAD = "tests/cases/ratings_with_errors.csv"
MODEL = "data/big_account_sales.yaml"
GOOD = (
    "工号,岗位,胜任能力,等级,评价人角色\n"
    "007,大客户代表,沟通表达能力,2,上级\n"
    "007,大客户代表,市场信息分析,0,上级\n"
)  # fmt: skip


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("--version",), 0),
        (("--help",), 0),
        (("show-model",), 0),
        (("assess", *SAMPLE), 0),
        (("gap", *SAMPLE, "-e", "E001"), 0),
        (("match", *SAMPLE, "--position", "account_manager"), 0),
        (("match", *SAMPLE, "--employee", "E001"), 0),
        (("match", *SAMPLE, "--bench"), 0),
        (("match", BAD, "--bench"), 1),
        (("match", "tests/cases/empty.csv", "--bench"), 1),
        (("match", "no_such_file.csv", "--bench"), 2),
        (("match", *SAMPLE), 2),
        (("stage", *SAMPLE), 0),
        (("stage", BAD), 1),
        (("trend", *SAMPLE), 0),
        (("trend", *SAMPLE, "--from", "2026H1"), 2),
        (("assess", *SAMPLE, "--by", "manager"), 0),
        (("assess", *SAMPLE, "--by", "team"), 2),
        (("assess", *SAMPLE, "--fail-on", "short>99"), 1),
        (("assess", *SAMPLE, "--fail-on", "coverage<0"), 0),
        (("assess", *SAMPLE, "--fail-on", "nonsense"), 2),
        (("plan", *SAMPLE, "-e", "E001"), 0),
        (("plan", *SAMPLE, "--team"), 0),
        (("plan", BAD, "--team"), 1),
        (("plan", BAD, "-e", "001"), 1),
        (("plan", "tests/cases/empty.csv", "--team"), 1),
        (("plan", *SAMPLE), 2),
        (("diff", MODEL, MODEL), 0),
        (("diff", MODEL, "tests/models/clinic_nursing.yaml"), 0),
        (("diff", MODEL, MODEL, *SAMPLE), 0),
        (("diff", MODEL, MODEL, BAD), 1),
        (("diff", MODEL), 2),
        (("check", "data/sample_ratings.csv", "data/big_account_sales.yaml"), 0),
        (("assess", BAD), 1),
        (("gap", BAD, "-e", "001"), 1),
        (("check", BAD), 1),
        (("check", "tests/cases/empty.csv"), 1),
        (("assess", "tests/cases/empty.csv"), 1),
        (("asess",), 2),
        (("assess", "--no-such-option"), 2),
        (("assess",), 2),
        (("check",), 2),
        (("assess", "no_such_file.csv"), 2),
        (("check", "no_such_file.csv"), 2),
        (("check", "no_such_file.yaml"), 2),
        (("assess", "data"), 1),  # a folder stands for its files; one of them is a roster
        (("gap", "data/sample_ratings.csv"), 2),
        (("gap", "data/sample_ratings.csv", "-e", "E01"), 2),
        (("show-model", "no_such_thing"), 2),
        (("show-model", "communication", "--level", "1"), 2),
        (("show-model", "market_information", "--level", "4"), 2),
        (("show-model", "--level", "1"), 2),
        (("assess", "data/sample_ratings.csv", "--model", "tests/cases/empty.csv"), 2),
        (("assess", "data/sample_ratings.csv", "--cycle", "2019H1"), 2),
        (("assess", "data/sample_ratings.csv", "--format", "tabel"), 2),
        (("assess", "data/sample_ratings.csv", "--lang", "fr"), 2),
        (("assess", "data/sample_ratings.csv", "--output", "README.md/x.csv"), 2),
        (("assess", "data/sample_ratings.csv", "--output", "report.pdf"), 2),
    ],
)
def test_exit_codes(args: tuple[str, ...], code: int, run: Run) -> None:
    done = run(*args)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    if code == 2 and args[0] != "check":
        assert done.stderr
        assert not done.stdout


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("check", "data/sample_ratings.csv"), 0),
        (("check", BAD), 1),
        (("assess", "no_such_file.csv"), 2),
        (("assess", "--no-such-option"), 2),
    ],
)
def test_exit_codes_of_a_process(args: tuple[str, ...], code: int, process: Run) -> None:
    assert process(*args).returncode == code


def test_an_internal_error_is_no_finding(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("lenovo_comp.ratings.reading.read_ratings", broken)
    assert run("assess", BAD).returncode == 70


def test_an_interrupt_exits_130(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("lenovo_comp.ratings.reading.read_ratings", interrupted)
    assert run("assess", BAD).returncode == 130


@pytest.mark.sampled
@pytest.mark.parametrize("format", ["table", "json", "csv", "parquet", "markdown", "html"])
def test_the_format_does_not_change_the_exit_code(format: str, run: Run) -> None:
    assert run("assess", BAD, "--format", format).returncode == 1
    assert run("assess", "data/sample_ratings.csv", "--format", format).returncode == 0


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("schema", "args"),
    [
        ("assessment", ("assess", *SAMPLE)),
        ("assessment", ("assess", BAD)),
        ("assessment", ("assess", "tests/cases/empty.csv")),
        ("gap", ("gap", *SAMPLE, "--employee", "E012")),
        ("gap", ("gap", *SAMPLE, "--employee", "E031")),
        ("gap", ("gap", BAD, "--employee", "004")),
        ("explanation", ("explain", *SAMPLE, "-e", "E012", "-c", "communication")),
        ("explanation", ("explain", *SAMPLE, "-e", "E004", "-c", "communication", "--show-raters")),
        ("explanation", ("explain", *SAMPLE, "-e", "E031", "-c", "communication")),
        ("explanation", ("explain", *SAMPLE, "-e", "E009", "-c", "customer_relationship", "--position", "客户经理")),
        ("assessment", ("assess", *SAMPLE, "--by", "manager", "--fail-on", "gap>1", "--fail-on", "fit<0")),
        ("assessment", ("assess", BAD, "--by", "department", "--fail-on", "short>0:客户经理")),
        ("match", ("match", *SAMPLE, "--position", "account_manager")),
        ("match", ("match", *SAMPLE, "--employee", "E016")),
        ("match", ("match", *SAMPLE, "--bench")),
        ("match", ("match", BAD, "--position", "account_director")),
        ("match", ("match", "tests/cases/empty.csv", "--bench")),
        ("stage", ("stage", *SAMPLE)),
        ("stage", ("stage", BAD)),
        ("stage", ("stage", "tests/cases/empty.csv")),
        ("trend", ("trend", *SAMPLE)),
        ("gap", ("gap", *SAMPLE, "-e", "E012", "--with", "communication=4")),
        ("plan", ("plan", *SAMPLE, "-e", "E012")),
        ("plan", ("plan", *SAMPLE, "-e", "E004", "--mentors", "--position", "大客户总监")),
        ("plan", ("plan", *SAMPLE, "-e", "E031")),
        ("demand", ("plan", *SAMPLE, "--team")),
        ("demand", ("plan", BAD, "--team")),
        ("diff", ("diff", MODEL, "tests/models/clinic_nursing.yaml")),
        ("diff", ("diff", MODEL, "tests/models/clinic_nursing.yaml", *SAMPLE)),
        ("diff", ("diff", MODEL, MODEL, *SAMPLE)),
        ("model", ("show-model",)),
        ("model", ("show-model", "sales_operations", "--level", "3")),
        ("model", ("show-model", "--position", "account_director")),
        ("diagnostics", ("check", BAD)),
        ("diagnostics", ("check", *SAMPLE)),
        ("diagnostics", ("check", "no_such_file.csv")),
    ],
)
def test_json_follows_its_schema(schema: str, args: tuple[str, ...], run: Run) -> None:
    rules = json.loads((ROOT / f"docs/schema/comp.{schema}-1.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(rules)
    document = json.loads(run(*args, "--format", "json").stdout)
    assert document["schema"] == f"comp.{schema}/1"
    problems = [f"{e.json_path}: {e.message}" for e in Draft202012Validator(rules).iter_errors(document)]
    assert problems == []


@pytest.mark.sampled
@pytest.mark.parametrize(
    "command",
    [
        ("assess", *SAMPLE, "-o", "a.csv", "-o", "a.xlsx"),
        ("gap", *SAMPLE, "-e", "E012", "-o", "a.html"),
        ("explain", *SAMPLE, "-e", "E012", "-c", "communication"),
        ("plan", *SAMPLE, "-e", "E012"),
        ("plan", *SAMPLE, "--team"),
        ("match", *SAMPLE, "--bench"),
        ("stage", *SAMPLE),
        ("trend", *SAMPLE, "--model-before", MODEL),
        ("diff", MODEL, MODEL, *SAMPLE),
        ("diff", MODEL, MODEL),
    ],
    ids=lambda c: " ".join(c[:1] + c[-1:]),
)
def test_a_receipt_names_what_was_read_and_written(command: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    done = run(*command, "--receipt", "new/receipt.json", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    receipt = json.loads((tmp_path / "new/receipt.json").read_text("utf-8"))
    rules = json.loads((ROOT / "docs/schema/comp.receipt-1.schema.json").read_text("utf-8"))
    assert list(Draft202012Validator(rules).iter_errors(receipt)) == []
    read = [*SAMPLE[::2][:1], *SAMPLE[2:]] if SAMPLE[0] in command else []
    assert {i["path"]: i["sha256"] for i in receipt["inputs"]} == {file: digest(tmp_path / file) for file in read}
    assert receipt["model"]["sha256"] == digest(tmp_path / MODEL)
    assert (receipt["model_before"] is None) == (command[0] not in ("trend", "diff"))
    files = {o["path"]: o["sha256"] for o in receipt["outputs"]}
    assert files.pop("-") == hashlib.sha256(done.stdout.encode()).hexdigest()
    assert files == {file: digest(tmp_path / file) for file in command if file.startswith("a.")}


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_a_receipt_is_an_output_like_any_other(run: Run, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(GOOD, "utf-8")
    assert run("assess", "r.csv", "--receipt", "r.csv", cwd=tmp_path).returncode == 2
    assert run("assess", "r.csv", "-o", "a.json", "--receipt", "./a.json", cwd=tmp_path).returncode == 2
    assert [file.name for file in tmp_path.iterdir()] == ["r.csv"]
    assert (tmp_path / "r.csv").read_text("utf-8") == GOOD


def test_a_folder_with_settings_needs_nothing_else(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ratings").mkdir()
    (tmp_path / "ratings/a.csv").write_text(GOOD, "utf-8")
    (tmp_path / "comp.toml").write_text('ratings = "ratings/*.csv"\nlanguage = "zh"\n', "utf-8")
    below = tmp_path / "deeper"
    below.mkdir()
    for folder in (tmp_path, below):
        done = run("gap", "--employee", "007", cwd=folder)
        assert done.returncode == 0, done.stderr
        assert "沟通表达能力" in done.stdout
        assert "暂无优势项" in done.stdout
    assert run("check", cwd=tmp_path).returncode == 0
    assert "No strengths yet" in run("gap", "-e", "007", "--lang", "en", cwd=tmp_path).stdout
    assert "No strengths yet" in run("--lang", "en", "gap", "-e", "007", cwd=tmp_path).stdout
    assert "No strengths yet" in run("gap", "-e", "007", cwd=tmp_path, COMP_LANG="en").stdout


def test_settings_in_pyproject_and_thresholds(run: Run, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(GOOD, "utf-8")
    (tmp_path / "pyproject.toml").write_text(
        '[tool.comp]\nratings = ["r.csv"]\nthresholds = { tolerance = 1 }\n', "utf-8"
    )
    document = json.loads(run("gap", "-e", "007", "--format", "json", cwd=tmp_path).stdout)
    status = {c["competency"]: c["status"] for c in document["employee"]["competencies"]}
    # Required 1, rated 0: short by 1, which the tolerance of 1 lets pass.
    assert status["market_information"] == "met"
    assert document["settings"] == {"tolerance": 1.0}
    assert "tolerance = 1" in run("assess", cwd=tmp_path).stdout


def test_every_threshold_takes_the_place_of_the_dictionarys(run: Run, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(GOOD, "utf-8")
    given = {"tolerance": 0.25, "near": 0.5, "near_short": 1, "strength": 2, "share": 0.7, "rated": 0.4}
    lines = "".join(f"{name} = {value}\n" for name, value in given.items())
    (tmp_path / "comp.toml").write_text(f'ratings = ["r.csv"]\n[thresholds]\n{lines}', "utf-8")
    assert json.loads(run("gap", "-e", "007", "--format", "json", cwd=tmp_path).stdout)["settings"] == given
    model = json.loads(run("show-model", "--format", "json", cwd=tmp_path).stdout)
    assert {**model, **model["attainment"]}.items() >= given.items()


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('ratngs = "r.csv"', 'did you mean "ratings"?'),
        ("ratings = 3", "ratings"),
        ('language = "fr"', "must be one of zh, en"),
        ("thresholds = { tolerance = -1 }", "thresholds.tolerance"),
        ("thresholds = { near_short = 1.5 }", "thresholds.near_short"),
        ("thresholds = { near_short = true }", "thresholds.near_short"),
        ("thresholds = { near_short = -1 }", "thresholds.near_short"),
        ("thresholds = { share = 1.1 }", "thresholds.share"),
        ("thresholds = { rated = 0 }", "thresholds.rated"),
        ("thresholds = { tolerence = 1 }", "thresholds.tolerence"),
        ("ratings = [", "comp.toml"),
    ],
)
def test_settings_that_are_none(settings: str, said: str, run: Run, tmp_path: Path) -> None:
    (tmp_path / "comp.toml").write_text(settings, "utf-8")
    done = run("assess", cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("gap", *SAMPLE, "-e", "E01"), "did you mean E0"),
        (("gap", *SAMPLE, "-e", "宋德"), "did you mean 宋德昌 (E013)?"),
        (("gap", "data/sample_ratings.csv", "-e", "E030"), "2025H2"),
        (("show-model", "comunication"), 'did you mean "communication"?'),
        (("show-model", "--position", "大客户总临"), 'did you mean "大客户总监"?'),
        (("assess", *SAMPLE, "--format", "jsn"), "did you mean json?"),
        (("--lang", "en", "asess"), "did you mean assess?"),
    ],
)
def test_near_misses(args: tuple[str, ...], said: str, run: Run) -> None:
    done = run(*args, "--lang", "en") if "--lang" not in args else run(*args)
    assert done.returncode == 2
    assert said in done.stderr


def test_several_outputs_in_one_run(run: Run, tmp_path: Path) -> None:
    names = ["a.csv", "b.json", "c.md", "d.parquet", "e.txt"]
    outputs = [part for name in names for part in ("-o", str(tmp_path / name))]
    done = run("assess", *SAMPLE, *outputs, "-o", f"json:{tmp_path / 'f.data'}")
    assert done.returncode == 0
    assert {f.name for f in tmp_path.iterdir()} == {*names, "f.data"}
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text("utf-8"))))
    table = pl.read_parquet(tmp_path / "d.parquet")
    assert len(rows) == table.height
    wanted = [
        *("employee_id", "name", "position", "competency"),
        *("required", "rating", "se", "gap", "status", "clear", "at_least", "essential", "n"),
    ]
    assert list(rows[0])[:13] == table.columns[:13] == wanted
    assert (tmp_path / "b.json").read_bytes() == (tmp_path / "f.data").read_bytes()
    assert (tmp_path / "c.md").read_text("utf-8").startswith("# Big account sales competency model\n")
    document = json.loads((tmp_path / "b.json").read_text("utf-8"))
    for person in document["employees"]:
        for item in person["competencies"]:
            row = next(
                r for r in rows if (r["employee_id"], r["competency"]) == (person["employee_id"], item["competency"])
            )
            assert (item["gap"] is None) == (row["gap"] == "")
            assert item["gap"] is None or item["gap"] == pytest.approx(float(row["gap"]), abs=1e-4)


def test_standard_input(run: Run) -> None:
    from_file = run("assess", "data/sample_ratings.csv", "--format", "csv")
    piped = run("assess", "-", "--format", "csv", stdin=(ROOT / "data/sample_ratings.csv").read_bytes())
    assert piped.stdout == from_file.stdout
    assert run("assess", "-", stdin=b"").returncode == 1


def test_machine_formats_are_alone_on_standard_output(run: Run) -> None:
    done = run("assess", BAD, "--format", "json")
    json.loads(done.stdout)
    assert "R404" in done.stderr
    assert "comp check" in done.stderr


def test_findings_hold_nothing_of_a_row_but_the_cell(run: Run) -> None:
    """Names, other figures and evidence of the rows with errors appear in no finding."""
    private = ["张三", "李四", "王五", "赵六", "周九", "销售一部", "M1", "第二行"]
    for format in ("full", "concise", "json", "markdown"):
        shown = run("check", BAD, "--format", format, "--lang", "zh").stdout
        assert not [p for p in private if p in shown], format


@pytest.mark.sampled
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("columns", "plain"),
    [("120", {}), *(("80", plain) for plain in ({}, {"NO_COLOR": "1"}, {"TERM": "dumb"}, {"FORCE_COLOR": "1"}))],
)
def test_no_line_is_wider_than_the_terminal(columns: str, lang: str, plain: dict[str, str], run: Run) -> None:
    from rich.cells import cell_len

    for args in (
        ("assess", *SAMPLE),
        ("assess", *SAMPLE, "--by", "manager"),
        ("gap", *SAMPLE, "-e", "E021", "--with", "沟通=4"),
        ("plan", *SAMPLE, "-e", "E021", "--mentors"),
        ("plan", *SAMPLE, "--team"),
        ("match", *SAMPLE, "-p", "account_manager"),
        ("match", *SAMPLE, "-e", "E021"),
        ("match", *SAMPLE, "--bench"),
        ("stage", *SAMPLE),
        ("trend", *SAMPLE),
        ("show-model",),
    ):
        shown = run(*args, "--lang", lang, COLUMNS=columns, **plain).stdout
        assert ("\x1b[" in shown) == ("FORCE_COLOR" in plain)
        for line in re.sub(r"\x1b\[[0-9;]*m", "", shown).splitlines():
            # A command is never broken: a line break would be copied with it.
            assert cell_len(line) <= int(columns) or re.match(r"\S*\s*comp ", line), line
        # The only ellipsis is that of a statement which the source cuts off.
        assert shown.count("…") == shown.count("senior…")


def test_hostile_names_stay_text(run: Run, tmp_path: Path) -> None:
    names = ["[/red]", "\x1b[31mred", "\u202egnp.exe", "=1+1", "'; DROP TABLE x", "😀‍👩", "a" * 500, "<script>"]
    rows = [["employee_id", "name", "position", "competency", "level"]]
    rows += [[f"e{i}", name, "account_manager", "communication", "1"] for i, name in enumerate(names)]
    file = tmp_path / "r.csv"
    with file.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(rows)
    for args in (("assess", "r.csv"), *(("gap", "r.csv", "-e", f"e{i}") for i in range(3))):
        for format in ("table", "markdown"):
            done = run(*args, "--format", format, cwd=tmp_path)
            assert done.returncode == 0, done.stderr
            assert "\x1b" not in done.stdout + done.stderr
            assert "\u202e" not in done.stdout + done.stderr
    assert "[/red]" in run("assess", "r.csv", cwd=tmp_path).stdout
    document = json.loads(run("assess", "r.csv", "--format", "json", cwd=tmp_path).stdout)
    assert [e["name"] for e in document["employees"]] == names
    back = list(csv.DictReader(io.StringIO(run("assess", "r.csv", "--format", "csv", cwd=tmp_path).stdout)))
    assert {r["name"] for r in back if r["employee_id"] == "e3"} == {"'=1+1"}
    assert {r["gap"] for r in back if r["competency"] == "communication"} == {"2.0"}


def test_many_people_are_not_listed_one_by_one(run: Run, tmp_path: Path) -> None:
    rows = ["employee_id,position,competency,level"]
    rows += [f"e{i:04},account_manager,communication,{i % 5}" for i in range(1000)]
    (tmp_path / "r.csv").write_text("\n".join(rows), "utf-8")
    done = run("assess", "r.csv", cwd=tmp_path)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) <= 30
    # Levels 0 to 4 by turns, required 3: 600 people are short, 5 of them are shown, with --full 15.
    assert "Gaps not shown: 595." in done.stdout
    assert "Gaps not shown: 585." in run("assess", "r.csv", "--full", cwd=tmp_path).stdout


def test_the_tables_of_the_model(run: Run) -> None:
    rows: list[dict[str, Any]] = list(csv.DictReader(io.StringIO(run("show-model", "--format", "csv").stdout)))
    origins = [r["origin"] for r in rows]
    document = json.loads(run("show-model", "--format", "json").stdout)
    assert document["statements"] == {"source": 100, "supplement": len(rows) - 100, "own": 0}
    assert origins.count("source") == 100
    assert {p["id"] for p in document["positions"]} >= {"account_manager", "account_director"}


def test_a_nations_json_is_written_person_by_person(run: Run, model: Model) -> None:
    """The same document, whether people are taken together or a few at a time."""
    found = assess(model, read_ratings([ROOT / SAMPLE[0]], model, ROOT / SAMPLE[2]))
    together = [e for part in found.parts() for e in employees(part)]
    few_at_a_time = [e for part in found.parts(3) for e in employees(part)]
    assert few_at_a_time == together
    assert [e["employee_id"] for e in together] == found.people["employee_id"].to_list()
    document = assessment_document(found)
    written = json.loads("".join(pieces(document)))
    assert written == json.loads(run("assess", *SAMPLE, "--format", "json").stdout) | {"inputs": document["inputs"]}
    plain = json.dumps({**document, "employees": together}, ensure_ascii=False, indent=2) + "\n"
    assert "".join(pieces(document)) == plain
