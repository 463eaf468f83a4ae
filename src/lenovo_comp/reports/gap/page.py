"""`comp gap` as a page: one person, to read together and to print."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ...method.results import NOT_REQUIRED, SHORT, PersonGap, Row
from ...model.dictionary import Model
from ..explain.result import Explanation
from ..explain.text import derivation
from ..shared.blocks import Block, Heading
from ..shared.certainty import clear_share, doubt, legend
from ..shared.charts import Bullet, Radar, Step, Tick, at, bullet, line, radar, ticks
from ..shared.naming import subject
from ..shared.page import Trail, render
from ..shared.standing import standing, supposed_mark
from ..shared.tones import VERDICT_TONE, item_tone
from ..shared.words import Words, figure, percent, rating_and_gap
from .text import answers, by_role, closing, profile, shown_roles

LONGEST_LABEL = 16
"""Characters of a name beside the radar."""


class Tile(NamedTuple):
    """A figure that stands out."""

    name: str
    value: str
    tone: str


class Standing(NamedTuple):
    """A rating beside its requirement; `standing_text` has in words what the chart shows."""

    name: str
    said: str
    tone: str
    bullet: Bullet


class Mean(NamedTuple):
    """The mean of a role's raters: its lane, and its place in percent of the scale."""

    lane: int
    at: float


class Roles(NamedTuple):
    """A competency's roles, one above the other."""

    name: str
    means: tuple[Mean, ...]
    ticks: tuple[Tick, ...]


class Trend(NamedTuple):
    """A competency's ratings cycle by cycle, and their change since the cycle before; blank where there is none."""

    name: str
    values: tuple[str, ...]
    change: str
    line: tuple[tuple[tuple[float, float], ...], tuple[Step, ...]]


class Derivation(NamedTuple):
    """The derivation of one figure."""

    name: str
    figure: str
    blocks: tuple[Block, ...]


def person_page(
    gap: PersonGap,
    explanations: Sequence[Explanation],
    cycles: Sequence[PersonGap],
    changes: Mapping[str, Row],
    words: Words,
    trail: Trail = (),
) -> str:
    """The whole page. `cycles` is the same person in each cycle of the files, oldest first.

    `changes`: competency → what `method.change.changes` has of it, from the cycle before to this one.
    """
    person = gap.person
    first, *rest = standing(gap, words)
    judged = person["position"] is not None
    if judged:
        # The tiles have the figures.
        rest = [rest[0], *rest[2:]]
    profiled = [i for i in gap.items if i["rating"] is not None or i["required"] is not None]
    lanes = _lanes(gap, words)
    return render(
        "person.jinja",
        words.language,
        trail=trail,
        styles=("page.css", "charts.css"),
        word=words,
        title=subject(gap.person),
        against=[first],
        opening=rest,
        tiles=_tiles(person, words) if judged else [],
        profile=[_standing(i, gap, words) for i in profiled],
        any_desired=any(i["desired"] is not None for i in profiled),
        radar=_radar(gap, words) if judged else None,
        lanes=[name for _, name in lanes],
        roles=_roles(gap, [role for role, _ in lanes], words),
        table=[profile(gap, words), *legend(gap.items, words), *by_role(gap, words)],
        findings=answers(gap, words) if judged else [],
        cycles=[_cycle(g, gap) for g in cycles],
        trend=_trend(gap, cycles, changes, words) if len(cycles) > 1 else [],
        changed=bool(changes),
        derivations=[_derivation(x, words) for x in explanations],
        closing=closing(gap, words),
    )


def _tiles(person: Row, words: Words) -> list[Tile]:
    met, assessed, required = (person[k] for k in ("met", "assessed", "required"))
    return [
        Tile(words("verdict"), words(person["verdict"]), VERDICT_TONE[person["verdict"]]),
        *(
            [Tile(words("clear"), clear_share(person).replace("/", " / "), "plain")]
            if person["clear"] is not None
            else []
        ),
        Tile(words("fit"), percent(person["fit"]), "plain"),
        Tile(words("met").capitalize(), f"{met} / {assessed}", "plain"),
        Tile(words("coverage"), f"{assessed} / {required}", "plain"),
    ]


