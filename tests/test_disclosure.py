"""What reports say of anonymous raters leaves open who gave what: every set of ratings, listed and compared."""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations_with_replacement, product
from math import ceil
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from lenovo_comp.method.assessment import assess
from lenovo_comp.method.disclosure import word_is_safe
from lenovo_comp.model.dictionary import Model

from . import oracle
from .conftest import Run
from .oracle import Row
from .test_arithmetic import SHIPPED
from .test_withholding import everything, read

BUDGET = int(os.environ.get("COMP_TEST_BUDGET", "1"))
Set = tuple[int, ...]
SCALES = {"communication": 5, "market_information": 4}
"""Competencies of the shipped dictionary, and how many answers their scales have (from 0)."""


def sets(answers: int, raters: Iterable[int] = range(3, 7)) -> Iterator[Set]:
    """All sets of so many raters' answers."""
    for n in raters:
        yield from combinations_with_replacement(range(answers), n)


def rows_of(employee: str, competency: str, ratings: Set, role: str, more: Iterable[tuple[str, int]] = ()) -> list[Row]:
    raters = [*((role, f"P{i}", x) for i, x in enumerate(ratings)), *((r, f"M{i}", x) for i, (r, x) in enumerate(more))]
    return [
        Row(employee, competency, Fraction(x), r, who, cycle="2026H1", position="account_manager")
        for r, who, x in raters
    ]


def is_low(ratings: Set, answers: int, moderate: Fraction) -> bool:
    """r_wg below the dictionary's limit, in fractions."""
    n, mean = len(ratings), Fraction(sum(ratings), len(ratings))
    variance = sum(((x - mean) ** 2 for x in ratings), Fraction(0)) / (n - 1)
    return 1 - variance / Fraction(answers**2 - 1, 12) < moderate


@pytest.mark.parametrize("answers", range(2, 8))
@pytest.mark.parametrize("moderate", ["0", "1/4", "1/2", "7/10", "1"])
def test_the_rule_is_that_of_counting_all_sets(answers: int, moderate: str) -> None:
    limit = Fraction(moderate)
    sides: dict[tuple[int, int], Counter[bool]] = defaultdict(Counter)
    for ratings in sets(answers, range(3, 9)):
        sides[len(ratings), sum(ratings)][is_low(ratings, answers, limit)] += 1
    frame = pl.DataFrame(list(sides), {"n": pl.Int64, "total": pl.Int64}, orient="row")
    n, total = pl.col("n"), pl.col("total")
    most = total**2 / n + (1 - float(limit) + 1e-9) * (answers**2 - 1) / 12 * (n - 1)
    safe = frame.select(word_is_safe(n, total, pl.lit(answers, pl.Int64), most).fill_null(False).alias("safe"))["safe"]
    expected = [low >= 2 and high >= 2 for low, high in ((x[True], x[False]) for x in sides.values())]
    assert safe.to_list() == expected


# With a manager beside them, in one role or, too few for their own roles, together as others.
SITUATIONS: dict[str, tuple[str, list[tuple[str, int]]]] = {
    "alone": ("peer", []),
    "beside a manager": ("peer", [("manager", 1)]),
    "beside a manager and a self-rating": ("report", [("manager", 3), ("self", 2)]),
}


@pytest.mark.parametrize("competency", SCALES)
@pytest.mark.parametrize("situation", SITUATIONS)
def test_no_output_leaves_one_set_where_number_and_mean_leave_several(
    competency: str, situation: str, run: Run, tmp_path: Path
) -> None:
    """Of each set a person: whoever has the same number and mean looks alike to at least one other, or to all."""
    role, more = SITUATIONS[situation]
    people = {f"E{i:04}": ratings for i, ratings in enumerate(sets(SCALES[competency]))}
    rows = [row for id, ratings in people.items() for row in rows_of(id, competency, ratings, role, more)]
    (tmp_path / "r.csv").write_text("\n".join(_csv(rows)), "utf-8")
    done = run("assess", "r.csv", "--format", "json", "-o", "r.table.csv", cwd=tmp_path)
    alike = {e["employee_id"]: _without_id(e) for e in json.loads(done.stdout)["employees"]}
    lines = (tmp_path / "r.table.csv").read_text("utf-8").splitlines()[1:]
    table: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        id, _, rest = line.partition(",")
        table[id].append(rest)
    seen: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    for id, ratings in people.items():
        seen[len(ratings), sum(ratings)][alike[id] + "\n".join(table[id])] += 1
    for (n, total), looks in seen.items():
        if sum(looks.values()) > 1:
            assert min(looks.values()) > 1, (n, total, looks)
    # The word is not silently gone: where it is safe it is said.
    assert any(len(looks) > 1 for looks in seen.values())
    assert "A505" not in done.stderr


