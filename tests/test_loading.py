"""The loader: every rule of the dictionary by example, hostile files, and arbitrary damage."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lenovo_comp.findings import catalogue
from lenovo_comp.findings.finding import Finding, Severity
from lenovo_comp.model.dictionary import Model
from lenovo_comp.model.loading import load_model
from lenovo_comp.model.parsing import parse_model

from .parsers import parse_by_both

CASES = sorted((Path(__file__).parent / "cases" / "dictionary").glob("*.yaml"))
FILE_RULES = {"F001", "F002", "F003"}
"""The rules about files that a dictionary can break; F001 and F002 need no file on disk."""

TINY = """\
id: tiny
version: "1"
name: {zh: 小词典, en: Tiny}
stages:
  - {id: 1, name: {zh: 甲, en: A}}
competencies:
  - id: care
    layer: general
    name: {zh: 照护, en: Care}
    behaviours:
      - {id: care.1, zh: 认真倾听, en: Listens well, origin: source}
  - id: skill
    layer: professional
    name: {zh: 技能, en: Skill}
    levels:
      - level: 1
        stages: [1]
        behaviours: [{id: skill.1.1, zh: 会做, en: Can do it, origin: source}]
      - {level: 2, behaviours: [{id: skill.2.1, zh: 会教, en: Can teach it, origin: source}]}
positions:
  - id: nurse
    name: {zh: 护士, en: Nurse}
    stage: 1
    requires:
      - {competency: care, level: 3, desired: 4}
      - {competency: skill, level: 1}
"""

# ---------------------------------------------------------------- examples on disk


@dataclass(frozen=True)
class Expected:
    """A finding that a file's first line announces; a column that is not given may be any."""

    code: str
    line: int | None
    column: int | None

    def __str__(self) -> str:
        return self.code + (f"@{self.line}" if self.line else "") + (f":{self.column}" if self.column else "")


def expected(path: Path) -> list[Expected]:
    """`# expect: M310@7:5 M311@3` → the findings, in the order in which they are to be reported."""
    first = path.read_bytes().split(b"\n", 1)[0].decode("ascii")
    assert first.startswith("# expect: "), path.name
    found = []
    for word in first.removeprefix("# expect: ").split():
        match = re.fullmatch(r"([A-Z]\d{3})(?:@(\d+)(?::(\d+))?)?", word)
        assert match is not None, word
        code, line, column = match.groups()
        found.append(Expected(code, int(line) if line else None, int(column) if column else None))
    return found


def seen(findings: list[Finding], announced: list[Expected]) -> list[str]:
    """What was found, written as announced: without the column where the announcement has none."""
    loose = {(e.code, e.line) for e in announced if e.column is None}
    places = [Expected(d.rule.code, d.place.line, d.place.column) for d in findings]
    return [str(Expected(p.code, p.line, None) if (p.code, p.line) in loose else p) for p in places]


@pytest.mark.parametrize("path", [pytest.param(path, id=path.stem) for path in CASES])
def test_case(path: Path) -> None:
    announced = expected(path)
    model, findings = load_model(path)
    assert seen(findings, announced) == [str(e) for e in announced]
    assert (model is None) == any(d.severity is Severity.ERROR for d in findings)
    for finding in findings:
        assert "{" not in finding.rule.remedy["en"]
        assert finding.message("en") and finding.message("zh") and finding.fingerprint
        assert not re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", finding.message("zh")) or finding.rule.code == "M301"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case_is_named_after_what_it_shows(path: Path) -> None:
    code, _, name = path.name.removesuffix(".yaml").partition("-")
    assert catalogue.BY_CODE[code].name == name.split(".")[0]
    assert code in {e.code for e in expected(path)}


def test_every_rule_of_the_dictionary_has_a_case() -> None:
    shown = {path.name[:4] for path in CASES}
    rules = {rule.code for rule in catalogue.RULES if rule.code.startswith("M")}
    assert rules - shown == set()
    assert FILE_RULES - shown == {"F001", "F002"}


