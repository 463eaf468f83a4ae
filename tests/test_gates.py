"""Gates: what they mean, against the oracle; how they fail; how they are written."""

from __future__ import annotations

import json
import operator
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lenovo_comp.findings.finding import CannotRun
from lenovo_comp.method.assessment import assess
from lenovo_comp.reports.assess.gates import METRICS, Failure, Outcome, outcome, parse

from . import oracle
from .conftest import SAMPLE, Run
from .strategies import Case, cases, plain_csv
from .test_arithmetic import QUICK, SHIPPED, read

Figure = tuple[str, str | None, Fraction | None]
"""Employee, competency, and the figure or None for one that isn't known."""
OPS = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}
BAD = "tests/cases/ratings_with_errors.csv"


def figures(metric: str, result: oracle.Result, competency: str | None, position: str | None) -> list[Figure]:
    """The figures that a gate concerns."""
    if competency or metric in ("gap", "rating"):
        found: list[Figure] = []
        for x in result.items:
            holder = next(p for p in result.people if p.employee == x.employee)
            if (
                x.required is None
                or (competency not in (None, x.competency))
                or position not in (None, holder.position)
            ):
                continue
            assessed = x.status != "unassessed"
            value = {
                "gap": x.gap,
                "rating": x.rating.value if x.rating and assessed else None,
                "short": Fraction(x.status == "short") if assessed else None,
                "short_clear": short_clear([x]) if assessed else None,
                "too_close": Fraction(too_close(x)) if assessed else None,
                "unassessed": Fraction(not assessed),
            }[metric]
            found.append((x.employee, x.competency if metric in ("gap", "rating") else None, value))
        if not competency and not position:
            found += [(p.employee, None, None) for p in result.people if p.position is None]
        return sorted(found, key=lambda f: f[0])
    concerned = [p for p in result.people if position in (None, p.position)]
    counts: dict[str, dict[str, Fraction | None]] = {}
    for p in concerned:
        asked = [x for x in result.items if x.employee == p.employee and x.required is not None]
        counts[p.employee] = {
            "short": Fraction(p.short),
            "short_clear": short_clear(asked),
            "too_close": Fraction(sum(map(too_close, asked))),
        }
    known = {
        p.employee: None if p.position is None
        else Fraction(p.unassessed) if metric == "unassessed"
        else (counts[p.employee][metric] if p.assessed else None) if metric in counts[p.employee]
        else getattr(p, metric)
        for p in concerned
    }  # fmt: skip
    return [(p.employee, None, known[p.employee]) for p in concerned]


def short_clear(items: Sequence[oracle.Item]) -> Fraction | None:
    """How many are short beyond their error; None where one is short whose error isn't known."""
    short = [x.clear for x in items if x.status == "short"]
    return None if None in short else Fraction(sum(map(bool, short)))


def too_close(x: oracle.Item) -> bool:
    return x.clear is False or bool(x.fragile)


@QUICK
@given(
    cases(), st.sampled_from(METRICS), st.sampled_from(list(OPS)), st.sampled_from(("0", "0.5", "1", "2")), st.data()
)
def test_a_gate_fails_where_the_oracle_says(case: Case, metric: str, op: str, number: str, data: st.DataObject) -> None:
    model = case.model
    positions = [p.id for p in model.positions]
    competencies = [] if metric in ("coverage", "fit", "met_share") else [c.id for c in model.competencies]
    target = data.draw(st.sampled_from([None, *positions, *competencies]))
    gate = parse(f"{metric}{op}{number}" + (f":{target}" if target else ""), model)
    assert target in (None, gate.competency, gate.position)
    found = outcome(gate, assess(model, read(plain_csv(case.rows), model, case.roster)))
    expected = oracle.assess(case.rows, model, case.roster)
    concerned = figures(metric, expected, gate.competency, gate.position)
    failing = [f for f in concerned if f[2] is None or OPS[op](f[2], Fraction(number))]
    assert found.concerned == len({f[0] for f in concerned})
    assert [(f.employee_id, f.competency) for f in found.failures] == [f[:2] for f in failing]
    for mine, theirs in zip(found.failures, failing, strict=True):
        assert mine.value == (None if theirs[2] is None else pytest.approx(float(theirs[2]), abs=1e-9))
    assert found.holds == (not failing)


