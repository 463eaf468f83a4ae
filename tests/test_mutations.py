"""Good tables, changed the way people change them: the right figures, or a finding that speaks of the change.

Never a wrong figure without an error, never a person who is none, never a crash.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from unicodedata import normalize

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from lenovo_comp.findings.finding import Severity
from lenovo_comp.method.assessment import assess
from lenovo_comp.ratings.reading import read_ratings

from . import oracle
from .mutations import PEOPLE, Files, Good, good, mutated
from .strategies import examples, models

SETTINGS = settings(
    max_examples=examples(400, 24),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)
SHIPPED = models()[0]


def right(ratings: Good) -> dict[tuple[str, str], float]:
    """The oracle's figures of the newest cycle."""
    rows = oracle.counting([row for row in ratings.rows() if row.cycle == max(ratings.cycles)], SHIPPED)
    rated = {key: oracle.rate(theirs, SHIPPED) for key, theirs in oracle.figures(rows, SHIPPED).items()}
    found = {key: oracle.rating(x.shown) for key, x in rated.items()}
    return {key: float(rating.value) for key, rating in found.items() if rating is not None}


def plain(id: str) -> str:
    """An id without what was done to its spelling."""
    return normalize("NFKC", id).strip().upper().replace("-", "")


def complaint(ratings: Good, files: Files) -> str:
    """What is wrong with what is made of files; nothing where nothing is."""
    with TemporaryDirectory() as folder:
        paths = files.write(Path(folder))
        read = read_ratings(paths, SHIPPED)
        done = assess(SHIPPED, read)
    respelled = any(f.rule.name == "employee-ids-alike" for f in read.diagnostics)
    if phantoms := {plain(p["employee_id"]) for p in done.person_rows()} - {id for id, _ in PEOPLE}:
        return f"nobody is called {phantoms}"
    errors = [f for f in read.diagnostics if f.severity is Severity.ERROR]
    texts = [" ".join((f.message("en"), f.remedy("en"), f.value or "", str(f.place))) for f in errors]
    if errors or respelled:
        is_named = respelled or any(word in text for word in files.words for text in texts)
        return "" if is_named else f"nothing is said of {files.words}: {texts}"
    figures = {(plain(r["employee_id"]), r["competency"]): r["rating"] for r in done.gaps.iter_rows(named=True)}
    figures = {key: rating for key, rating in figures.items() if rating is not None}
    expected = right(ratings)
    wrong = {
        key for key in expected.keys() | figures.keys() if abs(figures.get(key, -9) - expected.get(key, -9)) > 1e-9
    }
    return f"wrong: {[(key, figures.get(key), expected.get(key)) for key in sorted(wrong)]}" if wrong else ""


@SETTINGS
@given(st.data())
def test_a_changed_table_is_read_rightly_or_spoken_of(data: st.DataObject) -> None:
    ratings = data.draw(good(SHIPPED))
    files = data.draw(mutated(ratings))
    assert complaint(ratings, files) == "", files.shown()
