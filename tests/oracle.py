"""An independent second computation of section 3's ratings and section 4's figures, row by row, in fractions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations_with_replacement

from lenovo_comp.model.dictionary import Competency, Model, Position, Requirement

NO_ROLE = "assessor"


@dataclass(frozen=True)
class Row:
    """One row of a ratings file in long form; None is a blank cell."""

    employee: str
    competency: str | None = None
    level: Fraction | None = None
    role: str = NO_ROLE
    rater: str | None = None
    behaviour: str | None = None
    cycle: str = ""
    position: str | None = None


@dataclass(frozen=True)
class Figure:
    """What one rater says of one employee and competency."""

    role: str
    rater: str | None
    value: Fraction
    derived: bool = False
    """Whether it is made of behaviours."""


@dataclass(frozen=True)
class RoleFigure:
    """A shown role's mean, in how many different raters, with which weight; `theirs` is what they gave."""

    mean: Fraction
    n: int
    weight: Fraction
    theirs: tuple[Fraction, ...] = ()
    derived: int = 0
    """How many of them are made of behaviours."""


@dataclass(frozen=True)
class Spread:
    """Rule 9, in figures."""

    n: int
    range: Fraction
    average_deviation: Fraction
    r_wg: Fraction


@dataclass(frozen=True)
class Rating:
    """A competency's rating."""

    value: Fraction
    n: int
    self_only: bool
    unweighted: bool


@dataclass(frozen=True)
class Item:
    """A competency of an employee that is required or rated."""

    employee: str
    competency: str
    required: Fraction | None
    rating: Rating | None
    gap: Fraction | None
    status: str
    essential: bool | None
    weight: Fraction | None
    band: str | None = None
    self_other: Fraction | None = None
    fragile: bool | None = None


@dataclass(frozen=True)
class Person:
    """An employee against the position."""

    employee: str
    position: str | None
    conflict: bool
    required: int = 0
    assessed: int = 0
    met: int = 0
    short: int = 0
    unassessed: int = 0
    fit: Fraction | None = None
    met_share: Fraction | None = None
    coverage: Fraction | None = None
    verdict: str | None = None
    stage: tuple[int, int] | None = None


@dataclass(frozen=True)
class Summary:
    """A competency over all whose position requires it."""

    competency: str
    required_mean: Fraction | None
    rating_mean: Fraction | None
    gap_mean: Fraction | None
    short: int
    met: int
    unassessed: int


@dataclass(frozen=True)
class Result:
    """Everything that one cycle's ratings say."""

    cycle: str
    people: list[Person]
    items: list[Item]
    roles: dict[tuple[str, str, str], RoleFigure]
    summaries: list[Summary]
    only_earlier: list[str]
    withheld: dict[tuple[str, str], bool]
    """Employee and competency where a role is not shown on its own: whether it is rolled up."""
    counted: int
    """Ratings of the cycle that count."""
    spread: dict[tuple[str, str, str | None], Spread]
    """Agreement in figures, by employee, competency and role (None: the rating's)."""
    bands: dict[tuple[str, str, str], str | None]
    """Agreement as a word, by employee, competency and role."""


def exact(number: float) -> Fraction:
    """The decimal fraction that was written: 0.8 is 4/5."""
    return Fraction(str(number))


def mean(values: Iterable[Fraction]) -> Fraction | None:
    """The mean, or None of nothing."""
    given = list(values)
    return sum(given, Fraction(0)) / len(given) if given else None


# ---------------------------------------------------------------- section 3


