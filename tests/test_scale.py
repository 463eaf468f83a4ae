"""What docs/scale.md says of ratings that are cut by employee."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from .conftest import ROOT, Run


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
