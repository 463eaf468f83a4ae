"""Outputs do no damage: nothing that is read, filled in or no plain file is ever lost."""

from __future__ import annotations

import csv
import errno
import inspect
import io
import json
import os
import socket
import stat
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from lenovo_comp import inputs, shipped_model
from lenovo_comp.cli import commands, guarding, writing
from lenovo_comp.cli.app import COMMANDS
from lenovo_comp.cli.naming import file_names
from lenovo_comp.findings.finding import CannotRun
from lenovo_comp.reports.shared.options import READS

from .conftest import POSIX, ROOT, WITH_OFFICE, Run, converted, needs_posix, scrubbed

RATINGS = (
    "employee_id,position,competency,level,rater_role,rater_id,cycle\n"
    "E1,account_representative,communication,2,manager,M1,2025\n"
    "E1,account_representative,communication,3,manager,M1,2026\n"
)
MODEL = (ROOT / "data/big_account_sales.yaml").read_text("utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One of everything that a run reads, with names that every output format takes for its own."""
    for name, text in {
        "r.csv": RATINGS,
        "more.csv": RATINGS.replace("E1", "E2"),
        "people.csv": "employee_id,name,position\nE1,A,account_representative\n",
        "who.csv": "employee_id,rater_role,rater_id\nE1,manager,M1\nE1,peer,who\n",
        "m.md": MODEL,
        "old.md": MODEL,
        "known.json": '{"schema": "comp.baseline/1", "findings": []}\n',
    }.items():
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "deep").mkdir()
    return tmp_path


