"""What positions require: figures in columns that are positions, or a row for each requirement."""

import re
from typing import NamedTuple

from ...findings import catalogue
from ...model.names import normal
from ...text import Text
from ..framework import Competency, Framework, Position, Requirement
from ..texts import is_nothing, one_line
from .reading import Reader
from .rows import Row, Table, Value
from .vocabulary import level_of, plain

_NUMBER = r"[0-9]{1,6}(?:[.,][0-9]{1,6})?"
_NUMBERED = r"[0-9]+\s*[.、．)）]\s*[^\s0-9]"
"""A behaviour with its number (`1. Greets people`), and no level with its name."""
_FIGURE = re.compile(rf"({_NUMBER})(?:\s*[/／|]\s*({_NUMBER}))?")
TICKS = frozenset("✓✔√☑x×yo●○◎■是有y要")
"""Marks in a column that say that something is required, but not how much."""


class Figure(NamedTuple):
    """What a cell requires."""

    level: float
    desired: float | None = None
    essential: bool = True


def figure_of(text: str, levels: dict[str, int]) -> Figure | None:
    """What a cell requires: `3`, `3/4` (desired), `(2)` (not essential), `3级`, or the name of a level.

    >>> figure_of("3/4", {}), figure_of("(2)", {}), figure_of("高级", {"高级": 3}).level, figure_of("1. 问候", {})
    (Figure(level=3.0, desired=4.0, essential=True), Figure(level=2.0, desired=None, essential=False), 3.0, None)
    """
    text = text.strip()
    if re.match(_NUMBERED, text):
        return None
    inner = re.fullmatch(r"[(（]\s*(.+?)\s*[)）]", text)
    essential, text = inner is None, inner[1] if inner else text
    found = _FIGURE.fullmatch(text)
    if found:
        level, desired = _float(found[1]), None if found[2] is None else _float(found[2])
        return Figure(level, None if desired == level else desired, essential)
    number = next((n for word, n in levels.items() if plain(word) == plain(text)), None)
    known = (number, "") if number is not None else level_of(text)
    return None if known is None else Figure(float(known[0]), None, essential)


def is_tick(text: str) -> bool:
    """Whether a cell only says that something is required."""
    return text.strip().casefold() in TICKS


def _float(text: str) -> float:
    return float(text.replace(",", "."))


