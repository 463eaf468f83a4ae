"""`comp match` as text: rankings with reasons, and the bench."""

from ...method.results import NEAR, READY, Row
from ...model.dictionary import Model
from ..shared.blocks import Block, Heading, Span, text
from ..shared.footers import closing
from ..shared.naming import id_and_name, more_rows, person_columns, short_name, subject
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
    named: tuple[TableColumn[Row], ...]
    if match.employee is not None:
        title = words("match_person", who=subject(match.employee))
        rows, order = match.first(), "match_order_positions"
        named = (column(words("position"), lambda r: _position(r, a.model, words), key=True, wrap=True),)
    else:
        assert match.position is not None
        title = words("match_for", position=words.of(a.model.position(match.position).name))
        rows, order = match.first(MOST_PEOPLE), "match_order"
        named = person_columns(words)
    like = any(r["like_above"] for r in rows)
    mark: list[TableColumn[Row]] = [column("", _mark, key=True)] if like else []
    ranked = table(
        rows,
        *mark,
        *named,
        column(words("verdict"), lambda r: Span(words(r["verdict"]), VERDICT_TONE[r["verdict"]]), key=True),
        column(words("fit"), lambda r: percent(r["fit"]), right=True, key=True),
        column(words("match_why"), lambda r: why(r, a.model, words), wrap=True),
    )
    blocks: list[Block] = [Heading(title, 1), _counts(match, words), ranked]
    blocks += more_rows("match_more", len(rows), match.ranked.height, words)
    if like:
        blocks.append(text(Span(words("match_like_above"), "dim")))
    if any(r["met_too_close"] or any(g["too_close"] for g in r["gaps"]) for r in rows):
        blocks.append(text(Span(words("match_legend"), "dim")))
    blocks += [text(Span(words(order), "dim")), text(Span(words("match_reads"), "dim"))]
    return [*blocks, *closing(a, words)]


def bench_view(bench: Bench, words: Words) -> list[Block]:
    """The table of positions: who is ready, who is near, what depends on one person."""
    model = bench.assessment.model
    known = any(d.ready_clear is not None and d.verdicts[READY] for d in bench.positions)
    clear: list[TableColumn[Depth]] = [column(words("bench_clear"), _clear, right=True)] if known else []
    positions = table(
        bench.positions,
        column(words("position"), lambda d: words.of(model.position(d.position).name), key=True, wrap=True),
        column(words("bench_holders"), lambda d: f"{d.holders:,}", right=True),
        column(
            words("bench_ready"),
            lambda d: Span(f"{d.verdicts[READY]:,}", "good" if d.verdicts[READY] else "bad"),
            right=True,
        ),
        *clear,
        column(words("bench_elsewhere"), lambda d: f"{d.ready_elsewhere:,}", right=True),
        column(words("bench_near"), lambda d: Span(f"{d.verdicts[NEAR]:,}", "warn"), right=True),
        column(words("bench_points"), lambda d: _points(d, model, words), wrap=True),
    )
    blocks: list[Block] = [Heading(words("bench_title"), 1), positions]
    legends = [*(["bench_clear_means"] if known else []), "bench_point_means", "match_reads"]
    blocks += [text(Span(words(legend), "dim")) for legend in legends]
    return [*blocks, *closing(bench.assessment, words)]


def _mark(row: Row) -> str:
    return LIKE_ABOVE if row["like_above"] else ""


def _clear(d: Depth) -> str:
    return "–" if d.ready_clear is None else f"{d.ready_clear:,}"


def _counts(match: Match, words: Words) -> Block:
    parts: list[str | Span] = []
    for verdict, number in match.counts().items():
        parts += [Span(f"{number:,} {words(verdict)}", VERDICT_TONE[verdict]), " · "]
    cycle = match.assessment.cycle
    last = [words("in_cycle", cycle=cycle)] if cycle else []
    return text(*parts[:-1], *last)


def _position(row: Row, model: Model, words: Words) -> str:
    name = words.of(model.position(row["position"]).name)
    return f"{name} ({words('match_own')})" if row["position"] == row["own_position"] else name


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
        parts.append(words("match_short", what=words.join([_short(g, model, words) for g in row["gaps"]])))
    for key in ("missing", "met_too_close", "weightless"):
        if row[key]:
            parts.append(words(f"match_{key}", what=words.join([short_name(c, model, words) for c in row[key]])))
    return words.semicolon().join(parts)


def _short(gap: Row, model: Model, words: Words) -> str:
    shown = figure(rounded_gap(gap["gap"], model.tolerance)) + ("~" if gap["too_close"] else "")
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
