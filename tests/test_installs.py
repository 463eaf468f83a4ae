"""The dictionary is found in a wheel installed elsewhere, in an editable install, in a checkout."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from .conftest import ROOT, scrubbed

WHERE = "import lenovo_comp; print(lenovo_comp.__file__); print(lenovo_comp.shipped_model())"


def _python(*args: str, cwd: Path, path: Path | None = None) -> list[str]:
    environment = scrubbed(**({"PYTHONPATH": str(path)} if path else {}))
    done = subprocess.run(
        [sys.executable, *args], cwd=cwd, env=environment, capture_output=True, text=True, check=True, timeout=120
    )
    return done.stdout.splitlines()


def test_wheel(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    shutil.copytree(ROOT / "src", tree / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    shutil.copytree(ROOT / "data", tree / "data")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tree)
    build = ["-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(tree)]
    subprocess.run([sys.executable, *build], cwd=tmp_path, capture_output=True, check=True, timeout=120)
    (wheel,) = tmp_path.glob("*.whl")
    target = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    shutil.rmtree(tree)
    package, dictionary = _python("-c", WHERE, cwd=tmp_path, path=target)
    assert Path(package).is_relative_to(target)
    assert Path(dictionary).is_relative_to(target)
    assert Path(dictionary).read_bytes() == (ROOT / "data/big_account_sales.yaml").read_bytes()
    assert "Communication" in "\n".join(_python("-m", "lenovo_comp", "show-model", cwd=tmp_path, path=target))
    (tmp_path / "r.csv").write_text("employee_id,position,competency,level\nE1,account_manager,communication,4\n")
    for command in (("assess",), ("gap", "--employee", "E1")):
        page = _python("-m", "lenovo_comp", command[0], "r.csv", *command[1:], "-f", "html", cwd=tmp_path, path=target)
        assert page[-1] == "</html>"


def test_editable(tmp_path: Path) -> None:
    _package, dictionary = _python("-c", WHERE, cwd=tmp_path)
    assert Path(dictionary) == ROOT / "data/big_account_sales.yaml"


def test_checkout(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "data", tmp_path / "data")
    package, dictionary = _python("-c", WHERE, cwd=tmp_path, path=tmp_path / "src")
    assert Path(package).is_relative_to(tmp_path)
    assert Path(dictionary) == tmp_path / "data/big_account_sales.yaml"
