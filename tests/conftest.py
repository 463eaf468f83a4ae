"""What the tests share: the command line in a scrubbed environment, the models, the sample."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from lenovo_comp import Model, load_model, shipped_model

ROOT = Path(__file__).parents[1]
SAMPLE = ("data/sample_ratings.csv", "--roster", "data/sample_roster.csv")
Run = Callable[..., subprocess.CompletedProcess[str]]


def scrubbed(**more: str) -> dict[str, str]:
    """An environment that says nothing of who runs the tests."""
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "SYSTEMROOT", "HOME", "TMPDIR")}
    return {**kept, "COLUMNS": "80", "LC_ALL": "C.UTF-8", "PYTHONWARNINGS": "error", **more}


@pytest.fixture(scope="session")
def run() -> Run:
    """`run("assess", …)`: `comp` as a process, from the checkout's root unless told otherwise."""

    def comp(
        *args: str, cwd: Path = ROOT, stdin: str | bytes = b"", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-m", "lenovo_comp", *args],
            cwd=cwd,
            env=scrubbed(**environment),
            input=stdin.encode() if isinstance(stdin, str) else stdin,
            capture_output=True,
            timeout=60,
            check=False,
        )
        out, err = done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

    return comp


@pytest.fixture(scope="session")
def model() -> Model:
    """The shipped dictionary."""
    loaded, found = load_model(shipped_model())
    assert loaded is not None, found
    return loaded
