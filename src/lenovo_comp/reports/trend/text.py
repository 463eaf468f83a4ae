"""`comp trend` as text: changes from one cycle to another, of competencies, departments and people."""

from collections.abc import Callable, Sequence
from itertools import product

from ...method.results import Row
from ...model.dictionary import EPSILON
from ..shared.blocks import Block, Heading, Span, Table, Tone, text
from ..shared.naming import more_rows, person_columns
from ..shared.sparkline import sparkline
from ..shared.tables import TableColumn, column, table
from ..shared.words import Words, figure, fixed, percent, signed
from .remarks import closing, competency_name
from .result import ADDED, BOTH, CLOSED, GONE, KEPT, NEW, STILL, Beyond, Trend, Turn

MOST_PEOPLE = 10
MOST_DEPARTMENTS = 30
MOST_CYCLES = 12
"""Cycles that a sparkline shows, the latest ones."""


def view(trend: Trend, words: Words) -> list[Block]:
    """The whole report."""
    start, end = trend.before.cycle or "–", trend.after.cycle or "–"
    people = trend.person_rows()
    blocks: list[Block] = [
        Heading(words("trend_title", start=start, end=end), 1),
        text(people_line(people, words)),
        *answer(trend, words),
    ]
    if trend.competency_rows():
        blocks += [Heading(words("trend_competencies")), competency_table(trend, words)]
        blocks += [Heading(words("trend_departments")), *departments_table(trend, words)]
        blocks += withheld_note(trend, words)
        blocks += [Heading(words("trend_persons")), *_persons(trend, people, words)]
        cycles = words.join([c or "–" for c in trend.cycles[-MOST_CYCLES:]])
        blocks.append(text(Span(words("trend_legend", cycles=cycles), "dim")))
    else:
        blocks.append(text(words("trend_nothing")))
    return [*blocks, *closing(trend, words)]


def withheld_note(trend: Trend, words: Words) -> list[Block]:
    """Why figures are withheld; nothing where none are."""
    if not any(r["withheld"] for r in (*trend.competency_rows(), *trend.department_rows())):
        return []
    return [text(Span(words("trend_withheld_means", least=trend.after.model.min_group), "dim"))]


def people_line(people: Sequence[Row], words: Words) -> str:
    """How many were rated in both cycles, and in one of them."""
    return words("trend_people", **{p: f"{sum(r['presence'] == p for r in people):,}" for p in (BOTH, ADDED, GONE)})


def answer(trend: Trend, words: Words) -> list[Block]:
    """How many gaps closed and are new, how many changes are beyond chance, and what that may be taken for."""
    turns = {t: f"{trend.turns().get(t, 0):,}" for t in (STILL, KEPT)}
    closed, new = (_of_which_beyond_chance(t, trend, words) for t in (CLOSED, NEW))
    lines: list[Block] = [text(words("trend_turns", closed=closed, new=new, **turns))]
    beyond = trend.beyond_chance()
    if sum(beyond.values()) > beyond[Beyond.UNKNOWN]:
        key = "trend_beyond_some" if beyond[Beyond.UNKNOWN] else "trend_beyond"
        lines.append(text(words(key, **{k: f"{n:,}" for k, n in beyond.items()})))
    elif beyond[Beyond.UNKNOWN]:
        lines.append(text(words("trend_beyond_unknown")))
    if trend.turns().get(CLOSED):
        lines.append(text(Span(words("trend_regression"), "dim")))
    return lines


def _of_which_beyond_chance(turn: Turn, trend: Trend, words: Words) -> str:
    """The number of items of a turn, and where it is known how many of them are reliable changes."""
    n = trend.turns().get(turn, 0)
    reliable, unknown = trend.turns_beyond_chance(turn)
    key = "trend_number" if unknown == n else "trend_number_unknown" if unknown else "trend_number_beyond"
    return words(key, n=f"{n:,}", reliable=f"{reliable:,}", unknown=f"{unknown:,}")


def competency_table(trend: Trend, words: Words) -> Table:
    """Everybody's mean change on each competency."""
    return table(trend.competency_rows(), *mean_columns(trend, words), *_counts_and_line(words))


def mean_columns(trend: Trend, words: Words) -> tuple[TableColumn[Row], ...]:
    """The columns of a competency, the people compared on it, and their means."""
    return (
        column(words("competency"), lambda r: competency_name(r["competency"], trend, words), key=True, wrap=True),
        column(words("trend_compared"), lambda r: f"{r['people']:,}", right=True),
        column(trend.before.cycle, unless_withheld(lambda r: fixed(r["from"])), right=True),
        column(trend.after.cycle, unless_withheld(lambda r: fixed(r["to"])), right=True),
        column(words("trend_change"), unless_withheld(lambda r: change_span(r["change"])), right=True),
    )


