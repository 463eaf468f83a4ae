"""Reading ratings: files → tables → checked ratings, with everything that was found."""

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

from ..findings import catalogue
from ..findings.collector import Collector
from ..findings.finding import Finding, Place, shown_path
from ..model.dictionary import Model
from .across_rows import Joined, join
from .by_name import Roster
from .codebook import codebooks
from .decoder import RecordDecoder
from .files.opening import Input, Opened, is_lock_file, open_tables
from .files.stack import Unlike, stacked
from .files.table import ListedRecords, Refused, Table
from .folders import ratings_files
from .headers import Columns
from .layout import Layout, recognise
from .mapping.applying import apply_mapping, finder
from .mapping.source import NO_MAPPINGS, Mappings
from .meanings import HeaderReader
from .names_of_tables import Said, said_by_names
from .ordering import ordered
from .result import Checked as Checked
from .result import Ratings as Ratings
from .rows import RowReader
from .sheets import SheetVetter, Vetted
from .sources import Source
from .waiting import LayOut, Waiting, alike


def read_ratings(
    paths: Iterable[str | Path],
    model: Model,
    roster: str | Path | None = None,
    progress: Callable[[int], None] | None = None,
    *,
    most: int = 0,
    digests: bool = True,
    by_cycle: bool = False,
    mappings: Mappings = NO_MAPPINGS,
) -> Ratings:
    """Read and check ratings files (workbooks, CSV, Parquet; `-` is standard input). Never raises for content.

    A path that no file has may be a pattern (`ratings/*.csv`), and a folder stands for the files in it. A file that is
    missing or may not be read is a finding like any other (`COULD_NOT_RUN`). Of each rule the first `most` findings are
    made (0: all), and all are counted. With `by_cycle` a finding is about one cycle and names all of its places.
    `digests`: whether the SHA-256 of each file is made, which takes time for large ones; else `Input.sha256` is empty.
    `progress` is called with the number of records read since the last call. Files that `mappings` are for are read as
    these say.
    """
    reader = _Reader(model, roster is not None, Collector(most, by_cycle=by_cycle), progress, mappings)
    with ExitStack() as stack:
        reader.read_all(paths, roster, stack, digests=digests)
        return reader.ratings()


def check_ratings(
    paths: Iterable[str | Path],
    model: Model,
    roster: str | Path | None = None,
    progress: Callable[[int], None] | None = None,
    *,
    most: int = 0,
    mappings: Mappings = NO_MAPPINGS,
) -> Checked:
    """What `read_ratings` finds, without the work that only the ratings themselves are worth.

    No `Input.sha256` is made: it is empty.
    """
    reader = _Reader(model, roster is not None, Collector(most), progress, mappings)
    with ExitStack() as stack:
        reader.read_all(paths, roster, stack, digests=False)
        return reader.checked()


