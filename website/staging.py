"""Lay out the folder that the site is built from: pages, pictures, navigation, and links that stay within the site."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from . import pictures, reference

ROOT = Path(__file__).parents[1]
FROM_ELSEWHERE = {
    "README.md": "overview.md",
    "README.zh.md": "overview.zh.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
}
"""Pages that are in the repository, but not in `docs/` (path in the repository → path in the site)."""
TITLES = {"overview.md": "Overview", "overview.zh.md": "中文说明"}
"""What pages are called on the site, where every page is about `comp`."""
INSTEAD = {
    "src/lenovo_comp/cli/commands": "commands.md",
    "src/lenovo_comp/cli/help.py": "commands.zh.md",
    "src/lenovo_comp/__init__.py": "library.md",
    "docs/schema": "schemas.md",
    "docs/decisions": "decisions/index.md",
}
"""Pages that the site has instead of what a link leads to in the repository; all but the last are made from it."""
HOME = "index.md"
_LINK = re.compile(r"(?<=\]\()([^)#\s:]+)")
_ENTRY = re.compile(r"\* \[([^]]+)\]\(([^)#\s:]+)\.md\)")
_HEADING = re.compile(r"## (.+)")
_FILE = re.compile(r'^```(\w+) title="([^"]+)"$', re.MULTILINE)


def stage(root: Path, to: Path) -> None:
    """Make `to` anew from the repository at `root`."""
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(root / "docs", to)
    for source, page in FROM_ELSEWHERE.items():
        shutil.copyfile(root / source, to / page)
    homes = {page: source for source, page in FROM_ELSEWHERE.items()}
    for file in sorted(to.rglob("*.md")):
        page = file.relative_to(to).as_posix()
        text = within_site(file.read_text("utf-8"), homes.get(page, f"docs/{page}"), page)
        if page in TITLES:
            text = re.sub("^# .+", f"# {TITLES[page]}", text, count=1, flags=re.MULTILINE)
        _copy_what_is_linked(text, page, root, to)
        text = pictures.illustrate(text, to, root / "data")
        file.write_text(_FILE.sub(r"```{code-block} \1\n:caption: \2", text), "utf-8")
    (to / "commands.md").write_text(reference.commands("en"), "utf-8")
    (to / "commands.zh.md").write_text(reference.commands("zh"), "utf-8")
    (to / "library.md").write_text(reference.library(), "utf-8")
    (to / "schemas.md").write_text(reference.schemas(root / "docs/schema"), "utf-8")
    _add_navigation(to)


def within_site(text: str, home: str, page: str) -> str:
    """A page's links, written for `home` in the repository, as they are on `page` of the site."""

    def moved(link: re.Match[str]) -> str:
        target = _normal(f"{home.rpartition('/')[0]}/{link[1]}")
        return "../" * page.count("/") + ((FROM_ELSEWHERE | INSTEAD).get(target) or target.removeprefix("docs/"))

    return _LINK.sub(moved, text)


def _copy_what_is_linked(text: str, page: str, root: Path, to: Path) -> None:
    """Files of the repository, such as the sample data, that a page leads to."""
    for link in _LINK.findall(text):
        target = _normal(f"{page.rpartition('/')[0]}/{link}")
        if (root / target).is_file() and not (to / target).exists():
            (to / target).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / target, to / target)


def listed(text: str) -> dict[str, list[tuple[str, str]]]:
    """The pages (title, path without ending) that the items of a page's lists begin with, by the heading above."""
    found: dict[str, list[tuple[str, str]]] = {"": []}
    for line in text.splitlines():
        if heading := _HEADING.match(line):
            found[heading[1]] = []
        elif entry := _ENTRY.match(line):
            found[[*found][-1]].append((entry[1], entry[2]))
    return found


def _add_navigation(to: Path) -> None:
    """Home lists the sections, each section its pages: Sphinx gets that as tables of contents that are not shown."""
    home = listed((to / HOME).read_text("utf-8"))
    for page in (HOME, *(f"{path}.md" for entries in home.values() for _, path in entries)):
        for heading, entries in listed((to / page).read_text("utf-8")).items():
            if entries:
                caption = [f":caption: {heading}"] if heading else []
                _append_contents(to / page, *caption, "", *(f"{title} <{path}>" for title, path in entries))
    _append_contents(to / INSTEAD["docs/decisions"], ":glob:", "", "0*")


def _append_contents(page: Path, *lines: str) -> None:
    with page.open("a", encoding="utf-8") as file:
        file.write("\n".join(["", "```{toctree}", ":hidden:", *lines, "```", ""]))


def _normal(path: str) -> str:
    """A path without its `.` and `..`."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)


if __name__ == "__main__":
    stage(ROOT, Path(sys.argv[1]))
