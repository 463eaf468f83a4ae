"""Findings as SARIF 2.1.0, for code scanning: one run, with the whole catalogue as its rules."""

from typing import Any
from urllib.parse import quote

from ... import system
from ...reports.shared.document import dumps
from ...reports.shared.words import Words
from ...text import Language, Text, visible
from ...version import __version__
from ..catalogue import RULES
from ..finding import Finding, Place, Rule, Severity
from . import Checked
from ._places import STANDARD_INPUT, join_sentences, one_line_message, relative_path

ENDINGS = (".sarif",)
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEVEL = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_TAG = Text("zh-CN", "en-US")
_STANDARD_INPUT = Text("标准输入", "standard input")

_Object = dict[str, Any]


def render(checked: Checked, words: Words) -> str:
    """One log with one run."""
    findings, language = checked.shown, words.language
    index = {rule.code: number for number, rule in enumerate(RULES)}
    driver = {
        "name": "comp",
        "version": __version__,
        "semanticVersion": __version__,
        "language": _TAG[language],
        "rules": [_descriptor(rule, language) for rule in RULES],
    }
    run = {
        "tool": {"driver": driver},
        "language": _TAG[language],
        # The format's default are units of UTF-16; ours are characters.
        "columnKind": "unicodeCodePoints",
        "results": [_result(d, index, language) for d in findings],
    }
    return dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _descriptor(rule: Rule, language: Language) -> _Object:
    """The description of a rule, with an ellipsis for each placeholder of its templates."""
    message, remedy = _fill_with_ellipses(rule.message[language]), _fill_with_ellipses(rule.remedy[language])
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": message},
        "fullDescription": {"text": join_sentences(message, remedy, language)},
        "help": {"text": remedy},
        "defaultConfiguration": {"level": _LEVEL[rule.severity]},
    }


class _Ellipses(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def _fill_with_ellipses(template: str) -> str:
    return template.format_map(_Ellipses(suggestion="")).strip()


def _result(finding: Finding, index: dict[str, int], language: Language) -> _Object:
    place, code = finding.place, finding.rule.code
    result: _Object = {"ruleId": code}
    if code in index:
        result["ruleIndex"] = index[code]
    result |= {
        "level": _LEVEL[finding.severity],
        "message": {"text": _escape_message(one_line_message(finding, language))},
        "locations": [_location(place, language)],
        "partialFingerprints": {"comp/v1": finding.fingerprint},
    }
    if finding.number > 1:
        result["occurrenceCount"] = finding.number
        # Rows of a file without lines all have the same place here.
        others = [other for other in finding.places[1:] if other.line or other.cell]
        if others:
            result["relatedLocations"] = [_location(other, language) for other in others]
    if place.row is not None and place.row != place.line:
        result["properties"] = {"row": place.row}
    return result


def _location(place: Place, language: Language) -> _Object:
    physical: _Object = {"artifactLocation": _artifact(place.path, language)}
    if place.line is not None:
        column = {} if place.column is None else {"startColumn": place.column}
        physical["region"] = {"startLine": place.line, **column}
    names = dict.fromkeys(visible(name) for name in (place.cell, place.field) if name)
    logical = [{"fullyQualifiedName": name} for name in names]
    return {"physicalLocation": physical, **({"logicalLocations": logical} if logical else {})}


def _artifact(path: str, language: Language) -> _Object:
    """The location of a file: relative to the source root below it, else as it was named."""
    # `%SRCROOT%` is for the reader to know: we don't know where a repository will be looked at.
    if path == STANDARD_INPUT:
        return {"uri": _percent_encode(path), "description": {"text": _STANDARD_INPUT[language]}}
    name = relative_path(path)
    if system.WINDOWS and name.startswith("//"):  # the first part is a server
        return {"uri": f"file:{_percent_encode(name)}"}
    if name.startswith("/"):
        return {"uri": f"file://{_percent_encode(name)}"}
    if name[1:3] == ":/":
        return {"uri": f"file:///{name[:2]}{_percent_encode(name[2:])}"}
    if name.split("/", 1)[0] == "..":
        return {"uri": _percent_encode(name)}
    return {"uri": _percent_encode(name), "uriBaseId": "%SRCROOT%"}


def _percent_encode(path: str) -> str:
    """The path percent-encoded, byte for byte as on disk."""
    # Python holds bytes of a name that are not UTF-8 as surrogates.
    try:
        return quote(path.encode("utf-8", "surrogateescape"), safe="/")
    except UnicodeEncodeError:
        return quote(path.encode("utf-8", "surrogatepass"), safe="/")


def _escape_message(text: str) -> str:
    """Text in which a SARIF reader finds neither placeholders (`{0}`) nor links (`[x](1)`); §3.11.5, §3.11.6."""
    braced = text.replace("{", "{{").replace("}", "}}")
    head, *rest = braced.split("](")
    for part in rest:
        backslashes = len(head) - len(head.rstrip("\\"))
        head += "\\" * (backslashes + 1) + "](" + part
    return head
