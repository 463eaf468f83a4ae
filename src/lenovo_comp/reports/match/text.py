"""`comp match` as text: rankings with reasons, and the bench."""

from collections.abc import Callable, Sequence

from ...method.results import NEAR, READY, Row
from ...model.dictionary import Model
from ..shared.blocks import Block, Heading, Span, Table, text
from ..shared.footers import closing
from ..shared.naming import are_long, id_and_name, more_rows, person_line, short_name, subject
from ..shared.tables import TableColumn, column, table
from ..shared.tones import VERDICT_TONE
from ..shared.words import Words, figure, percent, rounded_gap
from .result import Bench, Depth, Match

MOST_PEOPLE = 15
"""People that a table lists; CSV and JSON have all."""
MOST_POINTS = 4
"""Single points that are listed for a position."""
LIKE_ABOVE = "≈"
"""Before somebody who can't be told from the one above. Not before the fit, where it would read as "about"."""


def view(match: Match, words: Words) -> list[Block]:
    """The ranking of people for a position, or of positions for a person."""
    a = match.assessment
    order = "match_order_positions" if match.employee is not None else "match_order"
    rows = match.first(None if match.employee is not None else MOST_PEOPLE)
    ranked = ranking(match, rows, lambda r: why(r, a.model, words), words)
    blocks: list[Block] = [Heading(title(match, words), 1), counts(match, words), ranked]
    blocks += more_rows("match_more", len(rows), match.ranked.height, words)
    if any(r["like_above"] for r in rows):
        blocks.append(text(Span(words("match_like_above"), "dim")))
    if any(r["met_too_close"] or any(g["too_close"] for g in r["gaps"]) for r in rows):
        blocks.append(text(Span(words("match_legend"), "dim")))
    blocks += [text(Span(words(order), "dim")), text(Span(words("match_reads"), "dim"))]
    return [*blocks, *closing(a, words)]


def title(match: Match, words: Words) -> str:
    if match.employee is not None:
        return words("match_person", who=subject(match.employee))
    assert match.position is not None
    return words("match_for", position=words.of(match.assessment.model.position(match.position).name))


def ranking(match: Match, rows: Sequence[Row], reason: Callable[[Row], str], words: Words) -> Table:
    """A table of ranked people or positions, each with the reason for its rank."""
    model = match.assessment.model
    long = match.employee is not None and are_long(position_name(r, model, words) for r in rows)
    positions: list[TableColumn[Row]] = [
        column(words("position"), lambda r: position_name(r, model, words), key=True, wrap=long)
    ]
    return table(
        rows,
        *([column("", mark_like_above, key=True)] if any(r["like_above"] for r in rows) else []),
        *(positions if match.employee is not None else person_line(rows, words)),
        column(words("verdict"), lambda r: Span(words(r["verdict"]), VERDICT_TONE[r["verdict"]]), key=True),
        column(words("fit"), lambda r: percent(r["fit"]), right=True, key=True),
        column(words("match_why"), reason, wrap=True),
    )


def bench_view(bench: Bench, words: Words) -> list[Block]:
    """The table of positions: who is ready, who is near, what depends on one person."""
    model = bench.assessment.model
    positions = bench_table(bench, bench.positions, lambda d: key_person_risks(d, model, words), words)
    blocks: list[Block] = [Heading(words("bench_title"), 1), positions]
    legends = [*(["bench_clear_means"] if clear_known(bench) else []), "bench_point_means", "match_reads"]
    blocks += [text(Span(words(legend), "dim")) for legend in legends]
    return [*blocks, *closing(bench.assessment, words)]


