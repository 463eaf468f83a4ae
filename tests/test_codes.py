"""The catalogue of findings is whole: every rule has a reason, a file that triggers it, and its entry in docs/codes.md.

`COMP_SNAPSHOTS=write` writes docs/codes.md anew; the diff is then read like any other change.
"""

from __future__ import annotations

import contextlib
import csv
import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from lenovo_comp import Model, assess, load_model, read_ratings
from lenovo_comp.exchange.conversion import Conversion, Entry
from lenovo_comp.exchange.exporting import export_plain, framework_of
from lenovo_comp.exchange.importing import Old, import_framework
from lenovo_comp.exchange.options import Options
from lenovo_comp.findings.catalogue import BY_CODE, RULES
from lenovo_comp.findings.finding import Finding, Place, Rule
from lenovo_comp.inputs import match_pattern
from lenovo_comp.method.assessment_findings import assessment_findings
from lenovo_comp.ratings.assignments import read_assignments
from lenovo_comp.ratings.columns import HEADERS
from lenovo_comp.ratings.mapping.parsing import parse_mappings
from lenovo_comp.ratings.mapping.places import TomlPlaces
from lenovo_comp.ratings.mapping.source import NO_MAPPINGS, Mappings
from lenovo_comp.text import LANGUAGES, visible

from .conftest import ROOT, Run
from .test_loading import CASES as DICTIONARIES
from .test_loading import expected as announced

FOLDER = ROOT / "tests" / "cases" / "findings"
PAGE = ROOT / "docs" / "codes.md"
FAMILIES = {
    "F": ("0", "The file"),
    "C": ("1", "The table"),
    "X": ("2", "The workbook"),
    "M": ("3", "The dictionary"),
    "R": ("4", "Ratings"),
    "A": ("5", "The assessment"),
    "S": ("9", "Safety"),
    "T": ("6", "Conversion of frameworks"),
}
LONGEST_LINE, MOST_LINES = 160, 40
OF_RATERS = ("R456", "R457", "R458")
"""Rules about tables of who rates whom, which `comp sheet` reads."""
OF_IMPORTS = ("T", "F018", "F019")
"""Rules of `comp import`, by how their codes begin."""
OF_EXPORTS = ("T614", "T615", "T638")
"""Rules of `comp export xlsx --plain`."""
BINARY = (b"PK\x03\x04", b"PAR1", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"\x06Editor")


@dataclass(frozen=True)
class Case:
    """A file that triggers a rule: what is expected of it, and what it needs besides."""

    file: Path
    findings: tuple[str, ...]
    command: str = "check"
    model: str | None = None
    roster: str | None = None
    settings: str | None = None
    """The settings file with the mapping by which it is read; one that is no example itself."""
    named: str | None = None
    """What is named instead of the file, which isn't there."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """What `comp import` is asked for; `update` is a file of this folder."""
    holds: str | None = None
    counted: bool = True
    """Whether the index says where each finding is."""

    @property
    def code(self) -> str:
        return self.file.name.removeprefix(LOCKED)[:4]

    @property
    def places(self) -> list[str]:
        """Where the rule's own findings are expected, if they have a place."""
        return [place for code, _, place in (f.partition(" ") for f in self.findings) if code == self.code and place]


MAPPED = "mapped.csv"
"""What the mappings read that are examples themselves."""
FRAMEWORK = "framework.csv"
"""What the maps of imports read that are examples themselves."""
ABSENT = {"F001-file-missing.csv", "F012-url-named.csv"}
LOCKED = "~$"
"""What the name of a lock file begins with."""


def _file(name: str) -> Path:
    locked = FOLDER / f"{LOCKED}{name}"
    return locked if locked.exists() else FOLDER / name


def _cases() -> dict[str, Case]:
    """The files of tests/cases/findings: what its index says of them, else one finding of the file's own code."""
    index = tomllib.loads((FOLDER / "expected.toml").read_text("utf-8"))
    found = {name: Case(_file(name), tuple(entry.pop("findings")), **entry) for name, entry in index.items()}
    named = {"expected.toml", MAPPED, FRAMEWORK, *found, *(n for c in found.values() for n in _needed(c))}
    others = sorted(f.name for f in FOLDER.iterdir() if f.name.removeprefix(LOCKED) not in named)
    return found | {name: Case(FOLDER / name, (name[:4],), counted=False) for name in others}


