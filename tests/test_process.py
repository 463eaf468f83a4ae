"""The process: closed and full streams, endless input, whatever libraries raise, settings of any content."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lenovo_comp import inputs
from lenovo_comp.cli import exits
from lenovo_comp.cli.failures import LONGEST

from .conftest import SAMPLE, Run, scrubbed

posix = pytest.mark.skipif(os.name != "posix", reason="streams are closed by the shell")
BUDGET = int(os.environ.get("COMP_TEST_BUDGET", "1"))
GOOD = "employee_id,position,competency,level\nE1,account_representative,communication,2\n"
BAD = GOOD.replace(",2\n", ",77\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "r.csv").write_text(GOOD, "utf-8")
    (tmp_path / "bad.csv").write_text(BAD, "utf-8")
    return tmp_path


def shell(line: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """A line of the shell, in which `comp` is our command."""
    comp = f'comp() {{ "{sys.executable}" -m lenovo_comp "$@"; }}; {line}'
    return subprocess.run(["sh", "-c", comp], cwd=folder, env=scrubbed(), capture_output=True, timeout=60, check=False)


CLOSED = [" ".join(some) for n in (1, 2, 3) for some in itertools.combinations((">&-", "2>&-", "<&-"), n)]


@pytest.mark.sampled
@posix
@pytest.mark.parametrize("closed", CLOSED)
def test_closed_streams(closed: str, folder: Path) -> None:
    """One process, many lines: each says what the data say, and no closed stream is taken for a file."""
    lines = {"comp check bad.csv": 1, "comp assess r.csv -o x.json": 0}
    if closed == CLOSED[-1]:
        lines |= {"comp check r.csv": 0, "comp --version": 0, "comp --help": 0, "comp --bad-option": 2}
    before = {name: (folder / name).read_bytes() for name in ("r.csv", "bad.csv")}
    script = "; ".join(f"{line} {closed}; echo $? >> codes" for line in lines)
    done = shell(script, folder)
    assert [int(code) for code in (folder / "codes").read_text().split()] == [*lines.values()], done.stderr
    assert b"Traceback" not in done.stderr
    assert json.loads((folder / "x.json").read_text("utf-8"))["schema"] == "comp.assessment/1"
    assert before == {name: (folder / name).read_bytes() for name in before}


@posix
def test_what_the_process_has_open_for_itself_is_no_file(folder: Path) -> None:
    for number in (3, 4):
        line = (
            f"comp check /dev/fd/{number}; echo $? >> codes; comp show-model -o json:/dev/fd/{number}; echo $? >> codes"
        )
        done = shell(line, folder)
        assert b"Bad file descriptor" in done.stderr
    assert (folder / "codes").read_text().split() == ["2"] * 4


@posix
@pytest.mark.parametrize("signal_", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_run_that_is_ended_leaves_nothing_unfinished(signal_: signal.Signals, folder: Path) -> None:
    rows = "".join(f"E{i},account_manager,communication,{i % 4}\n" for i in range(40_000))
    (folder / "big.csv").write_text(GOOD.partition("\n")[0] + "\n" + rows, "utf-8")
    (folder / "new").mkdir()
    command = [sys.executable, "-m", "lenovo_comp", "assess", "big.csv", "-o", "new/x.json"]
    for _ in range(9):  # on a busy machine a run may end before the signal reaches it
        with subprocess.Popen(command, cwd=folder, env=scrubbed(), stdout=subprocess.DEVNULL, stderr=-3) as started:
            while not any((folder / "new").iterdir()) and started.poll() is None:
                time.sleep(0.002)
            started.send_signal(signal_)
            code = started.wait(20)
        if code:
            break
        (folder / "new/x.json").unlink()
    assert code == 128 + signal_
    for file in (folder / "new").iterdir():  # the signal may have come when it was whole already
        assert file.name == "x.json"
        json.loads(file.read_text("utf-8"))


WIDTHS = ("\xb2", "abc", "9" * 5000, "99999999", "")


@pytest.mark.parametrize("name", ["COLUMNS", "LINES", "TERMINAL_WIDTH"])
def test_odd_widths_are_passed_over(name: str, folder: Path, run: Run) -> None:
    for width, line in itertools.product(WIDTHS, (("rule", "R401"), ("check", "r.csv"), ("check", "--nix"))):
        done = run(*line, cwd=folder, FORCE_COLOR="1" if line[0] == "rule" else "", **{name: width})
        assert done.returncode == (2 if line[-1] == "--nix" else 0)
        assert len(done.stdout + done.stderr) < 20_000


@posix
def test_a_reader_that_has_gone(folder: Path) -> None:
    for line, code in (("--help", 0), ("--version", 0), ("check --help", 0), ("rule --all", 0), ("check bad.csv", 1)):
        shell(f"(comp {line}; echo $? > code) | true", folder)
        assert (folder / "code").read_text() == f"{code}\n", line


@posix
def test_standard_input_that_is_closed(folder: Path) -> None:
    assert shell("comp check - <&-", folder).returncode == 2
    assert shell("comp assess - <&- >&-", folder).returncode == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize(
    "line",
    ["comp check bad.csv 2>/dev/full", "comp asess 2>/dev/full", "comp --help >/dev/full", "comp --version >/dev/full"],
)
def test_full_streams(line: str, folder: Path) -> None:
    done = shell(line, folder)
    assert done.returncode in ((1, 2) if "bad.csv" in line else (2,))
    assert b"Traceback" not in done.stdout + done.stderr


@posix
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root makes devices")
@pytest.mark.parametrize("as_what", ["--baseline {}", "--roster {}", "--model {}", "comp.toml", "pyproject.toml"])
def test_endless_input_ends(as_what: str, folder: Path, run: Run) -> None:
    name = as_what if as_what.endswith(".toml") else "zero"
    try:
        os.mknod(folder / name, 0o020666, os.makedev(1, 5))
    except OSError as error:
        pytest.skip(str(error))
    args = [] if name == as_what else as_what.format(name).split()
    start = time.monotonic()
    assert run("check", "r.csv", *args, cwd=folder).returncode in (1, 2)
    assert time.monotonic() - start < 20


class PanicException(BaseException):
    """As the columnar engine raises it: no `Exception`."""


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (MemoryError(), 2),
        (RecursionError("maximum recursion depth exceeded"), 2),
        (PanicException("index out of bounds"), 2),
        (UnicodeEncodeError("utf-8", "\udc80", 0, 1, "surrogates not allowed"), 2),
        (ModuleNotFoundError("No module named 'x'", name="x"), 2),
        (OverflowError("too large to convert to C long"), 2),
        (OSError(5, "Input/output error"), 2),
        (KeyboardInterrupt(), 130),
        (ZeroDivisionError("secret"), 70),
        (KeyError("secret"), 70),
        (SystemExit(1), 2),
    ],
    ids=repr,
)
@pytest.mark.parametrize("where", ["lenovo_comp.cli.session.load_settings", "typer.core.TyperGroup.parse_args"])
def test_whatever_is_raised_has_a_code_and_a_line(
    where: str, error: BaseException, code: int, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(where, fail)
    done = run("rule", "R401", "--lang", "zh")
    assert done.returncode == code
    assert done.stdout == ""
    assert "secret" not in done.stderr
    assert len(done.stderr.splitlines()) <= 1
    monkeypatch.setenv(exits.TRACEBACK, "1")
    if code in (2, 70) and not isinstance(error, SystemExit):
        assert "Traceback" in run("rule", "R401", COMP_TRACEBACK="1").stderr


def test_what_goes_wrong_at_the_start_is_a_line_too(folder: Path) -> None:
    code = (
        "import sys; sys.argv = ['comp', 'show-model']; sys.modules['lenovo_comp.cli.app'] = None\n"
        "from lenovo_comp.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], env=scrubbed(), cwd=folder, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert len(done.stderr.splitlines()) == 1


def test_messages_are_safe_and_short(run: Run) -> None:
    for odd in ("\x1b[31m", "\u202e", "\n::error::", "x" * 100_000, "\udc80"):
        for args in (["asess" + odd], ["rule", odd], ["--" + odd], ["assess", odd], ["gap", *SAMPLE, "-e", odd]):
            done = run(*args)
            assert done.returncode == 2
            assert not set("\x1b\u202e") & set(done.stderr)
            assert "\n::error::" not in done.stderr
    assert len(run("rule", "x" * 100_000).stderr) < LONGEST + 100


# Settings and baselines


DEEP = {"arrays": "x = " + "[" * 3000 + "]" * 3000, "tables": "x = " + "{a=" * 3000 + "1" + "}" * 3000}
SETTINGS: dict[str, str | bytes] = {
    **DEEP,
    "a long key": ".".join("a" * 30_000) + " = 1",
    "a long quoted key": " . ".join(['"a b"'] * 20_000) + " = 1",
    "a long integer": "x = " + "9" * 5000,
    "not UTF-8": b'model = "\xff"',
    "not text": bytes(range(256)) * 20,
    "too long": "# " + "x" * 2_000_000,
    "stars in a name": 'ratings = "a**b"',
    "three stars": 'ratings = ["x/***/y"]',
    "no number": "thresholds = { tolerance = nan }",
    "infinity": "thresholds = { near = inf }",
    "a huge number": "thresholds = { near = " + "9" * 400 + " }",
    "a date": "thresholds = { near = 1979-05-27 }",
    "a number for a table": "findings = 1",
    "a table for a list": "ratings = { a = 1 }",
    "a list for a name": 'findings.select = [["R"]]',
    "a table for a severity": "findings.severity = { R401 = {} }",
    "an escape in a key": '"\\u001b[31m" = 1',
    "a long name": f'findings.ignore = ["{"x" * 100_000}"]',
}


@pytest.mark.parametrize("case", SETTINGS)
@pytest.mark.parametrize("name", ["comp.toml", "pyproject.toml"])
def test_settings_that_make_no_sense_are_refused_at_once(case: str, name: str, folder: Path, run: Run) -> None:
    text = SETTINGS[case]
    data = text if isinstance(text, bytes) else text.encode()
    (folder / name).write_bytes(data if name == "comp.toml" else b"[tool.comp]\n" + data)
    start = time.monotonic()
    done = run("check", "r.csv", cwd=folder)
    assert done.returncode == 2, done.stderr
    assert name in done.stderr
    assert "\x1b" not in done.stderr
    assert len(done.stderr) < LONGEST + 100
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    "text", ["tool = 1", "tool = []", "[[tool]]\nx = 1", "[tool.other]\ncomp = 5", "", "\ufeff[project]\n"]
)
def test_a_project_that_is_not_ours_is_passed_over(text: str, folder: Path, run: Run) -> None:
    (folder / "pyproject.toml").write_text(text, "utf-8")
    assert run("check", "r.csv", cwd=folder).returncode == 0


@pytest.mark.parametrize("text", ["[tool]\ncomp = 5", "[tool]\ncomp = []", "[[tool.comp]]\nx = 1"])
def test_a_project_that_may_be_ours_is_refused(text: str, folder: Path, run: Run) -> None:
    (folder / "pyproject.toml").write_text(text, "utf-8")
    assert run("check", "r.csv", cwd=folder).returncode == 2


@pytest.mark.parametrize("pattern", ["/srv/none/*.csv", "*/" * 200 + "*", "[z-a]*", "..\\u001b[31m*.csv", "\\u0000*"])
def test_patterns_that_match_nothing_do_not_matter(pattern: str, folder: Path, run: Run) -> None:
    (folder / "comp.toml").write_text(f'ratings = "{pattern}"', "utf-8")
    assert run("check", "r.csv", cwd=folder).returncode == 0


@posix
def test_settings_that_are_a_link_to_nowhere_are_told(folder: Path, run: Run) -> None:
    (folder / "comp.toml").symlink_to("none.toml")
    assert run("check", "r.csv", cwd=folder).returncode == 2


@posix
def test_settings_that_are_a_pipe(folder: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(folder / "comp.toml")
    monkeypatch.setattr(inputs, "PATIENCE", 0.05)
    assert run("check", "r.csv", cwd=folder).returncode == 2


@pytest.mark.parametrize(
    "gate",
    [
        " " * 30_000,
        "short" + " " * 30_000,
        "short>0:" + " " * 30_000 + "x",
        "short>" + "9" * 400,
        "short>nan",
        "x" * 30_000,
    ],
)
def test_gates_that_make_no_sense_are_refused_at_once(gate: str, folder: Path, run: Run) -> None:
    start = time.monotonic()
    assert run("assess", "r.csv", "--fail-on", gate, cwd=folder).returncode == 2
    assert time.monotonic() - start < 3


ENTRY = {"path": "r.csv", "code": "R401", "fingerprint": "x", "count": 1}
ODD: dict[str, tuple[object, ...]] = {
    "count": (float("inf"), float("nan"), 10**13, 0, -1, 1.5, "1", True, None, []),
    "path": (None, 1, []),
    "code": (None, {}),
    "fingerprint": (None, 1),
}
BASELINES: dict[str, str | bytes] = {
    **{
        f"{key} {value!r}": json.dumps({"schema": "comp.baseline/1", "findings": [{**ENTRY, key: value}]})
        for key, values in ODD.items()
        for value in values
    },
    "a count of 5000 digits": '{"schema":"comp.baseline/1","findings":[{"count":' + "9" * 5000 + "}]}",
    "nested": "[" * 100_000,
    "nested entries": '{"schema":"comp.baseline/1","findings":' + "[" * 100_000 + "]" * 100_000 + "}",
    "not UTF-8": b"\xff\xfe\xff",
    "a number": "1",
    "a list": "[]",
    "null": "null",
    "another schema": '{"schema": ["comp.baseline/1"], "findings": []}',
    "no list": '{"schema": "comp.baseline/1", "findings": {"a": 1}}',
    "a surrogate": '{"schema": "comp.baseline/1", "findings": [{"path": "\\ud800"}]}',
    "empty": "",
}


@pytest.mark.sampled
@pytest.mark.parametrize("case", BASELINES)
def test_baselines_of_any_content(case: str, folder: Path, run: Run) -> None:
    text = BASELINES[case]
    data = text if isinstance(text, bytes) else text.encode()
    (folder / "b.json").write_bytes(data)
    for more in ((), ("--update-baseline",)):
        done = run("check", "r.csv", "--baseline", "b.json", *more, cwd=folder)
        assert done.returncode == 2
        assert "b.json" in done.stderr
        assert (folder / "b.json").read_bytes() == data


def test_a_baseline_that_knows_much_is_no_load(folder: Path, run: Run) -> None:
    entry_ = {**ENTRY, "count": 10**9}
    (folder / "b.json").write_text(json.dumps({"schema": "comp.baseline/1", "findings": [entry_]}), "utf-8")
    done = run("check", "r.csv", "--baseline", "b.json", cwd=folder)
    assert done.returncode == 0
    assert "1,000,000,000" in done.stderr
