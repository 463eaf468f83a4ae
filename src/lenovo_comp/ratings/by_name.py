"""Tables that name people instead of numbering them: their ids come from the roster."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from ..findings import catalogue
from ..findings.finding import MOST_PLACES, Finding
from ..model.names import did_you_mean, nearest, normal
from ..text import Text, shorten
from .files.table import WHITE, Refused, Table
from .labels import NOTE, TOTAL
from .spelling import fold_name

if TYPE_CHECKING:
    from .sources import Source

FIRST = frozenset(map(normal, ("first name", "given name", "forename", "first", "名", "名字")))
LAST = frozenset(map(normal, ("last name", "surname", "family name", "last", "姓", "姓氏")))
WHOLE = frozenset(
    map(normal, ("employee", "person", "staff", "staff member", "team member", "ratee", "员工", "人员", "职员"))
)
"""Headers of columns that hold names or ids; which of them, only their cells say."""
_MOST_LISTED = 5
_BETWEEN = "\x1f"
_APART = r"[\s()（）\[\]【】/|,，_:：-]+"
_ID_LAST, _ID_FIRST = (rf"(.+?){_APART}([^\s()（）\[\]【】]+)", rf"([^\s()（）\[\]【】]+?){_APART}(.+)")
_LONGEST = 100
"""Characters of a cell beyond which it names nobody."""


class Roster:
    """Who is on the roster, by name."""

    def __init__(self, people: Iterable[tuple[str, str]]) -> None:
        """`people`: id and name."""
        self._ids: dict[str, dict[str, None]] = {}
        self._name_of: dict[str, str] = {}
        self.names: dict[str, None] = {}
        for id, name in people:
            self._name_of.setdefault(id, name)
            self.names.setdefault(name)
            for key in _keys(name):
                self._ids.setdefault(key, {}).setdefault(id)

    @classmethod
    def of(cls, sources: Iterable[Source]) -> Roster:
        """The people of the tables read so far that are a roster."""
        parts = [part for source in sources if source.roster for part in source.people]
        named = [part for part in parts if "name" in part.columns]
        texts = [part.select(pl.col("employee_id", "name").cast(pl.String)).drop_nulls() for part in named]
        return cls(row for part in texts for row in part.unique(maintain_order=True).iter_rows())

    @classmethod
    def listed(cls, roster: pl.DataFrame | None) -> Roster:
        """The people of `Ratings.roster`."""
        columns = [] if roster is None else [roster.select(pl.col("employee_id", "name").cast(pl.String)).drop_nulls()]
        return cls(row for named in columns for row in named.iter_rows())

    def find(self, *names: str) -> list[str]:
        """The ids of everybody who is called by one of some names, or whom they number."""
        found = {id: None for name in names for key in _keys(name) for id in self._ids.get(key, ())}
        if not found:
            found = {id: None for name in names if len(name) < _LONGEST for id in self._numbered(name)}
        return list(found)

    def _numbered(self, text: str) -> Iterator[str]:
        """The id that a text is, alone or beside its name: `E003`, `张伟(E003)`, `E003 张伟`."""
        if text in self._name_of:
            yield text
        plain = text.rstrip(")）]】 ")
        last, first = re.fullmatch(_ID_LAST, plain), re.fullmatch(_ID_FIRST, plain)
        for name, id in (*([last.groups()] if last else []), *([first.groups()[::-1]] if first else [])):
            if id in self._name_of and not _keys(name).isdisjoint(_keys(self._name_of[id])):
                yield id

    def nearest(self, name: str) -> str | None:
        """The name that looks most like another."""
        return nearest(name, self.names, 0.6)


class ByName(NamedTuple):
    """A table's people, looked up."""

    ids: pl.Expr
    """The id of each record, "" where none is named."""
    people: int
    keep: pl.Expr
    """The records of people who are known; others are left out."""
    left_out: int
    problems: list[Finding]


class _Named(NamedTuple):
    """A name as a table has it, with its first records and how many there are."""

    cells: tuple[str, ...]
    places: Sequence[tuple[int | None, int]]
    """Line and row of the first records, `MOST_PLACES` at most."""
    records: int

    @property
    def shown(self) -> str:
        """The name in full; a Chinese one has its family name, which comes last here, first."""
        parts = [cell for cell in self.cells if cell]
        return " ".join(parts) if all(part.isascii() for part in parts) else "".join(reversed(parts))


