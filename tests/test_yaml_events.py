"""libyaml and ruamel.yaml's own parser: the same data, places and findings, and which of them has a say."""

from __future__ import annotations

import platform
from pathlib import Path
from random import Random

import pytest

from lenovo_comp.findings import catalogue
from lenovo_comp.model import yaml_tree
from lenovo_comp.model.yaml_events import exact_events, quick_events

from .conftest import ROOT
from .fuzz import yaml as fuzzing
from .parsers import parse_by_both
from .strategies import examples
from .test_loading import HOSTILE, TINY, VALUES

pytestmark = pytest.mark.skipif(
    platform.machine() not in ("x86_64", "AMD64", "aarch64", "arm64"), reason="no wheel of libyaml (pyproject.toml)"
)

USUAL = {
    "mappings and lists": "a:\n- b\n- {c: d, e: [f, 1, 2.5]}\n",
    "indented lists": "a:\n  - b\n  -   - c\n      - d\n",
    "quotes": "a: 'it''s'\nb: \"\\x41 \\u4e2d \\\n  on\"\n",
    "texts over lines": "a: one\n  two\n\n  three # no more\nb: 'x\n  y'\n",
    "blocks": "a: |\n  x\n   y\n\nb: >-\n  x\n  y\n# end\n",
    "nothing": "a:\nb: [ ]\nc: {d, e: }\n- \n",
    "nothing in lists": "a:\n-\n- b\n-\n",
    "Chinese": "名称: 沟通，协调\n定义: “好”\n",
    "beyond the first plane": "a: 𠮷 🎉 b\nc: {d: 🎉, e: f}\n",
    "Windows lines": "a: b\r\nc:\r\n  - d\r\n  - 'e\r\n    f'\r\n",
    "an open last line": "a: {b: c}\nd: [e,\n f]",
    "one open line": "a: b",
    "markers": "---\na: b\n",
    "comments": "# x\na: b # y\n#z\n  # w\nc: d",
}
ODD = {
    "a tab": "a:\tb\n",
    "NEL": "a: b\x85c: d\n",
    "a line separator": "a: b\u2028  c\n",
    "a paragraph separator": "a: 'b\u2029c'\n",
    "a byte-order mark inside": "a: \ufeffb\n",
    "a byte-order mark twice": "\ufeff\ufeffa: b\n",
    "old Macintosh lines": "a: b\rc: d\n",
    "a tag": "a: !!str 1\n",
    "a tag without a name": "! a: ! b\n",
    "an anchor": "a: &b 1\nc: *b\n",
    "an anchor with a colon": "&a: b\n",
    "a block with a comment": "a: | # x\n  y\n",
    "a block with a number": "a: |2\n    y\n",
    "a block after blank lines": "a: |\n   \n  y\n",
    "a block alone": "|\n# x\n",
    "ends of documents": "a: b\n...\n...\n",
    "no YAML": "a: [\n",
    "two documents": "a: b\n---\nc: d\n",
    "half a character": "a: \ud800\n",
    "control characters": "a: \x1b[31m\n",
}


def seen(tree: yaml_tree.Tree | None) -> object:
    """All that a tree tells of its parts."""
    return tree and (
        tree.data,
        [(path, tree.place(path), tree.place(path, key=True), tree.line(path)) for path in tree.values],
    )


