"""What the tests share: the command line in a scrubbed environment, the models, the sample."""

from __future__ import annotations

import atexit
import contextlib
import functools
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer.rich_utils
from typer.testing import CliRunner

from lenovo_comp import Model, load_model, shipped_model
from lenovo_comp.cli.app import app
from lenovo_comp.model import parsing

from . import frames

ROOT = Path(__file__).parents[1]
os.environ["COMP_CACHE_DIR"] = tempfile.mkdtemp(prefix="comp-tests-")
atexit.register(shutil.rmtree, os.environ["COMP_CACHE_DIR"], ignore_errors=True)
"""Whatever starts `comp` from here keeps dictionaries there, and never in the user's own cache."""
typer.rich_utils.FORCE_TERMINAL = None
"""Typer asks the environment once, when it is imported: that of whoever runs the tests, or of the first test."""
WITH_OFFICE = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
SAMPLE = ("data/sample_ratings.csv", "--roster", "data/sample_roster.csv")


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


def scrubbed(**more: str) -> dict[str, str]:
    """An environment that says nothing of who runs the tests."""
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "SYSTEMROOT", "HOME", "TMPDIR", "COMP_CACHE_DIR")}
    return {**kept, "COLUMNS": "80", "LC_ALL": "C.UTF-8", "PYTHONWARNINGS": "error", **more}


@pytest.fixture(scope="session", autouse=True)
def _dictionaries_are_parsed_once() -> Iterator[None]:
    """The same bytes give the same (immutable) model: parse them once for all tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parsing, "parse_model", functools.lru_cache(maxsize=64)(parsing.parse_model))
        yield


@pytest.fixture(scope="session", autouse=True)
def _frames_are_as_stated() -> Iterator[None]:
    """Whatever makes a result in this process has made frames with the columns that they are said to have."""
    with pytest.MonkeyPatch.context() as patch:
        for kind in frames.STATED:
            frames.checked(kind, patch)
        yield


@pytest.fixture(scope="session")
def run() -> Run:
    """`run("assess", …)`: `comp` in this process, from the checkout's root unless told otherwise."""

    def comp(*args: str, cwd: Path = ROOT, stdin: str | bytes = b"", **environment: str) -> Done:
        given: dict[str, str | None] = dict.fromkeys(os.environ)
        given |= scrubbed(**environment)
        with contextlib.chdir(cwd):
            done = CliRunner().invoke(app, list(args), input=stdin, env=given)
        out, err = done.stdout_bytes.decode("utf-8", "replace"), done.stderr_bytes.decode("utf-8")
        return Done(done.exit_code, out, err)

    return comp


@pytest.fixture(scope="session")
def process() -> Run:
    """The same as a process of its own, as a shell starts it."""

    def comp(*args: str, cwd: Path = ROOT, stdin: str | bytes = b"", **environment: str) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "lenovo_comp", *args],
            cwd=cwd,
            env=scrubbed(**environment),
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            timeout=60,
            check=False,
        )
        return Done(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    return comp


@pytest.fixture(scope="session")
def model() -> Model:
    """The shipped dictionary."""
    loaded, found = load_model(shipped_model())
    assert loaded is not None, found
    return loaded


def converted(format: str, files: list[Path], to: Path) -> list[Path]:
    """What LibreOffice makes of files."""
    profile = (to.parent / "office").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", format, "--outdir", str(to)]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=120)
    return sorted(to.iterdir())
