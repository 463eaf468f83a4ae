"""What is wrong with ratings files: every rule of files, tables and ratings, with its place."""

from __future__ import annotations

import csv
import io
import tempfile
from itertools import product
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lenovo_comp import Model, load_model, read_ratings, shipped_model
from lenovo_comp.findings.finding import Severity
from lenovo_comp.ratings.files import chunks
from lenovo_comp.ratings.files.delimited import read_table
from lenovo_comp.ratings.files.table import WHITE, Refused

from .conftest import needs_posix
from .strategies import examples

HEADER = "employee_id,position,competency,level,rater_role,rater_id\n"
ROW = "1,account_manager,communication,3,manager,m\n"


def _rows(*rows: str) -> str:
    return HEADER + "".join(r + "\n" for r in rows)


# name → (text of the file, [(code, line, column)]); places were counted by eye.
TEXTS: dict[str, tuple[str, list[tuple[str, int | None, int | None]]]] = {
    "fine": (HEADER + ROW, []),
    "only white space": (" \n\n", [("F003", None, None)]),
    "header alone": (HEADER, [("C107", 1, None)]),
    "no employee column": ("position,competency,level\na,communication,1\n", [("C101", 1, None)]),
    "no header at all": ("S1,account_manager,communication,3,manager,S2\n" * 2, [("C113", 1, None)]),
    "misspelled needed column": (
        "employee_id,position,competency,levle\n1,account_manager,communication,1\n",
        [("C101", 1, None)],
    ),
    "misspelled optional column": (
        HEADER.replace("rater_id", "evidnce") + ROW.replace(",m\n", ",x\n"),
        [("C104", 1, 50)],
    ),
    "unknown column": (HEADER.replace("rater_id", "shoe size") + ROW, [("C103", 1, 50)]),
    "years of service is not a misspelled id": (
        "工号,岗位,胜任能力,等级,工龄\n1,大客户经理,沟通,3,5\n",
        [("C103", 1, 15)],
    ),
    "column twice": (HEADER.replace("rater_id", "等级") + ROW, [("C102", 1, 50)]),
    "spaces round a header": (HEADER.replace("level", " level ") + ROW, [("C108", 1, 33)]),
    "cells without a header": (HEADER.replace("rater_id", "") + ROW, [("C109", 1, 50)]),
    "no position and no roster": ("employee_id,competency,level\n1,communication,3\n", [("C112", 1, None)]),
    "long and wide at once": (
        "employee_id,position,competency,level,沟通表达能力\n1,account_manager,communication,3,3\n",
        [("C110", 1, 39)],
    ),
    "a cell too many and one too few": (_rows("1,account_manager,communication,3,manager,m,x", "1,a"), [
        ("C105", 2, None),
        ("C105", 3, None),
    ]),
    "an unclosed quote": (HEADER + ROW + '2,"account_manager,communication,3,manager,m\n' + ROW, [("C106", 3, None)]),
    "text after a closing quote": (HEADER + '1,"account"_manager,communication,3,manager,m\n', [("C106", 2, None)]),
    "off the scale": (_rows("1,account_manager,communication,5,manager,m"), [("R401", 2, 33)]),
    "below the scale": (_rows("1,account_manager,market_information,-1,manager,m"), [("R401", 2, 38)]),
    "not a number": (_rows("1,account_manager,communication,good,manager,m"), [("R402", 2, 33)]),
    "numbers of programming languages": (
        _rows(*(f"1,account_manager,communication,{x},manager,m{x}" for x in ("1_0", "1e0", "0x1", "True", "nan"))),
        [("R402", n, 33) for n in range(2, 7)],
    ),
    "between two steps": (_rows("1,account_manager,communication,3.5,manager,m"), [("R403", 2, 33)]),
    "a decimal that is a step": (_rows("1,account_manager,communication,3.0,manager,m"), []),
    "unknown competency": (_rows("1,account_manager,comunication,3,manager,m"), [("R404", 2, 19)]),
    "unknown position": (_rows("1,acount_manager,communication,3,manager,m"), [("R405", 2, 3)]),
    "unknown role": (_rows("1,account_manager,communication,3,managr,m"), [("R406", 2, 35)]),
    "no id": (_rows(",account_manager,communication,3,manager,m"), [("R407", 2, 1)]),
    "no role": (_rows("1,account_manager,communication,3,,m"), [("R408", 2, 35)]),
    "no role and no level": (_rows("1,account_manager,communication,,,m"), [("C123", 1, None)]),
    "no competency": (_rows("1,account_manager,,3,manager,m"), [("R409", 2, 19)]),
    "a repeat": (HEADER + ROW + ROW, [("R410", 3, 33)]),
    "a contradiction": (HEADER + ROW + ROW.replace("3", "2"), [("R411", 3, 33)]),
    "two blanks do not repeat": (HEADER + 2 * ROW.replace("3", ""), [("C123", 1, None)]),
    "two positions": (HEADER + ROW + "1,account_director,coordination,2,manager,m\n", [("R412", 3, 3)]),
    "no position": (_rows("1,,communication,3,manager,m", "1,,coordination,3,manager,m"), [("R413", 2, 3)]),
    "full width": (_rows("１,account_manager,communication,３,manager,m"), [("R417", 2, 1), ("R417", 2, 33)]),
    "spaces": (_rows("1, account_manager,communication,3,manager,m "), [("R417", 2, 3), ("R417", 2, 44)]),
    "a unit": (_rows("1,account_manager,communication,3级,manager,m"), [("R418", 2, 33)]),
    "two names": (
        "employee_id,name,position,competency,level\n1,A,account_manager,communication,3\n"
        "1,B,account_manager,coordination,3\n",
        [("R419", 3, 3)],
    ),
    "a behaviour nobody knows": (
        "employee_id,position,competency,behaviour,level\n1,account_manager,communication,communication.99,3\n",
        [("R414", 2, 33)],
    ),
    "a behaviour of another competency": (
        "employee_id,position,competency,behaviour,level\n1,account_manager,coordination,communication.1,3\n",
        [("R415", 2, 32)],
    ),
    "a behaviour off the frequency scale": (
        "employee_id,position,competency,behaviour,level\n"
        "1,account_manager,market_information,market_information.1.1,4\n"
        "1,account_manager,market_information,market_information.1.2,5\n",
        [("R401", 3, 61)],
    ),
    "level and behaviours of one rater": (
        "employee_id,position,competency,behaviour,level\n1,account_manager,communication,,3\n"
        "1,account_manager,communication,communication.1,3\n",
        [("R420", 3, 49)],
    ),
    "no cycle": (
        "employee_id,position,competency,level,cycle\n1,account_manager,communication,3,\n",
        [("R416", 2, 35)],
    ),
    "Chinese before the cell counts in characters": (
        "工号,岗位,胜任能力,等级\n甲乙丙,大客户经理,沟通表达能力,9\n",
        [("R401", 2, 18)],
    ),
    "a cell after a quoted line break": (
        'employee_id,position,evidence,competency,level\n'
        '1,account_manager,"a\nb, c",communication,9\n'
        "2,account_manager,x,communication,8\n",
        [("R401", 2, None), ("R401", 4, 35)],
    ),
    "a quote inside a cell is text": (
        'employee_id,name,position,competency,level\n1,5"x,account_manager,communication,9\n'
        '2,"say ""a, b""",account_manager,communication,8\n',
        [("R401", 2, 37), ("R401", 3, 48)],
    ),
    "digits of another script": (_rows("1,account_manager,communication,٣,manager,m"), [("R402", 2, 33)]),
    "an invisible character in a name is one finding": (
        _rows("1,account_manager,commu\u200bnication,3,manager,m"),
        [("R404", 2, 19)],
    ),
    "a header after very many blank lines": ("\n" * 100_001 + HEADER + ROW.replace("3", "9"), [("R401", 100_003, 33)]),
    "blank lines and blank rows are nothing": (HEADER + "\n,,,,,\n" + ROW + "\n", []),
    "carriage returns alone": ((HEADER + ROW.replace("3", "9")).replace("\n", "\r"), [("R401", 2, 33)]),
    "Excel's own line": ("sep=;\n" + (HEADER + ROW.replace("3", "9")).replace(",", ";"), [("R401", 3, 33)]),
    "wide": (
        "工号,岗位,角色,沟通表达能力,市场信息分析\n1,大客户经理,上级,5,4\n2,大客户经理,老板,1,1\n",
        [("R401", 2, 12), ("R401", 2, 14), ("R406", 3, 9)],
    ),
}  # fmt: skip


