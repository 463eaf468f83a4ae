"""Rule 10 in words: the mark of doubt, standard errors, how many results are clear, what would settle the rest."""

from collections.abc import Mapping, Sequence

from ...method.results import LOW, SHORT, Assessment, PersonGap, Row
from ...method.settling import Settling, settlings
from ...method.standard_error import CLEAR, LEAST_DF
from .blocks import Block, Heading, Span, bulleted, text
from .naming import competency_name, short_name
from .words import Words, fixed


def doubt(item: Row) -> str:
    """The mark behind what is too close to call; else empty."""
    return " ~" if item["too_close"] else ""


def marks(item: Row) -> str:
    """All marks of a row of `gaps`, as the legend of the team's table explains them."""
    found = {
        "*": item["self_only"] or item["unweighted"],
        "~": item["too_close"],
        ">": item["at_least"],
        "!": item["band"] == LOW,
    }
    return "".join(mark for mark, stands in found.items() if stands)


def error(item: Row) -> str:
    """The standard error of a row of `gaps`; blank where it isn't known."""
    return fixed(item["se"])


def reading(item: Row, words: Words) -> str | None:
    """What a row of `gaps` may be taken to say: clearly short, about at the requirement, clearly above it."""
    if item["clear"] is None:
        return None
    if not item["clear"]:
        return words("reading_about")
    return words("reading_short" if item["status"] == SHORT else "reading_above")


def clear_share(person: Row) -> str:
    """`4/7`: how many of the requirements that decide a verdict are clear; blank where that isn't known."""
    return "" if person["clear"] is None else f"{person['clear']}/{person['deciding']}"


def legend(items: Sequence[Mapping[str, object]], words: Words) -> list[Block]:
    """What `~` and `±` mean, where they stand somewhere."""
    lines = [words("legend_too_close")] if any(i["too_close"] for i in items) else []
    lines += [words("legend_error", factor=f"{CLEAR:g}")] if any(i["se"] is not None for i in items) else []
    return [text(Span(line, "dim")) for line in lines]


def sureness(gap: PersonGap, words: Words) -> str:
    """One sentence on how sure a person's results are; "" where nothing is assessed."""
    person = gap.person
    if not person["assessed"]:
        return ""
    if number := sum(i["too_close"] for i in gap.items):
        return words.number("sure_close", number)
    if person["clear"] is None:
        return words("sure_unknown")
    return words("sure_clear" if person["clear"] == person["deciding"] else "sure_none_close")


def unknown_lines(a: Assessment, words: Words, items: Sequence[Row] | None = None) -> list[str]:
    """Where it can't be told what other raters would say, and what to ask for; nothing where all is known.

    `items`: the rows of `gaps` of the assessment's only person.
    """
    if items is None:
        rated = {c["competency"] for c in a.competency_rows() if c["rating_mean"] is not None}
    else:
        rated = {i["competency"] for i in items if i["required"] is not None and i["gap"] is not None}
    unknown = [c.id for c in a.model.competencies if c.id in rated and c.id not in a.variances.competencies]
    if not unknown:
        return []
    if len(unknown) == len(rated):
        return [words("error_unknown", least=LEAST_DF)]
    what = words.join([short_name(c, a.model, words) for c in unknown])
    return [words("error_unknown_of", what=what, least=LEAST_DF)]


def certainty(gap: PersonGap, words: Words) -> list[Block]:
    """How sure one person's results are: what is too close to call, and what would settle it."""
    a = gap.assessment
    found = settlings(a, gap.person["employee_id"])
    lines = [_named([s], a, words) + words.colon() + settled_by(s, a, words) for s in found if s.role is not None]
    if stuck := [s for s in found if s.role is None]:
        lines.append(_named(stuck, a, words) + words.colon() + settled_by(stuck[0], a, words))
    found_close: list[Block] = [text(words("too_close_means")), bulleted(lines)] if lines else []
    unknown: list[Block] = [text(line) for line in unknown_lines(a, words, gap.items)]
    return [Heading(words("how_sure")), *found_close, *unknown] if found_close or unknown else []


def _named(those: Sequence[Settling], a: Assessment, words: Words) -> str:
    return words.join([competency_name(s.competency, a.model, words) for s in those])


def settled_by(settling: Settling, a: Assessment, words: Words) -> str:
    """What would settle a result, without its name."""
    if settling.role is None or settling.raters is None:
        return words("not_settled")
    role = words.of(a.model.role(settling.role).name)
    raters = words.several(role, settling.raters)
    return words("settled", raters=raters)