def test_missing_file(tmp_path: Path) -> None:
    assert codes(load_model(tmp_path / "nowhere.yaml")) == ["F001"]


def test_folder_instead_of_a_file(tmp_path: Path) -> None:
    assert codes(load_model(tmp_path)) == ["F002"]


def test_name_that_no_file_can_have() -> None:
    assert codes(load_model("a\0b.yaml")) == ["F002"]


def test_tiny_is_clean() -> None:
    model, findings = parse_model(TINY.encode(), "tiny.yaml")
    assert model is not None
    assert findings == []


def test_byte_order_mark_and_crlf_change_nothing() -> None:
    model, findings = parse_model(b"\xef\xbb\xbf" + TINY.replace("\n", "\r\n").encode(), "tiny.yaml")
    assert findings == []
    assert model is not None
    assert model.competency("care").name.zh == "照护"


def test_place_counts_physical_lines_under_crlf() -> None:
    broken = TINY.replace("level: 3, desired", "level: 9, desired").replace("\n", "\r\n")
    _, findings = parse_model(broken.encode(), "tiny.yaml")
    assert [str(d.place) for d in findings] == ["tiny.yaml:25:35"]


@pytest.mark.parametrize(
    ("tolerance", "level", "notes"), [("0", 2, ["M333"]), ("1.0e-10", 2, ["M333"]), ("0.25", 2, []), ("0", 1, [])]
)
def test_a_requirement_at_the_top_takes_the_top_from_everybody(tolerance: str, level: int, notes: list[str]) -> None:
    text = TINY.replace("{competency: skill, level: 1}", f"{{competency: skill, level: {level}}}")
    model, findings = parse_model(f"{text}tolerance: {tolerance}\n".encode(), "tiny.yaml")
    assert model is not None  # a note
    assert codes((model, findings)) == notes
    assert all((d.place.line, d.place.field) == (26, "positions.0.requires.1.level") for d in findings)


# ---------------------------------------------------------------- hostile files


def bomb() -> str:
    """Nine levels of nine aliases each: 9⁹ parts out of 500 characters."""
    levels = "".join(f"b{i}: &b{i} [{', '.join([f'*b{i - 1}'] * 9)}]\n" for i in range(1, 10))
    return TINY + "b0: &b0 [x, x, x, x, x, x, x, x, x]\n" + levels


def heavy_bomb(key: str) -> str:
    """An alias bomb of few parts, each of them long: 59,049 times 20,000 characters."""
    nines = "".join(f"  - &b{i} [{', '.join([f'*b{i - 1}'] * 9)}]\n" for i in range(1, 6))
    items = f"  - &b0 {'x' * 20_000}\n{nines}"
    return TINY + f"{key}:\n{items}" if key else items.replace("  - ", "- ")


