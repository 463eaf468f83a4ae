"""`comp gap`: one person's strengths, and what to develop with the very behaviours for it."""

from __future__ import annotations

from collections.abc import Sequence

from ...method.results import (
    LOW,
    OTHERS,
    SELF,
    SHORT,
    STRENGTH,
    UNASSESSED,
    Agreement,
    Need,
    PersonGap,
    Row,
    self_other,
)
from ..assess.text import left_out, made_of
from ..shared.blocks import Block, Bullets, Column, Group, Heading, Span, Table, spans, text
from ..shared.statements import bullets
from ..shared.tones import STATUS_TONE, VERDICT_TONE
from ..shared.words import Words, figure, percent, short_of, stages


def view(gap: PersonGap, words: Words, shown: Sequence[Block] | None = None) -> list[Block]:
    """The whole report on a person; `shown` takes the place of the table of the profile."""
    middle: list[Block] = [Heading(words("profile")), *(shown or [profile(gap, words)])]
    if gap.person["position"] is not None:
        middle += answers(gap, words)
    return [Heading(who(gap), 1), *standing(gap, words), *middle, *closing(gap, words)]


def who(gap: PersonGap) -> str:
    """Name and id."""
    return " ".join(filter(None, (gap.person["name"] or "", gap.person["employee_id"])))


def standing(gap: PersonGap, words: Words) -> list[Block]:
    """Against which position and how; or why there is no verdict."""
    if gap.person["position"] is None:
        return [text(words("two_positions" if gap.person["conflict"] else "no_position", who=who(gap)))]
    return opening(gap, words)


def answers(gap: PersonGap, words: Words) -> list[Block]:
    """How far to trust the figures, strengths, needs with their behaviours, what is unassessed."""
    blocks: list[Block] = []
    if any(i["fragile"] for i in gap.items):
        blocks.append(text(Span(words("legend_fragile"), "dim")))
    blocks += [*_agreement(gap, words), *_self_and_others(gap, words)]
    blocks += [Heading(words("strengths")), _strengths(gap, words)]
    blocks.append(Heading(words("develop")))
    if not gap.develop:
        blocks.append(text(words("no_needs" if gap.person["assessed"] else "nothing_known")))
    for need in gap.develop:
        blocks += _need(gap, need, words)
    return [*blocks, *unassessed(gap, words)]


def opening(gap: PersonGap, words: Words) -> list[Block]:
    """Against which position, verdict and shares, the stage, and what is supposed."""
    model, person = gap.assessment.model, gap.person
    position = model.position(person["position"])
    against = "against" if gap.own_position is None else "against_other"
    cycle = words("in_cycle", cycle=gap.assessment.cycle) if gap.assessment.cycle else ""
    blocks: list[Block] = []
    blocks.append(text(words(against, position=words.of(position.name)) + cycle))
    blocks.append(text(*_figures(person, words)))
    if position.stage is not None and any(model.competency(r.competency).levels for r in position.requires):
        attained = stages(person["stage_low"], person["stage_high"], words)
        blocks.append(text(words("stage_line", attained=attained, own=position.stage)))
    if gap.assessment.supposed:
        blocks.append(text(Span(supposed_line(gap, words), "warn")))
    if gap.as_rated is not None:
        blocks.append(text(words("as_rated"), *_figures(gap.as_rated, words)))
    return blocks


def _figures(person: Row, words: Words) -> tuple[str | Span, ...]:
    """The verdict and what stands behind it, on one line."""
    before, after = words(
        "figures_line",
        verdict="\0",
        fit=percent(person["fit"]),
        met=person["met"],
        assessed=person["assessed"],
        required=person["required"],
    ).split("\0")
    return before, Span(words(person["verdict"]), VERDICT_TONE[person["verdict"]]), after


def unassessed(gap: PersonGap, words: Words) -> list[Block]:
    """What the position requires and nobody's rating says anything of."""
    model = gap.assessment.model
    missing = [i["competency"] for i in gap.items if i["status"] == UNASSESSED]
    names = [(Span(words.of(model.competency(c).name)),) for c in missing]
    return [Heading(words("unassessed_who")), Bullets(tuple(names))] if missing else []


