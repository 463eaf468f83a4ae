"""An independent second computation of section 3's ratings and section 4's figures, row by row, in fractions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations_with_replacement
from math import sqrt

from lenovo_comp.model.dictionary import Competency, Model, Position, Requirement, Scale

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
    degrees: tuple[tuple[str, Fraction], ...] | None = None
    """The behaviours it is made of, with their degrees; None for a level."""
    bound: bool = False
    """It is the least that it could be."""


@dataclass(frozen=True)
class RoleFigure:
    """A shown role's mean, in how many different raters, with which weight; `theirs` is what they gave."""

    mean: Fraction
    n: int
    weight: Fraction
    theirs: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class Spread:
    """Rule 9, in figures."""

    n: int
    range: Fraction | None
    average_deviation: Fraction | None
    r_wg: Fraction
    statements: int | None = None


@dataclass(frozen=True)
class Rating:
    """A competency's rating."""

    value: Fraction
    n: int
    self_only: bool
    unweighted: bool
    at_least: bool = False


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
    se: float | None = None
    clear: bool | None = None
    uncounted: int = 0


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
    deciding: int = 0
    clear: int | None = None
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


def rated_enough(given: int, of: int, model: Model) -> bool:
    """Whether so many statements of a level, or a competency without levels, count as rated."""
    return of > 0 and Fraction(given, of) >= exact(model.attainment.rated)


def level_attained(competency: Competency, degrees: dict[str, Fraction], model: Model) -> tuple[Fraction | None, bool]:
    """Rule 4, for one rater: degrees of behaviours → a figure, or None; and whether it is a bound."""
    if not competency.levels:
        given = [degrees[s.id] for s in competency.behaviours if s.id in degrees]
        return (mean(given) if rated_enough(len(given), len(competency.behaviours), model) else None), False
    often, share = exact(model.attainment.observed_from), exact(model.attainment.share)
    attained: list[int] = []
    for level in sorted(competency.levels, key=lambda x: x.level):
        here = attained[-1] if attained else 0
        rated = [degrees[s.id] for s in level.behaviours if s.id in degrees]
        if not rated or not rated_enough(len(rated), len(level.behaviours), model):
            return (Fraction(here), True) if attained else (None, False)
        seen = Fraction(sum(1 for d in rated if d >= often), len(rated))
        if seen < share:
            return here + seen * (level.level - here), False  # so much of the way to the next level that there is
        attained.append(level.level)
    return Fraction(attained[-1]), False


def by_rater(rows: Iterable[Row], model: Model) -> Iterator[tuple[tuple[str, str], Figure | None]]:
    """Employee and competency, and what each rater in each role says; None where too few behaviours were rated."""
    given: dict[tuple[str, str, str, str | None], list[Row]] = defaultdict(list)
    for row in rows:
        assert row.competency is not None
        given[row.employee, row.competency, row.role, row.rater].append(row)
    for (employee, competency, role, rater), theirs in given.items():
        if theirs[0].behaviour is None:
            assert len(theirs) == 1
            assert theirs[0].level is not None
            yield (employee, competency), Figure(role, rater, theirs[0].level)
            continue
        degrees = {r.behaviour: r.level for r in theirs if r.behaviour is not None and r.level is not None}
        value, bound = level_attained(model.competency(competency), degrees, model)
        made = None if value is None else Figure(role, rater, value, tuple(sorted(degrees.items())), bound)
        yield (employee, competency), made


def figures(rows: Iterable[Row], model: Model) -> dict[tuple[str, str], list[Figure]]:
    """Employee and competency → one figure a rater and role."""
    result: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for key, figure in by_rater(rows, model):
        if figure is not None:
            result[key].append(figure)
    return result


@dataclass(frozen=True)
class Rated:
    """Rules 1 to 4 for one employee and competency."""

    shown: dict[str, RoleFigure]
    rating: Rating | None
    counting: tuple[Figure, ...]
    """The figures that the rules were applied to."""
    full: dict[str, RoleFigure]
    """The roles shown by the figures that are no bounds."""
    uncounted: int
    withheld: bool


