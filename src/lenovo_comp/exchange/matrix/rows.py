"""The rows of a table as the map says: groups and names filled down, and each cell with its target."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ...text import Language
from ..framework import Words
from ..source import At
from ..texts import is_nothing, one_line
from .cells import Cells, heads_of
from .mapping import TableMap, Target


@dataclass(slots=True)
class Value:
    """What a cell says, where it says it, and what its column holds."""

    text: str
    at: At
    head: str
    target: Target


@dataclass(slots=True)
class Row:
    """A row of a table: its values, and the groups that the rows above put it in."""

    number: int
    values: list[Value]
    sections: list[Value] = field(default_factory=list)

    def of(self, *kinds: str) -> Iterator[Value]:
        """The values of some kinds that aren't blank."""
        return (value for value in self.values if value.target.kind in kinds)

    def words(self, kind: str, language: Language) -> Words:
        """A text in each language that the row has it in, on one line; without a word on it, in `language`."""
        found: Words = {}
        for value in self.of(kind):
            found.setdefault(value.target.language or language, one_line(value.text))
        return found


class Table:
    """A table and its map: which column holds what, and which cells are heads."""

    def __init__(self, cells: Cells, map: TableMap) -> None:
        self.cells, self.map = cells, map
        self.heads = heads_of(cells, map.header_row, map.header_rows)
        self.start = map.header_row - 1
        self.body = self.start + map.header_rows

    def column(self, head: str) -> int:
        """The column of a head. Raises KeyError."""
        return self.heads[head]

    def has(self, *kinds: str) -> bool:
        """Whether a column holds one of these."""
        return next(self.map.of_kind(*kinds), None) is not None

    def rows(self) -> Iterator[Row]:
        """The rows below the heads that hold something, without those that are skipped."""
        filler = _Filler([self.heads[head] for head in self.map.fill_down if head in self.heads])
        columns = [(head, target, self.heads[head]) for head, target in self.map.columns.items() if head in self.heads]
        skipped, sections = {n - 1 for n in self.map.skip_rows}, {n - 1 for n in self.map.group_rows}
        section: list[Value] = []
        for i in sorted({i for i, _ in self.cells.grid.cells if i >= self.body}):
            if i in skipped:
                continue
            if i in sections:
                at = self.cells.row(i)[0]
                section = [Value(self.cells.text(at), at, "", Target("group"))]
                filler.forget()
                continue
            values = []
            for head, target, j in columns:
                text, at = filler.fill((i, j), self.cells.text((i, j)))
                if text.strip() and not (is_nothing(text) and target.kind != "position"):
                    values.append(Value(text, self.cells.origin(at), head, target))
            yield Row(i, values, section)

    def is_heads_again(self, row: int) -> bool:
        """Whether a row repeats the heads, as printed tables do on every page."""
        cells = self.cells.row(row)
        last = self.body - 1
        same = [self.cells.text(at).strip() == self.cells.text((last, at[1])).strip() for at in cells]
        return len(cells) > 1 and all(same)


class _Filler:
    """Blank cells of some columns mean what stands above, until a column to their left says something new."""

    def __init__(self, columns: Sequence[int]) -> None:
        self._columns = sorted(columns)
        self._known: dict[int, tuple[str, At]] = {}

    def fill(self, at: At, text: str) -> tuple[str, At]:
        """A cell's text and place, or those of the cell that it means."""
        column = at[1]
        if column not in self._columns:
            return text, at
        if text.strip():
            if self._known.get(column, ("",))[0] != text:
                for finer in self._columns:
                    if finer > column:
                        self._known.pop(finer, None)
            self._known[column] = text, at
            return text, at
        return self._known.get(column, ("", at))

    def forget(self) -> None:
        self._known.clear()
