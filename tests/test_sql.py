"""docs/sql on DuckDB gives the figures of `comp assess` (rules 1 to 3 and 5 to 7, ratings by level); so do parts."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from lenovo_comp.method.assessment import assess
from lenovo_comp.method.results import Assessment
from lenovo_comp.model.dictionary import Model
from lenovo_comp.ratings.reading import read_ratings
from lenovo_comp.reports.shared.document import dumps
from lenovo_comp.reports.show_model.document import model_document

from . import oracle
from .conftest import ROOT, Run
from .oracle import Row
from .strategies import Case, cases, examples, models, plain_csv, write
from .test_arithmetic import by_role

SQL = ROOT / "docs" / "sql"
Table = dict[tuple[Any, ...], tuple[Any, ...]]
RATINGS = {
    "employee_id": pl.String,
    "competency": pl.String,
    "behaviour": pl.String,
    "level": pl.Float64,
    "rater_role": pl.String,
    "rater_id": pl.String,
}
ROLES = "SELECT employee_id, competency, rater_role, role_mean, n, weight FROM role_means"
GAPS = "SELECT employee_id, competency, required, rating, gap, status, essential, n, self_only, unweighted FROM gaps"
VERDICTS = "SELECT employee_id, position, verdict, required, assessed, met, fit, met_share, coverage FROM verdicts"


def model_json(model: Model) -> str:
    """`comp show-model --format json`."""
    return dumps(model_document(model))


def database(model: str, folder: Path) -> duckdb.DuckDBPyConnection:
    """An empty database with the dictionary's tables."""
    con = duckdb.connect(config={"threads": 1})
    con.execute(f"SET VARIABLE model = '{write(folder / 'model.json', model)}'")
    con.execute((SQL / "model.sql").read_text(encoding="utf-8"))
    return con


def fill(con: duckdb.DuckDBPyConnection, ratings: pl.DataFrame, people: pl.DataFrame, folder: Path) -> None:
    """The tables that check.sql and assess.sql start from."""
    for name, frame in (("ratings", ratings), ("people", people)):
        frame.write_parquet(folder / f"{name}.parquet")
        con.execute(f"CREATE TABLE {name} AS SELECT * FROM '{folder / name}.parquet'")


