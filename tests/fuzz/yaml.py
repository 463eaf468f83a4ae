"""Dictionaries: damaged text, and every construct of YAML where a dictionary has none."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

from lenovo_comp.findings.finding import Severity

from ..parsers import parse_by_both
from . import damaged

NAME = "yaml"
_CASES = Path(__file__).parents[1] / "cases" / "dictionary"
_SMALL = """\
id: small
version: "1"
name: {zh: 小, en: Small}
rater_roles:
  - {id: manager, name: {zh: 上级, en: Manager}}
  - {id: peer, name: {zh: 同事, en: "Peer"}, min_raters: 3}
competencies:
  - id: talk
    layer: general
    name: {zh: 沟通, en: Talking}
    behaviours:
      - {id: talk.1, zh: 说清楚, en: Speaks clearly, origin: source}
positions:
  - id: seller
    name: {zh: 销售, en: Seller}
    requires:
      - {competency: talk, level: 3}
"""
_PIECES = (
    *(
        "%YAML 1.1\n---\n",
        "%TAG ! tag:example.com,2000:\n---\n",
        "<<: *a\n",
        "&a ",
        "*a",
        "!!str ",
        "!x ",
        "? ",
        "- ",
        ": ",
    ),
    *(
        "，",
        "：",
        "“",
        "”",
        "\u3000",
        "\xa0",
        "\t",
        "【",
        "{",
        "}",
        "[",
        "]",
        "|\n",
        ">-\n",
        "#",
        "\x1b",
        "\\",
        '"\\x1b"',
    ),
    *(
        "---\n",
        "...\n",
        "\n",
        "\r",
        "\x85",
        "\u2028",
        "\ufeff",
        "1e999",
        ".nan",
        "0x",
        "0o9",
        "1_0",
        "2026-01-01",
        "~",
        "null",
    ),
    *("9" * 5000, "[" * 30, "{a: " * 30, "- " * 30, "a" * 3000, "\ud800", "''", '"', "'", "@", "`", "yes", "=", "1:30"),
)


@cache
def seeds() -> list[bytes]:
    """A small dictionary, and those that show what can be wrong with one."""
    cases = sorted(_CASES.glob("*.yaml"))
    return [_SMALL.encode(), *(data for data in (f.read_bytes() for f in cases) if len(data) < 4_000)]


def mutated(random: Random, seed: bytes) -> bytes:
    """Damaged bytes, pieces of YAML where none belongs, or lines in another order or depth."""
    if random.random() < 0.3:
        return damaged(random, seed)
    text = seed.decode("utf-8", "surrogateescape")
    for _ in range(random.randint(1, 5)):
        at = random.randrange(len(text) + 1)
        if random.random() < 0.7:
            text = text[:at] + random.choice(_PIECES) * random.choice((1, 1, 1, 3)) + text[at:]
        else:
            lines = text.split("\n")
            i, j = random.randrange(len(lines)), random.randrange(len(lines))
            lines[i], lines[j] = " " * random.randrange(6) + lines[j].lstrip(), lines[i]
            text = "\n".join(lines)
    return text.encode("utf-8", "surrogatepass" if random.random() < 0.5 else "replace")


def target(data: bytes) -> None:
    """Read it: a model, or an error; the same by both parsers."""
    model, found = parse_by_both(data)
    assert (model is None) == any(d.severity is Severity.ERROR for d in found)
    for finding in found:
        assert str(finding.place) and finding.fingerprint
        for language in ("zh", "en"):
            for text in (finding.message(language), finding.remedy(language)):
                assert text
                assert not set(text) & set("\x1b\x07\x9b\u202e\u2066\u200b"), text
