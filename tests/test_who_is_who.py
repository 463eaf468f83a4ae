"""Ids: spellings of one rater, ids that may be one person's, people who rate themselves, and what is no id."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from unicodedata import normalize

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from lenovo_comp import Model, Ratings, assess, read_ratings
from lenovo_comp.ratings import cells, spelling
from lenovo_comp.ratings.spelling import DIFFERENCES, differences, fold, folded, without_filling_zeros

from .conftest import Run
from .oracle import Row, sound
from .strategies import Case, cases, examples, models, plain_csv, respelled, table_text, write
from .test_arithmetic import QUICKER, frames
from .test_arithmetic import read as read_text
from .test_chunks import chunks_of, same
from .test_forms import NAMES, PLAIN, Form
from .test_forms import read as read_forms

SHIPPED = models()[0]
MANY = settings(QUICKER, max_examples=examples(15, 3))
HEADER = "employee_id,position,competency,level,rater_role,rater_id\n"
P1, P2 = "E1,account_manager,communication,{},peer,{}\n", "E1,account_manager,coordination,{},peer,{}\n"


def found(ratings: Ratings, *codes: str) -> list[tuple[str, int | None]]:
    """Codes and lines of the findings, of some codes only if any are named."""
    return [(d.rule.code, d.place.line) for d in ratings.diagnostics if not codes or d.rule.code in codes]


# ---------------------------------------------------------------- spellings

ONE_RATER = {
    "case": ("P1", "p1"),
    "sharp s": ("Strauß", "STRAUSS"),
    "capital sharp s": ("strauß", "STRAUẞ"),
    "final sigma": ("ΝΊΚΟΣ", "νίκος"),
    "Turkish": ("ışık", "IŞIK", "İŞİK"),
    "width": ("P1", "Ｐ１"),
    "half-width katakana": ("ガ1", "ｶﾞ1"),
    "space": ("P1", "P 1", "P\u00a01", " P\u3000１ ", "P\u20091"),
    "hyphens": ("P1", "P-1", "P‐1", "P‑1", "P–1", "P—1", "P−1", "P－1", "P﹣1", "P─1"),
    "composition": ("é1", "e\u03011"),
    "singletons": ("Å", "\u212b", "a\u030a"),
    "invisible": (
        "P1",
        "P\u200b1",
        "\ufeffP1",
        "P\u00ad1",
        "P\u200f1",
        "P\u202e1\u202c",
        "P\ufe0f1",
        "P\u034f1",
        "P\x7f1",
    ),
    "radicals of PDF files": ("小李", "⼩李"),
}
OTHER_RATERS = (
    *(
        "P1",
        "P2",
        "P01",
        "P001",
        "P①",
        "P²",
        "P₂",
        "PⅣ",
        "PIV",
        "P_1",
        "P.1",
        "P/1",
        "Р1",
        "É1",
        "E1",
        "ß1",
        "½",
        "1/2",
    ),
    *("王伟", "王薇", "ガ1", "カ1"),
)


@pytest.mark.parametrize("name", ONE_RATER)
def test_spellings_of_one_id(name: str) -> None:
    first, *others = ONE_RATER[name]
    for other in others:
        assert fold(other) == fold(first)
        assert differences(first, other)
    assert folded(pl.Series(ONE_RATER[name])).to_list() == [fold(first)] * len(ONE_RATER[name])


def test_ids_that_people_see_as_different_stay_so() -> None:
    assert len({fold(id) for id in OTHER_RATERS}) == len(OTHER_RATERS)


def test_case_and_composition_of_every_letter() -> None:
    for c in map(chr, (*range(0x3400), *range(0xA640, 0xAC00), *range(0xF900, 0xFFFE), *range(0x10400, 0x10600))):
        for other in (c.upper(), c.lower(), c.title(), c.casefold(), normalize("NFC", c), normalize("NFD", c), fold(c)):
            assert fold(other) == fold(c), f"U+{ord(c):04X}"


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=6), max_size=6))
@settings(MANY, max_examples=examples(90, 12))
def test_many_at_once_are_folded_as_one_by_one(ids: list[str]) -> None:
    assert folded(pl.Series([*ids, None], dtype=pl.String)).to_list() == [*map(fold, ids), None]


def test_plain_ids_never_go_through_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spelling, "fold", None)
    assert folded(pl.Series(["E-001", "e001", "A.B@c"])).to_list() == ["e001", "e001", "a.b@c"]


@pytest.mark.parametrize("how", DIFFERENCES)
def test_what_two_spellings_differ_in(how: str) -> None:
    pairs = {
        "case": ("p1", "P1"),
        "width": ("Ｐ1", "P1"),
        "spaces": ("P\u00a01", "P1"),
        "hyphens": ("P–1", "P-1"),
        "composition": ("é", "e\u0301"),
        "invisible": ("P\u200b1", "P1"),
    }
    assert differences(*pairs[how]) == [how]
    everything = "É–\u200b 1", "e\u0301１"
    assert differences(*everything) == list(DIFFERENCES)


def test_zeros_that_only_fill_a_number_up() -> None:
    ids = pl.Series(["007", "P-007", "P0", "P00", "100", "E010-001", "0"])
    assert without_filling_zeros(ids).to_list() == ["7", "P-7", "P0", "P0", "100", "E10-1", "0"]
    padded = pl.Series(["E001", "E010"])
    assert without_filling_zeros(padded) is padded


# ---------------------------------------------------------------- one rater, whatever the spelling

SPELLED = {"01": "01", "r2": "Zoë-2", "r3": "ж3", "r4": "P4", "judge": "Strauß", "r7": "李7", "r8": "Ά8", "r9": "ガ9"}


@st.composite
def with_spellings(draw: st.DrawFn) -> tuple[Case, tuple[Row, ...]]:
    """Ratings, and the same with ids of raters spelled in one way here and another there."""
    case = draw(cases())
    rows = tuple(replace(r, rater=SPELLED[r.rater] if r.rater else None) for r in case.rows)
    other = tuple(replace(r, rater=draw(respelled(r.rater)) if r.rater else None) for r in rows)
    return replace(case, rows=rows), other


def content(ratings: Ratings) -> pl.DataFrame:
    """The ratings without their places, raters folded."""
    rater = ratings.frame["rater_id"].cast(pl.String)
    frame = ratings.frame.drop("line", "row", "source").with_columns(folded(rater).alias("rater_id"))
    return frame.sort(pl.all())


def spelled_in_several_ways(rows: Sequence[Row], model: Model) -> int:
    """The raters of whom some rating is found under a second spelling that trimming and folding of widths leaves."""
    given = [r.rater for r in rows if r.rater is not None and r.level is not None and sound(r, model)]
    plain = pl.select(cells.plain(pl.lit(pl.Series(given, dtype=pl.String)))).to_series().to_list()
    return sum(len({x for x in plain if fold(x) == who}) > 1 for who in {fold(x) for x in plain})


@MANY
@given(with_spellings(), st.integers(0, 99))
def test_another_spelling_changes_no_figure(both: tuple[Case, tuple[Row, ...]], seed: int) -> None:
    case, other = both
    expected = read_text(plain_csv(case.rows), case.model, case.roster)
    assert not found(expected, "R422", "R423")
    for rows in (other, random.Random(seed).sample(other, len(other))):
        got = read_text(plain_csv(rows), case.model, case.roster)
        assert_frame_equal(content(got).drop("evidence"), content(expected).drop("evidence"))
        for name, frame in frames(assess(case.model, expected)).items():
            assert_frame_equal(frames(assess(case.model, got))[name], frame, check_exact=True)
        totals = {rule.code: n for rule, n in got.diagnostics.totals.items() if rule.code in ("R410", "R411", "R420")}
        assert totals == {r.code: n for r, n in expected.diagnostics.totals.items() if r.code in totals}
        assert len(found(got, "R422")) == spelled_in_several_ways(rows, case.model)


@MANY
@given(with_spellings(), st.integers(40, 800))
def test_spellings_in_chunks_of_any_size(both: tuple[Case, tuple[Row, ...]], size: int) -> None:
    with TemporaryDirectory() as folder:
        path = write(Path(folder) / "r.csv", plain_csv(both[1]))
        expected = read_ratings([path], both[0].model)
        with chunks_of(size):
            same(read_ratings([path], both[0].model), expected)


FORMS = (PLAIN, Form(wide=True), Form(parquet=True), Form(delimiter=";", quoted=True), Form(encoding="utf-16-le"))


@pytest.mark.parametrize("second", FORMS)
@pytest.mark.parametrize("role", ["peer", "manager"])
def test_one_rater_in_several_files(role: str, second: Form) -> None:
    rows = [
        Row("E1", "communication", Fraction(level), role, rater, None, "2026", "account_manager")
        for level, rater in ((0, "P1"), (3, "P2"), (4, "p‑1"), (3, "P2\u200b"), (2, "P3"))
    ]
    read = read_forms(rows, SHIPPED, NAMES, [(2, PLAIN), (5, second)])
    assert [code for code, _ in found(read, "R410", "R411", "R422")].count("R422") == 2
    assert [code for code, _ in found(read, "R410", "R411")] == ["R411", "R410"]
    assert [d.place.path for d in read.diagnostics if d.rule.code == "R422"] == [read.inputs[1].path] * 2
    assert sorted(read.frame["rater_id"].to_list()) == ["P2", "P3"]


def test_the_finding_names_every_spelling_once(model: Model, tmp_path: Path) -> None:
    rows = "".join(P1.format(2, id) for id in ("Q", "p1")) + "".join(
        P2.format(2, id) for id in ("P1", "P-1", "P1", "p1")
    )
    (d,) = (
        d for d in read_ratings([write(tmp_path / "r.csv", HEADER + rows)], model).diagnostics if d.rule.code == "R422"
    )
    assert (d.place.line, d.value) == (4, "P1")
    assert d.message("en").startswith('"P1" and "p1", "P-1" (first at ')
    assert d.message("en").endswith("r.csv:3) differ only in case, hyphens; they count as one rater")
    assert d.message("zh").endswith("处的“p1”、“P-1”只在大小写、连字符上不同，按同一位评价人计")


def test_the_first_spelling_is_shown_even_where_its_table_is_read_again(model: Model, run: Run, tmp_path: Path) -> None:
    """What stands in a refused file, or in rows with errors, is nobody's first spelling, whatever the chunks."""
    refused = write(tmp_path / "a.csv", HEADER + P1.format(2, "P-1") * 30 + 'E1,"x\n')
    rows = P1.format(9, "P 1") + P1.format(2, "p1") + P2.format(2, "P1")
    path = write(tmp_path / "b.csv", HEADER + rows)
    for size in (10, 10_000):
        with chunks_of(size):
            ratings = read_ratings([refused, path], model)
        assert ratings.frame["rater_id"].unique().to_list() == ["p1"]
        assert found(ratings, "R422") == [("R422", 4)]
    args = ("explain", str(path), "-e", "E1", "-c", "coordination", "--show-raters", "--lang", "en")
    assert "p1" in run(*args, cwd=tmp_path).stdout


