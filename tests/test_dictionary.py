"""The shipped dictionary against its source: complete, word for word, and marked as what it is."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lenovo_comp.model.dictionary import Model, Statement
from lenovo_comp.model.loading import load_model
from lenovo_comp.model.shipped import shipped_model

SOURCE: list[dict[str, Any]] = json.loads((Path(__file__).parent / "source_statements.json").read_text("utf-8"))
OF_COMPETENCIES = [s for s in SOURCE if "competency" in s]
OF_STAGES = [s for s in SOURCE if "stage" in s]
CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
CHINESE_SIGNS = re.compile(r"[\u3000-\u303f\uff00-\uffef]")
GENERAL = ["communication", "logical_analysis", "coordination"]
PROFESSIONAL = ["market_information", "product_technology", "customer_relationship", "sales_operations"]


@dataclass(frozen=True)
class Placed:
    """A statement and where it stands: the ids of what holds it, and its number there, from 1."""

    owner: str
    level: int | None
    number: int
    statement: Statement


def placed(model: Model) -> Iterator[Placed]:
    """Every statement of stages and competencies."""
    for stage in model.stages:
        for number, statement in enumerate(stage.behaviours, 1):
            yield Placed("stage", stage.id, number, statement)
    for competency in model.competencies:
        counted: Counter[int | None] = Counter()
        for level, statement in competency.statements():
            counted[level] += 1
            yield Placed(competency.id, level, counted[level], statement)


@pytest.fixture(scope="module")
def shipped() -> Model:
    model, findings = load_model(shipped_model())
    assert {d.rule.code for d in findings} == {"M333"}  # notes; below they are compared with what positions require
    assert model is not None
    return model


@pytest.fixture(scope="module")
def everything(shipped: Model) -> list[Placed]:
    return list(placed(shipped))


# ---------------------------------------------------------------- the source's statements


def test_source_has_a_hundred_statements() -> None:
    assert (len(OF_STAGES), len(OF_COMPETENCIES)) == (13, 87)
    assert len({s["zh"] for s in SOURCE}) == 100
    assert Counter(s["competency"] in GENERAL for s in OF_COMPETENCIES) == {True: 25, False: 62}


@pytest.mark.parametrize("statement", SOURCE, ids=lambda s: s["zh"][:12])
def test_word_for_word_exactly_once(everything: list[Placed], statement: dict[str, Any]) -> None:
    found = [p for p in everything if p.statement.text.zh == statement["zh"]]
    assert len(found) == 1
    assert found[0].statement.origin == "source"
    assert found[0].statement.truncated is statement["truncated"]


def test_under_the_right_competency_and_level_in_order(everything: list[Placed]) -> None:
    groups = {(s["competency"], s["level"]) for s in OF_COMPETENCIES}
    assert len(groups) == 3 + 3 * 3
    for competency, level in groups:
        theirs = [s["zh"] for s in OF_COMPETENCIES if (s["competency"], s["level"]) == (competency, level)]
        here = [p.statement for p in everything if (p.owner, p.level) == (competency, level)]
        assert [s.text.zh for s in here if s.origin == "source"] == theirs


def test_under_the_right_stage_in_order(everything: list[Placed]) -> None:
    here = {p.statement.text.zh: p.level for p in everything if p.owner == "stage"}
    assert list(here) == [s["zh"] for s in OF_STAGES]
    assert {zh: here[zh] for s in OF_STAGES if s["stage"] for zh in [s["zh"]]} == {
        s["zh"]: s["stage"] for s in OF_STAGES if s["stage"]
    }


def test_statement_of_uncertain_stage_says_so(everything: list[Placed]) -> None:
    uncertain = [s["zh"] for s in OF_STAGES if s["stage"] is None]
    assert len(uncertain) == 1
    found = next(p for p in everything if p.statement.text.zh == uncertain[0])
    assert found.level in (3, 4)
    assert found.statement.note is not None


def test_uncertain_split_of_product_technology_says_so(everything: list[Placed]) -> None:
    """The reading guide: levels 2 and 3 can't be told apart with certainty."""
    theirs = [p.statement for p in everything if p.owner == "product_technology" and p.level in (2, 3)]
    assert any(s.note is not None for s in theirs)


def test_nothing_else_is_source(everything: list[Placed]) -> None:
    theirs = {s["zh"] for s in SOURCE}
    assert [
        p.statement.id for p in everything if p.statement.origin == "source" and p.statement.text.zh not in theirs
    ] == []
    assert Counter(p.statement.origin for p in everything)["source"] == 100


