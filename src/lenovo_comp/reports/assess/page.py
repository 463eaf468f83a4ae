"""`comp assess` as a page: everyone in one table, to sort and to filter."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from ...findings.finding import Findings, worst_first
from ...method.results import HIGH, LOW, MET, MODERATE, SHORT, STRENGTH, UNASSESSED, VERDICTS, Assessment, Row, is_far
from ...model.dictionary import Model
from ...version import __version__
from ..shared.blocks import Bullets, Span, text
from ..shared.certainty import clear_share
from ..shared.charts import Part, stack
from ..shared.page import render
from ..shared.tones import SEVERITY_TONE, STATUS_TONE, VERDICT_TONE
from ..shared.words import Words, figure, percent
from .compute import CompetencyCounts, Overview
from .heat_map import cell, optional_requirements, sign_meanings
from .links import ALONE, Links, Team
from .text import competency_table, largest_gaps, people_line, remark_lines, unassessed_list

MOST_PEOPLE = 500
"""People that a page lists one by one; the counts are of everybody."""
_STATUSES = (STRENGTH, MET, SHORT, UNASSESSED)
_BAND_TONE = {HIGH: "high", MODERATE: "moderate", LOW: "warn", None: "dim"}
_TINTS = 4
_SETS_OF_MARKS = {"s": "has_short", "f": "has_far", "u": "has_unassessed", "r": "has_too_close", "l": "has_low"}


class Tile(NamedTuple):
    """A figure that stands out."""

    name: str
    value: str


class Cell(NamedTuple):
    """A cell of the heat map; sorted by `key`, blank for none."""

    text: str
    key: str
    tone: str


class Person(NamedTuple):
    """A row of the heat map. Numbers are the choices of the filters; `marks` are letters of what the row has."""

    id: str
    name: str
    department: str
    department_number: str
    position: str
    position_number: str
    verdict: str
    verdict_number: int
    verdict_tone: str
    clear: str
    clear_key: str
    fit: str
    fit_key: str
    marks: str
    cells: tuple[Cell, ...]
    href: str = ""


class Counted(NamedTuple):
    """Numbers of a row, their stacked bar, and its description for those who don't see it."""

    name: str
    parts: tuple[Part, ...]
    label: str
    numbers: tuple[int, ...]
    href: str = ""


class Share(NamedTuple):
    """The number of people, and the darkness of the cell (0 to 4)."""

    people: int
    tint: int


class Levels(NamedTuple):
    """People of a competency by level; None: its scale has no such level."""

    name: str
    cells: tuple[Share | None, ...]


class RuleCount(NamedTuple):
    """A rule, and the number of its findings."""

    code: str
    name: str
    severity: str
    tone: str
    number: int


def team_page(a: Assessment, overview: Overview, findings: Findings, words: Words, links: Links = ALONE) -> str:
    """The whole page; `links` where it is one of a folder."""
    model, summary = a.model, a.summary
    departments = sorted({p["department"] for p in overview.people if p["department"]})
    verdicts, optional = [*VERDICTS, None], optional_requirements(model)
    rows = [
        _person(p, overview.items[p["employee_id"]], optional.get(p["position"], ()), departments, model, words)
        for p in overview.people
    ]
    listed = [row._replace(href=links.people.get(row.id, "")) for row in rows]
    people, shown = f"{summary.employees:,}", f"{len(overview.people):,}"
    note = words("page_leaves_out", people=people, shown=shown, more=f"{overview.more:,}") if overview.more else ""
    return render(
        "team.jinja",
        words.language,
        styles=("page.css", "charts.css"),
        script="team.js",
        word=words,
        title=links.title or words.of(model.name),
        trail=links.trail,
        confidential=True,
        team_heads=[(words(v or "no_verdict"), VERDICT_TONE[v]) for v in verdicts],
        teams=[(id, words(key), [_team(t, words) for t in some]) for id, key, some in links.teams],
        opening=[text(people_line(a, words))],
        verdicts=stack((words(v or "no_verdict"), summary.verdicts[v], VERDICT_TONE[v]) for v in verdicts),
        tiles=_tiles(a, words),
        contents=_contents(overview, links, words),
        note=note,
        filters=_filters(overview, departments, model, words),
        shown_template=words("shown_of"),
        departments=departments,
        sure=any(p["clear"] is not None for p in overview.people),
        heads=[(words.of(c.short), words.of(c.name)) for c in model.competencies],
        people=listed,
        legend=" · ".join([sign_meanings(a, (c.text for p in listed for c in p.cells), words), words("legend_clear")]),
        status_heads=[(words(s), STATUS_TONE[s]) for s in _STATUSES],
        statuses=[_statuses(c, model, words) for c in overview.competencies],
        **_levels(overview, model, words),
        means=[competency_table(a, words)],
        verdict_heads=[(words(v), VERDICT_TONE[v]) for v in VERDICTS],
        bench=[
            _stacked_row(words.of(model.position(p).name), [(words(v), n, VERDICT_TONE[v]) for v, n in by.items()])
            for p, by in overview.bench
        ],
        band_heads=[(_band(b, words), tone) for b, tone in _BAND_TONE.items()],
        agreement=[
            _stacked_row(_name(c, model, words), [(_band(b, words), n, _BAND_TONE[b]) for b, n in c.bands.items()])
            for c in overview.competencies
        ],
        largest=largest_gaps(a, words),
        unassessed=unassessed_list(a, words),
        findings=_findings(findings, words),
        remarks=[Bullets(tuple((Span(line),) for line in remark_lines(a, words)))],
        tool=f"comp {__version__}",
    )


