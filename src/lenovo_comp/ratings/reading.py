"""Reading ratings: files → tables → checked ratings, with everything that was found."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import compress
from operator import not_
from pathlib import Path

from ..findings import catalogue
from ..findings.collector import Collector
from ..findings.finding import Finding, Place, shown_path
from ..model.dictionary import Model
from .across_rows import Joined, join
from .by_name import Roster
from .decoder import MANY
from .files.opening import Input, Opened, is_lock_file, open_tables
from .folders import ratings_files, vet_folders
from .layout import recognise
from .mapping.applying import apply_mapping, finder
from .mapping.source import NO_MAPPINGS, Mappings
from .meanings import HeaderReader
from .names_of_tables import Said, said_by_names
from .ordering import ids_in_order, ordered
from .partitions import partitions_of
from .result import Checked as Checked
from .result import Ratings as Ratings
from .returns import Returns
from .sheets import SheetVetter, Vetted
from .shelf import IN_MEMORY, Shelf
from .sources import Source
from .table_reader import TableReader
from .two_places import in_two_places
from .waiting import LayOut, ReadFile, Unread, alike, may_wait, waiting


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
    shelf: Shelf = IN_MEMORY,
    parts: int = 1,
    sheets_as_text: bool = False,
) -> Ratings:
    """Read and check ratings files (workbooks, CSV, Parquet; `-` is standard input). Never raises for content.

    A path that no file has may be a pattern (`ratings/*.csv`), and a folder stands for the files in it. A file that is
    missing or may not be read is a finding like any other (`COULD_NOT_RUN`). Of each rule the first `most` findings are
    made (0: all), and all are counted. With `by_cycle` a finding is about one cycle and names all of its places.
    `digests`: whether the SHA-256 of each file is made, which takes time for large ones; else `Input.sha256` is empty.
    `progress` is called with the number of records read since the last call. Files that `mappings` are for are read as
    these say. Ratings wait on the `shelf`, and come in so many `parts`. `sheets_as_text`: whether rating sheets in CSV
    are among the `returns`, too.
    """
    reader = _Reader(model, roster is not None, Collector(most, by_cycle=by_cycle), progress, mappings, shelf, parts)
    reader.sheets_as_text = sheets_as_text
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
    """Reads file after file, but rating sheets together, once all of them are known."""

    def __init__(
        self,
        model: Model,
        roster: bool,
        found: Collector,
        progress: Callable[[int], None] | None,
        mappings: Mappings,
        shelf: Shelf = IN_MEMORY,
        parts: int = 1,
    ) -> None:
        self._mappings, self._shelf, self._parts = mappings, shelf, parts
        self._model, self._roster = model, roster
        self._find = HeaderReader(model).find
        self._found = found
        self._tables = TableReader(model, found, progress, has_roster=roster, shelf=shelf)
        self._files: list[ReadFile] = []
        self._inputs = self._order = 0
        self._sheets = SheetVetter(model)
        self._returns = Returns(model)
        self.sheets_as_text = False
        self._by_name: Roster | None = None
        self._waiting: list[Unread] = []
        self._withdrawn: list[str] = []

    def read_all(
        self, paths: Iterable[str | Path], roster: str | Path | None, stack: ExitStack, *, digests: bool
    ) -> None:
        self._found.add(self._mappings.problems)
        if roster is not None:
            self._read_file(str(roster), stack, digests, roster=True)
        read, problems = ratings_files(paths, roster)
        self._found.add(problems)
        # What the name of a file with a mapping says, the mapping says.
        files = [path for path in read if not is_lock_file(path) and self._mappings.of(path) is None]
        said = dict(zip(files, said_by_names([Path(path).stem for path in files], self._model), strict=True))
        problems, unusable = vet_folders(files, self._model)
        self._found.add(problems)
        self._files += [ReadFile(shown_path(path)) for path in read if path in unusable]
        for path in (path for path in read if path not in unusable):
            # A pattern matches what Excel leaves beside an open workbook; nobody meant that file.
            if is_lock_file(path):
                self._found.add([Finding(catalogue.LOCK_FILE_PASSED_OVER, Place(shown_path(path)))])
            else:
                self._read_file(path, stack, digests, said=said.get(path, ()))
        self._read_waiting()
        self._found.add(problem for file in self._files for problem in file.problems())

    def _read_file(
        self, path: str, stack: ExitStack, digests: bool, *, roster: bool = False, said: Sequence[Said] = ()
    ) -> None:
        """Open and read a file, unless its mapping can't be used. `said`: what its name says."""
        mapping, model = self._mappings.of(path), self._model
        if mapping is None:
            people = self._people_by_name if self._roster and not roster else None
            opened = open_tables(path, stack, digests, self._find)
            sheets = [table.sheet for table in opened.tables if table.sheet is not None and table.form is None]
            by_sheet = dict(zip(sheets, said_by_names(sheets, model), strict=True)) if sheets else {}
            self._read(
                opened,
                lambda t: recognise(
                    t,
                    model,
                    roster=roster,
                    folders=partitions_of(t.path),
                    said=[*by_sheet.get(t.sheet or "", []), *said],
                    people=people,
                ),
                roster,
                None if roster else said,
            )
        elif mapping.usable:
            opened = open_tables(path, stack, digests, finder(mapping), mapping.header_row)
            self._read(opened, lambda table: apply_mapping(table, mapping, path, model), roster)
        else:
            self._files.append(ReadFile(shown_path(path)))

    def _read(self, opened: Opened, lay_out: LayOut, roster: bool, said: Sequence[Said] | None = None) -> None:
        """Read what was opened. `said`: what the name of a file says that has no mapping and is no roster."""
        self._found.add(opened.problems)
        file = ReadFile(opened.path, number=self._inputs)
        self._files.append(file)
        file.header = opened.tables[0].header_place() if opened.tables else None
        for table in opened.tables:
            self._table(Unread(table, file, self._order, lay_out, roster), said)
            self._order += 1
        if opened.sha256 is not None:
            file.input = Input(opened.path, opened.sha256(), opened.encoding, 0)
            self._inputs += 1

    def _table(self, unread: Unread, said: Sequence[Said] | None) -> None:
        """Read a table, or put it by until others like it are known."""
        vetted = Vetted(unread.table) if unread.is_roster else self._sheets.vet(unread.table, said or ())
        self._found.add(vetted.problems)
        if unread.table.form is not None:
            self._returns.add(unread.table, unread.table.form, said or (), counts=vetted.counts)
        elif self.sheets_as_text and not unread.is_roster:
            self._returns.add_text(unread.table)
        unread = unread._replace(table=vetted.table)
        if not vetted.counts:
            self._tables.pass_over(unread)
        elif said is not None and may_wait(unread):
            self._waiting.append(waiting(unread, said))
        else:
            self._tables.read(unread)

    def _read_waiting(self) -> None:
        """Read the rating sheets that were put by."""
        withdrawn = [one.table.identity in self._sheets.withdrawn for one in self._waiting]
        for one in compress(self._waiting, withdrawn):
            self._tables.read(one)
        counting, problems, left_out = in_two_places([*compress(self._waiting, map(not_, withdrawn))], self._model)
        self._found.add(problems)
        self._tables.left_out += left_out
        for several in alike(counting):
            self._tables.read_together(several)

    def _people_by_name(self) -> Roster:
        """The roster by name, which is read before all else; made when a table needs it."""
        if self._by_name is None:
            self._by_name = Roster.of(self._tables.sources)
        return self._by_name

    def ratings(self) -> Ratings:
        books = self._tables.books
        is_long = sum(source.records for source in self._tables.sources) >= MANY
        with ThreadPoolExecutor(1) as thread:
            # All ids are known, and are put in order while rows are compared.
            ordering = thread.submit(ids_in_order, books) if is_long else None
            sources, joined = self._join()
            ids = ordering.result() if ordering is not None else ids_in_order(books)
        rated, people, roster = ordered(joined, ids, sources, self._shelf)
        return Ratings(rated, people, roster if self._roster else None, *self._checked(joined))

    def checked(self) -> Checked:
        # Whatever is wrong is known before ids are put in order, so checking stops here (decision 0007).
        _, joined = self._join()
        return self._checked(joined)

    def _join(self) -> tuple[list[Source], Joined]:
        """All tables in order, and joined, without the ratings of sheets that another one contradicts."""
        sources = sorted(self._tables.sources, key=lambda source: source.order)
        for source in sources:
            table = source.decoder.table
            if table.identity in self._sheets.withdrawn and not source.roster:
                self._tables.left_out += source.withdraw()
                if all(s.withdrawn for s in sources if s.decoder.table.path == table.path):
                    self._withdrawn.append(table.path)
        return sources, join(sources, self._tables.books, self._found, self._shelf, self._parts)

    def _checked(self, joined: Joined) -> Checked:
        """What was found, once the tables were compared with each other."""
        inputs = tuple(f.input._replace(rows=sum(f.rows)) for f in self._files if f.input is not None)
        # A file of which nothing counts must not look like one without ratings.
        unusable = (*(f.path for f in self._files if not f.is_usable), *self._withdrawn)
        left_out = self._tables.left_out + joined.left_out.unique().height
        return Checked(inputs, self._found.findings(), left_out, unusable, self._returns.all(self._sheets.withdrawn))