def _needed(case: Case) -> list[str]:
    """The other files of the folder that a case needs."""
    return [n for n in (case.model, case.roster, case.settings, case.options.get("update")) if n is not None]


CASES = _cases()
OF_IMPORT = [name for name, case in CASES.items() if case.command == "import"]
OF_EXPORT = [name for name, case in CASES.items() if case.command == "export"]
OF_RATINGS = [name for name, case in CASES.items() if case.command == "check"]
OF_ASSESSMENTS = [name for name, case in CASES.items() if case.command == "assess"]


def example(rule: Rule) -> Case | None:
    """The file that shows a rule; the dictionary's rules have theirs where the loader is tested."""
    if rule.code.startswith("M"):
        file = next((f for f in DICTIONARIES if f.name == f"{rule.code}-{rule.name}.yaml"), None)
        if file is None:
            return None
        found = [(e.code, ":".join(str(n) for n in (e.line, e.column) if n is not None)) for e in announced(file)]
        return Case(file, tuple(" ".join(filter(None, pair)) for pair in found))
    return next(
        (c for c in CASES.values() if c.file.name.removeprefix(LOCKED).partition(".")[0] == f"{rule.code}-{rule.name}"),
        None,
    )


def find(case: Case, shipped: Model, file: Path | None = None) -> list[Finding]:
    """Everything the library finds in a case's file (or in another in its stead)."""
    if case.code.startswith("M"):
        return load_model(case.file)[1]
    model = shipped
    if case.model is not None:
        own, found = load_model(FOLDER / case.model)
        assert own is not None and not found
        model = own
    file = file or case.file
    if case.command == "sheet":
        with contextlib.chdir(file.parent):
            return read_assignments(file.name, model)[1]
    if case.command == "import":
        with contextlib.chdir(file.parent):
            return imported(file, case.options)
    if case.command == "export":
        return exported(file)
    roster = None if case.roster is None else FOLDER / case.roster
    with contextlib.chdir(file.parent):
        settings = file.name if file.suffix == ".toml" else case.settings
        mappings = NO_MAPPINGS if settings is None else mappings_of(Path(settings), model)
        files = [MAPPED] if file.suffix == ".toml" else [case.named or file.name]
        ratings = read_ratings(files, model, roster, mappings=mappings)
        found = list(ratings.diagnostics)
        return [*found, *assessment_findings(assess(model, ratings))] if case.command == "assess" else found


def imported(file: Path, options: Mapping[str, Any]) -> list[Finding]:
    """What the account of an import says, an entry as one finding at its first place."""
    old = options.get("update")
    given: dict[str, Any] = {name: value for name, value in options.items() if name != "update"}
    if file.suffix == ".toml":
        given |= {"map_text": file.read_text("utf-8"), "map_path": file.name}
    source = FRAMEWORK if file.suffix == ".toml" else file.name
    before = None if old is None else Old(Path(old).read_bytes(), old)
    entries = import_framework(source, Options(**given), {}, before).conversion.entries
    return [_as_finding(entry) for entry in entries]


def exported(file: Path) -> list[Finding]:
    """What the account of a plain export of a dictionary says."""
    model, _ = load_model(file)
    assert model is not None
    conversion = Conversion("export")
    export_plain(framework_of(model, str(file)), model, model.languages, "en", conversion)
    return [_as_finding(entry) for entry in conversion.entries]


def _as_finding(entry: Entry) -> Finding:
    path, _, rest = entry.places[0].partition(":")
    cell = rest or ("" if "." in path else path) or None
    return Finding(entry.rule, Place(path if rest or "." in path else "", cell=cell), entry.sample, entry.details)


