"""`comp assess`: who stands where, what hurts most, who is unassessed, what is wrong."""

from __future__ import annotations

import math
from typing import Any

import polars as pl

from ...analysis.assessment import Assessment
from ...analysis.gaps import MET, NOT_REQUIRED, SHORT, STRENGTH, UNASSESSED
from ...analysis.people import VERDICTS
from ...diagnostics import Severity, count, visible
from ...model.dictionary import EPSILON
from ..blocks import Block, Bullets, Column, Group, Heading, Span, Table, Tone, text
from ..words import Words, figure, percent
from .statements import counts

MOST_PEOPLE = 100
"""People a table lists one by one; above this it shows the largest gaps instead."""
MOST_GAPS = 15
MOST_NAMED = 8
VERDICT_TONE: dict[str | None, Tone] = {
    "ready": "good", "near": "warn", "developing": "bad", "incomplete": "dim", None: "dim",
}  # fmt: skip


def view(assessment: Assessment, words: Words) -> list[Block]:
    """The whole report on an assessment."""
    a, people = assessment, assessment.people
    rated = a.ratings.frame.filter(pl.col("cycle") == a.cycle).height
    key = "assessed_people" if a.cycle else "assessed_people_no_cycle"
    blocks: list[Block] = [
        Heading(visible(words.of(a.model.name)), 1),
        text(words(key, people=people.height, cycle=visible(a.cycle), ratings=rated)),
        _verdicts(people, words),
    ]
    if people.height <= MOST_PEOPLE:
        blocks += [Heading(words("who_stands_where")), heat_map(a, words)]
        blocks.append(text(Span(words("legend_cells", near=figure(a.model.near)), "dim")))
    else:
        blocks.append(text(words("too_many_people", people=people.height)))
        blocks += [Heading(words("largest_gaps")), *_largest(a, words)]
    blocks += [Heading(words("what_hurts")), _competencies(a, words)]
    unassessed = _unassessed(a, words)
    if unassessed:
        blocks += [Heading(words("unassessed_who")), Bullets(tuple(unassessed))]
    blocks += [Heading(words("remarks")), Bullets(tuple((Span(r),) for r in _remarks(a, words)))]
    return blocks


def _verdicts(people: pl.DataFrame, words: Words) -> Block:
    parts: list[str | Span] = []
    for verdict in (*VERDICTS, None):
        same = pl.col("verdict").is_null() if verdict is None else pl.col("verdict") == verdict
        number = people.filter(same).height
        if number or verdict:
            parts += [Span(f"{number} {words(verdict or 'no_verdict')}", VERDICT_TONE[verdict]), " · "]
    return text(*parts[:-1])


def heat_map(assessment: Assessment, words: Words) -> Table:
    """People × competencies, in the order of positions, then of verdicts and fit."""
    model = assessment.model
    columns = (
        Column(words("employee"), key=True),
        Column(words("name"), key=True),
        Column(words("verdict"), key=True),
        Column(words("fit"), right=True, key=True),
        *(Column(visible(words.of(c.short))) for c in model.competencies),
    )
    items = {(i["employee_id"], i["competency"]): i for i in assessment.gaps.iter_rows(named=True)}
    people = list(assessment.people.iter_rows(named=True))
    rank = {verdict: i for i, verdict in enumerate(VERDICTS)}
    groups = []
    for position in (*model.positions, None):
        here = [p for p in people if p["position"] == (position.id if position else None)]
        here.sort(key=lambda p: (rank.get(p["verdict"], 9), -(p["fit"] or 0), p["employee_id"]))
        rows = tuple(
            (
                Span(visible(p["employee_id"])),
                Span(visible(p["name"] or "")),
                Span(words(p["verdict"] or "no_verdict"), VERDICT_TONE[p["verdict"]]),
                Span(percent(p["fit"])),
                *(cell(items.get((p["employee_id"], c.id)), model.near) for c in model.competencies),
            )
            for p in here
        )
        if rows:
            title = words("no_verdict") if position is None else visible(words.of(position.name))
            groups.append(Group(title, rows))
    return Table(columns, tuple(groups))


def cell(item: dict[str, Any] | None, near: float) -> Span:
    """A rating with a mark that says how it stands to the requirement, without colour too."""
    if item is None:
        return Span("")
    status, rating = item["status"], item["rating"]
    mark = "*" if item["self_only"] or item["unweighted"] else ""
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