def test_raters_that_differ_in_zeros_stay_two(model: Model, tmp_path: Path) -> None:
    rows = "".join(P1.format(level, id) for level, id in ((2, "P007"), (3, "P7"), (4, "p-07"), (1, "P70")))
    ratings = read_ratings([write(tmp_path / "r.csv", HEADER + rows)], model)
    assert found(ratings) == [("R423", 3)]
    assert ratings.frame["rater_id"].n_unique() == 4


@pytest.mark.parametrize("nothing", ["\u200b", "\ufeff\u00ad", " \u200b ", "\u2060\ufe0f"])
def test_an_id_of_which_nothing_can_be_seen_is_blank(nothing: str, model: Model, tmp_path: Path) -> None:
    rows = P1.format(2, "") + P2.format(2, nothing) + P1.format(2, "P1").replace("E1", nothing)
    ratings = read_ratings([write(tmp_path / "r.csv", HEADER + rows)], model)
    assert found(ratings, "R407") == [("R407", 4)]
    assert ratings.frame["rater_id"].to_list() == [None, None]
    assert ratings.people["employee_id"].to_list() == ["E1"]


def test_nothing_is_written_otherwise(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "r.csv", HEADER + P1.format(2, "P1") + P2.format(2, "p‑1"))
    before = path.read_bytes()
    assert run("check", "--fix", "r.csv", cwd=tmp_path).returncode == 0
    assert path.read_bytes() == before


