"""Runs first in comp.pyz, which shiv unpacks: ends where this is not the Python or the system that it was built for."""

from __future__ import annotations

import sys
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import Any

SAID = (
    "comp：此文件只能用构建时的系统和 Python 版本运行（{tag}），当前为 Python {version}",
    "comp: this file only works on the system and Python version it was built for ({tag}); this is Python {version}",
)


def built_for(packages: Path) -> str | None:
    """The system and Python that a compiled module there is for, as its file's name says; None if it is these."""
    # Not polars: its module works with any Python from 3.10 on, and so tells nothing.
    (module,) = (packages / "pydantic_core").glob("_pydantic_core.*.*")
    _, _, ending = module.name.partition(".")
    return None if f".{ending}" in EXTENSION_SUFFIXES else ending.rpartition(".")[0]


def main(packages: Path) -> None:
    """End the process with 2 where the packages are not for this Python."""
    if (tag := built_for(packages)) is not None:
        for line in SAID:
            print(line.format(tag=tag, version=".".join(map(str, sys.version_info[:2]))), file=sys.stderr)
        sys.exit(2)


if __name__ == "__main__":
    given: dict[str, Any] = globals()  # shiv puts `site_packages` there
    main(Path(given["site_packages"]))
