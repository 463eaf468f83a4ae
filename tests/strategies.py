"""Random ratings for three dictionaries (the shipped one and two unlike it), and how they are written as CSV."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, partial
from pathlib import Path
from unicodedata import normalize

from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from lenovo_comp.model.dictionary import Competency, Model
from lenovo_comp.model.loading import load_model
from lenovo_comp.model.parsing import parse_model
from lenovo_comp.model.shipped import shipped_model

from .oracle import Row, exact

BUDGET = int(os.environ.get("COMP_TEST_BUDGET", "1"))


def examples(full: int, quick: int | None = None) -> int:
    """How many examples a property is tried with: all with `COMP_TEST_BUDGET`, as in CI; else `quick`, or a tenth."""
    return full if BUDGET > 1 else quick or max(full // 10, 3)


SMALL_MODEL = """
id: software
version: "2"
name: {zh: 软件开发, en: Software development}
stages:
  - {id: 1, name: {zh: 学习, en: Learning}}
  - {id: 2, name: {zh: 独立, en: Independent}}
  - {id: 3, name: {zh: 带队, en: Team}}
  - {id: 4, name: {zh: 愿景, en: Vision}}
scales:
  level: {min: 0, step: 0.5}
  degree: {min: 1, max: 5, step: 0.1}
  percent: {min: 0, max: 100, step: 10}
attainment: {scale: degree, observed_from: 3.5, share: 0.75, rated: 0.4}
tolerance: 0.25
near: 0.75
near_short: 1
strength: 0.5
self_other: 0.75
agreement: {moderate: 0.25, high: 0.8}
rater_roles:
  - {id: self, name: {zh: 自评, en: Self}, weight: 0, min_raters: 1}
  - {id: boss, name: {zh: 上级, en: Boss}, weight: 1.5, min_raters: 1}
  - {id: peer, name: {zh: 同事, en: Peer}, weight: 1, min_raters: 2}
  - {id: report, name: {zh: 下属, en: Report}, weight: 0.7, min_raters: 3}
  - {id: client, name: {zh: 客户, en: Client}, weight: 0, min_raters: 2}
competencies:
  - id: coding
    layer: professional
    name: {zh: 编程, en: Coding}
    levels:
      - {level: 1, stages: [1], behaviours: [__coding.1:4__]}
      - {level: 2, stages: [2], behaviours: [__coding.2:3__]}
      - {level: 3, stages: [3], behaviours: [__coding.3:2__]}
      - {level: 4, stages: [4], behaviours: [__coding.4:1__]}
  - id: testing
    layer: professional
    name: {zh: 测试, en: Testing}
    levels:
      - {level: 1, stages: [1, 2], behaviours: [__testing.1:2__]}
      - {level: 2, stages: [3, 4], behaviours: [__testing.2:4__]}
  - id: writing
    layer: general
    name: {zh: 写作, en: Writing}
    behaviours: [__writing:5__]
  - id: integrity
    layer: core
    name: {zh: 诚信, en: Integrity}
    behaviours: [__integrity:2__]
  - id: exam
    layer: general
    scale: percent
    name: {zh: 考试, en: Exam}
    behaviours: [__exam:1__]
positions:
  - id: junior
    name: {zh: 初级工程师, en: Junior}
    stage: 1
    requires:
      - {competency: coding, level: 0}
      - {competency: testing, level: 0.5, weight: 3}
      - {competency: writing, level: 1, weight: 0.3}
      - {competency: integrity, level: 4.5, essential: false}
  - id: senior
    name: {zh: 高级工程师, en: Senior}
    stage: 3
    requires:
      - {competency: coding, level: 3, weight: 2.5}
      - {competency: testing, level: 1}
      - {competency: writing, level: 3.3, essential: false}
      - {competency: exam, level: 70}
  - id: guest
    name: {zh: 客座, en: Guest}
    requires:
      - {competency: coding, level: 2, essential: false}
      - {competency: writing, level: 3, essential: false, weight: 2}
  - id: author
    name: {zh: 作者, en: Author}
    stage: 2
    requires:
      - {competency: writing, level: 5}
"""
"""Unlike the shipped one in everything that counts: levels, steps, weights, minimums, tolerance."""


FOREIGN_MODEL = """
id: framework
languages: [en]
name: A framework from elsewhere
license: CC-BY-4.0
stages:
  - {id: 1, name: Follow}
  - {id: 2, name: Enable}
