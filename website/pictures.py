"""Pictures that the build takes: of a terminal as SVG, and of HTML pages in a browser where there is one."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

from .examples import examples, lay_out, prepare

MARK = re.compile(r"^<!-- (terminal|browser) ([\w-]+): (.+) -->$", re.MULTILINE)
"""`<!-- terminal NAME: comp … -->` is the picture of a command, `<!-- browser NAME: what it shows -->` that of
NAME.html, which a command on the page has written. In the repository they are not seen."""
MISSING = "*(Here the site shows a picture: {0}. It is taken by a browser, and where this was built there was none.)*"
WIDTH, HEIGHT, PAGE = 80, 30, "1120,900"
"""Of a terminal in characters and lines, of a page in pixels."""
_SVG = """<svg class="terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace;
font-size: {char_height}px; line-height: {line_height}px; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: system-ui, sans-serif; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g>
</g>
</svg>
"""
"""rich's own frame without its fonts, which it would fetch from the network."""


def illustrate(page: str, folder: Path, data: Path) -> str:
    """Take a page's pictures into `folder`/pictures; returns the page with them in place of their marks."""
    if not MARK.search(page):
        return page
    pictures = folder / "pictures"
    pictures.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="comp-site-") as temporary:
        desk = Path(temporary)
        lay_out(page, desk, data)
        for example in examples(page):
            desk = prepare(example, desk)
            comp(example.arguments, desk)

        def picture(mark: re.Match[str]) -> str:
            kind, name, says = mark.groups()
            if kind == "terminal":
                (pictures / f"{name}.svg").write_text(terminal(says, desk), "utf-8")
                return f"![{says}](pictures/{name}.svg)"
            if not browser(desk / f"{name}.html", pictures / f"{name}.png"):
                return MISSING.format(says)
            return f"![{says}](pictures/{name}.png)"

        return MARK.sub(picture, page)


def comp(arguments: list[str], desk: Path, **more: str) -> str:
    kept = {k: v for k, v in os.environ.items() if k in ("PATH", "PYTHONPATH", "SYSTEMROOT", "HOME", "TMPDIR")}
    environment = {**kept, "LC_ALL": "C.UTF-8", "COLUMNS": str(WIDTH), "COMP_LANG": "en", "COMP_NO_CACHE": "1", **more}
    command = [sys.executable, "-m", "lenovo_comp", *arguments]
    done = subprocess.run(command, cwd=desk, env=environment, capture_output=True, timeout=60, check=False)
    if done.returncode > 1:
        raise RuntimeError(f"comp {' '.join(arguments)}: {done.stderr.decode('utf-8')}")
    return done.stdout.decode("utf-8")


def terminal(command: str, desk: Path, language: str = "en") -> str:
    """A command's output in its colours, as SVG; of a long one the first screen."""
    arguments = shlex.split(command)[1:]
    lines = comp(arguments, desk, FORCE_COLOR="1", TERM="xterm-256color", COMP_LANG=language).splitlines()
    shown = lines if len(lines) <= HEIGHT else [*lines[: HEIGHT - 1], "…"]
    console = Console(file=io.StringIO(), record=True, width=WIDTH, force_terminal=True)
    console.print(Text.from_ansi("\n".join(shown)))
    return console.export_svg(title=command, code_format=_SVG, unique_id="terminal")


def browser(page: Path, to: Path, size: str = PAGE) -> bool:
    """Whether a browser was found and has taken the picture."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        return False
    with tempfile.TemporaryDirectory(prefix="comp-site-") as profile:
        command = [
            found, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
            "--disable-background-networking", "--no-first-run", f"--user-data-dir={profile}",
            f"--window-size={size}", f"--screenshot={to}", page.as_uri(),
        ]  # fmt: skip
        with contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run(command, capture_output=True, timeout=60, check=False)
    return to.is_file()
