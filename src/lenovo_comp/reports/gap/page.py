"""`comp gap` as a page: one person, to read together and to print."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ...method.results import MET, NOT_REQUIRED, SHORT, STRENGTH, UNASSESSED, VERDICTS, PersonGap, Row, SelfOther
from ...model.dictionary import Model
from ..explain.result import Explanation
from ..explain.text import derivation
from ..plan.compute import plan_of
from ..plan.result import Focus
from ..plan.text import steps_to_take
from ..shared.blocks import Block, Heading, Span, text
from ..shared.certainty import certainty, doubt, legend, sureness
from ..shared.charts import LEAST_AXES, Bullet, Radar, Step, bullet, line, radar
from ..shared.definitions import definitions
from ..shared.naming import competency_name, subject
from ..shared.page import Trail, render
from ..shared.standing import (
    bounds_in_words,
    compared_with,
    figures_line,
    stage_line,
    supposed_lines,
    supposed_mark,
    verdict_sentence,
)
from ..shared.statements import bullets
from ..shared.tones import item_tone
from ..shared.words import Words, figure, rating_and_gap
from .brief import sentences
from .text import agreement, by_role, closing, evidence, need_title, profile, self_and_others

LONGEST_LABEL = 16
"""Characters of a name beside the radar."""
PARTS = (STRENGTH, SHORT, MET, UNASSESSED, NOT_REQUIRED)
"""The parts of the profile, in the order of the sentences above it."""


class Standing(NamedTuple):
    """A rating beside its requirement; `standing_text` has in words what the chart shows."""

    name: str
    href: str
    said: str
    tone: str
    bullet: Bullet


class Part(NamedTuple):
    """Competencies of one status; without a name where there is nothing to compare with."""

    name: str
    rows: tuple[Standing, ...]


class Folded(NamedTuple):
    """Blocks that unfold below their title, and a note beside it."""

    title: str
    blocks: tuple[Block, ...]
    note: str = ""


class Trend(NamedTuple):
    """A competency's ratings cycle by cycle, and their change since the cycle before; blank where there is none."""

    name: str
    values: tuple[str, ...]
    change: str
    line: tuple[tuple[tuple[float, float], ...], tuple[Step, ...]]
    sure: bool
    """Whether the line's last step is beyond chance."""


def person_page(
    gap: PersonGap,
    explanations: Sequence[Explanation],
    cycles: Sequence[PersonGap],
    changes: Mapping[str, Row],
    words: Words,
    trail: Trail = (),
    handbook: str = "",
) -> str:
    """The whole page. `cycles` is the same person in each cycle of the files, oldest first.

    `changes`: competency → what `method.change.changes` has of it, from the cycle before to this one.
    `handbook` is the address of the handbook's page, to which names of competencies lead, if there is one.
    """
    plan = plan_of(gap)
    judged = gap.person["position"] is not None
    profiled = [i for i in gap.items if i["rating"] is not None or i["required"] is not None]
    return render(
        "person.jinja",
        words.language,
        title=subject(gap.person),
        styles=("page.css", "charts.css", "person.css"),
        trail=trail,
        word=words,
        against=compared_with(gap, words) if judged else "",
        brief=sentences(plan, words),
        result=_result(gap, words) if judged else [],
        definitions=definitions(gap.assessment.model, words, _terms(gap)) if judged else [],
        profile=_parts(profiled, gap, handbook, words),
        any_desired=any(i["desired"] is not None for i in profiled),
        needs=[_need(focus, gap, words) for focus in plan.focuses],
        self_other=self_and_others(gap, words) if judged else [],
        cycles=[_cycle(g, gap) for g in cycles],
        trend=_trend(gap, cycles, changes, words) if len(cycles) > 1 else [],
        changed=bool(changes),
        radar=_radar(gap, words),
        details=_details(gap, words),
        derivations=[_derivation(x, words) for x in explanations],
        closing=closing(gap, words),
    )


def _result(gap: PersonGap, words: Words) -> list[Block]:
    """The verdict, its figures, and how sure they are, in a sentence each."""
    figures = [figures_line(gap.person, words), *filter(None, [stage_line(gap, words)])]
    sure = sureness(gap, words)
    blocks: list[Block] = [text(verdict_sentence(gap, words)), text(Span(" · ".join(figures), "dim"))]
    return [*blocks, *([text(Span(sure, "dim"))] if sure else []), *supposed_lines(gap, words)]


def _terms(gap: PersonGap) -> list[str]:
    """The words to define: verdicts, statuses, and what else is on the page."""
    more: dict[str, bool] = {
        "too_close": any(i["too_close"] for i in gap.items),
        "bound": bool(gap.bounds),
        **dict.fromkeys(SelfOther, any(i["self_other"] is not None for i in gap.items)),
    }
    return [*VERDICTS, STRENGTH, MET, SHORT, UNASSESSED, "fit", *(term for term, there in more.items() if there)]


