"""A person's standing against a position: verdict and shares, what is supposed, what is unassessed."""

from ...method.results import DEVELOPING, INCOMPLETE, MET, READY, SHORT, STRENGTH, UNASSESSED, PersonGap, Row, is_far
from .blocks import Block, Heading, Span, bulleted, text
from .naming import competency_name, subject
from .room import joined
from .tones import VERDICT_TONE
from .words import Words, figure, percent, stages


def standing(gap: PersonGap, words: Words) -> list[Block]:
    """The position and the verdict; or why there is no verdict."""
    if gap.person["position"] is None:
        return [text(no_verdict(gap, words))]
    return opening(gap, words)


def no_verdict(gap: PersonGap, words: Words) -> str:
    """The reason why a person without a position gets no verdict."""
    key = "no_position" if gap.assessment.model.positions else "no_positions"
    return words("two_positions" if gap.person["conflict"] else key, who=subject(gap.person))


def opening(gap: PersonGap, words: Words) -> list[Block]:
    """The position, the verdict and why, its figures, the stage, and what is supposed."""
    blocks: list[Block] = [text(compared_with(gap, words)), text(verdict_sentence(gap, words))]
    blocks.append(text(figures_line(gap.person, words, too_close(gap, words))))
    if stage := stage_line(gap, words):
        blocks.append(text(stage))
    return [*blocks, *supposed_lines(gap, words)]


def compared_with(gap: PersonGap, words: Words) -> str:
    """The position that the person is compared with, and the cycle."""
    against = "against" if gap.own_position is None else "against_other"
    cycle = words("in_cycle", cycle=gap.assessment.cycle) if gap.assessment.cycle else ""
    return words(against, position=words.of(gap.assessment.model.position(gap.person["position"]).name)) + cycle


def verdict_sentence(gap: PersonGap, words: Words) -> Span:
    """The verdict with its reason (rule 7): `Developing: 3 of 6 essential requirements not met, 1 by more than 1`."""
    verdict, model = gap.person["verdict"], gap.assessment.model
    items = deciding(gap)
    short = [i for i in items if i["status"] == SHORT]
    far = sum(is_far(i["gap"], model.near) for i in short)
    counted = {READY: (MET, STRENGTH), INCOMPLETE: (UNASSESSED,)}.get(verdict, (SHORT,))
    reason = words(
        f"reason_{verdict}" if far or verdict != DEVELOPING else "reason_many",
        number=sum(i["status"] in counted for i in items),
        required=words.number("n_essential" if any(i["essential"] for i in items) else "n_required", len(items)),
        near=figure(model.near),
        far=far,
    )
    return Span(words(verdict).capitalize() + words.colon() + reason, VERDICT_TONE[verdict])


def deciding(gap: PersonGap) -> list[Row]:
    """The items on which the verdict depends (rule 7): the essential ones, or all where none is."""
    required = [i for i in gap.items if i["required"] is not None]
    return [i for i in required if i["essential"]] or required


def title(gap: PersonGap, words: Words) -> str:
    """The person, the position that they are compared with, and the cycle."""
    a = gap.assessment
    return words(
        "screen_title" if gap.own_position is None else "screen_title_other",
        who=subject(gap.person),
        position=words.of(a.model.position(gap.person["position"]).name),
        cycle=words("in_cycle", cycle=a.cycle) if a.cycle else "",
    )


def verdict_lines(gap: PersonGap, words: Words) -> list[Block]:
    """The verdict with its reason, its figures, the stage, and what is supposed."""
    stage = stage_line(gap, words)
    figures = joined([figures_line(gap.person, words, too_close(gap, words)), *([stage] if stage else [])])
    return [text(verdict_sentence(gap, words)), *map(text, figures), *supposed_lines(gap, words)]


def too_close(gap: PersonGap, words: Words) -> str:
    """How many of the results that decide the verdict are too close to call; "" where none is."""
    # What is not assessed, or self-rated alone, is not clear either, but it is not too close to call.
    items = deciding(gap)
    number = sum(i["too_close"] for i in items)
    return words("too_close_of", number=number, deciding=len(items)) if number else ""


def figures_line(person: Row, words: Words, close: str = "") -> str:
    """The figures behind a verdict, on one line; `close` as from `too_close`."""
    return words(
        "figures_line",
        fit=percent(person["fit"]),
        met=person["met"],
        assessed=person["assessed"],
        required=person["required"],
        close=close,
    )


def stage_line(gap: PersonGap, words: Words) -> str:
    """The stage that the ratings support beside the position's; empty where the position has none, or no levels."""
    model, person = gap.assessment.model, gap.person
    position = model.position(person["position"])
    if position.stage is None or not any(model.competency(r.competency).levels for r in position.requires):
        return ""
    return words("stage_line", attained=stages(person["stage_low"], person["stage_high"], words), own=position.stage)


def supposed_lines(gap: PersonGap, words: Words) -> list[Block]:
    """What is supposed, and the verdict and its figures without that."""
    blocks: list[Block] = []
    if gap.assessment.supposed:
        blocks.append(text(Span(supposed_line(gap, words), "warn")))
    if gap.as_rated is not None:
        verdict = gap.as_rated.person["verdict"]
        figures = " · " + figures_line(gap.as_rated.person, words, too_close(gap.as_rated, words))
        blocks.append(text(words("as_rated"), Span(words(verdict), VERDICT_TONE[verdict]), figures))
    return blocks


def unassessed(gap: PersonGap, words: Words) -> list[Block]:
    """The list of required competencies that are unassessed, with what is known of them."""
    model = gap.assessment.model
    missing = [i["competency"] for i in gap.items if i["status"] == UNASSESSED]
    bounds = bounds_in_words(gap, words)
    names = [
        competency_name(c, model, words) + (words("in_brackets", text=bounds[c]) if c in bounds else "")
        for c in missing
    ]
    return [Heading(words("unassessed_who")), bulleted(names)] if missing else []


def bounds_in_words(gap: PersonGap, words: Words) -> dict[str, str]:
    """Competency → what is known of a rating that is a bound: `at least 2: nobody rated level 3`."""
    return {
        competency: words("at_least_nobody" if b.nobody else "at_least_few", rating=figure(b.rating), level=b.level)
        for competency, b in gap.bounds.items()
    }


def supposed_line(gap: PersonGap, words: Words) -> str:
    """A line that lists the supposed ratings."""
    levels = [
        f"{words.of(gap.assessment.model.competency(c).name)} = {figure(level)}"
        for c, level in gap.assessment.supposed.items()
    ]
    return words("supposed_line", levels=words.join(levels))


def supposed_mark(gap: PersonGap, competency: str, words: Words) -> str:
    """The mark behind a supposed rating; else empty."""
    return words("supposed_mark") if competency in gap.assessment.supposed else ""
