"""Random dictionary files that use every field of the schema, and texts that spreadsheets mistake for something."""

from __future__ import annotations

import json
import re
from itertools import count
from typing import Any

from hypothesis import strategies as st

from lenovo_comp.text import LANGUAGES, find_deceptive, find_unseen

Data = dict[str, Any]
HOSTILE = (
    *(
        "=cmd|' /C calc'!A0",
        "=1+1",
        "'quoted",
        "+49 30",
        "@SUM(A1)",
        "-3",
        "007",
        "1E5",
        "3/4",
        "(2)",
        "TRUE",
        "2026-01-02",
    ),
    *(
        "two\nlines",
        "three\r\nlines\n",
        " before",
        "after ",
        "a\ttab",
        "_x0041_ _x000D_",
        "<b>&amp;</b>",
        '["json"]',
        "[x",
    ),
    *(
        "Level 1",
        "名称",
        "Weight",
        "岗位",
        "- a bullet",
        "1. one 2. two",
        "n/a",
        "，、；",
        "😀 emoji",
        "é e\u0301",
        "#N/A",
        "+",
    ),
    *("{a: b}", "# no comment", "null", "~", "*", "&x", "!!str", "%", "|", ">", "…", "x" * 40_000, "长" * 33_000),
)
"""Texts that are formulas, numbers, dates, escapes or marks to somebody, and longer than a cell."""
NUMBERS = (0, 0.25, 0.1 + 0.2, 1 / 3, 1, 2.5, 999999.123456789)
_letters = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12)


class File(dict[str, Any]):
    """The data of a file, which a failing test shows with its long texts cut."""

    def __repr__(self) -> str:
        return re.sub(r"(.{12})\1{9,}", r"\1…", json.dumps(self, ensure_ascii=False))


def is_plain(text: str) -> bool:
    """Whether a text has only characters that a dictionary may have, without a warning."""
    return find_deceptive(text) is None and find_unseen(text) is None


class Draft:
    """Draws the parts of one file; every name and statement gets a number, so that no two are alike."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.languages = draw(st.sampled_from((("zh", "en"), ("en", "zh"), ("zh",), ("en",))))
        self._numbers = count(1)

    def maybe(self, data: Data, **fields: Any) -> Data:
        """The data with some of the fields; a field that is a function is called for its value."""
        for name, value in fields.items():
            if self.draw(st.booleans()):
                data[name] = value() if callable(value) else value
        return data

    def text(self) -> str:
        """A text that is not blank, and unlike any other."""
        part = self.draw(st.one_of(st.sampled_from(HOSTILE), _letters.filter(is_plain)))
        number = f"{next(self._numbers)}号"
        return f"{number}{part}" if self.draw(st.booleans()) else f"{part}{number}"

    def words(self) -> Any:
        """A text in each of the file's languages, perhaps in another as well; plain where there is one."""
        if len(self.languages) == 1 and self.draw(st.booleans()):
            return self.text()
        others = [x for x in LANGUAGES if x not in self.languages and self.draw(st.integers(0, 3)) == 0]
        return {x: self.text() for x in (*self.languages, *others)}

    def worded(self) -> Data:
        words = self.words()
        return words if isinstance(words, dict) else {self.languages[0]: words}

    def texts(self) -> list[str]:
        return [self.text() for _ in range(self.draw(st.integers(1, 3)))]

    def number(self) -> float:
        return self.draw(st.sampled_from(NUMBERS))

    def origin(self) -> str:
        return self.draw(st.sampled_from(("source", "supplement", "own")))

    def statements(self, holder: str, least: int = 0) -> list[Any]:
        found: list[Any] = []
        for n in range(self.draw(st.integers(least, 3))):
            if len(self.languages) == 1 and self.draw(st.integers(0, 2)) == 0:
                found.append(self.words())
                continue
            fields = {"origin": self.origin, "truncated": True, "note": self.words, "same_as": self.texts}
            found.append(self.maybe(self.worded(), id=f"{holder}.s{n}", **fields))
        return found

    def actions(self, holder: str) -> list[Data]:
        kinds = st.sampled_from(("course", "assignment", "coaching"))
        return [
            self.maybe(
                {"kind": self.draw(kinds), **self.worded()},
                id=f"{holder}.x{n}", origin=self.origin, url="https://example.org/a?b=1#c",
            )
            for n in range(self.draw(st.integers(1, 2)))
        ]  # fmt: skip


