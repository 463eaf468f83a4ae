"""Reading in parts: the size of a chunk, the number of files and the reader never show in what comes out."""

from __future__ import annotations

import codecs
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from lenovo_comp import Model, Ratings, assess, read_ratings
from lenovo_comp.findings.finding import Finding
from lenovo_comp.method import assessment
from lenovo_comp.ratings import codebook, decoder, judging, packing, people, rows
from lenovo_comp.ratings.files import chunks, table
from lenovo_comp.ratings.files.opening import open_tables
from lenovo_comp.ratings.reading import check_ratings
from lenovo_comp.reports.assess import frame

from .strategies import Case, cases, examples, plain_csv, table_text, write

MANY = settings(
    max_examples=examples(35),
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
HEADER = "employee_id,name,position,competency,level,rater_role,rater_id,cycle"
SLIPS = (
    "E1,甲,account_manager,communication,9,manager,m,2026H1",
    "E1,乙,account_director,communication,3,manager,m,2026H1",
    " E1,甲,,communication,2级,peer,m ,2026H1",
    "E2,,acount_manager,comunication,3,managr,m,2026H1",
    ",,,,,,,",
    "",
    "  ,\t,,,,,,",
    "E2,=1+1,account_manager,coordination,3,self,E2,2026H1",
    "E2,\u202ex,account_manager,coordination,３,self,E2,",
    "E3,丙,account_manager,coordination,3",
    "E3,丙,account_manager,coordination,3,self,E3,2026H1,more",
    "E3,丙,account_manager,coordination,,,E3,2026H1",
    ",丙,account_manager,coordination,3,self,E3,2025H2",
    "E4,,,market_information,2,report,r1,2026H1",
    "E4,,,market_information,2,report,r1,2026H1",
    "E4,,,market_information,3,report,R‑1,2026H1",
    "e4,,,market_information,3,report,r01,2026H1",
    "E3,,,market_information,3,peer,ｅ3,2026H1",
    "#N/A,,,market_information,3,peer,4.1E+17,2026H1",
)


@contextmanager
def chunks_of(size: int) -> Iterator[None]:
    """Chunks of that many bytes, parts of that many rows, and what pays for many cells done for any.

    Ids are coded by runs and by hashes of three values, so that most of them clash.
    """
    with pytest.MonkeyPatch.context() as patch:
        for module in (decoder, judging, people, rows) if size > 40 else ():  # threads for a few bytes take long
            patch.setattr(module, "MANY", 0)
        patch.setattr(codebook, "_MANY", 0)
        patch.setattr(codebook, "_SLOTS", 3)
        patch.setattr(chunks, "CHUNK", size)
        patch.setattr(table, "ROWS", size)
        yield


def same(found: Ratings, expected: Ratings) -> None:
    """Everything that a reading yields is equal, findings with their places and fingerprints."""
    assert_frame_equal(found.frame, expected.frame)
    assert_frame_equal(found.people, expected.people)
    assert [full(d) for d in found.diagnostics] == [full(d) for d in expected.diagnostics]
    assert found.diagnostics.totals == expected.diagnostics.totals == Counter(d.rule for d in expected.diagnostics)
    assert found.diagnostics.places == expected.diagnostics.places
    assert (found.inputs, found.left_out, found.unusable) == (expected.inputs, expected.left_out, expected.unusable)


def full(diagnostic: Finding) -> tuple[object, ...]:
    return diagnostic, diagnostic.message("en"), diagnostic.remedy("zh"), diagnostic.fingerprint


@MANY
@given(
    st.lists(st.sampled_from(SLIPS), max_size=12), st.sampled_from(("\n", "\r\n")), st.integers(1, 90), st.booleans()
)
def test_slips_in_chunks_of_any_size(model: Model, slips: list[str], end: str, size: int, quoted: bool) -> None:
    """`quoted` takes the other reader, by one cell that needs it."""
    extra = ['E9,"a\nb",account_manager,communication,3,manager,m,2026H1'] if quoted else []
    data = end.join([HEADER, *slips[:6], *extra, *slips[6:]])
    with TemporaryDirectory() as folder:
        path = write(Path(folder) / "r.csv", data)
        expected = read_ratings([path], model)
        with chunks_of(size):
            same(read_ratings([path], model), expected)
            checked = check_ratings([path], model)
    assert [full(d) for d in checked.diagnostics] == [full(d) for d in expected.diagnostics]
    assert (checked.left_out, checked.unusable) == (expected.left_out, expected.unusable)
    assert [(i.path, i.encoding, i.rows) for i in checked.inputs] == [
        (i.path, i.encoding, i.rows) for i in expected.inputs
    ]


@settings(MANY, max_examples=examples(20))
@given(cases(), st.integers(40, 800))
def test_ratings_in_chunks_of_any_size(case: Case, size: int) -> None:
    with TemporaryDirectory() as folder:
        path = write(Path(folder) / "r.csv", plain_csv(case.rows))
        expected = read_ratings([path], case.model)
        with chunks_of(size):
            same(read_ratings([path], case.model), expected)


@MANY
@given(cases(), st.integers(1, 2))
def test_assessing_some_people_at_a_time(case: Case, size: int) -> None:
    with TemporaryDirectory() as folder:
        ratings = read_ratings([write(Path(folder) / "r.csv", plain_csv(case.rows))], case.model)
    whole = assess(case.model, ratings)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assessment, "MOST_AT_ONCE", size)
        patch.setattr(packing, "_MANY", 0)
        parts = assess(case.model, ratings)
        patch.setattr(frame, "MOST_AT_ONCE", size)
        table = frame.assessment_frame(parts).collect(engine="streaming")
    assert_frame_equal(table, frame.assessment_frame(whole).collect(), check_exact=True)
    for name in ("people", "gaps", "roles", "spread", "withheld", "evidence", "competencies"):
        some: pl.DataFrame = getattr(parts, name)
        expected: pl.DataFrame = getattr(whole, name)
        in_any_order = name == "withheld"
        assert_frame_equal(some, expected, check_column_order=False, check_row_order=not in_any_order, check_exact=True)
    assert parts.summary == whole.summary