def mappings_of(settings: Path, model: Model) -> Mappings:
    """The mappings of a settings file in the current folder."""
    text = settings.read_text("utf-8")
    places = TomlPlaces(text, settings.name)
    return parse_mappings(tomllib.loads(text)["source"], places, model, match_pattern)


def seen(found: list[Finding]) -> list[str]:
    """Findings as expected.toml writes them: `R401 2:36`."""
    return [f"{d.rule.code} {str(d.place)[len(d.place.path) + 1 :]}".strip() for d in found]


def told(found: list[Finding], case: Case) -> list[str]:
    """Findings as far as the case says where they are: their codes alone, where it doesn't."""
    return seen(found) if case.counted else [d.rule.code for d in found]


# ---------------------------------------------------------------- nothing is missing, nothing is left over


def test_every_rule_has_a_reason_in_both_languages() -> None:
    for rule in RULES:
        zh, en = rule.reason.zh, rule.reason.en
        assert re.fullmatch(r"[^\n]*[\u4e00-\u9fff][^\n]*。", zh), rule.code
        assert not re.search(r"[,;:!?()\"']", zh), f"{rule.code}: half-width punctuation"
        assert re.fullmatch(r"(comp |[A-Z])[^\n]*\.", en), rule.code
        assert not re.search(r"[\u3000-\uffef]", en), rule.code


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_a_file_that_triggers_it(rule: Rule) -> None:
    case = example(rule)
    assert case is not None, f"tests/cases has no {rule.code}-{rule.name}"
    assert rule.code in {f.split()[0] for f in case.findings}
    assert case.file.exists() == (case.file.name not in ABSENT)


def test_every_file_is_a_case_or_needed_by_one() -> None:
    needed = {n for case in CASES.values() for n in _needed(case)} | {MAPPED, FRAMEWORK}
    assert {f.name.removeprefix(LOCKED) for f in FOLDER.iterdir()} == (set(CASES) - ABSENT) | needed | {"expected.toml"}
    for name, case in CASES.items():
        code, _, rest = name.partition("-")
        assert BY_CODE[code].name == rest.split(".")[0]
        by = "assess" if code.startswith("A") else "sheet" if code in OF_RATERS else "check"
        by = "export" if code in OF_EXPORTS else "import" if code.startswith(OF_IMPORTS) else by
        assert case.command == by


def test_every_rule_has_its_entry_in_the_documentation() -> None:
    headings = re.findall(r"^### (.+)$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert headings == [f"{rule.code} {rule.name}" for rule in RULES]


def test_codes_and_names() -> None:
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)
    for rule in RULES:
        family, number = rule.code[0], rule.code[1:]
        assert re.fullmatch(rf"{FAMILIES[family][0]}\d\d", number), rule.code
        assert re.fullmatch(r"[a-z]+[a-z0-9]*(-[a-z0-9]+)+|unassessed|unweighted", rule.name), rule.name
    order = {family: i for i, family in enumerate(FAMILIES)}
    codes = [rule.code for rule in RULES]
    assert codes == sorted(codes, key=lambda code: (order[code[0]], code))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_both_languages_say_the_same(rule: Rule) -> None:
    for text in (rule.message, rule.remedy):
        for language in LANGUAGES:
            assert text[language].strip() == text[language] != ""
            list(Formatter().parse(text[language]))  # well-formed
    assert gaps(rule.message.en) - {"zh"} <= gaps(rule.message.zh) | {"value"}
    assert gaps(rule.message.zh) - {"zh"} <= gaps(rule.message.en) | {"value"}


