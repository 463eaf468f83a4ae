"""Windows and macOS: what is right there by construction, tried with what they lack taken away and what they do faked.

mypy, run for Windows, finds calls that it lacks (`make lint`); here commands run without them, to the same results.
"""

from __future__ import annotations

import errno
import io
import json
import os
import shlex
import shutil
import subprocess
import sys
import types
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lenovo_comp import system
from lenovo_comp.cli import outputs, paging, writing
from lenovo_comp.cli.app import app
from lenovo_comp.cli.command_lines import as_meant, quote
from lenovo_comp.cli.guarding import Guard
from lenovo_comp.cli.language import locale_language
from lenovo_comp.findings.finding import CannotRun, shown_path
from lenovo_comp.findings.formats import sarif
from lenovo_comp.inputs import expand_patterns, list_folder, open_input
from lenovo_comp.ratings.files import opening
from lenovo_comp.ratings.files.kinds import READ, url_in
from lenovo_comp.reports import formats

from .conftest import POSIX, ROOT, Run, needs_posix, scrubbed
from .test_layout import on_a_terminal
from .test_shells import split_windows

LIKE_WINDOWS = str(ROOT / "tests/windows_like.py")
FEW = """employee_id,name,department,position,rater_role,communication,logical_analysis,customer_relationship
CON,Ann,Sales 1,account_manager,manager,2,1,2
a:b,Bo,Sales 1,account_manager,manager,3,3,3
E3,赵,,industry_analyst,manager,1,,
E3,赵,,industry_analyst,self,3,2,
"""
COMMANDS = [
    shlex.split(line)
    for line in (
        "assess few.csv -f json",
        "assess few.csv --parts 3 -f csv",
        "assess few.csv --full",
        "gap few.csv -e CON",
        'gap few.csv --all -o "out/{department}/{employee_id}.html"',
        "explain few.csv -e E3 -c communication -f markdown",
        "plan few.csv -e a:b -f json",
        "match few.csv --bench -f json",
        "stage few.csv -f csv",
        "show-model -f json",
        "check bad.csv -f sarif",
        "check bad.csv -f github",
        "check bad.csv -f gitlab",
        "check bad.csv --output found/junit.xml --output found.md -f concise",
        "check bad.csv --baseline known.json --update-baseline",
        "check bad.csv --baseline known.json",
        "sheet --roster few.csv -o sheets.xlsx",
        "report few.csv -o site",
        "init demo",
        "assess none.csv",
        "check folder -f json",
        "check -",
        "assess few.csv -o few.csv",
    )
]


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "WINDOWS", True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a few people's ratings, a file with errors, and a folder."""
    (tmp_path / "few.csv").write_bytes(FEW.encode())
    shutil.copy(ROOT / "tests/cases/ratings_with_errors.csv", tmp_path / "bad.csv")
    (tmp_path / "folder").mkdir()
    shutil.copy(tmp_path / "bad.csv", tmp_path / "folder")
    return tmp_path