HOSTILE: dict[str, tuple[Callable[[], str | bytes], list[str]]] = {
    "alias bomb": (bomb, ["M303"]),
    "alias bomb of long text": (lambda: heavy_bomb("sequence"), ["M303"]),
    "alias bomb of long text on top": (lambda: heavy_bomb(""), ["M303"]),
    "nested brackets": (lambda: "[" * 4_000, ["M303"]),
    "nested braces": (lambda: "{" * 4_000, ["M303"]),
    "nested keys": (lambda: "? " * 4_000, ["M303"]),
    "nested dashes": (lambda: "- " * 100_000, ["M303"]),
    "nested mappings": (lambda: "".join(" " * i + "a:\n" for i in range(1_500)), ["M303"]),
    "indented far": (lambda: TINY + "source:\n" + " " * 100_000 + "zh: x\n", ["M311"]),
    "self-reference": (lambda: TINY + "purposes: &p [*p]\n", ["M305"]),
    "self-reference in a mapping": (lambda: TINY + "scales: &s {again: *s}\n", ["M305"]),
    "foreign tag": (lambda: TINY + 'purposes: !!python/object/apply:os.system ["true"]\n', ["M304"]),
    "foreign tag on top": (lambda: "!!python/object:os.system {}\n", ["M304"]),
    "foreign tag on a key": (lambda: TINY + "!!python/name:os.system tolerance: 0\n", ["M304"]),
    "long scalar": (lambda: TINY.replace("认真倾听", "听" * 500_000).replace("care.1", "Care"), ["M313"]),
    "long key": (lambda: TINY + "? " + "k" * 500_000 + "\n: 1\n", ["M310"]),
    "long number": (lambda: TINY + "tolerance: " + "9" * 5_000 + "\n", ["M312"]),
    "number beyond any float": (lambda: TINY + "tolerance: 1" + "0" * 400 + "\n", ["M312"]),
    "file too long": (lambda: TINY + "# " + "x" * 4_000_000 + "\n", ["M303"]),
    "many comments": (lambda: "#\n" * 200_000, ["F003"]),
    "many parts": (lambda: TINY + "".join(f"k{i}: 1\n" for i in range(205_000)), ["M303"]),
    "many wrong parts": (lambda: TINY.replace("stages:\n", "stages:\n" + "  - 1\n" * 3_000, 1), ["M312"] * 3_000),
    "tiny step": (lambda: TINY + "scales: {fine: {min: 0, max: 1, step: 1.0e-310}}\n", ["M313"]),
    "duplicate keys": (lambda: TINY + "near: 1\nnear: 2\nnear: 3\n", ["M302", "M302"]),
    "tabs": (lambda: TINY.replace("    layer", "\tlayer", 1), ["M352"]),
    "not UTF-8": (lambda: TINY.encode().replace("照".encode(), b"\xff\xfe"), ["M306"]),
    "UTF-16": (lambda: TINY.encode("utf-16"), ["M306"]),
    "empty": (lambda: "", ["F003"]),
    "byte-order mark alone": (lambda: b"\xef\xbb\xbf", ["F003"]),
    "blank": (lambda: " \n\n", ["F003"]),
    "null": (lambda: "null\n", ["F003"]),
    "list on top": (lambda: "- a\n- b\n", ["M312"]),
    "text on top": (lambda: "hello\n", ["M312"]),
    "NUL": (lambda: TINY + "source: \0\n", ["M301"]),
    "control character": (lambda: TINY + "source: \x1b[31m\n", ["M301"]),
    "C1 control character": (lambda: TINY + "source: \x9b\n", ["M301"]),
    "no character": (lambda: TINY.replace('"1"', '"\\U00110000"'), ["M301"]),
    "half a character": (lambda: TINY.replace('"1"', '"\\uD800"'), ["M313"]),
    "half a character in a key": (lambda: TINY + '"\\uD800": 1\n', ["M313"]),
    "directive of another version": (lambda: "%YAML 9.0\n---\n" + TINY, ["M350"]),
    "directive of a later version": (lambda: "%YAML 1.3\n---\n" + TINY, ["M350"]),
    "zip": (lambda: b"PK\x03\x04" + bytes(range(256)), ["M306"]),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_ends_in_findings(name: str) -> None:
    make, announced = HOSTILE[name]
    text = make()
    data = text if isinstance(text, bytes) else text.encode()
    start = time.process_time()
    result = parse_model(data, "hostile.yaml")
    assert time.process_time() - start < 2
    assert codes(result) == announced
    for finding in result[1]:
        assert len(finding.message("en")) < 1_000
        assert finding.fingerprint


UNSEEN = ("NUL", "control character", "C1 control character")


@pytest.mark.parametrize("name", UNSEEN)
def test_forbidden_character_has_its_place(name: str) -> None:
    text = HOSTILE[name][0]()
    assert isinstance(text, str)
    _, findings = parse_model(text.encode(), "hostile.yaml")
    assert [str(d.place) for d in findings] == ["hostile.yaml:27:9"]


def test_gb18030_is_not_called_undecodable_in_gb18030() -> None:
    _, findings = parse_model(TINY.encode("gb18030"), "tiny.yaml")
    assert [str(d.place) for d in findings] == ["tiny.yaml:3:13"]  # the two bytes before it pass for a Cyrillic letter
    assert "nor GB18030" not in findings[0].message("en")


def test_anchor_used_again_is_plain_yaml() -> None:
    text = TINY.replace("level: 3", "level: &n 3").replace("level: 1}", "level: &n 1}")
    assert codes(parse_model(text.encode(), "tiny.yaml")) == []


def test_shared_part_is_reported_once() -> None:
    """One cause, one finding: however often an alias leads to it."""
    shared = TINY.replace("{zh: 照护, en: Care}", "&n {zh: 照护, en: Care, note: x}").replace(
        "  stage: 1\n", "  stage: 1\n    description: *n\n"
    )
    assert codes(parse_model(shared.encode(), "tiny.yaml")) == ["M310"]


# ---------------------------------------------------------------- arbitrary damage

QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def holds(data: bytes) -> None:
    """Whatever the bytes are: a model, or findings of which one is an error; the same by both parsers."""
    model, findings = parse_by_both(data)
    assert (model is None) == any(d.severity is Severity.ERROR for d in findings)
    lines = data.count(b"\n") + 1
    for finding in findings:
        assert finding.message("en") and finding.message("zh") and finding.fingerprint
        assert finding.place.line is None or 1 <= finding.place.line <= lines + 1


@QUICK
@given(st.binary(max_size=200))
def test_arbitrary_bytes(data: bytes) -> None:
    holds(data)


@QUICK
@given(st.text(max_size=200))
@example('"\\uD800": 1')
def test_arbitrary_text(text: str) -> None:
    holds(text.encode("utf-8", "replace"))


@QUICK
@given(
    st.lists(
        st.sampled_from([*"[]{}:,-?!&*#|>'\"%@\\ \n\t0~", "id", "x", "&a ", "*a", "!!", "---", "<<", "\ufeff", "\x85"])
    )
)
def test_arbitrary_signs_of_yaml(parts: list[str]) -> None:
    holds("".join(parts).encode())


@st.composite
def damaged(draw: st.DrawFn) -> str:
    """The tiny dictionary with up to three lines deleted, repeated, moved, indented or cut into."""
    lines = TINY.splitlines()
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        line = lines[at]
        match draw(st.sampled_from(["delete", "repeat", "move", "indent", "outdent", "put", "cut", "value"])):
            case "delete" if len(lines) > 1:
                del lines[at]
            case "repeat":
                lines.insert(at, line)
            case "move":
                lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(at))
            case "indent":
                lines[at] = "  " + line
            case "outdent":
                lines[at] = line.removeprefix("  ")
            case "put":
                column = draw(st.integers(0, len(line)))
                lines[at] = line[:column] + draw(st.text(max_size=3)) + line[column:]
            case "cut":
                lines[at] = line[: draw(st.integers(0, len(line)))]
            case "value":
                lines[at] = line.partition(":")[0] + ": " + draw(st.sampled_from(VALUES))
    return "\n".join(lines)


VALUES = [
    "",
    "null",
    "0",
    "-1",
    "1.5",
    "1e400",
    ".nan",
    "9" * 30,
    "true",
    "yes",
    "x",
    '""',
    '" "',
    "[]",
    "{}",
    "[[]]",
    "{a: b}",
]
VALUES += [
    "2002-01-01",
    "0x10",
    "0o17",
    "1_000",
    "12:30",
    "|",
    "&a x",
    "*a",
    "!!str 1",
    "!!int x",
    "=",
    "<<",
    "~",
    "'",
    "1.0e-310",
]


@settings(QUICK, max_examples=200)
@given(damaged())
def test_arbitrary_damage(text: str) -> None:
    holds(text.encode("utf-8", "replace"))


def codes(result: tuple[Model | None, list[Finding]]) -> list[str]:
    """The codes found; there is no model if there is an error."""
    model, findings = result
    assert (model is None) == any(d.severity is Severity.ERROR for d in findings)
    return [d.rule.code for d in findings]