# ---------------------------------------------------------------- employees


def test_employees_who_are_alike_are_reported_and_not_merged(model: Model, tmp_path: Path) -> None:
    roster = write(tmp_path / "people.csv", "employee_id,position\nE1,account_manager\nE-2,account_manager\n")
    ids = ("e1", "E2", "E02", "E3", "Ｅ3", "E1")  # a full-width letter is only another way to write E3
    rows = "".join(f"{id},account_manager,communication,2,manager,{i}\n" for i, id in enumerate(ids))
    path = write(tmp_path / "r.csv", "employee_id,position,competency,level,rater_role,rater_id\n" + rows)
    ratings = read_ratings([path], model, roster)
    assert found(ratings, "R424") == [("R424", 2), ("R424", 3), ("R424", 4)]
    assert ratings.people["employee_id"].to_list() == ["E02", "E1", "E2", "E3", "e1"]
    said = [d.message("en") for d in ratings.diagnostics if d.rule.code == "R424"]
    assert ["case" in s for s in said] == [True, False, False]
    assert "hyphens" in said[1] and "leading zeros" in said[2]


@pytest.mark.parametrize("other", ["7", "e 007", "E-007", "E7", "0E007"])
def test_who_has_a_position_under_another_spelling(other: str, model: Model, tmp_path: Path) -> None:
    """One finding says it, at the ratings; nobody is told to add a position to a row that has lost its zeros."""
    listed = "007" if other == "7" else "E007"
    roster = write(tmp_path / "people.csv", f"employee_id,position\n{listed},account_manager\nE9,account_manager\n")
    text = f"employee_id,competency,level\nE9,communication,2\n{other},communication,2\n{other},coordination,2\n"
    ratings = read_ratings([write(tmp_path / "r.csv", text)], model, roster)
    expected = [] if other == "0E007" else [("R434", 3)]
    assert found(ratings, "R424", "R434") == expected
    assert bool(found(ratings, "R413")) == (not expected)
    for d in ratings.diagnostics:
        assert d.rule.code != "R434" or f'"{listed}" at ' in d.message("en")
    positions = dict(ratings.people.select("employee_id", "position").iter_rows())
    assert positions == {"E9": "account_manager", other: None}


