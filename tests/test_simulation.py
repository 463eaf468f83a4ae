"""Rules 10 and 13 by simulation: with the truth known, are the standard errors what they claim to be?

A person's true rating U is the mean over endlessly many raters. One rater gives clip(round(N(T, σ²))), where T is the
person's and σ² follows from ICC(1): σ_T²(1 − ICC)/ICC. Nothing changes between the two cycles. The figures are those
that `comp assess` prints. A condition has 600 people in `make test`, else 3,000; limits are wider by three standard
errors of chance. With 30,000 people (60,000 ratings) U is within 1.28 standard errors for .789–.799, .44–.70 are
clear, .019–.045 of these are wrong, and .044–.057 of changes are reliable.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import erf, sqrt
from pathlib import Path

import pytest

from .conftest import Run
from .strategies import BUDGET, CYCLES, write

PEOPLE = 3000 if BUDGET > 1 else 600
SIGMA_T = 0.6
ASKED = {5: {"communication": 3, "coordination": 3}, 4: {"market_information": 2, "product_technology": 2}}
"""Answers → competencies with so many, and what an account manager is to reach; each repeats the condition."""
WEIGHTS = {"manager": 2, "peer": 1, "report": 1, "customer": 1}
FOUR = {"manager": 1, "peer": 3}
TEN = {**FOUR, "report": 3, "customer": 3}
Panel = Mapping[str, int]
"""Role → how many raters."""


@dataclass(frozen=True)
class Rating:
    """What is printed of a person and competency in one cycle, and the truth."""

    truth: float
    required: int
    rating: float
    se: float
    clear: bool
    status: str

    @property
    def covered(self) -> bool:
        return abs(self.rating - self.truth) <= 1.28 * self.se

    @property
    def wrong(self) -> bool:
        return (self.status == "short") != (self.truth < self.required)


def expected(t: float, sigma: float, answers: int) -> float:
    """The mean of clip(round(N(t, σ²))) on 0, 1, … answers − 1: the sum over k of the chance to be rated k or more."""
    return sum(0.5 - 0.5 * erf((k - 0.5 - t) / sigma / sqrt(2)) for k in range(1, answers))


def simulate(
    run: Run, folder: Path, seed: int, panels: Iterable[Panel], icc: Mapping[str, float]
) -> dict[tuple[int, str], tuple[Rating, ...]]:
    """(answers, employee and competency) → the ratings of both cycles.

    People have the `panels` by turns; `icc` of each role.
    """
    rng, panels = random.Random(seed), tuple(panels)
    sigma = {role: SIGMA_T * sqrt((1 - x) / x) for role, x in icc.items()}
    lines = ["employee_id,position,competency,level,rater_role,rater_id,cycle"]
    truths: dict[tuple[str, str], float] = {}
    for i in range(PEOPLE // 2):
        panel = panels[i % len(panels)]
        total = sum(WEIGHTS[role] for role in panel)
        for answers, asked in ASKED.items():
            for competency, required in asked.items():
                t = rng.gauss(required - 0.6, SIGMA_T)
                truth = sum(WEIGHTS[role] * expected(t, sigma[role], answers) for role in panel) / total
                truths[f"E{i}", competency] = truth
                lines += [
                    f"E{i},account_manager,{competency},"
                    f"{min(max(round(rng.gauss(t, sigma[role])), 0), answers - 1)},{role},{role}{n},{cycle}"
                    for cycle in CYCLES
                    for role, raters in panel.items()
                    for n in range(raters)
                ]
    write(folder / "r.csv", "\n".join(lines))
    found: dict[tuple[int, str], tuple[Rating, ...]] = {}
    for cycle in CYCLES:
        done = run("assess", "r.csv", "--cycle", cycle, "--format", "csv", cwd=folder)
        assert done.returncode == 0, done.stderr
        for row in csv.DictReader(io.StringIO(done.stdout)):
            who, competency = row["employee_id"], row["competency"]
            if row["rating"]:
                answers = next(n for n, asked in ASKED.items() if competency in asked)
                rating = Rating(
                    truths[who, competency],
                    ASKED[answers][competency],
                    float(row["rating"]),
                    float(row["se"]),
                    row["clear"] == "true",
                    row["status"],
                )
                key = answers, f"{who} {competency}"
                found[key] = (*found.get(key, ()), rating)
    assert len(found) == 2 * PEOPLE
    return found


def share(of: Iterable[bool]) -> tuple[float, int]:
    """The share of true ones, and of how many."""
    values = list(of)
    return sum(values) / len(values), len(values)


def within(found: tuple[float, int], low: float, high: float) -> bool:
    """Whether a share lies within the limits, or as near to them as chance may bring it: three standard errors."""
    value, n = found
    return low - 3 * sqrt(low * (1 - low) / n) <= value <= high + 3 * sqrt(high * (1 - high) / n)


def reliable(pair: tuple[Rating, ...]) -> bool:
    """Rule 13 by hand."""
    before, now = pair
    return abs(now.rating - before.rating) > 1.96 * sqrt(before.se**2 + now.se**2)


CONDITIONS = [(icc, panel) for icc in (0.3, 0.5) for panel in (FOUR, TEN)]
Cells = dict[tuple[float, int, int], list[tuple[Rating, ...]]]


@pytest.fixture(scope="module")
def cells(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Cells:
    """(ICC, raters, answers) → people's ratings of both cycles."""
    found: Cells = {}
    for seed, (icc, panel) in enumerate(CONDITIONS):
        folder = tmp_path_factory.mktemp("simulation")
        of_all = simulate(run, folder, seed, [panel], dict.fromkeys(WEIGHTS, icc))
        for (answers, _), pair in of_all.items():
            found.setdefault((icc, sum(panel.values()), answers), []).append(pair)
    return found


