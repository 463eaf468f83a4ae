"""`comp assess` on a screen: who is ready, what the team lacks most, a line per person, what to type next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...method.results import SHORT, Assessment, Row, Verdict
from ...model.dictionary import Competency
from ..shared.blocks import Block, Heading, Span, text
from ..shared.certainty import marks
from ..shared.footers import screen_remarks
from ..shared.naming import abbreviated_heads, are_long, competency_name, more_rows, name_group, person_line, short_name
from ..shared.next_steps import check_step
from ..shared.tables import TableColumn, column, table
from ..shared.words import Words, figure, percent, rating_and_gap
from .heat_map import heat_cells, sign_meanings, texts_of
from .text import (
    MOST_PEOPLE,
    by_short,
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

MOST_TEAM_GAPS, MOST_OWN_GAPS, MOST_TOO_CLOSE = 2, 2, 15
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
    found = check_step(a, run)
    if a.summary.largest:
        found.append((run.command_line("gap", "-e", a.summary.largest[0]["employee_id"]), "next_person"))
    if a.summary.too_close and full:
        found.append((run.command_line("assess", "--too-close"), "next_too_close"))
    if not full:
        found.append((run.command_line("assess", "--full"), "next_full"))
    if a.summary.employees > MOST_PEOPLE:
        found.append((run.command_line("assess", "-o", "all.csv"), "next_file"))
    elif full:
        found.append((run.command_line("assess", "-o", "team.html"), "next_team_page"))
    return found


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
            meaning = words("in_brackets", text=_meaning(verdict, a, words)) if verdict else ""
            parts += [verdict_count(verdict, number, words), f"{meaning} · "]
    return [text(*parts[:-1], str(parts[-1]).removesuffix(" · "))] if parts else []


def _meaning(verdict: Verdict, a: Assessment, words: Words) -> str:
    return words(f"means_{verdict}", short=a.model.near_short, near=figure(a.model.near))


def _team_gaps(a: Assessment, words: Words) -> list[Block]:
    """The competencies on which most people are short."""
    rows = by_short(a)
    names = {c["competency"]: competency_name(c["competency"], a.model, words) for c in rows[:MOST_TEAM_GAPS]}
    parts = [
        words(
            "team_gap_next" if i else "team_gap",
            competency=names[c["competency"]],
            short=f"{c['short']:,}",
            assessed=f"{c['short'] + c['met']:,}",
        )
        for i, c in enumerate(rows[: 1 if are_long(names.values()) else MOST_TEAM_GAPS])
        if c["short"]
    ]
    if not any(c["short"] or c["met"] for c in rows):
        return []
    return [text(Span(words("team_gaps_line"), "bold"), words.join(parts) or words("team_no_gaps"))]


def _people(a: Assessment, words: Words) -> list[Block]:
    """A line per person, the best verdict first: rating by rating, or of too many competencies the largest gaps."""
    cells, model = heat_cells(a), a.model
    known = {competency for of_one in cells.values() for competency in of_one}
    ranked = [c["competency"] for c in by_short(a) if c["competency"] in known]
    positions = {p.id: words.of(p.name) for p in model.positions}
    people = in_order(a)
    one = [verdict_column(words), *person_line(people, words)]
    one.append(column(words("fit"), lambda p: percent(p["fit"]), right=True, key=True))
    position: TableColumn[Row] = column(
        words("position"), lambda p: positions.get(p["position"], ""), spare=MOST_COMPETENCIES
    )
    omitted = words("columns_omitted")
    if len(ranked) > MOST_COMPETENCIES:
        return [table(people, *one, *_gap_columns(a, words), position, omitted=omitted)]
    shown = [c for c in model.competencies if c.id in known]
    head, legend = abbreviated_heads(shown, words)
    ratings = [
        column(head[c.id], of_competency(c.id, cells), long=_long_head(c, words), spare=ranked.index(c.id))
        for c in shown
    ]
    signs = sign_meanings(a, filter(None, texts_of(cells, shown)), words)
    legends = [text(Span(line, "dim")) for line in (signs, legend) if line]
    return [table(people, *one, *ratings, position, omitted=omitted), *legends]


def _long_head(competency: Competency, words: Words) -> str:
    name = words.of(competency.name)
    return "" if are_long([name]) else name


def _gap_columns(a: Assessment, words: Words) -> list[TableColumn[Row]]:
    """How much is met, and the largest gaps in words."""
    short: dict[str, list[Row]] = {}
    for employee, items in a.gap_rows().items():
        short[employee] = sorted((i for i in items if i["status"] == SHORT), key=lambda i: -i["gap"])

    def gaps(person: Row) -> str:
        largest = short.get(person["employee_id"], [])[:MOST_OWN_GAPS]
        return words.join(
            [f"{short_name(i['competency'], a.model, words)} {rating_and_gap(i)[1]}{marks(i)}" for i in largest]
        )

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
    if not set(summary.only_earlier.first) <= set(a.people.select("employee_id", "name").iter_rows()):
        groups["only_earlier"] = summary.only_earlier
    lines += [words(key, who=name_group(group, words)) for key, group in groups.items() if group.total]
    return [*screen_remarks(a, words), *map(text, lines)]