def columns_of_names(headers: Mapping[int, str], named: Sequence[int]) -> list[int]:
    """The column in which people are named, or those of first and last name; none where it isn't clear.

    `headers`: the table's that have no other meaning; `named`: those that mean "name".
    """
    if named:
        return list(named) if len(named) == 1 else []
    found = [[i for i, header in headers.items() if normal(header) in names] for names in (FIRST, LAST)]
    if all(len(some) == 1 for some in found):
        return [some[0] for some in found]
    whole = [i for i, header in headers.items() if normal(header) in WHOLE]
    return whole if len(whole) == 1 else []


def look_up(table: Table, columns: Sequence[int], roster: Roster) -> ByName:
    """Look the people up whom a table names in a column, or in one of first and one of last names."""
    key = pl.concat_str([pl.col(str(i)).fill_null("").str.strip_chars() for i in columns], separator=_BETWEEN)
    ids: dict[str, str] = {}
    unknown: list[str] = []
    problems: list[Finding] = []
    left_out = 0
    for written, one in _names(table, key):
        found = roster.find(*_orders(one.cells)) if any(one.cells) else []
        if len(found) == 1:
            ids[written] = found[0]
        elif normal(one.cells[0]) == normal(table.headers[columns[0]]):
            unknown.append(written)
            problems += _headers_again(table, columns[0], key == written)
        # Totals and remarks below a table are no people; who reads the records knows them by what they say.
        elif found or (any(one.cells) and not any(re.search(label, one.shown) for label in (TOTAL, NOTE))):
            unknown.append(written)
            left_out += one.records
            problems.append(_finding(table, columns[0], one, found, roster))
    cells = key.replace_strict(list(ids), list(ids.values()), default="", return_dtype=pl.String) if ids else pl.lit("")
    return ByName(cells, len(set(ids.values())), ~key.is_in(unknown), left_out, problems)


def _names(table: Table, key: pl.Expr) -> Iterator[tuple[str, _Named]]:
    """The names in a table, in their order, each with what it reads in the records."""
    firsts = [
        part.frame.group_by(key.alias("key"), maintain_order=True).agg(
            pl.struct("line", "row").head(MOST_PLACES).alias("places"), pl.len().alias("records")
        )
        for part in table.records.parts()
    ]
    every = pl.concat(firsts).group_by("key", maintain_order=True)
    for written, places, records in every.agg(
        pl.col("places").explode().head(MOST_PLACES), pl.col("records").sum()
    ).iter_rows():
        cells = tuple(cell.strip(WHITE) for cell in written.split(_BETWEEN))
        yield written, _Named(cells, [(place["line"], place["row"]) for place in places], records)


def _headers_again(table: Table, column: int, where: pl.Expr) -> Iterator[Finding]:
    """The records that are the header again. Raises Refused where one is another header."""
    for part in table.records.parts():
        for line, row in part.frame.filter(where).select("line", "row").iter_rows():
            cells = {i: cell.strip(WHITE) for i, cell in enumerate(table.records.cells(line, row)) if cell}
            is_same = all(normal(cell) == normal(table.headers[i]) for i, cell in cells.items() if cell)
            place = table.place(line, row, column, cells[column])
            again = Finding(catalogue.HEADER_AGAIN, place, cells[column], key=cells[column])
            if not is_same:
                raise Refused(again._replace(rule=catalogue.ANOTHER_HEADER, key="header"))
            yield again


def _orders(cells: Sequence[str]) -> list[str]:
    """The ways in which a first and a last name may make a whole one."""
    return [" ".join(cells).strip(), " ".join(reversed(cells)).strip()] if len(cells) > 1 else list(cells)


def _keys(name: str) -> set[str]:
    """The forms by which a name is found; of `Li, Lei` also the other way round."""
    last, comma, first = name.replace("，", ",").partition(",")
    return {fold_name(name), fold_name(first + last)} - {""} if comma else {fold_name(name)} - {""}


def _finding(table: Table, column: int, one: _Named, ids: Sequence[str], roster: Roster) -> Finding:
    """The error about a name that nobody on the roster has, or several."""
    first, *more = (table.place(line, row, column, one.cells[0]) for line, row in one.places)
    details: dict[str, str | Text] = {}
    rule = catalogue.PERSON_AMBIGUOUS if ids else catalogue.PERSON_UNKNOWN
    if ids:
        others = f" … (+{len(ids) - _MOST_LISTED})" if len(ids) > _MOST_LISTED else ""
        details["first"] = shorten(ids[0])
        details["ids"] = ", ".join(map(shorten, ids[:_MOST_LISTED])) + others
    else:
        details["suggestion"] = did_you_mean(roster.nearest(one.shown))
    return Finding(rule, first, one.shown, details, f"name\x1f{one.shown}", number=one.records, more=tuple(more))
