"""Reading ratings: files → tables → checked ratings, with everything that was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from .. import catalogue
from ..diagnostics import Diagnostic, in_order, shown_path
from ..model.dictionary import Model
from . import cells, crossing, rules
from .columns import match_columns
from .files import Input, open_tables


@dataclass(frozen=True)
class Ratings:
    """Checked ratings.

    `frame`: one row a rating that counts: `cycle`, `employee_id`, `competency`, `behaviour` (null:
    the competency itself), `rater_role`, `rater_id` (null: the one unnamed rater), `evidence`
    String; `level` Float64; `source` UInt16 (index into `inputs`), `line`, `row` UInt32.

    `people`: one row an employee and cycle: `cycle`, `employee_id`, `name`, `department`,
    `manager`, `position` String (null where none, or more than one, is given), `conflict` Boolean.

    `roster`: the same without `cycle`, or None.
    """

    frame: pl.DataFrame
    people: pl.DataFrame
    roster: pl.DataFrame | None
    inputs: tuple[Input, ...]
    diagnostics: tuple[Diagnostic, ...]
    left_out: int
    """Rows of the files that take no part because something in them is wrong."""
    unusable: tuple[str, ...] = ()
    """Files that were opened and of which nothing counts, whatever the reason."""

    @property
    def cycles(self) -> list[str]:
        """The cycles in the files, oldest first; "" where a file names none."""
        return sorted(self.people["cycle"].unique().to_list())

    def known(self, cycle: str) -> dict[str, str | None]:
        """Who stands in a cycle's rows or on the roster: id → name, sorted by id."""
        here = self.people.filter(pl.col("cycle") == cycle).select("employee_id", "name")
        listed = dict(self.roster.select("employee_id", "name").iter_rows()) if self.roster is not None else {}
        return dict(sorted({**listed, **dict(here.iter_rows())}.items(), key=lambda person: person[0]))

    def cycles_of(self, employee_id: str) -> list[str]:
        """The cycles in which an employee stands, oldest first."""
        return sorted(self.people.filter(pl.col("employee_id") == employee_id)["cycle"].to_list())


def read_ratings(
    paths: Iterable[str | Path],
    model: Model,
    roster: str | Path | None = None,
    progress: Callable[[int], None] | None = None,
) -> Ratings:
    """Read and check ratings files (CSV, XLSX, Parquet; `-` is standard input). Never raises for content.

    A file that is missing or may not be read is a finding like any other (`COULD_NOT_RUN`).
    `progress` is called with the number of rows read since it was called last.
    """
    problems: list[Diagnostic] = []
    inputs: list[Input] = []
    sources: list[crossing.Source] = []
    left_out = 0
    unusable: list[str] = []
    listed = [] if roster is None else [(roster, True)]
    for path, listing in [*listed, *((path, False) for path in paths)]:
        opened = open_tables(str(path))
        problems += opened.problems
        if opened.input is not None:
            inputs.append(opened.input)
            if progress is not None:
                progress(opened.input.rows)
        left_out += sum(d.rule is catalogue.ROW_RAGGED for d in opened.problems)
        before = len(sources)
        for table in opened.tables:
            columns, found = match_columns(table, model, roster=listing)
            problems += found
            if columns is None:
                left_out += table.frame.height
                continue
            if "position" not in columns.known and roster is None and model.positions:
                problems.append(Diagnostic(catalogue.POSITION_COLUMN_MISSING, table.place(None, None, None)))
            frame, found = rules.apply(cells.values(table, columns, model), table, columns, model)
            problems += found
            sources.append(crossing.Source(frame, table, columns, len(inputs) - 1, listing))
        if len(sources) == before:
            unusable.append(shown_path(str(path)))
    crossed = crossing.cross(sources)
    return Ratings(
        frame=crossed.ratings,
        people=crossed.people,
        roster=crossed.roster if roster is not None else None,
        inputs=tuple(inputs),
        diagnostics=tuple(in_order([*problems, *crossed.problems])),
        left_out=left_out + crossed.left_out,
        unusable=tuple(unusable),
    )