def rating_and_gap(item: Row) -> tuple[str, str]:
    """As they are shown; a shortfall never rounded so that it looks met."""
    if item["status"] == SHORT:
        return short_of(item["rating"], item["required"])
    return figure(item["rating"]), figure(item["gap"])


def profile(gap: PersonGap, words: Words) -> Table:
    """One row a competency; one column a role whose figures may be shown."""
    model = gap.assessment.model
    rows_ = gap.assessment.role_rows()
    means = {(c, role): x.mean for (_, c), roles in rows_.items() for role, x in roles.items()}
    shown = [r for r in model.rater_roles if any(role == r.id for _, role in means)]
    names = [(r.id, words.of(r.name)) for r in shown]
    if any(role == OTHERS for _, role in means):
        names.append((OTHERS, words("others")))
    rows = []
    for item in gap.items:
        status = words(item["status"])
        if item["self_only"] or item["unweighted"]:
            status += f" ({words('self_only_mark' if item['self_only'] else 'unweighted_mark')})"
        if item["status"] == SHORT and not item["essential"]:
            status += f" ({words('not_essential')})"
        if item["fragile"]:
            status += " ~"
        rating, missing = rating_and_gap(item)
        rating += supposed_mark(gap, item["competency"], words)
        rows.append(
            (
                Span(words.of(model.competency(item["competency"]).name)),
                Span(figure(item["required"])),
                Span(rating),
                Span(missing),
                Span(status, STATUS_TONE[item["status"]]),
                Span(str(item["n"] or "")),
                *(Span(figure(means.get((item["competency"], role))), "dim") for role, _ in names),
            )
        )
    columns = (
        Column(words("competency"), key=True, wrap=True),
        *(Column(words(k), right=True) for k in ("required", "rating", "gap")),
        Column(words("status"), wrap=True),
        Column(words("raters"), right=True),
        *(Column(name, right=True) for _, name in names),
    )
    return Table(columns, (Group("", tuple(rows)),))


def _agreement(gap: PersonGap, words: Words) -> list[Block]:
    """How far the raters agree: all who count, and each role of at least two."""
    model, overall = gap.assessment.model, gap.assessment.agreements()
    rows_ = {c: roles for (_, c), roles in gap.assessment.role_rows().items()}
    several = [role for roles in rows_.values() for role, x in roles.items() if x.agreement.band]
    names = [(r.id, words.of(r.name)) for r in model.rater_roles if r.id in several]
    names += [(OTHERS, words("others"))] if OTHERS in several else []
    rows = []
    for item in gap.items:
        of_all = overall.get((item["employee_id"], item["competency"]))
        if of_all is None or not (
            of_all.band or any(x.agreement.band for x in rows_.get(item["competency"], {}).values())
        ):
            continue
        of_roles = rows_[item["competency"]]
        cells = [agreement_text(of_roles[r].agreement if r in of_roles else None, words) for r, _ in names]
        name = words.of(model.competency(item["competency"]).name)
        rows.append((Span(name), agreement_text(of_all, words), *cells))
    if not rows:
        return []
    columns = (
        Column(words("competency"), key=True, wrap=True),
        Column(words("all_who_count"), wrap=True),
        *(Column(name, wrap=True) for _, name in names),
    )
    note = text(Span(words("agreement_note"), "dim"))
    return [Heading(words("agreement")), Table(columns, (Group("", tuple(rows)),)), note]


def agreement_text(agreement: Agreement | None, words: Words) -> Span:
    """`high`, or with the figures where nobody is anonymous; blank for fewer than two raters."""
    if agreement is None or agreement.band is None:
        return Span("")
    shown = words(f"agree_{agreement.band}")
    if agreement.r_wg is not None:
        shown += words(
            "agreement_figures",
            n=agreement.n,
            range=figure(agreement.range),
            deviation=figure(agreement.average_deviation),
            r_wg=figure(agreement.r_wg),
        )
    return Span(shown, "warn" if agreement.band == LOW else "plain")


