"""Whole outputs of every command on the sample, in both languages, against files that were read.

`make snapshots` writes them anew; the diff is then read like any other change.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from .conftest import SAMPLE, Run, needs_posix

FOLDER = Path(__file__).parent / "snapshots"
BAD = "tests/cases/ratings_with_errors.csv"
NIGHT = ("tests/cases/diff/old.yaml", "tests/cases/diff/new.yaml")

OUTPUTS: dict[str, tuple[int, tuple[str, ...]]] = {
    "show_model.zh.txt": (0, ("show-model", "--lang", "zh")),
    "show_model.en.txt": (0, ("show-model", "--lang", "en")),
    "show_model_level.zh.txt": (0, ("show-model", "市场信息分析", "--level", "2", "--lang", "zh")),
    "show_model_competency.en.txt": (0, ("show-model", "customer_relationship", "--lang", "en")),
    "show_model_general.en.txt": (0, ("show-model", "communication", "--lang", "en")),
    "show_model_position.en.txt": (0, ("show-model", "--position", "account_manager", "--lang", "en")),
    "show_model.csv": (0, ("show-model", "sales_operations", "--format", "csv")),
    "assess.zh.txt": (0, ("assess", *SAMPLE, "--lang", "zh")),
    "assess.en.txt": (0, ("assess", *SAMPLE, "--lang", "en")),
    "assess.md": (0, ("assess", *SAMPLE, "--lang", "zh", "--format", "markdown")),
    "assess.csv": (0, ("assess", *SAMPLE, "--format", "csv")),
    "assess_fragile.zh.txt": (0, ("assess", *SAMPLE, "--fragile", "--lang", "zh")),
    "assess_earlier.en.txt": (0, ("assess", *SAMPLE, "--lang", "en", "--cycle", "2025H2")),
    "assess_errors.zh.txt": (1, ("assess", BAD, "--lang", "zh")),
    "gap.zh.txt": (0, ("gap", *SAMPLE, "--employee", "E012", "--lang", "zh")),
    "gap.en.txt": (0, ("gap", *SAMPLE, "--employee", "E012", "--lang", "en")),
    "gap_full.zh.txt": (0, ("gap", *SAMPLE, "--employee", "E012", "--full", "--lang", "zh")),
    "gap_full.en.txt": (0, ("gap", *SAMPLE, "--employee", "E012", "--full", "--lang", "en")),
    "gap_pretty.zh.txt": (0, ("gap", *SAMPLE, "--employee", "E012", "--pretty", "--lang", "zh")),
    "gap_pretty.en.txt": (0, ("gap", *SAMPLE, "--employee", "E016", "--pretty", "--lang", "en")),
    "gap_other_position.en.txt": (0, ("gap", *SAMPLE, "-e", "E013", "--position", "高级大客户经理", "--lang", "en")),
    "gap.md": (0, ("gap", *SAMPLE, "--employee", "E012", "--lang", "en", "--format", "markdown")),
    "gap.json": (0, ("gap", *SAMPLE, "--employee", "E012", "--format", "json")),
    "explain.zh.txt": (0, ("explain", *SAMPLE, "-e", "E003", "-c", "customer_relationship", "--lang", "zh")),
    "explain.en.txt": (0, ("explain", *SAMPLE, "-e", "E004", "-c", "communication", "--lang", "en")),
    "explain.json": (0, ("explain", *SAMPLE, "-e", "E003", "-c", "市场分析", "--format", "json")),
    "match.zh.txt": (0, ("match", *SAMPLE, "--position", "大客户经理", "--lang", "zh")),
    "match.en.txt": (0, ("match", *SAMPLE, "--position", "account_manager", "--lang", "en")),
    "match.md": (0, ("match", *SAMPLE, "--position", "account_director", "--lang", "en", "--format", "markdown")),
    "match.csv": (0, ("match", *SAMPLE, "--position", "account_manager", "--format", "csv")),
    "match_employee.zh.txt": (0, ("match", *SAMPLE, "--employee", "E016", "--lang", "zh")),
    "match_employee.json": (0, ("match", *SAMPLE, "--employee", "E012", "--format", "json")),
    "match_bench.zh.txt": (0, ("match", *SAMPLE, "--bench", "--lang", "zh")),
    "match_bench.en.txt": (0, ("match", *SAMPLE, "--bench", "--lang", "en")),
    "match_bench.json": (0, ("match", *SAMPLE, "--bench", "--format", "json")),
    "match_errors.en.txt": (1, ("match", BAD, "--position", "account_manager", "--lang", "en")),
    "stage.zh.txt": (0, ("stage", *SAMPLE, "--lang", "zh")),
    "stage.en.txt": (0, ("stage", *SAMPLE, "--lang", "en")),
    "stage.csv": (0, ("stage", *SAMPLE, "--format", "csv")),
    "trend.zh.txt": (0, ("trend", *SAMPLE, "--lang", "zh")),
    "trend.en.txt": (0, ("trend", *SAMPLE, "--lang", "en")),
    "trend.md": (0, ("trend", *SAMPLE, "--lang", "zh", "--format", "markdown")),
    "assess_by_department.en.txt": (0, ("assess", *SAMPLE, "--by", "department", "--lang", "en")),
    "assess_by_manager.zh.txt": (0, ("assess", *SAMPLE, "--by", "manager", "--lang", "zh")),
    "gap_supposed.zh.txt": (
        0,
        ("gap", *SAMPLE, "-e", "E012", "--with", "沟通=4", "--with", "市场分析=2", "--lang", "zh"),
    ),
    "plan.zh.txt": (0, ("plan", *SAMPLE, "-e", "E012", "--mentors", "--lang", "zh")),
    "plan.en.txt": (0, ("plan", *SAMPLE, "-e", "E026", "--lang", "en")),
    "plan_full.zh.txt": (0, ("plan", *SAMPLE, "-e", "E012", "--mentors", "--full", "--lang", "zh")),
    "plan_full.en.txt": (0, ("plan", *SAMPLE, "-e", "E026", "--full", "--lang", "en")),
    "plan_behaviours.en.txt": (
        0,
        ("plan", *SAMPLE, "-e", "E004", "-p", "account_director", "--mentors", "--full", "--lang", "en"),
    ),
    "plan.html": (0, ("plan", *SAMPLE, "-e", "E010", "--mentors", "--lang", "en", "--format", "html")),
    "plan.json": (0, ("plan", *SAMPLE, "-e", "E010", "--mentors", "--format", "json")),
    "plan_team.zh.txt": (0, ("plan", *SAMPLE, "--team", "--lang", "zh")),
    "plan_team_full.zh.txt": (0, ("plan", *SAMPLE, "--team", "--full", "--lang", "zh")),
    "plan_team.md": (0, ("plan", *SAMPLE, "--team", "--lang", "en", "--format", "markdown")),
    "diff.zh.txt": (0, ("diff", *NIGHT, "tests/cases/diff/ratings.csv", "--lang", "zh")),
    "diff.en.txt": (0, ("diff", *NIGHT, "tests/cases/diff/ratings.csv", "--lang", "en")),
    "diff.json": (0, ("diff", *NIGHT, "tests/cases/diff/ratings.csv", "--format", "json")),
    "sheet.zh.txt": (0, ("sheet", "--position", "行业分析师", "--by", "behaviours", "--lang", "zh")),
    "sheet.csv": (0, ("sheet", "--position", "industry_analyst", "--format", "csv", "--lang", "en")),
    "check.zh.txt": (1, ("check", BAD, "--lang", "zh")),
    "check.en.txt": (1, ("check", BAD, "--lang", "en")),
    "check_concise.en.txt": (1, ("check", BAD, "--lang", "en", "--format", "concise")),
    "check.md": (1, ("check", BAD, "--lang", "zh", "--format", "markdown")),
    "check.json": (1, ("check", BAD, "--lang", "en", "--format", "json")),
}


@needs_posix  # whose shells go on in the next line after a backslash
@pytest.mark.parametrize("name", OUTPUTS)
def test_output(name: str, run: Run) -> None:
    code, args = OUTPUTS[name]
    done = run(*args)
    assert done.returncode == code, done.stderr
    file = FOLDER / name
    if os.environ.get("COMP_SNAPSHOTS") == "write":
        FOLDER.mkdir(exist_ok=True)
        file.write_text(done.stdout, "utf-8", newline="")
    assert done.stdout == file.read_bytes().decode("utf-8")


def test_no_snapshot_is_left_over() -> None:
    assert {f.name for f in FOLDER.iterdir()} == set(OUTPUTS)
