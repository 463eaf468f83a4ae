"""Findings as JUnit XML: a suite a file, a case a finding, a failure an error."""

from collections import Counter
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from ...reports.shared.words import Words
from ...text import visible
from ..finding import Finding, Severity
from . import Checked
from ._places import STANDARD_INPUT, full_place, place_in_file, relative_path

ENDINGS: tuple[str, ...] = (".xml",)


def render(checked: Checked, words: Words) -> str:
    """The report, with elements and attributes of Jenkins' junit-10.xsd alone."""
    # Without times, which would differ from run to run.
    findings = checked.shown
    files: dict[str, list[Finding]] = {}
    for finding in findings:
        files.setdefault(_file(finding.place.path), []).append(finding)
    root = ET.Element("testsuites", _counts("comp check", findings, max(len(findings), 1)))
    for name, found in files.items():
        _suite(root, name, found, words)
    # Jenkins takes a report without cases for a failure: without findings there is one that passes.
    if not files:
        suite = ET.SubElement(root, "testsuite", _counts("comp check", (), 1))
        ET.SubElement(suite, "testcase", {"classname": "comp check", "name": words("no_findings")})
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(root: ET.Element, name: str, found: Sequence[Finding], words: Words) -> None:
    suite = ET.SubElement(root, "testsuite", {**_counts(name, found, len(found)), "skipped": "0", "file": name})
    taken: Counter[str] = Counter()
    for finding in found:
        case = ET.SubElement(suite, "testcase", {"classname": name, "name": _name(finding, taken)})
        message = visible(finding.full_message(words.language))
        remedy = visible(finding.remedy(words.language))
        if finding.severity is Severity.ERROR:
            failure = ET.SubElement(case, "failure", {"type": finding.rule.code, "message": message})
            failure.text = f"{visible(full_place(finding.place))}: {message}\n{remedy}"
        else:
            out = ET.SubElement(case, "system-out")
            out.text = f"{words(finding.severity.value)}{words.colon()}{message}\n{remedy}"


def _file(path: str) -> str:
    return visible(path if path == STANDARD_INPUT else relative_path(path))


def _counts(name: str, found: Sequence[Finding], cases: int) -> dict[str, str]:
    failures = sum(d.severity is Severity.ERROR for d in found)
    return {"name": name, "tests": str(cases), "failures": str(failures), "errors": "0"}


def _name(finding: Finding, taken: Counter[str]) -> str:
    """`CODE name line:column`, with a number where it would repeat."""
    # Of cases with the same name GitLab shows only one.
    rule = finding.rule
    base = visible(f"{rule.code} {rule.name} {place_in_file(finding.place)}".strip())
    name = base
    while name in taken:
        taken[base] += 1
        name = f"{base} ({taken[base]})"
    taken[name] = 1
    return name
