"""The same job, or a part of it, by other means; each is run as a process of its own.

The checkers print how many ratings are wrong. `python -m bench.rivals NAME ARGUMENTS`.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

KEY = ("employee_id", "competency", "rater_role", "rater_id")
Sums = dict[tuple[str, str, str], float]
"""By employee, competency and role."""


@dataclass(frozen=True)
class Known:
    """What may stand in a cell: names, and the steps of each competency's scale."""

    scales: dict[str, list[float]]
    roles: list[str]
    positions: list[str]


def known(path: str) -> Known:
    """From `comp show-model --format json`, so that nobody has to read the dictionary itself."""
    model = json.loads(Path(path).read_text(encoding="utf-8"))
    scales = {}
    for competency in model["competencies"]:
        low, high, step = (competency["scale"][x] for x in ("min", "max", "step"))
        scales[competency["id"]] = [low + n * step for n in range(round((high - low) / step) + 1)]
    return Known(scales, [r["id"] for r in model["rater_roles"]], [p["id"] for p in model["positions"]])


def bare_polars(path: str) -> None:
    """No checks, no roles, no requirements: only the mean of each employee and competency."""
    import polars as pl

    means = pl.scan_csv(path).group_by("employee_id", "competency").agg(pl.col("level").mean())
    print(means.collect(engine="streaming").height)


def csv_loop(path: str, model: str) -> None:
    """Row by row with the standard library: the checks of `wrong_rows`, and the mean of each role."""
    sums: Sums = defaultdict(float)
    counts: Sums = defaultdict(float)
    print(wrong_rows(path, known(model), sums, counts))
    means = {key: total / counts[key] for key, total in sums.items()}
    assert len(means) == len(counts)


def wrong_rows(path: str, names: Known, sums: Sums, counts: Sums) -> int:
    """How many rows have an unknown name, a blank id, a level off the scale, stand a second time, or move a person.

    Adds the others to `sums` and `counts`.
    """
    scales = {id: set(steps) for id, steps in names.scales.items()}
    roles, places = set(names.roles), set(names.positions)
    seen: set[tuple[str, str, str, str]] = set()
    positions: dict[str, str] = {}
    wrong = 0
    with Path(path).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            employee, competency, role, rater = (row[name] for name in KEY)
            scale = scales.get(competency)
            try:
                level = float(row["level"])
            except ValueError:
                wrong += 1
                continue
            position = row["position"]
            if scale is None or level not in scale or role not in roles or not employee or position not in places:
                wrong += 1
                continue
            key = (employee, competency, role, rater)
            if key in seen or positions.setdefault(employee, position) != position:
                wrong += 1
                continue
            seen.add(key)
            sums[employee, competency, role] += level
            counts[employee, competency, role] += 1
    return wrong


def pandera(path: str, model: str) -> None:
    """pandera over polars, checks only: known names, ids given, levels on their scale, no rating twice.

    Not checked: two positions for one employee.
    """
    import pandera.polars as pa
    import polars as pl

    names = known(model)

    def on_scale(data: pa.PolarsData) -> pl.LazyFrame:
        level = pl.col("level").cast(pl.Float64, strict=False)
        right = pl.any_horizontal(
            (pl.col("competency") == id) & level.is_in(values).fill_null(False) for id, values in names.scales.items()
        )
        unknown = ~pl.col("competency").is_in(list(names.scales))  # said of the competency, not of the level too
        judged: pl.LazyFrame = data.lazyframe.select((right | unknown).fill_null(True))
        return judged

    schema = pa.DataFrameSchema(
        {
            "employee_id": pa.Column(pl.String),
            "position": pa.Column(pl.String, pa.Check.isin(names.positions)),
            "competency": pa.Column(pl.String, pa.Check.isin(list(names.scales))),
            "level": pa.Column(pl.String),
            "rater_role": pa.Column(pl.String, pa.Check.isin(names.roles)),
            "rater_id": pa.Column(pl.String, nullable=True),
        },
        checks=pa.Check(on_scale),
        unique=list(KEY),
    )
    frame = pl.read_csv(path, infer_schema=False)
    try:
        schema.validate(frame, lazy=True)
        print(0)
    except pa.errors.SchemaErrors as found:
        print(found.failure_cases.height)


def frictionless(package: str) -> None:
    """frictionless with the schema that `comp export datapackage` gives: what holds for a single cell."""
    from frictionless import Package

    print(Package(package).validate(limit_errors=1_000_000).stats["errors"])