def written(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


# ---------------------------------------------------------------- what Windows lacks


@needs_posix
def test_commands_need_no_call_that_windows_lacks(
    run: Run, folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("windows") / "folder"
    shutil.copytree(folder, other)
    environment = scrubbed(PYTHONPATH=str(ROOT / "src"), SOURCE_DATE_EPOCH="1767225600")
    lines = json.dumps(COMMANDS).encode()
    # A file that is read in the encoding of the system is an error, too.
    done = subprocess.run(
        [sys.executable, "-X", "warn_default_encoding", LIKE_WINDOWS],
        input=lines,
        cwd=other,
        env=environment,
        capture_output=True,
        check=True,
        timeout=120,
    )
    for line, (code, out, err) in zip(COMMANDS, json.loads(done.stdout), strict=True):
        here = run(*line, cwd=folder, SOURCE_DATE_EPOCH="1767225600")
        # Commands to type next are quoted and broken as the system's shells want it.
        assert (code, out.split("\nNext: ")[0], err) == (
            here.returncode,
            here.stdout.split("\nNext: ")[0],
            here.stderr,
        ), line
    assert written(other) == written(folder)


@pytest.mark.parametrize("encoding", ["gbk", "cp1252", "ascii"])
def test_what_a_console_can_not_show_is_replaced(encoding: str, folder: Path, run: Run) -> None:
    """Consoles of Windows have code pages; what machines read is UTF-8 with line feeds all the same."""
    environment = scrubbed(
        PYTHONPATH=str(ROOT / "src"),
        PYTHONIOENCODING=encoding,
        PYTHONUTF8="0",
        PYTHONCOERCECLOCALE="0",
        LC_ALL="C",
        COMP_LANG="zh",
    )

    def comp(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "lenovo_comp", *arguments]
        return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, timeout=60)

    helped = comp("gap", "--help")
    assert (helped.returncode, helped.stderr) == (0, b"")
    assert ("用法" if encoding == "gbk" else "??") in helped.stdout.decode(encoding)
    found = comp("check", "bad.csv", "-f", "json")
    here = run("check", "bad.csv", "-f", "json", cwd=folder, COMP_LANG="zh")
    assert (found.returncode, found.stdout.decode("utf-8")) == (here.returncode, here.stdout)
    missing = comp("assess", "无.csv", "--lang", "zh")
    assert missing.returncode == 2
    assert b"Traceback" not in missing.stderr


@needs_posix
@pytest.mark.parametrize(("encoding", "shown"), [("gbk", "工号"), ("cp1252", "??")])
def test_a_terminal_with_a_code_page(encoding: str, shown: str) -> None:
    script = (
        "import sys; sys.argv = ['comp', 'check', '--lang', 'zh', '--help']; from lenovo_comp.cli import main; main()"
    )
    environment = {"TERM": "xterm", "PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT / "src"), "PAGER": ""}
    assert shown in on_a_terminal(script, environment, 200, encoding)


def test_line_feeds_are_not_made_two_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(printed, encoding="gbk", newline="\r\n"))
    outputs.write(lambda _format: "é\n", [outputs.Target("json", None)])
    assert printed.getvalue() == "é\n".encode()


# ---------------------------------------------------------------- files in use, names


def in_use(*_arguments: object, **_more: object) -> None:
    raise PermissionError(errno.EACCES, "Access is denied")


@pytest.mark.usefixtures("windows")
def test_a_workbook_open_in_excel_stays_as_it_is(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "out.csv").write_bytes(b"mine")
    before = written(folder)
    monkeypatch.setattr(writing, "WINDOWS_PATIENCE", 0.0)
    monkeypatch.setattr(Path, "replace", in_use)
    for language, said in (
        ("en", "can't write out.csv: it may be open in Excel or WPS; close it"),
        ("zh", "请关闭后重试"),
    ):
        done = run("assess", "few.csv", "-o", "out.csv", "--lang", language, cwd=folder)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
    assert written(folder) == before


@pytest.mark.usefixtures("windows")
def test_a_file_that_a_scanner_looks_at_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace, tries = Path.replace, iter([in_use, in_use])

    def try_again(one: Path, other: Path) -> Path | None:
        return next(tries, replace)(one, other)

    monkeypatch.setattr(Path, "replace", try_again)
    (tmp_path / "out.csv").write_bytes(b"old")
    writing.write_file([b"new"], tmp_path / "out.csv")
    assert written(tmp_path) == {"out.csv": b"new"}


@pytest.mark.usefixtures("windows")
def test_ratings_open_in_excel_are_a_finding(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "open_input", in_use)
    done = run("check", "few.csv", "bad.csv", "-f", "concise", cwd=folder)
    assert done.returncode == 2
    assert done.stdout.count("it may be open in Excel or WPS; close it and try again") == 2


@pytest.mark.usefixtures("windows")
def test_a_folder_is_one_where_the_system_says_not_permitted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "open", in_use)
    with pytest.raises(IsADirectoryError):
        open_input(tmp_path)


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize("name", ["out/con.html", "ab:c.html", "html:C:\\x\\LPT1.html", "json:out.json."])
def test_an_output_that_windows_would_put_elsewhere_is_refused(name: str, run: Run, folder: Path) -> None:
    before = written(folder)
    for language, said in (("en", "choose another name"), ("zh", "请换一个文件名")):
        done = run("assess", "few.csv", "-o", name, "--lang", language, cwd=folder)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr
    assert written(folder) == before


@pytest.mark.parametrize(
    ("output", "format", "file"),
    [
        (r"C:\out\x.html", "html", r"C:\out\x.html"), ("C:x.csv", "csv", "C:x.csv"), (r"json:D:\x", "json", r"D:\x"),
        (r"\\server\share\x.xlsx", "xlsx", r"\\server\share\x.xlsx"), (r"\\?\C:\x.json", "json", r"\\?\C:\x.json"),
    ],
)  # fmt: skip
def test_a_drive_is_no_format(output: str, format: str, file: str) -> None:
    names = ("table", "csv", "html", "json", "xlsx")
    (_, target) = outputs.targets(Guard(), "table", [output], names, formats)
    assert (target.format, str(target.file)) == (format, file)


