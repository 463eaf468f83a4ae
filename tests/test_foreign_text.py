"""Foreign text is dead text: every field, every command, every format, both languages.

Each text field of a dictionary (found by walking the schema), ratings, roster, raters, file names, options and
settings carries hostile text. What is written is read back by independent parsers.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import os
import re
import tomllib
import unicodedata
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args
from xml.etree import ElementTree as ET

import polars as pl
import pytest
from markdown_it import MarkdownIt
from pydantic import BaseModel, ValidationError

from lenovo_comp.cli import commands
from lenovo_comp.findings import catalogue
from lenovo_comp.model import parsing, schema
from lenovo_comp.model.checks import CHECKS
from lenovo_comp.ratings import codebook
from lenovo_comp.ratings.rules import ids
from lenovo_comp.ratings.rules.cells import CELL_RULES
from lenovo_comp.ratings.rules.ids import ID_RULES
from lenovo_comp.reports.formats import formats_for
from lenovo_comp.reports.formats.markdown import markdown
from lenovo_comp.reports.shared.blocks import Block, Bullets, Column, Group, Heading, Lines, Span, Table, text
from lenovo_comp.text import _WRITTEN, defuse_command, escape_json, visible

from .conftest import ROOT, Done, Run
from .rating_workbooks import is_own_formula

BUDGET = int(os.environ.get("COMP_TEST_BUDGET", "1"))

BEGINNINGS = [
    "=1+1", "\u200b=1+1", "\uff1d1+1", " \u3000\u00a0@SUM(A1)", "\t+1", "\ufeff-1", "x; =1+1;@x",
    "::error::x", "\u2028::error::x", "##vso[task.setvariable variable=a]b", "# x", "- x", "---", "```\nx", "|x|",
    "<script>alert(1)</script>", "[red]x[/]", "{0}{x}%s%(x)s", "\x1b[2Jx", "\u202egnp", "\x9b31m", "1. x", ">>> x",
]  # fmt: skip
ENDING = (
    " \x1b]0;t\x07\x08\x7f\x85\x9b\u2066\u200e\u2029\u00ad\u2063\u3164\u115f\ufe0f\U000e0041\u2800\ufff9"
    " <img src=x onerror=alert(1)> \"'> http://evil.example/a www.evil.example ftp://evil.example mailto:a@evil.example"
    " a@evil.example @team/user #12 GH-12 !12 $1 ~bug &1 %1 :smile: [a](http://evil.example) ![a](x) `x` &amp; |a|b"
    " <!-- {{ 7*7 }} {% x %} ]]> _x_ **x** \r\n::warning::x\n##[error]x"
)
UNSEEN = set("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | set(map(chr, [*range(0xFE00, 0xFE10)]))
RUNS = [
    ("show-model",), ("show-model", "talk"), ("show-model", "sell", "--level", "1"),
    ("show-model", "--position", "seller"),
    ("assess", "RATINGS", "--fail-on", "fit < 0.99"), ("assess", "RATINGS", "--by", "department"),
    ("assess", "RATINGS", "--by", "manager"), ("assess", "RATINGS", "--fragile"),
    ("gap", "RATINGS", "-e", "PERSON", "--with", "talk=2"), ("gap", "RATINGS", "-e", "PERSON", "--pretty"),
    ("explain", "RATINGS", "-e", "PERSON", "-c", "talk", "--show-raters"),
    ("plan", "RATINGS", "-e", "PERSON", "--mentors"), ("plan", "RATINGS", "--team"),
    ("match", "RATINGS", "--position", "seller"), ("match", "RATINGS", "-e", "PERSON"), ("match", "RATINGS", "--bench"),
    ("stage", "RATINGS"), ("trend", "RATINGS"), ("diff", "OLD", "MODEL", "RATINGS"),
    ("check", "MODEL", "RATINGS", "--statistics"), ("check", "RATINGS", "BAD"), ("check", "BAD", "--diff"),
    ("sheet", "--position", "seller"), ("sheet", "--roster", "LISTED", "--raters", "RATERS"),
    ("export", "datapackage", "RATINGS"),
]  # fmt: skip
ENDINGS = ("json", "csv", "md", "html", "xlsx", "parquet", "txt", "sarif", "xml")
OF_FINDINGS = ("gitlab", "github", "concise")


def hostile(number: int, turn: int) -> str:
    """A text with something of every kind in it; it can be told from the others by its number."""
    return f"{BEGINNINGS[(number + turn) % len(BEGINNINGS)]} K{number}K{ENDING}"


# ---------------------------------------------------------------- inputs


def statement(id: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "zh": "甲", "en": "a", "origin": "source", **more}


def dictionary() -> dict[str, Any]:
    """A dictionary that has every field there is."""
    both = {"zh": "甲", "en": "a"}
    action = {"id": "talk.a1", "kind": "course", "origin": "source", **both}
    return {
        "id": "small", "version": "1", "license": "l", "same_as": ["x"], "name": both,
        "sequence": both, "source": both, "description": both,
        "purposes": [{"id": "p", **both}], "questions": [both],
        "layers": [{"id": "general", "name": both, "note": both}, {"id": "professional", "name": both}],
        "stages": [{"id": 1, "name": both, "behaviours": [statement("st.1", note=both, same_as=["x"])]}],
        "scales": {"degree": {"max": 4, "labels": [{"value": 1, **both}]}},
        "rater_roles": [
            {"id": "self", "name": both, "weight": 0}, {"id": "manager", "name": both, "aliases": ["m"]},
            {"id": "peer", "name": both},
        ],
        "competencies": [
            {
                "id": "talk", "layer": "general", "name": both, "short": both, "definition": both, "aliases": ["t"],
                "behaviours": [statement("talk.1", note=both, same_as=["x"]), statement("talk.2")], "actions": [action],
                "group": [both, both], "same_as": ["x"],
            },
            {
                "id": "sell", "layer": "professional", "name": both,
                "levels": [
                    {
                        "level": 1, "name": both, "summary": both, "same_as": ["x"], "stages": [1],
                        "behaviours": [statement("sell.1", note=both, same_as=["x"])],
                    },
                    {"level": 2, "behaviours": [statement("sell.2")], "actions": [{**action, "id": "sell.a2"}]},
                ],
            },
        ],
        "positions": [
            {
                "id": "seller", "name": both, "aliases": ["s"], "stage": 1, "description": both, "same_as": ["x"],
                "requires": [{"competency": "talk", "level": 3}, {"competency": "sell", "level": 1}],
            },
        ],
    }  # fmt: skip


def leaves(part: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of all texts in plain data."""
    if isinstance(part, str):
        yield path
    for key, value in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
        yield from leaves(value, (*path, key))


