"""The supported Pythons of this machine: on PATH, and those that pyenv has installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from .conftest import ROOT, scrubbed

OLDEST = tuple(
    map(int, re.findall(r"\d+", re.findall('requires-python = ">=(.*)"', (ROOT / "pyproject.toml").read_text())[0]))
)
"""The oldest supported version: (3, 11)."""
_ASK = "import ensurepip, venv, sys; print(*sys.version_info[:2])"


def pythons() -> dict[tuple[int, ...], Path]:
    """Version → an interpreter that can make environments with pip, in ascending order."""
    found: dict[tuple[int, ...], Path] = {}
    for candidate in _candidates():
        done = subprocess.run([candidate, "-c", _ASK], env=scrubbed(), capture_output=True, text=True, check=False)
        version = tuple(map(int, done.stdout.split()))
        if done.returncode == 0 and version >= OLDEST:
            found.setdefault(version, candidate)
    return dict(sorted(found.items()))


def _candidates() -> Iterator[Path]:
    for minor in range(OLDEST[1], OLDEST[1] + 10):
        if path := shutil.which(f"python3.{minor}"):
            yield Path(path)
    root = os.environ.get("PYENV_ROOT") or (shutil.which("pyenv") and _output("pyenv", "root"))
    if root:
        yield from sorted((Path(root) / "versions").glob("*/bin/python3"))


def _output(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
