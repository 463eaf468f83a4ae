"""The site as `make docs` has built it, opened from its folder: search in both languages, accessibility, no network.

`.ci/run` runs this after `make docs`; `make test` doesn't.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import WebDriverWait

from tests.test_accessibility import RULES, RUN, axe
from tests.test_browser import DESKTOP, PHONE, Browser, browser, pytestmark

__all__ = ["axe", "browser", "pytestmark"]

SITE = Path(__file__).parents[1] / "site"
PAGES = (
    "index.html",
    "how-to.html",
    "tutorial.html",
    "commands.html",
    "library.html",
    "how-sure.zh.html",
    "search.html",
)


def _search(browser: Browser, words: str) -> list[str]:
    """The pages that are found, best first, each once."""
    browser.show(SITE / "search.html")
    browser.driver.find_element(By.CSS_SELECTOR, "main input[name=q]").send_keys(words, Keys.ENTER)
    finished = "return document.querySelector('#search-results h2')?.textContent === 'Search Results'"
    WebDriverWait(browser.driver, 60).until(lambda _: "?q=" in browser.driver.current_url and browser.js(finished))
    links = browser.js("return [...document.querySelectorAll('#search-results li a')].map(a => a.getAttribute('href'))")
    return [*dict.fromkeys(link.partition("#")[0].partition("?")[0] for link in links)]


def _errors(browser: Browser) -> list[str]:
    """What the console holds, without the theme's own messages."""
    return [message for message in browser.said() if "[PST]" not in message]


@pytest.mark.parametrize(
    ("words", "page"),
    [
        ("withheld", "teams.html"),
        ("succession bench", "selection.html"),
        ("评价人", "how-sure.zh.html"),
        ("难以判定的结果", "how-sure.zh.html"),  # a piece of text that no dictionary of words has
        ("comp 导入", "import-dictionary.zh.html"),
    ],
)
def test_the_search_works_from_a_folder(words: str, page: str, browser: Browser) -> None:
    found = _search(browser, words)
    assert page in found[:5]
    assert _errors(browser) == []


def test_the_search_finds_nothing_in_other_words(browser: Browser) -> None:
    """No page holds these characters side by side, though each holds some of them; so the test above could fail."""
    assert _search(browser, "价评") == []


def test_decisions_are_found_last(browser: Browser) -> None:
    found = _search(browser, "withheld")
    last = [page.startswith(("decisions/", "changelog", "contributing", "library")) for page in found]
    assert any(last)
    assert last == sorted(last)


@pytest.mark.parametrize(("scheme", "width"), [("light", DESKTOP), ("dark", PHONE)])
def test_pages_can_be_read_by_everybody(scheme: str, width: int, browser: Browser, axe: str) -> None:
    """No rule of WCAG 2.2 AA that axe-core can tell is broken, and nothing is fetched from elsewhere."""
    broken: dict[str, Any] = {}
    for page in PAGES:
        browser.show(SITE / page, width=width, scheme=scheme)
        assert _errors(browser) == []
        assert all(url.startswith((SITE.as_uri(), "data:")) for url in browser.requests())
        assert browser.js("return document.documentElement.scrollWidth") <= width
        assert browser.js("return document.documentElement.lang") == ("zh-Hans" if ".zh." in page else "en")
        browser.js(axe)
        broken |= {page: found} if (found := browser.driver.execute_async_script(RUN, list(RULES))) else {}
    assert broken == {}
