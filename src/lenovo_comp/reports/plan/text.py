"""`comp plan` as text: one person's needs with the next steps, or a team's needs."""

from collections.abc import Callable, Sequence

from ...model.dictionary import Model
from ..shared.blocks import Block, Bullets, Heading, Span, Table, bulleted, text
from ..shared.footers import footer
from ..shared.naming import competency_name, id_and_name, more_rows, name_and_id, subject
from ..shared.standing import no_verdict, opening, unassessed
from ..shared.statements import actions, level_head, statement, without_id
from ..shared.tables import column, table
from ..shared.words import Words, figure, short_of
from .result import NOT_SEEN, SEEN, UNKNOWN, Demand, Focus, Mentor, Plan, Step, TeamPlan

MOST_ROWS = 30
MOST_NAMES = 4
"""Rows of a team's needs, and people in each, that the text lists."""
ROWS_ON_SCREEN, MOST_ON_SCREEN = 15, 2
"""The same on a screen."""


def view(plan: Plan, words: Words) -> list[Block]:
    """The plan of one person: the needs by rank, then each with its behaviours, actions and mentors."""
    gap, person = plan.gap, plan.gap.person
    who, closing = subject(person), footer(gap.assessment, words, words("plan_informs"))
    blocks: list[Block] = [Heading(words("plan_title", who=who), 1)]
    if person["position"] is None:
        return [*blocks, text(no_verdict(gap, words)), *closing]
    blocks += [*opening(gap, words), Heading(words("work_on_first"))]
    if plan.focuses:
        blocks += [text(words("plan_rule")), ranking(plan, words)]
        if any(focus.too_close for focus in plan.focuses):
            blocks.append(text(Span(words("legend_too_close"), "dim")))
    else:
        blocks.append(text(words("no_needs" if person["assessed"] else "nothing_known")))
    for number, focus in enumerate(plan.focuses, 1):
        blocks += _focus(number, focus, gap.assessment.model, words)
    return [*blocks, *unassessed(gap, words), *closing]


def ranking(plan: Plan, words: Words, rows: int | None = None) -> Table:
    """The first needs by rank, with their figures."""
    model = plan.gap.assessment.model

    def short(focus: Focus) -> tuple[str, str]:
        return short_of(focus.need.start, focus.need.goal, model.tolerance)

    return table(
        enumerate(plan.focuses[:rows], 1),
        column("", lambda f: str(f[0]), right=True, key=True),
        column(
            words("competency"),
            lambda f: Span(competency_name(f[1].need.competency, model, words), "bold"),
            key=True,
            wrap=True,
        ),
        column(words("essential"), lambda f: words("yes" if f[1].essential else "no")),
        column(words("weight"), lambda f: figure(f[1].weight), right=True),
        column(words("required"), lambda f: figure(f[1].need.goal), right=True),
        column(words("rating"), lambda f: short(f[1])[0], right=True),
        column(words("gap"), lambda f: short(f[1])[1] + (" ~" if f[1].too_close else ""), right=True),
    )


def _focus(number: int, focus: Focus, model: Model, words: Words) -> list[Block]:
    """One need: where it stands, its nearest step, what helps, and whom to learn it from."""
    competency = model.competency(focus.need.competency)
    start, missing = short_of(focus.need.start, focus.need.goal, model.tolerance)
    line = words("need_line", start=start, goal=figure(focus.need.goal), gap=missing)
    blocks: list[Block] = [Heading(f"{number}. {words.of(competency.name)}{words.colon()}{line}")]
    blocks += steps_to_take(focus, words)
    if focus.actions:
        blocks += [text(Span(words("actions"), "bold")), actions(focus.actions, words)]
    if focus.mentors is not None:
        blocks.append(text(Span(words("learn_from"), "bold")))
        names = [_mentor(m, focus.need.goal, words) for m in focus.mentors]
        blocks.append(bulleted(names) if names else text(words("no_mentor")))
    return blocks


def steps_to_take(focus: Focus, words: Words, *, ids: bool = True) -> list[Block]:
    """The behaviours of a need that come next, by level, and how they were chosen."""
    blocks: list[Block] = [text(Span(words(_basis(focus)), "dim"))]
    blocks += _steps([step for step in focus.steps if step.level is None], focus, words, ids)
    for level in focus.need.levels:
        steps = [step for step in focus.steps if step.level == level.level]
        if steps or not level.behaviours:
            blocks += [*level_head(level, words), *_steps(steps, focus, words, ids)]
    return blocks