@pytest.mark.parametrize("listed, rated", [("12.0", "12"), ("12", "12.0"), ("E1\u200b", "E1"), ("E1 王芳", "E1")])
def test_an_error_of_an_id_is_said_once(listed: str, rated: str, model: Model, tmp_path: Path) -> None:
    """The other file has no finding that says to add the position."""
    roster = write(tmp_path / "people.csv", f"employee_id,position\n{listed},account_manager\n")
    path = write(tmp_path / "r.csv", f"employee_id,competency,level\n{rated},communication,2\n")
    ratings = read_ratings([path], model, roster)
    assert len(ratings.diagnostics) == 1
    assert ratings.diagnostics[0].rule.code in ("R428", "R430", "R431")


# ---------------------------------------------------------------- people who rate themselves


@pytest.mark.sampled
@pytest.mark.parametrize("role", ["peer", "report", "customer", "manager", "assessor"])
@pytest.mark.parametrize("id", ["E1", "e1", "Ｅ１", "E-1", "E\u200b1"])
def test_nobody_is_their_own_rater(role: str, id: str, model: Model, tmp_path: Path) -> None:
    others = "".join(P1.format(2, f"P{i}") for i in range(3)).replace("peer", role)
    path = write(tmp_path / "r.csv", HEADER + P1.format(4, id).replace("peer", role) + others)
    ratings = read_ratings([path], model)
    assert found(ratings, "R425", "R422") == [("R425", 2)]
    assert ratings.left_out == 1
    assert set(ratings.frame["rater_id"].to_list()) == {"P0", "P1", "P2"}


def test_self_ratings_are_as_they_were(model: Model, tmp_path: Path) -> None:
    """Of the person, in whatever spelling, and where somebody else's id is given for them."""
    rows = P1.format(4, "e1") + P2.format(4, "HR7") + "E1,account_manager,market_information,2,self,\n"
    ratings = read_ratings([write(tmp_path / "r.csv", HEADER + rows.replace("peer", "self"))], model)
    assert (found(ratings), ratings.frame.height) == ([], 3)


def test_a_file_without_roles_holds_no_self_ratings(model: Model, tmp_path: Path) -> None:
    text = "employee_id,position,competency,level,rater_id\nE1,account_manager,communication,4,{}\n"
    for id, expected in (("e1", [("R425", 2)]), ("A1", [])):
        assert found(read_ratings([write(tmp_path / "r.csv", text.format(id))], model)) == expected


def test_an_own_peer_in_a_wide_table_is_reported_once(model: Model, tmp_path: Path) -> None:
    """And not at all where nothing was rated."""
    header = "employee_id,position,rater_role,rater_id,communication,coordination\n"
    rows = "E1,account_manager,peer,E1,2,3\nE1,account_manager,peer,P1,2,3\nE2,account_manager,peer,e2,,\n"
    ratings = read_ratings([write(tmp_path / "r.csv", header + rows)], model)
    assert found(ratings) == [("R425", 2)]
    assert ratings.frame["rater_id"].to_list() == ["P1", "P1"]


