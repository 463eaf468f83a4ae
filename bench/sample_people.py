"""Who is rated in the sample, and by whom; and the random numbers that it is drawn with."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from math import floor, fsum
from pathlib import Path
from random import Random
from typing import NamedTuple

from lenovo_comp import Model
from lenovo_comp.model.dictionary import Position

from . import sample_parts as parts
from .sample_parts import FIRST

DATA = Path(__file__).parents[1] / "data"
TURNOVER = 0.3
"""How much of the choice of peers and customers is made anew in each cycle."""


class Draw:
    """Random numbers by name: each name has its own, so that a change in one place leaves all others as they are."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def uniform(self, *name: str) -> float:
        """From 0 to below 1."""
        return self._stream(name).random()

    def normal(self, deviation: float, *name: str) -> float:
        """Nearly normal with mean 0: twelve uniform numbers less six, as exact sums are the same on every machine."""
        stream = self._stream(name)
        return deviation * (fsum(stream.random() for _ in range(12)) - 6)

    def shuffled(self, items: Iterable[str], *name: str) -> list[str]:
        """The items in random order."""
        return sorted(items, key=lambda item: self.uniform(*name, item))

    def _stream(self, name: tuple[str, ...]) -> Random:
        return Random("|".join((str(self.seed), *name)))


class Person(NamedTuple):
    """One line of the roster. `manager` is the employee's id, or blank; `position` is the model's id."""

    id: str
    name: str
    department: str
    manager: str
    position: str


def read_roster(model: Model) -> dict[str, Person]:
    """Everybody on the roster by id; positions as their ids."""
    ids = {position.name.zh: position.id for position in model.positions}
    lines = list(csv.reader((DATA / "sample_roster.csv").read_text("utf-8").splitlines()))[1:]
    return {
        id: Person(id, name, department, manager, ids[position]) for id, name, department, manager, position in lines
    }


class Company:
    """Who is rated in which cycle, against which position, by whom."""

    def __init__(self, model: Model, draw: Draw) -> None:
        self.draw = draw
        self.positions = {position.id: position for position in model.positions}
        roster = read_roster(model)
        self.people = {id: roster[id] for id in parts.RATER_IDS}

    def rated(self, cycle: str) -> list[Person]:
        """The people rated in the cycle, in the roster's order."""
        return [person for person in self.people.values() if cycle == FIRST or person.id != parts.LEFT]

    def position(self, person: Person, cycle: str) -> Position:
        """The person's position in the cycle."""
        before = parts.POSITIONS_BEFORE.get(person.id) if cycle == FIRST else None
        return self.positions[before or person.position]

    def panel(self, person: Person, cycle: str) -> list[tuple[str, str]]:
        """Role and id of everybody who rates the person in the cycle."""
        managers = [parts.RATER_IDS[person.manager] if person.manager else parts.HEAD_OF_SALES]
        if person.id in parts.DOTTED_LINE:
            managers.append(parts.DOTTED_LINE[person.id])
        reports = [p.id for p in self.people.values() if p.manager == person.id and p.id != parts.LEFT]
        groups = {
            "self": [parts.RATER_IDS[person.id]],
            "manager": managers,
            "report": [parts.RATER_IDS[id] for id in reports],
            "peer": self._peers(person, cycle, {*managers, *(parts.RATER_IDS[id] for id in reports)}),
            "customer": self._customers(person, cycle),
        }
        return sorted((role, rater) for role, raters in groups.items() for rater in raters)

    def _peers(self, person: Person, cycle: str, taken: set[str]) -> list[str]:
        """Colleagues near in rank, mostly of the department, but nobody who rates the person in another role."""
        stage = self._stage(person)
        near = {
            parts.RATER_IDS[p.id]: 0.0 if p.department == person.department else 0.5
            for p in self.people.values()
            if p.id not in (person.id, parts.LEFT) and abs(self._stage(p) - stage) <= 1
        }
        pool = {rater: far for rater, far in near.items() if rater not in taken}
        return self._some(pool, person, "peer", cycle)

    def _customers(self, person: Person, cycle: str) -> list[str]:
        asked = {requirement.competency for requirement in self.positions[person.position].requires}
        if "customer_relationship" not in asked:
            return []
        return self._some({f"R{n}": 0.0 for n in parts.CUSTOMERS[person.department]}, person, "customer", cycle)

    def _some(self, pool: dict[str, float], person: Person, role: str, cycle: str) -> list[str]:
        """Three to five of the pool, mostly the same in both cycles; its figures make a choice less likely."""
        n = parts.FEW.get((person.id, role), 3 + floor(3 * self.draw.uniform("how many", role, person.id)))

        def rank(rater: str) -> float:
            known = self.draw.uniform("knows", role, person.id, rater)
            return pool[rater] + known + TURNOVER * self.draw.uniform("asked", role, person.id, rater, cycle)

        return sorted(pool, key=rank)[:n]

    def _stage(self, person: Person) -> int:
        return self.positions[person.position].stage or 0
