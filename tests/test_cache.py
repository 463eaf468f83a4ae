"""Compiled dictionaries: the same model as parsing gives, and nothing else is ever believed."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lenovo_comp import Model, load_model, shipped_model
from lenovo_comp.cli.settings import cache_folder
from lenovo_comp.model import compiled, parsing
from lenovo_comp.model.dictionary import Scale, Statement

from .conftest import ROOT, Run, needs_posix, scrubbed

DICTIONARIES = [shipped_model(), *sorted((ROOT / "tests" / "models").glob("*.yaml"))]
SHIPPED = shipped_model().read_bytes()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "dictionaries"


def the_entry(folder: Path) -> Path:
    (entry,) = folder.iterdir()
    return entry


def never(*_: object) -> None:
    raise AssertionError("the dictionary was parsed")


@pytest.fixture
def kept(folder: Path) -> Path:
    """The folder, with the shipped dictionary in it."""
    load_model(shipped_model(), folder)
    return folder


@pytest.mark.parametrize("path", DICTIONARIES, ids=lambda p: p.stem)
def test_what_was_kept_is_what_was_parsed(path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed, notes = load_model(path)
    assert {d.rule.code for d in notes} <= {"M333"}
    assert load_model(path, folder) == (parsed, notes)
    monkeypatch.setattr(parsing, "parse_model", never)
    known, found = load_model(path, folder)
    assert known == parsed
    assert repr(known) == repr(parsed)  # 1 and 1.0 are equal, and must stay what they were
    assert found == notes


def test_lines_of_requirements_survive(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "parse_model", never)
    known, _ = load_model(shipped_model(), kept)
    assert known is not None
    lines = shipped_model().read_text("utf-8").split("\n")
    for requirement in (r for position in known.positions for r in position.requires):
        assert requirement.line is not None
        assert requirement.competency in lines[requirement.line - 1]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(model=st.from_type(Model))
def test_anything_of_the_types_comes_back(model: Model) -> None:
    back = compiled.rebuild(Model, json.loads(json.dumps(compiled.plain(model))))
    assert repr(back) == repr(model)


def test_the_path_is_that_of_today(kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "copy.yaml"
    copy.write_bytes(SHIPPED)
    monkeypatch.setattr(parsing, "parse_model", never)
    known, _ = load_model(copy, kept)
    assert known is not None
    assert known.path == str(copy)


def test_findings_are_kept_and_errors_are_read_anew(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    warned = tmp_path / "warned.yaml"
    sits = "{id: idle.1, zh: 坐, en: Sits, origin: source}"
    idle = f"{{id: idle, layer: general, name: {{zh: 闲, en: Idle}}, behaviours: [{sits}]}}"
    lines = SHIPPED.decode().split("\n")
    lines.insert(lines.index("competencies:") + 1, f"  - {idle}")
    warned.write_text("\n".join(lines), "utf-8")
    broken = tmp_path / "broken.yaml"
    broken.write_text("id: x\n", "utf-8")
    assert load_model(warned)[0] is not None
    assert load_model(broken, folder) == load_model(broken, folder)
    assert not folder.exists()
    parsed = load_model(warned, folder)
    assert parsed[1]
    copy = warned.rename(tmp_path / "renamed.yaml")
    monkeypatch.setattr(parsing, "parse_model", never)
    model, found = load_model(copy, folder)
    assert model is not None
    assert parsed[0] == dataclasses.replace(model, path=str(warned))
    assert {d.place.path for d in found} == {str(copy)}
    assert parsed[1] == [d._replace(place=d.place._replace(path=str(warned))) for d in found]
    assert [d.message("zh") for d in parsed[1]] == [d.message("zh") for d in found]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(finding=st.from_type(compiled._Finding))
def test_any_finding_comes_back(finding: compiled._Finding) -> None:
    back = compiled.rebuild(compiled._Finding, json.loads(json.dumps(compiled.plain(finding))))
    assert repr(back) == repr(finding)


def resealed(entry: Path, change: Callable[[list[object]], object]) -> bytes:
    """An entry edited by somebody who knows how its digest is made."""
    body = json.loads(entry.read_bytes().split(b"\n")[1])
    text = json.dumps(change(body) or body).encode()
    key = entry.stem.encode()
    return hashlib.sha256(key + b"\n" + text).hexdigest().encode() + b"\n" + text


def replaced(field: str, value: object) -> Callable[[list[object]], object]:
    at = [f.name for f in dataclasses.fields(Model)].index(field)
    return in_model(lambda model: [*model[:at], value, *model[at + 1 :]])


def in_model(change: Callable[[Any], object]) -> Callable[[list[object]], object]:
    """A change of the dictionary, which is an entry's first part."""
    return lambda body: [change(body[0]), *body[1:]]


