"""Opening what a framework comes from: bytes → sheets of text cells, or the data of a JSON or YAML file.

What a file is, its content says and not its name. The guards are those of ratings files: sizes of archives, locked
and damaged workbooks, encodings, depth and aliases.
"""

import csv
import hashlib
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .. import system
from ..findings import catalogue
from ..findings.finding import Finding, Place, Rule, shown_path
from ..inputs import STDIN, read_input
from ..model import yaml_tree
from ..text import Text, shorten

At = tuple[int, int]
"""Row and column of a cell, from 0."""
LARGEST = 64 * 2**20
"""Bytes that are read of a file."""
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DELIMITERS = ",;\t|"
_SNIFFED = 20
"""Lines by which the delimiter is found."""
_YAML_START = re.compile(r"(?:---|- |[\w-]{1,60}:(?:\s|$))")
_SINGLE_HAN = re.compile(r"[A-Za-z][\u4e00-\u9fff](?![\u4e00-\u9fff])|(?<![\u4e00-\u9fff])[\u4e00-\u9fff][A-Za-z]")
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]{2,}")


class CannotOpen(Exception):
    """A source can't be opened: `finding` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.rule.code)
        self.finding = finding


@dataclass
class Grid:
    """A sheet, a CSV file, or a list of records: text cells, and what stands around them.

    `cells` has what isn't blank; `merged` the first and the last cell of merged ones; `odd` the cells that hold an
    error, or a formula without a value.
    """

    name: str
    path: str
    cells: dict[At, str]
    is_visible: bool = True
    merged: Sequence[tuple[At, At]] = ()
    odd: Mapping[At, Rule] = field(default_factory=dict)
    lines: Sequence[int] = ()
    """The physical line on which each row of a text begins; empty for workbooks."""
    pointer: str | None = None
    """Where a list of records stands in its file; its first row are the names of the records' keys."""

    @property
    def height(self) -> int:
        return max((i for i, _ in self.cells), default=-1) + 1

    @property
    def width(self) -> int:
        return max((j for _, j in self.cells), default=-1) + 1

    def place(self, at: At) -> str:
        """How reports call a cell: `Sheet!C4`, `file.csv:12`, `/themes/3/name`."""
        row, column = at
        if self.pointer is not None:
            return f"{self.pointer}/{row - 1}/{self.cells.get((0, column), '')}"
        if self.lines:
            return f"{self.path}:{self.lines[row]}" if row < len(self.lines) else self.path
        return f"{self.name}!{letters(column)}{row + 1}"


@dataclass
class Source:
    """A file that was opened: `sheets` of a workbook or CSV file, or the `data` of JSON or YAML."""

    path: str
    stem: str
    sha256: str
    kind: str
    """`xlsx`, `xls`, `xlsb`, `ods`, `csv`, `json` or `yaml`."""
    encoding: str | None = None
    sheets: Sequence[Grid] = ()
    data: Any = None
    notes: Sequence[Finding] = ()

    @property
    def is_data(self) -> bool:
        return self.kind in ("json", "yaml")


def letters(column: int) -> str:
    """A column as spreadsheets call it; from 0."""
    from ..ratings.files.cell_names import a1

    return a1(0, column)[:-1]


def open_source(path: str, encoding: str | None = None) -> Source:
    """Open a file, or `-` for standard input. Raises CannotOpen."""
    name = "<stdin>" if path == STDIN else shown_path(path)
    try:
        data = read_input(path, LARGEST)
    except FileNotFoundError:
        raise CannotOpen(Finding(catalogue.FILE_MISSING, Place(name))) from None
    except (OSError, ValueError) as error:
        why = system.reason(error)
        raise CannotOpen(Finding(catalogue.FILE_UNREADABLE, Place(name), details={"reason": why})) from error
    if not data.strip():
        raise CannotOpen(Finding(catalogue.FILE_EMPTY, Place(name)))
    stem = "" if path == STDIN else Path(path).stem
    made = Source(name, stem, hashlib.sha256(data).hexdigest(), "")
    if data.startswith((_OLE, _ZIP)):
        _open_workbook(made, data)
    else:
        _open_text(made, data, encoding)
    return made


def _open_workbook(source: Source, data: bytes) -> None:
    from ..ratings.files import kinds

    place = Place(source.path)
    if data.startswith(_OLE) and _ENCRYPTED in data:
        raise CannotOpen(Finding(catalogue.WORKBOOK_LOCKED, place))
    kind = "xls" if data.startswith(_OLE) else kinds.archive_kind(data)
    if kind is None:
        raise CannotOpen(Finding(catalogue.FILE_PACKED, place))
    source.kind = kind
    source.sheets = [_grid(sheet, source.path) for sheet in _read_workbook(data, kind, place)]


def _read_workbook(data: bytes, kind: str, place: Place) -> Sequence[Any]:
    """The sheets, as the readers of ratings files give them. Raises CannotOpen."""
    from python_calamine import CalamineError

    from ..ratings.files import xls
    from ..ratings.files.engines import Panicked
    from ..ratings.files.parts import Locked
    from ..ratings.files.sheet_cells import TooLarge, Unreadable
    from ..ratings.files.workbook import KINDS

    try:
        return KINDS[kind](data)
    except Locked:
        finding = Finding(catalogue.WORKBOOK_LOCKED, place)
    except xls.TooOld:
        finding = Finding(catalogue.WORKBOOK_TOO_OLD, place)
    except TooLarge as error:
        finding = Finding(catalogue.WORKBOOK_TOO_LARGE, place, details={"reason": error.reason})
    except (Unreadable, CalamineError, Panicked, OSError, ValueError) as error:
        reason = shorten(str(error).split("\n")[0])
        finding = Finding(catalogue.WORKBOOK_UNREADABLE, place, details={"reason": reason})
    raise CannotOpen(finding)


