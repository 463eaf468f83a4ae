"""Files → tables, by what the name says and the content confirms."""

from __future__ import annotations

import hashlib
import io
import sys
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from .. import catalogue
from ..diagnostics import Diagnostic, Place, shown_path
from ..language import Text
from .columns import HEADERS
from .decoding import decode, signature
from .table import Table, finish, read_table

STDIN = "-"
TEXT = (".csv", ".tsv", ".txt", "")
WORKBOOK = (".xlsx", ".xlsm")
PARQUET = (".parquet",)


@dataclass(frozen=True)
class Input:
    """A file as it was read. `rows` counts records, those left out included."""

    path: str
    sha256: str
    encoding: str
    rows: int


@dataclass(frozen=True)
class Opened:
    """A file's tables (a workbook may hold several), and what was found on the way to them."""

    input: Input | None
    tables: list[Table]
    problems: list[Diagnostic] = field(default_factory=list)


def open_tables(path: str) -> Opened:
    """Read a file (`-`: standard input) into tables. Never raises for what it may hold."""
    name = "<stdin>" if path == STDIN else shown_path(path)
    try:
        data = sys.stdin.buffer.read() if path == STDIN else Path(path).read_bytes()
    except FileNotFoundError:
        return Opened(None, [], [Diagnostic(catalogue.FILE_MISSING, Place(name))])
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return Opened(None, [], [Diagnostic(catalogue.FILE_UNREADABLE, Place(name), details={"reason": reason})])
    kind = _kind(data, "" if path == STDIN else Path(path).suffix.lower())
    if kind is None:
        ending = Path(path).suffix.lower()
        return Opened(None, [], [Diagnostic(catalogue.UNKNOWN_FILE_TYPE, Place(name), details={"ending": ending})])
    encoding = kind
    tables: list[Table] = []
    problems: list[Diagnostic] = []
    if not data:
        encoding, problems = "", [Diagnostic(catalogue.FILE_EMPTY, Place(name))]
    elif kind == "parquet":
        tables, problems = _parquet(data, name)
    elif kind == "xlsx":
        tables, problems = _workbook(data, name)
    else:
        text, encoding, problems = decode(data, name)
        if text is not None:
            table, found = read_table(text, name)
            tables, problems = [table] if table is not None else [], [*problems, *found]
    ragged = sum(d.rule is catalogue.ROW_RAGGED for d in problems)
    rows = sum(t.frame.height for t in tables) + ragged
    if tables and rows == 0:
        problems.append(Diagnostic(catalogue.HEADER_ALONE, tables[0].place(None, None, None)))
    return Opened(Input(name, hashlib.sha256(data).hexdigest(), encoding, rows), tables, problems)


def _kind(data: bytes, ending: str) -> str | None:
    """What to read the bytes as; without an ending (standard input) by how they start."""
    if ending in PARQUET or (not ending and data.startswith(b"PAR1")):
        return "parquet"
    if ending in WORKBOOK or (not ending and data.startswith(b"PK\x03\x04")):
        return "xlsx"
    return "text" if ending in TEXT else None


def _is_not(expected: Text, data: bytes, path: str) -> list[Diagnostic]:
    found = signature(data) or Text("别的内容", "something else")
    details: dict[str, str | Text] = {"expected": expected, "found": found}
    return [Diagnostic(catalogue.NOT_WHAT_ITS_NAME_SAYS, Place(path), details=details)]


def _workbook(data: bytes, path: str) -> tuple[list[Table], list[Diagnostic]]:
    if not data.startswith(b"PK"):
        return [], _is_not(Text("XLSX 工作簿", "an XLSX workbook"), data, path)
    from .workbook import read_workbook

    tables, problems = read_workbook(data, path, HEADERS)
    return tables, [*problems, *(d for t in tables for d in _numeric_ids(t, t.numeric))]


def _parquet(data: bytes, path: str) -> tuple[list[Table], list[Diagnostic]]:
    if not data.startswith(b"PAR1"):
        return [], _is_not(Text("Parquet 文件", "Parquet"), data, path)
    try:
        frame = pl.read_parquet(io.BytesIO(data))
        headers = tuple(frame.columns)
        nested = [h for h, kind in frame.schema.items() if kind.is_nested() and HEADERS.find(h) is not None]
        if nested:
            return [], [Diagnostic(catalogue.COLUMN_NESTED, Place(path, field=h), h, {"column": h}, h) for h in nested]
        frame = frame.with_columns(pl.lit("").alias(h) for h, kind in frame.schema.items() if kind.is_nested())
        numeric = frozenset(i for i, kind in enumerate(frame.dtypes) if kind.is_numeric())
        frame = frame.select(pl.col(h).cast(pl.String).alias(str(i)) for i, h in enumerate(headers))
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        details = {"reason": str(error).split("\n")[0]}
        return [], [Diagnostic(catalogue.FILE_DAMAGED, Place(path), details=details)]
    row = pl.int_range(1, pl.len() + 1, dtype=pl.UInt32)
    frame = frame.with_columns(pl.lit(None, pl.UInt32).alias("line"), row.alias("row"))
    table = Table(path, headers, finish(frame, len(headers)), header_line=None)
    return [table], _numeric_ids(table, numeric)


def _numeric_ids(table: Table, numeric: frozenset[int]) -> list[Diagnostic]:
    """Columns of employee ids that hold numbers."""
    return [
        Diagnostic(catalogue.IDS_ARE_NUMBERS, table.place(None, i, h), h, {"column": h}, key=h)
        for i, h in enumerate(table.headers)
        if i in numeric and HEADERS.find(h) == "employee_id"
    ]