@pytest.mark.parametrize("size", [60, 400])
def test_own_peers_among_many(size: int, model: Model, tmp_path: Path) -> None:
    rows = "".join(
        f"E{i % 9},account_manager,communication,{i % 4},{'peer' if i % 3 else 'self'},e{i * 7 % 31}\n"
        for i in range(90)
    )
    path = write(tmp_path / "r.csv", HEADER + rows)
    expected = read_ratings([path], model)
    own = [i + 2 for i in range(90) if i % 3 and i % 9 == i * 7 % 31]
    assert own and found(expected, "R425") == [("R425", line) for line in own]
    with chunks_of(size):
        same(read_ratings([path], model), expected)


# ---------------------------------------------------------------- what is no id

ERRORS = (
    *("#N/A", "#n/a", "#REF!", "#NAME?", "#NULL!", "#DIV/0!", "#VALUE!", "#NUM!", "#SPILL!", "#CALC!", "#BUSY!"),
    *("#GETTING_DATA", "#FIELD!", "#BLOCKED!", "#UNKNOWN!", "#CONNECT!", "#PYTHON!", "#ERROR!", "#Error", "#REF"),
    *(
        "####",
        "#",
        "########",
        "Err:502",
        "err:522",
        "Err：508",
        "＃Ｎ／Ａ",
        " #N/A ",
        "错误:502",
        "#¡VALOR!",
        "#ЗНАЧ!",
    ),
    *("#NV", "#WERT!", "#BEZUG!", "#NOM?", "TRUE", "False", "true"),
)
NUMBERS = (
    "4.10101E+17",
    "4.10101e+17",
    "4,1E+17",
    "1E5",
    "1E+05",
    "４.１Ｅ+１７",
    "-1.5E+10",
    "41.01E+16",
    "1E+017",
    "0.4E18",
)
IDS = (
    *("#12", "E#1", "#A12", "NA", "null", "Err502", "True1", "E5", "12E4567890", "0012E4", "E1E5", "1234E5", "1E"),
    *("Err:5", "4.1", "007"),
)


@pytest.mark.parametrize("column", ["employee_id", "rater_id"])
def test_what_spreadsheets_show_for_an_error_is_nobody(column: str, model: Model, tmp_path: Path) -> None:
    codes = [*(("R426", id) for id in ERRORS), *(("R427", id) for id in NUMBERS)]
    rows = [["E1", "x"] if column == "rater_id" else ["x", "P1"] for _ in codes]
    for row, (_, id) in zip(rows, codes, strict=True):
        row[column == "rater_id"] = id
    header = ["employee_id", "rater_id", "position", "competency", "level", "rater_role"]
    table = [header, *([*row, "account_manager", "communication", "2", "peer"] for row in rows)]
    ratings = read_ratings([write(tmp_path / "r.csv", table_text(table))], model)
    assert found(ratings, "R426", "R427") == [(code, i) for i, (code, _) in enumerate(codes, 2)]
    assert ratings.frame.is_empty()
    assert ratings.people["employee_id"].to_list() == (["E1"] if column == "rater_id" else [])
    assert {d.place.field for d in ratings.diagnostics if d.rule.code in ("R426", "R427")} == {column}


NO_IDS = {
    "R428": ("E001\u200b", "E\u00ad001", "\u2060E001", "E0\ufe0f01", "E001\u3164", "E001\U000e0041", "E001\u2800"),
    "R429": (
        *("2026-05-04", "2026/5/4", "2026.5.4", "1/2/2026", "31.12.2025", "1/2/26", "2-Jan", "02-Jan-26", "2. Jan"),
        *(
            "Jan-02",
            "1月2日",
            "2026年5月4日",
            "2026年5月",
            "2026-05-04T10:00:00Z",
            "2026-05-04 10:00",
            "5/4/2026 9:12 AM",
        ),
        *("4 May 2026", "1:02", "08:30:00", "2-janv", "Mrz 26", "１月２日"),
    ),
    "R430": ("12.0", "12.00", "12,0", "012.0", "12.", "12,345", "1,234.00", "'007", '="007"', "1.000", "１２.０"),
    "R431": (
        *("E001 张三", "E001-张三", "E001张三", "张三(E001)", "张三（E001）", "E001 Wang Fang", "E001 - Wang Fang"),
        *("E001/张三", "1001 李四", "12345（张三）", "Wang Fang (E001)", "Bo Chan E001", "王芳 E001", "E001\n张三"),
        *("LN-2024-001 张三", "E001-Wang", "E001 WANG FANG", "张三 12345"),
    ),
    "R432": ("N/A", "n/a", "-", "–", "—", "——", "/", "?", "无", "未知", "匿名", "anonymous", "none", "待定"),
}
UNUSUAL = (
    *("1-2", "1-11", "LN-2024-001", "1001-SH", "12345-CN", "1.2.3", "10.001", "MAR-12", "SEP-01", "01-02-03"),
    *(
        "20260504",
        "2024-001",
        "京A1001",
        "华东-1001",
        "Vero",
        "E001_张三",
        "NA",
        "王芳",
        "王芳2",
        "Anna Lee",
        "UK 1001",
    ),
    *("Müller, Anna", "3期学员", "Peer 1", "同事 1", "12号评价人", "Rater 12", "3rd peer", "P1 (peer)", "Anna (2)"),
    *("110101199003074514", "1101011990030700004", "葛\U000e0100城", "می\u200cروم", "bo.chan@x.com", "1/2", "A1-B2"),
)
"""Ids and names of raters that may well be some."""


