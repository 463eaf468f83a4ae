"""Ratings as text: cells, quotes, delimiters, line ends, encodings."""

from __future__ import annotations

import zlib
from random import Random

from . import CORPUS, damaged
from ._ratings import read

NAME = "csv"
_COLUMNS = {
    "employee_id": ("E1", "E2", "007", "张三", "E1 ", "\ufeffE1"),
    "岗位": ("account_manager", "大客户经理", "大客户经历", ""),
    "competency": ("communication", "市场信息分析", "市场信息分折", "product_technology"),
    "level": ("3", "２", "2级", "9", "1.5", "-1", "", "0"),
    "rater_role": ("manager", "同事", "self", "peer", "老板"),
    "评价人": ("M1", "m1", "P1", "P2", ""),
    "cycle": ("2026H1", "2025H2", ""),
    "behaviour": ("communication.1", "market_information.1.1", ""),
    "evidence": ("有事例", "a,b", ""),
}
_ODD_HEADERS = (
    "employee_idd",
    "备注",
    "",
    "\ufeff工号",
    "工号",
    "沟通表达能力",
    "market_information",
    " level ",
    "x" * 300,
)
_ODD = (
    *("", " ", "\u3000", '"', '""', '"a,b"', '"a\nb"', "=1+1", "\x1b[31m", "\u202e", "x" * 2000, "#N/A", "4.1E+17"),
    *("[/red]", "\x85", "\u2028", "1e309", "\ufeff", "NaN", "１２３", "-", "'1", "\u200bE1", "e\u0301", "𠮷"),
)
_CODECS = ("utf-8", "utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be", "latin-1")


def seeds() -> list[bytes]:
    """The texts of the corpus."""
    return [file.read_bytes() for file in sorted(CORPUS.glob("*.csv"))]


def mutated(random: Random, seed: bytes) -> bytes:
    """A damaged text, or one of cells that are odd each by itself."""
    if random.random() < 0.5:
        return damaged(random, seed)
    delimiter, end = random.choice(",,,;\t|"), random.choice(("\n", "\n", "\r\n", "\r", "\n\n"))
    columns = random.sample(list(_COLUMNS), random.randint(4, len(_COLUMNS)))
    if random.random() < 0.3:
        columns += random.choices(_ODD_HEADERS, k=random.randint(1, 3))
    rows = [columns]
    for _ in range(random.randint(0, 12)):
        cells = [random.choice(_COLUMNS.get(c, _ODD) if random.random() < 0.9 else _ODD) for c in columns]
        rows.append(cells if random.random() < 0.97 else cells[: random.randint(0, len(cells))] * 2)
    text = end.join(delimiter.join(row) for row in rows)
    data = text.encode(random.choice(_CODECS), "replace")
    return damaged(random, data) if random.random() < 0.2 else data


def target(data: bytes) -> None:
    """Read it; one in four is assessed and mended too, which takes longer."""
    read(data, ".csv", only=zlib.crc32(data) % 4 != 0)
