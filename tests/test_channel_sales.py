"""The second dictionary, which was made from a workbook."""

from __future__ import annotations

import json
from pathlib import Path

from .conftest import ROOT, Run

BOOK, DICTIONARY = "data/channel_sales.xlsx", "data/channel_sales.yaml"
REQUIRED = {
    "channel_representative": {
        "partner_recruitment": 1, "territory_planning": 1, "partner_enablement": 2, "sell_through_and_stock": 2,
        "channel_order": 1, "listening_and_speaking": 3, "integrity": 3,
    },
    "regional_channel_director": {
        "partner_recruitment": 3, "territory_planning": 3, "partner_enablement": 3, "channel_order": 3,
        "joint_business_planning": 3, "listening_and_speaking": 3, "integrity": 3,
    },
}  # fmt: skip
"""What two of the positions require, as the workbook's sheet has it."""


def test_it_is_what_the_workbook_says(run: Run, tmp_path: Path) -> None:
    done = run("import", BOOK, "--update", DICTIONARY, "-o", str(tmp_path / "again.yaml"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "again.yaml").read_bytes() == (ROOT / DICTIONARY).read_bytes()


def test_nothing_is_wrong_with_it(run: Run) -> None:
    done = run("check", DICTIONARY)
    assert (done.returncode, "no findings" in done.stdout) == (0, True)


def test_it_has_four_levels_and_all_texts_in_both_languages(run: Run) -> None:
    model = json.loads(run("show-model", "-m", DICTIONARY, "--format", "json").stdout)
    levels = [[level["level"] for level in c["levels"]] for c in model["competencies"] if c.get("levels")]
    assert levels == [[1, 2, 3, 4]] * 6
    statements = [b for c in model["competencies"] for level in c.get("levels") or [c] for b in level["behaviours"]]
    assert len(statements) == 56
    assert all(b["zh"] and b["en"] and b["origin"] == "own" for b in statements)


def test_people_are_assessed_by_it(run: Run, tmp_path: Path) -> None:
    """One who meets all that is required, and one who is two levels short of what is essential."""
    rows = ["employee_id,position,competency,level"]
    for id, position in {"A1": "channel_representative", "A2": "regional_channel_director"}.items():
        for competency, level in REQUIRED[position].items():
            short = 2 if (id, competency) == ("A2", "channel_order") else 0
            rows.append(f"{id},{position},{competency},{level - short}")
    (tmp_path / "r.csv").write_text("\n".join(rows) + "\n", "utf-8")
    done = run("assess", str(tmp_path / "r.csv"), "-m", DICTIONARY, "--format", "json")
    people = {e["employee_id"]: e for e in json.loads(done.stdout)["employees"]}
    assert {id: e["verdict"] for id, e in people.items()} == {"A1": "ready", "A2": "developing"}
    # 5 of 7 requirements are met in full, one of the rest has 1 of 3 levels: (6 + 1/3) / 7.
    assert people["A2"]["fit"] == round((6 + 1 / 3) / 7, 4)