def departments_table(trend: Trend, words: Words, *, line: bool = True) -> list[Block]:
    """The mean changes of departments; with `line` as a sparkline too."""
    departments = trend.department_rows()
    shown = departments[:MOST_DEPARTMENTS]
    rows = table(
        shown,
        column(
            words("department"),
            lambda r: r["department"] if r["department"] is not None else words("group_none"),
            key=True,
            wrap=True,
        ),
        column(words("trend_compared"), lambda r: f"{r['people']:,}", right=True),
        column(trend.before.cycle, unless_withheld(lambda r: percent(r["share_from"])), right=True),
        column(trend.after.cycle, unless_withheld(lambda r: percent(r["share_to"])), right=True),
        column(words("trend_change"), unless_withheld(lambda r: change_span(_points(r), 0)), right=True),
        *_counts_and_line(words)[: 3 if line else 2],
        title=words("trend_scale"),
    )
    return [rows, *more_rows("more_rows", len(shown), len(departments), words)]


def _counts_and_line(words: Words) -> tuple[TableColumn[Row], ...]:
    """The columns of gaps closed, gaps new, and the sparkline over the cycles."""
    return (
        column(words("trend_closed"), unless_withheld(lambda r: _count(r, CLOSED, "good")), right=True),
        column(words("trend_new"), unless_withheld(lambda r: _count(r, NEW, "bad")), right=True),
        column(words("trend_line"), lambda r: "" if r["withheld"] else spark(r["series"])),
    )


def unless_withheld(cell: Callable[[Row], str | Span]) -> Callable[[Row], str | Span]:
    """The cell, or `x` for a row whose figures are withheld."""
    return lambda row: Span("x", "dim") if row["withheld"] else cell(row)


def _persons(trend: Trend, people: Sequence[Row], words: Words) -> list[Block]:
    """The table of people with most gaps closed or new, those beyond chance first."""
    shown, more = people_changed(people)
    if not shown:
        return [text(words("trend_nobody"))]
    items = trend.items_of({p["employee_id"] for p in shown})
    rows = table(
        shown,
        *person_columns(words),
        column(words("trend_scale"), lambda p: change_span(_points(p), 0), right=True),
        column(words("trend_line"), lambda p: spark(p["series"] or ())),
        column(words("trend_what"), lambda p: turns_text(items[p["employee_id"]], trend, words), wrap=True),
    )
    return [rows, *more_rows("trend_more", len(shown), len(shown) + more, words)]


def people_changed(people: Sequence[Row], most: int = MOST_PEOPLE) -> tuple[list[Row], int]:
    """The people with most gaps closed or new, those beyond chance first; and how many more there are."""

    def order(p: Row) -> tuple[float, ...]:
        reliable = (p["closed_reliable"] or 0) + (p["new_reliable"] or 0)
        return -reliable, -p["closed"] - p["new"], -abs((p["share_to"] or 0) - (p["share_from"] or 0))

    changed = sorted((p for p in people if p["closed"] or p["new"]), key=order)
    return changed[:most], len(changed[most:])


def turns_text(items: Sequence[Row], trend: Trend, words: Words) -> str:
    """The gaps closed and new, with the ratings before and after; those beyond chance apart from the rest."""
    parts = []
    for turn, (reliable, key) in product((CLOSED, NEW), ((True, "_beyond"), (False, "_within"), (None, ""))):
        steps = [_step(i, trend, words) for i in items if i["turn"] == turn and i["reliable"] is reliable]
        if steps:
            parts.append(words(f"trend_item_{turn}{key}", what=words.join(steps)))
    return words.semicolon().join(parts)


def _step(item: Row, trend: Trend, words: Words) -> str:
    """A rating before and after, and the change over the roles in common where it is another."""
    start, end, change = item["from"], item["to"], item["change"]
    competency = words.of(trend.model_of(item["competency"]).competency(item["competency"]).short)
    key = "trend_step_common" if abs(change - (end - start)) > EPSILON else "trend_step"
    return words(key, competency=competency, before=figure(start), after=figure(end), change=signed(change))


def _count(row: Row, turn: Turn, tone: Tone) -> Span:
    """The number of items of a turn; in brackets the reliable changes of them, where that is known."""
    number, reliable = row[turn], row[f"{turn}_reliable"]
    known = f" ({reliable:,})" if number and reliable is not None else ""
    return Span(f"{number:,}{known}", tone if number else "plain")


def _points(row: Row) -> float | None:
    """The change of a share in percentage points."""
    return None if row["share_from"] is None else 100 * (row["share_to"] - row["share_from"])


def change_span(value: float | None, places: int = 2) -> Span:
    tone: Tone = "plain" if not value else "good" if value > 0 else "warn"
    return Span("" if value is None else signed(value, places), tone)


def spark(series: Sequence[float | None]) -> str:
    return sparkline(series[-MOST_CYCLES:])