def test_truncated_are_of_the_source_and_three(everything: list[Placed]) -> None:
    truncated = [p for p in everything if p.statement.truncated]
    assert Counter((p.owner, p.level) for p in truncated) == {("customer_relationship", n): 1 for n in (1, 2, 3)}
    assert {p.statement.origin for p in truncated} == {"source"}
    assert all(p.statement.text.en.endswith("…") for p in truncated)


def test_only_the_truncated_break_off(everything: list[Placed]) -> None:
    assert [p.statement.id for p in everything if "…" in p.statement.text.en and not p.statement.truncated] == []


# ---------------------------------------------------------------- English, supplements, ids


def test_english_holds_no_chinese(everything: list[Placed]) -> None:
    for place in everything:
        english = place.statement.text.en
        assert english.strip() == english
        assert len(english) > 15, english
        assert not CHINESE.search(english), english
        assert not CHINESE_SIGNS.search(english), english
        assert CHINESE.search(place.statement.text.zh)


def test_no_two_statements_have_the_same_english(everything: list[Placed]) -> None:
    counted = Counter(p.statement.text.en.casefold() for p in everything)
    assert [english for english, times in counted.items() if times > 1] == []


def test_names_are_in_both_languages(shipped: Model) -> None:
    names = [shipped.name, *(x.name for x in shipped.stages), *(x.name for x in shipped.rater_roles)]
    names += [name for x in shipped.competencies for name in (x.name, x.short)]
    names += [x.name for x in shipped.positions]
    for name in names:
        assert CHINESE.search(name.zh)
        assert not CHINESE.search(name.en)


def test_supplements_are_where_the_source_is_cut_off(everything: list[Placed]) -> None:
    supplements = Counter((p.owner, p.level) for p in everything if p.statement.origin == "supplement")
    assert set(supplements) == {("customer_relationship", 3), *(("sales_operations", n) for n in (1, 2, 3))}
    assert all(supplements["sales_operations", n] >= 5 for n in (1, 2, 3))


def test_sales_operations_is_all_supplement(everything: list[Placed]) -> None:
    assert {p.statement.origin for p in everything if p.owner == "sales_operations"} == {"supplement"}


def test_supplements_follow_the_source(everything: list[Placed]) -> None:
    origins = [p.statement.origin for p in everything if (p.owner, p.level) == ("customer_relationship", 3)]
    assert origins == sorted(origins)  # "source" before "supplement"


def test_ids(everything: list[Placed]) -> None:
    for p in everything:
        assert p.statement.id == ".".join(str(x) for x in (p.owner, p.level, p.number) if x is not None)


def test_competency_ids_layers_and_order(shipped: Model) -> None:
    assert [c.id for c in shipped.competencies] == [*GENERAL, *PROFESSIONAL]
    assert [c.layer for c in shipped.competencies] == ["general"] * 3 + ["professional"] * 4


# ---------------------------------------------------------------- development actions


def test_every_level_and_every_general_competency_has_each_kind_of_action(shipped: Model) -> None:
    for competency in shipped.competencies:
        owners = [(f"{competency.id}.{x.level}", x.actions) for x in competency.levels]
        assert bool(competency.actions) != bool(competency.levels)
        for owner, actions in owners or [(competency.id, competency.actions)]:
            assert {a.kind for a in actions} == {"course", "assignment", "coaching"}, owner
            assert [a.id for a in actions] == [f"{owner}.a{n}" for n in range(1, len(actions) + 1)]


def test_actions_are_supplements_in_both_languages_and_no_statements(shipped: Model) -> None:
    actions = list(shipped.actions())
    assert {a.origin for a in actions} == {"supplement"}
    assert len({a.text.zh for a in actions}) == len({a.text.en for a in actions}) == len(actions)
    for action in actions:
        assert CHINESE.search(action.text.zh)
        assert not CHINESE.search(action.text.en)
        assert not CHINESE_SIGNS.search(action.text.en)
        assert len(action.text.en) > 60
    ids = {s.id for s in shipped.statements()}
    assert len(ids) == 123
    assert not ids & {a.id for a in actions}
    assert not set(shipped.behaviours) & {a.id for a in actions}


# ---------------------------------------------------------------- positions