@pytest.mark.parametrize("column", ["employee_id", "rater_id"])
def test_what_is_no_id_is_nobody(column: str, model: Model, tmp_path: Path) -> None:
    """Each is an error at its cell, and nobody's; a rater's id is read without what can't be seen in it."""
    codes = [(code, id) for code, ids in NO_IDS.items() for id in ids if (code, column) != ("R428", "rater_id")]
    rows = [[id, "P1"] if column == "employee_id" else ["E1", id] for _, id in codes]
    header = ["employee_id", "rater_id", "position", "competency", "level", "rater_role"]
    for end in ("csv", "parquet"):
        table = [header, *([*row, "account_manager", "communication", "2", "peer"] for row in rows)]
        path = tmp_path / f"r.{end}"
        if end == "csv":
            write(path, table_text(table))
        else:
            pl.DataFrame(table[1:], header, orient="row").write_parquet(path)
        ratings = read_ratings([path], model)
        got = [(d.rule.code, d.value) for d in ratings.diagnostics if d.rule.code != "R417"]
        assert got == [(code, id.strip("\u2060")) if code != "R428" else (code, id) for code, id in codes]
        assert ratings.frame.is_empty()
        assert ratings.people["employee_id"].to_list() == (["E1"] if column == "rater_id" else [])


def test_what_may_be_an_id(model: Model, tmp_path: Path) -> None:
    rows = [["E1", id, "account_manager", "communication", "2", "manager"] for id in UNUSUAL]
    header = ["employee_id", "rater_id", "position", "competency", "level", "rater_role"]
    ratings = read_ratings([write(tmp_path / "r.csv", table_text([header, *rows]))], model)
    assert found(ratings) == []
    assert sorted(ratings.frame["rater_id"]) == sorted(UNUSUAL)


@pytest.mark.parametrize("id", ["工号", "Employee ID", "staff no"])
def test_an_id_that_is_a_header_alone_is_somebodys(id: str, model: Model, tmp_path: Path) -> None:
    """A row repeats the header only if another of its cells does; a role is no header, though managers have one."""
    rows = f"{id},account_manager,communication,2,manager,M\nE1,account_manager,communication,3,manager,M\n"
    long = read_ratings([write(tmp_path / "r.csv", HEADER + rows)], model)
    wide = f"employee_id,rater_role,position,communication,coordination\n{id},manager,account_manager,2,\n"
    for ratings in (long, read_ratings([write(tmp_path / "w.csv", wide)], model)):
        assert found(ratings) == []
        levels = dict(ratings.frame.select(pl.col("employee_id").cast(pl.String), "level").iter_rows())
        assert levels[id] == 2


@pytest.mark.parametrize(
    "again",
    [
        "employee_id,position,rater_role,level,competency,rater_id\nE1,account_manager,peer,2,communication,P",
        "工号,岗位,胜任能力,等级,评价人角色,评价人",
    ],
)
def test_another_header_is_nobody(again: str, model: Model, tmp_path: Path) -> None:
    ratings = read_ratings([write(tmp_path / "r.csv", HEADER + P1.format(2, "P") + again + "\n")], model)
    assert found(ratings) == [("C131", 3)]
    assert ratings.frame.is_empty()


ODD = ("NA", "AVG", "Overall", "小计", "ABC", "Z")
"""Ids on a roster that in a table of ratings look like labels."""


