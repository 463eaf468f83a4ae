"""What a run imports, how it ends, and what it shows while it takes long."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from io import StringIO
from pathlib import Path

import pytest

from lenovo_comp import load_model, read_ratings, shipped_model
from lenovo_comp.cli import progress as module
from lenovo_comp.cli.app import COMMANDS
from lenovo_comp.cli.progress import progress
from lenovo_comp.reports.shared.words import Words

from .conftest import ROOT, SAMPLE, Run, scrubbed

HEAVY = frozenset(
    (
        "jinja2", "jsonschema", "pandas", "numpy", "polars", "pyarrow", "pydantic", "pydantic_core",
        "python_calamine", "rich.console", "rich.progress", "ruamel", "typer", "xlsxwriter",
    )
)  # fmt: skip
"""What takes long to import. `rich.cells` alone does not."""

FT = "tests/cases/frameworks/ft/operations"
PAGES = "<folder>"
"""In place of a folder to write to."""
ALLOWED = {
    ("--version",): set(),
    ("show-model",): {"typer"},
    ("show-model", "--format", "json"): {"typer"},
    ("rule", "R401"): {"typer"},
    ("check", *SAMPLE): {"typer", "polars"},
    ("check", *SAMPLE, "--format", "sarif"): {"typer", "polars"},
    ("gap", *SAMPLE, "--employee", "E012"): {"typer", "polars"},
    ("explain", *SAMPLE, "-e", "E012", "-c", "communication"): {"typer", "polars"},
    ("plan", *SAMPLE, "--employee", "E012"): {"typer", "polars"},
    ("plan", *SAMPLE, "--employee", "E012", "--format", "html"): {"typer", "polars", "jinja2"},
    ("diff", "data/big_account_sales.yaml", "data/big_account_sales.yaml"): {"typer"},
    ("assess", *SAMPLE): {"typer", "polars"},
    ("report", *SAMPLE, "--for-manager", "E001", "-o", PAGES): {"typer", "polars", "jinja2"},
    ("assess", *SAMPLE, "--format", "json"): {"typer", "polars"},
    ("match", *SAMPLE, "-p", "account_manager"): {"typer", "polars"},
    ("match", *SAMPLE, "--bench"): {"typer", "polars"},
    ("stage", *SAMPLE): {"typer", "polars"},
    ("trend", *SAMPLE): {"typer", "polars"},
    ("assess", *SAMPLE, "--format", "xlsx"): {"typer", "polars", "xlsxwriter"},
    ("sheet", "--position", "account_manager"): {"typer"},
    ("sheet", "--position", "account_manager", "--format", "xlsx"): {"typer", "xlsxwriter"},
    ("sheet", *SAMPLE[1:]): {"typer", "polars"},
    ("init", PAGES): {"typer"},
    ("export", "datapackage", SAMPLE[0]): {"typer", "polars"},
    ("import", f"{FT}.yml", "--map", f"{FT}.map.toml"): {"typer", "polars", "pydantic", "pydantic_core", "ruamel"},
}
"""The heavy packages that a command may import, with the dictionary in the cache already."""


def imported(*args: str, **environment: str) -> set[str]:
    """The heavy packages that a run imports."""
    with tempfile.TemporaryDirectory() as folder:
        asked = [folder if arg == PAGES else arg for arg in args]
        return _imported(asked, environment)


def _imported(args: Sequence[str], environment: Mapping[str, str]) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "lenovo_comp", *args],
        cwd=ROOT,
        env=scrubbed(**environment),
        capture_output=True,
        timeout=60,
        check=True,
    )
    names = re.findall(r"^import time:.*\| +([\w.]+)$", done.stderr.decode(), re.MULTILINE)
    assert "lenovo_comp.cli.entry" in names
    return {heavy for heavy in HEAVY if any(n == heavy or n.startswith(heavy + ".") for n in names)}


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A cache that holds the built-in dictionary."""
    folder = tmp_path_factory.mktemp("cache")
    model, _ = load_model(shipped_model(), folder / "dictionaries")
    assert model is not None
    return str(folder)


@pytest.mark.sampled
@pytest.mark.parametrize("command", ALLOWED, ids=" ".join)
def test_a_command_imports_what_it_needs_and_no_more(command: tuple[str, ...], warm: str) -> None:
    assert imported(*command, COMP_CACHE_DIR=warm) == ALLOWED[command]


def test_every_command_is_pinned() -> None:
    assert {command[0] for command in ALLOWED} == {"--version", *COMMANDS}


def test_without_the_cache_the_dictionary_is_parsed(warm: str) -> None:
    """So that the pins above can fail."""
    assert {"pydantic", "ruamel"} <= imported("--no-cache", "show-model", COMP_CACHE_DIR=warm)


def test_colours_are_richs_business(warm: str) -> None:
    assert "rich.console" in imported("show-model", COMP_CACHE_DIR=warm, FORCE_COLOR="1")


def test_the_library_imports_nothing_heavy() -> None:
    code = "import lenovo_comp, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], env=scrubbed(), capture_output=True, check=True, text=True)
    assert not HEAVY & set(done.stdout.split())


