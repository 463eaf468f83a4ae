"""`comp assess` as a page: what matters first, then figures that follow the filters, everyone in one table."""

import json
from collections.abc import Sequence

from ...findings.finding import Findings
from ...method.results import MET, SHORT, STRENGTH, UNASSESSED, VERDICTS, Assessment
from ...version import __version__
from ..shared.blocks import bulleted
from ..shared.definitions import TERMS, definitions
from ..shared.page import render
from ..shared.words import Words
from . import page_counts as counts
from .answer import answer
from .compute import Overview, training
from .heat_map import sign_meanings
from .links import ALONE, Links
from .page_people import Filter, PeopleRows, map_heads, map_rows
from .text import largest_gaps, people_line, remark_lines, unassessed_list

MOST_PEOPLE = 500
"""People that a page lists one by one. Counts are of everybody, and with a filter of those listed."""
MOST_TRAININGS = 8
_TERMS = (STRENGTH, MET, SHORT, UNASSESSED, "fit", "clear", "too_close", "low_agreement", "bound")
"""What is defined on the page beside the verdicts."""
GROUPS = ("department", "manager", "position", "verdict")
"""The filters by which the people can be grouped, too."""


def team_page(a: Assessment, overview: Overview, findings: Findings, words: Words, links: Links = ALONE) -> str:
    """The whole page; `links` where it is one of a folder."""
    made = PeopleRows(overview, a.model, words)
    people, filters = made.rows(links.people), made.filters()
    heads = counts.verdict_heads(words, without=bool(a.summary.verdicts[None]))
    teams = [
        (id, words(key), counts.teams(a, id, some, made.choices(id), heads, words)) for id, key, some in links.teams
    ]
    trainings, all_trainings = training(a, MOST_TRAININGS)
    largest = [*(largest_gaps(a, words) if a.summary.short else []), *unassessed_list(a, words)]
    points = map_rows(overview, people, words)
    bench = counts.bench(a, overview, words)
    sections = {
        "people": "who_stands_where", "map": "map_title" if points else "", "gaps": "what_hurts",
        "training": "team_title" if trainings else "", "bench": "bench" if bench else "",
        "largest": "largest_gaps" if largest else "", "data": "data_findings",
    }  # fmt: skip
    return render(
        "team.jinja",
        words.language,
        styles=("page.css", "charts.css", "team.css"),
        script="team.js",
        trail=links.trail,
        confidential=True,
        word=words,
        title=links.title or words.of(a.model.name),
        opening=people_line(a, words),
        answer=answer(a, overview.clear, words),
        note=_note(overview, words),
        contents=[*((id, name) for id, name, _ in teams), *((id, words(key)) for id, key in sections.items() if key)],
        filters=filters,
        groups=[(f.name, f.label) for f in filters if f.name in GROUPS],
        phrases=_phrases(a, overview, heads, words),
        verdict_heads=heads,
        verdicts=counts.counted("", "", list(a.summary.verdicts.values())[: len(heads)], heads),
        definitions=_definitions(a, overview, words),
        teams=teams,
        people=people,
        has_departments=bool(made.departments) and _differs("department", filters, links),
        has_managers=bool(made.managers) and _differs("manager", filters, links),
        sure=any(p["clear"] is not None for p in overview.people),
        heads=[(words.of(c.short), words.of(c.name)) for c in a.model.competencies],
        legend=sign_meanings(a, (c.text for p in people for c in p.cells), words),
        map_heads=map_heads(),
        map=points,
        map_missing=sum(p["fit"] is None for p in overview.people),
        training=counts.training_rows(trainings, a.model, words),
        more_training=all_trainings - len(trainings),
        bench=bench,
        largest=largest,
        findings=counts.findings_by_rule(findings, words),
        remarks=[bulleted(remark_lines(a, words))],
        tool=f"comp {__version__}",
        **_competencies(a, overview, words),
    )


def _competencies(a: Assessment, overview: Overview, words: Words) -> dict[str, object]:
    """The team's gaps, its people by level, and the cards, of which one shows the largest gap."""
    gaps = counts.gaps(a, overview, words)
    level_heads, levels = counts.levels(overview, a.model, words)
    return {
        "gaps": gaps,
        "status_heads": counts.status_heads(words),
        "required": _required(a),
        "level_heads": level_heads,
        "levels": levels,
        "cards": counts.cards(a, overview, gaps, words),
    }


def _differs(name: str, filters: Sequence[Filter], links: Links) -> bool:
    """Whether a column says something: on the page of a team, not what is the same for all its people."""
    return not links.title or any(f.name == name for f in filters)


def _note(overview: Overview, words: Words) -> str:
    """What the page leaves out, and what its figures are of; empty where it lists everybody."""
    shown, more = len(overview.people), overview.more
    people = f"{shown + more:,}"
    return words("page_leaves_out", people=people, shown=f"{shown:,}", more=f"{more:,}") if more else ""


def _phrases(a: Assessment, overview: Overview, heads: Sequence[counts.Head], words: Words) -> str:
    """What the script writes beside figures that follow the filters."""
    all_people = words.number("n_people", len(overview.people) + overview.more)
    return json.dumps(
        {
            "shown": words("shown_of_listed" if overview.more else "shown_of"),
            "everybody": words("figures_of_all", people=all_people) if overview.more else words("shown_of"),
            "people": words("n_people"),
            "person": words("n_people_one"),
            "verdict": words("verdict_count"),
            "short": words("short_of_assessed"),
            "met": words("team_no_gaps"),
            "of": words("n_of_n"),
            "gap": words("team_gap_next"),
            "competencies": [words.of(c.name) for c in a.model.competencies],
            "heads": {"v": heads, "c": counts.status_heads(words)},
        },
        ensure_ascii=False,
    )


def _definitions(a: Assessment, overview: Overview, words: Words) -> list[tuple[str, str]]:
    """Words of the page with what they mean by this dictionary."""
    terms = [t for t in TERMS if t in _TERMS or (t in VERDICTS and a.model.positions)]
    clear = [(words("card_clear"), words("means_clear"))] if overview.clear[1] else []
    return [*definitions(a.model, words, terms), *clear]


def _required(a: Assessment) -> str:
    """The requirements as JSON, for means of people filtered: per position, in the order of the competencies."""
    model = a.model
    rows = [{r.competency: r.level for r in p.requires} for p in model.positions]
    return json.dumps([[row.get(c.id) for c in model.competencies] for row in rows], separators=(",", ":"))
