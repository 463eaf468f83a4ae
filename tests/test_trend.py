"""`comp trend`: two cycles against two assessments of the oracle, and what must not pass for progress."""

from __future__ import annotations

import io
import json
from collections import Counter
from fractions import Fraction
from pathlib import Path

import polars as pl
import pytest
from hypothesis import assume, given

from lenovo_comp.findings.finding import CannotRun
from lenovo_comp.method.results import Row as Plain
from lenovo_comp.model.dictionary import Model
from lenovo_comp.reports.formats import table as terminal
from lenovo_comp.reports.shared.blocks import text
from lenovo_comp.reports.shared.sparkline import ASCII, sparkline
from lenovo_comp.reports.trend.compute import trend
from lenovo_comp.reports.trend.result import Trend

from . import oracle
from .conftest import ROOT, SAMPLE, Run
from .oracle import Row
from .strategies import CYCLES, Case, cases, plain_csv
from .test_arithmetic import QUICK, SHIPPED, read

OLD, NEW = CYCLES


def turn(old: oracle.Item | None, new: oracle.Item | None) -> str | None:
    """What became of a requirement of somebody who is in both cycles."""
    asked = [x.required if x else None for x in (old, new)]
    if asked == [None, None]:
        return None
    if asked[0] != asked[1]:
        return "requirement_changed"
    assert old is not None and new is not None
    if old.rating is None or new.rating is None:
        return "newly_assessed" if new.rating else "no_longer_assessed" if old.rating else None
    if weightless(old) != weightless(new):
        return "basis_changed"
    short = old.status == "short", new.status == "short"
    return {(True, False): "closed", (False, True): "new", (True, True): "still_short"}.get(short, "still_met")


def weightless(x: oracle.Item) -> bool:
    return x.rating is not None and (x.rating.self_only or x.rating.unweighted)


@QUICK
@given(cases(wrong=False))
def test_every_item_is_the_oracles_in_both_cycles(case: Case) -> None:
    assume({row.cycle for row in case.rows} == set(CYCLES))
    model = case.model
    found = trend(model, read(plain_csv(case.rows), model, case.roster))
    rows = {cycle: [r for r in case.rows if r.cycle == cycle] for cycle in CYCLES}
    here = {cycle: {r.employee for r in rows[cycle]} for cycle in CYCLES}
    # A row without a position is placed by the roster only.
    items = {
        (cycle, x.employee, x.competency): x
        for cycle in CYCLES
        for x in oracle.assess(rows[cycle], model, case.roster).items
        if x.employee in here[cycle]
    }
    keys = {key[1:] for key in items}
    assert {(r["employee_id"], r["competency"]) for r in found.items.iter_rows(named=True)} == keys
    turns: Counter[str | None] = Counter()
    for row in found.items.iter_rows(named=True):
        key = row["employee_id"], row["competency"]
        old, new = (items.get((cycle, *key)) for cycle in CYCLES)
        for side, x in (("from", old), ("to", new)):
            rating = x.rating.value if x and x.rating else None
            assert row[side] == (None if rating is None else pytest.approx(float(rating), abs=1e-9))
            assert row[f"status_{side}"] == (x.status if x else None)
        both = key[0] in here[OLD] & here[NEW]
        expected = turn(old, new) if both else None
        assert row["turn"] == expected, (key, old, new)
        turns[expected] += 1
        change = None
        if old and new and old.rating and new.rating and weightless(old) == weightless(new):
            change = pytest.approx(float(new.rating.value - old.rating.value), abs=1e-9)
        assert row["change"] == change
    assert found.turns() == {t: n for t, n in turns.items() if t}
    presences(found, here, set(case.roster))
    sums(found, model)


def presences(found: Trend, here: dict[str, set[str]], listed: set[str]) -> None:
    for row in found.person_rows():
        old, new = (row["employee_id"] in here[cycle] for cycle in CYCLES)
        names = {(True, True): "both", (False, True): "added", (True, False): "gone", (False, False): "neither"}
        assert row["presence"] == names[old, new]
    assert {r["employee_id"] for r in found.person_rows()} == here[OLD] | here[NEW] | listed


def sums(found: Trend, model: Model) -> None:
    """Means and counts of competencies and people, from the items one by one."""
    items = [i for rows in found.items_of().values() for i in rows]
    for name, rows in (("competency", found.competency_rows()), ("employee_id", found.person_rows())):
        for row in rows:
            mine = [i for i in items if i[name] == row[name]]
            compared = [i for i in mine if i["change"] is not None]
            if name == "competency" and len(compared) < model.min_group:
                assert row["withheld"]
                assert {row[k] for k in ("from", "to", "change", "share_from", "share_to", "series", "n")} == {None}
                continue
            assert (row["closed"], row["new"]) == tuple(sum(i["turn"] == t for i in mine) for t in ("closed", "new"))
            assert row["n"] == len(compared)
            expected = [mean([share(i, side, model) for i in compared]) for side in ("from", "to")]
            assert [row["share_from"], row["share_to"]] == expected
            assert row["series"] == (expected if compared else None)
            if name == "competency":
                assert row["change"] == pytest.approx(sum(i["change"] for i in compared) / len(compared), abs=1e-9)


