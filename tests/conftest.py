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
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import typer.rich_utils
from typer.testing import CliRunner

from lenovo_comp import Assessment, Model, Ratings, load_model, shipped_model, system
from lenovo_comp.cli.app import app
from lenovo_comp.method import assessment
from lenovo_comp.method.everybody import Everybody
from lenovo_comp.model import parsing
from lenovo_comp.ratings import reading
from lenovo_comp.ratings.mapping.source import NO_MAPPINGS
from lenovo_comp.ratings.shelf import IN_MEMORY

from . import frames, windows_like
from .strategies import BUDGET

ROOT = Path(__file__).parents[1]
os.environ["COMP_CACHE_DIR"] = tempfile.mkdtemp(prefix="comp-tests-")
atexit.register(shutil.rmtree, os.environ["COMP_CACHE_DIR"], ignore_errors=True)
"""Whatever starts `comp` from here keeps dictionaries there, and never in the user's own cache."""
typer.rich_utils.FORCE_TERMINAL = None
"""Typer asks the environment once, when it is imported: that of whoever runs the tests, or of the first test."""
LIKE_WINDOWS = "COMP_TEST_LIKE_WINDOWS" in os.environ
"""Whether tests are run in a Python that lacks what Windows lacks: finds tests that are not marked as they must be."""
POSIX = os.name == "posix" and not LIKE_WINDOWS
# The first need pipes, signals, terminals or limits; what the others are about is the same everywhere.
OF_POSIX = ("browser", "fuzz", "process", "startup")
OF_THE_REPOSITORY = ("ci", "contributing", "docs", "installs", "packages", "readme", "site")
collect_ignore = [] if POSIX else [f"test_{name}.py" for name in (*OF_POSIX, *OF_THE_REPOSITORY)]
needs_posix = pytest.mark.skipif(not POSIX, reason="links, pipes, devices, modes, signals or a shell of POSIX")
WITH_OFFICE = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
SAMPLE = ("data/sample_ratings.csv", "--roster", "data/sample_roster.csv")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of what is marked `sampled`, `make test` tries every third case, CI all (`COMP_TEST_BUDGET`)."""
    if BUDGET > 1 or config.option.keyword or any("::" in argument for argument in config.args):
        return
    number: Counter[str] = Counter()
    left_out = []
    for item in items:
        if item.get_closest_marker("sampled"):
            name = item.nodeid.partition("[")[0]
            number[name] += 1
            left_out += [item] if number[name] % 3 != 1 else []
    config.hook.pytest_deselected(items=left_out)
    dropped = set(left_out)
    items[:] = [item for item in items if item not in dropped]


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


_KEPT = ("PATH", "SYSTEMROOT", "HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP", "COMP_CACHE_DIR")


def scrubbed(**more: str) -> dict[str, str]:
    """An environment that says nothing of who runs the tests."""
    kept = {k: v for k, v in os.environ.items() if k in _KEPT}
    more = more if POSIX else {"PYTHONUTF8": "1", **more}
    return {**kept, "COLUMNS": "80", "LC_ALL": "C.UTF-8", "PYTHONWARNINGS": "error", **more}


@pytest.fixture(scope="session", autouse=True)
def _files_are_the_same_everywhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests write line feeds on every system; nothing of POSIX is there where it is taken away."""
    tmp_path_factory.getbasetemp()  # by the user's number, while there is one
    with pytest.MonkeyPatch.context() as patch:
        if LIKE_WINDOWS:
            windows_like.take_away()
            patch.setattr(system, "WINDOWS", True)
            patch.setattr(os, "symlink", windows_like.not_permitted)
        if not POSIX:
            patch.setattr(Path, "write_text", functools.partialmethod(Path.write_text, newline="\n"))
        yield


@pytest.fixture(scope="session", autouse=True)
def _dictionaries_are_parsed_once() -> Iterator[None]:
    """The same bytes give the same (immutable) model: parse them once for all tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parsing, "parse_model", functools.lru_cache(maxsize=64)(parsing.parse_model))
        yield


@pytest.fixture(scope="session", autouse=True)
def _the_sample_is_read_once() -> Iterator[None]:
    """The same files give the same (immutable) ratings and assessments: commands make those of the sample once."""
    made: dict[tuple[object, ...], Ratings] = {}
    assessed: dict[tuple[object, ...], tuple[Assessment, list[object]]] = {}
    read, assess = reading.read_ratings, assessment._assess

    def said(model: Model) -> tuple[object, ...]:
        return model.path, model.sha256, *sorted(model.settings.items())

    def read_once(paths: list[str], model: Model, roster: str | None = None, *rest: Any, **options: Any) -> Ratings:
        mappings, shelf = options.get("mappings", NO_MAPPINGS), options.get("shelf", IN_MEMORY)
        if (paths, roster, mappings, shelf) != ([SAMPLE[0]], SAMPLE[2], NO_MAPPINGS, IN_MEMORY) or Path.cwd() != ROOT:
            return read(paths, model, roster, *rest, **options)
        key = *said(model), *(options.get(name) for name in ("most", "digests", "by_cycle"))
        if key not in made:
            made[key] = read(paths, model, roster, *rest, **options)
        return made[key]

    def assess_once(model: Model, ratings: Ratings, *rest: Any) -> Assessment:
        if not any(ratings is known for known in made.values()):
            return assess(model, ratings, *rest)
        key = *said(model), id(ratings), *(id(r) if isinstance(r, Everybody) else str(r) for r in rest)
        if key not in assessed:
            assessed[key] = assess(model, ratings, *rest), [model, ratings, *rest]
        return assessed[key][0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "read_ratings", read_once)
        patch.setattr(assessment, "_assess", assess_once)
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