def _grid(sheet: Any, path: str) -> Grid:
    """A sheet's typed cells as the text that people see."""
    from ..ratings.form import as_text

    about = sheet.about
    cells: dict[At, str] = {}
    for i, row in enumerate(sheet.rows):
        for j, value in enumerate(row):
            if value is None or value == "":
                continue
            format = about.formats.get((i, j))
            shown = format.shown(value) if format is not None and isinstance(value, float) else None
            text = shown or as_text(value) or ""
            if text.strip():
                cells[i, j] = text
    odd = {at: o.rule for at, o in about.odd.items()}
    cells |= {at: o.text for at, o in about.odd.items()}
    return Grid(sheet.name, path, cells, sheet.is_visible, sheet.merged, odd)


def _open_text(source: Source, data: bytes, encoding: str | None) -> None:
    text, source.encoding, source.notes = _decode(data, source.path, encoding)
    start = text.lstrip()[:1]
    if start in ("{", "["):
        try:
            source.kind, source.data = "json", json.loads(text)
            return
        except (ValueError, RecursionError) as error:
            if start == "{" or text.lstrip()[1:2] in ("{", "["):
                raise CannotOpen(_not_json(source.path, error)) from error
    first = next((line for line in text.split("\n") if line.strip() and not line.startswith("#")), "")
    if _YAML_START.match(first):
        tree, found = yaml_tree.read(text, source.path)
        if tree is not None and isinstance(tree.data, dict | list):
            source.kind, source.data = "yaml", tree.data
            return
        if found and Path(source.path).suffix.lower() in (".yaml", ".yml"):
            raise CannotOpen(found[0])
    source.kind = "csv"
    source.sheets = [_table(text, source.path)]


def _not_json(path: str, error: Exception) -> Finding:
    """What is wrong with a text that begins as JSON does."""
    if isinstance(error, json.JSONDecodeError):
        reason = Text(f"不是有效的 JSON（{error.msg}）", f"it is not valid JSON ({error.msg})")
        return Finding(catalogue.FORMAT_NOT_KNOWN, Place(path, error.lineno, error.colno), details={"reason": reason})
    return Finding(catalogue.YAML_TOO_LARGE, Place(path), details={"reason": Text("嵌套过深", "nested too deep")})


def _decode(data: bytes, path: str, encoding: str | None) -> tuple[str, str, Sequence[Finding]]:
    """A text, its encoding, and what is to be said of that. Raises CannotOpen."""
    from ..ratings.files.decoding import decode

    if encoding is not None:
        try:
            return data.decode(encoding).removeprefix("\ufeff"), encoding, ()
        except UnicodeDecodeError as error:
            details = {"offset": str(error.start), "byte": f"0x{data[error.start]:02X}", "encoding": encoding}
            place = Place(path, data.count(b"\n", 0, error.start) + 1)
            raise CannotOpen(Finding(catalogue.ENCODING_WRONG, place, details=details)) from error
    text, found_encoding, problems = decode(data, path)
    if text is None:
        raise CannotOpen(problems[0])
    if found_encoding == "gb18030" and (odd := _not_chinese(text)) is not None:
        line = text.count("\n", 0, odd.start()) + 1
        sample = text[max(odd.start() - 8, 0) : odd.end() + 8].replace("\n", " ")
        raise CannotOpen(Finding(catalogue.ENCODING_UNCLEAR, Place(path, line), sample))
    return text, found_encoding, problems


def _not_chinese(text: str) -> re.Match[str] | None:
    """The first single Han character inside a Latin word, where a text has hardly any others: `team抯`."""
    # 0x92 is an apostrophe in Windows-1252, and the first half of a Chinese character in GB18030.
    odd = _SINGLE_HAN.search(text)
    return odd if odd is not None and len(_HAN_RUN.findall(text)) <= len(_SINGLE_HAN.findall(text)) else None


def _table(text: str, path: str) -> Grid:
    """A text as the table that it is. Raises CannotOpen where a quotation never closes."""
    delimiter, skip = _delimiter(text)
    csv.field_size_limit(2**31 - 1)
    for strict in (True, False):  # not strictly: with quotes that are no quotations, as in `"a" b, c`
        grid, begins = Grid("", path, {}), 1
        lines: list[int] = []
        grid.lines = lines
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
        try:
            for i, record in enumerate(reader):
                if i >= skip:
                    grid.cells |= {(len(lines), j): cell for j, cell in enumerate(record) if cell.strip()}
                    lines.append(begins)
                begins = reader.line_num + 1
            return grid
        except csv.Error as error:
            if "end of data" in str(error):
                raise CannotOpen(Finding(catalogue.QUOTE_UNCLOSED, Place(path, begins))) from error
    raise AssertionError  # what is not strict never fails


def _delimiter(text: str) -> tuple[str, int]:
    """The delimiter, and how many lines to skip: a first line `sep=;` is Excel's own word."""
    lines = text.split("\n", _SNIFFED)[:_SNIFFED]
    first = lines[0].strip("\r\n")
    if first[:4].lower() == "sep=" and len(first) == 5:
        return first[4], 1
    unquoted = ["".join(line.split('"')[::2]) for line in lines]
    return max(_DELIMITERS, key=lambda d: (sum(line.count(d) > 0 for line in unquoted), unquoted[0].count(d))), 0
