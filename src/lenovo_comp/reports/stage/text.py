"""`comp stage`: people above, below and at the stage of their position, with what holds each back."""

from __future__ import annotations

from ...method.results import Row
from ...model.dictionary import Model
from ..match.text import closing, short_name
from ..shared.blocks import Block, Column, Group, Heading, Span, Table, Tone, text
from ..shared.words import Words, figure, short_of
from .result import ABOVE, AT, BELOW, NO_STAGE, STANDINGS, UNKNOWN, Staging

MOST_PEOPLE = 100
MOST_A_GROUP = 15
"""With more than `MOST_PEOPLE` people, each group shows the first few."""
_TONE: dict[str, Tone] = {ABOVE: "best", BELOW: "warn", AT: "good", UNKNOWN: "dim", NO_STAGE: "dim"}
_TITLES = {s: f"stage_{s}" for s in STANDINGS} | {UNKNOWN: "stage_unknown_group"}


def view(staging: Staging, words: Words) -> list[Block]:
    """The whole report."""
    a = staging.assessment
    parts: list[str | Span] = []
    for standing, number in staging.counts().items():
        if number or standing in (ABOVE, BELOW, AT):
            parts += [Span(f"{number:,} {words(_TITLES[standing])}", _TONE[standing]), " · "]
    cycle = words("in_cycle", cycle=a.cycle).removeprefix(" · ") if a.cycle else ""
    blocks: list[Block] = [
        Heading(words("stage_title"), 1),
        text(*parts[: None if cycle else -1], cycle),
        text(words("stage_informs")),
    ]
    most = MOST_PEOPLE if a.summary.employees <= MOST_PEOPLE else MOST_A_GROUP
    groups = []
    for standing in STANDINGS:
        people = staging.rows(standing)
        rows = [_person(r, a.model, words) for r in people[:most]]
        if len(people) > most:
            left = words("stage_more", more=f"{len(people) - most:,}")
            rows.append((Span(""), Span(""), Span(""), Span(""), Span(left, "dim")))
        if rows:
            groups.append(Group(words(_TITLES[standing]).capitalize(), tuple(rows)))
    columns = (
        Column(words("employee"), key=True, wrap=True),
        Column(words("name"), key=True, wrap=True),
        Column(words("stage_own"), right=True),
        Column(words("stage_supported"), right=True),
        Column(words("stage_held"), wrap=True),
    )
    blocks += [Table(columns, tuple(groups)), text(Span(words("stage_means"), "dim"))]
    return [*blocks, *closing(a, words)]


def _person(row: Row, model: Model, words: Words) -> tuple[Span, ...]:
    low, high = row["stage_low"], row["stage_high"]
    reached = "?" if low is None else str(low) if low == high else f"{low}–{high}"
    known = row["standing"] != NO_STAGE
    return (
        Span(row["employee_id"]),
        Span(row["name"] or ""),
        Span(str(row["own"]) if row["own"] is not None else ""),
        Span(reached if known else "", _TONE[row["standing"]]),
        Span(_reason(row, model, words)),
    )


def _reason(row: Row, model: Model, words: Words) -> str:
    if row["position"] is None:
        return words("stage_no_position")
    if row["missing"]:
        return words("stage_missing", what=words.join([short_name(c, model, words) for c in row["missing"]]))
    if not row["held_back"]:
        return words("stage_top") if row["standing"] != NO_STAGE else ""
    parts = [
        words(
            "stage_dimension",
            competency=short_name(h["competency"], model, words),
            rating=short_of(h["rating"], h["needed"])[0],
            needed=figure(h["needed"]),
        )
        for h in row["held_back"]
    ]
    return words("stage_toward", stage=row["toward"], what=words.join(parts))