def gaps(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


# ---------------------------------------------------------------- every file gives what it should


@pytest.mark.sampled
@pytest.mark.parametrize("name", OF_RATINGS)
def test_findings_of_ratings(name: str, model: Model) -> None:
    case = CASES[name]
    assert told(find(case, model), case) == list(case.findings)


@pytest.mark.parametrize("name", OF_ASSESSMENTS)
def test_findings_of_assessments(name: str, model: Model, run: Run, tmp_path: Path) -> None:
    """They come from `assess`, on standard error, and never from `check`, which finds these files clean."""
    case = CASES[name]
    assert seen(find(case, model)) == list(case.findings)
    more = ["--model", str(FOLDER / case.model)] if case.model else []
    # Standard error leaves out what is for information only, unless a project takes it for more.
    (tmp_path / "comp.toml").write_text('[findings]\nseverity = { A = "warning" }\n', "utf-8")
    done = run("assess", str(case.file), "--format", "csv", "--lang", "en", *more, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert re.findall(r": ([A-Z]\d{3}) [a-z-]+: ", done.stderr) == [f.split()[0] for f in case.findings]
    assert case.code not in done.stdout
    done = run("check", str(case.file), "--format", "json", *more)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["diagnostics"] == []


@pytest.mark.parametrize("name", [*OF_IMPORT, *OF_EXPORT])
def test_findings_of_conversions(name: str, model: Model) -> None:
    assert seen(find(CASES[name], model)) == list(CASES[name].findings)


@pytest.mark.sampled
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_sentence_is_filled_in(rule: Rule, model: Model) -> None:
    case = example(rule)
    assert case is not None
    found = [d for d in find(case, model) if d.rule is rule]
    assert found
    for d in found:
        for language in LANGUAGES:
            for text, template in (
                (d.message(language), rule.message[language]),
                (d.remedy(language), rule.remedy[language]),
            ):
                assert text.strip()
                assert visible(text) == text
                assert not [gap for gap in gaps(template) if f"{{{gap}" in text]
                assert NOTHING.search(text) is None or NOTHING.search(template), text
        assert not re.search(r"[\u3400-\u9fff]", _without_cells(d.message("en"), d)), d.message("en")


NOTHING = re.compile(r"“”|\"\"|\(\)|（）|[：:] *$")
"""What an empty gap leaves behind."""


def _without_cells(message: str, d: Finding) -> str:
    """A message without what it quotes of the file, and without the Chinese name that C101 gives."""
    for part in (d.shown_value, *(v for v in d.details.values() if isinstance(v, str))):
        message = message.replace(part, "") if part else message
    return message


STRANGERS = {"name": "Quokka", "department": "Wombat", "manager": "Numbat", "evidence": "Bilby"}
"""Columns added to every table, with words that no finding may repeat."""


SHAPES = ("C113", "C129", "C133")
"""What is found of the shape of a table, which more columns would change: none, people across, two rows of headers."""


@pytest.mark.sampled
@pytest.mark.parametrize(
    "name", [n for n, c in CASES.items() if n[0] in "CRSA" and n.endswith(".csv") and c.settings is None]
)
def test_no_finding_shows_other_cells(name: str, model: Model, tmp_path: Path) -> None:
    """Neither the row's own other cells, nor those of more columns; which change nothing else."""
    case = CASES[name]
    text = case.file.read_text("utf-8")
    lines = text.splitlines()
    header = next((line for line in lines if "," in line), lines[0])  # below a title
    have = {HEADERS.find(h) or HEADERS.find(HEADERS.nearest(h) or "") for h in header.split(",")}
    more = {} if case.code in SHAPES else {k: v for k, v in STRANGERS.items() if k not in have}
    at = lines.index(header)
    wider = [",".join([line, *(more if line == header else more.values())]) for line in lines[at:]]
    (tmp_path / name).write_text("\n".join([*lines[:at], *wider, ""]), "utf-8")
    found = find(case, model, tmp_path / name)
    assert told(found, case) == list(case.findings)
    for d in found:
        said = [d.message("zh"), d.message("en"), d.remedy("zh"), d.remedy("en"), d.shown_value or "", str(d.place)]
        said += [d.place.excerpt.text] if d.place.excerpt else []
        for word in (*more.values(), *_others(text, d)):
            assert not [s for s in said if word in s], word


def _others(text: str, d: Finding) -> list[str]:
    """The cells of other columns in a finding's row, but for numbers and names of the dictionary."""
    if d.rule.code == "C106" or d.rule.code.startswith("A"):  # no cells yet; about an employee, by id
        return []
    if d.rule.code == "C113":  # the first line is somebody's row
        return [cell for line in text.splitlines() for cell in line.split(",") if len(cell) > 1]
    rows = list(csv.DictReader(text.splitlines()))
    at = (d.place.line or 1) - 2
    personal = ("employee_id", "name", "rater_id", "evidence")
    cells = rows[at].items() if 0 <= at < len(rows) else ()
    return [cell for header, cell in cells if header in personal and header != d.place.field and cell]


# ---------------------------------------------------------------- docs/codes.md


def page() -> str:
    """docs/codes.md from the catalogue and the cases."""
    parts = [INTRODUCTION]
    for family, (_, title) in FAMILIES.items():
        parts.append(f"## {title} ({family}{FAMILIES[family][0]}xx)\n")
        parts += [entry(rule, rule.reason.en) for rule in RULES if rule.code[0] == family]
    return "\n".join(parts)


INTRODUCTION = """\
# Findings

Every finding of `comp` has a code that is never given to anything else. `comp rule CODE` explains it in
English and Chinese, and [check-data.md](check-data.md) says how a project chooses which it wants to hear of.
What stands between ‹ and › is filled in from the file.

The examples are the files in `tests/cases`, and the tests hold them against this page. In them
characters that can't be seen are written `<U+200B>`, and the bytes of lines that are not UTF-8 `\\xb4`.
"""


def entry(rule: Rule, why: str) -> str:
    """A rule's part of the page."""
    lines = [
        f"### {rule.code} {rule.name}",
        f"{rule.severity.value.capitalize()}: {_readable(rule.message.en)}",
        f"*Why:* {why}",
        f"*Remedy:* {_readable(rule.remedy.en)}",
    ]
    case = example(rule)
    if case is not None:
        lines += shown(case)
    return "\n\n".join(lines) + "\n"


def shown(case: Case) -> list[str]:
    """The example, and where the finding is."""
    where = " and ".join(f"`{place}`" for place in case.places)
    at = f", found at {where}" if where else ""
    by = {
        "assess": ", found by `comp assess`",
        "sheet": ", read by `comp sheet --raters`",
        "import": ", read by `comp import`",
        "export": ", written by `comp export xlsx --plain`",
    }.get(case.command, "")
    model = f", with the dictionary `{case.model}`" if case.model else ""
    mapping = f", with the mapping of `{case.settings}`" if case.settings else ""
    options = "".join(f" --{name} {v if isinstance(v, str) else v[0]}" for name, v in case.options.items())
    by = by.removesuffix("`") + f"{options}`" if options else by
    title = f"*Example:* `{case.file.name}`{at}{by}{model}{mapping}"
    if case.holds is not None:
        return [f"{title}. {case.holds}"]
    kind = {".csv": "csv", ".yaml": "yaml", ".json": "json", ".toml": "toml"}.get(case.file.suffix, "text")
    lines = [visible(_decoded(line)) for line in case.file.read_bytes().removesuffix(b"\n").split(b"\n")]
    lines = [line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1] + "…" for line in lines]
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], "…"]
    return [f"{title}:", "\n".join([f"```{kind}", *lines, "```"])]


def _decoded(line: bytes) -> str:
    """A line in UTF-8, else with every byte beyond ASCII as such (some pairs would pass for a letter)."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("ascii", "backslashreplace")


def _readable(template: str) -> str:
    """A template with its gaps shown as such, as `comp rule` shows it."""
    return template.replace("{suggestion}", "").replace("{", "‹").replace("}", "›").strip()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_file_that_is_no_text_is_described(rule: Rule) -> None:
    """And one that is text is shown, not described."""
    case = example(rule)
    assert case is not None
    data = case.file.read_bytes() if case.file.is_file() else b""
    assert (case.holds is not None) == (not data or data.startswith(BINARY))


def test_the_page_is_up_to_date() -> None:
    made = page()
    if os.environ.get("COMP_SNAPSHOTS") == "write":
        PAGE.write_text(made, "utf-8", newline="")
    assert visible(made.replace("\n", " ")) == made.replace("\n", " ")
    assert PAGE.read_bytes().decode("utf-8") == made