def rate(given: Sequence[Figure], model: Model) -> Rated:
    """The rating of full figures, or of all with the bounds as they are."""
    complete = [f for f in given if not f.bound]
    full, every = role_means(complete, model), role_means(given, model)
    first, second = rating(full), rating(every)
    firm = first is not None and any(role.weight > 0 for role in full.values())
    counts_a_bound = any(f.bound for role in counting_roles(every).values() for f in role.theirs)
    if second is not None and counts_a_bound and (not firm or first is None or second.value > first.value):
        return Rated(every, replace(second, at_least=True), tuple(given), full, 0, bool(roles_of(given) - set(every)))
    ignored = [f for f in given if f.bound and (f.role in full or not anonymous(f.role, model))]
    missing = {r for r in roles_of(given) - set(full) if anonymous(r, model) or r in roles_of(complete)}
    return Rated(full, first, tuple(complete), full, len(ignored), bool(missing))


def roles_of(given: Iterable[Figure]) -> set[str]:
    """The roles that gave figures."""
    return {f.role for f in given}


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
            shown[role] = RoleFigure(_mean(theirs), raters, exact(model.role(role).weight), tuple(theirs))
    pooled = [f for role in small for f in by_role[role]]
    if small and len({f.rater for f in pooled}) >= max(model.role(role).min_raters for role in small):
        raters_of = {role: len({f.rater for f in by_role[role]}) for role in small}
        total = sum((exact(model.role(role).weight) * n for role, n in raters_of.items()), Fraction(0))
        weight = total / sum(raters_of.values())
        shown["others"] = RoleFigure(_mean(pooled), len({f.rater for f in pooled}), weight, tuple(pooled))
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


def at_random(scale: Scale) -> Fraction:
    """The variance of answers given at random."""
    step = exact(scale.step)
    answers = (exact(scale.max) - exact(scale.min)) / step + 1
    return (answers**2 - 1) / 12 * step**2


def variance(values: Sequence[Fraction]) -> Fraction:
    """Of a sample."""
    middle = sum(values, Fraction(0)) / len(values)
    return sum(((v - middle) ** 2 for v in values), Fraction(0)) / (len(values) - 1)


def spread(theirs: Sequence[Figure], competency: Competency, model: Model) -> Spread | None:
    """Rule 9 for at least two figures of one kind."""
    if len(theirs) < 2:
        return None
    if all(f.degrees is not None for f in theirs):
        given: dict[str, list[Fraction]] = defaultdict(list)
        for f in theirs:
            for id, degree in f.degrees or ():
                given[id].append(degree)
        variances = [variance(values) for values in given.values() if len(values) > 1]
        average = mean(variances)
        if average is None:
            return None
        r_wg = max(Fraction(0), 1 - average / at_random(model.attainment.scale))
        return Spread(len(theirs), None, None, r_wg, len(variances))
    if any(f.degrees is not None for f in theirs):
        return None
    values = [f.value for f in theirs]
    middle = sum(values, Fraction(0)) / len(values)
    deviations = [abs(v - middle) for v in values]
    r_wg = max(Fraction(0), 1 - variance(values) / at_random(competency.scale))
    return Spread(len(values), max(values) - min(values), sum(deviations, Fraction(0)) / len(values), r_wg)


def band(found: Spread | None, model: Model, n: int | None = None) -> str | None:
    """Rule 9, as a word; none on two raters."""
    if found is None or (found.n if n is None else n) < 3:
        return None
    if found.r_wg >= exact(model.agreement.high):
        return "high"
    return "moderate" if found.r_wg >= exact(model.agreement.moderate) else "low"


def anonymous(role: str, model: Model) -> bool:
    """Whether single raters of the role, or of `others`, must stay unknown."""
    return role == "others" or model.role(role).min_raters > 1


