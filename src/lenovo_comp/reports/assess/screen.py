"""`comp assess` on a screen: who is ready, what the team lacks most, a line per person, what to type next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...method.results import SHORT, Assessment, Row
from ...model.dictionary import Competency
from ..shared.blocks import Block, Heading, Span, text
from ..shared.certainty import marks
from ..shared.footers import screen_remarks
from ..shared.naming import abbreviated_heads, are_long, more_rows, name_group, person_line, short_name
from ..shared.next_steps import check_step
from ..shared.tables import TableColumn, column, table
from ..shared.words import Words, percent, rating_and_gap
from .answer import by_short, meaning, team_gaps
from .heat_map import heat_cells, sign_meanings, texts_of
from .text import (
    MOST_PEOPLE,
    competency_table,
    in_order,
    largest_gaps,
    of_competency,
    people_in_cycle,
    too_close_rows,
    verdict_column,
    verdict_count,
)

if TYPE_CHECKING:
    from ..shared.run import Run

MOST_OWN_GAPS, MOST_TOO_CLOSE = 2, 15
MOST_COMPETENCIES = 12
"""Columns of competencies beside people; of more than these only each person's largest gaps are shown."""
MOST_ROWS = 5
"""Rows of the tables that stand in for people where they are too many."""


def screen(a: Assessment, words: Words) -> list[Block]:
    """The answer in a line per person and at most twelve around them; of too many people the largest gaps."""
    blocks: list[Block] = [Heading(f"{words.of(a.model.name)} · {people_in_cycle(a, words)}", 1), *_verdicts(a, words)]
    if a.summary.employees <= MOST_PEOPLE:
        blocks += [*_team_gaps(a, words), *_people(a, words)]
    else:
        rows = by_short(a)
        blocks += [Heading(words("what_hurts")), competency_table(a, words, rows[:MOST_ROWS])]
        blocks += more_rows("more_rows", MOST_ROWS, len(rows), words)
        blocks += [Heading(words("largest_gaps")), *largest_gaps(a, words, MOST_ROWS)]
    return [*blocks, *_remarks(a, words)]


def steps(a: Assessment, run: Run, *, full: bool) -> list[tuple[str, str]]:
    """What to type next: command lines, each with the key of its reason."""
    person = [(run.command_line("gap", "-e", r["employee_id"]), "next_person") for r in a.summary.largest[:1]]
    everybody = [(run.command_line("assess", "-o", "all.csv"), "next_file")]
    first = check_step(a, run) or (everybody if a.summary.employees > MOST_PEOPLE else person)
    if not full:
        return [*first, (run.command_line("assess", "--full"), "next_full")]
    close = [(run.command_line("assess", "--too-close"), "next_too_close")] if a.summary.too_close else []
    return [*first, *close, (run.command_line("assess", "-o", "team.html"), "next_team_page")]


def too_close(a: Assessment, words: Words) -> list[Block]:
    """The results too close to call that are nearest to their requirements."""
    items = [i for rows in a.gap_rows().values() for i in rows if i["too_close"]]
    items.sort(key=lambda i: (abs(i["gap"]), i["employee_id"]))
    return too_close_rows(a, items, MOST_TOO_CLOSE, words)


def too_close_steps(a: Assessment, run: Run, *, full: bool) -> list[tuple[str, str]]:
    """What to type next after the results too close to call."""
    whole = not full and a.summary.too_close > MOST_TOO_CLOSE
    return [
        *([(run.command_line("assess", "--too-close", "--full"), "next_full")] if whole else []),
        (run.command_line("assess"), "next_everyone"),
    ]


def _verdicts(a: Assessment, words: Words) -> list[Block]:
    """How many people have which verdict, and what the verdict means."""
    parts: list[str | Span] = []
    for verdict, number in a.summary.verdicts.items():
        if number:
            means = words("in_brackets", text=meaning(verdict, a, words)) if verdict else ""
            parts += [verdict_count(verdict, number, words), f"{means} · "]
    return [text(*parts[:-1], str(parts[-1]).removesuffix(" · "))] if parts else []


def _team_gaps(a: Assessment, words: Words) -> list[Block]:
    """The competencies on which most people are short."""
    gaps = team_gaps(a, words)
    return [text(Span(words("team_gaps_line"), "bold"), gaps)] if gaps else []


def _people(a: Assessment, words: Words) -> list[Block]:
    """A line per person, the best verdict first: rating by rating, or of too many competencies the largest gaps."""
    cells, model = heat_cells(a), a.model
    known = {competency for of_one in cells.values() for competency in of_one}
    ranked = [c["competency"] for c in by_short(a) if c["competency"] in known]
    positions = {p.id: words.of(p.name) for p in model.positions}
    people = in_order(a)
    one = [*person_line(people, words)]
    last: list[TableColumn[Row]] = []
    if model.positions:
        one = [verdict_column(words), *one, column(words("fit"), lambda p: percent(p["fit"]), right=True, key=True)]
        last = [column(words("position"), lambda p: positions.get(p["position"], ""), spare=MOST_COMPETENCIES)]
    omitted = words("columns_omitted")
    if len(ranked) > MOST_COMPETENCIES:
        return [table(people, *one, *_gap_columns(a, words), *last, omitted=omitted)]
    shown = [c for c in model.competencies if c.id in known]
    head, legend = abbreviated_heads(shown, words)
    ratings = [
        column(head[c.id], of_competency(c.id, cells), long=_long_head(c, words), spare=ranked.index(c.id))
        for c in shown
    ]
    signs = sign_meanings(a, filter(None, texts_of(cells, shown)), words)
    legends = [text(Span(line, "dim")) for line in (signs, legend) if line]
    return [table(people, *one, *ratings, *last, omitted=omitted), *legends]


def _long_head(competency: Competency, words: Words) -> str:
    name = words.of(competency.name)
    return "" if are_long([name]) else name


def _gap_columns(a: Assessment, words: Words) -> list[TableColumn[Row]]:
    """How much is met, and the largest gaps in words."""
    short: dict[str, list[Row]] = {}
    for employee, items in a.gap_rows().items():
        short[employee] = sorted((i for i in items if i["status"] == SHORT), key=lambda i: -i["gap"])

    def gap(item: Row) -> str:
        name, amount = short_name(item["competency"], a.model, words), rating_and_gap(item, a.model.tolerance)[1]
        return f"{name} {amount}{marks(item)}"

    def gaps(person: Row) -> str:
        return words.join([gap(i) for i in short.get(person["employee_id"], [])[:MOST_OWN_GAPS]])

    return [
        column(words("person_met"), lambda p: f"{p['met']}/{p['assessed']}", right=True),
        column(words("person_gaps"), gaps, wrap=True),
    ]


def _remarks(a: Assessment, words: Words) -> list[Block]:
    """Who is missing above, and why somebody has no verdict."""
    summary = a.summary
    groups = {"no_position": summary.no_position, "two_positions": summary.two_positions}
    lines = []
    if not a.model.positions:
        lines.append(words("no_positions"))
        del groups["no_position"]
    earlier = [id for id, _ in summary.only_earlier.first]
    if a.people["employee_id"].cast(str).is_in(earlier).sum() < len(earlier):
        groups["only_earlier"] = summary.only_earlier
    lines += [words(key, who=name_group(group, words)) for key, group in groups.items() if group.total]
    return [*screen_remarks(a, words), *map(text, lines)]