def with_text(data: Any, path: tuple[Any, ...], value: str) -> Any:
    """The data with another text at a path."""
    if not path:
        return value
    copy = data.copy()
    copy[path[0]] = with_text(data[path[0]], path[1:], value)
    return copy


def may_be_anything(data: dict[str, Any], path: tuple[Any, ...]) -> bool:
    """Whether the schema takes any text there."""
    try:
        schema.Dictionary.model_validate(parsing._with_defaults(with_text(data, path, hostile(0, 0))))
    except ValidationError:
        return False
    return True


def free_texts(part: type[BaseModel], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Where the schema takes any text: the names of keys, without places in lists."""
    for name, field in part.model_fields.items():
        inner = parsing._model_in(field.annotation)
        if inner is not None:
            yield from free_texts(inner, (*path, name))
        elif r"\S" in patterns(field.annotation, field.metadata):
            yield (*path, name)


def patterns(annotation: Any, constraints: Any = ()) -> list[str | None]:
    """The patterns of the texts in an annotation."""
    found = [c.pattern for c in constraints if hasattr(c, "pattern")]
    for inner in get_args(annotation):
        found += patterns(inner, getattr(inner, "__metadata__", ()))
    return found


FREE = [path for path in leaves(dictionary()) if may_be_anything(dictionary(), path)]
TEXTS = len(FREE)


def test_the_dictionary_has_every_field() -> None:
    """A text field that the schema gets must be given to the dictionary above, so that it is tried too."""
    named = {tuple(p for p in path if isinstance(p, str) and p != "degree") for path in FREE}
    assert set(free_texts(schema.Dictionary)) <= named
    assert TEXTS > 60


def yaml(data: Any) -> str:
    """The data as YAML, whatever is in it."""
    written = json.dumps(data, ensure_ascii=False)
    return re.sub(r"[^ -~]", lambda m: f"\\U{ord(m[0]):08x}", written)


PEOPLE = ("e1", "e2", "e3")
BETWEEN_IDS = r"[;；,，、|\n\r\u2028\u2029]"
"""What in a table of who rates whom stands between ids."""


class Inputs:
    """The hostile files of a turn, in a folder of hostile names."""

    def __init__(self, folder: Path, turn: int) -> None:
        self.folder = folder
        self.texts = [hostile(n, turn) for n in range(TEXTS + 30)]
        data, plain = dictionary(), dictionary()
        for number, (path, value) in enumerate(zip(FREE, self.texts, strict=False)):
            data, plain = with_text(data, path, value), with_text(plain, path, f"t{number}")
        self.texts[-1] = self.rater = self.texts[-1][:30]
        more = iter(self.texts[TEXTS:])
        name = re.sub(r"[/\0]", "", hostile(999, turn))[:60]
        self.person, self.manager = next(more), next(more)
        self.model = self.write(f"{name}m.yaml", yaml(data))
        self.old = self.write("old.yaml", yaml(plain))
        people = [[self.person, next(more), next(more)], [self.manager, next(more), next(more)], ["e3", "", next(more)]]
        self.roster = self.table(
            f"{name}p.csv",
            ["employee_id", "name", "department", "manager", "position", next(more)],
            [[*person, self.manager, "seller", next(more)] for person in people],
        )
        head = ["employee_id", "competency", "level", "rater_role", "rater_id", "cycle", "evidence", next(more)]
        cycles = ["2024", next(more)]
        rows = [
            [id, competency, str(level), role, rater, cycle, next(more) if id == self.person and level == 1 else "", ""]
            for cycle, (id, *_), competency, (role, rater, level) in itertools.product(
                cycles, people, ("talk", "sell"), (("self", "", 2), ("manager", self.rater, 1), ("peer", "x", 0))
            )
        ]
        self.ratings = self.table(f"{name}r.csv", head, rows)
        # Sheets are for ids that a table of who rates whom can name.
        single = [[re.sub(BETWEEN_IDS, "", person[0]), *person[1:]] for person in people]
        self.listed = self.table(
            f"{name}l.csv",
            ["employee_id", "name", "department", "manager", "position"],
            [[*person, single[1][0], "seller"] for person in single],
        )
        rater = re.sub(BETWEEN_IDS, "", self.rater).replace("+", "")  # `x =1+1 y` may be two raters
        who = ["employee_id", "rater_role", "rater_id"]
        self.raters = self.table(
            f"{name}a.csv", who,
            [[single[0][0], "manager", rater], [single[1][0], "peer", "x"], ["e3", "peer", "x"]],
        )  # fmt: skip
        self.refused = self.table(f"{name}n.csv", who, [[self.person, "manager", "x"], ["e3", "peer", self.rater]])
        self.bad = self.table(
            f"{name}b.csv", [*head[:3], "position"],
            [["e1", self.texts[4], "3", "seller"], ["e2", "talk", self.texts[5], "seller"],
             ["e3", "talk", "2级", self.texts[6]], ["e3", "talk", " 3", "seller"]],
        )  # fmt: skip

    def write(self, name: str, content: str) -> str:
        (self.folder / name).write_text(content, "utf-8", newline="")
        return name

    def table(self, name: str, head: list[str], rows: list[list[str]]) -> str:
        to = io.StringIO()
        csv.writer(to).writerows([head, *rows])
        return self.write(name, to.getvalue())

    def arguments(self, run: tuple[str, ...], lang: str) -> list[str]:
        names = {
            "RATINGS": self.ratings, "PERSON": self.person, "MODEL": self.model, "OLD": self.old, "BAD": self.bad,
            "ROSTER": self.roster, "LISTED": self.listed, "RATERS": self.raters, "REFUSED": self.refused,
        }  # fmt: skip
        given = [names.get(part, part) for part in run]
        options = [] if run[0] == "export" else ["--lang", lang]
        if run[0] not in ("diff", "check") or "BAD" in run:
            options += ["--model", self.model]
        if "RATINGS" in run and run[0] not in ("check", "export"):
            options += ["--roster", self.roster]
        return [*given, *options]


@pytest.fixture(scope="module", params=range(min(BUDGET, len(BEGINNINGS))))
def inputs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    return Inputs(tmp_path_factory.mktemp("foreign"), request.param * 11 % len(BEGINNINGS))


@pytest.fixture(autouse=True)
def _refusing_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dictionary with such texts, or an id of such, is refused; what is written must be safe all the same."""
    checks = tuple(c for c in CHECKS if c.__name__ != "characters")
    monkeypatch.setattr(parsing, "CHECKS", checks)
    monkeypatch.setattr(codebook, "CELL_RULES", [r for r in CELL_RULES if r.rule != catalogue.ID_INVISIBLE])
    monkeypatch.setattr(ids, "ID_RULES", [r for r in ID_RULES if r.rule != catalogue.ID_INVISIBLE])


# ---------------------------------------------------------------- what is read back


def raw(shown: str) -> list[str]:
    """The characters that a terminal obeys or a reader does not see, and CI commands, of a text in lines."""
    bad = [
        f"{c!a} in {shown[max(i - 30, 0) : i + 20]!a}"
        for i, c in enumerate(shown)
        if c != "\n" and (unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") or c in UNSEEN or ord(c) > 0xE0000)
    ]
    bad += [line for line in shown.splitlines() if line.strip().startswith("::")]
    return bad + re.findall(r"##(?:vso|teamcity)?\[", shown)


def strings(document: Any) -> Iterator[str]:
    if isinstance(document, str):
        yield document
    elif isinstance(document, dict):
        yield from document
        for value in document.values():
            yield from strings(value)
    elif isinstance(document, list):
        for value in document:
            yield from strings(value)


def check_json(content: bytes, inputs: Inputs, exact: bool) -> None:
    written = content.decode()
    assert raw(written) == []
    for found in strings(json.loads(written)):
        for number in map(int, re.findall(r"K(\d+)K", found)) if exact else ():
            # A mark of the byte order before a cell is none of its text: files were joined.
            assert number >= len(inputs.texts) or inputs.texts[number].strip("\ufeff").strip() in found


def check_csv(content: bytes) -> None:
    written = content.decode()
    assert raw(written) == []
    for row in csv.reader(io.StringIO(written), strict=True):
        for cell in row:
            seen = re.sub(r"^(?:\s|<U\+[0-9A-F]+>)+", "", cell)
            if seen[:1] and seen[0] in "=+-@\uff1d\uff0b\uff0d\uff20":
                float(cell)  # a negative number
            assert not re.search(r";\s*[=+\-@\uff1d\uff0b\uff0d\uff20]", cell)


class Elements(HTMLParser):
    """Tags and attributes, with the values of those that could lead elsewhere."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: set[tuple[str, str]] = set()
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add((tag, ""))
        self.found |= {(tag, name) for name, _ in attrs}
        for name, value in attrs:
            assert name not in ("src", "srcset", "style", "action", "xlink:href")
            assert name != "href" or (value or "").startswith("#")

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def own_elements() -> set[tuple[str, str]]:
    """Those that the templates themselves write."""
    sources = "".join(p.read_text() for p in (ROOT / "src/lenovo_comp/reports/shared/templates").glob("*.jinja"))
    # What templates write piece by piece: headings by their level, what is chosen by a condition.
    known = {(f"h{level}", a) for level in range(1, 7) for a in ("", "id")}
    known |= {("polygon", ""), ("polyline", ""), ("main", "class"), ("details", "open"), ("th", "colspan")}
    for tag, rest in re.findall(r"<([a-z]\w*)((?:\{[{%].*?[}%]\}|[^>{])*)>", sources):
        known |= {(tag, name) for name in ("", "hidden", "data-live")}
        known |= {(tag, name.lower()) for name in re.findall(r"([\w-]+)=", rest)}
    return known | {
        (t, a) for t in ("td", "th", "polygon", "polyline", "form") for a in ("", "class", "scope", "points", "hidden")
    }


OWN = own_elements()
MARKDOWN = MarkdownIt("gfm-like", {"linkify": False})
REFERENCE = re.compile(
    r"[a-z]+://|www\.|mailto:|[\w.]+@\w|@\w|(?<!\w)(?:#\d|![1-9]|\$\d|~[a-z]|&\d|%\d|GH-\d)|:[a-z]+:", re.IGNORECASE
)


def check_markdown(content: str) -> None:
    assert raw(content) == []
    for token in MARKDOWN.parse(content):
        assert token.type not in ("html_block", "code_block", "hr", "blockquote_open"), token.content
        if token.type == "fence":
            assert token.info == "text" and len(token.markup) >= 3
        plain = ""
        for child in token.children or []:
            assert child.type not in ("html_inline", "link_open", "image", "em_open", "s_open"), child.content
            plain += child.content if child.type == "text" else "\0"
        assert REFERENCE.search(plain) is None, plain


def check_xlsx(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            assert "externalLink" not in name and "vba" not in name.lower()
            if not name.endswith((".xml", ".rels")):
                continue
            source = archive.read(name).decode()
            root = ET.fromstring(source)
            for element in root.iter():
                tag = element.tag.rpartition("}")[2]
                if name.startswith("xl/worksheets/") and tag == "f":
                    assert is_own_formula(element.text or ""), name
                if name.startswith("xl/worksheets/") and tag == "hyperlink":  # within the workbook
                    assert element.get("location") and not any(key.endswith("}id") for key in element.attrib), name
                for value in (element.text, element.tail, *element.attrib.values()):
                    assert raw((value or "").replace("::", "").replace("##", "")) == [], name
                assert element.get("TargetMode") != "External"
            assert not re.search(r"_x00[01][0-9A-F]_", source.replace("_x000A_", "").replace("_x005F_", ""))


def check_output(name: str, content: bytes, inputs: Inputs) -> None:
    match name.rpartition(".")[2] if "." in name else name:
        case "json" | "sarif":
            check_json(content, inputs, exact=name.endswith("json") and "check" not in name)
        case "gitlab":
            check_json(content, inputs, exact=False)
        case "csv":
            check_csv(content)
        case "md":
            check_markdown(content.decode())
        case "html":
            assert raw(content.decode()) == []
            assert Elements(content.decode()).found <= OWN
        case "xlsx":
            check_xlsx(content)
        case "parquet":
            assert raw(json.dumps(pl.read_parquet_metadata(io.BytesIO(content)), ensure_ascii=False)) == []
        case "xml":
            ET.fromstring(content)
            assert raw(content.decode()) == []
        case "github":
            lines = content.decode().removesuffix("\n").split("\n")
            assert all(re.fullmatch(r"::(error|warning|notice) [^:\n]*::[^\n]+", line) for line in lines), lines
            assert len(lines) <= 11
            assert not any(raw(line[2:]) for line in lines)
        case _:
            assert raw(content.decode()) == []


def formats(run: tuple[str, ...]) -> list[str]:
    """The formats that a command may write."""
    if run[0] == "export" or "--diff" in run:
        return []
    if run[0] == "check":
        return ["check.json", *(f"check.{e}" for e in ("md", "sarif", "xml", "txt")), *OF_FINDINGS]
    written = ("table", "markdown") if run[0] == "rule" else formats_for(commands.module(run[0]).OFFERS)
    named = {"markdown": "md", "table": "txt"}
    wanted = [named.get(format, format) for format in written]
    if run[0] == "assess" and "--by" in run:
        wanted = [e for e in wanted if e not in ("xlsx", "parquet", "csv")]
    return [f"{run[0]}.{e}" for e in wanted]


@pytest.mark.sampled
@pytest.mark.parametrize(
    ("asked", "lang"),
    [(r, lang) for i, r in enumerate(RUNS) for lang in (("zh", "en") if BUDGET > 1 else (("zh", "en")[i % 2],))],
    ids=lambda x: x if isinstance(x, str) else " ".join(x[:3]),
)
def test_no_command_lets_foreign_text_do_anything(asked: tuple[str, ...], lang: str, inputs: Inputs, run: Run) -> None:
    files = formats(asked)
    outputs = [o for f in files for o in ("-o", f if "." in f else f"{f}:{f}")]
    for file in files:  # a sheet of the run before stays as it is
        (inputs.folder / file).unlink(missing_ok=True)
    done = run(*inputs.arguments(asked, lang), *outputs, cwd=inputs.folder, COMP_NO_CACHE="1")
    assert done.returncode in (0, 1), done.stderr
    assert raw(done.stderr) == []
    assert raw(done.stdout) == []
    for file in files:
        written = (inputs.folder / file).read_bytes()
        assert written, file
        check_output(file, written, inputs)


# ---------------------------------------------------------------- requests, settings, names


@pytest.mark.sampled
@pytest.mark.parametrize(
    "asked",
    [
        ("X",), ("--X",), ("assess", "--X"), ("assess", "X"), ("assess", "RATINGS", "--lang", "X"),
        ("assess", "RATINGS", "--format", "X"), ("assess", "RATINGS", "-o", "X"), ("assess", "RATINGS", "--by", "X"),
        ("assess", "RATINGS", "-o", "X/a.json"), ("assess", "RATINGS", "--cycle", "X"),
        ("assess", "RATINGS", "--model", "X"),
        ("assess", "RATINGS", "--roster", "X"), ("assess", "RATINGS", "--fail-on", "X"),
        ("gap", "RATINGS", "-e", "X"), ("gap", "RATINGS", "-e", "PERSON", "--with", "X"),
        ("gap", "RATINGS", "-e", "PERSON", "--with", "talk=X"), ("gap", "RATINGS", "-e", "PERSON", "-p", "X"),
        ("explain", "RATINGS", "-e", "PERSON", "-c", "X"), ("rule", "X"), ("show-model", "X"),
        ("show-model", "talk", "--level", "X"), ("check", "X"), ("check", "RATINGS", "--baseline", "X"),
        ("check", "RATINGS", "--fail-on", "X"), ("check", "RATINGS", "--encoding", "X"),
        ("check", "a", "--max-diagnostics", "X"),
        ("sheet", "--by", "X"), ("sheet", "--position", "X"), ("trend", "RATINGS", "--from", "X"), ("export", "X"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_requests_are_answered_safely(asked: tuple[str, ...], inputs: Inputs, run: Run) -> None:
    names = {"RATINGS": inputs.ratings, "PERSON": inputs.person}
    first = len(" ".join(asked)) % len(BEGINNINGS)
    chosen = [BEGINNINGS[first]] if BUDGET == 1 else BEGINNINGS
    for beginning, lang in itertools.product(chosen, ("zh", "en")):
        wrong = (beginning + ENDING)[:120].replace("/", "")
        given = [names.get(part, part.replace("X", wrong)) for part in asked]
        colours = {"FORCE_COLOR": "1"} if lang == "zh" else {}
        done = run(*given, cwd=inputs.folder, COMP_LANG=lang, COMP_NO_CACHE="1", **colours)
        assert done.returncode != 70, done.stderr
        assert raw(own_colours_removed(done.stderr)) == []
        assert raw(own_colours_removed(done.stdout)) == []


def own_colours_removed(shown: str) -> str:
    return re.sub(r"\x1b\[[\d;]*m", "", shown)


SETTINGS = {
    "an unknown key": "{text} = 1",
    "a model": "model = {text}",
    "ratings": "ratings = [{text}]",
    "a language": "language = {text}",
    "an unknown code": "[findings]\nignore = [{text}]",
    "a severity": "[findings]\nseverity = {{ {text} = 'error' }}",
    "a threshold": "[thresholds]\n{text} = 1",
    "a gate": "[assess]\nfail_on = [{text}]",
}


@pytest.mark.parametrize("what", SETTINGS)
def test_settings_are_quoted_safely(what: str, tmp_path: Path, run: Run) -> None:
    for beginning in BEGINNINGS[:: 4 if BUDGET == 1 else 1]:
        toml = SETTINGS[what].format(text=json.dumps(beginning + ENDING).replace("\x7f", "\\u007f"))
        toml = re.sub(r"\\ud[89ab]..\\ud[c-f]..", "", toml)
        tomllib.loads(toml)
        (tmp_path / "comp.toml").write_text(toml, "utf-8")
        for command in (("assess", str(ROOT / "data/sample_ratings.csv")), ("check",)):
            done = run(*command, cwd=tmp_path)
            assert raw(done.stderr + done.stdout) == []


def test_environment_is_quoted_safely(run: Run) -> None:
    for name in ("COMP_LANG", "COMP_MODEL", "COMP_ROSTER", "SOURCE_DATE_EPOCH"):
        done = run("assess", "-f", "xlsx", "data/sample_ratings.csv", **{name: "\x1b[31m\u202e::error::x"})
        assert done.returncode == 2, name
        assert raw(done.stderr) == []


def test_a_sheet_of_each_rater_has_a_plain_name(inputs: Inputs, run: Run) -> None:
    given = inputs.arguments(("sheet", "--roster", "LISTED", "--raters", "RATERS"), "en")
    folder = inputs.folder / "sheets"
    folder.mkdir(exist_ok=True)
    done = run(*given, "-o", "sheets/{rater}.csv", cwd=inputs.folder, COMP_NO_CACHE="1")
    assert done.returncode == 0, done.stderr
    assert raw(done.stdout + done.stderr) == []
    assert len(list(folder.iterdir())) == 2
    assert all(re.fullmatch(r"[\w .,@+()-]+", f.name) and raw(f.name) == [] for f in folder.iterdir())


def test_ids_that_no_sheet_can_have_are_refused_in_plain_words(
    inputs: Inputs, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ids with what can't be seen, or with what stands between several: no sheet is made."""
    monkeypatch.setattr(codebook, "CELL_RULES", CELL_RULES)
    monkeypatch.setattr(ids, "ID_RULES", ID_RULES)
    for listed, raters in (("LISTED", "RATERS"), ("ROSTER", "REFUSED")):
        given = inputs.arguments(("sheet", "--roster", listed, "--raters", raters), "en")
        done = run(*given, "-o", "{rater}.none", "-o", "none.csv", cwd=inputs.folder, COMP_NO_CACHE="1")
        assert done.returncode in (1, 2), done.stderr
        assert raw(done.stdout + done.stderr) == []
        assert not list(inputs.folder.glob("*none*"))


def test_colours_of_a_terminal_are_ours(inputs: Inputs, run: Run) -> None:
    for asked in (("assess", "RATINGS"), ("gap", "RATINGS", "-e", "PERSON"), ("check", "BAD")):
        done: Done = run(*inputs.arguments(asked, "zh"), cwd=inputs.folder, FORCE_COLOR="1", COMP_NO_CACHE="1")
        assert raw(own_colours_removed(done.stdout + done.stderr)) == []


# ---------------------------------------------------------------- single rules


WRITTEN = [
    "张三", "🧑‍💻", "👩‍👩‍👧", "👍🏽", "❤️", "☎︎", "1️⃣", "🇨🇳",
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "葛\U000e0100城", "می‌خواهم", "क्‍ष", "ශ්‍රී", "בְּרֵאשִׁית", "ثم نفس", "Nguyễn Thị", "Ω≈ç√", "ᠮᠣᠩᠭᠣᠯ ᠤᠨ᠎ᠠ", "\u06dd١",
    "E\u0301ric", "  double  spaces  ", "全角＝", "##", "# [x]", "a::b", "\u3000",
]  # fmt: skip


@pytest.mark.parametrize("name", WRITTEN)
def test_what_people_write_stays(name: str) -> None:
    assert visible(name) == name
    assert Span(name).text == name


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("\x1b[31m", "<U+001B>[31m"), ("a\nb", "a<U+000A>b"), ("a\u202eb", "a<U+202E>b"), ("x\u00ad", "x<U+00AD>"),
        ("a\u200db", "a<U+200D>b"), ("👩\u200dx", "👩<U+200D>x"), ("a\ufe0f", "a<U+FE0F>"),
        ("😀\ufe0f\ufe0f", "😀\ufe0f<U+FE0F>"),
        ("\u3164", "<U+3164>"), ("\U000e0041", "<U+E0041>"), ("🏴\U000e0061\U000e007f", "🏴<U+E0061><U+E007F>"),
        ("\ud800", "<U+D800>"), ("\uffff", "<U+FFFF>"), ("a" + "\u0301" * 5, "a" + "\u0301" * 4 + "<U+0301>"),
        ("x ##vso[a]", "x <U+0023>#vso[a]"), ("می\u200c\u200cx", "می\u200c<U+200C>x"),
    ],
)  # fmt: skip
def test_what_nobody_sees_is_shown(given: str, shown: str) -> None:
    assert visible(given) == shown
    assert visible(shown) == shown
    for made in (Span(given).text, Heading(given).text, Column(given).header, Group(given, ()).title):
        assert made == shown
    document = json.dumps([given], ensure_ascii=False)
    assert json.loads(escape_json(document)) == [given]
    assert raw(escape_json(document)) == []


