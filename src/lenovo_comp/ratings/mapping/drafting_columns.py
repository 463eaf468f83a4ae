"""What the columns of a table seem to hold, as a mapping writes it, each with its reason."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import polars as pl

from ...findings.finding import Severity
from ...model.dictionary import Model
from ...text import Text
from ..codebook import ColumnCodebook, codebooks
from ..columns import COLUMNS, Kind, of_kind
from ..files.table import Table
from ..headers import read_headers
from ..layout import Layout
from ..levels import LevelColumn
from ..meanings import NOTHING, Meaning
from ..surveys import survey_of
from .source import IGNORE, joined

SOME = 1000
"""Records that are looked at."""
MOST_VALUES = 20
"""Cells of a column that are listed as not understood."""
_OPEN = Text("不认识：请写列、胜任能力的标识，或 ignore", 'unknown: write a column, a competency, or "ignore"')
_NUMBERED = Text("答卷的编号，用来区分评价人", "the answer number, used to distinguish raters")
_COMPOSED = Text(
    "与另一列合起来才是 {column}；请在文件中合成一列",
    "part of {column}, together with another column; join them into one column in the file",
)


class Entry(NamedTuple):
    """A header, what it seems to hold (empty where nobody knows), and why."""

    header: str
    target: str
    reason: Text


class ColumnDrafter:
    """Says of each column of a table what it seems to hold: as the table is read, else as far as that is sure."""

    def __init__(self, table: Table, layout: Layout, model: Model, *, roster: bool) -> None:
        self._table, self._layout, self._model = table, layout, model
        self._width = len(table.headers)
        errors = [d for d in layout.problems if d.severity is Severity.ERROR]
        self.notes = [Text(f"没有映射时：{d.message('zh')}", f"Without a mapping: {d.message('en')}") for d in errors]
        self.joined_rows = self._joined_rows()
        below = [cells for row, cells in table.first(len(self.joined_rows)) if row in self.joined_rows]
        self._headers = joined([table.headers, *below])[: self._width]
        self._meanings = read_headers(layout.table, model, roster=roster)
        self._before, self._after = self._aligned()
        self._composed: set[str] = set()
        """Columns that are made of several."""
        self._targets, self._made = self._read()
        self._drafted: dict[int, Entry] = {}

    def _joined_rows(self) -> tuple[int, ...]:
        """The rows below the first of the headers that hold headers, too."""
        if self._layout.table.headers[: self._width] == self._table.headers:
            return ()
        return tuple(row for row, _ in self._table.first(1))

    def _aligned(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The first records as they stand, and as they are read: text, the same ones."""
        before, after = (next(iter(t.records.parts())).frame.head(SOME) for t in (self._table, self._layout.table))
        rows = before["row"].filter(before["row"].is_in(after["row"].implode())).implode()
        text = pl.exclude("line", "row").cast(pl.String).fill_null("").str.strip_chars()
        return before.filter(pl.col("row").is_in(rows)).select(text), after.filter(pl.col("row").is_in(rows)).select(
            text
        )

    def _read(self) -> tuple[dict[int, str], dict[int, Text]]:
        """Column → what a mapping writes for it, as the table is read; and the reasons that headers don't give."""
        columns, targets, reasons = self._layout.columns, dict[int, str](), dict[int, Text]()
        for name, i in columns.known.items() if columns is not None else ():
            if i < self._width:
                targets[i] = name
            elif (at := self._origin(i)) is not None:
                targets[at] = name
                if self._meanings.get(at, NOTHING).column != name:
                    reasons[at] = _NUMBERED
            elif self._layout.table.shown_at.get(i) is not None:
                self._composed.add(name)
        for level in columns.levels if columns is not None else ():
            targets[level.column] = _of_level(level)
        return targets, reasons

    def _origin(self, made: int) -> int | None:
        """The column of the file whose cells a made one repeats, perhaps with a sign before them."""
        cells = self._after[str(made)]
        shown = self._layout.table.shown_at.get(made)
        order = sorted(range(self._width), key=lambda i: i != shown)
        same = (i for i in order if cells.is_in(["", "#"]).any() is False and _repeats(self._before[str(i)], cells))
        return next(same, None) if shown is not None else None

    def entries(self) -> Iterator[Entry]:
        """An entry for each header."""
        entries = {i: self._entry(i, header) for i, header in enumerate(self._headers) if header}
        entries |= self._by_content(entries)
        by_header: dict[str, list[int]] = {}
        for i, entry in entries.items():
            by_header.setdefault(entry.header, []).append(i)
        taken: dict[str, str] = {}
        for header, columns in by_header.items():
            entry = self._only(header, [entries[i] for i in columns], taken)
            if entry.target not in ("", IGNORE):
                taken[entry.target] = header
                self._drafted[columns[0]] = entry
            yield entry

    def _only(self, header: str, entries: Sequence[Entry], taken: Mapping[str, str]) -> Entry:
        """The one entry for a header, which may stand over several columns, or say what another does."""
        entry, number = entries[0], len(entries)
        if number > 1 and {x.target for x in entries} != {IGNORE}:
            zh = f"有 {number} 列都是这个表头：请先在文件中改名，或写 ignore"
            en = f'{number} columns have this header: rename them in the file, or write "ignore"'
            return Entry(header, "", Text(zh, en))
        if entry.target in taken:
            other = taken[entry.target]
            return Entry(header, "", Text(f"与“{other}”含义相同：请只留一个", f'the same as "{other}": keep one'))
        return entry

    def _entry(self, i: int, header: str) -> Entry:
        meaning = self._meanings.get(i, NOTHING)
        if i in self._targets:
            return Entry(header, self._targets[i], self._made.get(i) or self._reason(i, meaning, self._targets[i]))
        if (tool := self._tool_of(i)) is not None:
            return Entry(header, IGNORE, Text(f"{tool.zh}自带的列", f"a column of {tool.en}'s own"))
        if meaning.is_derived:
            return Entry(header, IGNORE, Text("计算或要求的值，不是评分", "calculated or required, not a rating"))
        if self._layout.columns is None and (target := _target(meaning)):
            return Entry(header, target, self._reason(i, meaning, target))
        name = meaning.column
        if name in self._composed:
            return Entry(header, "", Text(_COMPOSED.zh.format(column=name), _COMPOSED.en.format(column=name)))
        if name in (self._layout.columns.known if self._layout.columns else ()):
            return Entry(header, IGNORE, Text(f"{name} 已由另一列给出", f"another column holds {name}"))
        return Entry(header, "", _OPEN)

    def _tool_of(self, i: int) -> Text | None:
        """The survey tool whose own column it is."""
        export = survey_of(self._table.headers)
        return export.survey.name if export is not None and i in export.own.values() else None

    def _reason(self, i: int, meaning: Meaning, target: str) -> Text:
        """Why a header is taken for what it is."""
        what = target.partition("@")[0]
        if what == "level" and meaning.role:
            name = self._model.role(meaning.role).name
            return Text(f"{name['zh']}的评分", f"rating by role: {name['en']}")
        if what in COLUMNS and meaning.column != what:
            return _by_cells(len(self._before[str(i)]), what)
        rater = self._model.role(meaning.role).name if meaning.role and "@" in target else None
        role = Text(f"，评价人：{rater['zh']}", f", rated by: {rater['en']}") if rater else Text("", "")
        if not meaning.exact:
            zh, en = f"表头含有 {what} 的名称", f"the header holds a name of {what}"
        elif what in COLUMNS:
            zh, en = f"表头是 {what} 的名称", f"the header is a name of {what}"
        else:
            zh, en = f"表头是 {what} 的名称", f"the header names {what}"
        return Text(zh + role.zh, en + role.en)

    def _by_content(self, entries: Mapping[int, Entry]) -> dict[int, Entry]:
        """Entries for columns whose headers say nothing, or something that none of their cells can be."""
        found: dict[int, Entry] = {}
        names = {name: COLUMNS[name].names_in(self._model) for name in of_kind(Kind.NAME)}
        taken = {entry.target for entry in entries.values()}
        for i, entry in entries.items():
            cells = self._after[str(i)].filter(self._after[str(i)] != "")
            target, distinct = entry.target, set(cells.to_list())
            if not distinct or (target and (target not in names or any(map(names[target].find, distinct)))):
                continue
            fits = (n for n, known in names.items() if n not in taken and all(map(known.find, distinct)))
            if name := next(fits, None):
                taken.add(name)
                found[i] = Entry(entry.header, name, _by_cells(len(cells), name))
        return found

    def values(self) -> dict[str, dict[str, str]]:
        """Column → the cells that are read as blank."""
        values: dict[str, dict[str, str]] = {}
        for i, entry in self._drafted.items():
            before, after = self._before[str(i)], self._after[str(i)]
            blanked = before.filter((before != "") & (after == "")).unique(maintain_order=True)
            if len(blanked):
                values.setdefault(_column(entry.target), {}).update(dict.fromkeys(blanked.to_list(), ""))
        return values

    def not_understood(self) -> dict[str, dict[str, int]]:
        """Column → the cells that can't be read as what they should be."""
        books = codebooks(self._model)
        cells: dict[str, list[pl.Series]] = {}
        for i, entry in self._drafted.items():
            name = _column(entry.target)
            if COLUMNS[name].kind in (Kind.NAME, Kind.KEY, Kind.NUMBER):
                cells.setdefault(name, []).append(self._after[str(i)].alias("cell"))
        found = {name: _unknown_cells(books[name], pl.concat(some)) for name, some in cells.items()}
        return {name: some for name, some in found.items() if some}


