"""Files → tables, by what the name says and the content confirms."""

import codecs
import hashlib
import io
import os
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, NamedTuple

import polars as pl

from ... import system
from ...findings import catalogue
from ...findings.finding import Finding, Place, shown_path
from ...inputs import STDIN, open_input
from ...text import Text
from . import chunks, kinds
from .decoding import decode, signature
from .delimited import read_table
from .header_row import Find, find_column
from .table import Refused, RowRecords, Table, too_wide
from .typed import numeric_ids, texts, typed_table

TEXT = (*kinds.TEXT, "")
# How old workbooks and such with a password start, and the part that holds the content of the latter.
_OLE, _ENCRYPTED = b"\xd0\xcf\x11\xe0", b"\0".join(b"%c" % c for c in b"EncryptedPackage")
_START = 4096  # bytes that show what a file is


class Input(NamedTuple):
    """A file as it was read. `rows` counts records, those left out included; `sha256` may be unasked for: empty."""

    path: str
    sha256: str
    encoding: str
    rows: int


class Opened(NamedTuple):
    """A file's tables (a workbook may hold several), and what was found on the way to them.

    `sha256` waits until the file's digest is known; None where the file could not be opened.
    """

    path: str
    sha256: Callable[[], str] | None = None
    encoding: str = ""
    tables: Sequence[Table] = ()
    problems: Sequence[Finding] = ()


def is_lock_file(path: str) -> bool:
    """Whether a file only says that somebody has a workbook open: `~$x.xlsx` or `.~lock.x.ods#` beside it."""
    return Path(path).name.startswith(("~$", ".~lock."))


def open_tables(
    path: str, stack: ExitStack, digest: bool = True, find: Find = find_column, header_row: int | None = None
) -> Opened:
    """Open a file (`-`: standard input) as tables. Never raises for what it may hold.

    A text of more than a chunk is read again as it is needed; `stack` closes it. `digest`: whether to
    make the file's SHA-256, which keeps a core busy for nearly a second a gigabyte. `find` knows the
    names that headers may have; `header_row` (1-based) is the header's, where that is known.
    """
    if (url := kinds.url_in(path)) is not None and not os.path.lexists(path):
        return Opened(url, problems=[Finding(catalogue.URL_NAMED, Place(url))])
    name = "<stdin>" if path == STDIN else shown_path(path)
    ending = "" if path == STDIN else Path(path).suffix.lower()
    try:
        file = _open(path, stack)
        start = file.read(_START)
    except FileNotFoundError:
        # A finding, not an error: the other files are still read and reported on.
        return Opened(name, problems=[Finding(catalogue.FILE_MISSING, Place(name))])
    except (OSError, ValueError) as error:
        why = system.reason(error)
        return Opened(name, problems=[Finding(catalogue.FILE_UNREADABLE, Place(name), details={"reason": why})])
    kind = _kind(start, ending)
    if kind is None:
        return Opened(name, problems=[_not_read(name, ending)])
    sha256 = _digest(path, file) if digest else lambda: ""
    if not start:
        return Opened(name, sha256, problems=[Finding(catalogue.FILE_EMPTY, Place(name))])
    if kind == "text":
        return Opened(name, sha256, *_text(file, name, find, header_row))
    file.seek(0)
    data = file.read()
    if kind == "parquet":
        return Opened(name, sha256, kind, *_parquet_file(data, name))
    if not ending and kind == "xlsx":
        kind = kinds.archive_kind(data) or kind
    return Opened(name, sha256, kind, *_workbook(data, name, kind, find, header_row))


def _open(path: str, stack: ExitStack) -> IO[bytes]:
    """The file; in memory if that is small, or can't be read twice."""
    file = stack.enter_context(open_input(path))
    if isinstance(file, io.BytesIO) or os.fstat(file.fileno()).st_size > chunks.CHUNK:
        return file
    with file:
        return io.BytesIO(file.read())


def _digest(path: str, file: IO[bytes]) -> Callable[[], str]:
    """SHA-256, of a large file beside the reading of it."""
    if isinstance(file, io.BytesIO):
        # What came through a pipe can not be read a second time.
        value = hashlib.sha256(file.getbuffer()).hexdigest()
        return lambda: value
    found: list[str | OSError] = []

    def run() -> None:
        try:
            with Path(path).open("rb") as again:
                found.append(hashlib.file_digest(again, "sha256").hexdigest())
        except OSError as error:
            found.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()

    def wait() -> str:
        thread.join()
        (digest,) = found
        if isinstance(digest, OSError):
            raise digest
        return digest

    return wait


