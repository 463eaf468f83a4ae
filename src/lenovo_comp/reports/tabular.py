"""Results → CSV and Parquet. In CSV, text is visible, and none that a spreadsheet would take for a formula."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from ..model.dictionary import Competency, Model
from ..ratings.columns import NAMES
from ..ratings.form import FOR_READING
from ..ratings.keys import cut
from ..results import OTHERS, VERDICTS, Assessment
from ..text import SUSPECT, visible
from .documents.parts import head
from .words import Words

if TYPE_CHECKING:  # each command imports its own results only
    from ..results.matching import Bench, Match
    from ..results.staging import Staging
    from ..results.trend import Trend
    from .forms import Form

Frame = pl.DataFrame
LazyFrame = pl.LazyFrame
# Also full-width signs, behind spaces and marks, and after `;`, at which some programs split a cell; `::` would
# begin a line that a CI service obeys.
_FORMULA = r"(^|;)((?:\s|<U\+[0-9A-F]+>)*(?:[=+\-@＝＋－＠﹦﹢﹣﹫]|::))"


MOST_AT_ONCE = 50_000
"""People whose rows of an assessment are put together at once."""


def assessment_frame(a: Assessment, *, fragile_only: bool = False) -> pl.LazyFrame:
    """One row an employee and competency (design, section 5), then one column a role, then confidence.

    Figures are unrounded; a role's column is null where the role gave no figure that may be shown. Where
    ratings are supposed, a last column says which. Lazy, and some people after others, so that it need not
    be held of everybody at once.
    """
    gaps = a.gaps.filter(pl.col("fragile")) if fragile_only else a.gaps
    people = a.people.select("employee_id", "name", "position").sort("employee_id")
    if people.height <= MOST_AT_ONCE:
        return _assessed(a, people, gaps, a.roles)
    return pl.concat(
        _assessed(a, some, cut(gaps, some), cut(a.roles, some)) for some in people.iter_slices(MOST_AT_ONCE)
    )


def _assessed(a: Assessment, people: pl.DataFrame, gaps: pl.DataFrame, roles: pl.DataFrame) -> pl.LazyFrame:
    """The rows of some people."""
    order = [*(r.id for r in a.model.rater_roles), OTHERS]
    known = {role: f"mean:{role}" in a.roles.columns for role in order}
    means = [(pl.col(f"mean:{r}") if known[r] else pl.lit(None, pl.Float64)).alias(f"role_{r}") for r in order]
    supposed = [pl.col("competency").is_in(list(a.supposed)).alias("supposed")] if a.supposed else []
    item = ("employee_id", "competency")
    return (
        gaps.lazy()
        .join(people.lazy(), on="employee_id", maintain_order="left")
        .join(roles.lazy().select(*item, *means), on=item, how="left", maintain_order="left")
        .select(
            "employee_id", "name", "position", "competency", "required", "rating", "gap", "status", "essential", "n",
            *(pl.col(f"role_{role}").alias(role) for role in order),
            pl.col("band").alias("agreement"), "self_other", "fragile", *supposed,
        )
        .with_columns(pl.col(*item, "status", "agreement").cast(pl.String))
    )  # fmt: skip


def bench_frame(bench: Bench) -> Frame:
    """One row a position; the names of a list are separated by spaces."""
    rows = [
        (
            d.position, d.holders, *d.verdicts.values(), d.ready_elsewhere,
            " ".join(f"{p.competency}:{p.employee_id}" for p in d.single_points),
        )
        for d in bench.positions
    ]  # fmt: skip
    numbers = ["holders", *VERDICTS, "ready_elsewhere"]
    schema = {"position": pl.String, **dict.fromkeys(numbers, pl.Int64), "single_points": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def match_frame(match: Match) -> Frame:
    """One row a person and position, the best first.

    What is short stands in `short` as `competency:gap`, the essential ones first; the names of a list are
    separated by spaces.
    """
    gap = pl.element().struct.field
    short = pl.col("gaps").list.eval(pl.concat_str(gap("competency"), pl.lit(":"), gap("gap").round(4))).list.join(" ")
    return match.ranked.with_columns(
        short.alias("short"), *(pl.col(name).list.join(" ") for name in ("missing", "hanging", "weightless"))
    ).select(
        "rank", "employee_id", "name", "own_position", "position", "verdict", "fit", "met_share", "coverage",
        "largest_gap", "short", pl.col("missing").alias("unassessed"), pl.col("hanging").alias("met_by_one_rater"),
        pl.col("weightless").alias("weight_zero_only"),
    )  # fmt: skip


def stage_frame(staging: Staging) -> Frame:
    """One row a person; the names of a list are separated by spaces."""
    held = pl.element().struct.field
    return staging.people.select(
        "employee_id", "name", "position", pl.col("own").alias("position_stage"), "stage_low", "stage_high",
        "standing", "toward",
        pl.col("held_back").list.eval(held("competency")).list.join(" ").alias("held_back_by"),
        pl.col("missing").list.join(" ").alias("unassessed"),
    )  # fmt: skip


def trend_frame(trend: Trend) -> Frame:
    """One row an employee and competency that is required or rated in one of the two cycles."""
    people = trend.people.select("employee_id", "name", "department", "presence", "position_from", "position_to")
    return trend.items.join(people, on="employee_id", how="left", maintain_order="left").select(
        *people.columns, *(c for c in trend.items.columns if c != "employee_id")
    )


def model_frame(model: Model, competency: Competency | None = None, level: int | None = None) -> pl.DataFrame:
    """One row a statement, with its origin: of the whole dictionary, a competency or a level of it."""
    rows: list[tuple[object, ...]] = [
        (None, None, stage.id, s.id, s.text.zh, s.text.en, s.origin, s.truncated)
        for stage in model.stages
        for s in stage.behaviours
        if competency is None
    ]
    rows += [
        (c.id, at, None, s.id, s.text.zh, s.text.en, s.origin, s.truncated)
        for c in (model.competencies if competency is None else (competency,))
        for at, s in c.statements()
        if level in (None, at)
    ]
    schema = {
        "competency": pl.String,
        "level": pl.Int64,
        "stage": pl.Int64,
        "id": pl.String,
        "zh": pl.String,
        "en": pl.String,
        "origin": pl.String,
        "truncated": pl.Boolean,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def sheet_frame(forms: Sequence[Form], words: Words) -> Frame:
    """Rating sheets as one table: one row a rating to be given; ids, under headers in the language."""
    from .forms import legend

    names = ("employee_id", "name", "position", "cycle", "rater_role", "rater_id", "competency", "behaviour")
    heads = [NAMES[n][0] if words.language == "zh" else n for n in (*names, "level", "evidence")]
    zh, en = FOR_READING
    columns = [*heads[:-2], zh if words.language == "zh" else en, *heads[-2:]]
    rows = [
        (
            *(f.person.employee_id, f.person.name, f.position.id, f.cycle, f.rater_role.id if f.rater_role else ""),
            *(f.rater_id, line.competency, line.behaviour, f"{line.text} ({legend(line.scale, words)})", "", ""),
        )
        for f in forms
        for line in f.lines
        if line.scale is not None
    ]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    frame = frame.with_columns(pl.all().replace("", None))
    return frame if any(f.cycle for f in forms) else frame.drop(heads[names.index("cycle")])


def csv(frame: pl.DataFrame) -> str:
    """CSV, UTF-8, comma, header; text is visible, and starts with an apostrophe where it looks like a formula."""
    texts = [name for name, kind in frame.schema.items() if kind in (pl.String, pl.Categorical, pl.Enum)]
    frame = frame.with_columns(pl.col(texts).cast(pl.String))
    suspect = frame.select(pl.col(texts).str.contains(f"{SUSPECT}|{_FORMULA}").any()).to_dicts()[0] if texts else {}
    frame = frame.with_columns(_defused(frame[name]) for name in texts if suspect[name])
    heads = _defused(pl.Series(frame.columns, dtype=pl.String))
    return frame.rename(dict(zip(frame.columns, heads, strict=True))).write_csv()


def _defused(texts: pl.Series) -> pl.Series:
    """Visible texts, none of them a formula."""
    hidden = texts.filter(texts.str.contains(SUSPECT)).unique()
    shown = texts.replace({text: visible(text) for text in hidden})
    return shown.str.replace_all(_FORMULA, "$1'$2")


def parquet(frame: pl.LazyFrame, a: Assessment) -> bytes:
    """The frame as a Parquet file; its metadata `comp` says what it was made of, as JSON does."""
    buffer = io.BytesIO()
    frame.sink_parquet(buffer, metadata={"comp": json.dumps(head("comp.assessment/1", a))})
    return buffer.getvalue()
