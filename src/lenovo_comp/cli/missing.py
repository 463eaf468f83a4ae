"""What to say where a package that `comp` needs is not installed."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from ..text import Text
from .command_lines import quote

_PACKAGE = "lenovo-comp"


def how_to_install(error: ImportError) -> Text:
    """Which package is missing, and the command that installs it where `comp` is installed."""
    name = error.name or "?"
    requirement = _requirement(name)
    if requirement is None:
        return Text(
            f"安装不完整，缺少模块 {name}；请重新安装 comp",
            f"the installation is incomplete: the module {name} is missing; install comp again",
        )
    command = f"{_installer()} {quote(requirement)}"
    return Text(
        f"缺少软件包 {requirement}；请运行：{command}",
        f"the package {requirement} is missing; to install it: {command}",
    )


def _requirement(module: str) -> str | None:
    """The requirement of this package that brings a module: `jinja2>=3.1`; None where none is known to."""
    from importlib.metadata import PackageNotFoundError, requires

    wanted = _normal(module.partition(".")[0])
    try:
        listed = requires(_PACKAGE) or []
    except PackageNotFoundError:
        return None
    requirements = [line.partition(";")[0].strip() for line in listed]
    # `ruamel.yaml` brings the module `ruamel`, `ruamel.yaml.clib` doesn't.
    fitting = [one for one in requirements if (_name(one) + "-").startswith(wanted + "-")]
    return min(fitting, key=lambda one: len(_name(one)), default=None)


def _name(requirement: str) -> str:
    return _normal(re.split(r"[^\w.-]", requirement)[0])


def _normal(name: str) -> str:
    return re.sub("[-_.]+", "-", name).lower()


def _installer() -> str:
    """The command that installs a package beside this one: that of whatever made this environment."""
    here = Path(sys.prefix)
    if (here / "pipx_metadata.json").exists():
        return f"pipx inject {_PACKAGE}"
    if (here / "uv-receipt.toml").exists():
        return f"uv pip install --python {quote(str(here))}"
    return f"{quote(sys.executable)} -m pip install"