def _self_and_others(gap: PersonGap, words: Words) -> list[Block]:
    """Blind spots and hidden strengths, the largest difference first."""
    model = gap.assessment.model
    means = {c: roles[SELF].mean for (_, c), roles in gap.assessment.role_rows().items() if SELF in roles}
    compared = [i for i in gap.items if i["self_other"] is not None]
    lines = []
    for item in sorted(compared, key=lambda i: -abs(i["self_other"])):
        kind = self_other(item["self_other"], model)
        if kind is None:
            continue
        mine = means[item["competency"]]
        name = words.of(model.competency(item["competency"]).name)
        line = words(kind, mine=figure(mine), theirs=figure(mine - item["self_other"]))
        lines.append(spans(Span(name, "bold"), words.colon() + line))
    if not compared:
        return []
    nothing = text(words("self_other_none", threshold=figure(model.self_other)))
    return [Heading(words("self_other")), Bullets(tuple(lines)) if lines else nothing]


def _strengths(gap: PersonGap, words: Words) -> Block:
    if not gap.strengths:
        return text(words("no_strengths" if gap.person["assessed"] else "nothing_known"))
    items = {i["competency"]: i for i in gap.items if i["status"] == STRENGTH}
    lines = []
    for id in gap.strengths:
        name = words.of(gap.assessment.model.competency(id).name)
        shown = figure(items[id]["rating"]) + supposed_mark(gap, id, words)
        rating = f"{shown} ({words('required').lower()} {figure(items[id]['required'])})"
        lines.append(spans(Span(name, "best"), f" {rating}"))
    return Bullets(tuple(lines))


def _need(gap: PersonGap, need: Need, words: Words) -> list[Block]:
    competency = gap.assessment.model.competency(need.competency)
    start, missing = short_of(need.start, need.goal)
    start += supposed_mark(gap, need.competency, words)
    line = words("need_line", start=start, goal=figure(need.goal), gap=missing)
    blocks: list[Block] = [Heading(f"{words.of(competency.name)}{words.colon()}{line}", 3)]
    if competency.levels:
        wanted = {s.id for s in need.behaviours}
        for level in competency.levels:
            if any(s.id in wanted for s in level.behaviours):
                blocks += [text(Span(words("level_n", level=level.level), "bold")), bullets(level.behaviours, words)]
    else:
        blocks += [text(Span(words("need_degree"), "dim")), bullets(need.behaviours, words)]
    if need.evidence:
        roles = {r.id: words.of(r.name) for r in gap.assessment.model.rater_roles}
        quoted = [(Span(f"{roles[r]}{words.colon()}", "dim"), Span(" ".join(t.split()))) for r, t in need.evidence]
        blocks += [text(Span(words("evidence"), "bold")), Bullets(tuple(quoted))]
    return blocks


def supposed_line(gap: PersonGap, words: Words) -> str:
    """Which ratings are supposed instead of given."""
    levels = [
        f"{words.of(gap.assessment.model.competency(c).name)} = {figure(level)}"
        for c, level in gap.assessment.supposed.items()
    ]
    return words("supposed_line", levels=words.join(levels))


def supposed_mark(gap: PersonGap, competency: str, words: Words) -> str:
    """The mark of a rating that is not one."""
    return words("supposed_mark") if competency in gap.assessment.supposed else ""


def closing(gap: PersonGap, words: Words) -> list[Block]:
    """What a reader must know to read the figures right, and what they were made of."""
    remarks = []
    summary = gap.assessment.summary
    if summary.rolled_up or summary.dropped:
        remarks.append(words("withheld", rolled=summary.rolled_up, dropped=summary.dropped))
    if gap.assessment.ratings.left_out:
        remarks.append(left_out(gap.assessment, words))
    remarks += made_of(gap.assessment, words)
    return [Heading(words("remarks")), Bullets(tuple((Span(r),) for r in remarks))]
