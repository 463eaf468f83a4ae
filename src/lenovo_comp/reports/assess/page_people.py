"""The people of a team's page: rows of the heat map, what they are filtered and grouped by, and the map of two axes."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from ...method.results import LOW, MET, SHORT, STRENGTH, UNASSESSED, VERDICTS, Row, is_far
from ...model.dictionary import EPSILON, Model
from ..shared.blocks import Span
from ..shared.certainty import clear_share
from ..shared.naming import id_and_name, name_and_id
from ..shared.tones import VERDICT_TONE
from ..shared.words import Words, figure, percent, whole_percent
from .compute import Bucket, Overview
from .heat_map import cell, optional_requirements

NONE = "-"
"""The choice of a filter for those who have no department, manager or position; and no status, no level."""
_STATUS_LETTERS = {STRENGTH: "s", MET: "m", SHORT: "h", UNASSESSED: "u"}
_MARKS = {"s": "has_short", "f": "has_far", "u": "has_unassessed", "r": "has_too_close", "l": "has_low"}
_FITS = ((100, 100), (90, 99), (80, 89), (70, 79), (60, 69), (0, 59))
_SHARES = ((100, 100), (75, 99), (50, 74), (25, 49), (0, 24))
MOST_POINTS = 24
"""Points that a field of the map shows at once; more are folded, and counted."""


class Cell(NamedTuple):
    """A cell of the heat map; sorted by `key`, blank for none."""

    text: str
    key: str
    tone: str


class Person(NamedTuple):
    """A row of the heat map. Numbers are the choices of the filters; `marks` are letters of what the row has.

    `statuses` and `levels` have a character per competency: its status, and the column of its level.
    """

    id: str
    name: str
    department: str
    department_number: str
    manager: str
    manager_number: str
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
    statuses: str
    levels: str
    cells: tuple[Cell, ...]
    href: str = ""


class Filter(NamedTuple):
    """A filter: its name in the form, its label, its choices (value, text)."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]


class Point(NamedTuple):
    """A person in the map of two axes: the number of the row, a description, the verdict and its tone."""

    number: int
    label: str
    verdict: str
    tone: str


class Field(NamedTuple):
    """A field of the map: its points; where they are so many that they are folded, how many have each verdict."""

    points: tuple[Point, ...]
    folded: tuple[tuple[str, str, int], ...]
    """Verdict, tone, number."""


class PeopleRows:
    """Makes the rows of everybody listed, by the same numbers as the filters."""

    def __init__(self, overview: Overview, model: Model, words: Words) -> None:
        self._overview, self._model, self._words = overview, model, words
        self.departments = _distinct(overview.people, "department")
        self.managers = _distinct(overview.people, "manager")
        self._positions = [p.id for p in model.positions]
        self._names = {p["employee_id"]: p["name"] for p in overview.people}
        self._optional = optional_requirements(model)
        self._buckets = {c.competency: c.buckets for c in overview.competencies}

    def rows(self, links: Mapping[str, str]) -> list[Person]:
        """Everybody; `links`: employee → the address of their page."""
        return [self._person(p, links.get(p["employee_id"], "")) for p in self._overview.people]

    def filters(self) -> list[Filter]:
        """The filters that leave a choice."""
        words, model, people = self._words, self._model, self._overview.people
        positions = {p["position"] for p in people}
        choices = {
            "department": [(str(i), d) for i, d in enumerate(self.departments)],
            "manager": [(str(i), self._manager(m)) for i, m in enumerate(self.managers)],
            "position": [(str(i), words.of(p.name)) for i, p in enumerate(model.positions) if p.id in positions],
            "verdict": [
                (str(i), words(v or "no_verdict"))
                for i, v in enumerate([*VERDICTS, None])
                if any(p["verdict"] == v for p in people)
            ],
        }
        for name in ("department", "manager", "position"):
            if not all(p[name] for p in people):
                choices[name].append((NONE, words("group_none")))
        found = [Filter(name, words(_LABELS[name]), tuple(of)) for name, of in choices.items() if len(of) > 1]
        marks = [(mark, words(key, near=figure(model.near))) for mark, key in _MARKS.items()]
        return [*found, Filter("status", words("status"), (("n", words("has_none")), *marks))]

    def choices(self, kind: str) -> dict[str, str]:
        """What the filters call departments, or managers."""
        values = {"department": self.departments, "manager": self.managers}[kind]
        return {value: str(i) for i, value in enumerate(values)}

    def _manager(self, id: str) -> str:
        return name_and_id(id, self._names.get(id))

    def _person(self, p: Row, href: str) -> Person:
        words, model, verdict, position = self._words, self._model, p["verdict"], p["position"]
        items = self._overview.items[p["employee_id"]]
        found = [items.get(c.id) for c in model.competencies]
        optional = self._optional.get(position, ())
        return Person(
            id=p["employee_id"],
            name=p["name"] or "",
            department=p["department"] or "",
            department_number=_number(p["department"], self.departments),
            manager=self._manager(p["manager"]) if p["manager"] else "",
            manager_number=_number(p["manager"], self.managers),
            position=words.of(model.position(position).name) if position else "",
            position_number=_number(position, self._positions),
            verdict=words(verdict or "no_verdict"),
            verdict_number=[*VERDICTS, None].index(verdict),
            verdict_tone=VERDICT_TONE[verdict],
            clear=clear_share(p),
            clear_key=_key(_share(p)),
            fit=percent(p["fit"]),
            fit_key=_key(p["fit"]),
            marks=_marks([i for i in found if i is not None], model),
            statuses="".join(NONE if i is None else _STATUS_LETTERS.get(i["status"], NONE) for i in found),
            levels="".join(NONE if i is None else _level(i, self._buckets[i["competency"]]) for i in found),
            cells=tuple(_cell(i, model, optional) for i in found),
            href=href,
        )


