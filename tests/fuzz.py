"""A fuzz target for the readers: bytes in; data or findings out, never an exception, never a hang.

`tests/test_toughness.py` runs it over `tests/corpus/` and damaged copies of it. A coverage-guided
fuzzer can use `target` as it is, with `tests/corpus/` as its seeds.
"""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from lenovo_comp import Model, assess, load_model, read_ratings, shipped_model
from lenovo_comp.diagnostics import Severity
from lenovo_comp.ratings.mending import mend

ENDINGS = (".csv", ".xlsx", ".parquet", ".tsv", ".txt")


@cache
def _model() -> Model:
    model, _ = load_model(shipped_model())
    assert model is not None
    return model


def target(data: bytes, ending: str = ".csv") -> None:
    """Read, assess and mend the bytes as a file of that kind."""
    model = _model()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"ratings{ending}"
        file.write_bytes(data)
        ratings = read_ratings([file], model)
        for finding in ratings.diagnostics:
            for language in ("zh", "en"):
                assert finding.message(language) and finding.help(language)
            assert finding.fingerprint and str(finding.place)
            assert "\x1b" not in finding.message("en")
        if ratings.frame.is_empty():
            assert ratings.diagnostics or not ratings.people.is_empty()
        else:
            result = assess(model, ratings)
            assert result.summary.employees == result.people.height
        mended = mend(data, file.name, model)
        if mended is not None and mended.data != data:
            file.write_bytes(mended.data)
            again = read_ratings([file], model)
            assert again.frame.drop("line", "row").equals(ratings.frame.drop("line", "row"))
            errors = [[d.rule.code for d in r.diagnostics if d.severity is Severity.ERROR] for r in (ratings, again)]
            assert sorted(errors[0]) == sorted(errors[1])


if __name__ == "__main__":
    import sys

    for name in sys.argv[1:]:
        target(Path(name).read_bytes(), Path(name).suffix)
