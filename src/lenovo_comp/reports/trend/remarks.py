"""Remarks of a trend: who came and went, what is not compared, what the two dictionaries have different."""

from collections.abc import Sequence

from ...method.results import Row
from ..shared.blocks import Block
from ..shared.footers import footer
from ..shared.naming import id_and_name, list_with_more
from ..shared.statements import HASH
from ..shared.words import Words, figure
from .result import ADDED, ASSESSED, BASIS, BOTH, BOUND, GONE, LAPSED, NEITHER, RATERS, REQUIREMENT, Trend

MOST_NAMED = 8


def closing(trend: Trend, words: Words) -> list[Block]:
    """The remarks that end the report."""
    remarks = _remarks(trend, trend.person_rows(), words)
    return footer(trend.after, words, *remarks, *_model_remarks(trend, words))


def _remarks(trend: Trend, people: Sequence[Row], words: Words) -> list[str]:
    """The remarks on who came and went, who changed position, and what is therefore not compared."""
    cycles = {ADDED: trend.after.cycle, GONE: trend.before.cycle, NEITHER: ""}
    remarks = [
        words(f"trend_{presence}", cycle=cycle, who=_list_first([_who(p) for p in here], words))
        for presence, cycle in cycles.items()
        if (here := [p for p in people if p["presence"] == presence])
    ]
    moved = [p for p in people if p["presence"] == BOTH and p["position_from"] != p["position_to"]]
    if moved:
        who = [
            words(
                "trend_move",
                who=_who(p),
                before=_position(p["position_from"], trend, words),
                after=_position(p["position_to"], trend, words),
            )
            for p in moved[:MOST_NAMED]
        ]
        remarks.append(words("trend_moved", who=_list_first(who, words, len(moved))))
    turns = trend.turns()
    for turn in (REQUIREMENT, BASIS, RATERS, BOUND):
        if turns.get(turn):
            remarks.append(words(f"trend_{turn}", number=f"{turns[turn]:,}"))
    if trend.differing:
        remarks.append(words("trend_differing", number=f"{trend.differing:,}"))
    if turns.get(ASSESSED) or turns.get(LAPSED):
        assessed, lapsed = (f"{turns.get(t, 0):,}" for t in (ASSESSED, LAPSED))
        remarks.append(words("trend_assessment", assessed=assessed, lapsed=lapsed))
    return remarks


def dictionary_line(trend: Trend, words: Words) -> list[str]:
    """A line that names the two dictionaries; none where they are the same."""
    old, new = trend.before.model, trend.after.model
    if old.sha256 == new.sha256:
        return []
    return [
        words(
            "trend_model",
            start=trend.before.cycle,
            before=f"{old.id} {old.version}",
            before_hash=old.sha256[:HASH],
            after=f"{new.id} {new.version}",
            after_hash=new.sha256[:HASH],
        )
    ]


def _model_remarks(trend: Trend, words: Words) -> list[str]:
    """The remarks on differences of the two cycles' dictionaries."""
    remarks, new, changes = dictionary_line(trend, words), trend.after.model, trend.changes
    if not remarks:
        return []
    requirements = [
        words(
            "trend_model_requirement",
            position=words.of(new.position(position).name),
            competency=competency_name(competency, trend, words),
            before=figure(before) or "–",
            after=figure(after) or "–",
        )
        for position, competency, before, after in changes.requirements
    ]
    named: dict[str, Sequence[str]] = {
        "requirements": requirements,
        "rescaled": [competency_name(c, trend, words) for c in changes.rescaled],
        "restated": [competency_name(c, trend, words) for c in changes.restated],
        "thresholds": list(changes.thresholds),
    }
    remarks += [
        words(f"trend_model_{key}", what=_list_first(parts, words, key="and_more_items"))
        for key, parts in named.items()
        if parts
    ]
    return remarks


def _list_first(parts: Sequence[str], words: Words, total: int | None = None, key: str = "and_more") -> str:
    return list_with_more(parts[:MOST_NAMED], len(parts) if total is None else total, words, key)


def competency_name(competency: str, trend: Trend, words: Words) -> str:
    return words.of(trend.model_of(competency).competency(competency).name)


def _position(id: str | None, trend: Trend, words: Words) -> str:
    """The name of a position in either dictionary."""
    known = {p.id: p for m in (trend.before.model, trend.after.model) for p in m.positions}
    return "–" if id is None else words.of(known[id].name)


def _who(person: Row) -> str:
    return id_and_name(person["employee_id"], person["name"])
