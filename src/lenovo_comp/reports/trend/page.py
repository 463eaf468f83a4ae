"""`comp trend` as a page: verdicts as flows, competencies as lines, what may be chance drawn lightly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ...method.results import VERDICTS, Row
from ..shared.blocks import Block, Heading
from ..shared.charts import Step, Tick, at, line, ticks
from ..shared.flows import Flow, Flows, flows
from ..shared.naming import name_and_id
from ..shared.page import Trail, render
from ..shared.tones import VERDICT_TONE
from ..shared.words import Words, fixed, percent, signed
from .compute import largest_changes
from .moves import UNRATED, Move, Way, count, moves
from .remarks import closing, competency_name
from .result import CLOSED, NEW, Beyond, Trend
from .text import answer, departments_table, people_changed, people_line, turns_text, withheld_note

MOST_NAMED = 6
"""People that are named below a competency."""
_LOOKS = {True: "up", False: "down"}
_LINE = Mapping[str, str]


class Tile(NamedTuple):
    """A figure that stands out, and what belongs to it."""

    name: str
    value: str
    more: str


class Side(NamedTuple):
    """The label of a group of the flows."""

    name: str
    tone: str


class Change(NamedTuple):
    """A person's change that is beyond chance."""

    who: str
    href: str
    said: str
    tone: str


class Panel(NamedTuple):
    """A competency: its people's changes as lines by look (paths in a box of 100 by 100), and their mean."""

    name: str
    said: str
    label: str
    lines: _LINE
    dots: tuple[tuple[float, float], ...]
    steps: tuple[Step, ...]
    ticks: tuple[Tick, ...]
    beyond: str
    changes: tuple[Change, ...]
    more: str
    withheld: str


class Person(NamedTuple):
    """A person who closed a gap or has a new one."""

    id: str
    name: str
    href: str
    points: str
    what: str


def trend_page(trend: Trend, words: Words, *, trail: Trail = (), people: Mapping[str, str] | None = None) -> str:
    """The whole page; `people`: employee → the address of their page, where this one is of a folder."""
    links, rows, found = people or {}, trend.person_rows(), moves(trend)
    cycles = _between(trend)
    panels = [_panel(r, trend, cycles, links, words) for r in trend.competency_rows()]
    sides = [*VERDICTS, None, UNRATED]
    shown, more = people_changed(rows)
    return render(
        "trend.jinja",
        words.language,
        styles=("page.css", "charts.css", "trend.css"),
        word=words,
        trail=trail,
        title=words("trend_title", start=_cycle(trend.before.cycle), end=_cycle(trend.after.cycle)),
        opening=people_line(rows, words),
        answer=answer(trend, words),
        tiles=_tiles(trend, found, words),
        flows=_flows(found, sides, words) if found else None,
        sides=[Side(_side(v, words), "dim" if v == UNRATED else VERDICT_TONE[v]) for v in sides],
        start=_cycle(trend.before.cycle),
        end=_cycle(trend.after.cycle),
        heads=_matrix(found, sides, words)[0],
        table=_matrix(found, sides, words)[1],
        moved=_moved(found, words),
        panels=panels,
        cycles=[Tick(_share(i, len(cycles)), _cycle(c)) for i, c in enumerate(cycles)],
        people=[_person(p, trend, links, words) for p in shown],
        more_people=words("trend_more", more=f"{more:,}") if more else "",
        departments=[*departments_table(trend, words, line=len(trend.cycles) > 2), *withheld_note(trend, words)],
        closing=_smaller(closing(trend, words)),
    )


def _cycle(name: str) -> str:
    return name or "–"


def _between(trend: Trend) -> Sequence[str]:
    """The cycles from the first that is compared to the last."""
    first, last = (trend.cycles.index(a.cycle) for a in (trend.before, trend.after))
    return trend.cycles[first : last + 1]


def _share(i: int, n: int) -> float:
    """The place of a cycle, in percent of the width."""
    return round(100 * i / max(n - 1, 1), 2)


def _tiles(trend: Trend, found: Sequence[Move], words: Words) -> list[Tile]:
    turns, changes = trend.turns(), trend.beyond_chance()
    tiles = []
    for turn in (CLOSED, NEW):
        n = turns.get(turn, 0)
        reliable, unknown = trend.turns_beyond_chance(turn)
        known = words("tile_beyond", n=f"{reliable:,}") if n > unknown else ""
        tiles.append(Tile(words(f"tile_{turn}"), f"{n:,}", known))
    if changes[Beyond.UNKNOWN] < sum(changes.values()):
        for beyond in (Beyond.UP, Beyond.DOWN):
            tiles.append(Tile(words(f"tile_{beyond}"), f"{changes[beyond]:,}", words("tile_of_changes")))
    for way in (Way.UP, Way.DOWN):
        n, sure = count(found, way)
        tiles.append(
            Tile(words(f"tile_verdict_{way}"), f"{n:,}", words("tile_people_beyond", n=f"{sure:,}") if n else "")
        )
    return tiles


def _side(verdict: str | None, words: Words) -> str:
    return words("trend_unrated") if verdict == UNRATED else words(verdict or "no_verdict")


def _flows(found: Sequence[Move], sides: Sequence[str | None], words: Words) -> Flows:
    place = {verdict: i for i, verdict in enumerate(sides)}
    ordered = sorted(found, key=lambda m: (place[m.start], place[m.end], not m.sure, m.way))
    # What says least is drawn first, and lies below.
    ordered.sort(key=lambda m: (m.way in (Way.UP, Way.DOWN), m.sure))
    return flows(
        [
            Flow(place[m.start], place[m.end], m.people, f"{m.way} sure" if m.sure else m.way.value, _said(m, words))
            for m in ordered
        ],
        len(sides),
    )