def _team(team: Team, words: Words) -> Counted:
    numbers = [(words(v or "no_verdict"), team.verdicts.get(v, 0), VERDICT_TONE[v]) for v in [*VERDICTS, None]]
    return _stacked_row(team.name, numbers)._replace(href=team.href)


def _tiles(a: Assessment, words: Words) -> list[Tile]:
    summary = a.summary
    figures = {
        "people_count": summary.employees,
        "ratings_count": summary.ratings,
        "rows_left_out": a.ratings.left_out,
        "tile_withheld": summary.rolled_up + summary.dropped,
        "tile_too_close": summary.too_close,
        "tile_low": summary.low_agreement,
    }
    return [Tile(words(key), f"{number:,}") for key, number in figures.items()]


def _contents(overview: Overview, links: Links, words: Words) -> list[tuple[str, str]]:
    keys = {
        "people": "who_stands_where", "distribution": "distribution", "bench": "bench", "agreement": "agreement",
        "gaps": "largest_gaps", "findings": "data_findings", "made-of": "remarks",
    }  # fmt: skip
    own = [(id, words(key)) for id, key in keys.items() if id != "bench" or overview.bench]
    return [*own[:1], *((id, words(key)) for id, key, _ in links.teams), *own[1:]]


def _filters(
    overview: Overview, departments: list[str], model: Model, words: Words
) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Name, label and choices (value, text) of each filter that leaves a choice."""
    positions = {p["position"] for p in overview.people}
    choices = {
        "department": [(str(i), d) for i, d in enumerate(departments)],
        "position": [(str(i), words.of(p.name)) for i, p in enumerate(model.positions) if p.id in positions],
        "verdict": [(str(i), words(v or "no_verdict")) for i, v in enumerate([*VERDICTS, None])],
        "status": [
            ("n", words("has_none")),
            *((mark, words(key, near=figure(model.near))) for mark, key in _SETS_OF_MARKS.items()),
        ],
    }
    return [(name, words(name), options) for name, options in choices.items() if options]


def _person(
    p: Row, items: Mapping[str, Row], optional: Collection[str], departments: list[str], model: Model, words: Words
) -> Person:
    verdict, position = p["verdict"], p["position"]
    found = [items.get(c.id) for c in model.competencies]
    return Person(
        id=p["employee_id"],
        name=p["name"] or "",
        department=p["department"] or "",
        department_number=str(departments.index(p["department"])) if p["department"] else "",
        position=words.of(model.position(position).name) if position else "",
        position_number=str([x.id for x in model.positions].index(position)) if position else "",
        verdict=words(verdict or "no_verdict"),
        verdict_number=[*VERDICTS, None].index(verdict),
        verdict_tone=VERDICT_TONE[verdict],
        clear=clear_share(p),
        clear_key=_key(None if p["clear"] is None else p["clear"] / p["deciding"]),
        fit=percent(p["fit"]),
        fit_key=_key(p["fit"]),
        marks=_marks([i for i in found if i is not None], model),
        cells=tuple(_cell(i, cell(i, model, optional)) for i in found),
    )


def _cell(item: Row | None, shown: Span) -> Cell:
    return Cell(shown.text, _key(item["rating"] if item else None), shown.tone if shown.text else "")


def _key(value: float | None) -> str:
    # Cells show rounded figures; they are sorted by the figure itself (decision 0010).
    return "" if value is None else f"{round(value, 4) + 0.0:g}"


def _marks(items: Sequence[Row], model: Model) -> str:
    """The letters by which the status filter finds a row: of `_SETS_OF_MARKS`, and n where everything is met."""
    statuses = {i["status"] for i in items}
    marks = {
        "s": SHORT in statuses,
        "f": any(i["status"] == SHORT and is_far(i["gap"], model.near) for i in items),
        "u": UNASSESSED in statuses,
        "r": any(i["too_close"] for i in items),
        "l": any(i["band"] == LOW for i in items),
        "n": bool(statuses & {MET, STRENGTH}) and not statuses & {SHORT, UNASSESSED},
    }
    return "".join(mark for mark, found in marks.items() if found)


def _name(counts: CompetencyCounts, model: Model, words: Words) -> str:
    return words.of(model.competency(counts.competency).name)


def _statuses(counts: CompetencyCounts, model: Model, words: Words) -> Counted:
    return _stacked_row(
        _name(counts, model, words), [(words(s), n, STATUS_TONE[s]) for s, n in counts.statuses.items()]
    )


def _band(band: str | None, words: Words) -> str:
    return words("no_band") if band is None else words(f"agree_{band}")


def _stacked_row(name: str, numbers: Sequence[tuple[str, int, str]]) -> Counted:
    label = ", ".join(f"{n} {number}" for n, number, _ in numbers)
    return Counted(name, stack(numbers), f"{name}: {label}", tuple(number for _, number, _ in numbers))


def _levels(overview: Overview, model: Model, words: Words) -> dict[str, object]:
    """The heads and rows of the table of people by level, with one column for every level of some scale."""
    lows = sorted({b.low for c in overview.competencies for b in c.buckets})
    rows = []
    for c in overview.competencies:
        people = {b.low: b.people for b in c.buckets}
        total = sum(people.values())
        cells = [Share(people[x], -(-_TINTS * people[x] // max(total, 1))) if x in people else None for x in lows]
        rows.append(Levels(_name(c, model, words), tuple(cells)))
    return {"level_heads": [f"{x:g}" for x in lows], "levels": rows}


def _findings(findings: Findings, words: Words) -> list[RuleCount]:
    """The rules with findings, the worst first, then the most frequent."""
    return [
        RuleCount(rule.code, rule.name, words(severity.value), SEVERITY_TONE[severity], number)
        for (rule, severity), number in worst_first(findings)
    ]
