"""`comp assess`: who stands where, what hurts most, who is unassessed, what is wrong."""

from __future__ import annotations

import math

from ...findings.finding import Severity, count
from ...method.results import (
    LOW,
    MET,
    NOT_REQUIRED,
    SHORT,
    STRENGTH,
    UNASSESSED,
    VERDICTS,
    Assessment,
    Named,
    Row,
    Summary,
)
from ...model.dictionary import EPSILON, Model
from ..shared.blocks import Block, Bullets, Column, Group, Heading, Span, Table, Tone, text
from ..shared.statements import counts
from ..shared.tones import VERDICT_TONE
from ..shared.width import width
from ..shared.words import Words, figure, fixed, percent, short_of

LONGEST_HEAD = 10  # cells
MOST_PEOPLE = 100
"""People a table lists one by one; above this it shows the largest gaps instead."""
MOST_FRAGILE = 200


def view(assessment: Assessment, words: Words) -> list[Block]:
    """The whole report on an assessment."""
    a, summary = assessment, assessment.summary
    key = "assessed_people" if a.cycle else "assessed_people_no_cycle"
    people = f"{summary.employees:,}"
    blocks: list[Block] = [
        Heading(words.of(a.model.name), 1),
        text(words(key, people=people, cycle=a.cycle, ratings=f"{summary.ratings:,}")),
        _verdicts(summary, words),
    ]
    if summary.employees <= MOST_PEOPLE:
        blocks += [Heading(words("who_stands_where")), heat_map(a, words)]
        blocks.append(text(Span(words("legend_cells", near=figure(a.model.near)), "dim")))
        blocks += legend_of_heads(a.model, words)
    else:
        blocks.append(text(words("too_many_people", people=people)))
        blocks += [Heading(words("largest_gaps")), *largest_gaps(a, words)]
    blocks += [Heading(words("what_hurts")), competency_table(a, words)]
    blocks += unassessed_list(a, words)
    blocks += [Heading(words("remarks")), Bullets(tuple((Span(r),) for r in remark_lines(a, words)))]
    return blocks


def _verdicts(summary: Summary, words: Words) -> Block:
    parts: list[str | Span] = []
    for verdict, number in summary.verdicts.items():
        if number or verdict:
            parts += [Span(f"{number:,} {words(verdict or 'no_verdict')}", VERDICT_TONE[verdict]), " · "]
    return text(*parts[:-1])


def heat_map(assessment: Assessment, words: Words) -> Table:
    """People × competencies, in the order of positions, then of verdicts and fit."""
    model = assessment.model
    columns = (
        Column(words("employee"), key=True, wrap=True),
        Column(words("name"), key=True, wrap=True),
        Column(words("verdict"), key=True),
        Column(words("fit"), right=True, key=True),
        *(Column(head) for head in heads(model, words)),
    )
    items = {(id, i["competency"]): i for id, rows in assessment.gap_rows().items() for i in rows}
    people = assessment.person_rows()
    rank = {verdict: i for i, verdict in enumerate(VERDICTS)}
    groups = []
    for position in (*model.positions, None):
        here = [p for p in people if p["position"] == (position.id if position else None)]
        here.sort(key=lambda p: (rank.get(p["verdict"], 9), -(p["fit"] or 0), p["employee_id"]))
        rows = tuple(
            (
                Span(p["employee_id"]),
                Span(p["name"] or ""),
                Span(words(p["verdict"] or "no_verdict"), VERDICT_TONE[p["verdict"]]),
                Span(percent(p["fit"])),
                *(cell(items.get((p["employee_id"], c.id)), model.near) for c in model.competencies),
            )
            for p in here
        )
        if rows:
            title = words("no_verdict").capitalize() if position is None else words.of(position.name)
            groups.append(Group(title, rows))
    return Table(columns, tuple(groups))


def heads(model: Model, words: Words) -> list[str]:
    """A short head for each competency: its short name, or its number where that is long."""
    shorts = [words.of(c.short) for c in model.competencies]
    return [s if width(s) <= LONGEST_HEAD else f"#{i}" for i, s in enumerate(shorts, 1)]