def share(item: Plain, side: str, model: Model) -> float:
    scale = model.competency(item["competency"]).scale
    return float((item[side] - scale.min) / (scale.max - scale.min))


def mean(values: list[float]) -> object:
    return pytest.approx(sum(values) / len(values), abs=1e-9) if values else None


# ---------------------------------------------------------------- by hand


def rated(cycle: str, who: str = "a", position: str = "account_manager", **levels: int) -> list[Row]:
    return [Row(who, c, Fraction(x), "manager", "m", cycle=cycle, position=position) for c, x in levels.items()]


def of(rows: list[Row], competency: str, **more: str) -> Plain:
    found = trend(SHIPPED, read(plain_csv(rows), SHIPPED), **more)  # type: ignore[arg-type]
    return found.items.row(by_predicate=pl.col("competency") == competency, named=True)


def test_another_position_is_no_progress() -> None:
    """Communication 2 is short of a manager's 3 and enough for a representative: nothing was learnt."""
    rows = rated("1", communication=2) + rated("2", position="account_representative", communication=2)
    item = of(rows, "communication")
    assert (item["status_from"], item["status_to"]) == ("short", "met")
    assert (item["change"], item["turn"]) == (0, "requirement_changed")
    # What both positions ask the same of is compared as ever.
    rows = rated("1", logical_analysis=1) + rated("2", position="account_representative", logical_analysis=2)
    assert of(rows, "logical_analysis")["turn"] == "closed"


def test_a_self_rating_alone_is_not_compared_with_others() -> None:
    alone = [Row("a", "communication", Fraction(4), "self", "a", cycle="1", position="account_manager")]
    item = of(alone + rated("2", communication=2), "communication")
    assert (item["from"], item["to"], item["change"], item["turn"]) == (4, 2, None, "basis_changed")


def test_the_two_newest_cycles_unless_named() -> None:
    rows = [r for i, cycle in enumerate("123") for r in rated(cycle, communication=i + 1)]
    assert [of(rows, "communication")[k] for k in ("from", "to", "turn")] == [2, 3, "closed"]
    assert of(rows, "communication", start="1")["change"] == 2
    assert of(rows, "communication", start="1", end="2")["turn"] == "still_short"
    found = trend(SHIPPED, read(plain_csv(rows), SHIPPED))
    assert found.cycles == ("1", "2", "3")
    assert found.person_rows()[0]["series"] == [0.25, 0.5, 0.75]
    for wrong in ({"start": "4"}, {"end": "1"}, {"start": "3"}, {"start": "2", "end": "2"}):
        with pytest.raises(CannotRun):
            of(rows, "communication", **wrong)
    with pytest.raises(CannotRun, match="takes two cycles"):
        of(rated("1", communication=1), "communication")


def test_small_departments_are_withheld_with_the_next() -> None:
    lines = ["employee_id,department,position,competency,level,cycle"]
    for department, n in {"A": 2, "B": 4, "C": 3}.items():
        for i in range(n):
            lines += [f"{department}{i},{department},account_manager,communication,{level},{level}" for level in (1, 2)]
    found = trend(SHIPPED, read("\n".join(lines), SHIPPED)).department_rows()
    assert [(d["department"], d["people"], d["withheld"], d["share_to"]) for d in found] == [
        ("A", 2, True, None),
        ("B", 4, False, 0.5),
        ("C", 3, True, None),
    ]


# ---------------------------------------------------------------- another dictionary before


def dictionary(folder: Path, name: str, *changes: tuple[str, str]) -> Path:
    written = (ROOT / "data/big_account_sales.yaml").read_text("utf-8")
    for old, new in changes:
        assert written.count(old) == 1, old
        written = written.replace(old, new)
    (folder / name).write_text(written, "utf-8")
    return folder / name


MANAGER = "      - {competency: communication, level: 3}\n      - {competency: logical_analysis, level: 2}\n"


def test_a_changed_dictionary_is_named_and_not_mixed_in(run: Run, tmp_path: Path) -> None:
    """Before, an account manager's communication was required at 2: who had 2 then and now has no new gap."""
    lower = (MANAGER, MANAGER.replace("level: 3", "level: 2"))
    before = dictionary(tmp_path, "before.yaml", ('version: "1.1.0"', 'version: "0.9.0"'), lower)
    rows = rated("1", communication=2, logical_analysis=1) + rated("2", communication=2, logical_analysis=2)
    (tmp_path / "r.csv").write_text(plain_csv(rows), "utf-8")
    asked = ("trend", "r.csv", "--model-before", str(before))
    document = json.loads(run(*asked, "-f", "json", cwd=tmp_path).stdout)
    items = {i["competency"]: i for i in document["employees"][0]["competencies"]}
    assert (items["communication"]["status_from"], items["communication"]["status_to"]) == ("met", "short")
    assert items["communication"]["turn"] == "requirement_changed"
    assert items["logical_analysis"]["turn"] == "closed"
    assert document["model_before"]["version"] == "0.9.0"
    assert document["model_changes"]["requirements"] == [
        {"position": "account_manager", "competency": "communication", "from": 2.0, "to": 3.0}
    ]
    said = " ".join(run(*asked, "--lang", "en", cwd=tmp_path).stdout.split())
    assert "Up to 1 by the dictionary lenovo_big_account_sales 0.9.0" in said
    assert "Account manager: Communication 2→3" in said


