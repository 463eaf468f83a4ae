"""Slices of people put together: one assessment, in memory or with frames that wait in files (0025)."""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from ..model.dictionary import Model
from ..ratings.packing import engine
from ..ratings.reading import Ratings
from ..ratings.shelf import Held
from .frames import COMPETENCIES, table
from .gaps import ASSESSED, REQUIRED, count_statuses
from .results import Assessment, Queries
from .summary import Summary, merged, summarise, withheld_counts

Slice = dict[str, Held]
"""The frames of `Assessment` by name, of some people."""
Put = Callable[[Mapping[str, pl.DataFrame]], Slice]


def putting(ratings: Ratings) -> Put:
    """What lets the frames of some people wait where their ratings did."""
    decoders = {"employee_id": pl.lit(ratings.rated.ids).gather}
    return lambda frames: {name: ratings.rated.shelf.put(frame, decoders) for name, frame in frames.items()}


class InFiles(Assessment):
    """An assessment whose frames wait in files: one that is asked for is read from all of them.

    It is read each time, but where there is a single slice.
    """

    slices: Sequence[Slice]

    @classmethod
    def of(cls, slices: Sequence[Slice], **fields: Any) -> "InFiles":
        """`fields`: those of `Assessment` but its frames."""
        self = cls.__new__(cls)
        for name, value in {"slices": slices, **fields}.items():
            object.__setattr__(self, name, value)
        return self

    def __getattr__(self, name: str) -> pl.DataFrame:
        if name not in FRAMES:
            raise AttributeError(name)
        frame = joined(self.slices, name)
        if len(self.slices) == 1:
            object.__setattr__(self, name, frame)
        return frame

    def parts(self, people: int = 5_000) -> Iterator[Assessment]:
        del people  # they were cut before
        names = {field.name for field in dataclasses.fields(Assessment)} - FRAMES
        fields: dict[str, Any] = {name: getattr(self, name) for name in names}
        for some in self.slices:
            yield InFiles.of([some], **fields)

    def queries(self, people: int = 50_000) -> Iterator[Queries]:
        del people
        for some in self.slices:
            roles = some["roles"]
            yield Queries(some["people"].scan(), some["gaps"].scan(), roles.scan(), roles.columns)


FRAMES = frozenset(("people", "gaps", "roles", "spread", "withheld", "evidence"))
"""The fields of `Assessment` that are of single people."""


def put_together(slices: Sequence[Slice], *, number: int, ever_rated: pl.DataFrame, **fields: Any) -> Assessment:
    """The assessment of all people.

    `number`: how many ratings count. `ever_rated` as in `summarise`. `fields`: those of `Assessment` that no slice has.
    """
    model, cycle = fields["model"], fields["cycle"]
    fields["competencies"] = _competencies((some["gaps"].load(_COUNTED) for some in slices), model)
    if fields["ratings"].rated.shelf.is_in_memory:
        fields |= {name: joined(slices, name) for name in FRAMES}
        people, gaps, withheld = (fields[name] for name in _SUMMED)
        summary = summarise(people, gaps, withheld, ever_rated, cycle=cycle, ratings=number, model=model)
        return Assessment(summary=summary, **fields)
    summaries = []
    for some in slices:
        people, gaps, withheld = (some[name].load() for name in _SUMMED)
        nobody = ever_rated.clear()
        summaries.append(summarise(people, gaps, withheld, nobody, cycle=cycle, ratings=0, model=model))
    return InFiles.of(slices, summary=merged(summaries, ever_rated, cycle=cycle, ratings=number, model=model), **fields)


_SUMMED = ("people", "gaps", "withheld")


class OnlyOf(Assessment):
    """Some people of an assessment, whose sums are made when they are asked for: a page on one person needs none.

    `counting`: their ratings that count, in the cycle.
    """

    counting: pl.DataFrame

    @classmethod
    def of(cls, everybody: Assessment, frames: Mapping[str, pl.DataFrame], counting: pl.DataFrame) -> "OnlyOf":
        self = cls.__new__(cls)
        kept = {name: getattr(everybody, name) for name in _KEPT}
        for name, value in (kept | dict(frames) | {"counting": counting}).items():
            object.__setattr__(self, name, value)
        return self

    def ratings_of(self, employee_id: str) -> pl.DataFrame:
        if self.people.height == 1:
            return self.counting
        return self.counting.filter(pl.col("employee_id") == employee_id)

    def withheld_counts(self) -> tuple[int, int, int]:
        return withheld_counts(self.gaps, self.withheld)

    def __getattr__(self, name: str) -> Any:
        if name not in _SUMS:
            raise AttributeError(name)
        object.__setattr__(self, name, self._summary() if name == "summary" else _competencies([self.gaps], self.model))
        return getattr(self, name)

    def _summary(self) -> Summary:
        people, gaps, withheld = (getattr(self, name) for name in _SUMMED)
        nobody, number = self.ratings.people.clear(), self.counting.height
        return summarise(people, gaps, withheld, nobody, cycle=self.cycle, ratings=number, model=self.model)


_SUMS = frozenset(("competencies", "summary"))
_KEPT = frozenset(field.name for field in dataclasses.fields(Assessment)) - _SUMS - FRAMES


def joined(slices: Sequence[Slice], name: str) -> pl.DataFrame:
    """A frame of all slices."""
    frames = [some[name].load() for some in slices]
    return frames[0] if len(frames) == 1 else pl.concat(frames, how="diagonal")


_COUNTED = ("competency", "required", "rating", "gap", "status")


def _competencies(gaps: Iterable[pl.DataFrame], model: Model) -> pl.DataFrame:
    """The frame `COMPETENCIES`, of the columns `_COUNTED` of `GAPS` in slices of people."""
    # Counted by figures, which are few, and added up in their order: the same however people are cut into slices.
    counts = pl.concat(_counts(some.filter(REQUIRED), _COUNTED) for some in gaps)
    counts = counts.group_by(_COUNTED).agg(pl.col("n").sum()).sort(_COUNTED)
    n = pl.col("n")
    assessed = n.filter(ASSESSED).sum()
    required, rating, gap = (
        (pl.col(name) * n).filter(ASSESSED).sum() / assessed for name in ("required", "rating", "gap")
    )
    figures = counts.group_by("competency").agg(
        pl.when(assessed > 0).then(required).otherwise((pl.col("required") * n).sum() / n.sum()).alias("required_mean"),
        pl.when(assessed > 0).then(rating).alias("rating_mean"),
        pl.when(assessed > 0).then(gap).alias("gap_mean"),
        **count_statuses(n),
    )
    every = table(model, ((c.id, c.layer) for c in model.competencies), competency=pl.Enum, layer=pl.String)
    joined = every.join(figures, on="competency", how="left", maintain_order="left")
    return joined.with_columns(pl.col("short", "met", "unassessed").fill_null(0)).select(*COMPETENCIES)


def _counts(items: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    """How many items (`n` UInt32) have the same `keys`."""
    return items.lazy().group_by(keys).agg(pl.len().alias("n")).collect(engine=engine(items))