def each(of: Iterable[tuple[Rating, ...]]) -> list[Rating]:
    """The ratings of both cycles."""
    return [x for pair in of for x in pair]


def test_the_truth_is_within_the_error_as_often_as_it_should_be(cells: Cells) -> None:
    for cell, of in cells.items():
        assert len(of) == PEOPLE
        assert within(share(x.covered for x in each(of)), 0.78, 0.82), cell
    together = share(x.covered for of in cells.values() for x in each(of))
    assert within(together, 0.78, 0.82)


def test_what_is_clear_is_seldom_wrong(cells: Cells) -> None:
    for cell, of in cells.items():
        ratings = each(of)
        assert within(share(x.clear for x in ratings), 0.40, 1), cell
        wrong = share(x.wrong for x in ratings if x.clear)
        assert within(wrong, 0, 0.06), cell
        # What is too close to call is wrong far more often: the mark says something.
        assert share(x.wrong for x in ratings if not x.clear)[0] > 3 * wrong[0], cell


def test_without_change_few_changes_are_reliable(cells: Cells) -> None:
    for cell, of in cells.items():
        assert within(share(map(reliable, of)), 0.035, 0.065), cell
    assert within(share(reliable(pair) for of in cells.values() for pair in of), 0.035, 0.065)


# ---------------------------------------------------------------- roles of unlike error

UNLIKE = {"manager": 0.4, "peer": 0.6, "report": 0.25, "customer": 0.4}


@pytest.fixture(scope="module")
def unlike(run: Run, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Rating]]:
    """Role → the ratings of people whom four of it rate, where reports differ far more than peers do."""
    panels = [{"peer": 4}, {"report": 4}]
    of_all = simulate(run, tmp_path_factory.mktemp("unlike"), 9, panels, UNLIKE)
    found: dict[str, list[Rating]] = {"peer": [], "report": []}
    for (_, name), pair in of_all.items():
        found[("peer", "report")[int(name.split()[0][1:]) % 2]] += pair
    return found


def test_each_role_has_an_error_of_its_own(unlike: dict[str, list[Rating]]) -> None:
    for role, ratings in unlike.items():
        assert within(share(x.covered for x in ratings), 0.78, 0.82), role


WRONG: dict[str, Callable[[Rating, float], float]] = {
    "a fifth too small": lambda x, _: x.se * 0.8,
    "a fifth too large": lambda x, _: x.se * 1.2,
    "of the other role": lambda _, other: other,
    "of one rater, not of four": lambda x, _: x.se * 2,
}


@pytest.mark.parametrize("how", WRONG)
def test_wrong_errors_would_be_found(how: str, unlike: dict[str, list[Rating]]) -> None:
    """Else the tests above would show nothing."""
    roles = list(unlike)
    held = []
    for role, other in zip(roles, reversed(roles), strict=True):
        theirs = unlike[other][0].se
        covered = [abs(x.rating - x.truth) <= 1.28 * WRONG[how](x, theirs) for x in unlike[role]]
        held.append(within(share(covered), 0.78, 0.82))
    assert not all(held)