def legend_of_heads(model: Model, words: Words) -> list[Block]:
    """What the numbers among the heads stand for."""
    named = zip(heads(model, words), model.competencies, strict=True)
    numbered = [f"{head} {words.of(c.name)}" for head, c in named if head.startswith("#")]
    return [text(Span(words.join(numbered), "dim"))] if numbered else []


def cell(item: Row | None, near: float) -> Span:
    """A rating with a mark that says how it stands to the requirement, without colour too."""
    if item is None:
        return Span("")
    status, rating = item["status"], item["rating"]
    mark = "*" if item["self_only"] or item["unweighted"] else ""
    mark += ("~" if item["fragile"] else "") + ("!" if item["band"] == LOW else "")
    far = item["gap"] is not None and item["gap"] > near + EPSILON
    signs: dict[str, tuple[str, Tone]] = {
        STRENGTH: ("+", "best"),
        MET: ("=", "good"),
        SHORT: ("--", "bad") if far else ("-", "warn"),
        UNASSESSED: ("?", "dim"),
        NOT_REQUIRED: ("", "dim"),
    }
    sign, tone = signs[status]
    # Rounded down: a rating just below its requirement must not look as if it were met.
    shown = "" if rating is None else f"{math.floor(rating * 10 + EPSILON) / 10:.1f}"
    return Span(f"{shown}{sign}{mark}", tone)


def largest_gaps(assessment: Assessment, words: Words) -> list[Block]:
    """The largest gaps, and how many more there are."""
    model, largest = assessment.model, assessment.summary.largest
    rows = tuple(
        (
            Span(r["employee_id"]),
            Span(r["name"] or ""),
            Span(words.of(model.position(r["position"]).name)),
            Span(words.of(model.competency(r["competency"]).name)),
            Span(figure(r["required"])),
            Span(figure(r["rating"])),
            Span(figure(r["gap"]), "bad"),
        )
        for r in largest
    )
    columns = (
        Column(words("employee"), key=True),
        Column(words("name"), key=True),
        Column(words("position"), wrap=True),
        Column(words("competency"), wrap=True),
        *(Column(words(k), right=True) for k in ("required", "rating", "gap")),
    )
    blocks: list[Block] = [Table(columns, (Group("", rows),))]
    more = assessment.summary.short - len(largest)
    if more:
        blocks.append(text(words("more_gaps", shown=len(largest), more=f"{more:,}")))
    return blocks


def competency_table(assessment: Assessment, words: Words) -> Table:
    """Competencies, those with most people short first."""
    ordered = sorted(assessment.competency_rows(), key=lambda c: (-c["short"], -(c["gap_mean"] or 0.0)))
    numbers = ("short", "met", "unassessed")
    rows = tuple(
        (
            Span(words.of(assessment.model.competency(c["competency"]).name)),
            Span(words(c["layer"])),
            *(Span(fixed(c[k])) for k in ("required_mean", "rating_mean", "gap_mean")),
            Span(f"{c['short']:,}", "bad" if c["short"] else "plain"),
            *(Span(f"{c[k]:,}") for k in ("met", "unassessed")),
        )
        for c in ordered
    )
    columns = (
        Column(words("competency"), key=True, wrap=True),
        Column(words("layer")),
        *(Column(words(k).capitalize(), right=True) for k in ("required_mean", "rating_mean", "gap_mean", *numbers)),
    )
    return Table(columns, (Group("", rows),))


def unassessed_list(assessment: Assessment, words: Words) -> list[Block]:
    """Per competency, who is not assessed on it though the position requires it; nothing where all are."""
    summary = assessment.summary
    lines: list[tuple[Span, ...]] = []
    if summary.nothing_assessed.total:
        lines.append((Span(words("nothing_assessed", who=named(summary.nothing_assessed, words))),))
    for id, group in summary.unassessed_on.items():
        name = words.of(assessment.model.competency(id).name)
        lines.append((Span(name + words.colon() + named(group, words)),))
    return [Heading(words("unassessed_who")), Bullets(tuple(lines))] if lines else []


def named(group: Named, words: Words) -> str:
    """The first few by id and name, and how many more."""
    named = [" ".join(filter(None, (id, name or ""))) for id, name in group.first]
    more = group.total - len(named)
    return words.join(named) + (" " + words("and_more", more=f"{more:,}") if more else "")


