"""Fix harmless slips in ratings files: every edit is lossless, and every other character stays."""

import codecs
import difflib
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import chain, groupby, islice
from pathlib import Path

import polars as pl

from ..model.dictionary import Model
from ..text import defuse_command, visible
from . import cells
from .columns import COLUMNS, PLAIN, Kind
from .files.decoding import decode
from .files.delimited import read_table
from .files.opening import TEXT
from .files.table import Part, Refused, Table
from .headers import Columns, column_of, match_columns
from .spelling import INVISIBLE

_MARKS = {"utf-16": codecs.BOM_UTF16_LE, "utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
_FORMULA = r"^[=+\-@]"
_CONTEXT = 3
_LINE_END = re.compile(r"\r\n|\r|\n")
Edits = Mapping[tuple[int, int], str]
"""(Physical line on which a record starts, column from 0) → the new value of the cell."""


@dataclass(frozen=True)
class Fixed:
    """A file's new bytes; the old ones if there was nothing to do.

    `changes` counts headers, cells and line ends that became others, and one for a byte-order mark
    taken away or another encoding.
    """

    data: bytes
    changes: int


def fix(data: bytes, path: str, model: Model, *, encoding: str | None = None, roster: bool = False) -> Fixed | None:
    """Write plainly what reads as meant anyway: marks, line ends, headers, spaces, widths, units.

    The encoding stays unless `encoding` ("utf-8", "gb18030", "utf-16") says otherwise. None where
    the file is no text table, can't be written in that encoding, or would not read the same again.
    """
    text, was, _ = decode(data, path) if Path(path).suffix.lower() in TEXT else (None, "", [])
    read = _read(text, path) if text is not None else None
    if text is None or read is None:
        return None
    table, part = read
    columns, _ = match_columns(table, model, roster=roster)
    headers = _headers(table, model, roster)
    frame = part.frame if columns is None else part.frame.with_columns(_plain(columns, model))
    fixed, changes = _rewrite(text, table.delimiter, _edits(table, headers, part.frame, frame))
    target = was if encoding is None or was.startswith(encoding) else encoding
    try:
        unedited, new = _encode(text, target), _encode(fixed, target)
    except UnicodeEncodeError:
        return None
    again = _read(fixed, path)
    if (
        decode(new, path)[0] != fixed
        or again is None
        or (again[0].delimiter, again[0].headers) != (table.delimiter, headers)
        or not again[1].frame.drop("line").equals(frame.drop("line"))
        or _ragged_rows(again[1]) != _ragged_rows(part)
    ):
        return None
    return Fixed(new, changes + (unedited != data))


def _read(text: str, path: str) -> tuple[Table, Part] | None:
    """A text's table and all its records; None where it has none, or a quotation doesn't close."""
    try:
        table, _ = read_table(text, path)
        return None if table is None else (table, table.whole())
    except Refused:
        return None


def _ragged_rows(part: Part) -> list[int]:
    return part.ragged["row"].to_list() if part.ragged is not None else []


def diff(old: bytes, new: bytes, path: str) -> str:
    """What fixing changes, as a unified diff made visible, no line of it a CI command.

    "" where the texts are equal, whatever their encodings, and where one of them is none.
    """
    before, after = _lines(old, path), _lines(new, path)
    if before is None or after is None or before == after:
        return ""
    if len(before) == len(after):
        body = _hunks(before, after)
    else:  # a line break went from the end of a cell
        body = islice(difflib.unified_diff(before, after, lineterm=""), 2, None)
    return "".join(defuse_command(visible(line)) + "\n" for line in chain((f"--- {path}", f"+++ {path}"), body))


def _hunks(before: list[str], after: list[str]) -> Iterator[str]:
    """A unified diff's hunks of as many lines as before, in linear time (`difflib` may take quadratic)."""
    spans: list[list[int]] = []  # first and last changed line of every hunk
    for i, (old, new) in enumerate(zip(before, after, strict=True)):
        if old != new and spans and i - spans[-1][1] <= 2 * _CONTEXT + 1:
            spans[-1][1] = i
        elif old != new:
            spans.append([i, i])
    for start, last in spans:
        first, end = max(start - _CONTEXT, 0), min(last + 1 + _CONTEXT, len(before))
        yield f"@@ -{first + 1},{end - first} +{first + 1},{end - first} @@"
        for same, run in groupby(range(first, end), lambda i: before[i] == after[i]):
            at = list(run)
            yield from (f"{' ' if same else '-'}{before[i]}" for i in at)
            yield from (f"+{after[i]}" for i in at if not same)


def _headers(table: Table, model: Model, roster: bool) -> tuple[str, ...]:
    """The headers with known columns by their own name; a name that stands twice is only trimmed."""
    meant = [_meaning(header.strip(), model, roster) for header in table.headers]
    times = Counter(meant)
    headers = []
    for header, name in zip(table.headers, meant, strict=True):
        sure = name is not None and times[name] == 1 and _meaning(name, model, roster) == name
        headers.append(name if name and sure else header.strip() if name else header)
    return tuple(headers)


def _meaning(header: str, model: Model, roster: bool) -> str | None:
    """The column or competency a header names, as `match_columns` takes it."""
    return column_of(header, roster) or (None if roster else model.competency_names.find(header))


def _plain(columns: Columns, model: Model) -> list[pl.Expr]:
    """The cells of usable columns, written plainly. What would then be a spreadsheet's formula stays as it is."""
    level = partial(_level, model)
    folds: dict[Kind, Callable[[pl.Expr], pl.Expr]] = {Kind.NUMBER: level, Kind.NAME: cells.trimmed}
    plain = {x.column: level(pl.col(str(x.column))) for x in columns.levels}
    for name, i in columns.known.items():
        if name in PLAIN:
            plain[i] = folds.get(COLUMNS[name].kind, cells.plain)(pl.col(str(i)))
    return [
        pl.when(value.str.contains(_FORMULA) & value.cast(pl.Float64, strict=False).is_null())
        .then(pl.col(str(i)))
        .otherwise(value)
        .alias(str(i))
        for i, value in plain.items()
    ]


def _level(model: Model, cell: pl.Expr) -> pl.Expr:
    """A level without its unit, unless that is a scale's label for another number (`Level 1` for 0)."""
    text = cells.plain(cell.str.replace_all(INVISIBLE, ""))
    scales = {model.attainment.scale, *(c.scale for c in model.competencies)}
    labels = [
        (value, word) for scale in scales for value, label in scale.labels for word in (label.zh, label.en) if word
    ]
    others = {re.sub(r"\s", "", word).lower() for value, word in labels if cells.unit_number(word) not in (None, value)}
    is_other = text.str.replace_all(r"\s", "").str.to_lowercase().is_in(sorted(others))
    return pl.coalesce(pl.when(~is_other).then(cells.without_unit(text)), text)


def _edits(table: Table, headers: tuple[str, ...], before: pl.DataFrame, frame: pl.DataFrame) -> Edits:
    """What differs from the table in the new headers and cells."""
    edits: dict[tuple[int, int], str] = {}
    for i, (old, new) in enumerate(zip(table.headers, headers, strict=True)):
        if old != new:
            edits[table.header_line or 1, i] = new
        cell = frame[str(i)]
        changed = frame.select("line", cell).filter(cell != before[str(i)])
        edits |= {(line, i): value for line, value in changed.iter_rows()}
    return edits


def _rewrite(text: str, delimiter: str, edits: Edits) -> tuple[str, int]:
    """The text with other cells in their places and LF after every record, and how much that changes.

    The reader has seen to it that quotations close and end their cells.
    """
    if not edits and "\r" not in text:
        return text, 0
    between = re.escape(delimiter)
    cell_and_end = re.compile(rf'("[^"]*(?:""[^"]*)*"|[^{between}\r\n]*)({between}|\r\n|\r|\n|\Z)')
    parts: list[str] = []
    line, lines_within, column, changes = 1, 0, 0, 0
    for match in cell_and_end.finditer(text):
        cell, end = match.groups()
        new = edits.get((line, column))
        parts += [cell if new is None else _written(new, cell.startswith('"'), delimiter), "\n" if "\r" in end else end]
        changes += (new is not None) + ("\r" in end)
        if '"' in cell:
            lines_within += len(_LINE_END.findall(cell))
        if end == delimiter:
            column += 1
        else:
            line, lines_within, column = line + lines_within + 1, 0, 0
    return "".join(parts), changes


def _written(value: str, quoted: bool, delimiter: str) -> str:
    if quoted or any(c in value for c in (delimiter, '"', "\r", "\n")):
        return '"' + value.replace('"', '""') + '"'
    return value


def _encode(text: str, encoding: str) -> bytes:
    """The text in an encoding of `decode`; UTF-8 has no byte-order mark unless the text starts like one."""
    if encoding.startswith("utf-8"):
        return text.encode("utf-8-sig" if text.startswith("\ufeff") else "utf-8")
    mark = _MARKS.get(encoding, b"")
    return mark + text.encode("utf-16-le" if encoding == "utf-16" else encoding)


def _lines(data: bytes, path: str) -> list[str] | None:
    """The lines of a file, without LF but with all else at their ends, a UTF-8 mark included."""
    text = decode(data, path)[0]
    if text is None:
        return None
    mark = "\ufeff" if data.startswith(codecs.BOM_UTF8) else ""
    return [line.removesuffix("\n") for line in io.StringIO(mark + text, newline="")]
