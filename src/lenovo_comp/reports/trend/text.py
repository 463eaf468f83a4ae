"""`comp trend`: what changed from one cycle to another, for competencies, departments and people."""

from __future__ import annotations

from collections.abc import Sequence

from ...method.results import Row
from ..assess.text import left_out, made_of
from ..shared.blocks import Block, Bullets, Column, Group, Heading, Span, Table, Tone, text
from ..shared.sparkline import sparkline
from ..shared.statements import HASH
from ..shared.words import Words, figure, fixed, percent
from .result import ADDED, ASSESSED, BASIS, BOTH, CLOSED, GONE, KEPT, LAPSED, NEITHER, NEW, REQUIREMENT, STILL, Trend

MOST_PEOPLE = 10
MOST_DEPARTMENTS = 30
MOST_NAMED = 8
MOST_CYCLES = 12
"""The latest cycles that a sparkline shows."""
_WITHHELD = (*(Span("x", "dim") for _ in range(5)), Span(""))
"""The figures of a row that rests on too few people."""


def view(trend: Trend, words: Words) -> list[Block]:
    """The whole report."""
    start, end = trend.before.cycle or "–", trend.after.cycle or "–"
    people = trend.person_rows()
    counts = {p: sum(r["presence"] == p for r in people) for p in (BOTH, ADDED, GONE)}
    turns = {t: f"{trend.turns().get(t, 0):,}" for t in (CLOSED, NEW, STILL, KEPT)}
    blocks: list[Block] = [
        Heading(words("trend_title", start=start, end=end), 1),
        text(words("trend_people", **{k: f"{n:,}" for k, n in counts.items()})),
        text(words("trend_turns", **turns)),
    ]
    if trend.competency_rows():
        blocks += [Heading(words("trend_competencies")), _competencies(trend, words)]
        blocks += [Heading(words("trend_departments")), *_departments(trend, words)]
        if any(r["withheld"] for r in (*trend.competency_rows(), *trend.department_rows())):
            blocks.append(text(Span(words("trend_withheld_means", least=trend.after.model.min_group), "dim")))
        blocks += [Heading(words("trend_persons")), *_persons(trend, people, words)]
        cycles = words.join([c or "–" for c in trend.cycles[-MOST_CYCLES:]])
        blocks.append(text(Span(words("trend_legend", cycles=cycles), "dim")))
    else:
        blocks.append(text(words("trend_nothing")))
    remarks = [*_remarks(trend, people, words), *_model_remarks(trend, words)]
    if trend.after.ratings.left_out:
        remarks.append(left_out(trend.after, words))
    remarks += made_of(trend.after, words)
    return [*blocks, Heading(words("remarks")), Bullets(tuple((Span(r),) for r in remarks))]


def _competencies(trend: Trend, words: Words) -> Table:
    rows = tuple(
        (
            Span(_name(r["competency"], trend, words)),
            Span(f"{r['people']:,}"),
            *(
                _WITHHELD
                if r["withheld"]
                else (
                    Span(fixed(r["from"])),
                    Span(fixed(r["to"])),
                    Span(_signed(r["change"]), _tone(r["change"])),
                    *_counts(r),
                    Span(_spark(r["series"])),
                )
            ),
        )
        for r in trend.competency_rows()
    )
    columns = (
        Column(words("competency"), key=True, wrap=True),
        Column(words("trend_compared"), right=True),
        *(Column(a.cycle, right=True) for a in (trend.before, trend.after)),
        *(Column(words(f"trend_{k}"), right=True) for k in ("change", "closed", "new")),
        Column(words("trend_line")),
    )
    return Table(columns, (Group("", rows),))


def _departments(trend: Trend, words: Words) -> list[Block]:
    departments = trend.department_rows()
    rows = []
    for r in departments[:MOST_DEPARTMENTS]:
        name = Span(r["department"] if r["department"] is not None else words("group_none"))
        if r["withheld"]:
            rows.append((name, Span(f"{r['people']:,}"), *_WITHHELD))
            continue
        change = 100 * (r["share_to"] - r["share_from"])
        shares = (Span(percent(r["share_from"])), Span(percent(r["share_to"])), Span(_signed(change, 0), _tone(change)))
        rows.append((name, Span(f"{r['people']:,}"), *shares, *_counts(r), Span(_spark(r["series"]))))
    columns = (
        Column(words("department"), key=True, wrap=True),
        Column(words("trend_compared"), right=True),
        *(Column(a.cycle, right=True) for a in (trend.before, trend.after)),
        *(Column(words(f"trend_{k}"), right=True) for k in ("change", "closed", "new")),
        Column(words("trend_line")),
    )
    blocks: list[Block] = [Table(columns, (Group(words("trend_scale"), tuple(rows)),))]
    if len(departments) > len(rows):
        more = f"{len(departments) - len(rows):,}"
        blocks.append(text(words("more_rows", shown=len(rows), more=more)))
    return blocks


