"""The sample, drawn as people rate: `python -m bench.sample` writes data/sample_ratings.csv, the same bytes each time.

A rating is the person's true level, plus how lenient the rater is with everybody (severity), plus what the rater
thinks of this person (halo), plus an error, rounded to a whole level. Raters agree as little as they do in companies:
about a third of the variance of single ratings is the people's (ICC(1) near .35).
"""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Iterable, Iterator
from math import floor

from lenovo_comp import Model, load_model, shipped_model
from lenovo_comp.model.dictionary import Competency

from . import sample_parts as parts
from .sample_parts import FIRST, SECOND
from .sample_people import DATA, Company, Draw, Person

SEED = 20_261_018
"""One of those whose sample is near to what the constants below give on average (over 150 seeds: ICC(1) of peers .36,
45 % of ratings too close to call), with all verdicts, and with a rating that fits for each text of evidence."""
COLUMNS = (
    "employee_id",
    "name",
    "department",
    "position",
    "competency",
    "behaviour",
    "level",
    "rater_role",
    "rater_id",
    "cycle",
    "evidence",
)
NOT_JUDGED = {"customer": ("market_information", "sales_operations"), "report": ("market_information",)}
"""What these roles see too little of."""

# Standard deviations, in levels.
STANDING = 0.75
"""A person beside the position, in all competencies."""
PROFILE = 0.7
"""A competency beside the person's others."""
SEVERITY = 0.5
HALO = 0.65
ERROR = {"general": 0.9, "professional": 0.75}
STATEMENT = 0.6
"""One statement beside the rater's view of the competency."""

# Means, in levels.
SHORT = 0.1
"""How far people are below what they are drawn around: positions ask for a little more than they find."""
TRACKING = 0.5
"""How much of a difference between two positions' requirements is one between their people."""
LENIENCY = 0.1
SELF = 0.6
"""How much higher people rate themselves than others do."""
SHOWN, STEEP = 3.3, 1.3
"""Mean degree of a level's statements where the person is just at that level, and what one level more adds to it."""
CHANGES = (1.0, 0.8, 0.6, -0.6)
"""What may happen to a true level between the cycles."""

# Shares.
CHANGED = 0.12
"""True levels that change between the cycles."""
STRAIGHT_LINERS = 0.04
"""Raters who give one answer throughout."""
STRAIGHT = (2, 3)
UNSEEN = (0.2, 0.5)
"""Least and largest share of statements that a rater leaves out."""
LEAVES_A_LEVEL = 0.25
"""Raters of statements who leave out a whole level."""


class Truth:
    """True levels: what endlessly many raters would say on average, were they neither lenient nor strict."""

    def __init__(self, model: Model, company: Company, draw: Draw) -> None:
        self.company, self.draw = company, draw
        asked: dict[str, list[float]] = {}
        for position in model.positions:
            for requirement in position.requires:
                asked.setdefault(requirement.competency, []).append(requirement.level)
        self.middle = {competency: sum(levels) / len(levels) for competency, levels in asked.items()}

    def level(self, person: Person, competency: str, cycle: str) -> float:
        """The person's true level, not bounded by the scale: the best are further above its top than the good."""
        if (fixed := parts.TRUE_LEVELS.get((person.id, competency))) is not None:
            return fixed
        requires = self.company.position(person, SECOND).requires
        required = next(r.level for r in requires if r.competency == competency)
        middle = self.middle[competency]
        standing = self.draw.normal(STANDING, "standing", person.id)
        profile = self.draw.normal(PROFILE, "profile", person.id, competency)
        now = middle + TRACKING * (required - middle) - SHORT + standing + profile
        return now - self._change(person, competency) if cycle == FIRST else now

    def _change(self, person: Person, competency: str) -> float:
        if self.draw.uniform("changes", person.id, competency) >= CHANGED:
            return 0.0
        return CHANGES[floor(len(CHANGES) * self.draw.uniform("change", person.id, competency))]


