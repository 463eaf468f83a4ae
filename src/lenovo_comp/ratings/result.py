"""What reading ratings files gives: checked ratings, and everything that was found."""

from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from ..findings.finding import Findings
from .files.opening import Input
from .ordering import Rated
from .returns import Return
from .spelling import folded_names


class Checked(NamedTuple):
    """What was found in ratings files."""

    inputs: tuple[Input, ...]
    diagnostics: Findings
    left_out: int
    """Rows of the files that take no part because something in them is wrong."""
    unusable: tuple[str, ...]
    """Files that were opened and of which nothing counts, whatever the reason."""
    returns: tuple[Return, ...] = ()
    """The rating sheets among the files, blank ones too."""


@dataclass(frozen=True, repr=False)
class Ratings:
    """Checked ratings.

    `frame`: one row a rating that counts: `cycle`, `employee_id`, `competency`, `behaviour` (null:
    the competency itself), `rater_role`, `rater_id` (null: the one unnamed rater) Enum; `evidence`
    String; `level` Float64; `source` UInt16 (index into `inputs`), `line`, `row` UInt32
    (of an overview the person's row).

    `people`: one row an employee and cycle: `cycle`, `employee_id`, `name`, `department`,
    `manager`, `position` String (null where none, or more than one, is given), `conflict` Boolean.

    `roster`: the same without `cycle`, or None. The rest as in `Checked`.

    Every Enum lists its values in the order of text, so that sorting by number sorts by name; that of cycles
    lists them oldest first. That of an id in all frames is one type; a column of text must be cast to be joined with it
    (`cells.ids` has the types of the dictionary's ids). Values that only stand in rows which don't
    count may be listed too. A frame that is asked for its `schema`, or a column for its `dtype`, hands
    all of them to Python, which takes 15 ms for 400,000 of them: code that runs often asks for neither.
    """

    rated: Rated
    """`frame` in parts, as it is where there are very many ratings."""
    people: pl.DataFrame
    roster: pl.DataFrame | None
    inputs: tuple[Input, ...]
    diagnostics: Findings
    left_out: int
    unusable: tuple[str, ...]
    returns: tuple[Return, ...] = ()

    def __repr__(self) -> str:
        files = ", ".join(one.path for one in self.inputs[:3]) + (", …" if len(self.inputs) > 3 else "")
        return f"<Ratings: files {files}; cycles {self.cycles!r}; rows left out {self.left_out:,}>"

    @property
    def frame(self) -> pl.DataFrame:
        return self.rated.whole

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
