"""Every kind of input is tried damaged and odd: a few here, many with `COMP_TEST_BUDGET`, more with `make fuzz`."""

from __future__ import annotations

import os

import pytest

from .fuzz import input_at, kinds, run

BUDGET = int(os.environ.get("COMP_TEST_BUDGET", "1"))
KINDS = kinds()


@pytest.mark.parametrize("name", KINDS)
def test_damaged_and_odd_inputs(name: str) -> None:
    kind = KINDS[name]
    seeds = len(kind.seeds())
    outcome = run(kind, 7, range(seeds + 40 * BUDGET), seconds=0.8 * BUDGET)
    assert outcome.failure is None, f"python -m tests.fuzz {name} --seed 7 --inputs {outcome.inputs}"


@pytest.mark.parametrize("name", KINDS)
def test_inputs_are_the_same_for_the_same_seed(name: str) -> None:
    kind = KINDS[name]
    seeds = kind.seeds()
    for number in (0, len(seeds), len(seeds) + 1):
        assert input_at(kind, 1, number, seeds) == input_at(kind, 1, number, seeds)
    assert len({input_at(kind, 1, len(seeds) + i, seeds) for i in range(20)}) > 10