def _steps(steps: Sequence[Step], focus: Focus, words: Words, ids: bool) -> list[Block]:
    """The behaviours of one level that come next."""
    items = []
    for step in steps:
        mark = [Span(words("step_unknown"), "dim")] if focus.observed and step.state == UNKNOWN else []
        shown = statement(step.behaviour, words)
        items.append((*(shown if ids else without_id(shown)), *mark))
    return [Bullets(tuple(items))] if items else []


def _basis(focus: Focus) -> str:
    """The key of the sentence that says on what the choice of behaviours rests."""
    if not focus.steps:
        return "no_behaviours"
    if any(step.state == NOT_SEEN for step in focus.steps):
        return "steps_observed"
    if all(step.state == SEEN for step in focus.steps):
        return "steps_all_seen" if focus.levels_given else "steps_seen_apart"
    if focus.observed:
        return "steps_observed"
    return "steps_levels" if any(step.level is not None for step in focus.steps) else "steps_degree"


def _mentor(mentor: Mentor, goal: float, words: Words) -> str:
    """A mentor, with every reason for naming them."""
    reasons = [words("mentor_meets", goal=figure(goal)), words("mentor_" + mentor.status)]
    if mentor.same_department:
        reasons.append(words("mentor_same"))
    elif mentor.department:
        reasons.append(mentor.department)
    if mentor.ready:
        reasons.append(words("mentor_ready"))
    return name_and_id(mentor.employee_id, mentor.name) + words.colon() + words.join(reasons)


def team_view(team: TeamPlan, words: Words) -> list[Block]:
    """The needs of a team by competency and level, with the people who share them."""
    a = team.assessment

    def people(demand: Demand, words: Words) -> str:
        return _people_text(demand, a.model.tolerance, words)

    unknown = [words("team_unassessed", number=f"{a.summary.unassessed:,}")] if a.summary.unassessed else []
    blocks = [*_team_head(team, words), text(words("team_rule")), *_demand(team, words, MOST_ROWS, people)]
    return [*blocks, *footer(a, words, *unknown)]


def team_screen(team: TeamPlan, words: Words) -> list[Block]:
    """The needs that most people share, a line each."""

    def names(demand: Demand, words: Words) -> str:
        named = [name_and_id(r["employee_id"], r["name"]) for r in demand.who[:MOST_ON_SCREEN]]
        more = demand.people - len(named)
        return words.join(named) + (f" +{more:,}" if more else "")

    return [*_team_head(team, words), *_demand(team, words, ROWS_ON_SCREEN, names)]


def _team_head(team: TeamPlan, words: Words) -> list[Block]:
    a = team.assessment
    cycle = words("in_cycle", cycle=a.cycle) if a.cycle else ""
    return [Heading(words("team_title"), 1), text(words.of(a.model.name) + cycle)]


def _demand(team: TeamPlan, words: Words, most: int, people_text: Callable[[Demand, Words], str]) -> list[Block]:
    """The first needs with the people who share them, and how many more there are."""
    model, demands = team.assessment.model, [*team.demand(most, MOST_NAMES)]
    if not demands:
        return [text(words("team_none"))]
    rows = table(
        demands,
        column(words("competency"), lambda d: competency_name(d.competency, model, words), key=True, wrap=True),
        column(words("level"), lambda d: figure(d.level), right=True),
        column(words("people"), lambda d: Span(f"{d.people:,}", "bold"), right=True),
        column(words("team_who"), lambda d: people_text(d, words), wrap=True),
    )
    return [rows, *more_rows("team_more", len(demands), team.rows, words)]


def _people_text(demand: Demand, tolerance: float, words: Words) -> str:
    """The people of a need, each with rating and requirement."""
    named = []
    for row in demand.who:
        rating, _ = short_of(row["rating"], row["required"], tolerance)
        named.append(f"{id_and_name(row['employee_id'], row['name'])} {rating}→{figure(row['required'])}")
    if (more := demand.people - len(named)) > 0:
        named.append(words("and_more", more=f"{more:,}"))
    return words.join(named)