@pytest.mark.parametrize("is_long", [True, False])
@pytest.mark.parametrize("id", ODD)
def test_who_is_on_the_roster_is_a_person(id: str, is_long: bool, model: Model, tmp_path: Path) -> None:
    """Whatever the id looks like; without the roster, its row may be a total's or a remark's, and no figure is made."""
    ids = [id, *(f"E{i:03d}" for i in range(9))]
    roster = "".join(f"{i},Bo Chan,account_manager\n" for i in ids)
    if is_long:
        text = "employee_id,competency,level\n" + "".join(f"{i},communication,2\n" for i in ids)
    else:
        text = "employee_id,communication,coordination\n" + "".join(f"{i},2,\n" for i in ids)
    path = write(tmp_path / "r.csv", text)
    listed = read_ratings([path], model, write(tmp_path / "p.csv", "employee_id,name,position\n" + roster))
    assert found(listed) == []
    assert sorted(listed.frame["employee_id"].cast(pl.String)) == sorted(ids)
    if not is_long:  # a row that names a competency and rates it is a person's
        alone = read_ratings([path], model)
        assert [code for code, line in found(alone) if line == 2] in (["R460"], ["R463"])
        assert sorted(alone.frame["employee_id"].cast(pl.String)) == sorted(ids[1:])


LABELLED = {
    "long": "Category,employee_id,competency,level\nSales,E1,communication,3\noverall,E1,coordination,2\n"
    "overall,,communication,3\nTotal,E2,communication,1\n",
    "wide": "Category,employee_id,communication,coordination\nSales,E1,3,\nTotal,,3,2\n合计,E1,,2\nOverall,E2,1,\n",
}


@pytest.mark.parametrize("shape", LABELLED)
def test_a_label_beside_an_id_is_asked_about(shape: str, model: Model, tmp_path: Path) -> None:
    """In a column that is not read: it may be the label of a total, or of a person. No row is lost in silence."""
    path = write(tmp_path / "r.csv", LABELLED[shape])
    alone = read_ratings([path], model)
    unclear = [3, 5] if shape == "long" else [4, 5]
    total = 4 if shape == "long" else 3
    assert found(alone, "R460") == [("R460", total)]
    assert [p.line for d in alone.diagnostics if d.rule.code == "R463" for p in d.places] == unclear
    assert alone.left_out == 2
    assert alone.frame.select("employee_id", "competency", "level").rows() == [("E1", "communication", 3.0)]
    roster = write(tmp_path / "p.csv", "employee_id,position\nE1,account_manager\nE2,account_manager\n")
    listed = read_ratings([path], model, roster)
    assert found(listed, "R460", "R463") == [("R460", total)]
    assert sorted(listed.frame.select("employee_id", "competency", "level").rows()) == [
        *(("E1", "communication", 3.0), ("E1", "coordination", 2.0), ("E2", "communication", 1.0))
    ]


DECORATIONS = (
    "{}.0",
    "{}.00",
    "{},0",
    "'{}",
    '="{}"',
    "{}\u200b",
    "\u00ad{}",
    "{} 王芳",
    "王芳({})",
    "{} Wang Fang",
    "{}E+17",
)


@MANY
@given(st.lists(st.tuples(st.integers(10, 10**9), st.sampled_from(("", *DECORATIONS))), min_size=1, max_size=9))
def test_a_decorated_id_is_never_somebody_in_silence(ids: list[tuple[int, str]]) -> None:
    written = [form.format(number) if form else str(number) for number, form in ids]
    header = ["employee_id", "position", "competency", "level"]
    rows = [[id, "account_manager", "communication", "2"] for id in dict.fromkeys(written)]
    ratings = read_text(table_text([header, *rows]), SHIPPED)
    plain = {str(number) for number, form in ids if not form}
    assert set(ratings.people["employee_id"].to_list()) <= plain
    named = {d.value for d in ratings.diagnostics}
    assert all(id in named for id in written if id not in plain)


# ---------------------------------------------------------------- long numbers

CARDS = [f"11010119900307{i:03d}{'0123456789X'[i % 11]}" for i in range(300, 420)]
"""Numbers as on identity cards: text, whatever their last digits."""


def long_ids(ids: Sequence[str], folder: Path, model: Model) -> Ratings:
    rows = "".join(f"{id},account_manager,communication,2\n{id},account_manager,coordination,3\n" for id in ids)
    return read_ratings([write(folder / "r.csv", "employee_id,position,competency,level\n" + rows)], model)


def test_long_numbers_that_lost_their_digits_are_nobody(model: Model, tmp_path: Path) -> None:
    ids = ["110101199003070000", "110101199003071000", "E001"]
    ratings = long_ids(ids, tmp_path, model)
    assert found(ratings) == [("R433", 2), ("R433", 4)]
    assert ratings.people["employee_id"].to_list() == ["E001"]
    assert ratings.frame["employee_id"].unique().to_list() == ["E001"]
    assert ratings.left_out == 4


