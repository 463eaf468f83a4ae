"""The sheet of positions of a template: a column a position, a row what is required of a competency."""

from dataclasses import dataclass, field

from ...findings import catalogue
from ...model.names import normal
from ...text import LANGUAGES, Language, Text, shorten
from ..framework import Competency, Framework, Position, Requirement
from . import template
from .cells import Unreadable, normal_head, number_of
from .marks import Cell, Sheet
from .template import NAME, STAGE, WEIGHT

_MOST_STAGE = 99


def read_positions(sheet: Sheet, framework: Framework, language: Language) -> None:
    """Add the positions of a sheet to a framework whose competencies have ids, and the stages that they name."""
    reader = _Positions(sheet, framework, language)
    reader.read()
    framework.positions += reader.positions()
    sheet.lose_columns([])
    numbers = sorted({position.stage for position in framework.positions if position.stage is not None})
    if numbers:
        framework.rest["stages"] = [{"id": n, "name": {x: f"{STAGE[x]} {n}" for x in LANGUAGES}} for n in numbers]


@dataclass(slots=True)
class _Column:
    """A column: the position, and the cells that say something of it but for what it requires."""

    position: Position
    cells: list[Cell] = field(default_factory=list)


class _Positions:
    """Reads the sheet row by row; `positions` are those that require anything."""

    def __init__(self, sheet: Sheet, framework: Framework, language: Language) -> None:
        self._sheet, self._language = sheet, language
        self._columns: dict[int, _Column] = {}
        self._names: dict[str, Competency] = {}
        for competency in framework.competencies:
            for text in competency.name.values():
                self._names.setdefault(normal(text), competency)
        self._seen: set[str] = set()
        self._ids: set[str] = set()
        self._above: dict[int, Requirement] | None = None
        """What the row above requires, to which a row of weights belongs."""

    def read(self) -> None:
        """Read heads and rows. What belongs to no position or no competency is lost."""
        sheet = self._sheet
        name_at = None
        for column, text in sheet.heads():
            head = template.find_head(text)
            at = sheet.row, column
            if name_at is None and head is not None and head.column is NAME:
                name_at, self._language = column, head.language or self._language
                sheet.cells.keep(at)
            elif text and name_at is not None:
                place = sheet.place(at)
                self._columns[column] = _Column(
                    Position({self._language: text.strip()}, origin=None, place=place), [Cell(text, (at,))]
                )
        if name_at is not None:
            for cells in sheet.rows():
                self._row(cells, name_at)

    def positions(self) -> list[Position]:
        """The positions that require something; the others are lost."""
        found = []
        for column in self._columns.values():
            if column.position.requires:
                self._sheet.keep(column.cells)
                found.append(column.position)
            else:
                self._sheet.lose(column.cells, Text("没有要求的岗位", "a position without requirements"))
        return found

    def _row(self, cells: dict[int, Cell], name_at: int) -> None:
        sheet = self._sheet
        key, name = cells.pop(sheet.column, None), cells.pop(name_at, None)
        said = {at: cell for at, cell in cells.items() if at in self._columns}
        if key is not None and key.text == "id":
            sheet.keep([key])
            for at, cell in said.items():
                self._columns[at].cells.append(cell)
                if cell.text not in self._ids:  # a column that was copied is a new position
                    self._columns[at].position.id = cell.text
                    self._ids.add(cell.text)
            return
        if name is None:
            if said:
                sheet.lose(said.values(), Text("没有名称的行", "a row without a name"))
            return
        competency, head = self._names.get(normal(name.text)), template.find_head(name.text)
        if competency is not None:
            self._require(competency, name, said)
        elif normal_head(name.text) in map(normal_head, (STAGE.zh, STAGE.en)):
            self._stages(name, said)
        elif normal_head(name.text) in map(normal_head, (WEIGHT.zh, WEIGHT.en)) and self._above is not None:
            self._weigh(name, said, self._above)
        elif head is not None and head.column is NAME and head.language is not None:
            sheet.keep([name])
            for at, cell in said.items():
                self._columns[at].position.name[head.language] = cell.text.strip()
                self._columns[at].cells.append(cell)
        else:
            shown = shorten(name.text)
            what = Text(
                f"“{shown}”一行（“胜任能力”表中没有它）",
                f'the row "{shown}", which is not on the sheet "Competencies",',
            )
            sheet.lose([name, *said.values()], what)
            self._above = None

    def _require(self, competency: Competency, name: Cell, cells: dict[int, Cell]) -> None:
        """Take what positions require of a competency."""
        assert competency.id is not None
        if competency.id in self._seen:
            self._sheet.lose([name, *cells.values()], Text(name.text, name.text), catalogue.ITEM_REPEATED, name.text)
            self._above = None
            return
        self._seen.add(competency.id)
        self._sheet.keep([name])
        self._above = {}
        for at, cell in cells.items():
            asked = None if cell.at[0] in self._sheet.cells.grid.odd else template.parse_asked(cell.text)
            if asked is None:
                self._sheet.lose_cell(cell, NAME.head)
                continue
            self._sheet.keep([cell])
            required = Requirement(competency.id, *asked, place=self._sheet.place(cell.at[0]))
            self._columns[at].position.requires.append(required)
            self._above[at] = required

    def _weigh(self, name: Cell, cells: dict[int, Cell], above: dict[int, Requirement]) -> None:
        """Take the weights of what the row above requires."""
        self._sheet.keep([name])
        for at, cell in cells.items():
            weight = _number(cell)
            if weight is None or weight <= 0 or at not in above:
                self._sheet.lose_cell(cell, WEIGHT)
            else:
                above[at].weight = weight
                self._sheet.keep([cell])

    def _stages(self, name: Cell, cells: dict[int, Cell]) -> None:
        """Take the stages of positions."""
        self._sheet.keep([name])
        for at, cell in cells.items():
            stage = _number(cell)
            if isinstance(stage, int) and 1 <= stage <= _MOST_STAGE:
                self._columns[at].position.stage = stage
                self._columns[at].cells.append(cell)
            else:
                self._sheet.lose_cell(cell, STAGE)


def _number(cell: Cell) -> int | float | None:
    try:
        return number_of(cell.text)
    except Unreadable:
        return None