def _csv(rows: Iterable[Row]) -> list[str]:
    head = "employee_id,competency,level,rater_role,rater_id,cycle,position"
    return [head, *(f"{r.employee},{r.competency},{r.level},{r.role},{r.rater},{r.cycle},{r.position}" for r in rows)]


def _without_id(employee: dict[str, Any]) -> str:
    return json.dumps({k: v for k, v in employee.items() if k != "employee_id"}, sort_keys=True)


def test_others_are_an_anonymous_group_too() -> None:
    """Two peers and two customers go together: their word obeys the same rule."""
    people = {
        f"E{i:04}": given for i, given in enumerate(product(combinations_with_replacement(range(5), 2), repeat=2))
    }
    rows = [
        Row(id, "communication", Fraction(x), role, f"{role}{i}", cycle="2026H1", position="account_manager")
        for id, given in people.items()
        for role, ratings in zip(("peer", "customer"), given, strict=True)
        for i, x in enumerate(ratings)
    ]
    seen: dict[int, set[tuple[Set, str | None]]] = defaultdict(set)
    for (id, _), shown in assess(SHIPPED, read(rows, SHIPPED)).role_rows().items():
        assert set(shown) == {"others"}
        together = tuple(sorted((*people[id][0], *people[id][1])))
        seen[sum(together)].add((together, shown["others"].agreement.band))
    assert sum(map(len, seen.values())) == len(set(sets(5, [4])))
    for looks in seen.values():
        if len(looks) > 1:
            assert min(Counter(band for _, band in looks).values()) > 1


@pytest.mark.sampled
@pytest.mark.parametrize("competency", SCALES)
@pytest.mark.parametrize("kept", [Fraction(1, 2), Fraction(1)])
@pytest.mark.parametrize("ratings", [(0, 0, 2), (0, 1, 1), (0, 3, 3), (0, 4, 4), (2, 2, 2)])
def test_levels_and_behaviours_together_get_no_word(
    competency: str, kept: Fraction, ratings: Set, model: Model
) -> None:
    """Near the ends of the scale few sets of both kinds have the same mean. Of behaviours alone, *low* or nothing."""
    of_level = [s.id for level, s in model.competency(competency).statements() if level in (None, 1)]
    of_level = of_level[: ceil(kept * len(of_level))]  # fewer than half would make no figure
    for derived in (1, 2, 3):
        rows: list[Row] = []
        for i, (row, level) in enumerate(zip(rows_of("E1", competency, (1, 1, 1), "peer"), ratings, strict=True)):
            if i < derived:
                rows += [replace(row, behaviour=id, level=Fraction(level)) for id in of_level]
            else:
                rows.append(replace(row, level=Fraction(min(level, 3))))
        shown = assess(model, read(rows, model)).role_rows()["E1", competency]["peer"].agreement
        assert shown.n == 3
        assert shown.band in ((None,) if derived < 3 else (None, "low"))


def swapped(rows: list[Row], one: str, other: str, role: str) -> list[Row]:
    """Two raters of a role exchange all their figures of a person."""
    names = {one: other, other: one}
    return [replace(row, rater=names.get(row.rater or "", row.rater)) if row.role == role else row for row in rows]


@pytest.mark.parametrize("manager", range(5) if BUDGET > 1 else (3,))
def test_a_rater_in_two_roles_gives_nothing_away(manager: int) -> None:
    """The manager is a peer too. Which of the peers' ratings is the manager's shows nowhere."""
    place = ("E1", "communication")
    for ratings in ((0, 3, 4), (2, 3, 4, 4)):
        rows = rows_of("E1", "communication", ratings, "peer", [("manager", manager)])
        rows = [replace(row, rater="M0") if row.rater == "P0" else row for row in rows]
        before = everything(rows, SHIPPED, place)
        for other in [f"P{i}" for i in range(1, len(ratings))]:
            changed = swapped(rows, "M0", other, "peer")
            # In the order of their lines, as the file would have it.
            changed = sorted(changed, key=lambda r: [x.rater for x in rows if x.role == r.role].index(r.rater))
            assert before == everything(changed, SHIPPED, place)


