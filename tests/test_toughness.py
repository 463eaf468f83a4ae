"""What can neither crash nor fool: damaged files, hostile names, in every command and format."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .conftest import Run
from .fuzz._ratings import ENDINGS
from .fuzz._ratings import read as target
from .strategies import BUDGET

CORPUS = sorted((Path(__file__).parent / "corpus").iterdir())
NAUGHTY = [
    *("undefined", "NULL", "nan", "true", "0", "-1", "1e309", "0x0", "007", "١٢٣", "½", "-0.0"),
    *("[bold]", "[/]", "[/red]", "[link=x]", ":smile:", "{0}", "{value}", "%s", "%n", "$(id)", "`id`", "\\", "\\n"),
    *("=1+1", "+1", "-x", "@x", "=cmd|' /C x'!A0", "'", "''", ";", "|", "<b>", "</td>", "<!--", "]]>", "&amp;", "&"),
    *("\x1b[31m", "\x1b]0;t\x07", "\x07", "\x08", "\x7f", "\x85", "\x9b31m"),
    *("\u202egnp", "\u2066x", "\u200bx", "\ufeffx", "x\u00ad", "\u2028", "\u2029", "\u0000"[:0] or "e\u0301" * 9),
    *("😀", "👩‍👩‍👧", "🇨🇳", "𠮷田", "Ω≈ç√", "田中さん", "ثم نفس", "בְּרֵאשִׁית", "ﷺ", "Ṱ̺̺̕o͞", "A" * 300, "张" * 120),
    *("::error::x", "##[error]x", "--help", "-", "|x|", "# x", "* x", "1. x", "> x", "[x](y)", "![x](y)", "```", "~~~"),
]


@pytest.mark.sampled
@pytest.mark.parametrize("file", CORPUS, ids=lambda f: f.name)
@pytest.mark.parametrize("ending", ENDINGS)
def test_corpus(file: Path, ending: str) -> None:
    target(file.read_bytes(), ending)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.data())
def test_damaged_corpus(data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(CORPUS))
    content = bytearray(file.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(len(content) - 1, 0)))
        match data.draw(st.sampled_from(["replace", "insert", "delete", "cut", "double"])):
            case "replace" if content:
                content[at] = data.draw(st.integers(0, 255))
            case "insert":
                content[at:at] = data.draw(
                    st.sampled_from([b'"', b",", b"\r", b"\n", b"\0", b"\xff", "９".encode(), b"=", b";"])
                )
            case "delete":
                del content[at : at + data.draw(st.integers(1, 20))]
            case "cut":
                del content[at:]
            case "double":
                content[at:at] = content[max(at - 30, 0) : at]
    target(bytes(content), file.suffix)


@pytest.fixture(scope="module")
def naughty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("naughty")
    with (folder / "r.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(["employee_id", "name", "department", "position", "competency", "level", "evidence"])
        for i, name in enumerate(NAUGHTY):
            writer.writerow([f"e{i:03}", name, name, "account_manager", "communication", i % 4, name])
    return folder


@pytest.mark.parametrize("format", ["table", "json", "csv", "markdown"])
def test_naughty_names_survive_assess(format: str, run: Run, naughty: Path) -> None:
    done = run("assess", "r.csv", "--format", format, cwd=naughty)
    assert done.returncode == 0, done.stderr
    if format in ("table", "markdown"):
        assert not set("\x1b\x07\x08\x7f\x85\x9b\u202e\u2066\u200b\ufeff\u2028") & set(done.stdout + done.stderr)
    if format == "json":
        people = json.loads(done.stdout)["employees"]
        # The spaces round a name, and a byte-order mark before it, are no part of it; everything else is.
        assert [p["name"] for p in people] == [n.strip("\u2028\u2029\x85\ufeff") or None for n in NAUGHTY]
    if format == "csv":
        rows = {r["employee_id"]: r["name"] for r in csv.DictReader(io.StringIO(done.stdout))}
        assert len(rows) == len(NAUGHTY)
        assert not [n for n in rows.values() if n[:1] in ("=", "+", "-", "@")]


@pytest.mark.parametrize("format", ["full", "json", "github", "gitlab", "sarif", "junit", "markdown"])
def test_naughty_names_survive_check(format: str, run: Run, naughty: Path) -> None:
    done = run("check", "r.csv", "--format", format, "--max-diagnostics", "0", cwd=naughty)
    assert done.returncode == 0, done.stderr
    assert not set("\x1b\x07\x08\x7f\x9b\u202e\u2066") & set(done.stdout + done.stderr)


def test_naughty_names_survive_gap(run: Run, naughty: Path) -> None:
    for i in range(0, len(NAUGHTY), 1 if BUDGET > 1 else 4):
        for format in ("table", "markdown", "json")[: 1 if i % 16 else 3]:
            done = run("gap", "r.csv", "-e", f"e{i:03}", "--format", format, cwd=naughty)
            assert done.returncode == 0, (NAUGHTY[i], done.stderr)
            assert "\x1b" not in done.stdout


def test_naughty_ids(run: Run, tmp_path: Path) -> None:
    for id in ("=1+1", "[/red]", "\x1b[31m", "--help", "\u202ex", "a b", "工号", "-1"):
        with (tmp_path / "r.csv").open("w", encoding="utf-8", newline="") as handle:
            csv.writer(handle).writerows(
                [["employee_id", "position", "competency", "level"], [id, "account_manager", "communication", "2"]]
            )
        done = run("gap", "r.csv", f"--employee={id}", cwd=tmp_path)
        is_spoilt = id[0] in "\x1b\u202e"  # what can't be seen is no part of an id
        assert done.returncode == (1 if is_spoilt else 0), (id, done.stderr)
        assert "\x1b" not in done.stdout + done.stderr
