"""`--positions SHEET!D:G`: which sheet and columns say what positions require."""

import re
from collections.abc import Sequence

from ..source import Grid, letters
from .cells import Cells, heads_of
from .mapping import TableMap

_RANGE = re.compile(r"(?:(.*)!)?([A-Za-z]{1,3})(?::([A-Za-z]{1,3}))?")


def positions_of(option: str | None, grids: Sequence[Grid]) -> dict[str, tuple[int, int] | None]:
    """The sheet that `--positions` names, with the first and the last column (from 0), if it names columns."""
    if option is None:
        return {}
    names = {grid.name for grid in grids}
    if option in names:
        return {option: None}
    found = _RANGE.fullmatch(option)
    sheet = (found[1] or "") if found else option
    if len(names) == 1 and not sheet:
        sheet = next(iter(names))
    if not found or sheet not in names:
        return {(found[1] or option) if found else option: None}
    first = _column(found[2])
    return {sheet: (first, _column(found[3] or found[2]))}


def _column(text: str) -> int:
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(cells: Cells, map: TableMap, heads: Sequence[str]) -> str:
    """The columns of some heads as `--positions` takes them: `Sheet!D:G`."""
    known = heads_of(cells, map.header_row, map.header_rows)
    numbers = sorted(known[head] for head in heads)
    columns = f"{letters(numbers[0])}:{letters(numbers[-1])}"
    return f"{map.called}!{columns}" if map.called else columns