def _text(file: IO[bytes], name: str, find: Find, header_row: int | None) -> tuple[str, list[Table], list[Finding]]:
    """Encoding, table and findings of a text."""
    file.seek(0)
    if signature(file.read(8)) is None and chunks.is_utf8(file):
        file.seek(0)
        marked = file.read(3) == codecs.BOM_UTF8
        table, problems = read_table(
            chunks.ChunkedText(file, len(codecs.BOM_UTF8) if marked else 0), name, find, header_row
        )
        return "utf-8-sig" if marked else "utf-8", [table] if table is not None else [], problems
    file.seek(0)
    decoded, encoding, problems = decode(file.read(), name)
    if decoded is None:
        return encoding, [], problems
    table, found = read_table(decoded, name, find, header_row)
    return encoding, [table] if table is not None else [], [*problems, *found]


def _kind(start: bytes, ending: str) -> str | None:
    """What to read a file as; without an ending (standard input) by how it starts."""
    if ending in kinds.PARQUET or (not ending and start.startswith(b"PAR1")):
        return "parquet"
    if ending in kinds.WORKBOOKS:
        return kinds.WORKBOOKS[ending]
    if not ending and start.startswith((b"PK\x03\x04", _OLE)):
        return "xls" if start.startswith(_OLE) else "xlsx"
    return "text" if ending in TEXT else None


def _not_read(path: str, ending: str) -> Finding:
    """The finding about a file of a kind that is not read."""
    if ending in kinds.PACKED:
        return Finding(catalogue.FILE_PACKED, Place(path))
    if ending in kinds.OTHERS:
        what, how = kinds.OTHERS[ending]
        return Finding(catalogue.KIND_NOT_READ, Place(path), details={"kind": what, "how": how})
    return Finding(catalogue.UNKNOWN_FILE_TYPE, Place(path), details={"ending": ending})


def _is_not(data: bytes, path: str) -> list[Finding]:
    """The finding about a file that is not what its name says."""
    if kinds.is_page(data[:_START]):
        return [Finding(catalogue.PAGE_NAMED_OTHERWISE, Place(path), details={"named": kinds.named(path)})]
    kind = "xls" if data.startswith(_OLE) else kinds.archive_kind(data)
    found = kinds.NAMES[kind] if kind is not None else signature(data)
    if found is None:
        found = Text("文本", "text") if chunks.is_utf8(io.BytesIO(data)) else Text("别的内容", "something else")
    details: dict[str, str | Text] = {"named": kinds.named(path), "found": found}
    return [Finding(catalogue.NOT_WHAT_ITS_NAME_SAYS, Place(path), details=details)]


def _workbook(
    data: bytes, path: str, kind: str, find: Find, header_row: int | None
) -> tuple[list[Table], list[Finding]]:
    if data.startswith(_OLE) and _ENCRYPTED in data:
        return [], [Finding(catalogue.WORKBOOK_LOCKED, Place(path))]
    is_other = kinds.archive_kind(data) not in (kind, None)
    if is_other or not data.startswith(_OLE if kind == "xls" else b"PK"):
        return [], _is_not(data, path)
    from .workbook import read_workbook

    tables, problems = read_workbook(data, path, find, header_row, kind)
    return tables, [*problems, *(d for t in tables for d in numeric_ids(t))]


def _parquet_file(data: bytes, path: str) -> tuple[list[Table], list[Finding]]:
    if not data.startswith(b"PAR1"):
        return [], _is_not(data, path)
    from . import parquet

    try:
        parquet.check(data)
        with parquet.engine():
            rows = pl.scan_parquet(io.BytesIO(data))
            schema = rows.collect_schema()
            cells = rows.select(texts(schema))
            height = rows.select(pl.len()).collect().item()
            cells.head(1).collect()
    except parquet.Damaged as error:
        return [], [_damaged(path, error)]

    def read(start: int, number: int) -> pl.DataFrame:
        try:
            with parquet.engine():
                return cells.slice(start, number).collect()
        except parquet.Damaged as error:
            raise Refused(_damaged(path, error)) from error

    table = typed_table(path, schema, RowRecords(height, 1, read))
    wide = too_wide(table)
    return ([], [wide]) if wide is not None else ([table], numeric_ids(table))


def _damaged(path: str, error: Exception) -> Finding:
    return Finding(catalogue.FILE_DAMAGED, Place(path), details={"reason": str(error).split("\n")[0]})