def _standing(item: Row, gap: PersonGap, words: Words) -> Standing:
    model = gap.assessment.model
    competency = model.competency(item["competency"])
    return Standing(
        words.of(competency.name),
        standing_text(item, model, words, supposed_mark(gap, competency.id, words)),
        item_tone(item, model.near),
        bullet(item, competency.scale),
    )


def standing_text(item: Row, model: Model, words: Words, mark: str = "") -> str:
    """`2.22 / 3 · short by 0.78 ~`: rating, requirement and status, in few words."""
    rating, missing = rating_and_gap(item, model.tolerance)
    end = words("short_by", gap=missing) if item["status"] == SHORT else words(item["status"])
    required = "" if item["status"] == NOT_REQUIRED else f" / {figure(item['required'])}"
    return f"{rating or '–'}{mark}{required} · {end}" + doubt(item)


def _radar(gap: PersonGap, words: Words) -> Radar | None:
    """The radar of what the position requires; None for fewer than three competencies."""
    axes = []
    for item in gap.items:
        if item["required"] is not None:
            competency = gap.assessment.model.competency(item["competency"])
            label = words.of(competency.short)
            label = label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"
            axes.append((label, competency.scale, item["required"], item["rating"]))
    return radar(axes)


def _lanes(gap: PersonGap, words: Words) -> list[tuple[str, str]]:
    """The roles that have figures to show: id and name, in the dictionary's order."""
    shown = {role for roles in gap.assessment.role_rows().values() for role in roles}
    return shown_roles(shown, gap.assessment.model, words)


def _roles(gap: PersonGap, lanes: list[str], words: Words) -> list[Roles]:
    """The means of roles by competency; nothing for a single role."""
    if len(lanes) < 2:
        return []
    found = gap.assessment.role_rows()
    rows = []
    for item in gap.items:
        competency = gap.assessment.model.competency(item["competency"])
        means = found.get((item["employee_id"], competency.id), {})
        places = tuple(Mean(lanes.index(r), at(x.mean, competency.scale) or 0.0) for r, x in means.items())
        if places:
            rows.append(Roles(words.of(competency.short), places, ticks(competency.scale)))
    return rows


def _cycle(one: PersonGap, gap: PersonGap) -> str:
    name = one.assessment.cycle or "–"
    return f"{name} *" if one.assessment.cycle == gap.assessment.cycle else name


def _trend(gap: PersonGap, cycles: Sequence[PersonGap], changes: Mapping[str, Row], words: Words) -> list[Trend]:
    """The ratings of every competency that was rated in some cycle."""
    ratings = [{i["competency"]: i for i in one.items} for one in cycles]
    rows = []
    for competency in gap.assessment.model.competencies:
        items = [found.get(competency.id) for found in ratings]
        values = [None if i is None else i["rating"] for i in items]
        if any(v is not None for v in values):
            shown = tuple("" if i is None else rating_and_gap(i, gap.assessment.model.tolerance)[0] for i in items)
            change = _change(changes.get(competency.id), words)
            rows.append(Trend(words.of(competency.name), shown, change, line(values, competency.scale)))
    return rows


def _change(row: Row | None, words: Words) -> str:
    """A change with its sign, and whether it is beyond chance where that is known."""
    if row is None:
        return ""
    key = {True: "change_beyond", False: "change_within", None: "change_unknown"}[row["reliable"]]
    return words(key, change=f"{row['change'] + 0.0:+.2f}")


def _derivation(x: Explanation, words: Words) -> Derivation:
    name = words.of(x.assessment.model.competency(x.item["competency"]).name)
    blocks = tuple(Heading(b.text, 2) if isinstance(b, Heading) and b.level < 3 else b for b in derivation(x, words))
    return Derivation(name, standing_text(x.item, x.assessment.model, words), blocks)
