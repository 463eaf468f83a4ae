"""Baselines of any content: findings are compared with them, or they are refused; never another exception."""

from __future__ import annotations

import json
import random
from typing import Any

from lenovo_comp.findings import catalogue
from lenovo_comp.findings.finding import Finding, Place
from lenovo_comp.findings.policy import baseline_text, compare

NAME = "baseline"
_FINDINGS = [
    *(Finding(catalogue.LEVEL_OUT_OF_RANGE, Place("r.csv", line), "9", key=str(line % 3)) for line in range(2, 8)),
    Finding(catalogue.ID_BLANK, Place("other.csv", 3)),
]
_CHECKED = {"r.csv"}
_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2, 10**9, 10**13, 1.0, 1e400, -1e400, float("nan"), 10**40, "", "r.csv", "1"),
    *("\0", "\x1b[31m", "\ud800", "😀", [], {}, [1], {"path": 1}, "comp.baseline/2", "x" * 5000),
)
_PIECES = (b"{", b"}", b"[", b"]", b'"', b",", b":", b"\\", b"\\ud800", b"9", b"e999", b"-", b"null", b"NaN", b"\xff")


def seeds() -> list[bytes]:
    """Baselines of some findings, and of none."""
    return [baseline_text(found, _CHECKED, None).encode() for found in (_FINDINGS, _FINDINGS[:1], [])]


def mutated(random: random.Random, seed: bytes) -> bytes:
    """A baseline with some values or bytes changed."""
    if random.randrange(2):
        document = json.loads(seed)
        for _ in range(random.randint(1, 3)):
            _change(random, document)
        data = bytearray(json.dumps(document, ensure_ascii=random.random() < 0.5).encode("utf-8", "surrogatepass"))
    else:
        data = bytearray(seed)
    for _ in range(random.randint(0, 3)):
        at = random.randint(0, len(data))
        piece = random.choice(_PIECES) * random.choice((1, 1, 1, 2, 5000))
        data[at : at + random.choice((0, 0, 1, 20))] = piece
    return bytes(data)


def _change(random: random.Random, document: dict[str, Any]) -> None:
    entries = document.get("findings")
    entry = random.choice(entries) if isinstance(entries, list) and entries and random.randrange(5) else document
    if not isinstance(entry, dict) or not entry:
        return
    key = random.choice([*entry, "self", "more"])
    if random.randrange(8):
        entry[key] = random.choice(_VALUES)
    else:
        entry.pop(key, None)


def target(data: bytes) -> None:
    """Compare findings with the bytes as a baseline, update it, and compare again."""
    try:
        text = data.decode()
        compared = compare(_FINDINGS, _CHECKED, text)
        updated = baseline_text(_FINDINGS, _CHECKED, text).encode("utf-8", "backslashreplace").decode()
    except ValueError as error:
        assert str(error) and "\n" not in str(error)
        return
    assert len(compared.new) + compared.known == len(_FINDINGS)
    assert compared.gone.total() >= 0
    again = compare(_FINDINGS, _CHECKED, updated)
    assert again.new == []
    assert not again.gone
