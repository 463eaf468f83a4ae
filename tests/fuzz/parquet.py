"""Ratings as Parquet: damaged bytes, and columns of every type."""

from __future__ import annotations

import datetime
import io
from functools import cache
from random import Random

import polars as pl

from . import CORPUS, damaged
from ._ratings import read

NAME = "parquet"
_CODECS = ("uncompressed", "snappy", "gzip", "lz4", "zstd", "brotli")
_ODD = [
    pl.Series("x", [b"\xff\x00", b"a"]),
    pl.Series("x", [datetime.timedelta(1), None]),
    pl.Series("x", [[1], [2, 3]]),
    pl.Series("x", [{"a": 1}, {"a": 2}]),
    pl.Series("x", [None, None]),
    pl.Series("x", [datetime.time(1), None]),
    pl.Series("x", [datetime.date(2026, 1, 1), None]),
    pl.Series("x", [datetime.datetime(2026, 1, 1), None]),
    pl.Series("x", ["a", "b"], dtype=pl.Categorical),
    pl.Series("x", ["1.5", "2.5"]).cast(pl.Decimal(10, 2)),
    pl.Series("x", [1.5, None]),
    pl.Series("x", [True, None]),
    pl.Series("x", [2**63, 0], dtype=pl.UInt64),
]


@cache
def _frame() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "employee_id": [f"E{i // 3}" for i in range(40)],
            "position": ["account_manager"] * 40,
            "competency": [("communication", "市场信息分析", "product_technology")[i % 3] for i in range(40)],
            "level": [i % 4 for i in range(40)],
            "evidence": [None if i % 2 else f"例 {i}" for i in range(40)],
        }
    )


@cache
def _written() -> tuple[bytes, ...]:
    """Files of every compression, page size and number of row groups, and with columns of every type."""
    found = [(CORPUS / "table.parquet").read_bytes()]
    for codec in _CODECS:
        for size in (None, 7):
            found.append(_bytes(_frame(), compression=codec, row_group_size=size))
    found.append(_bytes(_frame(), use_pyarrow=False, statistics=False, data_page_size=64))
    found.append(_bytes(_frame().with_columns(pl.col("position").cast(pl.Categorical)), compression="snappy"))
    for odd in _ODD:
        column = pl.concat([odd] * 20)
        found.append(_bytes(_frame().with_columns(column), compression="uncompressed"))
        found.append(_bytes(_frame().drop("level").with_columns(column.alias("level")), compression="zstd"))
    return tuple(found)


def _bytes(frame: pl.DataFrame, **options: object) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer, **options)  # type: ignore[arg-type]
    return buffer.getvalue()


def seeds() -> list[bytes]:
    """Sound files."""
    return list(_written())


def mutated(random: Random, seed: bytes) -> bytes:
    """Damaged anywhere, in the footer alone, or in the pages alone; the marks at both ends mostly stay."""
    if random.random() < 0.1:
        return damaged(random, seed)
    size = int.from_bytes(seed[-8:-4], "little")
    footer = len(seed) - 8 - size
    content = bytearray(seed)
    start, end = random.choice(((4, footer), (footer, len(seed) - 4), (4, len(seed) - 4)))
    for _ in range(random.choice((1, 1, 1, 2, 4, 8))):
        at = random.randrange(start, end)
        match random.randrange(5):
            case 0 | 1:
                content[at] ^= 1 << random.randrange(8)
            case 2:
                content[at] = random.choice((0, 1, 0x7F, 0x80, 0xFE, 0xFF, random.randrange(256)))
            case 3:
                span = content[at : at + random.choice((1, 2, 4, 8))]
                content[at : at + len(span)] = random.randbytes(len(span))
            case _:
                other = random.randrange(start, end)
                content[at : at + 4] = content[other : other + 4]
    return bytes(content)


def target(data: bytes) -> None:
    """Read and assess it."""
    read(data, ".parquet")