def contents(folder: Path) -> dict[str, object]:
    """All that is below a folder, to the byte."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else stat.S_IFMT(path.lstat().st_mode)
        for path in sorted(folder.rglob("*"))
    }


READING: dict[str, tuple[tuple[str, ...], str]] = {
    "ratings": (("assess", "r.csv"), "csv:r.csv"),
    "ratings of a pattern": (("assess", "*r.csv", "m*.csv"), "csv:more.csv"),
    "ratings in a report of one": (("gap", "r.csv", "-e", "E1"), "csv:r.csv"),
    "ratings of a data package": (("export", "datapackage", "r.csv"), "json:r.csv"),
    "ratings checked": (("check", "r.csv"), "json:r.csv"),
    "roster": (("assess", "r.csv", "--roster", "people.csv"), "csv:people.csv"),
    "roster of sheets": (("sheet", "--roster", "people.csv"), "csv:people.csv"),
    "raters": (("sheet", "--roster", "people.csv", "--raters", "who.csv"), "csv:who.csv"),
    "raters by their own name": (("sheet", "--roster", "people.csv", "--raters", "who.csv"), "{rater}.csv"),
    "dictionary": (("show-model", "--model", "m.md"), "m.md"),
    "dictionary of ratings": (("assess", "r.csv", "--model", "m.md"), "m.md"),
    "old": (("diff", "old.md", "m.md"), "old.md"),
    "new": (("diff", "old.md", "m.md"), "m.md"),
    "before": (("trend", "r.csv", "--model-before", "old.md"), "old.md"),
    "baseline": (("check", "r.csv", "--baseline", "known.json"), "known.json"),
    "baseline in the place of ratings": (("check", "r.csv", "--update-baseline", "--baseline", "r.csv"), "x.json"),
    "an input that isn't there": (("assess", "none.csv"), "csv:none.csv"),
    "the second of two": (("assess", "r.csv", "-o", "first.json"), "csv:r.csv"),
    "two outputs": (("assess", "r.csv", "-o", "one.json"), "json:deep/../one.json"),
    "a report and the baseline": (("check", "r.csv", "--update-baseline", "--baseline", "x.json"), "sarif:x.json"),
}


@pytest.mark.parametrize("case", READING)
def test_no_output_takes_the_place_of_what_is_read(case: str, folder: Path, run: Run) -> None:
    args, output = READING[case]
    before = contents(folder)
    done = run(*args, "-o", output, cwd=folder)
    assert done.returncode == 2, done.stderr
    assert "choose another name" in done.stderr
    assert contents(folder) == before


@pytest.mark.parametrize(
    ("settings", "output"),
    [
        ('ratings = "*r.csv"', "csv:r.csv"),
        ('roster = "people.csv"', "csv:people.csv"),
        ('model = "m.md"', "m.md"),
        ('findings.baseline = "known.json"', "known.json"),
        ("", "markdown:comp.toml"),
    ],
)
def test_nor_of_what_the_settings_name(settings: str, output: str, folder: Path, run: Run) -> None:
    (folder / "comp.toml").write_text(settings, "utf-8")
    before = contents(folder)
    for args in (("assess", "more.csv"), ("show-model",), ("check", "more.csv")):
        format = output.replace("csv:", "json:")
        assert run(*args, "-o", format, cwd=folder).returncode == 2
    assert run("export", "schema", "-o", f"json:{output.rpartition(':')[2]}", cwd=folder).returncode == 2
    assert contents(folder) == before


ALIASES: dict[str, Callable[[Path], str]] = {
    "dots": lambda _: "./deep/../r.csv",
    "absolute": lambda folder: str(folder / "r.csv"),
    "behind a folder that isn't there": lambda _: "none/../r.csv",
    "link": lambda folder: _linked(folder, "l.csv", "r.csv"),
    "link to a link": lambda folder: _linked(folder, "l.csv", _linked(folder, "k.csv", "r.csv")),
    "linked folder": lambda folder: _linked(folder, "here", ".") + "/r.csv",
    "hard link": lambda folder: _hard(folder, "h.csv"),
}


def _linked(folder: Path, name: str, to: str) -> str:
    (folder / name).symlink_to(to)
    return name


def _hard(folder: Path, name: str) -> str:
    os.link(folder / "r.csv", folder / name)
    return name


@needs_posix
@pytest.mark.parametrize("alias", ALIASES)
def test_by_whatever_name(alias: str, folder: Path, run: Run) -> None:
    name = ALIASES[alias](folder)
    before = contents(folder)
    for read, written in (("r.csv", name), (name, "r.csv")):
        assert run("assess", read, "-o", f"csv:{written}", cwd=folder).returncode == 2
    assert contents(folder) == before


@pytest.mark.parametrize("name", ["-", "/dev/stdin"])
@needs_posix
def test_what_standard_input_and_output_are_redirected_to(name: str, folder: Path) -> None:
    command = [sys.executable, "-m", "lenovo_comp"]
    before = contents(folder)
    with (folder / "r.csv").open("rb") as handle:
        args = [*command, "assess", name, "-o", "r.csv"]
        done = subprocess.run(args, cwd=folder, env=scrubbed(), stdin=handle, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert contents(folder) == before
    with (folder / "out.json").open("wb") as handle:
        args = [*command, "show-model", "-o", "out.json"]
        done = subprocess.run(args, cwd=folder, env=scrubbed(), stdout=handle, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2


def test_the_case_where_it_is_ignored(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guard = guarding.Guard()
    monkeypatch.setattr(guarding, "_ignores_case", lambda _: True)
    guard.protect([folder / "none.csv"])
    with pytest.raises(CannotRun):
        guard.claim(folder / "None.CSV")
    guard.claim(folder / "Caf\u00e9.csv")
    with pytest.raises(CannotRun):
        guard.claim(folder / "cafe\u0301.csv")


def test_the_built_in_dictionary_stays(run: Run) -> None:
    assert run("show-model", "-o", f"markdown:{shipped_model()}").returncode == 2


NOT_FILES = {
    *("position", "competency", "lang", "format", "output", "employee", "cycle", "fail_on", "by", "supposed"),
    *("encoding", "start", "end", "code", "baseline", "receipt", "accept", "report", "languages"),
    *("as_format", "source_lang", "layer", "levels", "select", "positions", "folder", "for_manager", "ci"),
}
"""Parameters that take a value and name no file to be read; baseline, receipt, report and
the pages of a folder are claimed as outputs."""


def test_every_parameter_is_known_to_name_a_file_or_not() -> None:
    """A new option that names a file can't be forgotten."""
    for name in COMMANDS:
        for command in commands.build_typer(name).registered_commands:
            assert command.callback is not None
            _, *parameters = inspect.signature(command.callback).parameters.values()
            for p in parameters:
                is_file = READS in getattr(p.annotation, "__metadata__", ())
                takes_text = "str" in str(getattr(p.annotation, "__origin__", p.annotation))
                assert is_file + (p.name in NOT_FILES) == takes_text, p.name


@needs_posix
@pytest.mark.parametrize("name", ["/dev/fd/{}", "/proc/self/fd/{}", "/proc/{pid}/fd/{}", "l.csv"])
def test_by_a_descriptor_that_is_open_on_it(name: str, folder: Path, run: Run) -> None:
    if name.startswith("/proc") and sys.platform != "linux":
        pytest.skip("no /proc")
    handle = os.open(folder / "r.csv", os.O_RDWR)
    os.set_inheritable(handle, True)
    _linked(folder, "l.csv", f"/dev/fd/{handle}")
    before = contents(folder)
    try:
        done = run("assess", "r.csv", "-o", "csv:" + name.format(handle, pid=os.getpid()), cwd=folder)
        assert done.returncode == 2
        assert contents(folder) == before
    finally:
        os.close(handle)