def word(role: str, x: RoleFigure, competency: Competency, model: Model) -> str | None:
    """Rule 9: the word on a shown role's agreement; of an anonymous one *low* or nothing, where that tells nothing."""
    found = band(spread(x.theirs, competency, model), model, x.n)
    if not anonymous(role, model) or found is None:
        return found
    if found != "low":
        return None
    if all(f.degrees is not None for f in x.theirs):
        return found if several_answers(x.theirs, model) else None
    words = [
        band(spread([Figure(role, None, v) for v in values], competency, model), model, x.n)
        for values in possible(sum((f.value for f in x.theirs), Fraction(0)), len(x.theirs), competency)
    ]
    low = words.count("low")
    return found if low >= 2 and len(words) - low >= 2 else None


def several_answers(theirs: Sequence[Figure], model: Model) -> bool:
    """Whether no single answer, at the top where all others are at the bottom, makes raters of statements *low*."""
    raters = Counter(id for f in theirs for id, _ in f.degrees or ())
    rated = [n for n in raters.values() if n > 1]
    scale = model.attainment.scale
    bottom, top = exact(scale.min), exact(scale.max)
    one = variance([top] + [bottom] * (min(rated) - 1)) / len(rated)
    return 1 - one / at_random(scale) >= exact(model.agreement.moderate)


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

    groups: dict[str | None, tuple[Figure, ...]] = {
        role: x.theirs for role, x in shown.items() if not anonymous(role, model)
    }
    counting = counting_roles(shown)
    if not any(anonymous(role, model) for role in counting):
        groups[None] = tuple(f for x in counting.values() for f in x.theirs)
    found = {role: spread(theirs, competency, model) for role, theirs in groups.items()}
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
    if gap > exact(model.tolerance) and rated.at_least:
        return Item(employee, competency.id, required, rated, None, "unassessed", asked.essential, weight)
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
        if x.rating is None or x.status == "unassessed":
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
    short = [gap for gap in gaps if gap > exact(model.tolerance)]
    if not short:
        return "ready"
    return "near" if len(short) <= model.near_short and max(short) <= exact(model.near) else "developing"


def stage(items: Iterable[Item], position: Position, model: Model) -> tuple[int, int] | None:
    """Rule 8: (lowest, highest) stage over a position's dimensions."""
    lows, highs = [], []
    for x in items:
        levels = model.competency(x.competency).levels
        if not levels:
            continue
        if x.rating is None or x.status == "unassessed":
            return None
        met = x.status in ("met", "strength") and position.stage is not None
        reached = [level for level in levels if level.level <= x.rating.value]
        if reached and not met and not any(level.stages for level in levels):
            return None  # its levels say nothing of stages
        stages: tuple[int, ...] = (0,)
        for level in reached:
            stages = level.stages or stages
        low, high = min(stages), max(stages)
        if met:
            assert position.stage is not None
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
    assessed = sum(x.status != "unassessed" for x in asked)
    deciding = [x for x in asked if x.essential] or asked
    told = [x.clear for x in deciding if x.clear is not None]
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
        deciding=len(deciding),
        clear=sum(told) if told else None,
        verdict=verdict(asked, model),
        stage=stage(asked, model.position(position), model),
    )