def duckdb(path: str, model: str, output: str) -> None:
    """What an analyst would write: the weighted mean of groups that are large enough, and the gap to what is required.

    No checks; small groups are dropped, not combined.
    """
    import duckdb as engine

    query = f"""
        WITH model AS (FROM read_json('{model}', maximum_depth = -1)),
        roles AS (SELECT r.id, r.weight, r.min_raters FROM (SELECT UNNEST(rater_roles) AS r FROM model)),
        positions AS (SELECT UNNEST(positions) AS p FROM model),
        required AS (
            SELECT "position", r.competency, r.level AS required
            FROM (SELECT p.id AS "position", UNNEST(p.requires) AS r FROM positions)
        ),
        means AS (
            SELECT employee_id, "position", competency, rater_role, weight, AVG(level) AS mean
            FROM read_csv('{path}') JOIN roles ON rater_role = id
            GROUP BY ALL HAVING COUNT(level) >= ANY_VALUE(min_raters)
        ),
        rated AS (
            SELECT employee_id, "position", competency, SUM(weight * mean) / NULLIF(SUM(weight), 0) AS rating
            FROM means GROUP BY ALL
        )
        SELECT *, required - rating AS gap FROM rated JOIN required USING ("position", competency)
    """
    engine.execute(f"COPY ({query}) TO '{output}' (FORMAT parquet)")


def analyst_polars(path: str, model: str, output: str) -> None:
    """What an analyst would write with polars: as `duckdb`, to Parquet."""
    import polars as pl

    roles, required = (pl.DataFrame(rows).lazy() for rows in _roles_and_requirements(model))
    means = pl.scan_csv(path).join(roles, on="rater_role").group_by(*_ITEM, "rater_role")
    counted = means.agg(pl.col("level").mean(), pl.len().alias("n"), pl.col("weight", "min_raters").first())
    weight = pl.col("weight")
    rated = counted.filter(pl.col("n") >= pl.col("min_raters")).group_by(_ITEM)
    ratings = rated.agg(((pl.col("level") * weight).sum() / weight.sum()).alias("rating"))
    gaps = ratings.join(required, on=["position", "competency"])
    gaps.with_columns((pl.col("required") - pl.col("rating")).alias("gap")).sink_parquet(output)


def analyst_pandas(path: str, model: str, output: str) -> None:
    """The same with pandas."""
    import pandas as pd

    roles, required = map(pd.DataFrame, _roles_and_requirements(model))
    rows = pd.read_csv(path).merge(roles, on="rater_role")
    means = rows.groupby([*_ITEM, "rater_role"], sort=False).agg(
        level=("level", "mean"), n=("level", "size"), weight=("weight", "first"), least=("min_raters", "first")
    )
    means = means[means["n"] >= means["least"]]
    means["weighted"] = means["level"] * means["weight"]
    sums = means.groupby(list(_ITEM), sort=False)[["weighted", "weight"]].sum()
    rated = (sums["weighted"] / sums["weight"]).rename("rating").reset_index()
    gaps = rated.merge(required, on=["position", "competency"])
    gaps.assign(gap=gaps["required"] - gaps["rating"]).to_parquet(output)


_ITEM = ("employee_id", "position", "competency")


def _roles_and_requirements(path: str) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """From `comp show-model --format json`: rows of the raters' roles, and of what each position requires."""
    model = json.loads(Path(path).read_text(encoding="utf-8"))
    roles = [
        {"rater_role": r["id"], "weight": r["weight"], "min_raters": r["min_raters"]} for r in model["rater_roles"]
    ]
    required = [
        {"position": p["id"], "competency": r["competency"], "required": r["level"]}
        for p in model["positions"]
        for r in p["requires"]
    ]
    return roles, required


def calamine(folder: str) -> None:
    """No checks, no figures: only the cells of all sheets of all workbooks in a folder."""
    from python_calamine import load_workbook

    books = map(load_workbook, sorted(Path(folder).glob("*.xlsx")))
    print(sum(len(book.get_sheet_by_name(name).to_python()) for book in books for name in book.sheet_names))


RIVALS: dict[str, Callable[..., None]] = {
    "polars": bare_polars,
    "csv": csv_loop,
    "pandera": pandera,
    "frictionless": frictionless,
    "duckdb": duckdb,
    "analyst-polars": analyst_polars,
    "analyst-pandas": analyst_pandas,
    "calamine": calamine,
}

if __name__ == "__main__":
    RIVALS[sys.argv[1]](*sys.argv[2:])