@needs_posix
@pytest.mark.parametrize("line", ["assess r.csv", "gap - -e E1 -f json <r.csv", "check r.csv", "show-model -m m.md"])
def test_standard_output_that_is_added_to_an_input(line: str, folder: Path) -> None:
    before = contents(folder)
    to = "m.md" if "m.md" in line else "r.csv"
    command = f"{sys.executable} -m lenovo_comp {line} >> {to}"
    done = subprocess.run(["sh", "-c", command], cwd=folder, env=scrubbed(), capture_output=True, check=False)
    assert done.returncode == 2
    assert contents(folder) == before


def test_a_dictionary_that_is_named_for_all_commands_is_an_input(folder: Path, run: Run) -> None:
    before = contents(folder)
    for args in (("export", "schema"), ("rule", "R401", "-o", "markdown:m.md"), ("show-model",)):
        output = () if "-o" in args else ("-o", "json:m.md")
        assert run("--model", "m.md", *args, *output, cwd=folder).returncode == 2
    assert contents(folder) == before


@needs_posix
@pytest.mark.parametrize("links", [1, 2])
@pytest.mark.parametrize("there", [True, False])
def test_the_target_of_a_link_is_written(links: int, there: bool, folder: Path, run: Run) -> None:
    if there:
        (folder / "deep/end.json").write_text("before")
    name = _linked(folder, "1.json", "deep/end.json")
    if links == 2:
        name = _linked(folder, "2.json", name)
    assert run("show-model", "-o", name, cwd=folder).returncode == 0
    assert (folder / "1.json").readlink() == Path("deep/end.json")
    assert (folder / name).is_symlink()
    assert json.loads((folder / "deep/end.json").read_text("utf-8"))["schema"] == "comp.model/1"


@needs_posix
def test_fix_follows_links_and_keeps_permissions(folder: Path, run: Run) -> None:
    (folder / "deep/r.csv").write_text(RATINGS.replace(",2,", ",2级,"), "utf-8")
    (folder / "deep/r.csv").chmod(0o640)
    _linked(folder, "l.csv", "deep/r.csv")
    assert run("check", "--fix", "l.csv", cwd=folder).returncode == 0
    assert (folder / "l.csv").is_symlink()
    assert (folder / "deep/r.csv").read_text("utf-8") == RATINGS
    assert stat.S_IMODE((folder / "deep/r.csv").stat().st_mode) == 0o640


def test_missing_folders_are_made_and_permissions_kept(folder: Path, run: Run) -> None:
    assert run("show-model", "-o", "new/and/newer/m.json", cwd=folder).returncode == 0
    made = folder / "new/and/newer/m.json"
    made.chmod(0o604)
    assert run("show-model", "-o", "new/and/newer/m.json", cwd=folder).returncode == 0
    assert not POSIX or stat.S_IMODE(made.stat().st_mode) == 0o604
    assert [p.name for p in made.parent.iterdir()] == ["m.json"]


@pytest.mark.parametrize("name", ["", "-", "new/", "deep/"])
def test_what_is_no_name_of_a_file_is_refused_at_once(name: str, folder: Path, run: Run) -> None:
    before = contents(folder)
    for output in (("-o", f"json:{name}"), ("--receipt", name)):
        done = run("assess", "r.csv", "-o", "first.json", *output, cwd=folder)
        assert (done.returncode, done.stdout) == (2, "")
    assert contents(folder) == before


@needs_posix
def test_no_folder_socket_or_loop_is_written(folder: Path, run: Run) -> None:
    _linked(folder, "loop.json", "loop.json")
    with socket.socket(socket.AF_UNIX) as bound:
        with pytest.MonkeyPatch.context() as patch:  # the path of a socket is short
            patch.chdir(folder)
            bound.bind("socket.json")
        before = contents(folder)
        for name in ("json:deep", "loop.json", "socket.json", "r.csv/x.json", "x" * 300 + ".json"):
            done = run("show-model", "-o", name, cwd=folder)
            assert done.returncode == 2, name
            assert "can't write" in done.stderr
        assert contents(folder) == before