def bench_table(bench: Bench, rows: Sequence[Depth], points: Callable[[Depth], str], words: Words) -> Table:
    """A table of positions: who holds them, is ready or nearly ready, and what depends on one person."""
    model = bench.assessment.model
    clear = [column(words("bench_clear"), clear_of_ready, right=True)] if clear_known(bench) else []
    names = {d.position: words.of(model.position(d.position).name) for d in rows}
    return table(
        rows,
        column(words("position"), lambda d: names[d.position], key=True, wrap=are_long(names.values())),
        column(words("bench_holders"), lambda d: f"{d.holders:,}", right=True),
        column(
            words("bench_ready"),
            lambda d: Span(f"{d.verdicts[READY]:,}", "good" if d.verdicts[READY] else "bad"),
            right=True,
        ),
        *clear,
        column(words("bench_elsewhere"), lambda d: f"{d.ready_elsewhere:,}", right=True),
        column(words("bench_near"), lambda d: Span(f"{d.verdicts[NEAR]:,}", "warn"), right=True, wrap=True),
        column(words("bench_points"), points, wrap=True),
    )


def clear_known(bench: Bench) -> bool:
    return any(d.ready_clear is not None and d.verdicts[READY] for d in bench.positions)


def mark_like_above(row: Row) -> str:
    return LIKE_ABOVE if row["like_above"] else ""


def clear_of_ready(d: Depth) -> str:
    return "–" if d.ready_clear is None else f"{d.ready_clear:,}"


def counts(match: Match, words: Words) -> Block:
    parts: list[str | Span] = []
    key = "verdict_count" if match.position is not None else "position_count"
    for verdict, number in match.counts().items():
        parts += [Span(words(key, n=f"{number:,}", verdict=words(verdict)), VERDICT_TONE[verdict]), " · "]
    cycle = match.assessment.cycle
    last = [words("in_cycle", cycle=cycle)] if cycle else []
    return text(*parts[:-1], *last)


def position_name(row: Row, model: Model, words: Words) -> str:
    name = words.of(model.position(row["position"]).name)
    return name + words("in_brackets", text=words("match_own")) if row["position"] == row["own_position"] else name


def why(row: Row, model: Model, words: Words) -> str:
    """The reasons for a rank: what is short, what is unassessed, what is too close to call."""
    if not row["assessed"]:
        return words("match_nothing")
    parts = []
    if not row["gaps"] and not row["missing"]:
        parts.append(words("match_all_met", required=row["required"]))
    elif row["verdict"] == READY:
        parts.append(words("match_essential_met"))
    if row["gaps"]:
        parts.append(words("match_short", what=words.join([short_by(g, model, words) for g in row["gaps"]])))
    for key in ("missing", "met_too_close", "weightless"):
        if row[key]:
            parts.append(words(f"match_{key}", what=words.join([short_name(c, model, words) for c in row[key]])))
    return words.semicolon().join(parts)


def short_by(gap: Row, model: Model, words: Words) -> str:
    """`Coord 0.6~`: by how much a competency is short, and whether that isn't essential."""
    shown = short_amount(gap, model)
    if not gap["essential"]:
        shown = words("match_optional", gap=shown)
    return f"{short_name(gap['competency'], model, words)} {shown}"


def short_amount(gap: Row, model: Model) -> str:
    """By how much something is short, and whether that is too close to call."""
    return figure(rounded_gap(gap["gap"], model.tolerance)) + ("~" if gap["too_close"] else "")


def key_person_risks(d: Depth, model: Model, words: Words) -> str:
    """What depends on one of the ready, and who could soon stand in."""
    if not d.verdicts[READY]:
        return words("bench_nobody")
    if not d.single_points:
        return words("bench_none")
    if d.verdicts[READY] == 1:
        only = d.single_points[0]
        parts = [words("bench_only", who=id_and_name(only.employee_id, only.name), number=len(d.single_points))]
    else:
        parts = [
            words(
                "bench_point",
                competency=short_name(p.competency, model, words),
                required=figure(p.required),
                who=id_and_name(p.employee_id, p.name),
            )
            for p in d.single_points[:MOST_POINTS]
        ]
    alone = [short_name(p.competency, model, words) for p in d.single_points if not p.met_by_near]
    parts.append(words("bench_backed", what=words.join(alone)) if alone else words("bench_all_backed"))
    return words.semicolon().join(parts)