def test_positions_differ_in_their_combinations(shipped: Model) -> None:
    assert len(shipped.positions) >= 5
    combinations = [frozenset(r.competency for r in p.requires) for p in shipped.positions]
    assert len(set(combinations)) >= 4
    assert any(not set(PROFESSIONAL) <= combination for combination in combinations)
    asked = [frozenset((r.competency, r.level, r.essential) for r in p.requires) for p in shipped.positions]
    assert len(set(asked)) == len(asked)


def test_general_competencies_are_required_everywhere_in_different_degrees(shipped: Model) -> None:
    for competency in GENERAL:
        degrees = [r.level for p in shipped.positions for r in p.requires if r.competency == competency]
        assert len(degrees) == len(shipped.positions)
        assert len(set(degrees)) > 1


def test_requirements_climb_with_stage(shipped: Model) -> None:
    assert {p.stage for p in shipped.positions} == {1, 2, 3, 4}
    for competency in [*GENERAL, *PROFESSIONAL]:
        asked = [(p.stage or 0, r.level) for p in shipped.positions for r in p.requires if r.competency == competency]
        for stage, level in asked:
            assert all(level >= lower for below, lower in asked if below < stage), competency
        assert max(asked)[1] > min(asked)[1]


def test_dimensions_reach_the_positions_stage(shipped: Model) -> None:
    """A position asks of no dimension a level that stands for a stage beyond its own."""
    for position in shipped.positions:
        for requirement in position.requires:
            levels = shipped.competency(requirement.competency).levels
            if levels:
                assert min(levels[int(requirement.level) - 1].stages) <= (position.stage or 0)


# ---------------------------------------------------------------- facts outside the source's tables


def test_three_layers_and_why_core_is_not_listed(shipped: Model) -> None:
    layers = {layer.id: layer for layer in shipped.layers}
    assert list(layers) == ["core", "general", "professional"]
    assert [x.name.zh for x in shipped.layers] == ["全员核心胜任能力", "序列通用胜任能力", "序列专业胜任能力"]
    note = layers["core"].note
    assert note is not None
    assert "绩效考核" in note.zh
    assert "不再罗列" in note.zh
    assert "performance appraisal" in note.en
    assert not [c for c in shipped.competencies if c.layer == "core"]


def test_purposes(shipped: Model) -> None:
    assert [re.sub("人才", "", p.zh) for p in shipped.purposes] == ["选拔", "储备", "激励", "培养"]
    assert [p.en for p in shipped.purposes] == ["Selection", "Reserve", "Incentive", "Development"]


def test_two_questions(shipped: Model) -> None:
    assert len(shipped.questions) == 2
    assert "优势" in shipped.questions[0].zh
    assert "发展" in shipped.questions[1].zh


def test_general_have_no_levels(shipped: Model) -> None:
    for id in GENERAL:
        competency = shipped.competency(id)
        assert competency.levels == ()
        assert (competency.scale.min, competency.scale.max, competency.scale.step) == (0, 4, 1)


def test_third_level_merges_stages_three_and_four(shipped: Model) -> None:
    assert [s.id for s in shipped.stages] == [1, 2, 3, 4]
    for id in PROFESSIONAL:
        competency = shipped.competency(id)
        assert [(x.level, x.stages) for x in competency.levels] == [(1, (1,)), (2, (2,)), (3, (3, 4))]
        assert (competency.scale.min, competency.scale.max, competency.scale.step) == (0, 3, 1)


def test_frequency_scale(shipped: Model) -> None:
    scale = shipped.attainment.scale
    assert [(value, text.en) for value, text in scale.labels] == [
        (0, "Never"),
        (1, "Seldom"),
        (2, "Sometimes"),
        (3, "Often"),
        (4, "Consistently"),
    ]
    assert (shipped.attainment.observed_from, shipped.attainment.share, shipped.attainment.rated) == (3, 0.8, 0.5)


def test_a_note_at_every_requirement_at_the_top_of_its_scale(shipped: Model) -> None:
    _, findings = load_model(shipped_model())
    asked = [r for position in shipped.positions for r in position.requires]
    top = [r.line for r in asked if r.level == shipped.competency(r.competency).scale.max]
    assert [d.place.line for d in findings] == top
    assert len(top) == 11


def test_rater_roles(shipped: Model) -> None:
    assert {r.id: r.min_raters for r in shipped.rater_roles} == {
        "self": 1,
        "manager": 1,
        "peer": 3,
        "report": 3,
        "customer": 3,
        "assessor": 1,
    }
    assert [r.id for r in shipped.rater_roles if r.weight == 0] == ["self"]