def _largest(assessment: Assessment, words: Words) -> list[Block]:
    short = assessment.gaps.filter(pl.col("status") == SHORT)
    top = short.sort("gap", "employee_id", descending=[True, False], maintain_order=True).head(MOST_GAPS)
    named = top.join(assessment.people.select("employee_id", "name", "position"), on="employee_id", maintain_order="left")
    rows = tuple(
        (
            Span(visible(r["employee_id"])),
            Span(visible(r["name"] or "")),
            Span(visible(words.of(assessment.model.position(r["position"]).name))),
            Span(visible(words.of(assessment.model.competency(r["competency"]).name))),
            Span(figure(r["required"])),
            Span(figure(r["rating"])),
            Span(figure(r["gap"]), "bad"),
        )
        for r in named.iter_rows(named=True)
    )
    columns = (
        Column(words("employee"), key=True),
        Column(words("name"), key=True),
        Column(words("position"), wrap=True),
        Column(words("competency"), wrap=True),
        *(Column(words(k), right=True) for k in ("required", "rating", "gap")),
    )
    blocks: list[Block] = [Table(columns, (Group("", rows),))]
    if short.height > top.height:
        more = f"{short.height - top.height:,}"
        blocks.append(text(words("more_people", shown=top.height, more=more)))
    return blocks


def _competencies(assessment: Assessment, words: Words) -> Table:
    """Competencies, those with most people short first."""
    ordered = assessment.competencies.sort("short", "gap_mean", descending=True, nulls_last=True, maintain_order=True)
    numbers = ("short", "met", "unassessed")
    rows = tuple(
        (
            Span(visible(words.of(assessment.model.competency(c["competency"]).name))),
            Span(words(c["layer"])),
            *(Span(figure(c[k])) for k in ("required_mean", "rating_mean", "gap_mean")),
            Span(str(c["short"]), "bad" if c["short"] else "plain"),
            *(Span(str(c[k])) for k in ("met", "unassessed")),
        )
        for c in ordered.iter_rows(named=True)
    )
    columns = (
        Column(words("competency"), key=True, wrap=True),
        Column(words("layer")),
        *(Column(words(k), right=True) for k in ("required_mean", "rating_mean", "gap_mean", *numbers)),
    )
    return Table(columns, (Group("", rows),))


def _unassessed(assessment: Assessment, words: Words) -> list[tuple[Span, ...]]:
    """Per competency, who is not assessed on it though the position requires it."""
    missing = assessment.gaps.filter(pl.col("status") == UNASSESSED)
    nobody = assessment.people.filter(pl.col("required") > 0, pl.col("assessed") == 0)
    some = missing.join(nobody, on="employee_id", how="anti")
    lines = []
    if nobody.height:
        lines.append((Span(words("nothing_assessed", who=_who(nobody, words))),))
    for competency in assessment.model.competencies:
        people = _people(assessment, some.filter(pl.col("competency") == competency.id))
        if people.height:
            name = visible(words.of(competency.name))
            lines.append((Span(name), Span(words.colon() + _who(people, words))))
    return lines


def _people(assessment: Assessment, items: pl.DataFrame) -> pl.DataFrame:
    return assessment.people.join(items, on="employee_id", how="semi", maintain_order="left")


def _who(people: pl.DataFrame, words: Words) -> str:
    """The first few by id and name, and how many more."""
    rows = people.head(MOST_NAMED).select("employee_id", "name").iter_rows()
    named = [" ".join(filter(None, (visible(id), visible(name or "")))) for id, name in rows]
    more = people.height - len(named)
    return words.join(named) + (" " + words("and_more", more=f"{more:,}") if more else "")


def _remarks(assessment: Assessment, words: Words) -> list[str]:
    """What a reader must know to read the figures right."""
    a = assessment
    remarks = []
    if a.ratings.left_out:
        remarks.append(left_out(a, words))
    missing = pl.col("position").is_null()
    for key, those in (("no_position", missing & ~pl.col("conflict")), ("two_positions", missing & pl.col("conflict"))):
        if (people := a.people.filter(those)).height:
            remarks.append(words(key, who=_who(people, words)))
    if a.only_earlier:
        earlier = a.ratings.people.filter(pl.col("employee_id").is_in(list(a.only_earlier)))
        remarks.append(words("only_earlier", who=_who(earlier.unique("employee_id").sort("employee_id"), words)))
    for key in ("self_only", "unweighted"):
        if (people := _people(a, a.gaps.filter(pl.col(key)))).height:
            remarks.append(words(key, who=_who(people, words)))
    if a.withheld.height:
        rolled = int(a.withheld["rolled_up"].sum())
        remarks.append(words("withheld", rolled=rolled, dropped=a.withheld.height - rolled))
    remarks += settings_line(a, words)
    remarks.append(counts(a.model, words))
    return remarks


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