def counting(rows: Iterable[Row], model: Model) -> list[Row]:
    """The rows that are a rating and take part: given, right, once, without contradiction."""
    by_rating: dict[tuple[str | None, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if row.level is not None and fits(row, model):
            key = (row.cycle, row.employee, row.competency, row.behaviour, row.role, row.rater)
            by_rating[key].append(row)
    agreeing = [same[0] for same in by_rating.values() if len({row.level for row in same}) == 1]
    ways: dict[tuple[str | None, ...], set[bool]] = defaultdict(set)
    for row in agreeing:
        ways[row.cycle, row.employee, row.competency, row.role, row.rater].add(row.behaviour is None)
    return [row for row in agreeing if len(ways[row.cycle, row.employee, row.competency, row.role, row.rater]) == 1]


def fits(row: Row, model: Model) -> bool:
    """Whether the level is one of the scale's steps, and means something for the competency."""
    assert row.competency is not None and row.level is not None
    competency = model.competency(row.competency)
    degrees = (model.attainment.scale.min, model.attainment.scale.max)
    if row.behaviour is not None and not competency.levels and (competency.scale.min, competency.scale.max) != degrees:
        return False  # a behaviour's degree means nothing on another scale
    scale = model.attainment.scale if row.behaviour is not None else model.competency(row.competency).scale
    if not exact(scale.min) <= row.level <= exact(scale.max):
        return False
    return ((row.level - exact(scale.min)) / exact(scale.step)).denominator == 1


def sound(row: Row, model: Model) -> bool:
    """Whether nothing is wrong with the row by itself; a blank level is nothing wrong."""
    return row.level is None or fits(row, model)


def positions(rows: Sequence[Row], model: Model) -> dict[str, set[str]]:
    """Everyone in the rows, with the positions that are named for them.

    A row with an error places nobody, unless no better one does.
    """
    named: dict[str, set[str]] = {row.employee: set() for row in rows}
    for employee, given in named.items():
        placed = [row for row in rows if row.employee == employee and row.position is not None]
        better = [row for row in placed if sound(row, model)]
        given.update(row.position for row in placed if row.position and (sound(row, model) or not better))
    return named


# ---------------------------------------------------------------- section 4


def level_attained(competency: Competency, degrees: dict[str, Fraction], model: Model) -> Fraction | None:
    """Rule 4, for one rater: degrees of behaviours → a figure, or None."""
    if not competency.levels:
        return mean(degrees[s.id] for s in competency.behaviours if s.id in degrees)
    often, share = exact(model.attainment.observed_from), exact(model.attainment.share)
    reached = 0
    for level in sorted(competency.levels, key=lambda x: x.level):
        rated = [degrees[s.id] for s in level.behaviours if s.id in degrees]
        if not rated:
            return None if reached == 0 else Fraction(reached)
        seen = Fraction(sum(1 for d in rated if d >= often), len(rated))
        if seen < share:
            return reached + seen
        reached = level.level
    return Fraction(reached)


def figures(rows: Iterable[Row], model: Model) -> dict[tuple[str, str], list[Figure]]:
    """Employee and competency → one figure a rater and role."""
    given: dict[tuple[str, str, str, str | None], list[Row]] = defaultdict(list)
    for row in rows:
        assert row.competency is not None
        given[row.employee, row.competency, row.role, row.rater].append(row)
    result: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for (employee, competency, role, rater), theirs in given.items():
        if theirs[0].behaviour is None:
            assert len(theirs) == 1
            value = theirs[0].level
        else:
            degrees = {r.behaviour: r.level for r in theirs if r.behaviour is not None and r.level is not None}
            value = level_attained(model.competency(competency), degrees, model)
        if value is not None:
            result[employee, competency].append(Figure(role, rater, value, theirs[0].behaviour is not None))
    return result


def role_means(given: Sequence[Figure], model: Model) -> dict[str, RoleFigure]:
    """Rules 1 and 2, for one employee and competency: the roles that are shown."""
    by_role: dict[str, list[Figure]] = defaultdict(list)
    for figure in given:
        by_role[figure.role].append(figure)
    shown: dict[str, RoleFigure] = {}
    small: list[str] = []
    for role, theirs in by_role.items():
        raters = len({f.rater for f in theirs})
        if raters < model.role(role).min_raters:
            small.append(role)
        else:
            given_ = tuple(f.value for f in theirs)
            derived = sum(f.derived for f in theirs)
            shown[role] = RoleFigure(_mean(theirs), raters, exact(model.role(role).weight), given_, derived)
    pooled = [f for role in small for f in by_role[role]]
    if small and len({f.rater for f in pooled}) >= max(model.role(role).min_raters for role in small):
        raters_of = {role: len({f.rater for f in by_role[role]}) for role in small}
        total = sum((exact(model.role(role).weight) * n for role, n in raters_of.items()), Fraction(0))
        weight = total / sum(raters_of.values())
        shown["others"] = RoleFigure(
            _mean(pooled),
            len({f.rater for f in pooled}),
            weight,
            tuple(f.value for f in pooled),
            sum(f.derived for f in pooled),
        )
    return shown


def _mean(theirs: Sequence[Figure]) -> Fraction:
    return sum((f.value for f in theirs), Fraction(0)) / len(theirs)


def rating(shown: dict[str, RoleFigure]) -> Rating | None:
    """Rule 3."""
    if not shown:
        return None
    weighing = [role for role in shown.values() if role.weight > 0]
    if weighing:
        total = sum((role.weight for role in weighing), Fraction(0))
        value = sum((role.weight * role.mean for role in weighing), Fraction(0)) / total
        return Rating(value, sum(role.n for role in weighing), False, False)
    plain = sum((role.mean for role in shown.values()), Fraction(0)) / len(shown)
    self_only = set(shown) == {"self"}
    return Rating(plain, sum(role.n for role in shown.values()), self_only, not self_only)


def spread(values: Sequence[Fraction], competency: Competency) -> Spread | None:
    """Rule 9: n, range, average deviation from the mean, and r_wg for at least two figures."""
    if len(values) < 2:
        return None
    middle = sum(values, Fraction(0)) / len(values)
    deviations = [abs(v - middle) for v in values]
    variance = sum((d * d for d in deviations), Fraction(0)) / (len(values) - 1)
    step = exact(competency.scale.step)
    answers = (exact(competency.scale.max) - exact(competency.scale.min)) / step + 1
    at_random = (answers**2 - 1) / 12 * step**2
    r_wg = max(Fraction(0), 1 - variance / at_random)
    return Spread(len(values), max(values) - min(values), sum(deviations, Fraction(0)) / len(values), r_wg)


def band(found: Spread | None, model: Model) -> str | None:
    """Rule 9, as a word."""
    if found is None:
        return None
    if found.r_wg >= exact(model.agreement.high):
        return "high"
    return "moderate" if found.r_wg >= exact(model.agreement.moderate) else "low"


def anonymous(role: str, model: Model) -> bool:
    """Whether single raters of the role, or of `others`, must stay unknown."""
    return role == "others" or model.role(role).min_raters > 1


def word(role: str, x: RoleFigure, competency: Competency, model: Model) -> str | None:
    """Rule 9: the word on a shown role's agreement; of an anonymous one *low* or nothing, where that tells nothing."""
    found = band(spread(x.theirs, competency), model)
    if not anonymous(role, model) or found is None:
        return found
    if x.n < 3 or found != "low" or x.derived:
        return None
    words = [
        band(spread(values, competency), model)
        for values in possible(sum(x.theirs, Fraction(0)), len(x.theirs), competency)
    ]
    low = words.count("low")
    return found if low >= 2 and len(words) - low >= 2 else None


def possible(total: Fraction, n: int, competency: Competency) -> list[tuple[Fraction, ...]]:
    """All sets of n answers of a scale that have a sum."""
    lowest, step = exact(competency.scale.min), exact(competency.scale.step)
    answers = [lowest + i * step for i in range(int((exact(competency.scale.max) - lowest) / step) + 1)]
    return [values for values in combinations_with_replacement(answers, n) if sum(values) == total]


def counting_roles(shown: dict[str, RoleFigure]) -> dict[str, RoleFigure]:
    """The roles whose means make up the rating."""
    weighing = {id: role for id, role in shown.items() if role.weight > 0}
    return weighing or shown


def agreement(shown: dict[str, RoleFigure], competency: Competency, model: Model) -> dict[str | None, Spread]:
    """Agreement in figures, where nobody is anonymous, by role (None: of the rating)."""

    groups: dict[str | None, tuple[Fraction, ...]] = {
        role: x.theirs for role, x in shown.items() if not anonymous(role, model)
    }
    counting = counting_roles(shown)
    if not any(anonymous(role, model) for role in counting):
        groups[None] = tuple(v for x in counting.values() for v in x.theirs)
    found = {role: spread(values, competency) for role, values in groups.items()}
    return {role: x for role, x in found.items() if x is not None}


def confidence(given: Sequence[Figure], asked: Requirement | None, model: Model) -> bool | None:
    """Whether met or short flips without one of the named raters, each left out in turn with all that is theirs."""
    if asked is None:
        return None
    named = [f for f in given if not anonymous(f.role, model)]

    def short(figures: Sequence[Figure]) -> bool | None:
        found = rating(role_means(figures, model))
        return None if found is None else exact(asked.level) - found.value > exact(model.tolerance)

    def person(f: Figure) -> tuple[str, str]:
        return ("named", f.rater) if f.rater is not None else ("unnamed", f.role)

    left = [[f for f in named if person(f) != who] for who in {person(f) for f in named}]
    return any(x is not None and x != short(named) for x in map(short, left))


def self_other(given: Sequence[Figure], model: Model) -> Fraction | None:
    """The self-rating minus what the others would give without it."""
    mine = role_means(given, model).get("self")
    others = rating(role_means([f for f in given if f.role != "self"], model))
    return mine.mean - others.value if mine is not None and others is not None else None


def item(employee: str, competency: Competency, asked: Requirement | None, rated: Rating | None, model: Model) -> Item:
    """Rule 5."""
    if asked is None:
        return Item(employee, competency.id, None, rated, None, "not_required", None, None)
    required, weight = exact(asked.level), exact(asked.weight)
    if rated is None:
        return Item(employee, competency.id, required, None, None, "unassessed", asked.essential, weight)
    gap = required - rated.value
    if gap > exact(model.tolerance):
        status = "short"
    elif -gap >= exact(model.strength) or rated.value >= exact(competency.scale.max):
        status = "strength"
    else:
        status = "met"
    return Item(employee, competency.id, required, rated, gap, status, asked.essential, weight)


def fit(items: Iterable[Item], model: Model) -> Fraction | None:
    """Rule 6, first sentence."""
    reached, weights = Fraction(0), Fraction(0)
    for x in items:
        if x.rating is None:
            continue
        assert x.required is not None and x.weight is not None
        bottom = exact(model.competency(x.competency).scale.min)
        span = x.required - bottom
        part = Fraction(1) if span == 0 else min(Fraction(1), (x.rating.value - bottom) / span)
        reached += x.weight * part
        weights += x.weight
    return reached / weights if weights else None


def verdict(items: Sequence[Item], model: Model) -> str:
    """Rule 7."""
    deciding = [x for x in items if x.essential] or list(items)
    gaps = [x.gap for x in deciding if x.gap is not None]
    if len(gaps) < len(deciding):
        return "incomplete"
    if all(gap <= exact(model.tolerance) for gap in gaps):
        return "ready"
    return "near" if max(gaps) <= exact(model.near) else "developing"


def stage(items: Iterable[Item], position: Position, model: Model) -> tuple[int, int] | None:
    """Rule 8: (lowest, highest) stage over a position's dimensions."""
    lows, highs = [], []
    for x in items:
        levels = {level.level: level.stages for level in model.competency(x.competency).levels}
        if not levels:
            continue
        if x.rating is None:
            return None
        reached = x.rating.value.numerator // x.rating.value.denominator
        stages = levels[reached] if reached else (0,)
        low, high = min(stages), max(stages)
        if x.status in ("met", "strength") and position.stage is not None:
            low, high = max(low, position.stage), max(high, position.stage)
        lows.append(low)
        highs.append(high)
    return (min(lows), min(highs)) if lows else None


def person(employee: str, named: set[str], items: Sequence[Item], model: Model) -> Person:
    """Rules 6 to 8 for an employee: no verdict without exactly one position."""
    if len(named) != 1:
        return Person(employee, None, len(named) > 1)
    (position,) = named
    asked = [x for x in items if x.required is not None]
    statuses = [x.status for x in asked]
    met = sum(s in ("met", "strength") for s in statuses)
    assessed = sum(x.rating is not None for x in asked)
    return Person(
        employee,
        position,
        conflict=False,
        required=len(asked),
        assessed=assessed,
        met=met,
        short=statuses.count("short"),
        unassessed=statuses.count("unassessed"),
        fit=fit(asked, model),
        met_share=Fraction(met, assessed) if assessed else None,
        coverage=Fraction(assessed, len(asked)),
        verdict=verdict(asked, model),
        stage=stage(asked, model.position(position), model),
    )


def summary(competency: str, items: Iterable[Item]) -> Summary:
    """A competency over those whose position requires it."""
    asked = [x for x in items if x.competency == competency and x.required is not None]
    rated = [x for x in asked if x.rating is not None]
    return Summary(
        competency,
        mean(x.required for x in (rated or asked) if x.required is not None),
        mean(x.rating.value for x in asked if x.rating is not None),
        mean(x.gap for x in asked if x.gap is not None),
        sum(x.status == "short" for x in asked),
        sum(x.status in ("met", "strength") for x in asked),
        sum(x.status == "unassessed" for x in asked),
    )


def assess(rows: Sequence[Row], model: Model, roster: dict[str, str] | None = None) -> Result:
    """Everything, for the newest cycle; `roster` gives positions where the rows name none."""
    good = [row for row in rows if sound(row, model)]
    cycle = max((row.cycle for row in (good or rows)), default="")
    current = [row for row in rows if row.cycle == cycle]
    named = positions(current, model)
    for employee, position in (roster or {}).items():
        if not named.setdefault(employee, set()):
            named[employee].add(position)
    ratings: dict[tuple[str, str], Rating] = {}
    roles: dict[tuple[str, str, str], RoleFigure] = {}
    withheld: dict[tuple[str, str], bool] = {}
    counted = counting(current, model)
    spreads: dict[tuple[str, str, str | None], Spread] = {}
    bands: dict[tuple[str, str, str], str | None] = {}
    by_item = figures(counted, model)
    shown_of: dict[tuple[str, str], dict[str, RoleFigure]] = {}
    for (employee, competency), given in by_item.items():
        shown = role_means(given, model)
        if {figure.role for figure in given} - set(shown):
            withheld[employee, competency] = "others" in shown
        roles.update({(employee, competency, role): figure for role, figure in shown.items()})
        shown_of[employee, competency] = shown
        subject = model.competency(competency)
        for role, how in agreement(shown, subject, model).items():
            spreads[employee, competency, role] = how
        for role, x in shown.items():
            bands[employee, competency, role] = word(role, x, subject, model)
        found = rating(shown)
        if found is not None:
            ratings[employee, competency] = found
    items: list[Item] = []
    people: list[Person] = []
    for employee in sorted(named):
        asked: dict[str, Requirement] = {}
        if len(named[employee]) == 1:
            (position,) = named[employee]
            asked = {r.competency: r for r in model.position(position).requires}
        theirs = [
            item(employee, c, asked.get(c.id), ratings.get((employee, c.id)), model)
            for c in model.competencies
            if c.id in asked or (employee, c.id) in ratings
        ]
        items += [confident(x, by_item, shown_of, asked, model) for x in theirs]
        people.append(person(employee, named[employee], theirs, model))
    return Result(
        cycle,
        people,
        items,
        roles,
        [summary(c.id, items) for c in model.competencies],
        sorted({row.employee for row in rows} - {row.employee for row in current}),
        withheld,
        len(counted),
        spreads,
        bands,
    )


def confident(
    x: Item,
    by_item: dict[tuple[str, str], list[Figure]],
    shown_of: dict[tuple[str, str], dict[str, RoleFigure]],
    asked: dict[str, Requirement],
    model: Model,
) -> Item:
    """The item with rule 9 and what hangs on one rater."""
    key = x.employee, x.competency
    if x.rating is None:
        return x
    counting = counting_roles(shown_of[key])
    named = not any(anonymous(role, model) for role in counting)
    values = [v for role in counting.values() for v in role.theirs]
    return replace(
        x,
        band=band(spread(values, model.competency(x.competency)), model) if named else None,
        self_other=self_other(by_item[key], model),
        fragile=confidence(by_item[key], asked.get(x.competency), model) if named else None,
    )