TAMPERED: dict[str, Callable[[Path], bytes]] = {
    "empty": lambda _: b"",
    "truncated": lambda e: e.read_bytes()[:-20],
    "longer": lambda e: e.read_bytes() + b" ",
    "one character edited": lambda e: e.read_bytes().replace(b"0.8", b"0.1", 1),
    "not JSON": lambda _: b"\x80\x04K\x01.",
    "not UTF-8": lambda e: e.read_bytes().replace(b"a", b"\xff", 1),
    "resealed: not JSON": lambda e: hashlib.sha256(e.stem.encode() + b"\n[").hexdigest().encode() + b"\n[",
    "resealed: deep": lambda e: (
        hashlib.sha256(e.stem.encode() + b"\n" + b"[" * 100_000).hexdigest().encode() + b"\n" + b"[" * 100_000
    ),
    "resealed: number for text": lambda e: resealed(e, replaced("id", 1)),
    "resealed: true for a number": lambda e: resealed(e, replaced("tolerance", True)),
    "resealed: no number": lambda e: resealed(e, replaced("tolerance", float("nan"))),
    "resealed: object for a list": lambda e: resealed(e, replaced("competencies", {})),
    "resealed: a field missing": lambda e: resealed(e, in_model(lambda model: model[:-1])),
    "resealed: a field more": lambda e: resealed(e, in_model(lambda model: [*model, 1])),
    "resealed: no findings": lambda e: resealed(e, lambda body: body[:1]),
    "resealed: an unknown finding": lambda e: resealed(
        e, lambda body: [body[0], [["Z999", ["", 1, 1, None, None, None, None], None, {}, ""]]]
    ),
    "resealed: unknown layer": lambda e: resealed(e, replaced("layers", [["other", ["层", "layer"], None]])),
    "resealed: of another dictionary": lambda e: resealed(
        e, in_model(lambda model: ["0" * 64 if x == hashlib.sha256(SHIPPED).hexdigest() else x for x in model])
    ),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_what_was_tampered_with_is_not_believed(how: str, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = load_model(shipped_model())
    entry = the_entry(kept)
    whole = entry.read_bytes()
    changed = TAMPERED[how](entry)
    assert changed != whole
    entry.write_bytes(changed)
    assert compiled.recall(SHIPPED, "x", kept) is None
    assert load_model(shipped_model(), kept) == parsed
    assert entry.read_bytes() == whole, "it is written anew"
    monkeypatch.setattr(parsing, "parse_model", never)
    assert load_model(shipped_model(), kept) == parsed


def test_resealing_as_the_tests_do_would_be_believed(kept: Path) -> None:
    """Else the cases above would be turned away for their digest alone."""
    entry = the_entry(kept)
    entry.write_bytes(resealed(entry, lambda body: body))
    assert compiled.recall(SHIPPED, "x", kept) is not None


def test_an_entry_under_another_name_is_not_believed(kept: Path) -> None:
    other = SHIPPED + b"\n"
    theirs = kept / (compiled._key(hashlib.sha256(other).hexdigest()) + ".json")
    theirs.write_bytes(the_entry(kept).read_bytes())
    theirs.chmod(0o600)
    assert compiled.recall(other, "x", kept) is None


def test_another_version_has_entries_of_its_own(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert compiled.recall(SHIPPED, "x", kept) is not None
    monkeypatch.setattr(compiled, "__version__", "0.0.0")
    assert compiled.recall(SHIPPED, "x", kept) is None


@needs_posix
def test_folder_and_files_are_the_users_alone(kept: Path) -> None:
    assert stat.S_IMODE(kept.stat().st_mode) == 0o700
    assert stat.S_IMODE(the_entry(kept).stat().st_mode) == 0o600


@needs_posix
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o644])
def test_files_open_to_others_are_not_believed(kept: Path, mode: int) -> None:
    the_entry(kept).chmod(mode)
    assert compiled.recall(SHIPPED, "x", kept) is None


@needs_posix
def test_a_folder_open_to_others_is_not_used(kept: Path) -> None:
    kept.chmod(0o777)
    assert compiled.recall(SHIPPED, "x", kept) is None
    the_entry(kept).unlink()
    load_model(shipped_model(), kept)
    assert not list(kept.iterdir())


@needs_posix
def test_somebody_elses_entry_is_not_believed(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert compiled.recall(SHIPPED, "x", kept) is None


@needs_posix
@pytest.mark.parametrize("kind", ["link", "linked folder", "pipe", "folder"])
def test_only_plain_files_are_believed(kept: Path, kind: str, tmp_path: Path) -> None:
    entry = the_entry(kept)
    if kind == "linked folder":
        kept.rename(tmp_path / "elsewhere")
        kept.symlink_to(tmp_path / "elsewhere")
    else:
        entry.rename(tmp_path / "elsewhere")
        if kind == "link":
            entry.symlink_to(tmp_path / "elsewhere")
        elif kind == "pipe":
            os.mkfifo(entry, 0o600)
        else:
            entry.mkdir(0o700)
    assert compiled.recall(SHIPPED, "x", kept) is None
    assert load_model(shipped_model(), kept)[0] is not None


def test_huge_entries_are_not_read(kept: Path) -> None:
    with the_entry(kept).open("r+b") as handle:
        handle.truncate(compiled.LARGEST + 1)  # sparse
    assert compiled.recall(SHIPPED, "x", kept) is None


@pytest.mark.parametrize("where", ["file", "file/below", "readonly", "nul\0"])
def test_where_nothing_can_be_kept_all_works(where: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "readonly").mkdir()
    (tmp_path / "readonly").chmod(0o500)
    model, found = load_model(shipped_model(), tmp_path / where / "dictionaries")
    assert model is not None
    assert {d.rule.code for d in found} == {"M333"}


def test_a_full_disk_leaves_nothing_half_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert load_model(shipped_model(), folder)[0] is not None
    assert not list(folder.iterdir())


def test_old_entries_make_room(folder: Path) -> None:
    model, _ = load_model(shipped_model())
    assert model is not None
    for i in range(compiled.MOST_KEPT + 5):
        compiled.keep(model, [], str(i).encode(), folder)
    assert len(list(folder.iterdir())) == compiled.MOST_KEPT


def test_only_what_the_cache_wrote_makes_room(folder: Path) -> None:
    """Files of the user's stay, however they are called, and what is being written just now."""
    model, _ = load_model(shipped_model())
    assert model is not None
    folder.mkdir(0o700, parents=True)
    digest = "0" * 64
    theirs = {
        **{f"{i}.json": "{}" for i in range(60)},
        **{f"{i:064x}-{i:016x}.json": "{}" for i in range(40)},
        **{f"copy of {digest}-{digest[:16]}.json": f"{digest}\n[]"},
        **{f"tmp{i:08}.json": "" for i in range(9)},
        ".comp-abcdefgh.tmp": "a note",
        ".comp-abcdefgi.tmp": digest,
    }
    for name, text in theirs.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o600)
        if text != digest:
            os.utime(folder / name, (1, 1))
    (folder / ".comp-zyxwvuts.tmp").touch(0o600)
    os.utime(folder / ".comp-zyxwvuts.tmp", (1, 1))
    for i in range(compiled.MOST_KEPT + 5):
        compiled.keep(model, [], str(i).encode(), folder)
    left = {file.name for file in folder.iterdir()}
    assert left >= set(theirs)
    assert ".comp-zyxwvuts.tmp" not in left
    assert len(left) == len(theirs) + compiled.MOST_KEPT


def test_many_may_write_at_once(folder: Path) -> None:
    parsed, _ = load_model(shipped_model())
    results: list[object] = []

    def both() -> None:
        for _ in range(20):
            results.append(load_model(shipped_model(), folder)[0])
            compiled.keep(parsed, [], SHIPPED, folder)  # type: ignore[arg-type]

    threads = [threading.Thread(target=both) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 120
    assert all(model == parsed for model in results)
    assert len(list(folder.iterdir())) == 1
    assert compiled.recall(SHIPPED, parsed.path, folder) == (parsed, [])  # type: ignore[union-attr]


def test_processes_may_write_at_once(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "lenovo_comp", "show-model", "communication"]
    environment = scrubbed(COMP_CACHE_DIR=str(tmp_path))
    runs = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, cwd=ROOT) for _ in range(3)]
    outputs = {run.communicate(timeout=60)[0] for run in runs}
    assert len(outputs) == 1
    assert [run.returncode for run in runs] == [0] * 3
    assert len(list((tmp_path / "dictionaries").iterdir())) == 1