@needs_posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root makes devices")
def test_devices_are_written_to_and_stay(folder: Path, run: Run) -> None:
    for name, minor, code in (("null.json", 3, 0), ("full.json", 7, 2)):
        try:
            os.mknod(folder / name, stat.S_IFCHR | 0o666, os.makedev(1, minor))
        except OSError as error:
            pytest.skip(str(error))
        _linked(folder, f"to-{name}", name)
        for output in (name, f"to-{name}"):
            assert run("show-model", "-o", output, cwd=folder).returncode == code
        assert stat.S_ISCHR((folder / name).lstat().st_mode)
    assert run("assess", "r.csv", "-o", "null.json", "-o", "csv:null.json", cwd=folder).returncode == 0


@needs_posix
def test_pipes_have_readers_and_stay(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(folder / "p.json")
    found: list[str] = []
    reader = threading.Thread(target=lambda: found.append((folder / "p.json").read_text("utf-8")))
    reader.start()
    assert run("show-model", "-o", "p.json", cwd=folder).returncode == 0
    reader.join(20)
    assert json.loads(found[0])["schema"] == "comp.model/1"
    monkeypatch.setattr(writing, "PATIENCE", 0.05)
    assert run("show-model", "-o", "p.json", cwd=folder).returncode == 2
    assert stat.S_ISFIFO((folder / "p.json").lstat().st_mode)


@needs_posix
def test_open_descriptors_are_written_to(folder: Path) -> None:
    command = f"{sys.executable} -m lenovo_comp show-model communication -f csv"
    for output, to in (("/dev/stdout", ""), ("/dev/fd/3", "3> three"), ("/proc/self/fd/3", "3> three")):
        if not output.startswith("/dev") and sys.platform != "linux":
            continue
        line = f"printf before > out; {command} -o json:{output} >> out {to}"
        assert subprocess.run(["sh", "-c", line], cwd=folder, env=scrubbed(), check=False).returncode == 0
        text = (folder / "out").read_text("utf-8")
        assert text.startswith("before")
        assert "communication" in text
        written = text.removeprefix("before") if not to else (folder / "three").read_text("utf-8")
        assert json.JSONDecoder().raw_decode(written)[0]["schema"] == "comp.model/1"


def test_a_write_is_whole_or_not_at_all(folder: Path) -> None:
    (folder / "x.json").write_text("before")

    def half() -> Any:
        yield b"half"
        raise OSError(errno.ENOSPC, "full")

    before = contents(folder)
    with pytest.raises(CannotRun):
        writing.write_file(half(), folder / "x.json")
    assert contents(folder) == before


@needs_posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everything")
def test_a_protected_file_is_not_replaced(folder: Path, run: Run) -> None:
    (folder / "x.json").write_text("before")
    (folder / "x.json").chmod(0o444)
    assert run("show-model", "-o", "x.json", cwd=folder).returncode == 2
    assert (folder / "x.json").read_text() == "before"


def test_the_summary_of_a_run_in_ci_does_no_damage(folder: Path, run: Run) -> None:
    check = ("check", "r.csv", "--format", "github")
    before = contents(folder)
    assert run(*check, cwd=folder, GITHUB_STEP_SUMMARY="./r.csv").returncode == 2
    assert run(*check, cwd=folder, GITHUB_STEP_SUMMARY="deep").returncode == 2
    assert contents(folder) == before
    for _ in range(2):
        assert run(*check, cwd=folder, GITHUB_STEP_SUMMARY="new/summary.md").returncode == 0
    text = (folder / "new/summary.md").read_text("utf-8")
    assert text == text[: len(text) // 2] * 2 != ""


def test_a_baseline_of_the_settings_stays_in_its_folder(folder: Path, run: Run) -> None:
    project = folder / "deep"
    (project / "r.csv").write_text(RATINGS, "utf-8")
    outside = ["../new.json", str(folder / "new.json")]
    if POSIX:
        (project / "up").symlink_to("..")
        outside.append("up/new.json")
    for baseline in outside:
        (project / "comp.toml").write_text(f'findings.baseline = "{baseline}"\n', "utf-8")
        assert run("check", "r.csv", "--update-baseline", cwd=project).returncode == 2
        assert not (folder / "new.json").exists()
    assert run("check", "r.csv", "--update-baseline", "--baseline", "../new.json", cwd=project).returncode == 0
    assert (folder / "new.json").exists()
    (project / "comp.toml").write_text('findings.baseline = "below/new.json"\n', "utf-8")
    assert run("check", "r.csv", "--update-baseline", cwd=project).returncode == 0
    assert run("check", "r.csv", cwd=project).returncode == 0
    for other in ("r.csv", "comp.toml"):
        (project / "comp.toml").write_text(f'findings.baseline = "{other}"\n', "utf-8")
        before = contents(project)
        assert run("check", "r.csv", "--update-baseline", cwd=project).returncode == 2
        assert contents(project) == before


# Sheets


SHEETS = ("sheet", "--roster", "people.csv", "--raters", "who.csv", "--lang", "en")


@pytest.fixture
def made(folder: Path, run: Run) -> Path:
    assert run(*SHEETS, "-o", "s/{rater}.xlsx", "-o", "s/{rater}.csv", cwd=folder).returncode == 0
    assert run("sheet", "-p", "account_manager", "-o", "s/open.xlsx", cwd=folder).returncode == 0
    return folder


def _typed(file: Path, cell: str, value: str | int, sheet: int = 1) -> None:
    book = openpyxl.load_workbook(file)
    book.worksheets[sheet][cell].value = value
    book.save(file)


def _typed_csv(file: Path, column: int, value: str) -> None:
    rows = list(csv.reader(io.StringIO(file.read_text("utf-8"))))
    rows[1][column] = value
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    file.write_text(text.getvalue(), "utf-8")


FILLED: dict[str, Callable[[Path], None]] = {
    "M1.xlsx": lambda file: _typed(file, "M11", 3, 0),
    "who.xlsx": lambda file: _typed(file, "M11", "3 - Often", 0),
    "open.xlsx": lambda file: _typed(file, "D2", "E1"),
    "M1.csv": lambda file: _typed_csv(file, -2, "2"),
    "who.csv": lambda file: _typed_csv(file, -1, "evidence"),
}


@pytest.mark.parametrize("name", FILLED)
def test_what_was_filled_in_is_never_overwritten(name: str, made: Path, run: Run) -> None:
    file = made / "s" / name
    assert run(*SHEETS, "-o", "s/{rater}.xlsx", "-o", "s/{rater}.csv", cwd=made).returncode == 0
    FILLED[name](file)
    (made / "people.csv").write_text("employee_id,name,position\nE1,B,account_manager\n", "utf-8")
    before = contents(made)
    again = ("sheet", "-p", "account_manager") if "open" in name else SHEETS
    output = f"s/{name}" if "open" in name else "s/{rater}" + file.suffix
    first = () if "open" in name else ("-o", "new/{rater}.xlsx")
    done = run(*again, *first, "-o", output, cwd=made)
    assert done.returncode == 2
    assert "is not overwritten" in done.stderr
    other = f"{'xlsx' if file.suffix == '.xlsx' else 'csv'}:s/{name}"
    assert run("assess", "r.csv", "-o", other, cwd=made).returncode == 2
    assert contents(made) == before


@WITH_OFFICE
def test_nor_where_it_was_saved_as_another_kind_of_workbook(made: Path, run: Run) -> None:
    FILLED["M1.xlsx"](made / "s/M1.xlsx")
    (made / "o").mkdir()
    for kind in ("ods", "xls"):
        converted(kind, [made / "s/M1.xlsx"], made / "o")
    before = contents(made)
    for file in ("o/M1.ods", "o/M1.xls"):
        assert run("assess", "r.csv", "-o", f"xlsx:{file}", cwd=made).returncode == 2
    assert contents(made) == before


def test_nor_what_may_be_a_sheet_with_a_password(folder: Path, run: Run) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100_000) + "EncryptedPackage".encode("utf-16-le")
    (folder / "deep/x.xlsx").write_bytes(ole)
    with zipfile.ZipFile(folder / "deep/x.ods", "w") as archive:
        archive.writestr("content.xml", os.urandom(99))
        archive.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
    before = contents(folder)
    for name in ("x.xlsx", "x.ods"):
        assert run("assess", "r.csv", "-o", f"xlsx:deep/{name}", cwd=folder).returncode == 2
    assert contents(folder) == before


def test_blank_workbooks_make_room_for_new_ones(made: Path, run: Run) -> None:
    (made / "people.csv").write_text("employee_id,name,position\nE1,B,account_manager\n", "utf-8")
    before = (made / "s/M1.xlsx").read_bytes()
    assert run(*SHEETS, "-o", "s/{rater}.xlsx", cwd=made).returncode == 0
    assert (made / "s/M1.xlsx").read_bytes() != before


@pytest.mark.parametrize(
    "content", [b"", b"PK", b"PK\x03\x04" + b"\0" * 100, b"\xff\xfe", b"notes\n", b"PK\x05\x06" + b"\0" * 18, b'a,"b']
)
@pytest.mark.parametrize("name", ["M1.xlsx", "M1.csv"])
def test_what_is_no_sheet_of_ours_stays(content: bytes, name: str, folder: Path, run: Run) -> None:
    (folder / "deep" / name).write_bytes(content)
    before = contents(folder)
    done = run(*SHEETS, "-o", "deep/{rater}" + name[2:], "-o", "n/{rater}.html", cwd=folder)
    assert done.returncode == 2
    assert "is not overwritten" in done.stderr or "so it stays" in done.stderr
    assert contents(folder) == before


def test_file_names_of_raters() -> None:
    ids = [
        *("M1", "CON", "con.csv", "NUL", "nul ", "COM1", "com¹", "LPT9.x", "P1", "p1", "Ｐ１", "a.", "a", "a ", "A"),
        *("a/b", "a\\b", "a:b", "a_b", "...", ".", "..", " ", "~$x", "-rf", "\u202ex", "x\0", "x\n", "é", "e\u0301"),
        *(
            "\ud800",
            "x" * 300,
            "x" * 301,
            "张三",
            "a?b",
            'a"b',
            "a|b",
            "a*b",
            "ı",
            "i",
            "ß",
            "ss",
            "{rater}",
            "CON-a3dbc4b6",
        ),
    ]
    names = file_names(ids)
    assert list(names) == ids
    assert len({name.casefold() for name in names.values()}) == len(ids)
    assert names == {**file_names(reversed(ids))}
    for id in ("M1", "张三"):
        assert names[id] == id
    for name in names.values():
        assert 0 < len(name.encode()) < 200
        assert not set('<>:"/\\|?*\0\n') & set(name)
        assert name[0] not in " .~-" and name[-1] not in " ."
        assert name.split(".")[0].casefold() not in ("con", "nul", "com1", "lpt9")
    hostile = [*ids, *names.values()]
    assert len(set(file_names(hostile).values())) == len(set(hostile))


def test_raters_get_files_whatever_they_are_called(folder: Path, run: Run) -> None:
    raters = ["CON", "nul.", "P1", "P01", "../../up", "a/b", "x" * 300, ".hidden"]
    rows = "".join(f"E1,peer,{rater}\n" for rater in raters)
    (folder / "who.csv").write_text(f"employee_id,rater_role,rater_id\n{rows}", "utf-8")
    for _ in range(2):
        assert run(*SHEETS, "-o", "s/{rater}/s.xlsx", "-o", "s/{rater}.csv", cwd=folder).returncode == 0
    made = list((folder / "s").glob("*.csv"))
    assert len(made) == len(raters)
    told = {line["rater_id"] for file in made for line in csv.DictReader(io.StringIO(file.read_text("utf-8")))}
    assert told == set(raters)
    assert not list(folder.parent.glob("up*"))


# Patterns


def test_patterns(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv", ".h.csv", "d/c.csv", "d/e/f.csv", "d/.g/i.csv", "[x].csv"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    if POSIX:
        (tmp_path / "d/loop").symlink_to("..")

    def found(pattern: str) -> list[str]:
        return [Path(f).relative_to(tmp_path).as_posix() for f in inputs.match_pattern(pattern, str(tmp_path))]

    assert found("*.csv") == ["[x].csv", "a.csv", "b.csv"]
    assert found("[ab].csv") == found(f"{tmp_path}/[ab].csv") == ["a.csv", "b.csv"]
    assert found("**/*.csv") == found("**/**/**/*.csv") == ["[x].csv", "a.csv", "b.csv", "d/c.csv", "d/e/f.csv"]
    assert found("d/**/f.csv") == ["d/e/f.csv"]
    assert found(".h*") == [".h.csv"]
    assert found("*") == ["[x].csv", "a.csv", "b.csv"]
    assert found("*/" * 200 + "*") == found("\0*") == found("a.csv/*") == []
    assert inputs.expand_patterns([str(tmp_path / "[x].csv")]) == [str(tmp_path / "[x].csv")]


def test_a_pattern_can_not_look_at_everything(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "comp.toml").write_text('ratings = "**/*.csv"', "utf-8")
    for i in range(20):
        (tmp_path / f"{i}.txt").touch()
    monkeypatch.setattr(inputs, "MOST_NAMES", 10)
    assert run("show-model", cwd=tmp_path).returncode == 2
