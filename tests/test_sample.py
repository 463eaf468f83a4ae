"""The sample: drawn anew byte for byte, and rated as people rate."""

from __future__ import annotations

from collections import Counter, defaultdict
from statistics import mean

from bench.sample import sample
from bench.sample_parts import EVIDENCE

from .sample_figures import (
    FILE,
    NEW,
    OLD,
    ROLES,
    cells,
    figures,
    icc,
    of_role,
    others_residuals,
    raters_of,
    rows,
    verdict,
)
from .test_arithmetic import SHIPPED


def test_the_generator_gives_the_committed_bytes() -> None:
    assert sample() == FILE.read_bytes()


def test_people_and_order() -> None:
    roster = [f"E{number:03}" for number in range(1, 33)]
    assert list(raters_of(OLD)) == roster[:30]
    assert list(raters_of(NEW)) == roster[:29]
    positions = {(row["employee_id"], row["position"]) for row in rows()}
    assert len(positions) == 31  # only E013 has moved
    assert {("E013", "account_representative"), ("E013", "account_manager")} <= positions
    key = ("cycle", "employee_id", "competency", "rater_role", "rater_id")
    keys = [tuple(row[c] for c in key) for row in rows()]
    assert keys == sorted(keys)
    assert 2400 <= len(keys) <= 4500


def test_panels() -> None:
    """One manager or two, three to five of each other role; a few groups too small to be shown."""
    for cycle in (OLD, NEW):
        panels = raters_of(cycle)
        assert 0.3 <= mean(len(roles["manager"]) == 2 for roles in panels.values()) <= 0.4
        sizes = [len(raters) for roles in panels.values() for role, raters in roles.items() if ROLES[role][1] > 1]
        assert max(sizes) <= 5
        assert 5 <= sum(size < 3 for size in sizes) <= 0.2 * len(sizes)
        for employee, roles in panels.items():
            everybody = [rater for raters in roles.values() for rater in raters]
            assert len(everybody) == len(set(everybody)), employee


def test_single_ratings_tell_a_third_of_what_they_seem_to() -> None:
    competencies = [competency.id for competency in SHIPPED.competencies]
    peers = [icc(of_role("peer", competency)) for competency in competencies]
    assert 0.30 <= mean(peers) <= 0.40
    assert all(0.15 <= x <= 0.55 for x in peers)
    for role in ("report", "customer"):
        groups = [group for competency in competencies if (group := of_role(role, competency))]
        assert 0.2 <= mean(map(icc, groups)) <= 0.5


def test_raters_are_lenient_or_strict_and_see_people_as_a_whole() -> None:
    found = others_residuals()
    of_raters = [[x for given in people.values() for x in given] for people in found.values()]
    of_pairs = [given for people in found.values() for given in people.values() if len(given) > 1]
    severity, with_halo = icc(of_raters), icc(of_pairs)
    assert 0.08 <= severity <= 0.35
    assert severity + 0.1 <= with_halo <= 0.7


def test_few_raters_give_one_answer_throughout() -> None:
    answers: dict[str, list[str]] = defaultdict(list)
    for row in rows():
        if row["level"]:
            answers[row["rater_id"]].append(row["level"])
    straight = [rater for rater, given in answers.items() if len(given) >= 6 and len(set(given)) == 1]
    assert 0.03 <= len(straight) / len(answers) <= 0.05


def test_people_rate_themselves_a_little_higher() -> None:
    differences = []
    for given in figures().values():
        own = [f.value for f in given if f.role == "self"]
        others = [f.value for f in given if f.role != "self"]
        if own and others:
            differences.append(own[0] - mean(others))
    assert 0.1 <= mean(differences) <= 0.6


def test_statements_are_partly_unseen_and_leave_bounds() -> None:
    given: dict[tuple[str, str, str], int] = Counter()
    for row in rows():
        if row["behaviour"]:
            given[row["employee_id"], row["competency"], row["rater_id"]] += 1
    sizes = {competency.id: len(list(competency.statements())) for competency in SHIPPED.competencies}
    seen = [n / sizes[competency] for (_, competency, _), n in given.items()]
    assert len({employee for employee, _, _ in given}) >= 6
    assert max(seen) < 1
    assert 0.4 <= mean(seen) <= 0.7
    bounds = [c for of in cells(NEW).values() for c in of if c.at_least]
    assert {c.assessed for c in bounds} == {True, False}


def test_verdicts_are_mixed_and_two_in_five_ratings_too_close_to_call() -> None:
    verdicts = Counter(map(verdict, cells(NEW).values()))
    assert len(verdicts) == 4
    assert min(verdicts.values()) >= 3
    rated = [c for of in cells(NEW).values() for c in of if c.rating is not None]
    assert 0.35 <= mean(c.doubtful for c in rated) <= 0.48


def test_most_ratings_change_little() -> None:
    changes = []
    for employee, now in cells(NEW).items():
        before = {c.required.competency: c for c in cells(OLD)[employee]}
        for c in now:
            was = before.get(c.required.competency)
            if was and c.rating is not None and was.rating is not None:
                changes.append(abs(c.rating - was.rating))
    assert mean(x > 0.75 for x in changes) <= 0.2
    assert max(changes) >= 1


def test_the_person_of_the_manual() -> None:
    """E012 has a strength, clear needs and one that is too close to call, and evidence of a need."""
    tops = {competency.id: competency.scale.max for competency in SHIPPED.competencies}
    of = [(c, c.gap) for c in cells(NEW)["E012"] if c.gap is not None]
    assert len(of) == 7
    strengths = [c for c, gap in of if gap <= -1 + 1e-9 or (gap <= 1e-9 and c.rating == tops[c.required.competency])]
    needs = [c for c, gap in of if gap > 1e-9]
    assert strengths
    assert len(needs) in (2, 3, 4)
    assert {c.doubtful for c in needs} == {True, False}


def test_every_evidence_has_found_a_rating_that_it_fits() -> None:
    found = sorted(row["evidence"] for row in rows() if row["evidence"])
    assert found == sorted(evidence.text for evidence in EVIDENCE)
    assert [row["level"] in "01" for row in rows() if row["employee_id"] == "E012" and row["evidence"]] == [True]