def test_no_cache_neither_reads_nor_writes(run: Run, tmp_path: Path) -> None:
    assert run("--no-cache", "show-model", COMP_CACHE_DIR=str(tmp_path)).returncode == 0
    assert run("show-model", COMP_NO_CACHE="1", COMP_CACHE_DIR=str(tmp_path)).returncode == 0
    assert not list(tmp_path.iterdir())
    warm = run("show-model", COMP_CACHE_DIR=str(tmp_path))
    entry = the_entry(tmp_path / "dictionaries")
    believed = entry.read_bytes().replace("沟通".encode(), "勾通".encode())
    key, body = entry.stem.encode(), believed.split(b"\n")[1]
    entry.write_bytes(hashlib.sha256(key + b"\n" + body).hexdigest().encode() + b"\n" + body)
    asked = ("show-model", "communication", "--lang", "zh")
    assert "勾通" in run(*asked, COMP_CACHE_DIR=str(tmp_path)).stdout  # so it is read
    assert "勾通" not in run("--no-cache", *asked, COMP_CACHE_DIR=str(tmp_path)).stdout
    assert warm.returncode == 0


def test_the_users_cache_is_where_the_platform_has_it(tmp_path: Path) -> None:
    assert cache_folder({"COMP_CACHE_DIR": str(tmp_path)}) == tmp_path / "dictionaries"
    assert cache_folder({"COMP_CACHE_DIR": str(tmp_path), "COMP_NO_CACHE": "1"}) is None