class Requiring:
    """Reads requirements into the positions of a framework whose competencies have their ids."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._framework: Framework = reader.framework
        self._positions: dict[str, Position] = {}

    def read(self, table: Table) -> None:
        """Read what a table says of positions."""
        columns = [*table.map.of_kind("position")]
        if self._is_turned(table):
            self._read_turned(table)
            return
        is_long = len(columns) == 1 and table.has("level") and not table.has("statement")
        if not is_long:
            for head, _ in columns:
                self._position(one_line(head.partition("@")[0]), table.cells.place((table.start, table.column(head))))
        for row in table.rows():
            if table.is_heads_again(row.number):
                table.cells.merge(*table.cells.row(row.number))
            elif (competency := self._competency(table, row)) is not None:
                self._row(table, row, competency, is_long=is_long)

    def _is_turned(self, table: Table) -> bool:
        """Whether the columns are competencies and the rows positions."""
        heads = [head.partition("@")[0] for head, _ in table.map.of_kind("position")]
        known = all(len(self._reader.find(head)) == 1 for head in heads)
        first = next(iter(table.map.of_kind("name")), None)
        if len(heads) < 2 or not known or first is None:
            return False
        return not any(self._reader.find(v.text) for row in table.rows() for v in row.of("name"))

    def _read_turned(self, table: Table) -> None:
        """Read a table of positions by competency."""
        for row in table.rows():
            name = next(row.of("name"), None)
            if name is None:
                continue
            position = self._position(one_line(name.text), table.cells.place(name.at))
            table.cells.owner = position
            table.cells.keep(name.at)
            for value in row.of("position"):
                if is_nothing(value.text):
                    table.cells.keep(value.at)
                else:
                    self._require(table, position, self._reader.find(value.head.partition("@")[0])[0], value)
        table.cells.owner = None
        table.cells.keep(*((table.start, table.column(head)) for head, _ in table.map.of_kind("position")))

    def finish(self) -> list[Position]:
        """The positions that require anything, now in the framework; those that don't are given back."""
        self._framework.positions += [p for p in self._positions.values() if p.requires]
        return [p for p in self._positions.values() if not p.requires]

    def _competency(self, table: Table, row: Row) -> Competency | None:
        """The competency of a row; where there is none, its cells are lost."""
        known = self._reader.of_row.get((table.map.called, row.number))
        table.cells.owner = known
        if known is not None:
            return known
        values = [*row.of("competency", "code", "name")]
        for value in values:
            found = self._reader.find(value.text)
            if len(found) > 1:
                groups = {normal(one_line(g.text)) for g in row.of("group", "group 2", "group 3")}
                found = [c for c in found if {normal(w) for words in c.group for w in words.values()} & groups]
            if len(found) == 1:
                same = [*values, *row.sections, *row.of("group", "group 2", "group 3", "layer", "definition")]
                table.cells.owner = found[0]
                table.cells.keep(*(v.at for v in values))
                table.cells.merge(*(v.at for v in same))
                return found[0]
        name = one_line(values[0].text) if values else ""
        what = Text(
            f"第 {row.number + 1} 行（没有胜任能力“{name}”）", f'row {row.number + 1} (there is no competency "{name}")'
        )
        table.cells.lose(catalogue.ROW_LOST, table.cells.row(row.number), f"{table.map.called} requires", what=what)
        return None

    def _row(self, table: Table, row: Row, competency: Competency, *, is_long: bool) -> None:
        if is_long:
            name, level = next(row.of("position"), None), next(row.of("level"), None)
            if name is not None and level is not None:
                place = table.cells.place(name.at)
                if self._require(table, self._position(one_line(name.text), place), competency, level):
                    table.cells.keep(name.at)
            return
        for value in row.of("position"):
            if is_nothing(value.text):
                table.cells.keep(value.at)
                continue
            head = one_line(value.head.partition("@")[0])
            place = table.cells.place((table.start, table.column(value.head)))
            self._require(table, self._position(head, place), competency, value)

    def _require(self, table: Table, position: Position, competency: Competency, value: Value) -> bool:
        """Add a requirement; False where the cell says none that can be, and is lost."""
        names = {word: x.number for x in competency.levels for word in x.name.values()}
        figure = figure_of(value.text, {**names, **table.map.levels})
        what = _fault(figure, competency, value.text)
        known = next((r for r in position.requires if r.competency == competency.id), None)
        if figure is not None and what is None and known is not None:
            if (known.level, known.desired, known.essential) == figure:
                table.cells.merge(value.at)
                return True
            what = Text("同一岗位对同一胜任能力有两项要求", "the position requires the competency twice")
        if figure is None or what is not None:
            column = one_line(value.head)
            about = f"{table.map.called} {column} {what and what.en}"
            table.cells.lose(catalogue.FIELD_LOST, [value.at], about, column=column, what=what or "")
            return False
        requirement = Requirement(competency.id or "", *figure, place=table.cells.place(value.at))
        position.requires.append(requirement)
        table.cells.owner = requirement
        table.cells.keep(value.at)
        return True

    def _position(self, name: str, place: str) -> Position:
        """The position of that name, which is made where there is none."""
        known = self._positions.get(normal(name))
        if known is None:
            known = Position({self._reader.language: name}, place=place)
            self._positions[normal(name)] = known
        return known


def _fault(figure: Figure | None, competency: Competency, text: str) -> Text | None:
    """Why a cell requires nothing that can be required; None where it does."""
    if figure is None:
        if is_tick(text):
            return Text("勾选没有说明要求第几级", "a tick doesn't say which level is required")
        return Text("不是要求的等级", "it is not a level")
    top = max((x.number for x in competency.levels), default=None)
    for number in (figure.level, figure.desired):
        if number is not None and top is not None and number > top:
            return Text(f"最高层级是 {top}", f"the highest level is {top}")
    if figure.desired is not None and figure.desired < figure.level:
        return Text("期望低于要求", "desired is below required")
    return None
