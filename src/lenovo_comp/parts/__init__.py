"""A part of the people at a time, for engines that work on many machines: Spark, Ray, Dask (docs/scale.md).

An engine hands over rows of ratings with the file and row that they come from, deals them by `PART`, so that all rows
of a person are in one part, and puts the results of the parts together. The rules are those of one run: the same code.

>>> import polars as pl
>>> ratings = [("E1", "communication", 2, "r.parquet", 1), ("E2", "communication", 3, "r.parquet", 2)]
>>> rows = pl.DataFrame(ratings, schema=["employee_id", "competency", "level", FILE, ROW], orient="row")
>>> rows = rows.with_columns(pl.lit("account_manager").alias("position"))
>>> job = plan(rows.columns, parts=4)
>>> several = job.deal(rows).partition_by(PART)
>>> job = job.with_sums(map(job.sums, several))
>>> found = pl.concat(map(job.assess, several))
>>> found.filter(kind="result", competency="communication").select("employee_id", "rating", "gap").sort("gap").rows()
[('E2', 3.0, 0.0), ('E1', 2.0, 1.0)]
>>> job.merge([found]).height
0

Rows are anything with `__arrow_c_stream__`: tables of pyarrow, frames of polars or pandas. Cells are read by their
headers alone, and what only a whole table shows is not looked for: that its levels are on another scale (R438), that
it rates nobody (C123), that some ids look like no others (R463). Such rows are judged one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from ..findings.finding import CannotRun, Findings
from ..method.assessment import assess_part, sum_up_part
from ..method.everybody import Everybody
from ..model.dictionary import Model
from ..model.loading import load_model
from ..model.shipped import shipped_model
from ..ratings.result import Ratings
from ..reports.assess.frame import assessment_frame
from ..text import Language
from .merging import FINDINGS, WHOLE, as_rows, merged
from .reading import FILE, PART, ROW, Reader
from .sums import SHARED, SUMS, everybody_of, first_places, rows_of, shared_findings

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["FILE", "PART", "ROW", "Job", "mapped", "plan"]

Rows = Any
"""Anything with `__arrow_c_stream__`."""
_SQL = {pl.String(): "STRING", pl.Float64(): "DOUBLE", pl.Boolean(): "BOOLEAN", pl.Int64(): "BIGINT", pl.Int32(): "INT"}
_KIND = "kind"


def plan(
    columns: Iterable[str],
    *,
    cycle: str | None = None,
    parts: int,
    model: Model | str | Path | None = None,
    roster: str | Path | None = None,
) -> Job:
    """Make the job of assessing ratings with these `columns` in so many parts.

    `cycle`: the one to assess; it must be named where a column or a folder may name one. `model`: the dictionary, or
    its file; by default the one that comes with `comp`. `roster`: its file, which is read here, once.
    Raises CannotRun for what makes no sense or can't be read.
    """
    if parts < 1:
        raise CannotRun(f"parts 须至少为 1（输入为 {parts}）", f"parts must be at least 1 (got {parts})")
    missing = {FILE, ROW} - set(columns)
    if missing:
        names = ", ".join(sorted(missing))
        raise CannotRun(f"缺少列：{names}", f"there is no column {names}")
    if not isinstance(model, Model):
        loaded, problems = load_model(model or shipped_model())
        if loaded is None:
            why = problems[0].message("zh"), problems[0].message("en")
            raise CannotRun(f"字典不可用：{why[0]}", f"the dictionary can't be used: {why[1]}")
        model = loaded
    clash = sorted({*FINDINGS, WHOLE, _KIND} & {role.id for role in model.rater_roles})
    if clash:
        raise CannotRun(f"评价人角色不能叫 {clash[0]}", f"no rater role can be called {clash[0]}")
    reader = Reader(model, parts, str(Path.cwd()))
    found = reader.take_roster(str(roster)) if roster is not None else Findings()
    return Job(model, cycle, parts, reader, found)


@dataclass(frozen=True)
class Job:
    """What every part needs: small enough to be sent to every worker. `findings`: those that no part makes."""

    model: Model
    cycle: str | None
    parts: int
    reader: Reader = field(repr=False)
    findings: Findings
    everybody: Everybody | None = field(default=None, repr=False)

    def deal(self, rows: Rows) -> pl.DataFrame:
        """The rows and the part (`PART`, Int32) of each; ids that could be taken for each other are in one part."""
        frame = pl.DataFrame(rows)
        if PART in frame.columns:
            frame = frame.drop(PART)
        return frame.with_columns(self.reader.deal(frame).alias(PART))

    def sums(self, rows: Rows) -> pl.DataFrame:
        """Of the rows of some parts, the sums that span people (`sums_ddl`)."""
        read = self.reader.read(pl.DataFrame(rows))
        places = first_places(read)
        ratings = read.ratings()
        parts = sum_up_part(self.model, ratings, self._cycle(ratings))
        return pl.concat([*(rows_of(part) for part in parts), places])

    def with_sums(self, sums: Iterable[Rows]) -> Job:
        """The job with the sums of all parts; they add up to the same in any order, and to those of one run."""
        every = pl.concat([pl.DataFrame(schema=SUMS), *(pl.DataFrame(some).select(*SUMS) for some in sums)])
        shared = shared_findings(every, self.model)
        everybody = everybody_of(every, self.model)
        return replace(self, everybody=everybody, findings=Findings([*self.findings, *shared]))

    def assess(self, rows: Rows) -> pl.DataFrame:
        """Assess everybody in the parts of the rows, those on the roster of whom there is no row among them (`ddl`).

        `kind` is `result`, with the columns of `comp assess --output x.parquet`, or `finding`: see `merge`.
        Raises CannotRun without the sums of all parts.
        """
        if self.everybody is None:
            raise CannotRun("缺少各部分之和（with_sums）", "the sums of all parts are missing (with_sums)")
        ratings = self.reader.read(pl.DataFrame(rows)).ratings()
        assessment = assess_part(self.model, ratings, self._cycle(ratings), self.everybody)
        results = assessment_frame(assessment).collect().with_columns(pl.lit("result").alias(_KIND))
        own = [finding for finding in ratings.diagnostics if finding.rule not in SHARED]
        findings = as_rows(own, part=_first_part(pl.DataFrame(rows))).with_columns(pl.lit("finding").alias(_KIND))
        both = pl.concat([results, findings], how="diagonal")
        return both.select(pl.col(name).cast(kind) for name, kind in self._columns.items())

    def merge(self, found: Iterable[Rows], language: Language = "en") -> pl.DataFrame:
        """The findings among what `assess` gave of all parts, and those that no part makes, each once, in order.

        Columns: `code`, `severity`, `path`, `line`, `row`, `field`, `value`, `message`, `fingerprint`, `count`, of
        the first place of each.
        """
        rows = (pl.DataFrame(some).filter(pl.col(_KIND) == "finding")[WHOLE].to_list() for some in found)
        every = merged(self.findings, (whole for some in rows for whole in some))
        return as_rows(every, language).drop(WHOLE)

    def _cycle(self, ratings: Ratings) -> str:
        """The cycle to assess. Raises CannotRun where it should have been named."""
        if self.cycle is None and set(ratings.cycles) - {""}:
            raise CannotRun("评分有周期，请指明（cycle）", "the ratings have cycles; name the one to assess (cycle)")
        return self.cycle or ""

    @property
    def ddl(self) -> str:
        """The columns of what `assess` gives, in SQL."""
        return _ddl(self._columns)

    @property
    def sums_ddl(self) -> str:
        """The columns of what `sums` gives, in SQL."""
        return _ddl(SUMS)

    @property
    def result_columns(self) -> list[str]:
        """The columns of a result: those of `comp assess --output x.parquet`."""
        return [name for name in self._columns if name not in (_KIND, *FINDINGS, WHOLE)]

    @property
    def _columns(self) -> Mapping[str, pl.DataType]:
        text, number, flag = pl.String(), pl.Float64(), pl.Boolean()
        roles = (*(role.id for role in self.model.rater_roles), "others")
        results: dict[str, pl.DataType] = {
            **dict.fromkeys(("employee_id", "name", "position", "competency"), text),
            **dict.fromkeys(("required", "rating", "se", "gap"), number),
            "status": text,
            **dict.fromkeys(("clear", "at_least", "essential"), flag),
            "n": pl.Int64(),
            **dict.fromkeys(roles, number),
            "agreement": text,
            "self_other": number,
            "too_close": flag,
        }
        return {_KIND: pl.String(), **results, **FINDINGS, WHOLE: pl.String()}


def _first_part(rows: pl.DataFrame) -> int:
    """The least part of some rows, by which those who have them are known."""
    least = rows[PART].min() if PART in rows.columns else None
    return least if isinstance(least, int) else 0


def _ddl(columns: Mapping[str, pl.DataType]) -> str:
    return ", ".join(f"`{name}` {_SQL[kind]}" for name, kind in columns.items())


def mapped(step: Callable[[Rows], pl.DataFrame]) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """A step over an iterator of Arrow batches, all of one partition, as `mapInArrow` of Spark wants it.

    Needs pyarrow. Text comes as `string`, which is the only kind of text that Spark knows.
    """

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        several = [batch for batch in batches if batch.num_rows]
        if not several:
            return
        found = step(pa.Table.from_batches(several)).to_arrow(compat_level=pl.CompatLevel.oldest())
        plain = pa.schema(
            pa.field(x.name, pa.string() if pa.types.is_large_string(x.type) else x.type) for x in found.schema
        )
        yield from found.cast(plain).to_batches()

    return run
