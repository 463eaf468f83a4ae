"""The result of an assessment: the types that the method fills and reports read."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum, auto
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, overload

from ..model.dictionary import EPSILON, Level, Model, Statement

if TYPE_CHECKING:
    import polars as pl

    from ..ratings.reading import Ratings
    from .everybody import Everybody
    from .standard_error import ErrorVariances
    from .summary import Summary

SELF = "self"
"""The id of the role in which people rate themselves."""
OTHERS = "others"
"""The group of roles that have too few raters to be shown on their own (rule 2)."""


class Status(StrEnum):
    """How a rating stands to a requirement (rule 5)."""

    STRENGTH = auto()
    MET = auto()
    SHORT = auto()
    UNASSESSED = auto()
    NOT_REQUIRED = auto()


class Verdict(StrEnum):
    """How a person stands to a position (rule 7), the best first."""

    READY = auto()
    NEAR = auto()
    DEVELOPING = auto()
    INCOMPLETE = auto()


class Band(StrEnum):
    """How far raters agree (rule 9)."""

    HIGH = auto()
    MODERATE = auto()
    LOW = auto()


class SelfOther(StrEnum):
    """The words for a self-rating that differs from the others' rating by the dictionary's threshold or more."""

    BLIND_SPOT = auto()
    HIDDEN_STRENGTH = auto()


STRENGTH, MET, SHORT, UNASSESSED, NOT_REQUIRED = Status
VERDICTS = READY, NEAR, DEVELOPING, INCOMPLETE = tuple(Verdict)
HIGH, MODERATE, LOW = Band

Row = dict[str, Any]
Figure = TypeVar("Figure", float, "pl.Expr")


class Agreement(NamedTuple):
    """How far raters agree (rule 9): `n` different raters, `band` where there are at least three and it may be said.

    The figures only where none of the raters is anonymous: `range`, `average_deviation` in scale units and `r_wg` from
    0 to 1 of whole levels; of rated behaviours `r_wg` alone, as r*_wg(J) over so many `statements`.
    """

    n: int
    band: Band | None
    range: float | None = None
    average_deviation: float | None = None
    r_wg: float | None = None
    statements: int | None = None

    @classmethod
    def of(cls, n: int, band: Band | None, figures: Row | None) -> Agreement:
        """From a band and, if there is one, a row of `Assessment.spread`."""
        return cls(n, band, *(figures[name] for name in cls._fields[2:])) if figures else cls(n, band)


class RoleFigure(NamedTuple):
    """A role's mean, and how far its raters agree."""

    mean: float
    agreement: Agreement


def self_other(difference: float, model: Model) -> SelfOther | None:
    """The word for a self-rating that far above (or below) the others'; None within the model's threshold."""
    if difference >= model.self_other - EPSILON:
        return SelfOther.BLIND_SPOT
    return SelfOther.HIDDEN_STRENGTH if difference <= -model.self_other + EPSILON else None


@overload
def is_far(gap: float | None, near: float) -> bool: ...
@overload
def is_far(gap: pl.Expr, near: float) -> pl.Expr: ...
def is_far(gap: float | pl.Expr | None, near: float) -> bool | pl.Expr:
    """Rule 7: whether a gap is too large for the verdict *near*: gap > near. An unknown gap is not far.

    >>> is_far(1.0, near=1.0), is_far(1.25, near=1.0), is_far(None, near=1.0)
    (False, True, False)
    """
    return gap is not None and gap > near + EPSILON


def level_reached(rating: Figure) -> Figure:
    """Rule 8: the highest level that a rating reaches, which is the rating rounded down; of numbers and columns.

    >>> level_reached(2.75), level_reached(3 - 1e-12)
    (2.0, 3.0)
    """
    return (rating + EPSILON) // 1


class Queries(NamedTuple):
    """Queries for frames of `Assessment`, of some people; `role_columns` are those of `roles`."""

    people: pl.LazyFrame
    gaps: pl.LazyFrame
    roles: pl.LazyFrame
    role_columns: Sequence[str]


