"""Lay out the folder that the site is built from: `docs/`, generated pages, pictures, links that stay inside."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from . import pictures, reference

FROM_ELSEWHERE = {
    "README.md": "overview.md",
    "README.zh.md": "overview.zh.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "data/big_account_sales.yaml": "data/big_account_sales.yaml",
    "data/sample_ratings.csv": "data/sample_ratings.csv",
    "data/sample_roster.csv": "data/sample_roster.csv",
}
"""What the site shows of the repository besides `docs/` (path in the repository → path in the site)."""
_LINK = re.compile(r"(?<=\]\()([^)#\s:]+)")


def stage(root: Path, to: Path) -> None:
    """Make `to` anew from the repository at `root`."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(root / "docs", to)
    for source, target in FROM_ELSEWHERE.items():
        (to / target).parent.mkdir(exist_ok=True)
        shutil.copyfile(root / source, to / target)
    (to / "reference").mkdir()
    generated = {
        "reference/commands.md": reference.commands(),
        "reference/library.md": reference.library(),
        "reference/schemas.md": reference.schemas(root / "docs/schema"),
    }
    homes = {target: source for source, target in FROM_ELSEWHERE.items()}
    for file in sorted(to.rglob("*.md")):
        name = file.relative_to(to).as_posix()
        text = within_site(file.read_text("utf-8"), homes.get(name, f"docs/{name}"), name)
        file.write_text(pictures.illustrate(text, to, root / "data"), "utf-8")
    for name, text in generated.items():
        (to / name).write_text(text, "utf-8")


def within_site(text: str, home: str, page: str) -> str:
    """A page's links, written for `home` in the repository, as they are on `page` of the site."""

    def moved(link: re.Match[str]) -> str:
        target = _normal(f"{home.rpartition('/')[0]}/{link[1]}")
        inside = FROM_ELSEWHERE.get(target) or target.removeprefix("docs/")
        if inside == "schema":
            inside = "reference/schemas.md"
        elif target == "docs/decisions":
            inside = f"{inside}/"
        return "../" * page.count("/") + inside

    return _LINK.sub(moved, text)


def _normal(path: str) -> str:
    """A path without its `.` and `..`."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