@pytest.mark.sampled
@pytest.mark.parametrize("name", TEXTS)
def test_findings_of_texts(name: str, model: Model, tmp_path: Path) -> None:
    text, expected = TEXTS[name]
    file = tmp_path / "r.csv"
    file.write_bytes(text.encode())
    found = read_ratings([file], model).diagnostics
    assert [(d.rule.code, d.place.line, d.place.column) for d in found] == expected
    for d in found:
        for language in ("zh", "en"):
            assert d.message(language) and d.remedy(language)


# name → (file name, bytes, codes)
FILES: dict[str, tuple[str, bytes, list[str]]] = {
    "empty": ("r.csv", b"", ["F003"]),
    "GB18030": ("r.csv", (HEADER + ROW.replace("account_manager", "大客户经理")).encode("gb18030"), ["F006"]),
    "UTF-8 with BOM": ("r.csv", (HEADER + ROW).encode("utf-8-sig"), []),
    "UTF-16": ("r.csv", (HEADER + ROW).encode("utf-16"), []),
    "UTF-16 without BOM": ("r.csv", (HEADER + ROW).encode("utf-16-le"), ["F007"]),
    "UTF-16 cut short": ("r.csv", (HEADER + ROW).encode("utf-16")[:-1], ["F004"]),
    "neither": ("r.csv", HEADER.encode() + b"1,\xff\xff,communication,3,manager,m\n", ["F004"]),
    "half and half": (
        "r.csv",
        HEADER.encode() + "1,大客户经理,沟通,3,上级,甲\n".encode("gb18030") + "2,大客户经理,沟通,3,上级,乙\n".encode(),
        ["F005"],
    ),
    "GB18030 that holds Chinese in UTF-8": (
        "r.csv",
        HEADER.encode() + "1,大客户经理,沟通,3,上级,甲\n".encode("gb18030") + "2,账户,沟通,3,上级,乙丙\n".encode(),
        ["F005"],
    ),
    "a zip": ("r.csv", b"PK\x03\x04....", ["F007"]),
    "Parquet called CSV": ("r.csv", b"PAR1....", ["F007"]),
    "CSV called Parquet": ("r.parquet", (HEADER + ROW).encode(), ["F007"]),
    "broken Parquet": ("r.parquet", b"PAR1 and then nothing", ["F009"]),
    "another ending": ("r.dat", b"x", ["F008"]),
    "another kind": ("r.docx", b"x", ["F011"]),
    "NUL": ("r.csv", (HEADER + ROW).encode() + b"\0", ["F007"]),
}


