"""`comp match` as a page: who fits a position, as dots that are hollow where it is too close to call."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from ...method.results import NEAR, READY, Row
from ...method.standard_error import CLEAR
from ...model.dictionary import Model
from ..shared.blocks import Span, text
from ..shared.charts import Tick
from ..shared.footers import closing
from ..shared.naming import name_and_id
from ..shared.page import Trail, render
from ..shared.tones import VERDICT_TONE
from ..shared.words import Words, percent
from .compute import candidates
from .result import Bench, Depth, Match
from .text import clear_known, clear_of_ready, counts, key_person_risks, position_name, title, why

MOST_DOTS, MOST_ROWS = 60, 12
MOST_RANKED = 60
"""People of a ranking; CSV and JSON have all."""
_WIDEST = 80
"""Percent of fit at which an axis begins at the latest."""
_STYLES = ("page.css", "charts.css", "bench.css")


class Dot(NamedTuple):
    """A person in the row of a position."""

    look: str
    title: str


class Strip(NamedTuple):
    """A position in the overview: its people as dots, and its figures."""

    id: str
    name: str
    dots: tuple[Dot, ...]
    more: int
    label: str
    numbers: tuple[str, ...]
    risks: str


class Candidate(NamedTuple):
    """A row of a ranking: a person or a position, with the fit and what other raters might have made of it."""

    name: str
    href: str
    note: str
    like_above: bool
    verdict: str
    tone: str
    look: str
    fit: str
    at: float | None
    low: float | None
    high: float | None
    why: str


class Ranking(NamedTuple):
    """Rows on a common axis."""

    id: str
    name: str
    said: str
    rows: tuple[Candidate, ...]
    ticks: tuple[Tick, ...]
    more: str


def bench_page(bench: Bench, words: Words, *, trail: Trail = (), people: Mapping[str, str] | None = None) -> str:
    """The bench; `people`: employee → the address of their page, where this one is of a folder."""
    a, links = bench.assessment, people or {}
    ready = {d.position: candidates(a, d.position).to_dicts() for d in bench.positions}
    numbers = [d.verdicts[READY] for d in bench.positions]
    answer = {"all": len(numbers), "ready": len(numbers) - numbers.count(0), "none": numbers.count(0)}
    heads = ["bench_holders", "bench_ready", *(["bench_clear"] if clear_known(bench) else []), "bench_elsewhere"]
    return render(
        "bench.jinja",
        words.language,
        styles=_STYLES,
        trail=trail,
        word=words,
        title=words("bench_title"),
        opening=[text(words("bench_answer", **{key: f"{n:,}" for key, n in answer.items()}), _cycle(bench, words))],
        heads=[words(key) for key in (*heads, "bench_near")],
        strips=[_strip(d, ready[d.position], bench, words) for d in bench.positions],
        legend=[(f"{v} {look}", words(f"bench_{v}_{look}")) for v in (READY, NEAR) for look in ("sure", "close")],
        rankings=[_of_position(d, ready[d.position], a.model, links, words) for d in bench.positions],
        notes=[words(key) for key in ("bench_dots", "bench_point_means", "match_reads")],
        closing=closing(a, words),
    )


def ranking_page(match: Match, words: Words) -> str:
    """People ranked for a position, or positions for a person."""
    a = match.assessment
    rows = match.first(MOST_RANKED)
    more = match.ranked.height - len(rows)
    order = "match_order" if match.position is not None else "match_order_positions"
    return render(
        "bench.jinja",
        words.language,
        styles=_STYLES,
        trail=(),
        word=words,
        title=title(match, words),
        opening=[counts(match, words)],
        heads=[],
        strips=[],
        legend=[],
        rankings=[_ranking("", "", "", rows, more, a.model, {}, words, positions=match.employee is not None)],
        notes=[words(order), words("match_reads")],
        closing=closing(a, words),
    )


def _cycle(bench: Bench, words: Words) -> Span:
    cycle = bench.assessment.cycle
    return Span(words("in_cycle", cycle=cycle) if cycle else "", "dim")


def _strip(d: Depth, rows: Sequence[Row], bench: Bench, words: Words) -> Strip:
    model = bench.assessment.model
    clear = [clear_of_ready(d)] if clear_known(bench) else []
    numbers = (f"{d.holders:,}", f"{d.verdicts[READY]:,}", *clear, f"{d.ready_elsewhere:,}", f"{d.verdicts[NEAR]:,}")
    dots = tuple(Dot(_look(r), f"{name_and_id(r['employee_id'], r['name'])} {percent(r['fit'])}") for r in rows)
    looks = [_look(r) for r in rows]
    label = words.join(
        [f"{words(f'bench_{v}_{how}')} {looks.count(f'{v} {how}')}" for v in (READY, NEAR) for how in ("sure", "close")]
    )
    name = words.of(model.position(d.position).name)
    risks = key_person_risks(d, model, words)
    more = max(len(dots) - MOST_DOTS, 0)
    return Strip(_anchor(d), name, dots[:MOST_DOTS], more, f"{name}{words.colon()}{label}", numbers, risks)


def _anchor(d: Depth) -> str:
    return f"position-{d.position}"


def _look(row: Row) -> str:
    """The verdict, and whether all that decides it is clear; where that isn't known, it is not claimed."""
    sure = row["clear"] is not None and row["clear"] == row["deciding"]
    return f"{row['verdict']} {'sure' if sure else 'close'}"


