"""`comp trend` on a screen: what closed and what is new, the largest changes, the competencies that moved most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...method.results import Row
from ...model.dictionary import EPSILON
from ..shared.blocks import Block, Heading, Span, Tone, text
from ..shared.footers import screen_remarks
from ..shared.naming import person_line, short_name
from ..shared.next_steps import check_step
from ..shared.tables import column, table
from ..shared.words import Words, fixed
from .compute import largest_changes
from .remarks import dictionary_line
from .result import CLOSED, NEW, Trend
from .text import answer, change_span, mean_columns, people_line, spark, unless_withheld

if TYPE_CHECKING:
    from ..shared.run import Run

MOST_CHANGES, MOST_COMPETENCIES = 5, 5
_TONE: dict[str, Tone] = {CLOSED: "good", NEW: "bad"}


def screen(trend: Trend, words: Words) -> list[Block]:
    """The answer, the largest changes of individuals, and the competencies."""
    start, end = trend.before.cycle or "–", trend.after.cycle or "–"
    blocks: list[Block] = [
        Heading(f"{words('trend_title', start=start, end=end)} · {people_line(trend.person_rows(), words)}", 1),
        *answer(trend, words),
    ]
    competencies = sorted(trend.competency_rows(), key=lambda r: -abs(r["change"] or 0.0))
    remarks = [*map(text, dictionary_line(trend, words)), *screen_remarks(trend.after, words)]
    if not competencies:
        return [*blocks, text(words("trend_nothing")), *remarks]
    shown = competencies[:MOST_COMPETENCIES]
    blocks += [*_changes(trend, words), _heading("trend_competencies", len(shown), len(competencies), words)]
    blocks.append(
        table(
            shown,
            *mean_columns(trend, words),
            column(words("trend_closed"), unless_withheld(lambda r: f"{r[CLOSED]:,}"), right=True),
            column(words("trend_new"), unless_withheld(lambda r: f"{r[NEW]:,}"), right=True),
            *(
                [column(words("trend_line"), unless_withheld(lambda r: spark(r["series"])))]
                if len(trend.cycles) > 2
                else []
            ),
        )
    )
    if any(r["withheld"] for r in shown):
        blocks.append(text(Span(words("trend_withheld_short", least=trend.after.model.min_group), "dim")))
    return [*blocks, *remarks]


def steps(trend: Trend, run: Run, chosen: list[str], *, full: bool) -> list[tuple[str, str]]:
    """What to type next; `chosen` are the options that say which cycles are compared."""
    whole = [] if full else [(run.command_line("trend", *chosen, "--full"), "next_trend")]
    cycle = ["--cycle", trend.after.cycle] if "--to" in chosen else []
    largest = largest_changes(trend).head(1)["employee_id"].to_list()
    person = [(run.command_line("gap", "-e", id, *cycle), "next_trend_person") for id in largest]
    return [*check_step(trend.after, run), *whole, *person]


def _changes(trend: Trend, words: Words) -> list[Block]:
    """The largest changes of individuals, those beyond chance first."""
    changed = largest_changes(trend)
    shown = changed.head(MOST_CHANGES)
    who = trend.people.filter(trend.people["employee_id"].is_in(shown["employee_id"].to_list()))
    names = dict(who.select("employee_id", "name").iter_rows())
    rows: list[Row] = [{**r, "name": names[r["employee_id"]]} for r in shown.iter_rows(named=True)]
    if not rows:
        return []
    changes = table(
        rows,
        *person_line(rows, words),
        column(words("competency"), lambda r: _short(r["competency"], trend, words), wrap=True),
        column(trend.before.cycle, lambda r: fixed(r["from"]), right=True),
        column(trend.after.cycle, lambda r: fixed(r["to"]), right=True),
        column(words("trend_change"), lambda r: change_span(r["change"]), right=True),
        column(words("trend_result"), lambda r: _result(r, words), wrap=True),
    )
    blocks: list[Block] = [_heading("trend_persons", len(rows), changed.height, words), changes]
    if any(abs(r["change"] - (r["to"] - r["from"])) > EPSILON for r in rows):
        blocks.append(text(Span(words("trend_same_roles"), "dim")))
    return blocks


def _heading(key: str, shown: int, total: int, words: Words) -> Heading:
    """A heading with the number of rows of how many."""
    title = words(key)
    return Heading(words("trend_shown_of", title=title, shown=shown, all=f"{total:,}") if total > shown else title)


def _short(competency: str, trend: Trend, words: Words) -> str:
    return short_name(competency, trend.model_of(competency), words)


def _result(row: Row, words: Words) -> Span:
    """What became of the gap, and whether the change may be chance."""
    certainty = {True: words("trend_reliable"), False: words("trend_by_chance"), None: ""}[row["reliable"]]
    turn = words(f"trend_turn_{row['turn']}") if row["turn"] else words("not_required")
    return Span(turn + certainty, _TONE.get(row["turn"], "plain"))