def test_no_line_is_a_command() -> None:
    assert defuse_command(" ::error::x") == " <U+003A>:error::x"
    assert defuse_command("a ::error::x") == "a ::error::x"
    assert Lines(((Span(""), Span(" :"), Span(":error::x")), (Span("a"),))).lines[0][0].text == " <U+003A>:error::x"


def test_markdown_is_dead_text() -> None:
    """Any two pieces of hostile text side by side, in every kind of block."""
    pieces = [*BEGINNINGS, *ENDING.split(" ")]
    for one, other in itertools.product(pieces, pieces[:: 9 if BUDGET == 1 else 1]):
        for joined in (one + other, f"{one} {other}"):
            blocks: list[Block] = [
                text(joined), text(Span(joined, "bold"), " ", joined), Bullets(((Span(joined),),)),
                Lines(((Span(joined),),)),
                Table((Column(joined), Column("b")), (Group(joined, ((Span(joined), Span(joined)),)),)),
            ]  # fmt: skip
            check_markdown(markdown(blocks))


def test_what_is_passed_at_a_glance_is_what_the_patterns_leave_alone() -> None:
    """Of every character there is, five times over, so that marks are too many."""
    search = re.compile(_WRITTEN).search
    for code in (*range(0x20000), *range(0x20000, 0x110000, 1 if BUDGET > 1 else 16)):
        text = chr(code) * 5
        if visible(text) == text:
            found = search(text)
            assert found is None or found[1], f"U+{code:04X}"
