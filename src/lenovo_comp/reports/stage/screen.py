"""`comp stage` on a screen: a line per person with the stage that the ratings support, and what is not reached yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...model.dictionary import Model
from ..shared.blocks import Block, Heading, Span, text
from ..shared.footers import screen_remarks
from ..shared.naming import list_with_more, person_line, short_name
from ..shared.next_steps import check_step
from ..shared.tables import column, table
from ..shared.words import Words
from .result import ABOVE, BELOW, NO_STAGE, STANDINGS, Staging
from .text import MOST_PEOPLE, TONE, counts, dimension, own_stage, reason, supported

if TYPE_CHECKING:
    from ...method.results import Row
    from ..shared.run import Run

MOST_A_GROUP = 4
"""People of each standing where there are more than `MOST_PEOPLE`."""
MOST_DIMENSIONS, MOST_STAGES = 3, 6


def screen(staging: Staging, words: Words) -> list[Block]:
    """A line per person; of too many people the first of each standing."""
    a = staging.assessment
    most = MOST_PEOPLE if a.summary.employees <= MOST_PEOPLE else MOST_A_GROUP
    by_standing = {standing: staging.rows(standing) for standing in STANDINGS}
    head: list[Block] = [Heading(words("stage_title"), 1), counts(staging, words)]
    if len(by_standing[NO_STAGE]) == a.summary.employees:
        return [*head, text(words("stage_nobody")), *screen_remarks(a, words)]
    rows = [r for people in by_standing.values() for r in people[:most]]
    people = table(
        rows,
        column(words("standing"), lambda r: Span(words(f"standing_{r['standing']}"), TONE[r["standing"]]), key=True),
        *person_line(rows, words),
        column(words("stage_own"), own_stage, right=True),
        column(words("stage_supported"), supported, right=True),
        column(words("stage_goal"), _goal, right=True),
        column(words("stage_held"), lambda r: _reason(r, a.model, words), wrap=True),
    )
    blocks = [*head, text(words("stage_informs")), people]
    left = sum(max(0, len(people) - most) for people in by_standing.values())
    if left:
        blocks.append(text(words("more_people", more=f"{left:,}")))
    names = [f"{s.id} {words.of(s.name)}" for s in a.model.stages]
    if 0 < len(names) <= MOST_STAGES:
        blocks.append(text(Span(words("stage_names", names=words.join(names)), "dim")))
    blocks.append(text(Span(words("stage_arrows"), "dim")))
    if any(h["too_close"] for r in rows for h in r["held_back"]):
        blocks.append(text(Span(words("stage_too_close"), "dim")))
    return [*blocks, *screen_remarks(a, words)]


def steps(staging: Staging, run: Run, *, full: bool) -> list[tuple[str, str]]:
    """What to type next: command lines, each with the key of its reason."""
    a = staging.assessment
    found = check_step(a, run) if full else [*check_step(a, run), (run.command_line("stage", "--full"), "next_full")]
    if a.summary.employees > MOST_PEOPLE:
        found.append((run.command_line("stage", "-o", "stages.csv"), "next_stage_file"))
    first = [r["employee_id"] for standing in (ABOVE, BELOW) for r in staging.rows(standing)[:1]]
    return [*found, *((run.command_line("gap", "-e", id), "next_stage_person") for id in first[:1])]


def _goal(row: Row) -> str:
    return str(row["toward"]) if row["held_back"] and not row["missing"] else ""


def _reason(row: Row, model: Model, words: Words) -> str:
    """What keeps the person from the stage: the dimensions furthest from it, and how many more there are."""
    if row["missing"]:
        names = [short_name(c, model, words) for c in row["missing"][:MOST_DIMENSIONS]]
        return words("stage_missing", what=list_with_more(names, len(row["missing"]), words, "and_more_items"))
    held = sorted(row["held_back"], key=lambda h: h["rating"] - h["needed"])
    if not held:
        return reason(row, model, words)
    parts = [dimension(h, model, words) for h in held[:MOST_DIMENSIONS]]
    return list_with_more(parts, len(held), words, "and_more_items")
