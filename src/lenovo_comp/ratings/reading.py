"""Reading ratings: files → tables → checked ratings, with everything that was found."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import polars as pl

from ..findings import catalogue
from ..findings.collector import Collector
from ..findings.finding import Finding, Findings, Place, shown_path
from ..model.dictionary import Model
from .across_rows import Joined, join
from .by_name import Roster
from .codebook import codebooks
from .decoder import RecordDecoder
from .files.opening import Input, Opened, is_lock_file, open_tables
from .files.table import Refused, Table
from .folders import ratings_files, vet_folders
from .headers import Columns
from .layout import Layout, recognise
from .mapping.applying import apply_mapping, finder
from .mapping.source import NO_MAPPINGS, Mappings
from .meanings import HeaderReader
from .names_of_tables import Said, said_by_names
from .ordering import ordered
from .partitions import partitions_of
from .rows import RowReader
from .sheets import SheetVetter, Vetted
from .sources import Source
from .spelling import folded_names


class Checked(NamedTuple):
    """What was found in ratings files."""

    inputs: tuple[Input, ...]
    diagnostics: Findings
    left_out: int
    """Rows of the files that take no part because something in them is wrong."""
    unusable: tuple[str, ...]
    """Files that were opened and of which nothing counts, whatever the reason."""


@dataclass(frozen=True)
class Ratings:
    """Checked ratings.

    `frame`: one row a rating that counts: `cycle`, `employee_id`, `competency`, `behaviour` (null:
    the competency itself), `rater_role`, `rater_id` (null: the one unnamed rater) Enum; `evidence`
    String; `level` Float64; `source` UInt16 (index into `inputs`), `line`, `row` UInt32.

    `people`: one row an employee and cycle: `cycle`, `employee_id`, `name`, `department`,
    `manager`, `position` String (null where none, or more than one, is given), `conflict` Boolean.

    `roster`: the same without `cycle`, or None. The rest as in `Checked`.

    Every Enum lists its values in the order of text, so that sorting by number sorts by name; that of cycles
    lists them oldest first. That of an id in all frames is one type; a column of text must be cast to be joined with it
    (`cells.ids` has the types of the dictionary's ids). Values that only stand in rows which don't
    count may be listed too. A frame that is asked for its `schema`, or a column for its `dtype`, hands
    all of them to Python, which takes 15 ms for 400,000 of them: code that runs often asks for neither.
    """

    frame: pl.DataFrame
    people: pl.DataFrame
    roster: pl.DataFrame | None
    inputs: tuple[Input, ...]
    diagnostics: Findings
    left_out: int
    unusable: tuple[str, ...]

    @property
    def cycles(self) -> list[str]:
        """The cycles in the files, oldest first; "" where a file names none."""
        return self.people["cycle"].unique().sort().to_list()

    def known(self, cycle: str) -> dict[str, str | None]:
        """Who stands in a cycle's rows or on the roster: id → name, sorted by id."""
        here = self.people.filter(pl.col("cycle") == cycle).select("employee_id", "name")
        listed = dict(self.roster.select("employee_id", "name").iter_rows()) if self.roster is not None else {}
        return dict(sorted({**listed, **dict(here.iter_rows())}.items(), key=lambda person: person[0]))

    def named(self, name: str) -> list[str]:
        """The ids of everybody of that name, in any cycle or on the roster, however it is spelled."""
        frames = [self.people, *([] if self.roster is None else [self.roster])]
        people = (
            pl.concat([f.select(pl.col("employee_id").cast(pl.String), "name") for f in frames]).drop_nulls().unique()
        )
        asked = folded_names(pl.Series("name", [name]))[0]
        same = people.filter(pl.lit(asked != "") & (folded_names(people["name"]) == asked))
        return sorted(same["employee_id"].unique())

    def cycles_of(self, employee_id: str) -> list[str]:
        """The cycles in which an employee stands, oldest first."""
        return self.people.filter(pl.col("employee_id") == employee_id)["cycle"].sort().to_list()


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


LayOut = Callable[[Table], Layout]
"""Says how a table is to be read: by what it looks like, or by its mapping."""


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
        problems, unusable = vet_folders(files, self._model)
        self._found.add(problems)
        self._unusable += [shown_path(path) for path in read if path in unusable]
        for path in (path for path in read if path not in unusable):
            # A pattern matches what Excel leaves beside an open workbook; nobody meant that file.
            if is_lock_file(path):
                self._found.add([Finding(catalogue.LOCK_FILE_PASSED_OVER, Place(shown_path(path)))])
            else:
                self._open(path, stack, digests, said=said.get(path, ()))

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
                    t,
                    model,
                    roster=roster,
                    folders=partitions_of(t.path),
                    said=[*by_sheet.get(t.sheet or "", []), *said],
                    people=people,
                ),
                roster,
                said,
            )
        elif mapping.usable:
            opened = open_tables(path, stack, digests, finder(mapping), mapping.header_row)
            self._read(opened, lambda table: apply_mapping(table, mapping, path, model), roster)
        else:
            self._unusable.append(shown_path(path))

    def _read(self, opened: Opened, lay_out: LayOut, roster: bool, said: Sequence[Said] = ()) -> None:
        self._found.add(opened.problems)
        before = len(self._sources)
        rows = [n for n in (self._table(table, lay_out, roster, said) for table in opened.tables) if n is not None]
        # A file of which nothing counts must not look like one without ratings.
        if len(self._sources) == before:
            self._unusable.append(opened.path)
        if opened.sha256 is not None:
            self._inputs.append(Input(opened.path, opened.sha256(), opened.encoding, sum(rows)))
        if rows and not any(rows):
            self._found.add([Finding(catalogue.HEADER_ALONE, opened.tables[0].header_place())])

    def _table(self, table: Table, lay_out: LayOut, roster: bool, said: Sequence[Said]) -> int | None:
        """Read a table; returns the number of its records, None where it is refused."""
        vetted = Vetted(table) if roster else self._sheets.vet(table, said)
        self._found.add(vetted.problems)
        try:
            if not vetted.counts:
                return self._take(Layout(table, None, []), roster, self._found.table())
            return self._take(lay_out(vetted.table), roster, self._found.table())
        except Refused as refused:
            self._found.add([refused.finding])
            return None

    def _take(self, layout: Layout, roster: bool, found: Collector) -> int:
        """Read a table's rows; returns the number of its records."""
        table, columns = layout.table, layout.columns
        found.add(layout.problems)
        decoder = RecordDecoder(table, columns or Columns({}), self._books, self._model)
        source = Source(decoder, len(self._inputs), roster)
        source.records = source.left_out = layout.left_out
        if columns is None:
            RowReader(source, found).leave_out()
        else:
            if "position" not in columns.known and not self._roster and self._model.positions:
                rule = catalogue.SURVEY_WITHOUT_POSITIONS if layout.is_survey else catalogue.POSITION_COLUMN_MISSING
                found.add([Finding(rule, table.header_place())])
            for records in RowReader(source, found).read():
                if self._progress is not None:
                    self._progress(records)
            self._sources.append(source)
        self._found.take(found)
        self._left_out += source.left_out
        return source.records

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