class Raters:
    """What raters answer."""

    def __init__(self, truth: Truth, draw: Draw, straight: Iterable[str]) -> None:
        self.truth, self.draw = truth, draw
        self.straight = {rater: STRAIGHT[floor(len(STRAIGHT) * draw.uniform("straight", rater))] for rater in straight}

    def level(self, person: Person, competency: Competency, role: str, rater: str, cycle: str) -> int:
        """A whole level of the competency's scale."""
        if rater in self.straight:
            return self.straight[rater]
        return _whole(self._view(person, competency, role, rater, cycle), competency.scale.max)

    def statements(
        self, person: Person, competency: Competency, rating: tuple[str, str, str], unseen: int | None
    ) -> list[tuple[str, int]]:
        """A degree for each statement that the rater has seen; `rating` is role, rater and cycle.

        Who is just at a level shows its statements often, those of the next seldom.
        """
        role, rater, cycle = rating
        view = self._view(person, competency, role, rater, cycle)
        name = (person.id, competency.id, rater, cycle)
        without = {unseen, self._level_left_out(competency, name)}
        share = UNSEEN[0] + (UNSEEN[1] - UNSEEN[0]) * self.draw.uniform("leaves out", *name)
        given = []
        for level, statement in competency.statements():
            if (level is not None and level in without) or self.draw.uniform("unseen", *name, statement.id) < share:
                continue
            shown = view if level is None else SHOWN + STEEP * (view - level)
            shown += self.draw.normal(STATEMENT, "statement", *name, statement.id)
            given.append((statement.id, self.straight.get(rater, _whole(shown, 4))))
        return given

    def _view(self, person: Person, competency: Competency, role: str, rater: str, cycle: str) -> float:
        view = self.truth.level(person, competency.id, cycle)
        view += LENIENCY + self.draw.normal(SEVERITY, "severity", rater)
        view += self.draw.normal(HALO, "halo", rater, person.id)
        view += self.draw.normal(ERROR[competency.layer], "error", rater, person.id, competency.id, role, cycle)
        return view + SELF if role == "self" else view

    def _level_left_out(self, competency: Competency, name: tuple[str, ...]) -> int | None:
        if not competency.levels or self.draw.uniform("leaves a level", *name) >= LEAVES_A_LEVEL:
            return None
        above = [level.level for level in competency.levels][1:]
        return above[floor(len(above) * self.draw.uniform("which level", *name))]


def _whole(level: float, top: float) -> int:
    return int(min(max(floor(level + 0.5), 0), top))


Row = dict[str, str]


def rows(model: Model, seed: int = SEED) -> Iterator[Row]:
    """The rows of the sample in their order; evidence is added by `with_evidence`."""
    draw = Draw(seed)
    company = Company(model, draw)
    raters = Raters(Truth(model, company, draw), draw, straight_liners(company, draw))
    competencies = sorted(model.competencies, key=lambda competency: competency.id)
    for cycle in (FIRST, SECOND):
        for person in company.rated(cycle):
            position = company.position(person, cycle)
            asked = {requirement.competency for requirement in position.requires}
            panel = company.panel(person, cycle)
            for competency in (c for c in competencies if c.id in asked):
                for role, rater in panel:
                    for behaviour, level in answers(raters, person, competency, (role, rater, cycle)):
                        values = (*person[:3], position.id, competency.id, behaviour, level, role, rater, cycle, "")
                        yield dict(zip(COLUMNS, values, strict=True))


def straight_liners(company: Company, draw: Draw) -> list[str]:
    """Raters who give one answer throughout; none of those who lead others, whose word counts most."""
    panels = [company.panel(person, cycle) for cycle in (FIRST, SECOND) for person in company.rated(cycle)]
    everybody = {rater for panel in panels for _, rater in panel}
    leading = {rater for panel in panels for role, rater in panel if role == "manager"}
    return draw.shuffled(everybody - leading, "straight-liners")[: round(STRAIGHT_LINERS * len(everybody))]


def answers(
    raters: Raters, person: Person, competency: Competency, rating: tuple[str, str, str]
) -> list[tuple[str, str]]:
    """Behaviour (or blank) and level (or blank) of each row that this rater hands in for the competency."""
    role, rater, cycle = rating
    asked = (person.id, competency.id)
    if competency.id in NOT_JUDGED.get(role, ()):
        return []
    if cycle == SECOND:
        if asked in parts.SELF_ALONE and role != "self":
            return []
        if asked in parts.BLANK:
            return [("", "")] if role in ("self", "manager") else []
        by = parts.BY_STATEMENTS.get(asked)
        if by and role in by.roles:
            return [(id, str(degree)) for id, degree in raters.statements(person, competency, rating, by.unseen)]
    return [("", str(raters.level(person, competency, role, rater, cycle)))]


def with_evidence(rows: list[Row]) -> list[Row]:
    """The rows, each text beside the first rating that it fits; a text that fits none is left out."""
    for evidence in parts.EVIDENCE:
        wanted = (evidence.employee, evidence.competency, evidence.behaviour, evidence.role, evidence.cycle)
        for row in rows:
            found = tuple(row[c] for c in ("employee_id", "competency", "behaviour", "rater_role", "cycle"))
            if found == wanted and row["level"] and evidence.lowest <= int(row["level"]) <= evidence.highest:
                row["evidence"] = evidence.text
                break
    return rows


def written(rows: Iterable[Row]) -> bytes:
    """The rows as CSV."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def sample() -> bytes:
    """The bytes of data/sample_ratings.csv."""
    model, findings = load_model(shipped_model())
    assert model is not None, findings
    return written(with_evidence(list(rows(model))))


def main() -> None:
    """`python -m bench.sample`."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    (DATA / "sample_ratings.csv").write_bytes(sample())


if __name__ == "__main__":
    main()
