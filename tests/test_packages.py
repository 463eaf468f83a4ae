"""What users install works: the wheel, with the oldest and the newest Python and packages, and the single file.

With `COMP_TEST_BUDGET`, as in CI: pip installs packages into environments of their own.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pydantic_core
import pytest

from app.only_here import built_for

from .conftest import ROOT, SAMPLE, scrubbed
from .pythons import OLDEST, pythons
from .strategies import BUDGET

MOST_PACKAGES = 30
FORMATS = ("csv", "json", "markdown", "html", "parquet")
APP = ROOT / "dist/comp.pyz"
installs = pytest.mark.skipif(BUDGET == 1, reason="pip installs packages: COMP_TEST_BUDGET=2 runs it, as CI does")


def _run(
    *command: str | Path, cwd: Path, code: int = 0, environment: Mapping[str, str] = {}
) -> subprocess.CompletedProcess[bytes]:
    # Nothing of this checkout, and the package index of this machine.
    index = {k: v for k, v in os.environ.items() if k.startswith("PIP_") or k.lower().endswith(("_proxy", "_bundle"))}
    clean = {**scrubbed(**index), "COMP_CACHE_DIR": str(cwd / "cache"), **environment}
    clean.pop("PYTHONWARNINGS")  # pip's own are its own
    done = subprocess.run([*command], cwd=cwd, env=clean, capture_output=True, check=False, timeout=300)
    assert done.returncode == code, done.stderr.decode()
    return done


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and the wheel that is made from it."""
    folder = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder with the sample in it."""
    (tmp_path / "data").mkdir()
    for name in (SAMPLE[0], SAMPLE[2]):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def _lowest() -> str:
    """The lowest versions that pyproject.toml allows, as constraints."""
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    return "".join(re.sub(r"^([\w.-]+)>=([\w.]+).*", r"\1==\2\n", requirement) for requirement in listed)


def _works(comp: list[str | Path], folder: Path, environment: Mapping[str, str] = {}) -> None:
    """The main job gives the same bytes as here, and a project works."""
    here: list[str | Path] = [sys.executable, "-m", "lenovo_comp"]
    outputs = {}
    for command, to in ((here, "here"), (comp, "there")):
        files = [word for name in FORMATS for word in ("-o", f"{name}:{to}.{name}")]
        told = _run(*command, "assess", *SAMPLE, *files, cwd=folder, environment=environment)
        outputs[to] = [told.stdout, told.stderr, *((folder / f"{to}.{name}").read_bytes() for name in FORMATS)]
    assert outputs["here"] == outputs["there"]
    assert b"comp init" in _run(*comp, cwd=folder, environment=environment).stdout
    _run(*comp, "init", "new", cwd=folder, environment=environment)
    for line in (
        "check",
        "gap -e E012 -o one.xlsx",
        "report -o site",
        "sheet -o {rater}.xlsx",
        "--no-cache show-model",
    ):
        _run(*comp, *line.split(), cwd=folder / "new", environment=environment)
    assert (folder / "new/site/index.html").exists()


@installs
def test_sdist_and_checkout_give_the_same_wheel(dist: Path, tmp_path: Path) -> None:
    _run(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", tmp_path, ROOT, cwd=tmp_path)
    (one,), (other,) = dist.glob("*.whl"), tmp_path.glob("*.whl")
    assert one.name == other.name
    assert one.read_bytes() == other.read_bytes()


@installs
@pytest.mark.parametrize("which", ["oldest", "newest"])
def test_wheel(which: str, dist: Path, folder: Path) -> None:
    """The oldest supported Python gets the lowest packages that are allowed, the newest one here the tested ones."""
    here = pythons()
    if OLDEST not in here:
        pytest.skip(f"no Python {'.'.join(map(str, OLDEST))} here (of {[*here]})")
    newest = max(here)
    if which == "newest" and newest == OLDEST:
        pytest.skip(f"no newer Python than {'.'.join(map(str, OLDEST))} here")
    constraints = folder / "constraints.txt"
    constraints.write_text(_lowest() if which == "oldest" else (ROOT / "constraints.txt").read_text("utf-8"), "utf-8")
    _run(here[OLDEST if which == "oldest" else newest], "-m", "venv", "v", cwd=folder)
    (wheel,) = dist.glob("*.whl")
    scripts = folder / "v" / ("Scripts" if os.name == "nt" else "bin")
    pip: list[str | Path] = [scripts / "python", "-m", "pip", "--disable-pip-version-check"]
    _run(*pip, "install", "--quiet", wheel, cwd=folder, environment={"PIP_CONSTRAINT": str(constraints)})
    _run(*pip, "check", cwd=folder)
    listed = _run(*pip, "list", "--format", "freeze", cwd=folder).stdout.decode().split()
    assert len(listed) <= MOST_PACKAGES, listed
    _works([scripts / "comp"], folder)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment in which the single file is tried: it unpacks itself once."""
    if not APP.exists():
        pytest.skip("no dist/comp.pyz: make app builds it")
    return {"SHIV_ROOT": str(tmp_path_factory.mktemp("unpacked"))}


