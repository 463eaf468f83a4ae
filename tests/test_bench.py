"""The benchmark's ratings are what they claim to be, and its checker by csv finds what `comp check` finds."""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from pathlib import Path

import polars as pl
import pytest

from bench import data, rivals, sheets, timing
from bench.data import Plan
from bench.timing import Command

from .conftest import Run


def ratings(tmp_path: Path, plan: Plan, name: str = "ratings.csv") -> Path:
    """A file of made-up ratings."""
    data.write(plan, tmp_path / name)
    return tmp_path / name


@pytest.mark.parametrize("plan", [Plan(1960), Plan(2000, people=400), Plan(1960, shuffled=True)])
def test_made_up_ratings_are_sound(plan: Plan, run: Run, tmp_path: Path) -> None:
    path = ratings(tmp_path, plan)
    done = run("check", str(path), "--format", "json")
    assert (done.returncode, json.loads(done.stdout)["diagnostics"]) == (0, [])
    frame = pl.read_csv(path)
    assert frame.height == plan.rows
    assert frame["employee_id"].n_unique() == (plan.people or 40)
    together = (frame["employee_id"] == frame["employee_id"].shift(1)).sum()
    assert (together < plan.rows / 4) == plan.shuffled


def test_chunks_hold_every_rating_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {tuple(line.split(",")) for line in ratings(tmp_path, Plan(1960)).read_text().splitlines()}
    assert len(rows) == 1961
    monkeypatch.setattr(data, "CHUNK", 300)
    for shuffled in (False, True):
        again = ratings(tmp_path, Plan(1960, shuffled=shuffled), "chunks.csv").read_text().splitlines()
        assert len(again) == 1961
        assert {tuple(line.split(",")) for line in again} == rows


def test_every_rater_role_is_there(tmp_path: Path) -> None:
    frame = pl.read_csv(ratings(tmp_path, Plan(490)))
    counts = frame.group_by("employee_id", "competency", "rater_role").agg(pl.col("rater_id").n_unique())
    assert set(counts.select("rater_role", "rater_id").unique().rows()) == {
        ("manager", 1),
        ("self", 1),
        ("peer", 3),
        ("report", 2),
    }


def test_too_few_people_for_the_rows() -> None:
    with pytest.raises(ValueError, match="can't be spread"):
        data.ratings(Plan(490, people=9), pl.Series([0]))


def test_filled_in_sheets_are_sound(run: Run, tmp_path: Path) -> None:
    sheets.write(2, tmp_path / "sheets")
    done = run("assess", str(tmp_path / "sheets"), "--format", "csv")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 1 + 2 * sheets.PEOPLE * 7


def test_the_csv_loop_finds_what_comp_check_finds(run: Run, tmp_path: Path) -> None:
    path = ratings(tmp_path, Plan(2000, error_every=10))
    lines = path.read_text().splitlines()
    lines += ["E0000001,account_manager,communication,4,manager,M0000000"]  # stands there already
    lines += [",account_manager,communication,4,manager,M0000000"]
    lines += ["E0000001,clown,communication,4,manager,M0000099"]
    lines += ["E0000001,account_director,communication,4,manager,M0000099"]
    path.write_text("\n".join(lines) + "\n")
    found = json.loads(run("check", str(path), "--format", "json").stdout)
    assert sum(d["count"] for d in found["diagnostics"] if d["severity"] == "error") == 204
    model = tmp_path / "model.json"
    model.write_text(run("show-model", "--format", "json").stdout, encoding="utf-8")
    counts: rivals.Sums = defaultdict(float)
    assert rivals.wrong_rows(str(path), rivals.known(str(model)), defaultdict(float), counts) == 204
    assert sum(counts.values()) == 1800


def test_a_process_that_fails_is_not_measured(tmp_path: Path) -> None:
    assert timing.run(Command([sys.executable, "-c", "raise SystemExit(3)"], exit_code=3), tmp_path).seconds > 0
    with pytest.raises(RuntimeError, match=r"exit code 1\nhere it is"):
        timing.run(Command([sys.executable, "-c", "raise SystemExit('here it is')"]), tmp_path)


def test_peak_memory_is_the_processs_own(tmp_path: Path) -> None:
    size = 200_000_000
    large = timing.run(
        Command([sys.executable, "-c", f"bytes({size}).count(b'x'); bytearray(b'x' * {size})"]), tmp_path
    )
    assert large.peak > size


def test_processes_take_turns(tmp_path: Path) -> None:
    log = tmp_path / "log"
    commands = {
        name: Command([sys.executable, "-c", f"open({str(log)!r}, 'a').write({name!r})"], rounds=rounds)
        for name, rounds in {"a": None, "b": None, "c": 1}.items()
    }
    runs = timing.in_turn(commands, 2, tmp_path)
    assert log.read_text() == "ab" + "abc" + "ab"  # the first round doesn't count
    assert {name: len(mine) for name, mine in runs.items()} == {"a": 2, "b": 2, "c": 1}


def test_ratios_are_pair_by_pair() -> None:
    mine, base = [timing.Run(s, 0, 0) for s in (2, 9, 4)], [timing.Run(s, 0, 0) for s in (1, 3, 4)]
    found = timing.ratio(mine, base)
    assert (found.median, found.low, found.high) == (2, 1, 3)
    assert timing.ratio(mine[:1], base).median == 2


def test_an_interrupt_leaves_nothing_running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    children: list[int] = []

    def interrupted(child: int, _options: int) -> None:
        children.append(child)
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "wait4", interrupted)
    with pytest.raises(KeyboardInterrupt):
        timing.run(Command([sys.executable, "-c", "import time; time.sleep(60)"]), tmp_path)
    with pytest.raises(ProcessLookupError):
        os.kill(children[0], 0)
