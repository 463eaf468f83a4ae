"""What `comp assess` and `comp check` make of ratings files, and whether that is an honest outcome."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .conftest import Run

Key = tuple[str, str]
"""Employee and competency."""
Finding = dict[str, Any]
NEAR = 6e-5
"""Ratings are written with four decimals."""


@dataclass(frozen=True)
class Outcome:
    """What the two commands left behind."""

    exits: tuple[int, int]
    figures: dict[Key, float]
    people: frozenset[str]
    findings: tuple[Finding, ...]
    printed: str
    """What `assess` wrote, both streams."""

    @property
    def errors(self) -> list[Finding]:
        return [f for f in self.findings if f["severity"] == "error"]

    @property
    def said(self) -> list[Finding]:
        """Errors and warnings."""
        return [f for f in self.findings if f["severity"] != "info"]


def outcome(run: Run, arguments: Sequence[str], folder: Path) -> Outcome:
    """Run both commands in a folder."""
    assessed = run("assess", *arguments, "--format", "json", cwd=folder)
    checked = run("check", *arguments, "--format", "json", cwd=folder)
    document = json.loads(assessed.stdout or "{}")
    employees = document.get("employees", [])
    rated = [(e["employee_id"], item) for e in employees for item in e["competencies"]]
    return Outcome(
        (assessed.returncode, checked.returncode),
        {(id, item["competency"]): item["rating"] for id, item in rated if item["rating"] is not None},
        frozenset(e["employee_id"] for e in employees),
        tuple(json.loads(checked.stdout or "{}").get("diagnostics", [])),
        assessed.stdout + assessed.stderr,
    )


def parse_figures(figures: Iterable[str]) -> dict[Key, tuple[float, ...]]:
    """`E001 communication 3|2.5` → the figures that it may be."""
    parsed = {}
    for figure in figures:
        employee, competency, values = figure.rsplit(" ", 2)
        parsed[employee, competency] = tuple(map(float, values.split("|")))
    return parsed


@dataclass(frozen=True)
class Expected:
    """An entry of expect.toml; its head explains the fields."""

    accept: Sequence[str]
    file: str = ""
    kind: str = ""
    args: Sequence[str] = ()
    figures: Sequence[str] = ()
    also: Sequence[str] = ()
    partial: Sequence[str] = ()
    rest: Sequence[str] = ()
    people: Sequence[str] | None = None
    names: Sequence[str] = ()
    names_all: Sequence[str] = ()
    never: Sequence[str] = ()
    misleads: Sequence[str] = ()
    most: int | None = None
    rows: Sequence[int] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    """Files that are written for it: name → cells."""

    @property
    def arguments(self) -> list[str]:
        return list(self.args or [self.file])


def complaints(expected: Expected, done: Outcome) -> list[str]:
    """What is wrong with an outcome."""
    found = [] if 70 not in done.exits and "Traceback" not in done.printed else [f"crashed: {done.printed[-500:]}"]
    want = parse_figures(expected.figures)
    people = expected.people if expected.people is not None else [employee for employee, _ in want]
    if "*" not in people and (phantoms := done.people - set(people)):
        found.append(f"nobody is called {sorted(phantoms)}")
    allowed = [want, parse_figures(expected.also)]
    allowed += [parse_figures(expected.partial)] if done.exits[0] == 1 else []
    for key, value in done.figures.items():
        if not any(abs(value - right) < NEAR for some in allowed for right in some.get(key, ())):
            found.append(f"wrong figure {key} {value}")
    if not any(_is(how, expected, done) for how in expected.accept):
        errors = [(f["code"], f["value"], f["message"]) for f in done.said]
        found.append(f"none of {expected.accept}: exits {done.exits}, figures {done.figures}, said {errors}")
    return found + _about_findings(expected, done)


def _is(how: str, expected: Expected, done: Outcome) -> bool:
    """Whether an outcome is one of the honest ones."""
    want, partial = parse_figures(expected.figures), parse_figures(expected.partial)
    failed = done.exits == (1, 1) and names(done.errors, expected.names)
    match how:
        case "read":
            return done.exits == (0, 0) and not done.errors and want.keys() <= done.figures.keys()
        case "rest":
            return failed and {tuple(rest.split(" ")) for rest in expected.rest} <= done.figures.keys()
        case "refuse":
            return failed and done.figures.keys() <= partial.keys()
        case "said":
            return names(done.said, expected.names)
    raise AssertionError(how)


def _about_findings(expected: Expected, done: Outcome) -> list[str]:
    """What is wrong with what was said."""
    found = [f"{name} is not named" for name in expected.names_all if not names(done.said, [name])]
    found += [f"{text} is shown" for text in expected.never if text in done.printed]
    wording = [f"{f['message']} {f['help']}" for f in done.findings]
    found += [f"it misleads: {text}" for text in expected.misleads if any(text in words for words in wording)]
    if expected.most is not None and len(done.findings) > expected.most:
        found.append(f"{len(done.findings)} findings")
    counted = sum(f.get("count", 1) for f in done.findings)
    if counted < len(expected.rows) and not set(expected.rows) <= {f["row"] for f in done.findings}:
        found.append("not every row has a finding, and they are not counted")
    return found


def names(findings: Iterable[Finding], words: Iterable[str]) -> bool:
    """Whether any finding says any of the words."""
    texts = [json.dumps(f, ensure_ascii=False) for f in findings]
    return any(word in text for word in words for text in texts)


def write_tables(files: Mapping[str, str], folder: Path) -> list[str]:
    """Write files, text or workbooks, as `variants.toml` has them; returns their names."""
    for name, text in files.items():
        if name.endswith(".xlsx"):
            write_workbook(folder / name, text)
        else:
            (folder / name).write_text(text.strip("\n") + "\n", "utf-8")
    return list(files)


def write_workbook(path: Path, text: str) -> None:
    """A workbook of sheets that begin with a line `# NAME`."""
    parts = [part.partition("\n") for part in text.strip("\n").removeprefix("# ").split("\n# ")]
    write_sheets(path, {name: list(csv.reader(io.StringIO(rows))) for name, _, rows in parts})


def write_sheets(path: Path, sheets: Mapping[str, Iterable[Sequence[str]]]) -> None:
    """A workbook of sheets; figures are numbers, the rest text."""
    import xlsxwriter

    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for i, row in enumerate(rows):
                for j, cell in enumerate(row):
                    if cell.replace(".", "", 1).isdigit():
                        sheet.write_number(i, j, float(cell))
                    elif cell:
                        sheet.write_string(i, j, cell)