scales:
  anchored: {min: 0, max: 7, step: 0.25}
rater_roles:
  - {id: self, name: Self, weight: 0}
  - {id: boss, name: Boss}
  - {id: peer, name: Peer, min_raters: 3}
competencies:
  - id: architecture
    group: [Strategy, Design]
    same_as: [ARCH, "https://example.org/arch"]
    name: Architecture
    levels:
      - {level: 4, stages: [1], behaviours: [__architecture.4:3__]}
      - {level: 5, stages: [2], behaviours: [__architecture.5:2__]}
      - level: 6
        behaviours: [__architecture.6:4__]
        actions: [{kind: course, en: Design patterns, url: "https://example.org/patterns"}]
  - id: supervision
    name: Supervision
    levels:
      - {level: 1, stages: [1], behaviours: [__supervision.1:2__]}
      - {level: 2, stages: [1, 2], behaviours: [__supervision.2:1__]}
      - {level: 4, stages: [2], behaviours: [__supervision.4:3__]}
  - id: awareness
    name: Awareness
    levels:
      - {level: 0, name: Unaware, behaviours: [__awareness.0:2__]}
      - {level: 1, name: Aware, stages: [1], behaviours: [__awareness.1:2__]}
      - {level: 3, name: Versed, stages: [2], summary: Knows it by heart}
      - {level: 5, name: Teaching, stages: [2], behaviours: [__awareness.5:1__]}
  - id: reading
    scale: anchored
    name: Reading
    levels:
      - {level: 2, stages: [1], behaviours: [__reading.2:2__]}
      - {level: 4, stages: [2], behaviours: [__reading.4:2__]}
      - {level: 6, stages: [2], behaviours: [__reading.6:2__]}
  - id: ladder
    name: Ladder
    levels:
      - {level: 1, stages: [1]}
      - {level: 7, stages: [1]}
      - {level: 12, stages: [2]}
  - {id: tact, name: Tact}
  - id: honesty
    name: Honesty
    behaviours: [__honesty:3__]
positions:
  - id: designer
    name: Designer
    stage: 1
    requires:
      - {competency: architecture, level: 5}
      - {competency: supervision, level: 3, weight: 2}
      - {competency: reading, level: 4.75}
      - {competency: tact, level: 3, essential: false}
  - id: head
    name: Head
    stage: 2
    requires:
      - {competency: architecture, level: 4}
      - {competency: awareness, level: 1}
      - {competency: ladder, level: 8}
      - {competency: reading, level: 7, essential: false}
      - {competency: honesty, level: 3}
  - id: trainee
    name: Trainee
    requires:
      - {competency: supervision, level: 4}
      - {competency: awareness, level: 0}