# ---------------------------------------------------------------- by hand

ROWS = """employee_id,position,competency,level,rater_role
a,industry_analyst,communication,2,manager
a,industry_analyst,logical_analysis,2,manager
b,industry_analyst,communication,1,manager
d,,communication,4,manager
"""
"""Required: communication 2, logic 3, coordination 2, market 2, product 1. d has no position."""


def decided(text: str) -> Outcome:
    """The roster has c, of whom there are no ratings."""
    return outcome(parse(text, SHIPPED), assess(SHIPPED, read(ROWS, SHIPPED, {"c": "industry_analyst"})))


@pytest.mark.parametrize(
    ("text", "failures"),
    [
        ("short>0", [("a", None, 1), ("b", None, 1), ("c", None, None), ("d", None, None)]),
        ("short>1", [("c", None, None), ("d", None, None)]),
        ("unassessed>3", [("b", None, 4), ("c", None, 5), ("d", None, None)]),
        ("coverage<0.4", [("b", None, 0.2), ("c", None, 0), ("d", None, None)]),
        ("fit<0.7:industry_analyst", [("b", None, 0.5), ("c", None, None)]),
        # Of a: (1 · 1 + 2 · 2/3) / 3 = 7/9.
        ("fit<=0.7778:行业分析师", [("a", None, 7 / 9), ("b", None, 0.5), ("c", None, None)]),
        ("gap>=1:communication", [("b", "communication", 1), ("c", "communication", None)]),
        ("gap>1:沟通表达能力", [("c", "communication", None)]),
        ("short_clear>0:communication", [("b", None, None), ("c", None, None)]),  # one rater each: not known
        ("too_close>0:communication", [("c", None, None)]),
        ("fragile>0:communication", [("c", None, None)]),  # the former name
        ("rating < 2 : communication", [("b", "communication", 1), ("c", "communication", None)]),
        ("short>0:communication", [("b", None, 1), ("c", None, None)]),
        ("short>0:account_director", []),
        # By words, as the signs.
        ("short above 1", [("c", None, None), ("d", None, None)]),
        ("coverage  below 0.4", [("b", None, 0.2), ("c", None, 0), ("d", None, None)]),
        ("fit at most 0.7778 : industry_analyst", [("a", None, 7 / 9), ("b", None, 0.5), ("c", None, None)]),
        ("gap at\nleast 1:communication", [("b", "communication", 1), ("c", "communication", None)]),
        ("short 高于 1", [("c", None, None), ("d", None, None)]),
        ("coverage低于0.4", [("b", None, 0.2), ("c", None, 0), ("d", None, None)]),
        ("gap 不低于 1:沟通表达能力", [("b", "communication", 1), ("c", "communication", None)]),
        ("gap 不少于 1:沟通表达能力", [("b", "communication", 1), ("c", "communication", None)]),
        ("fit 不高于 0.7778:行业分析师", [("a", None, 7 / 9), ("b", None, 0.5), ("c", None, None)]),
        ("fit 不超过 0.7778:行业分析师", [("a", None, 7 / 9), ("b", None, 0.5), ("c", None, None)]),
    ],
)
def test_what_a_gate_means(text: str, failures: list[tuple[str, str | None, float | None]]) -> None:
    found = decided(text).failures
    assert [(f.employee_id, f.competency) for f in found] == [f[:2] for f in failures]
    assert [f.value for f in found] == [None if f[2] is None else pytest.approx(f[2]) for f in failures]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("shrot>0", "did you mean short?"),
        # cmd.exe and PowerShell make this of `--fail-on short>0` without quotes.
        ("short", 'METRIC OP NUMBER, such as "short above 0"; without quotes, a shell writes a file named after the >'),
        ("shortabove 0", "METRIC OP NUMBER"),
        ("short above0", "METRIC OP NUMBER"),
        ("short above", '"" is not a number'),
        ("short=0", "METRIC OP NUMBER"),
        ("short>0>1", '"0>1" is not a number'),
        ("short>", '"" is not a number'),
        ("fit<80%", '"80%" is not a number'),
        ("fit<nan", '"nan" is not a number'),
        ("fit<0.8:communication", "not for a competency"),
        ("gap>1:customer_relatonship", 'did you mean "customer_relationship"?'),
        ("gap>1:", 'or position ""'),
        ("", "METRIC OP NUMBER"),
    ],
)
def test_a_gate_that_can_not_be_read(text: str, said: str, run: Run) -> None:
    with pytest.raises(CannotRun) as problem:
        parse(text, SHIPPED)
    assert said in problem.value.text.en
    assert problem.value.text.zh != problem.value.text.en
    done = run("assess", *SAMPLE, "--fail-on", text, "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


# ---------------------------------------------------------------- as a command


@pytest.mark.parametrize("format", ["table", "json", "csv", "parquet", "markdown"])
def test_exit_codes_in_every_format(format: str, run: Run) -> None:
    assert run("assess", *SAMPLE, "-f", format, "--fail-on", "rating>4").returncode == 1  # unassessed is not known
    assert run("assess", *SAMPLE, "-f", format, "--fail-on", "coverage<0").returncode == 0
    assert run("assess", BAD, "-f", format, "--fail-on", "coverage<0").returncode == 1
    assert run("assess", "no_such.csv", "-f", format, "--fail-on", "short>0").returncode == 2


def test_which_gate_failed_and_for_whom_is_printed_by_id(run: Run) -> None:
    asked = ("assess", *SAMPLE, "--fail-on", "unassessed>0", "--fail-on", "coverage<0", "--fail-on", "short>2")
    done = run(*asked, "-f", "json", "--lang", "en")
    document = json.loads(done.stdout)
    assert [(g["gate"], g["holds"]) for g in document["gates"]] == [
        ("unassessed>0", False), ("coverage<0", True), ("short>2", False),
    ]  # fmt: skip
    said = " ".join(done.stderr.split())
    people = {e["employee_id"]: e for e in document["employees"]}
    failing = document["gates"][0]["failures"]
    assert f"gate unassessed>0 fails for {len(failing)} of 32 people: " in said
    for failure in failing:
        missing = [c for c in people[failure["employee_id"]]["competencies"] if c["status"] == "unassessed"]
        assert failure["value"] == len(missing)
    first = failing[0]
    assert f"{first['employee_id']} ({first['value']:g})" in said
    assert "coverage<0" not in said
    gates = said[said.index("gate ") :]
    assert not [p["name"] for p in people.values() if p["name"] in gates]
    # 19 people or so: the first few are named, the rest counted.
    assert "more" in gates
    assert len(gates) < 500


def test_gates_of_a_project(run: Run, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(ROWS, "utf-8")
    (tmp_path / "comp.toml").write_text(
        'ratings = "r.csv"\n[assess]\nfail_on = ["coverage<0.1", "short>0:b"]\n', "utf-8"
    )
    assert run("assess", cwd=tmp_path).returncode == 2
    (tmp_path / "comp.toml").write_text('ratings = "r.csv"\n[assess]\nfail_on = ["coverage<0.1"]\n', "utf-8")
    done = run("assess", cwd=tmp_path, COMP_LANG="en")
    assert done.returncode == 1
    assert "gate coverage<0.1 fails for 1 of 3 people: d (unknown)" in done.stderr
    # What the command line says takes their place.
    assert run("assess", "--fail-on", "short>5:industry_analyst", cwd=tmp_path).returncode == 0
    for wrong in ('fail_on = "short>0"', "fail_on = [1]", 'fail_one = ["short>0"]'):
        (tmp_path / "comp.toml").write_text(f'ratings = "r.csv"\n[assess]\n{wrong}\n', "utf-8")
        assert run("assess", cwd=tmp_path).returncode == 2


def test_a_gate_that_concerns_nobody_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(ROWS, "utf-8")
    done = run("assess", "r.csv", "--fail-on", "short>0:account_director", "--lang", "en", cwd=tmp_path)
    assert done.returncode == 0
    assert "gate short>0:account_director concerns nobody" in done.stderr


def test_people_are_counted_once() -> None:
    gate = parse("gap>1", SHIPPED)
    failures = (Failure("a", "communication", 2.0), Failure("a", "coordination", None), Failure("b", None, None))
    assert Outcome(gate, 9, failures).people == 2
