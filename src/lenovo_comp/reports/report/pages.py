"""The pages of `comp report`: file → page, linked to each other by relative addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import quote

from ...method.person import of_people, person_gaps
from ...method.results import VERDICTS, Assessment, Row
from ..assess.compute import overview
from ..assess.links import Links, Team
from ..assess.page import MOST_PEOPLE, team_page
from ..gap.person import of_all, page_on
from ..match.compute import bench_of
from ..match.page import bench_page
from ..shared.naming import name_and_id
from ..shared.words import Words
from ..show_model.page import handbook_page
from ..trend.page import trend_page
from .everyone import everyone_page

if TYPE_CHECKING:
    from ...findings.finding import Findings
    from ..trend.result import Trend

Kind = Literal["department", "manager"]
KINDS: Mapping[Kind, str] = {"department": "report_departments", "manager": "report_managers"}
"""The columns of people that make teams, and the headings of their lists."""
INDEX, HANDBOOK, TREND, BENCH, EVERYONE = "index.html", "handbook.html", "trend.html", "bench.html", "everyone.html"
NAMES = {EVERYONE: "report_everyone", TREND: "report_trend", BENCH: "bench_title", HANDBOOK: "report_handbook"}
"""The pages that the index links to, and their names."""
Names = Callable[[Iterable[str]], Mapping[str, str]]
"""Ids → names of files without endings, distinct and safe."""
Judge = Callable[[Assessment], "Findings"]
"""The findings on some people, as the project wants to hear of them."""


class _Group(NamedTuple):
    """A team: the people of a department, or of a manager."""

    key: str
    """What the people's column holds."""
    name: str
    file: str
    people: tuple[str, ...]


def pages(
    a: Assessment, trend: Trend | None, judge: Judge, names: Names, words: Words, kinds: Sequence[Kind]
) -> Iterator[tuple[str, str]]:
    """Every page of a folder: its path, with `/`, and its HTML. Of everybody in the assessment, and nobody else.

    `trend` is of the same people, if there are cycles to compare; `kinds` are those of the teams that have a page.
    """
    rows = a.person_rows()
    files = {id: f"people/{name}.html" for id, name in names([p["employee_id"] for p in rows]).items()}
    groups = {kind: _groups(kind, rows, names) for kind in kinds}
    home = (words.of(a.model.name), f"../{INDEX}")
    overviews = dict(_overviews(a, trend, files, words))
    yield INDEX, _everybody(a, judge, files, groups, list(overviews), words)
    yield from overviews.items()
    for kind, some in groups.items():
        for group in some:
            links = Links(
                title=group.name,
                trail=_trail(words, home, (words(KINDS[kind]), f"../{INDEX}#{kind}")),
                people={id: f"../{quote(files[id])}" for id in group.people},
            )
            yield group.file, _team_page(of_people(a, group.people), judge, links, words)
    yield from _people(a, files, groups, words)
    yield HANDBOOK, handbook_page(a.model, words, [(words.of(a.model.name), INDEX)])


def _overviews(a: Assessment, trend: Trend | None, files: Mapping[str, str], words: Words) -> Iterator[tuple[str, str]]:
    """The pages beside the index that are of everybody: links to all, changes since the cycle before, the bench."""
    people = {id: quote(file) for id, file in files.items()}
    trail = [(words.of(a.model.name), INDEX), (words("report_handbook"), HANDBOOK)]
    if len(people) > MOST_PEOPLE:
        yield EVERYONE, everyone_page(a, people, words, trail)
    if trend is not None:
        yield TREND, trend_page(trend, words, trail=trail, people=people)
    if a.model.positions:
        yield BENCH, bench_page(bench_of(a), words, trail=trail, people=people)


def _everybody(
    a: Assessment,
    judge: Judge,
    files: Mapping[str, str],
    groups: Mapping[Kind, Sequence[_Group]],
    overviews: Sequence[str],
    words: Words,
) -> str:
    verdict = {p["employee_id"]: p["verdict"] for p in a.person_rows()}
    teams = []
    for kind, some in groups.items():
        listed = [Team(g.name, quote(g.file), _count(verdict[id] for id in g.people), g.key) for g in some]
        if listed:
            teams.append((kind, KINDS[kind], listed))
    people = {id: quote(file) for id, file in files.items()}
    trail = [(words(NAMES[file]), file) for file in (*overviews, HANDBOOK)]
    links = Links(trail=trail, people=people, teams=teams)
    return _team_page(a, judge, links, words)


def _team_page(a: Assessment, judge: Judge, links: Links, words: Words) -> str:
    return team_page(a, overview(a, MOST_PEOPLE), judge(a), words, links)


def _people(
    a: Assessment, files: Mapping[str, str], groups: Mapping[Kind, Sequence[_Group]], words: Words
) -> Iterator[tuple[str, str]]:
    histories = of_all(a)
    teams: dict[str, list[_Group]] = {}
    for some in groups.values():
        for group in some:
            for id in group.people:
                teams.setdefault(id, []).append(group)
    for gap in person_gaps(a):
        id = gap.person["employee_id"]
        above = [(group.name, f"../{quote(group.file)}") for group in teams.get(id, [])]
        trail = _trail(words, (words.of(a.model.name), f"../{INDEX}"), *above)
        yield files[id], page_on(gap, histories(gap), words, trail, f"../{HANDBOOK}")


def _groups(kind: Kind, rows: Sequence[Row], names: Names) -> list[_Group]:
    """The teams of a kind by name, with the people of each."""
    found: dict[str, list[str]] = {}
    for row in rows:
        if row[kind]:
            found.setdefault(row[kind], []).append(row["employee_id"])
    # Managers are named by id, and by name where they are rated themselves.
    known = {row["employee_id"]: row["name"] for row in rows} if kind == "manager" else {}
    files = names(found)
    return [
        _Group(name, name_and_id(name, known.get(name)), f"{kind}s/{files[name]}.html", tuple(people))
        for name, people in sorted(found.items())
    ]


def _count(verdicts: Iterable[str | None]) -> dict[str | None, int]:
    found: dict[str | None, int] = dict.fromkeys([*VERDICTS, None], 0)
    for verdict in verdicts:
        found[verdict] += 1
    return found


def _trail(words: Words, *links: tuple[str, str]) -> list[tuple[str, str]]:
    return [*links, (words("report_handbook"), f"../{HANDBOOK}")]