@pytest.mark.parametrize("path", [r"C:\r.csv", "C:r.csv", "c:/r.csv", r"\\server\share\r.csv", "//server/share/r.csv"])
def test_a_path_of_windows_is_no_url(path: str) -> None:
    assert url_in(path) is None


def test_files_without_numbers_are_known_by_their_paths(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some network drives number no files; all would be one then."""
    stat = Path.stat
    monkeypatch.setattr(
        Path, "stat", lambda *a, **k: os.stat_result([v if i != 1 else 0 for i, v in enumerate(stat(*a, **k))])
    )
    guard = Guard()
    guard.protect([folder / "few.csv"])
    guard.claim(folder / "bad.csv")
    with pytest.raises(CannotRun, match="overwrite the input"):
        guard.claim(folder / "folder/../few.csv")


# ---------------------------------------------------------------- the same findings everywhere


@pytest.mark.usefixtures("windows")
def test_paths_of_findings_have_slashes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown_path(r"ratings\2026\r.csv") == shown_path("ratings/2026/r.csv") == "ratings/2026/r.csv"
    assert shown_path(r"..\r.csv") == "../r.csv"


@pytest.mark.usefixtures("windows")
@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("ratings/a b.csv", "ratings/a%20b.csv"), ("../r.csv", "../r.csv"), ("C:/x/赵.csv", "file:///C:/x/%E8%B5%B5.csv"),
        ("//server/share/r.csv", "file://server/share/r.csv"),
    ],
)  # fmt: skip
def test_sarif_has_uris_of_windows_paths(path: str, uri: str) -> None:
    assert sarif._artifact(path, "en")["uri"] == uri


@pytest.mark.usefixtures("windows")
def test_files_have_one_order_on_all_systems() -> None:
    assert sorted(["c=1\\r.csv", "c=1A.csv"], key=system.portable) == ["c=1\\r.csv", "c=1A.csv"]


@needs_posix
def test_a_baseline_of_one_system_is_that_of_another(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    baseline = ("--baseline", "known.json")
    assert run("check", "folder/bad.csv", *baseline, "--update-baseline", cwd=folder).returncode == 0
    assert run("check", "bad.csv", *baseline, cwd=folder).returncode == 1
    # A name with a backslash stands for the path that Windows would make of it.
    (folder / "folder/bad.csv").rename(folder / r"folder\bad.csv")
    monkeypatch.setattr(system, "WINDOWS", True)
    assert run("check", r"folder\bad.csv", *baseline, cwd=folder).returncode == 0


def test_paths_of_findings_are_composed_on_macos(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(system, "WINDOWS", False)
    monkeypatch.setattr(system, "MACOS", False)
    name = unicodedata.normalize("NFD", "é.csv")
    assert shown_path(name) == name
    monkeypatch.setattr(system, "MACOS", True)
    assert shown_path(name) == "é.csv"


def test_a_pattern_finds_names_that_finder_has_decomposed(tmp_path: Path) -> None:
    file = tmp_path / unicodedata.normalize("NFD", "Müller.csv")
    file.touch()
    assert expand_patterns([str(tmp_path / "Mü*.csv")]) == [str(file)]


def test_what_explorer_and_finder_leave_is_passed_over(run: Run, folder: Path) -> None:
    inside = folder / "folder"
    before = run("check", "folder", cwd=folder)
    for name in (".DS_Store", "._bad.csv", "Thumbs.db", "desktop.ini", "~$bad.xlsx", *(["Icon\r"] if POSIX else [])):
        (inside / name).write_bytes(b"\0")
    assert list_folder(str(inside), READ) == ([str(inside / "bad.csv")], [])
    assert run("check", "folder", cwd=folder) == before


def test_a_folder_of_pages_that_was_looked_at_is_written_again(run: Run, folder: Path) -> None:
    assert run("report", "few.csv", "-o", "site", cwd=folder).returncode == 0
    (folder / "site/.DS_Store").write_bytes(b"\0")
    (folder / "site/desktop.ini").write_bytes(b"\0")
    assert run("report", "few.csv", "-o", "site", cwd=folder).returncode == 0


# ---------------------------------------------------------------- what is typed


@pytest.mark.usefixtures("windows")
@given(st.text(st.sampled_from("aé赵 \\'>&|^,;@{}()#-=*~%!$`\"“"), max_size=6))
def test_commands_to_type_next_are_quoted_for_both_shells(argument: str) -> None:
    quoted = quote(argument)
    if set(argument) & set('!$`"“') or argument.count("%") > 1:
        assert quoted == "…"
        return
    assert split_windows(quoted) == [argument]
    assert quoted.startswith('"') or not set(quoted) & set(" '>&|^,;@{}()#*~%")


def test_single_quotes_of_cmd_are_understood() -> None:
    typed = ["gap", "--all", "-o", "'out/{employee_id}.html'", "--with='a", "b'", "it's", "'t Hart", "-e", "'Bo", "Li'"]
    assert as_meant(typed) == [
        "gap",
        "--all",
        "-o",
        "out/{employee_id}.html",
        "--with=a b",
        "it's",
        "'t Hart",
        "-e",
        "Bo Li",
    ]


def test_single_quotes_stay_where_shells_know_them(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for windows, named in ((False, "'R499'"), (True, "R499")):
        monkeypatch.setattr(system, "WINDOWS", windows)
        assert f'"{named}"' in run("rule", "'R499'", "--lang", "en").stderr


@pytest.mark.usefixtures("windows")
def test_a_cut_command_is_answered(run: Run, folder: Path) -> None:
    """`--fail-on 'short>0'`: cmd.exe takes `>0'` for its own."""
    for language, said in (
        ("en", "cmd.exe has no single quotes; use double quotes (got 'short)"),
        ("zh", "请改用双引号"),
    ):
        done = run("assess", "few.csv", "--lang", language, "--fail-on", "'short", cwd=folder)
        assert (done.returncode, done.stdout) == (2, "")
        assert said in done.stderr


def test_arguments_are_not_expanded(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """On Windows Typer replaces patterns, `~` and variables in every argument that it takes from the command line."""
    monkeypatch.setattr("typer.core.os", types.SimpleNamespace(**{**vars(os), "name": "nt"}))
    monkeypatch.setattr(sys, "argv", ["comp", "rule", "$PATH~*"])
    with pytest.raises(SystemExit):
        app()
    assert "$PATH~*" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["comp", "lenovo-comp"])
def test_commands_to_type_next_have_the_name_that_was_typed(
    name: str, run: Run, folder: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr(sys, "argv", [f"/somewhere/{name}"])
    assert f"\nNext: {name} gap few.csv" in run("assess", "few.csv", "--lang", "en", cwd=folder).stdout


# ---------------------------------------------------------------- what the system says


@pytest.mark.parametrize(("number", "language"), [(0x0804, "zh"), (0x0404, "zh"), (0x0409, "en"), (0x0407, "en")])
def test_the_language_is_that_of_windows(number: int, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import ctypes

    kernel = types.SimpleNamespace(GetUserDefaultUILanguage=lambda: number)
    monkeypatch.setattr(ctypes, "windll", types.SimpleNamespace(kernel32=kernel), raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    assert locale_language({}) == language
    assert locale_language({"LANG": "de_DE.UTF-8"}) == "en"
    assert locale_language({"LC_ALL": "zh_CN.UTF-8"}) == "zh"


@pytest.mark.parametrize(("is_console", "obeys", "colours"), [(1, 1, True), (1, 0, False), (0, 1, False)])
def test_old_consoles_are_spared_codes(
    is_console: int, obeys: int, colours: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    import ctypes

    asked: list[int] = []

    def set_mode(_console: int, mode: int) -> int:
        asked.append(mode)
        return obeys

    kernel = types.SimpleNamespace(GetConsoleMode=lambda *_: is_console, SetConsoleMode=set_mode)
    monkeypatch.setattr(ctypes, "windll", types.SimpleNamespace(kernel32=kernel), raising=False)
    monkeypatch.setitem(sys.modules, "msvcrt", types.SimpleNamespace(get_osfhandle=lambda number: number))
    monkeypatch.setattr(sys, "platform", "win32")
    with Path(os.devnull).open("w", encoding="utf-8") as console:
        assert system.obeys_codes(console) is colours
    assert asked == ([4] if is_console else [])


@pytest.mark.usefixtures("windows")
def test_windows_scrolls_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", types.SimpleNamespace(isatty=lambda: True))
    assert not paging._may_page()