def test_long_numbers_as_text_are_ids(model: Model, tmp_path: Path) -> None:
    """A hundred of them, of which one ends in zeros by chance; and two of 16 digits."""
    assert found(long_ids([*CARDS, "110101199003070000"], tmp_path, model)) == []
    assert found(long_ids(["1234567890123450", "1234567890123456"], tmp_path, model)) == []


def test_a_rater_whose_digits_are_lost(model: Model, tmp_path: Path) -> None:
    rows = P1.format(2, "110101199003070000") + P1.format(3, "110101199003070000") + P1.format(2, "P1")
    ratings = read_ratings([write(tmp_path / "r.csv", HEADER + rows)], model)
    assert found(ratings) == [("R433", 2)]
    assert ratings.frame["rater_id"].to_list() == ["P1"]
    assert ratings.people["employee_id"].to_list() == ["E1"]


def test_what_is_an_id(model: Model, tmp_path: Path) -> None:
    rows = "".join(P1.format(2, "M").replace("E1", id).replace("peer", "manager") for id in IDS)
    ratings = read_ratings([write(tmp_path / "r.csv", HEADER + rows)], model)
    assert found(ratings) == []
    assert ratings.people["employee_id"].to_list() == sorted(IDS)


def test_errors_on_a_roster_and_as_cycles(model: Model, tmp_path: Path) -> None:
    roster = write(tmp_path / "people.csv", "employee_id,position\n#N/A,account_manager\nE1,account_manager\n")
    path = write(
        tmp_path / "r.csv", "employee_id,competency,level,cycle\nE1,communication,2,2025\nE1,communication,2,#REF!\n"
    )
    ratings = read_ratings([path], model, roster)
    assert [(d.rule.code, Path(d.place.path).name) for d in ratings.diagnostics] == [
        ("R426", "people.csv"),
        ("R426", "r.csv"),
    ]
    assert ratings.roster is not None and ratings.roster["employee_id"].to_list() == ["E1"]
    assert ratings.cycles == ["2025"]


# ---------------------------------------------------------------- who rates whom

WHO = "employee_id,rater_role,rater_id\n"


def test_one_rater_one_workbook(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "people.csv", "employee_id,position\nE1,account_manager\nE2,account_manager\n")
    write(tmp_path / "who.csv", WHO + "E1,peer,P1\nE2,peer,p‑1\nE1,peer,Ｐ1\nE2,peer,P2\nE2,peer,P02\n")
    done = run(
        "sheet", "--roster", "people.csv", "--raters", "who.csv", "-o", "{rater}.csv", "--lang", "en", cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert {f.name for f in tmp_path.glob("P*.csv")} == {"P1.csv", "P2.csv", "P02.csv"}
    sheet = (tmp_path / "P1.csv").read_text("utf-8-sig")
    assert ("E1," in sheet, "E2," in sheet, "p‑1" in sheet) == (True, True, False)
    assert "who.csv:3:9: R422" in done.stderr and '"Ｐ1"' in done.stderr
    assert "who.csv:6:9: R423" in done.stderr


def test_who_rates_whom_is_read_as_the_roster_is(run: Run, tmp_path: Path) -> None:
    """In half width, without the mark that a file begins with where files were joined."""
    write(tmp_path / "people.csv", "employee_id,position\nＥ1,account_manager\nE２,account_manager\n")
    write(tmp_path / "who.csv", WHO + "E1,self,E1\n\ufeffＥ2,self,E2\n")
    done = run("sheet", "--roster", "people.csv", "--raters", "who.csv", "-o", "{rater}.csv", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert {f.name for f in tmp_path.glob("E*.csv")} == {"E1.csv", "E2.csv"}


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("E1,peer,e1", "R425"),
        ("E1,peer,#N/A", "R426"),
        ("#REF!,peer,P1", "R426"),
        ("E1,peer,4.1E+17", "R427"),
        ("\u200b,peer,P1", "R407"),
    ],
)
def test_rows_of_nobody_give_no_sheet(row: str, code: str, run: Run, tmp_path: Path) -> None:
    write(tmp_path / "people.csv", "employee_id,position\nE1,account_manager\n")
    write(tmp_path / "who.csv", f"{WHO}{row}\nE1,self,E1\n")
    done = run(
        "sheet", "--roster", "people.csv", "--raters", "who.csv", "-o", "{rater}.csv", "--lang", "en", cwd=tmp_path
    )
    assert done.returncode == 1
    assert re.search(rf"who\.csv:2:\d+: {code} ", done.stderr)
    assert [f.name for f in tmp_path.iterdir() if f.name not in ("people.csv", "who.csv")] == ["E1.csv"]
