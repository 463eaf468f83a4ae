"""`comp check` as a pipeline uses it: policy, limits, statistics, baseline, mending, outputs."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lenovo_comp.findings.catalogue import RULES
from lenovo_comp.findings.policy import Policy, matches_rule

from .conftest import ROOT, Run, needs_posix, scrubbed

HEADER = "employee_id,position,competency,level,rater_role,rater_id\n"
GOOD = "1,account_manager,communication,3,manager,m\n"
BAD = "2,account_manager,communication,9,manager,m\n"
WARNED = "3,account_manager,communication,3级,manager,m\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "r.csv").write_text(HEADER + GOOD + BAD + WARNED, "utf-8")
    (tmp_path / "good.csv").write_text(HEADER + GOOD, "utf-8")
    (tmp_path / "warned.csv").write_text(HEADER + WARNED, "utf-8")
    return tmp_path


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("file", "fail_on", "code"),
    [
        *(("good.csv", severity, 0) for severity in ("error", "warning", "info")),
        ("warned.csv", "error", 0),
        ("warned.csv", "warning", 1),
        ("warned.csv", "info", 1),
        *(("r.csv", severity, 1) for severity in ("error", "warning", "info")),
        ("r.csv", "never", 2),
        ("no.csv", "error", 2),
    ],
)
@pytest.mark.parametrize("format", ["full", "concise", "json", "github", "gitlab", "sarif", "junit", "markdown"])
def test_exit_codes_hold_in_every_format(
    file: str, fail_on: str, code: int, format: str, run: Run, folder: Path
) -> None:
    done = run("check", file, "--fail-on", fail_on, "--format", format, cwd=folder)
    assert done.returncode == code, done.stderr
    assert "internal error" not in done.stderr


@pytest.mark.sampled
@pytest.mark.parametrize("format", ["full", "concise", "json", "github", "gitlab", "sarif", "junit", "markdown"])
def test_exit_codes_hold_as_a_process(format: str, process: Run, folder: Path) -> None:
    codes = {"good.csv": 0, "r.csv": 1, "no.csv": 2}
    found = {file: process("check", file, "--format", format, cwd=folder) for file in codes}
    assert {file: done.returncode for file, done in found.items()} == codes
    if format in ("json", "gitlab", "sarif"):  # one document on 0, 1 and 2 alike
        assert all(json.loads(done.stdout) is not None for done in found.values())


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("settings", "codes", "code"),
    [
        ("", ["R401", "R418"], 1),
        ('ignore = ["R401"]', ["R418"], 0),
        ('ignore = ["level-out-of-range"]', ["R418"], 0),
        ('ignore = ["R"]', [], 0),
        ('select = ["R418"]', ["R418"], 0),
        ('select = ["F", "C"]', [], 0),
        ('ignore = ["F", "R"]', [], 0),
        ('severity = { R418 = "error", R401 = "info" }', ["R401", "R418"], 1),
        ('severity = { R4 = "info" }', ["R401", "R418"], 0),
        ('select = ["R418"]\nfail_on = "warning"', ["R418"], 1),
    ],
)
def test_policy_of_a_project(settings: str, codes: list[str], code: int, run: Run, folder: Path) -> None:
    (folder / "comp.toml").write_text(f"[findings]\n{settings}\n", "utf-8")
    done = run("check", "r.csv", "--format", "json", cwd=folder)
    assert [d["code"] for d in json.loads(done.stdout)["diagnostics"]] == codes
    assert done.returncode == code
    # A file that isn't there can't be ignored away.
    assert run("check", "no.csv", cwd=folder).returncode == 2
    assert run("assess", "no.csv", cwd=folder).returncode == 2
    # What is ignored fails nothing, and still never becomes a number.
    assessed = json.loads(run("assess", "r.csv", "--format", "json", cwd=folder).stdout)
    assert assessed["summary"]["rows_left_out"] == 1


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('ignore = ["R999"]', "R999"),
        ('ignore = ["level-out-of-rang"]', 'did you mean "level-out-of-range"?'),
        ('ignore = "R401"', "findings.ignore"),
        ('severity = { R401 = "fatal" }', "severity.R401"),
        ('ignor = ["R401"]', 'did you mean "ignore"?'),
    ],
)
def test_policies_that_are_none(settings: str, said: str, run: Run, folder: Path) -> None:
    (folder / "comp.toml").write_text(f"[findings]\n{settings}\n", "utf-8")
    done = run("check", "r.csv", cwd=folder)
    assert done.returncode == 2
    assert said in done.stderr


def test_every_rule_answers_to_its_code_and_name() -> None:
    for rule in RULES:
        for name in (rule.code, rule.name, rule.code[0], rule.code[:2]):
            assert matches_rule(name, rule)
            assert not Policy(ignore=(name,)).wants(rule)
        assert not matches_rule(rule.name[:3], rule)


def test_limits_and_true_counts(run: Run, tmp_path: Path) -> None:
    rows = "".join(f"e{i},account_manager,communication,{f'x{i}' if i % 2 else 3},manager,m\n" for i in range(200))
    (tmp_path / "r.csv").write_text(HEADER + rows, "utf-8")
    done = run("check", "r.csv", "--max-diagnostics", "7", "--format", "json", cwd=tmp_path)
    document = json.loads(done.stdout)
    assert len(document["diagnostics"]) == 7
    assert document["summary"] == {"error": 100, "warning": 0, "info": 0}
    assert "93" in done.stderr
    full = run("check", "r.csv", "--max-diagnostics", "7", cwd=tmp_path)
    assert full.stdout.count("R402") == 7
    assert "100 errors, 0 warnings, 0 notes" in full.stdout
    every = run("check", "r.csv", "--max-diagnostics", "0", "--format", "concise", cwd=tmp_path)
    assert every.stdout.count("R402") == 100


def test_statistics(run: Run, folder: Path) -> None:
    done = run("check", "r.csv", "--statistics", cwd=folder)
    assert [line.split()[:3] for line in done.stdout.splitlines()[2:4]] == [["1", "1", "R401"], ["1", "1", "R418"]]
    assert "help" not in done.stdout
    assert done.returncode == 1


def test_baseline(run: Run, folder: Path) -> None:
    baseline = ("--baseline", "known.json")
    assert run("check", "r.csv", *baseline, cwd=folder).returncode == 2
    assert run("check", "r.csv", "--update-baseline", cwd=folder).returncode == 2
    assert run("check", "r.csv", *baseline, "--update-baseline", cwd=folder).returncode == 0
    assert run("check", "r.csv", *baseline, cwd=folder).returncode == 0
    # Moved rows change nothing.
    (folder / "r.csv").write_text(HEADER + "\n" + WARNED + GOOD + BAD, "utf-8")
    moved = run("check", "./r.csv", *baseline, "--format", "json", cwd=folder)
    assert moved.returncode == 0
    assert json.loads(moved.stdout)["diagnostics"] == []
    # The same error in another row fails: nobody can tell which of the two is known.
    (folder / "r.csv").write_text(HEADER + BAD + BAD.replace("2,", "9,", 1) + WARNED, "utf-8")
    new = run("check", "r.csv", *baseline, "--format", "json", cwd=folder)
    assert new.returncode == 1
    assert [(d["code"], d["line"], d["count"]) for d in json.loads(new.stdout)["diagnostics"]] == [("R401", 2, 2)]
    assert "(2 times, 1 of them known: lines 2, 3)" in run("check", "r.csv", *baseline, cwd=folder).stdout
    # Another error fails; only it is reported.
    (folder / "r.csv").write_text(HEADER + BAD + BAD.replace("2,", "5,", 1).replace("9", "8") + WARNED, "utf-8")
    other = run("check", "r.csv", *baseline, "--format", "json", cwd=folder)
    assert [(d["code"], d["line"]) for d in json.loads(other.stdout)["diagnostics"]] == [("R401", 3)]
    # What is gone is named.
    (folder / "r.csv").write_text(HEADER + GOOD, "utf-8")
    gone = run("check", "r.csv", *baseline, cwd=folder)
    assert gone.returncode == 0
    assert "r.csv: R401 × 1" in gone.stderr
    # What was not checked is neither gone nor forgotten.
    assert "r.csv" not in run("check", "good.csv", *baseline, cwd=folder).stderr
    assert run("check", "warned.csv", *baseline, "--update-baseline", cwd=folder).returncode == 0
    assert {e["path"] for e in json.loads((folder / "known.json").read_text("utf-8"))["findings"]} == {
        "r.csv",
        "warned.csv",
    }
    # A baseline holds nothing of anybody.
    text = (folder / "known.json").read_text("utf-8")
    assert "account_manager" not in text
    (folder / "known.json").write_text('{"findings": 3}', "utf-8")
    assert run("check", "r.csv", *baseline, cwd=folder).returncode == 2


def test_the_roster_is_no_ratings_file(run: Run, folder: Path) -> None:
    (folder / "people.csv").write_text("employee_id,position\n1,account_manager\n1,account_director\n", "utf-8")
    (folder / "comp.toml").write_text('ratings = "*.csv"\nroster = "people.csv"\n', "utf-8")
    for args in (("check", "people.csv"), ("check", "people.csv", "good.csv"), ("check",)):
        codes = [d["code"] for d in json.loads(run(*args, "--format", "json", cwd=folder).stdout)["diagnostics"]]
        assert "C101" not in codes
        assert codes.count("R412") == 1


def test_mending(run: Run, folder: Path) -> None:
    before = (folder / "warned.csv").read_bytes()
    shown = run("check", "warned.csv", "--diff", cwd=folder)
    assert shown.returncode == 0
    assert f"-{WARNED}" in shown.stdout
    assert "+3,account_manager,communication,3,manager,m\n" in shown.stdout
    assert (folder / "warned.csv").read_bytes() == before
    assert run("check", "warned.csv", "--fix", "--fail-on", "info", cwd=folder).returncode == 0
    assert (folder / "warned.csv").read_text("utf-8") == HEADER + WARNED.replace("级", "")
    assert run("check", "good.csv", "--fix", cwd=folder).returncode == 0
    assert (folder / "good.csv").read_text("utf-8") == HEADER + GOOD
    assert run("check", "good.csv", "--fix", "--encoding", "klingon", cwd=folder).returncode == 2


def test_several_outputs(run: Run, folder: Path) -> None:
    outputs = ("-o", "a.sarif", "-o", "b.xml", "-o", "c.json", "-o", "gitlab:d.json", "-o", "e.md", "-o", "f.txt")
    done = run("check", "r.csv", *outputs, cwd=folder)
    assert done.returncode == 1
    assert json.loads((folder / "a.sarif").read_text("utf-8"))["version"] == "2.1.0"
    assert (folder / "b.xml").read_text("utf-8").startswith("<?xml")
    assert json.loads((folder / "c.json").read_text("utf-8"))["schema"] == "comp.diagnostics/1"
    assert json.loads((folder / "d.json").read_text("utf-8"))[0]["check_name"] == "level-out-of-range"
    assert "R401" in (folder / "e.md").read_text("utf-8")
    assert "R401" in (folder / "f.txt").read_text("utf-8")


def test_github_gets_its_summary(run: Run, folder: Path) -> None:
    done = run("check", "r.csv", "--format", "github", cwd=folder, GITHUB_STEP_SUMMARY=str(folder / "summary.md"))
    assert done.stdout.startswith("::error file=r.csv,line=3")
    assert "R401" in (folder / "summary.md").read_text("utf-8")


def test_the_same_input_gives_the_same_bytes(run: Run, folder: Path) -> None:
    for format in ("full", "json", "github", "gitlab", "sarif", "junit", "markdown"):
        first, second = (run("check", "r.csv", "--format", format, cwd=folder).stdout for _ in range(2))
        assert first == second


def test_rules_explain_themselves(run: Run) -> None:
    by_code, by_name = run("rule", "R401", "--lang", "en"), run("rule", "level-out-of-range", "--lang", "en")
    assert by_code.stdout == by_name.stdout
    assert by_code.returncode == 0
    everything = run("rule", "--all").stdout
    assert all(rule.code in everything for rule in RULES)
    assert "level-out-of-range" in run("rule", "level-out-of-rang").stderr
    assert run("rule").returncode == 2
    for rule in RULES:
        assert run("rule", rule.code, "--lang", "zh").returncode == 0


def test_exports(run: Run, folder: Path) -> None:
    schema = run("export", "schema").stdout
    assert schema == (ROOT / "docs/schema/comp.dictionary-1.schema.json").read_text("utf-8")
    tool = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--schemafile",
        str(ROOT / "docs/schema/comp.dictionary-1.schema.json"),
    ]
    for file, good in (
        ("data/big_account_sales.yaml", True),
        ("tests/models/clinic_nursing.yaml", True),
        ("tests/cases/dictionary/M310-key-unknown.yaml", False),
    ):
        assert (subprocess.run([*tool, str(ROOT / file)], capture_output=True, check=False).returncode == 0) == good
    assert run("export", "datapackage", "good.csv", "-o", "datapackage.json", cwd=folder).returncode == 0
    assert run("export", "datapackage", cwd=folder).returncode == 2
    validate = [sys.executable, "-m", "frictionless", "validate", "datapackage.json"]
    assert subprocess.run(validate, cwd=folder, capture_output=True, check=False).returncode == 0
    (folder / "good.csv").write_text(HEADER + BAD.replace("communication", "comunication"), "utf-8")
    assert subprocess.run(validate, cwd=folder, capture_output=True, check=False).returncode == 1


@needs_posix
def test_a_closed_pipe_is_no_error(folder: Path) -> None:
    (folder / "many.csv").write_text(HEADER + BAD * 20_000, "utf-8")
    command = "check many.csv --format concise --max-diagnostics 0"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{sys.executable} -m lenovo_comp {command} | head -n 1"],
        cwd=folder,
        env=scrubbed(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""
    assert done.returncode == 1  # the findings are errors, whoever stopped reading


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_said(folder: Path) -> None:
    for format in ("full", "json"):
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                [sys.executable, "-m", "lenovo_comp", "check", "r.csv", "--format", format],
                cwd=folder,
                env=scrubbed(),
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        assert done.stderr.startswith("comp: ")


@needs_posix
def test_ctrl_c_leaves_nothing_half_written(folder: Path) -> None:
    rows = "".join(f"e{i},account_manager,communication,3,manager,m{i}\n" for i in range(500_000))
    (folder / "large.csv").write_text(HEADER + rows, "utf-8")
    command = [sys.executable, "-m", "lenovo_comp", "assess", "large.csv", "-o", "out.csv"]
    process = subprocess.Popen(command, cwd=folder, env=scrubbed(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(0.7)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode in (130, -signal.SIGINT)  # the latter while Python itself starts
    assert not list(folder.glob("*out.csv*"))


def test_unwritable_outputs(run: Run, folder: Path) -> None:
    (folder / "taken").mkdir()
    for target in ("taken", "r.csv/x.json"):
        done = run("check", "r.csv", "-o", f"json:{target}", cwd=folder)
        assert done.returncode == 2
        assert done.stdout == ""
    assert not [f for f in folder.iterdir() if f.name.startswith(".")]
