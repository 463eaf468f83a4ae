"""A person's standing against a position: verdict and shares, what is supposed, what is unassessed."""

from ...method.results import UNASSESSED, PersonGap, Row
from .blocks import Block, Heading, Span, bulleted, text
from .certainty import clear_of
from .naming import competency_name, subject
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
    """The position, the verdict with its shares, the stage, and what is supposed."""
    model, person = gap.assessment.model, gap.person
    position = model.position(person["position"])
    against = "against" if gap.own_position is None else "against_other"
    cycle = words("in_cycle", cycle=gap.assessment.cycle) if gap.assessment.cycle else ""
    line = words(against, position=words.of(position.name)) + cycle
    blocks: list[Block] = [text(line), text(*_figures(person, words))]
    if position.stage is not None and any(model.competency(r.competency).levels for r in position.requires):
        attained = stages(person["stage_low"], person["stage_high"], words)
        blocks.append(text(words("stage_line", attained=attained, own=position.stage)))
    if gap.assessment.supposed:
        blocks.append(text(Span(supposed_line(gap, words), "warn")))
    if gap.as_rated is not None:
        blocks.append(text(words("as_rated"), *_figures(gap.as_rated, words)))
    return blocks


def _figures(person: Row, words: Words) -> tuple[str | Span, ...]:
    """The verdict and the figures behind it, on one line."""
    # The sentence is the translators': a mark tells where the verdict goes, which has a tone of its own.
    before, after = words(
        "figures_line",
        verdict="\0",
        clear=clear_of(person, words),
        fit=percent(person["fit"]),
        met=person["met"],
        assessed=person["assessed"],
        required=person["required"],
    ).split("\0")
    return before, Span(words(person["verdict"]), VERDICT_TONE[person["verdict"]]), after


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
