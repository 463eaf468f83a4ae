"""`comp match`: who fits a position, which positions fit a person, and how deep the bench is."""

from __future__ import annotations

from ...method.results import READY, Assessment, Row
from ...model.dictionary import Model
from ..assess.text import left_out, made_of, named
from ..shared.blocks import Block, Bullets, Column, Group, Heading, Span, Table, text
from ..shared.tones import VERDICT_TONE
from ..shared.words import Words, figure, percent
from .result import Bench, Depth, Match, SinglePoint

MOST_PEOPLE = 15
"""People a table lists; files hold them all."""
MOST_POINTS = 4
"""Single points that are told one by one for a position."""


def view(match: Match, words: Words) -> list[Block]:
    """People for a position, or positions for a person."""
    a = match.assessment
    if match.employee is not None:
        title = words("match_person", who=_who(match.employee))
        rows, order = match.first(), "match_order_positions"
        columns: list[Column] = [Column(words("position"), key=True, wrap=True)]
    else:
        assert match.position is not None
        title = words("match_for", position=words.of(a.model.position(match.position).name))
        rows, order = match.first(MOST_PEOPLE), "match_order"
        columns = [Column(words("employee"), key=True, wrap=True), Column(words("name"), key=True, wrap=True)]
    columns += [
        Column(words("verdict"), key=True),
        Column(words("fit"), right=True, key=True),
        Column(words("match_why"), wrap=True),
    ]
    cells = tuple((*_subject(r, match, words), *_standing(r, a.model, words)) for r in rows)
    blocks: list[Block] = [Heading(title, 1), _counts(match, words), Table(tuple(columns), (Group("", cells),))]
    more = match.ranked.height - len(rows)
    if more:
        blocks.append(text(words("match_more", more=f"{more:,}")))
    if any(g["fragile"] for r in rows for g in r["gaps"]):
        blocks.append(text(Span(words("legend_fragile"), "dim")))
    blocks += [text(Span(words(order), "dim")), text(Span(words("match_reads"), "dim"))]
    return [*blocks, *closing(a, words)]


def bench_view(bench: Bench, words: Words) -> list[Block]:
    """Every position: who is ready, who is near, what hangs on one person."""
    model = bench.assessment.model
    rows = tuple(
        (
            Span(words.of(model.position(d.position).name)),
            Span(f"{d.holders:,}"),
            Span(f"{d.verdicts[READY]:,}", "good" if d.verdicts[READY] else "bad"),
            Span(f"{d.ready_elsewhere:,}"),
            Span(f"{d.verdicts['near']:,}", "warn"),
            Span(_points(d, model, words)),
        )
        for d in bench.positions
    )
    columns = (
        Column(words("position"), key=True, wrap=True),
        *(Column(words(f"bench_{k}"), right=True) for k in ("holders", "ready", "elsewhere", "near")),
        Column(words("bench_points"), wrap=True),
    )
    blocks: list[Block] = [Heading(words("bench_title"), 1), Table(columns, (Group("", rows),))]
    blocks += [text(Span(words("bench_point_means"), "dim")), text(Span(words("match_reads"), "dim"))]
    return [*blocks, *closing(bench.assessment, words)]


def closing(a: Assessment, words: Words) -> list[Block]:
    """What a report rests on: who and what is not in it, the dictionary, the files."""
    summary = a.summary
    remarks = [left_out(a, words)] if a.ratings.left_out else []
    if summary.only_earlier.total:
        remarks.append(words("only_earlier", who=named(summary.only_earlier, words)))
    if summary.rolled_up or summary.dropped:
        remarks.append(words("withheld", rolled=summary.rolled_up, dropped=summary.dropped))
    remarks += made_of(a, words)
    return [Heading(words("remarks")), Bullets(tuple((Span(r),) for r in remarks))]


def _counts(match: Match, words: Words) -> Block:
    parts: list[str | Span] = []
    for verdict, number in match.counts().items():
        parts += [Span(f"{number:,} {words(verdict)}", VERDICT_TONE[verdict]), " · "]
    cycle = match.assessment.cycle
    last = [words("in_cycle", cycle=cycle)] if cycle else []
    return text(*parts[:-1], *last)


def _subject(row: Row, match: Match, words: Words) -> tuple[Span, ...]:
    if match.employee is None:
        return Span(row["employee_id"]), Span(row["name"] or "")
    name = words.of(match.assessment.model.position(row["position"]).name)
    own = row["position"] == row["own_position"]
    return (Span(f"{name} ({words('match_own')})" if own else name),)


def _standing(row: Row, model: Model, words: Words) -> tuple[Span, ...]:
    return (
        Span(words(row["verdict"]), VERDICT_TONE[row["verdict"]]),
        Span(percent(row["fit"])),
        Span(why(row, model, words)),
    )


def why(row: Row, model: Model, words: Words) -> str:
    """What puts somebody where they stand: what is short, what is unassessed, what hangs on one rater."""
    if not row["assessed"]:
        return words("match_nothing")
    parts = []
    if not row["gaps"] and not row["missing"]:
        parts.append(words("match_all_met", required=row["required"]))
    elif row["verdict"] == READY:
        parts.append(words("match_essential_met"))
    if row["gaps"]:
        parts.append(words("match_short", what=words.join([_short(g, model, words) for g in row["gaps"]])))
    for key in ("missing", "hanging", "weightless"):
        if row[key]:
            parts.append(words(f"match_{key}", what=words.join([short_name(c, model, words) for c in row[key]])))
    return words.semicolon().join(parts)


def short_name(competency: str, model: Model, words: Words) -> str:
    return words.of(model.competency(competency).short)


def _short(gap: Row, model: Model, words: Words) -> str:
    amount = figure(gap["gap"])
    shown = ("<0.01" if amount == "0" else amount) + ("~" if gap["fragile"] else "")
    if not gap["essential"]:
        shown = words("match_optional", gap=shown)
    return f"{short_name(gap['competency'], model, words)} {shown}"


def _points(d: Depth, model: Model, words: Words) -> str:
    if not d.verdicts[READY]:
        return words("bench_nobody")
    if not d.single_points:
        return words("bench_none")
    if d.verdicts[READY] == 1:
        only = d.single_points[0]
        parts = [words("bench_only", who=_point_who(only), number=len(d.single_points))]
    else:
        parts = [
            words(
                "bench_point",
                competency=short_name(p.competency, model, words),
                required=figure(p.required),
                who=_point_who(p),
            )
            for p in d.single_points[:MOST_POINTS]
        ]
    alone = [short_name(p.competency, model, words) for p in d.single_points if not p.met_by_near]
    parts.append(words("bench_backed", what=words.join(alone)) if alone else words("bench_all_backed"))
    return words.semicolon().join(parts)


def _point_who(point: SinglePoint) -> str:
    return " ".join(filter(None, (point.employee_id, point.name or "")))


def _who(person: Row) -> str:
    return " ".join(filter(None, (person["name"] or "", person["employee_id"])))