"""
"""In one language, with levels that leave out numbers, begin at 0 or say nothing of behaviours."""


def small_yaml() -> str:
    """`SMALL_MODEL` with its behaviours: `__coding.1:4__` stands for four of them."""
    return _written_out(SMALL_MODEL, lambda x: f"{{id: {x}, zh: 行为 {x}, en: Behaviour {x}, origin: supplement}}")


def foreign_yaml() -> str:
    """`FOREIGN_MODEL` with its behaviours, as plain text without ids."""
    return _written_out(FOREIGN_MODEL, lambda x: f"Behaviour {x}")


def _written_out(template: str, behaviour: Callable[[str], str]) -> str:
    parts = template.split("__")
    for i in range(1, len(parts), 2):
        start, count = parts[i].split(":")
        parts[i] = ", ".join(behaviour(f"{start}.{n + 1}") for n in range(int(count)))
    return "".join(parts)


@cache
def models() -> tuple[Model, Model, Model]:
    """The shipped dictionary, the small one, and the one from elsewhere."""
    shipped, _ = load_model(shipped_model())
    small, problems = parse_model(small_yaml().encode(), "small.yaml")
    foreign, more = parse_model(foreign_yaml().encode(), "foreign.yaml")
    assert shipped is not None
    assert small is not None, problems
    assert foreign is not None, more
    return shipped, small, foreign


@dataclass(frozen=True)
class Case:
    """A dictionary, rows of ratings and a roster."""

    model: Model
    rows: tuple[Row, ...]
    roster: dict[str, str]

    def _repr_pretty_(self, printer: RepresentationPrinter, _cycle: bool) -> None:
        """How Hypothesis shows a failing example."""
        printer.text(f"{self.model.id}, roster {self.roster}:\n{plain_csv(self.rows)[:20_000]}")


EMPLOYEES = ("007", "E1", "员工二")
RATERS = (None, "01", "r2", "r3", "r4")
CYCLES = ("2025H2", "2026H1")


def levels(competency: Competency, model: Model, *, behaviour: bool = False) -> list[Fraction]:
    """Every step of a competency's scale, or of the behaviours'."""
    scale = model.attainment.scale if behaviour else competency.scale
    steps = (exact(scale.max) - exact(scale.min)) / exact(scale.step)
    return [exact(scale.min) + n * exact(scale.step) for n in range(int(steps) + 1)]


@st.composite
def behaviour_levels(draw: st.DrawFn, competency: Competency, model: Model) -> dict[str, Fraction]:
    """One rater's degrees of a competency's behaviours, so that every level may be reached, or just not."""
    steps = levels(competency, model, behaviour=True)
    often = exact(model.attainment.observed_from)
    seen, unseen = [x for x in steps if x >= often], [x for x in steps if x < often]
    degrees: dict[str, Fraction] = {}
    groups = [x.behaviours for x in competency.levels] or [competency.behaviours]
    for group in groups:
        n_seen = draw(st.sampled_from((len(group), 4, 3, 1, 0)))
        n_unseen = draw(st.sampled_from((0, 0, 1, 2, 12)))
        wanted = [seen] * n_seen + [unseen] * n_unseen
        start = draw(st.integers(0, 20))
        for i, (statement, pool) in enumerate(zip(group, wanted, strict=False)):
            degrees[statement.id] = pool[(start + i) % len(pool)]
    return degrees


@st.composite
def cell(draw: st.DrawFn, model: Model, employee: str, position: str | None, behaviours: bool) -> list[Row]:
    """What several raters say of one employee and competency in one cycle."""
    competency = draw(st.sampled_from(model.competencies))
    cycle = draw(st.sampled_from((*CYCLES, CYCLES[-1], CYCLES[-1])))
    roles = [role.id for role in model.rater_roles]
    raters = draw(
        st.lists(st.tuples(st.sampled_from(roles), st.sampled_from(RATERS)), min_size=1, max_size=9, unique=True)
    )
    steps = levels(competency, model)
    rows = []
    for role, rater in raters:
        base = Row(employee, competency.id, None, role, rater, None, cycle, position)
        if behaviours and draw(st.integers(0, 4)) == 0:
            degrees = draw(behaviour_levels(competency, model))
            rows += [replace(base, behaviour=id, level=degree) for id, degree in degrees.items()]
            if draw(st.integers(0, 7)) == 0:  # rated both ways
                rows.append(replace(base, level=draw(st.sampled_from(steps))))
        else:
            level = draw(st.sampled_from((*steps, steps[-1], None)))
            rows.append(replace(base, level=level))
    return rows


@st.composite
def cases(draw: st.DrawFn, *, behaviours: bool = True, wrong: bool = True, roster: bool = True) -> Case:
    """Random ratings; with `wrong` also repeats, contradictions, figures off the scale, two positions."""
    model = draw(st.sampled_from(models()))
    known = [position.id for position in model.positions]
    rows: list[Row] = []
    for employee in EMPLOYEES[: draw(st.integers(1, 3))]:
        position = draw(st.sampled_from([*known, *known, None]))
        n_cells = draw(st.integers(1, 8))
        for _ in range(n_cells):
            rows += draw(cell(model, employee, position, behaviours))
        if draw(st.integers(0, 3)) == 0:  # every requirement assessed by one who counts, hard to meet by chance
            rows += draw(full_set(model, employee, position))
    rows = unique(rows)
    if wrong:
        for _ in range(draw(st.integers(0, 4))):
            row = draw(st.sampled_from(rows))
            rows.insert(draw(st.integers(0, len(rows))), draw(slip(model, row, known)))
    listed = draw(st.dictionaries(st.sampled_from((*EMPLOYEES, "E9")), st.sampled_from(known))) if roster else {}
    return Case(model, tuple(rows), listed)


@st.composite
def full_set(draw: st.DrawFn, model: Model, employee: str, position: str | None) -> list[Row]:
    """One rater's level for everything that the position requires, near what is required."""
    role = draw(st.sampled_from([r.id for r in model.rater_roles if r.weight > 0 and r.min_raters == 1]))
    rows = []
    for asked in model.position(position).requires if position else ():
        competency = model.competency(asked.competency)
        steps = levels(competency, model)
        at = steps.index(exact(asked.level)) + draw(st.integers(-2, 2))
        level = steps[min(max(at, 0), len(steps) - 1)]
        rows.append(Row(employee, competency.id, level, role, "judge", None, CYCLES[-1], position))
    return rows