def test_no_part_of_an_assessment_hands_all_ids_to_python(model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    """A frame's schema lists every id: to ask for it once a part takes longer than the part."""
    ratings = read_ratings(["data/sample_ratings.csv"], model)
    make, counts = pl.Enum.__init__, []
    for number in (1_000, 5):
        handed: list[pl.Enum] = []

        def counted(self: pl.Enum, categories: Any, handed: list[pl.Enum] = handed) -> None:
            make(self, categories)
            handed += [self] if "E001" in self.categories.to_list() else []

        with monkeypatch.context() as patch:
            patch.setattr(assessment, "MOST_AT_ONCE", number)
            patch.setattr(pl.Enum, "__init__", counted)
            assess(model, ratings)
        counts.append(len(handed))
    assert counts[0] == counts[1], str(counts)


@MANY
@given(st.lists(st.sampled_from(SLIPS), max_size=8), st.lists(st.sampled_from(SLIPS), max_size=8))
def test_the_quicker_reader_gives_what_csv_gives(model: Model, rows: list[str], more: list[str]) -> None:
    """A quote round one cell of the header changes the reader and no value."""
    plain = "\n".join([HEADER, *rows, *more])
    with TemporaryDirectory() as folder:
        path = write(Path(folder) / "r.csv", plain)
        by_chunk = read_ratings([path], model)
        write(path, '"employee_id"' + plain.removeprefix("employee_id"))
        by_record = read_ratings([path], model)
    assert_frame_equal(by_chunk.frame, by_record.frame)
    assert_frame_equal(by_chunk.people, by_record.people)
    places = [[(d.rule, d.place, d.value) for d in r.diagnostics if d.place.line != 1] for r in (by_chunk, by_record)]
    assert places[0] == places[1]


@MANY
@given(cases(roster=False), st.integers(0, 40))
def test_files_split_anywhere(case: Case, at: int) -> None:
    """Two files with the rows of one give its ratings, however they are cut."""
    header, *rows = plain_csv(case.rows).splitlines(keepends=True)
    at = min(at, len(rows))
    with TemporaryDirectory() as folder:
        whole = write(Path(folder) / "whole.csv", header + "".join(rows))
        first = write(Path(folder) / "1.csv", header + "".join(rows[:at]))
        second = write(Path(folder) / "2.csv", header + "".join(rows[at:]))
        one, two = read_ratings([whole], case.model), read_ratings([first, second], case.model)
    place = ["source", "line", "row"]
    assert_frame_equal(one.frame.drop(place), two.frame.drop(place))
    assert_frame_equal(one.people, two.people)
    # A distinct wrong cell is one finding a file, so two files may have more findings, but none of anything else.
    found = [{(d.rule.code, d.value) for d in x.diagnostics if d.rule.code != "C107"} for x in (one, two)]
    assert found[0] == found[1]
    assert one.left_out == two.left_out


@pytest.mark.parametrize("data", [HEADER.encode(), b"", b"\n\n\n", HEADER.encode() + b"\r\n\r\n", codecs.BOM_UTF8])
def test_nearly_nothing_in_tiny_chunks(data: bytes, model: Model, tmp_path: Path) -> None:
    path = tmp_path / "r.csv"
    path.write_bytes(data)
    expected = read_ratings([path], model)
    with chunks_of(1):
        same(read_ratings([path], model), expected)


def test_a_blank_line_does_not_make_up_for_a_missing_cell(model: Model, tmp_path: Path) -> None:
    """Cells and delimiters add up to the bytes of the file, and yet one record is too short."""
    short = "E1,communication,3\n"
    path = write(tmp_path / "r.csv", f"employee_id,competency,level,rater_role\n\n{short}E2,communication,3,peer\n")
    found = read_ratings([path], model)
    assert [(d.rule.code, d.place.line) for d in found.diagnostics if d.rule.code == "C105"] == [("C105", 3)]
    assert found.frame["line"].to_list() == [4]


def test_a_file_that_gets_shorter_while_it_is_read(tmp_path: Path) -> None:
    """It ends with an error: not with what was left of it, and not never."""
    path = write(tmp_path / "r.csv", "a,b\n" + "1,2\n" * 1_000)
    with chunks_of(100), ExitStack() as stack:
        (opened,) = open_tables(str(path), stack).tables
        os.truncate(path, 1_000)
        with pytest.raises(OSError, match="shorter"):
            list(opened.records.parts())


@pytest.mark.sampled
@pytest.mark.parametrize("kind", ["parquet", "xlsx"])
def test_other_files_in_parts(kind: str, model: Model, tmp_path: Path) -> None:
    rows = [r.split(",") for r in SLIPS if r.count(",") == 7]
    frame = pl.DataFrame(rows, schema=HEADER.split(","), orient="row")
    path = tmp_path / f"r.{kind}"
    frame.write_parquet(path) if kind == "parquet" else frame.write_excel(path)
    expected = read_ratings([path], model)
    assert expected.diagnostics and expected.frame.height
    for size in (1, 3):
        with chunks_of(size):
            same(read_ratings([path], model), expected)


@pytest.mark.sampled
@pytest.mark.parametrize("size", [60, 500, 100_000])
def test_only_as_many_findings_are_made_as_are_wanted(size: int, model: Model, tmp_path: Path) -> None:
    """Counts stay true, and the first of each rule are those of a full reading, in whatever column they are."""
    rows = [
        f"E{i % 7},,account_manager,communication,{i % 9 if i % 9 < 5 else 'x'},manager,r{i % 11},2026H1"
        for i in range(300)
    ]
    odd = [
        "=E9,x,account_manager,communication,3,manager,m,2026H1",
        "E9,=x,account_manager,communication,3,self,=m,2026H1",
    ]
    path = write(tmp_path / "r.csv", "\n".join([HEADER, *rows, *odd[::-1] * 4]))
    everything = read_ratings([path], model).diagnostics
    with chunks_of(size):
        few = read_ratings([path], model, most=5).diagnostics
    assert few.totals == everything.totals
    assert few.total == len(everything) > 100
    for rule in everything.totals:
        assert [full(d) for d in few if d.rule is rule] == [full(d) for d in everything if d.rule is rule][:5]


def test_progress_counts_records(model: Model, tmp_path: Path) -> None:
    body = "E1,甲,account_manager,communication,3,manager,m,2026H1\n"
    path = write(tmp_path / "r.csv", f"{HEADER}\n{body * 40}\n\n,,,,,,,\nshort\n")
    steps: list[int] = []
    with chunks_of(200):
        ratings = read_ratings([path, path], model, progress=steps.append)
    assert len(steps) > 10
    assert sum(steps) == sum(i.rows for i in ratings.inputs) == 82


def test_patterns_that_no_shell_expands(model: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    body = "{},甲,account_manager,communication,3,manager,m,2026H1"
    for name in ("b", "a", "[x]"):
        write(tmp_path / f"{name}.csv", f"{HEADER}\n{body.format(name)}\n")
    assert [i.path for i in read_ratings(["*.csv"], model).inputs] == ["[x].csv", "a.csv", "b.csv"]
    assert [i.path for i in read_ratings(["[x].csv"], model).inputs] == ["[x].csv"]
    missing = read_ratings(["no*.csv"], model).diagnostics
    assert [(d.rule.code, d.place.path) for d in missing] == [("F001", "no*.csv")]


def test_a_quotation_that_never_closes_leaves_nothing_of_its_file(model: Model, tmp_path: Path) -> None:
    row = "E1,甲,account_manager,communication,9,manager,m,2026H1\n"
    path = write(tmp_path / "r.csv", HEADER + "\n" + row * 30 + 'E1,"甲,\n' + row)
    with chunks_of(3):
        ratings = read_ratings([path], model)
    assert [(d.rule.code, d.place.line) for d in ratings.diagnostics] == [("C106", 32)]
    assert ratings.frame.is_empty() and ratings.people.is_empty()
    assert ratings.unusable


def test_wide_tables_in_chunks(model: Model, tmp_path: Path) -> None:
    records = [["employee_id", "position", "rater_role", "rater_id", "communication", "coordination"]]
    records += [[f"E{i}", "account_manager", ("", "peer", "managr")[i % 3], "r", str(i % 8 % 6), ""] for i in range(30)]
    path = write(tmp_path / "r.csv", table_text(records))
    expected = read_ratings([path], model)
    assert {"R401", "R406", "R408"} <= {d.rule.code for d in expected.diagnostics}
    with chunks_of(70):
        same(read_ratings([path], model), expected)
