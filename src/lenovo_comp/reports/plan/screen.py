"""`comp plan` on a screen: the needs by rank, and of the first the next behaviours, actions and mentors."""

from ..shared.blocks import Block, Bullets, Heading, Span, text
from ..shared.naming import competency_name, name_and_id, subject
from ..shared.room import HEADING, fitting, lines_of, most_that_fit
from ..shared.standing import no_verdict, title, verdict_lines
from ..shared.statements import actions, level_text, statement, without_id
from ..shared.words import Words, figure, short_of
from .result import Focus, Plan
from .text import ranking

MOST_ROWS = 8
MOST_STEPS, MOST_ACTIONS = 4, 3
"""Behaviours and actions of the first need."""


def screen(plan: Plan, words: Words, room: int) -> list[Block]:
    """What matters of one person's plan, in `room` lines."""
    gap = plan.gap
    if gap.person["position"] is None:
        return [Heading(words("plan_title", who=subject(gap.person)), 1), text(no_verdict(gap, words))]
    head: list[Block] = [Heading(words("plan_title", who=title(gap, words)), 1), *verdict_lines(gap, words)]
    if not plan.focuses:
        return [*head, text(words("no_needs" if gap.person["assessed"] else "nothing_known"))]

    def whole(rows: int) -> list[Block]:
        above = [*head, text(""), ranking(plan, words, rows)]
        notes = [words("plan_order")] + [words("screen_close")] * any(f.too_close for f in plan.focuses[:rows])
        if (more := len(plan.focuses) - rows) > 0:
            notes.append(words("screen_rest", number=more))
        above += [text(Span(line, "dim")) for line in notes]
        left = room - lines_of(above) - HEADING
        steps = next_step(plan, words, HEADING + left // 2)
        helpful = _helpful(plan.focuses[0], words)
        shown = most_that_fit(helpful, left - lines_of(steps[1:]), MOST_ACTIONS)
        return [*above, *steps, Bullets(tuple(helpful[:shown]))]

    return fitting(whole, MOST_ROWS, room)


def next_step(plan: Plan, words: Words, room: int) -> list[Block]:
    """The first need and its next behaviours, as many as `room` lines hold."""
    if not plan.focuses:
        return []
    focus, model = plan.focuses[0], plan.gap.assessment.model
    behaviours, shown = next_behaviours(focus, words, room - HEADING)
    start, _ = short_of(focus.need.start, focus.need.goal, model.tolerance)
    name = competency_name(focus.need.competency, model, words)
    heading = words("screen_steps", name=name, start=start, goal=figure(focus.need.goal))
    if shown < len(focus.steps):
        heading += words("in_brackets", text=words("screen_of", shown=shown, number=len(focus.steps)))
    return [Heading(heading, 3), behaviours]


def next_behaviours(focus: Focus, words: Words, room: int) -> tuple[Block, int]:
    """The behaviours of a need that come next, as many as `room` lines hold, and how many these are."""
    if not focus.steps:
        level = level_text(focus.need.levels, words)
        return text(level or Span(words("no_behaviours"), "dim")), 0
    items = [without_id(statement(step.behaviour, words)) for step in focus.steps]
    shown = most_that_fit(items, room, MOST_STEPS)
    return Bullets(tuple(items[:shown])), shown


def _helpful(focus: Focus, words: Words) -> list[tuple[Span, ...]]:
    """What helps to develop a need: possible mentors, actions."""
    items = []
    if focus.mentors is not None:
        names = words.join([name_and_id(m.employee_id, m.name) for m in focus.mentors])
        items.append((Span(words("learn_from"), "bold"), Span(words.colon() + (names or words("no_mentor")))))
    return [*items, *actions(focus.actions, words).items]
