"""The pages in a real browser: they render, sort and filter, ask for nothing, and obey their own policy.

Skipped where there is no Chromium with its driver; `.ci/run` installs both.
"""

from __future__ import annotations

import base64
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .conftest import SAMPLE, Run
from .test_pages import HOSTILE, hostile, id_of

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="no Chromium, or no chromedriver, on this machine")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
DESKTOP, PHONE = 1280, 390


class Browser:
    """A headless Chromium that remembers what went wrong and what was asked of the network."""

    def __init__(self, profile: Path) -> None:
        from selenium import webdriver

        options = webdriver.ChromeOptions()
        options.binary_location = str(CHROMIUM)
        for flag in (*FLAGS, f"--user-data-dir={profile}"):
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(options, webdriver.ChromeService(str(DRIVER)))

    def look(self, *, width: int, scheme: str) -> None:
        self.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.command(
            "Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=width == PHONE
        )

    def show(self, page: Path, *, width: int = DESKTOP, scheme: str = "light") -> None:
        self.look(width=width, scheme=scheme)
        self.said()
        self.requests()
        self.driver.get(page.as_uri())

    def command(self, name: str, **parameters: object) -> dict[str, Any]:
        return dict(self.driver.execute_cdp_cmd(name, parameters))

    def js(self, code: str, *arguments: object) -> Any:
        return self.driver.execute_script(code, *arguments)

    def _log(self, name: str) -> list[dict[str, Any]]:
        return list(self.driver.get_log(name))  # type: ignore[no-untyped-call]

    def said(self) -> list[str]:
        """What the console holds since it was asked last: errors, broken policies."""
        return [str(entry["message"]) for entry in self._log("browser")]

    def requests(self) -> list[str]:
        """What was asked for since, whether it came or not."""
        events = [json.loads(entry["message"])["message"] for entry in self._log("performance")]
        return [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    found = Browser(tmp_path_factory.mktemp("chromium"))
    yield found
    found.driver.quit()


@pytest.fixture(scope="module")
def pages(run: Run, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    """(team or person, language) → the page of the sample."""
    folder = tmp_path_factory.mktemp("pages")
    found = {}
    for language in ("zh", "en"):
        for name, command in (("team", ("assess",)), ("person", ("gap", "-e", "E012"))):
            file = found[name, language] = folder / f"{name}.{language}.html"
            assert run(*command, *SAMPLE, "--lang", language, "-o", str(file)).returncode == 0
    return found


IDS = "return [...document.querySelectorAll('#heat tbody tr')].filter(r => !r.hidden).map(r => r.cells[0].textContent)"


@pytest.mark.sampled
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["team", "person"])
def test_a_page_renders_and_asks_for_nothing(
    name: str, language: str, scheme: str, width: int, browser: Browser, pages: dict[tuple[str, str], Path]
) -> None:
    page = pages[name, language]
    browser.show(page, width=width, scheme=scheme)
    assert browser.said() == []
    assert set(browser.requests()) == {page.as_uri()}
    assert browser.js("return document.documentElement.lang") == {"zh": "zh-Hans", "en": "en"}[language]
    assert browser.js("return document.documentElement.scrollWidth") <= width
    light = browser.js("return getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert light == (scheme == "light")
    browser.js("document.querySelectorAll('details').forEach(d => d.open = true)")
    drawn = browser.js("return [...document.querySelectorAll('svg')].map(s => s.getBoundingClientRect().width)")
    assert len(drawn) >= 16  # of a team: its verdicts, seven competencies, eight positions
    assert min(drawn) > 0


def test_the_policy_holds(browser: Browser, pages: dict[tuple[str, str], Path]) -> None:
    """What is slipped into a page neither runs nor loads; so the tests above could fail."""
    browser.show(pages["person", "en"])
    browser.js(
        "const slip = (tag, set) => document.body.append(Object.assign(document.createElement(tag), set));"
        "slip('script', {textContent: 'window.ran = true'}); slip('style', {textContent: 'body {color: red}'});"
        "slip('img', {src: 'http://127.0.0.1:9/x.png'}); document.body.setAttribute('style', 'color: red')"
    )
    said = browser.said()
    assert len([message for message in said if "Content Security Policy" in message]) == 4
    assert browser.js("return window.ran === undefined")
    assert browser.js("return getComputedStyle(document.body).color") != "rgb(255, 0, 0)"


def _column(browser: Browser, column: int) -> list[str]:
    cells = "[...document.querySelectorAll('#heat tbody tr')].map(r => r.cells[arguments[0]].textContent)"
    return list(browser.js(f"return {cells}", column))


@pytest.mark.sampled
@pytest.mark.sampled
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_column_sorts(language: str, browser: Browser, pages: dict[tuple[str, str], Path]) -> None:
    """By mouse and by keyboard; blank figures last either way; the header says which way."""
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    browser.show(pages["team", language])
    heads = browser.driver.find_elements(By.CSS_SELECTOR, "#heat thead th")
    everybody = sorted(_column(browser, 0))
    for column, head in enumerate(heads):
        button = head.find_element(By.TAG_NAME, "button")
        orders = []
        for way, press in (("ascending", button.click), ("descending", lambda b=button: b.send_keys(Keys.ENTER))):
            press()
            assert head.get_attribute("aria-sort") == way
            assert [h.get_attribute("aria-sort") for h in heads].count("none") == len(heads) - 1
            assert sorted(_column(browser, 0)) == everybody
            orders.append(_column(browser, column))
        up, down = orders
        assert sorted(up) == sorted(down)
        if column == 0:
            assert up == everybody
            assert down == everybody[::-1]
        if 4 <= column < 11:  # a competency: the rating leads the cell
            for shown, back in ((up, 1), (down, -1)):
                figures = [float(m[0]) if (m := re.match(r"[\d.]+", cell)) else None for cell in shown]
                known = [f for f in figures if f is not None]
                assert known == sorted(known, reverse=back < 0)
                assert figures == known + [None] * (len(figures) - len(known))
    assert browser.said() == []


def test_filters(browser: Browser, pages: dict[tuple[str, str], Path], run: Run) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import Select

    people = json.loads(run("assess", *SAMPLE, "--format", "json").stdout)["employees"]
    browser.show(pages["team", "en"])
    form = browser.driver.find_element(By.ID, "filters")
    reset = form.find_element(By.CSS_SELECTOR, "button[type=reset]")

    def shown(**chosen: str) -> set[str]:
        for name, text in chosen.items():
            Select(form.find_element(By.NAME, name)).select_by_visible_text(text)
        found = set(browser.js(IDS))
        assert form.find_element(By.TAG_NAME, "output").text == f"{len(found)} of {len(people)} people shown"
        return found

    def reset_all() -> None:
        reset.click()
        assert browser.driver.execute_async_script("setTimeout(arguments[0], 20, true)")
        assert shown() == {p["employee_id"] for p in people}

    def who(condition: Any) -> set[str]:
        return {p["employee_id"] for p in people if condition(p)}

    department = next(p["department"] for p in people if p["department"])
    assert shown(department=department) == who(lambda p: p["department"] == department)
    both = who(lambda p: p["department"] == department and p["verdict"] == "near")
    assert shown(verdict="nearly ready") == both
    assert both
    reset_all()
    assert shown(position="Account manager") == who(lambda p: p["position"] == "account_manager")
    reset_all()

    def some(condition: Any) -> set[str]:
        return who(lambda p: any(condition(i) for i in p["competencies"]))

    statuses = {
        "has a shortfall": some(lambda i: i["status"] == "short"),
        "short by more than 1": some(lambda i: i["status"] == "short" and i["gap"] > 1 + 1e-9),
        "something not assessed": some(lambda i: i["status"] == "unassessed"),
        "a result too close to call ~": some(lambda i: i["too_close"]),
        "low agreement !": some(lambda i: i["agreement"] is not None and i["agreement"]["band"] == "low"),
    }
    statuses["everything met"] = (
        {p["employee_id"] for p in people if p["position"]}
        - statuses["has a shortfall"]
        - statuses["something not assessed"]
    )
    for text, expected in statuses.items():
        assert expected or text.startswith("low agreement")  # where anonymous raters count, nothing is said
        assert shown(status=text) == expected
    reset_all()
    form.find_element(By.NAME, "text").send_keys("e00")
    assert shown() == who(lambda p: p["employee_id"].startswith("E00"))
    assert browser.said() == []


def test_hostile_text_stays_text(browser: Browser, run: Run, tmp_path: Path) -> None:
    file = hostile(tmp_path)
    page = tmp_path / "page.html"
    run("assess", file.name, "-o", "page.html", "--lang", "en", cwd=tmp_path)
    browser.show(page)
    shown = {text.replace("\u202e", "<U+202E>") for text in HOSTILE}
    assert set(browser.js(IDS)) == set(map(id_of, HOSTILE))
    options = browser.js("return [...document.querySelectorAll('[name=department] option')].map(o => o.textContent)")
    assert shown <= set(options)
    elements = browser.js("return document.querySelectorAll('*').length")
    browser.js(
        "const s = document.querySelector('[name=group]'); s.value = 'department'; s.dispatchEvent(new Event('change'))"
    )
    heads = browser.js("return [...document.querySelectorAll('#heat .group')].map(h => h.textContent)")
    assert {head.split(" · 1 person")[0] for head in heads} == shown
    # Heads of groups are a row, a cell and a span each, and a body each in place of one.
    assert browser.js("return document.querySelectorAll('*').length") == elements + 4 * len(heads) - 1
    for name in HOSTILE:
        run("gap", file.name, "-e", id_of(name), "-o", "person.html", "--lang", "en", cwd=tmp_path)
        browser.show(tmp_path / "person.html")
        text = name.replace("\u202e", "<U+202E>")
        assert browser.js("return document.querySelector('h1').textContent") == f"{text} {id_of(name)}"
        assert browser.js("return document.images.length + document.scripts.length") == 0
        assert browser.said() == []
        assert browser.requests() == [(tmp_path / "person.html").as_uri()]


@pytest.mark.parametrize(("name", "landscape"), [("team", True), ("person", False)])
def test_it_prints_on_a4(name: str, landscape: bool, browser: Browser, pages: dict[tuple[str, str], Path]) -> None:
    browser.show(pages[name, "zh"])
    printed = browser.command("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", base64.b64decode(printed["data"]))
    sizes = {(round(float(w) / 72 * 25.4), round(float(h) / 72 * 25.4)) for w, h in boxes}
    assert sizes == ({(297, 210)} if landscape else {(210, 297)})
    assert 2 <= len(boxes) <= 12


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_folded_is_open_on_paper(language: str, browser: Browser, pages: dict[tuple[str, str], Path]) -> None:
    """Without a script: a print style opens it. The skip link and the trail stay on the screen."""
    browser.show(pages["person", language])
    folded = "[...document.querySelectorAll('details:not([open]) > :not(summary)')]"
    seen = "checkVisibility({contentVisibilityAuto: true})"
    assert browser.js(f"return {folded}.filter(e => e.{seen}).length") == 0
    browser.command("Emulation.setEmulatedMedia", media="print")
    browser.driver.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
    assert browser.js(f"return {folded}.length") > 10
    assert browser.js(f"return {folded}.filter(e => !e.{seen}).length") == 0
    assert browser.js("return document.querySelector('.agreed').checkVisibility()")
    assert not browser.js("return document.querySelector('.skip').checkVisibility()")
    browser.command("Emulation.setEmulatedMedia", media="")


def test_the_keyboard_reaches_everything(browser: Browser, pages: dict[tuple[str, str], Path]) -> None:
    """Tab stops at every filter, header and region that scrolls; what has the focus is outlined."""
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    browser.show(pages["team", "en"])
    wanted = browser.js(
        "return document.querySelectorAll('a, button, input, select, summary, [tabindex=\"0\"]').length"
    )
    reached = set()
    for _ in range(wanted + 2):
        ActionChains(browser.driver).send_keys(Keys.TAB).perform()
        reached.add(
            browser.js(
                "const all = [...document.querySelectorAll('*')], e = document.activeElement;"
                "return e === document.body ? -1 : getComputedStyle(e).outlineStyle === 'none' ? -2 : all.indexOf(e)"
            )
        )
    assert -2 not in reached
    assert len(reached - {-1}) == wanted


def test_derivations_open(browser: Browser, pages: dict[tuple[str, str], Path]) -> None:
    from selenium.webdriver.common.by import By

    browser.show(pages["person", "en"])
    (outer,) = browser.driver.find_elements(By.CSS_SELECTOR, "details:has(> details)")
    outer.find_element(By.TAG_NAME, "summary").click()
    details = outer.find_elements(By.TAG_NAME, "details")
    assert len(details) == 7
    inner = details[0].find_element(By.TAG_NAME, "table")
    assert not inner.is_displayed()
    details[0].find_element(By.TAG_NAME, "summary").click()
    assert inner.is_displayed()
    assert "Rule 3" in details[0].text
