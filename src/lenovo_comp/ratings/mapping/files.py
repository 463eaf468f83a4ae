"""Which files a settings file names: its paths start at its folder, and may hold wildcards."""

import os
import re
from pathlib import Path

from ...findings.finding import CannotRun
from ...inputs import STDIN, match_pattern


def expand(path: Path, pattern: str, key: str) -> list[str]:
    """The files that match a pattern, sorted; the pattern itself where it has no wildcard."""
    if not any(c in pattern for c in "*?["):
        return [relative(path.parent / pattern)]
    if re.search(r"[^/\\]\*\*|\*\*[^/\\]", pattern):
        raise CannotRun(
            f"{path}：{key} 中的“**”须独占一级，如 ratings/**/*.csv",
            f'{path}: "**" in {key} must be a folder of its own, as in ratings/**/*.csv',
        )
    return [relative(Path(file)) for file in match_pattern(pattern, str(path.parent))]


def existing(path: Path, pattern: str) -> list[str]:
    """The files of a mapping's pattern that are there."""
    return [file for file in expand(path, pattern, "files") if os.path.lexists(file) and not Path(file).is_dir()]


def relative(path: Path) -> str:
    """The path relative to the current folder where it lies below it, as the user would write it."""
    try:
        shown = str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
    # A file called `-` must not be taken for standard input.
    return shown if shown != STDIN else os.path.join(".", STDIN)  # noqa: PTH118 - a `Path` drops the dot