@pytest.mark.parametrize("name", USUAL)
def test_usual_texts_are_read_by_libyaml_and_alike(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = USUAL[name]
    quick = yaml_tree.read(text, "a.yaml")
    if quick[0] is not None:
        assert quick_events(text) is not None
    monkeypatch.setattr(yaml_tree, "quick_events", lambda _: None)
    exact = yaml_tree.read(text, "a.yaml")
    assert (seen(quick[0]), quick[1]) == (seen(exact[0]), exact[1])


@pytest.mark.parametrize("name", ODD)
def test_odd_texts_are_left_to_the_exact_parser(name: str) -> None:
    assert quick_events(ODD[name]) is None
    parse_by_both(ODD[name].encode("utf-8", "surrogatepass"))


@pytest.mark.sampled
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_read_alike(name: str) -> None:
    text = HOSTILE[name][0]()
    parse_by_both(text if isinstance(text, bytes) else text.encode())


@pytest.mark.parametrize("path", sorted((ROOT / "tests" / "cases" / "dictionary").glob("*.yaml")), ids=lambda p: p.stem)
def test_cases_are_read_alike(path: Path) -> None:
    parse_by_both(path.read_bytes())


def test_the_shipped_dictionary_is_read_alike() -> None:
    data = (ROOT / "data" / "big_account_sales.yaml").read_bytes()
    assert quick_events(data.decode()) is not None
    assert parse_by_both(data)[0] is not None


def test_changed_lines_are_read_alike() -> None:
    """Values, comments, breaks and depths that mostly stay YAML: what both parsers accept matters most."""
    random = Random(18)
    values = [*VALUES, "'q  r'", '"a\\\n      b"', "x # c", "[a, b,]", "{a: 1,}", "- x", "> \n      folded\n      text"]
    values += [
        "中文：好",
        "a: b",
        "\n      multi\n      line",
        "[a: b]",
        "{a, b: }",
        "'':1",
        '"":',
        "- - x",
        "-",
        "! x",
        "&n x",
    ]
    for _ in range(examples(1_200, quick=150)):
        lines = TINY.split("\n")
        for _ in range(random.randint(1, 3)):
            at = random.randrange(len(lines))
            match random.randrange(4):
                case 0:
                    lines[at] = lines[at].partition(":")[0] + ": " + random.choice(values)
                case 1:
                    lines[at] += random.choice([" # 注", "  ", " x", ",", "\n", "\n#c", "\n\n"])
                case 2:
                    lines.insert(at, random.choice(["# c", "", "  # c", "---", "...", "extra: 1"]))
                case _:
                    lines[at] = lines[at].removeprefix("  ") if random.random() < 0.5 else "  " + lines[at]
        text = "\n".join(lines) if random.random() < 0.8 else "\r\n".join(lines).rstrip()
        parse_by_both(text.encode())


def test_signs_of_yaml_are_read_alike() -> None:
    random = Random(19)
    signs = [*"[]{}:,-?!&*#|>'\"%@\\ \n~1", "\n  ", "id", "键", "&a ", "*a", "!!", "---", "<<", ": ", "- ", "? "]
    signs += ["# c\n", "|\n  ", "a: |\n  x\n", "a: >-\n  x\n", "'a'", '"b"', "true", "\r\n", "a: ", "b: c\n"]
    for _ in range(examples(3_000, quick=300)):
        parse_by_both("".join(random.choices(signs, k=random.randint(1, 25))).encode())


def test_mutations_are_read_alike() -> None:
    random, seeds = Random(20), fuzzing.seeds()
    for _ in range(examples(1_200, quick=100)):
        parse_by_both(fuzzing.mutated(random, random.choice(seeds)))


@pytest.mark.parametrize(
    ("text", "place"),
    [("[" * 25, (1, 25)), ("a: &a 1\nb: [" + "*a, " * 201, (2, 5 + 4 * 200)), ("- 1\n" * 50_000, None)],
)
def test_limits_hold_whichever_parser_reads(text: str, place: tuple[int, int] | None) -> None:
    assert quick_events(text) is None
    _, found = yaml_tree.read(text, "a.yaml")
    assert [x.rule for x in found] == [catalogue.YAML_TOO_LARGE]
    assert place is None or (found[0].place.line, found[0].place.column) == place


def test_an_alias_stands_for_the_latest_anchor() -> None:
    events = exact_events("a: &x 1\nb: *x\nc: &x 2\nd: *x\n")
    assert [events.events[at].value for at in events.targets.values()] == ["1", "2"]  # type: ignore[attr-defined]
