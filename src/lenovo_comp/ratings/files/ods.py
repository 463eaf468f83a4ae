"""OpenDocument spreadsheets: content.xml → sheets, with what a person sees in cells whose number is shown otherwise.

A cell or row that says it is repeated is read so often as it holds something, within bounds.
"""

import datetime
import re

from ...findings import catalogue
from .grid import Bounds, Grid, ReadSheet
from .number_formats import Format
from .parts import Locked, Parts, damage
from .sheet_cells import Unreadable
from .table import Odd

CONTENT, MANIFEST = "content.xml", "META-INF/manifest.xml"
_ERROR = re.compile(r"#[A-Z/0]+[!?]?|#N/A|Err:[0-9]+")
_ZEROS = re.compile(r"0[0-9]+")


def read(data: bytes) -> list[ReadSheet]:
    """The sheets. Raises Locked, TooLarge, and Unreadable for whatever else is wrong."""
    with damage():
        parts = Parts(data)
        if parts.has(MANIFEST) and b"encryption-data" in parts.read(MANIFEST):
            raise Locked
        content = _Content(Bounds(len(data)))
        parts.parse(CONTENT, content)
    if not content.is_spreadsheet:
        raise Unreadable(f"{CONTENT}: no spreadsheet")
    return [grid.sheet() for grid in content.grids]


class _Content:
    """Handler: the tables of a document."""

    def __init__(self, bounds: Bounds) -> None:
        self.grids: list[Grid] = []
        self.is_spreadsheet = False
        self._bounds = bounds
        self._hidden: set[str] = set()
        """Styles of tables that are not displayed."""
        self._style = ""
        self._depth = 0  # of tables; one in a cell is part of that cell
        self._row = self._column = 0
        self._repeated = 1
        self._cells: list[tuple[int, int, object, Format | None]] = []
        """The cells of the row: column, how many, value, and how it is shown."""
        self._cell: dict[str, str] = {}
        self._text = _CellText()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        about = {key.rpartition(":")[2]: value for key, value in attributes.items() if not key.startswith("calcext:")}
        if name == "spreadsheet":
            self.is_spreadsheet = True
        elif name == "style":
            self._style = about.get("name", "")
        elif name == "table-properties" and about.get("display") == "false":
            self._hidden.add(self._style)
        elif name == "table":
            self._depth += 1
            if self._depth == 1:
                is_visible = about.get("style-name", "") not in self._hidden
                self.grids.append(Grid(about.get("name", ""), self._bounds, is_visible=is_visible))
                self._row = 0
        elif self._depth == 1 and name == "table-row":
            self._column, self._cells, self._repeated = 0, [], _times(about.get("number-rows-repeated"))
        elif self._depth == 1 and name in ("table-cell", "covered-table-cell"):
            is_error = any(k.endswith(":value-type") and v == "error" for k, v in attributes.items())
            self._cell, self._text = {**about, **({"value-type": "error"} if is_error else {})}, _CellText()
        else:
            self._text.start(name, about)

    def end(self, name: str) -> None:
        if name == "table":
            self._depth -= 1
        elif self._depth == 1 and name == "table-cell":
            self._end_cell()
        elif self._depth == 1 and name == "covered-table-cell":  # nobody sees what it holds
            self._column += _times(self._cell.get("number-columns-repeated"))
        elif self._depth == 1 and name == "table-row":
            self._end_row()
        else:
            self._text.end()

    def text(self, data: str) -> None:
        self._text.text(data)

    def _end_cell(self) -> None:
        times = _times(self._cell.get("number-columns-repeated"))
        value, format = _value(self._cell, self._text.paragraphs())
        if value is not None:
            self._cells.append((self._column, times, value, format))
        down, across = _times(self._cell.get("number-rows-spanned")), _times(self._cell.get("number-columns-spanned"))
        if down * across > 1:
            last = self._row + down - 1, self._column + across - 1
            self.grids[-1].merged.append(((self._row, self._column), last))
        self._column += times

    def _end_row(self) -> None:
        for row in range(self._row, self._row + self._repeated) if self._cells else ():
            for first, times, value, format in self._cells:
                for column in range(first, first + times):
                    self.grids[-1].put(row, column, value, format)
        self._row += self._repeated


class _CellText:
    """The text of a cell, paragraph by paragraph, without its comment and its drawings."""

    def __init__(self) -> None:
        self._paragraphs: list[list[str]] = []
        self._depth = 0
        self._in_paragraph = False

    def start(self, name: str, about: dict[str, str]) -> None:
        self._depth += 1
        if name == "p" and self._depth == 1:
            self._in_paragraph = True
            self._paragraphs.append([])
        elif self._in_paragraph and name in ("s", "tab", "line-break"):
            self._paragraphs[-1].append({"tab": "\t", "line-break": "\n"}.get(name) or " " * _times(about.get("c")))

    def end(self) -> None:
        self._depth -= 1
        self._in_paragraph &= self._depth > 0

    def text(self, data: str) -> None:
        if self._in_paragraph:
            self._paragraphs[-1].append(data)

    def paragraphs(self) -> str:
        return "\n".join("".join(pieces) for pieces in self._paragraphs)


def _value(cell: dict[str, str], text: str) -> tuple[object, Format | None]:
    """A cell's value, and how it is shown where that is of interest. Raises Unreadable."""
    kind = cell.get("value-type", "")
    written = cell.get("value", "")
    if kind == "error" or ("formula" in cell and _ERROR.fullmatch(text)):
        return Odd(catalogue.CELL_ERROR, text or "#"), None
    if kind in ("float", "currency", "percentage"):
        try:
            number = float(written)
        except ValueError:
            raise Unreadable(f"number “{written[:40]}”") from None
        if kind == "percentage":
            return number, Format(text or f"{number:%}", is_percentage=True)
        return number, Format(text) if _ZEROS.fullmatch(text) else None
    if kind in ("date", "time"):
        return _time(cell.get("date-value") or cell.get("time-value") or text), None
    if kind == "boolean":
        return cell.get("boolean-value") == "true", None
    if kind == "" and "formula" in cell:
        return Odd(catalogue.FORMULA_WITHOUT_VALUE, "="), None
    return cell.get("string-value") or text or None, None


def _time(written: str) -> object:
    """A date or time; as text, where it is none that a calendar has."""
    try:
        if "T" in written and not written.startswith("P"):
            return datetime.datetime.fromisoformat(written)
        if not written.startswith("P"):
            return datetime.date.fromisoformat(written)
        hours, minutes, seconds = re.fullmatch(r"PT(\d{1,4})H(\d\d?)M(\d\d?)(?:[.,]\d+)?S", written).groups()  # type: ignore[union-attr]
        duration = datetime.timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds))
        return duration if duration.days else (datetime.datetime.min + duration).time()
    except (ValueError, AttributeError):
        return Odd(catalogue.CELL_IS_DATE, written)


def _times(written: str | None) -> int:
    """A number of repetitions. Raises Unreadable."""
    if written is None:
        return 1
    if not re.fullmatch("[0-9]{1,18}", written):
        raise Unreadable(f"number “{written[:40]}”")
    return max(int(written), 1)