def _column(target: str) -> str:
    """The column that a header's cells are read as."""
    return target if target in COLUMNS else "level"


def _repeats(cells: pl.Series, made: pl.Series) -> bool:
    """Whether made cells are those of a column, perhaps with a sign before them."""
    return bool((cells == made).all() or (("#" + cells) == made).all())


def _by_cells(number: int, name: str) -> Text:
    return Text(f"看过的 {number} 个值都可作 {name}", f"each of {number} values can be a {name}")


def _unknown_cells(book: ColumnCodebook, cells: pl.Series) -> dict[str, int]:
    """The cells that mean nothing to a codebook, the most frequent first, and how often each stands there."""
    if cells.is_empty():
        return {}
    codes = book.encode(cells)
    unknown = book.frame.select((pl.col("value").is_null() & pl.col("given")).gather(codes)).to_series()
    counted = cells.filter(unknown).value_counts(sort=True).sort("count", "cell", descending=[True, False])
    return dict(counted.head(MOST_VALUES).iter_rows())


def _of_level(level: LevelColumn) -> str:
    """What a mapping writes for a column of levels.

    >>> _of_level(LevelColumn(3, {"competency": "communication", "rater_role": "peer", "rater_id": "peer 1"}))
    'communication@peer/peer 1'
    """
    says = level.says
    who = "/".join(filter(None, (says.get("rater_role"), says.get("rater_id"))))
    return "@".join(filter(None, (says.get("behaviour") or says.get("competency") or "level", who)))


def _target(meaning: Meaning) -> str:
    """What a mapping writes for a header of that meaning; empty where it says too little."""
    if meaning.column and not meaning.rated:
        return meaning.column
    what = meaning.behaviour or meaning.competency
    if not what:
        return ""
    who = "/".join(filter(None, (meaning.role, meaning.number and f"{meaning.role} {meaning.number}")))
    return f"{what}@{who}" if who else what