def problems(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """What check.sql finds."""
    return dict(con.execute((SQL / "check.sql").read_text(encoding="utf-8")).fetchall())


def run_rules(con: duckdb.DuckDBPyConnection) -> None:
    """assess.sql."""
    con.execute((SQL / "assess.sql").read_text(encoding="utf-8"))


def keyed(rows: Iterable[tuple[Any, ...]], keys: int) -> Table:
    """Rows by their first columns; no key twice."""
    listed = list(rows)
    table = {row[:keys]: row[keys:] for row in listed}
    assert len(table) == len(listed)
    return table


def same(found: Table, expected: Table) -> None:
    """The same keys, figures within 1e-9, everything else equal."""
    assert sorted(found) == sorted(expected)
    for key, row in expected.items():
        for theirs, mine in zip(found[key], row, strict=True):
            if isinstance(mine, float):
                assert theirs == pytest.approx(mine, rel=0, abs=1e-9), (key, found[key], row)
            else:
                assert theirs == mine, (key, found[key], row)


def agrees(con: duckdb.DuckDBPyConnection, comp: Assessment) -> None:
    """Every figure of the SQL is comp's."""
    same(
        keyed(con.execute(ROLES).fetchall(), 3),
        keyed(by_role(comp).select("employee_id", "competency", "role", "mean", "n", "weight").rows(), 3),
    )
    gaps = comp.gaps.select(
        "employee_id", "competency", "required", "rating", "gap", "status", "essential", "n", "self_only", "unweighted"
    )
    same(keyed(con.execute(GAPS).fetchall(), 2), keyed(gaps.rows(), 2))
    people = comp.people.select(
        "employee_id", "position", "verdict", "required", "assessed", "met", "fit", "met_share", "coverage"
    )
    same(keyed(con.execute(VERDICTS).fetchall(), 1), keyed(people.rows(), 1))


def ratings_frame(rows: Iterable[Row]) -> pl.DataFrame:
    """Rows of one cycle as the table `ratings`."""
    return pl.DataFrame(
        [
            (r.employee, r.competency, r.behaviour, None if r.level is None else float(r.level), r.role, r.rater)
            for r in rows
        ],
        schema=RATINGS,
        orient="row",
    )


def compare(case: Case) -> None:
    """The SQL's figures are comp's. Repeats and contradictions are the SQL's own affair; other rows that check.sql
    finds are taken out before, those of single behaviours among them, for both.
    """
    case = dataclasses.replace(case, rows=tuple(r for r in case.rows if r.behaviour is None))
    with TemporaryDirectory() as name:
        folder = Path(name)
        roster = "employee_id,position\n" + "".join(f"{who},{what}\n" for who, what in case.roster.items())
        given_roster = write(folder / "roster.csv", roster) if case.roster else None
        ratings = read_ratings([write(folder / "ratings.csv", plain_csv(case.rows))], case.model, given_roster)
        comp = assess(case.model, ratings)
        sound = [r for r in case.rows if r.cycle == comp.cycle and oracle.sound(r, case.model)]
        people = oracle.assess(case.rows, case.model, case.roster).people
        listed = pl.DataFrame(
            [(p.employee, p.position) for p in people], schema=comp.people.select("employee_id", "position").schema,
            orient="row",
        )  # fmt: skip
        with database(model_json(case.model), folder) as con:
            fill(con, ratings_frame(sound), listed, folder)
            assert set(problems(con)) <= {"rating that stands more than once"}
            run_rules(con)
            agrees(con, comp)


@settings(
    max_examples=examples(28),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=[Phase.generate],
)
@given(cases())
def test_any_ratings(case: Case) -> None:
    compare(case)


def test_at_the_edges() -> None:
    """A gap of exactly the tolerance; a requirement at the bottom of its scale, rated there."""
    _, small = models()
    rows = [
        Row("E1", "coding", Fraction("2.5"), "boss", "b", position="senior"),
        Row("E1", "coding", Fraction(3), "boss", "c", position="senior"),
        Row("E2", "coding", Fraction(0), "boss", "b", position="junior"),
        Row("E2", "testing", Fraction(0), "boss", "b", position="junior"),
    ]
    compare(Case(small, tuple(rows), {}))


def test_the_sample(run: Run, tmp_path: Path) -> None:
    """The dictionary, the ratings and the people as the page has them, against the file that `comp assess` writes."""
    roster = ("--roster", "data/sample_roster.csv")
    written, by_level = tmp_path / "comp.parquet", tmp_path / "ratings.csv"
    rows = pl.read_csv(ROOT / "data/sample_ratings.csv", infer_schema=False)
    rows.filter(pl.col("behaviour").is_null()).write_csv(by_level)
    assert run("assess", str(by_level), *roster, "--output", str(written)).returncode == 0
    comp = pl.read_parquet(written)
    with database(run("show-model", "--format", "json").stdout, tmp_path) as con:
        con.execute(
            "CREATE TABLE ratings AS SELECT employee_id, competency, behaviour, level, rater_role, rater_id "
            f"FROM read_csv('{by_level}', types = {{'behaviour': 'VARCHAR'}}) WHERE cycle = '2026H1'"
        )
        con.execute(f"CREATE TABLE people AS SELECT DISTINCT employee_id, position FROM '{written}'")
        assert problems(con) == {}
        run_rules(con)
        gaps = con.execute(GAPS.replace(", self_only, unweighted", "")).fetchall()
        columns = ["employee_id", "competency", "required", "rating", "gap", "status", "essential", "n"]
        same(keyed(gaps, 2), keyed(comp.select(columns).rows(), 2))
        roles = con.execute("SELECT employee_id, competency, rater_role, role_mean FROM role_means").fetchall()
        named = comp.columns[comp.columns.index("n") + 1 : comp.columns.index("agreement")]
        wide = comp.unpivot(named, index=["employee_id", "competency"]).drop_nulls("value")
        same(keyed(roles, 3), keyed(wide.rows(), 3))
        assert len(gaps) > 150


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        ("employee_id", None, "rating of nobody"),
        ("employee_id", "E9", "rating of somebody who is not among the people"),
        ("competency", "coding", "unknown competency"),
        ("rater_role", "boss", "unknown role"),
        ("level", 5.0, "level off the scale"),
        ("level", -1.0, "level off the scale"),
        ("level", 1.5, "level off the scale"),
        ("behaviour", "communication.1", "rating of a single behaviour"),
    ],
)
def test_what_must_not_be_there(column: str, value: object, problem: str, tmp_path: Path) -> None:
    shipped, _ = models()
    row: dict[str, object] = {"employee_id": "E1", "competency": "communication", "behaviour": None, "level": 3.0}
    row |= {"rater_role": "peer", "rater_id": "P1", column: value}
    people = pl.DataFrame({"employee_id": ["E1"], "position": ["account_manager"]})
    with database(model_json(shipped), tmp_path) as con:
        fill(con, pl.DataFrame([row], schema=RATINGS), people, tmp_path)
        assert problems(con) == {problem: 1}


def test_more_that_must_not_be_there(tmp_path: Path) -> None:
    _, small = models()
    rows = [
        ("E1", "coding", "coding.1.1", 3.0, "boss", "b"),
        ("E1", "writing", None, 3.0, "peer", None),
        ("E1", "writing", None, 4.0, "peer", None),
    ]
    people = pl.DataFrame({"employee_id": ["E1", "E1", "E2"], "position": ["junior", "junior", "clown"]})
    with database(model_json(small), tmp_path) as con:
        fill(con, pl.DataFrame(rows, schema=RATINGS, orient="row"), people.unique(), tmp_path)
        assert problems(con) == {
            "rating of a single behaviour": 1,
            "rating that stands more than once": 1,
            "unknown position": 1,
        }
        con.execute("INSERT INTO people VALUES ('E1', 'senior')")
        assert problems(con)["person who stands more than once"] == 1


def test_parts_by_employee_give_what_the_whole_gives(run: Run, tmp_path: Path) -> None:
    """All but what rule 10 says, for which raters are compared over everybody."""
    rows = pl.read_csv(ROOT / "data/sample_ratings.csv", infer_schema=False)
    number = pl.col("employee_id").str.slice(1).cast(pl.Int64)
    outputs = []
    for part in range(3):
        path, output = tmp_path / f"{part}.csv", tmp_path / f"{part}.parquet"
        mine = rows.filter(number % 3 == part)
        assert mine.height > 500
        mine.write_csv(path)
        assert run("assess", str(path), "--cycle", "2026H1", "--output", str(output)).returncode == 0
        outputs.append(output)
    whole = tmp_path / "whole.parquet"
    assert run("assess", "data/sample_ratings.csv", "--cycle", "2026H1", "--output", str(whole)).returncode == 0
    together = pl.concat(pl.read_parquet(output) for output in outputs)
    keys, of_everybody = ["employee_id", "competency"], ["se", "clear", "too_close"]
    assert together.drop(of_everybody).sort(keys).equals(pl.read_parquet(whole).drop(of_everybody).sort(keys))
