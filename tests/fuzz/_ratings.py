"""What a ratings file of any kind is put through."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from lenovo_comp import Model, assess, load_model, read_ratings, shipped_model
from lenovo_comp.findings.finding import Severity
from lenovo_comp.ratings.fixing import fix

ENDINGS = (".csv", ".xlsx", ".parquet", ".tsv", ".txt")


@cache
def _model() -> Model:
    model, _ = load_model(shipped_model())
    assert model is not None
    return model


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="comp-fuzz-")


def read(data: bytes, ending: str, *, only: bool = False) -> None:
    """Read the bytes as a file with that ending; unless they are `only` to be read, assess and mend them too."""
    model = _model()
    file = Path(_folder().name) / f"ratings{ending}"
    file.write_bytes(data)
    ratings = read_ratings([file], model)
    for finding in ratings.diagnostics:
        for language in ("zh", "en"):
            assert finding.message(language) and finding.remedy(language)
        assert finding.fingerprint and str(finding.place)
        assert "\x1b" not in finding.message("en")
    if only:
        return
    if ratings.frame.is_empty():
        assert ratings.diagnostics or not ratings.people.is_empty()
    else:
        result = assess(model, ratings)
        assert result.summary.employees == result.people.height
    mended = fix(data, file.name, model)
    if mended is not None and mended.data != data:
        file.write_bytes(mended.data)
        again = read_ratings([file], model)
        assert again.frame.drop("line", "row").equals(ratings.frame.drop("line", "row"))
        errors = [[d.rule.code for d in r.diagnostics if d.severity is Severity.ERROR] for r in (ratings, again)]
        assert sorted(errors[0]) == sorted(errors[1])