class _Reader:
    """Reads file after file; what is refused leaves nothing behind but its finding."""

    def __init__(
        self, model: Model, roster: bool, found: Collector, progress: Callable[[int], None] | None, mappings: Mappings
    ) -> None:
        self._mappings = mappings
        self._model, self._roster, self._progress = model, roster, progress
        self._books = codebooks(model)
        self._find = HeaderReader(model).find
        self._found = found
        self._sources: list[Source] = []
        self._inputs: list[Input] = []
        self._unusable: list[str] = []
        self._left_out = 0
        self._sheets = SheetVetter(model)
        self._by_name: Roster | None = None
        self._waiting: list[Waiting] = []

    def read_all(
        self, paths: Iterable[str | Path], roster: str | Path | None, stack: ExitStack, *, digests: bool
    ) -> None:
        self._found.add(self._mappings.problems)
        if roster is not None:
            self._open(str(roster), stack, digests, roster=True)
        read, problems = ratings_files(paths, roster)
        self._found.add(problems)
        # What the name of a file with a mapping says, the mapping says.
        files = [path for path in read if not is_lock_file(path) and self._mappings.of(path) is None]
        said = dict(zip(files, said_by_names([Path(path).stem for path in files], self._model), strict=True))
        for path in read:
            # A pattern matches what Excel leaves beside an open workbook; nobody meant that file.
            if is_lock_file(path):
                self._found.add([Finding(catalogue.LOCK_FILE_PASSED_OVER, Place(shown_path(path)))])
            else:
                self._open(path, stack, digests, said=said.get(path, ()))
        self._read_waiting()

    def _open(
        self, path: str, stack: ExitStack, digests: bool, *, roster: bool = False, said: Sequence[Said] = ()
    ) -> None:
        """Open and read a file, unless its mapping can't be used. `said`: what its name says."""
        mapping, model = self._mappings.of(path), self._model
        if mapping is None:
            people = self._people_by_name if self._roster and not roster else None
            opened = open_tables(path, stack, digests, self._find)
            sheets = [table.sheet for table in opened.tables if table.sheet is not None and table.form is None]
            by_sheet = dict(zip(sheets, said_by_names(sheets, model), strict=True))
            self._read(
                opened,
                lambda t: recognise(
                    t, model, roster=roster, said=[*by_sheet.get(t.sheet or "", []), *said], people=people
                ),
                roster,
                None if roster else said,
            )
        elif mapping.usable:
            opened = open_tables(path, stack, digests, finder(mapping), mapping.header_row)
            self._read(opened, lambda table: apply_mapping(table, mapping, path, model), roster)
        else:
            self._unusable.append(shown_path(path))

    def _read(self, opened: Opened, lay_out: LayOut, roster: bool, said: Sequence[Said] | None = None) -> None:
        """Read what was opened. `said`: what the file's name says, unless a mapping says how to read it."""
        self._found.add(opened.problems)
        before = len(self._sources), len(self._waiting)
        rows = [n for n in (self._table(table, lay_out, roster, said) for table in opened.tables) if n is not None]
        # A file of which nothing counts must not look like one without ratings.
        if (len(self._sources), len(self._waiting)) == before:
            self._unusable.append(opened.path)
        if opened.sha256 is not None:
            self._inputs.append(Input(opened.path, opened.sha256(), opened.encoding, sum(rows)))
        if rows and not any(rows):
            self._found.add([Finding(catalogue.HEADER_ALONE, opened.tables[0].header_place())])

    def _table(self, table: Table, lay_out: LayOut, roster: bool, said: Sequence[Said] | None) -> int | None:
        """Read a table; returns the number of its records, None where it is refused."""
        vetted = Vetted(table) if roster else self._sheets.vet(table, said or ())
        self._found.add(vetted.problems)
        number = len(self._inputs)
        if not vetted.counts:
            return self._take(Layout(table, None, []), number, roster, self._found.table())
        records = vetted.table.records
        if table.form is not None and isinstance(records, ListedRecords) and not roster and said is not None:
            self._waiting.append(Waiting(vetted.table, number, lay_out, tuple(said)))
            return len(records.rows)
        return self._alone(vetted.table, number, lay_out, roster)

    def _alone(self, table: Table, number: int, lay_out: LayOut, roster: bool) -> int | None:
        try:
            return self._take(lay_out(table), number, roster, self._found.table())
        except Refused as refused:
            self._found.add([refused.finding])
            return None

    def _take(self, layout: Layout, number: int, roster: bool, found: Collector) -> int:
        """Read the rows of a table of the file with that number; returns how many records there are."""
        table, columns = layout.table, layout.columns
        found.add(layout.problems)
        decoder = RecordDecoder(table, columns or Columns({}), self._books, self._model)
        source = Source(decoder, number, roster)
        source.records = source.left_out = layout.left_out
        if columns is None:
            RowReader(source, found).leave_out()
        else:
            if self._lacks_positions(columns):
                rule = catalogue.SURVEY_WITHOUT_POSITIONS if layout.is_survey else catalogue.POSITION_COLUMN_MISSING
                found.add([Finding(rule, table.header_place())])
            self._read_rows(source, found)
            self._sources.append(source)
        self._found.take(found)
        self._left_out += source.left_out
        return source.records

    def _lacks_positions(self, columns: Columns) -> bool:
        return "position" not in columns.known and not self._roster and bool(self._model.positions)

    def _read_rows(self, source: Source, found: Collector) -> None:
        """Read a table's rows. Raises table.Refused and stack.Unlike."""
        for records in RowReader(source, found).read():
            if self._progress is not None:
                self._progress(records)

    def _read_waiting(self) -> None:
        """Read the rating sheets that were put by: those with the same columns as one table, as far as that goes."""
        for several in alike(self._waiting):
            # What is taken back, or must be looked at by itself, is read alone.
            withdrawn = [(w.table.path, w.table.sheet) in self._sheets.withdrawn for w in several]
            stack = [w for w, is_out in zip(several, withdrawn, strict=True) if not is_out]
            others = [w for w, is_out in zip(several, withdrawn, strict=True) if is_out]
            while len(stack) > 1:
                apart = self._read_stack(stack)
                others += [w for i, w in enumerate(stack) if i in apart]
                stack = [w for i, w in enumerate(stack) if i not in apart] if apart else []
            for w in (*stack, *others):
                self._alone(w.table, w.number, w.lay_out, roster=False)
        usable = {source.number for source in self._sources if not source.roster}
        paths = {w.number: w.table.path for w in self._waiting if w.number not in usable}
        self._unusable += paths.values()

    def _read_stack(self, several: Sequence[Waiting]) -> Collection[int]:
        """Read tables as one; returns which of them have to be read otherwise, if nothing was read."""
        everyone = range(len(several))
        table = stacked([w.table for w in several])
        layout = several[0].lay_out(table)
        if layout.table is not table or layout.problems or layout.columns is None:
            return everyone
        if self._lacks_positions(layout.columns):
            return everyone
        source = Source(RecordDecoder(table, layout.columns, self._books, self._model), several[0].number)
        found = self._found.table()
        try:
            self._read_rows(source, found)
        except Refused:
            return everyone
        except Unlike as unlike:
            return unlike.parts
        self._found.take(found)
        self._left_out += source.left_out
        self._sources += source.unstacked([w.number for w in several])
        return ()

    def _people_by_name(self) -> Roster:
        """The roster by name, which is read before all else; made when a table needs it."""
        if self._by_name is None:
            self._by_name = Roster.of(self._sources)
        return self._by_name

    def ratings(self) -> Ratings:
        joined = self._join()
        frame, people, roster = ordered(joined, self._books)
        return Ratings(frame, people, roster if self._roster else None, *self._checked(joined))

    def checked(self) -> Checked:
        # Whatever is wrong is known before ids are put in order, so checking stops here (decision 0007).
        return self._checked(self._join())

    def _join(self) -> Joined:
        """All tables together, without the ratings of sheets that another one contradicts."""
        for source in self._sources:
            table = source.decoder.table
            if (table.path, table.sheet) in self._sheets.withdrawn and table.form is not None:
                self._left_out += source.withdraw()
                if all(s.withdrawn for s in self._sources if s.decoder.table.path == table.path):
                    self._unusable.append(table.path)
        return join(self._sources, self._books, self._found)

    def _checked(self, joined: Joined) -> Checked:
        """What was found, once the tables were compared with each other."""
        left_out = self._left_out + joined.left_out.unique().height
        return Checked(tuple(self._inputs), self._found.findings(), left_out, tuple(self._unusable))
