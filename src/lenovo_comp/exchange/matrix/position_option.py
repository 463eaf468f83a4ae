"""`--positions SHEET:D:G`: which sheet and columns say what positions require; `SHEET!D:G` as in Excel, too."""

import re
from collections.abc import Sequence

from ..source import Grid, letters
from .cells import Cells, heads_of
from .mapping import TableMap

# No sheet has a colon in its name. Shells take `!` for their own, some of them within double quotes.
_SHEET = re.compile(r"(?:(.*)!|([^:]*):)([A-Za-z]{1,3})(?::([A-Za-z]{1,3}))?")
_COLUMNS = re.compile(r"([A-Za-z]{1,3})(?::([A-Za-z]{1,3}))?")


def positions_of(option: str | None, grids: Sequence[Grid]) -> dict[str, tuple[int, int] | None]:
    """The sheet that `--positions` names, with the first and the last column (from 0), if it names columns."""
    if option is None:
        return {}
    names = {grid.name for grid in grids}
    if option in names:
        return {option: None}
    within, alone = _SHEET.fullmatch(option), _COLUMNS.fullmatch(option)
    sheet = (within[1] or within[2] or "") if within else ""
    if sheet in names and within:
        return {sheet: _columns(within[3], within[4])}
    if alone and len(names) == 1:
        return {next(iter(names)): _columns(*alone.groups())}
    return {option if alone else sheet or option: None}


def _columns(first: str, last: str | None) -> tuple[int, int]:
    return _column(first), _column(last or first)


def _column(text: str) -> int:
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(cells: Cells, map: TableMap, heads: Sequence[str]) -> str:
    """The columns of some heads as `--positions` takes them: `Sheet:D:G`."""
    known = heads_of(cells, map.header_row, map.header_rows)
    numbers = sorted(known[head] for head in heads)
    columns = f"{letters(numbers[0])}:{letters(numbers[-1])}"
    return f"{map.called}:{columns}" if map.called else columns