def _of_position(d: Depth, rows: Sequence[Row], model: Model, links: Mapping[str, str], words: Words) -> Ranking:
    shown = rows[:MOST_ROWS]
    numbers = [words("verdict_count", n=f"{n:,}", verdict=words(v)) for v, n in d.verdicts.items()]
    name = words.of(model.position(d.position).name)
    return _ranking(_anchor(d), name, " · ".join(numbers), shown, len(rows) - len(shown), model, links, words)


def _ranking(
    id: str,
    name: str,
    said: str,
    rows: Sequence[Row],
    more: int,
    model: Model,
    links: Mapping[str, str],
    words: Words,
    *,
    positions: bool = False,
) -> Ranking:
    """Rows on an axis from the lowest fit that other raters might have given."""
    lows = [bounds[0] for r in rows if (bounds := _bounds(r))]
    start = min([*(math.floor(10 * low) * 10 for low in lows), _WIDEST])

    def at(share: float | None) -> float | None:
        return None if share is None else round(100 * (100 * share - start) / (100 - start), 2)

    shown = tuple(_candidate(r, at, model, links, words, positions=positions) for r in rows)
    step = 10 if 100 - start <= 30 else 20
    ticks = tuple(Tick(at(x / 100) or 0.0, f"{x}%") for x in range(100, start - 1, -step))
    key = "match_more_positions" if positions else "match_more"
    return Ranking(id, name, said, shown, ticks, words(key, more=f"{more:,}") if more else "")


def _candidate(
    row: Row,
    at: Callable[[float | None], float | None],
    model: Model,
    links: Mapping[str, str],
    words: Words,
    *,
    positions: bool,
) -> Candidate:
    bounds = _bounds(row)
    own = not positions and row["own_position"] == row["position"]
    return Candidate(
        position_name(row, model, words) if positions else name_and_id(row["employee_id"], row["name"]),
        links.get(row["employee_id"], ""),
        words("bench_holds") if own else "",
        bool(row["like_above"]),
        words(row["verdict"]),
        VERDICT_TONE[row["verdict"]],
        row["verdict"],
        percent(row["fit"]),
        at(row["fit"]),
        at(bounds[0]) if bounds and row["fit_se"] else None,
        at(bounds[1]) if bounds and row["fit_se"] else None,
        why(row, model, words),
    )


def _bounds(row: Row) -> tuple[float, float] | None:
    """The fits that other raters might have given; the fit alone where its error isn't known."""
    if row["fit"] is None:
        return None
    error = CLEAR * (row["fit_se"] or 0.0)
    return max(row["fit"] - error, 0.0), min(row["fit"] + error, 1.0)