@st.composite
def slip(draw: st.DrawFn, model: Model, row: Row, known: Sequence[str]) -> Row:
    """Another row that repeats, contradicts or goes beyond one that is there."""
    assert row.competency is not None
    steps = levels(model.competency(row.competency), model, behaviour=row.behaviour is not None)
    match draw(st.sampled_from(("repeat", "conflict", "off", "position", "unplaced"))):
        case "repeat":
            return row
        case "conflict":
            return replace(row, level=draw(st.sampled_from(steps)))
        case "off":
            beyond = [steps[-1] + (steps[1] - steps[0]), steps[0] - 1, (steps[0] + steps[1]) / 2]
            return replace(row, rater="r9", level=draw(st.sampled_from(beyond)))
        case "position":
            return replace(row, rater="r8", position=draw(st.sampled_from(known)))
        case _:
            return replace(row, rater="r7", position=None)


def unique(rows: Iterable[Row]) -> list[Row]:
    """The rows without a second one for the same rating."""
    kept: dict[tuple[str | None, ...], Row] = {}
    for row in rows:
        kept.setdefault((row.cycle, row.employee, row.competency, row.behaviour, row.role, row.rater), row)
    return list(kept.values())


IN_BETWEEN = (
    *("-", "\u2010", "\u2011", "\u2013", "\u2014", "\u2212", "\uff0d", "\ufe63"),
    *(" ", "\u00a0", "\u2009", "\u3000"),
    *("\u200b", "\ufeff", "\u00ad", "\u2060", "\u200f", "\u202e", "\u034f", "\ufe0f", "\U000e0101"),
)
"""Hyphens, spaces and characters that can't be seen."""


@st.composite
def respelled(draw: st.DrawFn, id: str) -> str:
    """An id in another spelling that doesn't count, or in the same."""
    wide = str.maketrans({chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)})
    changes: list[Callable[[str], str]] = [str.upper, str.lower, str.title]
    changes += [partial(normalize, "NFC"), partial(normalize, "NFD")]
    for change in draw(st.lists(st.sampled_from(changes), max_size=2)):
        id = change(id)
    id = id.translate(wide) if draw(st.booleans()) else id
    for extra in draw(st.lists(st.sampled_from(IN_BETWEEN), max_size=2)):
        at = draw(st.integers(1, len(id)))
        id = id[:at] + extra + id[at:]
    return id


# ---------------------------------------------------------------- writing

HEADERS = ("employee_id", "position", "competency", "level", "rater_role", "rater_id", "behaviour", "cycle")


def number(level: Fraction | None) -> str:
    """A figure as a person writes it: 3, 2.5; nothing for None."""
    return "" if level is None else f"{float(level):.10g}"


def cells(row: Row) -> list[str]:
    """A row's cells under `HEADERS`."""
    text = (row.position, row.competency, number(row.level), row.role, row.rater, row.behaviour, row.cycle)
    return [row.employee, *(x or "" for x in text)]


def plain_csv(rows: Iterable[Row]) -> str:
    """The plainest long form; no column for what no row says."""
    records = [list(HEADERS), *(cells(row) for row in rows)]
    used = [i for i in range(len(HEADERS)) if i < 5 or any(record[i] for record in records[1:])]
    return table_text([record[i] for i in used] for record in records)


def table_text(records: Iterable[Sequence[str]], delimiter: str = ",", end: str = "\n", quoted: bool = False) -> str:
    """Records as delimited text."""
    out = io.StringIO()
    if quoted:
        csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(records)
    else:
        csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(records)
    return out.getvalue()


def write(path: Path, data: str | bytes) -> Path:
    """Write a file byte for byte and say where."""
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path
