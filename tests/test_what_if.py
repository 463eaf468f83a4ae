"""What if: `comp gap --with`, and `comp diff` with its verdicts, against naive computations."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from lenovo_comp.method.assessment import assess
from lenovo_comp.method.person import person_gap
from lenovo_comp.model.compare import ADDED, CHANGED, PARTS, REMOVED, Change, compare
from lenovo_comp.model.dictionary import Model
from lenovo_comp.ratings.reading import Ratings, read_ratings
from lenovo_comp.reports.diff.compute import verdict_changes
from lenovo_comp.reports.diff.result import Difference
from lenovo_comp.reports.diff.text import view as difference_view
from lenovo_comp.reports.formats.markdown import markdown
from lenovo_comp.reports.shared.words import Words
from lenovo_comp.text import Text

from . import oracle
from .conftest import ROOT, SAMPLE, Run
from .oracle import exact
from .strategies import Case, cases, examples, levels, plain_csv, write
from .test_arithmetic import FOREIGN, QUICK, SHIPPED, SMALL

MANY = settings(QUICK, max_examples=examples(20))
DICTIONARY = ROOT / "data/big_account_sales.yaml"


def read(case: Case, model: Model) -> Ratings:
    with TemporaryDirectory() as folder:
        return read_ratings([write(Path(folder) / "r.csv", plain_csv(case.rows))], model)


# ---------------------------------------------------------------- gap --with


@MANY
@given(cases(roster=False), st.data())
def test_a_supposed_rating_is_reckoned_with_like_a_real_one(case: Case, data: st.DataObject) -> None:
    model, result = case.model, oracle.assess(case.rows, case.model)
    person = data.draw(st.sampled_from(result.people))
    items = [x for x in result.items if x.employee == person.employee]
    assume(items)
    chosen = data.draw(st.lists(st.sampled_from(items), min_size=1, max_size=3, unique_by=lambda x: x.competency))
    supposed = {x.competency: data.draw(st.sampled_from(levels(model.competency(x.competency), model))) for x in chosen}
    expected = []
    asked = {r.competency: r for r in model.position(person.position).requires} if person.position else {}
    for x in items:
        if x.competency not in supposed:
            expected.append(x)
            continue
        rating = oracle.Rating(supposed[x.competency], 0, False, False)
        competency = model.competency(x.competency)
        expected.append(oracle.item(person.employee, competency, asked.get(x.competency), rating, model))
    named = {person.position} if person.position is not None else ({"a", "b"} if person.conflict else set())
    judged = oracle.person(person.employee, named, expected, model)
    ratings = read(case, model)
    found = person_gap(model, ratings, person.employee, supposed={c: float(x) for c, x in supposed.items()})
    for row, x in zip(found.items, expected, strict=True):
        assert (row["competency"], row["status"], bool(row["fragile"] and x.competency in supposed)) == (
            x.competency,
            x.status,
            False,
        )
        assert row["rating"] == (None if x.rating is None else pytest.approx(float(x.rating.value), abs=1e-9))
        assert row["gap"] == (None if x.gap is None else pytest.approx(float(x.gap), abs=1e-9))
    shown = found.person
    assert (shown["verdict"], shown["met"], shown["short"]) == (judged.verdict, judged.met, judged.short)
    assert shown["fit"] == (None if judged.fit is None else pytest.approx(float(judged.fit), abs=1e-9))
    assert (shown["stage_low"], shown["stage_high"]) == (judged.stage or (None, None))
    plain = person_gap(model, ratings, person.employee)
    assert found.as_rated is not None and found.as_rated.person == plain.person
    assert plain.as_rated is None
    for name in ("roles", "spread", "withheld", "evidence"):
        one, other = (getattr(x.assessment, name).sort(pl.all()) for x in (found, plain))
        assert_frame_equal(one, other)
    others = ~pl.col("competency").is_in(list(supposed))
    assert_frame_equal(found.assessment.gaps.filter(others), plain.assessment.gaps.filter(others))


def test_supposed_ratings_are_marked_wherever_they_show(run: Run) -> None:
    asked = ("gap", *SAMPLE, "-e", "E012", "--full", "--with", "沟通=4", "--with", "market_information=1")
    shown = run(*asked, "--lang", "en", COLUMNS="200").stdout
    assert "Supposed: Communication = 4, Market information analysis = 1" in shown
    assert "As rated: developing · Fit 81% · 4 of 7 met · 7 of 7 assessed · 2 of 6 too close to call" in shown
    assert " - Communication 4 (supposed) (required 3)" in shown
    assert "Market information analysis: 1 (supposed) → 2, short by 1" in shown
    rows = [line for line in shown.splitlines() if line.startswith(("Communication ", "Market information analysis "))]
    assert sum("(supposed)" in row for row in rows) == 2
    document = json.loads(run(*asked, "--format", "json").stdout)
    assert document["supposed"] == [
        {"competency": "communication", "level": 4.0},
        {"competency": "market_information", "level": 1.0},
    ]
    marked = {i["competency"] for i in document["employee"]["competencies"] if i["supposed"]}
    assert marked == {"communication", "market_information"}
    assert document["as_rated"]["verdict"] == "developing"
    table = run(*asked, "--format", "csv").stdout.splitlines()
    assert table[0].endswith(",supposed")
    assert sum(line.endswith(",true") for line in table) == 2
    assert "supposed" not in run("gap", *SAMPLE, "-e", "E012", "--format", "csv").stdout


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        (("comunication=3",), 'did you mean "communication"?'),
        (("communication=5",), "Did you mean 4?"),
        (("communication=2.5",), "Did you mean 3?"),
        (("communication=-1",), "Did you mean 0?"),
        (("communication=high",), "its scale is 0–4"),
        (("communication=nan",), "its scale is 0–4"),
        (("communication=0_3",), "its scale is 0–4"),
        (("communication",), "COMPETENCY=LEVEL"),
        (("communication=3", "沟通=4"), "two levels"),
    ],
)
def test_what_can_not_be_supposed(given_: tuple[str, ...], said: str, run: Run) -> None:
    options = [part for text in given_ for part in ("--with", text)]
    done = run("gap", *SAMPLE, "-e", "E012", *options, "--lang", "en")
    assert done.returncode == 2
    assert said in done.stderr
    assert not done.stdout


def test_supposing_what_is_neither_required_nor_rated(run: Run) -> None:
    done = run("gap", *SAMPLE, "-e", "E009", "--with", "sales_operations=1", "--lang", "en")
    assert done.returncode == 2
    assert "neither required of E009 nor rated" in done.stderr


# ---------------------------------------------------------------- what changed


TERMS = {
    "source": "supplement", "supplement": "own", "own": "source", "general": "professional", "professional": "general",
    "course": "assignment", "assignment": "coaching", "coaching": "course",
}  # fmt: skip
"""For values that are one of a few, another one."""


def variants(value: Any) -> list[Any]:
    """Values of the same type that differ."""
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int | float):
        return [value + 1]
    if isinstance(value, Text):
        return [Text(value.zh + "甲", value.en), Text(value.zh, value.en + " x")]
    if isinstance(value, str):
        return [TERMS.get(value, value + "x")]
    return []


def mutated(part: Any) -> list[Any]:
    """Every way of changing a dictionary in one place: another value, one thing less, something nested changed."""
    if isinstance(part, tuple) and not hasattr(part, "_fields"):
        label = len(part) == 2 and isinstance(part[0], int | float) and isinstance(part[1], Text)
        shorter = [] if label else [(*part[:i], *part[i + 1 :]) for i in range(len(part))]
        return shorter + [(*part[:i], x, *part[i + 1 :]) for i, item in enumerate(part) for x in mutated(item)]
    names = getattr(part, "_fields", ())
    if dataclasses.is_dataclass(part) and not isinstance(part, Text):
        names = [f.name for f in dataclasses.fields(part)]
    if not names:
        return variants(part)
    replaced: Any = getattr(part, "_replace", None) or partial(dataclasses.replace, part)
    told = [name for name in names if name not in ("path", "sha256", "line", "settings")]
    return [replaced(**{name: other}) for name in told for other in mutated(getattr(part, name))]


def dictionaries(model: Model) -> list[Model]:
    """The dictionary changed in one place, in every way after which it still is one."""

    def holds(other: Model) -> bool:
        ids = {c.id for c in other.competencies}
        once = len({layer.id for layer in other.layers}) == len(other.layers)
        return once and all(r.competency in ids for p in other.positions for r in p.requires)

    return list(filter(holds, mutated(model)))


def test_the_same_dictionary_has_no_differences() -> None:
    for model in (SHIPPED, SMALL, FOREIGN):
        moved = dataclasses.replace(
            model,
            path="elsewhere",
            sha256="0" * 64,
            competencies=model.competencies[::-1],
            positions=model.positions[::-1],
        )
        assert compare(model, moved) == ()


def test_no_difference_escapes() -> None:
    """A small dictionary changed in every single place: each of them is told, and in both directions."""
    for base in (SMALL, FOREIGN):
        ways = dictionaries(base)
        assert len(ways) > 300
        for other in ways:
            assert compare(base, other), other
            assert compare(other, base), other


def test_every_field_has_its_words_in_both_languages() -> None:
    told: set[tuple[str, str, str | None]] = set()
    for base in (SMALL, FOREIGN, SHIPPED):
        for other in dictionaries(base):
            difference = Difference(base, other, compare(base, other))
            new = {(c.kind, c.what, c.field) for c in difference.changes} - told
            told |= new
            if new:
                for words in (Words("zh"), Words("en")):
                    assert markdown(difference_view(difference, words)).count("→") >= sum(k == CHANGED for k, *_ in new)
    assert {what for _, what, _ in told} == set(PARTS)


def kinds(changes: tuple[Change, ...]) -> list[tuple[str, str, str, str | None]]:
    return [(c.kind, c.what, c.id, c.field) for c in changes]


def test_a_statement_put_in_between_changes_no_other(model: Model) -> None:
    competency = model.competency("communication")
    first, *rest = competency.behaviours
    new = first._replace(id="communication.2", text=Text("新的一条", "Something new"))
    moved = [s._replace(id=f"communication.{n}") for n, s in enumerate(rest, 3)]
    changed = competency._replace(behaviours=(first, new, *moved))
    other = dataclasses.replace(model, competencies=(changed, *model.competencies[1:]))
    told = kinds(compare(model, other))
    assert (ADDED, "statement", "communication.2", None) in told
    assert [t for t in told if t[3] == "id"] == [(CHANGED, "statement", s.id, "id") for s in moved]
    assert len(told) == 1 + len(moved)


def test_what_goes_with_its_holder_is_not_told_one_by_one(model: Model) -> None:
    gone = model.competencies[-1]
    other = dataclasses.replace(
        model,
        competencies=model.competencies[:-1],
        positions=tuple(
            p._replace(requires=tuple(r for r in p.requires if r.competency != gone.id)) for p in model.positions
        ),
    )
    told = compare(model, other)
    assert told[0] == Change(REMOVED, "competency", gone.id, gone.name, statements=18)
    asked = [p.id for p in model.positions if gone.id in {r.competency for r in p.requires}]
    assert kinds(told[1:]) == [(REMOVED, "requirement", f"{p}/{gone.id}", None) for p in asked]


# ---------------------------------------------------------------- whose verdict flips


@st.composite
def revised(draw: st.DrawFn, model: Model) -> Model:
    """The dictionary with other requirements and thresholds."""

    def requirement(r: Any) -> Any:
        steps = levels(model.competency(r.competency), model)
        level = float(draw(st.sampled_from([exact(r.level), exact(r.level), *steps])))
        return r._replace(level=level, essential=draw(st.sampled_from((r.essential, r.essential, not r.essential))))

    places = [p._replace(requires=tuple(map(requirement, p.requires))) for p in model.positions]
    return dataclasses.replace(
        model,
        positions=tuple(places),
        near=draw(st.sampled_from((model.near, 0.5, 2.0))),
        near_short=draw(st.sampled_from((model.near_short, 0, 1, 9))),
        tolerance=draw(st.sampled_from((model.tolerance, 0.5))),
    )


@MANY
@given(cases(roster=False), st.data())
def test_flips_and_their_causes(case: Case, data: st.DataObject) -> None:
    """A requirement is to blame if, on its own, it gives the worse of the two verdicts; or if it is one too many."""
    old, new = case.model, data.draw(revised(case.model))
    results = [oracle.assess(case.rows, m) for m in (old, new)]
    verdicts = [{p.employee: p.verdict for p in r.people} for r in results]
    expected = {}
    for employee in sorted(verdicts[0]):
        before, after = verdicts[0][employee], verdicts[1][employee]
        if before == after:
            continue
        assert before is not None and after is not None  # positions stay
        ranks = ("ready", "near", "developing", "incomplete")
        side = 1 if ranks.index(after) > ranks.index(before) else 0
        asked = [x for x in results[side].items if x.employee == employee and x.required is not None]
        deciding = [x for x in asked if x.essential] or asked
        worst = (before, after)[side]
        model = (old, new)[side]
        alone = {x.competency: oracle.verdict([replace(x, essential=True)], model) for x in deciding}
        blamed = {c for c, verdict in alone.items() if verdict == worst}
        short = {x.competency for x in deciding if x.status == "short"}
        if worst == "developing" and len(short) > model.near_short:
            blamed |= short
        expected[employee] = ((before, after), blamed)
    found = verdict_changes(assess(old, read(case, old)), assess(new, read(case, new)))
    assert {f.employee_id: (f.verdicts, {c.competency for c in f.because}) for f in found} == expected
    assert all(f.because for f in found)


@pytest.fixture
def stricter(tmp_path: Path) -> Path:
    """The shipped dictionary, with communication raised from 3 to 4 for account managers."""
    text = DICTIONARY.read_text("utf-8")
    start = text.index("- id: account_manager")
    changed = text[start:].replace("{competency: communication, level: 3}", "{competency: communication, level: 4}", 1)
    file = tmp_path / "new.yaml"
    file.write_text(text[:start] + changed, "utf-8")
    return file


def test_who_flips_on_the_sample(stricter: Path, run: Run) -> None:
    document = json.loads(run("diff", str(DICTIONARY), str(stricter), *SAMPLE, "--format", "json").stdout)
    (change,) = document["changes"]
    assert (change["what"], change["id"], change["field"]) == (
        "requirement", "account_manager/communication", "level",
    )  # fmt: skip
    assert (change["from"], change["to"]) == (3, 4)
    before = json.loads(run("assess", *SAMPLE, "--format", "json").stdout)
    after = json.loads(run("assess", *SAMPLE, "--model", str(stricter), "--format", "json").stdout)
    verdicts = [{e["employee_id"]: e["verdict"] for e in d["employees"]} for d in (before, after)]
    expected = {e: (v, verdicts[1][e]) for e, v in verdicts[0].items() if verdicts[1][e] != v}
    assert expected
    found = {f["employee_id"]: (f["verdict"]["from"], f["verdict"]["to"]) for f in document["verdicts"]["flips"]}
    assert found == expected
    assert all("communication" in {c["competency"] for c in f["because"]} for f in document["verdicts"]["flips"])


def test_without_ratings_and_without_differences(run: Run) -> None:
    done = run("diff", str(DICTIONARY), str(DICTIONARY), "--lang", "en")
    assert done.returncode == 0
    assert "No differences in content." in done.stdout
    assert json.loads(run("diff", str(DICTIONARY), str(DICTIONARY), "--format", "json").stdout)["verdicts"] is None
    assert "keep their verdict" in run("diff", str(DICTIONARY), str(DICTIONARY), *SAMPLE, "--lang", "en").stdout


def test_a_position_that_is_gone(stricter: Path, run: Run) -> None:
    text = stricter.read_text("utf-8")
    start, end = text.index("  - id: industry_analyst"), text.index("  - id: senior_account_manager")
    stricter.write_text(text[:start] + text[end:], "utf-8")
    done = run("diff", str(DICTIONARY), str(stricter), *SAMPLE, "--lang", "en")
    assert done.returncode == 1  # rows name a position that there isn't any more
    assert "R405" in done.stderr
    assert "position Industry analyst→none" in " ".join(done.stdout.split()) or "analyst→none" in done.stdout
    assert "removed: Industry analyst" in done.stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("data/big_account_sales.yaml",), "NEW.yaml"),
        (("data/big_account_sales.yaml", "no_such.yaml"), "no_such.yaml"),
        (("tests/cases/empty.csv", "data/big_account_sales.yaml"), "can't be used"),
        (("data/big_account_sales.yaml", "data/big_account_sales.yaml", "-"), "read twice"),
        (("data/big_account_sales.yaml", "data/big_account_sales.yaml", "--roster", "x.csv"), "--roster needs"),
        (("data/big_account_sales.yaml", "data/big_account_sales.yaml", "no_such.csv"), "no_such.csv"),
    ],
)
def test_what_can_not_be_compared(args: tuple[str, ...], said: str, run: Run) -> None:
    done = run("diff", *args, "--lang", "en") if len(args) > 1 else run("diff", *args)
    assert done.returncode == 2
    assert said in done.stderr
    assert not done.stdout


def test_thresholds_of_the_project_apply_to_verdicts_and_not_to_what_changed(
    stricter: Path, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "comp.toml").write_text("thresholds = { tolerance = 4 }\n", "utf-8")
    text = stricter.read_text("utf-8").replace("\ntolerance: 0", "\ntolerance: 1", 1)
    assert "\ntolerance: 1" in text
    stricter.write_text(text, "utf-8")
    files = [str(ROOT / SAMPLE[0]), "--roster", str(ROOT / SAMPLE[2])]
    document = json.loads(run("diff", str(DICTIONARY), "new.yaml", *files, "--format", "json", cwd=tmp_path).stdout)
    assert "tolerance" in {c["id"] for c in document["changes"]}
    assert document["verdicts"]["settings"] == {"tolerance": 4.0}
    assert document["verdicts"]["flips"] == []