_LABELS = {"department": "department", "manager": "group_manager", "position": "position", "verdict": "verdict"}


def map_rows(overview: Overview, rows: Sequence[Person], words: Words) -> list[tuple[str, list[Field]]]:
    """The map: a row per share of clear requirements, the best first, with a field per range of fit, the best last.

    Empty where it isn't known of anybody how clear the requirements are. Who has no rating that counts has no point.
    """
    if all(p["clear"] is None for p in overview.people):
        return []
    points: dict[tuple[int | None, int], list[Point]] = {}
    for number, (p, row) in enumerate(zip(overview.people, rows, strict=True)):
        if p["fit"] is not None:
            share = _share(p)
            at = None if share is None else _range(share, _SHARES), _range(p["fit"], _FITS)
            known = words("map_clear", clear=row.clear) if row.clear else words("map_clear_unknown")
            label = words("map_point", who=id_and_name(row.id, row.name), verdict=row.verdict, fit=row.fit, clear=known)
            points.setdefault(at, []).append(Point(number, label, row.verdict, row.verdict_tone))
    kinds: list[tuple[int | None, str]] = [(low, _name(low, high)) for low, high in _SHARES]
    kinds += [(None, words("gate_unknown"))] if any(low is None for low, _ in points) else []
    return [(name, [_field(points.get((low, fit), [])) for fit, _ in reversed(_FITS)]) for low, name in kinds]


def map_heads() -> list[str]:
    """The ranges of fit, the lowest first."""
    return [_name(low, high) for low, high in reversed(_FITS)]


def _field(points: Sequence[Point]) -> Field:
    times = Counter((p.verdict, p.tone) for p in points) if len(points) > MOST_POINTS else Counter()
    return Field(tuple(points), tuple((verdict, tone, n) for (verdict, tone), n in times.items()))


def _range(share: float, ranges: Sequence[tuple[int, int]]) -> int:
    """The lower end of the range that a share is in, by the percentage that is shown of it."""
    return next(low for low, _ in ranges if whole_percent(share) >= low)


def _name(low: int, high: int) -> str:
    return f"{low}%" if low == high else f"{low}–{high}%"


def _share(p: Row) -> float | None:
    return None if p["clear"] is None else p["clear"] / p["deciding"]


def _distinct(people: Sequence[Row], column: str) -> list[str]:
    return sorted({p[column] for p in people if p[column]})


def _number(value: str | None, values: Sequence[str]) -> str:
    return str(values.index(value)) if value else NONE


def _cell(item: Row | None, model: Model, optional: Collection[str]) -> Cell:
    shown: Span = cell(item, model, optional)
    return Cell(shown.text, _key(item["rating"] if item else None), shown.tone if shown.text else "")


def _level(item: Row, buckets: Sequence[Bucket]) -> str:
    """The number of the column that counts the person among those at a level."""
    if item["gap"] is None:
        return NONE
    return str(max(i for i, b in enumerate(buckets) if i == 0 or item["rating"] >= b.low - EPSILON))


def _key(value: float | None) -> str:
    # Cells show rounded figures; they are sorted by the figure itself (decision 0010).
    # With nine decimals a mean of them is rounded as that of the figures themselves.
    return "" if value is None else f"{round(value, 9) + 0.0:.10g}"


def _marks(items: Sequence[Row], model: Model) -> str:
    """The letters by which the status filter finds a row: of `_MARKS`, and n where everything is met."""
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
