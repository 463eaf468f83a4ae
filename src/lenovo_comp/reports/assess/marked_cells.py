"""The cells of people × competencies in a workbook: numbers, with the signs of the terminal's table behind them."""

from collections.abc import Iterable

from ...method.results import UNASSESSED, Row
from ...model.dictionary import Model
from ..shared.book import Styled
from ..shared.cell_looks import COLOURS, FAR, shown_as
from ..shared.words import OVERVIEW_PLACES, fixed, overview_rating
from .heat_map import Cells

_NARROW = "-!()"
"""Signs about as wide as a hyphen; the others are half as wide again."""


def marked_cells(items: Iterable[Row], cells: Cells, model: Model) -> dict[tuple[str, str], Styled]:
    """(employee, competency) → the cell: coloured by status, and "?" where nothing is known."""
    rows = list(items)
    signs = {(i["employee_id"], i["competency"]): _signs(i, cells, model) for i in rows}
    widest = max(map(_hyphens, signs.values()), default=0)
    return {key: _cell(item, signs[key], widest, model) for key, item in zip(signs, rows, strict=True)}


def _signs(item: Row, cells: Cells, model: Model) -> str:
    """What stands behind the rating in the terminal's table."""
    text = cells[item["employee_id"]][item["competency"]].text
    return text if item["rating"] is None else text.removeprefix(fixed(_shown(item, model), OVERVIEW_PLACES))


def _shown(item: Row, model: Model) -> float:
    return overview_rating(item, model.tolerance)


def _hyphens(signs: str) -> int:
    """The width of some signs, in hyphens."""
    return round(sum(1 if sign in _NARROW else 1.6 for sign in signs))


def _cell(item: Row, signs: str, widest: int, model: Model) -> Styled:
    if item["rating"] is None:
        return Styled(signs, {**COLOURS[UNASSESSED], "num_format": "@", "align": "right"})
    # `_-` is a blank as wide as a hyphen. So numbers stand below each other whatever follows them, and stay numbers.
    after = (f'" {signs}"' if signs else "_ ") + "_-" * (widest - _hyphens(signs))
    cell = shown_as(item["rating"], _shown(item, model), OVERVIEW_PLACES, after=after)
    assert isinstance(cell, Styled)  # it shows other decimals than its column
    return Styled(item["rating"], {**cell.format, **(FAR if "--" in signs else COLOURS[item["status"]])})
