"""`comp gap` on a screen: the verdict, needs in their order, the next step, how sure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ...method.results import LOW, SELF, SHORT, PersonGap, Row, SelfOther, self_other
from ...method.settling import settlings
from ..plan.compute import plan_of
from ..plan.screen import next_step
from ..shared.blocks import Block, Heading, Span, Table, text
from ..shared.certainty import error, unknown_lines
from ..shared.footers import left_out_line
from ..shared.naming import competency_name, list_with_more, subject
from ..shared.room import facts_that_fit, fitting, joined, lines_of
from ..shared.standing import no_verdict, supposed_mark, title, verdict_lines
from ..shared.tables import TableColumn, column, table
from ..shared.tones import item_tone
from ..shared.words import Words, figure, rating_and_gap

if TYPE_CHECKING:
    pass

MOST_ROWS = 10
MOST_NAMED, MOST_COMPARED = 3, 2
"""Competencies in a line of names, and in one of names with figures."""


def screen(gap: PersonGap, words: Words, room: int, bars: Sequence[Block] | None = None) -> list[Block]:
    """What matters of one person's result, in `room` lines; `bars` takes the place of the table."""
    if gap.person["position"] is None:
        return [
            Heading(subject(gap.person), 1),
            text(no_verdict(gap, words)),
            *(bars or _profile(gap, words, MOST_ROWS)),
        ]
    head: list[Block] = [Heading(title(gap, words), 1), *verdict_lines(gap, words), text("")]
    facts = [*_strengths(gap, words), *_left_out(gap, words), *_self_and_others(gap, words), *how_sure(gap, words)]
    plan = plan_of(gap)
    # The blank line before its heading counts, too.
    least = lines_of([text(""), *next_step(plan, words, room=0)]) - (not plan.focuses)

    def whole(rows: int) -> list[Block]:
        above = [*head, *(bars or _profile(gap, words, rows))]
        above += facts_that_fit(facts, room - lines_of(above) - least)
        return [*above, *next_step(plan, words, room - lines_of(above))]

    return fitting(whole, MOST_ROWS, room)


def _profile(gap: PersonGap, words: Words, rows: int) -> list[Block]:
    """The first rows of the profile, needs before all else, and what the marks mean."""
    order = {need.competency: i for i, need in enumerate(gap.develop, 1)}
    # Whatever is short is a need. Then comes what is required, in the dictionary's order.
    items = sorted(gap.items, key=lambda i: (order.get(i["competency"], len(order) + 1), i["required"] is None))
    shown = items[:rows]
    notes = [_legend(shown, words)]
    if len(items) > len(shown):
        notes.append(words("screen_rest", number=len(items) - len(shown)))
    return [_table(gap, shown, order, words), *(text(Span(line, "dim")) for line in joined(filter(None, notes)))]


def _table(gap: PersonGap, items: Sequence[Row], order: dict[str, int], words: Words) -> Table:
    model = gap.assessment.model

    def rating(item: Row) -> str:
        return rating_and_gap(item, model.tolerance)[0] + supposed_mark(gap, item["competency"], words)

    def missing(item: Row) -> str:
        return rating_and_gap(item, model.tolerance)[1]

    numbers: list[TableColumn[Row]] = []
    if order:
        numbers.append(column("", lambda i: str(order.get(i["competency"], "")), key=True))
    return table(
        items,
        *numbers,
        column(words("competency"), lambda i: competency_name(i["competency"], model, words), key=True, wrap=True),
        column(words("required"), lambda i: figure(i["required"]), right=True),
        column(words("rating"), rating, right=True),
        *([column("±", error, right=True, spare=2)] if any(i["se"] is not None for i in items) else []),
        column(words("gap"), missing, right=True),
        column(words("status"), lambda i: Span(_status(i, words), item_tone(i, model.near))),
        column(words("raters"), lambda i: str(i["n"] or ""), right=True, spare=1),
    )


def _status(item: Row, words: Words) -> str:
    """The status, with the marks that `_legend` explains, and what limits it."""
    status = words(item["status"]) + (" ~" if item["too_close"] else "") + (" !" if item["band"] == LOW else "")
    if item["self_only"] or item["unweighted"]:
        status += words("in_brackets", text=words("self_only_mark" if item["self_only"] else "unweighted_mark"))
    if item["status"] == SHORT and not item["essential"]:
        status += words("in_brackets", text=words("not_essential"))
    return status


def _legend(items: Sequence[Row], words: Words) -> str:
    """What the marks of the table mean, of those that it has."""
    marks = {
        "screen_error": any(i["se"] is not None for i in items),
        "screen_close": any(i["too_close"] for i in items),
        "screen_low": any(i["band"] == LOW for i in items),
        "screen_bound": any(i["at_least"] for i in items),
    }
    return " · ".join(words(key) for key, there in marks.items() if there)


def _strengths(gap: PersonGap, words: Words) -> list[str]:
    if not gap.strengths:
        least = figure(gap.assessment.model.strength)
        return [words("no_strengths", least=least) if gap.person["assessed"] else words("nothing_known")]
    names = [competency_name(id, gap.assessment.model, words) for id in gap.strengths]
    return [words("screen_strengths", what=list_with_more(names[:MOST_NAMED], len(names), words, "and_more_items"))]


def _self_and_others(gap: PersonGap, words: Words) -> list[str]:
    """A line of blind spots and one of hidden strengths, the largest differences first; none where there are none."""
    model = gap.assessment.model
    means = {c: roles[SELF].mean for (_, c), roles in gap.assessment.role_rows().items() if SELF in roles}
    compared = sorted((i for i in gap.items if i["self_other"] is not None), key=lambda i: -abs(i["self_other"]))
    lines = []
    for kind in SelfOther:
        found = [
            words(
                "screen_self_others",
                name=competency_name(i["competency"], model, words),
                mine=figure(means[i["competency"]]),
                theirs=figure(means[i["competency"]] - i["self_other"]),
            )
            for i in compared
            if self_other(i["self_other"], model) == kind
        ]
        if found:
            lines.append(
                words(f"screen_{kind}", what=list_with_more(found[:MOST_COMPARED], len(found), words, "and_more_items"))
            )
    return lines


def how_sure(gap: PersonGap, words: Words) -> list[str]:
    """Lines on what more raters would settle, and what can't be told."""
    a = gap.assessment
    found = [s for s in settlings(a, gap.person["employee_id"]) if s.role is not None and s.raters is not None]
    named = [
        words(
            "screen_settle_one",
            name=competency_name(s.competency, a.model, words),
            raters=words.several(words.of(a.model.role(s.role or "").name), s.raters or 0),
        )
        for s in found
    ]
    lines = (
        [words("screen_settle", what=list_with_more(named[:MOST_COMPARED], len(named), words, "and_more_items"))]
        if named
        else []
    )
    return [*lines, *unknown_lines(a, words, gap.items)]


def _left_out(gap: PersonGap, words: Words) -> list[str]:
    a = gap.assessment
    return [left_out_line(a, words)] if a.ratings.left_out else []