@installs
def test_single_file(app: dict[str, str], folder: Path) -> None:
    _works([sys.executable, APP], folder, app)


@installs
def test_single_file_with_another_python(app: dict[str, str], tmp_path: Path) -> None:
    others = [path for version, path in pythons().items() if version != sys.version_info[:2]]
    if not others:
        pytest.skip("no other Python here")
    done = _run(others[0], APP, "--version", cwd=tmp_path, code=2, environment=app)
    chinese, english = done.stderr.decode().splitlines()
    assert english.startswith("comp: this file only works on the system and Python version it was built for (cpython-3")
    assert "只能用构建时的系统和 Python 版本运行" in chinese
    assert done.stdout == b""


def test_what_a_single_file_was_built_for(tmp_path: Path) -> None:
    package = tmp_path / "pydantic_core"
    package.mkdir()
    (package / "_pydantic_core.cp399-win_amd64.pyd").touch()
    assert built_for(tmp_path) == "cp399-win_amd64"
    assert built_for(Path(pydantic_core.__file__).parents[1]) is None


# A package that is not there

BLOCKED = """
import sys
for name in [name for name in sys.modules if name.partition(".")[0] == sys.argv[1]]:
    del sys.modules[name]
sys.modules[sys.argv[1]] = None
sys.argv[:] = ["comp", *sys.argv[2:]]
from lenovo_comp.cli import main
main()
"""


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("module", "package", "line"),
    [
        ("typer", "typer<0.29,>=", "assess r.csv"),
        ("polars", "polars>=", "assess r.csv"),
        ("rich", "rich>=", "assess r.csv"),
        ("jinja2", "jinja2>=", "assess r.csv -f html"),
        ("xlsxwriter", "xlsxwriter>=", "assess r.csv -f xlsx"),
        ("python_calamine", "python-calamine>=", "check r.xlsx"),
        ("pydantic", "pydantic>=", "--no-cache show-model"),
        ("ruamel", "ruamel-yaml>=", "--no-cache show-model"),
        ("platformdirs", "platformdirs>=", "show-model"),
        ("pydantic_core", "", "--no-cache show-model"),
        ("markupsafe", "", "assess r.csv -f html"),
    ],
)
def test_a_missing_package_is_named_with_what_installs_it(module: str, package: str, line: str, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("employee_id,position,competency,level\nE1,account_manager,communication,3\n")
    shutil.copy(ROOT / "data/channel_sales.xlsx", tmp_path / "r.xlsx")
    for language, said in (("en", "is missing"), ("zh", "缺少")):
        environment = scrubbed(COMP_LANG=language)
        if module == "platformdirs":
            del environment["COMP_CACHE_DIR"]
        command = [sys.executable, "-c", BLOCKED, module, *line.split()]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == 2
        assert done.stdout == ""
        last = done.stderr.splitlines()[-1]
        assert last.startswith("comp")
        assert said in last
        assert (f"{sys.executable} -m pip install '{package}" if package else module) in last
        assert "Traceback" not in done.stderr