def test_which_role_in_others_rated_behaviours_shows_nowhere() -> None:
    """A fraction in the mean of `others` comes from behaviours: how many rows each role has would tell whose it is."""
    place = ("E1", "communication")
    rows = rows_of("E1", "communication", (3, 4), "peer", [("customer", 2)])
    several = [("1", 4), ("2", 2), ("3", 3), ("4", 2), ("5", 3)]  # half of them, so that they make a figure
    seen = []
    for one in ("P0", "M0"):
        changed = []
        for row in rows:
            if row.rater == one:
                changed += [replace(row, behaviour=f"communication.{b}", level=Fraction(x)) for b, x in several]
            else:
                changed.append(replace(row, level=Fraction(3)))
        seen.append(everything(changed, SHIPPED, place))
    assert json.loads(seen[0]["explain.json"])["rating"] == pytest.approx((3 + 3 + 2.8) / 3)
    assert seen[0] == seen[1]


def test_the_order_of_raters_is_not_that_of_the_rows() -> None:
    place = ("E1", "communication")
    rows = rows_of("E1", "communication", (1, 2, 3), "assessor", [("peer", x) for x in (1, 2, 4)])
    assert everything(rows, SHIPPED, place) == everything(rows[::-1], SHIPPED, place)


def test_the_oracle_says_the_same_of_every_set() -> None:
    people = {f"E{i:04}": ratings for i, ratings in enumerate(sets(5, range(3, 6)))}
    rows = [row for id, ratings in people.items() for row in rows_of(id, "communication", ratings, "peer")]
    expected = oracle.assess(rows, SHIPPED)
    found = assess(SHIPPED, read(rows, SHIPPED))
    bands = {employee: shown["peer"].agreement.band for (employee, _), shown in found.role_rows().items()}
    assert bands == {employee: band for (employee, _, role), band in expected.bands.items() if role == "peer"}
    assert sum(band == "low" for band in bands.values()) > 10


# ---------------------------------------------------------------- names, digests, cells, small groups


def test_no_report_names_a_ratings_file_or_its_digest(run: Run, tmp_path: Path) -> None:
    """One file a rater: its name, or its digest, would say who gave what."""
    import hashlib

    names = {}
    for i, level in enumerate((1, 2, 4)):
        row = Row("E1", "communication", Fraction(level), "peer", f"P{i}", cycle="2026H1", position="account_manager")
        name = f"rater-{'abc'[i]}.csv"
        (tmp_path / name).write_text("\n".join(_csv([row])), "utf-8")
        names[name] = hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()
    files = list(names)
    person = ("-e", "E1")
    commands: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
        "assess": ((), ("table", "json", "csv", "parquet", "markdown", "html", "xlsx")),
        "gap": (person, ("table", "json", "csv", "parquet", "markdown", "html", "xlsx")),
        "explain": ((*person, "-c", "communication"), ("table", "json", "markdown", "html")),
        "plan": (person, ("table", "json", "markdown", "html")),
        "match": (person, ("table", "json", "csv", "markdown", "html")),
        "stage": ((), ("table", "json", "csv", "markdown", "html")),
    }
    for command, (options, formats) in commands.items():
        outputs = [o for format in formats for o in ("-o", f"{format}:out.{format}")]
        done = run(command, *files, *options, *outputs, cwd=tmp_path)
        assert done.returncode == 0, (command, done.stderr)
        for format in formats:
            out = tmp_path / f"out.{format}"
            written = out.read_bytes() + done.stdout.encode()
            if format == "xlsx":
                written += _cells(out)
            if format == "parquet":
                written += str(pl.read_parquet_metadata(out)).encode()
            for name, digest in names.items():
                assert name.encode() not in written, (command, format)
                assert digest[:12].encode() not in written, (command, format)
    done = run("explain", *files, *person, "-c", "communication", "--show-raters", cwd=tmp_path)
    assert all(name in done.stdout for name in names)


def _cells(file: Path) -> bytes:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(file)
    return str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names]).encode()


def test_a_workbook_quotes_no_cell_of_the_files(run: Run, tmp_path: Path) -> None:
    rows = _csv(rows_of("E1", "communication", (1, 2), "customer", [("manager", 3)]))
    head, *body = rows
    body = [f"{line},seen by nobody else {i}" for i, line in enumerate(body)]
    body.append("E2,communication,987654,manager,M7,2026H1,account_manager,of another person")
    body.append("E1,communication,876543,customer,C9,2026H1,account_manager,\t=1+1")
    (tmp_path / "r.csv").write_text("\n".join([f"{head},evidence", *body]), "utf-8")
    for command in (("gap", "-e", "E1"), ("assess",)):
        for format in ("xlsx", "html"):
            run(command[0], "r.csv", *command[1:], "-o", f"out.{format}", cwd=tmp_path)
            written = _cells(tmp_path / "out.xlsx") if format == "xlsx" else (tmp_path / "out.html").read_bytes()
            text = written.decode("utf-8")
            for secret in ("987654", "876543", "1+1", "of another person", "nobody else 0", "nobody else 1"):
                assert secret not in text, (command, format, secret)
            assert "R401" in text or (command[0], format) == ("gap", "html")


