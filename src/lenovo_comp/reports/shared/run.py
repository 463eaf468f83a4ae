"""`Run`, which a report's command is given, and `Report`, which it returns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

from ...text import Text

if TYPE_CHECKING:
    from datetime import datetime

    import polars as pl

    from ...findings.finding import Findings
    from ...method.results import Assessment, Row
    from ...model.dictionary import Model
    from ...ratings.reading import Ratings
    from ...text import Language
    from .blocks import Block
    from .words import Words


class Panel(Enum):
    """The panels in which `comp --help` lists commands, in order."""

    START = Text("开始与字典", "Start and dictionary")
    RATINGS = Text("评分", "Ratings")
    RESULTS = Text("结果", "Results")
    DECISIONS = Text("决策", "Decisions")


Empty = Literal["never", "for machines", "for machines or with a roster", "always"]
"""When a report is made of ratings that hold nobody; else only the findings are printed."""


# A protocol, since what fulfils it, the session, belongs to the command line above the reports (decision 0016).
class Run(Protocol):
    """One run of a command: values of the command line and the settings, read when they are first asked for."""

    words: Words

    @property
    def language(self) -> Language: ...

    @property
    def cycle(self) -> str | None:
        """The cycle that was asked for; None: the newest."""

    @property
    def roster(self) -> str | None:
        """The roster that the command line names."""

    @property
    def gates(self) -> Sequence[str]:
        """The settings' gates of `comp assess`."""

    @property
    def model(self) -> Model:
        """The dictionary to work with. Raises CannotRun where it can't be used."""

    @property
    def ratings(self) -> Ratings:
        """The ratings that are named, checked against `model`. Raises as `read`."""

    def dictionary(self, path: str) -> Model:
        """The dictionary of a file as it is. Raises CannotRun where it can't be used."""

    def adapt(self, model: Model) -> Model:
        """A dictionary with the project's thresholds in place of its own."""

    def read(
        self,
        model: Model,
        *,
        paths: Sequence[str] | None = None,
        empty: Empty = "never",
        all_findings: bool = False,
        digests: bool = True,
        parts: int = 1,
    ) -> Ratings:
        """Ratings, checked against a dictionary: those of `paths`, else of the command line, else of the settings.

        Of each rule only the first findings are made in full, unless `all_findings` is set: then a finding is about
        one cycle and names all of its places. With `digests` the files' digests are taken if there is a receipt. Of
        more than one part ratings and results wait in files of a folder that is there as long as the run.
        Raises CannotRun where no file is named, and NothingRead where nobody is in them and `empty` does not allow it.
        """

    def command_line(self, command: str, *arguments: str) -> str:
        """The line to type for another command on the same data, with the files and options of this one."""

    def policy(self, findings: Findings) -> Findings:
        """The findings that the project wants to hear of, as severe as it takes them."""

    def made_at(self) -> datetime | None:
        """The time of making that workbooks give; None for none."""


class NothingRead(Exception):
    """No ratings could be read; `findings` say why."""

    def __init__(self, findings: Findings) -> None:
        super().__init__("nothing read")
        self.findings = findings


class Report(NamedTuple):
    """A command's result, in each form that it `OFFERS`; a form is made when a format asks for it.

    `findings` are those of the assessment unless others are given; `models` are the dictionaries for the receipt.
    """

    blocks: Callable[[], Sequence[Block]] | None = None
    """For people to read, whole."""
    table: Callable[[], Sequence[Block]] | None = None
    """For a terminal: what fits a screen, or what is said there only; `blocks` where that is the same."""
    document: Callable[[], Mapping[str, Any]] | None = None
    """For JSON."""
    frame: Callable[[], pl.DataFrame] | None = None
    """For CSV."""
    dataset: Callable[[], pl.LazyFrame] | None = None
    """For Parquet."""
    page: Callable[[Findings], str] | None = None
    """HTML of its own."""
    workbook: Callable[[Findings], bytes] | None = None
    """XLSX."""
    people: Callable[[], Iterator[tuple[Row, Report]]] | None = None
    """A report on each person, with their row of `people`: written to a file each, in place of all other forms."""
    assessment: Assessment | None = None
    findings: Findings | None = None
    models: Sequence[Model] = ()
    complaints: Sequence[Block] = ()
    """Printed on standard error after the report."""
    holds: bool = True
    """Whether the result passes all gates; else the run fails."""


Form = Literal["blocks", "document", "frame", "dataset", "workbook"]
"""The field of `Report` that a format is made from."""