def _persons(trend: Trend, people: Sequence[Row], words: Words) -> list[Block]:
    """Those with most gaps closed or new, and which these are."""
    changed = [p for p in people if p["closed"] or p["new"]]
    changed.sort(key=lambda p: (-p["closed"] - p["new"], -abs((p["share_to"] or 0) - (p["share_from"] or 0))))
    if not changed:
        return [text(words("trend_nobody"))]
    shown = changed[:MOST_PEOPLE]
    items = trend.items_of({p["employee_id"] for p in shown})
    rows = []
    for p in shown:
        change = None if p["share_from"] is None else 100 * (p["share_to"] - p["share_from"])
        rows.append(
            (
                Span(p["employee_id"]),
                Span(p["name"] or ""),
                Span(_signed(change, 0), _tone(change)),
                Span(_spark(p["series"] or ())),
                Span(_turned(items[p["employee_id"]], trend, words)),
            )
        )
    columns = (
        Column(words("employee"), key=True, wrap=True),
        Column(words("name"), key=True, wrap=True),
        Column(words("trend_scale"), right=True),
        Column(words("trend_line")),
        Column(words("trend_what"), wrap=True),
    )
    blocks: list[Block] = [Table(columns, (Group("", tuple(rows)),))]
    if len(changed) > len(shown):
        blocks.append(text(words("trend_more", more=f"{len(changed) - len(shown):,}")))
    return blocks


def _turned(items: Sequence[Row], trend: Trend, words: Words) -> str:
    """Which gaps were closed and which are new, with the ratings before and after."""
    parts = []
    for turn in (CLOSED, NEW):
        steps = [
            words(
                "trend_step",
                competency=words.of(trend.model_of(i["competency"]).competency(i["competency"]).short),
                before=figure(i["from"]),
                after=figure(i["to"]),
            )
            for i in items
            if i["turn"] == turn
        ]
        if steps:
            parts.append(words(f"trend_item_{turn}", what=words.join(steps)))
    return words.semicolon().join(parts)


def _remarks(trend: Trend, people: Sequence[Row], words: Words) -> list[str]:
    """Who came and went, who changed position, and what is therefore not compared."""
    cycles = {ADDED: trend.after.cycle, GONE: trend.before.cycle, NEITHER: ""}
    remarks = [
        words(f"trend_{presence}", cycle=cycle, who=_list([_who(p) for p in here], words))
        for presence, cycle in cycles.items()
        if (here := [p for p in people if p["presence"] == presence])
    ]
    moved = [p for p in people if p["presence"] == BOTH and p["position_from"] != p["position_to"]]
    if moved:
        who = [
            words(
                "trend_move",
                who=_who(p),
                before=_position(p["position_from"], trend, words),
                after=_position(p["position_to"], trend, words),
            )
            for p in moved[:MOST_NAMED]
        ]
        remarks.append(words("trend_moved", who=_list(who, words, len(moved))))
    turns = trend.turns()
    for turn in (REQUIREMENT, BASIS):
        if turns.get(turn):
            remarks.append(words(f"trend_{turn}", number=f"{turns[turn]:,}"))
    if turns.get(ASSESSED) or turns.get(LAPSED):
        assessed, lapsed = (f"{turns.get(t, 0):,}" for t in (ASSESSED, LAPSED))
        remarks.append(words("trend_assessment", assessed=assessed, lapsed=lapsed))
    return remarks


def _model_remarks(trend: Trend, words: Words) -> list[str]:
    """What the dictionaries of the two cycles have different."""
    old, new, changes = trend.before.model, trend.after.model, trend.changes
    if old.sha256 == new.sha256:
        return []
    remarks = [
        words(
            "trend_model",
            start=trend.before.cycle,
            before=f"{old.id} {old.version}",
            before_hash=old.sha256[:HASH],
            after=f"{new.id} {new.version}",
            after_hash=new.sha256[:HASH],
        )
    ]
    requirements = [
        words(
            "trend_model_requirement",
            position=words.of(new.position(position).name),
            competency=_name(competency, trend, words),
            before=figure(before) or "–",
            after=figure(after) or "–",
        )
        for position, competency, before, after in changes.requirements
    ]
    named = {
        "requirements": requirements,
        "rescaled": [_name(c, trend, words) for c in changes.rescaled],
        "restated": [_name(c, trend, words) for c in changes.restated],
        "thresholds": list(changes.thresholds),
    }
    remarks += [
        words(f"trend_model_{key}", what=_list(parts, words, more="trend_and_more"))
        for key, parts in named.items()
        if parts
    ]
    return remarks


def _list(parts: Sequence[str], words: Words, total: int | None = None, more: str = "and_more") -> str:
    shown = list(parts[:MOST_NAMED])
    left = (len(parts) if total is None else total) - len(shown)
    return words.join(shown) + (" " + words(more, more=f"{left:,}") if left else "")


def _name(competency: str, trend: Trend, words: Words) -> str:
    return words.of(trend.model_of(competency).competency(competency).name)


def _position(id: str | None, trend: Trend, words: Words) -> str:
    """A position that the later dictionary has no more goes by its id."""
    known = {p.id: p for m in (trend.before.model, trend.after.model) for p in m.positions}
    return "–" if id is None else words.of(known[id].name)


def _who(person: Row) -> str:
    return " ".join(filter(None, (person["employee_id"], person["name"] or "")))


def _counts(row: Row) -> tuple[Span, Span]:
    return (
        Span(f"{row['closed']:,}", "good" if row["closed"] else "plain"),
        Span(f"{row['new']:,}", "bad" if row["new"] else "plain"),
    )


def _signed(value: float | None, places: int = 2) -> str:
    return "" if value is None else f"{value + 0.0:+.{places}f}"


def _tone(change: float | None) -> Tone:
    return "plain" if not change else "good" if change > 0 else "warn"


def _spark(series: Sequence[float | None]) -> str:
    return sparkline(series[-MOST_CYCLES:])