@pytest.mark.skipif(sys.platform != "linux", reason="where caches are differs by platform")
def test_xdg_is_respected_and_no_home_is_no_error(process: Run, tmp_path: Path) -> None:
    assert process("show-model", COMP_CACHE_DIR="", XDG_CACHE_HOME=str(tmp_path)).returncode == 0
    assert the_entry(tmp_path / "comp" / "dictionaries").is_file()
    (tmp_path / "file").write_text("")
    lost = process("show-model", COMP_CACHE_DIR="", XDG_CACHE_HOME="", HOME=str(tmp_path / "file" / "home"))
    assert (lost.returncode, lost.stderr) == (0, "")


def test_a_home_that_is_nowhere_is_not_looked_for_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: Path("~/.cache/comp"))
    assert cache_folder({}) is None


def test_the_compiled_form_follows_the_types() -> None:
    """Exact types, no conversion: what JSON may hold instead is turned away."""
    scale = Scale(0, 4.0, 1.0)
    assert compiled.rebuild(Scale, compiled.plain(scale)) == scale
    wrongs: list[object] = [[0, 4.0], [0, "4", 1.0, []], [0, None, 1.0, []], [False, 4.0, 1.0, []], {}, None, "0123"]
    for wrong in wrongs:
        with pytest.raises(ValueError):
            compiled.rebuild(Scale, wrong)
    with pytest.raises(ValueError):
        compiled.rebuild(Statement, ["a.1", ["甲", "A"], "elsewhere", False, None])
