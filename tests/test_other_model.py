"""A dictionary of another job family: ward nursing, with four levels and its own scales and roles.

Every expected figure is worked out by hand; the arithmetic stands beside it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from lenovo_comp.method.assessment import assess
from lenovo_comp.method.person import person_gap
from lenovo_comp.method.results import Assessment
from lenovo_comp.model.dictionary import Model
from lenovo_comp.model.loading import load_model
from lenovo_comp.ratings.reading import read_ratings

CLINIC = Path(__file__).parent / "models" / "clinic_nursing.yaml"

# 何静 is a primary nurse (stage 2), 陆敏 a ward nurse (stage 1), 方华 a clinical teacher (stage 3).
RATINGS = """\
工号,姓名,岗位,胜任能力,行为,等级,评价人角色,评价人,周期
N01,何静,责任护士,职业操守,,5,护士长,H1,2026
N01,何静,责任护士,职业操守,,5,同事,C1,2026
N01,何静,责任护士,医德,,4,患者,P1,2026
N01,何静,责任护士,职业操守,,4.5,病人,P2,2026
N01,何静,责任护士,职业操守,,4.5,患者,P3,2026
N01,何静,责任护士,护患沟通,,4.5,本人,N01,2026
N01,何静,责任护士,护患沟通,,4,护士长,H1,2026
N01,何静,责任护士,护患沟通,,3.5,同科护士,C1,2026
N01,何静,责任护士,护患沟通,,4,同科护士,C2,2026
N01,何静,责任护士,护患沟通,,1,患者,P1,2026
N01,何静,责任护士,护患沟通,,1,患者,P2,2026
N01,何静,责任护士,护患沟通,,1,患者,P3,2026
N01,何静,责任护士,病情观察,patient_assessment.1.1,5,护士长,H1,2026
N01,何静,责任护士,病情观察,patient_assessment.1.2,4,护士长,H1,2026
N01,何静,责任护士,病情观察,patient_assessment.2.1,4.5,护士长,H1,2026
N01,何静,责任护士,病情观察,patient_assessment.2.2,3.5,护士长,H1,2026
N01,何静,责任护士,病情观察,,2,考核员,A1,2026
N01,何静,责任护士,用药安全,,2,护士长,H1,2026
N01,何静,责任护士,给药安全,,1.5,考核员,A1,2026
N01,何静,责任护士,用药安全,,4,同事,C1,2026
N01,何静,责任护士,感染控制,,,护士长,H1,2026
N02,陆敏,病区护士,职业操守,,3.5,护士长,H1,2026
N02,陆敏,病区护士,护患沟通,,3.5,护士长,H1,2026
N02,陆敏,病区护士,病情观察,,1,护士长,H1,2026
N02,陆敏,病区护士,用药安全,,2.5,护士长,H1,2026
N02,陆敏,病区护士,感染控制,,1,护士长,H1,2026
N03,方华,带教老师,职业操守,,4.5,护士长,H1,2026
N03,方华,带教老师,护患沟通,,4,护士长,H1,2026
N03,方华,带教老师,护患沟通,,3,患者,P1,2026
N03,方华,带教老师,护患沟通,,3.5,患者,P2,2026
N03,方华,带教老师,护患沟通,,4,患者,P3,2026
N03,方华,带教老师,护患沟通,,2.5,患者,P4,2026
N03,方华,带教老师,团队协作,teamwork.1,5,护士长,H1,2026
N03,方华,带教老师,团队协作,teamwork.2,3.5,护士长,H1,2026
N03,方华,带教老师,病情观察,,4,护士长,H1,2026
N03,方华,带教老师,用药安全,,2.5,护士长,H1,2026
"""


@pytest.fixture(scope="module")
def clinic() -> Model:
    model, findings = load_model(CLINIC)
    assert findings == []
    assert model is not None
    return model


@pytest.fixture(scope="module")
def result(clinic: Model, tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    path = tmp_path_factory.mktemp("clinic") / "评分.csv"
    path.write_text(RATINGS, "utf-8")
    ratings = read_ratings([path], clinic)
    assert [(d.rule.code, str(d.place)) for d in ratings.diagnostics] == []
    return assess(clinic, ratings)


def item(result: Assessment, employee: str, competency: str) -> dict[str, Any]:
    """The row of `gaps` for an employee and a competency."""
    rows = result.gaps.filter(pl.col("employee_id") == employee, pl.col("competency") == competency)
    return rows.row(0, named=True)


def person(result: Assessment, employee: str) -> dict[str, Any]:
    """The row of `people` for an employee."""
    return result.people.filter(pl.col("employee_id") == employee).row(0, named=True)


def roles(result: Assessment, employee: str, competency: str) -> dict[str, tuple[float, int]]:
    """Role → mean and number of raters, for the roles that are shown."""
    shown = result.role_rows().get((employee, competency), {})
    return {role: (x.mean, x.agreement.n) for role, x in shown.items()}


def test_four_levels_match_four_stages(clinic: Model) -> None:
    leveled = [c for c in clinic.competencies if c.levels]
    assert len(leveled) == 3
    for competency in leveled:
        assert [(x.level, x.stages) for x in competency.levels] == [(n, (n,)) for n in range(1, 5)]
        assert (competency.scale.min, competency.scale.max, competency.scale.step) == (0, 4, 0.5)


def test_thresholds_and_roles_are_the_files_own(clinic: Model) -> None:
    assert (clinic.tolerance, clinic.near, clinic.near_short, clinic.strength) == (0.25, 0.5, 1, 0.5)
    assert (clinic.attainment.observed_from, clinic.attainment.share, clinic.attainment.rated) == (4, 0.75, 0.6)
    assert (clinic.attainment.scale.min, clinic.attainment.scale.max, clinic.attainment.scale.step) == (1, 5, 0.5)
    assert {r.id: (r.weight, r.min_raters) for r in clinic.rater_roles} == {
        "self": (0.5, 1),
        "head_nurse": (3, 1),
        "colleague": (1, 2),
        "patient": (2, 4),
        "assessor": (2, 1),
    }


def test_core_is_listed_and_everything_is_source(clinic: Model) -> None:
    assert len(clinic.competency("professional_ethics").behaviours) == 3
    assert {s.origin for s in clinic.statements()} == {"source"}


def test_small_groups_go_together(result: Assessment) -> None:
    # 1 colleague (of 2) and 3 patients (of 4) make 4 raters, the larger minimum: others are shown.
    # Others: (5 + 4 + 4.5 + 4.5) / 4 = 4.5, weight (1·1 + 3·2) / 4 = 1.75.
    # Rating: (3·5 + 1.75·4.5) / (3 + 1.75) = 22.875 / 4.75 = 4.815789…, required 4.
    assert roles(result, "N01", "professional_ethics") == {"head_nurse": (5, 1), "others": (4.5, 4)}
    row = item(result, "N01", "professional_ethics")
    assert row["rating"] == pytest.approx(22.875 / 4.75)
    assert row["gap"] == pytest.approx(4 - 22.875 / 4.75)
    assert row["status"] == "strength"  # at least 0.5 above


def test_group_that_stays_small_does_not_count(result: Assessment) -> None:
    # 3 patients (of 4) are dropped, whatever they said. Self counts, with its weight of 0.5:
    # (0.5·4.5 + 3·4 + 1·3.75) / (0.5 + 3 + 1) = 18 / 4.5 = 4.
    assert roles(result, "N01", "patient_communication") == {
        "colleague": (3.75, 2),
        "head_nurse": (4, 1),
        "self": (4.5, 1),
    }
    row = item(result, "N01", "patient_communication")
    assert (row["rating"], row["gap"], row["status"]) == (4, 0, "met")


def test_level_from_behaviours(result: Assessment) -> None:
    # Head nurse: level 1 two of two at 4 or above, level 2 one of two (3.5 is below): 1 + 1/2 = 1.5.
    # (3·1.5 + 2·2) / 5 = 8.5 / 5 = 1.7, required 2: 0.3 is beyond the tolerance of 0.25.
    assert roles(result, "N01", "patient_assessment") == {"assessor": (2, 1), "head_nurse": (1.5, 1)}
    row = item(result, "N01", "patient_assessment")
    assert row["rating"] == pytest.approx(1.7)
    assert row["status"] == "short"


def test_gap_within_tolerance_is_met(result: Assessment) -> None:
    # The single colleague is dropped. (3·2 + 2·1.5) / 5 = 9 / 5 = 1.8, required 2: 0.2 is within 0.25.
    row = item(result, "N01", "medication_safety")
    assert row["rating"] == pytest.approx(1.8)
    assert row["gap"] == pytest.approx(0.2)
    assert row["status"] == "met"


def test_primary_nurse(result: Assessment) -> None:
    # Fit: ethics 1, communication 1, assessment 2·(1.7/2) = 1.7, medication 1.8/2 = 0.9; infection
    # control is unassessed. (1 + 1 + 1.7 + 0.9) / (1 + 1 + 2 + 1) = 4.6 / 5 = 0.92.
    # The only essential gap, 0.3, is not above 0.5: near. Infection control is not essential.
    row = person(result, "N01")
    assert row["fit"] == pytest.approx(0.92)
    assert row["met_share"] == pytest.approx(3 / 4)
    assert row["coverage"] == pytest.approx(4 / 5)
    assert row["verdict"] == "near"
    assert (row["stage_low"], row["stage_high"]) == (None, None)  # one dimension is unassessed


def test_what_the_primary_nurse_is_to_develop(result: Assessment) -> None:
    answer = person_gap(result.model, result.ratings, "N01")
    assert answer.strengths == ("professional_ethics",)
    assert [n.competency for n in answer.develop] == ["patient_assessment"]
    assert [s.id for s in answer.develop[0].behaviours] == ["patient_assessment.2.1", "patient_assessment.2.2"]


def test_ward_nurse(result: Assessment) -> None:
    # Everything is met: 3.5/3.5, 3.5/3 (0.5 above: strength), 1/1, 2.5/1 (strength), 1/1.
    # Stages reached: 1, ⌊2.5⌋ = 2, 1; the lowest is 1.
    row = person(result, "N02")
    assert (row["verdict"], row["fit"], row["met_share"], row["coverage"]) == ("ready", 1, 1, 1)
    assert (row["stage_low"], row["stage_high"]) == (1, 1)
    answer = person_gap(result.model, result.ratings, "N02")
    assert answer.strengths == ("patient_communication", "medication_safety")
    assert answer.develop == ()


def test_clinical_teacher(result: Assessment) -> None:
    # Communication: four patients are enough, (3 + 3.5 + 4 + 2.5) / 4 = 3.25.
    # (3·4 + 2·3.25) / 5 = 18.5 / 5 = 3.7, required 4.5: a gap of 0.8, above 0.5: developing.
    # Teamwork from behaviours: (5 + 3.5) / 2 = 4.25, required 4.5: 0.25 is just within tolerance.
    # Fit, from the scale's 1 on: ethics 1, communication 2.7/3.5, teamwork 3.25/3.5,
    # assessment 2·1 (4 of 3), medication 1: (5 - 0.8/3.5 - 0.25/3.5 + 1) / 6 = 5.7 / 6 = 0.95.
    row = person(result, "N03")
    assert item(result, "N03", "patient_communication")["rating"] == pytest.approx(3.7)
    assert item(result, "N03", "teamwork")["rating"] == pytest.approx(4.25)
    assert item(result, "N03", "teamwork")["status"] == "met"
    assert row["fit"] == pytest.approx(0.95)
    assert row["met_share"] == pytest.approx(4 / 5)
    assert row["verdict"] == "developing"
    # Assessment reaches stage 4; medication (⌊2.5⌋ = 2) meets its requirement and so does not pull
    # below the position's stage 3.
    assert (row["stage_low"], row["stage_high"]) == (3, 3)


def test_positions_side_by_side(result: Assessment) -> None:
    # Infection control: 1 required of the ward nurse (rated 1), 2 of the primary nurse (unassessed).
    summary = result.competencies.filter(pl.col("competency") == "infection_control").row(0, named=True)
    # The means are over the assessed, so that they agree: 1 - 1 = 0.
    assert summary["required_mean"] == 1
    assert (summary["rating_mean"], summary["gap_mean"]) == (1, 0)
    assert (summary["short"], summary["met"], summary["unassessed"]) == (0, 1, 1)
