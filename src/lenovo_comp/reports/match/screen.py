"""`comp match` on a screen: a line per candidate or position, with the reason for its rank cut to a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...method.results import READY, Row
from ...model.dictionary import Model
from ..shared.blocks import Block, Heading, Span, text
from ..shared.footers import screen_remarks
from ..shared.naming import id_and_name, list_with_more, more_rows, short_name
from ..shared.next_steps import check_step
from ..shared.words import Words, figure
from .result import Bench, Depth, Match
from .text import bench_table, clear_known, counts, ranking, short_amount, title

if TYPE_CHECKING:
    from ..shared.run import Run

MOST_ROWS, MOST_POSITIONS = 15, 20
MOST_NAMED = 3
"""Competencies that a reason names of each kind; beside positions, whose names are longer, one less."""


def screen(match: Match, words: Words) -> list[Block]:
    """The first of the ranking."""
    model = match.assessment.model
    rows = match.first(MOST_ROWS)
    more = "match_more" if match.position is not None else "match_more_positions"
    most = MOST_NAMED if match.position is not None else MOST_NAMED - 1
    reasons = [_why(r, most, model, words) for r in rows]
    signs = {
        "match_like_above_short": any(r["like_above"] for r in rows),
        "match_too_close_short": any("~" in reason for reason in reasons),
        "match_brackets": any("(" in reason or "\uff08" in reason for reason in reasons),
    }
    blocks: list[Block] = [
        Heading(title(match, words), 1),
        counts(match, words),
        ranking(match, rows, lambda r: reasons[r["rank"] - 1], words),
        *more_rows(more, len(rows), match.ranked.height, words),
    ]
    if any(signs.values()):
        blocks.append(text(Span(" · ".join(words(key) for key, occurs in signs.items() if occurs), "dim")))
    return [*blocks, text(Span(words("match_reads_short"), "dim")), *screen_remarks(match.assessment, words)]


def steps(match: Match, run: Run, *, full: bool) -> list[tuple[str, str]]:
    """What to type next: command lines, each with the key of its reason."""
    first = match.first(1)
    if match.position is not None:
        asked, file = ["-p", match.position], "candidates.csv"
        then = [(run.command_line("gap", "-e", r["employee_id"], *asked), "next_match_person") for r in first]
    else:
        assert match.employee is not None
        asked, file = ["-e", match.employee["employee_id"]], "positions.csv"
        then = [(run.command_line("match", "-p", r["position"]), "next_match_position") for r in first]
    whole = [] if full else [(run.command_line("match", *asked, "--full"), "next_full")]
    return [
        *check_step(match.assessment, run),
        *then,
        *whole,
        (run.command_line("match", *asked, "-o", file), "next_match_file"),
    ]


def bench_screen(bench: Bench, words: Words) -> list[Block]:
    """A line per position; of too many those with the fewest people ready."""
    model, positions = bench.assessment.model, bench.positions
    ready = [d.verdicts[READY] for d in positions]
    answer = {"all": len(ready), "ready": len(ready) - ready.count(0), "none": ready.count(0)}
    scarce = set(sorted(range(len(ready)), key=lambda i: (ready[i], -positions[i].holders))[:MOST_POSITIONS])
    shown = [d for i, d in enumerate(positions) if i in scarce]
    one = words("bench_answer_one", one=f"{ready.count(1):,}") if 1 in ready else ""
    columns = "bench_columns" if clear_known(bench) else "bench_columns_unclear"
    return [
        Heading(words("bench_title"), 1),
        text(words("bench_answer", **{key: f"{n:,}" for key, n in answer.items()}) + one),
        bench_table(bench, shown, lambda d: _point(d, model, words), words),
        *more_rows("match_more_positions", len(shown), len(positions), words),
        text(Span(words(columns), "dim")),
        text(Span(words("bench_point_short"), "dim")),
        text(Span(words("match_reads_short"), "dim")),
        *screen_remarks(bench.assessment, words),
    ]


def bench_steps(bench: Bench, run: Run, *, full: bool) -> list[tuple[str, str]]:
    """What to type next after the bench."""
    scarce = min(bench.positions, key=lambda d: (d.verdicts[READY], -d.holders))
    return [
        *check_step(bench.assessment, run),
        (run.command_line("match", "-p", scarce.position), "next_bench_position"),
        *([] if full else [(run.command_line("match", "--bench", "--full"), "next_full")]),
    ]


def _why(row: Row, most: int, model: Model, words: Words) -> str:
    """The reason for a rank, cut to about a line: what is short most, and what isn't assessed."""
    if not row["assessed"]:
        return words("match_nothing")

    most -= bool(row["gaps"] and row["missing"])

    def some(names: list[str]) -> str:
        return list_with_more(names[:most], len(names), words, "and_more_items")

    parts, close = [], len(row["met_too_close"])
    if not row["gaps"] and not row["missing"]:
        parts.append(words("match_all_met_close" if close else "match_all_met", required=row["required"], close=close))
    elif row["verdict"] == READY:
        parts.append(words("match_essential_met"))
    if row["gaps"]:
        parts.append(words("match_short", what=some([_gap(g, model, words) for g in row["gaps"]])))
    if row["missing"]:
        parts.append(words("match_missing", what=some([short_name(c, model, words) for c in row["missing"]])))
    return words.semicolon().join(parts)


def _gap(gap: Row, model: Model, words: Words) -> str:
    shown = short_amount(gap, model)
    return short_name(gap["competency"], model, words) + (
        f" {shown}" if gap["essential"] else words("in_brackets", text=shown)
    )


def _point(d: Depth, model: Model, words: Words) -> str:
    """What depends on one person, cut to about a line."""
    if not d.verdicts[READY]:
        return "–"
    if not d.single_points:
        return words("bench_none")
    first = d.single_points[0]
    who = id_and_name(first.employee_id, first.name)
    if d.verdicts[READY] == 1:
        return words("bench_only_short", who=who)
    point = words(
        "bench_point", competency=short_name(first.competency, model, words), required=figure(first.required), who=who
    )
    return list_with_more([point], len(d.single_points), words, "and_more_items")
