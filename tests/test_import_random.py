"""Random matrices, counted and understood a second time by a plain account of their own."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lenovo_comp.exchange.importing import Imported, Old, import_framework
from lenovo_comp.exchange.options import Options
from lenovo_comp.model.names import normal

from .strategies import examples
from .test_import import adds_up, data_of, shape

WORDS = {
    "zh": ("沟通", "协作", "学习", "编程", "计划", "谈判", "焊接", "切割", "财务", "法务"),
    "en": (
        "Communication",
        "Teamwork",
        "Learning",
        "Coding",
        "Planning",
        "Negotiation",
        "Welding",
        "Cutting",
        "Finance",
        "Law",
    ),
}
TEXTS = {
    "zh": ("能说清楚", "主动配合同事", "带领他人完成", "制定方法并推广", "提出新的标准", "能独立处理问题"),
    "en": (
        "Speaks clearly",
        "Helps others",
        "Leads the work of others",
        "Sets up methods",
        "Writes new standards",
        "Solves problems",
    ),
}
HEADS = {
    "zh": {
        "group": ("类别", "能力类别"),
        "name": ("能力名称", "能力项"),
        "definition": ("定义",),
        "level": ("{}级", "等级{}", "L{}"),
    },
    "en": {
        "group": ("Category", "Domain"),
        "name": ("Competency", "Skill"),
        "definition": ("Definition",),
        "level": ("Level {}", "L{}"),
    },
}
BULLETS = ("", "", "{}. ", "{}、", "({}) ", "- ", "• ")
JUNK = {"zh": "负责部门", "en": "Owner"}


@dataclass
class Matrix:
    """A table as it is written, and what it means: name → level → statements."""

    rows: list[list[object]]
    merges: list[str]
    meaning: dict[str, dict[int, list[str]]]
    language: str
    is_plain: bool
    """Nothing in it has to be guessed or is lost."""

    @property
    def cells(self) -> int:
        """The cells that hold something; of merged ones, the first."""
        return sum(value not in (None, "") for row in self.rows for value in row)


@st.composite
def matrices(draw: st.DrawFn) -> Matrix:
    """A matrix, wide or long, with titles, merged names and groups, bullets, holes and columns nobody knows."""
    language = draw(st.sampled_from(["zh", "en"]))
    heads = {kind: draw(st.sampled_from(some)) for kind, some in HEADS[language].items()}
    names = draw(st.lists(st.sampled_from(WORDS[language]), min_size=2, max_size=6, unique=True))
    levels = draw(st.lists(st.integers(0, 7), min_size=2, max_size=5, unique=True).map(sorted))
    is_long, grouped, junk = draw(st.booleans()), draw(st.booleans()), draw(st.booleans())
    meaning: dict[str, dict[int, list[str]]] = {}
    cells: dict[str, dict[int, str]] = {}
    for name in names:
        meaning[name], cells[name] = {}, {}
        for level in levels:
            texts = draw(st.lists(st.sampled_from(TEXTS[language]), max_size=3))
            if not texts:
                continue
            bullet = draw(st.sampled_from(BULLETS))
            cells[name][level] = "\n".join(bullet.format(n) + text for n, text in enumerate(texts, 1))
            meaning[name][level] = [*dict.fromkeys(texts)]
        if not cells[name]:
            cells[name][levels[0]] = TEXTS[language][0]
            meaning[name][levels[0]] = [TEXTS[language][0]]
    rows, spans = _long(heads, cells, language) if is_long else _wide(heads, cells, levels)
    width = len(rows[0])
    if grouped and not is_long:
        rows, spans = _grouped(rows, heads["group"], draw(st.integers(1, len(rows) - 1)), spans, language)
    if junk:
        rows = [[*row, JUNK[language] if n == 0 else f"x{n}"] for n, row in enumerate(rows)]
    titles: list[list[object]] = []
    has_title: bool = draw(st.booleans())
    if has_title:
        titles = [["公司能力词典" if language == "zh" else "Skills of the company"], *[[]] * draw(st.integers(0, 1))]
    merges = [f"{a}{r + len(titles)}:{b}{s + len(titles)}" for a, r, b, s in spans]
    is_merged: bool = draw(st.booleans())
    if titles and is_merged and width > 2:
        merges.append("A1:C1")
    return Matrix([*titles, *rows], merges, meaning, language, not junk)


def _wide(
    heads: dict[str, str], cells: dict[str, dict[int, str]], levels: list[int]
) -> tuple[list[list[object]], list[tuple[str, int, str, int]]]:
    rows: list[list[object]] = [[heads["name"], *(heads["level"].format(n) for n in levels)]]
    rows += [[name, *(some.get(n) for n in levels)] for name, some in cells.items()]
    return rows, []


def _long(
    heads: dict[str, str], cells: dict[str, dict[int, str]], language: str
) -> tuple[list[list[object]], list[tuple[str, int, str, int]]]:
    rows: list[list[object]] = [
        [heads["name"], *(("等级", "行为描述") if language == "zh" else ("Level", "Behaviours"))]
    ]
    merges = []
    for name, some in cells.items():
        first = len(rows) + 1
        rows += [[name if n == 0 else None, level, text] for n, (level, text) in enumerate(some.items())]
        if len(some) > 1:
            merges.append(("A", first, "A", first + len(some) - 1))
    return rows, merges


def _grouped(
    rows: list[list[object]], head: str, first: int, merges: list[tuple[str, int, str, int]], language: str
) -> tuple[list[list[object]], list[tuple[str, int, str, int]]]:
    """A column of groups before the others: one for the first rows, one for the rest, each merged."""
    names = ("人际", "技术") if language == "zh" else ("People", "Technology")
    number = len(rows) - 1
    column: list[object] = [head, *(names[0] if n == 0 else names[1] if n == first else None for n in range(number))]
    made = [("A", 2, "A", first + 1)] if first > 1 else []
    made += [("A", first + 2, "A", number + 1)] if number - first > 1 else []
    shifted = [(chr(ord(a) + 1), r, chr(ord(b) + 1), s) for a, r, b, s in merges]
    return [[g, *row] for g, row in zip(column, rows, strict=True)], [*made, *shifted]


def written(matrix: Matrix, folder: str) -> str:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in matrix.rows:
        sheet.append(row)
    for where in matrix.merges:
        sheet.merge_cells(where)
    path = str(Path(folder, "m.xlsx"))
    book.save(path)
    return path


def read(path: str, old: bytes | None = None, **options: object) -> Imported:
    return import_framework(path, Options(**options), {}, None if old is None else Old(old, "old.yaml"))  # type: ignore[arg-type]


@given(matrices())
@settings(max_examples=examples(150, 8), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_random_matrices(matrix: Matrix) -> None:
    """Every cell is accounted for, all that is meant is there, and reading again changes nothing."""
    with tempfile.TemporaryDirectory() as folder:
        path = written(matrix, folder)
        made = read(path)
        adds_up(made)
        count = made.conversion.counts["cell"]
        assert count.read == matrix.cells
        assert made.conversion.languages == (matrix.language,)
        told = {name: {n: some for n, some in levels.items() if some} for name, levels in shape(data_of(made)).items()}
        assert told == matrix.meaning
        if matrix.is_plain:
            assert (count.dropped, made.conversion.failing) == (0, [])
        assert read(path).data == made.data
        assert read(path, made.data).data == read(path, read(path, made.data).data).data
        # By its own map nothing is guessed, and the same comes of it.
        mapped = read(path, map_text=made.conversion.map, map_path="map.toml")
        assert mapped.conversion.failing == []
        assert mapped.data is not None
        assert made.data is not None
        assert mapped.data.partition(b"\n\n")[2] == made.data.partition(b"\n\n")[2]


ODD = (
    *("Competency", "能力名称", "Level 1", "2级", "Basic", "3", "3/4", "✓", "-", "1. x\n2. y", "Owner", "合计", "定义"),
    *("Level", "Skill", "x", "沟通", "Title", "Grade"),
)


@given(st.lists(st.lists(st.none() | st.sampled_from(ODD), max_size=6), max_size=8))
@settings(max_examples=examples(300, 40), deadline=None)
def test_random_cells(rows: list[list[str | None]]) -> None:
    """Whatever stands where: no crash, every cell accounted for, and nothing invalid is written."""
    with tempfile.TemporaryDirectory() as folder:
        path = written(Matrix([[*row] for row in rows], [], {}, "en", False), folder)
        made = read(path)
        adds_up(made)
        if made.data is not None:
            assert made.conversion.counts["cell"].read == sum(bool(value) for row in rows for value in row)
            assert read(path, made.data).data is not None
            names = [normal(n) for c in data_of(made)["competencies"] for n in [c["name"]] if isinstance(n, str)]
            assert len(names) == len(set(names))
        else:
            assert made.conversion.refused