@st.composite
def dictionary_files(draw: st.DrawFn, competencies: int = 4) -> File:
    """The data of a valid dictionary file; `json.dumps` of it is its text, since JSON is YAML."""
    of = Draft(draw)
    data: Data = {"id": "random_one", "name": of.words(), "version": draw(st.sampled_from(("1", "2.0", "1e5", "=1")))}
    if of.languages != ("zh", "en"):
        data["languages"] = [*of.languages] if len(of.languages) > 1 or draw(st.booleans()) else of.languages[0]
    of.maybe(
        data, license=of.text, same_as=of.texts, sequence=of.words, source=of.words, description=of.words,
        questions=lambda: [of.words() for _ in range(2)],
        purposes=lambda: [{"id": f"p{n}", **of.worded()} for n in range(2)],
        tolerance=of.number, near=of.number, near_short=3, strength=of.number, self_other=0.7, min_group=4,
        agreement=lambda: of.maybe({"moderate": 0.1 + 0.2}, high=0.9),
        attainment=lambda: of.maybe({"share": 1 / 3}, observed_from=2, rated=0.25, scale="degree"),
        rater_roles=lambda: _roles(of),
        layers=lambda: [_layer(of, x) for x in ("core", "professional", "general")],
        scales=lambda: _scales(of),
        stages=lambda: [_stage(of, n) for n in (1, 3)],
    )  # fmt: skip
    data["competencies"] = [_competency(of, data, n) for n in range(draw(st.integers(1, competencies)))]
    if draw(st.booleans()):
        data["positions"] = [_position(of, data, n) for n in range(draw(st.integers(1, 3)))]
    return File(data)


def as_bytes(data: Data) -> bytes:
    """The file."""
    return json.dumps(data, ensure_ascii=False).encode()


def _roles(of: Draft) -> list[Data]:
    return [
        of.maybe({"id": f"r{n}", "name": of.words()}, weight=of.number, min_raters=2, aliases=of.texts)
        for n in range(2)
    ]


def _layer(of: Draft, id: str) -> Data:
    return of.maybe({"id": id, "name": of.words()}, note=of.words)


def _stage(of: Draft, n: int) -> Data:
    return of.maybe({"id": n, "name": of.words()}, behaviours=lambda: of.statements(f"stage{n}"))


def _scales(of: Draft) -> Data:
    labels = [{"value": value, **of.worded()} for value in (0, 10, 20)]
    return {"percent": of.maybe({"min": 0, "max": 100, "step": 10}, labels=labels, origin=of.origin)}


def _competency(of: Draft, data: Data, n: int) -> Data:
    id = f"c{n}"
    found: Data = {"id": id, "name": of.words()}
    groups = lambda: of.words() if of.draw(st.booleans()) else [of.words() for _ in range(of.draw(st.integers(1, 3)))]  # noqa: E731
    of.maybe(
        found, short=of.words, definition=of.words, aliases=of.texts, same_as=of.texts, group=groups,
        layer=lambda: of.draw(st.sampled_from(("core", "general", "professional"))), actions=lambda: of.actions(id),
    )  # fmt: skip
    if of.draw(st.booleans()):
        numbers = sorted(of.draw(st.sets(st.integers(1, 9), min_size=1, max_size=3)))
        numbers = [0, *numbers] if of.draw(st.integers(0, 3)) == 0 else numbers
        found["levels"] = [_level(of, data, id, number) for number in numbers]
    else:
        found["behaviours"] = of.statements(id)
        if "percent" in data.get("scales", {}) and of.draw(st.booleans()):
            found["scale"] = "percent"
    return found


def _level(of: Draft, data: Data, id: str, number: int) -> Data:
    found: Data = {"level": number, "behaviours": of.statements(f"{id}.{number}")}
    stages = [stage["id"] for stage in data.get("stages", [])]
    return of.maybe(
        found,
        name=of.words,
        summary=of.words,
        same_as=of.texts,
        stages=stages,
        actions=lambda: of.actions(f"{id}.{number}"),
    )


def _position(of: Draft, data: Data, n: int) -> Data:
    requires: list[Data] = []
    for competency in data["competencies"]:
        if len(requires) > 0 and of.draw(st.booleans()):
            continue
        top = competency["levels"][-1]["level"] if "levels" in competency else 4
        step = 10 if competency.get("scale") == "percent" else 1
        level = of.draw(st.integers(0, top)) * step
        required = of.maybe({"competency": competency["id"], "level": level}, essential=False, weight=0.1 + 0.2)
        if level < top * step:
            of.maybe(required, desired=top * step)
        requires.append(required)
    found: Data = {"id": f"pos{n}", "name": of.words(), "requires": requires}
    stages = {"stage": data["stages"][-1]["id"]} if "stages" in data else {}
    return of.maybe(found, aliases=of.texts, origin=of.origin, description=of.words, same_as=of.texts, **stages)