def test_each_cycles_rows_are_read_by_its_own_dictionary(run: Run, tmp_path: Path) -> None:
    """`teamwork` was a competency then; a row of it now is an error, one of then is not. `coordination` the reverse."""
    then = (ROOT / "data/big_account_sales.yaml").read_text("utf-8").replace("coordination", "teamwork")
    (tmp_path / "before.yaml").write_text(then, "utf-8")
    lines = ["employee_id,position,competency,level,cycle"]
    lines += [f"a,account_manager,{c},3,{cycle}" for c, cycle in (
        ("communication", 1), ("communication", 2), ("teamwork", 1), ("coordination", 2),
    )]  # fmt: skip
    (tmp_path / "r.csv").write_text("\n".join(lines) + "\n", "utf-8")
    asked = ("trend", "r.csv", "--model-before", "before.yaml", "--lang", "en")
    done = run(*asked, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "dictionary only, so that ratings are not compared" in " ".join(done.stdout.split())
    lines += ["a,account_manager,teamwork,3,2", "a,account_manager,coordination,3,1", "a,account_manager,nonsense,3,1"]
    (tmp_path / "r.csv").write_text("\n".join(lines) + "\n", "utf-8")
    done = run(*asked, cwd=tmp_path)
    assert done.returncode == 1
    errors = [line.split(": ")[0] for line in done.stderr.splitlines() if "R404" in line]
    assert [e.split(":")[:2] for e in errors] == [["r.csv", "6"], ["r.csv", "7"], ["r.csv", "8"]]
    assert "Rows left out: 3 (errors: 3)" in done.stdout
    assert "teamwork" in done.stderr


def test_another_scale_is_not_compared(run: Run, tmp_path: Path) -> None:
    """Degrees went to 8 then: a 4 of then is no 4 of now."""
    now = (ROOT / "data/big_account_sales.yaml").read_text("utf-8")
    before = now.replace("max: 4", "max: 8")
    assert before != now
    (tmp_path / "before.yaml").write_text(before, "utf-8")
    rows = rated("1", communication=4, market_information=1) + rated("2", communication=4, market_information=2)
    (tmp_path / "r.csv").write_text(plain_csv(rows), "utf-8")
    done = run("trend", "r.csv", "--model-before", "before.yaml", "-f", "json", cwd=tmp_path)
    document = json.loads(done.stdout)
    items = {i["competency"]: i for i in document["employees"][0]["competencies"]}
    assert (items["communication"]["change"], items["communication"]["turn"]) == (None, "requirement_changed")
    assert (items["market_information"]["change"], items["market_information"]["turn"]) == (1, "closed")
    assert set(document["model_changes"]["not_compared"]) == {"communication", "logical_analysis", "coordination"}


# ---------------------------------------------------------------- as a command


def test_the_sample(run: Run) -> None:
    document = json.loads(run("trend", *SAMPLE, "-f", "json").stdout)
    assert (document["from"], document["to"]) == (OLD, NEW)
    cycles = {c: json.loads(run("assess", *SAMPLE, "--cycle", c, "-f", "json").stdout) for c in CYCLES}
    for side, cycle in (("from", OLD), ("to", NEW)):
        there = {
            (e["employee_id"], c["competency"]): c["rating"]
            for e in cycles[cycle]["employees"] for c in e["competencies"] if c["rating"] is not None
        }  # fmt: skip
        here = {
            (e["employee_id"], c["competency"]): c[side]
            for e in document["employees"] for c in e["competencies"] if c[side] is not None
        }  # fmt: skip
        assert here == there


def test_sparklines() -> None:
    assert sparkline([0, 0.5, None, 1.0]) == "▁▅ █"
    assert sparkline([i / 8 for i in range(8)]) == "▁▂▃▄▅▆▇█"
    assert sparkline([0, 0.5, None, 1.0]).translate(ASCII) == "_= #"
    assert sparkline([0.0, 1.0]).translate(ASCII).isascii()


def test_where_bars_can_not_be_shown_they_are_ascii(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    raw = io.BytesIO()
    wrapped = io.TextIOWrapper(raw, encoding="ascii")
    terminal.write([text("a " + sparkline([0, 1]))], wrapped)
    assert raw.getvalue() == b"a _#\n"


def test_cycles_that_are_not_there(run: Run) -> None:
    done = run("trend", *SAMPLE, "--from", "2019H1", "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert "2025H2, 2026H1" in done.stderr
    assert run("trend", "tests/cases/empty.csv").returncode == 1
