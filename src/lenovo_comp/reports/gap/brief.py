"""The three sentences that open the page on a person, to be said aloud: strength, first need, next step."""

from collections.abc import Iterable, Sequence

from ...method.results import MET, STRENGTH, UNASSESSED, PersonGap, Row
from ...method.settling import Settling, settlings
from ...model.dictionary import EPSILON
from ..plan.result import NOT_SEEN, SEEN, Focus, Plan
from ..shared.blocks import Span
from ..shared.naming import competency_name
from ..shared.standing import no_verdict, supposed_mark
from ..shared.statements import level_text, statement, without_id
from ..shared.words import Words, figure, rating_and_gap

MOST_NAMED = 3
"""Competencies that a sentence names."""
Sentence = tuple[Span, ...]
SUPPORT = ("solid", "close", "self", "unweighted")
"""How far a result can be relied on, the best first."""


def sentences(plan: Plan, words: Words) -> list[Sentence]:
    """The sentences; what they name is bold. Where there is nothing to compare, they say why."""
    gap = plan.gap
    if gap.person["position"] is None:
        return _without_position(gap, words)
    if not gap.person["assessed"]:
        key = "brief_too_little" if gap.bounds else "brief_nothing"
        return [_said(words, key), _said(words, "brief_unknown"), _assess(_of_status(gap, UNASSESSED), gap, words)]
    return [_strength(gap, words), _need(gap, words), _next_step(plan, words)]


def _without_position(gap: PersonGap, words: Words) -> list[Sentence]:
    found = [(Span(no_verdict(gap, words)),), _said(words, "brief_no_requirements")]
    if gap.assessment.model.positions:  # else the first sentence says already what to do
        found.append(_said(words, "brief_two_positions" if gap.person["conflict"] else "brief_no_position"))
    return found


def _strength(gap: PersonGap, words: Words) -> Sentence:
    """The strengths, else what is met; of these what can be relied on best."""
    for status in (STRENGTH, MET):
        items = _of_status(gap, status)
        for support in SUPPORT:
            if some := [i for i in items if _support(i) == support]:
                return _said(words, f"brief_{status}_{support}", _named(some, gap, words))
    return _said(words, "brief_none_met")


def _support(item: Row) -> str:
    if item["self_only"]:
        return "self"
    if item["unweighted"]:
        return "unweighted"
    return "close" if item["too_close"] else "solid"


def _need(gap: PersonGap, words: Words) -> Sentence:
    """The first need, or that there is none among what was assessed."""
    if not gap.develop:
        return _no_need(gap, words)
    item = _item(gap, gap.develop[0].competency)
    rating, _ = rating_and_gap(item, gap.assessment.model.tolerance)
    figures = {"rating": rating, "required": figure(item["required"])}
    found = _said(words, f"brief_need_{_support(item)}", _named([item], gap, words), **figures)
    return found if item["essential"] else (*found, Span(words("brief_not_essential")))


def _no_need(gap: PersonGap, words: Words) -> Sentence:
    met = [*_of_status(gap, STRENGTH), *_of_status(gap, MET)]
    doubts = {support: sum(_support(i) == support for i in met) for support in SUPPORT[1:]}
    qualified = [words(f"brief_of_these_{support}", number=number) for support, number in doubts.items() if number]
    rest = words("in_brackets", text=words.clauses(qualified)) if qualified else ""
    if missing := _of_status(gap, UNASSESSED):
        return _said(words, "brief_no_need_in_part", _named(missing, gap, words), rest=rest)
    required = words.number("n_required", len(met))
    return (Span(words("brief_no_need", number=len(met), required=required, rest=rest)),)


def _next_step(plan: Plan, words: Words) -> Sentence:
    """The next behaviour of the first need; or the ratings that are missing, or the level that is desired."""
    gap = plan.gap
    if plan.focuses:
        return _step(plan.focuses[0], gap, words)
    if missing := _of_status(gap, UNASSESSED):
        return _assess(missing, gap, words)
    if weak := [i for i in gap.items if i["required"] is not None and _support(i) in SUPPORT[2:]]:
        return _said(words, "brief_step_others", _named(weak, gap, words))
    if settling := next((s for s in settlings(gap.assessment, gap.person["employee_id"]) if s.raters), None):
        return _settled(settling, gap, words)
    aims = [i for i in gap.items if i["desired"] is not None and i["desired"] > i["rating"] + EPSILON]
    if aims and gap.person["assessed"]:
        item = max(aims, key=lambda i: i["desired"] - i["rating"])
        return _said(words, "brief_step_desired", _named([item], gap, words), desired=figure(item["desired"]))
    return _said(words, "brief_step_none")


def _step(focus: Focus, gap: PersonGap, words: Words) -> Sentence:
    """What to do about a need: ask for ratings where these are missing, else its first behaviour."""
    item = _item(gap, focus.need.competency)
    name = _named([item], gap, words)
    if _support(item) in SUPPORT[2:]:
        return _said(words, "brief_step_others", name)
    if focus.too_close:
        found = settlings(gap.assessment, gap.person["employee_id"])
        settling = next((s for s in found if s.competency == focus.need.competency), None)
        if settling is not None:
            return _settled(settling, gap, words) if settling.raters else _said(words, "brief_step_views", name)
    if not focus.steps:
        level = level_text(focus.need.levels, words)
        return _said(words, "brief_step_level", (Span(level),)) if level else _said(words, "brief_step_agree", name)
    first, number = focus.steps[0], len(focus.steps)
    unknown = "brief_step_choose" if number > 1 else "brief_step_only"
    key = {NOT_SEEN: "brief_step_not_seen", SEEN: "brief_step_seen"}.get(first.state, unknown)
    text, *marks = without_id(statement(first.behaviour, words))
    return _said(words, key, (Span(words("brief_quoted", text=text.text)), *marks), number=number)


def _settled(settling: Settling, gap: PersonGap, words: Words) -> Sentence:
    role = words.of(gap.assessment.model.role(settling.role or "").name)
    raters = words.several(role, settling.raters or 0)
    return _said(words, "brief_step_settle", _named([_item(gap, settling.competency)], gap, words), raters=raters)


def _assess(missing: Sequence[Row], gap: PersonGap, words: Words) -> Sentence:
    return _said(words, "brief_step_assess", _named(missing, gap, words))


def _item(gap: PersonGap, competency: str) -> Row:
    return next(i for i in gap.items if i["competency"] == competency)


def _of_status(gap: PersonGap, status: str) -> list[Row]:
    return [i for i in gap.items if i["status"] == status]


def _named(items: Sequence[Row], gap: PersonGap, words: Words) -> Sentence:
    """The first competencies by name, bold, and how many more there are."""
    shown = [
        competency_name(i["competency"], gap.assessment.model, words) + supposed_mark(gap, i["competency"], words)
        for i in items[:MOST_NAMED]
    ]
    more = words("brief_more", more=len(items) - len(shown)) if len(items) > len(shown) else ""
    found: list[Span] = []
    for number, name in enumerate(shown):
        last = number == len(shown) - 1 and not more
        between = "" if not number else words("brief_and") if last else words.join(["", ""])
        found += [Span(between), Span(name, "bold")]
    return tuple(span for span in (*found, Span(more)) if span.text)


def _said(words: Words, key: str, what: Iterable[Span] = (), **details: object) -> Sentence:
    """The sentence of a key, with the spans `what` in its place."""
    before, _, after = words(key, what="\0", **details).partition("\0")
    return tuple(span for span in (Span(before), *what, Span(after)) if span.text)
