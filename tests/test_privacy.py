"""What docs/privacy.md says is so: nothing goes out, and no person is in anything that stays behind."""

from __future__ import annotations

import csv
import re
import shutil
import socket
from pathlib import Path
from typing import Any

import pytest

from lenovo_comp import shipped_model

from .conftest import POSIX, ROOT, SAMPLE, Run

RATINGS = (str(ROOT / SAMPLE[0]), "--roster", str(ROOT / SAMPLE[2]))


def _people() -> list[str]:
    """The names of everybody in the sample."""
    with (ROOT / SAMPLE[2]).open(encoding="utf-8-sig", newline="") as file:
        return [row["姓名"] for row in csv.DictReader(file)]


def test_no_command_opens_a_connection(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("the network was asked for something")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    who = "employee_id,rater_role,rater_id\nE012,manager,M01\n"
    (tmp_path / "who.csv").write_text(who, "utf-8")
    for command in (
        ("check", *RATINGS),
        ("assess", *RATINGS, "-o", "all.html", "-o", "all.xlsx"),
        ("report", *RATINGS, "-o", "site", "--for-manager", "E012"),
        ("sheet", "--roster", RATINGS[2], "--raters", "who.csv", "-o", "{rater}.xlsx"),
        ("show-model", "-o", "handbook.html"),
    ):
        assert run(*command, cwd=tmp_path).returncode == 0, command
    for page in tmp_path.rglob("*.html"):
        assert not re.search(r"localStorage|sessionStorage|indexedDB|\.cookie|serviceWorker", page.read_text("utf-8"))


def test_what_stays_behind_holds_no_people(process: Run, tmp_path: Path) -> None:
    places = {name: tmp_path / name for name in ("desk", "home", "temporary", "cache")}
    for place in places.values():
        place.mkdir()
    environment = {"HOME": str(places["home"]), "TMPDIR": str(places["temporary"])}
    done = process(
        *("assess", *RATINGS, "--parts", "3", "-o", "all.csv"),
        cwd=places["desk"],
        COMP_CACHE_DIR=str(places["cache"]),
        **environment,
    )
    assert done.returncode == 0, done.stderr
    assert [file.name for file in places["desk"].iterdir()] == ["all.csv"]
    assert not any(places["home"].rglob("*"))
    assert not any(places["temporary"].iterdir())
    kept = [file for file in places["cache"].rglob("*") if file.is_file()]
    assert len(kept) == 1
    if POSIX:
        assert kept[0].stat().st_mode & 0o077 == 0
    assert "market_information" in (text := kept[0].read_text("utf-8"))
    people = _people()
    assert len(people) == 32
    assert not [name for name in people if name in text]


def test_pages_name_no_folder_of_who_made_them(run: Run, tmp_path: Path) -> None:
    (mine := tmp_path / "home-of-chen-li").mkdir()
    shutil.copyfile(shipped_model(), mine / "own.yaml")
    (desk := tmp_path / "desk").mkdir()
    shutil.copyfile(ROOT / SAMPLE[0], mine / "ratings.csv")
    done = run("gap", str(mine / "ratings.csv"), "-e", "E012", "-m", str(mine / "own.yaml"), "-o", "e.html", cwd=desk)
    assert done.returncode == 0, done.stderr
    page = (desk / "e.html").read_text("utf-8")
    assert "own.yaml:" in page
    assert mine.name not in page