def summary(competency: str, items: Iterable[Item]) -> Summary:
    """A competency over those whose position requires it."""
    asked = [x for x in items if x.competency == competency and x.required is not None]
    rated = [x for x in asked if x.rating is not None and x.status != "unassessed"]
    return Summary(
        competency,
        mean(x.required for x in (rated or asked) if x.required is not None),
        mean(x.rating.value for x in rated if x.rating is not None),
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
    without = Counter(key for key, figure in by_rater(counted, model) if figure is None)
    rated_of = {key: rate(given, model) for key, given in by_item.items()}
    errors = error_variances(rated_of, model)
    for (employee, competency), found in rated_of.items():
        if found.withheld:
            withheld[employee, competency] = "others" in found.shown
        roles.update({(employee, competency, role): figure for role, figure in found.shown.items()})
        subject = model.competency(competency)
        for role, how in agreement(found.shown, subject, model).items():
            spreads[employee, competency, role] = how
        for role, x in found.shown.items():
            bands[employee, competency, role] = word(role, x, subject, model)
        if found.rating is not None:
            ratings[employee, competency] = found.rating
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
        theirs = [certain(x, rated_of.get((employee, x.competency)), asked, errors, model) for x in theirs]
        theirs = [replace(x, uncounted=x.uncounted + without[employee, x.competency]) for x in theirs]
        items += theirs
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


Errors = dict[tuple[str, str], Fraction]
"""Competency and role → the variance of one rater's figure about its role's mean."""


def error_variances(rated: dict[tuple[str, str], Rated], model: Model) -> Errors:
    """Rule 10: over everybody, per competency and role, over shown groups of full figures that count."""
    found: Errors = {}
    for competency in model.competencies:
        groups: dict[str, list[list[Fraction]]] = {role.id: [] for role in model.rater_roles}
        for (_, id), x in rated.items():
            if id == competency.id:
                for role, figure in x.full.items():
                    if role != "others" and figure.weight > 0 and len(figure.theirs) > 1:
                        groups[role].append([f.value for f in figure.theirs])
        named = {role for role in groups if not anonymous(role, model)}
        own = {role for role, of in groups.items() if freedom(of) >= 30 and (role in named or len(of) >= 3)}
        rest = groups.keys() - named - own
        if sum(len(groups[role]) for role in rest) < 3:  # they would follow from all less those that stand alone (0017)
            groups |= {role: [] for role in rest}
        every = [group for of in groups.values() for group in of]
        if freedom(every) < 30:
            continue
        for role in [*groups, "others"]:
            pool = groups[role] if role in own else every
            squares = sum(((v - _of(group)) ** 2 for group in pool for v in group), Fraction(0))
            found[competency.id, role] = squares / freedom(pool)
    return found


def freedom(groups: Iterable[Sequence[Fraction]]) -> int:
    """Degrees of freedom within groups."""
    return sum(len(group) - 1 for group in groups)


def _of(group: Sequence[Fraction]) -> Fraction:
    return sum(group, Fraction(0)) / len(group)


def standard_error(x: Rated, competency: str, errors: Errors) -> float | None:
    """Of a rating: null for a bound, without a weight, or where a variance isn't known."""
    counting = {role: g for role, g in x.shown.items() if g.weight > 0}
    if x.rating is None or x.rating.at_least or not counting:
        return None
    if any((competency, role) not in errors for role in counting):
        return None
    total = sum((g.weight for g in counting.values()), Fraction(0))
    squares = sum((g.weight**2 * errors[competency, role] / g.n for role, g in counting.items()), Fraction(0))
    return float(sqrt(squares) / total)


def certain(x: Item, rated: Rated | None, asked: dict[str, Requirement], errors: Errors, model: Model) -> Item:
    """The item with rules 9 and 10, and what hangs on one rater where the error isn't known."""
    if rated is None or x.rating is None:
        return replace(x, uncounted=rated.uncounted if rated else 0)
    counting = counting_roles(rated.shown)
    named = not any(anonymous(role, model) for role in counting)
    theirs = [f for role in counting.values() for f in role.theirs]
    bound, known = x.rating.at_least, any(competency == x.competency for competency, _ in errors)
    se = standard_error(rated, x.competency, errors)
    told = named and not bound and not known and x.status != "unassessed"
    return replace(
        x,
        band=band(spread(theirs, model.competency(x.competency), model), model) if named else None,
        self_other=None if bound else self_other(rated.counting, model),
        fragile=confidence(rated.counting, asked.get(x.competency), model) if told else None,
        se=se,
        clear=None if se is None or x.gap is None else abs(x.gap - exact(model.tolerance)) > 1.28 * se + 1e-9,
        uncounted=rated.uncounted,
    )