def test_help_lists_all_commands(process: Run) -> None:
    done = process("--help")
    assert done.returncode == 0
    listed = re.findall(r"^([a-z][a-z-]+) +[A-Z]", done.stdout, re.MULTILINE)
    assert sorted(listed) == list(COMMANDS)


def test_version_is_the_same_answered_early_or_late(process: Run) -> None:
    early, late = process("--version"), process("--lang", "en", "--version")
    assert early == late
    assert re.fullmatch(r"comp \d+\.\d+\.\d+\n", early.stdout)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("args", [("--version",), ("show-model",), ("assess", *SAMPLE)])
def test_what_could_not_be_written_is_no_success(args: tuple[str, ...]) -> None:
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "lenovo_comp", *args]
        done = subprocess.run(command, cwd=ROOT, env=scrubbed(), stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


# progress


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)


def until(condition: str, to: StringIO) -> None:
    end = time.monotonic() + 20
    while condition not in to.getvalue() and time.monotonic() < end:
        time.sleep(0.02)
    assert condition in to.getvalue()


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(("language", "said"), [("en", "1,234,567 rows read"), ("zh", "已读 1,234,567 行")])
def test_rows_and_rate_are_shown_and_then_gone(language: str, said: str) -> None:
    to = Terminal()
    with progress(Words(language), to) as told:  # type: ignore[arg-type]
        assert told is not None
        told(1_234_000)
        told(567)
        until(said, to)
    hide, show, clear = "\x1b[?25l", "\x1b[?25h", "\x1b[2K"
    text = to.getvalue()
    assert text.index(hide) < text.rindex(show)
    assert clear in text[text.rindex(said) :]


@pytest.mark.usefixtures("impatient")
def test_an_interrupt_leaves_the_terminal_clean() -> None:
    to = Terminal()
    with pytest.raises(KeyboardInterrupt), progress(Words("en"), to) as told:
        assert told is not None
        told(10)
        until("10 rows read", to)
        raise KeyboardInterrupt
    assert to.getvalue().rindex("\x1b[?25h") > to.getvalue().rindex("rows read")


def test_short_runs_show_nothing() -> None:
    to = Terminal()
    with progress(Words("en"), to) as told:
        assert told is not None
        told(10)
    assert to.getvalue() == ""


@pytest.mark.usefixtures("impatient")
def test_only_a_terminal_sees_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with progress(Words("en"), StringIO()) as told:
        assert told is None
    monkeypatch.setenv("TERM", "dumb")
    with progress(Words("en"), Terminal()) as told:
        assert told is None


def test_readers_tell_the_rows_they_read() -> None:
    model, _ = load_model(shipped_model())
    assert model is not None
    told: list[int] = []
    ratings = read_ratings([ROOT / SAMPLE[0]], model, ROOT / SAMPLE[2], told.append)
    assert sum(told) == sum(i.rows for i in ratings.inputs) == 3_457


@pytest.fixture
def terminal() -> Iterator[tuple[int, int]]:
    ours, theirs = pty.openpty()
    yield ours, theirs
    for end in (ours, theirs):
        os.close(end)


def test_ctrl_c_ends_a_waiting_run(terminal: tuple[int, int], tmp_path: Path) -> None:
    """At a terminal, with the line of progress shown, while the ratings are still being waited for."""
    ours, theirs = terminal
    output = tmp_path / "out.csv"
    command = [sys.executable, "-m", "lenovo_comp", "assess", "-", "--output", str(output)]
    environment = scrubbed(TERM="xterm")
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=theirs
    ) as run:
        shown, end = b"", time.monotonic() + 30
        while b"reading" not in shown and time.monotonic() < end:
            if select.select([ours], [], [], 0.1)[0]:
                shown += os.read(ours, 4096)
        assert b"reading" in shown
        run.send_signal(signal.SIGINT)
        assert run.wait(timeout=30) == 130
        while select.select([ours], [], [], 0.1)[0]:
            shown += os.read(ours, 4096)
        assert run.stdout is not None
        assert run.stdout.read() == b""
    assert b"\x1b[?25h" in shown[shown.rindex(b"reading") :]
    assert shown.endswith(b"comp: interrupted\r\n")
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform != "linux", reason="a mutex of zeros is glibc's")
def test_ctrl_c_ends_a_run_that_python_can_not_stop() -> None:
    """Where the engine works, Python's own handler must wait; a lock taken twice stands for it."""
    code = (
        "import ctypes, threading\n"
        "from lenovo_comp.cli import entry, exits, interrupts\n"
        "exits.CLEAN_UP.add(lambda: print('cleaned up', flush=True))\n"
        "interrupts.watch(entry._end_process)\n"
        "libc, mutex = ctypes.CDLL(None), ctypes.create_string_buffer(256)\n"
        "libc.pthread_mutex_lock(mutex)\n"
        "threading.Timer(1, print, ['ready'], {'flush': True}).start()\n"
        "libc.pthread_mutex_lock(mutex)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], env=scrubbed(), stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        assert run.stdout.readline() == b"ready\n"
        run.send_signal(signal.SIGINT)
        assert run.wait(timeout=20) == 130
        assert run.stdout.read() == b"cleaned up\n"
