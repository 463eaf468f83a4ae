"""Drafts of mappings: what files seem to hold, column by column with the reason, for people to look through."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import polars as pl

from ...findings.finding import Finding
from ...model.dictionary import Model
from ...text import Text
from ..columns import COLUMNS
from ..files.opening import open_tables
from ..files.table import Refused, Table
from ..folders import ratings_files
from ..layout import recognise
from ..meanings import HeaderReader
from ..names_of_tables import Said, said_by_names
from .drafting_columns import ColumnDrafter, Entry

Values = Mapping[str, Mapping[str, str]]
MOST_SKIPPED = 50
"""Rows that a draft lists as no data."""


class Draft(NamedTuple):
    """A mapping for some files: what stands in it, and the cells that it would not understand."""

    files: tuple[str, ...]
    header_rows: tuple[int, ...] = ()
    skip_rows: tuple[int, ...] = ()
    sheet: str = ""
    file: str = ""
    entries: tuple[Entry, ...] = ()
    values: Mapping[str, Mapping[str, str]] = {}
    """Column → what its cells and the names of sheets hold → what that stands for."""
    constants: Mapping[str, str] = {}
    unknown: Mapping[str, Mapping[str, int]] = {}
    """Column → the cells that can't be that, and how many there are of each."""
    notes: tuple[Text, ...] = ()

    @property
    def content(self) -> str:
        """What makes it the same as another, but for the files and for what their cells and names are."""
        return repr(self._replace(files=(), unknown={}))


class Drafts(NamedTuple):
    """The drafts for some files, and what was found on the way to them."""

    drafts: tuple[Draft, ...]
    problems: tuple[Finding, ...]


def draft_mappings(paths: Sequence[str], model: Model, roster: str | None = None) -> Drafts:
    """Drafts for files, those of one shape together. The file that `roster` names is one."""
    drafts: dict[str, Draft] = {}
    files, problems = ratings_files(paths, None)
    by_file = said_by_names([Path(path).stem for path in files], model)
    for path, said in zip(files, by_file, strict=True):
        with ExitStack() as stack:
            opened = open_tables(path, stack, digest=False, find=HeaderReader(model).find)
            problems += opened.problems
            try:
                made = _draft(path, opened.tables, model, roster=path == roster, said=[] if path == roster else said)
            except Refused as refused:
                problems.append(refused.finding)
                continue
        if made is not None:
            same = drafts.get(made.content)
            drafts[made.content] = made if same is None else _together(same, made)
    return Drafts(tuple(drafts.values()), tuple(problems))


def _together(one: Draft, other: Draft) -> Draft:
    """A draft for the files of two."""
    unknown = {name: dict(cells) for name, cells in one.unknown.items()}
    for name, cells in other.unknown.items():
        some = unknown.setdefault(name, {})
        for cell, number in cells.items():
            some[cell] = some.get(cell, 0) + number
    return one._replace(files=(*one.files, *other.files), unknown=unknown)


def _draft(path: str, tables: Sequence[Table], model: Model, *, roster: bool, said: Sequence[Said]) -> Draft | None:
    """The draft for a file; None where it holds no table."""
    if not tables:
        return None
    first = tables[0]
    if first.head:
        note = Text("comp sheet 做的评价表不需要映射。", "Rating sheets made by comp sheet need no mapping.")
        return Draft((path,), notes=(note,))
    others = [table.sheet or "" for table in tables[1:] if table.headers != first.headers]
    notes = [
        Text(f"工作表“{name}”的表头不同，不在这份草稿里。", f'Sheet "{name}" has other headers and is not drafted.')
        for name in others
    ]
    sheets = [table.sheet or "" for table in tables if (table.sheet or "") not in others]
    by_sheet = said_by_names(sheets, model) if first.sheet is not None else [[]]
    layout = recognise(first, model, roster=roster, said=[*by_sheet[0], *said])
    drafter = ColumnDrafter(first, layout, model, roster=roster)
    draft = Draft((path,), *_rows(first, layout.table, drafter), notes=(*notes, *drafter.notes))
    draft = draft._replace(entries=tuple(drafter.entries()), values=drafter.values(), unknown=drafter.not_understood())
    from_names = {
        name
        for name, column in (layout.columns.known if layout.columns else {}).items()
        if _is_constant(layout.table, column, len(first.headers))
    }
    return _with_names(draft, from_names, sheets, by_sheet, said, model)


def _is_constant(table: Table, column: int, width: int) -> bool:
    """Whether a column was put in that stands nowhere in the table: a name says it."""
    return column >= width and table.shown_at.get(column) is None


def _rows(table: Table, read: Table, drafter: ColumnDrafter) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The rows of the headers, where they aren't the first alone, and those that are no data."""
    every, left = (pl.concat([part.frame["row"] for part in t.records.parts()]) for t in (table, read))
    gone = [row for row in every.filter(~every.is_in(left.implode())) if row not in drafter.joined_rows]
    if len(gone) > MOST_SKIPPED:
        number = len(gone)
        drafter.notes.append(Text(f"有 {number} 行不是数据，未列出。", f"{number} rows without data are not listed."))
        gone = []
    first = table.header_line or 1
    headers = (first, *drafter.joined_rows)
    return (headers if headers != (1,) else ()), tuple(gone)


def _with_names(
    draft: Draft,
    columns: set[str],
    sheets: Sequence[str],
    by_sheet: Sequence[Sequence[Said]],
    said: Sequence[Said],
    model: Model,
) -> Draft:
    """The draft with what the names of sheets and of the file say of some columns."""
    for name in sorted(columns):
        cells = {sheet: s.cell for sheet, some in zip(sheets, by_sheet, strict=True) for s in some if s.column == name}
        here = next((s for s in said if s.column == name), None)
        if len(cells) == len(sheets) and not draft.sheet:
            draft = draft._replace(sheet=name, values=_with(draft.values, name, cells, model))
        elif here is not None and here.cell == here.name and not draft.file:
            draft = draft._replace(file=name)
        elif here is not None and here.cell:
            draft = draft._replace(constants={**draft.constants, name: here.cell})
    return draft


def _with(values: Values, name: str, cells: Mapping[str, str | None], model: Model) -> Values:
    """The values with those that names of sheets stand for, if they aren't that already."""
    names = COLUMNS[name].names
    known = {written: written if names is None else names(model).find(written) for written in cells}
    own = {written: cell for written, cell in cells.items() if cell and cell != known[written]}
    return {**values, name: {**values.get(name, {}), **own}} if own else values