def remark_lines(assessment: Assessment, words: Words) -> list[str]:
    """What a reader must know to read the figures right."""
    a, summary = assessment, assessment.summary
    found = []
    if a.ratings.unusable:
        found.append(words("unusable", files=words.number("n_files", len(a.ratings.unusable))))
    if a.ratings.left_out:
        found.append(left_out(a, words))
    groups = {
        "no_position": summary.no_position,
        "two_positions": summary.two_positions,
        "only_earlier": summary.only_earlier,
        "self_only": summary.self_only,
        "unweighted": summary.unweighted,
    }
    found += [words(key, who=named(group, words)) for key, group in groups.items() if group.total]
    if summary.rolled_up or summary.dropped:
        found.append(words("withheld", rolled=summary.rolled_up, dropped=summary.dropped))
    if summary.fragile:
        found.append(words("fragile_count", number=f"{summary.fragile:,}"))
    if summary.low_agreement:
        found.append(words("low_agreement_count", number=f"{summary.low_agreement:,}"))
    return [*found, *made_of(a, words)]


def fragile_view(assessment: Assessment, words: Words) -> list[Block]:
    """What hangs on one rater, without a word on which."""
    model, names = assessment.model, {p["employee_id"]: p["name"] for p in assessment.person_rows()}
    items = [i for rows in assessment.gap_rows().values() for i in rows if i["fragile"]]
    rows = tuple(
        (
            Span(i["employee_id"]),
            Span(names[i["employee_id"]] or ""),
            Span(words.of(model.competency(i["competency"]).name)),
            Span(figure(i["required"])),
            Span(short_of(i["rating"], i["required"])[0] if i["status"] == SHORT else figure(i["rating"])),
            Span(words(i["status"])),
            Span(str(i["n"])),
        )
        for i in items[:MOST_FRAGILE]
    )
    columns = (
        Column(words("employee"), key=True),
        Column(words("name"), key=True),
        Column(words("competency"), wrap=True),
        *(Column(words(k), right=True) for k in ("required", "rating")),
        Column(words("status")),
        Column(words("raters"), right=True),
    )
    blocks: list[Block] = [Heading(words("fragile_title"), 1), text(words("fragile_means"))]
    blocks.append(Table(columns, (Group("", rows),)) if rows else text(words("fragile_none")))
    if len(items) > len(rows):
        blocks.append(text(words("more_rows", shown=len(rows), more=f"{len(items) - len(rows):,}")))
    closing = made_of(assessment, words)
    if assessment.ratings.left_out:
        closing.insert(0, left_out(assessment, words))
    return [*blocks, Heading(words("remarks")), Bullets(tuple((Span(r),) for r in closing))]


def made_of(assessment: Assessment, words: Words) -> list[str]:
    """What a report was made of: thresholds that differ, the dictionary, how many files and rows.

    Never a ratings file's name or digest: with one file a rater, either would tell who gave what (decision 0015).
    """
    sizes = input_sizes(assessment, words)
    return [*settings_line(assessment, words), counts(assessment.model, words, "made_of", **sizes)]


def input_sizes(assessment: Assessment, words: Words) -> dict[str, str]:
    """How many `files` were read, ratings and roster, and how many `rows` of them."""
    inputs = assessment.ratings.inputs
    return {
        "files": words.number("n_files", len(inputs)),
        "rows": words.number("n_rows", sum(i.rows for i in inputs)),
    }


def settings_line(assessment: Assessment, words: Words) -> list[str]:
    """Thresholds that a settings file put in place of the dictionary's."""
    changed = assessment.model.settings
    shown = words.join([f"{name} = {value:g}" for name, value in sorted(changed.items())])
    return [words("settings_differ", settings=shown)] if changed else []


def left_out(assessment: Assessment, words: Words) -> str:
    """How many rows of the files take no part, because of how many errors."""
    ratings = assessment.ratings
    errors = count(ratings.diagnostics)[Severity.ERROR]
    return words("left_out", rows=f"{ratings.left_out:,}", errors=f"{errors:,}")
