"""Tables → what counts of their rows: each table by itself, or many rating sheets as one."""

from collections.abc import Callable, Collection, Sequence

from ..findings import catalogue
from ..findings.collector import Collector
from ..findings.finding import Finding
from ..model.dictionary import Model
from .codebook import codebooks
from .decoder import RecordDecoder
from .files.stack import Unlike, stacked
from .files.table import Refused, Table
from .headers import Columns
from .layout import Layout
from .rows import RowReader
from .shelf import IN_MEMORY, Shelf
from .sources import Source
from .waiting import Unread


class TableReader:
    """Reads tables; one that is refused leaves nothing behind but its finding."""

    def __init__(
        self,
        model: Model,
        found: Collector,
        progress: Callable[[int], None] | None,
        *,
        has_roster: bool,
        shelf: Shelf = IN_MEMORY,
    ) -> None:
        self._model, self._found, self._progress = model, found, progress
        self._has_roster, self._shelf = has_roster, shelf
        self.books = codebooks(model)
        self.sources: list[Source] = []
        self.left_out = 0

    def read(self, unread: Unread) -> None:
        """Read a table by itself."""
        try:
            self._take(unread.lay_out(unread.table), unread)
        except Refused as refused:
            self._found.add([refused.finding])

    def pass_over(self, unread: Unread) -> None:
        """Count the records of a table of which nothing may count."""
        self._take(Layout(unread.table, None, []), unread)

    def _take(self, layout: Layout, unread: Unread) -> None:
        table, columns, found = layout.table, layout.columns, self._found.table()
        found.add(layout.problems)
        source = self._source(table, columns or Columns({}), unread)
        source.records = source.left_out = layout.left_out
        if columns is None:
            RowReader(source, found).leave_out()
        else:
            if self._lacks_positions(columns):
                rule = catalogue.SURVEY_WITHOUT_POSITIONS if layout.is_survey else catalogue.POSITION_COLUMN_MISSING
                found.add([Finding(rule, table.header_place())])
            for records in RowReader(source, found).read():
                self._count(records)
            self.sources.append(source)
            unread.file.is_usable = True
        unread.file.rows.append(source.records)
        self._found.take(found)
        self.left_out += source.left_out

    def read_together(self, several: Sequence[Unread]) -> None:
        """Read rating sheets with the same columns as one table, and by themselves those that can't be read so."""
        stack, others = list(several), []
        while len(stack) > 1 and (apart := self._read_stack(stack)):
            others += [one for i, one in enumerate(stack) if i in apart]
            stack = [one for i, one in enumerate(stack) if i not in apart]
        for one in (*(stack if len(stack) == 1 else ()), *others):
            self.read(one)

    def _read_stack(self, several: Sequence[Unread]) -> Collection[int]:
        """Read tables as one; if that fails, nothing was read, and those are returned that differ from the others."""
        everyone = range(len(several))
        # Which findings are the first shows only beside those of other tables, so that all are made.
        found = Collector(by_cycle=self._found.by_cycle)
        try:
            table = stacked([one.table for one in several])
            layout = several[0].lay_out(table)
            if layout.table is not table or layout.problems or layout.columns is None or layout.columns.wide:
                return everyone
            source = self._source(table, layout.columns, several[0])
            counts = list(RowReader(source, found).read())
        except Refused:
            return everyone
        except Unlike as unlike:
            return unlike.parts
        if self._lacks_positions(layout.columns):
            found.add(Finding(catalogue.POSITION_COLUMN_MISSING, one.table.header_place()) for one in several)
        self._count(sum(counts))
        self._found.take(found)
        self.left_out += source.left_out
        self.sources += source.unstacked([(one.file.number, one.order) for one in several])
        for one, piece in zip(several, table.stack.pieces if table.stack is not None else (), strict=True):
            one.file.rows.append(len(piece.records.rows))
            one.file.is_usable = True
        return ()

    def _source(self, table: Table, columns: Columns, unread: Unread) -> Source:
        decoder = RecordDecoder(table, columns, self.books, self._model)
        return Source(decoder, unread.file.number, unread.is_roster, unread.order, self._shelf)

    def _count(self, records: int) -> None:
        if self._progress is not None:
            self._progress(records)

    def _lacks_positions(self, columns: Columns) -> bool:
        return "position" not in columns.known and not self._has_roster and bool(self._model.positions)