@pytest.mark.parametrize("name", FILES)
def test_findings_of_files(name: str, model: Model, tmp_path: Path) -> None:
    file, data, expected = FILES[name]
    (tmp_path / file).write_bytes(data)
    ratings = read_ratings([tmp_path / file], model)
    assert [d.rule.code for d in ratings.diagnostics] == expected
    if not any(d.severity is Severity.ERROR for d in ratings.diagnostics):
        assert ratings.frame.height == 1


def test_the_place_of_bytes(model: Model, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_bytes(HEADER.encode() + b"1,\xff\xff,communication,3,manager,m\n")
    (found,) = read_ratings([tmp_path / "r.csv"], model).diagnostics
    # The header has 57 bytes and a line break, then stand "1" and ",".
    assert (found.place.line, found.details["offset"]) == (2, str(58 + 2))


def test_missing_files_do_not_stop_the_others(model: Model, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(HEADER + ROW)
    (tmp_path / "empty").mkdir()
    files = [tmp_path / name for name in ("no.csv", "r.csv", "empty")]
    ratings = read_ratings(files, model)
    assert {d.rule.code for d in ratings.diagnostics} == {"F001", "F016"}
    assert ratings.frame.height == 1


@needs_posix
def test_a_link_to_itself_can_not_be_read(model: Model, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(HEADER + ROW)
    (tmp_path / "itself.csv").symlink_to(tmp_path / "itself.csv")
    ratings = read_ratings([tmp_path / "r.csv", tmp_path / "itself.csv"], model)
    assert {d.rule.code for d in ratings.diagnostics} == {"F002"}
    assert ratings.frame.height == 1


def test_numbers_for_ids_in_parquet(model: Model, tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {"employee_id": [7], "position": ["account_manager"], "competency": ["communication"], "level": [3.0]}
    )
    frame.write_parquet(tmp_path / "r.parquet")
    ratings = read_ratings([tmp_path / "r.parquet"], model)
    assert [d.rule.code for d in ratings.diagnostics] == ["C111"]
    assert ratings.frame["employee_id"].to_list() == ["7"]
    assert ratings.frame["level"].to_list() == [3.0]


def test_rows_left_out_are_counted_once(model: Model, tmp_path: Path) -> None:
    text = _rows(
        "1,account_manager,comunication,9,managr,m",  # two errors, one row
        "1,account_manager,communication,3,manager,m",
        "1,account_manager,communication,2,manager,m",  # contradicts the row above: both are left out
        "2,account_manager,communication,2,manager,m",
        "3,account_manager",  # ragged
    )
    (tmp_path / "r.csv").write_text(text)
    ratings = read_ratings([tmp_path / "r.csv"], model)
    assert ratings.left_out == 4
    assert ratings.frame["employee_id"].to_list() == ["2"]
    assert ratings.inputs[0].rows == 5


def test_the_roster_fills_and_the_ratings_stand(model: Model, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(
        "employee_id,position,competency,level\n1,,communication,3\n2,account_manager,communication,3\n"
    )
    (tmp_path / "people.csv").write_text("工号,姓名,岗位\n1,甲,大客户总监\n2,乙,大客户总监\n3,丙,大客户代表\n")
    ratings = read_ratings([tmp_path / "r.csv"], model, tmp_path / "people.csv")
    assert ratings.diagnostics == ()
    people = {r["employee_id"]: (r["name"], r["position"]) for r in ratings.people.iter_rows(named=True)}
    assert people == {"1": ("甲", "account_director"), "2": ("乙", "account_manager")}
    assert ratings.roster is not None
    assert ratings.roster["employee_id"].to_list() == ["1", "2", "3"]


def test_a_roster_that_contradicts_itself(model: Model, tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("employee_id,competency,level\n1,communication,3\n")
    (tmp_path / "people.csv").write_text("工号,岗位\n1,大客户总监\n1,大客户经理\n")
    ratings = read_ratings([tmp_path / "r.csv"], model, tmp_path / "people.csv")
    assert [(d.rule.code, d.place.line) for d in ratings.diagnostics] == [("R412", 3)]
    assert ratings.people["position"].to_list() == [None]


def test_fingerprints_survive_moved_rows(model: Model, tmp_path: Path) -> None:
    bad = "1,account_manager,communication,9,manager,m\n"
    prints = []
    for text in (HEADER + bad + ROW.replace("1,", "2,", 1), HEADER + ROW.replace("1,", "2,", 1) + "\n\n" + bad):
        (tmp_path / "r.csv").write_text(text)
        prints.append([d.fingerprint for d in read_ratings([tmp_path / "r.csv"], model).diagnostics])
    assert prints[0] == prints[1]


def test_fingerprint_of_an_unclosed_quotation(model: Model, tmp_path: Path) -> None:
    """Baselines know it by the records before it, its file and its rule: it stays what it was."""
    (tmp_path / "r.csv").write_text(HEADER + ROW + '2,"account_manager,communication,3,manager,m\n')
    (found,) = read_ratings([tmp_path / "r.csv"], model).diagnostics
    assert (found.rule.code, found.place.line, found.key) == ("C106", 3, "2")


CELL = st.text(alphabet="ab ,;\n\r\"'　甲1", max_size=4)


@settings(max_examples=examples(600, 120), deadline=None, derandomize=True)
@given(
    st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=6),
    st.sampled_from(("\n", "\r\n", "\r")),
    st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)),
    st.sampled_from((1, 7, 20, chunks.CHUNK)),
)
def test_records_are_those_of_csv(rows: list[list[str]], end: str, quoting: int, chunk: int) -> None:
    """Whatever the quotes, the line ends and the size of a chunk: cells, and the lines that records start on."""
    out = io.StringIO()
    csv.writer(out, lineterminator=end, quoting=quoting).writerows([["x", "y", "z"], *rows])  # type: ignore[arg-type]
    expected, ragged, start = list[tuple[Any, ...]](), list[tuple[int, int, int]](), 1
    reader = csv.reader(io.StringIO(out.getvalue(), newline=""), strict=True)
    for number, cells in enumerate(reader, 1):
        if number > 1 and any(cell.strip(WHITE) for cell in cells):
            if len(cells) == 3:
                expected.append((start, number, *(cell if cell.strip(WHITE) else None for cell in cells)))
            else:
                ragged.append((start, number, len(cells)))
        start = 1 + reader.line_num
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chunks, "CHUNK", chunk)
        table, found = read_table(out.getvalue(), "f")
        assert table is not None and found == []
        whole = table.whole()
        assert ([] if whole.ragged is None else whole.ragged.select("line", "row", "fields").rows()) == ragged
        assert whole.frame.select("line", "row", "0", "1", "2").rows() == expected
        for line, row, *cells in expected:
            found_again = table.records.cells(line, row)
            assert [cell if cell and cell.strip(WHITE) else None for cell in found_again] == cells


@pytest.mark.sampled
@pytest.mark.parametrize("columns", [1, 2, 3])
@pytest.mark.parametrize(("signs", "longest"), [("a,\n", 5), ('a,\n"', 4)])
def test_every_short_text_is_what_csv_says(signs: str, longest: int, columns: int) -> None:
    """What is missing from one record is never made up for by another: all texts of these signs."""
    header = ",".join("xyz"[:columns]) + "\n"
    for length in range(1, longest + 1):
        for text in map("".join, product(signs, repeat=length)):
            expected: list[tuple[int, list[str]]] = []
            refused = False
            reader, start = csv.reader(io.StringIO(header + text, newline=""), strict=True), 1
            try:
                for cells in reader:
                    if start > 1 and any(cell.strip(WHITE) for cell in cells):
                        expected += [(start, [cell if cell.strip(WHITE) else "" for cell in cells])]
                    start = reader.line_num + 1
            except csv.Error:
                refused = True
            table, _ = read_table(header + text, "f")
            assert table is not None
            try:
                whole = table.whole()
            except Refused:
                assert refused, text
                continue
            assert not refused, text
            names = [str(i) for i in range(columns)]
            good = [(line, [c or "" for c in cells]) for line, *cells in whole.frame.select("line", *names).rows()]
            ragged = [] if whole.ragged is None else whole.ragged.select("line", "fields").rows()
            assert good == [(line, cells) for line, cells in expected if len(cells) == columns], text
            assert ragged == [(line, len(cells)) for line, cells in expected if len(cells) != columns], text


@pytest.mark.parametrize("start", ["\ufeff", "x\x01", "xڅ"])
def test_a_first_record_that_looks_like_something_else(start: str) -> None:
    """As a mark, or as compressed data; also where another record lacks as much as the mark takes."""
    table, _ = read_table(f"w,x,y,z\n{start}1,2,3,4\n\n", "f")
    assert table is not None
    assert table.whole().frame.select("line", "0", "3").rows() == [(2, f"{start}1", "4")]


def test_a_cell_of_any_length(model: Model, tmp_path: Path) -> None:
    """Also where something is wrong beside it, and where its chunk is read cell by cell."""
    long = "x" * 1_100_000
    rows = [f"1,account_manager,communication,{level},manager,m,{long}" for level in (9, 2)]
    for evidence in ("", '"a\nb"'):
        more = f"2,account_manager,communication,2,manager,m,{evidence}"
        (tmp_path / "r.csv").write_text("\n".join([HEADER.strip() + ",evidence", *rows, rows[1], more]) + "\n")
        found = read_ratings([tmp_path / "r.csv"], model)
        assert [(d.rule.code, d.place.line) for d in found.diagnostics] == [("R401", 2), ("R410", 4)]
        assert found.frame.height == 2


@settings(max_examples=examples(800, 160), deadline=None, derandomize=True)
@given(st.lists(st.text('a", ', max_size=9), max_size=5), st.sampled_from((1, 5, chunks.CHUNK)))
def test_quotes_mean_what_csv_says(lines: list[str], chunk: int) -> None:
    """Quotes anywhere: the records of `csv`, or refused where it refuses."""
    content = "\n".join(["x,y", *lines])
    expected: list[list[str]] | None
    try:
        expected = [r for r in csv.reader(io.StringIO(content, newline=""), strict=True) if any(c.strip() for c in r)]
    except csv.Error:
        expected = None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chunks, "CHUNK", chunk)
        table, _ = read_table(content, "f")
        assert table is not None
        try:
            found = table.whole()
        except Refused:
            assert expected is None
            return
    assert expected is not None
    cells = [[cell or "" for cell in row] for row in found.frame.select("0", "1").rows()]
    assert cells == [[c if c.strip() else "" for c in r] for r in expected[1:] if len(r) == 2]
    assert (found.ragged.height if found.ragged is not None else 0) == sum(len(r) != 2 for r in expected[1:])


@settings(max_examples=examples(300, 80), deadline=None, derandomize=True)
@given(st.text(alphabet='ab,;\t\n\r" 甲\u2028\x0b\x85', max_size=60))
def test_any_text_is_read_or_refused(content: str) -> None:
    table, found = read_table(content, "f")
    assert table is not None or found
    if table is not None:
        try:
            frame = table.whole().frame
        except Refused:
            return
        lines = len(list(io.StringIO(content, newline="")))
        assert all(1 <= n <= lines for n in frame["line"])
        for line, row in frame.select("line", "row").iter_rows():
            assert len(table.records.cells(line, row)) == len(table.headers)
            for column in range(len(table.headers)):
                table.place(line, row, column, "x")


@settings(max_examples=examples(150, 40), deadline=None, derandomize=True)
@given(data=st.binary(max_size=80))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    model, _ = load_model(shipped_model())
    assert model is not None
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "any.csv"
        file.write_bytes(data)
        ratings = read_ratings([file], model)
    assert ratings.diagnostics
    assert ratings.frame.is_empty()