def trend_rows(people: dict[str, tuple[str, dict[str, int]]]) -> str:
    """Employee → department and the level of each cycle, given by one manager."""
    lines = ["employee_id,department,position,competency,level,rater_role,rater_id,cycle"]
    for id, (department, levels) in people.items():
        lines += [
            f"{id},{department},account_representative,communication,{x},manager,M1,{c}" for c, x in levels.items()
        ]
    return "\n".join(lines)


def test_a_series_has_a_hole_where_too_few_people_were_rated(run: Run, tmp_path: Path) -> None:
    there = {"2024": 2, "2026": 3}
    people = {f"A{i}": ("Sales", dict(there)) for i in range(3)} | {f"B{i}": ("Ops", dict(there)) for i in range(4)}
    people["A1"][1]["2025"] = 1
    for id in ("B0", "B1", "B2"):
        people[id][1]["2025"] = 4
    (tmp_path / "r.csv").write_text(trend_rows(people), "utf-8")
    done = run("trend", "r.csv", "--from", "2024", "--to", "2026", "-f", "json", cwd=tmp_path)
    found = json.loads(done.stdout)
    # Sales has one person in 2025. All together are four, of whom Ops has three: Ops would tell of Sales.
    assert {d["department"]: d["series"] for d in found["departments"]} == {
        "Ops": [0.5, None, 0.75],
        "Sales": [0.5, None, 0.75],
    }
    (competency,) = found["competencies"]
    assert competency["series"] == [0.5, (0.25 + 3 * 1.0) / 4, 0.75]
    # With two people of Ops and one of Sales there are three: enough for the competency, for no department.
    del people["B2"][1]["2025"]
    (tmp_path / "r.csv").write_text(trend_rows(people), "utf-8")
    found = json.loads(run("trend", "r.csv", "--from", "2024", "--to", "2026", "-f", "json", cwd=tmp_path).stdout)
    assert [d["series"][1] for d in found["departments"]] == [None, None]
    assert found["competencies"][0]["series"][1] == (0.25 + 2 * 1.0) / 3
    del people["B1"][1]["2025"]
    (tmp_path / "r.csv").write_text(trend_rows(people), "utf-8")
    found = json.loads(run("trend", "r.csv", "--from", "2024", "--to", "2026", "-f", "json", cwd=tmp_path).stdout)
    assert found["competencies"][0]["series"] == [0.5, None, 0.75]


def test_a_competency_of_too_few_people_has_no_figures_in_a_trend(run: Run, tmp_path: Path) -> None:
    people = {f"A{i}": ("Sales", {"2024": 1, "2025": 3}) for i in range(2)}
    (tmp_path / "r.csv").write_text(trend_rows(people), "utf-8")
    done = run("trend", "r.csv", "-f", "json", cwd=tmp_path)
    (row,) = json.loads(done.stdout)["competencies"]
    assert row["withheld"] and row["people"] == 2
    assert {row[k] for k in ("from", "to", "change", "closed", "new", "share_from", "share_to")} == {None}
    assert row["series"] is None
    assert " x " in run("trend", "r.csv", cwd=tmp_path).stdout


def test_a_departments_figure_less_a_competencys_tells_nothing(run: Run, tmp_path: Path) -> None:
    """Departments are over competencies and competencies over departments: the difference could leave one."""
    known = [(f"A{i}", "A", "communication") for i in range(3)]
    # (who is rated on what; whose rating is another; who makes up for it where the competency's total is shown)
    cases = [
        ([*known, ("A0", "A", "coordination")], 3, None),
        ([*known, ("B0", "B", "communication"), *((f"C{i}", "C", "coordination") for i in range(2))], 3, 0),
        ([*known, ("A0", "A", "coordination"), *((f"D{i}", "D", "coordination") for i in range(3))], 3, 4),
    ]
    for rated, one, other in cases:
        seen = set()
        for level in (1, 3):
            lines = ["employee_id,department,position,competency,level,rater_role,rater_id,cycle"]
            for i, (id, department, competency) in enumerate(rated):
                x = {one: level, other: 4 - level}.get(i, 2)
                lines += [f"{id},{department},account_manager,{competency},{x},manager,M1,{c}" for c in (2024, 2025)]
            (tmp_path / "r.csv").write_text("\n".join(lines), "utf-8")
            found = json.loads(run("trend", "r.csv", "-f", "json", cwd=tmp_path).stdout)
            seen.add(json.dumps([found["competencies"], found["departments"]]))
        assert len(seen) == 1, rated
