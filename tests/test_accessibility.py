"""Every page in a real browser against WCAG 2.2 AA, as far as axe-core can tell; in light and dark, wide and narrow."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterable, Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from .conftest import SAMPLE, Run
from .strategies import BUDGET
from .test_browser import PHONE, Browser, browser, pytestmark

__all__ = ["browser", "pytestmark"]

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
WIDE = 1440
LOOKS = {"zh": (("light", PHONE), ("dark", WIDE)), "en": (("dark", PHONE), ("light", WIDE))}
"""Colours and widths by language: each page in each of them, not each in all, which takes twice as long."""
PERSON, POSITION = "E012", "account_manager"
COMMANDS: dict[str, tuple[str, ...]] = {
    "gap.html": ("gap", *SAMPLE, "-e", PERSON, "-p", POSITION),
    "assess.html": ("assess", *SAMPLE),
    "by.html": ("assess", *SAMPLE, "--by", "department"),
    "trend.html": ("trend", *SAMPLE),
    "match.html": ("match", *SAMPLE, "-p", POSITION),
    "positions.html": ("match", *SAMPLE, "-e", PERSON),
    "bench.html": ("match", *SAMPLE, "--bench"),
    "plan.html": ("plan", *SAMPLE, "-e", PERSON),
    "demand.html": ("plan", *SAMPLE, "--team"),
    "stage.html": ("stage", *SAMPLE),
    "explain.html": ("explain", *SAMPLE, "-e", PERSON, "-c", "logical_analysis"),
    "model.html": ("show-model",),
    "competency.html": ("show-model", "market_information", "--level", "2"),
}
"""Pages of single commands."""
FOLDER = (
    "index.html", "handbook.html", "people/E001.html", "departments/*.html", "managers/*.html", "people/E016.html",
    "people/E031.html",
)  # fmt: skip
"""Pages of `comp report`; of a pattern the first."""
RUN = """
const [rules, done] = arguments;
axe.run(document, {runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]}).then(found => done(
  found.violations.map(v => [v.id, v.nodes.map(n => n.target.join(" ") + ": " + n.failureSummary)])));
"""


@pytest.fixture(scope="module")
def axe() -> str:
    """axe-core's source, as the package `axe-playwright-python` ships it (nothing of that is imported)."""
    try:
        file = importlib.metadata.distribution("axe-playwright-python").locate_file("axe_playwright_python/axe.min.js")
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("no axe-core: pip install --no-deps axe-playwright-python==0.1.8")
    return Path(str(file)).read_text("utf-8")


def _pages(language: str, run: Run, folder: Path) -> Iterator[Path]:
    """Every kind of page in a language; without a budget every third one."""
    asked = [*COMMANDS.items(), *((page, ()) for page in FOLDER)][:: 1 if BUDGET > 1 else 3]
    if any(not command for _, command in asked):
        assert run("report", *SAMPLE, "-o", str(folder / "site"), "--lang", language).returncode == 0
    for name, command in asked:
        if command:
            assert run(*command, "--lang", language, "-o", str(folder / name)).returncode in (0, 1)
        yield next(iter(sorted((folder if command else folder / "site").glob(name))))


def _violations(browser: Browser, axe: str, page: Path, looks: Iterable[tuple[str, int]]) -> dict[str, Any]:
    """What breaks a rule, by page and look. The page is loaded once, and then looked at otherwise."""
    found = {}
    for i, (scheme, width) in enumerate(looks):
        if i:
            browser.look(width=width, scheme=scheme)
        else:
            browser.show(page, width=width, scheme=scheme)
            browser.js(axe)
        if broken := browser.driver.execute_async_script(RUN, list(RULES)):
            found[f"{page.name} {scheme} {width}"] = dict(broken)
    return found


def test_axe_itself(browser: Browser, axe: str, tmp_path: Path) -> None:
    """A page with a fault has a violation, so the test below could fail."""
    page = tmp_path / "page.html"
    page.write_text('<!DOCTYPE html><html lang="en"><title>x</title><main><h1 style="color: #bbb">pale</h1></main>')
    found = _violations(browser, axe, page, [("light", PHONE)])
    assert {look: list(broken) for look, broken in found.items()} == {"page.html light 390": ["color-contrast"]}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_breaks_a_rule_that_axe_can_tell(
    language: str, browser: Browser, axe: str, run: Run, tmp_path: Path
) -> None:
    looks = cycle(LOOKS[language])
    found: dict[str, Any] = {}
    for page in _pages(language, run, tmp_path):
        found |= _violations(browser, axe, page, LOOKS[language] if BUDGET > 1 else [next(looks)])
    assert found == {}
