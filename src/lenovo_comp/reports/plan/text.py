"""`comp plan`: what one person works on first and how, or what a team must learn."""

from __future__ import annotations

from ...model.dictionary import Model
from ..assess.text import left_out, made_of
from ..gap.text import opening, unassessed
from ..shared.blocks import Block, Bullets, Column, Group, Heading, Span, Table, text
from ..shared.statements import actions, statement
from ..shared.words import Words, figure, short_of
from .result import NOT_SEEN, SEEN, UNKNOWN, Demand, Focus, Mentor, Plan, TeamPlan

MOST_ROWS = 30
MOST_NAMES = 4
"""Rows of a team's needs, and people in each, that a report for people lists."""


def view(plan: Plan, words: Words) -> list[Block]:
    """One person's plan: the needs by rank, then each with its behaviours, actions and mentors."""
    gap, person = plan.gap, plan.gap.person
    who = " ".join(filter(None, (person["name"] or "", person["employee_id"])))
    blocks: list[Block] = [Heading(words("plan_title", who=who), 1)]
    if person["position"] is None:
        key = "two_positions" if person["conflict"] else "no_position"
        return [*blocks, text(words(key, who=who)), *_closing(plan, words)]
    blocks += [*opening(gap, words), Heading(words("work_on_first"))]
    if plan.focuses:
        blocks += [text(words("plan_rule")), _ranking(plan, words)]
        if any(focus.fragile for focus in plan.focuses):
            blocks.append(text(Span(words("legend_fragile"), "dim")))
    else:
        blocks.append(text(words("no_needs" if person["assessed"] else "nothing_known")))
    for number, focus in enumerate(plan.focuses, 1):
        blocks += _focus(number, focus, gap.assessment.model, words)
    return [*blocks, *unassessed(gap, words), *_closing(plan, words)]


def _ranking(plan: Plan, words: Words) -> Table:
    rows = []
    for number, focus in enumerate(plan.focuses, 1):
        rating, gap = short_of(focus.need.start, focus.need.goal)
        name = plan.gap.assessment.model.competency(focus.need.competency).name
        rows.append(
            (
                Span(str(number)),
                Span(words.of(name), "bold"),
                Span(words("yes" if focus.essential else "no")),
                Span(figure(focus.weight)),
                Span(figure(focus.need.goal)),
                Span(rating),
                Span(gap + (" ~" if focus.fragile else "")),
            )
        )
    columns = (
        Column("", right=True, key=True),
        Column(words("competency"), key=True, wrap=True),
        Column(words("essential")),
        *(Column(words(k), right=True) for k in ("weight", "required", "rating", "gap")),
    )
    return Table(columns, (Group("", tuple(rows)),))


def _focus(number: int, focus: Focus, model: Model, words: Words) -> list[Block]:
    """One need: where it stands, its nearest step, what helps, and whom to learn it from."""
    competency = model.competency(focus.need.competency)
    start, missing = short_of(focus.need.start, focus.need.goal)
    line = words("need_line", start=start, goal=figure(focus.need.goal), gap=missing)
    blocks: list[Block] = [Heading(f"{number}. {words.of(competency.name)}{words.colon()}{line}")]
    blocks.append(text(Span(words(_basis(focus)), "dim")))
    for level in dict.fromkeys(step.level for step in focus.steps):
        if level is not None:
            blocks.append(text(Span(words("level_n", level=level), "bold")))
        items = []
        for step in (s for s in focus.steps if s.level == level):
            mark = words("step_unknown") if focus.observed and step.state == UNKNOWN else ""
            items.append((*statement(step.behaviour, words), Span(mark, "dim")))
        blocks.append(Bullets(tuple(items)))
    if focus.actions:
        blocks += [text(Span(words("actions"), "bold")), actions(focus.actions, words)]
    if focus.mentors is not None:
        blocks.append(text(Span(words("learn_from"), "bold")))
        names = tuple((Span(_mentor(m, focus.need.goal, words)),) for m in focus.mentors)
        blocks.append(Bullets(names) if names else text(words("no_mentor")))
    return blocks


def _basis(focus: Focus) -> str:
    """The sentence that says which behaviours these are."""
    if any(step.state == NOT_SEEN for step in focus.steps):
        return "steps_observed"
    if all(step.state == SEEN for step in focus.steps):
        return "steps_all_seen"
    if focus.observed:
        return "steps_observed"
    return "steps_levels" if any(step.level is not None for step in focus.steps) else "steps_degree"


def _mentor(mentor: Mentor, goal: float, words: Words) -> str:
    """Who it is, and every reason why they are named."""
    who = " ".join(filter(None, (mentor.name or "", mentor.employee_id)))
    reasons = [words("mentor_meets", goal=figure(goal)), words("mentor_" + mentor.status)]
    if mentor.same_department:
        reasons.append(words("mentor_same"))
    elif mentor.department:
        reasons.append(mentor.department)
    if mentor.ready:
        reasons.append(words("mentor_ready"))
    return who + words.colon() + words.join(reasons)


def _closing(plan: Plan, words: Words) -> list[Block]:
    a = plan.gap.assessment
    remarks = [words("plan_informs")]
    if a.ratings.left_out:
        remarks.append(left_out(a, words))
    return [Heading(words("remarks")), Bullets(tuple((Span(r),) for r in (*remarks, *made_of(a, words))))]


def team_view(team: TeamPlan, words: Words) -> list[Block]:
    """What people are short of: by competency and level, how many and who."""
    a = team.assessment
    blocks: list[Block] = [
        Heading(words("team_title"), 1),
        text(words.of(a.model.name) + (words("in_cycle", cycle=a.cycle) if a.cycle else "")),
        text(words("team_rule")),
    ]
    rows = tuple(_demand(demand, a.model, words) for demand in team.demand(MOST_ROWS, MOST_NAMES))
    columns = (
        Column(words("competency"), key=True, wrap=True),
        Column(words("level"), right=True),
        Column(words("people"), right=True),
        Column(words("team_who"), wrap=True),
    )
    blocks.append(Table(columns, (Group("", rows),)) if rows else text(words("team_none")))
    if (more := team.rows - len(rows)) > 0:
        blocks.append(text(words("team_more", shown=len(rows), more=more)))
    remarks = []
    if a.summary.unassessed:
        remarks.append(words("team_unassessed", number=f"{a.summary.unassessed:,}"))
    if a.ratings.left_out:
        remarks.append(left_out(a, words))
    remarks += made_of(a, words)
    return [*blocks, Heading(words("remarks")), Bullets(tuple((Span(r),) for r in remarks))]


def _demand(demand: Demand, model: Model, words: Words) -> tuple[Span, ...]:
    named = []
    for row in demand.who:
        rating, _ = short_of(row["rating"], row["required"])
        who = " ".join(filter(None, (row["employee_id"], row["name"] or "")))
        named.append(f"{who} {rating}→{figure(row['required'])}")
    if (more := demand.people - len(named)) > 0:
        named.append(words("and_more", more=f"{more:,}"))
    return (
        Span(words.of(model.competency(demand.competency).name)),
        Span(figure(demand.level)),
        Span(f"{demand.people:,}", "bold"),
        Span(words.join(named)),
    )