def _said(move: Move, words: Words) -> str:
    start, end = (_side(v, words) for v in (move.start, move.end))
    key = {True: "flow_sure", False: "flow_chance"}[move.sure] if move.way in (Way.UP, Way.DOWN) else "flow_plain"
    return words(key, start=start, end=end, people=words.number("n_people", move.people))


def _matrix(
    found: Sequence[Move], sides: Sequence[str | None], words: Words
) -> tuple[list[str], list[tuple[str, list[str]]]]:
    """Verdicts after as heads, and rows of verdicts before with numbers of people; in brackets those beyond chance."""
    starts, ends = ([v for v in sides if v in {m[i] for m in found}] for i in (0, 1))
    rows = []
    for start in starts:
        cells = []
        for end in ends:
            here = [m for m in found if (m.start, m.end) == (start, end)]
            n, sure = sum(m.people for m in here), sum(m.people for m in here if m.sure)
            moved = any(m.way in (Way.UP, Way.DOWN) for m in here)
            cells.append("" if not n else f"{n:,} ({sure:,})" if moved else f"{n:,}")
        rows.append((_side(start, words), cells))
    return [_side(end, words) for end in ends], rows


def _moved(found: Sequence[Move], words: Words) -> str:
    numbers = {way: count(found, way) for way in Way}
    figures = {f"{way}_sure": f"{numbers[way][1]:,}" for way in (Way.UP, Way.DOWN)}
    return words("trend_moves", **{way.value: f"{n:,}" for way, (n, _) in numbers.items()}, **figures)


def _panel(row: Row, trend: Trend, cycles: Sequence[str], links: Mapping[str, str], words: Words) -> Panel:
    name, model = competency_name(row["competency"], trend, words), trend.model_of(row["competency"])
    scale = model.competency(row["competency"]).scale
    if row["withheld"]:
        least = words("trend_panel_withheld", least=trend.after.model.min_group)
        return Panel(name, "", name, {}, (), (), (), "", (), "", least)
    items = trend.items.filter((trend.items["competency"] == row["competency"]) & trend.items["change"].is_not_null())
    lines: dict[str, list[str]] = {}
    numbers = dict.fromkeys(Beyond, 0)
    for i in items.iter_rows(named=True):
        beyond, look = _beyond(i)
        numbers[beyond] += 1
        y1, y2 = (100 - (at(i[f"common_{side}"], scale) or 0.0) for side in ("from", "to"))
        lines.setdefault(look, []).append(f"M0,{round(y1, 1):g}L100,{round(y2, 1):g}")
    series = row["series"][trend.cycles.index(cycles[0]) :][: len(cycles)]
    known = [None if share is None else scale.min + share * (scale.max - scale.min) for share in series]
    dots, steps = line(known, scale)
    figures = {"before": fixed(row["from"]), "after": fixed(row["to"]), "change": signed(row["change"], 2)}
    said = words("trend_panel", people=words.number("n_people", row["people"]), **figures)
    sure = words("trend_panel_beyond", **{k.value: f"{n:,}" for k, n in numbers.items()})
    if numbers[Beyond.UNKNOWN]:
        sure += words("trend_panel_unknown", unknown=f"{numbers[Beyond.UNKNOWN]:,}")
    changes, more = _changes(row["competency"], trend, links, words)
    return Panel(
        name, said, f"{name}{words.colon()}{said} {sure}", {k: "".join(v) for k, v in sorted(lines.items())}, dots,
        steps, ticks(scale), sure, changes, more, "",
    )  # fmt: skip


def _beyond(item: Row) -> tuple[Beyond, str]:
    """A change against its error, and the look of its line."""
    if item["reliable"] is None:
        return Beyond.UNKNOWN, "within"
    if not item["reliable"]:
        return Beyond.WITHIN, "within"
    return (Beyond.UP, "up") if item["change"] > 0 else (Beyond.DOWN, "down")


def _changes(competency: str, trend: Trend, links: Mapping[str, str], words: Words) -> tuple[tuple[Change, ...], str]:
    """The largest changes beyond chance on a competency, and how many more there are."""
    ordered = largest_changes(trend)
    here = ordered.filter((ordered["competency"] == competency) & ordered["reliable"].fill_null(False))
    names = dict(trend.people.select("employee_id", "name").iter_rows())
    changes = tuple(
        Change(
            name_and_id(i["employee_id"], names[i["employee_id"]]),
            links.get(i["employee_id"], ""),
            f"{fixed(i['common_from'])} → {fixed(i['common_to'])} ({signed(i['change'], 2)})",
            "good" if i["change"] > 0 else "bad",
        )
        for i in here.head(MOST_NAMED).iter_rows(named=True)
    )
    more = here.height - len(changes)
    return changes, words("and_more", more=f"{more:,}") if more else ""


def _person(person: Row, trend: Trend, links: Mapping[str, str], words: Words) -> Person:
    id = person["employee_id"]
    before, after = person["share_from"], person["share_to"]
    points = "" if before is None else f"{percent(before)} → {percent(after)}"
    what = turns_text(trend.items_of({id})[id], trend, words)
    return Person(id, person["name"] or "", links.get(id, ""), points, what)


def _smaller(blocks: Sequence[Block]) -> list[Block]:
    return [Heading(b.text, 2) if isinstance(b, Heading) else b for b in blocks]
