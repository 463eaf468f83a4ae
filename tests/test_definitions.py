"""The definitions at hand on pages: every word has one, and it says what the dictionary in use says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lenovo_comp import Model
from lenovo_comp.reports.shared.definitions import TERMS, definitions
from lenovo_comp.reports.shared.words import Words

# data/big_account_sales.yaml: near 1, near_short 2, strength 1, tolerance 0.


def test_definitions_have_the_dictionarys_values(model: Model) -> None:
    found = dict(definitions(model, Words("en")))
    assert len(found) == len(TERMS)
    assert found["Nearly ready"] == "At most 2 essential requirements short, none by more than 1."
    assert found["Developing"] == "More than 2 essential requirements short, or one short by more than 1."
    assert found["Strength"] == "Met, and at least 1 above the requirement or at the top of the scale."
    assert found["Met"] == "The rating reaches the requirement."
    chinese = dict(definitions(model, Words("zh")))
    assert chinese["接近胜任"] == "最多 2 项必备要求不足，且差距均不超过 1。"
    assert chinese["未评估"].endswith("未评估不等于不足。")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_another_dictionary_has_other_definitions(language: str, model: Model) -> None:
    words = Words(language)  # type: ignore[arg-type]
    strict = replace(model, near_short=0, tolerance=0.25)
    found = dict(definitions(strict, words))
    assert words("near").capitalize() not in found
    assert "0.25" in found[words("met").capitalize()]
    assert "0.25" in found[words("short").capitalize()]
    assert "2" not in found[words("developing").capitalize()]


def test_a_page_may_show_some_of_them(model: Model) -> None:
    assert [word for word, _ in definitions(model, Words("en"), ["ready", "fit"])] == ["Ready", "Fit"]