def _parts(items: Sequence[Row], gap: PersonGap, handbook: str, words: Words) -> list[Part]:
    """The profile by status; needs in their order, all else in the dictionary's."""
    order = {need.competency: number for number, need in enumerate(gap.develop)}
    found = []
    for status in PARTS:
        some = sorted((i for i in items if i["status"] == status), key=lambda i: order.get(i["competency"], 0))
        if some:
            rows = tuple(_standing(item, gap, handbook, words) for item in some)
            found.append(Part(words(status).capitalize() if gap.person["position"] else "", rows))
    return found


def _standing(item: Row, gap: PersonGap, handbook: str, words: Words) -> Standing:
    model, id = gap.assessment.model, item["competency"]
    mark = supposed_mark(gap, id, words)
    rated = rating_and_gap(item, model.tolerance)[0] + mark
    said = standing_text(item, model, words, mark) if gap.person["position"] else rated
    if bound := bounds_in_words(gap, words).get(id):
        said += words("in_brackets", text=bound)
    if item["self_only"] or item["unweighted"]:
        said += words("in_brackets", text=words("self_only_mark" if item["self_only"] else "unweighted_mark"))
    href = f"{handbook}#{id}" if handbook else ""
    shape = bullet(item, model.competency(id).scale)
    return Standing(competency_name(id, model, words), href, said, item_tone(item, model.near), shape)


def standing_text(item: Row, model: Model, words: Words, mark: str = "") -> str:
    """`2.22 / 3 · short by 0.78 ~`: rating, requirement and status, in few words."""
    rating, missing = rating_and_gap(item, model.tolerance)
    end = words("short_by", gap=missing) if item["status"] == SHORT else words(item["status"])
    required = "" if item["status"] == NOT_REQUIRED else f" / {figure(item['required'])}"
    return f"{rating or '–'}{mark}{required} · {end}" + doubt(item)


def _need(focus: Focus, gap: PersonGap, words: Words) -> Folded:
    """A need: the behaviours that come next, those already seen often, and evidence."""
    blocks = steps_to_take(focus, words, ids=False)
    to_come = {step.behaviour.id for step in focus.steps}
    if seen := [s for s in focus.need.behaviours if s.id not in to_come]:
        blocks += [text(Span(words("already_seen"), "bold")), bullets(seen, words, ids=False)]
    blocks += evidence(focus.need, gap.assessment.model, words)
    note = "" if focus.essential else words("not_essential")
    return Folded(need_title(gap, focus.need, words) + (" ~" if focus.too_close else ""), tuple(blocks), note)


def _details(gap: PersonGap, words: Words) -> list[Folded]:
    """What is there to look up: all figures, those of each role, what would settle doubts, how far raters agree."""
    found = [Folded(words("all_figures"), (profile(gap, words), *legend(gap.items, words)))]
    judged = gap.person["position"] is not None
    more = [by_role(gap, words), *([certainty(gap, words), agreement(gap, words)] if judged else [])]
    for head, *blocks in filter(None, more):
        assert isinstance(head, Heading)
        found.append(Folded(head.text, tuple(blocks)))
    return found


def _radar(gap: PersonGap, words: Words) -> Radar | None:
    """The radar of what the position requires; None for fewer than three competencies, or where less is assessed."""
    axes = []
    if gap.person["assessed"] < LEAST_AXES:
        return None
    for item in gap.items:
        if item["required"] is not None:
            competency = gap.assessment.model.competency(item["competency"])
            label = words.of(competency.short)
            label = label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"
            axes.append((label, competency.scale, item["required"], item["rating"]))
    return radar(axes)


def _cycle(one: PersonGap, gap: PersonGap) -> str:
    name = one.assessment.cycle or "–"
    return f"{name} *" if one.assessment.cycle == gap.assessment.cycle else name


def _trend(gap: PersonGap, cycles: Sequence[PersonGap], changes: Mapping[str, Row], words: Words) -> list[Trend]:
    """The ratings of every competency that was rated in some cycle."""
    ratings = [{i["competency"]: i for i in one.items} for one in cycles]
    rows = []
    for competency in gap.assessment.model.competencies:
        items = [found.get(competency.id) for found in ratings]
        values = [None if i is None else i["rating"] for i in items]
        if any(v is not None for v in values):
            shown = tuple("" if i is None else rating_and_gap(i, gap.assessment.model.tolerance)[0] for i in items)
            row = changes.get(competency.id)
            sure = row is not None and bool(row["reliable"]) and cycles[-1] is gap
            drawn = line(values, competency.scale)
            rows.append(Trend(words.of(competency.name), shown, _change(row, words), drawn, sure))
    return rows


def _change(row: Row | None, words: Words) -> str:
    """A change with its sign, and whether it is beyond chance where that is known."""
    if row is None:
        return ""
    key = {True: "change_beyond", False: "change_within", None: "change_unknown"}[row["reliable"]]
    return words(key, change=f"{row['change'] + 0.0:+.2f}")


def _derivation(x: Explanation, words: Words) -> Folded:
    name = competency_name(x.item["competency"], x.assessment.model, words)
    blocks = tuple(Heading(b.text, 2) if isinstance(b, Heading) and b.level < 3 else b for b in derivation(x, words))
    return Folded(name, blocks, standing_text(x.item, x.assessment.model, words))
