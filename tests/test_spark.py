"""The program of docs/scale.md on real Spark, in local mode: the same as one run, and as `--parts`."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from bench.data import Plan, ratings
from lenovo_comp import Model, assess, read_ratings
from lenovo_comp.ratings.shelf import Shelf
from lenovo_comp.reports.assess.frame import assessment_frame

from .conftest import ROOT
from .test_distributed import shown

MISSING = [name for name, has in (("Java", shutil.which("java")), ("pyspark", find_spec("pyspark"))) if not has]
FILES, ROWS, CYCLE = 8, 200_000, "2026H1"


def make_lake(folder: Path) -> None:
    """Ratings in eight files, rows in any order, with slips of many kinds, and a roster with more people."""
    plan = Plan(ROWS, error_every=500)
    rows = ratings(plan, pl.int_range(plan.rows, eager=True).shuffle(seed=3))
    i, id, rater = pl.int_range(pl.len()), pl.col("employee_id"), pl.col("rater_id")
    rows = rows.with_columns(
        pl.when(i % 997 == 0).then(id.str.to_lowercase()).otherwise(id).alias("employee_id"),
        pl.when(i % 1501 == 0).then(rater.str.to_lowercase()).otherwise(rater).alias("rater_id"),
        pl.lit(CYCLE).alias("cycle"),
    )
    again = [rows.gather_every(1999), rows.gather_every(2999, 5).with_columns(pl.lit("1").alias("level"))]
    rows = pl.concat([rows, *again])
    rows = rows.with_columns(pl.when(i % 1777 == 3).then(pl.lit("2025H2")).otherwise("cycle").alias("cycle"))
    (folder / "ratings").mkdir()
    for number, some in enumerate(rows.iter_slices(-(-rows.height // FILES))):
        some.write_parquet(folder / "ratings" / f"part-{number}.parquet", row_group_size=10_000)
    people = rows.filter(id.str.starts_with("E")).select("employee_id").unique().sort("employee_id")
    others = pl.DataFrame({"employee_id": [f"N{number:05}" for number in range(300)]})
    named = pl.concat_str(pl.lit("Name "), "employee_id").alias("name")
    pl.concat([people, others]).with_columns(pl.lit("account_manager").alias("position"), named).write_csv(
        folder / "roster.csv"
    )


@pytest.mark.skipif(bool(MISSING), reason=f"no {' and no '.join(MISSING)}: pip install 'lenovo-comp[spark]', and Java")
def test_spark_and_parts_give_what_one_run_gives(model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_lake(tmp_path)
    (program,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs/scale.md").read_text("utf-8"), re.DOTALL)
    (tmp_path / "program.py").write_text(program, "utf-8")
    python = {"PYSPARK_PYTHON": sys.executable, "PYSPARK_DRIVER_PYTHON": sys.executable}
    command, env = [sys.executable, "program.py"], {**os.environ, **python}
    done = subprocess.run(command, check=False, cwd=tmp_path, env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shelf").mkdir()
    one = read_ratings(["ratings"], model, "roster.csv")
    several = read_ratings(["ratings"], model, "roster.csv", shelf=Shelf(tmp_path / "shelf"), parts=5)
    expected = assessment_frame(assess(model, one, cycle=CYCLE)).collect()
    assert_frame_equal(assessment_frame(assess(model, several, cycle=CYCLE)).collect(), expected, check_exact=True)
    assert shown(several.diagnostics) == shown(one.diagnostics)
    results = pl.read_parquet("results/*.parquet").select(expected.columns).cast({"n": pl.UInt32})
    item = ["employee_id", "competency"]
    assert_frame_equal(results.sort(item), expected.sort(item), check_exact=True)
    findings = pl.read_parquet("findings/*.parquet")
    columns = ("code", "severity", "path", "row", "field", "value", "message", "fingerprint", "count")
    assert Counter(findings.select(columns).rows()) == Counter(shown(one.diagnostics))
    assert {"R401", "R410", "R411", "R424"} <= {code for code, *_ in shown(one.diagnostics)}