@dataclass(frozen=True, repr=False)
class Assessment:
    """What the ratings of one cycle say. The frames' columns stand in `frames`."""

    model: Model
    ratings: Ratings
    cycle: str
    people: pl.DataFrame
    """Everybody, with what their gaps amount to (rules 6 to 8)."""
    gaps: pl.DataFrame
    """What is required or rated of each person (rules 3 and 5)."""
    roles: pl.DataFrame
    """What may be shown of each role (rules 1, 2 and 9)."""
    spread: pl.DataFrame
    """The figures of agreement among raters who aren't anonymous (rule 9)."""
    withheld: pl.DataFrame
    """Where a role's raters were too few to be shown on their own."""
    evidence: pl.DataFrame
    """What raters wrote, of roles that are shown."""
    everybody: Everybody
    """What the cycle says of everybody together (rules 9 and 10)."""
    competencies: pl.DataFrame
    """Each competency over everybody of whom it is required."""
    summary: Summary
    supposed: Mapping[str, float] = field(default_factory=dict)
    """Competency → the level that takes the place of its ratings, where somebody asked what if."""

    def __repr__(self) -> str:
        return f"<Assessment: people {self.people.height:,}; cycle {self.cycle!r}; {self.model!r}>"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from .notebook import assessment_html

        return assessment_html(self)

    @property
    def variances(self) -> ErrorVariances:
        """The variances of raters' figures over everybody in the cycle (rule 10)."""
        return self.everybody.variances

    def parts(self, people: int = 5_000) -> Iterator[Assessment]:
        """The assessment in slices of so many people, for what can't be held of all of them at once."""
        if self.people.height <= people:
            yield self
            return
        for some in self.people.iter_slices(people):
            ids = some.select("employee_id")
            gaps, roles, spread = (
                frame.join(ids, on="employee_id", how="semi", maintain_order="left")
                for frame in (self.gaps, self.roles, self.spread)
            )
            yield dataclasses.replace(self, people=some, gaps=gaps, roles=roles, spread=spread)

    def queries(self, people: int = 50_000) -> Iterator[Queries]:
        """The rows of so many people at once, in the order of their ids, to be read when they are needed."""
        from ..ratings.packing import cut

        if self.people.height <= people:
            yield Queries(self.people.lazy(), self.gaps.lazy(), self.roles.lazy(), self.roles.columns)
            return
        for some in self.people.iter_slices(people):
            gaps, roles = cut(self.gaps, some), cut(self.roles, some)
            yield Queries(some.lazy(), gaps.lazy(), roles.lazy(), roles.columns)

    def ratings_of(self, employee_id: str) -> pl.DataFrame:
        """The ratings of one person that count, in the cycle."""
        import polars as pl

        return self.ratings.frame.filter(pl.col("cycle") == self.cycle, pl.col("employee_id") == employee_id)

    def withheld_counts(self) -> tuple[int, int, int]:
        """How many groups of raters are combined as `others`, how many dropped, and how many raters did not count."""
        return self.summary.rolled_up, self.summary.dropped, self.summary.uncounted

    def person_rows(self) -> list[Row]:
        """`people` as plain rows."""
        return list(self.people.iter_rows(named=True))

    def gap_rows(self) -> dict[str, list[Row]]:
        """`gaps` as plain rows, by employee."""
        found: dict[str, list[Row]] = {}
        for row in self.gaps.iter_rows(named=True):
            found.setdefault(row["employee_id"], []).append(row)
        return found

    def competency_rows(self) -> list[Row]:
        """`competencies` as plain rows, in the dictionary's order."""
        return list(self.competencies.iter_rows(named=True))

    def role_rows(self) -> dict[tuple[str, str], dict[str, RoleFigure]]:
        """(employee, competency) → role → what is shown of it, roles in the dictionary's order."""
        named = {(r["employee_id"], r["competency"], r["role"]): r for r in self.spread.iter_rows(named=True)}
        order = [r.id for r in self.model.rater_roles if f"mean:{r.id}" in self.roles.columns]
        found: dict[tuple[str, str], dict[str, RoleFigure]] = {}
        for row in self.roles.iter_rows(named=True):
            item = row["employee_id"], row["competency"]
            found[item] = {
                role: RoleFigure(
                    row[f"mean:{role}"], Agreement.of(row[f"n:{role}"], row[f"band:{role}"], named.get((*item, role)))
                )
                for role in (*order, OTHERS)
                if row[f"mean:{role}"] is not None
            }
        return found

    def agreements(self) -> dict[tuple[str, str], Agreement]:
        """(employee, competency) → how far all agree whose figures make up the rating."""
        named = {(r["employee_id"], r["competency"]): r for r in self.spread.iter_rows(named=True) if r["role"] is None}
        rows = self.gaps.select("employee_id", "competency", "rating", "n", "band").rows()
        return {
            (e, c): Agreement.of(n, band, named.get((e, c))) for e, c, rating, n, band in rows if rating is not None
        }


class Need(NamedTuple):
    """A gap, and the behaviours between where the person stands and what the position asks.

    `start` and `goal` are the rating and the requirement, in scale units.
    """

    competency: str
    gap: float
    start: float
    goal: float
    behaviours: tuple[Statement, ...]
    evidence: tuple[tuple[str, str], ...]
    """(role, text), of roles that are shown."""
    levels: tuple[Level, ...]
    """The levels in between, whose behaviours these are; none of a competency without levels."""


class Bound(NamedTuple):
    """A rating that is a bound: at least `rating`, since too little of `level`, or nothing (`nobody`), was rated."""

    rating: float
    level: int
    nobody: bool


@dataclass(frozen=True, repr=False)
class PersonGap:
    """One person of an assessment; `items` are their rows of `gaps`.

    Needs are in the order of rule 12 (`person.rank`). `bounds` are the ratings that are bounds, by competency.
    `own_position` is the person's own, where the question was asked against another.
    """

    assessment: Assessment
    person: Row
    items: tuple[Row, ...]
    strengths: tuple[str, ...]
    develop: tuple[Need, ...]
    bounds: Mapping[str, Bound]
    own_position: str | None
    as_rated: PersonGap | None = None
    """The same without what is supposed, where something is."""

    def __repr__(self) -> str:
        return f"<PersonGap of {self.person['employee_id']!r} in {self.assessment!r}>"

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        from .notebook import person_html

        return person_html(self)
